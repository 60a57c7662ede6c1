"""What the columns of a file are: shown, chosen, remembered; and what is done about gaps."""

from typing import Any

import pymongo
import pytest
from bson import ObjectId
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attendance_server.models import ColumnRole
from tests.support.client import PASSWORD, Answer, Client, Person
from tests.support.roster import csv_of, outcomes, roster, take, workbook_of

few = settings(suppress_health_check=list(HealthCheck), print_blob=True)

CLASS_LIST = """Name;Vorname;Klasse;E-Mail;E-Mail Eltern
Okafor;Ada;8B;ada@pupils.test;okafor@home.test
Müller;Björn;8B;bjoern@pupils.test;mueller@home.test
Lefèvre;Chloé;8B;chloe@pupils.test;lefevre@home.test
""".encode()

REGISTER = """Given,Family,Mail,Role,Status
Ada,Okafor,ada@pupils.test,Student,active
Jordan,Lee,lee@staff.test,Teacher,active
Björn,Müller,bjoern@pupils.test,Student,deleted
Chloé,Lefèvre,chloe@pupils.test,Student,active
""".encode()

NAMES = b"Name,Class\nAda Okafor,8B\nBo Ek,8B\nAda Okafor,8B\n"


async def owner(client: Client) -> tuple[Person, str]:
    teacher = await client.teacher()
    return teacher, await client.make_class(teacher)


def roles(answer: Answer) -> list[str]:
    return [column["role"] for column in answer.data["columns"]]


def found(answer: Answer) -> Any:
    """What an import that was refused found in the file."""
    return answer.body["file"]


async def test_the_dry_run_shows_what_each_column_is_taken_for(client: Client) -> None:
    teacher, class_id = await owner(client)
    dry = await take(client, teacher, class_id, CLASS_LIST, dry=True)
    assert [column["header"] for column in dry.data["columns"]] == [
        *("Name", "Vorname", "Klasse", "E-Mail", "E-Mail Eltern")
    ]
    assert roles(dry) == ["familyName", "givenName", "class", "email", "contactEmail"]
    assert dry.data["columns"][1]["examples"] == ["Ada", "Björn", "Chloé"]
    assert dry.data["headerRow"] == 1
    assert dry.data["encoding"]["used"]["encoding"] == "utf-8"
    assert [line["name"] for line in dry.data["lines"]] == [
        *("Ada Okafor", "Björn Müller", "Chloé Lefèvre")
    ]
    chosen = ",,,contactEmail,email"
    other = await take(
        client, teacher, class_id, CLASS_LIST, dry=True, columns=f"name{chosen}", makeNumbers="true"
    )
    assert roles(other) == ["name", "ignored", "ignored", "contactEmail", "email"]
    assert {column["certainty"] for column in other.data["columns"]} == {"chosen"}
    line = other.data["lines"][0]
    assert (line["name"], line["email"]) == ("Okafor", "okafor@home.test")
    assert line["contactEmail"] == "ada@pupils.test"


async def test_the_letters_of_a_file_are_shown_in_each_likely_encoding(client: Client) -> None:
    teacher, class_id = await owner(client)
    file = "Name,Email\nŁukasz Wójcik,lukasz@pupils.test\nZoë Żółć,zoe@pupils.test\n"
    dry = await take(client, teacher, class_id, file.encode("cp1250"), dry=True)
    encoding = dry.data["encoding"]
    assert encoding["guessed"]
    named = {each["encoding"]: each["names"] for each in (encoding["used"], *encoding["others"])}
    assert named["cp1250"] == ["Łukasz Wójcik", "Zoë Żółć"]
    chosen = await take(
        client, teacher, class_id, file.encode("cp1250"), dry=True, encoding="cp1250"
    )
    assert chosen.data["lines"][0]["name"] == "Łukasz Wójcik"
    assert "unsure" not in chosen.data


async def test_letters_are_never_lost_without_a_word(client: Client) -> None:
    teacher, class_id = await owner(client)
    # One line of another program in a file of UTF-8.
    file = "Name,Email\n山田 太郎,yamada@pupils.test\n".encode() + b"Zo\xeb,zoe@pupils.test\n"
    asked = await take(client, teacher, class_id, file, dry=True)
    assert [each["code"] for each in asked.data["unsure"]] == ["unclear_encoding"]
    used = asked.data["encoding"]["used"]
    assert used["names"] == ["山田 太郎", "Zoë"]
    chosen = await take(client, teacher, class_id, file, encoding=used["encoding"])
    assert [line["name"] for line in chosen.data["lines"]] == used["names"]
    lost = await take(client, teacher, class_id, file, dry=True, encoding="cp932")
    assert "lost_characters" in str(lost.data["lines"][1]["problems"])


