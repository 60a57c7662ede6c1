"""Passwords and their hashes, made where nobody waits for them but their owner."""

import asyncio
import math
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import bcrypt

from .attempts import Attempt
from .errors import TooManyLogins
from .models import User
from .wire import PASSWORD_BYTES

T = TypeVar("T")


class Passwords:
    """bcrypt in threads, so that a slow hash holds up nobody but its owner.

    There are as many threads as cores, all at a low priority: whatever else there is to do, above
    all marks, comes first. Only so many hashes may wait for them.
    """

    def __init__(self, rounds: int, limit: int) -> None:
        """`rounds`: bcrypt's cost, the binary logarithm of its work; `limit`: of those waiting."""
        self._rounds = rounds
        self._limit = limit
        self._waiting = 0
        self._workers = os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self._workers, "bcrypt", initializer=_give_way)
        # Two a thread: each has its next hash at hand, and all others wait where they can still
        # be refused.
        self._turns = asyncio.Semaphore(2 * self._workers)
        started = time.perf_counter()
        # Compared with where there is no account, so that the answer takes as long as any.
        self._nobody = bcrypt.hashpw(b"nobody", bcrypt.gensalt(rounds))
        self._seconds_each = time.perf_counter() - started

    async def hash(self, password: str) -> bytes:
        """`password` has at most 72 bytes, and no NUL among them. Raises `TooManyLogins`."""
        salt = bcrypt.gensalt(self._rounds)
        return await self._run(lambda: bcrypt.hashpw(password.encode(), salt))

    async def match(self, password: str, user: User | None, guess: Attempt) -> bool:
        """Whether it is the user's password; never for nobody, and in the same time.

        `guess` is counted where it is not. Many may wait here with a guess at the same password, so
        there has to be room for it when it comes, when its turn comes, and when its outcome is
        known: past the limit not even a right one is told. Raises `TooManyAttempts` where there is
        none, and `TooManyLogins`.
        """
        await guess.check()
        raw = password.encode()
        fits = len(raw) <= PASSWORD_BYTES[1] and b"\0" not in raw
        hashed = user.password_hash if user else self._nobody
        same = await self._run(
            lambda: bcrypt.checkpw(raw if fits else b"", hashed), at_turn=guess.check
        )
        right = same and fits and user is not None
        await (guess.check() if right else guess.count())
        return right

    @property
    def waiting(self) -> int:
        """How many passwords are hashed or wait for it."""
        return self._waiting

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _run(
        self, work: Callable[[], T], at_turn: Callable[[], Awaitable[None]] | None = None
    ) -> T:
        """What `work` returns, in a thread; `at_turn` may still keep it from being done."""
        if self._waiting >= self._limit:
            raise TooManyLogins(math.ceil(self._waiting * self._seconds_each / self._workers))
        self._waiting += 1
        try:
            async with self._turns:
                if at_turn:
                    await at_turn()
                return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._waiting -= 1


def _give_way() -> None:
    """Lower the priority of the calling thread, where the system has one for each (Linux)."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
