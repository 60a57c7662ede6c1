"""Running sessions over HTTP: listing them, sending marks, and ending them."""

import json
from typing import Any

import aiohttp
import attrs
import pymongo
import pytest
from bson import ObjectId

from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.client import Answer, Client, Lesson

NO_ID = "0" * 24
INVALID = (400, "Invalid request schema")
NO_SESSION = (409, "No active attendance session")
UNAVAILABLE = (503, "Storage unavailable, try again")


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
def settings(school_settings: Settings) -> Settings:
    return school_settings


async def send(lesson: Lesson, *marks: Any) -> Answer:
    path = f"/attendance/{lesson.class_id}/marks"
    return await lesson.client.post(path, {"marks": list(marks)}, lesson.teacher.token)


def commits(database: pymongo.database.Database, lesson: Lesson) -> int:
    document = database.sessions.find_one({"_id": ObjectId(lesson.session_id)})
    assert document
    number: int = document["commit"]
    return number


async def test_a_list_of_marks_is_saved_in_one_commit_and_broadcast(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    ada, ben, cat = lesson.students
    commits_before = commits(database, lesson)
    answer = await send(
        lesson,
        {"studentId": ada.id},
        {"studentId": ben.id.upper(), "status": "excused", "at": lesson.started_at},
        {"studentId": cat.id, "status": "absent"},
    )
    assert [(line["studentId"], line["status"]) for line in answer.data] == [
        (ada.id, "present"),
        (ben.id, "excused"),
        (cat.id, "absent"),
    ]
    assert answer.data[1]["markedAt"] == lesson.started_at
    assert commits(database, lesson) == commits_before + 1
    for socket in (lesson.desk, *lesson.seats):
        for line in answer.data:
            expected = {"classId": lesson.class_id, **line}
            assert await socket.expect("ATTENDANCE_MARKED") == expected
        await socket.heard_nothing()


async def test_an_invalid_line_does_not_affect_the_others(lesson: Lesson) -> None:
    ada, ben, _ = lesson.students
    stranger = await lesson.client.student()
    expected = "expected present or absent or late or excused"
    time = "expected a time such as 2026-03-02T09:00:00.000Z"
    answer = await send(
        lesson,
        {"studentId": ada.id},
        {"studentId": stranger.id},
        {"studentId": "ada"},
        {"studentId": ben.id, "status": "ill", "at": "9 o'clock"},
        {"status": "late"},
        {"studentId": 5},
        "ada",
        None,
        {"studentId": ben.id, "status": "late"},
    )
    first, *wrong, last = answer.data
    assert (first["status"], last["status"]) == ("present", "late")
    wrong_line = "invalid_mark"
    assert [(line["studentId"], line["error"], line["code"]) for line in wrong] == [
        (stranger.id, "Student not in class", "student_not_in_class"),
        ("ada", "Student not in class", "student_not_in_class"),
        (ben.id, f"Invalid mark: status {expected}; at {time}", wrong_line),
        (None, "Invalid mark: studentId required", wrong_line),
        (None, "Invalid mark: studentId expected a string", wrong_line),
        (None, "Invalid mark: expected an object", wrong_line),
        (None, "Invalid mark: expected an object", wrong_line),
    ]


async def test_a_newer_mark_is_kept_and_returned(lesson: Lesson) -> None:
    ada = lesson.students[0]
    marked = await lesson.desk.mark(ada, "late")
    answer = await send(lesson, {"studentId": ada.id, "at": lesson.started_at})
    (line,) = answer.data
    assert {"classId": lesson.class_id, **line} == marked
    await lesson.seats[0].expect("ATTENDANCE_MARKED")
    for socket in (lesson.desk, lesson.seats[0]):
        await socket.heard_nothing()


async def test_the_later_line_for_the_same_student_wins(lesson: Lesson) -> None:
    ada = lesson.students[0]
    lines = [{"studentId": ada.id, "status": status} for status in ("present", "absent")]
    answer = await send(lesson, *lines)
    assert [line["status"] for line in answer.data] == ["present", "absent"]
    mine = await lesson.client.get(f"/class/{lesson.class_id}/my-attendance", ada.token)
    assert mine.data["status"] is None


async def test_sending_a_list_again_changes_nothing(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    lines = [{"studentId": each.id, "at": lesson.started_at} for each in lesson.students]
    first = await send(lesson, *lines)
    commits_before = commits(database, lesson)
    assert (await send(lesson, *lines)).data == first.data
    assert commits(database, lesson) == commits_before


async def test_a_thousand_marks_fit_in_any_json_layout(lesson: Lesson) -> None:
    line = {"studentId": lesson.students[0].id, "status": "present", "at": lesson.started_at}
    body = json.dumps({"marks": [line] * 1000}, indent=8)
    path = f"/attendance/{lesson.class_id}/marks"
    headers = {"Content-Type": "application/json"}
    answer = await lesson.client.call(
        "POST", path, lesson.teacher.token, data=body, headers=headers
    )
    assert [line["status"] for line in answer.data] == ["present"] * 1000
    for _ in range(1000):
        await lesson.desk.expect("ATTENDANCE_MARKED")


@pytest.mark.parametrize(
    ("marks", "message", "code"),
    [
        (
            [None] * 1001,
            "expected at most 1,000 marks, send the others in another call",
            {"code": "too_many", "maximum": 1000},
        ),
        ({}, "expected a list of marks", {"code": "wrong_type"}),
        ("ada", "expected a list of marks", {"code": "wrong_type"}),
        (None, "expected a list of marks", {"code": "wrong_type"}),
    ],
)
async def test_an_invalid_list_of_marks_is_refused_as_a_whole(
    lesson: Lesson, marks: Any, message: str, code: dict[str, object]
) -> None:
    path = f"/attendance/{lesson.class_id}/marks"
    answer = await lesson.client.post(path, {"marks": marks}, lesson.teacher.token)
    assert answer.error == INVALID
    (problem,) = answer.body["details"]
    assert problem == {"path": "marks", "message": message, **code}


async def test_without_a_running_session_marks_and_ends_are_refused(lesson: Lesson) -> None:
    await lesson.end()
    teacher = lesson.teacher
    assert (await send(lesson, {"studentId": lesson.students[0].id})).error == NO_SESSION
    body = {"classId": lesson.class_id}
    assert (await lesson.client.post("/attendance/end", body, teacher.token)).error == NO_SESSION


async def test_requests_for_an_ended_session_do_not_affect_the_next(
    lesson: Lesson,
) -> None:
    ended, teacher, ada = lesson.session_id, lesson.teacher, lesson.students[0]
    await lesson.end()
    running = await lesson.client.start(teacher, lesson.class_id)

    mark = {"studentId": ada.id, "sessionId": ended}
    assert await lesson.desk.ask_error("MARK_ATTENDANCE", **mark) == NO_SESSION[1]
    assert await lesson.desk.ask_error("DONE", sessionId=ended) == NO_SESSION[1]
    meant = {"sessionId": ended, "marks": [{"studentId": ada.id}]}
    path = f"/attendance/{lesson.class_id}/marks"
    assert (await lesson.client.post(path, meant, teacher.token)).error == NO_SESSION
    end = {"classId": lesson.class_id, "sessionId": ended}
    assert (await lesson.client.post("/attendance/end", end, teacher.token)).error == NO_SESSION
    _, summary = await lesson.desk.ask("GET_TODAY_SUMMARY")
    assert summary["presentCount"] == 0

    await lesson.desk.mark(ada, sessionId=running["sessionId"].upper())
    meant["sessionId"] = end["sessionId"] = running["sessionId"]
    assert (await lesson.client.post(path, meant, teacher.token)).data[0]["status"] == "present"
    assert (await lesson.client.post("/attendance/end", end, teacher.token)).data[
        "presentCount"
    ] == 1


async def test_an_end_returns_the_result_that_is_broadcast(lesson: Lesson) -> None:
    await lesson.desk.mark(lesson.students[0])
    for seat in lesson.seats:
        await seat.expect("ATTENDANCE_MARKED")
    body = {"classId": lesson.class_id.upper()}
    ended = (await lesson.client.post("/attendance/end", body, lesson.teacher.token)).data
    assert (ended["sessionId"], ended["presentCount"]) == (lesson.session_id, 1)
    for socket in (lesson.desk, *lesson.seats):
        assert await socket.expect("SESSION_ENDED") == ended


async def test_running_sessions_are_the_same_over_http_and_when_watching(lesson: Lesson) -> None:
    await lesson.desk.mark(lesson.students[0], "late")
    await lesson.seats[0].expect("ATTENDANCE_MARKED")
    for person, socket in (
        (lesson.teacher, lesson.desk),
        (lesson.students[0], lesson.seats[0]),
    ):
        await socket.send("WATCH")
        running = await lesson.client.get("/attendance/running", person.token)
        assert running.data == await socket.expect("WATCHING")


@pytest.mark.parametrize("room", [0, 2])
async def test_lines_beyond_the_capacity_are_refused_one_by_one_or_all_together(
    settings: Settings, http: aiohttp.ClientSession, room: int
) -> None:
    async with serving(attrs.evolve(settings, max_waiting_marks=room)) as url:
        lesson = await Lesson.begin(Client(url, http))
        answer = await send(lesson, *({"studentId": each.id} for each in lesson.students))
        if not room:
            assert answer.error == UNAVAILABLE
            return
        first, second, third = answer.data
        assert (first["status"], second["status"]) == ("present", "present")
        assert third == {
            "studentId": lesson.students[2].id,
            "error": "Storage unavailable, try again",
            "code": "storage_unavailable",
        }
