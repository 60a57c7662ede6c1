"""Sockets that stop reading, and their effect on all others."""

import asyncio
from collections.abc import Sequence

from attrs import Factory, define

from attendance_server.loadtest import storm
from attendance_server.loadtest.figures import summary
from attendance_server.loadtest.listener import Answer, Listener
from attendance_server.loadtest.plan import Plan
from attendance_server.loadtest.school import Person
from attendance_server.loadtest.socket_group import SocketGroup

from .harness import PATIENCE, Harness, NotMeasured, Row, ServerProcess, ms

RECEIVE_BUFFER = 64 * 1024
"""Bytes of the kernel's buffer for a slow reader: small, so that the server's own bound applies."""

CUT = 20.0
"""Seconds after they read again within which the slow readers must find themselves closed."""

TRY_AGAIN_LATER, ABORTED = 1013, 1006

NOTICED = 1.2
"""How many times its quiet duration the others' median burst may take to count as unchanged."""

BOUND = 2 << 20
"""Bytes per slow reader that count as bounded."""

POLL = 0.05
MIB = 1 << 20


@define
class BurstSeries:
    """Successive bursts: the seconds of each, and the peak memory of the server in bytes."""

    seconds: list[float] = Factory(list)
    memory: int = 0

    @property
    def median(self) -> float:
        return summary(self.seconds)["p50"]


@define
class SlowReaders:
    """What became of the sockets that stopped reading.

    `codes`: their close codes. `right`: how many received a correct stream up to its end. `back`:
    how many found their status when they reconnected.
    """

    count: int
    codes: Sequence[int | None]
    right: int
    back: int

    @property
    def cut(self) -> int:
        return sum(code in (TRY_AGAIN_LATER, ABORTED) for code in self.codes)


async def measure(harness: Harness) -> list[Row]:
    """Bursts while all sockets read, and the same while 50 of 1,000 have stopped.

    60 bursts of 500 marks, each sent when the previous one has reached everyone who reads: about
    5 MB per socket, more than the kernel buffers for one. The durations of the bursts at those who
    read are compared, and the peak memory of the server (VmRSS). Then the slow sockets read on:
    their stream must be right up to where it was closed, with 1013 or an abort. They reconnect and
    request their status, which must be that of their last mark.
    """
    sizes = harness.sizes
    quiet, disturbed = BurstSeries(), BurstSeries()
    async with harness.server() as server, harness.lesson(server, sizes.students) as group:
        _, *students = await harness.people(sizes.students)
        late = students[-sizes.slow :]
        slow = await _take_their_place(server, group, late)
        await _storm(server, group, sizes.slow_bursts, sizes.marks, quiet)
        group.release(slow)
        for listener in slow:
            listener.pause()
        await _storm(server, group, sizes.slow_bursts, sizes.marks, disturbed)
        codes = await _read_on(slow)
        back = await _come_back(server, group.plan, late)
    right = sum(listener.follower.stray is None for listener in slow)
    return _rows(quiet, disturbed, SlowReaders(len(slow), codes, right, back))


async def _take_their_place(
    server: ServerProcess, group: SocketGroup, students: Sequence[Person]
) -> list[Listener]:
    """Replace the last sockets of the group by sockets with small buffers."""
    gone = group.listeners[-len(students) :]
    group.release(gone)
    for listener in gone:
        listener.leave()
    await asyncio.wait([listener.closed for listener in gone], timeout=PATIENCE)
    tokens = [student.token for student in students]
    await group.join(tokens, receive_buffer=RECEIVE_BUFFER)
    await group.query_all(PATIENCE)
    return group.listeners[-len(students) :]


async def _storm(
    server: ServerProcess, group: SocketGroup, bursts: int, marks: int, series: BurstSeries
) -> None:
    async def watch() -> None:
        while True:
            series.memory = max(series.memory, server.memory)
            await asyncio.sleep(POLL)

    watching = asyncio.create_task(watch())
    try:
        for _ in range(bursts):
            burst = await storm.burst([group], marks, PATIENCE)
            if burst.seconds is None:
                raise NotMeasured("a burst did not reach those who read")
            series.seconds.append(burst.seconds)
    finally:
        watching.cancel()


async def _read_on(slow: Sequence[Listener]) -> list[int | None]:
    """The close code of each socket, 1006 for an abort; `None` if it is still open."""
    for listener in slow:
        listener.resume()
    await asyncio.wait([listener.closed for listener in slow], timeout=CUT)
    codes = [one.closed.result() if one.closed.done() else None for one in slow]
    for listener in slow:
        listener.abort()
    return codes


async def _come_back(server: ServerProcess, plan: Plan, students: Sequence[Person]) -> int:
    """The number of students who find the right status when they reconnect."""
    result = plan.result()
    returned = SocketGroup(server.target, Plan(plan.class_id, []))
    right = 0
    try:
        for student in students:
            await returned.join([student.token])
            async with asyncio.timeout(PATIENCE):
                answer: Answer = await returned.listeners[-1].ask("CHECK_MY_STATUS")
            present = "present" if result[student.id] == "present" else None
            right += answer[1].get("status", "none") == present
    finally:
        await returned.leave()
    return right


def _rows(quiet: BurstSeries, disturbed: BurstSeries, slow: SlowReaders) -> list[Row]:
    ratio = disturbed.median / quiet.median
    p95 = summary(disturbed.seconds)["p95"], summary(quiet.seconds)["p95"]
    growth = (disturbed.memory - quiet.memory) / MIB
    name = f"Slow readers: {slow.count} sockets stop reading in a storm"
    return [
        Row(
            f"{name}; a burst at the others",
            "they notice nothing",
            f"**{ratio:.2f} times** its quiet time; median {ms(disturbed.median)} against"
            f" {ms(quiet.median)}, p95 {ms(p95[0])} against {ms(p95[1])}",
            ratio <= NOTICED,
        ),
        Row(
            f"{name}; the server's memory at its highest",
            "bounded",
            f"**{growth:+.1f} MB** against everyone reading",
            growth * MIB <= slow.count * BOUND,
        ),
        Row(
            f"{name}; what becomes of them",
            "closed with 1013 or aborted, and whole again",
            f"**{slow.cut} of {slow.count}** closed"
            f" ({sum(code == TRY_AGAIN_LATER for code in slow.codes)} with 1013);"
            f" {slow.right} had a right stream up to there, {slow.back} found their status after",
            slow.cut == slow.right == slow.back == slow.count,
        ),
    ]
