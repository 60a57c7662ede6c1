"""The socket client that the server serves: in a page, and in Node with a class passed in."""

import asyncio
import random
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web
from playwright.async_api import BrowserContext

from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.conftest import SECRET
from tests.support.chromium import Console
from tests.support.client import Client, Lesson, Person
from tests.support.clock import Clock
from tests.support.mongo import Mongod, free_port
from tests.support.process import Server
from tests.support.script import Script, in_node, in_page

UNAUTHORIZED = "Unauthorized or invalid token"
STUDENT_ONLY = "Forbidden, student event only"

Load = Callable[[str], Awaitable[Script]]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture(autouse=True)
def lost_connections(console: Console) -> None:
    """Chromium logs every failed connection to its console."""
    console.forgive(r"WebSocket connection to .* failed")


everywhere = pytest.mark.parametrize("load", ["node", "chromium"], indirect=True)


@pytest.fixture
async def load(
    request: pytest.FixtureRequest,
    new_context: Callable[..., Awaitable[BrowserContext]],
    console: Console,
) -> AsyncIterator[Load]:
    """Loads a server's client into Node; tests marked `everywhere` also run in a page."""
    async with AsyncExitStack() as stack:

        async def into_node(url: str) -> Script:
            node = await stack.enter_async_context(in_node(url))
            node.console = console.messages
            return node.script

        async def into_page(url: str) -> Script:
            return (await in_page(await new_context(bypass_csp=True), url)).script

        yield into_page if getattr(request, "param", "node") == "chromium" else into_node


@pytest.fixture
async def script(load: Load, client: Client) -> Script:
    """The client of the server that all tests in this file share."""
    return await load(client.url)


@pytest.fixture
def server(steady_server: Server) -> Server:
    return steady_server


@pytest.fixture
async def server_lesson(server: Server) -> AsyncIterator[Lesson]:
    """A lesson on the server of this test."""
    async with aiohttp.ClientSession() as http:
        yield await Lesson.begin(Client(server.url, http))


@asynccontextmanager
async def stub_server(answer: Answer) -> AsyncIterator[str]:
    """A server that answers with `answer`; yields its address."""
    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


async def upgrade(request: web.Request) -> web.WebSocketResponse:
    ws = web.WebSocketResponse(protocols=("attendance",))
    await ws.prepare(request)
    return ws


async def hold_open(ws: web.WebSocketResponse) -> web.WebSocketResponse:
    """Wait until the client closes the connection: it would reconnect if the server did."""
    async for _ in ws:
        pass
    return ws


def token_until(person: Person, expires_at: int) -> str:
    claims = {"userId": person.id, "role": person.role.upper(), "iat": 0, "exp": expires_at}
    return jwt.encode(claims, SECRET, "HS256")


@everywhere
async def test_a_new_connection_receives_the_running_sessions(
    script: Script, lesson: Lesson
) -> None:
    marked = await lesson.desk.mark(lesson.students[0])
    await script.connect(lesson.client.url, lesson.teacher)
    (session,) = await script.connected()
    assert (session["sessionId"], session["presentCount"]) == (lesson.session_id, 1)
    mark = {name: marked[name] for name in ("studentId", "status", "markedAt")}
    assert session["marks"] == [mark]
    assert await script.state() == (True, True)


