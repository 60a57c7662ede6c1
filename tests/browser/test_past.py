"""Ended sessions in the pages: corrected marks with their history, and reopened sessions."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import BrowserContext, Locator, expect

from tests.browser.test_lesson import new_class
from tests.support.chromium import Console
from tests.support.client import Client, Person
from tests.support.clock import Clock
from tests.support.looks import LOOKS, check
from tests.support.visitor import AWAY, REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

REASON = "Sat behind the door.\nHer neighbour says so."
OFFLINE = r"net::ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def clock(clock: Clock) -> Clock:
    """The server's clock, which starts at the time of the browser's."""
    clock.now = datetime.now(UTC)
    return clock


async def hold_session(client: Client, teacher: Person, class_id: str, **marks: Person) -> str:
    """The id of an ended session, with one student per given status."""
    session_id: str = (await client.start(teacher, class_id))["sessionId"]
    desk = await client.socket(teacher)
    for status, student in marks.items():
        await desk.mark(student, status, classId=class_id)
    await desk.send("DONE", classId=class_id)
    await desk.expect("SESSION_ENDED")
    await desk.close()
    return session_id


def row(visitor: Visitor, name: str) -> Locator:
    return visitor.page.get_by_role("row").filter(has_text=name)


def changes(visitor: Visitor) -> Locator:
    return visitor.page.locator("main .trail > li")


async def fill_in(visitor: Visitor, name: str, status: str, reason: str) -> None:
    """Fill in a student's new mark and the reason, without saving it."""
    await visitor.press(f"Change the mark of {name}")
    dialog = visitor.page.get_by_role("dialog")
    await dialog.get_by_role("radio", name=status).check()
    await dialog.get_by_label("Reason").fill(reason)


async def reopen(client: Client, teacher: Person, class_id: str, session_id: str) -> None:
    path = f"/class/{class_id}/sessions/{session_id}/reopen"
    assert (await client.post(path, token=teacher.token)).status == 200


async def correct(client: Client, teacher: Person, path: str, student: Person, status: str) -> None:
    body = {"status": status, "reason": "known by now"}
    answer = await client.call("PATCH", f"{path}/marks/{student.id}", teacher.token, json=body)
    assert answer.status == 200


@pytest.mark.parametrize("look", LOOKS)
async def test_a_correction_is_shown_to_the_teacher_and_to_the_student(
    school: Client, new_context: NewContext, look: str
) -> None:
    teacher, (ada, bob), class_id = await new_class(school, "Ada", "Bob")
    session_id = await hold_session(school, teacher, class_id, late=bob)
    context = await new_context(reduced_motion="reduce", **LOOKS[look])
    hill = await Visitor.logged_in(context, school.url, teacher)
    await hill.go(f"/class/{class_id}/sessions/{session_id}")
    await hill.sees("1 present (1 late), 1 absent")
    await expect(changes(hill)).to_have_count(0)
    await hill.press("Change the mark of Ada")
    await hill.press("Save change")
    await hill.sees("Please fill this in.")
    await check(hill, look)
    await hill.press("Cancel")
    await fill_in(hill, "Ada", "Excused", REASON)
    await hill.confirm("Save change")
    await hill.sees("Ada is now excused.")
    await hill.sees("1 present (1 late), 1 absent (1 excused)")
    await fill_in(hill, "Ada", "Present", "x" * 500)
    await hill.confirm("Save change")
    await hill.sees("2 present (1 late), 0 absent")
    await hill.sees_count(2, 2)
    await expect(row(hill, "Ada")).to_contain_text("Corrected")
    await hill.sees("2 changes after the end")
    newest, oldest = await changes(hill).all_inner_texts()
    for text in ("Ada", "Absent", "Excused", REASON, "Mrs Hill"):
        assert text in oldest
    for text in ("Ada", "Excused", "Present", "x" * 500, "Mrs Hill"):
        assert text in newest
    await check(hill, look)
    await hill.press("Change the mark of Ada")
    await hill.page.get_by_role("dialog").get_by_text("2 changes after the end").click()
    await check(hill, look)
    await hill.page.keyboard.press("Escape")

    context = await new_context(reduced_motion="reduce", **LOOKS[look])
    seat = await Visitor.logged_in(context, school.url, ada)
    await seat.sees("Present in 1 of 1")
    await seat.go(f"/class/{class_id}")
    await seat.sees("Corrected")
    await check(seat, look)
    await seat.page.get_by_role("listitem").get_by_role("link").click()
    await seat.sees("You were present")
    newest, oldest = await changes(seat).all_inner_texts()
    assert "Absent" in oldest
    assert REASON in oldest
    assert "Mrs Hill" not in oldest + newest
    await check(seat, look)


