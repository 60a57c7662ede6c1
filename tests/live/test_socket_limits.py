"""How many frames a socket may send, and how many sockets there may be."""

import asyncio
import itertools
import subprocess
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import attrs
import pytest

from attendance_server.errors.sockets import TooManyFrames
from attendance_server.live import limits as limits_module
from attendance_server.live import reader
from attendance_server.live.connection import Sender
from attendance_server.live.limits import LoopTime, SocketLimits
from attendance_server.live.metered import metered
from attendance_server.live.rooms import Rooms
from attendance_server.live.websocket import WebSocketConnection
from attendance_server.models import Identity, Role
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate
from tests.conftest import SECRET
from tests.support.client import PATIENCE, Client, Lesson, Person, Socket
from tests.support.process import COMMAND, STOP_TIMEOUT, environment, run_command
from tests.support.raw import BINARY, CLOSE, CONTINUATION, PING, PONG, Raw, frame
from tests.test_metrics import Scrape

TOO_MANY_FRAMES = "Too many frames, slow down"
TOO_MANY_SOCKETS = "Too many connections for this account"
FULL = "Server is full, try again later"
UNKNOWN = b'{"event": "ANYTHING"}'

Serve = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.fixture
def serve(settings: Settings) -> Serve:
    """A client of a server that has these limits."""

    @asynccontextmanager
    async def serve(**limits: Any) -> AsyncIterator[Client]:
        chosen = attrs.evolve(settings, **limits)
        async with serving(chosen) as url, aiohttp.ClientSession() as http:
            yield Client(url, http)

    return serve


async def assert_served(socket: Socket) -> None:
    assert (await socket.ask("WATCH"))[0] == "WATCHING"


async def assert_turned_away(socket: Socket, message: str, code: int) -> None:
    assert await socket.error() == message
    assert await socket.close_code() == code


async def let_in(client: Client, person: Person) -> Socket:
    """A socket, retried until there is room for it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            socket = await client.socket(person)
            if (await socket.ask("WATCH"))[0] == "WATCHING":
                return socket
            await socket.close()


async def test_a_flood_of_frames_gets_one_error_and_is_closed_with_1008(serve: Serve) -> None:
    async with serve(frames_per_socket=Rate(100, 3600)) as client:
        socket = await Raw.connect(client.url, await client.student())
        socket.write(frame(UNKNOWN) * 500)
        for _ in range(100):
            assert await socket.error() == "Unknown event"
        assert await socket.error() == TOO_MANY_FRAMES
        assert await socket.close_code() == 1008
        await socket.ended()


async def test_a_flood_of_pings_is_a_flood_too(serve: Serve) -> None:
    async with serve(frames_per_socket=Rate(100, 3600)) as client:
        socket = await Raw.connect(client.url, await client.student())
        socket.write(frame(b"", PING) * 101)
        for _ in range(100):
            assert await socket.receive() == (PONG, b"")
        assert await socket.error() == TOO_MANY_FRAMES
        assert await socket.close_code() == 1008


@pytest.mark.parametrize(
    "flood",
    [
        pytest.param(frame(b"", PONG) * 101, id="pongs"),
        pytest.param(frame(b"", fin=False) + frame(b"", CONTINUATION, fin=False) * 100, id="parts"),
    ],
)
async def test_frames_that_need_no_answer_are_a_flood_too(serve: Serve, flood: bytes) -> None:
    async with serve(frames_per_socket=Rate(100, 3600)) as client:
        socket = await Raw.connect(client.url, await client.student())
        socket.write(flood)
        assert await socket.error() == TOO_MANY_FRAMES
        assert await socket.close_code() == 1008


async def test_frames_sent_with_the_handshake_count_too(serve: Serve) -> None:
    async with serve(frames_per_socket=Rate(100, 3600)) as client:
        pushing = await Raw.connect(client.url, await client.student(), more=frame(b"", PONG) * 200)
        assert await pushing.error() == TOO_MANY_FRAMES
        assert await pushing.close_code() == 1008


async def test_a_greedy_socket_takes_turns_and_is_not_answered_once_it_is_gone(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small version of `benchmarks/greedy.py`."""
    flooded = 5_000
    answered = Counter[str]()
    send = Rooms.send_frame

    def count(rooms: Rooms, to: Sender, sent: bytes) -> None:
        answered[to.connection.user_id] += 1
        send(rooms, to, sent)

    monkeypatch.setattr(Rooms, "send_frame", count)
    greedy = await lesson.client.teacher()
    attackers = [await Raw.connect(lesson.client.url, greedy) for _ in range(8)]
    for attacker in attackers:
        attacker.write(frame(b'{"event": "WATCH"}') * flooded)
    for attacker in attackers:
        assert (await attacker.next())[0] == "WATCHING"
    for student in lesson.students:
        await lesson.desk.mark(student)
    # Others have been answered long before the flood was.
    assert answered[greedy.id] < len(attackers) * flooded / 2
    for attacker in attackers:
        attacker.drop()
    async with asyncio.timeout(PATIENCE):
        while (await Scrape.of(lesson.client))("open_sockets") > 4:
            pass
    stopped_at = answered[greedy.id]
    assert stopped_at < len(attackers) * flooded / 2
    for student in lesson.students:
        await lesson.desk.mark(student, "absent")
    assert answered[greedy.id] == stopped_at


