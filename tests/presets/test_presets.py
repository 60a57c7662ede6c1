"""Files for other systems, read back as the published shape of each says that it is read.

The readers here are written from those publications, see `docs/files.md`, and share nothing with
what writes the files.
"""

import csv
import io
import re
import zipfile
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest

from attendance_server.models import AttendanceRecord, RecordCorrection, RecordSource, Status
from attendance_server.presets import LAYOUTS, ClassAttendance
from attendance_server.wire.presets import Preset
from tests.routes.test_reports import fetch
from tests.support.client import Lesson

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
AFTERNOON = datetime(2026, 3, 31, 12, 30, tzinfo=UTC)
CLASS_ID = "c" * 24

ADA = {
    "student_id": "a" * 24,
    "name": "Countess",
    "given_name": "Ada",
    "family_name": "de Lovelace",
    "email": "ada@school.test",
    "student_number": "007",
}
BO = {
    "student_id": "b" * 24,
    "name": "Bo Björk",
    "given_name": None,
    "family_name": None,
    "email": "bo@school.test",
    "student_number": None,
}
GONE = {**dict.fromkeys(BO), "student_id": "d" * 24}


def record(
    student: Mapping[str, Any], started: datetime, status: Status, late: int | None = None
) -> AttendanceRecord:
    excused = status is Status.EXCUSED
    return AttendanceRecord(
        class_id=CLASS_ID,
        class_name="7a, Maths",
        session_id=f"{started:%Y%m%d%H%M}",
        started_at=started,
        ended_at=started + timedelta(minutes=45),
        status=status,
        late_minutes=late,
        marked_at=None if late is None else started + timedelta(minutes=late),
        marked_by=None,
        marked_by_name=None,
        source=RecordSource.TEACHER,
        correction=RecordCorrection(1, Status.ABSENT, "at the doctor's", "e" * 24, None, started)
        if excused
        else None,
        **student,
    )


RECORDS = [
    record(ADA, MORNING, Status.PRESENT),
    record(BO, MORNING, Status.LATE, 12),
    record(ADA, AFTERNOON, Status.ABSENT),
    record(BO, AFTERNOON, Status.EXCUSED),
    record(GONE, AFTERNOON, Status.ABSENT),
]


async def written(preset: Preset, records: list[AttendanceRecord] | None = None) -> bytes:
    async def each() -> AsyncIterator[AttendanceRecord]:
        for one in RECORDS if records is None else records:
            yield one

    attendance = ClassAttendance(CLASS_ID, "7a, Maths", BERLIN, "2026-03-01 to 2026-03-31", each())
    return b"".join([piece async for piece in LAYOUTS[preset].write(attendance)])


def rows_of(file: bytes, delimiter: str = ",") -> list[list[str]]:
    text = file.decode()
    assert not text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


async def test_moodle_finds_session_user_and_status_without_mapping_columns() -> None:
    _, *rows = rows_of(await written(Preset.MOODLE))
    # As the plugin indexes its sessions, and its default set of statuses.
    sessions = {"2026-03-02 09:00": "morning", "2026-03-31 14:30": "afternoon"}
    acronyms = {"P": "present", "L": "late", "E": "excused", "A": "absent"}
    read = [
        (sessions[row[0]], row[1].strip().lower(), acronyms[row[2].strip().upper()], row[3])
        for row in rows
    ]
    assert read == [
        ("morning", "ada@school.test", "present", ""),
        ("morning", "bo@school.test", "late", ""),
        ("afternoon", "ada@school.test", "absent", ""),
        ("afternoon", "bo@school.test", "excused", "at the doctor's"),
        ("afternoon", "", "absent", ""),
    ]


async def test_canvas_recognises_header_points_and_students() -> None:
    header, points, *students = rows_of(await written(Preset.CANVAS))
    assert len(header) > 3
    assert "Student" in header[0]
    assert "ID" in header[1]
    sis_user, sis_login = header.index("SIS User ID"), header.index("SIS Login ID")
    assert (sis_user, sis_login) == (2, 3)
    assert "Section" in header[4]
    # What follows the columns about the student are assignments; an id in parentheses would be
    # that of another one.
    (assignment,) = header[5:]
    assert not re.search(r"\(\d+\)$", assignment)
    assert assignment == "Attendance 2026-03-01 to 2026-03-31"
    assert "Points Possible" in points[0]
    assert points[5] == "100"
    assert students == [
        ["de Lovelace, Ada", "", "007", "ada@school.test", "7a, Maths", "50.0"],
        ["Björk, Bo", "", "", "bo@school.test", "7a, Maths", "100.0"],
    ]
    excused = [record(BO, MORNING, Status.EXCUSED)]
    assert rows_of(await written(Preset.CANVAS, excused))[2][5] == "EX"


async def test_powerschool_gets_rows_of_its_table_for_those_who_were_not_simply_present() -> None:
    titles, *rows = rows_of(await written(Preset.POWERSCHOOL), "\t")
    assert titles == ["Student_Number", "Att_Date", "Att_Mode_Code", "Att_Code", "Att_Comment"]
    assert rows == [
        ["", "03/02/2026", "ATT_ModeMeeting", "T", ""],
        ["007", "03/31/2026", "ATT_ModeMeeting", "A", ""],
        ["", "03/31/2026", "ATT_ModeMeeting", "E", "at the doctor's"],
        ["", "03/31/2026", "ATT_ModeMeeting", "A", ""],
    ]


