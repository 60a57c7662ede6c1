"""The cases of the published test suite of the Engine.IO protocol, revision 4."""

import asyncio
import json

import aiohttp
import pytest

from attendance_server.live import heartbeat
from tests.support.client import PATIENCE, Client
from tests.support.engine import EngineSocket, Polling, dial, query, request

UNKNOWN_TRANSPORT = {"code": 0, "message": "Transport unknown"}
UNKNOWN_SESSION = {"code": 1, "message": "Session ID unknown"}
BAD_METHOD = {"code": 2, "message": "Bad handshake method"}
BAD_REQUEST = {"code": 3, "message": "Bad request"}
UNSUPPORTED = {"code": 5, "message": "Unsupported protocol version"}


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "BEAT", 0.05)


async def assert_gone(session: Polling) -> None:
    status, text = await session.poll()
    assert (status, json.loads(text)) == (400, UNKNOWN_SESSION)


async def test_both_transports_open_a_session(client: Client) -> None:
    polling, socket = await Polling.open(client), await EngineSocket.open(client)
    for handshake, upgrades in ((polling.handshake, ["websocket"]), (socket.handshake, [])):
        assert isinstance(handshake.pop("sid"), str)
        assert handshake == {
            "upgrades": upgrades,
            "pingInterval": 15_000,
            "pingTimeout": 30_000,
            "maxPayload": 64 * 1024,
        }


@pytest.mark.parametrize(
    ("method", "asked", "answer"),
    [
        ("GET", {"transport": "polling"}, UNSUPPORTED),
        ("GET", query("polling", EIO="3"), UNSUPPORTED),
        ("GET", query("polling", EIO="abc"), UNSUPPORTED),
        ("GET", {"EIO": "4"}, UNKNOWN_TRANSPORT),
        ("GET", query("abc"), UNKNOWN_TRANSPORT),
        ("GET", query("webtransport"), UNKNOWN_TRANSPORT),
        ("POST", query("polling"), BAD_METHOD),
        ("PUT", query("polling"), BAD_METHOD),
        ("GET", query("websocket"), BAD_REQUEST),
        ("GET", query("polling", j="0"), BAD_REQUEST),
        ("GET", query("polling", sid="unknown"), UNKNOWN_SESSION),
        ("POST", query("polling", sid="unknown"), UNKNOWN_SESSION),
    ],
)
async def test_other_requests_are_refused_as_the_javascript_server_does(
    client: Client, method: str, asked: dict[str, str], answer: dict[str, object]
) -> None:
    status, text = await request(client, method, asked)
    assert (status, json.loads(text)) == (400, answer)


@pytest.mark.parametrize("asked", [{"EIO": "3"}, {"EIO": "abc"}, {"transport": "abc"}])
async def test_other_websockets_are_refused(client: Client, asked: dict[str, str]) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await dial(client, **asked)
    assert refused.value.status == 400


async def test_a_request_of_another_kind_for_a_session_is_refused(client: Client) -> None:
    session = await Polling.open(client)
    for method, transport in (("GET", "websocket"), ("PUT", "polling")):
        status, text = await request(client, method, query(transport, sid=session.sid))
        assert (status, json.loads(text)) == (400, BAD_REQUEST)


async def test_one_payload_may_hold_several_packets(client: Client) -> None:
    session = await Polling.let_in(client, await client.student())
    assert await session.post("\x1e".join(['42["A"]', '42["B"]', "3", '42["C"]'])) == (200, "ok")
    _, text = await session.poll()
    assert text.count("\x1e") == 2
    assert text.count("Unknown event") == 3


async def test_a_payload_may_hold_what_a_client_gathered_while_offline(client: Client) -> None:
    session = await Polling.let_in(client, await client.student())
    await session.send("\x1e".join(['42["WATCH"]'] * 200))
    for _ in range(200):
        assert await session.expect("WATCHING") == {"sessions": []}


@pytest.mark.parametrize("body", ["abc", "", "8", "2", "0{}", "4abc", '42["A"]'])
async def test_what_is_no_packet_ends_a_session(client: Client, body: str) -> None:
    polling, socket = await Polling.open(client), await EngineSocket.open(client)
    await socket.send(body)
    assert await socket.closed() == 1002
    if body:
        status, text = await polling.post(body)
        assert (status, json.loads(text)) == (400, BAD_REQUEST)
        await assert_gone(polling)


