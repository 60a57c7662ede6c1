"""Who is there and has nothing to say, and who is gone without a word."""

import pytest

from attendance_server.live import heartbeat

from .client import Client
from .raw import CLOSE, PING, PONG, Raw, frame


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "BEAT", 0.05)


@pytest.mark.usefixtures("fast")
async def test_a_silent_client_is_pinged_and_given_up_without_a_close_frame(client: Client) -> None:
    raw = await Raw.connect(client.url, await client.student())
    assert await raw.receive() == (PING, b"")
    with pytest.raises((EOFError, ConnectionResetError)):
        await raw.receive()


@pytest.mark.usefixtures("fast")
async def test_a_client_that_answers_every_ping_stays(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However late a slow machine lets the pong come.
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
async def test_a_client_that_is_being_turned_out_is_not_pinged(client: Client) -> None:
    raw = await Raw.connect(client.url, await client.student())
    raw.write(frame(b"x" * (64 * 1024 + 1)))
    opcode, payload = await raw.receive()
    while opcode == PING:
        opcode, payload = await raw.receive()
    assert (opcode, payload[:2]) == (CLOSE, (1009).to_bytes(2))
    # The close frame stays unanswered.
    await raw.ended()


async def test_a_ping_of_the_client_is_answered_with_what_it_holds(client: Client) -> None:
    raw = await Raw.connect(client.url, await client.student())
    raw.write(frame(b"are you there", PING))
    assert await raw.receive() == (PONG, b"are you there")
