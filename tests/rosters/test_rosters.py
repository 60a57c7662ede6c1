"""Importing rosters: the outcome of each line, and all or nothing."""

import asyncio
from typing import Any

import pymongo
import pytest

from attendance_server.database import backup
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.client import PASSWORD, Client, Lesson
from tests.support.roster import csv_of, known_student, outcomes, roster, take

ADA, BO = ("Ada", "ada@school.test"), ("Bo", "bo@school.test")
WRONG = (400, "Roster has invalid lines, nothing was changed")


def saved(database: pymongo.database.Database) -> Any:
    """A fingerprint of the database that changes unless only the audit trail has changed."""
    collections = database.command("dbHash")["collections"]
    return {name: md5 for name, md5 in collections.items() if name != "audit"}


async def test_the_outcome_of_each_line_is_reported(
    client: Client, database: pymongo.database.Database
) -> None:
    teacher, here = await client.teacher(), await client.student()
    there = await known_student(client, teacher)
    class_id = await client.make_class(teacher, here)
    file = csv_of(ADA, ("Another name", here.email.upper()), (there.name, there.email))
    saved_before = saved(database)
    dry = await take(client, teacher, class_id, file, dry=True)
    assert saved(database) == saved_before
    assert dry.data["counts"] == {"new": 1, "known": 1, "enrolled": 1, "wrong": 0}
    reported = [
        (line["line"], line["outcome"], line["studentId"], line["knownAs"], line["code"])
        for line in dry.data["lines"]
    ]
    assert reported == [
        (2, "new", None, None, None),
        (3, "enrolled", here.id, here.name, None),
        (4, "known", there.id, None, None),
    ]

    done = await take(client, teacher, class_id, file)
    ada, *other_lines = done.data["lines"]
    until = {"codeExpiresAt": ada.pop("codeExpiresAt")}
    assert other_lines == dry.data["lines"][1:]
    assert ada | {"studentId": None, "code": None} == dry.data["lines"][0]
    assert await roster(client, teacher, class_id) == [
        student(here.id, here.name, here.email, claimed=True),
        student(ada["studentId"], *ADA, claimed=False) | until,
        student(there.id, there.name, there.email, claimed=True),
    ]
    again = await take(client, teacher, class_id, file)
    assert outcomes(again) == ["enrolled"] * 3
    assert [line["code"] for line in again.data["lines"]] == [None] * 3


def student(student_id: str, name: str, email: str, *, claimed: bool) -> dict[str, Any]:
    identity = {"studentId": student_id, "name": name, "email": email}
    return identity | {"claimed": claimed, "mayIssueCode": not claimed}


