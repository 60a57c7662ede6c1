"""A real mongod as a process that tests can start, kill, stop and let go on."""

import os
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pymongo

from attendance_server.database.private_mongod import find_mongod
from attendance_server.store.indexes import INDEXES

START_TIMEOUT = 60.0


class Mongod:
    """One mongod on the data in `folder`, on a Unix socket or, given a `port`, on loopback."""

    def __init__(self, folder: Path, port: int | None = None, *options: str) -> None:
        self.folder = folder
        self.port = port
        self.options = options
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "db").mkdir(parents=True, exist_ok=True)

    @property
    def uri(self) -> str:
        """Where it is reached, without a database's name."""
        if self.port:
            return f"mongodb://127.0.0.1:{self.port}/"
        return f"mongodb://{quote(str(self.folder / 'm.sock'), safe='')}/"

    def start(self) -> "Mongod":
        """Start it and wait until it takes connections."""
        address = (
            ("--bind_ip", "127.0.0.1", "--port", str(self.port), "--nounixsocket")
            if self.port
            # There is a second socket, named by the port. In /tmp it would be everybody's, and of
            # two that start in the same moment one would find it taken.
            else (
                *("--bind_ip", str(self.folder / "m.sock")),
                *("--unixSocketPrefix", str(self.folder), "--port", "1"),
            )
        )
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(str(find_mongod(os.environ.get("MONGOD"))), "--dbpath"),
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
        """As a power cut: SIGKILL."""
        self._signal(signal.SIGKILL)
        self._wait()

    def stop(self) -> None:
        """As its owner would: SIGTERM."""
        self._signal(signal.SIGTERM)
        self._wait()

    def pause(self) -> None:
        """It hangs: connections stay open, and nothing is answered."""
        self._signal(signal.SIGSTOP)
        if self.process and self.running:
            # The signal is sent before the last of its threads has stopped.
            os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def resume(self) -> None:
        """It goes on, with what it was sent meanwhile."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self.process and self.running:
            self.process.send_signal(number)

    def _wait(self) -> None:
        if self.process:
            self.process.wait(30)

    def _answers(self) -> bool:
        family = socket.AF_INET if self.port else socket.AF_UNIX
        address = ("127.0.0.1", self.port) if self.port else str(self.folder / "m.sock")
        with socket.socket(family) as client:
            return client.connect_ex(address) == 0


class Databases:
    """Databases of one mongod that one test after another uses.

    To make a server's collections with all their indexes takes longer than most tests.
    """

    def __init__(self, mongod: Mongod) -> None:
        self.mongod = mongod
        self._client: pymongo.MongoClient[dict[str, object]] = pymongo.MongoClient(mongod.uri)
        self._free: list[str] = []

    @contextmanager
    def one(self) -> Iterator[str]:
        """The URI of a database without documents, which is this test's alone.

        It may have the collections of a server, and their indexes.
        """
        name = self._free.pop() if self._free else f"t{uuid.uuid4().hex}"
        yield self.mongod.uri + name
        if self._cleared(name):
            self._free.append(name)
        else:
            self._client.drop_database(name)

    def close(self) -> None:
        self._client.close()

    def _cleared(self, name: str) -> bool:
        """Whether it holds what every server makes, and nothing else."""
        database = self._client[name]
        for collection in database.list_collection_names():
            # One of MongoDB's own: a test has had the database profile itself.
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
    """A database that is taken away, in one of two ways, and brought back."""

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
        # Also behind a failure: servers need the database for their own end.
        self.end()


def free_port() -> int:
    """A port on loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
