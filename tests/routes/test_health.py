"""Health checks: whether the server is alive, and whether it is ready to work."""

import asyncio
from contextlib import AsyncExitStack

import aiohttp
import pytest

from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.client import Answer, Client, Lesson
from tests.support.mongo import Mongod, Outage


@pytest.fixture
def mongod(mortal_mongod: Mongod) -> Mongod:
    return mortal_mongod


async def until_ready(client: Client) -> Answer:
    """Wait until the server is ready, and return that answer."""
    while (answer := await client.get("/readyz")).status != 200:
        pass
    return answer


async def test_a_running_server_is_alive_and_ready(client: Client) -> None:
    assert (await client.get("/healthz")).data == {"status": "alive"}
    assert (await client.get("/readyz")).data == {"status": "ready"}


@pytest.mark.parametrize("way", ["killed", "paused"])
async def test_a_server_without_its_database_is_alive_but_not_ready(
    client: Client, mongod: Mongod, way: str
) -> None:
    with Outage(mongod, way):
        async with asyncio.timeout(5):
            answer = await client.get("/readyz")
        assert answer.error == (503, "Storage unavailable, try again")
        assert int(answer.headers["Retry-After"]) > 0
        assert (await client.get("/healthz")).data == {"status": "alive"}


@pytest.mark.parametrize("way", ["killed", "paused"])
async def test_a_server_is_ready_again_when_its_database_returns(
    client: Client, mongod: Mongod, way: str
) -> None:
    with Outage(mongod, way):
        assert (await client.get("/readyz")).status == 503
    async with asyncio.timeout(30):
        assert (await until_ready(client)).data == {"status": "ready"}


async def test_a_server_that_is_shutting_down_is_alive_but_not_ready(
    settings: Settings, mongod: Mongod, http: aiohttp.ClientSession
) -> None:
    async with AsyncExitStack() as stack:
        client = Client(await stack.enter_async_context(serving(settings)), http)
        lesson = await Lesson.begin(client)
        # No new connections are accepted later, and each is closed after its answer: one per probe.
        await asyncio.gather(client.get("/readyz"), client.get("/healthz"))
        # The mark has to be saved first, so the shutdown lasts until the database is back.
        with Outage(mongod, "paused"):
            await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[0].id)
            stopping = asyncio.create_task(stack.aclose())
            answer, alive = await asyncio.gather(client.get("/readyz"), client.get("/healthz"))
        await stopping
    assert answer.error == (503, "The server is shutting down, try again")
    assert int(answer.headers["Retry-After"]) > 0
    assert alive.data == {"status": "alive"}
