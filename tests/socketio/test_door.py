"""What holds for every socket holds for clients of Socket.IO too, whichever transport they use."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeAlias
from urllib.parse import urlencode, urlsplit

import aiohttp
import attrs
import pytest

from attendance_server.live import limits as limits_module
from attendance_server.live.websocket import WebSocketConnection
from attendance_server.logs import JsonLines
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate
from attendance_server.socketio.connection import MAX_UNSENT
from attendance_server.socketio.polling import PollingSession
from tests.support.client import PASSWORD, PATIENCE, Client, Lesson
from tests.support.engine import PATH, EngineSocket, Polling, query, request
from tests.support.metrics import Scrape

APP, EVIL = "https://app.school.org", "https://evil.example"

Kinds: TypeAlias = type[EngineSocket] | type[Polling]
Serve = Callable[..., AbstractAsyncContextManager[Client]]

BOTH = pytest.mark.parametrize("kind", [EngineSocket, Polling])


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
def serve(settings: Settings) -> Serve:
    """A client of a server that has these settings."""

    @asynccontextmanager
    async def serve(**chosen: Any) -> AsyncIterator[Client]:
        async with (
            serving(attrs.evolve(settings, **chosen)) as url,
            aiohttp.ClientSession() as http,
        ):
            yield Client(url, http)

    return serve


async def assert_closed(talk: EngineSocket | Polling, code: int, *, finally_: bool) -> None:
    """The server has closed the session; `finally_`: so that its client stays away."""
    if finally_:
        assert await talk.packet() == "41"
    if isinstance(talk, EngineSocket):
        assert await talk.close_code() == code
    else:
        assert await talk.packet() == "1"
        assert (await talk.poll())[0] == 400


@BOTH
async def test_an_ended_token_gets_an_error_and_a_disconnect(client: Client, kind: Kinds) -> None:
    person = await client.student()
    talk = await kind.let_in(client, person)
    await client.post("/auth/logout", None, person.token)
    error = {"message": "Unauthorized or invalid token", "code": "unauthorized"}
    assert await talk.expect("ERROR") == error
    await assert_closed(talk, 4401, finally_=True)


@BOTH
async def test_a_deleted_user_is_disconnected(client: Client, kind: Kinds) -> None:
    person = await client.student()
    talk = await kind.let_in(client, person)
    await client.call("DELETE", "/auth/me", person.token, json={"password": PASSWORD})
    assert (await talk.expect("ERROR"))["message"] == "Unauthorized or invalid token"
    await assert_closed(talk, 4401, finally_=True)


@BOTH
async def test_too_many_frames_get_one_error_and_a_disconnect(serve: Serve, kind: Kinds) -> None:
    async with serve(frames_per_socket=Rate(5, 3600)) as client:
        talk = await kind.let_in(client, await client.student())
        for _ in range(4):
            await talk.heard_nothing()
        await talk.send('42["ANYTHING"]')
        assert (await talk.expect("ERROR"))["message"] == "Too many frames, slow down"
        await assert_closed(talk, 1008, finally_=True)


async def test_packets_of_one_request_count_one_by_one(serve: Serve) -> None:
    async with serve(frames_per_socket=Rate(5, 3600)) as client:
        talk = await Polling.let_in(client, await client.student())
        await talk.send("\x1e".join(['42["A"]'] * 10))
        for _ in range(4):
            assert (await talk.expect("ERROR"))["message"] == "Unknown event"
        assert (await talk.expect("ERROR"))["message"] == "Too many frames, slow down"
        await assert_closed(talk, 1008, finally_=True)
        # Connecting again is no way around the limit.
        socket = await EngineSocket.open(client)
        for _ in range(2):
            await socket.connect(await client.student())
            await socket.send("41")
        await socket.send("40")
        await socket.send("40")
        assert await socket.closed() == 1008


async def test_a_greedy_client_on_long_polling_takes_turns(client: Client, lesson: Lesson) -> None:
    greedy = await Polling.let_in(client, lesson.students[0])
    flood = asyncio.create_task(greedy.send("\x1e".join(['42["A"]'] * 4000)))
    for student in lesson.students:
        await lesson.desk.mark(student)
    assert not flood.done()
    await flood


async def test_a_request_that_breaks_off_ends_nothing(client: Client) -> None:
    session = await Polling.let_in(client, await client.student())
    target = urlsplit(client.url)
    reader, writer = await asyncio.open_connection(target.hostname, target.port)
    path = f"{PATH}?{urlencode(query('polling', sid=session.sid))}"
    head = f"POST {path} HTTP/1.1\r\nHost: {target.netloc}\r\nContent-Length: 9\r\n\r\n42"
    writer.write(head.encode())
    writer.write_eof()
    await asyncio.wait_for(reader.read(), PATIENCE)
    writer.close()
    await session.heard_nothing()


async def test_a_frame_has_a_most_of_bytes(client: Client) -> None:
    ada = await client.student()
    longest = json.dumps(["X" * (64 * 1024 - len('42["",{}]'))])[:-1] + ",{}]"
    socket, polling = await EngineSocket.let_in(client, ada), await Polling.let_in(client, ada)
    for talk in (socket, polling):
        await talk.send("42" + longest)
        assert (await talk.expect("ERROR"))["message"] == "Unknown event"
    # Several frames may come in one request, and be longer together.
    assert await polling.post("\x1e".join(["42" + longest] * 3)) == (200, "ok")
    for _ in range(3):
        assert (await polling.expect("ERROR"))["message"] == "Unknown event"
    status, _ = await polling.post("\x1e".join(["42" + longest] * 5))
    assert status == 413
    await polling.heard_nothing()
    assert await polling.post("42" + longest + " ") == (200, "ok")
    assert await polling.poll() == (200, "1")
    await socket.send("42" + longest + " ")
    assert await socket.close_code() == 1009


async def test_a_user_and_the_server_have_a_most_of_sockets(serve: Serve) -> None:
    async with serve(max_sockets=3, max_sockets_per_user=2) as client:
        ada, ben, eve = [await client.student() for _ in range(3)]
        first = await EngineSocket.let_in(client, ada)
        await Polling.let_in(client, ada)
        third = await EngineSocket.open(client)
        assert json.loads((await third.connect(ada))[2:]) == {
            "message": "Too many connections for this account",
            "data": {"code": "too_many_sockets"},
        }
        native = await client.socket(ben)
        await native.ask("WATCH")
        fourth = await Polling.open(client)
        assert json.loads((await fourth.connect(eve))[2:])["data"] == {"code": "server_full"}
        await first.send("41")
        await first.send("1")
        await first.closed()
        assert (await fourth.connect(eve)).startswith('40{"sid":')
        scrape = await Scrape.of(client)
        assert scrape("open_sockets") == 3
        kinds = ("websocket", "socketio", "socketio_polling")
        counts = [scrape("open_sockets_by_kind", kind=kind) for kind in kinds]
        assert counts == [1, 0, 2]
        assert scrape("refusals_total", over="socket", kind="TooManySockets") == 1


async def test_only_so_many_clients_may_be_connecting(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits_module, "TURNED_AWAY", 3)
    monkeypatch.setattr(limits_module, "TURNED_AWAY_SHARE", 10**9)
    oldest, second = await EngineSocket.open(client), await Polling.open(client)
    others = [await EngineSocket.open(client) for _ in range(3)]
    assert await oldest.close_code() == 1013
    assert (await second.poll()) == (200, "1")
    for other in others:
        assert (await other.connect(await client.student())).startswith('40{"sid":')


async def test_a_client_that_does_not_poll_is_cut_off(
    client: Client, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attendance_server.socketio.connection.MAX_UNSENT", 2_000)
    assert MAX_UNSENT > 2_000
    ada = lesson.students[0]
    seat = await Polling.let_in(client, ada)
    for number in range(40):
        await lesson.desk.mark(ada, "late" if number % 2 else "present")
    status, text = await seat.poll()
    assert status == 200
    assert "ATTENDANCE_MARKED" in text
    assert await seat.poll() == (200, "1")
    assert (await seat.poll())[0] == 400


async def test_pages_of_other_origins_are_refused_and_those_of_allowed_ones_may_read(
    serve: Serve,
) -> None:
    async with serve(allowed_origins=frozenset({APP})) as client:
        person = await client.student()
        for method, origin, status in (
            ("GET", None, 200),
            ("GET", client.url, 200),
            ("GET", EVIL, 403),
            ("OPTIONS", EVIL, 403),
            ("GET", APP, 200),
        ):
            headers = {"Origin": origin} if origin else {}
            async with client.http.request(
                method, client.url + PATH, params=query("polling"), headers=headers
            ) as answer:
                assert answer.status == status
                text = await answer.text()
                if status == 403:
                    assert json.loads(text) == {"code": 4, "message": "Origin not allowed"}
                shared = [answer.headers.get(name) for name in CORS]
                assert shared == ([APP, "true"] if origin == APP else [None, None])
        page = await Polling.open(client, Origin=APP)
        await page.connect(person)
        await page.heard_nothing()
        stolen = attrs.evolve(page, headers={"Origin": EVIL})
        assert (await stolen.poll())[0] == 403
        socket = query("websocket")
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.http.ws_connect(client.url + PATH, params=socket, origin=EVIL)
        assert refused.value.status == 403
        await (await client.http.ws_connect(client.url + PATH, params=socket, origin=APP)).close()
        preflight = {"Origin": APP, "Access-Control-Request-Method": "POST"}
        async with client.http.options(client.url + PATH, headers=preflight) as answer:
            assert answer.status == 204
            assert [answer.headers.get(name) for name in CORS] == [APP, "true"]


CORS = ("Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")


async def test_any_origin_may_be_allowed_with_credentials_too(serve: Serve) -> None:
    async with serve(allowed_origins=frozenset({"*"})) as client:
        for path, shared in ((PATH, [EVIL, "true"]), ("/healthz", ["*", None])):
            async with client.http.get(
                client.url + path, params=query("polling"), headers={"Origin": EVIL}
            ) as answer:
                assert [answer.headers.get(name) for name in CORS] == shared


async def test_a_server_that_stops_saves_what_it_took_and_has_clients_come_back(
    settings: Settings, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    polled, poll = asyncio.Queue[str](), PollingSession.poll

    def recorded_poll(session: PollingSession) -> Any:
        polled.put_nowait(session.sid)
        return poll(session)

    async with serving(settings) as url:
        client = Client(url, http)
        lesson = await Lesson.begin(client)
        for socket in (lesson.desk, *lesson.seats):
            await socket.close()
        desk = await EngineSocket.let_in(client, lesson.teacher)
        seat = await Polling.let_in(client, lesson.students[0])
        unconnected, silent = await EngineSocket.open(client), await Polling.open(client)
        monkeypatch.setattr(PollingSession, "poll", recorded_poll)
        polls = [asyncio.create_task(silent.poll())]
        assert await asyncio.wait_for(polled.get(), PATIENCE) == silent.sid
        for student in lesson.students:
            await desk.emit("MARK_ATTENDANCE", studentId=student.id)
        for talk in (desk, seat):
            for student in lesson.students:
                assert (await talk.expect("ATTENDANCE_MARKED"))["studentId"] == student.id
        while not polled.empty():
            polled.get_nowait()
        polls.append(asyncio.create_task(seat.poll()))
        assert await asyncio.wait_for(polled.get(), PATIENCE) == seat.sid
        closing = [asyncio.create_task(each.closed()) for each in (desk, unconnected)]
        await asyncio.sleep(0)
    # No DISCONNECT goes ahead: after that, a client would not reconnect by itself.
    assert [await code for code in closing] == [1001, 1001]
    assert [await each for each in polls] == [(200, "1"), (200, "1")]
    async with serving(settings) as url:
        again = Client(url, http)
        assert (await attrs.evolve(seat, client=again).poll())[0] == 400
        desk = await EngineSocket.let_in(again, lesson.teacher)
        assert (await desk.ask("GET_TODAY_SUMMARY"))[1]["presentCount"] == 3
        await desk.ws.close()


async def test_no_token_is_logged_and_polls_are_no_lines(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(JsonLines())
    person = await client.student()
    caplog.clear()
    socket = await EngineSocket.open(client, person.token)
    await socket.connect()
    polling = await Polling.open(client, Authorization=f"Bearer {person.token}")
    await polling.connect(person)
    await polling.heard_nothing()
    await request(client, "GET", {"token": person.token})
    assert person.token not in caplog.text
    lines = [
        json.loads(line) for line in caplog.text.splitlines() if '"path": "/socket.io/"' in line
    ]
    assert [(line["level"], line["status"]) for line in lines if line["method"] == "GET"][:1] == [
        ("INFO", 200)
    ]
    assert {line["level"] for line in lines if line["method"] == "POST"} == {"DEBUG"}


async def test_a_failed_write_ends_one_client_only(
    client: Client, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben, _ = lesson.students
    seats = [await EngineSocket.let_in(client, each) for each in (ada, ben)]
    write = WebSocketConnection.write

    def failing(connection: WebSocketConnection, frames: bytes) -> None:
        if connection.user_id == ada.id and b"ATTENDANCE" in frames:
            raise OSError("injected")
        write(connection, frames)

    monkeypatch.setattr(WebSocketConnection, "write", failing)
    marked = await lesson.desk.mark(ben)
    assert await seats[0].close_code() == 1011
    assert await seats[1].expect("ATTENDANCE_MARKED") == marked
