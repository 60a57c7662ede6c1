"""Reports: every cell in every format, compared with a plain count of the same documents."""

import io
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import aiohttp
import attrs
import openpyxl
import pymongo
import pytest
from attrs import frozen
from bson import ObjectId
from hypothesis import given
from hypothesis import strategies as st

from attendance_server.routes.session_views import deleted_student
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store.reports import MATRIX_BATCH
from benchmarks.term import PASSWORD, Size, Term
from tests.conftest import new_database
from tests.support.client import Client, Lesson, Person
from tests.support.mongo import Mongod
from tests.support.recount import STATUSES, Recount, Row
from tests.support.tables import TABLES, as_text, own_table, read_csv, read_xlsx

SMALL = Size(classes=4, students=60, sessions=12)
DISCARDED = 2
"""How many sessions of each class are discarded."""

UNAUTHORIZED = (401, "Unauthorized, token missing or invalid")
TEACHER_ONLY = (403, "Forbidden, teacher access required")
STUDENT_ONLY = (403, "Forbidden, student access required")
NOT_CLASS_TEACHER = (403, "Forbidden, not class teacher")
NO_CLASS = (404, "Class not found")
INVALID = (400, "Invalid request schema")
NOT_ACCEPTABLE = (406, "Not acceptable, ask for application/json, text/csv or an XLSX workbook")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@frozen
class School:
    """A server whose database contains a term and a running session."""

    client: Client
    database: Any
    tokens: dict[ObjectId, str]
    recount: Recount

    @property
    def classes(self) -> list[Row]:
        return list(self.database.classes.find())

    def teacher(self, class_: Row) -> str:
        return self.tokens[class_["teacherId"]]

    async def report(self, class_: Row, path: str = "", **query: str) -> Any:
        """The data of a class report, requested by its teacher."""
        url = f"/class/{class_['_id']}/report{path}"
        return (await self.client.get(url, self.teacher(class_), params=query)).data

    async def file(self, class_: Row, path: str, form: str, **query: str) -> bytes:
        url = f"/class/{class_['_id']}/report{path}"
        return (await fetch(self.client, url, self.teacher(class_), format=form, **query)).body

    async def own(self, student: ObjectId, **query: str) -> Any:
        url = "/auth/me/report"
        return (await self.client.get(url, self.tokens[student], params=query)).data

    async def own_file(self, student: ObjectId, form: str, **query: str) -> bytes:
        url = "/auth/me/report"
        return (await fetch(self.client, url, self.tokens[student], format=form, **query)).body


@frozen
class File:
    status: int
    headers: Any
    body: bytes


async def fetch(
    client: Client,
    path: str,
    token: str | None,
    method: str = "GET",
    accept: str | None = None,
    **query: str,
) -> File:
    """An answer of any content type."""
    headers = {"Authorization": f"Bearer {token}"}
    if accept is not None:
        headers["Accept"] = accept
    async with client.http.request(
        method, client.url + path, headers=headers, params=query
    ) as response:
        return File(response.status, response.headers, await response.read())


SEEDS = [1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)]


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed {seed}")
async def term(mongod: Mongod, request: pytest.FixtureRequest) -> AsyncIterator[School]:
    with (
        new_database(mongod) as settings,
        pymongo.MongoClient[Row](settings.mongo_uri, tz_aware=True) as mongo,
    ):
        database = mongo.get_default_database()
        Term(request.param, SMALL).write(database)
        run_one_more(database)
        discard_some(database)
        # The running session started long ago and must not end by itself.
        settings = attrs.evolve(settings, session_max=None)
        async with serving(settings) as url, aiohttp.ClientSession() as http:
            client = Client(url, http)
            yield School(client, database, await log_in(client, database), Recount(database))


def run_one_more(database: Any) -> None:
    """Add a running copy of the last session, with all present, so that counting it would show."""
    last = database.sessions.find_one(sort=[("startedAt", -1), ("_id", -1)])
    marks = {
        str(student): {"status": "present", "markedAt": last["endedAt"], "seq": number}
        for number, student in enumerate(last["roster"], 1)
    }
    later = {"_id": ObjectId(), "startedAt": last["endedAt"], "endedAt": None, "marks": marks}
    database.sessions.insert_one({**last, **later})


