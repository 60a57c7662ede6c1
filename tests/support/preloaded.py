"""Runs programs in processes forked from one that has already imported everything.

Starting the interpreter and importing everything takes most of a second.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import email_validator  # noqa: F401 - loaded once for all, although servers load it late

# A server loads these while its MongoDB starts, and so `main` does not import them.
import attendance_server.cli
import attendance_server.server  # noqa: F401
from attendance_server.__main__ import main

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


class Forked:
    """A program in its own process, which leads its own session.

    Its methods are those of `subprocess.Popen`.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        stdin: Path,
        stdout: Path,
        stderr: Path,
        program: Callable[[Sequence[str]], int | None] = main,
    ) -> None:
        """`folder`: where it runs; `stdout`, `stderr`: files that it appends to.

        `program`: a function of a module, given the `arguments`; it returns the exit code or exits.
        """
        files = [str(path.absolute()) for path in (stdin, stdout, stderr)]
        self._process = FORKS.Process(
            target=_run,
            args=(program, arguments, str(folder), dict(environment), files),
            daemon=True,
        )
        self._process.start()
        assert self._process.pid
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; `None` while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """Wait for its exit code. Raises `TimeoutExpired` after `timeout` seconds."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout)
        return code

    def send_signal(self, number: int) -> None:
        if self._process.is_alive():
            os.kill(self.pid, number)


def run_preloaded(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    stdin: bytes,
    seconds: float,
) -> subprocess.CompletedProcess[str]:
    """Run `python -m attendance_server` in `folder` until it exits.

    Raises `TimeoutExpired` if it has not exited by itself after `seconds`.
    """
    with tempfile.TemporaryDirectory() as name:
        stdin_file, stdout_file, stderr_file = (Path(name, each) for each in ("in", "out", "err"))
        stdin_file.write_bytes(stdin)
        process = Forked(
            arguments, folder, environment, stdin=stdin_file, stdout=stdout_file, stderr=stderr_file
        )
        try:
            code = process.wait(seconds)
        finally:
            process.send_signal(signal.SIGKILL)
        return subprocess.CompletedProcess(
            arguments, code, stdout_file.read_text(), stderr_file.read_text()
        )


def _run(
    program: Callable[[Sequence[str]], int | None],
    arguments: Sequence[str],
    folder: str,
    environment: Mapping[str, str],
    files: Sequence[str],
) -> None:
    os.setsid()
    append = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    for number, name, flags in zip((0, 1, 2), files, (os.O_RDONLY, append, append), strict=True):
        opened = os.open(name, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    # multiprocessing has replaced it.
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["attendance_server", *arguments]
    sys.exit(program(arguments))
