"""Counts that all servers share, each for a while: `{_id: key, count, until}`.

They are of wrong passwords and the like. Keys are hashed, so that no address of a person or of a
client is stored. A TTL index removes what is over. A count that is acknowledged by the primary may
be lost if that fails, which makes a limit a little wider.
"""

import hashlib

from attrs import frozen
from pymongo import ReturnDocument, WriteConcern

from .database_time import either, in_seconds, is_over
from .documents import Database, storage_errors

KEY_BYTES = 16


@frozen
class Counted:
    """How many have been counted at all servers, and in how many seconds the count ends."""

    total: int
    left: float


class Counts:
    """Every method but the first raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._counts = database.get_collection("counts", write_concern=WriteConcern(w=1))

    async def prepare(self) -> None:
        """Create the index. Raises `PyMongoError`."""
        await self._counts.create_index("until", name="by_end", expireAfterSeconds=0)

    async def add(self, key: str, seconds: int, amount: int = 1) -> Counted:
        """Count so many more; the first begins a window of `seconds`."""
        over = is_over("until", seconds)
        window = {
            "count": either(over, amount, {"$add": ["$count", amount]}),
            "until": either(over, in_seconds(seconds), "$until"),
        }
        left = {"left": {"$subtract": ["$until", "$$NOW"]}}
        with storage_errors():
            document = await self._counts.find_one_and_update(
                {"_id": _hash(key)},
                [{"$set": window}, {"$set": left}],
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return Counted(document["count"], document["left"] / 1000)


def _hash(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=KEY_BYTES).digest()
