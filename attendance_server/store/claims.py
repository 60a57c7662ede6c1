"""Accounts that nobody has claimed yet: `claim: {codeHash, by, until}` in the place of a password.

`by` is the teacher who may issue their code, which expires at `until`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from bson import ObjectId
from pymongo import ReturnDocument, UpdateOne

from ..models import User
from .documents import Database, storage_errors
from .erasure import Erasure
from .users import user_of

Issue: TypeAlias = tuple[User, bytes]
"""An account as it was read, and the hash of its next code."""


class Claims:
    def __init__(self, database: Database) -> None:
        self._users = database.users
        self._classes = database.classes
        self._erasure = Erasure(database)

    async def waiting_for(self, code_hash: bytes) -> User | None:
        """The account that is claimed with this code; `None` where there is none."""
        with storage_errors():
            document = await self._users.find_one({"claim.codeHash": code_hash})
        return user_of(document) if document else None

    async def set_missing_expiry(self, until: datetime) -> None:
        """Codes that earlier versions issued without an end expire then."""
        with storage_errors():
            await self._users.update_many(
                {"claim.codeHash": {"$exists": True}, "claim.until": None},
                {"$set": {"claim.until": until}},
            )

    async def claim(self, code_hash: bytes, password_hash: bytes) -> User | None:
        """The account with this code, which is used up; `None` where there is none any more."""
        with storage_errors():
            document = await self._users.find_one_and_update(
                {"claim.codeHash": code_hash},
                {"$set": {"passwordHash": password_hash}, "$unset": {"claim": ""}},
                return_document=ReturnDocument.AFTER,
            )
        return user_of(document) if document else None

    async def issue(self, issuer_id: str, issues: Sequence[Issue], until: datetime) -> set[str]:
        """Give the accounts other codes, which expire then; `issuer_id` hands them out from now on.

        The ids of those accounts come back that have them: others have been claimed meanwhile, or
        somebody else hands out their codes.
        """
        if not issues:
            return set()
        claim = {"by": ObjectId(issuer_id), "until": until}
        updates = [
            UpdateOne(
                {"_id": ObjectId(user.id), "claim.by": ObjectId(user.issuer_id)},
                {"$set": {"claim": {**claim, "codeHash": code_hash}}},
            )
            for user, code_hash in issues
        ]
        query = {"claim.codeHash": {"$in": [code_hash for _, code_hash in issues]}}
        with storage_errors():
            await self._users.bulk_write(updates, ordered=False)
            documents = await self._users.find(query, {"_id": 1}).to_list(None)
        return {str(document["_id"]) for document in documents}

    async def count(self, issuer_id: str) -> int:
        """How many accounts there are whose codes a teacher hands out."""
        with storage_errors():
            return await self._users.count_documents({"claim.by": ObjectId(issuer_id)})

    async def issued_by(self, issuer_id: str) -> list[str]:
        """The ids of the accounts whose codes a teacher hands out, oldest first."""
        with storage_errors():
            query = {"claim.by": ObjectId(issuer_id)}
            documents = await self._users.find(query, {"_id": 1}).sort("_id", 1).to_list(None)
        return [str(document["_id"]) for document in documents]

    async def discard(self, user_id: str) -> bool:
        """The account is gone, and its address free, if it has not been claimed meanwhile."""
        with storage_errors():
            result = await self._users.delete_one(
                {"_id": ObjectId(user_id), "claim": {"$exists": True}}
            )
        if not result.deleted_count:
            return False
        # Not before: whoever has claimed it meanwhile is not to be remembered as deleted.
        await self._erasure.prepare([ObjectId(user_id)])
        return True

    async def drop(self, issuer_id: str) -> None:
        """Of the accounts whose codes a teacher hands out, those in no class are gone."""
        ids = [ObjectId(user_id) for user_id in await self.issued_by(issuer_id)]
        if not ids:
            return
        with storage_errors():
            enrolled = await self._classes.distinct("studentIds", {"studentIds": {"$in": ids}})
            query = {
                "_id": {"$in": list(set(ids).difference(enrolled))},
                "claim.by": ObjectId(issuer_id),
            }
            in_no_class = [each["_id"] async for each in self._users.find(query, {"_id": 1})]
        await self._erasure.prepare(in_no_class)
        with storage_errors():
            await self._users.delete_many(query)
