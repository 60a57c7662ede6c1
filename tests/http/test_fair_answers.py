"""Large answers: clients that request many, disconnect or do not read do not affect others."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, ExitStack, closing
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pymongo
import pytest
from aiohttp import web
from bson import ObjectId

from attendance_server.app import create_app
from attendance_server.assembly.queues import REPORTS_AT_ONCE
from attendance_server.routes.app_keys import LARGE_ANSWERS, REPORTS, WORKBOOKS
from attendance_server.settings import Settings
from attendance_server.workers import BoundedQueue
from tests.store.test_reads import NINE
from tests.support.client import PATIENCE, Answer, Client, Person

STUDENTS = 3000
"""The size of a class whose answers are too large to be kept in memory."""

WAITING = 10
"""How many reports of one account may wait."""

TOO_MANY = (429, "Too many requests from this account are in progress, try again later")


@pytest.fixture
async def runner(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[web.AppRunner]:
    """A server whose queues a test can occupy, and where few reports may wait."""
    monkeypatch.setattr(
        "attendance_server.assembly.queues.REPORTS_WAITING", 2 * WAITING - REPORTS_AT_ONCE
    )
    runner = web.AppRunner(create_app(settings))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield runner
    finally:
        await runner.cleanup()


@pytest.fixture
def client(runner: web.AppRunner, http: aiohttp.ClientSession) -> Client:
    host, port = runner.addresses[0][:2]
    return Client(f"http://{host}:{port}", http)


def connect(client: Client, path: str, user: Person) -> socket.socket:
    """Open a connection that sends a request and never reads the answer."""
    url = urlsplit(client.url)
    connection = socket.socket()
    # Data that fits into buffers counts as read, so keep this one small.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((url.hostname, url.port))
    lines = [f"GET {path} HTTP/1.1", f"Host: {url.netloc}", f"Authorization: Bearer {user.token}"]
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    return connection


async def until_waiting(queue: BoundedQueue, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while queue.waiting != count:
            await asyncio.sleep(0.01)


async def until_open(runner: web.AppRunner, count: int) -> None:
    """Wait until the server counts this many open connections."""
    assert runner.server
    async with asyncio.timeout(PATIENCE):
        while sum(each.transport is not None for each in runner.server.connections) != count:
            await asyncio.sleep(0.01)


async def take_all(queue: BoundedQueue, stack: AsyncExitStack) -> None:
    """Occupy all places of the queue with accounts that the test does not use."""
    for number in range(queue.at_once):
        await stack.enter_async_context(queue.turn(f"somebody {number}"))


def counts_of(database: pymongo.database.Database, class_id: str) -> int:
    """How often MongoDB has aggregated sessions of the class since profiling was turned on."""
    query = {"command.aggregate": "sessions", "command.pipeline.1.$match.classId": None}
    query["command.pipeline.1.$match.classId"] = ObjectId(class_id)
    return int(database["system.profile"].count_documents(query))


@pytest.mark.parametrize("form", ["json", "xlsx"])
async def test_reports_of_disconnected_clients_are_never_computed(
    runner: web.AppRunner, client: Client, database: pymongo.database.Database, form: str
) -> None:
    greedy, other = await client.teacher(), await client.teacher()
    theirs, small = await client.make_class(greedy), await client.make_class(other)
    queue = runner.app[WORKBOOKS].queue if form == "xlsx" else runner.app[REPORTS]
    path = f"/class/{theirs}/report/matrix?format={form}"
    async with AsyncExitStack() as stack:
        await take_all(queue, stack)
        hung_up = [connect(client, path, greedy) for _ in range(8)]
        await until_waiting(queue, 8)
        for each in hung_up:
            each.close()
        await until_open(runner, 1)
        database.command("profile", 2)
        report = f"/class/{small}/report?format={form}"
        request = asyncio.create_task(_status(client, report, other))
        await until_waiting(queue, 9)
    assert await request == 200
    # The queue is the last to learn that work of an account is over.
    assert await _status(client, f"/class/{small}/report?format={form}", other) == 200
    database.command("profile", 0)
    assert counts_of(database, small) == 2
    assert counts_of(database, theirs) == 0
    assert queue.waiting == 0


async def test_waiting_answers_are_limited_per_account_with_retry_after(
    runner: web.AppRunner, client: Client
) -> None:
    greedy, other = await client.teacher(), await client.teacher()
    theirs, small = await client.make_class(greedy), await client.make_class(other)
    path = f"/class/{theirs}/report"
    async with AsyncExitStack() as stack:
        await take_all(runner.app[REPORTS], stack)
        requests = [asyncio.create_task(client.get(path, greedy.token)) for _ in range(WAITING)]
        await until_waiting(runner.app[REPORTS], WAITING)
        refused = await client.get(path, greedy.token)
        assert refused.error == TOO_MANY
        assert int(refused.headers["Retry-After"]) >= 1
        requests.append(asyncio.create_task(client.get(f"/class/{small}/report", other.token)))
        await until_waiting(runner.app[REPORTS], WAITING + 1)
    answers: Sequence[Answer] = await asyncio.gather(*requests)
    assert {answer.status for answer in answers} == {200}


async def test_clients_that_do_not_read_do_not_delay_others(
    runner: web.AppRunner, client: Client, database: pymongo.database.Database
) -> None:
    teachers = [await client.teacher() for _ in range(3)]
    classes = [large_class(database, teacher) for teacher in teachers]
    for (class_id, session_id), teacher in zip(classes, teachers, strict=True):
        await right_detail(client, teacher, class_id, session_id)
    lazy = []
    for (class_id, session_id), teacher in zip(classes[:2], teachers, strict=False):
        for path in (f"/class/{class_id}", f"/class/{class_id}/sessions/{session_id}"):
            lazy += [connect(client, path, teacher) for _ in range(3)]
    (class_id, session_id), teacher = classes[2], teachers[2]
    await right_detail(client, teacher, class_id, session_id)
    class_ = (await client.get(f"/class/{class_id}", teacher.token)).data
    assert [each["name"] for each in class_["students"]] == [f"Ada {n}" for n in range(STUDENTS)]
    assert runner.app[LARGE_ANSWERS].at_once < len(lazy)
    for each in lazy:
        with closing(each):
            pass


@pytest.mark.parametrize("form", ["json", "csv"])
async def test_unread_reports_keep_no_cursors_open(
    runner: web.AppRunner, client: Client, database: pymongo.database.Database, form: str
) -> None:
    teacher, other = await client.teacher(), await client.teacher()
    theirs, _ = large_class(database, teacher)
    path = f"/class/{theirs}/report?format={form}"
    queue = runner.app[REPORTS]
    with ExitStack() as closed:
        for _ in range(2 * queue.at_once):
            closed.enter_context(closing(connect(client, path, teacher)))
        await until_waiting(queue, 2 * queue.at_once - queue.at_once // 2)
        # Reports are made one at a time, and this one after all others.
        small = await client.make_class(other)
        assert await _status(client, f"/class/{small}/report?format={form}", other) == 200
        async with asyncio.timeout(PATIENCE):
            while len(queue):
                await asyncio.sleep(0.01)
        assert open_cursors(database) == 0


async def test_a_large_session_is_the_same_in_every_form(
    client: Client, database: pymongo.database.Database
) -> None:
    teacher = await client.teacher()
    class_id, session_id = large_class(database, teacher)
    path = f"{client.url}/class/{class_id}/sessions/{session_id}?format=csv"
    headers = {"Authorization": f"Bearer {teacher.token}"}
    async with client.http.get(path, headers=headers) as response:
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        lines = (await response.text("utf-8-sig")).splitlines()
    assert len(lines) == STUDENTS + 1
    assert "Ada 0,0.0@large.test" not in lines[0]
    assert f",Ada {STUDENTS - 1}," in lines[-1]


async def right_detail(client: Client, teacher: Person, class_id: str, session_id: str) -> None:
    detail = (await client.get(f"/class/{class_id}/sessions/{session_id}", teacher.token)).data
    assert [line["name"] for line in detail["attendance"]] == [f"Ada {n}" for n in range(STUDENTS)]
    assert {line["status"] for line in detail["attendance"]} == {"absent"}
    assert (detail["total"], detail["corrections"]) == (STUDENTS, [])


def open_cursors(database: pymongo.database.Database) -> int:
    """How many idle cursors on the sessions are open."""
    operations = {"$currentOp": {"idleCursors": True, "allUsers": True}}
    of_sessions = {"$match": {"type": "idleCursor", "ns": f"{database.name}.sessions"}}
    return len(list(database.client.admin.aggregate([operations, of_sessions])))


async def _status(client: Client, path: str, user: Person) -> int:
    headers = {"Authorization": f"Bearer {user.token}"}
    async with client.http.get(client.url + path, headers=headers) as response:
        await response.read()
        return response.status


def large_class(database: pymongo.database.Database, teacher: Person) -> tuple[str, str]:
    """Insert a class with many students and a session, and return the ids of both."""
    class_id, session_id = ObjectId(), ObjectId()
    students: list[Any] = [
        {
            "_id": ObjectId(),
            "name": f"Ada {number}",
            "email": f"{number}.{class_id}@large.test",
            "role": "STUDENT",
            "passwordHash": b"",
            "search": [],
        }
        for number in range(STUDENTS)
    ]
    database.users.insert_many(students)
    ids = [each["_id"] for each in students]
    of_class = {"className": "Assembly", "teacherId": ObjectId(teacher.id)}
    database.classes.insert_one({"_id": class_id, **of_class, "studentIds": ids})
    database.sessions.insert_one(
        {
            "_id": session_id,
            "classId": class_id,
            **of_class,
            "startedAt": NINE,
            "endedAt": NINE + timedelta(hours=1),
            "roster": ids,
            "marks": {},
            "commit": 1,
        }
    )
    return str(class_id), str(session_id)
