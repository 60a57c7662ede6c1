"""What this client can take in at most: its own ceiling, measured where the test runs."""

import asyncio
import statistics
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from attrs import frozen

from . import storm, tiny
from .audience import Audience, abort
from .target import Target, TestRefused

ROUNDS = 5
STARTING = 30.0


@frozen
class Ceiling:
    """Deliveries a second, a figure for each round, and connections a second."""

    rounds: Sequence[float]
    connecting_rate: float

    @property
    def rate(self) -> float:
        return statistics.median(self.rounds)


async def measure(
    sockets: int, patience: float, tick: Callable[[], None] = lambda: None
) -> Ceiling:
    """Have a tiny server write prepared frames to as many sockets as the test opens.

    The sockets and the checks are those of the test, so what comes back is what this client and
    this machine's loopback allow; a server cannot be seen to be faster. Raises `TestRefused` where
    even that does not work.
    """
    async with _tiny_server() as port:
        audience = Audience(Target.parse(f"http://127.0.0.1:{port}"), tiny.plan())
        try:
            await audience.join_teacher(None)
            seconds = await audience.join([None] * (sockets - 1), tick)
            rounds = [
                await storm.burst([audience], tiny.ROUND, patience, instead=tiny.NEXT_ROUND)
                for _ in range(ROUNDS)
            ]
            if audience.faults() or audience.errors or not all(r.seconds for r in rounds):
                raise TestRefused(f"this client cannot keep {sockets} sockets: {audience.errors}")
            return Ceiling([one.rate for one in rounds], (sockets - 1) / seconds)
        finally:
            abort(audience.listeners)


@asynccontextmanager
async def _tiny_server() -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"{__package__}.tiny"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        # A Ctrl-C at the terminal is for the load test, which ends this process itself.
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