def discard_some(database: Any) -> None:
    """Discard the same number of sessions in each class."""
    ended = database.sessions.find({"endedAt": {"$ne": None}})
    for session in list(ended.sort([("classId", 1), ("_id", 1)]))[:: SMALL.sessions // DISCARDED]:
        discarded = {"by": session["teacherId"], "at": MONDAY, "reason": "a mistake"}
        database.sessions.update_one({"_id": session["_id"]}, {"$set": {"discarded": discarded}})


async def log_in(client: Client, database: Any) -> dict[ObjectId, str]:
    """Log in all users, and return their tokens."""
    users = list(database.users.find())
    logins = [
        await client.post("/auth/login", {"email": user["email"], "password": PASSWORD})
        for user in users
    ]
    return {user["_id"]: login.data["token"] for user, login in zip(users, logins, strict=True)}


@pytest.fixture(scope="module")
def school_database(school_settings: Settings) -> Iterator[pymongo.database.Database]:
    with pymongo.MongoClient(school_settings.mongo_uri, tz_aware=True) as client:
        yield client.get_default_database()


def by_student(rows: list[Row]) -> dict[str, Row]:
    by_id = {row["studentId"]: row for row in rows}
    assert len(by_id) == len(rows)
    return by_id


async def test_a_class_report_matches_its_documents(term: School) -> None:
    for class_ in term.classes:
        expected = term.recount.students(class_["_id"])
        assert len(expected) > 10
        assert by_student(await term.report(class_)) == expected


async def test_a_report_of_sessions_matches_its_documents(term: School) -> None:
    for class_ in term.classes:
        expected = term.recount.sessions(class_["_id"])
        assert len(expected) == SMALL.sessions - DISCARDED
        assert await term.report(class_, "/sessions") == expected


async def test_a_matrix_matches_its_documents(term: School) -> None:
    for class_ in term.classes:
        report = await term.report(class_, "/matrix")
        assert report.keys() == {"sessions", "students"}
        assert report["sessions"] == term.recount.sessions(class_["_id"])
        assert by_student(report["students"]) == term.recount.matrix(class_["_id"])


async def test_a_students_report_matches_the_documents(term: School) -> None:
    for student in term.database.users.find({"role": "STUDENT"}):
        classes, total = term.recount.own(student["_id"])
        report = await term.own(student["_id"])
        assert {row["classId"]: row for row in report["classes"]} == classes
        assert report["total"] == total


KIRITIMATI = ZoneInfo("Pacific/Kiritimati")
SPANS = [
    ({"from": "2026-01-08"}, date(2026, 1, 8), date.max, UTC),
    ({"to": "2026-01-12"}, date.min, date(2026, 1, 12), UTC),
    ({"from": "2026-01-08", "to": "2026-01-12"}, date(2026, 1, 8), date(2026, 1, 12), UTC),
    ({"from": "2026-01-09", "to": "2026-01-09"}, date(2026, 1, 9), date(2026, 1, 9), UTC),
    ({"from": "2027-01-01"}, date(2027, 1, 1), date.max, UTC),
    ({"from": "0001-01-01", "to": "9999-12-31"}, date.min, date.max, UTC),
    # Where lessons from ten o'clock UTC on already belong to the next day.
    (
        {"from": "2026-01-08", "to": "2026-01-12", "tz": "Pacific/Kiritimati"},
        date(2026, 1, 8),
        date(2026, 1, 12),
        KIRITIMATI,
    ),
]


@pytest.mark.parametrize(("query", "first", "last", "zone"), SPANS, ids=lambda value: str(value))
async def test_every_report_is_limited_to_the_requested_days(
    term: School, query: dict[str, str], first: date, last: date, zone: Any
) -> None:
    def inside(at: datetime) -> bool:
        return first <= at.astimezone(zone).date() <= last

    for class_ in term.classes:
        class_id = class_["_id"]
        report = await term.report(class_, **query)
        assert by_student(report) == term.recount.students(class_id, inside)
        expected = term.recount.sessions(class_id, inside)
        assert await term.report(class_, "/sessions", **query) == expected
        report = await term.report(class_, "/matrix", **query)
        assert report["sessions"] == expected
        assert by_student(report["students"]) == term.recount.matrix(class_id, inside)
    for student in term.database.users.find({"role": "STUDENT"}).limit(5):
        classes, total = term.recount.own(student["_id"], inside)
        report = await term.own(student["_id"], **query)
        assert {row["classId"]: row for row in report["classes"]} == classes
        assert report["total"] == total


async def expected_tables(
    term: School, classes: list[Row], form: str, zone: Any
) -> AsyncIterator[tuple[bytes, list[list[Any]]]]:
    """The files of all reports, and the tables that they must contain."""
    query = {"tz": str(zone)}
    for class_ in classes:
        for path, table in TABLES.items():
            # Other tests check the JSON.
            data = await term.report(class_, path, **query)
            yield await term.file(class_, path, form, **query), table(data, zone)
    for student in term.database.users.find({"role": "STUDENT"}).limit(len(classes)):
        data = await term.own(student["_id"], **query)
        yield await term.own_file(student["_id"], form, **query), own_table(data, zone)


@pytest.mark.parametrize("zone", [UTC, KIRITIMATI], ids=str)
async def test_a_csv_file_equals_the_json_in_every_cell(term: School, zone: Any) -> None:
    async for body, table in expected_tables(term, term.classes, "csv", zone):
        assert read_csv(body) == as_text(table)


async def test_a_workbook_equals_the_json_in_every_cell(term: School) -> None:
    async for body, table in expected_tables(term, term.classes[-1:], "xlsx", KIRITIMATI):
        assert read_xlsx(body) == table


async def enrolled(
    client: Client, names: Iterable[str], class_name: str = "Algebra"
) -> tuple[Person, str, list[Person]]:
    """A teacher, the id of their class, and its students, who have these names."""
    teacher = await client.teacher()
    students = [await client.person("student", name) for name in names]
    return teacher, await client.make_class(teacher, *students, name=class_name), students


async def names(client: Client, class_id: str, teacher: Person, sort: str = "name") -> list[str]:
    answer = await client.get(f"/class/{class_id}/report", teacher.token, params={"sort": sort})
    return [row["name"] for row in answer.data]


def hold(
    database: Any, class_id: str, at: datetime, statuses: Mapping[Person, str | None]
) -> ObjectId:
    """Insert an ended session; a student without a status has no mark."""
    marks = {
        student.id: {"status": status, "markedAt": at, "seq": number}
        for number, (student, status) in enumerate(statuses.items(), 1)
        if status
    }
    class_ = database.classes.find_one({"_id": ObjectId(class_id)})
    inserted = database.sessions.insert_one(
        {
            "classId": class_["_id"],
            "className": class_["className"],
            "teacherId": class_["teacherId"],
            "startedAt": at,
            "endedAt": at + timedelta(minutes=45),
            "roster": [ObjectId(student.id) for student in statuses],
            "marks": marks,
            "owner": ObjectId(),
            "commit": len(marks) + 1,
        }
    )
    return inserted.inserted_id


MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


async def test_a_lesson_that_has_just_ended_is_in_every_report(lesson: Lesson) -> None:
    client, teacher = lesson.client, lesson.teacher
    ada, ben, cat = lesson.students
    await lesson.desk.mark(ada, "late")
    await lesson.desk.mark(ben, "excused")
    path = f"/class/{lesson.class_id}/report"
    assert (await client.get(f"{path}/sessions", teacher.token)).data == []
    await lesson.desk.ask("DONE")

    nothing = dict.fromkeys(STATUSES, 0)
    late = {
        "sessions": 1,
        "counts": {**nothing, "late": 1},
        "rate": 1.0,
        "absenceRun": 0,
        "lastSeen": lesson.started_at,
    }
    excused = {"counts": {**nothing, "excused": 1}, "rate": None, "lastSeen": None}
    absent = {**excused, "counts": {**nothing, "absent": 1}, "rate": 0.0, "absenceRun": 1}
    assert (await client.get(path, teacher.token)).data == [
        {
            "studentId": student.id,
            "name": student.name,
            "email": student.email,
            "enrolled": True,
            **row,
        }
        for student, row in ((ada, late), (ben, {**late, **excused}), (cat, {**late, **absent}))
    ]
    (session,) = (await client.get(f"{path}/sessions", teacher.token)).data
    assert session == {
        "_id": lesson.session_id,
        "startedAt": lesson.started_at,
        "endedAt": session["endedAt"],
        "total": 3,
        "counts": {"present": 0, "late": 1, "excused": 1, "absent": 1},
        "rate": 0.5,
    }
    matrix = (await client.get(f"{path}/matrix", teacher.token)).data
    assert matrix["sessions"] == [session]
    assert [row["statuses"] for row in matrix["students"]] == [["late"], ["excused"], ["absent"]]
    own = (await client.get("/auth/me/report", ada.token)).data
    class_ = {"classId": lesson.class_id, "className": "Algebra", "enrolled": True}
    assert own == {"classes": [{**class_, **late}], "total": late}


async def test_a_corrected_mark_counts_with_its_new_status(lesson: Lesson) -> None:
    client, teacher, ada = lesson.client, lesson.teacher, lesson.students[0]
    await lesson.desk.ask("DONE")
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/marks/{ada.id}"
    body = {"status": "late", "reason": "Came in by the window"}
    assert (await client.call("PATCH", path, teacher.token, json=body)).status == 200
    row, *_ = (await client.get(f"/class/{lesson.class_id}/report", teacher.token)).data
    assert (row["counts"]["late"], row["rate"], row["absenceRun"]) == (1, 1.0, 0)
    own = (await client.get("/auth/me/report", ada.token)).data
    assert own["total"]["counts"] == row["counts"]


async def test_a_reopened_session_counts_again_after_its_end(lesson: Lesson) -> None:
    client, teacher, ada = lesson.client, lesson.teacher, lesson.students[0]
    report = f"/class/{lesson.class_id}/report/sessions"
    await lesson.desk.ask("DONE")
    assert len((await client.get(report, teacher.token)).data) == 1
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/reopen"
    assert (await client.post(path, None, teacher.token)).status == 200
    assert (await client.get(report, teacher.token)).data == []
    assert (await client.get("/auth/me/report", ada.token)).data["total"]["sessions"] == 0
    desk = await client.socket(teacher)
    await desk.mark(ada)
    await desk.ask("DONE")
    (row,) = (await client.get(report, teacher.token)).data
    assert (row["_id"], row["counts"]["present"]) == (lesson.session_id, 1)


async def test_an_excused_absence_neither_ends_nor_extends_a_run_of_absences(
    school: Client, school_database: Any
) -> None:
    teacher, class_id, (ada, ben, cat) = await enrolled(school, ["Ada", "Ben", "Cat"])
    days = [
        ("present", None, "absent"),
        ("absent", "late", "excused"),
        ("excused", "excused", "excused"),
        (None, "excused", None),
    ]
    for number, statuses in enumerate(days):
        marks = dict(zip((ada, ben, cat), statuses, strict=True))
        hold(school_database, class_id, MONDAY + number * DAY, marks)
    rows = (await school.get(f"/class/{class_id}/report", teacher.token)).data
    assert [(row["absenceRun"], row["lastSeen"]) for row in rows] == [
        (2, "2026-03-02T09:00:00.000Z"),
        (0, "2026-03-03T09:00:00.000Z"),
        (2, None),
    ]
    assert [row["rate"] for row in rows] == [1 / 3, 0.5, 0.0]


async def test_students_who_left_or_had_no_session_are_listed_too(
    school: Client, school_database: Any
) -> None:
    teacher, class_id, (ada, ben, _) = await enrolled(school, ["Ada", "Ben", "Cat"])
    hold(school_database, class_id, MONDAY, {ada: "present", ben: "present"})
    await school.call("DELETE", f"/class/{class_id}/students/{ada.id}", teacher.token)
    rows = (await school.get(f"/class/{class_id}/report", teacher.token)).data
    assert [(row["name"], row["enrolled"], row["sessions"], row["rate"]) for row in rows] == [
        ("Ada", False, 1, 1.0),
        ("Ben", True, 1, 1.0),
        ("Cat", True, 0, None),
    ]
    matrix = (await school.get(f"/class/{class_id}/report/matrix", teacher.token)).data
    assert [row["statuses"] for row in matrix["students"]] == [["present"], ["present"], [None]]


async def test_a_deleted_student_is_counted_without_a_name_and_listed_last(
    school: Client, school_database: Any
) -> None:
    teacher, class_id, (ada, zoe) = await enrolled(school, ["Ada", "Zoe"])
    hold(school_database, class_id, MONDAY, {ada: "present", zoe: None})
    school_database.users.delete_one({"_id": ObjectId(ada.id)})
    for path in ("report", "report/matrix"):
        data = (await school.get(f"/class/{class_id}/{path}", teacher.token)).data
        rows = data if path == "report" else data["students"]
        assert [(row["name"], row["email"]) for row in rows] == [
            ("Zoe", zoe.email),
            (deleted_student(ada.id), None),
        ]
        body = (await fetch(school, f"/class/{class_id}/{path}", teacher.token, format="csv")).body
        assert read_csv(body)[2][:2] == [deleted_student(ada.id), ""]


async def test_a_class_without_sessions_or_students_has_empty_reports(school: Client) -> None:
    teacher = await school.teacher()
    class_id = await school.make_class(teacher)
    path = f"/class/{class_id}/report"
    assert (await school.get(path, teacher.token)).data == []
    assert (await school.get(f"{path}/sessions", teacher.token)).data == []
    matrix = (await school.get(f"{path}/matrix", teacher.token)).data
    assert matrix == {"sessions": [], "students": []}
    for part in TABLES:
        for form, read in (("csv", read_csv), ("xlsx", read_xlsx)):
            lines = read((await fetch(school, path + part, teacher.token, format=form)).body)
            assert len(lines) == 1


async def test_a_student_without_classes_has_an_empty_report(school: Client) -> None:
    student = await school.student()
    total = {
        "sessions": 0,
        "counts": dict.fromkeys(STATUSES, 0),
        "rate": None,
        "absenceRun": 0,
        "lastSeen": None,
    }
    own = (await school.get("/auth/me/report", student.token)).data
    assert own == {"classes": [], "total": total}


async def test_a_students_total_covers_all_classes_in_order_of_time(
    school: Client, school_database: Any
) -> None:
    teacher, algebra, (ada,) = await enrolled(school, ["Ada"])
    logic = await school.make_class(teacher, ada, name="Logic")
    for number, (class_id, status) in enumerate(
        [(logic, None), (algebra, "late"), (logic, None), (algebra, None), (logic, "excused")]
    ):
        hold(school_database, class_id, MONDAY + number * DAY, {ada: status})
    own = (await school.get("/auth/me/report", ada.token)).data
    rows = [(row["className"], row["absenceRun"], row["rate"]) for row in own["classes"]]
    assert rows == [("Algebra", 1, 0.5), ("Logic", 2, 0.0)]
    assert (own["total"]["absenceRun"], own["total"]["rate"]) == (2, 0.25)
    assert own["total"]["lastSeen"] == "2026-03-03T09:00:00.000Z"


async def test_a_students_report_keeps_renamed_left_and_deleted_classes(
    school: Client, school_database: Any
) -> None:
    teacher, renamed, (ada,) = await enrolled(school, ["Ada"], "Renamed")
    left_class = await school.make_class(teacher, ada, name="Left")
    deleted = await school.make_class(teacher, ada, name="Deleted")
    for class_id in (renamed, left_class, deleted):
        hold(school_database, class_id, MONDAY, {ada: "present"})
    token = teacher.token
    await school.call("PATCH", f"/class/{renamed}", token, json={"className": "New"})
    await school.call("PATCH", f"/class/{left_class}", token, json={"className": "Changed since"})
    await school.call("DELETE", f"/class/{left_class}/students/{ada.id}", token)
    await school.call("DELETE", f"/class/{deleted}", token, json={"className": "Deleted"})
    own = (await school.get("/auth/me/report", ada.token)).data
    assert [(row["className"], row["enrolled"], row["sessions"]) for row in own["classes"]] == [
        ("Deleted", False, 1),
        ("Left", False, 1),
        ("New", True, 1),
    ]


async def test_students_are_sorted_in_natural_order(school: Client) -> None:
    listed = ["adele", "Ágnes", "Bo 2", "Bo 10", "Émile", "Eve", "O'Brien", "Okafor", "Zoë"]
    teacher, class_id, _ = await enrolled(school, [*listed[::2], *listed[1::2]])
    assert await names(school, class_id, teacher) == listed
    matrix = (await school.get(f"/class/{class_id}/report/matrix", teacher.token)).data
    assert [row["name"] for row in matrix["students"]] == listed


async def test_a_report_can_be_sorted_by_rate_absences_or_last_seen(
    school: Client, school_database: Any
) -> None:
    people = ["Ada", "Ben", "Cat", "Dan", "Eve"]
    teacher, class_id, (ada, ben, cat, dan, _) = await enrolled(school, people)
    for number, statuses in enumerate(
        [
            {ada: "present", ben: None, cat: "late", dan: "excused"},
            {ada: "present", ben: None, cat: None, dan: "excused"},
            {ada: None, ben: "present", cat: None, dan: "excused"},
            {ada: None, ben: None, cat: None},
        ]
    ):
        hold(school_database, class_id, MONDAY + number * DAY, statuses)
    for sort, expected in {
        "name": ["Ada", "Ben", "Cat", "Dan", "Eve"],
        "rate": ["Ben", "Cat", "Ada", "Dan", "Eve"],
        "absent": ["Ben", "Cat", "Ada", "Dan", "Eve"],
        "absenceRun": ["Cat", "Ada", "Ben", "Dan", "Eve"],
        "lastSeen": ["Dan", "Eve", "Cat", "Ada", "Ben"],
    }.items():
        assert await names(school, class_id, teacher, sort) == expected, sort


async def test_only_the_teacher_may_read_a_class_report(school: Client) -> None:
    teacher, class_id, (ada,) = await enrolled(school, ["Ada"])
    other = await school.teacher()
    for path in TABLES:
        url = f"/class/{class_id}/report{path}"
        for form in ("json", "csv", "xlsx"):
            query = {"format": form}
            assert (await school.get(url, params=query)).error == UNAUTHORIZED
            assert (await school.get(url, ada.token, params=query)).error == TEACHER_ONLY
            assert (await school.get(url, other.token, params=query)).error == NOT_CLASS_TEACHER
            for absent in ("0" * 24, "x", "%00"):
                unknown_url = url.replace(class_id, absent)
                assert (
                    await school.get(unknown_url, teacher.token, params=query)
                ).error == NO_CLASS


async def test_only_students_may_read_their_own_report(
    school: Client, school_database: Any
) -> None:
    teacher, class_id, (ada, ben) = await enrolled(school, ["Ada", "Ben"])
    hold(school_database, class_id, MONDAY, {ada: "present"})
    url = "/auth/me/report"
    assert (await school.get(url)).error == UNAUTHORIZED
    assert (await school.get(url, teacher.token)).error == STUDENT_ONLY
    assert (await school.get(url, ada.token)).data["total"]["sessions"] == 1
    assert (await school.get(url, ben.token)).data["total"]["sessions"] == 0


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("from", ["", "x", "2026-3-2", "20260302", "2026-02-30", "2026-03-02T00:00", "٢٠٢٦-03-02"]),
        ("to", ["0000-01-01", "10000-01-01", "2026-W10-1", " 2026-03-02", "2026-03-02\n"]),
        ("format", ["", "pdf", "JSON", "csv ", "\0"]),
    ],
)
async def test_an_invalid_query_is_refused(school: Client, field: str, values: list[str]) -> None:
    teacher, class_id, (ada,) = await enrolled(school, ["Ada"])
    for value in values:
        answers = [await school.get("/auth/me/report", ada.token, params={field: value})]
        for path in TABLES:
            url = f"/class/{class_id}/report{path}"
            answers.append(await school.get(url, teacher.token, params={field: value}))
        for answer in answers:
            assert answer.error == INVALID, value
            assert [fault["path"] for fault in answer.body["details"]] == [field]


