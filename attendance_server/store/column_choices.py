"""What teachers chose the columns of their roster files to be, so that they choose once.

One document per teacher and set of column titles: `{_id, userId, titles, roles: [role], at}`.
`titles` is a hash: a file without titles has names of students in their place. A TTL index removes
a choice that was not used for more than a school year. Backups do not include these documents, and
the deletion of an account removes its choices.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from bson import ObjectId

from ..models import ColumnChoice, ColumnRole
from .documents import Database, storage_errors

MOST_PER_TEACHER = 100
"""The number of choices that are kept for a teacher: the latest."""


class ColumnChoices:
    """Every method raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._choices = database.columnChoices

    async def find(self, user_id: str, titles: Sequence[str]) -> list[ColumnRole] | None:
        """The roles that the teacher chose for columns with these titles; `None`: not yet."""
        query = {"userId": ObjectId(user_id), "titles": _hash(titles)}
        with storage_errors():
            document = await self._choices.find_one(query)
        return [ColumnRole(each) for each in document["roles"]] if document else None

    async def keep(
        self, user_id: str, titles: Sequence[str], roles: Sequence[ColumnRole], at: datetime
    ) -> None:
        """Remember a choice in place of the previous one for these titles.

        `roles`: one per column. `at`: when it was made or used.
        """
        query = {"userId": ObjectId(user_id), "titles": _hash(titles)}
        update = {"$set": {"roles": [each.value for each in roles], "at": at}}
        with storage_errors():
            await self._choices.update_one(query, update, upsert=True)
            of_teacher = {"userId": ObjectId(user_id)}
            older = self._choices.find(of_teacher, {"_id": 1}).sort("at", -1).skip(MOST_PER_TEACHER)
            ids = [document["_id"] async for document in older]
            if ids:
                await self._choices.delete_many({"_id": {"$in": ids}})

    async def of_user(self, user_id: str) -> list[ColumnChoice]:
        """All choices of a teacher, latest first."""
        with storage_errors():
            found = self._choices.find({"userId": ObjectId(user_id)}).sort("at", -1)
            return [
                ColumnChoice(tuple(map(ColumnRole, document["roles"])), document["at"])
                async for document in found
            ]


def _hash(titles: Sequence[str]) -> bytes:
    return hashlib.sha256(json.dumps([*titles]).encode()).digest()
