"""One process beside two workers: how much more they deliver, and how many more they let in."""

import asyncio
import statistics
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from attrs import Factory, astuple, define, frozen

from attendance_server.loadtest.plan import Plan
from tests.support.process import children
from tests.support.replica_set import ReplicaSet

from ..harness import PATIENCE, SOURCES, Harness, Row, ServerProcess, check
from .handshakes import connect_all
from .kept import RECEIVE_BUFFER, KeptGroup, burst
from .lesson import Lesson
from .meter import Cost, Meter
from .replica_set import replica_set

LAPS = 10
"""How often each student is marked in a burst: an even number, so that all bursts are as long."""

MARKED = 25
"""How many students of a class are marked."""

CORES = 2
GOAL = 1.7
SETTLE = 0.3


@frozen
class School:
    """Classes that are taught at the same time."""

    name: str
    classes: int
    students: int


SCHOOLS = (School("one class of 1,000", 1, 1_000), School("40 classes of 25", 40, 25))


@define
class Side:
    """The server of one of the two cases, and who is at it.

    `database`: the name of its own, so that the two cases have nothing to do with each other.
    """

    server: ServerProcess
    meter: Meter
    database: str
    groups: list[KeptGroup] = Factory(list)
    tokens: list[str] = Factory(list)

    @property
    def sockets(self) -> int:
        return sum(len(group.listeners) for group in self.groups)

    @asynccontextmanager
    async def school(self, database: ReplicaSet, school: School) -> AsyncIterator[None]:
        """Everyone's sockets."""
        self.groups, self.tokens = [], []
        try:
            for _ in range(school.classes):
                await self._join(database, school.students)
            yield
        finally:
            for group in self.groups:
                await group.leave()

    async def burst(self, marks: int) -> Cost:
        """What it costs that all teachers mark at once."""
        return await burst(self.groups, marks, self.meter)

    def connect(self) -> Cost:
        """What it costs that all students open one more socket."""
        return connect_all(self.server.target, self.tokens, self.meter)

    async def _join(self, database: ReplicaSet, students: int) -> None:
        """Open the sockets of a class."""
        target = self.server.target
        lesson = await Lesson.start(database, target, students, self.database)
        marked = [student.id for student in lesson.students[:MARKED]]
        group = KeptGroup(target, Plan(lesson.class_id, marked))
        self.groups.append(group)
        await group.join_teacher(lesson.teacher.token)
        tokens = [student.token for student in lesson.students]
        await group.join(tokens, sources=SOURCES, receive_buffer=RECEIVE_BUFFER)
        await group.query_all(PATIENCE)
        check(group)
        self.tokens += tokens


async def measure(harness: Harness) -> list[Row]:
    """Deliveries and connections per second of two workers, beside one process in the same run.

    The cases take turns, on the same set of one member, with a database each. All processes may run
    on both cores, also MongoDB and this client, which is kept cheap: the frames of a burst stay
    with the kernel until the last is there, and are read and checked after that; and handshakes are
    made with the bare calls of the kernel.

    What two workers gain by the clock is less than they would with a core each, since MongoDB and
    this client need a part of the two cores. Processor time shows what they would gain: that of one
    process for some work, divided by that of the busier one of two workers for the same work.
    """
    with (
        tempfile.TemporaryDirectory(prefix="bench") as folder,
        replica_set(Path(folder), 1) as database,
    ):
        process = database.primary().process
        assert process
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(harness.all_cores())
            sides = []
            for name, settings in {"one": {}, "two": {"WORKERS": "2"}}.items():
                uri = database.uri(name)
                server = await stack.enter_async_context(
                    harness.server(pinned=False, MONGO_URI=uri, **settings)
                )
                pids = workers_of(server.process.pid) if settings else [server.process.pid]
                sides.append(Side(server, Meter(pids, process.pid), name))
            rows = list[Row]()
            for school in SCHOOLS:
                rows += await _compare(harness, database, sides, school)
            return rows


def workers_of(parent: int) -> list[int]:
    """The ids of the workers of a parent."""
    return sorted(children(parent))


async def _compare(
    harness: Harness, database: ReplicaSet, sides: Sequence[Side], school: School
) -> list[Row]:
    one, two = sides
    marks = LAPS * min(MARKED, school.students)
    bursts: tuple[list[Cost], list[Cost]] = [], []
    connections: tuple[list[Cost], list[Cost]] = [], []
    async with one.school(database, school), two.school(database, school):
        for side in sides:
            await side.burst(marks)
            side.connect()
        for _ in range(harness.sizes.rounds):
            for side, costs in zip(sides, bursts, strict=True):
                await asyncio.sleep(SETTLE)
                costs.append(await side.burst(marks))
            for side, costs in zip(sides, connections, strict=True):
                await asyncio.sleep(SETTLE)
                costs.append(side.connect())
        deliveries, sockets = marks * one.sockets, len(one.tokens)
    return [
        _row(f"deliveries to {school.name}", deliveries, *bursts),
        _row(f"connections of {school.name}", sockets, *connections),
    ]


def _row(what: str, count: int, one: Sequence[Cost], two: Sequence[Cost]) -> Row:
    """`count`: of what is counted, per round."""
    before, after = _median(one), _median(two)
    gain = before.elapsed / after.elapsed
    possible = before.busiest / max(after.busiest, after.used / CORES)
    return Row(
        f"Workers: {what} per second, two workers beside one process",
        f"at least {GOAL} times",
        f"**{gain:.2f} times** by the clock, {count / after.elapsed:,.0f} and"
        f" {count / before.elapsed:,.0f}; **{before.busiest / after.busiest:.2f} times** by"
        f" processor time, {before.busiest / count * 1e6:.2f} µs each with one process,"
        f" {after.servers / count * 1e6:.2f} µs with two workers; MongoDB and this client used"
        f" {(after.database + after.client) / after.used:.0%} of the processor time, which"
        f" allows {possible:.2f} times on {CORES} cores",
        gain >= GOAL,
    )


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(each) for each in zip(*map(astuple, costs), strict=True)))
