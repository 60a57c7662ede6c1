"""A replica set on this machine, whose members can be killed and started again."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymongo
from pymongo.errors import PyMongoError

from tests.support.mongo import Mongod, free_port

from ..harness import DATABASE, NotMeasured

NAME = "benchmarks"
ELECTION = 2000
"""`electionTimeoutMillis`, as docs/scaling.md advises."""

PATIENCE = 60.0
POLL = 0.02


class ReplicaSet:
    """One member or three, on loopback."""

    def __init__(self, folder: Path, members: int) -> None:
        self.members = [
            Mongod(folder / f"member{number}", free_port(), "--replSet", NAME, "--oplogSize", "200")
            for number in range(members)
        ]

    @property
    def uri(self) -> str:
        return self.uri_of(DATABASE)

    def uri_of(self, database: str) -> str:
        """The address of a database of this set."""
        hosts = ",".join(_address(member) for member in self.members)
        return f"mongodb://{hosts}/{database}?replicaSet={NAME}"

    def start(self) -> "ReplicaSet":
        """Start it, and wait until all members are in use."""
        for member in self.members:
            member.start()
        config = {
            "_id": NAME,
            "settings": {"electionTimeoutMillis": ELECTION},
            "members": [
                {"_id": number, "host": _address(member)}
                for number, member in enumerate(self.members)
            ],
        }
        with _connected(self.members[0]) as client:
            client.admin.command("replSetInitiate", config)
        self.await_members()
        return self

    def await_members(self) -> None:
        """Wait until one member is primary and the others follow it."""
        roles = ["primary", *["secondary"] * (len(self.members) - 1)]
        deadline = time.monotonic() + PATIENCE
        while sorted(map(_role, self.members)) != roles:
            if time.monotonic() > deadline:
                raise NotMeasured("the replica set is not complete")
            time.sleep(POLL)

    def primary(self) -> Mongod:
        """The member that is primary at the moment."""
        return next(member for member in self.members if _role(member) == "primary")

    def updates(self, collection: str, database: str = DATABASE) -> int:
        """The number of updates that the primary has run in a collection, taken or not."""
        with _connected(self.primary()) as client:
            totals = client.admin.command("top")["totals"]
        return int(totals[f"{database}.{collection}"]["update"]["count"])

    def kill(self) -> None:
        for member in self.members:
            member.kill()

    @contextmanager
    def database(self, name: str = DATABASE) -> Iterator[Any]:
        """A database of this set."""
        with pymongo.MongoClient[dict[str, Any]](self.uri, tz_aware=True) as client:
            yield client[name]


@contextmanager
def replica_set(folder: Path, members: int) -> Iterator[ReplicaSet]:
    """A replica set that is running, with its data in `folder`."""
    made = ReplicaSet(folder, members)
    try:
        yield made.start()
    finally:
        made.kill()


def _address(member: Mongod) -> str:
    return f"127.0.0.1:{member.port}"


def _connected(member: Mongod) -> pymongo.MongoClient[dict[str, Any]]:
    return pymongo.MongoClient(
        member.uri, directConnection=True, serverSelectionTimeoutMS=2000, connectTimeoutMS=2000
    )


def _role(member: Mongod) -> str:
    try:
        with _connected(member) as client:
            hello = client.admin.command("hello")
    except PyMongoError:
        return "away"
    if hello.get("isWritablePrimary"):
        return "primary"
    return "secondary" if hello.get("secondary") else "starting"
