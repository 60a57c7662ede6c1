"""Commands in processes that need no imports: forked from one that has made them.

To start the interpreter and to import everything takes most of a second.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from attendance_server.cli import main

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])

POLL = 0.01


def run_preloaded(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    stdin: bytes,
    seconds: float,
) -> subprocess.CompletedProcess[str]:
    """Run `python -m attendance_server` in `folder` to its end.

    Raises `TimeoutError` if it has not ended by itself after so many seconds.
    """
    with tempfile.TemporaryDirectory() as name:
        files = Path(name)
        (files / "in").write_bytes(stdin)
        process = FORKS.Process(
            target=_run, args=(arguments, str(folder), dict(environment), name), daemon=True
        )
        process.start()
        deadline = time.monotonic() + seconds
        while not (files / "code").exists():
            if time.monotonic() > deadline:
                process.kill()
                raise TimeoutError(f"{arguments} has not ended after {seconds} s")
            time.sleep(POLL)
        code = int((files / "code").read_text())
        out, err = ((files / each).read_text() for each in ("out", "err"))
        return subprocess.CompletedProcess(arguments, code, out, err)


def _run(arguments: Sequence[str], folder: str, environment: Mapping[str, str], files: str) -> None:
    os.setsid()
    for number, name, flags in (
        (0, "in", os.O_RDONLY),
        (1, "out", os.O_WRONLY | os.O_CREAT),
        (2, "err", os.O_WRONLY | os.O_CREAT),
    ):
        opened = os.open(f"{files}/{name}", flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    # multiprocessing has given it another one.
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["attendance_server", *arguments]
    code: object = 0
    try:
        main(arguments)
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    # In one step: whoever finds the file finds all of it.
    Path(files, "ends").write_text(str(code))
    Path(files, "ends").rename(Path(files, "code"))
