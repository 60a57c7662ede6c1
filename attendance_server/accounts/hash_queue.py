"""Whose password is hashed next: turns that go round over client addresses and accounts.

First come, first served would let one client with many requests keep everyone else waiting. Here
whoever asks for much waits for themselves: others wait for one turn of theirs at most.
"""

import asyncio
import math
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias

from ..errors import TooManyAttempts, TooManyLogins
from .attempts import Requester

Turn: TypeAlias = asyncio.Future[None]
Line: TypeAlias = deque[Turn]


class HashQueue:
    """Lets a few through at once, and gives the others their turns in a fair order.

    The turns go round over the addresses, and those of one address go round over its accounts.
    """

    def __init__(
        self, *, at_once: int, limit: int, limit_per_account: int, seconds_each: float
    ) -> None:
        """`limit`, `limit_per_account`: how many may be under way or wait, in all and per account.

        `seconds_each`: how long one takes, to say when to try again.
        """
        self._at_once = at_once
        self._limit = limit
        self._limit_per_account = limit_per_account
        self._seconds_each = seconds_each
        self._running = 0
        self._total = 0
        self._of_account: Counter[str | None] = Counter()
        # The first of each dictionary is next; whoever had a turn goes to the end.
        self._lines: dict[str | None, dict[str | None, Line]] = {}
        self._waiting_at: Counter[str | None] = Counter()

    def __len__(self) -> int:
        """How many are under way or wait."""
        return self._total

    @asynccontextmanager
    async def turn(self, who: Requester) -> AsyncIterator[None]:
        """Open as soon as it is the applicant's turn.

        Raises `TooManyAttempts` where the account has too many already, and `TooManyLogins` where
        the queue is full. When it is full, who has least in it takes the place of who has most.
        """
        self._make_room(who)
        self._total += 1
        self._of_account[who.account] += 1
        if self._running < self._at_once:
            self._running += 1
        else:
            await self._wait(who)
        try:
            yield
        finally:
            self._end(who)

    async def _wait(self, who: Requester) -> None:
        turn: Turn = asyncio.get_running_loop().create_future()
        self._lines.setdefault(who.address, {}).setdefault(who.account, deque()).append(turn)
        self._waiting_at[who.address] += 1
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._take_out(who, turn)
                self._count_out(who)
            elif not turn.exception():
                # Called and cancelled in the same moment.
                self._end(who)
            raise

    def _end(self, who: Requester) -> None:
        self._count_out(who)
        self._running -= 1
        self._call_next()

    def _call_next(self) -> None:
        while self._running < self._at_once and self._lines:
            address, accounts = next(iter(self._lines.items()))
            account, line = next(iter(accounts.items()))
            turn = line[0]
            self._take_out(Requester(address, account), turn)
            # Both to the end of their circle, if they are still in it.
            if account in accounts:
                accounts[account] = accounts.pop(account)
            if address in self._lines:
                self._lines[address] = self._lines.pop(address)
            if not turn.done():
                self._running += 1
                turn.set_result(None)

    def _make_room(self, who: Requester) -> None:
        """Raises what `turn` does where there is none."""
        own = self._of_account[who.account] if who.account is not None else 0
        if own >= self._limit_per_account:
            raise TooManyAttempts(self._seconds_for(own))
        if self._total < self._limit:
            return
        refusal = TooManyLogins(self._seconds_for(self._total))
        displaced = self._greediest()
        if displaced is None or not self._asks_less(who, displaced):
            raise refusal
        turn = self._lines[displaced.address][displaced.account][-1]
        self._take_out(displaced, turn)
        if not turn.done():
            self._count_out(displaced)
            turn.set_exception(refusal)

    def _greediest(self) -> Requester | None:
        """The account with most requests waiting at the address with most of them."""
        if not self._lines:
            return None
        # Of several, the one whose turn is furthest off.
        address = max(reversed(self._lines), key=self._waiting_at.__getitem__)
        accounts = self._lines[address]
        return Requester(address, max(reversed(accounts), key=lambda each: len(accounts[each])))

    def _asks_less(self, who: Requester, other: Requester) -> bool:
        """Whether `who`, with one request more, has fewer waiting than `other` with one fewer."""
        if who.address != other.address:
            return self._waiting_at[who.address] + 1 < self._waiting_at[other.address]
        accounts = self._lines[other.address]
        return len(accounts.get(who.account, ())) + 1 < len(accounts[other.account])

    def _take_out(self, who: Requester, turn: Turn) -> None:
        accounts = self._lines.get(who.address, {})
        line = accounts.get(who.account)
        if line is None or turn not in line:
            return
        line.remove(turn)
        self._waiting_at[who.address] -= 1
        if not line:
            del accounts[who.account]
        if not accounts:
            del self._lines[who.address], self._waiting_at[who.address]

    def _count_out(self, who: Requester) -> None:
        self._total -= 1
        self._of_account[who.account] -= 1
        if not self._of_account[who.account]:
            del self._of_account[who.account]

    def _seconds_for(self, count: int) -> int:
        return math.ceil(count * self._seconds_each / self._at_once)
