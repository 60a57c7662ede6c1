"""Discarding sessions that were a mistake: they count nowhere and can be restored."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import attrs
import pymongo
import pytest
from bson import ObjectId

from attendance_server.database.retention import Clocks, Retention
from attendance_server.models import Class, Commit, Correction, Discard, Reopening, Session, Status
from attendance_server.routes.session_views import deleted_student
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store import Store
from tests.conftest import new_database
from tests.support.client import PASSWORD, PATIENCE, Answer, Client, Lesson, Person
from tests.support.clock import NINE, Clock
from tests.support.description import openapi
from tests.support.mongo import BRIEF, Mongod

REASON = "started for the wrong class"
DISCARDED = (409, "Session was discarded, restore it first")
TOO_LATE = (409, "Session was discarded more than 30 days ago and can no longer be restored")
NO_SESSION = (404, "Session not found")
NO_ID = "0" * 24


async def discard(lesson: Lesson, session_id: str | None = None, reason: object = REASON) -> Answer:
    path = f"/class/{lesson.class_id}/sessions/{session_id or lesson.session_id}"
    body = {"reason": reason}
    return await lesson.client.call("DELETE", path, lesson.teacher.token, json=body)


async def restore(lesson: Lesson) -> Answer:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/restore"
    return await lesson.client.post(path, token=lesson.teacher.token)


async def listed(lesson: Lesson, query: str = "") -> Any:
    path = f"/class/{lesson.class_id}/sessions{query}"
    return (await lesson.client.get(path, lesson.teacher.token)).data


async def start(lesson: Lesson) -> str:
    session_id: str = (await lesson.client.start(lesson.teacher, lesson.class_id))["sessionId"]
    return session_id


async def detail(lesson: Lesson, user: Person) -> Answer:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}"
    return await lesson.client.get(path, user.token)


@pytest.fixture
async def lesson(school: Client) -> Lesson:
    return await Lesson.begin(school)


def get_paths(lesson: Lesson) -> list[str]:
    """The paths of all authenticated GET calls in the description."""
    names = {
        "id": lesson.class_id,
        "sessionId": lesson.session_id,
        "studentId": lesson.students[0].id,
        "userId": lesson.students[0].id,
    }
    paths = []
    for path, item in openapi()["paths"].items():
        call = item.get("get")
        if call and call.get("security"):
            paths.append(path.format(**names))
            if "text/csv" in call["responses"]["200"]["content"]:
                paths.append(f"{paths[-1]}?format=csv")
    return paths


async def read_all(lesson: Lesson) -> dict[tuple[str, str], tuple[int, str]]:
    """The answers of all GET calls to the teacher and a student."""
    answers = {}
    for user in (lesson.teacher, lesson.students[0]):
        for path in get_paths(lesson):
            async with lesson.client.http.get(
                lesson.client.url + path, headers={"Authorization": f"Bearer {user.token}"}
            ) as response:
                name = path.replace(lesson.session_id, "{sessionId}")
                answers[user.role, name] = response.status, await response.text()
    return answers


async def test_a_discarded_session_appears_in_no_answer_until_restored(lesson: Lesson) -> None:
    ada, ben, _ = lesson.students
    await lesson.desk.mark(ada)
    await lesson.end()
    lesson.session_id = NO_ID
    without = await read_all(lesson)
    lesson.session_id = await start(lesson)
    await lesson.desk.mark(ada, "late")
    await lesson.desk.mark(ben, "excused")
    await lesson.end()
    with_it = await read_all(lesson)
    told_of_it = {call[1].rpartition("/")[2] for call in with_it if with_it[call] != without[call]}
    assert told_of_it >= {
        *("sessions", "{sessionId}", "my-attendance", "export"),
        *("report", "report?format=csv", "matrix", "matrix?format=csv", "sessions?format=csv"),
    }
    assert (await discard(lesson)).status == 200
    trace = f"/class/{lesson.class_id}/sessions/{{sessionId}}"
    discarded = await read_all(lesson)
    assert REASON in discarded.pop(("teacher", trace))[1]
    assert discarded.pop(("teacher", f"{trace}?format=csv"))[0] == 200
    assert discarded.pop(("teacher", f"{trace}/check-ins"))[0] == 200
    # An export contains all stored data, so it lists discarded sessions separately.
    for role in ("teacher", "student"):
        export = (role, "/auth/me/export")
        export_after, export_before = (
            json.loads(each.pop(export)[1])["data"] for each in (discarded, without)
        )
        assert [session["_id"] for session in export_after.pop("discardedSessions")] == [
            lesson.session_id
        ]
        assert export_before.pop("discardedSessions") == []
        assert export_after == export_before
    assert discarded == {call: without[call] for call in discarded}
    assert (await restore(lesson)).status == 200
    assert await read_all(lesson) == with_it


async def test_the_teacher_sees_who_discarded_a_session_and_when_and_why(lesson: Lesson) -> None:
    await lesson.desk.mark(lesson.students[0])
    await lesson.end()
    (session,) = await listed(lesson)
    answer = await discard(lesson, reason=f"  {REASON} ")
    trace = answer.data["discarded"]
    at, until = map(datetime.fromisoformat, (trace["at"], trace["restorableUntil"]))
    assert until - at == timedelta(days=30)
    assert trace == {
        "by": lesson.teacher.id,
        "byName": lesson.teacher.name,
        "at": trace["at"],
        "reason": REASON,
        "restorableUntil": trace["restorableUntil"],
    }
    assert answer.data == {**session, "discarded": trace}
    assert await listed(lesson) == []
    assert await listed(lesson, "?discarded=true") == [answer.data]
    shown = (await detail(lesson, lesson.teacher)).data
    assert shown["discarded"] == trace
    assert [line["status"] for line in shown["attendance"]] == ["present", "absent", "absent"]
    assert (await detail(lesson, lesson.students[0])).error == NO_SESSION
    restored = await restore(lesson)
    assert restored.data == session
    assert await listed(lesson) == [session]
    assert await listed(lesson, "?discarded=true") == []


async def test_discarded_sessions_are_listed_in_pages_newest_first(lesson: Lesson) -> None:
    ids = [lesson.session_id]
    for _ in range(2):
        await discard(lesson, ids[-1])
        ids.append(await start(lesson))
    await discard(lesson, ids[-1])
    first = await listed(lesson, "?discarded=true&limit=2")
    second = await listed(lesson, f"?discarded=true&limit=2&after={first[-1]['_id']}")
    assert [session["_id"] for session in first + second] == ids[::-1]


async def test_discarding_a_running_session_ends_it_for_everyone(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    await lesson.desk.mark(ada)
    answer = await discard(lesson)
    assert (answer.data["running"], answer.data["presentCount"]) == (False, 1)
    assert answer.data["endedAt"] == answer.data["discarded"]["at"]
    for seat in lesson.seats:
        await seat.expect("ATTENDANCE_MARKED")
    for socket in (lesson.desk, *lesson.seats):
        ended = await socket.expect("SESSION_ENDED")
        assert (ended["discarded"], ended["sessionId"]) == (True, lesson.session_id)
        assert (ended["totalStudents"], ended["presentCount"]) == (3, 1)
    assert await lesson.desk.ask_error("DONE") == "No active attendance session"
    mistake, lesson.session_id = lesson.session_id, await start(lesson)
    assert lesson.session_id != mistake
    # It has no marks of the discarded session, and its end mentions no discard.
    assert "discarded" not in (ended := await lesson.end())
    assert ended["presentCount"] == 0
    # The restored session is the older of two ended sessions.
    lesson.session_id = mistake
    assert (await restore(lesson)).data["running"] is False
    path = f"/class/{lesson.class_id}/my-attendance"
    assert (await lesson.client.get(path, ada.token)).data["status"] == "absent"


async def test_marks_in_flight_are_settled_before_the_discard(lesson: Lesson) -> None:
    ada, ben, cat = lesson.students
    await lesson.desk.send("MARK_ATTENDANCE", studentId=ada.id)
    await lesson.desk.send("MARK_ATTENDANCE", studentId=ben.id)
    answer, _ = await asyncio.gather(
        discard(lesson), lesson.desk.send("MARK_ATTENDANCE", studentId=cat.id)
    )
    frames = []
    while not frames or frames[-1][0] != "SESSION_ENDED":
        frames.append(await lesson.desk.next())
    marked_ids = [data["studentId"] for event, data in frames if event == "ATTENDANCE_MARKED"]
    assert answer.data["presentCount"] == frames[-1][1]["presentCount"] == len(marked_ids)
    for seat in lesson.seats:
        assert [await seat.next() for _ in frames] == frames


async def test_a_simultaneous_discard_and_done_end_and_discard_the_session_once(
    lesson: Lesson,
) -> None:
    for _ in range(10):
        answer, _ = await asyncio.gather(discard(lesson), lesson.desk.send("DONE"))
        assert answer.data["discarded"]["reason"] == REASON
        frames = [await lesson.desk.next()]
        if frames[0][1].get("discarded") or frames[0][0] == "ERROR":
            frames.append(await lesson.desk.next())
        assert [event for event, _ in frames].count("SESSION_ENDED") == 1
        for seat in lesson.seats:
            await seat.expect("SESSION_ENDED")
        assert await listed(lesson) == []
        lesson.session_id = await start(lesson)
    assert await lesson.seats[0].ask_error("ANYTHING_NEW") == "Unknown event"


async def test_discarding_twice_keeps_the_first_record(lesson: Lesson) -> None:
    first = await discard(lesson)
    again = await discard(lesson, reason="another reason")
    assert (again.status, again.data) == (200, first.data)
    first, second = await asyncio.gather(restore(lesson), restore(lesson))
    assert first.data == second.data
    assert "discarded" not in first.data
    both = await asyncio.gather(discard(lesson, reason="one"), discard(lesson, reason="other"))
    assert both[0].data == both[1].data


async def test_changes_to_a_discarded_session_are_refused(lesson: Lesson) -> None:
    await lesson.end()
    await discard(lesson)
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}"
    token = lesson.teacher.token
    body = {"status": "late", "reason": "came by bus"}
    mark = f"{path}/marks/{lesson.students[0].id}"
    assert (await lesson.client.call("PATCH", mark, token, json=body)).error == DISCARDED
    assert (await lesson.client.post(f"{path}/reopen", token=token)).error == DISCARDED
    await restore(lesson)
    assert (await lesson.client.call("PATCH", mark, token, json=body)).status == 200
    await discard(lesson)
    assert (await restore(lesson)).data["lateCount"] == 1


async def test_the_session_before_a_discarded_one_can_be_reopened(lesson: Lesson) -> None:
    await lesson.end()
    first, mistake = lesson.session_id, await start(lesson)
    await discard(lesson, mistake)
    path = f"/class/{lesson.class_id}/sessions/{first}/reopen"
    assert (await lesson.client.post(path, token=lesson.teacher.token)).status == 200
    # The reopened session runs, and the restored one does not.
    lesson.session_id = mistake
    assert (await restore(lesson)).data["running"] is False
    assert await start(lesson) == first


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "a\0b", 7, None])
async def test_a_discard_requires_a_reason(lesson: Lesson, reason: object) -> None:
    assert (await discard(lesson, reason=reason)).error == (400, "Invalid request schema")
    assert (await listed(lesson))[0]["running"] is True


@pytest.mark.parametrize("text", [NO_ID, "x", "%00", "$ne"])
async def test_discarding_or_restoring_an_unknown_session_gets_404(
    lesson: Lesson, text: str
) -> None:
    assert (await discard(lesson, text)).error == NO_SESSION
    lesson.session_id = text
    assert (await restore(lesson)).error == NO_SESSION


async def test_only_the_teacher_may_list_discarded_sessions(lesson: Lesson) -> None:
    path = f"/class/{lesson.class_id}/sessions?discarded=true"
    client = lesson.client
    student = await client.get(path, lesson.students[0].token)
    assert student.error == (403, "Forbidden, teacher access required")
    colleague = await client.get(path, (await client.teacher()).token)
    assert colleague.error == (403, "Forbidden, not class teacher")
    wrong = await client.get(path.replace("true", "1"), lesson.teacher.token)
    assert wrong.error == (400, "Invalid request schema")


async def test_a_discarded_session_can_be_restored_for_30_days(
    clock: Clock, client: Client
) -> None:
    lesson = await Lesson.begin(client)
    await discard(lesson)
    clock.forward(days=30)
    assert (await restore(lesson)).status == 200
    await discard(lesson)
    clock.forward(days=30, milliseconds=1)
    assert (await restore(lesson)).error == TOO_LATE
    # The record of the discard remains.
    assert (await detail(lesson, lesson.teacher)).data["discarded"]["reason"] == REASON
    assert len(await listed(lesson, "?discarded=true")) == 1


async def test_a_discard_that_cannot_be_saved_is_refused_and_the_session_continues(
    mortal_mongod: Mongod, http: aiohttp.ClientSession
) -> None:
    with new_database(mortal_mongod) as settings:
        async with serving(attrs.evolve(settings, commit_timeout=BRIEF)) as url:
            lesson = await Lesson.begin(Client(url, http))
            mortal_mongod.pause()
            answer = await discard(lesson)
            mortal_mongod.resume()
            assert answer.error == (503, "Storage unavailable, try again")
            # The paused write may still be carried out; the mark is saved after it.
            await lesson.desk.mark(lesson.students[0])
            assert [session["running"] for session in await listed(lesson)] == [True]
            assert (await discard(lesson)).data["presentCount"] == 1
            assert (await lesson.desk.expect("SESSION_ENDED"))["discarded"] is True


CLASS = Class(str(ObjectId()), "Algebra", str(ObjectId()), (str(ObjectId()),))
MISTAKE = Discard(CLASS.teacher_id, NINE + timedelta(hours=1), REASON)


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = Store(settings.mongo_uri, timeout=30)
    await store.prepare()
    yield store
    store.close()


async def ended_session(store: Store) -> Session:
    running = await store.sessions.start(CLASS, NINE)
    await store.sessions.commit([Commit(running.id, 1, replaces=False, ended_at=NINE)], 30)
    session = await store.history.one(CLASS.id, running.id)
    assert session
    return session


async def test_only_one_of_two_changes_to_the_same_version_succeeds(store: Store) -> None:
    session = await ended_session(store)
    correction = Correction(
        CLASS.student_ids[0], Status.ABSENT, Status.LATE, REASON, CLASS.teacher_id, NINE
    )
    reopening = Reopening(NINE, CLASS.teacher_id, NINE)
    discarded = await store.sessions.discard(session, MISTAKE)
    assert discarded == attrs.evolve(session, discarded=MISTAKE)
    assert await store.sessions.discard(session, MISTAKE) is None
    assert await store.sessions.correct(session, [correction]) is None
    assert await store.sessions.reopen(session, reopening, CLASS) is None
    other = attrs.evolve(MISTAKE, reason="another")
    assert await store.sessions.restore(discarded, other) is None
    assert await store.sessions.restore(discarded, MISTAKE) == session
    assert await store.sessions.restore(discarded, MISTAKE) is None
    assert await store.sessions.correct(session, [correction])
    assert await store.sessions.discard(session, MISTAKE) is None


async def test_discarded_sessions_are_deleted_when_others_are(
    store: Store, database: pymongo.database.Database
) -> None:
    await store.sessions.discard(await ended_session(store), MISTAKE)
    later = Clock(NINE + timedelta(hours=1))
    clocks = Clocks(store.clock, later, lambda: later().timestamp())
    retention = Retention(store.sessions, 1.0, clocks)
    work = asyncio.create_task(retention.run())
    async with asyncio.timeout(PATIENCE):
        while database.sessions.count_documents({}):
            await asyncio.sleep(0.01)
    work.cancel()


async def test_a_deleted_student_is_shown_as_deleted_in_a_discarded_session(lesson: Lesson) -> None:
    await lesson.end()
    await discard(lesson)
    ada = lesson.students[0]
    await lesson.client.call("DELETE", "/auth/me", ada.token, json={"password": PASSWORD})
    lines = (await detail(lesson, lesson.teacher)).data["attendance"]
    assert [line["name"] for line in lines if line["studentId"] == ada.id] == [
        deleted_student(ada.id)
    ]
    assert (await restore(lesson)).data["total"] == 3
