"""Rosters in and out, and the codes by which students claim the accounts an import creates."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import IO, Any, TypeVar

from aiohttp import web

from ..accounts.resets import may_reset
from ..audit import Action
from ..errors import (
    AlreadyClaimed,
    BodyTooSlow,
    ClassFull,
    ClassNotFound,
    ImportNotFound,
    NotAcceptable,
    NotClassOwner,
    NotClassTeacher,
    NotIssuer,
    RosterTooLarge,
    RosterUnreadable,
    RosterWrong,
    StudentNotFound,
    TooManyImports,
    TooManyReports,
    TooManyRequests,
    TooManyUnclaimed,
)
from ..http.audited import note
from ..http.auth import API_KEY, staff_only, teacher_only, teacher_or_key
from ..http.envelope import in_time, success
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import Class, ImportRecord, Outcome, User
from ..problems import ProblemCode
from ..rights import Right
from ..roster_errors import OtherClassKey
from ..rosters.codes import ClaimCodes
from ..rosters.files import MAX_BYTES, unreadable
from ..rosters.plan import PlannedLine
from ..rosters.reader import MAX_LINES
from ..store import lift_shared_budget
from ..tables import Cell, Column, Table
from ..text import cleaned
from ..wire.answers import (
    ImportCounts,
    ImportedLine,
    ImportView,
    IssuedCode,
    RecentImport,
    RosterStudent,
    UndoneImport,
)
from ..wire.codec import parse_fields
from ..wire.fields import Format
from ..wire.requests import ImportQuery, RosterQuery
from .app_keys import CLAIM_CODES, IMPORTS, RECENT_IMPORTS, ROSTER_FILES
from .classes import OF_OWNER, class_to_fill, permitted_class, reading
from .formats import (
    FILES,
    LONG,
    MEDIA_TYPES,
    form_of,
    json_file,
    send_json,
    table_file,
    turn,
    turn_in,
    while_connected,
    yes_or_no,
)

STEP = 100
"""Lines that are written before other requests have a turn."""

T = TypeVar("T")

routes = web.RouteTableDef()


@routes.post("/class/{id:[^/]+}/roster")
@operation(
    "Import a roster into a class you own",
    tag=Tag.ROSTERS,
    note="The body is the file: CSV (UTF-8, UTF-16 with a byte order mark, or Windows-1252; commas,"
    " semicolons or tabs) or XLSX (the first visible sheet), of at most"
    f" {MAX_BYTES // 2**20} MB and {MAX_LINES:,} students. Its first line names the columns, in any"
    " order and letter case: `name` (or `first name` and `last name`), and `email` (or `e-mail`,"
    " `email address`, `mail`) or `student number` (or `student no`, `student id`, `pupil number`)"
    " or both; also `contact email` (or `parent email`, `guardian email`), which is no log-in name"
    " and may be shared. A student is found by the number first. If any line is wrong, nothing is"
    " done. A new student gets an account without a password, and a code by which to claim it. An"
    " account that is new to you and that its owner created (with STUDENT_DIRECTORY=own, any that"
    " is new to you) is invited: the student needs the line's code, or you confirm them. An API key"
    " gets no codes.",
    takes=FILES,
    query=ImportQuery,
    answer=ImportView,
    refuses=(
        RosterUnreadable,
        RosterWrong,
        RosterTooLarge,
        BodyTooSlow,
        *OF_OWNER,
        OtherClassKey,
        ClassFull,
        TooManyUnclaimed,
        TooManyRequests,
        TooManyImports,
    ),
    audit=Action.IMPORT,
)
@teacher_or_key
async def take(request: web.Request, user: User) -> web.StreamResponse:
    query = parse_fields(dict(request.query), ImportQuery)
    note(request, dryRun="yes" if query.dry_run else "no")
    with tempfile.TemporaryFile(buffering=0) as file:
        await _receive(request, file)
        # Before the file is read, which takes a process.
        class_ = await class_to_fill(request, user)
        is_workbook = request.content_type == MEDIA_TYPES[Format.XLSX]
        files, imports = request.app[ROSTER_FILES], request.app[IMPORTS]
        async with turn_in(files.queue, request, user):
            lines = await files.read(file, workbook=is_workbook)
            lift_shared_budget()
            import_lines = imports.preview if query.dry_run else imports.carry_out
            imported = await import_lines(class_, lines)
    counts = Counter(each.outcome for each in imported.lines)
    other_fields: dict[str, object] = {
        "counts": ImportCounts(**{each.value: counts[each] for each in Outcome})
    }
    if imported.import_id:
        other_fields["importId"] = imported.import_id
        note(request, importId=imported.import_id)
    views = _views(imported.lines, with_codes=API_KEY not in request)
    return await send_json(request, json_list(views, other_fields, "lines"))


@routes.get("/class/{id:[^/]+}/imports")
@operation(
    "List your imports into a class that can still be undone, latest first",
    tag=Tag.ROSTERS,
    answer=list[RecentImport],
    refuses=OF_OWNER,
)
@teacher_only
async def recent(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.MANAGE)
    records = await request.app[RECENT_IMPORTS].of_class(class_.id, user)
    return success([RecentImport(**_counts(record)) for record in records])


@routes.delete("/imports/{import_id:[^/]+}")
@operation(
    "Undo an import that you made, within a day",
    tag=Tag.ROSTERS,
    note="The students whom it enrolled leave the class and its running session, and invitations"
    " are withdrawn. Accounts that it created are deleted, except those that were claimed, or are"
    " in another class by now. If it breaks off, it can be repeated.",
    answer=UndoneImport,
    refuses=(ImportNotFound, NotClassTeacher, NotClassOwner),
    audit=Action.UNDO_IMPORT,
)
@teacher_only
async def undo(request: web.Request, user: User) -> web.Response:
    imports = request.app[RECENT_IMPORTS]
    record = await imports.find(request.match_info["import_id"].lower(), user)
    note(request, classId=record.class_id)
    with suppress(ClassNotFound):
        await permitted_class(request, user, Right.MANAGE, record.class_id)
    lift_shared_budget()
    return success(UndoneImport(**_counts(record), deleted=await imports.undo(record)))


def _counts(record: ImportRecord) -> dict[str, Any]:
    return {
        **{"id": record.id, "class_id": record.class_id},
        **{"at": record.at, "undoable_until": record.undoable_until},
        "created": len(record.created),
        "joined": len(record.joined),
        "invited": len(record.invited),
    }


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
    return await send_json(request, json_list(_each(issued)))


async def _receive(request: web.Request, file: IO[bytes]) -> None:
    """Write the body to the file. Raises `RosterTooLarge`, `RosterUnreadable`, `BodyTooSlow`."""
    size = request.content_length or 0
    if size > MAX_BYTES:
        raise RosterTooLarge
    size = 0
    try:
        async with in_time(request):
            async for chunk in request.content.iter_any():
                size += len(chunk)
                if size > MAX_BYTES:
                    raise RosterTooLarge
                file.write(chunk)
    except (web.RequestPayloadError, ConnectionError):
        # It cannot be decompressed, or the client disconnected before its end.
        raise unreadable("the file has not arrived whole", ProblemCode.INCOMPLETE) from None


async def _views(done: Sequence[PlannedLine], *, with_codes: bool) -> AsyncIterator[ImportedLine]:
    async for each in _each(done):
        # About a student unknown to the teacher, nothing but what is in the file.
        user = None if each.outcome is Outcome.UNPROVEN else each.user
        known = user.name if user else each.line.name
        yield ImportedLine(
            line=each.line.number,
            name=each.line.name,
            email=each.line.email,
            student_number=each.line.student_number,
            contact_email=each.line.contact_email,
            outcome=each.outcome,
            reason=each.reason,
            problems=each.problems,
            student_id=user.id if user else None,
            known_as=known if cleaned(known) != each.line.name else None,
            code=each.code if with_codes else None,
            code_expires_at=user.code_until if with_codes and user and each.code else None,
        )


async def _each(values: Sequence[T]) -> AsyncIterator[T]:
    for at, value in enumerate(values):
        if at % STEP == 0:
            await asyncio.sleep(0)
        yield value


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
