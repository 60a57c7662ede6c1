"""Audit events: `{_id, at, action, outcome, user, address, requestId, targets, changes, about}`.

`about` has the ids of the user and of all targets, so that events are found by any of them. A TTL
index removes events when their time is up. Backups do not include them, and a restore leaves them
alone: what happened before it still happened.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from attrs import asdict, field, frozen
from bson import ObjectId
from pymongo import InsertOne
from pymongo.errors import BulkWriteError

from ..audit import Action, Event, ValueChange
from ..models import Span, is_id
from .documents import DUPLICATE_KEY, Database, id_of_time, object_id, storage_errors

OLDEST = "audit_by_time"
ABOUT = "audit_by_id"

BATCH = 500
"""The number of events that are read at a time."""


@frozen
class AuditQuery:
    """Which events: those that have all of these; `None` and an open `span` match every event.

    `target`: the id of the account, the class or whatever else the action applies to. `refused`:
    only actions that were not carried out, or only those that were.
    """

    action: Action | None = None
    user_id: str | None = None
    target: str | None = None
    refused: bool | None = None
    span: Span = field(factory=Span)


class StoredAudit:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._events = database.audit

    async def prepare(self, keep: float) -> None:
        """Keep events for `keep` seconds from now on. Raises `StorageUnavailable`."""
        seconds = round(keep)
        with storage_errors():
            if OLDEST in await self._events.index_information():
                index = {"name": OLDEST, "expireAfterSeconds": seconds}
                await self._database.command("collMod", "audit", index=index)
            else:
                await self._events.create_index("at", name=OLDEST, expireAfterSeconds=seconds)
            await self._events.create_index([("about", 1), ("_id", -1)], name=ABOUT)

    def new_key(self, event: Event) -> ObjectId:
        """A unique key for a new event, by whose order events are listed."""
        # Not by the clock of this machine: other servers record events as well.
        return id_of_time(event.at)

    async def add(self, events: Sequence[tuple[object, Event]]) -> None:
        """Save events; those whose key exists are skipped. Raises `StorageUnavailable`."""
        inserts = [InsertOne(_document(key, event)) for key, event in events]
        with storage_errors():
            try:
                await self._events.bulk_write(inserts, ordered=False)
            except BulkWriteError as exc:
                if any(error["code"] != DUPLICATE_KEY for error in exc.details["writeErrors"]):
                    raise

    async def replace(self, key: object, event: Event) -> None:
        """Save an event in place of the one with its key. Raises `StorageUnavailable`."""
        with storage_errors():
            await self._events.replace_one({"_id": key}, _document(key, event))

    @asynccontextmanager
    async def found(
        self, query: AuditQuery, limit: int | None, after: str | None
    ) -> AsyncIterator[AsyncIterator[list[tuple[str, Event]]]]:
        """The events with their ids, newest first, in batches, while they are being read.

        `limit`: the highest number of events; `None`: all. `after`: only those before the event
        with this id.
        """
        newest_first = self._events.find(_query(query, after)).sort("_id", -1)
        cursor = newest_first.limit(limit or 0).batch_size(BATCH)

        async def batches() -> AsyncIterator[list[tuple[str, Event]]]:
            while True:
                with storage_errors():
                    documents = await cursor.to_list(BATCH)
                if not documents:
                    return
                yield [(str(document["_id"]), _event_of(document)) for document in documents]

        try:
            yield batches()
        finally:
            await cursor.close()


def _query(query: AuditQuery, after: str | None) -> dict[str, Any]:
    """The query of `StoredAudit.found`."""
    found: dict[str, Any] = {}
    ids = [object_id(each) for each in (query.user_id, query.target) if each]
    if ids:
        found["about"] = {"$all": ids}
    if query.user_id:
        found["user"] = object_id(query.user_id)
    if query.action:
        found["action"] = query.action.value
    if query.refused is not None:
        found["outcome"] = {"$nin" if query.refused else "$in": ["ok", "started"]}
    at = {"$gte": query.span.since, "$lt": query.span.until}
    if bounds := {operator: moment for operator, moment in at.items() if moment}:
        found["at"] = bounds
    if after:
        found["_id"] = {"$lt": object_id(after)}
    return found


def _document(key: object, event: Event) -> dict[str, object]:
    targets = [text for text in event.targets.values() if is_id(text)]
    about = dict.fromkeys([*([event.user_id] if event.user_id else []), *targets])
    return {
        "_id": key,
        "at": event.at,
        "action": str(event.action),
        "outcome": event.outcome,
        "user": object_id(event.user_id) if event.user_id else None,
        "address": event.address,
        "requestId": event.request_id,
        "targets": dict(event.targets),
        "changes": [asdict(change) for change in event.changes],
        "about": [object_id(each) for each in about],
    }


def _event_of(document: Mapping[str, Any]) -> Event:
    return Event(
        at=document["at"],
        action=document["action"],
        outcome=document["outcome"],
        user_id=str(document["user"]) if document["user"] else None,
        address=document["address"],
        request_id=document["requestId"],
        targets=document["targets"],
        changes=[ValueChange(**change) for change in document.get("changes", ())],
    )
