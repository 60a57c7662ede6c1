"""How long a school is silent when the primary of the replica set is killed."""

import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support.replica_set import ReplicaSet

from ..harness import DATABASE, Harness, NotMeasured, Row
from .lesson import Lesson, Marking, check, servers
from .replica_set import replica_set
from .watcher import MARKED, watch

STUDENTS = 200
RATE = 50.0
BEFORE, AFTER = 1.5, 5.0
PATIENCE = 30.0
POLL = 0.05
SILENCE = 2.0


class Told:
    """The times at which one socket was told of marks."""

    def __init__(self) -> None:
        self.times: list[float] = []

    def see(self, text: bytes, at: float) -> None:
        if text.startswith(MARKED):
            self.times.append(at)

    @property
    def silence(self) -> float:
        """The longest time between two marks."""
        return max(
            later - earlier for earlier, later in zip(self.times, self.times[1:], strict=False)
        )


async def measure(harness: Harness) -> list[Row]:
    """The longest time between two marks that are told, around a `kill -9` of the primary.

    Three members and two servers. A teacher marks all the time at the first server; a student
    listens at the second. The killed member is started again, and has caught up, before the next
    round. Every mark must be told to both in the end, once.

    Of the silence, most is until another member is elected, `electionTimeoutMillis` or a little
    more after the kill. The rest is until the third member finds that there is something to copy,
    which a commit of the majority needs: it looks for a source of copies once per second, from the
    kill on.
    """
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        for election in harness.sizes.elections:
            with replica_set(Path(folder) / str(election), 3, election) as database:
                rows += await _failovers(harness, database, election)
    return rows


async def _failovers(harness: Harness, database: ReplicaSet, election: int) -> list[Row]:
    own, other = list[float](), list[float]()
    async with harness.all_cores(), servers(harness, database.uri(DATABASE), 2) as (here, there):
        lesson = await Lesson.start(database, here.target, STUDENTS)
        for _ in range(harness.sizes.failovers):
            desk_told, told = Told(), Told()
            desk = await watch(here.target, lesson.teacher.token, desk_told.see)
            student = await watch(there.target, lesson.students[0].token, told.see)
            marking = Marking(desk, lesson.class_id, lesson.students)
            await _kill_primary(database, marking, (desk_told, told))
            check(desk)
            for socket in (desk, student):
                socket.abort()
            own.append(desk_told.silence)
            other.append(told.silence)
    return [
        _row("at the teacher's server", election, own),
        _row("at another server", election, other),
    ]


async def _kill_primary(database: ReplicaSet, marking: Marking, told: Sequence[Told]) -> None:
    """Mark, kill the primary meanwhile, and start it again once every mark was told."""
    await marking.pace(RATE, BEFORE)
    primary = await asyncio.to_thread(database.primary)
    primary.kill()
    await marking.pace(RATE, AFTER)
    marks = round(RATE * BEFORE) + round(RATE * AFTER)
    async with asyncio.timeout(PATIENCE):
        while any(len(one.times) < marks for one in told):
            await asyncio.sleep(POLL)
    if any(len(one.times) > marks for one in told):
        raise NotMeasured("a mark was told twice")
    await asyncio.to_thread(primary.start)
    await asyncio.to_thread(database.await_members)


def _row(where: str, election: int, silences: Sequence[float]) -> Row:
    each = ", ".join(f"{silence:.2f}" for silence in sorted(silences))
    return Row(
        f"Failover: silence after `kill -9` of the primary, {where},"
        f" `electionTimeoutMillis: {election}`",
        f"at most {SILENCE:g} s",
        f"median **{statistics.median(silences):.2f} s**, longest {max(silences):.2f} s; {each}",
        max(silences) <= SILENCE,
    )
