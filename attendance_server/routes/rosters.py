"""Rosters out, and the codes by which students claim the accounts that an import creates."""

from collections.abc import AsyncIterator

from aiohttp import web

from ..accounts.resets import may_reset
from ..audit import Action
from ..errors.accounts import AlreadyClaimed
from ..errors.classes import StudentNotFound
from ..errors.requests import NotAcceptable
from ..errors.rosters import NotIssuer
from ..errors.server import TooManyReports, TooManyRequests
from ..http.auth import staff_only, teacher_only
from ..http.envelope import success
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import Class, NameOrder, User
from ..rights import Right
from ..rosters.codes import ClaimCodes
from ..store.name_order import Sorting
from ..wire.answers import IssuedCode, RosterStudent
from ..wire.codec import parse_fields
from ..wire.fields import Format
from ..wire.report_queries import RosterQuery
from .app_keys import CLAIM_CODES
from .classes import OF_OWNER, permitted_class, reading
from .formats import (
    FILES,
    form_of,
    in_language_of,
    in_steps,
    json_file,
    send_json,
    sorting_of,
    table_file,
    turn,
    while_connected,
    words_of,
)
from .roster_tables import roster_table

routes = web.RouteTableDef()


@routes.get("/class/{id:[^/]+}/roster")
@operation(
    "Show the roster of a class you teach, or get it as a file",
    tag=Tag.ROSTERS,
    note="The file is for the owner of the class, and can be imported again. Students are in the"
    " order of their enrolment, or of their names if the query or your account names a part.",
    query=RosterQuery,
    answer=list[RosterStudent],
    files=FILES,
    refuses=(NotAcceptable, *OF_OWNER, TooManyRequests, TooManyReports),
    audit=Action.FILE,
)
@staff_only
async def show(request: web.Request, user: User) -> web.StreamResponse:
    query = in_language_of(user, parse_fields(dict(request.query), RosterQuery))
    form, sorting = form_of(request, query.format), sorting_of(query, user)
    by_enrolment = query.name_order is None and sorting.order is NameOrder.NAME
    class_ = await permitted_class(request, user, reading(form))
    async with turn(request, form, user):
        rows = _roster(request.app[CLAIM_CODES], class_, user, None if by_enrolment else sorting)
        rows = while_connected(request, rows)
        if form is Format.JSON:
            made = await json_file(request, json_list(rows))
        else:
            table = roster_table(class_.class_name, rows, words_of(query))
            made = await table_file(request, form, query, table)
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


async def _roster(
    codes: ClaimCodes, class_: Class, teacher: User, sorting: Sorting | None
) -> AsyncIterator[RosterStudent]:
    """The students of the class; without a `sorting`, in the order of their enrolment.

    Raises `ClassNotFound`.
    """
    async for students in codes.students_of(class_.id, teacher, sorting):
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
                given_name=student.given_name,
                family_name=student.family_name,
            )
