"""API keys: `{_id, name, hash, by, classId, createdAt, lastUsedAt}`.

The `classId` of a key of the school is `None`.
Backups do not include them, and a restore leaves them alone: otherwise it would bring back keys
that were ended since.
"""

from datetime import datetime

from bson import ObjectId

from ..models import ApiKey
from .documents import Database, Document, object_id, storage_errors


class ApiKeys:
    """Every method raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._keys = database.apiKeys

    async def add(
        self, name: str, key_hash: bytes, by: str, class_id: str | None, at: datetime
    ) -> ApiKey:
        """Save a new key for a class, or for the school."""
        document = {
            "_id": ObjectId(),
            "name": name,
            "hash": key_hash,
            "by": ObjectId(by),
            "classId": ObjectId(class_id) if class_id else None,
            "createdAt": at,
            "lastUsedAt": None,
        }
        with storage_errors():
            await self._keys.insert_one(document)
        return _key_of(document)

    async def find(self, key_hash: bytes) -> ApiKey | None:
        """The key with this hash; `None` if there is none."""
        with storage_errors():
            document = await self._keys.find_one({"hash": key_hash})
        return _key_of(document) if document else None

    async def note_use(self, key_id: str, at: datetime) -> None:
        """Record that a key is used now."""
        with storage_errors():
            await self._keys.update_one({"_id": ObjectId(key_id)}, {"$set": {"lastUsedAt": at}})

    async def of_class(self, class_id: str | None) -> list[ApiKey]:
        """The keys of a class, or those of the school, oldest first."""
        return await self._listed({"classId": object_id(class_id) if class_id else None})

    async def of_user(self, user_id: str) -> list[ApiKey]:
        """The keys that a user has made, oldest first."""
        return await self._listed({"by": ObjectId(user_id)})

    async def end(self, key_id: str, class_id: str | None) -> ApiKey | None:
        """Delete a key of a class, or of the school, and return it; `None` if there is none."""
        key = {"_id": object_id(key_id), "classId": object_id(class_id) if class_id else None}
        with storage_errors():
            document = await self._keys.find_one_and_delete(key)
        return _key_of(document) if document else None

    async def end_of_class(self, class_id: str) -> None:
        """Delete all keys of a class."""
        with storage_errors():
            await self._keys.delete_many({"classId": ObjectId(class_id)})

    async def _listed(self, query: Document) -> list[ApiKey]:
        with storage_errors():
            documents = await self._keys.find(query).sort("_id", 1).to_list(None)
        return [_key_of(document) for document in documents]


def _key_of(document: Document) -> ApiKey:
    return ApiKey(
        id=str(document["_id"]),
        name=document["name"],
        by=str(document["by"]),
        class_id=str(document["classId"]) if document["classId"] else None,
        created_at=document["createdAt"],
        last_used_at=document["lastUsedAt"],
    )
