"""Accounts created by an import: only the holder of the code can claim one and log in."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import attrs
import pymongo
import pytest

from attendance_server.accounts import claim_codes
from attendance_server.client_address import read_network
from attendance_server.models import iso_time
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate
from tests.support.client import PASSWORD, Answer, Client, Person
from tests.support.clock import Clock
from tests.support.roster import csv_of, outcomes, roster, take

ADA, BO = ("Ada", "ada@school.test"), ("Bo", "bo@school.test")
NO_CODE = (404, "Code is wrong or already used, ask your teacher for a new one")
EXPIRED = (410, "Code has expired, ask your teacher for a new one")
CLAIMED = (409, "Account is already claimed and needs no code")
NOT_ISSUER = (403, "Forbidden, the code of this account is issued by another teacher")


@attrs.frozen
class Course:
    """A class into which a teacher has imported Ada and Bo, with their ids and codes."""

    client: Client
    teacher: Person
    class_id: str
    ids: list[str]
    codes: list[str]

    async def one_code(self, student_id: str) -> Answer:
        return await issue(self.client, self.teacher, self.class_id, student_id)


async def issue(client: Client, teacher: Person, class_id: str, student_id: str) -> Answer:
    return await client.post(f"/class/{class_id}/students/{student_id}/code", None, teacher.token)


async def issue_all(client: Client, teacher: Person, class_id: str) -> Any:
    return (await client.post(f"/class/{class_id}/codes", None, teacher.token)).data


async def claim(client: Client, code: str, password: str = PASSWORD) -> Answer:
    return await client.post("/auth/claim", {"code": code, "password": password})


async def log_in(client: Client, email: str, password: str = PASSWORD) -> Answer:
    return await client.post("/auth/login", {"email": email, "password": password})


async def delete_account(client: Client, user: Person) -> None:
    answer = await client.call("DELETE", "/auth/me", user.token, json={"password": PASSWORD})
    assert answer.status == 200


@pytest.fixture
async def course(client: Client) -> Course:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    lines = (await take(client, teacher, class_id, csv_of(ADA, BO))).data["lines"]
    ids, codes = ([line[field] for line in lines] for field in ("studentId", "code"))
    return Course(client, teacher, class_id, ids, codes)


@pytest.mark.parametrize("password", ["", PASSWORD, "ABCD-EFGH-JKLM"])
async def test_logging_in_to_an_unclaimed_account_fails_like_an_unknown_email(
    course: Course, password: str
) -> None:
    for email in (ADA[1], "nobody@school.test"):
        answer = await log_in(course.client, email, password)
        assert answer.error == (400, "Invalid email or password")
    signup = {"name": "Ada", "email": ADA[1], "password": PASSWORD, "role": "student"}
    answer = await course.client.post("/auth/signup", signup)
    assert answer.error == (400, "Email already exists")


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda code: code.replace("-", " "), " {} ".format]
)
async def test_a_claim_sets_the_password_and_logs_in(course: Course, typed: Any) -> None:
    answer = await claim(course.client, typed(course.codes[0]))
    me = await course.client.get("/auth/me", answer.data["token"])
    assert me.data == {"_id": course.ids[0], "name": "Ada", "email": ADA[1], "role": "STUDENT"}
    assert answer.data["user"] == {"id": course.ids[0], **me.data}
    assert (await log_in(course.client, ADA[1])).status == 200
    assert (await claim(course.client, course.codes[0])).error == NO_CODE
    now = await roster(course.client, course.teacher, course.class_id)
    assert [(each["claimed"], each["mayIssueCode"]) for each in now] == [
        (True, False),
        (False, True),
    ]
    export = await course.client.get("/auth/me/export", course.teacher.token)
    assert export.data["codesIssuedFor"] == [course.ids[1]]


async def test_only_one_of_several_simultaneous_claims_succeeds(course: Course) -> None:
    passwords = [f"password {number}" for number in range(4)]
    answers = await asyncio.gather(
        *(claim(course.client, course.codes[0], password) for password in passwords)
    )
    assert sorted(answer.status for answer in answers) == [200, 404, 404, 404]
    for password, answer in zip(passwords, answers, strict=True):
        assert (await log_in(course.client, ADA[1], password)).status == (
            200 if answer.status == 200 else 400
        )


@pytest.mark.parametrize(
    "code", ["", "x", "ABCD-EFGH-JKLM", "0" * 12, "\ud83d\ude00", "é" * 10_000]
)
async def test_a_wrong_code_gets_404(course: Course, code: str) -> None:
    assert (await claim(course.client, code)).error == NO_CODE


async def test_an_invalid_password_does_not_use_up_the_code(course: Course) -> None:
    assert (await claim(course.client, course.codes[0], "short")).status == 400
    assert (await claim(course.client, course.codes[0])).status == 200


async def test_wrong_codes_count_as_failed_logins_of_the_address(
    settings: Settings, http: aiohttp.ClientSession
) -> None:
    limited = attrs.evolve(
        settings,
        login_failures_per_address=Rate(2, 3600),
        trusted_proxies=[read_network("127.0.0.1")],
    )

    async def attempt(client: Client, code: str, address: str) -> Answer:
        body = {"code": code, "password": PASSWORD}
        headers = {"X-Forwarded-For": address}
        return await client.post("/auth/claim", body, headers=headers)

    async with serving(limited) as url:
        client = Client(url, http)
        teacher = await client.teacher()
        class_id = await client.make_class(teacher)
        (line,) = (await take(client, teacher, class_id, csv_of(ADA))).data["lines"]
        for status in (404, 404, 429):
            assert (await attempt(client, "wrong", "203.0.113.1")).status == status
        assert (await attempt(client, line["code"], "203.0.113.1")).status == 429
        assert (await attempt(client, line["code"], "203.0.113.2")).status == 200


async def test_the_database_stores_no_code_in_plain_text(
    course: Course, database: pymongo.database.Database
) -> None:
    stored = str([list(database[name].find()) for name in database.list_collection_names()])
    for code in course.codes:
        assert code not in stored
        assert code.replace("-", "") not in stored


def test_codes_are_easy_to_type_and_hard_to_guess() -> None:
    codes = {claim_codes.new_code() for _ in range(2000)}
    assert len(codes) == 2000
    letters = set("".join(codes)) - {"-"}
    assert letters == set(claim_codes.ALPHABET)
    assert not letters & set("01OI")
    assert len(claim_codes.ALPHABET) ** (claim_codes.GROUPS * claim_codes.GROUP) >= 2**60


async def test_a_new_code_replaces_the_previous_one(course: Course) -> None:
    reissued = (await course.one_code(course.ids[0])).data
    assert reissued == {
        "studentId": course.ids[0],
        "name": "Ada",
        "email": ADA[1],
        "code": reissued["code"],
        "codeExpiresAt": reissued["codeExpiresAt"],
    }
    assert (await claim(course.client, course.codes[0])).error == NO_CODE
    both = await issue_all(course.client, course.teacher, course.class_id)
    assert [each["studentId"] for each in both] == course.ids
    assert (await claim(course.client, reissued["code"])).error == NO_CODE
    assert (await claim(course.client, both[0]["code"])).status == 200
    assert (await course.one_code(course.ids[0])).error == CLAIMED
    remaining = await issue_all(course.client, course.teacher, course.class_id)
    assert [each["studentId"] for each in remaining] == course.ids[1:]


async def test_no_code_is_issued_for_a_user_who_is_not_on_the_roster(course: Course) -> None:
    student = await course.client.student()
    for student_id in (student.id, "0" * 24, "no-id", course.teacher.id):
        assert (await course.one_code(student_id)).error == (404, "Student not found")


async def test_a_teacher_gets_no_code_for_a_student_imported_by_another_teacher(
    course: Course,
) -> None:
    client, colleague = course.client, await course.client.teacher()
    class_id = await client.make_class(colleague)
    assert outcomes(await take(client, colleague, class_id, csv_of(ADA))) == ["known"]
    assert (await issue(client, colleague, class_id, course.ids[0])).error == NOT_ISSUER
    assert await issue_all(client, colleague, class_id) == []
    (ada,) = await roster(client, colleague, class_id)
    assert (ada["claimed"], ada["mayIssueCode"]) == (False, False)
    assert (await claim(client, course.codes[0])).status == 200


async def test_after_the_issuer_is_deleted_another_teacher_of_the_student_may_issue_codes(
    course: Course, database: pymongo.database.Database
) -> None:
    client = course.client
    colleagues = [await client.teacher() for _ in range(2)]
    classes = [await client.make_class(colleague) for colleague in colleagues]
    for colleague, class_id in zip(colleagues, classes, strict=True):
        await take(client, colleague, class_id, csv_of(ADA))
    await delete_account(client, course.teacher)
    # Bo was in no other class, so his account is deleted too.
    assert database.users.count_documents({"email": BO[1]}) == 0
    assert [each["mayIssueCode"] for each in await roster(client, colleagues[0], classes[0])] == [
        True
    ]
    issued = await issue(client, colleagues[0], classes[0], course.ids[0])
    assert (await issue(client, colleagues[1], classes[1], course.ids[0])).error == NOT_ISSUER
    assert (await claim(client, issued.data["code"])).status == 200


async def test_an_account_outlives_its_class_and_a_claimed_one_its_teacher(
    course: Course, database: pymongo.database.Database
) -> None:
    client, teacher = course.client, course.teacher
    path = f"/class/{course.class_id}"
    await client.call("DELETE", f"{path}/students/{course.ids[0]}", teacher.token)
    assert (await course.one_code(course.ids[0])).error == (404, "Student not found")
    await client.call("DELETE", path, teacher.token)
    again = await client.make_class(teacher)
    assert outcomes(await take(client, teacher, again, csv_of(ADA, BO))) == ["known"] * 2
    ada, _ = await issue_all(client, teacher, again)
    assert (await claim(client, ada["code"])).status == 200
    await delete_account(client, teacher)
    assert [each["email"] for each in database.users.find()] == [ADA[1]]


DAYS = 24 * 3600.0


@attrs.frozen
class Dated:
    """A server whose clock a test sets, with a class into which a teacher has imported Ada."""

    course: Course
    clock: Clock
    until: str


@pytest.fixture
async def dated(clock: Clock, client: Client) -> Dated:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    (line,) = (await take(client, teacher, class_id, csv_of(ADA))).data["lines"]
    course = Course(client, teacher, class_id, [line["studentId"]], [line["code"]])
    return Dated(course, clock, line["codeExpiresAt"])


async def test_a_code_expires_and_the_teacher_issues_another(dated: Dated) -> None:
    course, now = dated.course, dated.clock()
    assert dated.until == iso_time(now + timedelta(days=30))
    dated.clock.forward(days=30)
    assert (await claim(course.client, course.codes[0])).error == EXPIRED
    # An expired code reveals nothing, like a wrong one, and the account stays unclaimed.
    (ada,) = await roster(course.client, course.teacher, course.class_id)
    assert (ada["claimed"], ada["codeExpiresAt"]) == (False, dated.until)
    issued = (await course.one_code(course.ids[0])).data
    assert issued["codeExpiresAt"] == iso_time(now + timedelta(days=60))
    assert (await claim(course.client, course.codes[0])).error == NO_CODE
    assert (await claim(course.client, issued["code"])).status == 200
    (ada,) = await roster(course.client, course.teacher, course.class_id)
    assert "codeExpiresAt" not in ada


async def test_a_code_is_valid_until_it_expires(dated: Dated) -> None:
    dated.clock.forward(days=30, milliseconds=-1)
    assert (await claim(dated.course.client, dated.course.codes[0])).status == 200


async def test_codes_without_an_expiry_expire_counting_from_the_server_start(
    settings: Settings,
    database: pymongo.database.Database,
    clock: Clock,
    http: aiohttp.ClientSession,
) -> None:
    short = attrs.evolve(settings, code_ttl=2 * DAYS)
    async with serving(short) as url:
        client = Client(url, http)
        teacher = await client.teacher()
        class_id = await client.make_class(teacher)
        lines = (await take(client, teacher, class_id, csv_of(ADA, BO))).data["lines"]
    database.users.update_one({"email": ADA[1]}, {"$unset": {"claim.until": ""}})
    clock.forward(days=1)
    async with serving(short) as url:
        client = Client(url, http)
        ada, bo = await roster(client, teacher, class_id)
        assert ada["codeExpiresAt"] == iso_time(clock() + timedelta(days=2))
        assert bo["codeExpiresAt"] == lines[1]["codeExpiresAt"]
        clock.forward(days=1)
        assert (await claim(client, lines[1]["code"])).error == EXPIRED
        assert (await claim(client, lines[0]["code"])).status == 200
