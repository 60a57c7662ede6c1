"""What administrators do with accounts and classes, and what their owners notice of it."""

import asyncio
from typing import Any

import pymongo
import pytest

from tests.support.client import PASSWORD, Answer, Client, Lesson, Person
from tests.support.office import make_admin
from tests.support.roster import csv_of, take


@pytest.fixture
async def office(client: Client, database: pymongo.database.Database) -> Person:
    return await make_admin(client, database)


async def change(client: Client, office: Person, of: Person, **fields: object) -> Answer:
    return await client.call("PATCH", f"/users/{of.id}", office.token, json=fields)


async def log_in(client: Client, person: Person, email: str | None = None) -> Answer:
    body = {"email": email or person.email, "password": PASSWORD}
    return await client.post("/auth/login", body)


async def test_only_the_command_makes_an_administrator(client: Client, office: Person) -> None:
    signup = {"name": "Eve", "email": "eve@school.test", "password": PASSWORD, "role": "admin"}
    refused = await client.post("/auth/signup", signup)
    assert refused.body["details"][0]["message"] == "expected teacher or student"
    student = await client.student()
    assert (await change(client, office, student, role="admin")).status == 400
    assert (await client.get("/auth/me", office.token)).data["role"] == "ADMIN"


async def test_an_administrator_finds_accounts_and_sees_their_classes(
    client: Client, office: Person
) -> None:
    teacher = await client.person("teacher", "Grace Hopper")
    ada = await client.person("student", "Ada Lovelace")
    class_id = await client.make_class(teacher, ada)
    users = (await client.get("/users?q=lovel", office.token)).data
    assert [(each["_id"], each["role"], each["claimed"]) for each in users] == [
        (ada.id, "STUDENT", True)
    ]
    everyone = (await client.get("/users?limit=2", office.token)).data
    rest = (await client.get(f"/users?after={everyone[-1]['_id']}", office.token)).data
    assert [each["name"] for each in everyone + rest] == [
        "Office", "Grace Hopper", "Ada Lovelace",
    ]  # fmt: skip
    admins = (await client.get("/users?role=ADMIN", office.token)).data
    assert [each["_id"] for each in admins] == [office.id]
    of_teacher = (await client.get(f"/users/{teacher.id}", office.token)).data
    assert [each["className"] for each in of_teacher["classesTaught"]] == ["Algebra"]
    of_student = (await client.get(f"/users/{ada.id}", office.token)).data
    assert [each["_id"] for each in of_student["classesAttended"]] == [class_id]
    assert (await client.get("/users/nobody", office.token)).error == (404, "User not found")


async def test_an_administrator_reads_every_class_as_its_teacher_does(
    client: Client, office: Person
) -> None:
    lesson = await Lesson.begin(client)
    await lesson.desk.mark(lesson.students[0])
    await lesson.end()
    await client.make_class(lesson.teacher, name="History")
    session = f"/class/{lesson.class_id}/sessions/{lesson.session_id}"
    for path in (
        f"/class/{lesson.class_id}",
        f"/class/{lesson.class_id}/report",
        f"/class/{lesson.class_id}/report/sessions",
        f"/class/{lesson.class_id}/report/matrix",
        f"/class/{lesson.class_id}/sessions",
        session,
    ):
        seen = [await client.get(path, each.token) for each in (lesson.teacher, office)]
        assert seen[0].data == seen[1].data, path
    listed = (await client.get("/classes?q=ALGE", office.token)).data
    assert [(each["className"], each["teacherName"]) for each in listed] == [
        ("Algebra", lesson.teacher.name)
    ]
    assert len((await client.get("/classes", office.token)).data) == 2
    refused = await client.call("DELETE", session, office.token, json={"reason": "none"})
    assert refused.error == (403, "Forbidden, teacher access required")


async def test_a_corrected_name_is_seen_while_a_session_runs(
    client: Client, office: Person
) -> None:
    lesson = await Lesson.begin(client)
    ada = lesson.students[0]
    assert (await change(client, office, ada, name="Ada King")).data["name"] == "Ada King"
    students = (await client.get(f"/class/{lesson.class_id}", lesson.teacher.token)).data
    assert students["students"][0]["name"] == "Ada King"
    # The account's owner is still logged in, and the lesson goes on.
    await lesson.desk.mark(ada)
    assert (await lesson.seats[0].expect("ATTENDANCE_MARKED"))["studentId"] == ada.id
    found = (await client.get("/students?q=king", lesson.teacher.token)).data
    assert [each["_id"] for each in found] == [ada.id]


async def test_a_corrected_address_is_the_one_to_log_in_with(
    client: Client, office: Person
) -> None:
    ada, bob = await client.student(), await client.student()
    taken = await change(client, office, ada, email=bob.email.upper())
    assert taken.error == (400, "Email already exists")
    assert (await change(client, office, ada, email="ada@new.test")).status == 200
    assert (await log_in(client, ada)).error == (400, "Invalid email or password")
    assert (await log_in(client, ada, "ada@new.test")).status == 200


