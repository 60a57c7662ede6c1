"""The database that the settings name: one that runs somewhere, or a private one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ..exit_errors import DataDirInUse
from ..settings import Settings
from ..store import Store
from ..supervision import Supervisor
from .private_mongod import PrivateMongod


class DatabaseConnection:
    """Where everything is kept; `mongod` is `None` where `MONGO_URI` names one that runs."""

    def __init__(self, settings: Settings, supervisor: Supervisor | None = None) -> None:
        """Nothing is started or reached yet. `supervisor` is as for `PrivateMongod`.

        Raises `SettingsError`.
        """
        self.mongod: PrivateMongod | None = None
        uri = settings.mongo_uri
        if uri is None:
            self.mongod = PrivateMongod(settings.data_dir, settings.mongod, supervisor)
            uri = self.mongod.uri
        self.store = Store(uri, timeout=settings.commit_timeout)

    @asynccontextmanager
    async def opened(self, *, beside_server: bool = False) -> AsyncIterator[Store]:
        """The store, ready for use; `beside_server` and the end are as for `reached`.

        Raises `StartupError`, and of that `DataDirInUse` where a server has the private MongoDB.
        """
        async with self.reached(beside_server=beside_server) as store:
            await store.prepare()
            yield store

    @asynccontextmanager
    async def reached(self, *, beside_server: bool = False) -> AsyncIterator[Store]:
        """The store, with whatever is in it; at the end a private MongoDB is stopped.

        `beside_server`: where a server has the private MongoDB, this is its guest, and leaves it
        running. Raises as `opened` does.
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
        """The private MongoDB, where it was started for this and is to be stopped."""
        if self.mongod:
            try:
                await self.mongod.start()
            except DataDirInUse:
                if not beside_server:
                    raise
                return None
        return self.mongod
