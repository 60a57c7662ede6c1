"""The form of files: separators and decimal signs, how workbooks print, and the order of names."""

import csv
import io
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from attendance_server.tables.workbook import write
from tests.routes.test_reports import fetch
from tests.support.client import Client, Lesson, Person
from tests.support.roster import csv_of, take
from tests.support.tables import read_csv

SEMICOLONS = {"format": "csv", "delimiter": "semicolon", "decimal": "comma"}


@pytest.fixture
async def ended(client: Client) -> Lesson:
    """A lesson that has ended, with one of its three students present."""
    lesson = await Lesson.begin(client)
    ada, ben, _ = lesson.students
    marks = [{"studentId": each.id, "status": "present"} for each in (ada, ben)]
    path = f"/attendance/{lesson.class_id}/marks"
    await client.post(path, {"marks": marks}, lesson.teacher.token)
    await client.post("/attendance/end", {"classId": lesson.class_id}, lesson.teacher.token)
    return lesson


async def test_csv_has_the_separator_and_the_decimal_sign_that_were_asked_for(
    ended: Lesson,
) -> None:
    path, token = f"/class/{ended.class_id}/report/sessions", ended.teacher.token
    file = await fetch(ended.client, path, token, **SEMICOLONS)
    titles, row = csv.reader(io.StringIO(file.body.decode("utf-8-sig")), delimiter=";")
    assert row[titles.index("Rate")] == "0,6667"
    tabs = await fetch(ended.client, path, token, format="csv", delimiter="tab")
    titles, row = csv.reader(io.StringIO(tabs.body.decode("utf-8-sig")), delimiter="\t")
    assert row[titles.index("Rate")] == "0.6667"
    plain = await fetch(ended.client, path, token, format="csv", decimal="comma")
    assert read_csv(plain.body)[1][titles.index("Rate")] == "0,6667"


@pytest.mark.parametrize(
    "query",
    [{"lang": "tlh"}, {"delimiter": "|"}, {"decimal": "."}, {"locale": "x" * 36}],
    ids=str,
)
async def test_a_form_that_is_not_known_is_refused(
    lesson: Lesson, query: Mapping[str, str]
) -> None:
    path = f"/class/{lesson.class_id}/report"
    refused = await lesson.client.get(path, lesson.teacher.token, params=query)
    assert refused.error == (400, "Invalid request schema")
    (problem,) = refused.body["details"]
    assert problem["path"] == next(iter(query))
    if "lang" in query:
        expected = "expected one of the languages en, de, fr, es, pt, ar, hi, zh"
        assert problem["message"] == expected


async def test_a_workbook_prints_with_class_and_period_on_every_page(ended: Lesson) -> None:
    query = {"format": "xlsx", "from": "2000-01-01", "to": "2100-12-31"}
    path, token = f"/class/{ended.class_id}/report", ended.teacher.token
    renamed = {"className": "Art & Craft [7/8]"}
    await ended.client.call("PATCH", f"/class/{ended.class_id}", token, json=renamed)
    file = await fetch(ended.client, path, token, **query)
    name = unquote(file.headers["Content-Disposition"].rpartition("''")[2])
    assert name == "Art & Craft [7_8] students 2000-01-01 to 2100-12-31.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(file.body)).active
    assert sheet.title == "Art & 2000-01-01 to 2100-12-31"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    # One page wide is the default; as many pages high as it takes.
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    header = sheet.oddHeader
    # The file has each `&` twice, since a single one is a command.
    assert header.left.text.replace("&&", "&") == "Art & Craft [7/8]"
    assert header.right.text == "2000-01-01 to 2100-12-31"
    assert sheet.oddFooter.center.text == "Page &P of &N"


def test_rows_beyond_the_limit_of_a_sheet_continue_on_another_one(tmp_path: Path) -> None:
    form = {
        "columns": [("Number", 12, False)],
        "frozen_columns": 1,
        "name": "History",
        "heading": "History",
        "period": "",
        "footer": "&P",
    }
    rows = [[number] for number in range(1, 6)]
    source = io.BytesIO(b"".join(map(pickle.dumps, (form, rows[:2], rows[2:], None))))
    out = io.BytesIO()
    write(source, out, str(tmp_path), most_rows=3)
    book = openpyxl.load_workbook(out)
    assert {sheet.title: [*sheet.values] for sheet in book} == {
        "History_": [("Number",), (1,), (2,)],
        "History (2)": [("Number",), (3,), (4,)],
        "History (3)": [("Number",), (5,)],
    }


async def test_lists_and_files_are_in_the_order_that_was_chosen(client: Client) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    file = csv_of(
        ("Ada", "Zweig", "ada@order.test"),
        ("Zoë", "Åkesson", "zoe@order.test"),
        ("Moritz", "Öberg", "moritz@order.test"),
        titles=("first name", "last name", "email"),
    )
    await take(client, teacher, class_id, file)
    started = await client.start(teacher, class_id)
    await client.post("/attendance/end", {"classId": class_id}, teacher.token)
    session = f"/class/{class_id}/sessions/{started['sessionId']}"
    report = f"/class/{class_id}/report"
    assert await names(client, report, teacher) == ["Ada", "Moritz", "Zoë"]

    # Per request ...
    asked = {"nameOrder": "family", "locale": "sv-SE"}
    for path in (report, f"{report}/matrix", session, f"/class/{class_id}/roster"):
        assert await names(client, path, teacher, **asked) == ["Ada", "Zoë", "Moritz"]
    # ... and as the teacher's account says, in the order that most languages share.
    await client.call("PATCH", "/auth/me", teacher.token, json={"nameOrder": "family"})
    for path in (report, f"{report}/matrix", session, f"/class/{class_id}/roster"):
        assert await names(client, path, teacher) == ["Zoë", "Moritz", "Ada"]
    listed = (await client.get(report, teacher.token)).data
    assert [row["familyName"] for row in listed] == ["Åkesson", "Öberg", "Zweig"]
    assert await names(client, report, teacher, nameOrder="given") == ["Ada", "Moritz", "Zoë"]


async def test_headings_are_in_the_language_asked_for_or_else_of_the_account(
    client: Client,
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher, await client.student())

    async def titles(**query: str) -> list[str]:
        path = f"/class/{class_id}/roster"
        file = await fetch(client, path, teacher.token, format="csv", **query)
        return read_csv(file.body)[0]

    assert "Student number" in await titles()
    assert "Schülernummer" in await titles(lang="de")
    await client.call("PATCH", "/auth/me", teacher.token, json={"language": "de"})
    assert "Schülernummer" in await titles()
    assert "Student number" in await titles(lang="en")


async def names(client: Client, path: str, teacher: Person, **query: Any) -> list[str]:
    """The given names in a file, in its order."""
    file = await fetch(client, path, teacher.token, format="csv", **query)
    titles, *rows = read_csv(file.body)
    return [row[titles.index("Name")].split()[0] for row in rows]
