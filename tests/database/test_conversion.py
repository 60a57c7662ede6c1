"""A data folder that becomes one of a replica set, and of a standalone again."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId
from pymongo import MongoClient

from attendance_server.database.archive import Reader
from attendance_server.database.private_mongod import PrivateMongod
from attendance_server.event_loop import EventLoop
from attendance_server.exit_errors import StartupError
from tests.support.preloaded import FORKS

STEPS = {"os.link", "os.rename", "os.remove", "os.symlink"}
"""The audit events of Python with which a start changes what is on the disk."""

Client = MongoClient[dict[str, Any]]


def private_mongod(data_dir: Path, replica_set: bool | None) -> PrivateMongod:
    return PrivateMongod(data_dir, os.environ.get("MONGOD"), replica_set=replica_set)


def kill_mongod(data_dir: Path) -> None:
    """Kill the mongod on the folder, if one runs there: its lock file stays when it is killed."""
    lock = data_dir / "mongod" / "mongod.lock"
    pid = int(lock.read_text() or 0) if lock.exists() else 0
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        if str(data_dir).encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)


@asynccontextmanager
async def crashing(data_dir: Path, replica_set: bool | None) -> AsyncIterator[Client]:
    """A client of the private mongod, which is killed at the end of the block."""
    mongod = private_mongod(data_dir, replica_set)
    await mongod.start()
    try:
        with Client(mongod.uri, w="majority", journal=True) as client:
            yield client
    finally:
        kill_mongod(data_dir)
        await mongod.stop()


def add_users(client: Client, count: int) -> None:
    user = {"name": "Ada", "role": "STUDENT", "passwordHash": b"hash"}
    for _ in range(count):
        email = f"{ObjectId()}@school.test"
        client.attendance.users.insert_one({"_id": ObjectId(), "email": email, **user})


def users(client: Client) -> int:
    return client.attendance.users.count_documents({})


def is_set(client: Client) -> bool:
    return "setName" in client.admin.command("hello")


def saved(data_dir: Path) -> dict[str, list[int]]:
    """How many users are in each of the backups in the folder, by the start of their names.

    That of a replica set is of one moment.
    """
    counts: dict[str, list[int]] = {}
    for path in sorted(data_dir.glob("*.backup")):
        with path.open("rb") as file:
            kind, reader = path.name.split("-2")[0], Reader(file, path.name)
            assert reader.header.one_moment == (kind == "before-standalone")
            counts.setdefault(kind, []).append(len([*reader]))
    return counts


def start(data_dir: Path, replica_set: bool | None, die_at: int) -> None:
    """Start and stop the private mongod, in a process of its own.

    `die_at`: the number of the step before which this process and mongod are killed.
    """
    step = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal step
        if event in STEPS and str(data_dir) in str(arguments):
            step += 1
            if step == die_at:
                kill_mongod(data_dir)
                os.kill(os.getpid(), signal.SIGKILL)

    async def run() -> None:
        mongod = private_mongod(data_dir, replica_set)
        await mongod.start()
        await mongod.stop()

    sys.addaudithook(count)
    with asyncio.Runner(loop_factory=EventLoop) as runner:
        runner.run(run())


async def start_and_die(data_dir: Path, replica_set: bool, step: int) -> bool:
    """Whether it died: otherwise the start takes fewer steps."""
    process = FORKS.Process(target=start, args=(data_dir, replica_set, step))
    process.start()
    await asyncio.to_thread(process.join)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


NAMED, NOTED, DROPPED = 3, 6, 9
"""Steps of a conversion: the backup gets its name, the folder is noted as that of a set, and is no
longer so."""


async def test_nothing_is_lost_on_the_way_to_a_replica_set_and_back(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    async with crashing(data_dir, replica_set=False) as client:
        add_users(client, 10)
    # The next start goes on where one was killed.
    assert await start_and_die(data_dir, replica_set=True, step=NAMED)
    assert await start_and_die(data_dir, replica_set=True, step=NOTED)
    async with crashing(data_dir, replica_set=True) as client:
        assert (is_set(client), users(client)) == (True, 10)
        # At the crash these are only in the log of the set, which a standalone does not read.
        add_users(client, 20)
    assert await start_and_die(data_dir, replica_set=False, step=DROPPED)
    async with crashing(data_dir, replica_set=False) as client:
        assert (is_set(client), users(client)) == (False, 30)
        # With a configuration of a set, a standalone does not remove what has expired.
        assert "system.replset" not in client.local.list_collection_names()
    assert saved(data_dir) == {"before-replica-set": [10], "before-standalone": [30]}


@pytest.mark.long
async def test_a_conversion_may_be_interrupted_at_any_step(tmp_path: Path) -> None:
    data_dir, count = tmp_path / "data", 0
    for step in range(1, 20):
        died = []
        for replica_set in (True, False):
            async with crashing(data_dir, replica_set=not replica_set) as client:
                add_users(client, 3)
                count += 3
            died.append(await start_and_die(data_dir, replica_set, step))
            async with crashing(data_dir, replica_set=None) as client:
                assert users(client) == count
        if died == [False, False]:
            break
    else:
        pytest.fail("there are more steps")


async def test_a_folder_that_cannot_be_saved_is_not_converted(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    async with crashing(data_dir, replica_set=False) as client:
        client.attendance.users.insert_one({"_id": 7})
    with pytest.raises(StartupError, match=r"not converted, .* the document 7 is invalid"):
        await private_mongod(data_dir, replica_set=True).start()
    async with crashing(data_dir, replica_set=None) as client:
        assert (is_set(client), users(client)) == (False, 1)
