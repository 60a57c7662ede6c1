"""OneRoster 1.1: a zip archive of CSV files, with attendance as one line item out of 100.

The files and their titles are those of the CSV tables of 1EdTech OneRoster 1.1. The standard has no
attendance, so that it travels as a result, with the class and its students beside it, since results
refer to them. All `sourcedId` are ids of this server; student numbers are in `identifier`.
"""

import asyncio
import tempfile
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime

from ..tables import Cell
from .layout import ClassAttendance, Layout, lines, name_parts
from .totals import ClassTotals, StudentTotal, totals

CHUNK = 32 * 1024
"""Bytes of the archive that are passed on together."""

IN_MEMORY = 256 * 1024
"""Bytes of the archive that are held in memory."""

FILES: Mapping[str, str] = {
    "academicSessions": "title,type,startDate,endDate,parentSourcedId,schoolYear",
    "categories": "title",
    "classes": "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId"
    ",termSourcedIds,subjects,subjectCodes,periods",
    "courses": "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
    "enrollments": "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
    "lineItems": "title,description,assignDate,dueDate,classSourcedId,categorySourcedId"
    ",gradingPeriodSourcedId,resultValueMin,resultValueMax",
    "orgs": "name,type,identifier,parentSourcedId",
    "results": "lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment",
    "users": "enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName"
    ",identifier,email,sms,phone,agentSourcedIds,grades,password",
}
"""The titles of each file after the first three, which all of them have."""

FIRST_TITLES = "sourcedId,status,dateLastModified"

ABSENT = ("classResources", "courseResources", "demographics", "resources")

SCHOOL, COURSE, TERM, CATEGORY, ITEM = "school", "course", "term", "attendance", "attendance"
SCORED, EXEMPT = "fully graded", "exempt"
MOST_POINTS = 100


async def write(attendance: ClassAttendance) -> AsyncGenerator[bytes, None]:
    contents = _contents(attendance, await totals(attendance.records))
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("manifest.csv", await _csv(("propertyName", "value"), _manifest()))
            for name, rows in contents.items():
                titles = f"{FIRST_TITLES},{FILES[name]}".split(",")
                # Both stay empty in a file that replaces all that the receiver has.
                with_empty = ([row[0], None, None, *row[1:]] for row in rows)
                archive.writestr(f"{name}.csv", await _csv(titles, with_empty))
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece


def _contents(
    attendance: ClassAttendance, added_up: ClassTotals
) -> dict[str, list[Sequence[Cell]]]:
    """The rows of each file, without the two values that stay empty."""
    class_id, name = attendance.class_id, attendance.class_name
    course, term = f"{class_id}-{COURSE}", f"{class_id}-{TERM}"
    category, item = f"{class_id}-{CATEGORY}", f"{class_id}-{ITEM}-item"
    students, today = added_up.students, datetime.now(attendance.zone)
    first = attendance.local(added_up.first or today).date().isoformat()
    last = attendance.local(added_up.last or today).date().isoformat()
    title = " ".join(filter(None, ("Attendance", attendance.period)))
    return {
        "orgs": [[SCHOOL, "School", "school", None, None]],
        "academicSessions": [[term, title, "gradingPeriod", first, last, None, last[:4]]],
        "courses": [[course, None, name, None, None, SCHOOL, None, None]],
        "classes": [
            [class_id, name, None, course, None, "scheduled", None, SCHOOL, term, *3 * [None]]
        ],
        "users": [_user(each) for each in students],
        "enrollments": [
            [
                *(f"{class_id}-{each.record.student_id}", class_id, SCHOOL),
                *(each.record.student_id, "student", "false", None, None),
            ]
            for each in students
        ],
        "categories": [[category, "Attendance"]],
        "lineItems": [[item, title, None, first, last, class_id, category, term, 0, MOST_POINTS]],
        "results": [
            [
                f"{item}-{each.record.student_id}",
                item,
                each.record.student_id,
                EXEMPT if each.percent is None else SCORED,
                each.percent,
                last,
                None,
            ]
            for each in students
        ],
    }


def _user(total: StudentTotal) -> list[Cell]:
    record = total.record
    given, family = name_parts(record)
    username = record.email or record.student_number or record.student_id
    return [
        *(record.student_id, "true", SCHOOL, "student", username, None),
        # Both are required.
        *(given or family, family or given, None, record.student_number, record.email),
        *5 * [None],
    ]


def _manifest() -> Iterable[Sequence[Cell]]:
    yield ["manifest.version", "1.0"]
    yield ["oneroster.version", "1.1"]
    for name in sorted((*FILES, *ABSENT)):
        yield [f"file.{name}", "absent" if name in ABSENT else "bulk"]
    yield ["source.systemName", "Attendance server"]
    yield ["source.systemCode", "attendance-server"]


async def _csv(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    async def each() -> AsyncIterator[Sequence[Cell]]:
        for number, row in enumerate(rows):
            if number % 100 == 0:
                # Others have a turn.
                await asyncio.sleep(0)
            yield row

    return b"".join([line async for line in lines(titles, each())])


LAYOUT = Layout("zip", "application/zip", write)
