"""`WORKERS=2`: two processes on one port, in everything that a client sees like one."""

import asyncio
import contextlib
import json
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path
from socket import create_server
from typing import Any

import aiohttp
import pytest
from attrs import Factory, define

from attendance_server.exit_errors import StartupError
from attendance_server.processes.parent import bound, private_folder
from tests.support.client import PATIENCE, Client, Person, Socket
from tests.support.engine import EngineSocket, Polling, dial
from tests.support.metrics import Scrape
from tests.support.mongo import Mongod
from tests.support.process import SECRET, Server, children, run_to_end, runs, wait_until
from tests.support.set_of_one import SetOfOne
from tests.support.socketio_js import socketio_client

WORKERS = 2

REPLACED = 300.0
"""Seconds after which workers that are not replaced count as lost, even on a slow machine."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of most of these tests, with a private MongoDB."""
    folder = tmp_path_factory.mktemp("s")
    server = Server(folder, WORKERS=str(WORKERS), TMPDIR=str(folder)).start()
    yield server
    assert server.process
    started = children(server.process.pid)
    assert len(started - workers(server)) == len(["mongod"])
    assert server.stop() == 0
    assert not any(map(runs, started))
    assert not list(folder.glob("attendance-*"))
    assert "Traceback" not in server.err


@pytest.fixture
async def client(server: Server) -> AsyncIterator[Client]:
    """A client that opens a connection per request, so that it comes to any worker."""
    connector = aiohttp.TCPConnector(force_close=True, limit=0)
    async with aiohttp.ClientSession(connector=connector) as http:
        yield Client(server.url, http)


def workers(server: Server) -> set[int]:
    assert server.process
    return {pid for pid in children(server.process.pid) if is_worker(pid)}


def is_worker(pid: int) -> bool:
    """Not the private MongoDB, and no process that has just ended."""
    try:
        return b"processes.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


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
        assert sum(shares) == len(sockets)
    # A worker that gets no turn in time, as on a busy machine, gets the sockets that come later.
    async with asyncio.timeout(PATIENCE):
        while sorted(await open_sockets(client))[-WORKERS] < 0.4 * len(sockets):
            sockets.append(await client.socket(teacher))
    for socket in sockets:
        await socket.close()


async def test_long_polling_goes_on_at_the_worker_that_it_began_at(client: Client) -> None:
    teacher = await client.teacher()
    sessions: list[Polling] = []
    others = []
    while len({session.sid.partition(".")[0] for session in sessions}) < WORKERS:
        sessions.append(await Polling.let_in(client, teacher))
        # Stays at one of the workers, which then lets the other go first.
        others.append(await client.socket(teacher))
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
    for socket in others:
        await socket.close()


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


async def keep_asking(url: str, answers: list[bytes], stop: asyncio.Event) -> None:
    """Connect again and again until told to `stop`, each time with a moment before the request."""
    host, port = url.removeprefix("http://").split(":")
    while not stop.is_set():
        reader, writer = await asyncio.open_connection(host, int(port))
        await asyncio.sleep(0.05)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: school\r\nConnection: close\r\n\r\n")
        try:
            answers.append((await reader.read())[:15])
        except ConnectionError:
            answers.append(b"reset")
        writer.close()


@define(eq=False)
class Seat:
    """A user who watches, and comes back when a socket is closed.

    `seen`: the status of each student who is marked, or of themselves alone. `marks`: those that
    they want saved, and send again until they see them. `result`: that of the session, once it has
    ended.
    """

    client: Client
    person: Person
    seen: dict[str, str] = Factory(dict)
    marks: dict[str, str] = Factory(dict)
    result: Any = None
    changed: asyncio.Condition = Factory(asyncio.Condition)
    socket: Socket | None = None

    async def attend(self) -> None:
        while not self.result:
            with contextlib.suppress(aiohttp.ClientError):
                self.socket = await self.client.socket(self.person)
                await self.socket.send("WATCH")
                async for message in self.socket.ws:
                    await self._take(**json.loads(message.data))

    async def mark(self, student: Person, status: str) -> None:
        self.marks[student.id] = status
        await self._send_marks()

    async def send(self, event: str, **data: str) -> None:
        # Without one, `WATCHING` is next, and what it does not show is sent again.
        with contextlib.suppress(ConnectionError):
            if self.socket:
                await self.socket.send(event, **data)

    def sees(self, student_id: str) -> bool:
        return self.person.role == "teacher" or self.person.id == student_id

    def sees_all(self, marks: dict[str, str]) -> bool:
        return self.seen == {each: status for each, status in marks.items() if self.sees(each)}

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE), self.changed:
            await self.changed.wait_for(condition)

    async def _take(self, event: str, data: Any) -> None:
        if event == "WATCHING":
            # None where the worker has not heard yet that another one has started it.
            marks = [mark for session in data["sessions"] for mark in self._shown(session)]
            self.seen = {mark["studentId"]: mark["status"] for mark in marks}
            await self._send_marks()
        elif event == "SESSION_STARTED":
            await self.send("WATCH")
        elif event == "ATTENDANCE_MARKED" and self.sees(data["studentId"]):
            self.seen[data["studentId"]] = data["status"]
        elif event == "SESSION_ENDED":
            self.result = data
        async with self.changed:
            self.changed.notify_all()

    def _shown(self, session: Any) -> list[dict[str, str]]:
        """The marks in a session, as `WATCHING` shows it to this user."""
        own = {"studentId": self.person.id, "status": session.get("status")}
        shown: list[dict[str, str]] = session.get("marks", [own])
        return [mark for mark in shown if mark["status"]]

    async def _send_marks(self) -> None:
        for student, status in self.marks.items() - self.seen.items():
            await self.send("MARK_ATTENDANCE", studentId=student, status=status)


