"""Attendance one by one: a line per student and session, as a list or one long file."""

from contextlib import nullcontext

from aiohttp import web

from ..audit import Action
from ..errors.requests import NotAcceptable
from ..errors.server import TooManyReports, TooManyRequests
from ..file_words import period_in
from ..http.audited import note, recorded_first
from ..http.auth import admin_only, staff_only
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import AttendanceRecord, User
from ..store import lift_shared_budget
from ..store.records import Records
from ..wire.fields import Format
from ..wire.report_queries import RecordsQuery
from .app_keys import STORE
from .classes import permitted_class, reading
from .formats import (
    FILES,
    MadeFile,
    counted,
    form_of,
    in_language_of,
    json_file,
    sorting_of,
    table_file,
    turn,
    words_of,
    zoned_query,
)
from .record_table import record_table
from .reports import ENDED, REFUSES

routes = web.RouteTableDef()


@routes.get("/class/{id:[^/]+}/records")
@operation(
    "List the attendance in a class you teach, one line per student and session",
    tag=Tag.REPORTS,
    note=f"{ENDED} Oldest session first, and within one in the order of the students' names."
    " Students who have left the class are included.",
    query=RecordsQuery,
    answer=list[AttendanceRecord],
    files=FILES,
    refuses=REFUSES,
    audit=Action.FILE,
)
@staff_only
async def of_class(request: web.Request, user: User) -> web.StreamResponse:
    query = in_language_of(user, zoned_query(request, RecordsQuery))
    span, form = query.span(), form_of(request, query.format)
    class_ = await permitted_class(request, user, reading(form))
    if query.student:
        note(request, studentId=query.student)
    lift_shared_budget()
    found = request.app[STORE].records.of_class(
        class_.id, span, sorting_of(query, user), query.student
    )
    made = await _made(request, user, form, query, found, class_.class_name)
    return await send_file(request, *made)


@routes.get("/records")
@operation(
    "List the attendance in all classes, one line per student and session",
    tag=Tag.REPORTS,
    note=f"{ENDED} One class after another, by name; deleted classes are included. In the audit"
    " trail before anything is read.",
    query=RecordsQuery,
    answer=list[AttendanceRecord],
    files=FILES,
    refuses=(NotAcceptable, TooManyRequests, TooManyReports),
    audit=Action.SCHOOL_RECORDS,
)
@admin_only
async def of_school(request: web.Request, user: User) -> web.StreamResponse:
    query = in_language_of(user, zoned_query(request, RecordsQuery))
    span, form = query.span(), form_of(request, query.format)
    if query.student:
        note(request, studentId=query.student)
    note(request, days=period_in(words_of(query), query.from_, query.to) or "all")
    lift_shared_budget()
    found = request.app[STORE].records.of_school(span, sorting_of(query, user), query.student)
    async with recorded_first(request):
        made = await _made(request, user, form, query, found, None)
    return await send_file(request, *made)


async def _made(
    request: web.Request,
    user: User,
    form: Format,
    query: RecordsQuery,
    found: Records,
    class_name: str | None,
) -> MadeFile:
    """The records as a file. `class_name`: of the class that they are of; `None`: of all."""
    writing = turn(request, form, user) if form is Format.XLSX else nullcontext()
    async with writing, counted(request, user, found, form) as rows:
        if form is Format.JSON:
            return await json_file(request, json_list(rows))
        return await table_file(request, form, query, record_table(class_name, rows, query))
