"""Two servers that know nothing of each other but the database, a replica set of one member."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from attrs import frozen

from tests.support.client import Client
from tests.support.process import SECRET, Server
from tests.support.set_of_one import SetOfOne


@frozen
class TwoServers:
    """Two servers with a client for each, and the database that they share."""

    here: Client
    there: Client
    processes: tuple[Server, Server]
    uri: str


@asynccontextmanager
async def two_servers(set_of_one: SetOfOne, folder: Path) -> AsyncIterator[TwoServers]:
    with set_of_one.new_database() as uri, ExitStack() as ends:
        here, there = (
            Server(folder / name, MONGO_URI=uri, JWT_SECRET=SECRET) for name in ("here", "there")
        )
        for process in (here, there):
            process.start()
            ends.callback(process.kill)
        async with aiohttp.ClientSession() as http:
            yield TwoServers(Client(here.url, http), Client(there.url, http), (here, there), uri)


@pytest.fixture(scope="package")
async def servers(
    set_of_one: SetOfOne, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[TwoServers]:
    """Shared by all tests that neither stop nor kill a server."""
    async with two_servers(set_of_one, tmp_path_factory.mktemp("s")) as servers:
        yield servers


@pytest.fixture
async def mortal_servers(set_of_one: SetOfOne, tmp_path: Path) -> AsyncIterator[TwoServers]:
    """For a test that stops or kills one of them."""
    async with two_servers(set_of_one, tmp_path) as servers:
        yield servers
