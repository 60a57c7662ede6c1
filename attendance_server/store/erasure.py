"""Removes what is stored about an account outside its document, and remembers deleted accounts.

The collection `deleted` has one document, `{_id, at}`, for each deleted account, so that a restore
does not bring it back. These are kept for ever, since a backup of any age may be restored. An
account that still exists counts as not deleted even if it is listed: its deletion was interrupted.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from attrs import evolve
from bson import ObjectId
from pymongo import UpdateOne

from ..models import utc_now
from .classes import class_of, not_invited
from .documents import Database, storage_errors
from .indexes import HAS_ENDED
from .teachers import Teachers

DELETED = "deleted"

CHUNK = 1000
"""The number of accounts in one query."""


class Erasure:
    """Deletion of accounts. Every method raises `StorageUnavailable`, and can be repeated."""

    def __init__(self, database: Database) -> None:
        self._deleted = database[DELETED]
        self._users = database.users
        self._classes = database.classes
        self._sessions = database.sessions
        self._devices = database.devices
        self._api_keys = database.apiKeys
        self._column_choices = database.columnChoices
        self._join_requests = database.joinRequests
        self._absence_notes = database.absenceNotes
        self._teachers = Teachers(database)

    async def prepare(self, user_ids: Iterable[ObjectId]) -> None:
        """Record these accounts as deleted, and remove what was written about them.

        That is their devices, their API keys, what they chose columns to be, how they checked in to
        ended sessions, their requests to join a class, their notes and the reasons for corrections
        of their marks. For teachers it is the reasons for discards in classes that were deleted
        with them, which no one could read any longer.
        """
        for ids in _chunks(user_ids):
            at = {"$setOnInsert": {"at": utc_now()}}
            with storage_errors():
                await self._deleted.bulk_write(
                    [UpdateOne({"_id": each}, at, upsert=True) for each in ids], ordered=False
                )
                await self._devices.delete_many({"userId": {"$in": ids}})
                await self._api_keys.delete_many({"by": {"$in": ids}})
                await self._column_choices.delete_many({"userId": {"$in": ids}})
                await self._join_requests.delete_many({"studentId": {"$in": ids}})
                await self._absence_notes.delete_many({"studentId": {"$in": ids}})
                for each in ids:
                    await self._sessions.update_many(
                        {"roster": each, f"arrivals.{each}": {"$exists": True}, **HAS_ENDED},
                        {"$unset": {f"arrivals.{each}": ""}},
                    )
                await self._sessions.update_many(
                    {"corrections.studentId": {"$in": ids}},
                    {"$set": {"corrections.$[about].reason": ""}},
                    array_filters=[{"about.studentId": {"$in": ids}}],
                )
                discarded = {"teacherId": {"$in": ids}, "discarded": {"$exists": True}}
                class_ids = await self._sessions.distinct("classId", discarded)
                kept = await self._classes.distinct("_id", {"_id": {"$in": class_ids}})
                await self._sessions.update_many(
                    {**discarded, "classId": {"$nin": kept}},
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
        """Delete these accounts from a database that no server uses, as their owners could.

        Sessions that they are running get the end `ended_at`.
        """
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
                        {
                            "$pull": {"roster": each},
                            "$unset": {f"marks.{each}": "", f"arrivals.{each}": ""},
                        },
                    )
                    await self._classes.update_many({"invitedIds": each}, not_invited(str(each)))
                await self._give_up(set(ids), set(user_ids))
                await self._classes.update_many(
                    {"assistants.userId": among}, {"$pull": {"assistants": {"userId": among}}}
                )
                await self._classes.update_many(
                    {"studentIds": among}, {"$pull": {"studentIds": among}}
                )
        await self.prepare(user_ids)
        for ids in _chunks(user_ids):
            with storage_errors():
                await self._users.delete_many({"_id": {"$in": ids}})

    async def _give_up(self, owners: Collection[ObjectId], deleted: Collection[ObjectId]) -> None:
        """Hand the classes of these owners over, and delete those without an heir who stays."""
        async for document in self._classes.find({"teacherId": {"$in": list(owners)}}):
            class_ = class_of(document)
            stay = [each for each in class_.assistants if ObjectId(each.user_id) not in deleted]
            heir = evolve(class_, assistants=tuple(stay)).heir
            if heir is None:
                await self._classes.delete_one({"_id": document["_id"]})
                await self._absence_notes.delete_many({"classId": document["_id"]})
            else:
                await self._teachers.hand_over(class_.id, heir)


def _chunks(ids: Iterable[ObjectId]) -> Iterable[list[ObjectId]]:
    all_ids = list(ids)
    return (all_ids[start : start + CHUNK] for start in range(0, len(all_ids), CHUNK))