async def test_a_disabled_account_is_out_at_once_and_keeps_its_data(
    client: Client, office: Person
) -> None:
    lesson = await Lesson.begin(client)
    ada, seat = lesson.students[0], lesson.seats[0]
    assert (await change(client, office, ada, disabled=True)).data["disabledAt"]
    async with asyncio.timeout(1):
        await seat.expect_unauthorized()
    assert (await client.get("/auth/me", ada.token)).status == 401
    refused = await log_in(client, ada)
    assert refused.error == (403, "Account is disabled, ask the school office")
    wrong = await client.post("/auth/login", {"email": ada.email, "password": "wrong horse"})
    assert wrong.error == (400, "Invalid email or password")
    again = await client.socket(ada)
    await again.expect_unauthorized()
    # The teacher still has the student, and marks them.
    await lesson.desk.mark(ada)
    assert (await change(client, office, ada, disabled=False)).status == 200
    assert (await client.get("/auth/me", ada.token)).status == 401
    assert (await log_in(client, ada)).status == 200


async def test_the_last_administrator_stays(
    client: Client, office: Person, database: pymongo.database.Database
) -> None:
    only = (409, "The only administrator cannot be disabled or deleted, create another one first")
    own = {"json": {"password": PASSWORD}}
    assert (await change(client, office, office, disabled=True)).error == only
    assert (await client.call("DELETE", f"/users/{office.id}", office.token)).error == only
    assert (await client.call("DELETE", "/auth/me", office.token, **own)).error == only
    other = await make_admin(client, database)
    both = await asyncio.gather(
        change(client, office, other, disabled=True), change(client, other, office, disabled=True)
    )
    assert sorted(answer.status for answer in both) in ([200, 401], [200, 409])


async def test_a_mistaken_student_becomes_a_teacher_and_back_only_without_classes(
    client: Client, office: Person
) -> None:
    lesson = await Lesson.begin(client)
    hill = lesson.students[0]
    assert (await change(client, office, hill, role="teacher")).data["role"] == "TEACHER"
    await lesson.seats[0].expect_unauthorized()
    class_ = (await client.get(f"/class/{lesson.class_id}", lesson.teacher.token)).data
    assert hill.id not in [each["_id"] for each in class_["students"]]
    token = (await log_in(client, hill)).data["token"]
    class_id = (await client.post("/class", {"className": "Logic"}, token)).data["_id"]
    refused = await change(client, office, hill, role="student")
    assert refused.error == (409, "This account belongs to a teacher who has classes")
    await client.call("DELETE", f"/class/{class_id}", token)
    assert (await change(client, office, hill, role="student")).data["role"] == "STUDENT"
    fixed = await change(client, office, office, role="teacher")
    assert fixed.error == (409, "The role of an administrator cannot be changed")


async def test_an_account_with_a_code_does_not_become_a_teacher(
    client: Client, office: Person
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    imported = await take(client, teacher, class_id, csv_of(("Eve", "eve@school.test")))
    line = imported.data["lines"][0]
    refused = await client.call(
        "PATCH", f"/users/{line['studentId']}", office.token, json={"role": "teacher"}
    )
    assert refused.error == (409, "Account is not claimed yet, its owner has to claim it first")


async def test_a_class_moves_to_another_teacher_while_its_session_runs(
    client: Client, office: Person
) -> None:
    lesson = await Lesson.begin(client)
    path, colleague = f"/class/{lesson.class_id}", await client.teacher()
    watch = await client.socket(colleague)
    assert (await watch.ask("WATCH"))[1]["sessions"] == []

    async def move(to: str) -> Answer:
        return await client.post(f"{path}/owner", {"teacherId": to}, office.token)

    assert (await move(lesson.students[0].id)).error == (404, "Teacher not found")
    assert (await move(colleague.id)).data["teacherId"] == colleague.id
    (session,) = (await watch.expect("WATCHING"))["sessions"]
    assert session["sessionId"] == lesson.session_id
    mark = {"classId": lesson.class_id, "studentId": lesson.students[0].id}
    refused = await lesson.desk.ask_error("MARK_ATTENDANCE", **mark)
    assert refused == "Forbidden, not class teacher"
    await watch.mark(lesson.students[0])
    await watch.send("DONE")
    assert (await watch.expect("SESSION_ENDED"))["presentCount"] == 1
    await lesson.desk.heard_nothing()

    assert (await client.get(path, lesson.teacher.token)).status == 403
    assert len((await client.get(f"{path}/report", colleague.token)).data) == 3
    gone = await client.call("DELETE", f"/users/{lesson.teacher.id}", office.token)
    assert gone.data["email"] == lesson.teacher.email
    has_classes = await client.call("DELETE", f"/users/{colleague.id}", office.token)
    assert has_classes.error == (409, "This account belongs to a teacher who has classes")


async def test_everyone_changes_their_own_name(client: Client, office: Person) -> None:
    for person in (await client.student(), await client.teacher(), office):
        body: dict[str, Any] = {"json": {"name": f"New {person.role}"}}
        renamed = await client.call("PATCH", "/auth/me", person.token, **body)
        assert renamed.data["name"] == f"New {person.role}"
        assert (await client.get("/auth/me", person.token)).data == renamed.data
