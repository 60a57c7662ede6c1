"""Rate limits: failed log-ins per account and per address, wrong API keys and sign-ups per address,
mails per account and per address, and writes per account.

The counts are kept in memory, until their window or the process ends. Where there are several
servers, they count together what is wrong or sends mail: each attempt that counts is counted in the
database too, and the server learns from it how many there were at all of them. Whoever does nothing
wrong is looked up nowhere, and a guesser gets no more than one attempt per server beyond the limit.
"""

import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress

from attrs import define, frozen
from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

from ..errors.accounts import TooManyAttempts
from ..errors.requests import TooManyWrites
from ..errors.server import StorageUnavailable
from ..settings.choices import Rate
from ..store.counts import Counts


@define
class Together:
    """With whom limits are counted together: `counts` is `None` where there is one server."""

    counts: Counts | None = None


class Limit:
    """At most so many attempts per key, in a window that begins with the first of them.

    The windows are fixed: this storage counts them without threads, unlike moving ones, and it is
    known when a refusal ends.
    """

    def __init__(
        self, name: str, rate: Rate, storage: MemoryStorage, together: Together | None = None
    ) -> None:
        """`name` keeps the keys apart from those of other limits in `storage`.

        `together`: with whom it is counted; `None`: at each server on its own.
        """
        self._together = together or Together()
        self._item = RateLimitItemPerSecond(rate.count, rate.seconds, name)
        self._storage = storage
        self._windows = FixedWindowRateLimiter(storage)

    async def wait(self, key: str) -> int:
        """Whole seconds until one more attempt is allowed, 0 if it is now."""
        if await self._windows.test(self._item, key):
            return 0
        end, _ = await self._windows.get_window_stats(self._item, key)
        return max(1, math.ceil(end - time.time()))

    async def take(self, key: str) -> bool:
        """Count one more attempt, and return whether it is allowed."""
        learned = await self._learn(key, 1)
        return await self._windows.hit(self._item, key) if learned is None else learned

    async def give_back(self, key: str) -> None:
        """Count one attempt fewer."""
        if await self._learn(key, -1) is None:
            await self._storage.decr(self._item.key_for(key))

    async def _learn(self, key: str, amount: int) -> bool | None:
        """Count at all servers, and take over the count; whether the limit allows it.

        `None` if this server counts on its own, as long as the database cannot be reached too.
        """
        counts, own_key = self._together.counts, self._item.key_for(key)
        if counts is None:
            return None
        try:
            counted = await counts.add(own_key, self._item.get_expiry(), amount)
        except StorageUnavailable:
            return None
        await self._storage.clear(own_key)
        await self._storage.incr(own_key, max(1, math.ceil(counted.left)), max(0, counted.total))
        return counted.total <= self._item.amount


class WindowCounter:
    """At most so many per key, in windows that are the same for all keys.

    Unlike `Limit`, which looks through all of its keys at every count, it is made for many keys.
    """

    def __init__(self, rate: Rate, now: Callable[[], float] = time.monotonic) -> None:
        """`now` returns seconds on a clock that is never set back."""
        self._rate = rate
        self._now = now
        self._ends_at = -math.inf
        self._counts = Counter[str]()

    def take(self, key: str) -> int:
        """Count one more; return 0 if it is allowed, else whole seconds until one more is."""
        now = self._now()
        if now >= self._ends_at:
            self._ends_at = now + self._rate.seconds
            self._counts.clear()
        self._counts[key] += 1
        return self._wait(now) if self._counts[key] > self._rate.count else 0

    def wait(self, key: str) -> int:
        """As `take`, but counts nothing."""
        now = self._now()
        allowed = now >= self._ends_at or self._counts[key] < self._rate.count
        return 0 if allowed else self._wait(now)

    async def take_together(self, key: str, name: str, counts: Counts) -> None:
        """Count one more at all servers, under this name, and take over their count.

        Where the database cannot be reached, it counts here only.
        """
        self.take(key)
        with suppress(StorageUnavailable):
            total = (await counts.add(f"{name} {key}", self._rate.seconds)).total
            self._counts[key] = max(self._counts[key], total)

    def _wait(self, now: float) -> int:
        return max(1, math.ceil(self._ends_at - now))


@frozen
class Requester:
    """A client address and an account, between which turns at hashing are shared fairly.

    `address` is `None` for all clients that no limit per address applies to, and `account` is
    `None` where no account is involved.
    """

    address: str | None = None
    account: str | None = None


