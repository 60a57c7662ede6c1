"""Two servers that know nothing of each other but the database, a replica set of one member."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from attrs import frozen

from attendance_server.settings import Settings
from tests.support.client import Client
from tests.support.process import SECRET, Server


@frozen
class TwoServers:
    """Two servers with a client for each, and the database that they share."""

    here: Client
    there: Client
    processes: tuple[Server, Server]
    uri: str


@pytest.fixture
async def servers(
    replicated: Settings, tmp_path: Path, http: aiohttp.ClientSession
) -> AsyncIterator[TwoServers]:
    uri = replicated.mongo_uri or ""
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
