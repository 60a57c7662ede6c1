"""What goes with an account beside its own document, and what keeps a restore from undoing it.

The collection `deleted` has a document for each account that was deleted: `{_id, at}`, and nothing
else of it. They are kept for good: nobody knows how old the backup is that is restored one day. An
account that is still there counts as not deleted, whatever stands in it: its deletion has not come
to its end.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from bson import ObjectId
from pymongo import UpdateOne

from ..models import utc_now
from .documents import Database, storage_errors

DELETED = "deleted"

CHUNK = 1000
"""Accounts that are named in one query."""


class Erasure:
    """Every call raises `StorageUnavailable`, and can be made again."""

    def __init__(self, database: Database) -> None:
        self._deleted = database[DELETED]
        self._users = database.users
        self._classes = database.classes
        self._sessions = database.sessions

    async def prepare(self, user_ids: Iterable[ObjectId]) -> None:
        """Remember these accounts as deleted, and remove what others wrote about them.

        That are the reasons of corrections of their marks. Of a teacher it is the reasons of their
        discards, which from then on nobody could read.
        """
        for ids in _chunks(user_ids):
            at = {"$setOnInsert": {"at": utc_now()}}
            with storage_errors():
                await self._deleted.bulk_write(
                    [UpdateOne({"_id": each}, at, upsert=True) for each in ids], ordered=False
                )
                await self._sessions.update_many(
                    {"corrections.studentId": {"$in": ids}},
                    {"$set": {"corrections.$[about].reason": ""}},
                    array_filters=[{"about.studentId": {"$in": ids}}],
                )
                await self._sessions.update_many(
                    {"teacherId": {"$in": ids}, "discarded": {"$exists": True}},
                    {"$set": {"discarded.reason": ""}},
                )

    async def deleted(self) -> set[ObjectId]:
        """The accounts that were deleted."""
        with storage_errors():
            ids = {document["_id"] async for document in self._deleted.find({}, {"_id": 1})}
            for chunk in _chunks(ids.copy()):
                existing = self._users.find({"_id": {"$in": chunk}}, {"_id": 1})
                ids.difference_update([document["_id"] async for document in existing])
        return ids

    async def carry_out(self, user_ids: Collection[ObjectId], ended_at: datetime) -> None:
        """Delete these accounts from a database that no server uses, as if they had asked for it.

        A session of theirs that runs has ended at `ended_at`.
        """
        await self.prepare(user_ids)
        for ids in _chunks(user_ids):
            among = {"$in": ids}
            running = {"endedAt": None}
            with storage_errors():
                await self._sessions.update_many(
                    {**running, "teacherId": among}, {"$set": {"endedAt": ended_at}}
                )
                for each in ids:
                    await self._sessions.update_many(
                        {**running, "roster": each},
                        {"$pull": {"roster": each}, "$unset": {f"marks.{each}": ""}},
                    )
                await self._classes.delete_many({"teacherId": among})
                await self._classes.update_many(
                    {"studentIds": among}, {"$pull": {"studentIds": among}}
                )
                await self._users.delete_many({"_id": among})


def _chunks(ids: Iterable[ObjectId]) -> Iterable[list[ObjectId]]:
    all_ids = list(ids)
    return (all_ids[start : start + CHUNK] for start in range(0, len(all_ids), CHUNK))