async def test_rows_that_are_no_students_are_skipped_with_the_reason(client: Client) -> None:
    teacher, class_id = await owner(client)
    dry = await take(client, teacher, class_id, REGISTER, dry=True)
    assert [(each["line"], each["code"]) for each in dry.data["skipped"]] == [
        (3, "teacher"),
        (4, "left"),
    ]
    assert dry.data["skipped"][0] == {
        **{"line": 3, "code": "teacher", "reason": "a teacher", "role": "Teacher"},
        **{"name": "Jordan Lee", "email": "lee@staff.test", "status": "active"},
    }
    done = await take(client, teacher, class_id, REGISTER)
    assert outcomes(done) == ["new", "new"]
    # Without these columns, the teacher of the list says who is a student.
    columns = "givenName,familyName,email"
    everyone = await take(client, teacher, class_id, REGISTER, dry=True, columns=columns)
    assert everyone.data["skipped"] == []
    assert outcomes(everyone) == ["enrolled", "new", "new", "enrolled"]


async def test_a_choice_of_columns_is_remembered_for_the_same_headers(
    client: Client, database: pymongo.database.Database
) -> None:
    teacher, class_id = await owner(client)
    columns = "familyName,givenName,,contactEmail,email"
    await take(client, teacher, class_id, CLASS_LIST, dry=True, columns=columns)
    assert database.columnChoices.count_documents({}) == 0
    await take(client, teacher, class_id, CLASS_LIST, columns=columns)
    later = b"".join(CLASS_LIST.splitlines(keepends=True)[:1]) + b"Ek;Bo;8B;bo@a.test;ek@b.test\n"
    dry = await take(client, teacher, class_id, later, dry=True)
    assert dry.data["remembered"]
    assert roles(dry) == ["familyName", "givenName", "ignored", "contactEmail", "email"]
    assert [line["email"] for line in dry.data["lines"]] == ["ek@b.test"]

    colleague, other = await owner(client)
    assert "remembered" not in (await take(client, colleague, other, later, dry=True)).data
    again = await take(client, teacher, class_id, later, columns="familyName,givenName,,email,")
    assert [line["email"] for line in again.data["lines"]] == ["bo@a.test"]
    headers = {"Authorization": f"Bearer {teacher.token}"}
    async with client.http.get(client.url + "/auth/me/export", headers=headers) as response:
        (choice,) = (await response.json())["data"]["columnChoices"]
    assert choice["columns"] == ["familyName", "givenName", "ignored", "email", "ignored"]
    assert database.columnChoices.find_one()["userId"] == ObjectId(teacher.id)
    await client.call("DELETE", "/auth/me", teacher.token, json={"password": PASSWORD})
    assert database.columnChoices.count_documents({}) == 0


async def test_the_right_lines_are_imported_alone_if_that_is_chosen(client: Client) -> None:
    teacher, class_id = await owner(client)
    file = csv_of(
        ("Ada", "ada@pupils.test"),
        ("Bo", "bo at pupils"),
        ("", "cy@pupils.test"),
        ("Di", "di@p.test"),
    )
    refused = await take(client, teacher, class_id, file)
    assert refused.error == (400, "Roster has invalid lines, nothing was changed")
    done = await take(client, teacher, class_id, file, only="right")
    assert outcomes(done) == ["new", "wrong", "wrong", "new"]
    assert [line["problems"][0]["code"] for line in done.data["lines"][1:3]] == [
        *("invalid_email", "empty")
    ]
    assert [bool(line["code"]) for line in done.data["lines"]] == [True, False, False, True]
    assert {each["name"] for each in await roster(client, teacher, class_id)} == {"Ada", "Di"}
    wrong = await take(client, teacher, class_id, csv_of(("Bo", "bo at pupils")), only="right")
    assert wrong.error == refused.error


async def test_students_with_nothing_but_a_name_get_a_number_if_that_is_chosen(
    client: Client,
) -> None:
    teacher, class_id = await owner(client)
    for dry in (True, False):
        refused = await take(client, teacher, class_id, NAMES, dry=dry)
        assert refused.error == (400, "Roster unreadable, nothing was changed")
        assert [each["code"] for each in refused.body["details"]] == ["missing_columns"]
        assert "email or student number" in refused.body["details"][0]["message"]
        assert [column["role"] for column in found(refused)["columns"]] == ["name", "class"]
    dry_run = await take(client, teacher, class_id, NAMES, dry=True, makeNumbers="true")
    assert outcomes(dry_run) == ["new"] * 3
    done = await take(client, teacher, class_id, NAMES, makeNumbers="true")
    numbers = [line["studentNumber"] for line in done.data["lines"]]
    assert len({*numbers}) == 3
    claimed = {"code": done.data["lines"][0]["code"], "password": PASSWORD}
    assert (await client.post("/auth/claim", claimed)).status == 200
    log_in = {"studentNumber": numbers[0].lower(), "password": PASSWORD}
    assert (await client.post("/auth/login", log_in)).data["user"]["name"] == "Ada Okafor"

    # The two namesakes are two students, and the list does not make more of them.
    more = NAMES + b"Cy Ito,8B\nAda Okafor,8B\n"
    again = await take(client, teacher, class_id, more, makeNumbers="true")
    assert outcomes(again) == ["enrolled", "enrolled", "enrolled", "new", "new"]


