"""What it costs, and how long it takes, until a mark is seen at another server."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

from attrs import Factory, define, frozen

from attendance_server.loadtest.figures import summary
from tests.support.replica_set import ReplicaSet

from ..harness import DATABASE, Harness, NotMeasured, Row, ServerProcess, ms
from .lesson import Lesson, Marking, check, servers
from .replica_set import replica_set, updates
from .watcher import MARKED, watch

STUDENTS = 100
SECONDS = 5.0
WARM_UP = 1.0
PATIENCE = 10.0
SETTLE = 0.5
POLL = 0.05

P50, P99 = 0.002, 0.015
FLAT = 1.25

CLASSES = 20
SEED = 20


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

    The cost is the processor time of all threads of the servers that no teacher is at, per commit
    and server, beyond what they use in the same time without marks. It falls with the number of
    commits per second: to be woken is the larger part of it.
    """
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        async with harness.all_cores():
            for members in harness.sizes.members:
                with replica_set(Path(folder) / str(members), members) as database:
                    rows += await _lags(harness, database)
            with replica_set(Path(folder) / "costs", 1) as database:
                rows += await _costs(harness, database)
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


async def _costs(harness: Harness, database: ReplicaSet) -> list[Row]:
    counts = harness.sizes.servers
    first, *rates = harness.sizes.commit_rates
    costs = [await _cost(harness, database, count, first) for count in counts if count > 1]
    faster = [await _cost(harness, database, counts[1], rate) for rate in rates]
    ratio = costs[-1].seconds / costs[0].seconds
    each = ", ".join(
        f"{cost.seconds * 1e6:.0f} µs with {count} servers"
        for cost, count in zip(costs, counts[1:], strict=True)
    )
    at_rates = ", ".join(
        f"**{cost.seconds * 1e6:.0f} µs** at {cost.rate:,.0f} per second"
        for cost in (costs[0], *faster)
    )
    return [
        Row(
            f"Followers: processor time of a follower per commit, {counts[1]} to {counts[-1]}"
            " servers",
            "constant",
            f"**{ratio:.2f} times**; {each}",
            ratio <= FLAT,
        ),
        Row(
            "Followers: processor time of a follower per commit, by commits per second",
            "",
            at_rates,
        ),
    ]


@frozen
class Followed:
    """What it costs to follow. `seconds`: of processor time of each follower per commit.

    `rate`: commits per second.
    """

    seconds: float
    rate: float


async def _cost(harness: Harness, database: ReplicaSet, count: int, rate: float) -> Followed:
    """Marks of several classes at random times (a Poisson process), as in a school.

    So nearly each is a commit of its own.
    """
    lag, dice = Lag(), Random(SEED)
    async with (
        servers(harness, database.uri(DATABASE), count) as (here, *followers),
        AsyncExitStack() as stack,
    ):
        school = list[Marking]()
        for _ in range(CLASSES):
            lesson = await Lesson.start(database, here.target, STUDENTS)
            student = lesson.students[0].token
            for follower in followers:
                heard = await watch(follower.target, student, lag.see_other)
                stack.callback(heard.abort)
            desk = await watch(here.target, lesson.teacher.token, lag.see_own)
            stack.callback(desk.abort)
            school.append(Marking(desk, lesson.class_id, lesson.students))

        before = await _mark(school, rate, WARM_UP, dice)
        await lag.lags(before)
        used = _used(followers)
        await asyncio.sleep(SECONDS + SETTLE)
        quiet = _used(followers) - used
        used, commits = _used(followers), updates(database, "sessions")
        marks = await _mark(school, rate, SECONDS, dice)
        await asyncio.sleep(SETTLE)
        busy = _used(followers) - used
        await lag.lags(before + marks)
        commits = updates(database, "sessions") - commits
        return Followed((busy - quiet) / commits / len(followers), commits / SECONDS)


async def _mark(school: Sequence[Marking], rate: float, seconds: float, dice: Random) -> int:
    """Mark in all classes, and return the number of marks."""
    each = rate / len(school)
    return sum(await asyncio.gather(*(class_.pace(each, seconds, dice) for class_ in school)))


def _used(processes: Sequence[ServerProcess]) -> float:
    """The processor seconds that the processes have used."""
    return sum(process.cpu for process in processes)
