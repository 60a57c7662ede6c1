"""The processes that hash passwords: started when needed, and replaced when one dies."""

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
"""How many processes may die while hashing one password before it is given up."""

PATIENCE = 10.0
"""Seconds that every process is given at least: more than a busy machine needs to start one."""


class HasherDied(Exception):
    """The process ended before it had hashed the password."""


class HashingFailed(RuntimeError):
    """Several processes in turn ended, or did not answer, while hashing one password."""


class Hashers:
    """A few processes, of which the least busy takes the next password."""

    def __init__(self, size: int, patience: Callable[[bytes], float] = lambda _: PATIENCE) -> None:
        """`size`: the largest number of processes.

        `patience`: seconds that a hash with a given salt may take. A process that has not answered
        by then is killed, and its passwords are given to another one.
        """
        self._hashers = [Hasher() for _ in range(size)]
        self._patience = patience

    async def hash(self, password: bytes, salt: bytes) -> bytes:
        """bcrypt's hash of a password. `salt` may be a hash, whose salt is then used.

        Both are shorter than 256 bytes. Raises `ValueError` if `salt` is invalid, and
        `HashingFailed` if `TRIES` processes die.
        """
        for _ in range(TRIES):
            hasher = min(self._hashers, key=lambda each: each.waiting)
            with suppress(HasherDied):
                return await hasher.hash(password, salt, self._patience(salt))
        raise HashingFailed(f"{TRIES} processes died while hashing a password")

    async def close(self) -> None:
        """Kill all processes; passwords they have not hashed are lost."""
        for hasher in self._hashers:
            await hasher.close()


class Hasher:
    """One process at a time, which hashes passwords in the order of their arrival."""

    def __init__(self) -> None:
        self.waiting = 0
        """How many passwords it has been given and not hashed yet."""
        self._started: asyncio.Task[Process] | None = None

    async def hash(self, password: bytes, salt: bytes, patience: float) -> bytes:
        """As `Hashers.hash`, but tries once, and raises `HasherDied`.

        `patience`: seconds until a process that does not answer is killed.
        """
        self.waiting += 1
        try:
            process = await self._running()
            answer = await process.ask(password, salt, patience)
        finally:
            self.waiting -= 1
        if not any(answer):
            raise ValueError("not a bcrypt salt")
        return answer

    async def close(self) -> None:
        if self._started:
            # It may have failed to start.
            with suppress(OSError):
                await (await self._started).end()

    async def _running(self) -> "Process":
        if not self._started or _is_over(self._started):
            self._started = asyncio.create_task(Process.start())
        # Other passwords wait for the same start, even if this one is given up.
        return await asyncio.shield(self._started)


def _is_over(started: "asyncio.Task[Process]") -> bool:
    """Whether the process was not started, or has ended."""
    return started.done() and (started.exception() is not None or started.result().over)


class Process:
    """A running `hasher.py`, and the passwords it has yet to hash."""

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

    @property
    def over(self) -> bool:
        """Whether it takes no more passwords: it has ended, or is about to."""
        return self.ended.done() or self._stdin.is_closing()

    async def ask(self, password: bytes, salt: bytes, patience: float) -> bytes:
        """The hash, or NULs if the salt is invalid. Raises `HasherDied`.

        `patience`: seconds that this hash may take once those before it are done.
        """
        if self.over:
            raise HasherDied
        # Linux may have refused to when it started; until it agrees, marks would have to compete.
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
        """Pass on the answers until the process ends; passwords left unhashed then fail."""
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
        """Give the answer to the password that waits longest; return whether to go on."""
        if not self._waiting:
            # Its next answer could be mistaken for that of another password.
            log.error("a process that hashes passwords sent an answer to no request and is killed")
            return False
        # Its turn is over even if its task was cancelled meanwhile.
        answer, _ = self._waiting.popleft()
        self._limit_next()
        if not answer.done():
            answer.set_result(hashed)
        return True

    def _limit_next(self) -> None:
        """Start the time limit of the next hash."""
        if self._deadline:
            self._deadline.cancel()
        self._deadline = None
        if self._waiting:
            _, patience = self._waiting[0]
            loop = asyncio.get_running_loop()
            self._deadline = loop.call_later(patience, self._give_up, patience)

    def _give_up(self, patience: float) -> None:
        log.error(
            "a process that hashes passwords has not answered for %.1f s and is killed", patience
        )
        self._kill()

    def _kill(self) -> None:
        # It may have ended by itself.
        with suppress(ProcessLookupError):
            self._process.kill()
