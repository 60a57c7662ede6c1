"""Audit events: `{_id, at, action, outcome, user, address, requestId, targets}`.

A TTL index removes them when their time is up. Backups do not include them, and a restore leaves
them alone: what happened before it still happened.
"""

from collections.abc import Sequence

from bson import ObjectId
from pymongo import InsertOne
from pymongo.errors import BulkWriteError

from ..audit import Event
from .documents import DUPLICATE_KEY, Database, object_id, storage_errors

OLDEST = "audit_by_time"


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

    def new_key(self) -> ObjectId:
        """A unique key for a new event."""
        return ObjectId()

    async def add(self, events: Sequence[tuple[object, Event]]) -> None:
        """Save events; those whose key exists are skipped. Raises `StorageUnavailable`."""
        inserts = [InsertOne(_document(key, event)) for key, event in events]
        with storage_errors():
            try:
                await self._events.bulk_write(inserts, ordered=False)
            except BulkWriteError as exc:
                if any(error["code"] != DUPLICATE_KEY for error in exc.details["writeErrors"]):
                    raise


def _document(key: object, event: Event) -> dict[str, object]:
    return {
        "_id": key,
        "at": event.at,
        "action": event.action.value,
        "outcome": event.outcome,
        "user": object_id(event.user_id) if event.user_id else None,
        "address": event.address,
        "requestId": event.request_id,
        "targets": dict(event.targets),
    }
