"""Turns the data folder of a standalone mongod into that of a replica set of one member, and back.

A file among the data says whose they are; without it, they are a standalone's. After a crash, some
of what a set has acknowledged is only in its log of operations, which a standalone does not read:
it would lack that. So the one kind is started, saved to a backup and stopped in good order before
the other takes over, and the file is written last. After an interruption the next start finds a
folder of one kind or the other, and begins again.
"""

import logging
import os
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from ..data_dir import sync_folder
from ..errors.server import StorageUnavailable
from ..exit_errors import BackupError, StartupError
from ..logs import fields
from .mongod_process import MongodProcess, Role

log = logging.getLogger(__name__)

BACKUP_TIMEOUT = 60.0
"""Seconds that each call to the database may take for the backup."""


class Kind(Enum):
    """Whose data is in the folder; the value is what the file says."""

    STANDALONE = ""
    REPLICA_SET = "replica set\n"
    LEAVING = "a standalone, once it has dropped what it knows of the replica set that it was\n"


ROLES = {Kind.STANDALONE: Role.STANDALONE, Kind.REPLICA_SET: Role.REPLICA_SET}


class DataFolder:
    """The data of a private mongod, of which there is none yet or one that `process` can run on."""

    def __init__(self, process: MongodProcess, data_dir: Path) -> None:
        self._process = process
        self._data_dir = data_dir
        self._file = data_dir / "mongod" / "attendance-role"

    async def prepare(self, wanted: Role | None) -> Role:
        """Make it the data of a mongod in the role `wanted`, and return the role to start it in.

        `None` stands for the role that it has; a new folder is a standalone's. Backups are left in
        the data folder. Raises `StartupError` and `OSError`; then no data has been changed.
        """
        kind = self._kind()
        if kind is Kind.LEAVING:
            kind = await self._leave_set()
        if wanted is None or wanted is ROLES[kind]:
            return ROLES[kind]
        if wanted is Role.REPLICA_SET:
            await self._save_and_stop(Role.STANDALONE, "before-replica-set")
            self._note(Kind.REPLICA_SET)
            log.info("the data folder is that of a replica set from now on")
        else:
            await self._save_and_stop(Role.REPLICA_SET, "before-standalone")
            self._note(Kind.LEAVING)
            await self._leave_set()
        return wanted

    def _kind(self) -> Kind:
        text = self._file.read_text() if self._file.exists() else ""
        try:
            return Kind(text)
        except ValueError:
            raise StartupError(
                f"{self._file} was written by a newer version of attendance-server"
            ) from None

    async def _save_and_stop(self, role: Role, name: str) -> None:
        """Make a backup of the data and stop mongod in good order, unless there are no data."""
        if not (self._data_dir / "mongod" / "WiredTiger").exists():
            return
        path = self._data_dir / f"{name}-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.backup"
        log.info("the data folder is converted; first it is saved", extra=fields(backup=path))
        await self._process.start(role)
        try:
            await self._save(path)
        finally:
            await self._process.stop()
        self._refuse_crash()
        log.info("the data folder was saved, and read again", extra=fields(backup=path))

    async def _save(self, path: Path) -> None:
        # Imported here, as below: hardly any folder is converted, and each start waits for this
        # module.
        from ..store import Store
        from .saving import compare, write, written

        store = Store(self._process.uri, timeout=BACKUP_TIMEOUT)
        try:
            with written(str(path)) as out:
                backup = await write(store, out)
            compare(path, backup)
        except (BackupError, StorageUnavailable) as exc:
            raise StartupError(
                "the data folder is not converted, as it cannot be saved first:"
                f" {exc or 'MongoDB does not answer'}"
            ) from exc
        finally:
            store.close()

    async def _leave_set(self) -> Kind:
        """Drop the configuration and the log of the set, whose data is complete without them.

        With them a standalone would not remove documents that have expired.
        """
        from ..store.replica_set import forget_set

        await self._process.start(Role.STANDALONE)
        try:
            await forget_set(self._process.uri)
        finally:
            await self._process.stop()
        self._refuse_crash()
        self._note(Kind.STANDALONE)
        log.info("the data folder is that of a standalone from now on")
        return Kind.STANDALONE

    def _refuse_crash(self) -> None:
        if self._process.exit_code:
            raise StartupError(
                f"mongod ended with {self._process.exit_code} while the data folder was converted;"
                " start again to go on"
            )

    def _note(self, kind: Kind) -> None:
        """Write on disk whose data it is, all at once."""
        if kind is Kind.STANDALONE:
            self._file.unlink()
        else:
            part = self._file.with_suffix(".part")
            with part.open("w") as file:
                file.write(kind.value)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._file)
        sync_folder(self._file.parent)
