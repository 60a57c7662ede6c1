"""Passwords and their hashes, which are computed without delaying anything else."""

import logging
import math
import os
import time
from contextlib import AbstractAsyncContextManager
from hmac import compare_digest

import bcrypt

from ..errors.accounts import HashingUnavailable, TooManyAttempts, TooManyLogins
from ..errors.server import StorageUnavailable
from ..models import User
from ..store.users import Users
from ..text import password_forms
from ..workers import BoundedQueue
from .attempts import Attempt, Requester
from .hash_pool import PATIENCE, Hashers, HashingFailed
from .stored_hash import StoredHash, cost_of, digest, fits

PER_ACCOUNT = 10
"""Hashes for one account that may run or wait: enough for a user's devices, not for a program."""

SLOWEST = 20
"""A hash that takes this many times as long as on a quiet machine counts as hung."""

SAMPLE_ROUNDS = 5
SAMPLES = 3
"""The cost, and how many, of the hashes that show at the start how fast this machine is."""

log = logging.getLogger(__name__)


class Passwords:
    """bcrypt in processes of its own, so that a slow hash delays only the user who waits for it.

    There are as many processes as cores, all at low priority: everything else comes first, marks
    above all. The queue of hashes is bounded, in total and per account, and turns go round over
    client addresses and accounts.
    """

    def __init__(self, rounds: int, limit: int) -> None:
        """`rounds`: bcrypt's cost, the binary logarithm of its work. `limit`: of waiting hashes."""
        self._rounds = rounds
        self._highest_cost = rounds
        workers = os.cpu_count() or 1
        self._hashers = Hashers(workers, self._patience)
        self._seconds_each = seconds_per_hash(rounds)
        self._queue = BoundedQueue(
            # Two per process, so that each has its next hash at hand. All others wait here, where
            # their order can still change and they can still be refused.
            at_once=2 * workers,
            limit=limit,
            limit_per_account=PER_ACCOUNT,
            seconds_each=2 * self._seconds_each,
            full=TooManyLogins,
            account_full=TooManyAttempts,
        )

    def equalize(self, cost: int) -> None:
        """Let each wrong password take as much work as a hash of `cost`, or of the usual one.

        `cost`: the highest cost of any account's hash.
        """
        self._highest_cost = max(self._rounds, cost)

    async def hash(self, password: str, attempt: Attempt = Attempt()) -> bytes:  # noqa: B008
        """The hash to store for a password in its normal form. `attempt`: whose turn it takes.

        Raises `TooManyLogins`, `TooManyAttempts` and `HashingUnavailable`.
        """
        raw = password.encode()
        digested = not fits(raw)
        salt = bcrypt.gensalt(self._rounds)
        async with self._turn(attempt.requester):
            hashed = await self._hash(digest(raw) if digested else raw, salt)
        return StoredHash(hashed, digested).write()

    def outdated(self, stored: bytes) -> bool:
        """Whether a hash has another cost than new ones."""
        return StoredHash.read(stored).cost != self._rounds

    async def match(self, password: str, user: User | None, attempt: Attempt) -> bool:
        """Whether this is the user's password; without a user or one it never is, as slowly.

        The password is compared in its normal form and, if it was typed in another one, as typed
        too: earlier versions of the server hashed that.

        `attempt` is counted if the password is wrong. Many attempts at the same account may wait
        here, so the limit is checked when one arrives, when its turn comes, and when its outcome is
        known: past the limit, even a correct password is refused. Raises `TooManyAttempts`,
        `TooManyLogins` and `HashingUnavailable`.
        """
        await attempt.check()
        no_account = StoredHash(bcrypt.gensalt(self._highest_cost))
        stored = StoredHash.read(user.password_hash) if user and user.password_hash else no_account
        correct = False
        for form in password_forms(password):
            async with self._turn(attempt.requester):
                await attempt.check()
                correct = await self._compare(form, stored)
                if not correct:
                    await self._even_out(stored.cost)
            if correct:
                break
        await (attempt.check() if correct else attempt.count())
        return correct

    @property
    def waiting(self) -> int:
        """How many passwords are being hashed or wait for it."""
        return len(self._queue)

    async def close(self) -> None:
        await self._hashers.close()

    def _turn(self, requester: Requester) -> AbstractAsyncContextManager[None]:
        return self._queue.turn(requester.account, requester.address)

    async def _compare(self, password: str, stored: StoredHash) -> bool:
        raw = stored.hashed(password)
        answer = await self._hash(b"" if raw is None else raw, stored.bcrypt)
        return compare_digest(answer, stored.bcrypt) and raw is not None

    async def _even_out(self, cost: int) -> None:
        """After a hash of `cost`, do the work that a hash of the highest cost would add.

        Each step of the cost doubles the work: hashes of the costs 10, 10 and 11 take as long as
        one of 12. Otherwise the time would reveal which addresses have an old account.
        """
        for step in range(cost, self._highest_cost):
            await self._hash(b"", bcrypt.gensalt(step))

    async def _hash(self, password: bytes, salt: bytes) -> bytes:
        """As `Hashers.hash`. Raises `HashingUnavailable` if no process can do it."""
        try:
            return await self._hashers.hash(password, salt)
        except (HashingFailed, OSError) as exc:
            log.exception("a password could not be hashed")
            raise HashingUnavailable from exc

    def _patience(self, salt: bytes) -> float:
        """Seconds that a hash with this salt may take, which grow with its cost."""
        times = 2.0 ** (cost_of(salt) - self._rounds)
        return PATIENCE + SLOWEST * self._seconds_each * times


def seconds_per_hash(rounds: int) -> float:
    """How long a hash of this cost takes on this machine when it has nothing else to do.

    A server measures cheap ones, as a usual one would add a third of a second to each start, and
    takes the fastest, as another may be interrupted. Each step of the cost doubles the work.
    """
    cost = min(rounds, SAMPLE_ROUNDS)
    salt = bcrypt.gensalt(cost)
    fastest = math.inf
    for _ in range(SAMPLES):
        started = time.perf_counter()
        bcrypt.hashpw(b"password", salt)
        fastest = min(fastest, time.perf_counter() - started)
    return fastest * 2.0 ** (rounds - cost)


async def equalize(passwords: Passwords, users: Users) -> None:
    """Let each wrong password take as long as the most expensive hash in the database."""
    try:
        prefixes = [StoredHash(b"", digested).write() for digested in (False, True)]
        passwords.equalize(max([await users.highest_cost(prefix) for prefix in prefixes]))
    except StorageUnavailable:
        # Until the next start, wrong passwords take as long as a new hash.
        log.warning("the costs of the accounts' hashes could not be read")
