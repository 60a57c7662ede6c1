"""Passwords and their hashes, made where nobody waits for them but their owner."""

import logging
import os
import time
from contextlib import AbstractAsyncContextManager
from hmac import compare_digest

import bcrypt

from ..errors import HashingUnavailable, StorageUnavailable, TooManyAttempts, TooManyLogins
from ..models import User
from ..store.users import Users
from ..text import password_forms
from ..workers import BoundedQueue
from .attempts import Applicant, Attempt
from .hash_pool import PATIENCE, Hashers, HashingFailed
from .stored_hash import StoredHash, cost_of, digest, fits

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
        self._level = rounds
        workers = os.cpu_count() or 1
        self._hashers = Hashers(workers, self._patience)
        started = time.perf_counter()
        bcrypt.hashpw(b"nobody", bcrypt.gensalt(rounds))
        self._seconds_each = time.perf_counter() - started
        self._queue = BoundedQueue(
            # Two per process: each has its next hash at hand, and all others wait where their order
            # is still open, and where they can still be refused.
            at_once=2 * workers,
            limit=limit,
            limit_per_account=PER_ACCOUNT,
            seconds_each=2 * self._seconds_each,
            full=TooManyLogins,
            account_full=TooManyAttempts,
        )

    def level(self, cost: int) -> None:
        """From now on a wrong password takes as much work as a hash of this cost, or the usual one.

        `cost`: the highest one that any account has.
        """
        self._level = max(self._rounds, cost)

    async def hash(self, password: str, attempt: Attempt = Attempt()) -> bytes:  # noqa: B008
        """What is kept of a password, which is in its normal form. `attempt`: what it is part of.

        Raises `TooManyLogins`, `TooManyAttempts` and `HashingUnavailable`.
        """
        raw = password.encode()
        digested = not fits(raw)
        salt = bcrypt.gensalt(self._rounds)
        async with self._turn(attempt.who):
            hashed = await self._hash(digest(raw) if digested else raw, salt)
        return StoredHash(hashed, digested).write()

    def outdated(self, kept: bytes) -> bool:
        """Whether a password would be hashed at another cost now."""
        return StoredHash.read(kept).cost != self._rounds

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
        nobody = StoredHash(bcrypt.gensalt(self._level))
        kept = StoredHash.read(user.password_hash) if user else nobody
        right = False
        for form in password_forms(password):
            async with self._turn(guess.who):
                await guess.check()
                right = await self._compare(form, kept)
                if not right:
                    await self._even_out(kept.cost)
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

    def _turn(self, who: Applicant) -> AbstractAsyncContextManager[None]:
        return self._queue.turn(who.account, who.address)

    async def _compare(self, password: str, kept: StoredHash) -> bool:
        raw = kept.hashed(password)
        answer = await self._hash(b"" if raw is None else raw, kept.bcrypt)
        return compare_digest(answer, kept.bcrypt) and raw is not None

    async def _even_out(self, cost: int) -> None:
        """After a hash of this cost, the work that is left to one of the level.

        Each step of the cost doubles the work: a hash of cost 10 and others of 10 and 11 take as
        long as one of 12. Otherwise the time would tell which addresses have an old account.
        """
        for each in range(cost, self._level):
            await self._hash(b"", bcrypt.gensalt(each))

    async def _hash(self, password: bytes, salt: bytes) -> bytes:
        """As `Hashers.hash`. Raises `HashingUnavailable` where no process does it."""
        try:
            return await self._hashers.hash(password, salt)
        except (HashingFailed, OSError) as exc:
            log.exception("a password could not be hashed")
            raise HashingUnavailable from exc

    def _patience(self, salt: bytes) -> float:
        """Seconds that a hash with this salt may take: more, the higher its cost is."""
        times = 2.0 ** (cost_of(salt) - self._rounds)
        return PATIENCE + SLOWEST * self._seconds_each * times


async def level(passwords: Passwords, users: Users) -> None:
    """Let wrong passwords take as long as the dearest hash there is."""
    try:
        marks = [StoredHash(b"", digested).write() for digested in (False, True)]
        passwords.level(max([await users.highest_cost(mark) for mark in marks]))
    except StorageUnavailable:
        # Until the next start they take as long as a new hash.
        log.warning("the costs of the accounts' hashes could not be read")
