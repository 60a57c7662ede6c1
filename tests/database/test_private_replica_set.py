"""The private mongod as a replica set of one member."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from attendance_server.database.private_mongod import PrivateMongod


def private_mongod(data_dir: Path) -> PrivateMongod:
    return PrivateMongod(data_dir, os.environ.get("MONGOD"), replica_set=True)


def kill(data_dir: Path) -> None:
    os.kill(int((data_dir / "mongod" / "mongod.lock").read_text()), signal.SIGKILL)


def numbers(client: MongoClient[dict[str, Any]]) -> list[Any]:
    return [document["_id"] for document in client.attendance.numbers.find().sort("_id", 1)]


async def test_it_takes_change_streams_and_transactions_also_after_a_death_and_a_move(
    tmp_path: Path,
) -> None:
    # In capital letters: the driver would write the name of a set's member in small ones.
    data_dir, moved = tmp_path / "The Data", tmp_path / "moved, [1] 10:30"
    mongod = private_mongod(data_dir)
    await mongod.start()
    try:
        with MongoClient[dict[str, Any]](mongod.uri, w="majority", journal=True) as client:
            stored = client.attendance.numbers
            with client.attendance.watch() as changes:
                stored.insert_one({"_id": 1})
                with client.start_session() as session, session.start_transaction():
                    stored.insert_one({"_id": 2}, session=session)
                kill(data_dir)
                # Waits until the new mongod is the primary: it shows itself only then.
                await asyncio.to_thread(stored.insert_one, {"_id": 3})
                seen = [(await asyncio.to_thread(next, changes))["documentKey"] for _ in range(3)]
            assert seen == [{"_id": 1}, {"_id": 2}, {"_id": 3}]
            assert client.admin.command("hello")["me"] == str(data_dir / "member.sock")
    finally:
        await mongod.stop()
    data_dir.rename(moved)
    mongod = private_mongod(moved)
    await mongod.start()
    try:
        with MongoClient[dict[str, Any]](mongod.uri) as client, client.attendance.watch():
            assert numbers(client) == [1, 2, 3]
            assert client.admin.command("hello")["me"] != str(data_dir / "member.sock")
    finally:
        await mongod.stop()
