"""Readers that see either the sessions that count or the discarded ones.

A discarded session stays in its collection, with the field `discarded`. It has ended, so it is not
in the unique index that allows one running session per class.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorCommandCursor, AsyncIOMotorCursor

from ..models import Discard
from .documents import Collection, Database, Document
from .indexes import IS_DISCARDED

COUNTS: Mapping[str, Any] = {"discarded": None}
"""Matches the sessions that count."""


class SessionReader:
    """Reads sessions as if the collection held only those that match `only`."""

    def __init__(self, sessions: Collection, only: Mapping[str, Any]) -> None:
        self._sessions = sessions
        self._only = only

    @classmethod
    def counted(cls, database: Database) -> "SessionReader":
        """A reader of the sessions that count."""
        return cls(database.sessions, COUNTS)

    @classmethod
    def discarded(cls, database: Database) -> "SessionReader":
        """A reader of the discarded sessions."""
        return cls(database.sessions, IS_DISCARDED)

    def find(
        self, query: Mapping[str, Any], fields: Mapping[str, Any] | None = None
    ) -> "AsyncIOMotorCursor[Any]":
        return self._sessions.find({**query, **self._only}, fields)

    async def find_one(self, query: Mapping[str, Any], **options: Any) -> Document | None:
        """The first match. `options` are those of the driver."""
        document: Document | None = await self._sessions.find_one(
            {**query, **self._only}, **options
        )
        return document

    def aggregate(
        self, pipeline: Sequence[Mapping[str, Any]], **options: Any
    ) -> "AsyncIOMotorCommandCursor[Any]":
        """A cursor over the results. `options` are those of the driver."""
        # MongoDB merges this stage with a `$match` after it before it chooses an index.
        return self._sessions.aggregate([{"$match": self._only}, *pipeline], **options)


def discard_fields(discard: Discard) -> dict[str, Any]:
    """The value of the field `discarded` in a session's document."""
    return {"by": ObjectId(discard.by), "at": discard.at, "reason": discard.reason}


def discard_of(fields: Document | None) -> Discard | None:
    """The discard in the field `discarded`; `None` for a session that counts."""
    return Discard(str(fields["by"]), fields["at"], fields["reason"]) if fields else None
