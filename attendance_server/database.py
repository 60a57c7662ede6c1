"""The database that the settings name: one that runs somewhere, or a private one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .embedded import PrivateMongod
from .settings import Settings
from .store import Store


class Database:
    """Where everything is kept; `mongod` is `None` where `MONGO_URI` names one that runs."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is started or reached yet. Raises `SettingsError`."""
        self.mongod: PrivateMongod | None = None
        uri = settings.mongo_uri
        if uri is None:
            self.mongod = PrivateMongod(settings.data_dir, settings.mongod)
            uri = self.mongod.uri
        self.store = Store(uri, timeout=settings.commit_timeout)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Store]:
        """The store, ready for use; at the end a private MongoDB is stopped.

        Raises `StartupError`, and of that `DataDirInUse` where a server has the private one.
        """
        if self.mongod:
            await self.mongod.start()
        try:
            await self.store.prepare()
            yield self.store
        finally:
            self.store.close()
            if self.mongod:
                await self.mongod.stop()