async def test_invalid_lines_are_reported_and_nothing_is_imported(
    client: Client, database: pymongo.database.Database
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    file = csv_of(
        ADA,
        ("", "nobody@school.test"),
        ("x" * 201, "long@school.test"),
        ("Bo", "bo at school"),
        ("Ada again", ADA[1].upper()),
        (teacher.name, teacher.email),
        ("", ""),
    )
    saved_before = saved(database)
    dry = await take(client, teacher, class_id, file + b"Cy\n", dry=True)
    assert dry.data["counts"] == {"new": 1, "known": 0, "enrolled": 0, "wrong": 6}
    problems = [
        problem("name", "the name must not be empty", "empty"),
        problem("name", "the name must not be longer than 200 characters", "too_long", maximum=200),
        problem("email", "the e-mail address is not one", "invalid_email"),
        problem("email", "line 2 has the same e-mail address", "duplicate_email", line=2),
        problem("email", "the e-mail address is that of a teacher", "teacher_email"),
        problem("email", "the e-mail address must not be empty", "empty"),
    ]
    right, *wrong = dry.data["lines"]
    assert (right["line"], right["reason"], right.get("problems")) == (2, None, None)
    assert [line["line"] for line in wrong] == [3, 4, 5, 6, 7, 9]
    assert [line["problems"] for line in wrong] == [[each] for each in problems]
    assert [line["reason"] for line in wrong] == [each["message"] for each in problems]
    refused = await take(client, teacher, class_id, file)
    assert refused.error == WRONG
    assert refused.body["details"] == [
        problem("", "5 of 6 lines are wrong", "wrong_lines", count=5),
        *({**each, "path": f"line {line}"} for line, each in enumerate(problems[:5], 3)),
    ]
    assert saved(database) == saved_before


def problem(path: str, message: str, code: str, **values: int) -> dict[str, Any]:
    return {"path": path, "message": message, "code": code, **values}


async def test_a_line_with_two_problems_has_the_code_of_each(client: Client) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    file = csv_of(("", "bo at school"))
    dry = await take(client, teacher, class_id, file, dry=True)
    (line,) = dry.data["lines"]
    assert [each["code"] for each in line["problems"]] == ["empty", "invalid_email"]
    assert line["reason"] == "the name must not be empty; the e-mail address is not one"
    refused = await take(client, teacher, class_id, file)
    assert refused.body["details"][1] == problem("line 2", line["reason"], "empty")


async def test_imported_students_join_the_running_session(lesson: Lesson) -> None:
    client, teacher = lesson.client, lesson.teacher
    known = await known_student(client, teacher)
    seat = await client.socket(known)
    await seat.ask("WATCH")
    answer = await take(
        client, teacher, lesson.class_id, csv_of(ADA, BO, (known.name, known.email))
    )
    assert (await seat.expect("SESSION_STARTED"))["sessionId"] == lesson.session_id
    for line in answer.data["lines"]:
        await lesson.desk.send("MARK_ATTENDANCE", studentId=line["studentId"])
        assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["studentId"] == line["studentId"]
    assert (await lesson.end())["totalStudents"] == 6


async def test_simultaneous_imports_and_a_signup_create_one_account_per_email(
    client: Client, database: pymongo.database.Database
) -> None:
    teachers = [await client.teacher() for _ in range(3)]
    classes = [await client.make_class(teacher) for teacher in teachers]
    signup = {"name": "Ada", "email": ADA[1], "password": PASSWORD, "role": "student"}
    *answers, signed_up = await asyncio.gather(
        *(take(client, *each, csv_of(ADA, BO)) for each in zip(teachers, classes, strict=True)),
        client.post("/auth/signup", signup),
    )
    assert signed_up.status in (201, 400)
    for email, created in ((ADA[1], signed_up.status != 201), (BO[1], True)):
        (account,) = database.users.find({"email": email})
        new = [line for a in answers for line in a.data["lines"] if line["outcome"] == "new"]
        assert sum(line["email"] == email for line in new) == created
        # An account that its owner created is only invited.
        member = "studentIds" if created else "invitedIds"
        for class_ in database.classes.find():
            assert class_[member].count(account["_id"]) == 1


async def test_an_import_into_a_class_deleted_meanwhile_leaves_nothing(
    client: Client, database: pymongo.database.Database
) -> None:
    teacher = await client.teacher()
    for _ in range(5):
        class_id = await client.make_class(teacher)
        imported, deleted = await asyncio.gather(
            take(client, teacher, class_id, csv_of(ADA)),
            client.call("DELETE", f"/class/{class_id}", teacher.token),
        )
        assert deleted.status == 200
        assert imported.status == 200 or imported.error == (404, "Class not found")
        assert database.users.count_documents({"email": ADA[1]}) == (imported.status == 200)
        assert database.users.count_documents({"import": {"$exists": True}}) == 0
        database.users.delete_many({"email": ADA[1]})


async def test_a_roster_beyond_the_limit_gets_503_with_retry_after(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, http: Any
) -> None:
    monkeypatch.setattr("attendance_server.rosters.files.WAITING", 0)
    monkeypatch.setattr("attendance_server.rosters.files.AT_ONCE", 1)
    async with serving(settings) as url:
        busy = Client(url, http)
        # Several teachers, since too many requests of one teacher get another error.
        teachers = [await busy.teacher() for _ in range(4)]
        classes = [await busy.make_class(teacher) for teacher in teachers]
        answers = await asyncio.gather(
            *(
                take(busy, teacher, class_id, csv_of(ADA, BO))
                for teacher, class_id in zip(teachers, classes, strict=True)
            )
        )
    refused = [answer for answer in answers if answer.status != 200]
    assert refused
    for answer in refused:
        assert answer.error == (503, "Too many rosters are being read, try again")
        assert int(answer.headers["Retry-After"]) >= 0


async def test_a_backup_contains_unclaimed_accounts(
    settings: Settings, http: Any, tmp_path: Any
) -> None:
    async with serving(settings) as url:
        client = Client(url, http)
        teacher = await client.teacher()
        class_id = await client.make_class(teacher)
        code = (await take(client, teacher, class_id, csv_of(ADA))).data["lines"][0]["code"]
    await backup.save(settings, str(tmp_path / "all"))
    await backup.restore(settings, str(tmp_path / "all"), replace=True)
    async with serving(settings) as url:
        client = Client(url, http)
        assert [each["claimed"] for each in await roster(client, teacher, class_id)] == [False]
        claim = {"code": code, "password": PASSWORD}
        assert (await client.post("/auth/claim", claim)).status == 200