@pytest.mark.parametrize(
    ("requested", "zone"),
    [
        *((unknown, "UTC") for unknown in ("Etc/Unknown", "", "../../etc/passwd", "\0", "a" * 300)),
        *(("asia/tokyo", "Asia/Tokyo"), ("+03:00", "UTC+03:00"), (" 03:00", "UTC+03:00")),
        *(("Etc/GMT+3", "Etc/GMT+3"), ("US/Eastern", "US/Eastern"), ("UTC", "UTC")),
    ],
)
async def test_any_time_zone_of_a_browser_gets_a_report_that_names_the_zone_used(
    school: Client, school_database: Any, requested: str, zone: str
) -> None:
    teacher, class_id, (ada,) = await enrolled(school, ["Ada"])
    session = str(hold(school_database, class_id, MONDAY, {ada: "present"}))
    calls = [("/auth/me/report", ada), (f"/class/{class_id}/sessions/{session}", teacher)]
    calls += [(f"/class/{class_id}/report{path}", teacher) for path in TABLES]
    for url, user in calls:
        answer = await school.get(url, user.token, params={"tz": requested})
        assert answer.data
        assert answer.headers["X-Time-Zone"] == zone
        query = {"tz": requested, "format": "csv"}
        headers = {"Authorization": user.token}
        async with school.http.get(school.url + url, params=query, headers=headers) as file:
            assert file.status == 200
            assert file.headers["X-Time-Zone"] == zone
            titles = (await file.text()).splitlines()[0]
        assert f"({zone})" in titles or url.endswith("matrix")


