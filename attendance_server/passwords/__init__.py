"""Passwords and their hashes, made where nobody waits for them but their owner."""

import asyncio
import math
import os
import time
from collections.abc import Awaitable, Callable
from hmac import compare_digest

import bcrypt

from ..attempts import Attempt
from ..errors import TooManyLogins
from ..models import User
from ..text import password_forms
from ..wire import PASSWORD_BYTES
from .hashers import Hashers


class Passwords:
    """bcrypt in processes of its own, so that a slow hash holds up nobody but its owner.

    There are as many processes as cores, all at a low priority: whatever else there is to do, above
    all marks, comes first. Only so many hashes may wait for them.
    """

    def __init__(self, rounds: int, limit: int) -> None:
        """`rounds`: bcrypt's cost, the binary logarithm of its work; `limit`: of those waiting."""
        self._rounds = rounds
        self._limit = limit
        self._waiting = 0
        self._workers = os.cpu_count() or 1
        self._hashers = Hashers(self._workers)
        # Two a process: each has its next hash at hand, and all others wait where they can still
        # be refused.
        self._turns = asyncio.Semaphore(2 * self._workers)
        started = time.perf_counter()
        # Compared with where there is no account, so that the answer takes as long as any.
        self._nobody = bcrypt.hashpw(b"nobody", bcrypt.gensalt(rounds))
        self._seconds_each = time.perf_counter() - started

    async def hash(self, password: str) -> bytes:
        """`password` has at most 72 bytes, and no NUL among them. Raises `TooManyLogins`."""
        return await self._hash(password.encode(), bcrypt.gensalt(self._rounds))

    async def match(self, password: str, user: User | None, guess: Attempt) -> bool:
        """Whether it is the user's password; never for nobody, and in the same time.

        It is compared in its normal form and, only where it was typed in another one, as it was
        typed too: earlier versions of the server hashed that.

        `guess` is counted where it is not. Many may wait here with a guess at the same password, so
        there has to be room for it when it comes, when its turn comes, and when its outcome is
        known: past the limit not even a right one is told. Raises `TooManyAttempts` where there is
        none, and `TooManyLogins`.
        """
        await guess.check()
        hashed = user.password_hash if user else self._nobody
        for form in password_forms(password):
            raw = form.encode()
            fits = len(raw) <= PASSWORD_BYTES[1] and b"\0" not in raw
            answer = await self._hash(raw if fits else b"", hashed, at_turn=guess.check)
            right = compare_digest(answer, hashed) and fits and user is not None
            if right:
                break
        await (guess.check() if right else guess.count())
        return right

    @property
    def waiting(self) -> int:
        """How many passwords are hashed or wait for it."""
        return self._waiting

    async def close(self) -> None:
        await self._hashers.close()

    async def _hash(
        self, password: bytes, salt: bytes, at_turn: Callable[[], Awaitable[None]] | None = None
    ) -> bytes:
        """As `Hashers.hash`, when its turn has come; `at_turn` may still keep it from being done.

        Raises `TooManyLogins`.
        """
        if self._waiting >= self._limit:
            raise TooManyLogins(math.ceil(self._waiting * self._seconds_each / self._workers))
        self._waiting += 1
        try:
            async with self._turns:
                if at_turn:
                    await at_turn()
                return await self._hashers.hash(password, salt)
        finally:
            self._waiting -= 1
