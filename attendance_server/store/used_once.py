"""What may be used once, at whichever server: `{_id, until}`.

A TTL index removes what is over by then anyway.
"""

from datetime import datetime

from pymongo.errors import DuplicateKeyError

from .documents import Database, storage_errors


class UsedOnce:
    """What was used. Every method but the first raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._used = database.usedOnce

    async def prepare(self) -> None:
        """Create the index. Raises `PyMongoError`."""
        await self._used.create_index("until", name="by_end", expireAfterSeconds=0)

    async def use(self, key: str, until: datetime) -> bool:
        """Use it up; whether it was not used before. It need not be known after `until`."""
        with storage_errors():
            try:
                await self._used.insert_one({"_id": key, "until": until})
            except DuplicateKeyError:
                return False
        return True