async def test_a_student_viewing_a_session_sees_that_it_is_reopened(
    school: Client, new_context: NewContext
) -> None:
    teacher, (ada, bob), class_id = await new_class(school, "Ada", "Bob")
    session_id = await hold_session(school, teacher, class_id, late=bob)
    seat = await Visitor.logged_in(await new_context(), school.url, bob)
    await seat.go(f"/class/{class_id}/sessions/{session_id}")
    await seat.sees("You were late")
    await seat.sees("Your mark has not been changed since.")
    await reopen(school, teacher, class_id, session_id)
    await seat.sees("You are present, but late")
    desk = await school.socket(teacher)
    await desk.mark(ada, classId=class_id)
    await desk.mark(bob, "excused", classId=class_id)
    await seat.sees("You are excused")
    await desk.close()


async def test_typed_text_survives_a_lost_connection_and_a_refusal(
    school: Client, new_context: NewContext, console: Console
) -> None:
    teacher, _, class_id = await new_class(school, "Ada", "Bob")
    session_id = await hold_session(school, teacher, class_id)
    context = await new_context()
    hill = await Visitor.logged_in(context, school.url, teacher)
    await hill.go(f"/class/{class_id}/sessions/{session_id}")
    await fill_in(hill, "Ada", "Late", REASON)
    await context.set_offline(True)
    await hill.press("Save change")
    await hill.sees("The server cannot be reached.")
    reason = hill.page.get_by_label("Reason")
    await expect(reason).to_have_value(REASON)
    await context.set_offline(False)
    await reopen(school, teacher, class_id, session_id)
    await hill.press("Save change")
    await hill.sees("A session is running. End it first, and then try again.")
    await expect(reason).to_have_value(REASON)
    # Nor is it lost when the dialog is closed by mistake, or when the login expires.
    await hill.page.keyboard.press("Escape")
    await hill.sees("This session is running again.")
    await hill.press("Change the mark of Bob")
    await expect(reason).to_have_value("")
    await hill.page.keyboard.press("Escape")
    await hill.press("Change the mark of Ada")
    await expect(reason).to_have_value(REASON)
    new = {"oldPassword": "correct horse", "newPassword": "correct horse"}
    token = (await school.post("/auth/password", new, teacher.token)).data["token"]
    await hill.sees_heading("Log in")
    desk = await school.http.ws_connect(f"{school.url}/ws?token={token}")
    await desk.send_json({"event": "DONE", "data": {"classId": class_id}})
    await desk.receive()
    await desk.close()
    await hill.log_in(teacher.email)
    await hill.sees_heading("Algebra")
    await hill.press("Change the mark of Ada")
    await expect(reason).to_have_value(REASON)
    await expect(hill.page.get_by_role("radio", name="Late")).to_be_checked()
    await hill.confirm("Save change")
    await hill.sees("Ada is now late.")
    await expect(changes(hill).first).to_contain_text("Her neighbour says so.")
    console.forgive(REFUSED)
    console.forgive(AWAY)
    console.forgive(OFFLINE)


