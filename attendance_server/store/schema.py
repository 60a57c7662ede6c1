"""The schema version of a database, so that no older server misreads its documents.

It is stored in the collection `meta`:

    {_id: "schema", version, readableFrom, server}

A starting server raises it to its own version before it writes anything else. From then on, servers
of a version before `readableFrom` refuse the database; those from there on, up to the newest, may
run side by side, as in an update of one server after another. A restore sets it to the version of
the backup.
"""

from contextlib import suppress

from motor.motor_asyncio import AsyncIOMotorClientSession
from pymongo.errors import DuplicateKeyError

from .. import __version__
from ..exit_errors import DatabaseTooNew
from .documents import Database, Document

META = "meta"
SCHEMA_VERSION = 3
"""Increased with every change to the documents or the indexes of which other versions have to know.
Fields that every version can ignore need no new one. Version 2: administrators and disabled
accounts. Version 3: sessions have several writers; an older server would take them for itself."""

READABLE_FROM = 3
"""The lowest version of servers that may use the documents of `SCHEMA_VERSION`. It is raised only
for a change that older servers would misread or undo: then all of them have to stop first."""

UNKNOWN = 0
"""The version of databases and backups that were written before versions were recorded."""

_ID = {"_id": "schema"}


class Schema:
    """The schema version of one database. Every method raises `PyMongoError`."""

    def __init__(self, database: Database) -> None:
        self._meta = database[META]

    async def read(self, snapshot: AsyncIOMotorClientSession | None = None) -> int:
        """The version. Raises `DatabaseTooNew` if this server must not use it."""
        document = await self._meta.find_one(_ID, session=snapshot)
        if document is None:
            return UNKNOWN
        version: int = document["version"]
        # Servers before version 3 noted nothing else.
        if document.get("readableFrom", version) > SCHEMA_VERSION:
            raise DatabaseTooNew(document.get("server", "unknown"), __version__)
        return version

    async def adopt(self) -> int:
        """Raise the version to that of this server if it is lower, and return what it is then.

        Raises `DatabaseTooNew` like `read`.
        """
        if await self.read() < SCHEMA_VERSION:
            # An error if another server was faster, perhaps one of a newer version.
            with suppress(DuplicateKeyError):
                await self._meta.update_one(
                    {**_ID, "version": {"$not": {"$gte": SCHEMA_VERSION}}},
                    {"$set": _described(SCHEMA_VERSION, __version__)},
                    upsert=True,
                )
        return await self.read()

    async def replace(self, version: int, server: str) -> None:
        """Set the version. `server`: the server version that wrote the documents."""
        if version == UNKNOWN:
            await self._meta.delete_one(_ID)
        else:
            await self._meta.replace_one(_ID, {**_ID, **_described(version, server)}, upsert=True)


def _described(version: int, server: str) -> Document:
    # What an older version's documents can be read by is not known here, nor does it matter: the
    # first server that starts raises the version.
    readable_from = READABLE_FROM if version == SCHEMA_VERSION else version
    return {"version": version, "readableFrom": readable_from, "server": server}
