"""Three members, three servers and a proxy, as `deploy/` sets them up: what clients notice."""

import asyncio
import re
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.conftest import MEMORY, has_room
from tests.deploy.test_monitoring import metrics_used
from tests.deploy.test_proxies import Proxy, proxy_before
from tests.support.client import PATIENCE, Client, Lesson, Person, Socket
from tests.support.metrics import Scrape
from tests.support.mongo import free_port
from tests.support.process import Server
from tests.support.several import NUMBER, Several, wait_as_the_unit_does
from tests.support.socketio_js import socketio_client

Seats = dict[Person, Socket]

BACK_WITHIN = 5.0
"""Seconds in which a client of a server that has died is served again."""

OF_WORKERS = {"attendance_workers", "attendance_workers_up"}
"""Metrics that only several workers on one port have."""


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Several]:
    memory = MEMORY if has_room(MEMORY) else None
    with tempfile.TemporaryDirectory(prefix="attendance-tests-", dir=memory) as folder:
        several = Several(Path(folder))
        try:
            yield several.start()
        finally:
            several.kill()


@pytest.fixture(params=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest, several: Several, tmp_path: Path) -> Iterator[Proxy]:
    for server in several.servers:
        if not server.running:
            server.start()
    urls = [server.url for server in several.servers]
    with proxy_before(request.param, tmp_path, *urls) as proxy:
        yield proxy


@pytest.fixture
async def client(proxy: Proxy) -> AsyncIterator[Client]:
    """A client that reaches the servers through the proxy only."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=proxy.trust)) as http:
        yield Client(proxy.url, http)


async def sockets_of(several: Several) -> list[int]:
    """How many sockets each running server has."""
    async with aiohttp.ClientSession() as http:
        return [
            int((await Scrape.of(Client(server.url, http)))("open_sockets"))
            for server in several.servers
            if server.running
        ]


async def until_empty(several: Several) -> None:
    """Wait until no server has a socket any more."""
    async with asyncio.timeout(PATIENCE):
        while any(await sockets_of(several)):
            pass


async def moved(client: Client, seats: Seats, person: Person) -> float:
    """Wait until the socket of a user is lost, and replace it; the seconds that this takes."""
    while (await seats[person].ws.receive()).type is aiohttp.WSMsgType.TEXT:
        pass
    lost = time.monotonic()
    while True:
        try:
            seats[person] = await client.socket(person)
            assert (await seats[person].ask("WATCH"))[0] == "WATCHING"
        except (aiohttp.ClientError, AssertionError):
            await asyncio.sleep(0.1)
        else:
            return time.monotonic() - lost


@asynccontextmanager
async def moving(client: Client, seats: Seats) -> AsyncIterator[Iterator[Awaitable[float]]]:
    """`moved` for all of them, in the order in which they are served again."""
    tasks = [asyncio.create_task(moved(client, seats, person)) for person in seats]
    try:
        yield asyncio.as_completed(tasks, timeout=PATIENCE)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_lesson_goes_on_when_a_server_is_killed(client: Client, several: Several) -> None:
    await until_empty(several)
    lesson = await Lesson.begin(client)
    ada, ben, _ = lesson.students
    marked = await lesson.desk.mark(ada)
    for seat in lesson.seats:
        assert await seat.expect("ATTENDANCE_MARKED") == marked
    at = await sockets_of(several)
    assert sum(at) == 4
    most = at.index(max(at))
    seats = dict(zip((lesson.teacher, *lesson.students), (lesson.desk, *lesson.seats), strict=True))
    async with moving(client, seats) as back:
        several.servers[most].kill()
        seconds = [await next(back) for _ in range(at[most])]
    assert max(seconds) < BACK_WITHIN
    assert sum(await sockets_of(several)) == len(seats)
    marked = await seats[lesson.teacher].mark(ben)
    for student in lesson.students:
        assert await seats[student].expect("ATTENDANCE_MARKED") == marked
    await seats[lesson.teacher].send("DONE")
    assert (await seats[lesson.teacher].expect("SESSION_ENDED"))["presentCount"] == 2


async def test_long_polling_stays_with_one_server(client: Client, several: Several) -> None:
    students = [await client.student() for _ in range(2)]
    async with socketio_client(4) as js:
        for student in students:
            token = {"token": student.token}
            for how in ({"query": token}, {"auth": token}):
                options = {"rejectUnauthorized": False, **how}
                polling = await js.open(client.url, transports=["polling"], **options)
                upgrading = await js.open(client.url, **options)
                for seat in (polling, upgrading):
                    await seat.expect("connect")
                await upgrading.upgraded()
                for seat in (polling, upgrading):
                    await seat.ask("WATCH", "WATCHING")
                    await seat.close()
        await until_empty(several)


async def test_a_rolling_restart_fails_no_request_and_clients_move_on(
    client: Client, several: Several
) -> None:
    await until_empty(several)
    people = [await client.student() for _ in range(NUMBER)]
    seats = {person: await client.socket(person) for person in people}
    assert await sockets_of(several) == [1] * NUMBER
    statuses, gaps = set[int](), list[float]()

    async def ask_all_the_time() -> None:
        while True:
            statuses.add((await client.get("/auth/me", people[0].token)).status)

    async def move_each_time(person: Person) -> None:
        while True:
            gaps.append(await moved(client, seats, person))

    busy = [
        asyncio.create_task(work) for work in (ask_all_the_time(), *map(move_each_time, people))
    ]
    try:
        for server in several.servers:
            assert await asyncio.to_thread(server.stop) == 0
            await asyncio.to_thread(server.start)
            assert await asyncio.to_thread(wait_as_the_unit_does, server) == 0
        async with asyncio.timeout(PATIENCE):
            while sum(await sockets_of(several)) < NUMBER:
                pass
    finally:
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)
    assert statuses == {200}
    # Each server had a socket when it stopped.
    assert len(gaps) >= NUMBER
    assert max(gaps) < BACK_WITHIN


async def test_a_server_has_every_metric_of_the_alerts_and_the_dashboard(several: Several) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.get(several.servers[2].url + "/metrics") as answer,
    ):
        described = re.findall(r"^# TYPE (\w+) (\w+)$", await answer.text(), re.MULTILINE)
    names = {
        name + suffix
        for name, kind in described
        for suffix in (("_bucket", "_sum", "_count") if kind == "histogram" else ("",))
    }
    assert metrics_used() - names == OF_WORKERS


def test_the_unit_fails_if_its_server_does_not_get_ready(tmp_path: Path) -> None:
    server = Server(tmp_path, MONGO_URI="mongodb://127.0.0.1:1/x", JWT_SECRET="too short")
    server.launch()
    server.url = f"http://127.0.0.1:{free_port()}"
    server.wait()
    assert wait_as_the_unit_does(server) == 1