async def test_sessions_in_a_repeated_hour_can_be_told_apart(
    school: Client, school_database: Any
) -> None:
    teacher, class_id, (ada,) = await enrolled(school, ["Ada"])
    starts = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1, 2)]
    for start in starts:
        last = str(hold(school_database, class_id, start, {ada: "present"}))
    local_times = ["2026-10-25 02:30:00+02:00", "2026-10-25 02:30:00+01:00", "2026-10-25 03:30:00"]
    query = {"tz": "Europe/Berlin"}

    async def file(path: str, form: str) -> bytes:
        url = f"{school.url}/class/{class_id}{path}"
        headers = {"Authorization": teacher.token}
        params = {**query, "format": form}
        async with school.http.get(url, params=params, headers=headers) as answer:
            return await answer.read()

    sessions = read_csv(await file("/report/sessions", "csv"))
    assert [row[0] for row in sessions[1:]] == local_times
    assert read_csv(await file("/report/matrix", "csv"))[0][4:] == local_times
    sheet = openpyxl.load_workbook(io.BytesIO(await file("/report/sessions", "xlsx"))).active
    cells = [sheet.cell(row, 1) for row in (2, 3, 4)]
    clock = [datetime(2026, 10, 25, hour, 30) for hour in (2, 2, 3)]
    assert [cell.value for cell in cells] == clock
    assert [cell.number_format.replace("\\", "") for cell in cells] == [
        'yyyy-mm-dd hh:mm "+02:00"',
        'yyyy-mm-dd hh:mm "+01:00"',
        "yyyy-mm-dd hh:mm",
    ]
    assert sheet.column_dimensions["A"].width >= len("2026-10-25 02:30 +02:00")
    matrix = openpyxl.load_workbook(io.BytesIO(await file("/report/matrix", "xlsx"))).active
    assert '"+02:00"' in matrix.cell(1, 5).number_format
    assert read_csv(await file(f"/sessions/{last}", "csv"))[1][1] == "2026-10-25 03:30:00"


