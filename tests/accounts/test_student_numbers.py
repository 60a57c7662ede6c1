"""Students with a number: their second log-in name, or the only one they have."""

import asyncio
import io
from pathlib import Path
from typing import Any

import openpyxl
import pymongo
import pytest

from attendance_server.database.backup import restore, save
from attendance_server.settings import Settings
from attendance_server.store import Store
from tests.conftest import new_database
from tests.support.client import PASSWORD, Answer, Client, Person
from tests.support.mongo import Mongod
from tests.support.roster import csv_of, outcomes, roster, take, xlsx_of

TITLES = ("name", "email", "Student number", "Contact e-mail")
FAMILY = "family@home.test"
ADA = ("Ada", "", "0042", FAMILY)
BO = ("Bo", "", "S-007", FAMILY)


@pytest.fixture
def client(school: Client) -> Client:
    return school


async def log_in(client: Client, number: str, password: str = PASSWORD) -> Answer:
    return await client.post("/auth/login", {"studentNumber": number, "password": password})


async def claimed(client: Client, line: dict[str, Any]) -> Person:
    """The owner of an imported account, who has claimed it."""
    claim = await client.post("/auth/claim", {"code": line["code"], "password": PASSWORD})
    return Person(line["studentId"], line["name"], "", "student", claim.data["token"])


async def imported(client: Client, *people: tuple[str, ...]) -> tuple[Person, str, list[Any]]:
    """A teacher with a class of these people, and the lines of the import."""
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    answer = await take(client, teacher, class_id, csv_of(*people, titles=TITLES))
    return teacher, class_id, answer.data["lines"]


def numbered(number: str) -> tuple[str, ...]:
    return ("Ada", "", number, "")


async def test_a_student_without_an_email_claims_the_account_and_logs_in_by_number(
    client: Client,
) -> None:
    teacher, class_id, (line, brother) = await imported(client, ADA, BO)
    assert (line["outcome"], line["email"], line["studentNumber"]) == ("new", "", "0042")
    shown = await roster(client, teacher, class_id)
    assert [(each["email"], each["contactEmail"]) for each in shown] == [(None, FAMILY)] * 2
    # A contact address is no log-in name, and is free for its owner to sign up with.
    family = {"name": "Ma", "email": FAMILY, "password": PASSWORD, "role": "student"}
    assert (await client.post("/auth/signup", family)).status == 201

    ada = await claimed(client, line)
    for typed in ("0042", " \uff10\uff1042 ", "\u0660\u0660\u0664\u0662"):
        token = (await log_in(client, typed)).data["token"]
        me = (await client.get("/auth/me", token)).data
        assert me == {
            **{"_id": ada.id, "name": "Ada", "email": None, "role": "STUDENT"},
            "studentNumber": "0042",
        }
    wrong = (400, "Invalid email or password")
    for typed in ("42", "00042", "s-007"):
        assert (await log_in(client, typed)).error == wrong
    await claimed(client, brother)
    assert (await log_in(client, "s-007")).status == 200

    export = (await client.get("/auth/me/export", ada.token)).data["account"]
    assert (export["studentNumber"], export["contactEmail"]) == ("0042", FAMILY)
    (found,) = (await client.get("/students?q=s-00", teacher.token)).data
    assert found == {
        **{"_id": brother["studentId"], "name": "Bo", "email": None, "studentNumber": "S-007"}
    }
    changed = await client.post(
        "/auth/password", {"oldPassword": PASSWORD, "newPassword": "battery staple"}, ada.token
    )
    assert changed.status == 200
    delete = {"password": "battery staple"}
    gone = await client.call("DELETE", "/auth/me", changed.data["token"], json=delete)
    assert gone.status == 200


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"studentNumber": ""}, ("studentNumber", "empty")),
        ({"studentNumber": "7" * 65}, ("studentNumber", "too_long")),
        ({"studentNumber": "ada@school.test"}, ("studentNumber", "invalid_number")),
        ({"studentNumber": 42}, ("studentNumber", "wrong_type")),
        ({"studentNumber": "42", "email": "ada@school.test"}, ("", "conflicting")),
        ({}, ("email", "required")),
    ],
)
async def test_a_login_needs_one_login_name(
    client: Client, body: dict[str, Any], problem: tuple[str, str]
) -> None:
    answer = await client.post("/auth/login", {**body, "password": PASSWORD})
    assert answer.error == (400, "Invalid request schema")
    assert [(each["path"], each["code"]) for each in answer.body["details"]] == [problem]


