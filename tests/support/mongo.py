"""A real mongod as a process that tests can start, kill, pause and resume."""

import os
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pymongo

from attendance_server.database.private_mongod import find_mongod
from attendance_server.store.indexes import INDEXES
from tests.support.network import Place

START_TIMEOUT = 60.0

BRIEF = 2.0
"""Seconds of `commit_timeout` in tests that wait until they are over. A busy machine saves in them
what such a test needs first."""


class Mongod:
    """A mongod with its data in `folder`, on a Unix socket or, given a `port`, on loopback.

    `place`: where it runs in a network of the tests' own, if not on loopback.
    """

    def __init__(
        self, folder: Path, port: int | None = None, *options: str, place: Place | None = None
    ) -> None:
        self.folder = folder
        self.port = port
        self.options = options
        self.host = place.addresses["back"] if place else "127.0.0.1"
        self.launcher = place.launcher if place else ()
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "db").mkdir(parents=True, exist_ok=True)

    @property
    def uri(self) -> str:
        """Its address, without the name of a database."""
        if self.port:
            return f"mongodb://{self.address}/"
        return f"mongodb://{quote(str(self.folder / 'm.sock'), safe='')}/"

    @property
    def address(self) -> str:
        """Its host and its port."""
        return f"{self.host}:{self.port}"

    def start(self) -> "Mongod":
        """Start it and wait until it accepts connections."""
        address = (
            ("--bind_ip", self.host, "--port", str(self.port), "--nounixsocket")
            if self.port
            # mongod opens a second socket, named after the port. In /tmp all instances would share
            # it, and of two that start at the same time, one would find it taken.
            else (
                *("--bind_ip", str(self.folder / "m.sock")),
                *("--unixSocketPrefix", str(self.folder), "--port", "1"),
            )
        )
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(*self.launcher, str(find_mongod(os.environ.get("MONGOD"))), "--dbpath"),
                    *(str(self.folder / "db"), *address, "--wiredTigerCacheSizeGB", "0.25"),
                    *("--setParameter", "diagnosticDataCollectionEnabled=false"),
                    *self.options,
                ],
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_TIMEOUT
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            time.sleep(0.01)
        return self

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """Like a power cut: SIGKILL."""
        self._signal(signal.SIGKILL)
        self._wait()

    def stop(self) -> None:
        """Like its operator: SIGTERM."""
        self._signal(signal.SIGTERM)
        self._wait()

    def pause(self) -> None:
        """Make it hang: connections stay open, and nothing is answered."""
        self._signal(signal.SIGSTOP)
        if self.process and self.running:
            # Sending the signal returns before the last thread has stopped.
            os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def resume(self) -> None:
        """Let it continue, with what it received in the meantime."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self.process and self.running:
            self.process.send_signal(number)

    def _wait(self) -> None:
        if self.process:
            self.process.wait(30)

    def _answers(self) -> bool:
        family = socket.AF_INET if self.port else socket.AF_UNIX
        address = (self.host, self.port) if self.port else str(self.folder / "m.sock")
        with socket.socket(family) as client:
            return client.connect_ex(address) == 0


class Databases:
    """Databases of one mongod that tests reuse one after another.

    Creating a server's collections with all their indexes takes longer than most tests.
    """

    def __init__(self, mongod: Mongod, uri_of: Callable[[str], str] | None = None) -> None:
        """`uri_of`: the URI of a database by its name, if it says more than that of the mongod."""
        self.mongod = mongod
        self._uri_of = uri_of or (lambda name: mongod.uri + name)
        self._client: pymongo.MongoClient[dict[str, object]] = pymongo.MongoClient(mongod.uri)
        self._free: list[str] = []

    @contextmanager
    def borrow(self) -> Iterator[str]:
        """The URI of an empty database that no other test uses meanwhile.

        It may already have a server's collections and their indexes.
        """
        name = self._free.pop() if self._free else f"t{uuid.uuid4().hex}"
        yield self._uri_of(name)
        if self._cleared(name):
            self._free.append(name)
        else:
            self._client.drop_database(name)

    def close(self) -> None:
        self._client.close()

    def _cleared(self, name: str) -> bool:
        """Delete all documents; whether only a server's usual collections and indexes are left."""
        database = self._client[name]
        for collection in database.list_collection_names():
            # A system collection of MongoDB: a test has turned on the profiler.
            if collection.startswith("system."):
                return False
            if collection not in INDEXES:
                database.drop_collection(collection)
                continue
            made = {index.document["name"] for index in INDEXES[collection]}
            if database[collection].index_information().keys() != made | {"_id_"}:
                return False
            database[collection].delete_many({})
        return True


class Outage:
    """A database that goes down, in one of two ways, and comes up again."""

    def __init__(self, mongod: Mongod, way: str) -> None:
        """`way`: `killed` or `paused`."""
        self.mongod = mongod
        self.way = way

    def begin(self) -> None:
        if self.way == "killed":
            self.mongod.kill()
        else:
            self.mongod.pause()

    def end(self) -> None:
        if self.way == "killed":
            self.mongod.start()
        else:
            self.mongod.resume()

    def __enter__(self) -> None:
        self.begin()

    def __exit__(self, *_: object) -> None:
        # Also after a failure: servers need the database to shut down.
        self.end()


def free_port() -> int:
    """A port on loopback that is free at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
