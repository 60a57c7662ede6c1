"""Sockets whose frames stay with the kernel until all are there, and are read and checked then.

So a burst costs this client next to nothing while it is measured, and two servers can have both
cores of a small machine to themselves.
"""

import asyncio
import fcntl
import struct
import termios
import time
from collections.abc import Sequence

from attendance_server.loadtest.listener import Listener
from attendance_server.loadtest.plan import Plan
from attendance_server.loadtest.socket_group import SocketGroup
from attendance_server.loadtest.target import Target

from ..harness import PATIENCE, NotMeasured, check
from .meter import Cost, Meter

RECEIVE_BUFFER = 1 << 20
"""Bytes that the kernel may keep per socket, for `SocketGroup.join`: more than in a burst."""

POLL = 0.002


class KeptListener(Listener):
    """A socket that tells how many bytes wait to be read."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._fileno: int = transport.get_extra_info("socket").fileno()

    @property
    def kept(self) -> int:
        """The bytes that have arrived and were not read."""
        answer = fcntl.ioctl(self._fileno, termios.FIONREAD, b"\0\0\0\0")
        return int(struct.unpack("i", answer)[0])


class KeptGroup(SocketGroup):
    """The sockets of one session. `length`: the bytes that each receives in a burst."""

    kind = KeptListener

    def __init__(self, target: Target, plan: Plan) -> None:
        super().__init__(target, plan)
        self.length = 0


async def burst(groups: Sequence[KeptGroup], marks: int, meter: Meter) -> Cost:
    """Have every teacher send `marks` marks at once, and return what it costs until all are there.

    At the kernel, that is; then they are read, and every single one is checked. All bursts must be
    as long as the first one, which is read at once. Raises `NotMeasured`.
    """
    batches = [b"".join(group.plan.frames(marks)) for group in groups]
    arrivals = [group.arrivals.expect(group.plan.sent + marks) for group in groups]
    lengths = [len(group.reference.data) for group in groups]
    known = all(group.length for group in groups)
    listeners = [one for group in groups for one in group.listeners]
    for listener in listeners if known else ():
        listener.pause()
    meter.start()
    for group, batch in zip(groups, batches, strict=True):
        group.plan.sent += marks
        group.teacher.send(batch)
    if known:
        await _kept(groups, time.perf_counter() + PATIENCE)
    cost = meter.stop()
    for listener in listeners if known else ():
        listener.resume()
    for group, arrival, length in zip(groups, arrivals, lengths, strict=True):
        if await group.wait(arrival, PATIENCE) is None:
            raise NotMeasured("a burst did not arrive")
        check(group)
        group.length = len(group.reference.data) - length
    return cost


async def _kept(groups: Sequence[KeptGroup], deadline: float) -> None:
    """Wait until the kernel has all frames for all sockets."""
    for group in groups:
        for listener in group.listeners:
            assert isinstance(listener, KeptListener)
            while listener.kept < group.length:
                if time.perf_counter() > deadline:
                    raise NotMeasured("a burst did not arrive")
                await asyncio.sleep(POLL)
