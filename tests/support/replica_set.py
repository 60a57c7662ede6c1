"""A replica set as processes: members that are killed, paused and cut off, and elect a primary."""

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pymongo
from attrs import define
from pymongo.errors import AutoReconnect, PyMongoError

from tests.support.mongo import Mongod, free_port

NAME = "marks"
PATIENCE = 60.0
MEMBERS = 3


@define
class ReplicaSet:
    """Members that elect another primary soon after they lose one."""

    members: Sequence[Mongod]

    @classmethod
    def on_loopback(cls, folder: Path, members: int = MEMBERS) -> "ReplicaSet":
        """Members with their data in folders of `folder`."""
        numbers = range(members)
        return cls([Mongod(folder / str(n), free_port(), "--replSet", NAME) for n in numbers])

    def uri(self, database: str) -> str:
        hosts = ",".join(member.address for member in self.members)
        return f"mongodb://{hosts}/{database}?replicaSet={NAME}"

    def start(
        self, election_timeout_ms: int = 1000, heartbeat_interval_ms: int = 200
    ) -> "ReplicaSet":
        for member in self.members:
            member.start()
        config = {
            "_id": NAME,
            "settings": {
                "electionTimeoutMillis": election_timeout_ms,
                "heartbeatIntervalMillis": heartbeat_interval_ms,
            },
            "members": [
                {"_id": number, "host": member.address}
                for number, member in enumerate(self.members)
            ],
        }
        with self.connect(self.members[0]) as client:
            client.admin.command("replSetInitiate", config)
        self.await_members()
        return self

    def await_members(self) -> None:
        """Wait until one member is primary and the others follow it."""
        roles = ["primary", *["secondary"] * (len(self.members) - 1)]
        await_that(lambda: sorted(map(self.role, self.members)) == roles, "the set is complete")

    def role(self, member: Mongod) -> str:
        try:
            with self.connect(member) as client:
                hello = client.admin.command("hello")
        except PyMongoError:
            return "away"
        if hello.get("isWritablePrimary"):
            return "primary"
        return "secondary" if hello.get("secondary") else "starting"

    def primary(self) -> Mongod:
        return next(member for member in self.members if self.role(member) == "primary")

    def step_down(self, seconds: int = 20) -> None:
        """The primary steps down, and cannot be elected again for so many seconds."""
        # A member that steps down may cut the connection instead of answering.
        with self.connect(self.primary()) as client, contextlib.suppress(AutoReconnect):
            client.admin.command(
                "replSetStepDown", seconds, secondaryCatchUpPeriodSecs=min(10, seconds)
            )

    def connect(self, member: Mongod) -> pymongo.MongoClient[dict[str, Any]]:
        return pymongo.MongoClient(
            member.uri, directConnection=True, serverSelectionTimeoutMS=2000, connectTimeoutMS=2000
        )

    def kill(self) -> None:
        for member in self.members:
            member.kill()


def await_that(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)