async def test_frames_before_a_flood_are_answered_first(serve: Serve) -> None:
    async with serve(frames_per_socket=Rate(20, 3600)) as client:
        lesson = await Lesson.begin(client)
        for number in range(20):
            await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[number % 3].id)
        await lesson.desk.send("DONE")
        for number in range(20):
            marked = await lesson.desk.expect("ATTENDANCE_MARKED")
            assert marked["studentId"] == lesson.students[number % 3].id
        await assert_turned_away(lesson.desk, TOO_MANY_FRAMES, 1008)
        # The frame over the limit had no effect.
        again = await client.socket(lesson.teacher)
        assert (await again.ask("GET_TODAY_SUMMARY"))[1]["presentCount"] == 3


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(frame(b""), id="empty"),
        pytest.param(frame(b"no JSON"), id="no JSON"),
        pytest.param(frame(b"\xff"), id="no UTF-8"),
        pytest.param(frame(UNKNOWN, BINARY), id="binary"),
        pytest.param(frame(b'{"event": "DONE"}'), id="forbidden"),
    ],
)
async def test_bad_frames_count_too(serve: Serve, bad: bytes) -> None:
    async with serve(frames_per_socket=Rate(3, 3600)) as client:
        socket = await Raw.connect(client.url, await client.student())
        socket.write(bad * 4)
        messages = [await socket.error() for _ in range(4)]
        assert messages[3] == TOO_MANY_FRAMES
        assert TOO_MANY_FRAMES not in messages[:3]
        assert await socket.close_code() == 1008


async def test_a_flood_does_not_affect_other_sockets(serve: Serve) -> None:
    async with serve(frames_per_socket=Rate(10, 3600)) as client:
        lesson = await Lesson.begin(client)
        ada = lesson.students[0]
        flood = await Raw.connect(client.url, ada)
        flood.write(frame(UNKNOWN) * 11)
        while await flood.error() != TOO_MANY_FRAMES:
            pass
        assert await flood.close_code() == 1008
        assert await lesson.seats[0].ask("CHECK_MY_STATUS")
        marked = await lesson.desk.mark(ada)
        for seat in lesson.seats:
            assert await seat.expect("ATTENDANCE_MARKED") == marked
        await assert_served(await client.socket(ada))


async def test_a_burst_of_a_thousand_marks_is_not_a_flood(lesson: Lesson) -> None:
    students = [lesson.students[number % 3] for number in range(1000)]
    for student in students:
        await lesson.desk.send("MARK_ATTENDANCE", studentId=student.id)
    for student in students:
        assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["studentId"] == student.id


async def test_a_flood_is_counted_as_one_refusal(serve: Serve) -> None:
    async with serve(frames_per_socket=Rate(3, 3600)) as client:
        socket = await Raw.connect(client.url, await client.student())
        socket.write(frame(UNKNOWN) * 50)
        while await socket.error() != TOO_MANY_FRAMES:
            pass
        assert await socket.close_code() == 1008
        scrape = await Scrape.of(client)
    assert scrape("refusals_total", over="socket", kind="TooManyFrames") == 1
    assert scrape("refusals_total", over="socket", kind="UnknownEvent") == 3


def booked(account: LoopTime, costs: list[tuple[WebSocketConnection, float, float]]) -> list[float]:
    """How long each socket has to wait after incurring that cost at that time."""
    waits = []
    for connection, now, cost in costs:
        connection.cost = cost
        waits.append(round(account.book(connection, now), 9))
        assert connection.cost == 0
    return waits


def new_connection() -> WebSocketConnection:
    return WebSocketConnection(Identity("0" * 24, Role.STUDENT, 0.0), None, None, None)


def test_a_socket_within_its_share_never_waits() -> None:
    account, connection = LoopTime(share=0.1, allowance=0.5, lane=0.25), new_connection()
    assert not any(booked(account, [(connection, 0.0, 0.5)]))
    assert not any(booked(account, [(connection, second, 0.1) for second in range(1, 100)]))


