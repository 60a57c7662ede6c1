"""What a teacher changes about a class: who is in it no more, its name, and that it is gone."""

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


async def test_unenrolling_answers_with_the_class_without_the_student(client: Client) -> None:
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


async def test_whoever_is_not_in_the_class_is_not_found_there(client: Client) -> None:
    teacher, ada, ben = await client.teacher(), await client.student(), await client.student()
    class_id = await client.make_class(teacher, ada)
    assert (await unenrol(client, teacher, class_id, ben)).error == NO_STUDENT
    assert (await unenrol(client, teacher, class_id, teacher)).error == NO_STUDENT
    assert (await unenrol(client, teacher, class_id, ada)).status == 200
    assert (await unenrol(client, teacher, class_id, ada)).error == NO_STUDENT


async def test_an_id_is_read_in_either_letter_case(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    path = f"/class/{class_id.upper()}/students/{ada.id.upper()}"
    assert (await client.call("DELETE", path, teacher.token)).data["studentIds"] == []


async def test_of_two_who_unenrol_a_student_at_the_same_instant_one_is_told_so(
    lesson: Lesson,
) -> None:
    answers = await asyncio.gather(*(unenrol_from(lesson, lesson.students[0]) for _ in range(2)))
    assert sorted(answer.status for answer in answers) == [200, 404]


async def test_a_student_who_is_unenrolled_leaves_the_running_session_with_their_mark(
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


async def test_a_student_who_is_unenrolled_hears_no_more_of_the_session(lesson: Lesson) -> None:
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


async def test_a_student_who_is_unenrolled_still_hears_their_other_class(lesson: Lesson) -> None:
    ada, seat, client = lesson.students[0], lesson.seats[0], lesson.client
    other = await client.make_class(lesson.teacher, ada)
    await client.start(lesson.teacher, other)
    await unenrol_from(lesson, ada)
    marked = await lesson.desk.mark(ada, classId=other)
    assert await seat.expect("ATTENDANCE_MARKED") == marked


async def test_a_student_who_comes_back_is_not_marked_and_hears_again(lesson: Lesson) -> None:
    ada, seat = lesson.students[0], lesson.seats[0]
    await lesson.desk.mark(ada)
    await seat.expect("ATTENDANCE_MARKED")
    await unenrol_from(lesson, ada)
    await lesson.client.enrol(lesson.teacher, lesson.class_id, ada)
    status = {"classId": lesson.class_id, "status": None}
    assert await seat.ask("CHECK_MY_STATUS") == ("MY_STATUS", status)
    assert await lesson.desk.mark(ada) == await seat.expect("ATTENDANCE_MARKED")


async def test_marks_sent_while_a_student_is_unenrolled_leave_none_of_theirs(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    ada, ben, cat = lesson.students
    for _ in range(10):
        for student in (ada, ben):
            await lesson.desk.send("MARK_ATTENDANCE", studentId=student.id)
            await lesson.desk.send("MARK_ATTENDANCE", studentId=student.id, status="absent")
    await unenrol_from(lesson, ada)
    heard = [await lesson.desk.next() for _ in range(40)]
    assert {event for event, _ in heard} <= {"ATTENDANCE_MARKED", "ERROR"}
    saved = database.sessions.find_one({"_id": ObjectId(lesson.session_id)})
    assert saved is not None
    assert saved["roster"] == [ObjectId(ben.id), ObjectId(cat.id)]
    assert set(saved["marks"]) == {ben.id}


async def test_who_was_unenrolled_is_not_back_after_a_restart(settings: Settings) -> None:
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


async def test_an_ended_session_keeps_who_was_unenrolled_later(
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


async def test_renaming_answers_with_the_class_under_its_new_name(client: Client) -> None:
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


async def test_a_class_with_a_running_session_keeps_its_name_until_done(lesson: Lesson) -> None:
    client, teacher, class_id = lesson.client, lesson.teacher, lesson.class_id
    assert (await rename(client, teacher, class_id)).error == RUNNING
    assert (await client.get(f"/class/{class_id}", teacher.token)).data["className"] == "Algebra"
    await lesson.end()
    assert (await rename(client, teacher, class_id)).data["className"] == "Logic"


async def test_deleting_answers_with_the_class_as_it_was_and_it_is_gone(client: Client) -> None:
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


async def test_a_class_with_a_running_session_stays_until_done_and_its_history_for_good(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    client, teacher, class_id = lesson.client, lesson.teacher, lesson.class_id
    assert (await delete(client, teacher, class_id)).error == RUNNING
    await lesson.desk.mark(lesson.students[0])
    await lesson.end()
    before = database.sessions.find_one({"classId": ObjectId(class_id)})
    assert (await delete(client, teacher, class_id)).status == 200
    assert before is not None
    assert database.sessions.find_one({"classId": ObjectId(class_id)}) == before


async def test_of_a_start_and_a_deletion_at_the_same_instant_one_counts(client: Client) -> None:
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
async def test_a_name_that_will_not_do_is_named(client: Client, name: object) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    body = {"className": name}
    answer = await client.call("PATCH", f"/class/{class_id}", teacher.token, json=body)
    assert answer.error == (400, "Invalid request schema")
    assert [fault["path"] for fault in answer.body["details"]] == ["className"]
