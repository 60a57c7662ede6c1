"""Students who are not yet confirmed: who signs up with a student's address is not the student."""

from typing import Any

import aiohttp
import attrs
import pymongo
from aiohttp import web
from aiohttp.test_utils import TestServer

from attendance_server.app import create_app
from attendance_server.models import Proof
from attendance_server.routes.app_keys import ENROLMENTS, STORE
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import StudentDirectory
from tests.support.client import PASSWORD, Answer, Client, Lesson, Person
from tests.support.roster import csv_of, outcomes, take

NO_INVITATION = (404, "Invitation not found")
AWAITS = (409, "Invitation has to be accepted by the student")


async def pending(client: Client, teacher: Person, class_id: str) -> Any:
    return (await client.get(f"/class/{class_id}/invitations", teacher.token)).data


async def confirm(client: Client, teacher: Person, class_id: str, student: Person) -> Answer:
    path = f"/class/{class_id}/invitations/{student.id}/confirm"
    return await client.post(path, None, teacher.token)


async def withdraw(client: Client, teacher: Person, class_id: str, student: Person) -> Answer:
    path = f"/class/{class_id}/invitations/{student.id}"
    return await client.call("DELETE", path, teacher.token)


async def invite(client: Client, teacher: Person, class_id: str, *students: Person) -> list[str]:
    """Import students who signed up by themselves, and return their codes."""
    file = csv_of(*(("Ada", student.email.upper()) for student in students))
    answer = await take(client, teacher, class_id, file)
    assert outcomes(answer) == ["unproven"] * len(students)
    return [line["code"] for line in answer.data["lines"]]


async def test_a_teacher_confirms_who_signed_up_before_the_import(lesson: Lesson) -> None:
    client, teacher, class_id = lesson.client, lesson.teacher, lesson.class_id
    ada, impostor = await client.student(), await client.student()
    await invite(client, teacher, class_id, ada, impostor)
    seat = await client.socket(ada)
    await seat.ask("WATCH")
    # As the file names them: what the accounts are called is not proven either.
    expected = [
        {"studentId": each.id, "name": "Ada", "email": each.email, "needsCode": True}
        for each in (ada, impostor)
    ]
    assert await pending(client, teacher, class_id) == expected
    marked = await lesson.desk.ask_error("MARK_ATTENDANCE", studentId=ada.id, classId=class_id)
    assert marked == "Student not in class"

    joined = await confirm(client, teacher, class_id, ada)
    assert joined.data["studentIds"] == [*(each.id for each in lesson.students), ada.id]
    assert (await seat.expect("SESSION_STARTED"))["sessionId"] == lesson.session_id
    for unknown in (ada, attrs.evolve(ada, id="0" * 24), attrs.evolve(ada, id="0")):
        assert (await confirm(client, teacher, class_id, unknown)).error == NO_INVITATION
        assert (await withdraw(client, teacher, class_id, unknown)).error == NO_INVITATION
    gone = await withdraw(client, teacher, class_id, impostor)
    assert gone.data == {"_id": class_id, "className": "Algebra"}
    assert (await withdraw(client, teacher, class_id, impostor)).error == NO_INVITATION
    assert await pending(client, teacher, class_id) == []
    assert (await client.get("/auth/me/invitations", impostor.token)).data == []

    # A teacher vouches for their own classes only.
    colleague = await client.teacher()
    await invite(client, colleague, await client.make_class(colleague), ada)


async def test_a_code_or_the_owners_deletion_ends_the_wait(
    client: Client, database: pymongo.database.Database[Any]
) -> None:
    teacher, ada, bo = await client.teacher(), await client.student(), await client.student()
    class_id = await client.make_class(teacher)
    code, _ = await invite(client, teacher, class_id, ada, bo)
    accepted = await client.post(f"/class/{class_id}/accept", {"code": code}, ada.token)
    assert accepted.data["studentIds"] == [ada.id]
    named = {"classId": class_id, "className": "Algebra", "name": "Ada", "email": bo.email}
    exports = [(await client.get("/auth/me/export", each.token)).data for each in (ada, bo)]
    assert [each.get("invitations") for each in exports] == [None, [named]]
    body = {"password": PASSWORD}
    assert (await client.call("DELETE", "/auth/me", bo.token, json=body)).status == 200
    assert await pending(client, teacher, class_id) == []
    # Nothing is left of what the file called them.
    (class_,) = database.classes.find()
    assert (class_["invitedIds"], class_["invitedAs"]) == ([], {})


async def test_an_invitation_without_a_code_is_for_the_student_to_accept(
    settings: Settings, http: aiohttp.ClientSession
) -> None:
    own = attrs.evolve(settings, student_directory=StudentDirectory.OWN)
    async with serving(own) as url:
        client = Client(url, http)
        teacher, ada, bo = await client.teacher(), await client.student(), await client.student()
        class_id = await client.make_class(teacher)
        body = {"email": ada.email}
        await client.post(f"/class/{class_id}/add-student", body, teacher.token)
        expected = {"studentId": ada.id, "name": None, "email": ada.email, "needsCode": False}
        assert await pending(client, teacher, class_id) == [expected]
        assert (await confirm(client, teacher, class_id, ada)).error == AWAITS
        # An import adds its code to the invitation, which is then the teacher's to confirm.
        await invite(client, teacher, class_id, ada, bo)
        confirmed = await confirm(client, teacher, class_id, ada)
        assert confirmed.data["studentIds"] == [ada.id]
        colleague = await client.teacher()
        assert (await confirm(client, colleague, class_id, bo)).status == 403
        foreign = await client.make_class(colleague)
        assert (await confirm(client, colleague, foreign, bo)).error == NO_INVITATION
        assert (await withdraw(client, colleague, foreign, bo)).error == NO_INVITATION


async def test_a_proven_address_puts_its_owner_into_every_class_that_waits_for_it(
    settings: Settings, http: aiohttp.ClientSession
) -> None:
    app: web.Application = create_app(settings)
    async with TestServer(app) as server:
        client = Client(str(server.make_url("")), http)
        ada, other = await client.student(), await client.student()
        teachers = [await client.teacher() for _ in range(2)]
        classes = [await client.make_class(teacher) for teacher in teachers]
        for teacher, class_id in zip(teachers, classes, strict=True):
            await invite(client, teacher, class_id, ada, other)
        user = await app[STORE].users.get(ada.id)
        assert user
        joined = await app[ENROLMENTS].confirm(user, Proof.MAIL)
        assert [(class_.id, class_.student_ids) for class_ in joined] == [
            (class_id, (ada.id,)) for class_id in classes
        ]
        assert await app[ENROLMENTS].confirm(user, Proof.SINGLE_SIGN_ON) == []
        for teacher, class_id in zip(teachers, classes, strict=True):
            (waiting,) = await pending(client, teacher, class_id)
            assert waiting["studentId"] == other.id
        # From now on an import knows whose the address is. A number proves nothing.
        third = await client.teacher()
        class_id = await client.make_class(third)
        again = await take(client, third, class_id, csv_of((ada.name, ada.email)))
        assert outcomes(again) == ["known"]
        export = (await client.get("/auth/me/export", ada.token)).data["account"]
        assert export["confirmedEmail"] == ada.email
