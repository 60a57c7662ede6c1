"""All unmarked students marked with one frame, and one frame that takes it back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pymongo
import pytest
from bson import ObjectId

from attendance_server.live import outcomes
from attendance_server.live.blanket import mark_rest
from attendance_server.live.live_session import LiveSession
from attendance_server.live.pending import PendingChanges
from attendance_server.models import Arrival, Session, Way
from attendance_server.store.session_documents import session_of
from tests.support.client import Client, Lesson, Socket

NOTHING = "No student to mark"

Database = pymongo.database.Database[dict[str, Any]]


@pytest.fixture
def client(school: Client) -> Client:
    return school


async def mark_rest_of(lesson: Lesson, status: str = "present") -> Any:
    """Mark the rest, and return the first of the marks."""
    await lesson.desk.send("MARK_ALL", classId=lesson.class_id, status=status, only="unmarked")
    return await lesson.desk.expect("ATTENDANCE_MARKED")


def document(database: Database, lesson: Lesson) -> dict[str, Any]:
    found = database.sessions.find_one({"_id": ObjectId(lesson.session_id)})
    assert found
    return found


async def test_the_rest_are_marked_in_one_commit_that_everyone_hears(
    lesson: Lesson, school_database: Database
) -> None:
    ada, ben, cat = lesson.students
    absent = await lesson.desk.mark(ben, "absent")
    commits = document(school_database, lesson)["commit"]
    first = await mark_rest_of(lesson)
    second = await lesson.desk.expect("ATTENDANCE_MARKED")
    assert document(school_database, lesson)["commit"] == commits + 1
    assert first == {
        **{"classId": lesson.class_id, "studentId": ada.id, "status": "present"},
        "markedAt": first["markedAt"],
    }
    assert second == {**first, "studentId": cat.id}
    for seat in lesson.seats:
        heard = [await seat.expect("ATTENDANCE_MARKED") for _ in range(3)]
        assert heard == [absent, first, second]
    assert await lesson.desk.ask_error("MARK_ALL", only="unmarked") == NOTHING


async def test_a_mark_on_its_way_decides_who_is_one_of_the_rest(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All sockets see one order, also where the marks of one frame take several turns."""
    monkeypatch.setattr(outcomes, "PER_TURN", 1)
    ada, ben, cat = lesson.students
    await lesson.desk.send("MARK_ATTENDANCE", studentId=ben.id, status="absent")
    await lesson.desk.send("MARK_ALL", only="unmarked")
    await lesson.desk.send("MARK_ATTENDANCE", studentId=cat.id, status="late")
    expected = [(ben, "absent"), (ada, "present"), (cat, "present"), (cat, "late")]
    for socket in (lesson.desk, *lesson.seats):
        heard = [await socket.expect("ATTENDANCE_MARKED") for _ in expected]
        statuses = [(each["studentId"], each["status"]) for each in heard]
        assert statuses == [(student.id, status) for student, status in expected]


async def test_the_last_mark_answers_the_frame(lesson: Lesson) -> None:
    async def answers(frame_id: str, event: str, **data: Any) -> list[tuple[str, str | None]]:
        await lesson.desk.ws.send_json({"event": event, "id": frame_id, "data": data})
        frames = [await lesson.desk.ws.receive_json()]
        while "id" not in frames[-1]:
            frames.append(await lesson.desk.ws.receive_json())
        return [(each["event"], each.get("id")) for each in frames]

    marked = "ATTENDANCE_MARKED"
    assert await answers("all", "MARK_ALL", only="unmarked") == [
        *[(marked, None)] * 2,
        (marked, "all"),
    ]
    assert await answers("again", "MARK_ALL", only="unmarked") == [("ERROR", "again")]


