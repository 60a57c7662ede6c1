"""Changes to a class by its teacher: unenrolling students, renaming and deleting."""

import asyncio

import aiohttp
import pymongo
import pytest
from bson import ObjectId

from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.conftest import shared_client
from tests.support.client import Answer, Client, Lesson, Person

NO_STUDENT = (404, "Student not found")
NO_CLASS = (404, "Class not found")
RUNNING = (409, "An attendance session is running, end it first")


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def unenrol(client: Client, teacher: Person, class_id: str, student: Person) -> Answer:
    return await client.call("DELETE", f"/class/{class_id}/students/{student.id}", teacher.token)


async def rename(client: Client, teacher: Person, class_id: str, name: str = "Logic") -> Answer:
    body = {"className": name}
    return await client.call("PATCH", f"/class/{class_id}", teacher.token, json=body)


async def delete(client: Client, teacher: Person, class_id: str) -> Answer:
    body = {"className": "Algebra"}
    return await client.call("DELETE", f"/class/{class_id}", teacher.token, json=body)


async def unenrol_from(lesson: Lesson, student: Person) -> Answer:
    return await unenrol(lesson.client, lesson.teacher, lesson.class_id, student)


async def test_unenrolling_returns_the_class_without_the_student(client: Client) -> None:
    teacher, ada, ben = await client.teacher(), await client.student(), await client.student()
    class_id = await client.make_class(teacher, ada, ben)
    answer = await unenrol(client, teacher, class_id, ada)
    class_ = {
        "_id": class_id,
        "className": "Algebra",
        "teacherId": teacher.id,
        "studentIds": [ben.id],
        "lateAfter": None,
    }
    assert (answer.status, answer.body) == (200, {"success": True, "data": class_})
    assert (await client.get("/classes", ada.token)).data == []
    assert (await client.get(f"/class/{class_id}", ada.token)).status == 403
    assert (await client.get(f"/class/{class_id}/my-attendance", ada.token)).status == 403


async def test_unenrolling_a_student_outside_the_class_gets_404(client: Client) -> None:
    teacher, ada, ben = await client.teacher(), await client.student(), await client.student()
    class_id = await client.make_class(teacher, ada)
    assert (await unenrol(client, teacher, class_id, ben)).error == NO_STUDENT
    assert (await unenrol(client, teacher, class_id, teacher)).error == NO_STUDENT
    assert (await unenrol(client, teacher, class_id, ada)).status == 200
    assert (await unenrol(client, teacher, class_id, ada)).error == NO_STUDENT


