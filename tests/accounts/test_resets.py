"""A new password by a code: who issues one, what it ends, and what its owner sees of it."""

from pathlib import Path
from typing import Any

import attrs
import pymongo
import pytest

from attendance_server.settings import Settings
from tests.conftest import shared_client
from tests.support.client import PASSWORD, Answer, Client, Person
from tests.support.clock import Clock
from tests.support.office import make_admin
from tests.support.process import SECRET, run_command
from tests.support.roster import csv_of, take

NEW = "another battery staple"
NO_CODE = (404, "Code is wrong or already used, ask your teacher for a new one")
NOT_IMPORTER = (403, "Forbidden, your imports did not create this account, ask the school office")

Database = pymongo.database.Database[dict[str, Any]]


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


@attrs.frozen
class Course:
    """A class of a teacher, into which Ada was imported; she has claimed her account."""

    client: Client
    teacher: Person
    class_id: str
    ada: Person

    @classmethod
    async def begin(cls, client: Client) -> "Course":
        teacher = await client.teacher()
        class_id = await client.make_class(teacher)
        email = f"ada{teacher.id}@school.test"
        lines = (await take(client, teacher, class_id, csv_of(("Ada", email)))).data["lines"]
        token = (await redeem(client, lines[0]["code"], PASSWORD)).data["token"]
        ada = Person(lines[0]["studentId"], "Ada", email, "student", token)
        return cls(client, teacher, class_id, ada)


async def redeem(client: Client, code: str, password: str = NEW) -> Answer:
    return await client.post("/auth/claim", {"code": code, "password": password})


async def log_in(client: Client, email: str, password: str) -> int:
    return (await client.post("/auth/login", {"email": email, "password": password})).status


async def by_teacher(client: Client, student: Person, teacher: Person) -> Answer:
    return await client.post(f"/students/{student.id}/reset-code", None, teacher.token)


async def by_office(client: Client, user: Person, admin: Person) -> Answer:
    return await client.post(f"/users/{user.id}/reset-code", None, admin.token)


async def test_a_teacher_hands_out_a_code_for_an_account_of_their_import(client: Client) -> None:
    course = await Course.begin(client)
    ada = course.ada
    socket = await client.socket(ada)
    issued = await by_teacher(client, ada, course.teacher)
    assert issued.data.keys() == {"userId", "name", "email", "code", "codeExpiresAt"}
    # Nothing ends before it is used.
    assert await log_in(client, ada.email, PASSWORD) == 200
    assert "passwordReset" not in (await client.get("/auth/me", ada.token)).data
    redeemed = await redeem(client, issued.data["code"].lower().replace("-", " "))
    assert (await socket.next())[0] == "ERROR"
    assert await socket.close_code() == 4401
    assert (await client.get("/auth/me", ada.token)).status == 401
    assert await log_in(client, ada.email, PASSWORD) == 400
    assert await log_in(client, ada.email, NEW) == 200
    me = await client.get("/auth/me", redeemed.data["token"])
    reset = me.data["passwordReset"]
    export = (await client.get("/auth/me/export", redeemed.data["token"])).data
    assert export["account"]["passwordReset"] == reset
    assert (reset["way"], reset["by"]) == ("teacher", course.teacher.name)
    assert reset["issuedAt"] <= reset["at"]
    assert (await redeem(client, issued.data["code"])).error == NO_CODE


async def test_a_code_replaces_the_one_before_and_ends_with_a_change_of_the_password(
    client: Client,
) -> None:
    course = await Course.begin(client)
    ada = course.ada
    first, second = [(await by_teacher(client, ada, course.teacher)).data for _ in range(2)]
    assert (await redeem(client, first["code"])).error == NO_CODE
    body = {"oldPassword": PASSWORD, "newPassword": NEW}
    assert (await client.post("/auth/password", body, ada.token)).status == 200
    assert (await redeem(client, second["code"])).error == NO_CODE


