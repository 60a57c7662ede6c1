"""Who has tried too often: wrong passwords an account and an address, sign-ups an address, and
who changes too much: writes per account.

What is counted is in memory only, and forgotten at the end of its window or of the process.
"""

import math
import time
from collections.abc import Sequence

from aiohttp import hdrs, web
from attrs import frozen
from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

from ..client_address import Network, limited_as
from ..errors import TooManyAttempts, TooManyWrites
from ..settings import Rate


class Limit:
    """At most so many attempts of one key, in a window that begins with the first of them.

    The windows are fixed: in this storage they are counted without threads, where moving ones are
    not, and a refusal ends at a time that is known.
    """

    def __init__(self, name: str, rate: Rate, storage: MemoryStorage) -> None:
        """`name` keeps the keys apart from those of other limits in `storage`."""
        self._item = RateLimitItemPerSecond(rate.count, rate.seconds, name)
        self._storage = storage
        self._windows = FixedWindowRateLimiter(storage)

    async def wait(self, key: str) -> int:
        """Whole seconds until there is room for one more, 0 where there is."""
        if await self._windows.test(self._item, key):
            return 0
        end, _ = await self._windows.get_window_stats(self._item, key)
        return max(1, math.ceil(end - time.time()))

    async def take(self, key: str) -> bool:
        """Count one more; whether there was room for it."""
        return await self._windows.hit(self._item, key)

    async def give_back(self, key: str) -> None:
        """Count one less."""
        await self._storage.decr(self._item.key_for(key))


@frozen
class Applicant:
    """Who asks for work that is shared out fairly.

    `None` stands for all clients on this machine, and for no account.
    """

    address: str | None = None
    account: str | None = None


@frozen
class Attempt:
    """Something that is tried, by whom, and the limits it falls under, with its key in each."""

    under: Sequence[tuple[Limit, str]] = ()
    who: Applicant = Applicant()

    async def check(self) -> None:
        """Raises `TooManyAttempts` where there is no room for one more."""
        waits = [await limit.wait(key) for limit, key in self.under]
        longest = max(waits, default=0)
        if longest:
            raise TooManyAttempts(longest)

    async def count(self) -> None:
        """Count it. Raises `TooManyAttempts` where there was no room: others were faster."""
        if not all([await limit.take(key) for limit, key in self.under]):
            await self.check()

    async def forget(self) -> None:
        """Count it no more: it has come to nothing, through no fault of who tried."""
        for limit, key in self.under:
            await limit.give_back(key)


class Attempts:
    """The limits of this server; one whose rate is `None` is none."""

    def __init__(
        self,
        trusted: Sequence[Network],
        *,
        failures_per_email: Rate | None,
        failures_per_address: Rate | None,
        signups_per_address: Rate | None,
        writes_per_account: Rate | None,
    ) -> None:
        """`trusted`: the proxies whose word counts for where a request comes from."""
        self._trusted = trusted
        storage = MemoryStorage()

        def limit(name: str, rate: Rate | None) -> Limit | None:
            return Limit(name, rate, storage) if rate else None

        self._failures_per_email = limit("failures per email", failures_per_email)
        self._failures_per_address = limit("failures per address", failures_per_address)
        self._signups_per_address = limit("signups per address", signups_per_address)
        self._writes_per_account = limit("writes per account", writes_per_account)

    def guess(self, request: web.Request, email: str) -> Attempt:
        """A password for the account with that address, to be counted where it is wrong."""
        who = Applicant(self._address(request), email)
        return _attempt(
            who, (self._failures_per_email, email), (self._failures_per_address, who.address)
        )

    def claim(self, request: web.Request, code_hash: bytes) -> Attempt:
        """A code by which an account is claimed, to be counted where it is wrong."""
        who = Applicant(self._address(request), code_hash.hex())
        return _attempt(who, (self._failures_per_address, who.address))

    def signup(self, request: web.Request, email: str) -> Attempt:
        """An account that is asked for."""
        who = Applicant(self._address(request), email)
        return _attempt(who, (self._signups_per_address, who.address))

    async def count_write(self, user_id: str) -> None:
        """Count a request of the user's that may change something. Raises `TooManyWrites`."""
        limit = self._writes_per_account
        if limit and not await limit.take(user_id):
            raise TooManyWrites(await limit.wait(user_id))

    def _address(self, request: web.Request) -> str | None:
        forwarded = request.headers.getall(hdrs.X_FORWARDED_FOR, [])
        return limited_as(request.remote, forwarded, self._trusted)


def _attempt(who: Applicant, *under: tuple[Limit | None, str | None]) -> Attempt:
    return Attempt([(limit, key) for limit, key in under if limit and key], who)
