"""Child processes: how they start, and that none of them runs Python of the server's process."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from attendance_server.event_loop import EventLoop

REPORTS_FORKS = """
import asyncio, os, sys
from pathlib import Path
from attendance_server.event_loop import EventLoop
os.register_at_fork(after_in_child=lambda: os.write(2, b"Python ran in a forked child"))
async def main():
"""

START_A_CHILD = """
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    assert await process.wait() == 0
"""

START_A_MONGOD = """
    from attendance_server.database.private_mongod import PrivateMongod
    mongod = PrivateMongod(Path(sys.argv[1]), os.environ.get("MONGOD"))
    await mongod.start()
    await mongod.stop()
"""

RUN = """
with asyncio.Runner(loop_factory=EventLoop) as runner:
    runner.run(main())
"""


@pytest.mark.parametrize("block", [START_A_CHILD, START_A_MONGOD], ids=["child", "mongod"])
def test_no_python_runs_in_a_child_before_its_program(block: str, tmp_path: Path) -> None:
    # What pymongo has registered to run there waits for locks that other threads may have held.
    program = [sys.executable, "-c", REPORTS_FORKS + block + RUN, str(tmp_path)]
    ended = subprocess.run(program, capture_output=True, check=False, timeout=120)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.fixture(params=["pidfd", "thread"])
def _told_by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to learn that a child has exited."""
    if request.param == "thread":
        monkeypatch.delattr(os, "pidfd_open", raising=False)


def open_files() -> int:
    return sum(1 for _ in Path("/dev/fd").iterdir())


@pytest.mark.usefixtures("_told_by")
async def test_a_child_is_fed_read_and_waited_for() -> None:
    assert isinstance(asyncio.get_running_loop(), EventLoop)
    process = await asyncio.create_subprocess_exec(
        *("sh", "-c", "cat; echo wrong >&2; exit 3"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    large = b"x" * 1_000_000
    assert await process.communicate(large) == (large, b"wrong\n")
    assert process.returncode == 3


@pytest.mark.usefixtures("_told_by")
async def test_many_children_start_and_are_killed_at_once() -> None:
    before = open_files()
    processes = await asyncio.gather(
        *(asyncio.create_subprocess_exec("sleep", "1000") for _ in range(20))
    )
    for process in processes:
        process.kill()
    assert {await process.wait() for process in processes} == {-9}
    assert open_files() == before


async def test_a_program_that_is_missing_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        await asyncio.create_subprocess_exec("/nowhere/program")


async def test_nothing_can_be_run_in_the_child_first() -> None:
    with pytest.raises(ValueError, match="preexec_fn"):
        await asyncio.create_subprocess_exec("true", preexec_fn=print)
