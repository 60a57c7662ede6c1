"""What a commit costs on the private MongoDB as a replica set of one member."""

import os
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from attrs import define, field
from bson import ObjectId

from attendance_server.database.private_mongod import PrivateMongod
from attendance_server.models import Class, Commit, Mark, Status
from attendance_server.store import Store

from .harness import Harness, NotMeasured, Row

TIMEOUT = 60.0
MOST = 1.1
WARM_UP = 50


async def measure(harness: Harness) -> list[Row]:
    """The time of a commit of the product on a set of one, beside that on a standalone.

    Both are started as the server starts them, with their data on the same disk, and take turns
    commit by commit, so that other load on the machine and the disk affects both. The one that is
    first changes from turn to turn.
    """
    async with (
        _lesson(harness.folder / "standalone", replica_set=False) as standalone,
        _lesson(harness.folder / "set", replica_set=True) as of_set,
    ):
        rows = []
        for marks, what in ((1, "one mark"), (100, "100 marks")):
            await _take_turns(standalone, of_set, marks, WARM_UP)
            alone, in_set = await _take_turns(standalone, of_set, marks, harness.sizes.commits)
            median = statistics.median(in_set) / statistics.median(alone)
            mean = statistics.fmean(in_set) / statistics.fmean(alone)
            rows.append(
                Row(
                    f"A replica set of one: a commit of {what}, beside a standalone",
                    f"at most {MOST} times",
                    f"**{median:.2f} times** (mean: {mean:.2f});"
                    f" {1000 * statistics.median(in_set):.2f} ms,"
                    f" the standalone {1000 * statistics.median(alone):.2f} ms",
                    max(median, mean) <= MOST,
                )
            )
    return rows


@define
class _Lesson:
    """A running session in a store of its own, that nothing else commits to."""

    store: Store
    session_id: str
    students: Sequence[str]
    _numbers: "count[int]" = field(factory=lambda: count(1))

    async def commit(self, marks: int) -> float:
        """Commit that many marks at once, and return the seconds it took."""
        number, at = next(self._numbers), datetime.now(UTC)
        made = tuple(Mark(student, Status.PRESENT, at, number) for student in self.students[:marks])
        commit = Commit(self.session_id, number, replaces=False, marks=made, attempt=number)
        began = time.perf_counter()
        if await self.store.sessions.commit([commit], TIMEOUT):
            raise NotMeasured("a commit was not taken")
        return time.perf_counter() - began


async def _take_turns(
    one: _Lesson, other: _Lesson, marks: int, turns: int
) -> tuple[list[float], list[float]]:
    """The seconds of each commit of each of the two."""
    times: tuple[list[float], list[float]] = [], []
    for turn in range(turns):
        for which in (turn % 2, 1 - turn % 2):
            times[which].append(await (one, other)[which].commit(marks))
    return times


@asynccontextmanager
async def _lesson(folder: Path, *, replica_set: bool) -> AsyncIterator[_Lesson]:
    """A session of 100 students on a private mongod in the folder."""
    mongod = PrivateMongod(folder, os.environ.get("MONGOD"), replica_set=replica_set)
    await mongod.start()
    store = Store(mongod.uri, timeout=TIMEOUT)
    try:
        await store.prepare()
        yield await _session(store)
    finally:
        store.close()
        await mongod.stop()


async def _session(store: Store) -> _Lesson:
    students = tuple(str(ObjectId()) for _ in range(100))
    class_: Class = await store.classes.add("Benchmark", str(ObjectId()))
    for student in students:
        class_ = await store.classes.enrol(class_.id, student, len(students))
    session = await store.sessions.start(class_, datetime.now(UTC))
    return _Lesson(store, session.id, students)