async def test_a_teacher_resets_no_account_that_their_import_did_not_create(client: Client) -> None:
    course = await Course.begin(client)
    colleague = await client.teacher()
    other = await client.person("student", "Bo")
    await client.make_class(colleague, course.ada, other)
    for student in (course.ada, other):
        assert (await by_teacher(client, student, colleague)).error == NOT_IMPORTER
    answer = await by_teacher(client, other, course.teacher)
    assert answer.error == (404, "Student not found")
    roster = await client.get(f"/class/{course.class_id}/roster", course.teacher.token)
    assert [each.get("mayResetPassword") for each in roster.data] == [True]
    own = await client.make_class(colleague)
    imported = await take(client, colleague, own, csv_of(("Cy", f"cy{own}@school.test")))
    unclaimed = attrs.evolve(other, id=imported.data["lines"][0]["studentId"])
    answer = await by_teacher(client, unclaimed, colleague)
    assert answer.error == (409, "Account is not claimed yet, its owner has to claim it first")


async def test_the_office_resets_anyone_but_itself_and_leaves_an_event(
    client: Client, database: Database
) -> None:
    admin, other = [await make_admin(client, database) for _ in range(2)]
    for user in (await client.teacher(), other):
        issued = await by_office(client, user, admin)
        assert (await redeem(client, issued.data["code"])).status == 200
        token = (await client.post("/auth/login", {"email": user.email, "password": NEW})).data[
            "token"
        ]
        reset = (await client.get("/auth/me", token)).data["passwordReset"]
        assert (reset["way"], reset["by"]) == ("office", admin.name)
    answer = await by_office(client, admin, admin)
    assert answer.error == (409, "Change the password of your own account on its page")
    events = await client.get(f"/audit?target={other.id}&action=account.reset-code", admin.token)
    assert [(each["userId"], each["outcome"]) for each in events.data] == [(admin.id, "ok")]


async def test_a_code_does_not_open_a_disabled_account_nor_outlive_a_day(
    clock: Clock, client: Client, database: Database
) -> None:
    admin = await make_admin(client, database)
    ada, bo = [await client.person("student", name) for name in ("Ada", "Bo")]
    codes = [(await by_office(client, each, admin)).data["code"] for each in (ada, bo)]
    path = f"/users/{ada.id}"
    await client.call("PATCH", path, admin.token, json={"disabled": True})
    assert (await redeem(client, codes[0])).status == 404
    disabled = (403, "Account is disabled, ask the school office")
    assert (await by_office(client, ada, admin)).error == disabled
    await client.call("PATCH", path, admin.token, json={"disabled": False})
    assert (await redeem(client, codes[0])).error == NO_CODE
    clock.forward(hours=24)
    assert (await redeem(client, codes[1])).status == 410
    assert await log_in(client, bo.email, PASSWORD) == 200


async def test_the_command_prints_a_code(
    client: Client, settings: Settings, database: Database, tmp_path: Path
) -> None:
    admin = await make_admin(client, database)
    own = {"MONGO_URI": settings.mongo_uri or "", "JWT_SECRET": SECRET}
    done = run_command(tmp_path, "reset-password", admin.email.upper(), **own)
    assert done.returncode == 0
    assert done.stdout.strip() not in done.stderr
    token = (await redeem(client, done.stdout.strip())).data["token"]
    me = (await client.get("/auth/me", token)).data
    assert me["passwordReset"].keys() == {"way", "issuedAt", "at"}
    assert me["passwordReset"]["way"] == "command"
    events = await client.get(f"/audit?target={admin.id}&action=account.reset-code", token)
    assert [(each["userId"], each["outcome"]) for each in events.data] == [(None, "ok")]
    unknown = run_command(tmp_path, "reset-password", "nobody@school.test", **own)
    assert (unknown.returncode, unknown.stderr) == (1, "attendance-server: User not found\n")


async def test_codes_are_not_stored(client: Client, database: Database) -> None:
    admin, ada = await make_admin(client, database), await client.person("student", "Ada")
    code = (await by_office(client, ada, admin)).data["code"]
    (stored,) = database.users.find({"resets": {"$exists": True}})
    assert code not in repr(stored)
    assert code.replace("-", "") not in repr(stored)
