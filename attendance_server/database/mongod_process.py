"""One run of a mongod on a data folder: how it is started, when it is ready, how it is stopped.

If this process is killed, Linux stops mongod at once; on other systems the next start does.
"""

import asyncio
import contextlib
import fcntl
import hashlib
import logging
import os
import signal
import socket
import sys
import tempfile
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from ..data_dir import make_private
from ..exit_errors import SettingsError, StartupError
from ..workers import stop_process

log = logging.getLogger(__name__)

CACHE_GB = "0.25"
SET = "attendance"
"""The name of the replica set."""

OPLOG_MB = 256
"""Some hundred thousand commits: a process that follows may lag behind by as many."""

SOCKET_PATH_BYTES = 96
"""A Unix socket's path has to fit into 104 bytes on macOS and 108 on Linux, with a NUL at its end,
and the path of mongod's second socket is 7 bytes longer."""

PUNCTUATION = set(",:[]")
"""What MongoDB takes for more than a character of a path: between addresses, and within one."""

START_TIMEOUT = 60.0
"""Seconds for recovery after a crash, including the wait for the mongod of a killed server."""

STOP_TIMEOUT = 20.0
POLL = 0.02
UNDER_PARENT = Path(__file__).with_name("under_parent.py")


class Role(Enum):
    """What a mongod is; the value is the options that make it so."""

    STANDALONE = ()
    REPLICA_SET = ("--replSet", SET, "--oplogSize", str(OPLOG_MB))


class MongodProcess:
    """A mongod on a data folder. `uri`: its address, which is the same in every role.

    Clients find it under that address only while it takes writes. A driver that met the member of
    a replica set before that would believe for a while that it has neither sessions nor retries.
    """

    def __init__(self, program: Path, data_dir: Path) -> None:
        """`data_dir`: absolute; the database is in its folder `mongod`."""
        self.program = program
        self._data_dir = data_dir
        self._output = data_dir / "mongod.log"
        self._socket = _socket_path(data_dir)
        # What a set's only member listens on; the path in the address is a link to it.
        self._member = self._socket.with_name("member.sock")
        self._process: asyncio.subprocess.Process | None = None
        # Without `directConnection` the driver would look for a set's members under the path that
        # the set knows, in lower case.
        self.uri = f"mongodb://{quote(str(self._socket), safe='')}/attendance?directConnection=true"

    async def start(self, role: Role) -> None:
        """Start it, and return when it takes writes. Raises `StartupError` and `OSError`."""
        make_private(self._socket.parent)
        deadline = asyncio.get_running_loop().time() + START_TIMEOUT
        lock = await self._predecessor_gone(deadline)
        try:
            # A path that nothing listens on, or a link to one.
            self._socket.unlink(missing_ok=True)
            self._process = process = await self._spawn(role, lock)
        finally:
            os.close(lock)
        if role is Role.REPLICA_SET:
            await self._until_primary(process, deadline)
        else:
            await self._until_it_answers(process, deadline, self._socket)

    @property
    def exit_code(self) -> int | None:
        """How it ended; `None` while it runs, and if it was never started."""
        return self._process.returncode if self._process else None

    async def wait(self) -> int:
        """Wait for its end, and return its exit code."""
        assert self._process
        return await self._process.wait()

    async def stop(self) -> None:
        """Stop it, which saves all data; nothing to do if it has ended or was never started."""
        if self._process and not await stop_process(self._process, STOP_TIMEOUT):
            log.warning("mongod did not stop in %d s and was killed", STOP_TIMEOUT)

    async def _until_primary(self, process: asyncio.subprocess.Process, deadline: float) -> None:
        # Imported while mongod starts: both take about as long.
        from ..store.replica_set import SoleMember

        await self._until_it_answers(process, deadline, self._member)
        member = SoleMember(self._member, SET)
        try:
            while not await member.leads():
                await self._pause(process, deadline)
        finally:
            member.close()
        self._socket.symlink_to(self._member.name)

    async def _until_it_answers(
        self, process: asyncio.subprocess.Process, deadline: float, path: Path
    ) -> None:
        while not _answers(path):
            await self._pause(process, deadline)

    async def _pause(self, process: asyncio.subprocess.Process, deadline: float) -> None:
        """Wait a moment while mongod starts. Raises `StartupError` if it has ended, or is late."""
        if process.returncode is not None:
            raise self._explain(process.returncode)
        if asyncio.get_running_loop().time() > deadline:
            await self.stop()
            raise StartupError(
                f"mongod did not answer in {START_TIMEOUT:.0f} s, see {self._output}"
            )
        await asyncio.sleep(POLL)

    async def _predecessor_gone(self, deadline: float) -> int:
        """Wait for the end of the previous mongod on this folder, and return the lock that it held.

        It may outlive its server, and would answer instead of the new one. As long as it answers,
        the process id in its lock file is its own.
        """
        if _answers(self._socket) or _answers(self._member):
            log.warning("the mongod of a killed server still runs and is stopped")
            with contextlib.suppress(OSError, ValueError):
                lock_file = self._data_dir / "mongod" / "mongod.lock"
                os.kill(int(lock_file.read_text()), signal.SIGTERM)
        while True:
            lock = try_to_lock(self._data_dir / "mongod.held")
            if lock is not None:
                return lock
            if asyncio.get_running_loop().time() > deadline:
                raise StartupError(f"a mongod that was left behind still runs on {self._data_dir}")
            await asyncio.sleep(POLL)

    async def _spawn(self, role: Role, lock: int) -> asyncio.subprocess.Process:
        """`lock`: inherited by mongod, and released by the kernel when mongod has ended."""
        with contextlib.suppress(FileNotFoundError):
            self._output.replace(self._output.with_suffix(".old.log"))
        listens_on = self._member if role is Role.REPLICA_SET else self._socket
        with self._output.open("ab") as out:
            return await asyncio.create_subprocess_exec(
                *_under_this_process(),
                self.program,
                *("--dbpath", self._data_dir / "mongod", "--bind_ip", listens_on),
                # mongod makes a second socket, named after its port; in /tmp that name could be
                # taken by another user.
                *("--unixSocketPrefix", self._socket.parent),
                *("--wiredTigerCacheSizeGB", CACHE_GB, "--quiet"),
                *("--setParameter", "diagnosticDataCollectionEnabled=false"),
                *role.value,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=[lock],
                # Ctrl-C at the terminal must reach only the server, which stops mongod last.
                start_new_session=True,
            )

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


def try_to_lock(path: Path) -> int | None:
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


def _socket_path(data_dir: Path) -> Path:
    """The path of the socket: in the data folder or, if MongoDB would not take it, elsewhere."""
    path = data_dir / "mongod.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_BYTES and not PUNCTUATION & set(str(path)):
        return path
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"attendance-{os.getuid()}-{digest}" / "mongod.sock"


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