@frozen
class Attempt:
    """Something that is rate-limited: who tries it, and the limits with its key in each."""

    limits: Sequence[tuple[Limit, str]] = ()
    requester: Requester = Requester()

    async def check(self) -> None:
        """Raises `TooManyAttempts` where one more is not allowed."""
        waits = [await limit.wait(key) for limit, key in self.limits]
        longest = max(waits, default=0)
        if longest:
            raise TooManyAttempts(longest)

    async def count(self) -> None:
        """Count it. Raises `TooManyAttempts` where attempts since the check took the last room."""
        if not all([await limit.take(key) for limit, key in self.limits]):
            await self.check()

    async def uncount(self) -> None:
        """Take the count back: the attempt failed through no fault of the client."""
        for limit, key in self.limits:
            await limit.give_back(key)


class Attempts:
    """The rate limits of this server.

    An `address` is a client as `client_address.limit_key` gives it; `None` is not limited.
    """

    def __init__(
        self,
        *,
        failures_per_email: Rate | None = None,
        failures_per_address: Rate | None = None,
        signups_per_address: Rate | None = None,
        mails_per_email: Rate | None = None,
        mails_per_address: Rate | None = None,
        writes_per_account: Rate | None = None,
    ) -> None:
        """A rate of `None` is no limit."""
        storage = MemoryStorage()
        self._together = Together()

        def limit(name: str, rate: Rate | None) -> Limit | None:
            return Limit(name, rate, storage, self._together) if rate else None

        self._failures_per_email = limit("failures per email", failures_per_email)
        self._failures_per_address = limit("failures per address", failures_per_address)
        self._signups_per_address = limit("signups per address", signups_per_address)
        self._mails_per_email = limit("mails per email", mails_per_email)
        self._mails_per_address = limit("mails per address", mails_per_address)
        # At each server on its own: it would cost a write per write, and protects the server.
        self._writes_per_account = (
            Limit("writes per account", writes_per_account, storage) if writes_per_account else None
        )
        self._wrong_keys_per_address = limit("wrong keys per address", failures_per_address)
        self._refreshes = WindowCounter(writes_per_account) if writes_per_account else None

    def share(self, counts: Counts) -> None:
        """Count together with all servers from now on; writes and refreshes stay apart."""
        self._together.counts = counts

    def password(self, address: str | None, login_name: str, browser: str | None = None) -> Attempt:
        """A password for the account with this log-in name; the wrong ones are counted.

        `login_name`: as `User.login_name` gives it where there is an account. `browser`: the id of
        a browser that has logged in to the account before. Its wrong passwords are limited on their
        own, and those of strangers do not count against it.
        """
        if browser:
            key = f"{login_name} {browser}"
            return _attempt(Requester(address, key), (self._failures_per_email, key))
        return _attempt(
            Requester(address, login_name),
            (self._failures_per_email, login_name),
            (self._failures_per_address, address),
        )

    def claim(self, address: str | None, code_hash: bytes) -> Attempt:
        """A code for an account or an invitation; the wrong ones are counted."""
        return _attempt(Requester(address, code_hash.hex()), (self._failures_per_address, address))

    def sign_on(self, address: str | None) -> Attempt:
        """A return from the provider of single sign-on; those that fail are counted."""
        return _attempt(Requester(address), (self._failures_per_address, address))

    def api_key(self, address: str | None) -> Attempt:
        """An API key; the wrong ones are counted, apart from log-ins from the same address."""
        return _attempt(Requester(address), (self._wrong_keys_per_address, address))

    def signup(self, address: str | None, email: str) -> Attempt:
        """A sign-up; all of them are counted."""
        return _attempt(Requester(address, email), (self._signups_per_address, address))

    def mail(self, address: str | None, email: str) -> Attempt:
        """A mail that a client has sent to an address; all of them are counted."""
        return _attempt(
            Requester(address, email),
            (self._mails_per_email, email),
            (self._mails_per_address, address),
        )

    async def count_write(self, user_id: str) -> None:
        """Count a request by which the user may change something. Raises `TooManyWrites`."""
        limit = self._writes_per_account
        if limit and not await limit.take(user_id):
            raise TooManyWrites(await limit.wait(user_id))

    def count_refresh(self, device_id: str) -> None:
        """Count a refresh of a device. Raises `TooManyWrites`, at the rate of an account's."""
        wait = self._refreshes.take(device_id) if self._refreshes else 0
        if wait:
            raise TooManyWrites(wait)


def _attempt(requester: Requester, *limits: tuple[Limit | None, str | None]) -> Attempt:
    return Attempt([(limit, key) for limit, key in limits if limit and key], requester)