async def test_an_unknown_sort_order_and_reversed_days_are_refused(
    school: Client,
) -> None:
    teacher, class_id, _ = await enrolled(school, [])
    url = f"/class/{class_id}/report"
    for field, query in (
        ("sort", {"sort": "-name"}),
        ("to", {"from": "2026-03-03", "to": "2026-03-02"}),
    ):
        answer = await school.get(url, teacher.token, params=query)
        assert answer.error == INVALID
        assert [fault["path"] for fault in answer.body["details"]] == [field]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/csv", "text/csv"),
        ("Text/CSV; charset=utf-8", "text/csv"),
        (XLSX, XLSX),
        (f"{XLSX}, text/csv;q=0.9, */*;q=0.1", XLSX),
        (f"{XLSX};q=0.2, text/*;q=0.3", "text/csv"),
        ("text/csv, application/json", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        ("application/json;q=0, */*", "text/csv"),
        ("nonsense", "application/json"),
    ],
)
async def test_the_accept_header_selects_the_format(school: Client, accept: str, form: str) -> None:
    teacher, class_id, _ = await enrolled(school, [])
    url = f"/class/{class_id}/report"
    file = await fetch(school, url, teacher.token, accept=accept)
    assert (file.status, file.headers["Content-Type"].split(";")[0]) == (200, form)


