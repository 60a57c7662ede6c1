"""What other clients pay when one account requests a lot, and hangs up."""

import asyncio
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from bson import ObjectId

from attendance_server.loadtest.figures import summary
from attendance_server.loadtest.school import Person

from .harness import (
    Harness,
    NotMeasured,
    Row,
    ServerProcess,
    insert_class,
    insert_people,
    ms,
    peak_memory,
    reset_peak,
    token,
)
from .reports import MIB
from .term import Term

SEED = 1
HUNG_UP = 24
DETAILS = 64
LISTS = 8
GETTING_BUSY = 0.3
"""Seconds from the greedy requests to the measured one."""

LOOK = 0.01
"""Seconds between two requests of another client."""

TIMEOUT = 300.0
STARTED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def measure(harness: Harness) -> list[Row]:
    """A small report behind 24 matrix requests of one teacher, whose clients have hung up.

    Then the memory for 64 simultaneous requests of one teacher for a session with 10,000 students,
    and how long others wait while a teacher with 20,000 classes lists them 8 times at once.
    """
    return [
        *await _hung_up(harness),
        *await _details(harness),
        *await _lists(harness),
    ]


async def _hung_up(harness: Harness) -> list[Row]:
    size, rows = harness.sizes.year, []
    uri = f"{harness.mongod.uri}hungup"
    with harness.database(uri) as database:
        Term(SEED, size).write(database)
        class_ = database.classes.find_one({"className": "Assembly"})
        greedy = _person(class_["teacherId"])
        [other] = insert_people(database, 1, "TEACHER")
        small = insert_class(database, other, [])
        async with harness.server(MONGO_URI=uri) as server, aiohttp.ClientSession() as http:
            for form in ("json", "xlsx"):
                path = f"/class/{small}/report?format={form}"
                quiet = await _seconds(server, http, path, other)
                for _ in range(HUNG_UP):
                    _ask_and_leave(
                        server, f"/class/{class_['_id']}/report/matrix?format={form}", greedy
                    )
                await asyncio.sleep(GETTING_BUSY)
                busy = await _seconds(server, http, path, other)
                rows.append(
                    Row(
                        f"Fairness: a small report as {form.upper()} behind {HUNG_UP} matrices"
                        f" ({size.students:,} students, {size.sessions} sessions) of another"
                        " teacher whose clients have hung up",
                        "at most 2 s",
                        f"**{busy:.2f} s**; quiet {quiet:.2f} s",
                        busy <= 2,
                    )
                )
                await _until_idle(server)
        database.client.drop_database(database.name)
    return rows


async def _details(harness: Harness) -> list[Row]:
    students = harness.sizes.crowd[-1]
    uri = f"{harness.mongod.uri}details"
    with harness.database(uri) as database:
        [teacher] = insert_people(database, 1, "TEACHER")
        path = _insert_session(database, teacher, insert_people(database, students, "STUDENT"))
        async with harness.server(MONGO_URI=uri) as server, aiohttp.ClientSession() as http:
            process = Path(f"/proc/{server.process.pid}")
            await _fetch(server, http, path, teacher)
            reset_peak(process)
            before = server.memory
            async with _others(server, http) as waits:
                requests = (_fetch(server, http, path, teacher) for _ in range(DETAILS))
                statuses = Counter(await asyncio.gather(*requests))
            grown = peak_memory(process) - before
        database.client.drop_database(database.name)
    answered = ", ".join(f"{count} of them {status}" for status, count in sorted(statuses.items()))
    return [
        Row(
            f"Fairness: {DETAILS} details of a session with {students:,} students at once",
            "at most 128 MB more memory",
            f"**+{grown / MIB:.0f} MB**; {answered}; others {_waits_text(waits)}",
            grown <= 128 * MIB,
        )
    ]


