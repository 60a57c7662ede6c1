"""Reports on ended sessions: of a class for its teachers, of students for themselves.

They are JSON, or a table for a spreadsheet with times in the requested time zone. A report is
written to a file row by row, so that the memory it takes does not grow with its size, and no cursor
stays open for a client that reads slowly.
"""

from collections.abc import AsyncIterable, AsyncIterator
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TypeVar

import attrs
from aiohttp import web

from ..audit import Action
from ..errors.requests import NotAcceptable
from ..errors.server import TooManyReports, TooManyRequests
from ..http.auth import staff_only, student_only
from ..http.envelope import success
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import AbsentStudent, MatrixRow, SessionReport, StudentReport, User
from ..wire.answers import Matrix, OwnReport
from ..wire.fields import Format
from ..wire.report_queries import ClassReportQuery, MatrixQuery, ReportQuery
from .app_keys import REPORTS, STORE
from .classes import OF_OWNER, permitted_class, reading
from .formats import (
    FILES,
    counted,
    form_of,
    in_language_of,
    json_file,
    sorting_of,
    table_file,
    turn,
    turn_in,
    zoned_query,
)
from .report_tables import matrix_table, own_table, sessions_table, students_table
from .session_views import deleted_student

R = TypeVar("R", StudentReport, MatrixRow, AbsentStudent)

REFUSES = (NotAcceptable, *OF_OWNER, TooManyRequests, TooManyReports)
ENDED = "Covers the ended sessions that started on the requested days."

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
    query = in_language_of(user, zoned_query(request, ClassReportQuery))
    span, form = query.span(), form_of(request, query.format)
    class_ = await permitted_class(request, user, reading(form))
    reports = request.app[STORE].reports
    asked = reports.of_class(class_.id, span, query.sort, sorting_of(query, user))
    async with writing(request, form, user), counted(request, user, asked, form) as found:
        rows = named(found)
        if form is Format.JSON:
            made = await json_file(request, json_list(rows))
        else:
            table = students_table(class_.class_name, rows, query)
            made = await table_file(request, form, query, table)
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
    query = in_language_of(user, zoned_query(request, ReportQuery))
    span, form = query.span(), form_of(request, query.format)
    class_ = await permitted_class(request, user, reading(form))
    reports = request.app[STORE].reports
    asked = reports.sessions_of_class(class_.id, span)
    async with writing(request, form, user), counted(request, user, asked, form) as rows:
        if form is Format.JSON:
            made = await json_file(request, json_list(rows))
        else:
            table = sessions_table(class_.class_name, rows, query)
            made = await table_file(request, form, query, table)
    return await send_file(request, *made)


@routes.get("/class/{id:[^/]+}/report/matrix")
@operation(
    "Show each student's status in each session of a class you teach",
    tag=Tag.REPORTS,
    note=f"{ENDED} Students are in the order of their names.",
    query=MatrixQuery,
    answer=Matrix,
    files=FILES,
    refuses=REFUSES,
    audit=Action.FILE,
)
@staff_only
async def matrix(request: web.Request, user: User) -> web.StreamResponse:
    query = in_language_of(user, zoned_query(request, MatrixQuery))
    span, form = query.span(), form_of(request, query.format)
    class_ = await permitted_class(request, user, reading(form))
    reports = request.app[STORE].reports
    student_id = query.student and query.student.lower()
    async with writing(request, form, user):
        found_sessions = reports.sessions_of_class(class_.id, span, student_id)
        async with counted(request, user, found_sessions) as ended:
            sessions = [session async for session in ended]
        asked = reports.matrix(class_.id, span, sessions, sorting_of(query, user), student_id)
        async with counted(request, user, asked, form) as found:
            rows = named(found)
            if form is Format.JSON:
                made = await json_file(request, json_list(rows, {"sessions": sessions}, "students"))
            else:
                table = matrix_table(class_.class_name, sessions, rows, query)
                made = await table_file(request, form, query, table)
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
    query = in_language_of(user, zoned_query(request, ReportQuery))
    span, form = query.span(), form_of(request, query.format)
    async with writing(request, form, user):
        async with turn_in(request.app[REPORTS], request, user):
            report = request.app[STORE].reports.of_student(user.id, span, query.locale)
            classes, total = await report
        if form is Format.JSON:
            return success(OwnReport(tuple(classes), total))
        made = await table_file(request, form, query, own_table(user.name, classes, total, query))
    return await send_file(request, *made)


def writing(request: web.Request, form: Format, user: User) -> AbstractAsyncContextManager[None]:
    """The turn for writing a workbook. Other formats are written while the rows are read."""
    return turn(request, form, user) if form is Format.XLSX else nullcontext()


async def named(rows: AsyncIterable[R]) -> AsyncIterator[R]:
    """The rows, with a name for students whose account was deleted."""
    async for row in rows:
        if row.name is None:
            row = attrs.evolve(row, name=deleted_student(row.student_id))
        yield row
