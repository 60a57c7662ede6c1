"""A burst of 500 marks at once."""

import statistics

from attendance_server.loadtest import storm
from attendance_server.loadtest.socket_group import SocketGroup

from . import baseline
from .harness import PATIENCE, Harness, NotMeasured, Row


async def measure(harness: Harness) -> list[Row]:
    """Deliveries per second from the first send to the last delivery, compared with the baseline.

    The teacher's socket sends 500 marks without waiting; every delivery at each of 1,001 sockets is
    checked. Both servers run at the same time, on the same core, and take turns, so that other load
    on the machine affects both. The real one saves every mark before anyone sees it; the baseline
    saves nothing. The figures are the best and the median of the rounds.
    """
    sizes, ours, theirs = harness.sizes, list[float](), list[float]()
    async with (
        harness.server() as server,
        harness.baseline() as naive,
        harness.lesson(server, sizes.students) as lesson,
        harness.strangers(naive, baseline.CLASS_ID, sizes.students) as strangers,
    ):
        for _ in range(sizes.rounds):
            theirs.append(await rate(strangers, sizes.marks))
            ours.append(await rate(lesson, sizes.marks))
    best, median = max(ours) / max(theirs), statistics.median(ours) / statistics.median(theirs)
    return [
        Row(
            f"Burst: {sizes.marks} marks at once to {sizes.students:,} sockets",
            "40 times a loop of `send_str`",
            f"**{median:.0f} times** (best rounds: {best:.0f});"
            f" {statistics.median(ours):,.0f} deliveries/s, the loop"
            f" {statistics.median(theirs):,.0f}",
            median >= 40,
        )
    ]


async def rate(group: SocketGroup, marks: int) -> float:
    """Deliveries per second of one burst. Raises `NotMeasured`."""
    burst = await storm.burst([group], marks, PATIENCE)
    if burst.seconds is None:
        raise NotMeasured("a burst did not arrive")
    return burst.rate