async def test_windows_that_correct_the_same_mark_learn_of_each_other(
    school: Client, new_context: NewContext
) -> None:
    teacher, (ada, bob), class_id = await new_class(school, "Ada", "Bob")
    session_id = await hold_session(school, teacher, class_id)
    path = f"/class/{class_id}/sessions/{session_id}"
    hill = await Visitor.logged_in(await new_context(), school.url, teacher)
    await hill.go(path)
    await hill.sees("0 present, 2 absent")
    await fill_in(hill, "Ada", "Excused", REASON)
    await correct(school, teacher, path, ada, "late")
    await hill.confirm("Save change")
    await hill.sees("Ada is now excused. The mark had also been changed in another window")
    await expect(changes(hill)).to_have_count(2)
    await expect(changes(hill).nth(0)).to_contain_text("Late")
    # A mark that already has this status is not changed again.
    await fill_in(hill, "Ada", "Present", REASON)
    await hill.confirm("Save change")
    await hill.sees("Ada is now present.")
    await fill_in(hill, "Bob", "Late", REASON)
    await correct(school, teacher, path, bob, "late")
    await hill.confirm("Save change")
    await hill.sees("Bob was already late. Nothing was changed")
    await expect(changes(hill).nth(0)).to_contain_text("known by now")
    # Changes made elsewhere appear when the window becomes visible again.
    await correct(school, teacher, path, bob, "excused")
    await hill.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    await hill.sees("1 present, 1 absent (1 excused)")
    await expect(changes(hill)).to_have_count(5)


async def test_a_session_ended_by_mistake_can_be_reopened(
    school: Client, new_context: NewContext
) -> None:
    teacher, (ada, *_), class_id = await new_class(school, "Ada", "Bob", "Cid")
    older = await hold_session(school, teacher, class_id, present=ada)
    await school.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), school.url, teacher)
    other = await Visitor.logged_in(await new_context(), school.url, teacher)
    seat = await Visitor.logged_in(await new_context(), school.url, ada)
    await hill.open_roll(class_id)
    await hill.choose("Ada", "Late")
    await hill.choose("Bob", "Excused")
    await hill.sees_states({"Ada": "Late", "Bob": "Excused", "Cid": "Not marked"})
    await hill.press("End session")
    await hill.sees("1 of them is excused.")
    await hill.confirm("End session")
    await hill.sees("1 present (1 late), 2 absent (1 excused)")
    await seat.sees("Present in 2 of 2")
    await other.go(hill.page.url.split("#")[1])
    await other.sees("1 present (1 late)")
    await hill.press("Reopen session")
    await hill.confirm("Reopen session")
    await hill.sees("The session is running again.")
    await hill.sees_states({"Ada": "Late", "Bob": "Excused", "Cid": "Not marked"})
    await hill.sees_count(1, 3)
    await seat.sees("You are present, but late")
    await seat.sees("Present in 1 of 1")
    await other.sees("This session is running again.")
    await expect(other.page.get_by_role("button", name="Reopen session")).to_have_count(0)
    await hill.tap("Cid")
    await hill.sees_tile("Cid", "Present")
    await hill.press("End session")
    await hill.confirm("End session")
    for window in (hill, other):
        await window.sees("2 present (1 late), 1 absent (1 excused)")
        await window.sees("1 change after the end")
        await expect(changes(window)).to_contain_text("Session reopened")
        await expect(changes(window)).to_contain_text("Mrs Hill")
    await expect(other.page.get_by_text("This session is running again.")).to_have_count(0)
    # Only the last session of a class can be reopened.
    await hill.go(f"/class/{class_id}/sessions/{older}")
    await hill.sees("1 present, 2 absent")
    await expect(hill.page.get_by_role("button", name="Reopen session")).to_have_count(0)


async def test_reopening_too_late_is_refused_or_not_offered(
    clock: Clock, client: Client, new_context: NewContext, console: Console
) -> None:
    teacher, (ada, *_), class_id = await new_class(client, "Ada", "Bob")
    session_id = await hold_session(client, teacher, class_id, present=ada)
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    await hill.go(f"/class/{class_id}/sessions/{session_id}")
    clock.forward(hours=2)
    await hill.press("Reopen session")
    dialog = hill.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Reopen session").click()
    await hill.sees("This session ended more than an hour ago and can no longer be reopened.")
    await hill.press("Cancel")
    # Once a new session has followed, reopening is no longer offered.
    await expect(hill.page.get_by_role("button", name="Reopen session")).to_be_visible()
    await hold_session(client, teacher, class_id)
    await expect(hill.page.get_by_role("button", name="Reopen session")).to_have_count(0)
    await hill.page.clock.install(time=datetime.now(UTC))
    clock.now = datetime.now(UTC)
    session_id = await hold_session(client, teacher, class_id)
    await hill.go(f"/class/{class_id}/sessions/{session_id}")
    await expect(hill.page.get_by_role("button", name="Reopen session")).to_be_visible()
    await hill.page.clock.fast_forward("01:01:00")
    await expect(hill.page.get_by_role("button", name="Reopen session")).to_have_count(0)
    console.forgive(REFUSED)