async def test_one_frame_takes_back_what_no_one_has_decided_since(
    lesson: Lesson, school_database: Database
) -> None:
    ada, ben, cat = lesson.students
    desk = lesson.desk
    marked_at = (await mark_rest_of(lesson))["markedAt"]
    for _ in range(2):
        await desk.expect("ATTENDANCE_MARKED")
    await desk.mark(ada, "late")
    now = datetime.now(UTC) + timedelta(seconds=1)
    # A repeated mark is a newer decision too.
    await desk.mark(cat, "present", at=now.isoformat())
    other = await teacher_of(lesson)
    assert await other.ask_error("UNMARK_ALL", markedAt=marked_at) == NOTHING
    await desk.send("UNMARK_ALL", classId=lesson.class_id, markedAt=marked_at)
    taken_back = await desk.expect("ATTENDANCE_MARKED")
    assert taken_back == {
        **{"classId": lesson.class_id, "studentId": ben.id, "status": "absent"},
        **{"markedAt": taken_back["markedAt"], "unmarked": True},
    }
    assert await desk.ask_error("UNMARK_ALL", markedAt=marked_at) == NOTHING
    saved = session_of(document(school_database, lesson)).marks
    assert [student for student, mark in saved.items() if mark.withdrawn] == [ben.id]
    await desk.send("GET_TODAY_SUMMARY")
    summary = await desk.expect("TODAY_SUMMARY")
    assert (summary["presentCount"], summary["unmarkedCount"]) == (2, 1)
    # The student is one of the rest again.
    assert (await mark_rest_of(lesson))["studentId"] == ben.id


async def teacher_of(lesson: Lesson) -> Socket:
    """The socket of a second teacher of the class."""
    assistant = await lesson.client.teacher()
    path, body = f"/class/{lesson.class_id}/teachers", {"email": assistant.email}
    assert (await lesson.client.post(path, body, lesson.teacher.token)).status == 200
    return await lesson.client.socket(assistant)


async def test_a_mark_for_one_student_replaces_a_blanket_mark_that_is_newer(
    lesson: Lesson,
) -> None:
    """It was decided before the rest were marked, and arrives late from another device."""
    ada, ben, _ = lesson.students
    await mark_rest_of(lesson)
    await lesson.desk.expect("ATTENDANCE_MARKED")
    marked = await lesson.desk.expect("ATTENDANCE_MARKED")
    early = lesson.started_at
    assert (await lesson.desk.mark(ben, "absent", at=early))["status"] == "absent"
    assert (await lesson.desk.mark(ada, "present", at=early))["markedAt"] == early
    await lesson.desk.send("UNMARK_ALL", markedAt=marked["markedAt"])
    assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["studentId"] == marked["studentId"]
    await lesson.desk.heard_nothing()


async def test_absent_is_told_apart_from_unmarked(lesson: Lesson) -> None:
    """A student whose mark was taken back is one of the rest, and one who is absent is not."""
    ada, ben, cat = lesson.students
    await lesson.desk.mark(ada, "absent")
    await lesson.desk.mark(ben, "present")
    assert (await lesson.desk.mark(ben, "absent", unmarked=True))["unmarked"] is True
    await lesson.desk.send("WATCH")
    (session,) = (await lesson.desk.expect("WATCHING"))["sessions"]
    assert [(each["studentId"], each.get("unmarked")) for each in session["marks"]] == [
        (ada.id, None),
        (ben.id, True),
    ]
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}"
    lines = (await lesson.client.get(path, lesson.teacher.token)).data["attendance"]
    assert {line["studentId"]: line["status"] for line in lines} == {
        **{ada.id: "absent", ben.id: None},
        cat.id: None,
    }
    assert (await mark_rest_of(lesson))["studentId"] == ben.id
    assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["studentId"] == cat.id
    wrong = {"studentId": ada.id, "status": "late", "unmarked": True}
    assert await lesson.desk.ask_error("MARK_ATTENDANCE", **wrong) == "Invalid message format"


def test_a_student_who_is_held_stays_unmarked() -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    held = Arrival("ben", now, Way.TYPED, held=True)
    session = Session(
        *("s", "c", "Algebra", "t", now),
        roster=("ada", "ben"),
        arrivals={"ben": held},
    )
    marks = mark_rest(PendingChanges(LiveSession(session)), None, now, None, "t")
    assert [mark.student_id for mark in marks] == ["ada"]