def _insert_session(database: Any, teacher: Person, students: Sequence[Person]) -> str:
    """Insert an ended session with all students present, and return the path to request it."""
    class_id = insert_class(database, teacher, students)
    session = {
        "classId": ObjectId(class_id),
        "className": "Benchmark",
        "teacherId": ObjectId(teacher.id),
        "startedAt": STARTED_AT,
        "endedAt": STARTED_AT + timedelta(hours=1),
        "roster": [ObjectId(student.id) for student in students],
        "marks": {
            student.id: {"status": "present", "markedAt": STARTED_AT, "seq": 1}
            for student in students
        },
        "commit": 1,
    }
    return f"/class/{class_id}/sessions/{database.sessions.insert_one(session).inserted_id}"


async def _lists(harness: Harness) -> list[Row]:
    classes = 2 * harness.sizes.crowd[-1]
    uri = f"{harness.mongod.uri}lists"
    with harness.database(uri) as database:
        [teacher] = insert_people(database, 1, "TEACHER")
        database.classes.insert_many(
            {"className": "Benchmark", "teacherId": ObjectId(teacher.id), "studentIds": []}
            for _ in range(classes)
        )
        async with (
            harness.server(MONGO_URI=uri) as server,
            aiohttp.ClientSession() as http,
            _others(server, http) as waits,
        ):
            requests = (_fetch(server, http, "/classes", teacher) for _ in range(LISTS))
            await asyncio.gather(*requests)
        database.client.drop_database(database.name)
    return [
        Row(
            f"Fairness: others while a teacher lists {classes:,} classes {LISTS} times at once",
            "at most 100 ms",
            _waits_text(waits),
            max(waits) <= 0.1,
        )
    ]


@asynccontextmanager
async def _others(server: ServerProcess, http: aiohttp.ClientSession) -> AsyncIterator[list[float]]:
    """The seconds that another client waits for each answer while the block runs."""
    waits: list[float] = []

    async def ask() -> None:
        while True:
            start = time.perf_counter()
            async with http.get(f"{server.url}/healthz") as response:
                await response.read()
            waits.append(time.perf_counter() - start)
            await asyncio.sleep(LOOK)

    asking = asyncio.create_task(ask())
    try:
        await asyncio.sleep(GETTING_BUSY)
        waits.clear()
        yield waits
    finally:
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking


def _waits_text(waits: list[float]) -> str:
    figures = summary(waits)
    return f"p50 {ms(figures['p50'])}, p99 {ms(figures['p99'])}, at most **{ms(max(waits))}**"


def _ask_and_leave(server: ServerProcess, path: str, who: Person) -> None:
    url = urlsplit(server.url)
    lines = [f"GET {path} HTTP/1.1", f"Host: {url.netloc}", f"Authorization: Bearer {who.token}"]
    with socket.create_connection((url.hostname, url.port)) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())


async def _fetch(server: ServerProcess, http: aiohttp.ClientSession, path: str, who: Person) -> int:
    """The status of a response that was read completely."""
    headers = {"Authorization": f"Bearer {who.token}"}
    timeout = aiohttp.ClientTimeout(TIMEOUT)
    async with http.get(server.url + path, headers=headers, timeout=timeout) as response:
        async for _ in response.content.iter_any():
            pass
        return response.status


async def _seconds(
    server: ServerProcess, http: aiohttp.ClientSession, path: str, who: Person
) -> float:
    """The seconds that a response takes. Raises `NotMeasured` if it fails or takes too long."""
    start = time.perf_counter()
    try:
        status = await _fetch(server, http, path, who)
    except TimeoutError:
        raise NotMeasured(f"no answer in {TIMEOUT:.0f} s") from None
    if status != 200:
        raise NotMeasured(f"{path}: {status}")
    return time.perf_counter() - start


async def _until_idle(server: ServerProcess) -> None:
    """Wait until the server has been idle for a second."""
    before = -1.0
    while server.cpu - before > 0.05:
        before = server.cpu
        await asyncio.sleep(1)


def _person(user_id: ObjectId) -> Person:
    return Person(str(user_id), "", token(str(user_id), "TEACHER"))
