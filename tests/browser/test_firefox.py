"""A lesson in Firefox: a teacher and a student, a cut network, a reload, another language."""

from pathlib import Path

from tests.browser.test_lesson import new_class
from tests.support.client import PASSWORD, Client, Person
from tests.support.firefox import ENTER, TAB, FoxPage, firefox
from tests.support.gate import gate_to

MIRRORED_OVERFLOW = """() => {
    document.documentElement.dir = "rtl";
    return document.documentElement.scrollWidth - innerWidth;
}"""
"""By how many pixels the page is wider than its window when it reads from right to left."""


async def log_in(page: FoxPage, url: str, person: Person) -> None:
    await page.goto(url)
    await page.find("heading", "Log in")
    # The first field has the focus.
    await page.type(person.email)
    await page.type(TAB + PASSWORD + ENTER)
    await page.find("heading", "My classes")
    await page.sees("Live")


async def test_a_lesson_in_firefox(school: Client, tmp_path: Path) -> None:
    teacher, (ada, _), _ = await new_class(school, "Ada", "Bob")
    async with firefox(tmp_path) as browser, gate_to(school.url) as gate:
        hill, seat = await browser.new_page(), await browser.new_page(width=360, height=740)
        await log_in(hill, gate.url, teacher)
        await log_in(seat, school.url, ada)
        # Marks are live.
        await hill.click("button", "Start session of Algebra")
        await seat.sees("You are not marked yet")
        await hill.click("button", "Ada Not marked")
        await seat.sees("You are present")
        await hill.sees("Ada: present")
        # Marks wait while there is no network.
        gate.cut()
        await hill.sees("Reconnecting")
        await hill.click("button", "Bob Not marked")
        await hill.sees("Offline, 1 mark waiting")
        gate.mend()
        await hill.sees("Everything is up to date.")
        await hill.reload()
        await hill.sees("Roster")
        await hill.click("button", "End session")
        await hill.find("dialog", "End this session?")
        # Of the two buttons with this name, the one behind the dialog cannot be reached.
        await hill.click("button", "End session")
        await hill.sees("2 present")
        await seat.sees("You were present.")
        await seat.reload()
        await seat.sees("Present in 1 of 1")
        # The page fits when it is mirrored, as in Arabic.
        assert await seat.evaluate(MIRRORED_OVERFLOW) <= 0
        # Whose browser prefers German gets the pages in German.
        visitor = await browser.new_page("de")
        await visitor.goto(school.url)
        await visitor.find("heading", "Anmelden")
        cut = [message for message in browser.bidi.logged if gate.url.split("/")[2] in message]
        assert browser.bidi.logged == cut
