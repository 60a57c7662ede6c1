"""Child processes that do slow work: how they start, and how each of them ends."""

import asyncio
import os
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

import pytest

from attendance_server.workers import NICENESS, WorkerFailed, start_worker, stop_process, worker
from tests.support.client import PATIENCE
from tests.support.process import runs


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return tmp_path / "program.py"


async def test_a_worker_inherits_no_secrets_from_the_environment(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JWT_SECRET", "x" * 32)
    monkeypatch.setenv("MONGO_URI", "mongodb://user:password@db.test")
    monkeypatch.setenv("TMPDIR", str(program.parent))
    program.write_text("import os\nprint(*os.environ)")
    async with worker(program, timeout=PATIENCE, stdin=DEVNULL, stdout=PIPE) as process:
        printed, _ = await process.communicate()
    names = set(printed.decode().split())
    assert {"PATH", "TMPDIR"} <= names
    assert not names & {"JWT_SECRET", "MONGO_URI"}


async def test_a_worker_leads_its_own_session_at_low_priority(program: Path) -> None:
    program.write_text("import sys\nsys.stdin.read()")
    process = await start_worker(program, stdin=PIPE, stdout=DEVNULL)
    assert os.getsid(process.pid) == process.pid
    assert os.getpriority(os.PRIO_PROCESS, process.pid) == NICENESS
    assert await stop_process(process, PATIENCE)
    assert not runs(process.pid)


async def test_a_worker_that_exits_before_reading_its_input_is_an_error(
    program: Path,
) -> None:
    program.write_text("raise SystemExit(3)")

    async def feed() -> None:
        async with worker(program, timeout=PATIENCE, stdin=PIPE, stdout=DEVNULL) as process:
            assert process.stdin
            while True:
                process.stdin.write(bytes(1 << 16))
                await process.stdin.drain()

    with pytest.raises(WorkerFailed, match=r"^program ended with exit code 3$"):
        await feed()


async def test_a_worker_that_takes_too_long_is_stopped(program: Path) -> None:
    program.write_text("import time\ntime.sleep(600)")
    with pytest.raises(WorkerFailed, match=r"^program took longer than 0.1 s$"):
        async with worker(program, timeout=0.1, stdin=DEVNULL, stdout=DEVNULL) as process:
            pass
    assert not runs(process.pid)


async def test_a_timeout_raised_in_the_block_is_not_the_workers(program: Path) -> None:
    program.write_text("import time\ntime.sleep(600)")
    with pytest.raises(TimeoutError):
        async with worker(program, timeout=PATIENCE, stdin=DEVNULL, stdout=DEVNULL) as process:
            raise TimeoutError
    assert not runs(process.pid)


async def test_a_worker_that_ignores_sigterm_is_killed(program: Path) -> None:
    program.write_text(
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('ready', flush=True)\n"
        "time.sleep(600)"
    )
    process = await start_worker(program, stdin=DEVNULL, stdout=PIPE)
    assert process.stdout
    async with asyncio.timeout(PATIENCE):
        await process.stdout.readline()
    assert not await stop_process(process, grace=0.1)
    assert not runs(process.pid)
