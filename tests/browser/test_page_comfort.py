"""State and layout of the pages: Back, reload, notices, zoom and printouts."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.support.chromium import Console
from tests.support.client import Client, Person
from tests.support.visitor import REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

NAMES = [f"{name} {number:02}" for number in range(1, 31) for name in ("Ada", "Bob")]


@pytest.fixture
def client(school: Client) -> Client:
    return school


async def large_class(client: Client) -> tuple[Person, str]:
    teacher = await client.teacher()
    students = [await client.person("student", name) for name in NAMES]
    return teacher, await client.make_class(teacher, *students)


async def scroll_position(page: Page) -> float:
    return float(await page.evaluate("scrollY"))


async def scroll_to(page: Page, y: int) -> None:
    await page.evaluate("(y) => scrollTo(0, y)", y)
    assert await scroll_position(page) == y


async def wait_for_scroll_to(page: Page, y: int) -> None:
    # Off-screen content has an estimated height until it is drawn.
    await page.wait_for_function("(y) => Math.abs(scrollY - y) < 60", arg=y)


async def test_back_and_reload_keep_scroll_position_search_and_filter(
    client: Client, new_context: NewContext
) -> None:
    teacher, class_id = await large_class(client)
    await client.start(teacher, class_id)
    context = await new_context(viewport={"width": 360, "height": 740})
    await context.clock.install()
    hill = await Visitor.logged_in(context, client.url, teacher)
    # The list of a class, searched and scrolled.
    await hill.go(f"/class/{class_id}")
    await hill.sees_heading("Algebra")
    # The card above the list that is loaded last.
    code = hill.page.get_by_role("region", name="Class code")
    await expect(code).to_be_visible()
    await hill.page.get_by_label("Find in this class").fill("bob")
    people = hill.page.locator(".roster .people > li:visible")
    await expect(people).to_have_count(30)
    await scroll_to(hill.page, 900)
    await hill.go(f"/class/{class_id}/roll")
    await expect(hill.tiles).to_have_count(60)
    assert await scroll_position(hill.page) == 0
    # A filtered roll.
    await hill.tap("Ada 01")
    await hill.sees_tile("Ada 01", "Present")
    await hill.page.get_by_role("button", name="Not marked 59").click()
    await expect(hill.tiles).to_have_count(59)
    await scroll_to(hill.page, 1200)
    await hill.page.reload()
    await expect(hill.tiles).to_have_count(59)
    await wait_for_scroll_to(hill.page, 1200)
    # What is above the list arrives late.
    arrives = asyncio.Event()

    async def hold(route: Route) -> None:
        await arrives.wait()
        await route.continue_()

    await context.route(f"**/class/{class_id}/code", hold)
    await hill.page.go_back()
    await hill.sees_heading("Algebra")
    await expect(people).to_have_count(30)
    await expect(hill.page.get_by_label("Find in this class")).to_have_value("bob")
    await wait_for_scroll_to(hill.page, 900)
    await context.clock.fast_forward("10")
    arrives.set()
    await expect(code).to_be_visible()
    await wait_for_scroll_to(hill.page, 900)
    await hill.page.go_forward()
    await expect(hill.tiles).to_have_count(59)
    await wait_for_scroll_to(hill.page, 1200)
    # A link leads to the top of a page, and logging out clears what was kept.
    await hill.page.evaluate("scrollTo(0, 0)")
    await hill.page.get_by_role("link", name="Attendance").click()
    await hill.sees_heading("My classes")
    await hill.page.get_by_role("link", name="Algebra").first.click()
    await expect(people).to_have_count(60)
    assert await scroll_position(hill.page) == 0
    await hill.press("Log out")
    await hill.sees_heading("Log in")
    assert await hill.page.evaluate("() => JSON.stringify(sessionStorage).includes('bob')") is False


async def test_notices_can_be_closed_and_cover_no_heading(
    client: Client, new_context: NewContext, console: Console
) -> None:
    teacher = await client.teacher()
    for viewport in ({"width": 360, "height": 740}, {"width": 1280, "height": 800}):
        context = await new_context(viewport=viewport)
        hill = await Visitor.logged_in(context, client.url, teacher)
        await hill.go("/account")
        await hill.sees_heading("Account")
        for _ in range(2):
            await hill.page.get_by_label("Current password").fill("correct horse")
            await hill.page.get_by_label("New password").fill("correct horse")
            await hill.press("Change password")
            await hill.sees("has been changed.")
            await expect(hill.page.get_by_label("Current password")).to_have_value("")
        notices = hill.page.locator(".notices .notice")
        # The same notice is not shown twice.
        await expect(notices).to_have_count(1)
        assert await hill.accessibility_faults() == []
        covered = await hill.page.evaluate("""() => {
            const box = (element) => element.getBoundingClientRect();
            const notice = box(document.querySelector(".notices .notice"));
            return [...document.querySelectorAll("h1, .head")].map(box)
                .some(({ top, bottom }) => top < notice.bottom && bottom > notice.top);
        }""")
        assert covered is False
        await notices.get_by_role("button", name="Close").click()
        await expect(notices).to_have_count(0)
    console.forgive(REFUSED)


ROOM = """() => {
    // How many pixels from top to bottom show scrolling content.
    const stuck = (element) => {
        for (let each = element; each; each = each.parentElement) {
            if (["sticky", "fixed"].includes(getComputedStyle(each).position)) {
                return true;
            }
        }
        return false;
    };
    let room = 0;
    for (let y = 0; y < innerHeight; y += 1) {
        const shown = document.elementsFromPoint(innerWidth / 2, y);
        room += Number(!shown.some(stuck));
    }
    return room;
}"""


@pytest.mark.parametrize(
    ("zoom", "viewport"),
    [(200, {"width": 180, "height": 370}), (400, {"width": 320, "height": 256})],
)
async def test_a_zoomed_page_leaves_room_for_its_content(
    client: Client, new_context: NewContext, zoom: int, viewport: dict[str, int]
) -> None:
    teacher = await client.teacher()
    students = [await client.person("student", name) for name in NAMES[:12]]
    class_id = await client.make_class(teacher, *students)
    await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(viewport=viewport), client.url, teacher)
    await hill.open_roll(class_id)
    await hill.page.evaluate("() => document.querySelector('.tile').click()")
    await hill.sees("Ada 01: present")
    await hill.page.evaluate("() => document.querySelectorAll('.seat')[6].scrollIntoView()")
    assert await hill.page.evaluate(ROOM) == viewport["height"]
    assert await hill.overflow() <= 0


async def test_printouts_show_the_roll_and_the_class_without_controls(
    client: Client, new_context: NewContext
) -> None:
    teacher, class_id = await large_class(client)
    await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    for path in (f"/class/{class_id}/roll", f"/class/{class_id}", "/"):
        await hill.go(path)
        await hill.sees_heading("My classes" if path == "/" else "Algebra")
        await hill.page.emulate_media(media="print")
        controls = await hill.page.evaluate("""() =>
            [...document.querySelectorAll(
                `button:not(.tile), .button, input, textarea, select, form, summary,
                    .head > :not(.brand)`,
            )].filter((element) => element.checkVisibility()).map(({ outerHTML }) => outerHTML)""")
        assert controls == []
        await expect(hill.page.get_by_text("Bob 30", exact=True)).to_have_count(int(path != "/"))
        await hill.page.emulate_media(media="screen")
