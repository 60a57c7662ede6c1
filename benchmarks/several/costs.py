"""What single things cost: the figures that `benchmarks/district` calculates with."""

import asyncio
import statistics
import tempfile
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from attrs import frozen

from attendance_server.loadtest import storm
from attendance_server.loadtest.figures import summary
from attendance_server.loadtest.plan import Plan
from attendance_server.loadtest.school import Person, open_school
from attendance_server.loadtest.socket_group import SocketGroup
from tests.support.replica_set import ReplicaSet

from ..harness import (
    DATABASE,
    PATIENCE,
    SOURCES,
    Harness,
    NotMeasured,
    Row,
    ServerProcess,
    check,
    cpu_of,
    ms,
)
from ..logins import seconds_per_hash
from ..reconnecting import insert_devices, reconnect
from .replica_set import replica_set

CLASS = 25
RATE = 100.0
"""Marks per second: as many as in a busy school, and nearly all alone in their commit."""
PACED = 300
AT_ONCE = 500
STARTS = 50
LOG_INS = 100
PER_ACCOUNT = 5
ROUNDS = 3
USUAL_COST = 12
MIB = 1 << 20
MICRO = 1e6


@frozen
class Marking:
    """Paced marks and a burst, in one session. Processor seconds per mark."""

    server: float
    mongod: float
    at_once: float
    latencies: Sequence[float]


async def measure(harness: Harness) -> list[Row]:
    """Processor time per connection, commit, mark, delivery, start and log-in, of one server.

    The server has a core of its own, and its database is a set of one member. A mark alone is one
    commit of one session, and what the processes use without marks is taken off; of 500 marks at
    once, most share their commit with others. The time of a commit is from a mark to its frame at
    the teacher's socket, with one member and with three.
    """
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        with replica_set(Path(folder) / "1", 1) as database:
            rows += await _on_one(harness.on(database.uri(DATABASE)), database)
        with replica_set(Path(folder) / "3", 3) as database:
            inside = harness.on(database.uri(DATABASE))
            async with inside.server() as server:
                marking = await _mark(inside, server, database, 0)
            rows.append(_time("commit", "a mark to its frame, three members", marking.latencies))
    return rows


async def _on_one(harness: Harness, database: ReplicaSet) -> list[Row]:
    async with harness.server() as server:
        await asyncio.sleep(1)
        base = server.memory
        starting = await _start(harness, server)
        connecting = await _connect(harness, server)
        moving = await _move(harness, server)
        alone = await _mark(harness, server, database, 0)
        whole = await _mark(harness, server, database, CLASS)
        logging_in = await _log_in(server)
    return [
        _cost("connecting", "a refresh, a socket and `WATCH`", connecting),
        _cost("moving", "a socket and `WATCH` of a user who was there lately", moving),
        _cost("log_in", "a log-in, without the hash", logging_in),
        _cost("hash", f"a hash at cost {USUAL_COST}", seconds_per_hash(USUAL_COST)),
        _cost("mark", f"a mark of {AT_ONCE} at once", alone.at_once),
        _cost("committing", "a mark alone, beyond that", alone.server - alone.at_once),
        _cost("saving", "MongoDB, per commit", alone.mongod),
        _cost("delivery", "a frame to a socket", (whole.server - alone.server) / CLASS),
        _cost("start", "the start of a session", starting),
        _time("commit", "a mark to its frame, one member", alone.latencies),
        Row(
            "Costs: `base`, the memory of a server without sockets", "", f"**{base / MIB:.0f} MB**"
        ),
    ]


async def _start(harness: Harness, server: ServerProcess) -> float:
    teachers = harness.insert_people(STARTS, "TEACHER")
    students = harness.insert_people(CLASS)
    classes = [harness.insert_class(teacher, students) for teacher in teachers]
    async with open_school(server.target) as school:
        before = server.cpu
        for teacher, class_id in zip(teachers, classes, strict=True):
            await school.start(teacher, class_id)
        return (server.cpu - before) / STARTS


async def _connect(harness: Harness, server: ServerProcess) -> float:
    """Remembered phones, with a running session each."""
    students = await _class(harness, server, harness.sizes.students)
    phones, costs = insert_devices(harness, students), list[float]()
    for _ in range(ROUNDS):
        before = server.cpu
        await reconnect(server, phones)
        costs.append((server.cpu - before) / len(phones))
    return statistics.median(costs)