async def test_failed_logins_count_together_for_both_names_of_an_account(client: Client) -> None:
    email = "limits@school.test"
    _, _, (line, other) = await imported(client, ("Cy", email, "C-1", ""), ("Di", "", "C-2", ""))
    await claimed(client, line)
    await claimed(client, other)
    for typed in ("c-1", "C-1", "c - 1", "C-1", "c-1"):
        assert (await log_in(client, typed, "wrong")).status == 400
    for _ in range(5):
        answer = await client.post("/auth/login", {"email": email, "password": "wrong"})
        assert answer.status == 400
    assert (await log_in(client, "C-1")).status == 429
    by_email = await client.post("/auth/login", {"email": email, "password": PASSWORD})
    assert by_email.status == 429
    # Nobody else is kept out, and a number without an account is limited like one with.
    assert (await log_in(client, "C-2")).status == 200
    statuses = [(await log_in(client, "C-3", "wrong")).status for _ in range(11)]
    assert statuses == [400] * 10 + [429]


async def test_an_import_finds_students_by_number_first_and_reports_contradictions(
    client: Client,
) -> None:
    one, two = "one@school.test", "two@school.test"
    teacher, class_id, _ = await imported(
        client,
        ("One", one, "101", ""),
        ("Two", two, "", ""),
        ("Three", "", "103", ""),
        ("Four", "four@school.test", "104", ""),
        ("Five", "five@school.test", "105", ""),
    )
    file = csv_of(
        ("One", one, "101", FAMILY),
        ("Uno", "", "\uff11\uff10\uff11", ""),
        ("Two", two, "102", ""),
        ("Three", "three@school.test", "103", ""),
        ("Four", one, "199", ""),
        ("Five", "five@school.test", "104", ""),
        ("New", "new@school.test", "105", ""),
        ("Six", "four@school.test", "106", ""),
        ("Seven", "", "", "parent@home.test"),
        ("Eight", "", "x" * 65, "no address"),
        ("Nine", teacher.email, "109", ""),
        titles=TITLES,
    )
    lines = (await take(client, teacher, class_id, file, dry=True)).data["lines"]
    reported = [
        (line["outcome"], [(each["path"], each["code"]) for each in line.get("problems", [])])
        for line in lines
    ]
    number, email = "studentNumber", "email"
    assert reported == [
        ("enrolled", []),
        ("wrong", [(number, "duplicate_number")]),
        ("enrolled", []),
        ("enrolled", [(email, "email_ignored")]),
        ("wrong", [(email, "duplicate_email")]),
        ("wrong", [(number, "other_account")]),
        ("wrong", [(number, "other_account")]),
        ("wrong", [(number, "other_number")]),
        ("wrong", [(email, "empty")]),
        ("wrong", [(number, "too_long"), ("contactEmail", "invalid_email")]),
        ("wrong", [(email, "teacher_email")]),
    ]
    # What the accounts lack is added; what they have stays.
    right = csv_of(
        ("One", one, "101", FAMILY),
        ("Two", two, "102", ""),
        ("Three", "three@school.test", "103", ""),
        titles=TITLES,
    )
    assert outcomes(await take(client, teacher, class_id, right)) == ["enrolled"] * 3
    shown = await roster(client, teacher, class_id)
    assert [
        (each["email"], each.get("studentNumber"), each.get("contactEmail")) for each in shown
    ] == [
        (one, "101", FAMILY),
        (two, "102", None),
        (None, "103", None),
        ("four@school.test", "104", None),
        ("five@school.test", "105", None),
    ]
    (found,) = (await client.get("/students?q=102", teacher.token)).data
    assert found["email"] == two


