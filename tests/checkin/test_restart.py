"""A clock that is set, a restart or a power cut refuses no honest student."""

import time
from typing import Any

import aiohttp
import pytest

from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.checkin.conftest import LONG_STEPS, Counter
from tests.support.client import Client, Lesson
from tests.support.clock import Clock
from tests.support.process import Server

WRONG = "Code is wrong or too old"
BEFORE = 0.001
"""Seconds before the end of a step."""


@pytest.mark.parametrize(("shown_in", "good_for"), [("link", 5 + 3), ("code", 30 + 10)])
async def test_a_restart_at_the_edge_of_a_step_changes_no_code(
    settings: Settings,
    http: aiohttp.ClientSession,
    counted: Counter,
    clock: Clock,
    shown_in: str,
    good_for: float,
) -> None:
    async with serving(settings) as url:
        lesson = await Lesson.begin(Client(url, http))
        began, code = counted.seconds, (await shown_now(lesson))[shown_in]
        # The last moment of the first step.
        counted.seconds = began + {"link": 5, "code": 30}[shown_in] - BEFORE
        assert (await shown_now(lesson))[shown_in] == code
        counted.seconds += 2 * BEFORE
        assert (await shown_now(lesson))[shown_in] != code
        for socket in (lesson.desk, *lesson.seats):
            await socket.close()
    # Meanwhile the clock on the wall is set; those of clients are never asked.
    clock.forward(hours=1)
    async with serving(settings) as url:
        client = Client(url, http)
        ada, ben = [await client.socket(student) for student in lesson.students[:2]]
        counted.seconds = began + good_for - BEFORE
        event, _ = await ada.ask("CHECK_IN", code=code)
        assert event == "ATTENDANCE_MARKED"
        await ben.expect("ATTENDANCE_MARKED")
        counted.seconds = began + good_for
        assert await ben.ask_error("CHECK_IN", code=code) == WRONG
        for socket in (ada, ben):
            await socket.close()


async def shown_now(lesson: Lesson) -> Any:
    """What the projector shows at this moment."""
    desk = await lesson.client.socket(lesson.teacher)
    _, shown = await desk.ask("OPEN_CHECK_IN")
    await desk.close()
    return shown


async def test_codes_go_on_after_a_power_cut(
    steady_server: Server, http: aiohttp.ClientSession
) -> None:
    client = Client(steady_server.url, http)
    lesson = await Lesson.begin(client, checkIn=LONG_STEPS)
    asked = time.monotonic()
    shown = (await lesson.desk.ask("OPEN_CHECK_IN"))[1]
    answered = time.monotonic()
    steady_server.kill()
    steady_server.start()
    desk, seat = await client.socket(lesson.teacher), await client.socket(lesson.students[0])
    asked_again = time.monotonic()
    await desk.ask("WATCH")
    again = await desk.expect("CHECK_IN_CODE")
    passed = shown["codeStep"] - again["codeStep"]
    assert asked_again - answered - 0.01 < passed < time.monotonic() - asked + 0.01
    assert again["code"] == shown["code"]
    assert (await seat.ask("CHECK_IN", code=shown["code"]))[1]["status"] == "present"
    # What was saved is there after one more.
    steady_server.kill()
    steady_server.start()
    seat, other = [await client.socket(student) for student in lesson.students[:2]]
    assert (await seat.ask("CHECK_IN", code="ABCDEF"))[1]["status"] == "present"
    assert await other.ask_error("CHECK_IN", code="ABCDEF") == WRONG
