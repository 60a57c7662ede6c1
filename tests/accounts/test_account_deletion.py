"""A user deletes their own account: access ends at once, and history keeps their marks."""

import asyncio

import pymongo
import pytest
from bson import ObjectId

from tests.conftest import shared_client
from tests.support.client import PASSWORD, Answer, Client, Lesson, Person

UNAUTHORIZED = (401, "Unauthorized, token missing or invalid")


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def delete(client: Client, user: Person, password: object = PASSWORD) -> Answer:
    return await client.call("DELETE", "/auth/me", user.token, json={"password": password})


@pytest.mark.parametrize("role", ["teacher", "student"])
async def test_a_deletion_returns_the_account_and_removes_it(
    client: Client, database: pymongo.database.Database, role: str
) -> None:
    ada = await client.person(role)
    answer = await delete(client, ada)
    account = {"_id": ada.id, "name": ada.name, "email": ada.email, "role": role.upper()}
    assert (answer.status, answer.body) == (200, {"success": True, "data": account})
    assert database.users.count_documents({}) == 0


async def test_a_deleted_account_cannot_be_used(client: Client) -> None:
    ada = await client.student()
    await delete(client, ada)
    login = await client.post("/auth/login", {"email": ada.email, "password": PASSWORD})
    assert login.error == (400, "Invalid email or password")
    assert (await client.get("/auth/me", ada.token)).error == (404, "User not found")
    assert (await client.get("/classes", ada.token)).error == UNAUTHORIZED
    assert (await delete(client, ada)).error == (404, "User not found")
    await (await client.socket(ada)).expect_unauthorized()


async def test_the_email_of_a_deleted_account_can_sign_up_again(client: Client) -> None:
    ada = await client.student()
    await delete(client, ada)
    signup = {"name": "Ada", "email": ada.email, "password": PASSWORD, "role": "student"}
    assert (await client.post("/auth/signup", signup)).data["_id"] != ada.id
    assert (await client.get("/classes", ada.token)).error == UNAUTHORIZED


@pytest.mark.parametrize("wrong", ["wrong horse", "", "x" * 100, PASSWORD + "\0"])
async def test_a_wrong_password_deletes_nothing(lesson: Lesson, wrong: str) -> None:
    ada, seat = lesson.students[0], lesson.seats[0]
    answer = await delete(lesson.client, ada, wrong)
    assert answer.error == (400, "Invalid email or password")
    await seat.heard_nothing()
    assert len((await lesson.client.get("/classes", ada.token)).data) == 1


@pytest.mark.parametrize("body", [{}, {"password": None}, {"password": 7}], ids=str)
async def test_a_deletion_without_a_password_is_refused(client: Client, body: object) -> None:
    ada = await client.student()
    answer = await client.call("DELETE", "/auth/me", ada.token, json=body)
    assert answer.error == (400, "Invalid request schema")
    assert [fault["path"] for fault in answer.body["details"]] == ["password"]


async def test_a_deletion_without_a_token_is_refused(client: Client) -> None:
    answer = await client.call("DELETE", "/auth/me", json={"password": PASSWORD})
    assert answer.error == UNAUTHORIZED


async def test_a_deletion_closes_only_the_sockets_of_the_user(lesson: Lesson) -> None:
    ada, seats = lesson.students[0], lesson.seats
    second = await lesson.client.socket(ada)
    await delete(lesson.client, ada)
    async with asyncio.timeout(5):
        await seats[0].expect_unauthorized()
        await second.expect_unauthorized()
    await lesson.desk.heard_nothing()
    for seat in seats[1:]:
        await seat.heard_nothing()


async def test_a_deleted_student_is_removed_from_classes_and_running_sessions(
    lesson: Lesson,
) -> None:
    (ada, ben, cat), client = lesson.students, lesson.client
    other_class = await client.make_class(lesson.teacher, ada)
    await lesson.desk.mark(ada)
    await lesson.desk.mark(ben)
    await delete(client, ada)
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
    classes = (await client.get("/classes", lesson.teacher.token)).data
    assert {class_["_id"]: class_["studentIds"] for class_ in classes} == {
        lesson.class_id: [ben.id, cat.id],
        other_class: [],
    }
    assert ada.id not in str((await client.get("/students", lesson.teacher.token)).body)
    assert (await client.enrol(lesson.teacher, other_class, ada)).error == (
        404,
        "Student not found",
    )


async def test_history_keeps_a_deleted_students_mark(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    ada = lesson.students[0]
    await lesson.desk.mark(ada)
    await lesson.end()
    session = database.sessions.find_one()
    await delete(lesson.client, ada)
    assert session is not None
    assert session["marks"][ada.id]["status"] == "present"
    assert database.sessions.find_one() == session


async def test_a_teacher_with_a_running_session_cannot_be_deleted(lesson: Lesson) -> None:
    client, teacher = lesson.client, lesson.teacher
    other_class = await client.make_class(teacher)
    answer = await delete(client, teacher)
    assert answer.error == (409, "An attendance session is running, end it first")
    classes = (await client.get("/classes", teacher.token)).data
    assert [class_["_id"] for class_ in classes] == [lesson.class_id, other_class]
    await lesson.desk.mark(lesson.students[0])


async def test_deleting_a_teacher_deletes_their_classes_and_keeps_their_history(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    client, teacher, ada = lesson.client, lesson.teacher, lesson.students[0]
    await client.make_class(teacher, ada)
    colleague = await client.teacher()
    other_class = await client.make_class(colleague, ada)
    await lesson.end()
    assert (await delete(client, teacher)).status == 200
    await lesson.desk.expect_unauthorized()
    assert [class_["_id"] for class_ in (await client.get("/classes", ada.token)).data] == [
        other_class
    ]
    assert (await client.get(f"/class/{lesson.class_id}", ada.token)).status == 404
    assert database.sessions.count_documents({}) == 1


async def test_a_simultaneous_start_and_deletion_cannot_both_succeed(
    client: Client, database: pymongo.database.Database
) -> None:
    for _ in range(10):
        teacher = await client.teacher()
        class_id = await client.make_class(teacher)
        start, deletion = await asyncio.gather(
            client.post("/attendance/start", {"classId": class_id}, teacher.token),
            delete(client, teacher),
        )
        assert (start.status == 200) == (deletion.status == 409)
        running = database.sessions.count_documents({"classId": ObjectId(class_id)})
        assert running == (1 if start.status == 200 else 0)


async def yield_to_server(number: int) -> None:
    """Let the server run for this many steps of the event loop."""
    for _ in range(number):
        await asyncio.sleep(0)


async def test_a_student_enrolled_during_their_deletion_is_in_no_class(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    client = lesson.client
    for number in range(0, 60, 2):
        dan = await client.student()
        deletion = asyncio.create_task(delete(client, dan))
        await yield_to_server(number)
        await client.enrol(lesson.teacher, lesson.class_id, dan)
        assert (await deletion).status == 200
    stayed = [ObjectId(student.id) for student in lesson.students]
    assert [class_["studentIds"] for class_ in database.classes.find()] == [stayed]
    assert [session["roster"] for session in database.sessions.find()] == [stayed]


async def test_a_class_created_during_its_teachers_deletion_is_removed(
    client: Client, database: pymongo.database.Database
) -> None:
    for number in range(0, 60, 2):
        teacher = await client.teacher()
        deletion = asyncio.create_task(delete(client, teacher))
        await yield_to_server(number)
        await client.post("/class", {"className": "Algebra"}, teacher.token)
        assert (await deletion).status == 200
    assert database.classes.count_documents({}) == 0