async def test_the_format_parameter_overrides_the_accept_header(school: Client) -> None:
    teacher, class_id, _ = await enrolled(school, [])
    url = f"/class/{class_id}/report"
    file = await fetch(school, url, teacher.token, accept="image/png", format="csv")
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("accept", ["image/png", "text/html", "*/*;q=0", "application/xml"])
async def test_an_unknown_format_is_not_acceptable(school: Client, accept: str) -> None:
    teacher, class_id, (ada,) = await enrolled(school, ["Ada"])
    headers = {"Accept": accept}
    for path in TABLES:
        url = f"/class/{class_id}/report{path}"
        assert (await school.get(url, teacher.token, headers=headers)).error == NOT_ACCEPTABLE
    own = await school.get("/auth/me/report", ada.token, headers=headers)
    assert own.error == NOT_ACCEPTABLE


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_file_name_is_readable_for_every_client(school: Client, form: str) -> None:
    teacher, class_id, _ = await enrolled(school, [], 'Größe "7/8": 100%41 算数')
    file = await fetch(school, f"/class/{class_id}/report", teacher.token, format=form)
    disposition = file.headers["Content-Disposition"]
    assert disposition.isascii()
    match = re.fullmatch(
        r"""attachment; filename="([^"\\/%]+)"; filename\*=UTF-8''(\S+)""", disposition
    )
    assert match
    assert match[1] == f"Groe _7_8_ 100_41  students.{form}"
    assert unquote(match[2]) == f"Größe _7_8_ 100%41 算数 students.{form}"


