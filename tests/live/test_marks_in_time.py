"""Marks with the time of their tap: the newest decision counts, not the last to arrive."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from attendance_server.models import iso_time
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.client import Client, Lesson
from tests.support.clock import NINE, Clock


@pytest.fixture(scope="module")
async def school(school_settings: Settings) -> AsyncIterator[tuple[Client, Clock]]:
    """A client of one server for the whole file, and the clock of that server."""
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("attendance_server.app.utc_now", clock)
        async with serving(school_settings) as url, aiohttp.ClientSession() as http:
            yield Client(url, http), clock


@pytest.fixture
def clock(school: tuple[Client, Clock]) -> Clock:
    school[1].now = NINE
    return school[1]


@pytest.fixture
def client(school: tuple[Client, Clock], clock: Clock) -> Client:
    return school[0]


def at(**after_nine: float) -> str:
    """The ISO time that long after the lesson's start."""
    clock = Clock()
    clock.forward(**after_nine)
    return iso_time(clock.now)


async def restart(lesson: Lesson, late_after: int) -> None:
    """End the session and start another one, in which students are late from that minute on."""
    await lesson.end()
    path, change = f"/class/{lesson.class_id}", {"lateAfter": late_after}
    assert (await lesson.client.call("PATCH", path, lesson.teacher.token, json=change)).data
    await lesson.client.start(lesson.teacher, lesson.class_id)


async def mark_arrival(lesson: Lesson, at: str) -> list[str]:
    """Mark the first student without a status; return the status and time they get."""
    await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[0].id, at=at)
    marked = await lesson.desk.expect("ATTENDANCE_MARKED")
    return [marked["status"], marked["markedAt"]]


async def test_a_student_is_late_by_the_time_of_the_tap(clock: Clock, lesson: Lesson) -> None:
    await restart(lesson, 10)
    clock.forward(minutes=30)
    early, late = at(minutes=9, seconds=59), at(minutes=10)
    assert await mark_arrival(lesson, early) == ["present", early]
    await lesson.desk.mark(lesson.students[0], "absent", at=early)
    assert await mark_arrival(lesson, late) == ["late", late]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("2026-03-02T09:04:00.123Z", "2026-03-02T09:04:00.123Z"),
        ("2026-03-02T10:04:00+01:00", "2026-03-02T09:04:00.000Z"),
        ("2026-03-02T09:04:00.123987Z", "2026-03-02T09:04:00.123Z"),
        ("2026-03-02T08:59:59.999Z", "2026-03-02T09:00:00.000Z"),
        ("0001-01-01T00:00:00+23:59", "2026-03-02T09:00:00.000Z"),
        ("2026-03-02T09:05:00.001Z", "2026-03-02T09:05:00.000Z"),
        ("9999-12-31T23:59:59-23:59", "2026-03-02T09:05:00.000Z"),
    ],
)
async def test_a_tap_is_clamped_between_the_start_and_now(
    clock: Clock, lesson: Lesson, sent: str, expected: str
) -> None:
    clock.forward(minutes=5)
    marked = await lesson.desk.mark(lesson.students[0], at=sent)
    assert marked["markedAt"] == expected


@pytest.mark.parametrize(
    "wrong",
    [0, True, "", "now", "2026-03-02", "2026-03-02T09:00:00", "2026-13-02T09:00:00Z", [], {}],
)
async def test_an_invalid_time_is_refused(lesson: Lesson, wrong: Any) -> None:
    ask = {"studentId": lesson.students[0].id, "at": wrong}
    assert await lesson.desk.ask_error("MARK_ATTENDANCE", **ask) == "Invalid message format"


async def test_a_mark_without_a_time_is_made_now(lesson: Lesson) -> None:
    ada = lesson.students[0]
    await lesson.desk.mark(ada, "late")
    assert (await lesson.desk.mark(ada, "present", at=None))["status"] == "present"


async def test_an_outdated_mark_changes_nothing_and_only_its_sender_is_answered(
    clock: Clock, lesson: Lesson
) -> None:
    ada = lesson.students[0]
    clock.forward(minutes=10)
    other = await lesson.client.socket(lesson.teacher)
    newer = await lesson.desk.mark(ada, "excused", at=at(minutes=5))
    for socket in (other, *lesson.seats):
        assert await socket.expect("ATTENDANCE_MARKED") == newer
    assert await other.mark(ada, "absent", at=at(minutes=4)) == newer
    for socket in (lesson.desk, other, *lesson.seats):
        await socket.heard_nothing()


async def test_of_two_taps_at_the_same_time_the_later_arrival_counts(
    clock: Clock, lesson: Lesson
) -> None:
    """Taps from before the start all get the time of the start."""
    ada = lesson.students[0]
    for status in ("present", "absent", "late"):
        marked = await lesson.desk.mark(ada, status, at=at(minutes=-1))
        assert (marked["status"], marked["markedAt"]) == (status, iso_time(NINE))


async def test_enrolling_a_student_again_forgets_earlier_decisions(
    clock: Clock, lesson: Lesson
) -> None:
    ada = lesson.students[0]
    clock.forward(minutes=10)
    await lesson.desk.mark(ada, "absent", at=at(minutes=5))
    path = f"/class/{lesson.class_id}/students/{ada.id}"
    assert (await lesson.client.call("DELETE", path, lesson.teacher.token)).status == 200
    await lesson.client.enrol(lesson.teacher, lesson.class_id, ada)
    marked = await lesson.desk.mark(ada, "present", at=at(minutes=4))
    assert (marked["status"], marked["markedAt"]) == ("present", at(minutes=4))


async def test_marks_stay_in_order_of_arrival_on_the_next_server_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("attendance_server.app.utc_now", clock)
    async with aiohttp.ClientSession() as http:
        async with serving(settings) as url:
            lesson = await Lesson.begin(Client(url, http))
            ada, ben, cat = lesson.students
            clock.forward(minutes=10)
            for student, minute in ((ada, 3), (ben, 2), (cat, 1)):
                await lesson.desk.mark(student, at=at(minutes=minute))
            # Repeated: it keeps its place and its time, and is the newest decision.
            again = await lesson.desk.mark(ada, at=at(minutes=5))
            assert again["markedAt"] == at(minutes=3)
        for _ in range(2):
            async with serving(settings) as url:
                desk = await Client(url, http).socket(lesson.teacher)
                _, summary = await desk.ask("GET_TODAY_SUMMARY")
                assert summary["presentStudentIds"] == [ada.id, ben.id, cat.id]
                assert await desk.mark(ada, "absent", at=at(minutes=4)) == again
