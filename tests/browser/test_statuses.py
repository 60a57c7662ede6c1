"""Late and excused in the pages: marked by hand, by key and by the clock, and shown everywhere."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import BrowserContext, WebSocketRoute, expect

from tests.browser.test_lesson import new_class
from tests.support.chromium import Console
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.looks import LOOKS, check
from tests.support.visitor import REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]


@pytest.fixture
def clock(clock: Clock) -> Clock:
    """The server's clock; tests that move it set the browser's clock as well."""
    clock.now = datetime.now(UTC).replace(microsecond=0)
    return clock


async def sees_filters(visitor: Visitor, *counts: int) -> None:
    """The counts on the filters: all, not marked, present, late, excused, absent."""
    for number, count in enumerate(counts):
        await expect(visitor.page.locator(".filter-count").nth(number)).to_have_text(str(count))


@pytest.mark.parametrize("look", LOOKS)
async def test_late_and_excused_are_chosen_on_the_tile(
    school: Client, new_context: NewContext, look: str
) -> None:
    teacher, _, class_id = await new_class(school, "Ada", "Bob", "Cid", "Dan")
    await school.start(teacher, class_id)
    context = await new_context(reduced_motion="reduce", **LOOKS[look])
    hill = await Visitor.logged_in(context, school.url, teacher)
    await hill.open_roll(class_id)
    await hill.choose("Ada", "Late")
    await hill.choose("Bob", "Excused")
    await hill.tap("Cid")
    await hill.sees_states({"Ada": "Late", "Bob": "Excused", "Cid": "Present", "Dan": "Not marked"})
    await expect(hill.tile("Ada")).to_have_attribute("aria-pressed", "true")
    await expect(hill.tile("Bob")).to_have_attribute("aria-pressed", "false")
    await hill.sees_count(2, 4)
    await sees_filters(hill, 4, 1, 1, 1, 1)
    await hill.press("Choose another mark for Bob")
    sheet = hill.page.get_by_role("dialog", name="Bob")
    await expect(sheet.get_by_role("button", pressed=True)).to_contain_text("Excused")
    await check(hill, look)
    await sheet.get_by_role("button", name="Not marked").click()
    await hill.sees_tile("Bob", "Not marked")
    # Each undo restores the previous status.
    for bob_is, cid_is in (("Excused", "Present"), ("Excused", "Not marked")):
        await hill.press("Undo")
        await hill.sees_tile("Bob", bob_is)
        await hill.sees_tile("Cid", cid_is)
    await hill.choose("Ada", "Excused")
    await hill.sees_tile("Ada", "Excused")
    await hill.press("Undo")
    await hill.sees_tile("Ada", "Late")


async def test_late_and_excused_have_keyboard_shortcuts(
    school: Client, new_context: NewContext
) -> None:
    teacher, _, class_id = await new_class(school, "Ada", "Bob", "Cid", "Dan")
    await school.start(teacher, class_id)
    context = await new_context(viewport={"width": 1000, "height": 700})
    hill = await Visitor.logged_in(context, school.url, teacher)
    await hill.open_roll(class_id)
    keyboard = hill.page.keyboard
    # The shortcuts do nothing while no tile has the focus.
    await keyboard.press("l")
    await hill.tile("Ada").focus()
    for key in ("l", "ArrowRight", "e", "ArrowRight", "p", "ArrowRight", "l", "n"):
        await keyboard.press(key)
    await hill.sees_states({"Ada": "Late", "Bob": "Excused", "Cid": "Present", "Dan": "Not marked"})
    # A status the student already has is announced, and adds nothing to undo.
    await hill.tile("Ada").focus()
    await keyboard.press("l")
    await expect(hill.page.get_by_role("log")).to_contain_text("Ada is already late.")
    await keyboard.press("u")
    await hill.sees_tile("Dan", "Late")
    # With single-key shortcuts off, there is still the sheet.
    await keyboard.press("?")
    await hill.page.get_by_role("checkbox", name="single-key").uncheck()
    await keyboard.press("Escape")
    await hill.tile("Ada").focus()
    await keyboard.press("e")
    await keyboard.press("Tab")
    more = hill.page.get_by_role("button", name="Choose another mark for Ada")
    await expect(more).to_be_focused()
    await keyboard.press("Enter")
    sheet = hill.page.get_by_role("dialog", name="Ada")
    await expect(sheet.get_by_role("button", name="Late")).to_be_focused()
    await keyboard.press("e")
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    await hill.sees_tile("Ada", "Excused")
    await expect(more).to_be_focused()
    await keyboard.press("ArrowRight")
    await expect(hill.tile("Bob")).to_be_focused()


async def test_a_double_tap_on_the_dots_chooses_nothing(
    school: Client, new_context: NewContext
) -> None:
    teacher, _, class_id = await new_class(school, *(f"S{number}" for number in range(9)))
    await school.start(teacher, class_id)
    context = await new_context(viewport={"width": 360, "height": 740})
    hill = await Visitor.logged_in(context, school.url, teacher)
    await hill.open_roll(class_id)
    # Also on the last tile, which its own sheet covers.
    for name in ("S0", "S8"):
        await hill.page.get_by_role("button", name=f"Choose another mark for {name}").dblclick()
        await expect(hill.page.get_by_role("dialog", name=name)).to_be_visible()
        await hill.page.keyboard.press("Escape")
    await hill.sees_states({f"S{number}": "Not marked" for number in range(9)})
    await expect(hill.page.get_by_role("button", name="Undo")).to_have_count(0)


async def test_a_tapped_tile_stays_when_it_no_longer_matches_the_filter(
    school: Client, new_context: NewContext
) -> None:
    teacher, (ada, *_), class_id = await new_class(school, "Ada", "Bob", "Cid")
    await school.start(teacher, class_id)
    desk = await school.socket(teacher)
    await desk.mark(ada, "late")
    hill = await Visitor.logged_in(await new_context(), school.url, teacher)
    await hill.open_roll(class_id)
    filters = hill.page.get_by_role("group", name="Show")
    missing = filters.get_by_role("button", name="Not marked")
    shown_count = hill.page.locator(".roll-main").get_by_role("status")
    await missing.click()
    await hill.sees("2 students not marked")
    await hill.sees_states({"Bob": "Not marked", "Cid": "Not marked"})
    await hill.tap("Bob")
    await hill.sees_states({"Bob": "Present", "Cid": "Not marked"})
    # The text above the tiles and the number on the button agree.
    await hill.sees("1 student not marked, 2 shown")
    await sees_filters(hill, 3, 1, 1, 1, 0)
    await missing.click()
    await hill.sees_states({"Cid": "Not marked"})
    await expect(shown_count).to_have_text("1 student not marked")
    # A search by name ignores the filter.
    await hill.page.get_by_role("searchbox").fill("ada")
    await hill.sees_states({"Ada": "Late"})
    await expect(filters.get_by_role("button", name="All")).to_have_attribute(
        "aria-pressed", "true"
    )
    await filters.get_by_role("button", name="Excused").click()
    await expect(hill.page.get_by_role("searchbox")).to_have_value("")
    await hill.sees("0 students excused")
    await filters.get_by_role("button", name="Late").click()
    await hill.sees_states({"Ada": "Late"})
    await desk.close()


async def test_a_late_tap_marks_late_and_can_be_changed_to_present(
    clock: Clock, client: Client, new_context: NewContext, console: Console
) -> None:
    teacher, _, class_id = await new_class(client, "Ada", "Bob", "Cid")
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    await hill.go(f"/class/{class_id}")
    await hill.sees("Students are not marked late automatically.")
    for typed in ("1441", "soon"):
        await hill.press("Late from…")
        await hill.page.get_by_label("Minutes after the start").fill(typed)
        await hill.press("Save")
        await hill.sees("Use a whole number from 1 to 1,440, or leave it empty.")
        await hill.press("Cancel")
    await hill.press("Late from…")
    await hill.page.get_by_label("Minutes after the start").fill("10")
    await hill.confirm("Save")
    await hill.sees("Late from 10 minutes after the start.")
    await hill.press("Start session")
    await hill.tap("Ada")
    await hill.sees_tile("Ada", "Present")
    clock.forward(minutes=10)
    # A tap is sent with its time.
    await hill.page.clock.set_system_time(clock.now + timedelta(seconds=1))
    await hill.tap("Bob")
    await hill.sees_tile("Bob", "Late")
    await expect(hill.page.locator(".last-change")).to_have_text("Bob: late")
    await hill.choose("Ada", "Not marked")
    await hill.sees_tile("Ada", "Not marked")
    await hill.press("Undo")
    await hill.sees_tile("Ada", "Present")
    await hill.choose("Bob", "Present")
    await hill.sees_tile("Bob", "Present")
    await hill.press("Undo")
    await hill.sees_tile("Bob", "Late")
    await hill.go(f"/class/{class_id}")
    await hill.press("Late from…")
    await hill.page.get_by_label("Minutes after the start").fill("")
    await hill.press("Save")
    await hill.sees("A session is running. End it first, and then try again.")
    desk = await client.socket(teacher)
    await desk.send("DONE")
    await desk.expect("SESSION_ENDED")
    await hill.confirm("Save")
    await hill.sees("Students are not marked late automatically.")
    shown = await client.get(f"/class/{class_id}", teacher.token)
    assert shown.data["lateAfter"] is None
    await desk.close()
    console.forgive(REFUSED)


async def test_the_projector_and_the_student_see_late_and_excused(
    school: Client, new_context: NewContext
) -> None:
    teacher, (ada, bob, cid), class_id = await new_class(school, "Ada", "Bob", "Cid")
    await school.start(teacher, class_id)
    wall = await Visitor.logged_in(await new_context(), school.url, teacher)
    seat = await Visitor.logged_in(await new_context(), school.url, bob)
    await wall.go(f"/class/{class_id}/projector")
    await wall.sees_heading("Algebra")
    desk = await school.socket(teacher)
    for student, status in ((bob, "late"), (ada, "present"), (cid, "excused")):
        await desk.mark(student, status)
    names = wall.page.get_by_role("listitem")
    await expect(names).to_have_text(["Ada", "Bob"])
    first, second = [await names.nth(place).inner_html() for place in (0, 1)]
    assert first.replace("Ada", "Bob") == second
    await wall.sees("1 late, 1 excused")
    # No student changes place by becoming late.
    for status, counts in (("present", "1 excused"), ("late", "1 late, 1 excused")):
        await desk.mark(bob, status)
        await expect(wall.page.get_by_text(counts, exact=True)).to_be_visible()
    await expect(names).to_have_text(["Ada", "Bob"])
    await wall.sees_count(2, 3)
    await seat.sees("You are present, but late")
    await desk.mark(bob, "excused")
    await expect(names).to_have_text(["Ada"])
    await seat.sees("You are excused")
    await desk.send("DONE")
    await seat.sees("The session has ended. You were excused.")
    await seat.sees("excused from 1 session")
    await desk.close()


def drop_marks(page: WebSocketRoute) -> None:
    """Route a socket so that no mark reaches the server."""
    server = page.connect_to_server()
    page.on_message(lambda frame: None if "MARK_ATTENDANCE" in str(frame) else server.send(frame))


async def test_filters_count_and_show_an_unsaved_mark_alike(
    school: Client, new_context: NewContext
) -> None:
    teacher, *_, class_id = await new_class(school, "Ada", "Bob", "Cid")
    await school.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), school.url, teacher)
    # No mark reaches the server.
    await hill.page.route_web_socket("**/ws", drop_marks)
    await hill.page.reload()
    await hill.open_roll(class_id)
    await hill.tap("Ada")
    await hill.sees_tile("Ada", "Saving…")
    await sees_filters(hill, 3, 2, 1, 0, 0)
    await hill.sees_count(0, 3)
    missing = hill.page.get_by_role("group", name="Show").get_by_role("button", name="Not marked")
    await missing.click()
    await hill.sees("2 students not marked")
    await hill.sees_states({"Bob": "Not marked", "Cid": "Not marked"})


@pytest.mark.parametrize("width", [360, 700, 950])
async def test_no_tile_moves_while_marks_arrive(
    school: Client, new_context: NewContext, width: int
) -> None:
    names = [f"Student {number}" for number in range(10, 22)]
    teacher, students, class_id = await new_class(school, *names)
    await school.start(teacher, class_id)
    context = await new_context(viewport={"width": width, "height": 740})
    hill = await Visitor.logged_in(context, school.url, teacher)
    await hill.open_roll(class_id)
    before = await hill.tile(names[-1]).bounding_box()
    desk = await school.socket(teacher)
    for status in ("present", "late", "excused"):
        for student in students:
            await desk.mark(student, status, classId=class_id)
        await expect(hill.page.locator(f".tile[data-state={status}]")).to_have_count(len(names))
        assert await hill.tile(names[-1]).bounding_box() == before
    await desk.close()