HOSTILE = [
    '=HYPERLINK("http://evil.test","click")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\uff1d1+1",
    'Tom "Tiger", Jr.',
    "a;b",
    "'quoted",
    "http://evil.test",
    "007",
    "TRUE",
    "李小龙",
]


async def test_no_cell_of_a_csv_file_starts_a_formula(school: Client) -> None:
    teacher, class_id, students = await enrolled(school, HOSTILE)
    mail = {"name": "Mail", "email": "=1+1@school.test", "password": PASSWORD, "role": "student"}
    await school.post("/auth/signup", mail)
    body = {"email": mail["email"]}
    await school.post(f"/class/{class_id}/add-student", body, teacher.token)
    cells = []
    for path in ("report", "report/matrix"):
        url = f"/class/{class_id}/{path}"
        _, *rows = read_csv((await fetch(school, url, teacher.token, format="csv")).body)
        assert len(rows) == len(students) + 1
        assert {unquoted(row[0]) for row in rows} == {*HOSTILE, "Mail"}
        assert "'=1+1@school.test" in {row[1] for row in rows}
        cells += [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\uff1d"))]


def unquoted(cell: str) -> str:
    """A name as it was before its formula was disabled."""
    return cell[1:] if cell[1:] in HOSTILE[:5] else cell


async def test_every_text_in_a_workbook_is_a_text_cell(school: Client) -> None:
    teacher, class_id, _ = await enrolled(school, HOSTILE)
    url = f"/class/{class_id}/report"
    body = (await fetch(school, url, teacher.token, format="xlsx")).body
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    names = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.value for cell in names} == set(HOSTILE)
    assert {cell.data_type for cell in names} <= {"s", "inlineStr"}
    assert not [cell for cell in names if cell.hyperlink]


async def test_a_workbook_freezes_its_titles_and_stores_times_as_times(
    school: Client, school_database: Any
) -> None:
    teacher, class_id, (ada,) = await enrolled(school, ["Ada"])
    hold(school_database, class_id, MONDAY, {ada: "late"})
    sheets = {}
    for path in TABLES:
        url = f"/class/{class_id}/report{path}"
        body = (await fetch(school, url, teacher.token, format="xlsx")).body
        sheets[path] = openpyxl.load_workbook(io.BytesIO(body)).active
    assert {sheet.freeze_panes for sheet in sheets.values()} == {"B2"}
    last_seen, start, rate = sheets[""]["L2"], sheets["/matrix"]["E1"], sheets[""]["J2"]
    for cell in (last_seen, start):
        assert (cell.value, cell.is_date) == (MONDAY.replace(tzinfo=None), True)
    assert (rate.value, rate.number_format) == (1, "0.0%")


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
async def test_a_head_request_gets_only_the_headers(school: Client, form: str) -> None:
    teacher, class_id, _ = await enrolled(school, ["Ada", "Ben"])
    url = f"/class/{class_id}/report"
    head = await fetch(school, url, teacher.token, "HEAD", format=form)
    assert (head.status, head.body) == (200, b"")
    # The connection is still usable.
    file = await fetch(school, url, teacher.token, format=form)
    assert file.headers["Content-Type"] == head.headers["Content-Type"]


def plans(explained: Any) -> Iterator[Row]:
    """All objects in a query explanation, at any depth."""
    if isinstance(explained, dict):
        yield explained
        explained = list(explained.values())
    if isinstance(explained, list):
        for part in explained:
            yield from plans(part)


