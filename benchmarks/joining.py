"""A class that joins its session, as at nine in the morning."""

import statistics
from collections.abc import Sequence

from attendance_server.loadtest.plan import Plan
from attendance_server.loadtest.socket_group import SocketGroup

from .harness import Harness, Row, ServerProcess, check


async def measure(harness: Harness) -> list[Row]:
    """Authenticated sockets per second, with 100 handshakes in progress at a time.

    Each student was connected before, about a minute ago, and the session of their class is
    running. The time is from the first connection to the last answered handshake. The number of
    queries is from the database's own counter. The baseline, on the same core and taking turns,
    accepts everyone and checks nothing.
    """
    sizes, ours, theirs, queries = harness.sizes, list[float](), list[float](), list[int]()
    async with (
        harness.server() as server,
        harness.baseline() as naive,
        harness.lesson(server, sizes.students),
    ):
        _, *students = await harness.people(sizes.students)
        tokens = [student.token for student in students]
        for _ in range(sizes.rounds):
            theirs.append(await _rate(naive, [None] * sizes.students))
            before = harness.queries()
            ours.append(await _rate(server, tokens))
            queries.append(harness.queries() - before)
    rate, a_join = statistics.median(ours), statistics.median(queries) / sizes.students
    return [
        Row(
            "Joining: authenticated connections of students seen lately",
            "2,000 a second",
            f"**{rate:,.0f} a second** (best round: {max(ours):,.0f}); the loop, which"
            f" authenticates nobody, {statistics.median(theirs):,.0f}",
            rate >= 2000,
        ),
        Row("Joining: database queries a connection", "none", f"**{a_join:.3f}**", a_join < 0.01),
    ]


async def _rate(server: ServerProcess, tokens: Sequence[str | None]) -> float:
    group = SocketGroup(server.target, Plan("", []))
    try:
        seconds = await group.join(tokens)
        check(group)
    finally:
        await group.leave()
    return len(tokens) / seconds