async def test_two_teachers_may_import_one_number_at_the_same_time(client: Client) -> None:
    teachers = [await client.teacher() for _ in range(3)]
    classes = [await client.make_class(teacher) for teacher in teachers]
    file = csv_of(numbered("2001"), numbered("2002"), titles=TITLES)
    answers = await asyncio.gather(
        *(take(client, *each, file) for each in zip(teachers, classes, strict=True))
    )
    assert sorted(outcomes(answer)[0] for answer in answers) == ["known", "known", "new"]


async def test_files_carry_the_number_as_text(client: Client) -> None:
    teacher, class_id, (line, _) = await imported(
        client, ("Ada", "", "0301", ""), ("Bo", "bo301@school.test", "", "")
    )
    await client.start(teacher, class_id)
    desk = await client.socket(teacher)
    await desk.ask("DONE")
    (session,) = (await client.get(f"/class/{class_id}/sessions", teacher.token)).data
    path = f"/class/{class_id}"
    for call in (
        "/roster",
        "/report",
        "/report/matrix",
        f"/sessions/{session['_id']}",
    ):
        sheet = await workbook(client, teacher, f"{path}{call}?format=xlsx")
        titles, ada, bo = sheet.iter_rows()
        (place,) = [cell.column - 1 for cell in titles if cell.value == "Student number"]
        assert (ada[place].value, ada[place].data_type) == ("0301", "s"), call
        assert bo[place].value is None
    detail = (await client.get(f"{path}/sessions/{session['_id']}", teacher.token)).data
    shown = (await client.get(path, teacher.token)).data["students"]
    report = (await client.get(f"{path}/report", teacher.token)).data
    for first, second in (detail["attendance"], shown, report):
        assert (first["email"], first["studentNumber"]) == (None, "0301")
        assert "studentNumber" not in second
    # Students of the class see no number of each other.
    ada_seen = (await client.get(path, (await claimed(client, line)).token)).data["students"]
    assert [sorted(each) for each in ada_seen] == [["_id", "name"]] * 2


async def workbook(client: Client, user: Person, path: str) -> Any:
    headers = {"Authorization": f"Bearer {user.token}"}
    async with client.http.get(client.url + path, headers=headers) as response:
        return openpyxl.load_workbook(io.BytesIO(await response.read())).active


async def test_a_workbook_whose_numbers_are_text_keeps_leading_zeros(client: Client) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    file = xlsx_of([["Name", "Student ID", "Student number"], ["Ada", "x", "0401"]])
    done = await take(client, teacher, class_id, file)
    assert done.data["lines"][0]["studentNumber"] == "0401"


async def test_a_backup_and_an_older_index_know_accounts_without_an_email(
    mongod: Mongod, settings: Settings, tmp_path: Path, database: Any
) -> None:
    # As earlier versions made it: there, one account without an address was all that could be.
    database.users.drop_indexes()
    database.users.create_index("email", name="one_account_an_email", unique=True)
    database.users.insert_one(
        {"name": "Old", "email": "old@school.test", "role": "STUDENT", "passwordHash": b"x"}
    )
    store = Store(settings.mongo_uri or "", timeout=20)
    try:
        await store.prepare()
        assert database.users.index_information()["one_account_an_email"]["sparse"]
        old = await store.users.by_email("old@school.test")
        assert old
        assert old.student_number is None
    finally:
        store.close()
    for number in ("0042", "0043"):
        database.users.insert_one(
            {
                **{"name": "Ada", "role": "STUDENT", "passwordHash": b"x"},
                **{"studentNumber": number, "numberKey": number},
            }
        )
    await save(settings, str(tmp_path / "school"))
    with new_database(mongod) as fresh, pymongo.MongoClient[Any](fresh.mongo_uri) as mongo:
        await restore(fresh, str(tmp_path / "school"))
        restored = mongo.get_default_database().users
        assert list(restored.find()) == list(database.users.find())
        with pytest.raises(pymongo.errors.DuplicateKeyError):
            restored.insert_one({"numberKey": "0042"})
