"""Which version the documents in a database have, so that no older server misreads them.

One document in the collection `meta` says it. The version only rises: a server that starts raises
it to its own before it writes anything else, and from then on older servers refuse the database. A
restore gives a database the version of its backup.
"""

from motor.motor_asyncio import AsyncIOMotorClientSession

from .. import __version__
from ..exit_errors import DatabaseTooNew
from .documents import Database

META = "meta"
SCHEMA_VERSION = 1
"""Rises with every change to the documents that an older server would misread. Fields that it can
ignore need no new version."""

UNKNOWN = 0
"""The version of databases and backups that were written before versions were kept."""

_ID = {"_id": "schema"}


class Schema:
    """The version of one database. Every call raises `PyMongoError`."""

    def __init__(self, database: Database) -> None:
        self._meta = database[META]

    async def read(self, snapshot: AsyncIOMotorClientSession | None = None) -> int:
        """The version. Raises `DatabaseTooNew` where this server does not know it."""
        document = await self._meta.find_one(_ID, session=snapshot)
        if document is None:
            return UNKNOWN
        version: int = document["version"]
        if version > SCHEMA_VERSION:
            raise DatabaseTooNew(document.get("server", "unknown"), __version__)
        return version

    async def adopt(self) -> None:
        """Raise the version to that of this server. Raises `DatabaseTooNew` as `read` does."""
        if await self.read() < SCHEMA_VERSION:
            await self._meta.update_one(
                _ID,
                {"$max": {"version": SCHEMA_VERSION}, "$set": {"server": __version__}},
                upsert=True,
            )

    async def replace(self, version: int, server: str) -> None:
        """Give the database this version, which `server` has written."""
        if version == UNKNOWN:
            await self._meta.delete_one(_ID)
        else:
            await self._meta.replace_one(
                _ID, {**_ID, "version": version, "server": server}, upsert=True
            )
