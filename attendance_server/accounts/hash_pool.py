"""The processes that hash passwords: started when they are needed, and again when one has died."""

import asyncio
import logging
from asyncio.subprocess import PIPE
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ..workers import lower_priority, start_worker
from .hasher import HASH_BYTES

log = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("hasher.py")

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
            # It may have failed to start.
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


class Process:
    """A running `hasher.py`, and the passwords that it has still to hash."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin
        assert process.stdout
        self._process = process
        self._stdin, self._stdout = process.stdin, process.stdout
        self._waiting: deque[tuple[asyncio.Future[bytes], float]] = deque()
        self._deadline: asyncio.TimerHandle | None = None
        self._yields = False
        self.ended = asyncio.create_task(self._answer())

    @classmethod
    async def start(cls) -> "Process":
        """Raises `OSError` where it cannot be started."""
        return cls(await start_worker(PROGRAM, stdin=PIPE, stdout=PIPE))

    async def ask(self, password: bytes, salt: bytes, patience: float) -> bytes:
        """Raises `HasherDied`.

        `patience`: seconds that this hash may take once those before it are done.
        """
        if self.ended.done():
            raise HasherDied
        # At its start Linux may have refused to; until it agrees, marks would not come first.
        self._yields = self._yields or lower_priority(self._process.pid)
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting.append((answer, patience))
        if len(self._waiting) == 1:
            self._limit_next()
        lengths = bytes([len(password)]), bytes([len(salt)])
        self._stdin.write(lengths[0] + password + lengths[1] + salt)
        return await answer

    async def end(self) -> None:
        self._kill()
        await self.ended

    async def _answer(self) -> None:
        """Pass on the answers until the process has ended; what it leaves undone fails."""
        try:
            with suppress(asyncio.IncompleteReadError):
                while self._pass_on(await self._stdout.readexactly(HASH_BYTES)):
                    pass
        finally:
            self._kill()
            await self._process.wait()
            if self._deadline:
                self._deadline.cancel()
            for answer, _ in self._waiting:
                if not answer.done():
                    answer.set_exception(HasherDied())

    def _pass_on(self, hashed: bytes) -> bool:
        """Give the answer to the first that waits; whether the process is to go on."""
        if not self._waiting:
            # Its next answer could be taken for that of another password.
            log.error("a process that hashes passwords answered unasked and is ended")
            return False
        # Its turn is over even if its task was cancelled meanwhile.
        answer, _ = self._waiting.popleft()
        self._limit_next()
        if not answer.done():
            answer.set_result(hashed)
        return True

    def _limit_next(self) -> None:
        """From now on the time of the hash that is next runs."""
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
        self._kill()

    def _kill(self) -> None:
        # It may have ended by itself.
        with suppress(ProcessLookupError):
            self._process.kill()