@everywhere
async def test_a_whole_lesson_through_the_client(load: Load, client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    desk, seat = await load(client.url), await load(client.url)
    for side, person in ((desk, teacher), (seat, ada)):
        await side.connect(client.url, person)
        assert await side.connected() == []
    started = await client.start(teacher, class_id)
    for side in (desk, seat):
        assert await side.expect("SESSION_STARTED") == {**started, "className": "Algebra"}
    await desk.run("socket.emit('MARK_ATTENDANCE', { studentId: values.id });", id=ada.id)
    marked = await desk.expect("ATTENDANCE_MARKED")
    assert (marked["studentId"], marked["status"]) == (ada.id, "present")
    assert await seat.expect("ATTENDANCE_MARKED") == marked
    await seat.run("socket.emit('CHECK_MY_STATUS');")
    assert (await seat.expect("MY_STATUS"))["status"] == "present"
    await desk.run("socket.emit('GET_TODAY_SUMMARY'); socket.emit('DONE');")
    assert (await desk.expect("TODAY_SUMMARY"))["presentStudentIds"] == [ada.id]
    ended = await desk.expect("SESSION_ENDED")
    assert await seat.expect("SESSION_ENDED") == ended
    await desk.run("socket.emit('DONE');")
    assert await desk.expect("ERROR") == {
        "message": "No active attendance session",
        "code": "no_active_session",
    }


@everywhere
async def test_the_token_never_appears_in_a_url(load: Load, client: Client) -> None:
    script, requests = await load(client.url), asyncio.Queue[web.Request]()

    async def answer(request: web.Request) -> web.StreamResponse:
        requests.put_nowait(request)
        return await hold_open(await upgrade(request))

    async with stub_server(answer) as url:
        for address, token, expected in (
            (url, "a.b-c_d", "/ws"),
            (f"{url}/?token=a.b-c_d", None, "/ws"),
            (f"{url.replace('http', 'ws')}/here?school=7&token=a.b-c_d#x", None, "/here?school=7"),
        ):
            await script.connect(address, token=token)
            request = await asyncio.wait_for(requests.get(), 20)
            assert request.path_qs == expected
            offered = request.headers["Sec-WebSocket-Protocol"].replace(" ", "")
            assert offered == "attendance,bearer.a.b-c_d"
            await script.run("socket.disconnect();")


async def test_a_page_can_connect_without_a_url(
    new_context: Callable[..., Awaitable[BrowserContext]], client: Client
) -> None:
    page = await in_page(await new_context(bypass_csp=True), client.url)
    ada = await client.student()
    await page.script.run(
        "globalThis.socket = open(undefined, { token: values.token });", token=ada.token
    )
    assert await page.script.connected() == []


@everywhere
async def test_the_client_reconnects_to_a_restarted_server_and_catches_up(
    load: Load, server: Server, server_lesson: Lesson
) -> None:
    lesson, (ada, ben, _) = server_lesson, server_lesson.students
    desk, seat = await load(server.url), await load(server.url)
    for side, person in ((desk, lesson.teacher), (seat, ada)):
        await side.connect(server.url, person)
        await side.connected()
    first = await desk.request("MARK_ATTENDANCE", classId=lesson.class_id, studentId=ada.id)
    assert first[0] == "done"
    server.kill()
    for side in (desk, seat):
        reason, details = await side.until("disconnect")
        assert (reason, details["code"]) == ("transport close", 1006)
        attempt, delay = await side.expect("reconnect_attempt")
        assert attempt == 1
        assert 0 <= delay <= 20
        error = await side.expect("connect_error")
        assert (error["name"], error["code"]) == ("SocketError", 1006)
        assert await side.state() == (False, True)
    server.start()
    second = await lesson.client.socket(lesson.teacher)
    taken_back = await second.mark(ada, "absent")
    marked = await second.mark(ben)
    for side in (desk, seat):
        await side.until("connect")
        assert await side.expect("reconnect") >= 2
    session = (await desk.until("WATCHING"))["sessions"][0]
    marks = {mark["studentId"]: mark for mark in session["marks"]}
    while marks.get(ben.id, {}).get("markedAt") != marked["markedAt"]:
        mark = await desk.expect("ATTENDANCE_MARKED")
        marks[mark["studentId"]] = mark
    assert {student: mark["status"] for student, mark in marks.items()} == {
        ada.id: "absent",
        ben.id: "present",
    }
    assert marks[ada.id]["markedAt"] == taken_back["markedAt"]


async def test_the_client_reconnects_after_an_orderly_shutdown(
    load: Load, server: Server, server_lesson: Lesson
) -> None:
    script = await load(server.url)
    await script.connect(server.url, server_lesson.teacher)
    await script.connected()
    for socket in (server_lesson.desk, *server_lesson.seats):
        await socket.close()
    server.stop()
    reason, details = await script.expect("disconnect")
    assert (reason, details["code"]) == ("transport close", 1001)
    server.start()
    await script.until("connect")
    await script.until("WATCHING")


@pytest.mark.parametrize("token", [None, "", "nobody", "not a token", "é", ","])
async def test_an_invalid_token_is_an_error_without_a_retry(
    script: Script, client: Client, token: str | None
) -> None:
    await script.connect(client.url, token=token)
    error = await script.expect("connect_error")
    assert error["code"] == error["data"]["code"] == 4401
    assert await script.state() == (False, False)
    assert script.events.empty()


@everywhere
async def test_an_expired_token_disconnects_until_there_is_a_new_one(
    script: Script, client: Client
) -> None:
    ada = await client.student()
    short = token_until(ada, int(time.time()) + 2)
    await script.run(
        """
        globalThis.tokens = [values.short, values.long];
        globalThis.socket = open(values.url, { token: async () => tokens.shift() });
        """,
        url=client.url,
        short=short,
        long=ada.token,
    )
    await script.connected()
    assert await script.expect("ERROR") == {"message": UNAUTHORIZED, "code": "unauthorized"}
    details = {"code": 4401, "reason": UNAUTHORIZED}
    assert await script.expect("disconnect") == ["io server disconnect", details]
    assert await script.state() == (False, False)
    assert script.events.empty()
    await script.run("socket.connect();")
    assert await script.connected() == []


async def test_a_failed_token_callback_is_retried(script: Script, client: Client) -> None:
    ada = await client.student()
    await script.run(
        """
        let calls = 0;
        const token = () => {
            calls += 1;
            if (calls === 1) throw new Error("no network");
            return calls === 2 ? Promise.reject(new Error("no log-in")) : values.token;
        };
        globalThis.socket = open(values.url, { token, reconnectionDelay: 1 });
        """,
        url=client.url,
        token=ada.token,
    )
    for reason in ("no network", "no log-in"):
        assert reason in (await script.expect("connect_error"))["message"]
        await script.expect("reconnect_attempt")
    await script.expect("connect")


async def connect_without_token(script: Script, **options: Any) -> None:
    """Connect a socket whose attempts all fail before they reach the network."""
    await script.run(
        """
        const token = () => { throw new Error("none today"); };
        globalThis.socket = open("http://school.test", { token, ...values.options });
        """,
        options=options,
    )


@everywhere
async def test_reconnection_delays_are_random_grow_and_end(script: Script) -> None:
    first, most, tries = 8, 40, 12
    waits = []
    await connect_without_token(
        script, reconnectionDelay=first, reconnectionDelayMax=most, reconnectionAttempts=tries
    )
    for number in range(1, tries + 1):
        await script.expect("connect_error")
        attempt, delay = await script.expect("reconnect_attempt")
        assert attempt == number
        assert 0 <= delay <= min(most, first * 2 ** (number - 1))
        waits.append(delay)
    await script.expect("connect_error")
    assert await script.expect("reconnect_failed") == []
    assert await script.state() == (False, False)
    assert len(set(waits)) == tries


async def test_reconnection_delays_are_exact_without_randomization(script: Script) -> None:
    await connect_without_token(
        script, reconnectionDelay=8, reconnectionDelayMax=40, randomizationFactor=0
    )
    waits = []
    for _ in range(5):
        await script.expect("connect_error")
        waits.append((await script.expect("reconnect_attempt"))[1])
    assert waits == [8, 16, 32, 40, 40]


async def test_the_client_stays_disconnected_without_reconnection(
    script: Script, client: Client
) -> None:
    await script.connect(f"http://127.0.0.1:{free_port()}", reconnection=False)
    assert (await script.expect("connect_error"))["code"] == 1006
    assert await script.state() == (False, False)
    assert script.events.empty()


async def test_a_short_connection_does_not_reset_the_delays(load: Load, client: Client) -> None:
    script = await load(client.url)

    async def answer(request: web.Request) -> web.StreamResponse:
        ws = await upgrade(request)
        await ws.receive()
        await ws.send_json({"event": "WATCHING", "data": {"sessions": []}})
        await ws.close(code=1011)
        return ws

    async with stub_server(answer) as url:
        await script.connect(url, randomizationFactor=0, reconnectionDelay=5)
        waits = []
        for _ in range(4):
            await script.until("connect")
            assert (await script.until("disconnect"))[1]["code"] == 1011
            attempt, delay = await script.expect("reconnect_attempt")
            assert attempt == 1
            waits.append(delay)
        assert waits == [5, 10, 20, 40]
        await script.run("socket.disconnect();")


async def test_a_client_of_a_stopped_server_comes_back_at_once_and_moves_on_a_few_times(
    load: Load, client: Client
) -> None:
    script = await load(client.url)
    codes = [1001, 1012, 1001, 1012, 1001]

    async def answer(request: web.Request) -> web.StreamResponse:
        ws = await upgrade(request)
        await ws.receive()
        await ws.send_json({"event": "WATCHING", "data": {"sessions": []}})
        await ws.close(code=codes.pop(0))
        return ws

    async with stub_server(answer) as url:
        # Long enough to tell the delays apart.
        await script.connect(
            url, reconnectionDelay=20_000, reconnectionDelayMax=40_000, randomizationFactor=0.5
        )
        waits = []
        while codes:
            await script.until("disconnect")
            waits.append((await script.expect("reconnect_attempt"))[1])
        await script.run("socket.disconnect();")
        assert max(waits[:4]) <= 300 < waits[4]
        assert len(set(waits)) == 5


@everywhere
async def test_a_client_that_sent_too_much_reconnects_late(script: Script, lesson: Lesson) -> None:
    await script.connect(lesson.client.url, lesson.teacher)
    await script.connected()
    await script.run("socket.emit('MARK_ATTENDANCE', { studentId: 'x'.repeat(70_000) });")
    reason, details = await script.expect("disconnect")
    assert (reason, details["code"]) == ("transport close", 1009)
    attempt, delay = await script.expect("reconnect_attempt")
    assert attempt == 1
    assert 200 <= delay <= 400
    await script.expect("connect")


@everywhere
async def test_a_refused_handshake_is_retried(load: Load, client: Client) -> None:
    script = await load(client.url)
    statuses = [403, 502, 503]

    async def answer(request: web.Request) -> web.StreamResponse:
        if statuses:
            return web.Response(status=statuses.pop())
        ws = await upgrade(request)
        await ws.receive()
        await ws.send_json({"event": "WATCHING", "data": {"sessions": []}})
        return await hold_open(ws)

    async with stub_server(answer) as url:
        await script.connect(url)
        for _ in range(3):
            assert (await script.expect("connect_error"))["code"] == 1006
            await script.expect("reconnect_attempt")
        await script.expect("connect")
        await script.run("socket.disconnect();")


@pytest.mark.parametrize("upgrades", [False, True])
async def test_a_silent_server_times_out(load: Load, client: Client, upgrades: bool) -> None:
    script = await load(client.url)

    async def answer(request: web.Request) -> web.StreamResponse:
        if upgrades:
            await upgrade(request)
        await asyncio.sleep(60)
        raise AssertionError

    async with stub_server(answer) as url:
        await script.connect(url, timeout=100)
        for _ in range(2):
            error = await script.expect("connect_error")
            assert (error["code"], error["message"]) == (1006, "no answer in time")
            await script.expect("reconnect_attempt")
        await script.run("socket.disconnect();")


@everywhere
async def test_a_silent_connection_is_detected_and_replaced(
    load: Load, server: Server, server_lesson: Lesson
) -> None:
    script = await load(server.url)
    await script.connect(
        server.url, server_lesson.teacher, pingInterval=300, pingTimeout=2000, timeout=5000
    )
    await script.connected()
    server.signal(signal.SIGSTOP)
    while (await script.until("disconnect"))[0] != "ping timeout":
        pass
    server.signal(signal.SIGCONT)
    await script.until("connect")
    await script.until("WATCHING")
    await script.run("socket.disconnect();")


async def test_a_dead_connection_is_detected_while_the_client_keeps_sending(
    load: Load, server: Server, server_lesson: Lesson
) -> None:
    script = await load(server.url)
    await script.connect(server.url, server_lesson.teacher, pingTimeout=1000, timeout=5000)
    await script.connected()
    server.signal(signal.SIGSTOP)
    await script.run("globalThis.sending = setInterval(() => socket.volatile.emit('WAKE_UP'), 20);")
    assert (await script.until("disconnect"))[0] == "ping timeout"
    await script.run("clearInterval(sending); socket.disconnect();")
    server.signal(signal.SIGCONT)


@pytest.mark.parametrize("interval", ["pingInterval", "pingIntervalRunning"])
async def test_an_idle_connection_stays_open(script: Script, lesson: Lesson, interval: str) -> None:
    await script.connect(lesson.client.url, lesson.students[0], **{interval: 20})
    await script.connected()
    for _ in range(5):
        assert (await script.expect("WATCHING"))["sessions"]
    assert await script.state() == (True, True)


async def test_a_mark_waiting_for_the_database_is_not_taken_for_silence(
    script: Script, lesson: Lesson, mongod: Mongod
) -> None:
    ada = lesson.students[0]
    # Longer than a busy machine takes to answer.
    await script.connect(lesson.client.url, lesson.teacher, pingInterval=20, pingTimeout=3000)
    await script.connected()
    mongod.pause()
    try:
        request = asyncio.create_task(
            script.request("MARK_ATTENDANCE", classId=lesson.class_id, studentId=ada.id)
        )
        # Longer than the ping interval and its timeout.
        await script.run("await new Promise((resolve) => setTimeout(resolve, 4500));")
    finally:
        mongod.resume()
    assert (await request)[0] == "done"
    while (event := await script.next())[0] != "ATTENDANCE_MARKED":
        assert event[0] == "WATCHING"


@everywhere
async def test_events_emitted_before_connecting_are_sent_in_order(
    script: Script, lesson: Lesson
) -> None:
    ada, ben, cy = lesson.students
    await script.connect(lesson.client.url, lesson.teacher, autoConnect=False)
    assert await script.state() == (False, False)
    await script.run(
        """
        const [ada, ben, cy] = values.ids;
        socket.emit("MARK_ATTENDANCE", { studentId: ada });
        socket.volatile.emit("MARK_ATTENDANCE", { studentId: ben });
        socket.emit("MARK_ATTENDANCE", { studentId: cy });
        socket.connect();
        """,
        ids=[ada.id, ben.id, cy.id],
    )
    await script.connected()
    for student in (ada, cy):
        assert (await script.expect("ATTENDANCE_MARKED"))["studentId"] == student.id
    await script.run(
        'socket.volatile.emit("MARK_ATTENDANCE", { studentId: values.id });', id=ben.id
    )
    assert (await script.expect("ATTENDANCE_MARKED"))["studentId"] == ben.id


@everywhere
async def test_disconnecting_is_reported_and_discards_what_is_emitted_afterwards(
    script: Script, lesson: Lesson
) -> None:
    ada, ben, _ = lesson.students
    await script.connect(lesson.client.url, lesson.teacher)
    await script.connected()
    await script.run("socket.disconnect(); socket.disconnect();")
    details = {"code": 1000, "reason": ""}
    assert await script.expect("disconnect") == ["io client disconnect", details]
    assert await script.state() == (False, False)
    await script.run(
        """
        socket.emit("MARK_ATTENDANCE", { studentId: values.ada });
        socket.disconnect();
        socket.connect();
        socket.emit("MARK_ATTENDANCE", { studentId: values.ben });
        """,
        ada=ada.id,
        ben=ben.id,
    )
    await script.connected()
    assert (await script.expect("ATTENDANCE_MARKED"))["studentId"] == ben.id
    assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["studentId"] == ben.id


async def test_connecting_twice_opens_one_connection(script: Script, lesson: Lesson) -> None:
    await script.connect(lesson.client.url, lesson.teacher)
    await script.run("socket.connect(); socket.open();")
    await script.connected()
    await script.run("socket.connect();")
    await lesson.desk.mark(lesson.students[0])
    await script.expect("ATTENDANCE_MARKED")
    assert await script.request("GET_TODAY_SUMMARY", classId=lesson.class_id)
    await script.expect("TODAY_SUMMARY")
    assert script.events.empty()


async def test_connect_cuts_a_long_delay_short(
    load: Load, server: Server, server_lesson: Lesson
) -> None:
    script = await load(server.url)
    await script.connect(
        server.url,
        server_lesson.teacher,
        randomizationFactor=0,
        reconnectionDelay=3_600_000,
        reconnectionDelayMax=3_600_000,
    )
    await script.connected()
    server.kill()
    await script.expect("disconnect")
    assert await script.expect("reconnect_attempt") == [1, 3_600_000]
    server.start()
    await script.run("socket.connect();")
    await script.expect("connect")


async def test_a_page_that_is_online_again_reconnects_at_once(
    new_context: Callable[..., Awaitable[BrowserContext]], server: Server, server_lesson: Lesson
) -> None:
    context = await new_context(bypass_csp=True)
    script = await page_with_long_delay(context, server, server_lesson)
    await context.set_offline(True)
    await context.set_offline(False)
    await script.expect("connect")


async def test_a_page_that_becomes_visible_reconnects_at_once(
    new_context: Callable[..., Awaitable[BrowserContext]], server: Server, server_lesson: Lesson
) -> None:
    script = await page_with_long_delay(await new_context(bypass_csp=True), server, server_lesson)
    await script.run('document.dispatchEvent(new Event("visibilitychange"));')
    await script.expect("connect")


async def page_with_long_delay(context: BrowserContext, server: Server, lesson: Lesson) -> Script:
    """A page whose server has been restarted, and whose next attempt is an hour away."""
    hour = 3_600_000
    script = (await in_page(context, server.url)).script
    await script.connect(
        server.url,
        lesson.teacher,
        randomizationFactor=0,
        reconnectionDelay=hour,
        reconnectionDelayMax=hour,
    )
    await script.connected()
    server.kill()
    await script.expect("disconnect")
    assert await script.expect("reconnect_attempt") == [1, hour]
    server.start()
    return script


@pytest.mark.parametrize(
    "event",
    [
        'dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));',
        'document.dispatchEvent(new Event("resume"));',
    ],
    ids=["pageshow", "resume"],
)
async def test_a_page_that_was_frozen_reconnects_at_once(
    new_context: Callable[..., Awaitable[BrowserContext]], lesson: Lesson, event: str
) -> None:
    context = await new_context(bypass_csp=True)
    script = (await in_page(context, lesson.client.url)).script
    hour = 3_600_000
    await script.connect(
        lesson.client.url, lesson.teacher, reconnectionDelay=hour, reconnectionDelayMax=hour
    )
    await script.connected()
    # A page shown for the first time was not frozen.
    await script.run('dispatchEvent(new PageTransitionEvent("pageshow"));')
    await script.run(event)
    assert (await script.expect("disconnect"))[0] == "transport close"
    await script.until("connect")
    assert (await script.until("WATCHING"))["sessions"]
    await script.run("socket.disconnect();")


@pytest.mark.parametrize("event", ["visibilitychange", "online", "offline"])
async def test_a_page_that_wakes_up_detects_a_dead_connection(
    new_context: Callable[..., Awaitable[BrowserContext]],
    server: Server,
    server_lesson: Lesson,
    event: str,
) -> None:
    script = (await in_page(await new_context(bypass_csp=True), server.url)).script
    await script.connect(server.url, server_lesson.teacher, pingTimeout=2000)
    await script.connected()
    target = "document" if event == "visibilitychange" else "window"
    wake = f'{target}.dispatchEvent(new Event("{event}"));'
    await script.run(wake)
    assert (await script.expect("WATCHING"))["sessions"]
    server.signal(signal.SIGSTOP)
    await script.run(wake * 3)
    assert (await script.until("disconnect"))[0] == "ping timeout"
    server.signal(signal.SIGCONT)
    await script.until("connect")
    await script.run("socket.disconnect();")


@everywhere
async def test_a_request_resolves_with_its_result(script: Script, lesson: Lesson) -> None:
    ada, class_id = lesson.students[0], lesson.class_id
    await script.connect(lesson.client.url, lesson.teacher)
    marked = await script.request(
        "MARK_ATTENDANCE", classId=class_id.upper(), studentId=ada.id.upper()
    )
    assert marked == ("done", await lesson.desk.expect("ATTENDANCE_MARKED"))
    undone = await script.request(
        "MARK_ATTENDANCE", classId=class_id, studentId=ada.id, status="absent"
    )
    assert undone == ("done", await lesson.desk.expect("ATTENDANCE_MARKED"))
    done, summary = await script.request("GET_TODAY_SUMMARY")
    assert (done, summary["presentCount"]) == ("done", 0)
    done, watching = await script.request("WATCH")
    assert (done, watching["sessions"][0]["sessionId"]) == ("done", lesson.session_id)
    assert await script.request("DONE", classId=class_id) == (
        "done",
        await lesson.desk.expect("SESSION_ENDED"),
    )


async def test_a_mark_without_a_status_can_be_late(
    load: Load, settings: Settings, clock: Clock
) -> None:
    async with serving(settings) as url, aiohttp.ClientSession() as http:
        client = Client(url, http)
        teacher, ada, ben = await client.teacher(), await client.student(), await client.student()
        class_id = await client.make_class(teacher, ada, ben)
        path = f"/class/{class_id}"
        await client.call("PATCH", path, teacher.token, json={"lateAfter": 10})
        await client.start(teacher, class_id)
        script = await load(url)
        await script.connect(url, teacher)
        results = []
        for student, minutes in ((ada, 9), (ada, 1), (ben, 0)):
            clock.forward(minutes=minutes)
            data = {"classId": class_id, "studentId": student.id}
            done, mark = await script.request("MARK_ATTENDANCE", **data)
            results.append((done, mark["studentId"], mark["status"]))
        assert results == [
            ("done", ada.id, "present"),
            ("done", ada.id, "present"),
            ("done", ben.id, "late"),
        ]


async def test_a_student_requests_their_own_status(script: Script, lesson: Lesson) -> None:
    await script.connect(lesson.client.url, lesson.students[0])
    answer = {"classId": lesson.class_id, "status": None}
    assert await script.request("CHECK_MY_STATUS", classId=lesson.class_id) == ("done", answer)


async def test_a_refused_request_gives_the_reason(script: Script, lesson: Lesson) -> None:
    await script.connect(lesson.client.url, lesson.teacher)
    unknown_id = "0" * 24
    for request, message in (
        (
            {"name": "MARK_ATTENDANCE", "classId": lesson.class_id, "studentId": unknown_id},
            "Student not in class",
        ),
        ({"name": "GET_TODAY_SUMMARY", "classId": unknown_id}, "No active attendance session"),
        ({"name": "DONE", "classId": unknown_id}, "No active attendance session"),
        ({"name": "CHECK_MY_STATUS", "classId": lesson.class_id}, STUDENT_ONLY),
    ):
        assert await script.request(**request) == ("refused", message)


async def test_a_refusal_carries_the_error_code(script: Script, lesson: Lesson) -> None:
    await script.connect(lesson.client.url, lesson.teacher)
    refusal = """
        const error = await socket.request("CHECK_MY_STATUS").catch((error) => error);
        return [error.name, error.code, error.reason, error.message];
    """
    assert await script.run(refusal) == ["SocketError", "refused", "student_only", STUDENT_ONLY]


async def test_an_older_mark_is_answered_with_the_newer_one(script: Script, lesson: Lesson) -> None:
    ada, ben, _ = lesson.students
    await script.connect(lesson.client.url, lesson.teacher)
    # Marked twice, so that the newer mark is not recognized by its time alone.
    await lesson.desk.mark(ada, "excused", at=lesson.started_at)
    newer = await lesson.desk.mark(ada, "excused", at="2999-01-01T00:00:00Z")
    older = {"classId": lesson.class_id, "status": "present", "at": lesson.started_at}
    outcomes = await script.run(
        """return Promise.all(values.ids.map((studentId) =>
            outcome(socket.request("MARK_ATTENDANCE", { ...values.older, studentId }))));""",
        ids=[ada.id, ben.id, "0" * 24],
        older=older,
    )
    (answered, mark), (accepted, _), refused = outcomes
    assert (answered, mark["status"], mark["markedAt"]) == ("done", "excused", newer["markedAt"])
    assert accepted == "done"
    assert refused == ["refused", "Student not in class"]


async def test_a_request_aborted_before_it_is_sent_is_never_sent(
    script: Script, lesson: Lesson
) -> None:
    outcome = await script.run(
        """
        globalThis.socket = open(values.url, { token: values.token });
        const control = new AbortController();
        const { signal } = control;
        const end = socket.request("DONE", { classId: values.classId }, { signal });
        control.abort(new Error("cancelled"));
        const late = socket.request("DONE", { classId: values.classId }, { signal });
        return Promise.all([outcome(end), outcome(late)]);
        """,
        url=lesson.client.url,
        token=lesson.teacher.token,
        classId=lesson.class_id,
    )
    assert outcome == [["Error", "cancelled"]] * 2
    await script.until("WATCHING")
    answer = await script.request("GET_TODAY_SUMMARY", classId=lesson.class_id)
    assert answer[0] == "done"


@everywhere
async def test_concurrent_requests_each_get_their_own_outcome(
    script: Script, lesson: Lesson
) -> None:
    """Valid and invalid requests at random, while the teacher's other window sends the same."""
    rng = random.Random(5)
    unknown_id = "0" * 24
    requests: list[tuple[str, dict[str, str]]] = []
    for _ in range(300):
        class_id = lesson.class_id if rng.random() < 0.8 else unknown_id
        student = rng.choice([*lesson.students, None])
        mark = {"studentId": student.id if student else unknown_id}
        requests.append(
            rng.choice(
                [
                    ("MARK_ATTENDANCE", {"classId": class_id, "status": "present", **mark}),
                    ("MARK_ATTENDANCE", {"classId": class_id, "status": "absent", **mark}),
                    ("GET_TODAY_SUMMARY", {"classId": class_id}),
                ]
            )
        )
    await script.connect(lesson.client.url, lesson.teacher)
    await script.connected()

    async def other_window() -> None:
        for name, data in requests:
            if data["classId"] != unknown_id:
                await lesson.desk.send(name, **data)

    outcomes, _ = await asyncio.gather(
        script.run(
            "return Promise.all(values.requests.map((args) => outcome(socket.request(...args))));",
            requests=requests,
        ),
        other_window(),
    )
    for (_, data), (outcome, value) in zip(requests, outcomes, strict=True):
        if data["classId"] == unknown_id:
            assert (outcome, value) == ("refused", "No active attendance session")
        elif data.get("studentId") == unknown_id:
            assert (outcome, value) == ("refused", "Student not in class")
        else:
            assert outcome == "done"
            assert {name: value[name] for name in data} == data


async def test_a_session_ended_in_two_windows_ends_once_and_both_learn_of_it(
    load: Load, client: Client, lesson: Lesson
) -> None:
    windows = [await load(client.url) for _ in range(2)]
    for window in windows:
        await window.connect(client.url, lesson.teacher)
        await window.connected()
    unknown_id = "0" * 24
    outcomes = await asyncio.gather(
        *(
            window.run(
                """
                return Promise.all([
                    outcome(socket.request("DONE", { classId: values.id })),
                    outcome(socket.request("GET_TODAY_SUMMARY", { classId: values.unknownId })),
                ]);
                """,
                id=lesson.class_id,
                unknownId=unknown_id,
            )
            for window in windows
        )
    )
    ended = await lesson.desk.expect("SESSION_ENDED")
    refused = ["refused", "No active attendance session"]
    assert sorted(outcomes) == [[["done", ended], refused], [refused, refused]]
    for window in windows:
        assert await window.until("SESSION_ENDED") == ended


async def test_a_request_is_lost_with_its_connection(
    load: Load, server: Server, server_lesson: Lesson
) -> None:
    script, lesson = await load(server.url), server_lesson
    await script.connect(server.url, lesson.teacher)
    await script.connected()
    server.signal(signal.SIGSTOP)
    request = asyncio.create_task(
        script.request("MARK_ATTENDANCE", classId=lesson.class_id, studentId=lesson.students[0].id)
    )
    await script.state()
    server.kill()
    assert (await request)[0] == "lost"


async def test_a_request_waits_for_a_connection_but_not_forever(
    load: Load, server: Server, server_lesson: Lesson
) -> None:
    script, lesson = await load(server.url), server_lesson
    mark = {"classId": lesson.class_id, "studentId": lesson.students[0].id}
    await script.connect(server.url, lesson.teacher, autoConnect=False)
    assert (await script.request("MARK_ATTENDANCE", **mark))[0] == "offline"
    server.kill()
    await script.run("socket.connect();")
    await script.expect("connect_error")
    late = "return outcome(socket.request('MARK_ATTENDANCE', values.mark, { timeout: 1 }));"
    assert (await script.run(late, mark=mark))[0] == "offline"
    request = asyncio.create_task(script.request("MARK_ATTENDANCE", **mark))
    await script.state()
    server.start()
    assert (await request)[0] == "done"
    again = asyncio.create_task(script.request("GET_TODAY_SUMMARY", classId=lesson.class_id))
    assert (await again)[1]["presentCount"] == 1
    server.signal(signal.SIGSTOP)
    assert (await script.run(late, mark=mark))[0] == "timeout"
    server.signal(signal.SIGCONT)
    await script.run("socket.disconnect();")


async def test_disconnect_rejects_the_requests_that_it_drops(
    script: Script, client: Client
) -> None:
    await script.connect(f"http://127.0.0.1:{free_port()}", reconnectionDelay=3_600_000)
    await script.expect("connect_error")
    outcome = await script.run(
        """
        const request = outcome(socket.request("DONE", { classId: "x" }));
        socket.disconnect();
        return request;
        """
    )
    assert outcome[0] == "offline"


@everywhere
async def test_a_listener_that_throws_affects_neither_other_listeners_nor_the_socket(
    script: Script, lesson: Lesson, console: Console
) -> None:
    await script.connect(lesson.client.url, lesson.teacher, autoConnect=False)
    await script.run(
        """
        globalThis.called = [];
        socket.off("ATTENDANCE_MARKED");
        for (const name of ["connect", "ATTENDANCE_MARKED"]) {
            socket.on(name, () => { throw new Error(`of ${name}`); });
            socket.on(name, () => { called.push(name); });
        }
        socket.connect();
        """
    )
    await script.connected()
    outcome, _ = await script.request(
        "MARK_ATTENDANCE", classId=lesson.class_id, studentId=lesson.students[0].id
    )
    assert outcome == "done"
    assert await script.run("return called;") == ["connect", "ATTENDANCE_MARKED"]
    assert len(console.errors) == 2
    for error, name in zip(console.errors, ("connect", "ATTENDANCE_MARKED"), strict=True):
        assert f"of {name}" in error
    console.forgive("of (connect|ATTENDANCE_MARKED)")


async def test_listeners_are_called_once_or_until_they_are_removed(
    script: Script, lesson: Lesson
) -> None:
    await script.connect(lesson.client.url, lesson.teacher)
    await script.connected()
    counts = await script.run(
        """
        const counts = { on: 0, once: 0, gone: 0, all: 0 };
        const gone = () => { counts.gone += 1; };
        socket.once("WATCHING", () => { counts.once += 1; socket.once("WATCHING", gone); });
        socket.on("WATCHING", () => { counts.on += 1; }).on("WATCHING", gone).off("WATCHING", gone);
        const next = () => new Promise((resolve) => socket.once("WATCHING", resolve));
        await [socket.emit("WATCH"), next()][1];
        await [socket.emit("WATCH"), next()][1];
        socket.off("WATCHING").on("WATCHING", () => { counts.all += 1; }).off();
        socket.emit("WATCH");
        return counts;
        """
    )
    assert counts == {"on": 2, "once": 1, "gone": 1, "all": 0}


@pytest.mark.parametrize("frame", ["", "no JSON", "null", "7", "[]", "{}", '{"event": 7}'])
async def test_a_malformed_frame_is_skipped(
    load: Load, client: Client, console: Console, frame: str
) -> None:
    script = await load(client.url)

    async def answer(request: web.Request) -> web.StreamResponse:
        ws = await upgrade(request)
        await ws.receive()
        await ws.send_str(frame)
        await ws.send_bytes(b"\0")
        await ws.send_json({"event": "WATCHING", "data": {"sessions": []}})
        return await hold_open(ws)

    async with stub_server(answer) as url:
        await script.connect(url)
        await script.connected()
        await script.run("socket.disconnect();")
    assert len(console.errors) == 2
    console.forgive("a frame that cannot be read")


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("client.connect('ftp://school.test', {})", "ftp:// is not the address of a server"),
        ("client.connect('http://', {})", "Invalid URL"),
        ("client.connect('http://school.test', { WebSocket: 7 })", "no WebSocket here"),
        ("idle.on('connect')", "the listener of connect is not a function"),
        ("idle.emit('connect')", '"connect" is an event of the socket itself'),
        ("idle.emit('WATCH', () => {})", "WATCH takes no callback"),
        ("idle.request('connect')", '"connect" is an event of the socket itself'),
    ],
)
async def test_misuse_throws_at_once(script: Script, code: str, complaint: str) -> None:
    error = await script.run(
        f"""
        const options = {{ autoConnect: false, WebSocket: globalThis.Passed }};
        const idle = client.connect("http://school.test", options);
        try {{ {code}; }} catch (error) {{ return [error.name, error.message]; }}
        """
    )
    assert error[0] == "TypeError"
    assert complaint in error[1]


async def test_without_watch_the_client_connects_at_once_and_requests_nothing(
    script: Script, lesson: Lesson
) -> None:
    await script.connect(lesson.client.url, lesson.teacher, watch=False, pingInterval=10)
    await script.expect("connect")
    marked = await script.request(
        "MARK_ATTENDANCE", classId=lesson.class_id, studentId=lesson.students[0].id
    )
    assert await script.expect("ATTENDANCE_MARKED") == marked[1]
    refused = await script.request("DONE", classId="0" * 24)
    assert refused == ("refused", "No active attendance session")
    assert await script.expect("ERROR") == {
        "message": "No active attendance session",
        "code": "no_active_session",
    }
    assert script.events.empty()