async def _move(harness: Harness, server: ServerProcess) -> float:
    """Sockets of users whom the server knows."""
    students, costs = await _class(harness, server, harness.sizes.students), list[float]()
    for _ in range(ROUNDS + 1):
        group = SocketGroup(server.target, Plan("", []))
        before = server.cpu
        try:
            await group.join([student.token for student in students], sources=SOURCES)
            await asyncio.wait([each.ask("WATCH") for each in group.listeners], timeout=PATIENCE)
            costs.append((server.cpu - before) / len(students))
            check(group)
        finally:
            await group.leave()
    # In the first round it did not know them.
    return statistics.median(costs[1:])


async def _mark(
    harness: Harness, server: ServerProcess, database: ReplicaSet, sockets: int
) -> Marking:
    """Marks in a session with the teacher's socket and those of some students."""
    process = database.primary().process
    assert process
    async with _lesson(harness, server, sockets) as group:
        await storm.paced(group, PACED, RATE, PATIENCE)
        pids = server.process.pid, process.pid
        _, *idle = await _used(pids, asyncio.sleep(PACED / RATE))
        paced, *busy = await _used(pids, storm.paced(group, PACED, RATE, PATIENCE))
        if len(paced.measured) < PACED:
            raise NotMeasured("a mark did not arrive")
        ours, mongods = (each - quiet for each, quiet in zip(busy, idle, strict=True))
        bursts = server.cpu
        for _ in range(ROUNDS):
            await storm.burst([group], AT_ONCE, PATIENCE)
        bursts = (server.cpu - bursts) / ROUNDS / AT_ONCE
        check(group)
    return Marking(ours / PACED, mongods / PACED, bursts, paced.measured)


async def _used(pids: Sequence[int], work: Awaitable[Any]) -> tuple[Any, *tuple[float, ...]]:
    """The result of some work, and the processor seconds that each process uses meanwhile."""
    before = list(map(cpu_of, pids))
    result = await work
    return result, *(cpu_of(pid) - then for pid, then in zip(pids, before, strict=True))


@asynccontextmanager
async def _lesson(
    harness: Harness, server: ServerProcess, sockets: int
) -> AsyncIterator[SocketGroup]:
    [teacher] = harness.insert_people(1, "TEACHER")
    students = harness.insert_people(CLASS)
    class_id = harness.insert_class(teacher, students)
    async with open_school(server.target) as school:
        await school.start(teacher, class_id)
    group = SocketGroup(server.target, Plan(class_id, [student.id for student in students]))
    try:
        await group.join_teacher(teacher.token)
        if sockets:
            await group.join([student.token for student in students[:sockets]])
        await group.query_all(PATIENCE)
        yield group
    finally:
        await group.leave()


async def _log_in(server: ServerProcess) -> float:
    """Log-ins at the lowest cost of a hash, which other processes compute."""
    async with open_school(server.target) as school:
        accounts = await school.people("student", LOG_INS // PER_ACCOUNT)
        before = server.cpu
        for _ in range(PER_ACCOUNT):
            for account in accounts:
                body = {"email": account.email, "password": school.password}
                await school.call("POST", "/auth/login", body)
        return (server.cpu - before) / (len(accounts) * PER_ACCOUNT)


async def _class(harness: Harness, server: ServerProcess, count: int) -> list[Person]:
    """The students of a class with a running session."""
    [teacher] = harness.insert_people(1, "TEACHER")
    students = harness.insert_people(count)
    class_id = harness.insert_class(teacher, students)
    async with open_school(server.target) as school:
        await school.start(teacher, class_id)
    return students


def _cost(name: str, what: str, seconds: float) -> Row:
    return Row(f"Costs: `{name}`, {what}", "", f"**{seconds * MICRO:,.1f} µs** of processor time")


def _time(name: str, what: str, seconds: Sequence[float]) -> Row:
    took = summary(seconds)
    measured = f"p50 **{ms(took['p50'])}**, p95 {ms(took['p95'])}, p99 {ms(took['p99'])}"
    return Row(f"Costs: `{name}`, {what}", "", measured)
