"""A server that stops while others are there to come to."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from attrs import frozen

from attendance_server.app import create_app
from attendance_server.assembly.application import SOCKETS
from attendance_server.routes.app_keys import STOPPING
from attendance_server.settings import Settings
from tests.support.client import Client, Lesson, Person, Socket

LONG = 3600.0


@frozen
class Stoppable:
    """A server in this process, of which the parts can be stopped one by one."""

    app: web.Application
    client: Client


@pytest.fixture
async def stoppable(
    settings: Settings, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stoppable]:
    """One that closes its sockets one by one, and then waits for an hour before the next."""
    monkeypatch.setattr("attendance_server.live.sockets.GROUP", 1)
    monkeypatch.setattr("attendance_server.live.sockets.BETWEEN_GROUPS", LONG)
    app = create_app(settings)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]
    yield Stoppable(app, Client(f"http://{host}:{port}", http))
    await runner.cleanup()


async def refused(client: Client, path: str, person: Person) -> aiohttp.ClientResponse:
    headers = {
        "Authorization": f"Bearer {person.token}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    async with client.http.get(client.url + path, headers=headers) as response:
        await response.read()
        return response


async def test_sockets_are_closed_in_groups_and_those_that_wait_go_on(
    stoppable: Stoppable,
) -> None:
    client, sockets = stoppable.client, stoppable.app[SOCKETS]
    lesson = await Lesson.begin(client)
    everyone = {"desk": lesson.desk, **{str(n): seat for n, seat in enumerate(lesson.seats)}}
    # So that the order in which they came is known.
    for socket in everyone.values():
        await socket.close()
    first, *others = [await client.socket(each) for each in (*lesson.students, lesson.teacher)]
    desk = others[-1]
    stoppable.app[STOPPING].set()
    closing = asyncio.create_task(sockets.close(10, spread=len(everyone) * LONG))
    assert await first.close_code() == 1001
    marked = await desk.mark(lesson.students[0])
    for seat in others[:-1]:
        assert await seat.expect("ATTENDANCE_MARKED") == marked

    for path in ("/ws", "/socket.io/?EIO=4&transport=websocket"):
        answer = await refused(client, path, lesson.teacher)
        assert (answer.status, answer.headers["Connection"]) == (503, "close")
        assert (await answer.json())["code"] == "shutting_down"
        assert answer.headers["Retry-After"]
    polling = await client.http.get(f"{client.url}/socket.io/?EIO=4&transport=polling")
    assert polling.status == 503
    for path in ("/readyz", "/class"):
        answer = await client.http.get(client.url + path)
        assert answer.headers["Connection"] == "close"
    served = await client.get("/attendance/running", lesson.teacher.token)
    assert served.status == 200

    closing.cancel()
    await asyncio.gather(sockets.close(10), *map(expect_going_away, others))


async def expect_going_away(socket: Socket) -> None:
    assert await socket.close_code() == 1001


async def test_a_server_that_must_not_act_leaves_its_clients_to_others(
    stoppable: Stoppable, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher = await stoppable.client.teacher()
    monkeypatch.setattr(stoppable.app[SOCKETS], "_may_serve", lambda: False)
    for path in ("/ws", "/socket.io/?EIO=4&transport=websocket"):
        answer = await refused(stoppable.client, path, teacher)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
        assert (await answer.json())["code"] == "storage_unavailable"


async def test_a_server_without_sockets_does_not_wait(stoppable: Stoppable) -> None:
    async with asyncio.timeout(60):
        await stoppable.app[SOCKETS].close(10, spread=LONG)
