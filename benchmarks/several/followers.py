"""What it costs, and how long it takes, until a mark is seen at another server."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path

from attrs import Factory, define

from attendance_server.loadtest.figures import summary
from tests.support.replica_set import ReplicaSet

from ..harness import DATABASE, Harness, NotMeasured, Row, ServerProcess, ms
from .lesson import Lesson, Marking, check, servers
from .replica_set import replica_set
from .watcher import MARKED, watch

STUDENTS = 100
SECONDS = 5.0
WARM_UP = 1.0
PATIENCE = 10.0
SETTLE = 0.5
POLL = 0.05

P50, P99 = 0.002, 0.015
COST_RATE = 100.0
FLAT = 1.25


@define
class Lag:
    """When each mark was seen at its own server, and at the other one.

    The frames of one mark are the same bytes everywhere, and no two marks have the same.
    """

    own: dict[bytes, float] = Factory(dict)
    other: dict[bytes, float] = Factory(dict)

    def see_own(self, text: bytes, at: float) -> None:
        if text.startswith(MARKED):
            self.own[text] = at

    def see_other(self, text: bytes, at: float) -> None:
        if text.startswith(MARKED):
            self.other[text] = at

    async def lags(self, marks: int) -> Sequence[float]:
        """The seconds by which each was seen later at the other server, once `marks` were seen.

        Raises `NotMeasured`.
        """
        deadline = time.perf_counter() + PATIENCE
        while min(len(self.own), len(self.other)) < marks:
            if time.perf_counter() > deadline:
                raise NotMeasured(f"{len(self.own)} and {len(self.other)} of {marks} marks seen")
            await asyncio.sleep(POLL)
        return [self.other[text] - at for text, at in self.own.items()]


async def measure(harness: Harness) -> list[Row]:
    """How much later a mark is seen on another server than on its own, and a follower's cost.

    A teacher marks at one server; one student has a socket there and another one at a second
    server. One process reads both, and notes when each mark was read from each of the two. All
    processes run on all cores, as they would on one machine.

    The cost is the processor time of all threads of the servers that the teacher is not at, per
    mark and server, beyond what they use in the same time without marks.
    """
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        async with harness.all_cores():
            for members in harness.sizes.members:
                with replica_set(Path(folder) / str(members), members) as database:
                    rows += await _lags(harness, database)
            with replica_set(Path(folder) / "costs", 1) as database:
                rows.append(await _costs(harness, database))
    return rows


async def _lags(harness: Harness, database: ReplicaSet) -> list[Row]:
    rows, members = [], len(database.members)
    async with servers(harness, database.uri(DATABASE), 2) as (here, there):
        lesson = await Lesson.start(database, here.target, STUDENTS)
        for rate in harness.sizes.mark_rates:
            lag = summary(await _lag(lesson, here, there, rate))
            rows.append(
                Row(
                    f"Followers: {rate:g} marks a second, {members} member{'s' * (members > 1)};"
                    " seen at another server later than at its own",
                    f"p50 at most {ms(P50)}, p99 at most {ms(P99)}",
                    f"p50 **{ms(lag['p50'])}**, p99 **{ms(lag['p99'])}**, max {ms(lag['max'])}",
                    lag["p50"] <= P50 and lag["p99"] <= P99,
                )
            )
    return rows


async def _lag(
    lesson: Lesson, here: ServerProcess, there: ServerProcess, rate: float
) -> Sequence[float]:
    lag, [first, second, *_] = Lag(), lesson.students
    own = await watch(here.target, first.token, lag.see_own)
    other = await watch(there.target, second.token, lag.see_other)
    desk = await watch(here.target, lesson.teacher.token, lambda text, at: None)
    try:
        marking = Marking(desk, lesson.class_id, lesson.students)
        first_marks = await marking.pace(rate, WARM_UP)
        await lag.lags(first_marks)
        marks = await marking.pace(rate, SECONDS)
        lags = await lag.lags(first_marks + marks)
        check(desk)
        return lags[first_marks:]
    finally:
        for socket in (own, other, desk):
            socket.abort()


async def _costs(harness: Harness, database: ReplicaSet) -> Row:
    counts = harness.sizes.servers
    costs = [await _cost(harness, database, count) for count in counts if count > 1]
    ratio = costs[-1] / costs[0]
    each = ", ".join(
        f"{cost * 1e6:.0f} µs with {count} servers"
        for cost, count in zip(costs, counts[1:], strict=True)
    )
    return Row(
        f"Followers: processor time of a follower per mark, {counts[1]} to {counts[-1]} servers",
        "constant",
        f"**{ratio:.2f} times**; {each}",
        ratio <= FLAT,
    )


async def _cost(harness: Harness, database: ReplicaSet, count: int) -> float:
    """Processor seconds of each follower per mark."""
    async with servers(harness, database.uri(DATABASE), count) as (here, *followers):
        lesson = await Lesson.start(database, here.target, STUDENTS)
        lag, [student, *_] = Lag(), lesson.students
        sockets = [
            await watch(follower.target, student.token, lag.see_other) for follower in followers
        ]
        desk = await watch(here.target, lesson.teacher.token, lag.see_own)
        try:
            marking = Marking(desk, lesson.class_id, lesson.students)
            before = await marking.pace(COST_RATE, WARM_UP)
            await lag.lags(before)
            quiet = await _used(followers, asyncio.sleep(SECONDS + SETTLE))
            busy = await _used(followers, _mark(marking))
            await lag.lags(before + round(COST_RATE * SECONDS))
            return (busy - quiet) / (COST_RATE * SECONDS) / len(followers)
        finally:
            for socket in (desk, *sockets):
                socket.abort()


async def _mark(marking: Marking) -> None:
    await marking.pace(COST_RATE, SECONDS)
    await asyncio.sleep(SETTLE)


async def _used(processes: Sequence[ServerProcess], meanwhile: Awaitable[object]) -> float:
    """The processor seconds that the processes use meanwhile."""
    before = sum(process.cpu for process in processes)
    await meanwhile
    return sum(process.cpu for process in processes) - before
