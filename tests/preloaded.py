"""The program in a process of its own that needs no imports: forked from one that has made them.

To start the interpreter and to import everything takes most of a second, and the tests start some
hundred servers and commands.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from attendance_server.cli import main

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


class Program:
    """`python -m attendance_server`, started in `folder` as the leader of a process group.

    `stdin`, `out` and `err` are files; what it prints to `err` is appended.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        stdin: Path,
        out: Path,
        err: Path,
    ) -> None:
        files = [str(file.absolute()) for file in (stdin, out, err)]
        self._process = FORKS.Process(
            target=_run, args=(arguments, str(folder), dict(environment), files), daemon=True
        )
        self._process.start()
        assert self._process.pid
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """How it ended, a negative number for a signal; `None` while it runs."""
        return self._process.exitcode

    def wait(self, seconds: float) -> int:
        """Wait until it has ended, and return how. Raises `TimeoutError` after so many seconds."""
        self._process.join(seconds)
        code = self.poll()
        if code is None:
            raise TimeoutError(f"process {self.pid} has not ended after {seconds} s")
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


def _run(
    arguments: Sequence[str], folder: str, environment: Mapping[str, str], files: Sequence[str]
) -> None:
    os.setsid()
    stdin, out, err = files
    for number, opened in enumerate(
        (
            os.open(stdin, os.O_RDONLY),
            os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
            os.open(err, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644),
        )
    ):
        os.dup2(opened, number)
        os.close(opened)
    # The fork server ignores it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # multiprocessing has given it another one.
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["attendance_server", *arguments]
    main(arguments)
