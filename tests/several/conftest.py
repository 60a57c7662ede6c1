"""Two servers that know nothing of each other but the database, a replica set of one member."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pymongo
import pytest
from attrs import frozen

from tests.support.client import Client
from tests.support.mongo import Mongod, free_port
from tests.support.process import SECRET, Server

NAME = "school"


@frozen
class TwoServers:
    """Two servers with a client for each, and the database that they share."""

    here: Client
    there: Client
    processes: tuple[Server, Server]
    uri: str


@pytest.fixture(scope="module")
def set_of_one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mongod]:
    mongod = Mongod(tmp_path_factory.mktemp("m"), free_port(), "--replSet", NAME)
    mongod.start()
    members = [{"_id": 0, "host": f"127.0.0.1:{mongod.port}"}]
    with pymongo.MongoClient[dict[str, object]](mongod.uri, directConnection=True) as client:
        client.admin.command("replSetInitiate", {"_id": NAME, "members": members})
    yield mongod
    mongod.kill()


@pytest.fixture
async def servers(
    set_of_one: Mongod, tmp_path: Path, http: aiohttp.ClientSession
) -> AsyncIterator[TwoServers]:
    uri = f"mongodb://127.0.0.1:{set_of_one.port}/several?replicaSet={NAME}"
    processes = []
    for name in ("here", "there"):
        folder = tmp_path / name
        folder.mkdir()
        processes.append(Server(folder, MONGO_URI=uri, JWT_SECRET=SECRET))
    for process in processes:
        process.start()
    here, there = processes
    yield TwoServers(Client(here.url, http), Client(there.url, http), (here, there), uri)
    for process in processes:
        process.kill()
