"""Clients that are connected but silent, and clients that are gone without closing."""

import asyncio
from collections.abc import Iterable
from socket import SO_SNDBUF, SOL_SOCKET

import aiohttp
import attrs
import pytest

from attendance_server.live import heartbeat
from attendance_server.live.live_session import LiveSession
from attendance_server.live.rooms import Rooms
from attendance_server.live.websocket import WebSocketConnection
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.client import PATIENCE, Client, Person
from tests.support.raw import CLOSE, PING, PONG, Raw, frame


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "BEAT", 0.05)


@pytest.mark.usefixtures("fast")
async def test_a_silent_client_is_pinged_and_dropped_without_a_close_frame(client: Client) -> None:
    raw = await Raw.connect(client.url, await client.student())
    assert await raw.receive() == (PING, b"")
    with pytest.raises((EOFError, ConnectionResetError)):
        await raw.receive()


@pytest.mark.usefixtures("fast")
async def test_a_client_that_answers_every_ping_stays(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However late a pong arrives on a slow machine.
    monkeypatch.setattr(heartbeat, "GIVEN_UP", 10**6)
    raw = await Raw.connect(client.url, await client.student())
    for _ in range(5):
        assert await raw.receive() == (PING, b"")
        raw.write(frame(b"", PONG))
    raw.write(frame(b'{"event": "ANYTHING_NEW"}'))
    opcode, payload = await raw.receive()
    while opcode == PING:
        opcode, payload = await raw.receive()
    assert b"Unknown event" in payload


@pytest.mark.usefixtures("fast")
async def test_a_client_that_is_being_closed_is_not_pinged(client: Client) -> None:
    raw = await Raw.connect(client.url, await client.student())
    raw.write(frame(b"x" * (64 * 1024 + 1)))
    opcode, payload = await raw.receive()
    while opcode == PING:
        opcode, payload = await raw.receive()
    assert (opcode, payload[:2]) == (CLOSE, (1009).to_bytes(2))
    # The close frame stays unanswered.
    await raw.ended()


async def test_a_clients_ping_is_answered_with_its_payload(client: Client) -> None:
    raw = await Raw.connect(client.url, await client.student())
    raw.write(frame(b"are you there", PING))
    assert await raw.receive() == (PONG, b"are you there")


@pytest.fixture
def small_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel buffers little for a client that does not read."""
    join = Rooms.join

    def tightened(
        rooms: Rooms, connection: WebSocketConnection, sessions: Iterable[LiveSession]
    ) -> None:
        connection.transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_SNDBUF, 4096)
        join(rooms, connection, sessions)

    monkeypatch.setattr(Rooms, "join", tightened)


async def deaf(client: Client, person: Person, answers: int) -> Raw:
    """A socket that does not read the many large pongs that it has asked for."""
    raw = await Raw.connect(client.url, person, receive_buffer=4096)
    raw.writer.transport.pause_reading()
    raw.write(frame(b"x" * 125, PING) * answers)
    await raw.writer.drain()
    return raw


async def cut_off(client: Client, person: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Wait until the log says that this client is cut off."""
    line = f"user {person.id} does not read and is cut off"
    async with asyncio.timeout(PATIENCE):
        while line not in caplog.messages:
            await client.get("/healthz")


@pytest.mark.usefixtures("small_kernel", "fast")
async def test_a_client_that_does_not_read_is_cut_off_despite_its_pongs(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    ada = await client.student()
    raw = await deaf(client, ada, 1_000)

    async def answer_pings() -> None:
        while True:
            raw.write(frame(b"", PONG))
            await asyncio.sleep(0.01)

    answering = asyncio.create_task(answer_pings())
    await cut_off(client, ada, caplog)
    answering.cancel()
    raw.drop()


@pytest.mark.usefixtures("small_kernel")
async def test_when_too_much_is_unsent_the_client_with_most_of_it_is_cut_off(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    chosen = attrs.evolve(settings, max_unsent_mb=1)
    async with serving(chosen) as url, aiohttp.ClientSession() as http:
        client = Client(url, http)
        ada, ben = await client.student(), await client.student()
        less = await deaf(client, ada, 4_000)
        more = await deaf(client, ben, 6_000)
        await cut_off(client, ben, caplog)
        less.writer.transport.resume_reading()
        for _ in range(4_000):
            assert await less.receive() == (PONG, b"x" * 125)
        less.write(frame(b"still here", PING))
        assert await less.receive() == (PONG, b"still here")
        less.drop()
        more.drop()
