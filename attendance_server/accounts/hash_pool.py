"""The processes that hash passwords: started when they are needed, and again when one has died."""

import asyncio
import logging
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

from ..aside import set_aside
from .hasher import HASH_BYTES

log = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("hasher.py")

NICENESS = 10
"""Marks come first. Not the highest: a log-in comes to its end where others take all cores."""

TRIES = 3
"""Processes that may die over one password before it is given up."""

PATIENCE = 10.0
"""Seconds that a process may take at least: more than a busy machine needs to start it."""


class HasherDied(Exception):
    """The process ended before it had hashed the password."""


class HashingFailed(RuntimeError):
    """Process after process ended over a password, or was ended since it did not answer."""


class Hashers:
    """A few processes, of which the one that has least to do takes the next password."""

    def __init__(self, size: int, patience: Callable[[bytes], float] = lambda _: PATIENCE) -> None:
        """`size`: how many there are at most.

        `patience`: seconds that a hash with a given salt may take. A process that has not answered
        by then is ended, and what it had to do is given to another one.
        """
        self._hashers = [Hasher() for _ in range(size)]
        self._patience = patience

    async def hash(self, password: bytes, salt: bytes) -> bytes:
        """bcrypt's hash; `salt` may be a hash, whose salt it then is. Both have under 256 bytes.

        Raises `ValueError` where that is no salt, and `HashingFailed` where process after process
        dies over it.
        """
        for _ in range(TRIES):
            hasher = min(self._hashers, key=lambda each: each.waiting)
            with suppress(HasherDied):
                return await hasher.hash(password, salt, self._patience(salt))
        raise HashingFailed(f"no password was hashed: {TRIES} processes died over it")

    async def close(self) -> None:
        """End all of them; what they are at is lost."""
        for hasher in self._hashers:
            await hasher.close()


class Hasher:
    """One process at a time, which hashes passwords in the order in which they come."""

    def __init__(self) -> None:
        self.waiting = 0
        """How many passwords are with it."""
        self._started: asyncio.Task[Process] | None = None

    async def hash(self, password: bytes, salt: bytes, patience: float) -> bytes:
        """As `Hashers.hash`, but raises `HasherDied` the first time.

        `patience`: seconds until a process that does not answer is ended.
        """
        self.waiting += 1
        try:
            process = await self._running()
            answer = await process.ask(password, salt, patience)
        finally:
            self.waiting -= 1
        if not any(answer):
            raise ValueError("no salt of bcrypt")
        return answer

    async def close(self) -> None:
        if self._started:
            # One that could not be started is none.
            with suppress(OSError):
                await (await self._started).end()

    async def _running(self) -> "Process":
        if not self._started or _is_over(self._started):
            self._started = asyncio.create_task(Process.start())
        # Others wait for it as well, whoever gives up.
        return await asyncio.shield(self._started)


def _is_over(started: "asyncio.Task[Process]") -> bool:
    """Whether the process was not started, or has ended."""
    return started.done() and (started.exception() is not None or started.result().ended.done())


class Process(asyncio.SubprocessProtocol):
    """`hasher.py`, and those who wait for its answers."""

    def __init__(self) -> None:
        self.ended = asyncio.get_running_loop().create_future()
        self._waiting: deque[tuple[asyncio.Future[bytes], float]] = deque()
        self._deadline: asyncio.TimerHandle | None = None
        self._answers = bytearray()
        self._aside = False
        self._trusted = True

    @classmethod
    async def start(cls) -> "Process":
        _, process = await asyncio.get_running_loop().subprocess_exec(
            cls,
            # Not as a module of this package: it needs nothing of it, and starts the sooner.
            *(sys.executable, "-P", str(PROGRAM)),
            stderr=None,
            # A Ctrl-C at the terminal is for the server, which ends it; and `set_aside` needs it.
            start_new_session=True,
        )
        return process

    async def ask(self, password: bytes, salt: bytes, patience: float) -> bytes:
        """Raises `HasherDied`.

        `patience`: seconds that this hash may take once those before it are done.
        """
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        if self.ended.done():
            raise HasherDied
        self._aside = self._aside or set_aside(self._transport.get_pid(), NICENESS)
        self._waiting.append((answer, patience))
        if len(self._waiting) == 1:
            self._wait_for_next()
        lengths = bytes([len(password)]), bytes([len(salt)])
        self._stdin.write(lengths[0] + password + lengths[1] + salt)
        return await answer

    async def end(self) -> None:
        # It may have ended by itself, and is then on its way out.
        with suppress(ProcessLookupError):
            self._transport.kill()
        await self.ended

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.SubprocessTransport, transport)
        self._stdin = cast(asyncio.WriteTransport, self._transport.get_pipe_transport(0))

    def pipe_data_received(self, fd: int, data: bytes | str) -> None:
        self._answers += cast(bytes, data)
        while self._trusted and len(self._answers) >= HASH_BYTES:
            if not self._waiting:
                # Its next answer could be taken for that of another password.
                log.error("a process that hashes passwords answered unasked and is ended")
                self._trusted = False
                self._transport.kill()
                return
            answer = bytes(self._answers[:HASH_BYTES])
            del self._answers[:HASH_BYTES]
            # Where nobody waits for it any more it is still this one's turn.
            waiting, _ = self._waiting.popleft()
            self._wait_for_next()
            if not waiting.done():
                waiting.set_result(answer)

    def _wait_for_next(self) -> None:
        """The hash that is next has its own time from now on."""
        if self._deadline:
            self._deadline.cancel()
        self._deadline = None
        if self._waiting:
            _, patience = self._waiting[0]
            loop = asyncio.get_running_loop()
            self._deadline = loop.call_later(patience, self._give_up, patience)

    def _give_up(self, patience: float) -> None:
        log.error(
            "a process that hashes passwords has not answered for %.1f s and is ended", patience
        )
        self._trusted = False
        # It may have ended by itself just now.
        with suppress(ProcessLookupError):
            self._transport.kill()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._transport.close()
        self.ended.set_result(None)
        for waiting, _ in self._waiting:
            if not waiting.done():
                waiting.set_exception(HasherDied())
