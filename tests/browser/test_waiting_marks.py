"""Marks while the network is down, slow or blocks WebSockets, and marks from two devices."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from tests.browser.test_lesson import new_class
from tests.support.chromium import Chromium, Console
from tests.support.client import Client, Person
from tests.support.gate import Gate, gate_to
from tests.support.visitor import AWAY, REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

NAMES = ("Ada", "Bob", "Cid", "Dan", "Eve", "Flo")

CUT_REQUEST = r"Failed to load resource: net::ERR_"
"""What the browser logs for a request whose connection was cut."""


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
async def gate(client: Client, console: Console) -> AsyncIterator[Gate]:
    for expected in (AWAY, CUT_REQUEST, REFUSED):
        console.forgive(expected)
    async with gate_to(client.url) as gate:
        yield gate


async def marks_of(client: Client, teacher: Person) -> dict[str, str]:
    """The saved status per student in the teacher's only running session."""
    running = (await client.get("/attendance/running", teacher.token)).data["sessions"]
    return {mark["studentId"]: mark["status"] for mark in running[0]["marks"]}


async def go_offline(gate: Gate, visitor: Visitor) -> None:
    gate.cut()
    await expect(visitor.connection).not_to_have_text("Live")


async def test_ending_a_session_waits_for_marks_and_can_be_cancelled(
    client: Client, new_context: NewContext, gate: Gate
) -> None:
    teacher, students, class_id = await new_class(client, *NAMES)
    await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), gate.url, teacher)
    await hill.open_roll(class_id)
    await go_offline(gate, hill)
    for name in NAMES[:5]:
        await hill.tap(name)
    await hill.sees("Offline, 5 marks waiting")
    await hill.press("End session")
    dialog = hill.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="End session").click()
    await hill.sees("You are offline. 5 waiting marks are sent first")
    await hill.confirm("Cancel")
    gate.mend()
    await hill.sees("Back online. Everything is up to date.")
    await hill.sees_states(dict.fromkeys(NAMES[:5], "Present") | {"Flo": "Not marked"})
    assert await marks_of(client, teacher) == {each.id: "present" for each in students[:5]}

    await go_offline(gate, hill)
    await hill.tap("Flo")
    await hill.press("End session")
    await dialog.get_by_role("button", name="End session").click()
    await hill.sees("You are offline. 1 waiting mark is sent first")
    gate.mend()
    await hill.sees("6 present, 0 absent")


async def test_marks_that_arrive_too_late_are_listed_with_a_link_to_correct_them(
    client: Client, new_context: NewContext, gate: Gate
) -> None:
    teacher, (ada, *_), class_id = await new_class(client, *NAMES)
    session = await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), gate.url, teacher)
    await hill.open_roll(class_id)
    await go_offline(gate, hill)
    for name in NAMES[:5]:
        await hill.tap(name)
    await hill.go("/account")
    await hill.sees_heading("Account")
    await hill.sees("Offline, 5 marks waiting")
    desk = await client.socket(teacher)
    await desk.mark(ada)
    await desk.send("DONE")
    await desk.expect("SESSION_ENDED")
    gate.mend()
    await hill.sees("4 marks were not saved: Bob, Cid, Dan, Eve.")
    await expect(hill.page.get_by_text("Everything is up to date")).to_have_count(0)
    await hill.page.reload()
    await hill.sees("4 marks were not saved: Bob, Cid, Dan, Eve.")
    await hill.sees("The session had already ended. You can still correct it there.")
    await hill.page.get_by_text("Show each mark").click()
    await expect(hill.page.get_by_text("Bob: present")).to_contain_text("saved as absent")
    assert await hill.accessibility_faults() == []
    await hill.page.get_by_role("link", name="Correct this session").click()
    await hill.sees("1 present, 5 absent")
    assert hill.page.url.endswith(f"/class/{class_id}/sessions/{session['sessionId']}")
    await hill.press("Dismiss")
    await expect(hill.page.locator(".banner")).to_be_hidden()
    await hill.page.reload()
    await hill.sees("1 present, 5 absent")
    await expect(hill.page.locator(".banner")).to_be_hidden()
    await desk.close()


