"""Lessons without a network: begun with the cable pulled before the page was opened."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import BrowserContext, expect

from tests.browser.test_lesson import new_class
from tests.browser.test_service_worker import kept_door, until
from tests.browser.test_waiting_marks import CUT_REQUEST, NAMES, marks_of
from tests.support.chromium import Console
from tests.support.client import Client, Person
from tests.support.gate import Gate, gate_to
from tests.support.visitor import AWAY, REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

STORED = """async (name) => {
    const open = indexedDB.open("attendance");
    await new Promise((done) => { open.onsuccess = done; });
    const all = open.result.transaction(name).objectStore(name).getAll();
    await new Promise((done) => { all.onsuccess = done; });
    open.result.close();
    return all.result;
}"""


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
async def gate(client: Client, console: Console) -> AsyncIterator[Gate]:
    for expected in (AWAY, CUT_REQUEST, REFUSED, "Failed to fetch"):
        console.forgive(expected)
    async with gate_to(client.url) as gate:
        yield gate


async def ready_for_anything(context: BrowserContext, url: str, teacher: Person) -> Visitor:
    """A teacher whose browser has seen their class."""
    hill = await Visitor.logged_in(context, url, teacher)
    await hill.page.get_by_role("link", name="Algebra", exact=True).click()
    await hill.sees_heading("Algebra")
    await kept_door(hill.page, "doors-teacher.js")
    await until(hill.page, f"(await ({STORED})('answers')).length >= 5")
    return hill


async def pull_the_cable(hill: Visitor, gate: Gate) -> None:
    """Before the page is opened."""
    await hill.go_and_see("/")
    gate.cut()
    await hill.page.reload()


async def begin(hill: Visitor) -> None:
    await hill.page.get_by_role("link", name="Algebra", exact=True).click()
    await hill.sees_heading("Algebra")
    await hill.press("Start session")
    await hill.sees("The session runs on this device")


async def results(client: Client, teacher: Person, class_id: str) -> list[dict[str, Any]]:
    sessions = (await client.get(f"/class/{class_id}/sessions", teacher.token)).data
    return [
        (await client.get(f"/class/{class_id}/sessions/{each['_id']}", teacher.token)).data
        for each in sessions
    ]


async def test_a_whole_lesson_without_a_network_is_saved_when_there_is_one(
    client: Client, new_context: NewContext, gate: Gate
) -> None:
    teacher, students, class_id = await new_class(client, *NAMES)
    context = await new_context(service_workers="allow")
    hill = await ready_for_anything(context, gate.url, teacher)
    await pull_the_cable(hill, gate)
    await begin(hill)
    await hill.tap("Ada")
    await hill.tap("Dan")
    for name, status in (("Bob", "Late"), ("Cid", "Excused")):
        await hill.choose(name, status)
    await hill.tile("Dan").focus()
    await hill.page.keyboard.press("a")
    await hill.sees("Offline, 4 marks waiting")
    await until(hill.page, f"(await ({STORED})('waiting-marks')).length === 4")
    # The same after the page was closed, and opened again.
    await hill.page.reload()
    await hill.sees_tile("Bob", "Waiting to be sent")
    await hill.tap("Eve")
    await hill.press("End session")
    await hill.confirm("End session")
    await hill.sees("The session has ended on this device.")
    assert await results(client, teacher, class_id) == []
    gate.mend()
    await until(hill.page, f"(await ({STORED})('waiting-marks')).length === 0")
    await until(hill.page, f"(await ({STORED})('waiting-lessons')).length === 0")
    (saved,) = await results(client, teacher, class_id)
    assert not saved["running"]
    statuses = dict(
        zip((each.id for each in students), ("present", "late", "excused"), strict=False)
    )
    assert {each["studentId"]: each["status"] for each in saved["attendance"]} == {
        **dict.fromkeys((each.id for each in students), "absent"),
        **statuses,
        students[4].id: "present",
    }
    assert saved["startedAt"] <= saved["endedAt"]
    await expect(hill.page.get_by_role("region", name="Waiting marks")).to_be_hidden()
    # Nothing of it stays on a shared device.
    await hill.press("Log out")
    await hill.sees_heading("Log in")
    await until(hill.page, f"(await ({STORED})('answers')).length === 0")


async def test_a_lesson_joins_the_session_that_was_started_meanwhile(
    client: Client, new_context: NewContext, gate: Gate
) -> None:
    teacher, (ada, bob, *_), class_id = await new_class(client, *NAMES)
    context = await new_context(service_workers="allow")
    hill = await ready_for_anything(context, gate.url, teacher)
    await pull_the_cable(hill, gate)
    await begin(hill)
    await hill.tap("Ada")
    await hill.tap("Bob")
    await client.start(teacher, class_id)
    desk = await client.socket(teacher)
    # Later than the tap here: this decision stays.
    await desk.mark(bob, "excused")
    gate.mend()
    await hill.sees_tile("Bob", "Excused")
    await hill.sees_tile("Ada", "Present")
    await hill.sees("The mark of Bob was not changed.")
    assert await marks_of(client, teacher) == {ada.id: "present", bob.id: "excused"}
    assert len(await results(client, teacher, class_id)) == 1
    # The roll goes on with the session: a tap here is seen there.
    await hill.tap("Cid")
    await hill.sees_tile("Cid", "Present")
    await hill.press("End session")
    await hill.confirm("End session")
    await hill.sees("2 present, 4 absent")


async def test_what_cannot_be_applied_is_listed_and_can_be_copied(
    client: Client, new_context: NewContext, gate: Gate
) -> None:
    teacher, _, class_id = await new_class(client, *NAMES)
    context = await new_context(
        service_workers="allow", permissions=["clipboard-read", "clipboard-write"]
    )
    hill = await ready_for_anything(context, gate.url, teacher)
    await pull_the_cable(hill, gate)
    await begin(hill)
    await hill.tap("Ada")
    await hill.choose("Bob", "Excused")
    await client.call("DELETE", f"/class/{class_id}", teacher.token)
    gate.mend()
    await hill.sees("2 marks were not saved: Ada, Bob.")
    await hill.sees("The session no longer exists, or is no longer yours.")
    await hill.press("Copy the list")
    await hill.sees("Copied.")
    copied = await hill.page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0].startswith("Algebra")
    assert [line.split(":")[0] for line in copied.splitlines()[1:]] == ["Ada", "Bob"]
    assert await hill.accessibility_faults() == []
    await hill.press("Dismiss")
    await expect(hill.page.get_by_role("region", name="Waiting marks")).to_be_hidden()
