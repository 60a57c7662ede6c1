"""Passwords and their hashes, made where nobody waits for them but their owner."""

import logging
import os
import time
from hmac import compare_digest

import bcrypt

from ..attempts import Attempt
from ..errors import HashingUnavailable
from ..models import User
from ..text import password_forms
from ..wire import PASSWORD_BYTES
from .hashers import PATIENCE, Hashers, HashingFailed
from .queue import HashQueue

PER_ACCOUNT = 10
"""Hashes for one account that may be under way or wait: a user's devices, and no program's loop."""

SLOWEST = 20
"""Times as long as on a quiet machine a hash may take before its process is thought to hang."""

log = logging.getLogger(__name__)


class Passwords:
    """bcrypt in processes of its own, so that a slow hash holds up nobody but its owner.

    There are as many processes as cores, all at a low priority: whatever else there is to do, above
    all marks, comes first. Only so many hashes may wait for them, of each account fewer, and turns
    go round over client addresses and accounts.
    """

    def __init__(self, rounds: int, limit: int) -> None:
        """`rounds`: bcrypt's cost, the binary logarithm of its work; `limit`: of those waiting."""
        self._rounds = rounds
        workers = os.cpu_count() or 1
        self._hashers = Hashers(workers, self._patience)
        started = time.perf_counter()
        # Compared with where there is no account, so that the answer takes as long as any.
        self._nobody = bcrypt.hashpw(b"nobody", bcrypt.gensalt(rounds))
        self._seconds_each = time.perf_counter() - started
        self._queue = HashQueue(
            # Two per process: each has its next hash at hand, and all others wait where their order
            # is still open, and where they can still be refused.
            at_once=2 * workers,
            limit=limit,
            limit_per_account=PER_ACCOUNT,
            seconds_each=2 * self._seconds_each,
        )

    async def hash(self, password: str, attempt: Attempt = Attempt()) -> bytes:  # noqa: B008
        """`password` has at most 72 bytes, and no NUL among them. `attempt`: for what it is.

        Raises `TooManyLogins`, `TooManyAttempts` and `HashingUnavailable`.
        """
        async with self._queue.turn(attempt.who):
            return await self._hash(password.encode(), bcrypt.gensalt(self._rounds))

    async def match(self, password: str, user: User | None, guess: Attempt) -> bool:
        """Whether it is the user's password; never for nobody, and in the same time.

        It is compared in its normal form and, only where it was typed in another one, as it was
        typed too: earlier versions of the server hashed that.

        `guess` is counted where it is not. Many may wait here with a guess at the same password, so
        there has to be room for it when it comes, when its turn comes, and when its outcome is
        known: past the limit not even a right one is told. Raises `TooManyAttempts` where there is
        none, `TooManyLogins` and `HashingUnavailable`.
        """
        await guess.check()
        hashed = user.password_hash if user else self._nobody
        for form in password_forms(password):
            raw = form.encode()
            fits = len(raw) <= PASSWORD_BYTES[1] and b"\0" not in raw
            async with self._queue.turn(guess.who):
                await guess.check()
                answer = await self._hash(raw if fits else b"", hashed)
            right = compare_digest(answer, hashed) and fits and user is not None
            if right:
                break
        await (guess.check() if right else guess.count())
        return right

    @property
    def waiting(self) -> int:
        """How many passwords are hashed or wait for it."""
        return len(self._queue)

    async def close(self) -> None:
        await self._hashers.close()

    async def _hash(self, password: bytes, salt: bytes) -> bytes:
        """As `Hashers.hash`. Raises `HashingUnavailable` where no process does it."""
        try:
            return await self._hashers.hash(password, salt)
        except (HashingFailed, OSError) as exc:
            log.exception("a password could not be hashed")
            raise HashingUnavailable from exc

    def _patience(self, salt: bytes) -> float:
        """Seconds that a hash with this salt may take: more, the higher its cost is."""
        _, _, cost, _ = salt.split(b"$")
        return PATIENCE + SLOWEST * self._seconds_each * 2.0 ** (int(cost) - self._rounds)