async def test_waiting_marks_belong_to_their_account_and_outlive_the_tab(
    client: Client, new_context: NewContext, gate: Gate
) -> None:
    teacher, (ada, bob, *_), class_id = await new_class(client, "Ada", "Bob")
    other = await client.teacher()
    await client.start(teacher, class_id)
    context = await new_context()
    hill = await Visitor.logged_in(context, gate.url, teacher)
    await hill.open_roll(class_id)
    await go_offline(gate, hill)
    await hill.tap("Ada")
    await hill.tap("Bob")
    await hill.sees("Offline, 2 marks waiting")
    await hill.press("Log out")
    await hill.sees("2 marks are not saved yet. They stay on this device")
    await hill.confirm("Log out")
    gate.mend()
    mended = datetime.now(UTC)
    await hill.page.close()
    # The next user of the browser sends none of them.
    tab = await Visitor.logged_in(context, gate.url, other)
    await expect(tab.page.locator(".banner")).to_be_hidden()
    await tab.press("Log out")
    assert await marks_of(client, teacher) == {}
    await tab.log_in(teacher.email)
    await tab.sees("2 marks that were waiting here are now saved.")
    assert await marks_of(client, teacher) == {ada.id: "present", bob.id: "present"}
    running = (await client.get("/attendance/running", teacher.token)).data["sessions"]
    for mark in running[0]["marks"]:
        assert datetime.fromisoformat(mark["markedAt"]) < mended


async def test_waiting_marks_survive_a_killed_browser(
    client: Client, browser: Chromium, gate: Gate, tmp_path: Path
) -> None:
    teacher, (ada, bob, *_), class_id = await new_class(client, "Ada", "Bob")
    await client.start(teacher, class_id)
    context = await browser.persistent_context(tmp_path)
    hill = await Visitor.logged_in(context, gate.url, teacher)
    await hill.open_roll(class_id)
    await go_offline(gate, hill)
    await hill.tap("Ada")
    await hill.tap("Bob")
    await hill.sees("Offline, 2 marks waiting")
    await wait_until_stored(hill, 2)
    kill(tmp_path)
    gate.mend()
    context = await browser.persistent_context(tmp_path)
    try:
        hill = await open_tab(context, gate.url, teacher)
        await hill.sees("2 marks that were waiting here are now saved.")
        assert await marks_of(client, teacher) == {ada.id: "present", bob.id: "present"}
    finally:
        await context.close()


async def open_tab(context: BrowserContext, url: str, teacher: Person) -> Visitor:
    """A new tab, logged in as the teacher unless the browser already is."""
    visitor = Visitor(await context.new_page(), url)
    await visitor.page.goto(url)
    heading = visitor.page.get_by_role("heading", level=1)
    await expect(heading).to_be_visible()
    if await heading.text_content() == "Log in":
        await visitor.log_in(teacher.email)
    return visitor


async def test_two_tabs_share_waiting_marks_and_the_remaining_tab_sends_them(
    client: Client, new_context: NewContext, gate: Gate
) -> None:
    teacher, (ada, bob, cid), class_id = await new_class(client, "Ada", "Bob", "Cid")
    await client.start(teacher, class_id)
    context = await new_context()
    one, two = [await open_tab(context, gate.url, teacher) for _ in range(2)]
    for tab in (one, two):
        await expect(tab.connection).to_have_text("Live")
        await tab.open_roll(class_id)
    gate.cut()
    for tab in (one, two):
        await expect(tab.connection).not_to_have_text("Live")
    await one.tap("Bob")
    await one.tap("Ada")
    await two.sees("Offline, 2 marks waiting")
    await two.sees_tile("Bob", "Waiting to be sent")
    # The later tap counts, whichever tab it was made in.
    await two.choose("Ada", "Late")
    await two.tap("Cid")
    await one.sees("Offline, 3 marks waiting")
    await one.press("Undo")
    await one.sees("Not undone: Ada has been changed elsewhere since (late).")
    await one.page.close()
    gate.mend()
    await two.sees("Back online. Everything is up to date.")
    await two.sees_states({"Ada": "Late", "Bob": "Present", "Cid": "Present"})
    expected = {ada.id: "late", bob.id: "present", cid.id: "present"}
    assert await marks_of(client, teacher) == expected


