"""No task of the server ends silently: it is logged, marks are saved, and the server exits."""

import ast
import asyncio
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import attrs
import pymongo
import pytest

import attendance_server
from attendance_server.exit_errors import ServerFailed
from attendance_server.live.backlog import Backlog, Batch
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.smtp_url import read_smtp_url
from attendance_server.supervision import LongLived, Supervisor
from tests.conftest import SECRET
from tests.support.client import Client, Lesson
from tests.support.failing import failing
from tests.support.process import Server
from tests.support.witness import frames_until_close

FAILED = 70
SHUTTING_DOWN = (503, "The server is shutting down, try again")

STARTS_TASKS = {
    "supervision.py": "the supervisor itself",
    "store/client.py": "one ping of the database, awaited by all concurrent callers",
    "store/change_stream.py": "the thread of the stream, which notes what fails and reads on",
    "store/turns.py": "the prolonging of a turn, which ends with the turn",
    "assembly/life_cycle.py": "a task that finishes by itself and logs its own failure",
    "api_docs/__init__.py": "the description, awaited by all who request it first",
    "routes/pages.py": "the files and the joined pages, awaited by all who request them first",
    "database/private_mongod.py": "the start of mongod, awaited where it is needed",
    "event_loop.py": "the thread that waits for a child process, where the kernel does not tell",
    "accounts/exchange.py": "one batch of refresh tokens, awaited by all whose token is in it",
    "accounts/hash_pool.py": "the start of a process, awaited by its caller",
    "siblings/line.py": "an answer to a sibling, which ends by itself",
    "siblings/listening.py": "a connection that was accepted, and is opened",
    "processes/team.py": "a task group of the parent, which waits for it",
}
"""The modules that may start tasks, and why."""


OF_SEVERAL = {LongLived.LEASE, LongLived.FEED, LongLived.MESSAGES}
"""The tasks of a server that may be one of several."""


@pytest.fixture
def settings(
    settings: Settings, tmp_path: Path, name: LongLived, request: pytest.FixtureRequest
) -> Settings:
    """Settings with which the server runs the task `name`."""
    if name in OF_SEVERAL:
        replicated: Settings = request.getfixturevalue("replicated")
        return replicated
    if name is LongLived.MONGOD:
        return Settings(port=0, data_dir=tmp_path, jwt_secret=SECRET, bcrypt_rounds=4)
    mail = {"smtp_url": read_smtp_url("smtp://127.0.0.1:1"), "public_url": "http://127.0.0.1"}
    return attrs.evolve(settings, keep_sessions=400 * 86400.0, **mail)