def test_sockets_over_their_share_take_turns_and_leave_the_loop_idle_in_between() -> None:
    account = LoopTime(share=0.1, allowance=0.5, lane=0.25)
    greedy, worse = new_connection(), new_connection()
    assert booked(account, [(greedy, 0.0, 0.5), (worse, 0.0, 0.5)]) == [0, 0]
    assert booked(account, [(greedy, 0.0, 0.01), (worse, 0.0, 0.02)]) == [0.04, 0.12]
    assert booked(account, [(new_connection(), 0.0, 0.4), (greedy, 0.04, 0.01)]) == [0, 0.12]


def test_a_socket_that_has_cost_too_much_is_forgiven_after_a_while() -> None:
    account, connection = LoopTime(share=0.1, allowance=0.5, lane=0.25), new_connection()
    assert booked(account, [(connection, 0.0, 60.0)]) == [240]
    assert booked(account, [(connection, 300.0, 0.5)]) == [0]


async def test_only_the_work_of_a_task_itself_is_metered() -> None:
    connection, others = new_connection(), asyncio.Event()

    def spin(seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            pass

    async def work() -> str:
        spin(0.002)
        await others.wait()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            spin(0.002)
            return "cancelled"
        return ""

    task = asyncio.create_task(metered(work(), connection))
    await asyncio.sleep(0)
    assert connection.cost >= 0.002
    spin(0.02)
    others.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    before = connection.cost
    task.cancel()
    assert await task == "cancelled"
    assert connection.cost >= before + 0.002


def flooded(limits: SocketLimits, times: list[float]) -> list[bool]:
    """Which frames of one socket, arriving at these times, are over the limit."""
    connection = WebSocketConnection(Identity("0" * 24, Role.STUDENT, 0.0), None, None, None)

    def one(now: float) -> bool:
        try:
            limits.count_frame(connection, now)
        except TooManyFrames:
            return True
        return False

    return [one(now) for now in times]


def test_the_window_of_a_socket_begins_with_a_frame_and_then_resets() -> None:
    limits = SocketLimits(frames=Rate(3, 10), sockets=1, sockets_per_user=1)
    assert flooded(limits, [0.0, 0.0, 0.0, 0.0]) == [False, False, False, True]
    assert flooded(limits, [100.0, 105.0, 109.9, 109.9]) == [False, False, False, True]
    assert flooded(limits, [100.0, 105.0, 109.9, 110.0]) == [False] * 4
    assert not any(flooded(limits, [float(second * 5) for second in range(1000)]))


def test_without_a_limit_no_frame_is_too_many() -> None:
    limits = SocketLimits(frames=None, sockets=1, sockets_per_user=1)
    assert not any(flooded(limits, [0.0] * 1000))


async def test_over_the_limit_a_user_gets_no_new_sockets_and_the_others_stay_open(
    serve: Serve,
) -> None:
    async with serve(max_sockets_per_user=2) as client:
        ada, ben = await client.student(), await client.student()
        sockets = [await client.socket(ada) for _ in range(2)]
        await assert_turned_away(await client.socket(ada), TOO_MANY_SOCKETS, 1008)
        for socket in (*sockets, await client.socket(ben)):
            await assert_served(socket)


async def test_a_full_server_accepts_no_new_sockets(serve: Serve) -> None:
    async with serve(max_sockets=2) as client:
        sockets = [await client.socket(await client.student()) for _ in range(2)]
        await assert_turned_away(await client.socket(await client.student()), FULL, 1013)
        for socket in sockets:
            await assert_served(socket)


@pytest.mark.parametrize("limit", ["max_sockets", "max_sockets_per_user"])
async def test_concurrent_sockets_cannot_exceed_the_limit(serve: Serve, limit: str) -> None:
    async with serve(**{limit: 5}) as client:
        ada = await client.student()
        sockets = await asyncio.gather(*(client.socket(ada) for _ in range(30)))
        events = await asyncio.gather(*(socket.ask("WATCH") for socket in sockets))
        assert Counter(event for event, _ in events) == {"WATCHING": 5, "ERROR": 25}


@pytest.mark.parametrize("limit", ["max_sockets", "max_sockets_per_user"])
async def test_a_socket_that_closes_or_dies_makes_room_for_another(
    serve: Serve, limit: str
) -> None:
    async with serve(**{limit: 1}) as client:
        ada = await client.student()
        for _ in range(2):
            socket = await let_in(client, ada)
            await socket.close()
        await (await let_in(client, ada)).close()
        async with asyncio.timeout(PATIENCE):
            while True:
                dying = await Raw.connect(client.url, ada)
                dying.write(frame(b'{"event": "WATCH"}'))
                if (await dying.next())[0] == "WATCHING":
                    break
        dying.drop()
        await let_in(client, ada)


async def test_a_socket_that_is_closed_by_the_server_makes_room_for_another(
    serve: Serve,
) -> None:
    async with serve(max_sockets_per_user=1, frames_per_socket=Rate(3, 3600)) as client:
        ada = await client.student()
        socket = await Raw.connect(client.url, ada)
        socket.write(frame(UNKNOWN) * 4)
        while await socket.error() != TOO_MANY_FRAMES:
            pass
        assert await socket.close_code() == 1008
        await let_in(client, ada)


async def test_a_socket_that_is_turned_away_takes_no_place_and_gets_no_answer(
    serve: Serve,
) -> None:
    async with serve(max_sockets_per_user=1) as client:
        teacher, ada = await client.teacher(), await client.student()
        class_id = await client.make_class(teacher, ada)
        await client.start(teacher, class_id)
        desk = await client.socket(teacher)
        refused = await Raw.connect(client.url, teacher)
        refused.write(frame(b'{"event": "DONE"}') * 3)
        await desk.mark(ada)
        assert await refused.error() == TOO_MANY_SOCKETS
        assert await refused.close_code() == 1008
        await refused.ended()
        scrape = await Scrape.of(client)
        assert scrape("open_sockets") == 1
        assert scrape("running_sessions") == 1


async def test_sockets_with_bad_tokens_get_an_error_and_only_a_few_stay_open(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "CLOSE_TIMEOUT", 3600.0)
    monkeypatch.setattr(limits_module, "TURNED_AWAY", 3)
    async with serve(max_sockets=5) as client:
        strangers = await asyncio.gather(*(Raw.connect(client.url) for _ in range(20)))
        for stranger in strangers:
            assert await stranger.error() == "Unauthorized or invalid token"
            assert await stranger.receive() == (
                CLOSE,
                (4401).to_bytes(2) + b"Unauthorized or invalid token",
            )
        ends = [asyncio.create_task(stranger.reader.read()) for stranger in strangers]
        for end in itertools.islice(asyncio.as_completed(ends, timeout=PATIENCE), 17):
            assert await end == b""
        sockets = [await client.socket(await client.student()) for _ in range(5)]
        for socket in sockets:
            await assert_served(socket)
        assert sum(not end.done() for end in ends) == 3
        for stranger in strangers:
            stranger.drop()


async def test_sockets_that_are_turned_away_are_counted_by_kind(serve: Serve) -> None:
    async with serve(max_sockets_per_user=1, max_sockets=2) as client:
        ada, ben, cleo = [await client.student() for _ in range(3)]
        sockets = [await client.socket(person) for person in (ada, ben, ben, cleo, cleo)]
        for socket, message in zip(sockets[2:], (TOO_MANY_SOCKETS, FULL, FULL), strict=True):
            assert await socket.error() == message
        scrape = await Scrape.of(client)
    assert scrape("refusals_total", over="socket", kind="TooManySockets") == 1
    assert scrape("refusals_total", over="socket", kind="ServerFull") == 2


async def test_by_default_a_user_has_sixty_four_sockets(client: Client) -> None:
    ada = await client.student()
    sockets = [await client.socket(ada) for _ in range(64)]
    for socket in sockets:
        await assert_served(socket)
    await assert_turned_away(await client.socket(ada), TOO_MANY_SOCKETS, 1008)


def check(folder: Path, settings: Settings, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command `check` with a limit of 1000 open files."""
    shared = {"MONGO_URI": settings.mongo_uri or "", "JWT_SECRET": SECRET, **more}
    return subprocess.run(
        ["sh", "-c", 'ulimit -n 1000 && exec "$@"', "sh", *COMMAND, "check"],
        cwd=folder,
        env=environment(shared),
        capture_output=True,
        timeout=STOP_TIMEOUT,
        check=False,
    )


def test_check_warns_when_max_sockets_exceeds_the_open_file_limit(
    tmp_path: Path, settings: Settings
) -> None:
    ended = check(tmp_path, settings)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert (
        "sockets: warning: MAX_SOCKETS is 20000, and the limit of open files (ulimit -Hn) is 1000:"
        " raise it, or set MAX_SOCKETS to 800"
    ) in ended.stdout.decode().splitlines()
    assert b"warning" not in check(tmp_path, settings, MAX_SOCKETS="800").stdout


@pytest.mark.parametrize("name", ["MAX_SOCKETS", "MAX_SOCKETS_PER_USER"])
def test_an_invalid_number_of_sockets_is_named_in_the_error(tmp_path: Path, name: str) -> None:
    ended = run_command(tmp_path, "check", **{name: "0"})
    assert ended.returncode == 2
    assert f"{name}: expected a whole number from 1" in ended.stderr
