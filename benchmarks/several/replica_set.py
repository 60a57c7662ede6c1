"""A replica set on this machine, as docs/scaling.md advises it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymongo

from tests.support.replica_set import ReplicaSet

from ..harness import DATABASE

ELECTION, HEARTBEAT = 800, 2000
"""`electionTimeoutMillis` as in deploy/, and MongoDB's own `heartbeatIntervalMillis`."""


@contextmanager
def replica_set(folder: Path, members: int, election: int = ELECTION) -> Iterator[ReplicaSet]:
    """A replica set that is running, with its data in `folder`. `election`: in milliseconds."""
    made = ReplicaSet.on_loopback(folder, members)
    try:
        yield made.start(election, HEARTBEAT)
    finally:
        made.kill()


@contextmanager
def database_of(replicas: ReplicaSet, name: str = DATABASE) -> Iterator[Any]:
    """A database of a replica set."""
    with pymongo.MongoClient[dict[str, Any]](replicas.uri(name), tz_aware=True) as client:
        yield client[name]


def updates(replicas: ReplicaSet, collection: str) -> int:
    """The number of updates that the primary has run in a collection, taken or not."""
    with replicas.connect(replicas.primary()) as client:
        totals = client.admin.command("top")["totals"]
    return int(totals[f"{DATABASE}.{collection}"]["update"]["count"])
