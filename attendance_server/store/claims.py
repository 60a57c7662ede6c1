"""Unclaimed accounts, which have `claim: {codeHash, by, until}` instead of a password.

`by` is the teacher who may issue their code, which expires at `until`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from bson import ObjectId
from pymongo import ReturnDocument, UpdateOne

from ..models import User
from .documents import Database, Document, storage_errors
from .erasure import Erasure
from .users import user_of

Issue: TypeAlias = tuple[User, bytes]
"""An account as it was read, and the hash of its new code."""


class Claims:
    def __init__(self, database: Database) -> None:
        self._users = database.users
        self._classes = database.classes
        self._erasure = Erasure(database)

    async def by_code(self, code_hash: bytes) -> User | None:
        """The unclaimed account with this code, or `None`."""
        with storage_errors():
            document = await self._users.find_one({"claim.codeHash": code_hash})
        return user_of(document) if document else None

    async def set_missing_expiry(self, until: datetime) -> None:
        """Let codes without an expiry, which earlier versions issued, expire at `until`."""
        with storage_errors():
            await self._users.update_many(
                {"claim.codeHash": {"$exists": True}, "claim.until": None},
                {"$set": {"claim.until": until}},
            )

    async def claim(self, code_hash: bytes, password_hash: bytes) -> User | None:
        """Set the password of the account with this code, which is used up by it.

        Returns the account, or `None` if there is no longer one with this code.
        """
        with storage_errors():
            document = await self._users.find_one_and_update(
                {"claim.codeHash": code_hash},
                {
                    "$set": {"passwordHash": password_hash},
                    "$unset": {"claim": "", "resets": ""},
                },
                return_document=ReturnDocument.AFTER,
            )
        return user_of(document) if document else None

    async def issue(self, issuer_id: str, issues: Sequence[Issue], until: datetime) -> set[str]:
        """Give the accounts new codes, which expire at `until`; `issuer_id` becomes their issuer.

        Returns the ids of the accounts that were changed: the others have been claimed, or have got
        another issuer, since they were read.
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
        """The number of accounts whose codes a teacher issues."""
        with storage_errors():
            return await self._users.count_documents({"claim.by": ObjectId(issuer_id)})

    async def issued_by(self, issuer_id: str) -> list[str]:
        """The ids of the accounts whose codes a teacher issues, oldest first."""
        with storage_errors():
            query = {"claim.by": ObjectId(issuer_id)}
            documents = await self._users.find(query, {"_id": 1}).sort("_id", 1).to_list(None)
        return [str(document["_id"]) for document in documents]

    async def discard(self, user_id: str) -> bool:
        """Delete an unclaimed account, which frees its address. Returns whether it was deleted."""
        with storage_errors():
            result = await self._users.delete_one(
                {"_id": ObjectId(user_id), "claim": {"$exists": True}}
            )
        if not result.deleted_count:
            return False
        # Only now: an account that was claimed in the meantime must not be recorded as deleted.
        await self._erasure.prepare([ObjectId(user_id)])
        return True

    async def discard_unenrolled(self, user_ids: Sequence[str]) -> int:
        """Delete those of the accounts that are unclaimed and in no class, and return how many."""
        ids = [ObjectId(user_id) for user_id in user_ids]
        return await self._discard_unenrolled(ids, {"claim": {"$exists": True}})

    async def delete_unenrolled(self, issuer_id: str) -> None:
        """Delete the accounts whose codes a teacher issues and that are in no class."""
        ids = [ObjectId(user_id) for user_id in await self.issued_by(issuer_id)]
        await self._discard_unenrolled(ids, {"claim.by": ObjectId(issuer_id)})

    async def _discard_unenrolled(self, ids: Sequence[ObjectId], unclaimed: Document) -> int:
        """Delete those of the accounts that match `unclaimed` and are in no class."""
        if not ids:
            return 0
        with storage_errors():
            enrolled = await self._classes.distinct("studentIds", {"studentIds": {"$in": ids}})
            query = {"_id": {"$in": list(set(ids).difference(enrolled))}, **unclaimed}
            in_no_class = [each["_id"] async for each in self._users.find(query, {"_id": 1})]
        await self._erasure.prepare(in_no_class)
        with storage_errors():
            result = await self._users.delete_many(query)
        return result.deleted_count
