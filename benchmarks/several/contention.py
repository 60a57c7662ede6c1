"""Several servers that mark in one session at the same time."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import orjson
from attrs import Factory, define, frozen
from bson import ObjectId

from attendance_server.loadtest.figures import summary
from tests.support.replica_set import ReplicaSet

from ..harness import DATABASE, Harness, NotMeasured, Row, ServerProcess, ms
from .lesson import Lesson, Marking, check, servers
from .replica_set import database_of, replica_set, updates
from .watcher import MARKED, watch

STUDENTS = 1_200
SEED = 20
SECONDS = 4.0
WARM_UP = 1.0
PATIENCE = 20.0
POLL = 0.05


@define
class Writer:
    """A teacher's marks at one server, and the time from each to its frame at the same socket."""

    sent: dict[tuple[str, str], float] = Factory(dict)
    seconds: list[float] = Factory(list)

    def see(self, text: bytes, at: float) -> None:
        if text.startswith(MARKED):
            marked = orjson.loads(text)["data"]
            sent = self.sent.pop((marked["studentId"], marked["status"]), None)
            if sent is not None:
                self.seconds.append(at - sent)


@frozen
class Contest:
    """What came of marks at several servers. `tries`: updates per commit that was taken."""

    tries: float
    commits: float
    told: dict[str, float]


async def measure(harness: Harness) -> list[Row]:
    """From a mark to its frame at the same socket, and tries per commit, with several writers.

    The servers share one session on a set of one member. A teacher has a socket at each of them and
    marks other students at each, all together as many per second as the figure says, at random
    times (a Poisson process). Tries are the updates of sessions that the database counted, commits
    the number in the session's document.
    """
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        async with harness.all_cores():
            with replica_set(Path(folder), 1) as database:
                for count in harness.sizes.writers:
                    async with servers(harness, database.uri(DATABASE), count) as running:
                        for rate in harness.sizes.write_rates:
                            contest = await _contest(database, running, rate)
                            rows.append(_row(count, rate, contest))
    return rows


def _row(count: int, rate: float, contest: Contest) -> Row:
    return Row(
        f"Contention: {rate:g} marks a second in one session, by {count} server{'s' * (count > 1)}",
        "",
        f"p50 **{ms(contest.told['p50'])}**, p99 **{ms(contest.told['p99'])}**,"
        f" max {ms(contest.told['max'])}; {contest.tries:.2f} tries per commit,"
        f" {contest.commits:.0f} commits a second",
    )


async def _contest(database: ReplicaSet, running: Sequence[ServerProcess], rate: float) -> Contest:
    count = len(running)
    lesson = await Lesson.start(database, running[0].target, STUDENTS)
    writers = [Writer() for _ in running]
    async with AsyncExitStack() as stack:
        desks = list[Marking]()
        for number, (server, writer) in enumerate(zip(running, writers, strict=True)):
            desk = await watch(server.target, lesson.teacher.token, writer.see)
            stack.callback(desk.abort)
            students = lesson.students[number::count]
            desks.append(Marking(desk, lesson.class_id, students, writer.sent))
        await _mark(desks, rate, WARM_UP)
        for writer in writers:
            writer.seconds.clear()
        tries, commits = updates(database, "sessions"), _commits(database, lesson)
        await _mark(desks, rate, SECONDS)
        tries = updates(database, "sessions") - tries
        commits = _commits(database, lesson) - commits
        check(*(desk.socket for desk in desks))
    seconds = [each for writer in writers for each in writer.seconds]
    return Contest(tries / commits, commits / SECONDS, summary(seconds))


async def _mark(desks: Sequence[Marking], rate: float, seconds: float) -> None:
    """Mark at all servers, and wait until every mark was told at its own."""
    dice = Random(SEED)
    each = rate / len(desks)
    await asyncio.gather(*(desk.pace(each, seconds, dice) for desk in desks))
    deadline = time.perf_counter() + PATIENCE
    while missing := sum(len(desk.sent) for desk in desks):
        if time.perf_counter() > deadline:
            raise NotMeasured(f"{missing} marks were not told")
        await asyncio.sleep(POLL)


def _commits(database: ReplicaSet, lesson: Lesson) -> int:
    with database_of(database) as inside:
        session = inside.sessions.find_one({"_id": ObjectId(lesson.session_id)}, {"commit": 1})
    return int(session["commit"])
