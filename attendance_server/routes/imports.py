"""Rosters in: the import of a file, with its preview, and the imports that can be undone."""

import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import IO, Any

from aiohttp import web

from ..audit import Action
from ..errors.api_keys import OtherClassKey
from ..errors.classes import ClassFull, ClassNotFound, NotClassOwner, NotClassTeacher
from ..errors.requests import BodyTooSlow
from ..errors.rosters import (
    ImportNotFound,
    RosterTooLarge,
    RosterUnreadable,
    RosterUnsure,
    RosterWrong,
    TooManyImports,
    TooManyUnclaimed,
)
from ..errors.server import TooManyRequests
from ..http.audited import note
from ..http.auth import API_KEY, teacher_only, teacher_or_key
from ..http.envelope import in_time, success
from ..http.operations import Bare, Tag, operation
from ..http.streaming import json_list
from ..models import ColumnRole, FoundFile, ImportRecord, Outcome, SkipReason, User
from ..problems import ProblemCode
from ..rights import Right
from ..rosters.files import MAX_BYTES, unreadable
from ..rosters.imports import Imported
from ..rosters.mapping import MappedFile, ensure_lines, ensure_sure
from ..rosters.plan import ImportChoice, PlannedLine
from ..rosters.reading.found import MAX_LINES, Choice, RosterLine
from ..rosters.skips import WORDS
from ..store import lift_shared_budget
from ..text import cleaned
from ..wire.codec import parse_fields, to_wire
from ..wire.fields import Format
from ..wire.roster_answers import (
    ImportCounts,
    ImportedLine,
    ImportView,
    RecentImport,
    SkippedLine,
    UndoneImport,
)
from ..wire.roster_requests import ImportQuery, Only
from ..wire.syncs import SyncQuery
from .app_keys import IMPORTS, MAPPED_FILES, RECENT_IMPORTS, ROSTER_FILES
from .classes import OF_OWNER, class_to_fill, permitted_class
from .formats import FILES, MEDIA_TYPES, in_steps, send_json, turn_in

routes = web.RouteTableDef()


@routes.post("/class/{id:[^/]+}/roster")
@operation(
    "Import a roster into a class you own",
    tag=Tag.ROSTERS,
    note=f"The body is the file, of at most {MAX_BYTES // 2**20} MB and {MAX_LINES:,} students: CSV"
    " or other delimited text, a workbook, or what else is recognized by its content. The header is"
    " looked for, and what the columns are is guessed from it in many languages: a name, or given"
    " and family name, and an `email` or a `studentNumber` or both; also a `contactEmail`, which is"
    " no log-in name and may be shared. `columns` says it instead, and is then remembered for your"
    " next file with the same headers. Rows that are no students are `skipped`. If any line is"
    " wrong, nothing is done, unless `only=right` leaves wrong lines out. If the file needs a"
    " choice, the dry run says so in `unsure`, and the import is refused. A student is found by the"
    " number first. A new student gets an account without a password, and a code by which to claim"
    " it. An account that is new to you and that its owner created (with STUDENT_DIRECTORY=own, any"
    " that is new to you) is invited: the student needs the line's code, or you confirm them. An"
    " API key gets no codes.",
    takes=(*FILES, Bare("application/octet-stream")),
    query=ImportQuery,
    answer=ImportView,
    refuses=(
        RosterUnreadable,
        RosterUnsure,
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
    choice = ImportChoice(query.only is Only.RIGHT, query.make_numbers, query.make_names)
    files, imports = request.app[MAPPED_FILES], request.app[IMPORTS]
    with tempfile.TemporaryFile(buffering=0) as file:
        await receive(request, file)
        # Before the file is read, which takes a process.
        class_ = await class_to_fill(request, user)
        is_workbook = request.content_type == MEDIA_TYPES[Format.XLSX]
        async with turn_in(request.app[ROSTER_FILES].queue, request, user):
            mapped = await files.read(file, user, read_as(query), workbook=is_workbook)
            lift_shared_budget()
            ensure_lines(mapped, choice)
            if query.dry_run:
                imported = await imports.preview(class_, mapped.lines, choice)
            else:
                ensure_sure(mapped, choice)
                imported = await imports.carry_out(class_, mapped.lines, choice)
                if query.columns:
                    await files.remember(mapped, user)
    if imported.import_id:
        note(request, importId=imported.import_id)
    other_fields = _other_fields(mapped.seen_with(choice), mapped, imported)
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
    " in another class by now. If it was a sync, students who left are in the class again, and"
    " have the names that they had. If it breaks off, it can be repeated.",
    answer=UndoneImport,
    refuses=(ImportNotFound, NotClassTeacher, NotClassOwner, ClassFull),
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
        "left": len(record.left),
        "renamed": len(record.renamed),
    }


async def receive(request: web.Request, file: IO[bytes]) -> None:
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


def read_as(query: ImportQuery | SyncQuery) -> Choice:
    """How the query wants the file to be read."""
    columns: dict[int | str, ColumnRole] | None = None
    if query.columns:
        columns = {**dict(enumerate(query.columns))}
    return Choice(query.sheet, columns, query.header_row, query.encoding)


def _other_fields(found: FoundFile, mapped: MappedFile, imported: Imported) -> dict[str, object]:
    """The fields of an `ImportView` beside its lines, which are sent one by one."""
    counts = Counter(each.outcome for each in imported.lines)
    fields: dict[str, object] = {
        "counts": ImportCounts(**{each.value: counts[each] for each in Outcome}),
        "skipped": [skipped_line(line, line.skipped) for line in mapped.skipped if line.skipped],
        **to_wire(found),
    }
    return fields | ({"importId": imported.import_id} if imported.import_id else {})


def skipped_line(line: RosterLine, reason: SkipReason) -> SkippedLine:
    """A row that is no student to import, and why."""
    return SkippedLine(
        line=line.number,
        code=reason,
        reason=WORDS[reason],
        name=line.name,
        email=line.email,
        student_number=line.student_number or None,
        role=line.role or None,
        status=line.status or None,
    )


async def _views(done: Sequence[PlannedLine], *, with_codes: bool) -> AsyncIterator[ImportedLine]:
    async for each in in_steps(done):
        # About a student unknown to the teacher, nothing but what is in the file.
        user = None if each.outcome is Outcome.UNPROVEN else each.user
        known = user.name if user else each.line.name
        yield ImportedLine(
            line=each.line.number,
            name=each.line.name,
            email=each.line.email,
            student_number=each.line.student_number,
            contact_email=each.line.contact_email,
            given_name=each.line.given_name,
            family_name=each.line.family_name,
            outcome=each.outcome,
            reason=each.reason,
            problems=each.problems,
            student_id=user.id if user else None,
            known_as=known if cleaned(known) != each.line.name else None,
            code=each.code if with_codes else None,
            code_expires_at=user.code_until if with_codes and user and each.code else None,
        )
