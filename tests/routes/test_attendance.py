"""Attendance over HTTP: starting a session, and a student's own status in it."""

import asyncio
import re

import pymongo
import pytest
from bson import ObjectId

from tests.conftest import shared_client
from tests.support.client import Client, Lesson, Person

URLS = ["/attendance/{}/my-attendance", "/class/{}/my-attendance"]


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def status(client: Client, class_id: str, student: Person) -> str | None:
    """The student's own status in the class."""
    answer = await client.get(URLS[0].format(class_id), student.token)
    assert answer.data == {"classId": class_id, "status": answer.data["status"]}
    own_status: str | None = answer.data["status"]
    return own_status


async def test_a_start_returns_only_the_session(client: Client) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    answer = await client.post("/attendance/start", {"classId": class_id}, teacher.token)
    session = {
        "sessionId": answer.data["sessionId"],
        "classId": class_id,
        "startedAt": answer.data["startedAt"],
    }
    assert (answer.status, answer.body) == (200, {"success": True, "data": session})
    assert re.fullmatch(r"[0-9a-f]{24}", session["sessionId"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", session["startedAt"])


async def test_a_session_is_saved_before_its_start_is_answered(
    client: Client, database: pymongo.database.Database
) -> None:
    teacher = await client.teacher()
    session = await client.start(teacher, await client.make_class(teacher))
    saved = database.sessions.find_one({"_id": ObjectId(session["sessionId"])})
    assert saved is not None
    assert saved["endedAt"] is None


async def test_a_second_start_returns_the_same_session(lesson: Lesson) -> None:
    again = await lesson.client.start(lesson.teacher, lesson.class_id)
    assert again == {
        "sessionId": lesson.session_id,
        "classId": lesson.class_id,
        "startedAt": lesson.started_at,
    }


async def test_a_second_start_keeps_the_marks(lesson: Lesson) -> None:
    ada = lesson.students[0]
    await lesson.desk.mark(ada)
    await lesson.client.start(lesson.teacher, lesson.class_id)
    _, summary = await lesson.desk.ask("GET_TODAY_SUMMARY")
    assert summary["presentStudentIds"] == [ada.id]
    assert await status(lesson.client, lesson.class_id, ada) == "present"


async def test_simultaneous_starts_create_one_session(
    client: Client, database: pymongo.database.Database
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    first, *others = await asyncio.gather(*(client.start(teacher, class_id) for _ in range(5)))
    assert others == [first] * 4
    assert [str(session["_id"]) for session in database.sessions.find()] == [first["sessionId"]]


async def test_simultaneous_starts_of_several_classes_create_a_session_each(client: Client) -> None:
    teacher = await client.teacher()
    classes = [await client.make_class(teacher) for _ in range(3)]
    sessions = await asyncio.gather(*(client.start(teacher, class_id) for class_id in classes))
    assert [session["classId"] for session in sessions] == classes
    assert len({session["sessionId"] for session in sessions}) == 3


async def test_a_start_after_done_creates_a_session_without_marks(lesson: Lesson) -> None:
    ada = lesson.students[0]
    await lesson.desk.mark(ada)
    await lesson.desk.ask("DONE")
    session = await lesson.client.start(lesson.teacher, lesson.class_id)
    assert session["sessionId"] != lesson.session_id
    assert await status(lesson.client, lesson.class_id, ada) is None


@pytest.mark.parametrize("first", ["start", "DONE"])
async def test_a_start_simultaneous_with_done_returns_the_old_session_or_a_new_one(
    lesson: Lesson, database: pymongo.database.Database, first: str
) -> None:
    ada = lesson.students[0]
    await lesson.desk.mark(ada)
    start = lesson.client.start(lesson.teacher, lesson.class_id)
    done = lesson.desk.ask("DONE")
    if first == "start":
        started, (event, ended) = await asyncio.gather(start, done)
    else:
        (event, ended), started = await asyncio.gather(done, start)

    assert (event, ended["sessionId"]) == ("SESSION_ENDED", lesson.session_id)
    assert ended["presentCount"] == 1
    running = [str(session["_id"]) for session in database.sessions.find({"endedAt": None})]
    reply = await lesson.desk.ask("GET_TODAY_SUMMARY")
    if started["sessionId"] == lesson.session_id:
        assert running == []
        assert reply == (
            "ERROR",
            {"message": "No active attendance session", "code": "no_active_session"},
        )
    else:
        assert running == [started["sessionId"]]
        assert reply[1]["presentCount"] == 0
    old = database.sessions.find_one({"_id": ObjectId(lesson.session_id)})
    assert old is not None
    assert list(old["marks"]) == [ada.id]


async def test_a_student_enrolled_while_a_session_runs_is_on_its_roster(lesson: Lesson) -> None:
    late = await lesson.client.student()
    await lesson.client.enrol(lesson.teacher, lesson.class_id, late)
    _, summary = await lesson.desk.ask("GET_TODAY_SUMMARY")
    assert summary["totalStudents"] == 4
    await lesson.desk.mark(late)
    assert await status(lesson.client, lesson.class_id, late) == "present"


async def test_a_student_enrolled_while_a_session_runs_is_absent_unless_marked(
    lesson: Lesson,
) -> None:
    late = await lesson.client.student()
    await lesson.client.enrol(lesson.teacher, lesson.class_id, late)
    assert await status(lesson.client, lesson.class_id, late) is None
    await lesson.desk.ask("DONE")
    assert await status(lesson.client, lesson.class_id, late) == "absent"


async def test_a_student_enrolled_twice_while_a_session_runs_counts_once(lesson: Lesson) -> None:
    late = await lesson.client.student()
    await asyncio.gather(
        *(lesson.client.enrol(lesson.teacher, lesson.class_id, late) for _ in range(2))
    )
    _, summary = await lesson.desk.ask("GET_TODAY_SUMMARY")
    assert summary["totalStudents"] == 4


async def test_a_student_enrolled_during_a_start_is_on_the_roster(
    client: Client,
) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher)
    await asyncio.gather(client.enrol(teacher, class_id, ada), client.start(teacher, class_id))
    desk = await client.socket(teacher)
    _, summary = await desk.ask("GET_TODAY_SUMMARY")
    assert summary["totalStudents"] == 1


@pytest.mark.parametrize(
    ("marks", "done", "expected"),
    [
        ([], False, None),
        (["present"], False, "present"),
        (["present", "absent"], False, None),
        (["present", "absent", "present"], False, "present"),
        ([], True, "absent"),
        (["present"], True, "present"),
        (["present", "absent"], True, "absent"),
    ],
)
@pytest.mark.parametrize("url", URLS)
async def test_a_student_reads_their_own_status(
    lesson: Lesson, url: str, marks: list[str], done: bool, expected: str | None
) -> None:
    ada = lesson.students[0]
    for mark in marks:
        await lesson.desk.mark(ada, mark)
    if done:
        await lesson.desk.ask("DONE")
    answer = await lesson.client.get(url.format(lesson.class_id), ada.token)
    assert answer.status == 200
    assert answer.body == {
        "success": True,
        "data": {"classId": lesson.class_id, "status": expected},
    }


@pytest.mark.parametrize("url", URLS)
async def test_a_class_without_sessions_has_no_status(client: Client, url: str) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    answer = await client.get(url.format(class_id), ada.token)
    assert answer.data == {"classId": class_id, "status": None}


async def test_the_status_is_that_of_the_last_ended_session(lesson: Lesson) -> None:
    ada, ben, _ = lesson.students
    await lesson.desk.mark(ada)
    await lesson.desk.ask("DONE")
    await lesson.client.start(lesson.teacher, lesson.class_id)
    await lesson.desk.mark(ben)
    await lesson.desk.ask("DONE")
    statuses = [await status(lesson.client, lesson.class_id, student) for student in (ada, ben)]
    assert statuses == ["absent", "present"]


async def test_a_student_enrolled_after_the_last_session_has_no_status(lesson: Lesson) -> None:
    await lesson.desk.ask("DONE")
    late = await lesson.client.student()
    await lesson.client.enrol(lesson.teacher, lesson.class_id, late)
    assert await status(lesson.client, lesson.class_id, late) is None


async def test_a_mark_counts_only_in_its_own_class(lesson: Lesson) -> None:
    ada = lesson.students[0]
    other = await lesson.client.make_class(lesson.teacher, ada, name="Geometry")
    await lesson.desk.mark(ada)
    await lesson.client.start(lesson.teacher, other)
    assert await status(lesson.client, other, ada) is None
