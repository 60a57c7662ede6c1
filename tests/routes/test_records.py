"""Attendance one by one: as a list and as one long file, of a class, a student and the school."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pymongo
import pytest
from attrs import frozen
from bson import ObjectId

from attendance_server.store import records
from tests.routes.test_reports import fetch
from tests.support.client import PASSWORD, Client, Person
from tests.support.office import make_admin
from tests.support.roster import csv_of, take
from tests.support.tables import as_text, wall

BERLIN = ZoneInfo("Europe/Berlin")
Database = pymongo.database.Database[dict[str, Any]]


@frozen
class Term:
    """Two classes with ended sessions: who was there, and who marked them."""

    client: Client
    teacher: Person
    helper: Person
    ada: Person
    bea: str
    first: str
    second: str


@pytest.fixture
async def term(client: Client, database: Database) -> Term:
    """Ada was present and late, and Bea, whose names are known, absent and then excused."""
    teacher, helper = await client.person("teacher", "Mrs Hill"), await client.teacher()
    ada = await client.person("student", "Ada Zweig")
    first = await client.make_class(teacher, ada, name="Zoology")
    file = csv_of(
        ("Bea", "Abel", "bea@x.test", "007"),
        titles=("first name", "last name", "email", "student number"),
    )
    bea = (await take(client, teacher, first, file)).data["lines"][0]["studentId"]
    second = await client.make_class(teacher, ada, name="Algebra")
    path = f"/class/{first}/teachers"
    await client.post(path, {"email": helper.email}, teacher.token)
    await hold(client, first, teacher, {ada.id: "present"})
    late = await hold(client, first, helper, {ada.id: "late"})
    for to, why in (("late", "=overslept"), ("excused", "a letter")):
        mark = f"/class/{first}/sessions/{late}/marks/{bea}"
        await client.call("PATCH", mark, teacher.token, json={"status": to, "reason": why})
    await hold(client, second, teacher, {})
    # So that the times are not those of this test.
    for number, session in enumerate(database.sessions.find().sort("_id", 1)):
        start = datetime(2026, 3, 29, 0, 30 + number, tzinfo=UTC)
        times: dict[str, Any] = {"startedAt": start, "endedAt": start.replace(hour=1)}
        if session["marks"].get(ada.id):
            times[f"marks.{ada.id}.markedAt"] = start.replace(minute=45)
        database.sessions.update_one({"_id": session["_id"]}, {"$set": times})
    return Term(client, teacher, helper, ada, bea, first, second)


async def hold(client: Client, class_id: str, teacher: Person, marks: Mapping[str, str]) -> str:
    session_id: str = (await client.start(teacher, class_id))["sessionId"]
    lines = [{"studentId": each, "status": status} for each, status in marks.items()]
    await client.post(f"/attendance/{class_id}/marks", {"marks": lines}, teacher.token)
    await client.post("/attendance/end", {"classId": class_id}, teacher.token)
    return session_id


async def listed(term: Term, path: str, token: str, **query: str) -> Any:
    answer = await term.client.get(path, token, params=query)
    assert answer.status == 200, answer.body
    return answer.data


def told(rows: Any) -> list[tuple[Any, ...]]:
    fields = ("className", "name", "status", "lateMinutes", "markedByName", "source")
    return [tuple(row.get(field) for field in fields) for row in rows]


async def test_a_record_says_who_was_marked_what_when_by_whom_and_how(term: Term) -> None:
    path = f"/class/{term.first}/records"
    rows = await listed(term, path, term.teacher.token, nameOrder="family")
    assert told(rows) == [
        ("Zoology", "Bea Abel", "absent", None, None, "notMarked"),
        ("Zoology", "Ada Zweig", "present", None, "Mrs Hill", "teacher"),
        ("Zoology", "Bea Abel", "excused", None, "Mrs Hill", "correction"),
        ("Zoology", "Ada Zweig", "late", 14, term.helper.name, "teacher"),
    ]
    bea = rows[2]
    assert (bea["givenName"], bea["familyName"], bea["studentNumber"]) == ("Bea", "Abel", "007")
    made = bea["correction"]
    assert (made["count"], made["from"], made["reason"]) == (2, "absent", "a letter")
    assert made["byName"] == "Mrs Hill"
    only = await listed(term, path, term.helper.token, student=term.bea)
    assert only == [row for row in rows if row["studentId"] == term.bea]
    days = {"from": "2026-03-30", "to": "2026-03-30"}
    assert await listed(term, path, term.helper.token, **days) == []
    other = (await term.client.student()).id
    assert await listed(term, path, term.helper.token, student=other) == []


async def test_the_school_has_all_classes_by_name_and_deleted_people_without_names(
    term: Term, database: Database
) -> None:
    office = await make_admin(term.client, database)
    rows = await listed(term, "/records", office.token)
    assert [row["className"] for row in rows] == ["Algebra"] + 4 * ["Zoology"]
    of_ada = await listed(term, "/records", office.token, student=term.ada.id)
    assert told(of_ada) == [
        ("Algebra", "Ada Zweig", "absent", None, None, "notMarked"),
        ("Zoology", "Ada Zweig", "present", None, "Mrs Hill", "teacher"),
        ("Zoology", "Ada Zweig", "late", 14, term.helper.name, "teacher"),
    ]
    body = {"password": PASSWORD}
    await term.client.call("DELETE", "/auth/me", term.ada.token, json=body)
    await term.client.call("DELETE", "/auth/me", term.helper.token, json=body)
    await term.client.call(
        "DELETE", f"/class/{term.second}", term.teacher.token, json={"className": "Algebra"}
    )
    gone = [
        row
        for row in await listed(term, "/records", office.token)
        if row["studentId"] == term.ada.id
    ]
    assert told(gone) == [
        ("Algebra", None, "absent", None, None, "notMarked"),
        ("Zoology", None, "present", None, "Mrs Hill", "teacher"),
        ("Zoology", None, "late", 14, None, "teacher"),
    ]
    assert gone[2]["markedBy"] == term.helper.id

    # Each time, that it is read is in the audit trail first, also without a file.
    events = (await term.client.get("/audit?action=report.school", office.token)).data
    assert [(each["outcome"], each["userId"]) for each in events] == 3 * [("ok", office.id)]
    assert {(each["kind"], each["value"]) for each in events[1]["targets"]} == {
        ("studentId", term.ada.id),
        ("days", "all"),
    }


async def test_the_long_file_has_the_same_in_local_time(term: Term, database: Database) -> None:
    query = {"tz": "Europe/Berlin", "from": "2026-03-29", "to": "2026-03-29"}
    path, token = f"/class/{term.first}/records", term.teacher.token
    rows = await listed(term, path, token, **query)
    file = await fetch(term.client, path, token, format="xlsx", **query)
    assert "Zoology%20attendance%202026-03-29.xlsx" in file.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(file.body)).active
    titles, *lines = [list(line) for line in sheet.values]
    assert lines == [cells(row) for row in rows]
    assert sheet.cell(2, 2).number_format == "yyyy-mm-dd"
    plain = await fetch(term.client, path, token, format="csv", **query)
    text = list(csv.reader(io.StringIO(plain.body.decode("utf-8-sig"), newline="")))
    dates = [[each.date() if at == 1 else each for at, each in enumerate(line)] for line in lines]
    assert text == as_text([titles, *dates])
    # Not a formula.
    assert [line[titles.index("Reason")] for line in text[1:]] == ["", "", "", "a letter"]
    both = [term.ada.name, "Bea Abel"]
    assert sorted({line[titles.index("Name")] for line in text[1:]}) == both


def cells(row: Any) -> list[Any]:
    """The line of a file with what the JSON has."""
    day = datetime.combine(date(2026, 3, 29), datetime.min.time())
    made = row.get("correction")
    corrected = (
        [made["count"], wall(made["at"], BERLIN), made["from"], made["byName"], made["reason"]]
        if made
        else [0, None, None, None, None]
    )
    how = {"teacher": "marked", "correction": "corrected", "notMarked": "not marked"}
    return [
        *(row["className"], day, wall(row["startedAt"], BERLIN), wall(row["endedAt"], BERLIN)),
        *(row["familyName"], row["givenName"], row["name"], row["studentNumber"], row["email"]),
        *(row["status"], row["lateMinutes"], wall(row["markedAt"], BERLIN), row["markedByName"]),
        *(how[row["source"]], *corrected),
        *(row["classId"], row["sessionId"], row["studentId"]),
    ]


async def test_records_of_more_sessions_than_are_read_at_a_time(
    term: Term, database: Database
) -> None:
    (session,) = database.sessions.find({"classId": ObjectId(term.second)})
    count = 2 * records.BATCH + 1
    database.sessions.insert_many([{**session, "_id": ObjectId()} for _ in range(count - 1)])
    rows = await listed(term, f"/class/{term.second}/records", term.teacher.token)
    assert len({row["sessionId"] for row in rows}) == len(rows) == count
