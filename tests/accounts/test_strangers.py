"""Servers that strangers can reach: what they allow, and what their operator must choose first."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import attrs
import pymongo
import pytest

from attendance_server.exit_errors import SettingsError
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import StudentDirectory, StudentSignup, TeacherSignup
from tests.support.client import PASSWORD, Client, Lesson, Person
from tests.support.process import run_command, run_to_end
from tests.support.roster import csv_of, outcomes, take

ADA = {"name": "Ada", "email": "ada@school.test", "password": PASSWORD, "role": "student"}
HILL = {"name": "Mrs Hill", "email": "hill@school.test", "password": PASSWORD, "role": "teacher"}
CODE = "chalk and board"
REACHED = [{"HOST": "0.0.0.0"}, {"HOST": "192.0.2.1"}, {"TRUSTED_PROXIES": "127.0.0.1"}]
ALONE = [{}, {"HOST": "localhost"}, {"HOST": "127.0.0.9"}, {"HOST": "::1"}]


@pytest.fixture
def serve(settings: Settings) -> Callable[..., AbstractAsyncContextManager[Client]]:
    """Start a server with these settings, and yield a client."""

    @asynccontextmanager
    async def serve(**chosen: Any) -> AsyncIterator[Client]:
        async with (
            serving(attrs.evolve(settings, **chosen)) as url,
            aiohttp.ClientSession() as http,
        ):
            yield Client(url, http)

    return serve


Serve = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.mark.parametrize("texts", REACHED)
def test_a_server_that_strangers_reach_needs_a_teacher_signup_policy(
    texts: dict[str, str],
) -> None:
    with pytest.raises(SettingsError, match="TEACHER_SIGNUP is not set"):
        _ = Settings.parse(texts).teachers
    chosen = Settings.parse({**texts, "TEACHER_SIGNUP": "open"})
    assert chosen.teachers is TeacherSignup.OPEN


@pytest.mark.parametrize("texts", ALONE)
def test_a_server_on_loopback_keeps_the_contracts_defaults(
    texts: dict[str, str],
) -> None:
    settings = Settings.parse(texts)
    assert settings.teachers is TeacherSignup.OPEN
    assert settings.student_directory is StudentDirectory.ALL
    assert settings.student_signup is StudentSignup.OPEN


def test_a_server_that_strangers_reach_does_not_start_without_a_policy(
    tmp_path: Path,
) -> None:
    server = run_to_end(tmp_path, HOST="0.0.0.0")
    assert server.exit_code == 2
    (line,) = server.err.splitlines()
    assert line.startswith("attendance-server: TEACHER_SIGNUP is not set")
    assert "TEACHER_SIGNUP" in line
    assert "code" in line


@pytest.mark.parametrize("texts", REACHED)
def test_on_a_public_server_a_teacher_finds_only_their_own_students(
    texts: dict[str, str],
) -> None:
    assert Settings.parse(texts).student_directory is StudentDirectory.OWN
    chosen = Settings.parse({**texts, "STUDENT_DIRECTORY": "ALL"})
    assert chosen.student_directory is StudentDirectory.ALL


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"STUDENT_SIGNUP": "hunter22"}, "STUDENT_SIGNUP: expected open, code or closed"),
        ({"STUDENT_SIGNUP": "code"}, "STUDENT_CODE is not set, and STUDENT_SIGNUP=code asks"),
        ({"STUDENT_CODE": "hunter2"}, "STUDENT_CODE: shorter than 8 characters"),
        ({"STUDENT_DIRECTORY": "none"}, "STUDENT_DIRECTORY: expected one of own, all"),
        ({"UNCLAIMED_PER_TEACHER": "0"}, "UNCLAIMED_PER_TEACHER: expected a whole number"),
    ],
)
def test_an_invalid_student_signup_setting_is_named(texts: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.parse(texts)
    assert str(raised.value).startswith(message)


async def test_students_sign_up_with_the_student_code(serve: Serve) -> None:
    async with serve(student_signup=StudentSignup.CODE, student_code=CODE) as client:
        for code in ({}, {"code": "wrong"}):
            answer = await client.post("/auth/signup", ADA | code)
            assert answer.error == (403, "Forbidden, student code missing or wrong")
        assert (await client.post("/auth/signup", ADA | {"code": CODE})).status == 201
        # Each role has its own code, and teachers need none here.
        assert (await client.post("/auth/signup", HILL)).status == 201


async def test_a_code_does_not_help_where_student_signup_is_closed(serve: Serve) -> None:
    async with serve(student_signup=StudentSignup.CLOSED, student_code=CODE) as client:
        answer = await client.post("/auth/signup", ADA | {"code": CODE})
        assert answer.error == (403, "Forbidden, students cannot sign up")


OWN = {"student_directory": StudentDirectory.OWN}
NO_STUDENT = (404, "Student not found")
NO_INVITATION = (404, "Invitation not found")


async def begin(client: Client) -> Lesson:
    """A running session of a class whose students have accepted its teacher."""
    teacher, *students = [await client.teacher(), await client.student(), await client.student()]
    class_id = await client.make_class(teacher)
    for student in students:
        path, body = f"/class/{class_id}", {"email": student.email}
        await client.post(f"{path}/add-student", body, teacher.token)
        assert (await client.post(f"{path}/accept", None, student.token)).status == 200
    session = await client.start(teacher, class_id)
    desk = await client.socket(teacher)
    started = (session["sessionId"], session["startedAt"])
    return Lesson(client, teacher, students, class_id, *started, desk, [])


async def found_ids(client: Client, teacher: Person, q: str = "") -> list[str]:
    """The ids of the students that a teacher finds."""
    return [each["_id"] for each in (await client.get(f"/students?q={q}", teacher.token)).data]


async def invitations(client: Client, student: Person) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = (await client.get("/auth/me/invitations", student.token)).data
    return data


async def test_a_teacher_finds_only_students_of_their_classes_and_imports(serve: Serve) -> None:
    async with serve(**OWN) as client:
        lesson = await begin(client)
        stranger, mallory = await client.student(), await client.teacher()
        own = await client.make_class(mallory)
        assert await found_ids(client, mallory) == []
        assert set(await found_ids(client, lesson.teacher)) == {each.id for each in lesson.students}
        # The answer does not reveal whether the id exists.
        for student_id in (stranger.id, lesson.students[0].id, "0" * 24):
            body = {"studentId": student_id}
            answer = await client.post(f"/class/{own}/add-student", body, mallory.token)
            assert answer.error == NO_STUDENT
        done = await take(client, mallory, own, csv_of(("Bo", "bo@school.test")))
        (bo,) = [line["studentId"] for line in done.data["lines"]]
        assert await found_ids(client, mallory, "bo") == [bo]
        await client.call("DELETE", f"/class/{own}/students/{bo}", mallory.token)
        assert await found_ids(client, mallory, "bo") == [bo]


async def test_a_student_accepts_the_invitation_of_a_new_teacher(serve: Serve) -> None:
    async with serve(**OWN) as client:
        lesson, ada = await begin(client), await client.student()
        teacher, path = lesson.teacher, f"/class/{lesson.class_id}"
        class_before = (await client.get(path, teacher.token)).data
        seat = await client.socket(ada)
        await seat.ask("WATCH")
        for _ in range(2):
            body = {"email": ada.email}
            answer = await client.post(f"{path}/add-student", body, teacher.token)
            assert (answer.status, answer.data["invited"]) == (200, True)
            assert ada.id not in answer.data["studentIds"]
            assert (await seat.expect("CLASS_MEMBERSHIP"))["membership"] == "invited"
        assert (await client.get(path, teacher.token)).data == class_before
        assert await invitations(client, ada) == [
            {
                "classId": lesson.class_id,
                "className": class_before["className"],
                "teacherName": teacher.name,
                "needsCode": False,
            }
        ]
        assert await invitations(client, lesson.students[0]) == []
        joined = await client.post(f"{path}/accept", None, ada.token)
        assert joined.data["studentIds"][-1] == ada.id
        assert (await seat.expect("SESSION_STARTED"))["sessionId"] == lesson.session_id
        assert await invitations(client, ada) == []
        assert (await client.post(f"{path}/accept", None, ada.token)).error == NO_INVITATION
        # The student has accepted this teacher, so no further invitation is needed.
        other = await client.make_class(teacher)
        answer = await client.enrol(teacher, other, ada)
        assert answer.data["studentIds"] == [ada.id]
        assert "invited" not in answer.data


async def test_a_student_declines_an_invitation_or_leaves_a_class(serve: Serve) -> None:
    async with serve(**OWN) as client:
        lesson, ada = await begin(client), await client.student()
        path = f"/class/{lesson.class_id}"
        await client.post(f"{path}/add-student", {"email": ada.email}, lesson.teacher.token)
        declined = await client.post(f"{path}/decline", None, ada.token)
        assert declined.data["_id"] == lesson.class_id
        for call in ("accept", "decline"):
            answer = await client.post(f"{path}/{call}", None, ada.token)
            assert answer.error == NO_INVITATION
        assert (await client.post(f"{path}/leave", None, ada.token)).status == 403

        leaves, *others = lesson.students
        await lesson.desk.mark(leaves)
        assert (await client.post(f"{path}/leave", None, leaves.token)).status == 200
        assert (await client.post(f"{path}/leave", None, leaves.token)).status == 403
        class_ = await client.get(path, lesson.teacher.token)
        assert [each["_id"] for each in class_.data["students"]] == [each.id for each in others]
        ended = await lesson.end()
        assert (ended["totalStudents"], ended["presentCount"]) == (len(others), 0)


async def test_an_import_does_not_enrol_an_unproven_email(
    serve: Serve, database: pymongo.database.Database
) -> None:
    async with serve(**OWN) as client:
        squatter, teacher = await client.student(), await client.teacher()
        class_id = await client.make_class(teacher)
        path = f"/class/{class_id}"
        file = csv_of(("Ada", squatter.email), ("Bo", "bo@school.test"))
        dry = await take(client, teacher, class_id, file, dry=True)
        done = await take(client, teacher, class_id, file)
        for answer in (dry, done):
            assert outcomes(answer) == ["unproven", "new"]
            assert answer.data["counts"]["unproven"] == 1
            unproven = answer.data["lines"][0]
            assert (unproven["studentId"], unproven["knownAs"]) == (None, None)
            assert "not proven" in unproven["reason"]
            assert [each["code"] for each in unproven["problems"]] == ["unproven_email"]
        assert dry.data["lines"][0]["code"] is None
        code = done.data["lines"][0]["code"]
        (class_,) = database.classes.find()
        assert squatter.id not in map(str, class_["studentIds"])

        (invitation,) = await invitations(client, squatter)
        assert invitation["needsCode"]
        for body in (None, {}, {"code": "ABCD-EFGH-JKLM"}):
            answer = await client.post(f"{path}/accept", body, squatter.token)
            assert answer.status == 404
        # Adding the student by e-mail does not replace the code that the import requires.
        body = {"email": squatter.email}
        await client.post(f"{path}/add-student", body, teacher.token)
        assert (await client.post(f"{path}/accept", None, squatter.token)).status == 404
        # Another import issues another code.
        again = await take(client, teacher, class_id, file)
        assert outcomes(again) == ["unproven", "enrolled"]
        newer = again.data["lines"][0]["code"]
        assert (await client.post(f"{path}/accept", {"code": code}, squatter.token)).status == 404
        answer = await client.post(f"{path}/accept", {"code": newer.lower()}, squatter.token)
        assert squatter.id in answer.data["studentIds"]
        assert outcomes(await take(client, teacher, class_id, file)) == ["enrolled"] * 2


async def test_where_teachers_see_all_students_an_import_does_not_enrol_one_who_signed_up(
    serve: Serve,
) -> None:
    async with serve() as client:
        ada, teacher = await client.student(), await client.teacher()
        class_id = await client.make_class(teacher)
        done = await take(client, teacher, class_id, csv_of((ada.name, ada.email)))
        (line,) = done.data["lines"]
        assert (line["outcome"], line["studentId"]) == ("unproven", None)
        assert "not proven" in line["reason"]
        assert [each["code"] for each in line["problems"]] == ["self_signup"]
        class_ = (await client.get(f"/class/{class_id}", teacher.token)).data
        assert class_["students"] == []


async def test_unclaimed_accounts_are_limited_per_teacher_and_can_be_released(serve: Serve) -> None:
    async with serve(unclaimed_per_teacher=2) as client:
        teacher, colleague = await client.teacher(), await client.teacher()
        class_id, other = await client.make_class(teacher), await client.make_class(colleague)
        names = [(name, f"{name}@school.test") for name in ("ada", "bo", "cy")]
        too_many = await take(client, teacher, class_id, csv_of(*names))
        assert too_many.status == 409
        done = await take(client, teacher, class_id, csv_of(*names[:2]))
        ada, bo = done.data["lines"]
        assert (await take(client, teacher, class_id, csv_of(names[2]))).status == 409

        deletion = await client.call("DELETE", f"/students/{ada['studentId']}", colleague.token)
        assert deletion.error == NO_STUDENT
        await client.post(f"/class/{other}/add-student", {"email": names[0][1]}, colleague.token)
        deletion = await client.call("DELETE", f"/students/{ada['studentId']}", colleague.token)
        assert deletion.status == 403
        deletion = await client.call("DELETE", f"/students/{ada['studentId']}", teacher.token)
        assert (deletion.status, deletion.data["email"]) == (200, names[0][1])
        for user, id_ in ((teacher, class_id), (colleague, other)):
            class_ = (await client.get(f"/class/{id_}", user.token)).data
            assert ada["studentId"] not in [each["_id"] for each in class_["students"]]
        assert (await client.post("/auth/signup", ADA)).status == 201
        await client.post("/auth/claim", {"code": bo["code"], "password": PASSWORD})
        claimed = await client.call("DELETE", f"/students/{bo['studentId']}", teacher.token)
        assert claimed.status == 409
        assert (await take(client, teacher, class_id, csv_of(names[2]))).status == 200


async def test_an_operator_releases_an_email_to_its_owner(
    serve: Serve, settings: Settings, tmp_path: Path
) -> None:
    assert settings.mongo_uri
    shared = {"MONGO_URI": settings.mongo_uri, "JWT_SECRET": str(settings.jwt_secret)}

    async def release(email: str) -> tuple[int, str]:
        ended = await asyncio.to_thread(run_command, tmp_path, "release-email", email, **shared)
        return ended.returncode, ended.stdout + ended.stderr

    async with serve() as client:
        squatter, teacher = await client.student(), await client.teacher()
        class_id = await client.make_class(teacher, squatter)
        assert await release(squatter.email.upper()) == (0, f"{squatter.id}\n")
        assert (await client.get("/auth/me", squatter.token)).status == 404
        class_ = (await client.get("/classes", teacher.token)).data[0]
        assert class_["studentIds"] == []
        # Now the import creates an account that its owner claims.
        again = await take(client, teacher, class_id, csv_of(("Ada", squatter.email)))
        assert outcomes(again) == ["new"]
        assert (await release(squatter.email))[0] == 0
        assert (await client.post("/auth/signup", ADA | {"email": squatter.email})).status == 201

        for email, message, code in (
            (teacher.email, "teacher who has classes", 1),
            ("nobody@school.test", "User not found", 1),
            ("nobody", "email: expected an e-mail address", 2),
        ):
            ended = await release(email)
            assert (ended[0], message in ended[1]) == (code, True), ended