def task_logs(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The messages logged about ended tasks, each followed by its traceback."""
    return [
        record.getMessage() + (record.exc_text or "")
        for record in caplog.records
        if record.name == "attendance_server.supervision"
    ]


@pytest.mark.parametrize("name", list(LongLived))
async def test_a_task_that_fails_stops_the_server(
    settings: Settings,
    name: LongLived,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    trigger, stopped = asyncio.Event(), asyncio.Event()
    monkeypatch.setattr(Supervisor, "start", failing(name, trigger))
    supervisor = Supervisor(stopped.set)
    async with serving(settings, supervisor) as url:
        client = Client(url, http)
        socket = await client.socket(await client.teacher())
        assert (await client.get("/readyz")).data == {"status": "ready"}
        assert not stopped.is_set()
        trigger.set()
        await stopped.wait()
        assert (await client.get("/readyz")).error == SHUTTING_DOWN
        assert (await client.get("/healthz")).data == {"status": "alive"}
        closing = asyncio.create_task(socket.close_code())
        await asyncio.sleep(0)
    assert await closing == 1001
    (logged,) = task_logs(caplog)
    assert f"the task '{name.value}' failed" in logged
    assert "Traceback" in logged
    assert "RuntimeError: injected" in logged
    with pytest.raises(ServerFailed, match=name.value) as failed:
        supervisor.check()
    assert failed.value.exit_code == FAILED


@pytest.fixture
def program(settings: Settings, tmp_path: Path, name: LongLived) -> Iterator[Server]:
    """A server in its own process, not yet started; see `failing.py`."""
    server = Server(tmp_path / "s", MONGO_URI=settings.mongo_uri or "", JWT_SECRET=SECRET)
    server.command = [sys.executable, "-m", "tests.support.failing", name.value]
    yield server
    server.kill()


@pytest.mark.parametrize("name", [LongLived.JOURNAL])
async def test_the_process_exits_with_its_own_status_and_has_saved_accepted_marks(
    program: Server, database: pymongo.database.Database, http: aiohttp.ClientSession
) -> None:
    lesson = await Lesson.begin(Client(program.start().url, http))
    for student in lesson.students:
        await lesson.desk.send("MARK_ATTENDANCE", studentId=student.id)
    program.signal(signal.SIGUSR1)
    # Every frame until the close code 1001.
    desk_frames, *seat_frames = await frames_until_close(lesson.desk, *lesson.seats)
    assert await asyncio.to_thread(program.wait) == FAILED
    marked = [frame["data"]["studentId"] for frame in desk_frames]
    assert marked == list(database.sessions.find_one()["marks"])
    assert seat_frames == [desk_frames] * len(seat_frames)
    assert "RuntimeError: injected" in program.err
    assert "attendance-server: ended unexpectedly: journal; see the log" in program.err


@pytest.mark.parametrize("name", [LongLived.JOURNAL])
async def test_a_journal_that_fails_on_a_batch_saves_it_while_the_server_stops(
    settings: Settings,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    take, failures = Backlog.take, [RuntimeError("before it"), None, RuntimeError("after it")]

    def failing_take(backlog: Backlog, now: float) -> Batch:
        if failures and (failure := failures.pop(0)):
            raise failure
        return take(backlog, now)

    supervisor = Supervisor()
    async with serving(settings, supervisor) as url:
        lesson = await Lesson.begin(Client(url, http))
        monkeypatch.setattr(Backlog, "take", failing_take)
        assert (await lesson.desk.mark(lesson.students[0]))["status"] == "present"
    assert supervisor.failed == [LongLived.JOURNAL]
    assert "RuntimeError: before it" in task_logs(caplog)[0]


@pytest.mark.parametrize("name", [LongLived.JOURNAL])
async def test_a_journal_that_keeps_failing_does_not_delay_the_stop(
    settings: Settings, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing_take(backlog: Backlog, now: float) -> Batch:
        raise RuntimeError("injected")

    supervisor = Supervisor()
    async with serving(attrs.evolve(settings, shutdown_timeout=0.2), supervisor) as url:
        lesson = await Lesson.begin(Client(url, http))
        monkeypatch.setattr(Backlog, "take", failing_take)
        await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[0].id)
        closing = asyncio.create_task(lesson.desk.close_code())
        while len(supervisor.failed) < 2:
            await asyncio.sleep(0)
    assert supervisor.failed == [LongLived.JOURNAL] * 2
    assert await closing == 1001


async def test_every_way_a_task_can_end_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    tasks: list[asyncio.Task[None] | None] = []
    ended = asyncio.Event()

    async def wait_for_cancellation() -> None:
        tasks.append(asyncio.current_task())
        await asyncio.Event().wait()

    supervisor = Supervisor(ended.set)
    supervisor.start(LongLived.HEARTBEAT, lambda: asyncio.sleep(0))
    await ended.wait()
    supervisor.start(LongLived.IMPORTS, wait_for_cancellation)
    await asyncio.sleep(0)
    ended.clear()
    (task,) = tasks
    assert task
    task.cancel()
    await ended.wait()
    assert task_logs(caplog) == [
        "the task 'heartbeat' returned; the server stops",
        "the task 'imports' was cancelled; the server stops",
    ]
    assert supervisor.failed == [LongLived.HEARTBEAT, LongLived.IMPORTS]


async def test_a_stopped_task_has_not_failed(caplog: pytest.LogCaptureFixture) -> None:
    async def fail_when_stopped() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise RuntimeError("injected")

    supervisor = Supervisor()
    supervisor.start(LongLived.HEARTBEAT, asyncio.Event().wait)
    supervisor.start(LongLived.IMPORTS, fail_when_stopped)
    await asyncio.sleep(0)
    await supervisor.stop(*LongLived)
    supervisor.check()
    (logged,) = task_logs(caplog)
    assert "the task 'imports' failed when it was stopped" in logged
    assert "RuntimeError: injected" in logged


def test_every_started_task_is_supervised_or_awaited() -> None:
    """Add a new task to `LongLived`, or await it where it is started."""
    package = Path(attendance_server.__file__).parent
    starting = {"create_task", "ensure_future", "run_coroutine_threadsafe", "Thread"}
    starts = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in starting:
                starts.add(path.relative_to(package).as_posix())
    # The load test is a separate program.
    assert {name for name in starts if not name.startswith("loadtest/")} == set(STARTS_TASKS)
