"""The audit trail, for administrators; no call changes it."""

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from datetime import tzinfo

from aiohttp import web
from attrs import asdict

from ..audit import Action, Event
from ..errors.requests import NotAcceptable
from ..errors.server import TooManyReports, TooManyRequests
from ..file_words import at, period_in
from ..http.auth import admin_only
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import User, is_id
from ..store import Store
from ..store.audit import AuditQuery as StoredQuery
from ..tables import Cell, Column, Table
from ..wire.administration import AuditChange, AuditEntry, AuditQuery, AuditTarget
from ..wire.fields import Format
from ..zones import local_time
from .app_keys import STORE
from .formats import (
    FILES,
    LONG,
    TIME,
    counted,
    form_of,
    in_language_of,
    json_file,
    table_file,
    turn,
    words_of,
    zoned_query,
)

PAGE = 100
"""The number of events in an answer as JSON, unless the query says otherwise."""

routes = web.RouteTableDef()


@routes.get("/audit")
@operation(
    "List audit events, newest first, or get them as a file",
    tag=Tag.AUDIT,
    note="`from` and `to` are whole days. `after` is the last `_id` of the previous page. Names are"
    " those that the accounts and classes have now; a deleted one has none. No call changes"
    " events.",
    query=AuditQuery,
    answer=list[AuditEntry],
    files=FILES,
    refuses=(NotAcceptable, TooManyRequests, TooManyReports),
    audit=Action.FILE,
)
@admin_only
async def show(request: web.Request, user: User) -> web.StreamResponse:
    query = in_language_of(user, zoned_query(request, AuditQuery))
    form = form_of(request, query.format)
    store = request.app[STORE]
    stored = StoredQuery(query.action, query.user, query.target, query.refused, query.span())
    limit = query.limit or (PAGE if form is Format.JSON else None)
    asked = store.audit.found(stored, limit, query.after)
    async with turn(request, form, user), counted(request, user, asked, form) as found:
        entries = _entries(store, found)
        if form is Format.JSON:
            made = await json_file(request, json_list(entries))
        else:
            cells = (_cells(entry, query.zone) async for entry in entries)
            made = await table_file(request, form, query, _table(query, cells))
    return await send_file(request, *made)


async def _entries(
    store: Store, batches: AsyncIterable[list[tuple[str, Event]]]
) -> AsyncIterator[AuditEntry]:
    """The events with the names that the accounts and classes in them have now."""
    async for batch in batches:
        names = await _names(store, (event for _, event in batch))
        for event_id, event in batch:
            yield AuditEntry(
                id=event_id,
                at=event.at,
                action=event.action,
                outcome=event.outcome,
                user_id=event.user_id,
                user_name=names.get(event.user_id or ""),
                address=event.address,
                request_id=event.request_id,
                targets=tuple(
                    AuditTarget(kind, value, names.get(value))
                    for kind, value in event.targets.items()
                ),
                changes=tuple(AuditChange(**asdict(each)) for each in event.changes),
            )


async def _names(store: Store, events: Iterable[Event]) -> dict[str, str]:
    """The names of the accounts and classes in some events, by id."""
    ids = {
        text
        for event in events
        for text in (event.user_id, *event.targets.values())
        if text and is_id(text)
    }
    users = await store.users.named(ids)
    classes = await store.classes.named(ids.difference(users))
    return classes | {user_id: user.name for user_id, user in users.items()}


def _table(query: AuditQuery, rows: AsyncIterator[Sequence[Cell]]) -> Table:
    words = words_of(query)
    columns = [
        Column(at(words.time, query.zone), TIME),
        Column(words.action, LONG),
        Column(words.outcome),
        Column(words.user, LONG),
        Column(words.user_id, TIME),
        Column(words.address, LONG),
        Column(words.targets, LONG),
        Column(words.changes, LONG),
        Column(words.request_id, LONG),
    ]
    period = period_in(words, query.from_, query.to)
    return Table(words.audit, columns, rows, period=period, footer=words.page)


def _cells(entry: AuditEntry, zone: tzinfo) -> list[Cell]:
    targets = (
        f"{each.kind} {each.value}" + (f" ({each.name})" if each.name else "")
        for each in entry.targets
    )
    changes = (
        f"{each.field}{f' of {each.of}' if each.of else ''}: {each.before} → {each.after}"
        for each in entry.changes
    )
    return [
        local_time(entry.at, zone),
        entry.action,
        entry.outcome,
        entry.user_name,
        entry.user_id,
        entry.address,
        "; ".join(targets),
        "; ".join(changes),
        entry.request_id,
    ]
