"""Undoing in the pages: discarding and restoring sessions, and archiving classes."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import BrowserContext, expect

from tests.browser.test_lesson import new_class
from tests.browser.test_past import hold_session
from tests.support.chromium import Console
from tests.support.client import Client
from tests.support.looks import LOOKS, check
from tests.support.visitor import REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

REASON = "The wrong class.\nIt was Geometry."


async def test_a_discarded_session_ends_for_everyone_without_a_result(
    school: Client, new_context: NewContext
) -> None:
    teacher, (ada, _), class_id = await new_class(school, "Ada", "Bob")
    session_id = (await school.start(teacher, class_id))["sessionId"]
    hill, other, wall, seat = [
        await Visitor.logged_in(await new_context(), school.url, person)
        for person in (teacher, teacher, teacher, ada)
    ]
    for window in (hill, other):
        await window.open_roll(class_id)
    await wall.go(f"/class/{class_id}/projector")
    await hill.tap("Ada")
    await expect(wall.page.get_by_role("listitem")).to_have_text(["Ada"])
    await seat.sees("You are present")
    await hill.press("Discard session…")
    await hill.press("Discard session")
    await hill.sees("Please fill this in.")
    await hill.page.get_by_label("Reason").fill(REASON)
    await hill.confirm("Discard session")
    await hill.sees("The session is discarded. It can be restored until")
    await other.sees("This session was discarded.")
    for window in (hill, other):
        await window.sees("No session has ended yet.")
        await expect(window.page.get_by_text("was discarded in another")).to_have_count(0)
    await wall.sees("This session was discarded.")
    await expect(wall.page.get_by_role("listitem")).to_have_count(0)
    await wall.sees_count(0, 2)
    await seat.sees("This session was discarded.")
    await seat.sees("No past sessions yet")
    # The session's page shows the reason, and no result.
    await other.go(f"/class/{class_id}/sessions/{session_id}")
    await other.sees("It was Geometry.")
    await expect(other.ring).to_have_count(0)
    await expect(other.page.get_by_role("button", name="Change")).to_have_count(0)
    await other.page.get_by_role("button", name="Restore the session of").click()
    await other.sees("1 present, 1 absent")


@pytest.mark.parametrize("look", LOOKS)
async def test_an_ended_session_is_discarded_listed_and_restored(
    school: Client, new_context: NewContext, look: str
) -> None:
    teacher, (ada, _), class_id = await new_class(school, "Ada", "Bob")
    session_id = await hold_session(school, teacher, class_id, present=ada)
    await hold_session(school, teacher, class_id, late=ada)
    context = await new_context(reduced_motion="reduce", **LOOKS[look])
    hill = await Visitor.logged_in(context, school.url, teacher)
    await hill.go(f"/class/{class_id}/sessions/{session_id}")
    await hill.sees("Discard session…")
    await check(hill, look)
    await hill.press("Discard session…")
    await hill.page.get_by_label("Reason").fill(REASON)
    await check(hill, look)
    await hill.confirm("Discard session")
    await expect(hill.page.locator("tbody tr")).to_have_count(1)
    await hill.page.get_by_text("Discarded sessions", exact=True).click()
    await hill.sees("It was Geometry.")
    await hill.sees("Discarded by Mrs Hill")
    await check(hill, look)
    discarded = hill.page.locator("details").get_by_role("listitem")
    await discarded.get_by_role("link").click()
    await hill.sees("This session was discarded.")
    await check(hill, look)
    await hill.page.go_back()
    await hill.page.get_by_text("Discarded sessions", exact=True).click()
    await hill.page.get_by_role("button", name="Restore the session of").click()
    await hill.sees("The session counts again.")
    await expect(hill.page.locator("tbody tr")).to_have_count(2)
    await expect(hill.page.get_by_text("Discarded sessions", exact=True)).to_be_hidden()


@pytest.mark.parametrize("look", LOOKS)
async def test_a_class_is_archived_restored_and_deleted_only_by_its_name(
    school: Client, new_context: NewContext, console: Console, look: str
) -> None:
    teacher, (ada, _), class_id = await new_class(school, "Ada", "Bob")
    await hold_session(school, teacher, class_id, present=ada)
    context = await new_context(reduced_motion="reduce", **LOOKS[look])
    hill = await Visitor.logged_in(context, school.url, teacher)
    await hill.go(f"/class/{class_id}")
    await hill.press("Archive class")
    await hill.sees("This class is archived.")
    for name in ("Start session", "Add students", "Remove Ada", "Archive class"):
        await expect(hill.page.get_by_role("button", name=name)).to_have_count(0)
    await hill.sees("1 of 2 present")
    await expect(hill.page.get_by_role("link", name="Report, matrix")).to_be_visible()
    await check(hill, look)
    await hill.go(f"/class/{class_id}/roll")
    await hill.sees("No session can be started in it")
    await expect(hill.page.get_by_role("button", name="Start session")).to_have_count(0)
    await hill.go("/")
    await hill.sees("You have no classes yet.")
    await check(hill, look)
    await hill.page.get_by_role("link", name="Archived classes (1)").click()
    await hill.sees_heading("Archived classes")
    await check(hill, look)
    await hill.page.get_by_role("link", name="Algebra").click()
    await hill.press("Bring back to my classes")
    await hill.sees("Algebra is back in your classes.")
    await hill.press("Start session")
    await hill.sees_states({"Ada": "Not marked", "Bob": "Not marked"})
    desk = await school.socket(teacher)
    await desk.send("DONE")
    await desk.expect("SESSION_ENDED")
    await desk.close()
    await hill.sees("0 present, 2 absent")
    await hill.go(f"/class/{class_id}")
    await hill.press("Delete class…")
    await check(hill, look)
    await hill.press("Archive instead")
    await hill.sees("This class is archived.")
    await hill.press("Delete class…")
    await hill.page.get_by_role("dialog").get_by_role("button", name="Delete class…").click()
    await hill.sees("2 sessions are deleted with it")
    await check(hill, look)
    typed = hill.page.get_by_label("Name of the class")
    await typed.fill("algebra")
    await hill.press("Delete class")
    await hill.sees("This is not the name of the class.")
    await typed.fill("Algebra")
    await hill.confirm("Delete class")
    await hill.sees("Algebra has been deleted.")
    await hill.sees("You have no archived classes.")
    console.forgive(REFUSED)