async def test_england_gets_its_codes_for_mornings_and_afternoons() -> None:
    rows = list(csv.DictReader(io.StringIO((await written(Preset.ENGLAND)).decode())))
    shown = [(row["Surname"], row["Date"], row["Session"], row["Mark"]) for row in rows]
    assert shown == [
        ("de Lovelace", "02/03/2026", "AM", "/"),
        ("Björk", "02/03/2026", "AM", "L"),
        ("de Lovelace", "31/03/2026", "PM", "N"),
        ("Björk", "31/03/2026", "PM", "C"),
        ("", "31/03/2026", "PM", "N"),
    ]
    afternoon = [record(ADA, AFTERNOON, Status.PRESENT)]
    (row,) = csv.DictReader(io.StringIO((await written(Preset.ENGLAND, afternoon)).decode()))
    assert row["Mark"] == "\\"


async def test_webuntis_gets_absences_with_their_times() -> None:
    titles, *rows = rows_of(await written(Preset.WEBUNTIS), ";")
    lines = [dict(zip(titles, row, strict=True)) for row in rows]
    assert [
        (each["Langname"], each["Beginnzeit"], each["Endzeit"], each["Status"]) for each in lines
    ] == [
        ("Björk", "09:00", "09:12", "nicht entsch."),
        ("de Lovelace", "14:30", "15:15", "nicht entsch."),
        ("Björk", "14:30", "15:15", "entsch."),
        ("", "14:30", "15:15", "nicht entsch."),
    ]
    assert {each["Beginndatum"] for each in lines} == {"02.03.2026", "31.03.2026"}


REFERS = {
    "academicSessions": {},
    "categories": {},
    "classes": {
        "courseSourcedId": "courses",
        "schoolSourcedId": "orgs",
        "termSourcedIds": "academicSessions",
    },
    "courses": {"orgSourcedId": "orgs"},
    "enrollments": {
        "classSourcedId": "classes",
        "schoolSourcedId": "orgs",
        "userSourcedId": "users",
    },
    "lineItems": {
        "classSourcedId": "classes",
        "categorySourcedId": "categories",
        "gradingPeriodSourcedId": "academicSessions",
    },
    "orgs": {},
    "results": {"lineItemSourcedId": "lineItems", "studentSourcedId": "users"},
    "users": {"orgSourcedIds": "orgs"},
}
"""The files of OneRoster 1.1 that are there, and what the ids in them refer to."""

REQUIRED = {
    "academicSessions": ("title", "type", "startDate", "endDate", "schoolYear"),
    "categories": ("title",),
    "classes": ("title", "classType"),
    "courses": ("title",),
    "enrollments": ("role",),
    "lineItems": ("title", "assignDate", "dueDate", "resultValueMin", "resultValueMax"),
    "orgs": ("name", "type"),
    "results": ("scoreStatus", "scoreDate"),
    "users": ("enabledUser", "role", "username", "givenName", "familyName"),
}
"""What the standard requires to be there in a file that replaces all that the receiver has."""


async def test_oneroster_archives_are_complete_and_refer_to_what_they_hold() -> None:
    with zipfile.ZipFile(io.BytesIO(await written(Preset.ONEROSTER))) as archive:
        files = {name: rows_of(archive.read(name)) for name in archive.namelist()}
    manifest = dict(files.pop("manifest.csv")[1:])
    assert (manifest["manifest.version"], manifest["oneroster.version"]) == ("1.0", "1.1")
    present = {name.removeprefix("file.") for name, value in manifest.items() if value == "bulk"}
    assert present == REFERS.keys() == {name.removesuffix(".csv") for name in files}
    tables = {}
    for name, (titles, *rows) in files.items():
        assert titles[:3] == ["sourcedId", "status", "dateLastModified"]
        tables[name.removesuffix(".csv")] = [dict(zip(titles, row, strict=True)) for row in rows]
    ids = {name: {row["sourcedId"] for row in rows} for name, rows in tables.items()}
    for name, rows in tables.items():
        assert len(ids[name]) == len(rows) > 0
        for row in rows:
            assert (row["status"], row["dateLastModified"]) == ("", "")
            assert all(row[field] for field in REQUIRED[name]), (name, row)
            for field, target in REFERS[name].items():
                assert row[field] in ids[target], (name, field)
    people = {row["sourcedId"]: (row["givenName"], row["familyName"]) for row in tables["users"]}
    scores = {people[row["studentSourcedId"]]: row["score"] for row in tables["results"]}
    assert scores == {("Ada", "de Lovelace"): "50.0", ("Bo", "Björk"): "100.0"}
    assert {row["scoreStatus"] for row in tables["results"]} == {"fully graded"}


@pytest.mark.parametrize("preset", Preset)
async def test_every_preset_can_be_downloaded_also_without_a_session(
    lesson: Lesson, preset: Preset
) -> None:
    path, token = f"/class/{lesson.class_id}/export", lesson.teacher.token
    file = await fetch(lesson.client, path, token, preset=preset, to="2026-12-31")
    layout = LAYOUTS[preset]
    assert (file.status, file.headers["Content-Type"].split(";")[0]) == (200, layout.media_type)
    name = unquote(file.headers["Content-Disposition"].rpartition("''")[2])
    assert name.casefold() == f"Algebra {preset} to 2026-12-31.{layout.ending}".casefold()


@pytest.mark.parametrize("query", [{}, {"preset": "excel"}], ids=str)
async def test_an_unknown_preset_is_refused(lesson: Lesson, query: Mapping[str, str]) -> None:
    path = f"/class/{lesson.class_id}/export"
    refused = await lesson.client.get(path, lesson.teacher.token, params=query)
    assert refused.error == (400, "Invalid request schema")
    assert refused.body["details"][0]["path"] == "preset"
