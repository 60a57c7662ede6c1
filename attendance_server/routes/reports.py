"""Reports on ended sessions: of a class for its teachers, of students for themselves.

They are JSON, or a table for a spreadsheet with times in the requested time zone. A report is
written to a file row by row, so that the memory it takes does not grow with its size, and no cursor
stays open for a client that reads slowly.
"""

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import tzinfo
from typing import TypeVar

import attrs
from aiohttp import web

from ..audit import Action
from ..errors import NotAcceptable, TooManyReports, TooManyRequests
from ..http.auth import staff_only, student_only
from ..http.envelope import success
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import Attendance, ClassReport, Counts, MatrixRow, SessionReport, StudentReport, User
from ..tables import Cell, Column, Table
from ..wire.answers import Matrix, OwnReport
from ..wire.fields import Format
from ..wire.requests import ClassReportQuery, ReportQuery
from ..zones import local_time
from .app_keys import REPORTS, STORE
from .classes import OF_OWNER, permitted_class, reading
from .formats import (
    FILES,
    LONG,
    TIME,
    counted,
    form_of,
    json_file,
    table_file,
    turn,
    turn_in,
    yes_or_no,
    zoned_query,
)
from .session_views import deleted_student

R = TypeVar("R", StudentReport, MatrixRow)

REFUSES = (NotAcceptable, *OF_OWNER, TooManyRequests, TooManyReports)
ENDED = "Covers the ended sessions that started on the requested days."

SHORT_TIME = 17
"""Characters of a column whose title is a time without an offset."""

routes = web.RouteTableDef()


@routes.get("/class/{id:[^/]+}/report")
@operation(
    "Count each student's attendance in a class you teach",
    tag=Tag.REPORTS,
    note=f"{ENDED} Students who have left the class are included. Every order except that by name"
    " begins with the students whom a teacher looks for.",
    query=ClassReportQuery,
    answer=list[StudentReport],
    files=FILES,
    refuses=REFUSES,
    audit=Action.FILE,
)
@staff_only
async def of_class(request: web.Request, user: User) -> web.StreamResponse:
    query = zoned_query(request, ClassReportQuery)
    span, form = query.span(), form_of(request, query.format)
    class_ = await permitted_class(request, user, reading(form))
    reports = request.app[STORE].reports
    asked = reports.of_class(class_.id, span, query.sort)
    async with _writing(request, form, user), counted(request, user, asked, form) as found:
        rows = _named(found)
        if form is Format.JSON:
            made = await json_file(request, json_list(rows))
        else:
            columns = [*_student_columns(), *_attendance_columns(query.zone)]
            cells = (
                [*_student_cells(row), *_attendance_cells(row, query.zone)] async for row in rows
            )
            table = Table(f"{class_.class_name} students", columns, cells)
            made = await table_file(request, form, table)
    return await send_file(request, *made)


@routes.get("/class/{id:[^/]+}/report/sessions")
@operation(
    "Count each session's attendance in a class you teach, oldest first",
    tag=Tag.REPORTS,
    note=ENDED,
    query=ReportQuery,
    answer=list[SessionReport],
    files=FILES,
    refuses=REFUSES,
    audit=Action.FILE,
)
@staff_only
async def sessions_of_class(request: web.Request, user: User) -> web.StreamResponse:
    query = zoned_query(request, ReportQuery)
    span, form = query.span(), form_of(request, query.format)
    class_ = await permitted_class(request, user, reading(form))
    reports = request.app[STORE].reports
    asked = reports.sessions_of_class(class_.id, span)
    async with _writing(request, form, user), counted(request, user, asked, form) as rows:
        if form is Format.JSON:
            made = await json_file(request, json_list(rows))
        else:
            columns = _session_columns(query.zone)
            cells = (_session_cells(row, query.zone) async for row in rows)
            table = Table(f"{class_.class_name} sessions", columns, cells)
            made = await table_file(request, form, table)
    return await send_file(request, *made)


