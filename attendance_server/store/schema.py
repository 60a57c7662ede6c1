"""The schema version of a database, so that no older server misreads its documents.

It is stored in the collection `meta`. A starting server raises it to its own version before it
writes anything else; from then on older servers refuse the database. A restore sets it to the
version of the backup.
"""

from motor.motor_asyncio import AsyncIOMotorClientSession

from .. import __version__
from ..exit_errors import DatabaseTooNew
from .documents import Database

META = "meta"
SCHEMA_VERSION = 2
"""Increased with every change to the documents that an older server would misread. Fields that it
can ignore need no new version. Version 2: administrators and disabled accounts."""

UNKNOWN = 0
"""The version of databases and backups that were written before versions were recorded."""

_ID = {"_id": "schema"}


class Schema:
    """The schema version of one database. Every method raises `PyMongoError`."""

    def __init__(self, database: Database) -> None:
        self._meta = database[META]

    async def read(self, snapshot: AsyncIOMotorClientSession | None = None) -> int:
        """The version. Raises `DatabaseTooNew` if this server does not know it."""
        document = await self._meta.find_one(_ID, session=snapshot)
        if document is None:
            return UNKNOWN
        version: int = document["version"]
        if version > SCHEMA_VERSION:
            raise DatabaseTooNew(document.get("server", "unknown"), __version__)
        return version

    async def adopt(self) -> None:
        """Raise the version to that of this server. Raises `DatabaseTooNew` like `read`."""
        if await self.read() < SCHEMA_VERSION:
            await self._meta.update_one(
                _ID,
                {"$max": {"version": SCHEMA_VERSION}, "$set": {"server": __version__}},
                upsert=True,
            )

    async def replace(self, version: int, server: str) -> None:
        """Set the version. `server`: the server version that wrote the documents."""
        if version == UNKNOWN:
            await self._meta.delete_one(_ID)
        else:
            await self._meta.replace_one(
                _ID, {**_ID, "version": version, "server": server}, upsert=True
            )
