"""Bringing a class up to date with a roster, by its owner or by a program with an API key."""

import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeAlias

from aiohttp import web

from ..audit import Action, ValueChange
from ..errors.api_keys import OtherClassKey
from ..errors.classes import ClassFull, ClassNotFound
from ..errors.requests import BodyTooSlow
from ..errors.rosters import (
    ClassNameTaken,
    RosterTooLarge,
    RosterUnreadable,
    RosterUnsure,
    RosterWrong,
    TooManyImports,
    TooManyLeft,
    TooManyUnclaimed,
)
from ..errors.server import TooManyRequests
from ..http.audited import note
from ..http.auth import API_KEY, school_key_only, teacher_or_key
from ..http.operations import Bare, Tag, operation
from ..http.streaming import json_list
from ..models import Change, Class, User
from ..rosters.differences import ChangedLine
from ..rosters.mapping import MappedFile, ensure_lines, ensure_sure
from ..rosters.plan import ImportChoice
from ..rosters.sync import Synced
from ..store import lift_shared_budget
from ..text import cleaned
from ..wire.codec import parse_fields, to_wire
from ..wire.fields import Format
from ..wire.syncs import SchoolSyncQuery, SyncCounts, SyncedLine, SyncQuery, SyncView
from .app_keys import API_KEYS, MAPPED_FILES, ROSTER_FILES, STORE, SYNC
from .classes import OF_OWNER, class_to_fill
from .formats import FILES, MEDIA_TYPES, in_steps, send_json, turn_in
from .imports import read_as, receive, skipped_line

FindClass: TypeAlias = Callable[[], Awaitable[Class]]

routes = web.RouteTableDef()

NOTE = (
    " Students are found by number, else by address. Those who are not in the file leave the class,"
    " and keep their accounts and their marks in past sessions. All of it happens or nothing. If"
    " more than a third of the class would leave, nothing happens without `allowLeft`. A student"
    " gets the name in the file as long as you hand out the code of the account; with an API key of"
    " the school, in any case. An address is never changed. An API key gets no codes."
)
REFUSES = (
    RosterUnreadable,
    RosterUnsure,
    RosterWrong,
    RosterTooLarge,
    BodyTooSlow,
    TooManyLeft,
    ClassFull,
    TooManyUnclaimed,
    TooManyRequests,
    TooManyImports,
)
TAKES = (*FILES, Bare("application/octet-stream"))


@routes.post("/class/{id:[^/]+}/roster/sync")
@operation(
    "Bring a class you own up to date with a roster",
    tag=Tag.ROSTERS,
    note=f"The file is read as for an import.{NOTE}",
    takes=TAKES,
    query=SyncQuery,
    answer=SyncView,
    refuses=(*OF_OWNER, OtherClassKey, *REFUSES),
    audit=Action.SYNC,
)
@teacher_or_key
async def sync(request: web.Request, user: User) -> web.StreamResponse:
    query = parse_fields(dict(request.query), SyncQuery)
    return await _answer(request, user, query, lambda: class_to_fill(request, user))


@routes.post("/rosters/sync")
@operation(
    "Bring the class with this name up to date with a roster",
    tag=Tag.ROSTERS,
    note=f"For an API key of the school; archived classes are not found.{NOTE}",
    takes=TAKES,
    query=SchoolSyncQuery,
    answer=SyncView,
    refuses=(ClassNotFound, ClassNameTaken, *REFUSES),
    audit=Action.SYNC,
)
@school_key_only
async def sync_by_name(request: web.Request, user: User) -> web.StreamResponse:
    query = parse_fields(dict(request.query), SchoolSyncQuery)

    async def find() -> Class:
        classes = await request.app[STORE].classes.called(query.class_)
        if not classes:
            raise ClassNotFound
        if len(classes) > 1:
            raise ClassNameTaken
        note(request, classId=classes[0].id)
        await request.app[API_KEYS].note_use(request[API_KEY])
        return classes[0]

    return await _answer(request, user, query, find)


async def _answer(
    request: web.Request, user: User, query: SyncQuery, find: FindClass
) -> web.StreamResponse:
    """Compare the class with the file in the body, and bring it up to date unless that is dry."""
    note(request, dryRun="yes" if query.dry_run else "no")
    choice = ImportChoice(make_numbers=query.make_numbers, make_names=query.make_names)
    files, rosters = request.app[MAPPED_FILES], request.app[SYNC]
    key = request.get(API_KEY)
    rename_all = key is not None and key.class_id is None
    with tempfile.TemporaryFile(buffering=0) as file:
        await receive(request, file)
        # Before the file is read, which takes a process.
        class_ = await find()
        is_workbook = request.content_type == MEDIA_TYPES[Format.XLSX]
        async with turn_in(request.app[ROSTER_FILES].queue, request, user):
            mapped = await files.read(file, user, read_as(query), workbook=is_workbook)
            lift_shared_budget()
            ensure_lines(mapped, choice)
            if query.dry_run:
                synced = await rosters.preview(class_, mapped.lines, choice, rename_all=rename_all)
            else:
                ensure_sure(mapped, choice)
                synced = await rosters.carry_out(
                    *(class_, mapped.lines, choice),
                    allow_left=query.allow_left,
                    rename_all=rename_all,
                )
    if synced.import_id:
        renamed = synced.differences.renamings
        changes = [
            ValueChange("name", each.before.name, each.after.name, each.user_id) for each in renamed
        ]
        note(request, changes=changes, importId=synced.import_id)
    other_fields = _other_fields(class_, mapped, choice, synced)
    views = _views(synced, with_codes=key is None)
    return await send_json(request, json_list(views, other_fields, "lines"))


def _other_fields(
    class_: Class, mapped: MappedFile, choice: ImportChoice, synced: Synced
) -> dict[str, Any]:
    """The fields of a `SyncView` beside its lines, which are sent one by one."""
    found = synced.differences
    counts = Counter(each.change for each in found.lines)
    fields: dict[str, Any] = {
        "classId": class_.id,
        "counts": SyncCounts(**{each.value: counts[each] for each in Change}),
        "needsAllowLeft": found.needs_allow_left,
        "skipped": [skipped_line(line, line.skipped) for line in mapped.skipped if line.skipped],
        **to_wire(mapped.seen_with(choice)),
    }
    return fields | ({"importId": synced.import_id} if synced.import_id else {})


async def _views(synced: Synced, *, with_codes: bool) -> AsyncIterator[SyncedLine]:
    async for each in in_steps(synced.differences.lines):
        yield _view(each, with_codes=with_codes)


def _view(changed: ChangedLine, *, with_codes: bool) -> SyncedLine:
    line, user = changed.line, changed.user
    if line is None:
        assert user
        return SyncedLine(
            *(None, user.name, user.email or "", changed.change, user.id, user.student_number)
        )
    if changed.change is Change.INVITED:
        # About a student unknown to the teacher, nothing but what is in the file.
        user = None
    known = user.name if user else line.name
    code = changed.planned.code if with_codes and changed.planned else None
    return SyncedLine(
        line=line.number,
        name=line.name,
        email=line.email,
        change=changed.change,
        student_id=user.id if user else None,
        student_number=line.student_number,
        known_as=known if cleaned(known) != line.name else None,
        reason=changed.reason,
        problems=changed.problems,
        code=code,
        code_expires_at=user.code_until if user and code else None,
    )
