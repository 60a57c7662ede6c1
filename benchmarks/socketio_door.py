"""Clients of Socket.IO: their bursts, their memory, and what their door costs native sockets."""

import statistics

from . import burst, memory, socketio_baseline
from .harness import Harness, Row
from .socketio_sockets import SocketIOGroup

LEAST_RATE = 5_000_000
LEAST_RATIO = 80
MOST_KB = 24
LEAST_SHARE = 0.97
BASELINE_MARKS = 40
"""Fewer for python-socketio, which needs half a minute for as many as the others get."""


async def measure(harness: Harness) -> list[Row]:
    """The rows of all three, in three runs one after another."""
    return [
        *await _bursts(harness),
        await memory.of_idle(harness, SocketIOGroup, "Socket.IO", MOST_KB),
        await _beside_native(harness),
    ]


async def _bursts(harness: Harness) -> list[Row]:
    """Deliveries per second as in `burst`, beside python-socketio's own `emit` to a room."""
    sizes, ours, theirs = harness.sizes, list[float](), list[float]()
    async with (
        harness.server() as server,
        harness.baseline("benchmarks.socketio_baseline") as emitting,
        harness.lesson(server, sizes.students, SocketIOGroup) as lesson,
        harness.strangers(
            emitting, socketio_baseline.CLASS_ID, sizes.students, SocketIOGroup
        ) as strangers,
    ):
        for _ in range(sizes.rounds):
            theirs.append(await burst.rate(strangers, min(sizes.marks, BASELINE_MARKS)))
            ours.append(await burst.rate(lesson, sizes.marks))
    rate, ratio = statistics.median(ours), statistics.median(ours) / statistics.median(theirs)
    figure = f"Socket.IO: {sizes.marks} marks at once to {sizes.students:,} sockets"
    return [
        Row(
            figure,
            f"{LEAST_RATE:,} deliveries/s",
            f"**{rate:,.0f} deliveries/s** (best round: {max(ours):,.0f})",
            rate >= LEAST_RATE,
        ),
        Row(
            f"{figure}, beside python-socketio's `emit` to a room",
            f"{LEAST_RATIO} times",
            f"**{ratio:.0f} times**; `emit` {statistics.median(theirs):,.0f} deliveries/s",
            ratio >= LEAST_RATIO,
        ),
    ]


async def _beside_native(harness: Harness) -> Row:
    """A burst to native sockets, with and without a client of Socket.IO in the room."""
    sizes, alone, beside = harness.sizes, list[float](), list[float]()
    teacher, *_ = await harness.people(sizes.students)
    async with (
        harness.server() as server,
        harness.server() as other,
        harness.lesson(server, sizes.students) as plain,
        harness.lesson(other, sizes.students) as mixed,
    ):
        guest = SocketIOGroup(other.target, plain.plan)
        try:
            await guest.join_teacher(teacher.token)
            for _ in range(sizes.rounds):
                alone.append(await burst.rate(plain, sizes.marks))
                beside.append(await burst.rate(mixed, sizes.marks))
        finally:
            await guest.leave()
    share = statistics.median(beside) / statistics.median(alone)
    return Row(
        f"Socket.IO: a burst to {sizes.students:,} native sockets, with a client of Socket.IO in"
        " their session",
        "at least 97% of the rate without one",
        f"**{share:.0%}**; {statistics.median(beside):,.0f} deliveries/s,"
        f" {statistics.median(alone):,.0f} without",
        share >= LEAST_SHARE,
    )
