"""A replica set of one member, for what servers do only where there may be several of them."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymongo

from tests.support.mongo import Mongod, free_port
from tests.support.process import wait_until

NAME = "one"


class SetOfOne:
    """The only member of a replica set, with its data in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.member = Mongod(folder, free_port(), "--replSet", NAME)

    def start(self) -> "SetOfOne":
        """Start it and wait until it is the primary."""
        self.member.start()
        address = f"127.0.0.1:{self.member.port}"
        with pymongo.MongoClient[dict[str, Any]](address, directConnection=True) as client:
            config = {"_id": NAME, "members": [{"_id": 0, "host": address}]}
            client.admin.command("replSetInitiate", config)
            wait_until(lambda: client.admin.command("hello")["isWritablePrimary"], "a primary")
        return self

    def uri(self, database: str) -> str:
        return f"{self.member.uri}{database}?replicaSet={NAME}"

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """The URI of a database that does not exist yet."""
        name = f"t{uuid.uuid4().hex}"
        yield self.uri(name)
        with pymongo.MongoClient[dict[str, Any]](self.uri("")) as client:
            client.drop_database(name)
