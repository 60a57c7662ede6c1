"""Reopening a session that was ended by mistake."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pymongo
import pytest
from bson import ObjectId

from attendance_server.errors.sessions import SessionRunning
from attendance_server.live.ended import MAX_CHANGES
from attendance_server.models import Class, Commit, Mark, Reopening, Session, Status
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store import Store
from tests.conftest import shared_client
from tests.support.client import PASSWORD, Answer, Client, Lesson, Person, Socket
from tests.support.clock import NINE, Clock

RUNNING = (409, "An attendance session is running, end it first")
NOT_LAST = (409, "Only the last session of the class can be reopened")
TOO_LATE = (409, "Session ended more than an hour ago and can no longer be reopened")
TOO_MANY = (409, "Session has been changed too many times, no further changes are possible")
NO_SESSION = (404, "Session not found")
NO_ID = "0" * 24


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def reopen(
    lesson: Lesson, session_id: str | None = None, user: Person | None = None
) -> Answer:
    path = f"/class/{lesson.class_id}/sessions/{session_id or lesson.session_id}/reopen"
    return await lesson.client.post(path, token=(user or lesson.teacher).token)


async def end(lesson: Lesson) -> Any:
    await lesson.desk.send("DONE")
    return await lesson.desk.expect("SESSION_ENDED")


async def start(lesson: Lesson) -> str:
    session_id: str = (await lesson.client.start(lesson.teacher, lesson.class_id))["sessionId"]
    return session_id


async def summary(desk: Socket) -> Any:
    await desk.send("GET_TODAY_SUMMARY")
    return await desk.expect("TODAY_SUMMARY")


async def watch(socket: Socket) -> Any:
    await socket.send("WATCH")
    return await socket.expect("WATCHING")


async def look_up(lesson: Lesson, user: Person) -> Any:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}"
    return (await lesson.client.get(path, user.token)).data


async def correct(lesson: Lesson, student: Person, status: str) -> Answer:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/marks/{student.id}"
    body = {"status": status, "reason": "was here after all"}
    return await lesson.client.call("PATCH", path, lesson.teacher.token, json=body)


def saved(database: pymongo.database.Database, session_id: str) -> Any:
    return database.sessions.find_one({"_id": ObjectId(session_id)})


async def test_a_reopened_session_keeps_its_id_and_its_marks(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    ada, ben, cat = lesson.students
    for student, status in ((cat, "present"), (ada, "late"), (ben, "excused")):
        await lesson.desk.mark(student, status)
    shown_before = await summary(lesson.desk), await watch(lesson.desk)
    await end(lesson)
    answer = await reopen(lesson)
    assert (answer.status, answer.data) == (
        200,
        {
            "sessionId": lesson.session_id,
            "classId": lesson.class_id,
            "startedAt": lesson.started_at,
        },
    )
    assert saved(database, lesson.session_id)["endedAt"] is None
    await lesson.desk.expect("SESSION_STARTED")
    assert (await summary(lesson.desk), await watch(lesson.desk)) == shown_before
    assert (await look_up(lesson, lesson.teacher))["running"] is True


async def test_each_reopening_is_recorded_with_the_end_it_revoked(lesson: Lesson) -> None:
    ends, reopenings = [], []
    for _ in range(2):
        await end(lesson)
        ends.append((await look_up(lesson, lesson.teacher))["endedAt"])
        await reopen(lesson)
        reopenings.append((await look_up(lesson, lesson.teacher))["reopenings"])
    assert reopenings[0] == reopenings[1][:1]
    for ended_at, reopening in zip(ends, reopenings[1], strict=True):
        assert reopening == {
            "endedAt": ended_at,
            "by": lesson.teacher.id,
            "byName": lesson.teacher.name,
            "at": reopening["at"],
        }
        assert reopening["at"] >= ended_at


async def test_a_session_of_an_earlier_version_can_be_reopened(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    await end(lesson)
    earlier = {"$unset": {"corrections": "", "reopenings": "", "lateAfter": ""}}
    database.sessions.update_one({"_id": ObjectId(lesson.session_id)}, earlier)
    assert (await reopen(lesson)).status == 200
    assert len((await look_up(lesson, lesson.teacher))["reopenings"]) == 1


async def test_reopenings_of_a_session_are_limited(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    await end(lesson)
    await reopen(lesson)
    await end(lesson)
    reopenings = saved(database, lesson.session_id)["reopenings"]
    full = {"$set": {"reopenings": reopenings * MAX_CHANGES}}
    database.sessions.update_one({"_id": ObjectId(lesson.session_id)}, full)
    assert (await reopen(lesson)).error == TOO_MANY
    assert (await correct(lesson, lesson.students[0], "late")).error == TOO_MANY


async def test_only_students_without_a_mark_are_unmarked_after_a_reopening(
    lesson: Lesson,
) -> None:
    ada, ben, cat = lesson.students
    await lesson.desk.mark(ben)
    await lesson.desk.mark(ben, "absent", unmarked=True)
    await lesson.desk.mark(cat, "absent")
    ended = await end(lesson)
    assert [line["status"] for line in ended["attendance"]] == ["absent"] * 3
    await reopen(lesson)
    lines = (await look_up(lesson, lesson.teacher))["attendance"]
    assert [line["status"] for line in lines] == [None, None, "absent"]
    mine = await lesson.client.get(f"/class/{lesson.class_id}/my-attendance", ada.token)
    assert mine.data["status"] is None
    marks = (await watch(lesson.desk))["sessions"][0]["marks"]
    assert [(mark["studentId"], mark["status"], mark.get("unmarked")) for mark in marks] == [
        (ben.id, "absent", True),
        (cat.id, "absent", None),
    ]


async def test_a_reopened_session_continues_and_ends_again(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    ada, ben, cat = lesson.students
    await lesson.desk.mark(ada)
    for student in (ben, cat):
        await end(lesson)
        assert (await reopen(lesson)).status == 200
        await lesson.desk.mark(student)
    seats = [seat for seat in lesson.seats for _ in range(2)]
    for seat in seats:
        await seat.expect("ATTENDANCE_MARKED")
        await seat.expect("SESSION_ENDED")
    for seat in lesson.seats:
        assert (await seat.expect("ATTENDANCE_MARKED"))["studentId"] == cat.id
    shown = await summary(lesson.desk)
    assert shown["presentStudentIds"] == [ada.id, ben.id, cat.id]
    ended = await end(lesson)
    assert ended["sessionId"] == lesson.session_id
    assert [line["status"] for line in ended["attendance"]] == ["present"] * 3
    marks = saved(database, lesson.session_id)["marks"]
    assert sorted(mark["seq"] for mark in marks.values()) == [1, 2, 3]
    path = f"/class/{lesson.class_id}/sessions"
    (row,) = (await lesson.client.get(path, lesson.teacher.token)).data
    assert (row["_id"], row["running"]) == (lesson.session_id, False)


async def test_only_watching_sockets_are_told_of_a_reopening(lesson: Lesson) -> None:
    watching = [lesson.desk, lesson.seats[0]]
    for socket in watching:
        await watch(socket)
    await end(lesson)
    for seat in lesson.seats:
        await seat.expect("SESSION_ENDED")
    await reopen(lesson)
    for socket in watching:
        assert await socket.expect("SESSION_STARTED") == {
            "sessionId": lesson.session_id,
            "classId": lesson.class_id,
            "className": "Algebra",
            "startedAt": lesson.started_at,
        }
    for socket in (lesson.desk, *lesson.seats):
        await socket.heard_nothing()


async def test_reopening_a_running_session_changes_nothing(lesson: Lesson) -> None:
    await watch(lesson.desk)
    await end(lesson)
    answers = await asyncio.gather(*(reopen(lesson) for _ in range(4)))
    assert {answer.data["sessionId"] for answer in answers} == {lesson.session_id}
    await lesson.desk.expect("SESSION_STARTED")
    await lesson.desk.heard_nothing()


async def test_corrections_made_before_the_reopening_are_kept(lesson: Lesson) -> None:
    ada, ben, _ = lesson.students
    await lesson.desk.mark(ada, "late")
    await end(lesson)
    await correct(lesson, ada, "present")
    await correct(lesson, ben, "excused")
    corrections_before = (await look_up(lesson, lesson.teacher))["corrections"]
    await reopen(lesson)
    shown = await summary(lesson.desk)
    assert (shown["presentStudentIds"], shown["lateCount"], shown["excusedCount"]) == (
        [ada.id],
        0,
        1,
    )
    assert (await correct(lesson, ada, "late")).error == RUNNING
    await lesson.desk.mark(ben, "late")
    assert (await look_up(lesson, lesson.teacher))["corrections"] == corrections_before
    await end(lesson)
    session = await look_up(lesson, lesson.teacher)
    assert session["corrections"] == corrections_before
    assert [line["status"] for line in session["attendance"]] == ["present", "late", "absent"]
    await correct(lesson, ben, "absent")
    corrections_after = (await look_up(lesson, lesson.teacher))["corrections"]
    assert (len(corrections_after), corrections_after[-1]["from"], corrections_after[-1]["to"]) == (
        3,
        "late",
        "absent",
    )


async def test_a_class_with_a_running_session_can_reopen_no_other(lesson: Lesson) -> None:
    await end(lesson)
    await start(lesson)
    assert (await reopen(lesson)).error == RUNNING
    await end(lesson)
    assert (await reopen(lesson)).error == NOT_LAST


async def test_only_the_last_session_of_the_class_can_be_reopened(lesson: Lesson) -> None:
    await end(lesson)
    last = await start(lesson)
    await end(lesson)
    assert (await reopen(lesson)).error == NOT_LAST
    assert (await reopen(lesson, last)).data["sessionId"] == last


async def test_sessions_of_other_classes_do_not_prevent_a_reopening(lesson: Lesson) -> None:
    other = await lesson.client.make_class(lesson.teacher, *lesson.students)
    await end(lesson)
    await lesson.client.start(lesson.teacher, other)
    assert (await reopen(lesson)).status == 200


async def test_a_session_can_be_reopened_within_an_hour_of_its_end(
    clock: Clock, lesson: Lesson
) -> None:
    clock.forward(hours=3)
    await end(lesson)
    clock.forward(hours=1)
    assert (await reopen(lesson)).status == 200
    await end(lesson)
    clock.forward(hours=1, milliseconds=1)
    assert (await reopen(lesson)).error == TOO_LATE


async def test_a_reopened_session_uses_the_settings_of_its_start(
    clock: Clock, lesson: Lesson
) -> None:
    path, token = f"/class/{lesson.class_id}", lesson.teacher.token
    await end(lesson)
    await lesson.client.call("PATCH", path, token, json={"lateAfter": 10})
    session_id = await start(lesson)
    await end(lesson)
    await lesson.client.call("PATCH", path, token, json={"lateAfter": None})
    clock.forward(minutes=10)
    assert (await reopen(lesson, session_id)).status == 200
    await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[0].id)
    assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["status"] == "late"


async def test_only_one_of_a_simultaneous_start_and_reopening_runs(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    await end(lesson)
    for _ in range(5):
        started, reopened = await asyncio.gather(start(lesson), reopen(lesson))
        if started == lesson.session_id:
            assert reopened.data["sessionId"] == started
        else:
            assert reopened.error == RUNNING
        assert [str(session["_id"]) for session in database.sessions.find({"endedAt": None})] == [
            started
        ]
        await end(lesson)
        lesson.session_id = started


async def test_students_who_have_left_are_not_in_the_reopened_session(lesson: Lesson) -> None:
    ada, ben, cat = lesson.students
    client, token = lesson.client, lesson.teacher.token
    for student in lesson.students:
        await lesson.desk.mark(student)
    await end(lesson)
    await client.call("DELETE", f"/class/{lesson.class_id}/students/{ada.id}", token)
    await client.call("DELETE", "/auth/me", cat.token, json={"password": PASSWORD})
    await reopen(lesson)
    shown = await summary(lesson.desk)
    assert (shown["totalStudents"], shown["presentStudentIds"]) == (1, [ben.id])
    seat = await client.socket(ada)
    assert await seat.ask_error("CHECK_MY_STATUS") == "No active attendance session"
    ended = await end(lesson)
    assert ended["attendance"] == [{"studentId": ben.id, "status": "present"}]
    await seat.heard_nothing()


async def test_students_who_have_joined_are_in_the_reopened_session(lesson: Lesson) -> None:
    await end(lesson)
    dan = await lesson.client.student()
    await lesson.client.enrol(lesson.teacher, lesson.class_id, dan)
    await reopen(lesson)
    seat = await lesson.client.socket(dan)
    await lesson.desk.mark(dan)
    assert (await seat.expect("ATTENDANCE_MARKED"))["studentId"] == dan.id
    assert (await end(lesson))["totalStudents"] == 4


@pytest.mark.parametrize("ask", [reopen, start])
async def test_an_unacknowledged_reopening_can_be_repeated(
    lesson: Lesson, database: pymongo.database.Database, ask: Any
) -> None:
    ada = lesson.students[0]
    await lesson.desk.mark(ada)
    await end(lesson)
    # As if the acknowledgement of the write had been lost and the sender told to try again.
    reopened = {"$set": {"endedAt": None}, "$inc": {"commit": 1}}
    database.sessions.update_one({"_id": ObjectId(lesson.session_id)}, reopened)
    answer = await ask(lesson)
    session_id = answer if isinstance(answer, str) else answer.data["sessionId"]
    assert session_id == lesson.session_id
    assert (await summary(lesson.desk))["presentStudentIds"] == [ada.id]


async def test_a_reopened_session_continues_after_a_restart(settings: Settings) -> None:
    async with aiohttp.ClientSession() as http:
        async with serving(settings) as url:
            lesson = await Lesson.begin(Client(url, http))
            await lesson.desk.mark(lesson.students[0])
            await end(lesson)
            await reopen(lesson)
            await lesson.desk.mark(lesson.students[1], "late")
            summary_before = await summary(lesson.desk)
        async with serving(settings) as url:
            lesson.client = Client(url, http)
            lesson.desk = await lesson.client.socket(lesson.teacher)
            assert await summary(lesson.desk) == summary_before
            await end(lesson)
        async with serving(settings) as url:
            lesson.client = Client(url, http)
            assert (await reopen(lesson)).data["startedAt"] == lesson.started_at


async def test_only_the_teacher_of_the_class_may_reopen(lesson: Lesson) -> None:
    await end(lesson)
    forbidden = (403, "Forbidden, teacher access required")
    assert (await reopen(lesson, user=lesson.students[0])).error == forbidden
    colleague = await lesson.client.teacher()
    not_mine = (403, "Forbidden, not class teacher")
    assert (await reopen(lesson, user=colleague)).error == not_mine
    assert (await reopen(lesson, NO_ID, user=colleague)).error == not_mine
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/reopen"
    assert (await lesson.client.post(path)).status == 401
    await lesson.desk.ask_error("GET_TODAY_SUMMARY")


@pytest.mark.parametrize("text", [NO_ID, "x", "%00", "$ne"])
async def test_reopening_an_unknown_session_gets_404(lesson: Lesson, text: str) -> None:
    for _ in ("running", "ended"):
        assert (await reopen(lesson, text)).error == NO_SESSION
        await lesson.desk.send("DONE")
        await lesson.desk.next()


async def test_a_session_of_a_deleted_class_cannot_be_reopened(lesson: Lesson) -> None:
    await end(lesson)
    body = {"className": "Algebra"}
    await lesson.client.call("DELETE", f"/class/{lesson.class_id}", lesson.teacher.token, json=body)
    assert (await reopen(lesson)).error == (404, "Class not found")


async def test_reopening_accepts_ids_in_either_letter_case(lesson: Lesson) -> None:
    await end(lesson)
    lesson.class_id = lesson.class_id.upper()
    assert (await reopen(lesson, lesson.session_id.upper())).data["sessionId"] == lesson.session_id


ADA, BEN, HILL = (str(ObjectId()) for _ in range(3))
REOPENING = Reopening(NINE, HILL, NINE)


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = Store(settings.mongo_uri, timeout=30)
    await store.prepare()
    yield store
    store.close()


async def ended_session(store: Store, class_: Class) -> Session:
    """A session with two commits, the second of which ended it."""
    running = await store.sessions.start(class_, NINE)
    mark = Mark(ADA, Status.PRESENT, NINE, 1)
    await store.sessions.commit([Commit(running.id, 1, replaces=False, marks=(mark,))], 30)
    await store.sessions.commit([Commit(running.id, 2, replaces=False, ended_at=NINE)], 30)
    session = await store.history.one(class_.id, running.id)
    assert session
    return session


async def test_a_write_from_before_the_reopening_changes_nothing(store: Store) -> None:
    class_ = Class(str(ObjectId()), "Algebra", HILL, (ADA, BEN))
    reopened = await store.sessions.reopen(await ended_session(store, class_), REOPENING, class_)
    assert reopened
    late = Commit(reopened.id, 2, replaces=True, ended_at=datetime.now(UTC))
    await store.sessions.commit([late], 30)
    assert await store.history.one(class_.id, reopened.id) == reopened
    mark = Mark(BEN, Status.LATE, NINE, 2)
    following = Commit(reopened.id, reopened.commit + 1, replaces=False, marks=(mark,))
    assert await store.sessions.commit([following], 30) == set()
    stored = await store.history.one(class_.id, reopened.id)
    assert stored
    assert (stored.ended_at, set(stored.marks)) == (None, {ADA, BEN})


async def test_of_two_reopenings_at_the_same_time_one_succeeds(
    store: Store, settings: Settings
) -> None:
    class_ = Class(str(ObjectId()), "Algebra", HILL, (ADA,))
    session = await ended_session(store, class_)
    other = Store(settings.mongo_uri, timeout=30)
    assert await other.sessions.reopen(session, REOPENING, class_)
    assert await store.sessions.reopen(session, REOPENING, class_) is None
    other.close()


async def test_the_database_rejects_a_second_running_session_of_a_class(store: Store) -> None:
    class_ = Class(str(ObjectId()), "Algebra", HILL, (ADA,))
    session = await ended_session(store, class_)
    running = await store.sessions.start(class_, NINE)
    with pytest.raises(SessionRunning):
        await store.sessions.reopen(session, REOPENING, class_)
    assert [each.id for each, _ in await store.sessions.all_running()] == [running.id]
    assert await store.history.one(class_.id, session.id) == session
