"""The memory of an idle socket."""

import asyncio

from attendance_server.loadtest.socket_group import SocketGroup

from .harness import PATIENCE, SOURCES, Harness, Row, check, started

SETTLE = 3.0
"""Seconds until the memory that the handshakes needed has been released."""

KIB = 1024
WARM = 100


async def measure(harness: Harness) -> list[Row]:
    """The memory of native sockets."""
    return [await of_idle(harness, SocketGroup, "Memory", 16)]


async def of_idle(harness: Harness, kind: type[SocketGroup], title: str, most: int) -> Row:
    """Growth of the server's memory (VmRSS) for 10,000 idle sockets, divided by their number.

    The sockets belong to 10,000 students of a class with a running session; each has requested its
    status once. A hundred others have connected and left before, so that memory which the server
    needs only once is not counted. The kernel's memory for connections is not included.

    `kind`: the class of their group; `most`: the target in KB per socket.
    """
    count = harness.sizes.idle
    async with harness.server() as server:
        [teacher] = harness.insert_people(1, "TEACHER")
        students = harness.insert_people(count)
        class_id = harness.insert_class(teacher, students)
        await started(server, teacher, students, class_id)
        warm = kind(server.target, kind.planned(class_id, []))
        await warm.join([student.token for student in harness.insert_people(WARM)])
        await warm.leave()
        await asyncio.sleep(SETTLE)
        before = server.memory
        group = kind(server.target, kind.planned(class_id, []))
        try:
            await group.join([student.token for student in students], sources=SOURCES)
            await group.query_all(PATIENCE)
            check(group)
            await asyncio.sleep(SETTLE)
            each = (server.memory - before) / count / KIB
        finally:
            await group.leave()
    return Row(
        f"{title}: {count:,} idle sockets",
        f"{most} KB a socket or less",
        f"**{each:.1f} KB** a socket",
        each <= most,
    )
