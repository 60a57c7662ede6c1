"""A worker, as its parent sees it."""

import asyncio
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ..siblings.place import Place
from ..workers import stop_process

PROGRAM = "attendance_server.processes.worker"
GO = b"g"
MOST_OF_A_URL = 1024

ROOT = Path(__file__).parents[2]
"""Where the package is found, whatever the working directory."""


class WorkerProcess:
    """A process that serves at a place. `number`: that of the place; `pid`: of the process."""

    def __init__(
        self, place: Place, process: asyncio.subprocess.Process, its_end: socket.socket
    ) -> None:
        self.number = place.number
        self.pid = process.pid
        self._process = process
        self._its_end = its_end

    @classmethod
    async def start(cls, place: Place, environment: Mapping[str, str]) -> "WorkerProcess":
        """Start the process, which serves once it is told to `go`. Raises `OSError`."""
        ours, its = socket.socketpair()
        ours.setblocking(False)
        try:
            with its:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-P", "-m", PROGRAM, str(its.fileno()), *place.arguments()),
                    pass_fds=[its.fileno(), *place.descriptors()],
                    env={**environment, "PYTHONPATH": _python_path()},
                    # A Ctrl-C at the terminal is for the parent.
                    start_new_session=True,
                )
        except BaseException:
            ours.close()
            raise
        return cls(place, process, ours)

    def go(self) -> None:
        """Have it serve."""
        # It may have ended already.
        with suppress(OSError):
            self._its_end.send(GO)

    async def ready(self) -> str:
        """Wait until it accepts requests, and return its URL; nothing if it has ended without."""
        loop = asyncio.get_running_loop()
        try:
            return (await loop.sock_recv(self._its_end, MOST_OF_A_URL)).decode()
        except ConnectionError:
            return ""

    async def ended(self) -> int:
        """Wait for its end, and return its exit code, negative for a signal."""
        code = await self._process.wait()
        self._its_end.close()
        return code

    def tell_to_stop(self) -> None:
        """Have it save what it took, close its sockets and end."""
        if self._process.returncode is None:
            self._process.terminate()

    async def stop(self, grace: float) -> bool:
        """As `tell_to_stop`, and wait for the end, which comes after `grace` seconds at the latest.

        Returns whether it ended by itself.
        """
        by_itself = await stop_process(self._process, grace)
        self._its_end.close()
        return by_itself


def _python_path() -> str:
    return os.pathsep.join(dict.fromkeys([str(ROOT), *filter(None, sys.path)]))