async def test_a_lesson_survives_the_death_of_a_worker_and_the_replacement_of_all(
    server: Server, client: Client
) -> None:
    teacher = await client.teacher()
    students = [await client.student() for _ in range(6)]
    class_id = await client.make_class(teacher, *students)
    await client.start(teacher, class_id)
    desk, *others = (Seat(client, person) for person in (*4 * [teacher], *students))
    attending = [asyncio.create_task(each.attend()) for each in (desk, *others)]

    async def all_see_marks() -> None:
        for each in (desk, *others):
            await each.until(partial(each.sees_all, desk.marks))

    await desk.mark(students[0], "present")
    await all_see_marks()
    assert min(share for share in await open_sockets(client) if share) >= 2

    killed, *spared = sorted(workers(server))
    os.kill(killed, signal.SIGKILL)
    await desk.mark(students[1], "late")
    await all_see_marks()
    async with asyncio.timeout(REPLACED):
        while (await Scrape.of(client))("workers_up") < WORKERS:
            await asyncio.sleep(0.05)
    assert set(spared) < workers(server)

    old, answers, stop = workers(server), list[bytes](), asyncio.Event()
    asking = [asyncio.create_task(keep_asking(server.url, answers, stop)) for _ in range(8)]
    server.signal(signal.SIGHUP)
    for student in students[2:]:
        await desk.mark(student, "present")
    async with asyncio.timeout(REPLACED):
        while old & workers(server):
            await asyncio.sleep(0.05)
    stop.set()
    await asyncio.gather(*asking)
    assert set(answers) == {b"HTTP/1.1 200 OK"}
    assert len(workers(server)) == WORKERS
    await all_see_marks()

    await desk.send("DONE")
    for each in (desk, *others):
        await each.until(lambda seat=each: seat.result)
        assert each.result == desk.result
        assert each.socket
        await each.socket.close()
    assert (desk.result["presentCount"], desk.result["lateCount"]) == (6, 1)
    await asyncio.gather(*attending)


def test_a_renewal_with_a_wrong_setting_leaves_the_workers_as_they_are(server: Server) -> None:
    before = workers(server)
    wrong = server.folder / ".env"
    wrong.write_text("KEEP_ALIVE=soon\n")
    server.signal(signal.SIGHUP)
    wait_until(lambda: "before it served: the others stay" in server.err, "it is broken off")
    wrong.unlink()
    assert "attendance-server: KEEP_ALIVE: expected a duration" in server.err
    assert workers(server) == before


def test_a_parent_that_is_killed_takes_all_workers_with_it(
    set_of_one: SetOfOne, tmp_path: Path
) -> None:
    with set_of_one.new_database() as uri:
        server = Server(tmp_path, MONGO_URI=uri, JWT_SECRET=SECRET, WORKERS="2").start()
        started = workers(server)
        server.kill()
        wait_until(lambda: not any(map(runs, started)), "all workers have ended")
        assert "Traceback" not in server.err


@pytest.mark.parametrize(
    ("settings", "code", "says"),
    [
        ({}, 2, "WORKERS is more than 1, and MONGO_URI names a standalone MongoDB"),
        ({"HOST": "0.0.0.0"}, 2, "TEACHER_SIGNUP is not set"),
        ({"HOST": "192.0.2.1"}, 1, "cannot listen on 192.0.2.1:0"),
        ({"WORKERS": "65"}, 2, "WORKERS: expected 1 to 64, or auto, not '65'"),
    ],
    ids=["standalone", "missing", "address", "number"],
)
def test_what_keeps_workers_from_starting_is_said_once(
    shared_mongod: Mongod, tmp_path: Path, settings: dict[str, str], code: int, says: str
) -> None:
    usual = {
        "MONGO_URI": shared_mongod.uri + "workers",
        "JWT_SECRET": SECRET,
        "WORKERS": "2",
        "TEACHER_SIGNUP": "" if "HOST" in settings and code == 2 else "open",
    }
    ended = run_to_end(tmp_path, **usual | settings)
    assert ended.exit_code == code
    assert ended.err.count("attendance-server: ") == 1
    assert f"attendance-server: {says}" in ended.err


async def test_what_the_machine_lacks_is_said_with_what_to_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = create_server(("127.0.0.1", 0))
    with taken, pytest.raises(StartupError, match="set PORT to another"):
        await bound("127.0.0.1", taken.getsockname()[1])
    monkeypatch.setattr(tempfile, "tempdir", "/missing")
    with pytest.raises(StartupError, match="set TMPDIR to another"), private_folder(WORKERS):
        pass