async def wait_until_stored(visitor: Visitor, count: int) -> None:
    """Wait until the browser has stored `count` marks on disk."""
    await visitor.page.wait_for_function(
        """(count) => new Promise((done) => {
            const request = indexedDB.open("attendance");
            request.onsuccess = () => {
                const all = request.result.transaction("waiting-marks")
                    .objectStore("waiting-marks").count();
                all.onsuccess = () => { request.result.close(); done(all.result === count); };
            };
        })""",
        arg=count,
    )


def kill(profile: Path) -> None:
    """Kill all processes of the browser that uses this profile."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in command:
            os.kill(int(process.name), signal.SIGKILL)


TAP_AS_IT_CHANGES = """(tile) => new Promise((done) => {
    new MutationObserver((_, observer) => {
        observer.disconnect();
        tile.click();
        requestAnimationFrame(() => requestAnimationFrame(done));
    }).observe(tile, { attributeFilter: ["aria-pressed"] });
    globalThis.ready();
})"""


async def test_two_devices_tapping_the_same_student_both_mark_present(
    client: Client, new_context: NewContext, gate: Gate
) -> None:
    teacher, (ada, *_), class_id = await new_class(client, "Ada", "Bob")
    await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), gate.url, teacher)
    other = await Visitor.logged_in(await new_context(), client.url, teacher)
    for device in (hill, other):
        await device.open_roll(class_id)
    ready = asyncio.Event()
    await other.page.expose_function("ready", ready.set)
    # The other device taps at the moment the tile changes.
    tapped = asyncio.create_task(other.tile("Ada").evaluate(TAP_AS_IT_CHANGES))
    await ready.wait()
    await hill.tap("Ada")
    await tapped
    await other.sees("Ada is already marked present.")
    for device in (hill, other):
        await device.sees_tile("Ada", "Present")
        await expect(device.page.get_by_role("dialog")).to_have_count(0)

    # A second tap while the first is being saved changes nothing.
    gate.hold()
    await hill.tap("Bob")
    await expect(hill.tile("Bob")).to_contain_text("Saving…")
    await hill.tile("Bob").evaluate("(tile) => tile.click()")
    gate.release()
    await hill.sees_tile("Bob", "Present")
    await expect(hill.page.get_by_role("dialog")).to_have_count(0)

    # Undo takes back only the device's own changes.
    await other.choose("Bob", "Excused")
    await hill.sees_tile("Bob", "Excused")
    await hill.press("Undo")
    await hill.sees("Not undone: Bob has been changed elsewhere since (excused).")
    await hill.sees_tile("Bob", "Excused")
    await hill.press("Undo")
    await hill.sees_tile("Ada", "Not marked")
    assert (await marks_of(client, teacher))[ada.id] == "absent"


async def test_the_pages_work_where_the_network_blocks_websockets(
    client: Client, new_context: NewContext, gate: Gate
) -> None:
    gate.upgrades = False
    teacher, (ada, bob, _), class_id = await new_class(client, "Ada", "Bob", "Cid")
    hill = await Visitor.open(await new_context(), gate.url)
    await hill.log_in(teacher.email)
    await hill.sees_heading("My classes")
    seat = await Visitor.open(await new_context(), gate.url)
    await seat.log_in(ada.email)
    for visitor in (hill, seat):
        await expect(visitor.connection).to_have_text("Live updates blocked")
        await visitor.sees("This network blocks live connections (WebSockets).")
    assert await hill.accessibility_faults() == []
    await hill.press("Dismiss")
    await hill.go(f"/class/{class_id}")
    await hill.press("Start session")
    await hill.tap("Ada")
    await hill.sees_tile("Ada", "Present")
    await seat.sees("You are present")
    desk = await client.socket(teacher)
    await desk.mark(bob, "late")
    await hill.sees_tile("Bob", "Late")
    await hill.press("Undo")
    await hill.sees_tile("Ada", "Not marked")
    await hill.tap("Ada")
    await hill.sees_tile("Ada", "Present")
    # The student's page reconnects once the network allows WebSockets.
    gate.upgrades = True
    await expect(seat.connection).to_have_text("Live")
    gate.upgrades = False
    await hill.press("End session")
    await hill.confirm("End session")
    await hill.sees("2 present (1 late), 1 absent")
    await seat.sees("The session has ended. You were present.")
    await desk.close()
