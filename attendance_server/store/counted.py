"""The sessions that count: whatever looks back on sessions reads them through this.

A session that was discarded stays in its collection with the field `discarded`. It has ended, so
the one index that keeps promises, one running session per class, never concerns it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorCommandCursor, AsyncIOMotorCursor

from ..models import Discard
from .documents import Collection, Document

COUNTS: Mapping[str, Any] = {"discarded": None}
"""What is true of a session that counts, and of no other."""

DISCARDED: Mapping[str, Any] = {"discarded": {"$ne": None}}


class CountedSessions:
    """Reads sessions as the collection would if no session had ever been discarded."""

    def __init__(self, sessions: Collection) -> None:
        self._sessions = sessions

    def find(
        self, query: Mapping[str, Any], fields: Mapping[str, Any] | None = None
    ) -> "AsyncIOMotorCursor[Any]":
        return self._sessions.find({**query, **COUNTS}, fields)

    async def find_one(self, query: Mapping[str, Any], **options: Any) -> Document | None:
        """`options` are the driver's."""
        found: Document | None = await self._sessions.find_one({**query, **COUNTS}, **options)
        return found

    def aggregate(
        self, pipeline: Sequence[Mapping[str, Any]], **options: Any
    ) -> "AsyncIOMotorCommandCursor[Any]":
        """`options` are the driver's."""
        # MongoDB makes one of this stage and a `$match` after it, before it chooses an index.
        return self._sessions.aggregate([{"$match": COUNTS}, *pipeline], **options)


def discard_fields(discard: Discard) -> dict[str, Any]:
    """What the field `discarded` of a session's document holds."""
    return {"by": ObjectId(discard.by), "at": discard.at, "reason": discard.reason}


def discard_of(fields: Document | None) -> Discard | None:
    """The discard that the field holds; sessions that count have none."""
    return Discard(str(fields["by"]), fields["at"], fields["reason"]) if fields else None
