"""The ceiling: the most that this client can receive on the machine that runs the test."""

import asyncio
import statistics
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from attrs import frozen

from . import storm, tiny
from .socket_group import SocketGroup, abort
from .target import Target, TestRefused

ROUNDS = 5
STARTING = 30.0


@frozen
class Ceiling:
    """Deliveries per second in each round, and connections per second."""

    rounds: Sequence[float]
    connecting_rate: float

    @property
    def rate(self) -> float:
        return statistics.median(self.rounds)


async def measure(
    sockets: int, patience: float, tick: Callable[[], None] = lambda: None
) -> Ceiling:
    """Have a minimal server write prepared frames to as many sockets as the test opens.

    The sockets and the checks are those of the test, so the result is what this client and the
    loopback of this machine can handle. Raises `TestRefused` if they cannot handle so many sockets.
    """
    async with _tiny_server() as port:
        group = SocketGroup(Target.parse(f"http://127.0.0.1:{port}"), tiny.plan())
        try:
            await group.join_teacher(None)
            seconds = await group.join([None] * (sockets - 1), tick)
            rounds = [
                await storm.burst([group], tiny.ROUND, patience, instead=tiny.NEXT_ROUND)
                for _ in range(ROUNDS)
            ]
            if group.faults() or group.errors or not all(r.seconds for r in rounds):
                raise TestRefused(f"this client cannot keep {sockets} sockets: {group.errors}")
            return Ceiling([one.rate for one in rounds], (sockets - 1) / seconds)
        finally:
            abort(group.listeners)


@asynccontextmanager
async def _tiny_server() -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"{__package__}.tiny"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        # Ctrl-C at the terminal must reach only the load test, which ends this process itself.
        start_new_session=True,
    )
    try:
        if process.stdout is None:
            raise TestRefused("the tiny server has no output")
        try:
            async with asyncio.timeout(STARTING):
                port = int(await process.stdout.readline())
        except (TimeoutError, ValueError) as exc:
            raise TestRefused("the tiny server did not start") from exc
        yield port
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