async def test_a_second_poll_ends_a_session(client: Client) -> None:
    session = await Polling.open(client)
    first = asyncio.create_task(session.poll())
    await asyncio.sleep(0.05)
    status, text = await session.poll(t="burst")
    assert (status, json.loads(text)) == (400, BAD_REQUEST)
    assert await first == (200, "1")
    await assert_gone(session)


@pytest.mark.usefixtures("fast")
async def test_both_transports_send_pings_before_and_after_the_connect(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However late a pong arrives on a slow machine.
    monkeypatch.setattr(heartbeat, "GIVEN_UP", 10**6)
    person = await client.student()
    polling, socket = await Polling.open(client), await EngineSocket.open(client)
    assert await polling.poll() == (200, "2")
    assert await socket.raw() == "2"
    await polling.connect(person)
    await socket.connect(person)
    for _ in range(3):
        assert await polling.poll() == (200, "2")
        await polling.send("3")
        assert await socket.raw() == "2"
        await socket.send("3")
    await polling.heard_nothing()
    await socket.heard_nothing()


@pytest.mark.usefixtures("fast")
async def test_both_transports_close_a_session_that_sends_no_pong(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "attendance_server.live.heartbeat")
    person = await client.student()
    polling, socket = await Polling.open(client), await EngineSocket.open(client)
    await polling.send("40" + json.dumps({"token": person.token}))
    await socket.connect(person)
    while (await socket.ws.receive(timeout=PATIENCE)).type is aiohttp.WSMsgType.TEXT:
        pass
    # A request of the client would be a sign of life.
    async with asyncio.timeout(PATIENCE):
        while caplog.text.count(f"user {person.id} is silent and is given up") < 2:
            await asyncio.sleep(0.01)
    await assert_gone(polling)


@pytest.mark.usefixtures("fast")
async def test_both_transports_close_a_session_without_a_connect(client: Client) -> None:
    polling, socket = await Polling.open(client), await EngineSocket.open(client)
    assert await socket.closed() == 1000
    texts = []
    while (answer := await polling.poll())[0] == 200:
        texts.append(answer[1])
    assert texts[-1].split("\x1e")[-1] == "6"


async def test_a_client_may_close_its_session(client: Client) -> None:
    polling, socket = await Polling.open(client), await EngineSocket.open(client)
    poll = asyncio.create_task(polling.poll())
    await asyncio.sleep(0.05)
    assert await polling.post("1") == (200, "ok")
    assert await poll == (200, "6")
    await assert_gone(polling)
    await socket.send("1")
    assert await socket.close_code() == 1000


async def test_a_session_upgrades_and_ends_its_poll(client: Client) -> None:
    session = await Polling.let_in(client, await client.student())
    waiting = asyncio.create_task(session.poll())
    socket = EngineSocket(await dial(client, session.sid))
    await socket.send("2probe")
    assert await socket.raw() == "3probe"
    assert await waiting == (200, "6")
    assert await session.poll() == (200, "6")
    await socket.send("5")
    await socket.heard_nothing()
    await assert_gone(session)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await dial(client, session.sid)
    await socket.heard_nothing()


async def test_an_upgrade_that_fails_leaves_the_session_on_long_polling(client: Client) -> None:
    session = await Polling.let_in(client, await client.student())
    wrong = EngineSocket(await dial(client, session.sid))
    await wrong.send("2")
    assert await wrong.closed() == 1002
    late = EngineSocket(await dial(client, session.sid))
    await late.send("2probe")
    assert await late.raw() == "3probe"
    # A second upgrade at the same time is refused.
    assert await EngineSocket(await dial(client, session.sid)).closed() == 1002
    await session.emit("ANYTHING")
    await late.ws.close()
    assert (await session.next())[1]["message"] == "Unknown event"
    await session.heard_nothing()


async def test_an_upgrade_that_the_client_does_not_finish_is_given_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attendance_server.socketio.door.PROBE_TIMEOUT", 0.05)
    session = await Polling.let_in(client, await client.student())
    assert await EngineSocket(await dial(client, session.sid)).closed() == 1002
    await session.heard_nothing()
