"""The sessions that count, and those that were discarded: a reader sees one kind or the other.

A session that was discarded stays in its collection with the field `discarded`. It has ended, so
the one index that keeps promises, one running session per class, never concerns it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorCommandCursor, AsyncIOMotorCursor

from ..models import Discard
from .documents import Collection, Database, Document
from .indexes import IS_DISCARDED

COUNTS: Mapping[str, Any] = {"discarded": None}
"""What is true of a session that counts, and of no other."""


class SessionReader:
    """Reads as if the collection held only those sessions of which one thing is true."""

    def __init__(self, sessions: Collection, only: Mapping[str, Any]) -> None:
        self._sessions = sessions
        self._only = only

    @classmethod
    def counted(cls, database: Database) -> "SessionReader":
        """As if no session had ever been discarded."""
        return cls(database.sessions, COUNTS)

    @classmethod
    def discarded(cls, database: Database) -> "SessionReader":
        """Of the discarded sessions alone."""
        return cls(database.sessions, IS_DISCARDED)

    def find(
        self, query: Mapping[str, Any], fields: Mapping[str, Any] | None = None
    ) -> "AsyncIOMotorCursor[Any]":
        return self._sessions.find({**query, **self._only}, fields)

    async def find_one(self, query: Mapping[str, Any], **options: Any) -> Document | None:
        """`options` are the driver's."""
        document: Document | None = await self._sessions.find_one(
            {**query, **self._only}, **options
        )
        return document

    def aggregate(
        self, pipeline: Sequence[Mapping[str, Any]], **options: Any
    ) -> "AsyncIOMotorCommandCursor[Any]":
        """`options` are the driver's."""
        # MongoDB makes one of this stage and a `$match` after it, before it chooses an index.
        return self._sessions.aggregate([{"$match": self._only}, *pipeline], **options)


def discard_fields(discard: Discard) -> dict[str, Any]:
    """What the field `discarded` of a session's document holds."""
    return {"by": ObjectId(discard.by), "at": discard.at, "reason": discard.reason}


def discard_of(fields: Document | None) -> Discard | None:
    """The discard that the field holds; sessions that count have none."""
    return Discard(str(fields["by"]), fields["at"], fields["reason"]) if fields else None