async def test_unenrolling_accepts_ids_in_either_letter_case(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    path = f"/class/{class_id.upper()}/students/{ada.id.upper()}"
    assert (await client.call("DELETE", path, teacher.token)).data["studentIds"] == []


async def test_only_one_of_two_simultaneous_unenrolments_succeeds(
    lesson: Lesson,
) -> None:
    answers = await asyncio.gather(*(unenrol_from(lesson, lesson.students[0]) for _ in range(2)))
    assert sorted(answer.status for answer in answers) == [200, 404]


async def test_unenrolling_removes_the_student_and_their_mark_from_the_running_session(
    lesson: Lesson,
) -> None:
    ada, ben, cat = lesson.students
    await lesson.desk.mark(ada)
    await lesson.desk.mark(ben)
    await unenrol_from(lesson, ada)
    summary = await lesson.desk.ask("GET_TODAY_SUMMARY")
    assert summary == (
        "TODAY_SUMMARY",
        {
            "classId": lesson.class_id,
            "presentCount": 1,
            "presentStudentIds": [ben.id],
            "totalStudents": 2,
            "lateCount": 0,
            "excusedCount": 0,
            "unmarkedCount": 1,
        },
    )
    refused = await lesson.desk.ask_error("MARK_ATTENDANCE", studentId=ada.id)
    assert refused == "Student not in class"
    ended = await lesson.end()
    assert (ended["totalStudents"], ended["presentCount"]) == (2, 1)
    assert ended["attendance"] == [
        {"studentId": ben.id, "status": "present"},
        {"studentId": cat.id, "status": "absent"},
    ]


async def test_an_unenrolled_student_receives_no_further_events_of_the_session(
    lesson: Lesson,
) -> None:
    ada, ben, _ = lesson.students
    seat, other_seat, _ = lesson.seats
    second = await lesson.client.socket(ada)
    await unenrol_from(lesson, ada)
    await lesson.desk.mark(ben)
    await other_seat.expect("ATTENDANCE_MARKED")
    for socket in (seat, second):
        await socket.heard_nothing()
        assert await socket.ask("WATCH") == ("WATCHING", {"sessions": []})
        assert await socket.ask_error("CHECK_MY_STATUS") == "No active attendance session"
        refused = await socket.ask_error("CHECK_MY_STATUS", classId=lesson.class_id)
        assert refused == "Student not in class"
    third = await lesson.client.socket(ada)
    await lesson.desk.send("DONE")
    await other_seat.expect("SESSION_ENDED")
    for socket in (seat, second, third):
        await socket.heard_nothing()


async def test_an_unenrolled_student_still_receives_events_of_other_classes(lesson: Lesson) -> None:
    ada, seat, client = lesson.students[0], lesson.seats[0], lesson.client
    other = await client.make_class(lesson.teacher, ada)
    await client.start(lesson.teacher, other)
    await unenrol_from(lesson, ada)
    marked = await lesson.desk.mark(ada, classId=other)
    assert await seat.expect("ATTENDANCE_MARKED") == marked


async def test_a_student_enrolled_again_is_unmarked_and_receives_events(lesson: Lesson) -> None:
    ada, seat = lesson.students[0], lesson.seats[0]
    await lesson.desk.mark(ada)
    await seat.expect("ATTENDANCE_MARKED")
    await unenrol_from(lesson, ada)
    await lesson.client.enrol(lesson.teacher, lesson.class_id, ada)
    status = {"classId": lesson.class_id, "status": None}
    assert await seat.ask("CHECK_MY_STATUS") == ("MY_STATUS", status)
    assert await lesson.desk.mark(ada) == await seat.expect("ATTENDANCE_MARKED")


async def test_marks_sent_during_an_unenrolment_leave_no_mark_of_the_student(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    ada, ben, cat = lesson.students
    for _ in range(10):
        for student in (ada, ben):
            await lesson.desk.send("MARK_ATTENDANCE", studentId=student.id)
            await lesson.desk.send("MARK_ATTENDANCE", studentId=student.id, status="absent")
    await unenrol_from(lesson, ada)
    frames = [await lesson.desk.next() for _ in range(40)]
    assert {event for event, _ in frames} <= {"ATTENDANCE_MARKED", "ERROR"}
    saved = database.sessions.find_one({"_id": ObjectId(lesson.session_id)})
    assert saved is not None
    assert saved["roster"] == [ObjectId(ben.id), ObjectId(cat.id)]
    assert set(saved["marks"]) == {ben.id}


async def test_an_unenrolled_student_is_not_back_after_a_restart(settings: Settings) -> None:
    async with aiohttp.ClientSession() as http:
        async with serving(settings) as url:
            lesson = await Lesson.begin(Client(url, http))
            ada, ben, _ = lesson.students
            await lesson.desk.mark(ada)
            await lesson.desk.mark(ben)
            await unenrol_from(lesson, ada)
        async with serving(settings) as url:
            desk = await Client(url, http).socket(lesson.teacher)
            _, summary = await desk.ask("GET_TODAY_SUMMARY")
            assert (summary["presentStudentIds"], summary["totalStudents"]) == ([ben.id], 2)


async def test_an_ended_session_keeps_students_unenrolled_later(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    ada = lesson.students[0]
    await lesson.desk.mark(ada)
    await lesson.end()
    await unenrol_from(lesson, ada)
    saved = database.sessions.find_one({"_id": ObjectId(lesson.session_id)})
    assert saved is not None
    assert ObjectId(ada.id) in saved["roster"]
    assert saved["marks"][ada.id]["status"] == "present"


async def test_renaming_returns_the_class_with_its_new_name(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    answer = await rename(client, teacher, class_id, "  Logic ")
    class_ = {
        "_id": class_id,
        "className": "Logic",
        "teacherId": teacher.id,
        "studentIds": [ada.id],
        "lateAfter": None,
    }
    assert (answer.status, answer.body) == (200, {"success": True, "data": class_})
    assert (await client.get("/classes", ada.token)).data == [class_]


async def test_a_class_with_a_running_session_cannot_be_renamed(lesson: Lesson) -> None:
    client, teacher, class_id = lesson.client, lesson.teacher, lesson.class_id
    assert (await rename(client, teacher, class_id)).error == RUNNING
    assert (await client.get(f"/class/{class_id}", teacher.token)).data["className"] == "Algebra"
    await lesson.end()
    assert (await rename(client, teacher, class_id)).data["className"] == "Logic"


async def test_deleting_returns_the_class_and_removes_it(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    answer = await delete(client, teacher, class_id)
    class_ = {
        "_id": class_id,
        "className": "Algebra",
        "teacherId": teacher.id,
        "studentIds": [ada.id],
        "lateAfter": None,
    }
    assert (answer.status, answer.body) == (200, {"success": True, "data": class_})
    start = await client.post("/attendance/start", {"classId": class_id}, teacher.token)
    answers = [
        start,
        await delete(client, teacher, class_id),
        await rename(client, teacher, class_id),
        await unenrol(client, teacher, class_id, ada),
        await client.enrol(teacher, class_id, ada),
        await client.get(f"/class/{class_id}", ada.token),
        await client.get(f"/class/{class_id}/my-attendance", ada.token),
    ]
    assert [answer.error for answer in answers] == [NO_CLASS] * len(answers)
    assert (await client.get("/classes", teacher.token)).data == []


async def test_a_class_with_a_running_session_cannot_be_deleted_and_history_stays(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    client, teacher, class_id = lesson.client, lesson.teacher, lesson.class_id
    assert (await delete(client, teacher, class_id)).error == RUNNING
    await lesson.desk.mark(lesson.students[0])
    await lesson.end()
    session = database.sessions.find_one({"classId": ObjectId(class_id)})
    assert (await delete(client, teacher, class_id)).status == 200
    assert session is not None
    assert database.sessions.find_one({"classId": ObjectId(class_id)}) == session


async def test_a_simultaneous_start_and_class_deletion_cannot_both_succeed(client: Client) -> None:
    teacher = await client.teacher()
    for _ in range(10):
        class_id = await client.make_class(teacher)
        start, deletion = await asyncio.gather(
            client.post("/attendance/start", {"classId": class_id}, teacher.token),
            delete(client, teacher, class_id),
        )
        if deletion.status == 200:
            assert start.error == NO_CLASS
        else:
            assert (start.status, deletion.error) == (200, RUNNING)


@pytest.mark.parametrize("name", ["", " ", "a" * 201, "a\0", None, 7])
async def test_an_invalid_class_name_is_reported(client: Client, name: object) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    body = {"className": name}
    answer = await client.call("PATCH", f"/class/{class_id}", teacher.token, json=body)
    assert answer.error == (400, "Invalid request schema")
    assert [fault["path"] for fault in answer.body["details"]] == ["className"]
