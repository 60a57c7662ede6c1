"""Rosters out, and the codes by which students claim the accounts that an import creates."""

from collections.abc import AsyncIterator

from aiohttp import web

from ..accounts.resets import may_reset
from ..audit import Action
from ..errors import (
    AlreadyClaimed,
    NotAcceptable,
    NotIssuer,
    StudentNotFound,
    TooManyReports,
    TooManyRequests,
)
from ..http.auth import staff_only, teacher_only
from ..http.envelope import success
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import Class, User
from ..rights import Right
from ..rosters.codes import ClaimCodes
from ..tables import Cell, Column, Table
from ..wire.answers import IssuedCode, RosterStudent
from ..wire.codec import parse_fields
from ..wire.fields import Format
from ..wire.roster_requests import RosterQuery
from .app_keys import CLAIM_CODES
from .classes import OF_OWNER, permitted_class, reading
from .formats import (
    FILES,
    LONG,
    form_of,
    in_steps,
    json_file,
    send_json,
    table_file,
    turn,
    while_connected,
    yes_or_no,
)

routes = web.RouteTableDef()


@routes.get("/class/{id:[^/]+}/roster")
@operation(
    "Show the roster of a class you teach, or get it as a file",
    tag=Tag.ROSTERS,
    note="The file is for the owner of the class, and can be imported again.",
    query=RosterQuery,
    answer=list[RosterStudent],
    files=FILES,
    refuses=(NotAcceptable, *OF_OWNER, TooManyRequests, TooManyReports),
    audit=Action.FILE,
)
@staff_only
async def show(request: web.Request, user: User) -> web.StreamResponse:
    form = form_of(request, parse_fields(dict(request.query), RosterQuery).format)
    class_ = await permitted_class(request, user, reading(form))
    async with turn(request, form, user):
        rows = while_connected(request, _roster(request.app[CLAIM_CODES], class_, user))
        if form is Format.JSON:
            made = await json_file(request, json_list(rows))
        else:
            columns = [
                Column("Name", LONG),
                Column("E-mail", LONG),
                Column("Student number"),
                Column("Contact e-mail", LONG),
                Column("Claimed"),
            ]
            cells = (_cells(row) async for row in rows)
            table = Table(f"{class_.class_name} roster", columns, cells)
            made = await table_file(request, form, table)
    return await send_file(request, *made)


@routes.post("/class/{id:[^/]+}/students/{student_id:[^/]+}/code")
@operation(
    "Replace the code of a student whose account has not been claimed yet",
    tag=Tag.ROSTERS,
    note="The previous code is no longer valid. Only the teacher who hands out the code can do this"
    " or, once that teacher's account is deleted, any teacher of the student.",
    answer=IssuedCode,
    refuses=(*OF_OWNER, NotIssuer, StudentNotFound, AlreadyClaimed),
    audit=Action.ISSUE_CODES,
)
@teacher_only
async def issue_one(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.MANAGE)
    student_id = request.match_info["student_id"].lower()
    return success(await request.app[CLAIM_CODES].issue(class_.id, student_id, user))


@routes.post("/class/{id:[^/]+}/codes")
@operation(
    "Replace the codes of all students whose accounts have not been claimed yet",
    tag=Tag.ROSTERS,
    note="The previous codes are no longer valid. Accounts whose codes another teacher hands out"
    " are skipped.",
    answer=list[IssuedCode],
    refuses=(*OF_OWNER, TooManyRequests, TooManyReports),
    audit=Action.ISSUE_CODES,
)
@teacher_only
async def issue_all(request: web.Request, user: User) -> web.StreamResponse:
    class_ = await permitted_class(request, user, Right.MANAGE)
    async with turn(request, Format.JSON, user):
        issued = await request.app[CLAIM_CODES].issue_all(class_.id, user)
    return await send_json(request, json_list(in_steps(issued)))


async def _roster(codes: ClaimCodes, class_: Class, teacher: User) -> AsyncIterator[RosterStudent]:
    """The students of the class in the order of their enrolment. Raises `ClassNotFound`."""
    async for students in codes.students_of(class_.id, teacher):
        for student, may_issue in students:
            yield RosterStudent(
                student_id=student.id,
                name=student.name,
                email=student.email,
                claimed=student.claimed,
                may_issue_code=may_issue,
                code_expires_at=student.code_until,
                student_number=student.student_number,
                contact_email=student.contact_email,
                may_reset_password=student.claimed and may_reset(teacher, student),
            )


def _cells(row: RosterStudent) -> list[Cell]:
    names = [row.name, row.email, row.student_number, row.contact_email]
    return [*names, yes_or_no(row.claimed)]