@routes.get("/class/{id:[^/]+}/report/matrix")
@operation(
    "Show each student's status in each session of a class you teach",
    tag=Tag.REPORTS,
    note=f"{ENDED} Students are in the order of their names.",
    query=ReportQuery,
    answer=Matrix,
    files=FILES,
    refuses=REFUSES,
    audit=Action.FILE,
)
@staff_only
async def matrix(request: web.Request, user: User) -> web.StreamResponse:
    query = zoned_query(request, ReportQuery)
    span, form = query.span(), form_of(request, query.format)
    class_ = await permitted_class(request, user, reading(form))
    reports = request.app[STORE].reports
    async with _writing(request, form, user):
        async with counted(request, user, reports.sessions_of_class(class_.id, span)) as ended:
            sessions = [session async for session in ended]
        asked = reports.matrix(class_.id, span, sessions)
        async with counted(request, user, asked, form) as found:
            rows = _named(found)
            if form is Format.JSON:
                made = await json_file(request, json_list(rows, {"sessions": sessions}, "students"))
            else:
                starts = (local_time(session.started_at, query.zone) for session in sessions)
                columns = [
                    *_student_columns(),
                    *(Column(start, TIME if start.tzinfo else SHORT_TIME) for start in starts),
                ]
                cells = ([*_student_cells(row), *row.statuses] async for row in rows)
                table = Table(f"{class_.class_name} matrix", columns, cells)
                made = await table_file(request, form, table)
    return await send_file(request, *made)


@routes.get("/auth/me/report")
@operation(
    "Count your own attendance in all classes",
    tag=Tag.REPORTS,
    note=f"{ENDED} Classes that you have left and deleted classes are included.",
    query=ReportQuery,
    answer=OwnReport,
    files=FILES,
    refuses=(NotAcceptable, TooManyRequests, TooManyReports),
    audit=Action.FILE,
)
@student_only
async def own(request: web.Request, user: User) -> web.StreamResponse:
    query = zoned_query(request, ReportQuery)
    span, form = query.span(), form_of(request, query.format)
    async with _writing(request, form, user):
        async with turn_in(request.app[REPORTS], request, user):
            classes, total = await request.app[STORE].reports.of_student(user.id, span)
        if form is Format.JSON:
            return success(OwnReport(tuple(classes), total))
        columns = [Column("Class", LONG), Column("Enrolled"), *_attendance_columns(query.zone)]
        table = Table(f"{user.name} attendance", columns, _own_cells(classes, total, query.zone))
        made = await table_file(request, form, table)
    return await send_file(request, *made)


def _writing(request: web.Request, form: Format, user: User) -> AbstractAsyncContextManager[None]:
    """The turn for writing a workbook. Other formats are written while the rows are read."""
    return turn(request, form, user) if form is Format.XLSX else nullcontext()


async def _named(rows: AsyncIterable[R]) -> AsyncIterator[R]:
    async for row in rows:
        if row.name is None:
            row = attrs.evolve(row, name=deleted_student(row.student_id))
        yield row


def _student_columns() -> list[Column]:
    return [
        Column("Name", LONG),
        Column("E-mail", LONG),
        Column("Student number"),
        Column("Enrolled"),
    ]


def _student_cells(row: StudentReport | MatrixRow) -> list[Cell]:
    return [row.name, row.email, row.student_number, yes_or_no(row.enrolled)]


def _attendance_columns(zone: tzinfo) -> list[Column]:
    return [
        Column("Sessions"),
        *_count_columns(),
        Column("Absent in a row", 16),
        Column(f"Last seen ({zone})", TIME),
    ]


def _attendance_cells(row: Attendance, zone: tzinfo) -> list[Cell]:
    seen = local_time(row.last_seen, zone) if row.last_seen else None
    return [row.sessions, *_count_cells(row.counts, row.rate), row.absence_run, seen]


def _session_columns(zone: tzinfo) -> list[Column]:
    return [
        Column(f"Started ({zone})", TIME),
        Column(f"Ended ({zone})", TIME),
        Column("Students"),
        *_count_columns(),
    ]


def _session_cells(row: SessionReport, zone: tzinfo) -> list[Cell]:
    times = [local_time(row.started_at, zone), local_time(row.ended_at, zone)]
    return [*times, row.total, *_count_cells(row.counts, row.rate)]


async def _own_cells(
    classes: Sequence[ClassReport], total: Attendance, zone: tzinfo
) -> AsyncIterator[list[Cell]]:
    for row in classes:
        yield [row.class_name, yes_or_no(row.enrolled), *_attendance_cells(row, zone)]
    yield ["All classes", None, *_attendance_cells(total, zone)]


def _count_columns() -> list[Column]:
    counts = [Column(title) for title in ("Present", "Late", "Excused", "Absent")]
    return [*counts, Column("Rate", percent=True)]


def _count_cells(counts: Counts, rate: float | None) -> list[Cell]:
    # To a hundredth of a percent, since not every program keeps all digits.
    rounded = None if rate is None else round(rate, 4)
    return [counts.present, counts.late, counts.excused, counts.absent, rounded]
