"""uvloop, with child processes that the standard library starts.

uvloop's own `subprocess_exec` forks, and runs Python in the child before its program starts: among
it what libraries have registered with `os.register_at_fork`. pymongo logs there. Where another
thread held a lock at that moment, such as that of a log handler, the child waits for it for ever,
and the parent, which holds the GIL, for the child. `subprocess.Popen` runs no Python in the child.
"""

import asyncio
import os
import subprocess
import sys
import threading
from asyncio.base_subprocess import BaseSubprocessTransport
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, TypeAlias, TypeVar

import uvloop

File: TypeAlias = int | IO[Any] | None

_P = TypeVar("_P", bound=asyncio.SubprocessProtocol)


class EventLoop(uvloop.Loop):
    """An event loop whose child processes do not depend on locks of this process."""

    async def subprocess_exec(  # type: ignore[override]
        self,
        protocol_factory: Callable[[], _P],
        program: str | bytes | os.PathLike[str],
        *args: str | bytes | os.PathLike[str],
        stdin: File = subprocess.PIPE,
        stdout: File = subprocess.PIPE,
        stderr: File = subprocess.PIPE,
        **options: Any,
    ) -> tuple[asyncio.SubprocessTransport, _P]:
        """As of every event loop. `options`: of `subprocess.Popen`, except for `preexec_fn`."""
        if options.get("preexec_fn"):
            raise ValueError("preexec_fn would run Python in the child")
        protocol = protocol_factory()
        connected = self.create_future()
        command = [os.fspath(each) for each in (program, *args)]
        child = _Child(
            self, protocol, command, False, stdin, stdout, stderr, 0, connected, **options
        )
        try:
            await connected
        except BaseException:
            child.close()
            await child._wait()
            raise
        return child, protocol


class _Child(BaseSubprocessTransport):
    """A child process and its pipes, for `asyncio.subprocess`."""

    _proc: "subprocess.Popen[bytes]"

    def _start(
        self,
        args: Any,
        shell: bool,
        stdin: File,
        stdout: File,
        stderr: File,
        bufsize: int,
        **options: Any,
    ) -> None:
        options.update(stdin=stdin, stdout=stdout, stderr=stderr)
        self._proc = subprocess.Popen(args, shell=shell, bufsize=bufsize, **options)
        exits = _exit_of(self._proc.pid)
        if exits is None:
            threading.Thread(target=self._wait_in_thread, daemon=True).start()
        else:
            self._loop.add_reader(exits, self._exited, exits)

    def _exited(self, exits: int) -> None:
        self._loop.remove_reader(exits)
        os.close(exits)
        self._process_exited(self._proc.wait())

    def _wait_in_thread(self) -> None:
        code = self._proc.wait()
        # The loop may be closed by now.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._process_exited, code)


def _exit_of(pid: int) -> int | None:
    """A file descriptor that is readable once the process has exited.

    `None` where the system offers none: outside Linux, on old kernels, and in some containers.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            return os.pidfd_open(pid)
    return None
