"""One mark after another, as when a teacher goes down the list."""

from attendance_server.loadtest import storm
from attendance_server.loadtest.figures import summary
from attendance_server.loadtest.socket_group import SocketGroup

from . import bare_loop
from .harness import PATIENCE, Harness, NotMeasured, Row, ms

RATE = 50.0


async def measure(harness: Harness) -> list[Row]:
    """The time from sending a mark to its delivery at the last of 1,001 sockets, at 50 per second.

    It is compared with the bare loop: one commit with the same write concern to the same MongoDB,
    then one `transport.write` per socket. The two take turns of 100 marks.
    """
    sizes, ours, theirs = harness.sizes, list[float](), list[float]()
    async with (
        harness.server() as server,
        harness.bare_loop() as bare,
        harness.lesson(server, sizes.students) as lesson,
        harness.strangers(bare, bare_loop.CLASS_ID, sizes.students) as strangers,
    ):
        for _ in range(sizes.rounds):
            theirs += await latencies(strangers, sizes.pace_marks)
            ours += await latencies(lesson, sizes.pace_marks)
    mine, bare_ = summary(ours), summary(theirs)
    ratio, spread = mine["p50"] / bare_["p50"], mine["p99"] / mine["p50"]
    name = f"Paced: {RATE:g} marks a second to {sizes.students:,} sockets"
    return [
        Row(
            f"{name}, p50 of the last delivery",
            "at most 1.15 times a bare loop with a commit",
            f"**{ratio:.2f} times**; {ms(mine['p50'])}, the bare loop {ms(bare_['p50'])}",
            ratio <= 1.15,
        ),
        Row(
            f"{name}, p99 of the last delivery",
            "at most 3 times its p50",
            f"**{spread:.2f} times**; {ms(mine['p99'])}, the bare loop {ms(bare_['p99'])}",
            spread <= 3,
        ),
    ]


async def latencies(group: SocketGroup, marks: int) -> list[float]:
    """The seconds that each of `marks` marks took."""
    paced = await storm.paced(group, marks, RATE, PATIENCE)
    if len(paced.measured) < marks:
        raise NotMeasured("a mark did not arrive")
    return paced.measured