async def test_every_report_uses_an_index(
    settings: Settings, database: pymongo.database.Database
) -> None:
    Term(1, SMALL).write(database)
    class_ = database.classes.find_one()
    student = database.users.find_one({"_id": class_["studentIds"][0]})
    async with serving(settings) as url, aiohttp.ClientSession() as http:
        client = Client(url, http)
        tokens = await log_in(client, database)
        database.command("profile", 2)
        for query in ({}, {"from": "2026-01-07", "to": "2026-01-09"}):
            for path in TABLES:
                path = f"/class/{class_['_id']}/report{path}"
                await client.get(path, tokens[class_["teacherId"]], params=query)
            await client.get("/auth/me/report", tokens[student["_id"]], params=query)
        database.command("profile", 0)
    ran = {"ns": f"{database.name}.sessions", "command.aggregate": "sessions"}
    operations = list(database.system.profile.find(ran))
    # A matrix reads its sessions first.
    assert len(operations) == 10
    for operation in operations:
        command = {
            name: value
            for name, value in operation["command"].items()
            if name in ("aggregate", "pipeline", "cursor", "hint", "collation", "allowDiskUse")
        }
        explained = database.command("explain", command, verbosity="executionStats")
        all_plans = list(plans(explained))
        stages = {plan["stage"] for plan in all_plans if "stage" in plan}
        assert "IXSCAN" in stages
        assert "COLLSCAN" not in stages
        assert not any(plan.get("collectionScans") for plan in all_plans)
        # Only the requested sessions are read: those of these days and this class or student.
        (sessions,) = {
            plan["executionStats"]["totalDocsExamined"]
            for plan in all_plans
            if plan.get("queryPlanner", {}).get("namespace") == f"{database.name}.sessions"
        }
        assert sessions <= SMALL.sessions * 3


async def test_a_report_reads_the_database_in_batches(
    settings: Settings, database: pymongo.database.Database
) -> None:
    Term(1, SMALL).write(database)
    class_ = database.classes.find_one({"className": "Assembly"})
    async with serving(settings) as url, aiohttp.ClientSession() as http:
        client = Client(url, http)
        tokens = await log_in(client, database)
        database.command("profile", 2)
        path = f"/class/{class_['_id']}/report/matrix"
        report = (await client.get(path, tokens[class_["teacherId"]])).data
        database.command("profile", 0)
    ran = {"ns": f"{database.name}.sessions", "command.collation": {"$exists": True}}
    (first,) = database.system.profile.find(ran)
    more = database.system.profile.find({"op": "getmore", "cursorid": first["cursorid"]})
    batches = [first["nreturned"], *(operation["nreturned"] for operation in more)]
    assert sum(batches) == len(report["students"]) > 2 * MATRIX_BATCH
    assert max(batches) <= MATRIX_BATCH


@st.composite
def some_sessions(draw: st.DrawFn) -> list[dict[int, str | None]]:
    """The statuses of up to five students in several sessions; some are on no roster."""
    status = st.sampled_from([None, *STATUSES])
    return draw(st.lists(st.dictionaries(st.integers(0, 4), status), max_size=9))


@given(some_sessions(), st.sets(st.integers(0, 4)))
async def test_arbitrary_sessions_are_counted_correctly(
    any_class: tuple[Client, Any, Person, list[Person]],
    sessions: list[dict[int, str | None]],
    enrolled: set[int],
) -> None:
    client, database, teacher, students = any_class
    members = [ObjectId(students[number].id) for number in enrolled]
    class_id = database.classes.insert_one(
        {"className": "Any", "teacherId": ObjectId(teacher.id), "studentIds": members}
    ).inserted_id
    for day, statuses in enumerate(sessions):
        people = {students[number]: status for number, status in statuses.items()}
        hold(database, str(class_id), MONDAY + day * DAY, people)
    recount, url = Recount(database), f"/class/{class_id}/report"
    rows = (await client.get(url, teacher.token)).data
    assert by_student(rows) == recount.students(class_id)
    over_time = recount.sessions(class_id)
    assert (await client.get(f"{url}/sessions", teacher.token)).data == over_time
    matrix = (await client.get(f"{url}/matrix", teacher.token)).data
    assert matrix["sessions"] == over_time
    assert by_student(matrix["students"]) == recount.matrix(class_id)
    own = (await client.get("/auth/me/report", students[0].token)).data
    classes, total = recount.own(ObjectId(students[0].id))
    assert {row["classId"]: row for row in own["classes"]} == classes
    assert own["total"] == total
    # The total of the next example starts from zero.
    database.sessions.delete_many({"classId": class_id})
    database.classes.delete_one({"_id": class_id})


@pytest.fixture(scope="module")
async def any_class(
    school: Client, school_database: Any
) -> tuple[Client, Any, Person, list[Person]]:
    teacher, _, students = await enrolled(school, ["Ada", "Ben", "Cat", "Dan", "Eve"])
    return school, school_database, teacher, students
