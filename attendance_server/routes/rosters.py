"""Rosters in and out, and the codes by which students claim the accounts that an import makes."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import IO, TypeVar

from aiohttp import web

from ..accounts.claim_codes import code_hash, new_code
from ..audit import Action
from ..errors import (
    AlreadyClaimed,
    BodyTooSlow,
    ClassFull,
    ClassNotFound,
    NotAcceptable,
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
from ..http.auth import teacher_only
from ..http.envelope import in_time, success
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import Class, Outcome, User
from ..rosters.files import MAX_BYTES, unreadable
from ..rosters.plan import PlannedLine
from ..rosters.reader import MAX_LINES
from ..store import Store, lift_shared_budget
from ..tables import Column, Table
from ..text import cleaned
from ..wire.answers import ImportCounts, ImportedLine, ImportView, IssuedCode, RosterStudent
from ..wire.codec import parse_fields
from ..wire.fields import Format
from ..wire.requests import ImportQuery, RosterQuery
from .app_keys import CODE_TERM, IMPORTS, ROSTER_FILES, STORE
from .classes import own_class
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
    while_there,
    yes_or_no,
)

STEP = 100
"""Lines that are written before everyone else has a turn."""

T = TypeVar("T")

routes = web.RouteTableDef()


@routes.post("/class/{id:[^/]+}/roster")
@operation(
    "Take over a roster into a class that one teaches",
    tag=Tag.ROSTERS,
    note="The body is the file: CSV (UTF-8, UTF-16 with a byte order mark, or Windows-1252; commas,"
    " semicolons or tabs) or XLSX (the first sheet in sight), of at most"
    f" {MAX_BYTES // 2**20} MB and {MAX_LINES:,} students. Its first line names the columns, in any"
    " order and letter case: `name` (or `first name` and `last name`) and `email` (or `e-mail`,"
    " `email address`, `mail`). Where a line is wrong nothing is done. A new student gets an"
    " account without a password, and a code by which it is claimed. With STUDENT_DIRECTORY=own,"
    " whoever has an account and is new to the teacher is invited, and needs the line's code.",
    takes=FILES,
    query=ImportQuery,
    answer=ImportView,
    refuses=(
        RosterUnreadable,
        RosterWrong,
        RosterTooLarge,
        BodyTooSlow,
        ClassNotFound,
        NotClassTeacher,
        ClassFull,
        TooManyUnclaimed,
        TooManyRequests,
        TooManyImports,
    ),
    audit=Action.IMPORT,
)
@teacher_only
async def take(request: web.Request, user: User) -> web.StreamResponse:
    query = parse_fields(dict(request.query), ImportQuery)
    note(request, dryRun="yes" if query.dry_run else "no")
    with tempfile.TemporaryFile(buffering=0) as file:
        await _receive(request, file)
        # Before the file is looked into, which costs a process.
        class_ = await own_class(request, user)
        told = request.content_type == MEDIA_TYPES[Format.XLSX]
        files, imports = request.app[ROSTER_FILES], request.app[IMPORTS]
        async with turn_in(files.queue, request, user):
            lines = await files.read(file, workbook=told)
            lift_shared_budget()
            become = imports.preview if query.dry_run else imports.carry_out
            done = await become(class_, lines)
    counts = Counter(each.outcome for each in done)
    beside = {"counts": ImportCounts(**{each.value: counts[each] for each in Outcome})}
    return await send_json(request, json_list(_views(done), beside, "lines"))


@routes.get("/class/{id:[^/]+}/roster")
@operation(
    "Show the roster of a class that one teaches, or get it as a file",
    tag=Tag.ROSTERS,
    note="A file is one that an import takes.",
    query=RosterQuery,
    answer=list[RosterStudent],
    files=FILES,
    refuses=(NotAcceptable, ClassNotFound, NotClassTeacher, TooManyRequests, TooManyReports),
    audit=Action.FILE,
)
@teacher_only
async def show(request: web.Request, user: User) -> web.StreamResponse:
    form = form_of(request, parse_fields(dict(request.query), RosterQuery).format)
    class_ = await own_class(request, user)
    async with turn(request, form, user):
        roster = _roster(request.app[STORE], await _with_students(request, class_), user)
        rows = while_there(request, roster)
        if form is Format.JSON:
            made = await json_file(json_list(rows))
        else:
            columns = [Column("Name", LONG), Column("E-mail", LONG), Column("Claimed")]
            cells = ([row.name, row.email, yes_or_no(row.claimed)] async for row in rows)
            table = Table(f"{class_.class_name} roster", columns, cells)
            made = await table_file(request, form, table)
    return await send_file(request, *made)


@routes.post("/class/{id:[^/]+}/students/{student_id:[^/]+}/code")
@operation(
    "Get another code for a student whose account nobody has claimed yet",
    tag=Tag.ROSTERS,
    note="The one before is good no more. The code is for who made the account to hand out; once"
    " they are gone, for any teacher of the student.",
    answer=IssuedCode,
    refuses=(ClassNotFound, NotClassTeacher, NotIssuer, StudentNotFound, AlreadyClaimed),
    audit=Action.ISSUE_CODES,
)
@teacher_only
async def issue_one(request: web.Request, user: User) -> web.Response:
    class_ = await _with_students(request, await own_class(request, user))
    student_id = request.match_info["student_id"].lower()
    store = request.app[STORE]
    student = await store.users.get(student_id) if student_id in class_.student_ids else None
    if student is None:
        raise StudentNotFound
    if student.claimed:
        raise AlreadyClaimed
    if not await issuable(store, user, [student]):
        raise NotIssuer
    issued = await _issue(store, user, [student], request.app[CODE_TERM].end())
    if not issued:
        # Claimed just now, most likely.
        raise AlreadyClaimed
    return success(issued[0])


@routes.post("/class/{id:[^/]+}/codes")
@operation(
    "Get other codes for all students whose accounts nobody has claimed yet",
    tag=Tag.ROSTERS,
    note="Those before are good no more. Accounts whose codes another teacher hands out are left"
    " out.",
    answer=list[IssuedCode],
    refuses=(ClassNotFound, NotClassTeacher),
    audit=Action.ISSUE_CODES,
)
@teacher_only
async def issue_all(request: web.Request, user: User) -> web.StreamResponse:
    class_ = await _with_students(request, await own_class(request, user))
    store = request.app[STORE]
    issued: list[IssuedCode] = []
    until = request.app[CODE_TERM].end()
    async for students in _students(store, class_):
        issued += await _issue(store, user, await issuable(store, user, students), until)
    return await send_json(request, json_list(_each(issued)))


async def _with_students(request: web.Request, class_: Class) -> Class:
    """Raises `ClassNotFound` where it is gone meanwhile."""
    return await request.app[STORE].classes.get(class_.id)


async def _receive(request: web.Request, file: IO[bytes]) -> None:
    """Put the body into the file. Raises `RosterTooLarge`, `RosterUnreadable`, `BodyTooSlow`."""
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
        # It does not unpack, or the client has hung up in the middle of it.
        raise unreadable("the file has not arrived whole") from None


async def _views(done: Sequence[PlannedLine]) -> AsyncIterator[ImportedLine]:
    async for each in _each(done):
        # Of whom the teacher does not know, no more than what is in the file.
        user = None if each.outcome is Outcome.UNPROVEN else each.user
        known = user.name if user else each.line.name
        yield ImportedLine(
            line=each.line.number,
            name=each.line.name,
            email=each.line.email,
            outcome=each.outcome,
            reason=each.reason,
            student_id=user.id if user else None,
            known_as=known if cleaned(known) != each.line.name else None,
            code=each.code,
            code_expires_at=user.code_until if user and each.code else None,
        )


async def _each(values: Sequence[T]) -> AsyncIterator[T]:
    for at, value in enumerate(values):
        if at % STEP == 0:
            await asyncio.sleep(0)
        yield value


async def _roster(store: Store, class_: Class, teacher: User) -> AsyncIterator[RosterStudent]:
    """Those of the class, in the order in which they were enrolled."""
    async for students in _students(store, class_):
        may_issue = {student.id for student in await issuable(store, teacher, students)}
        for student in students:
            yield RosterStudent(
                student_id=student.id,
                name=student.name,
                email=student.email,
                claimed=student.claimed,
                may_issue_code=student.id in may_issue,
                code_expires_at=student.code_until,
            )


async def _students(store: Store, class_: Class) -> AsyncIterator[list[User]]:
    async for users in store.users.in_batches(class_.student_ids):
        yield [user for _, user in users if user]


async def issuable(store: Store, teacher: User, students: Sequence[User]) -> list[User]:
    """Those whose codes the teacher may hand out: anyone can enrol anybody.

    Others made the account, or took it over from who did, and are still there.
    """
    others = {each.issuer_id for each in students if each.issuer_id} - {teacher.id}
    there = await store.users.standing(others) if others else {}
    return [each for each in students if not each.claimed and each.issuer_id not in there]


async def _issue(
    store: Store, teacher: User, students: Sequence[User], until: datetime
) -> list[IssuedCode]:
    """Give the students other codes, which expire at `until`."""
    codes = {student.id: new_code() for student in students}
    issues = [(student, code_hash(codes[student.id])) for student in students]
    issued = await store.claims.issue(teacher.id, issues, until)
    return [
        IssuedCode(student.id, student.name, student.email, codes[student.id], until)
        for student in students
        if student.id in issued
    ]
