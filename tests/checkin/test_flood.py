"""Wrong codes in a flood: they are limited, and no one else has to wait.

`python -m benchmarks --only code-flood` measures it.
"""

import asyncio

import pytest

from attendance_server.checkin.tries import PER_ACCOUNT
from tests.support.client import Client, Lesson

WRONG = "Code is wrong or too old"
TOO_MANY = "Too many tries, wait"
FLOOD = 60
"""More codes than are answered before a test has long ended, at one per second."""


@pytest.fixture
def client(school: Client) -> Client:
    return school


async def test_a_flood_of_wrong_codes_holds_up_its_sender_only(lesson: Lesson) -> None:
    other = await Lesson.begin(lesson.client)
    ada, ben, _ = lesson.seats
    shown = (await lesson.desk.ask("OPEN_CHECK_IN"))[1]
    for _ in range(FLOOD):
        await ada.send("CHECK_IN", code="ABCDEF")
    for _ in range(PER_ACCOUNT.count):
        assert await ada.error() == WRONG
    assert await ada.error() == TOO_MANY
    marked = (await ben.ask("CHECK_IN", code=shown["link"]))[1]
    assert (marked["studentId"], marked["status"]) == (lesson.students[1].id, "present")
    marked = await other.desk.mark(other.students[0])
    assert marked["studentId"] == other.students[0].id
    # She is told of the mark between two of her errors, of which most are still to come.
    async with asyncio.timeout(20):
        while (frame := await ada.next())[0] == "ERROR":
            assert frame[1]["message"] == TOO_MANY
    assert frame[0] == "ATTENDANCE_MARKED"
    assert (await ada.next())[0] == "ERROR"
