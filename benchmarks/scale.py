"""How the cost of a delivery changes with the number of sockets and of sessions."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack

from attrs import frozen

from attendance_server.loadtest import storm
from attendance_server.loadtest.plan import Plan
from attendance_server.loadtest.school import open_school
from attendance_server.loadtest.socket_group import SocketGroup

from .harness import PATIENCE, Harness, NotMeasured, Row, ServerProcess, attended, started

DELIVERIES = 4_000_000
"""The number of deliveries to measure, unless `MOST_BURSTS` are fewer."""

MOST_BURSTS = 80

ROOM = 10
"""Sockets in each of many sessions, the teacher's included."""

MARKS_AT_ONCE = 10_000
"""The number of marks that wait at the server at a time, in all sessions together."""

MARKS_EACH = 10
"""The number of marks that each teacher sends at once, regardless of the number of sessions."""

MOST_ROUNDS = 2_000
JOINING = 20
"""The number of sessions whose sockets are opened at a time."""

FLAT = 1.25
MICRO = 1e6


@frozen
class Lesson:
    """A whole lesson. Times are in seconds; `cost` is processor seconds per delivery."""

    size: int
    start: float
    marks: float
    end: float
    cost: float


@frozen
class Cost:
    """Processor seconds per delivery.

    `alike`: with the same number of marks in every session. `shared`: with the same total number.
    """

    alike: float
    shared: float


async def measure(harness: Harness) -> list[Row]:
    """Processor time of the server per delivery, for larger sessions and for more sessions.

    Rooms: bursts of 500 marks in one session of 100, 1,000 and 10,000 students; the largest is
    timed from its start to the result at the last socket. Sessions: 1, 100 and 1,000 at a time,
    each with a teacher and nine students. First every teacher sends ten marks at once, so that all
    sessions do the same and only their number differs. Then 10,000 marks at once are divided among
    the sessions: frames that one session could have joined into one write now need a write per
    session, and the difference shows that cost. The time is that of all threads of the server
    (`/proc`), so it does not depend on how fast this client reads; it includes reading and saving
    the marks. Students are inserted into the database directly.
    """
    crowds = [await _lesson(harness, size) for size in harness.sizes.crowd]
    rooms = [await _sessions(harness, count) for count in harness.sizes.sessions]
    largest = crowds[-1]
    return [
        _flat("sockets in a session", harness.sizes.crowd, [crowd.cost for crowd in crowds]),
        _flat(
            f"sessions at the same time, {MARKS_EACH} marks in each",
            harness.sizes.sessions,
            [room.alike for room in rooms],
        ),
        _flat(
            f"sessions at the same time, {MARKS_AT_ONCE:,} marks shared out among them",
            harness.sizes.sessions,
            [room.shared for room in rooms],
        ),
        Row(
            f"Scale: a class of {largest.size:,} students",
            "starts, runs and ends within these figures",
            f"started in {largest.start:.2f} s, {harness.sizes.marks} marks at every socket in"
            f" {largest.marks:.2f} s, the result in {largest.end:.2f} s",
        ),
    ]


def _flat(what: str, counts: Sequence[int], costs: Sequence[float]) -> Row:
    ratio = costs[-1] / costs[0]
    each = ", ".join(
        f"{cost * MICRO:.2f} µs at {count:,}" for cost, count in zip(costs, counts, strict=True)
    )
    return Row(
        f"Scale: processor time a delivery, {counts[0]:,} to {counts[-1]:,} {what}",
        "flat",
        f"**{ratio:.2f} times**; {each}",
        ratio <= FLAT,
    )


async def _lesson(harness: Harness, size: int) -> Lesson:
    """Measure a class of `size` students, from its start to its result."""
    [teacher] = harness.insert_people(1, "TEACHER")
    students = harness.insert_people(size)
    class_id = harness.insert_class(teacher, students)
    marks = harness.sizes.marks
    async with harness.server() as server:
        start = time.perf_counter()
        group = await started(server, teacher, students, class_id)
        starting = time.perf_counter() - start
        async with attended(group, teacher, students):
            first = await _burst([group], marks)
            bursts = min(MOST_BURSTS, max(1, DELIVERIES // (marks * size)))
            cost = await _cost(server, [group], marks, bursts)
            ending = await storm.end(group, PATIENCE, class_id)
    if ending is None:
        raise NotMeasured("the result did not reach everyone")
    return Lesson(size, starting, first, ending, cost)


async def _sessions(harness: Harness, count: int) -> Cost:
    """The cost of a delivery with `count` sessions."""
    teachers = harness.insert_people(count, "TEACHER")
    students = harness.insert_people(count * (ROOM - 1))
    classes = [students[n * (ROOM - 1) : (n + 1) * (ROOM - 1)] for n in range(count)]
    async with harness.server() as server, AsyncExitStack() as stack:
        groups = list[SocketGroup]()
        async with open_school(server.target) as school:
            for teacher, class_ in zip(teachers, classes, strict=True):
                class_id = harness.insert_class(teacher, class_)
                session_id = await school.start(teacher, class_id)
                plan = Plan(class_id, [one.id for one in class_], session_id=session_id)
                groups.append(SocketGroup(server.target, plan))
        lessons = [
            attended(group, teacher, class_)
            for group, teacher, class_ in zip(groups, teachers, classes, strict=True)
        ]
        for first in range(0, count, JOINING):
            await asyncio.gather(
                *(stack.enter_async_context(one) for one in lessons[first : first + JOINING])
            )
        alike, shared = [
            await _cost(server, groups, marks, _rounds(harness, marks * count))
            for marks in (MARKS_EACH, MARKS_AT_ONCE // count)
        ]
        return Cost(alike, shared)


def _rounds(harness: Harness, marks: int) -> int:
    """The number of bursts of `marks` marks to measure."""
    most = harness.sizes.session_marks
    return min(MOST_ROUNDS, max(harness.sizes.rounds, most // marks))


async def _cost(
    server: ServerProcess, groups: Sequence[SocketGroup], marks: int, bursts: int
) -> float:
    """Processor seconds per delivery, after a burst that is not counted."""
    await _burst(groups, marks)
    before = server.cpu
    for _ in range(bursts):
        await _burst(groups, marks)
    sockets = sum(len(group.listeners) for group in groups)
    return (server.cpu - before) / (bursts * marks * sockets)


async def _burst(groups: Sequence[SocketGroup], marks: int) -> float:
    burst = await storm.burst(groups, marks, PATIENCE)
    if burst.seconds is None:
        raise NotMeasured("a burst did not arrive")
    return burst.seconds
