"""The database that the settings select: an existing server, or a private mongod."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ..exit_errors import DataDirInUse, SettingsError
from ..settings import Settings
from ..store import Store
from ..supervision import Supervisor
from .private_mongod import PrivateMongod

STANDALONE = (
    "WORKERS is more than 1, and MONGO_URI names a standalone MongoDB, through which several"
    " processes cannot hear of each other's changes: make it a replica set (one member is enough:"
    " start mongod with --replSet and run rs.initiate() in mongosh once), leave MONGO_URI unset, or"
    " set WORKERS=1"
)


class DatabaseConnection:
    """The way to the database. `mongod` is `None` if `MONGO_URI` names an existing server."""

    def __init__(
        self,
        settings: Settings,
        supervisor: Supervisor | None = None,
        *,
        replica_set: bool | None = None,
        mongod: PrivateMongod | None = None,
    ) -> None:
        """Starts and connects to nothing yet.

        `supervisor` and `replica_set` are as for `PrivateMongod`; an existing server is what it is.
        `mongod`: the private one, if it was made before. Raises `SettingsError`.
        """
        self.mongod = mongod
        uri = settings.mongo_uri
        if uri is None:
            self.mongod = mongod or PrivateMongod(
                settings.data_dir, settings.mongod, supervisor, replica_set=replica_set
            )
            uri = self.mongod.uri
        self.store = Store(uri, timeout=settings.commit_timeout)
        self._workers = settings.workers

    @asynccontextmanager
    async def opened(self, *, beside_server: bool = False) -> AsyncIterator[Store]:
        """The store, prepared for use. `beside_server` and the end are as for `reached`.

        Raises `StartupError`: its subclass `DataDirInUse` if a server uses the private mongod.
        """
        async with self.reached(beside_server=beside_server) as store:
            await store.prepare()
            named = self.mongod is None and not beside_server
            if self._workers > 1 and named and not store.replicated:
                raise SettingsError(STANDALONE)
            yield store

    @asynccontextmanager
    async def reached(self, *, beside_server: bool = False) -> AsyncIterator[Store]:
        """The store as it is, unprepared; a private mongod that this started is stopped at the end.

        `beside_server`: if a server is running the private mongod, share it, and leave it running.
        Raises the same errors as `opened`.
        """
        own = await self._start(beside_server)
        try:
            await self.store.reach()
            yield self.store
        finally:
            self.store.close()
            if own:
                await own.stop()

    async def _start(self, beside_server: bool) -> PrivateMongod | None:
        """Start the private mongod. Returns it if it was started here, and so must be stopped."""
        if self.mongod:
            try:
                await self.mongod.start()
            except DataDirInUse:
                if not beside_server:
                    raise
                return None
        return self.mongod
