"""What a socket costs that only waits."""

import asyncio

from attendance_server.loadtest.audience import Audience
from attendance_server.loadtest.plan import Plan

from .harness import PATIENCE, SOURCES, Harness, Row, check, started

SETTLE = 3.0
"""Seconds until what the handshakes needed for a moment has been given back."""

KIB = 1024
WARM = 100


async def measure(harness: Harness) -> list[Row]:
    """Growth of the server's memory (VmRSS) for 10,000 idle sockets, divided by their number.

    The sockets are those of 10,000 students in a class whose session runs; each has asked for its
    status once. A hundred others have come and gone before, so that what the server needs once is
    not counted. What the kernel keeps for a connection is not the server's and not in the figure.
    """
    count = harness.sizes.idle
    async with harness.server() as server:
        [teacher] = harness.insert_people(1, "TEACHER")
        students = harness.insert_people(count)
        class_id = harness.insert_class(teacher, students)
        await started(server, teacher, students, class_id)
        warm = Audience(server.target, Plan(class_id, []))
        await warm.join([student.token for student in harness.insert_people(WARM)])
        await warm.leave()
        await asyncio.sleep(SETTLE)
        before = server.memory
        audience = Audience(server.target, Plan(class_id, []))
        try:
            await audience.join([student.token for student in students], sources=SOURCES)
            await audience.query_all(PATIENCE)
            check(audience)
            await asyncio.sleep(SETTLE)
            each = (server.memory - before) / count / KIB
        finally:
            await audience.leave()
    return [
        Row(
            f"Memory: {count:,} idle sockets",
            "16 KB a socket or less",
            f"**{each:.1f} KB** a socket",
            each <= 16,
        )
    ]
