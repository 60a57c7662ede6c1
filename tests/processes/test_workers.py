"""`WORKERS=2`: two processes on one port, in everything that a client sees like one."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from tests.support.client import Client
from tests.support.engine import EngineSocket, Polling, dial
from tests.support.metrics import Scrape
from tests.support.process import SECRET, Server, children
from tests.support.set_of_one import SetOfOne
from tests.support.socketio_js import socketio_client

WORKERS = 2


@pytest.fixture(scope="module")
def server(set_of_one: SetOfOne, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of most of these tests."""
    with set_of_one.new_database() as uri:
        folder = tmp_path_factory.mktemp("s")
        server = Server(folder, MONGO_URI=uri, JWT_SECRET=SECRET, WORKERS=str(WORKERS))
        yield server.start()
        server.kill()


@pytest.fixture
async def client(server: Server) -> AsyncIterator[Client]:
    """A client that opens a connection per request, so that it comes to any worker."""
    connector = aiohttp.TCPConnector(force_close=True, limit=0)
    async with aiohttp.ClientSession(connector=connector) as http:
        yield Client(server.url, http)


def workers(server: Server) -> set[int]:
    assert server.process
    return children(server.process.pid)


async def open_sockets(client: Client) -> list[float]:
    """How many sockets each worker has."""
    scrape = await Scrape.of(client)
    assert scrape("workers_up") == scrape("workers") == WORKERS
    numbers = range(1, WORKERS + 2)
    return [scrape("open_sockets", worker=str(number)) for number in numbers]


async def test_sockets_are_shared_out_and_each_answer_has_the_metrics_of_all(
    client: Client,
) -> None:
    teacher = await client.teacher()
    sockets = [await client.socket(teacher) for _ in range(20)]
    for _ in range(4):
        shares = await open_sockets(client)
        assert sum(shares) == 20
        # The connections of requests count as well while they are open.
        assert min(share for share in shares if share) >= 8
    for socket in sockets:
        await socket.close()


async def test_long_polling_goes_on_at_the_worker_that_it_began_at(client: Client) -> None:
    teacher = await client.teacher()
    sessions = [await Polling.let_in(client, teacher) for _ in range(4)]
    assert len({session.sid.partition(".")[0] for session in sessions}) == WORKERS
    for session in sessions:
        for number in range(5):
            await session.emit("WATCH", ack=number)
            assert await session.expect("WATCHING") == {"sessions": []}
            assert (await session.called_back(number))["event"] == "WATCHING"
    for session in sessions:
        upgraded = EngineSocket(await dial(client, session.sid))
        await upgraded.send("2probe")
        assert await upgraded.packet() == "3probe"
        await upgraded.send("5")
        await upgraded.emit("WATCH")
        assert await upgraded.expect("WATCHING") == {"sessions": []}
        await upgraded.ws.close()
        assert (await session.poll())[0] == 400
    gone = Polling(client, "9." + sessions[0].sid, {})
    assert (await gone.poll())[0] == 400


@pytest.mark.parametrize("transports", [["polling"], ["polling", "websocket"]], ids="-".join)
async def test_a_client_of_socketio_is_served(client: Client, transports: list[str]) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    async with socketio_client(4) as js:
        options = {"transports": transports, "auth": {"token": teacher.token}}
        desks = [await js.open(client.url, **options) for _ in range(4)]
        for desk in desks:
            await desk.expect("connect")
            if "websocket" in transports:
                await desk.upgraded()
            assert await desk.transport() == transports[-1]
            assert await desk.ask("WATCH", "WATCHING") == {"sessions": []}
        for desk in desks:
            await desk.close()
    assert class_id


async def keep_asking(client: Client, errors: list[str], stop: asyncio.Event) -> int:
    """Request again and again until told to `stop`; how often."""
    count = 0
    while not stop.is_set():
        try:
            if (await client.get("/healthz")).status != 200:
                errors.append("an answer that is no 200")
        except aiohttp.ClientError as error:
            errors.append(repr(error))
        count += 1
    return count


async def test_a_renewal_replaces_all_workers_and_no_request_fails(
    server: Server, client: Client
) -> None:
    old = workers(server)
    assert len(old) == WORKERS
    errors: list[str] = []
    stop = asyncio.Event()
    asking = [asyncio.create_task(keep_asking(client, errors, stop)) for _ in range(4)]
    server.signal(signal.SIGHUP)
    async with asyncio.timeout(60):
        while old & workers(server):
            await asyncio.sleep(0.05)
    stop.set()
    assert sum(await asyncio.gather(*asking)) > 0
    assert errors == []
    assert len(workers(server)) == WORKERS