async def test_names_are_made_of_addresses_if_that_is_chosen(client: Client) -> None:
    teacher, class_id = await owner(client)
    file = b"Email\nada.okafor@pupils.test\nbo_ek2@pupils.test\n"
    refused = await take(client, teacher, class_id, file)
    assert [each["code"] for each in refused.body["details"]] == ["missing_columns"]
    assert "no column holds: name" in refused.body["details"][0]["message"]
    done = await take(client, teacher, class_id, file, makeNames="true")
    assert [line["name"] for line in done.data["lines"]] == ["Ada Okafor", "Bo Ek"]


async def test_a_workbook_with_several_lists_needs_a_choice(client: Client) -> None:
    teacher, class_id = await owner(client)
    sheets = {
        each: [["Name", "Email"], [f"Ada {each}", f"ada{each}@pupils.test"]]
        for each in ("8A", "8B")
    }
    file = workbook_of(sheets)
    dry = await take(client, teacher, class_id, file, dry=True)
    assert [each["name"] for each in dry.data["sheets"]] == ["8A", "8B"]
    assert [each["code"] for each in dry.data["unsure"]] == ["several_sheets"]
    refused = await take(client, teacher, class_id, file)
    assert refused.error == (400, "Roster needs a choice, nothing was changed")
    assert refused.body["code"] == "roster_unsure"
    assert refused.body["details"] == dry.data["unsure"]
    assert found(refused)["sheets"] == dry.data["sheets"]
    done = await take(client, teacher, class_id, file, sheet="8B")
    assert [line["name"] for line in done.data["lines"]] == ["Ada 8B"]


@pytest.mark.parametrize(
    ("file", "message", "columns"),
    [
        (b"Ada,ada@pupils.test\n", "no line names the columns", "name,email"),
        (
            b"email,name,E-Mail\na@b.test,Ada,ada@pupils.test\n",
            "check what the column 'email' holds",
            ",name,email",
        ),
    ],
)
async def test_columns_that_are_unclear_need_a_choice(
    client: Client, file: bytes, message: str, columns: str
) -> None:
    teacher, class_id = await owner(client)
    dry = await take(client, teacher, class_id, file, dry=True)
    assert [line["name"] for line in dry.data["lines"]] == ["Ada"]
    refused = await take(client, teacher, class_id, file)
    assert refused.error == (400, "Roster needs a choice, nothing was changed")
    (problem,) = refused.body["details"]
    assert [problem] == dry.data["unsure"]
    assert (problem["code"], message in problem["message"]) == ("unclear_columns", True)
    done = await take(client, teacher, class_id, file, columns=columns)
    assert [line["email"] for line in done.data["lines"]] == ["ada@pupils.test"]


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [
        ({"columns": "name,nickname"}, "columns", "unknown_value"),
        ({"columns": "name,email,email"}, "columns", "conflicting"),
        ({"columns": "," * 200}, "columns", "too_many"),
        ({"headerRow": "-1"}, "headerRow", "out_of_range"),
        ({"only": "wrong"}, "only", "unknown_value"),
        ({"makeNumbers": "yes"}, "makeNumbers", "wrong_type"),
    ],
)
async def test_a_choice_that_does_not_exist_is_refused(
    school: Client, query: dict[str, str], path: str, code: str
) -> None:
    teacher, class_id = await owner(school)
    refused = await take(school, teacher, class_id, CLASS_LIST, dry=True, **query)
    assert refused.error == (400, "Invalid request schema")
    (problem,) = refused.body["details"]
    assert (problem["path"], problem["code"]) == (path, code)


@pytest.fixture(scope="module")
async def course(school: Client) -> tuple[Person, str]:
    return await owner(school)


@few
@given(
    columns=st.lists(st.sampled_from(["", *ColumnRole]), min_size=1, max_size=7),
    header_row=st.sampled_from([None, 0, 1, 2, 9]),
    made=st.sampled_from([{}, {"makeNumbers": "true"}, {"makeNames": "true"}]),
)
async def test_any_choice_of_columns_gets_an_answer_that_has_every_row(
    school: Client,
    course: tuple[Person, str],
    columns: list[str],
    header_row: int | None,
    made: dict[str, str],
) -> None:
    query = {"columns": ",".join(columns), **made}
    if header_row is not None:
        query["headerRow"] = str(header_row)
    dry = await take(school, *course, REGISTER, dry=True, **query)
    used = [each for each in columns if each not in ("", "ignored")]
    if len(used) > len({*used}):
        assert [each["path"] for each in dry.body["details"]] == ["columns"]
    elif dry.status == 200:
        assert roles(dry)[: len(columns)] == [each or "ignored" for each in columns][:5]
        lines = [*dry.data["lines"], *dry.data["skipped"]]
        first = 2 if header_row is None else header_row + 1
        assert sorted(each["line"] for each in lines) == [*range(first, 6)]
    else:
        assert dry.status == 400
        for each in dry.body["details"]:
            assert each["message"]
            assert each["code"] in ("missing_columns", "no_students", "unknown_column")