async def test_the_newest_of_many_changes_are_shown_first(
    school: Client, new_context: NewContext
) -> None:
    teacher, (ada, *_), class_id = await new_class(school, "Ada", "Bob")
    path = f"/class/{class_id}/sessions/{await hold_session(school, teacher, class_id)}"
    for number in range(22):
        await correct(school, teacher, path, ada, ("late", "present")[number % 2])
    hill = await Visitor.logged_in(await new_context(), school.url, teacher)
    await hill.go(path)
    await hill.sees("22 changes after the end")
    await expect(changes(hill)).to_have_count(20)
    await hill.press("Show 2 earlier changes")
    await expect(changes(hill)).to_have_count(22)
    await expect(changes(hill).nth(20)).to_be_focused()
    assert "Absent" in await changes(hill).nth(21).inner_text()
    assert "Absent" not in await changes(hill).nth(20).inner_text()


async def test_a_card_says_when_it_counts_only_the_latest_sessions(
    school: Client, new_context: NewContext
) -> None:
    teacher, (ada, *_), class_id = await new_class(school, "Ada", "Bob")
    await hold_session(school, teacher, class_id)
    for _ in range(19):
        await hold_session(school, teacher, class_id, present=ada)
    seat = await Visitor.logged_in(await new_context(), school.url, ada)
    await expect(seat.page.get_by_text("Present in")).to_have_text("Present in 19 of 20")
    await hold_session(school, teacher, class_id, present=ada)
    await seat.sees("Present in 20 of 20 (latest 20 sessions)")
    await school.start(teacher, class_id)
    await seat.sees("You are not marked yet")
    await seat.page.reload()
    await seat.sees("Present in 20 of 20 (latest 20 sessions)")


async def test_a_session_from_another_day_shows_its_day_and_asks_before_continuing(
    school: Client, new_context: NewContext
) -> None:
    teacher, (ada, _), class_id = await new_class(school, "Ada", "Bob")
    session = await school.start(teacher, class_id)
    started = datetime.fromisoformat(session["startedAt"]).astimezone()
    day = f"{started:%A, %B} {started.day}, "
    desk = await school.socket(teacher)
    await desk.mark(ada, classId=class_id)
    hill = await Visitor.open(await new_context(reduced_motion="reduce"), school.url)
    seat = await Visitor.open(await new_context(), school.url)
    for visitor in (hill, seat):
        await visitor.page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=2))
    await hill.log_in(teacher.email)
    await hill.sees(f"Continue, since {day}")
    await check(hill, "desk")
    await seat.log_in(ada.email)
    await seat.sees(f"Session running since {day}")
    await hill.go(f"/class/{class_id}/projector")
    await hill.sees(f"Since {day}")
    await hill.go(f"/class/{class_id}")
    await hill.sees(f"A session from {day}")
    await hill.press("Open running session")
    await hill.sees("1 of 2 students are present in it.")
    await check(hill, "desk")
    await expect(hill.tiles).to_have_count(0)
    await hill.page.get_by_role("link", name="Cancel").click()
    await hill.press("Open running session")
    await hill.press("Continue it")
    await hill.sees(f"Since {day}")
    await hill.sees_states({"Ada": "Present", "Bob": "Not marked"})
    # The question is asked once per page load.
    await hill.go(f"/class/{class_id}")
    await hill.press("Open running session")
    await hill.sees_states({"Ada": "Present", "Bob": "Not marked"})
    await hill.page.reload()
    await hill.sees("1 of 2 students are present in it.")
    await hill.page.clock.set_fixed_time(datetime.now(UTC))
    await hill.press("End it and start a new one")
    await hill.sees_states({"Ada": "Not marked", "Bob": "Not marked"})
    await hill.go(f"/class/{class_id}")
    await expect(hill.page.locator("tbody tr")).to_have_text(re.compile("1 of 2 present"))
    await desk.close()
