"""Work that only so many may do at the same time, shared out fairly among accounts."""

import asyncio
import math
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from attrs import field, frozen

from .errors import AttendanceError, ClientGone, TooManyReports, TooManyRequests


def _stays() -> bool:
    return False


@frozen(eq=False)
class _Waiter:
    """Work that waits. `gone`: whether whoever asked for it has hung up."""

    gone: Callable[[], bool]
    turn: "asyncio.Future[None]" = field(factory=lambda: asyncio.get_running_loop().create_future())

    def left(self) -> bool:
        """Whether nobody waits any longer: they have hung up, or their task was cancelled."""
        return self.turn.cancelled() or self.gone()

    def refuse(self, error: AttendanceError) -> None:
        """Have the wait end with the error."""
        if not self.turn.done():
            self.turn.set_exception(error)


class Turns:
    """Turns for a few at once; the others wait, and accounts take turns in being the next.

    One account has at most half of the turns at once, and half of the places to wait, so that its
    work never keeps all others waiting. Where too much waits, that account gives way for which most
    does.
    """

    def __init__(
        self,
        at_once: int,
        limit: int,
        seconds_each: float,
        refusal: Callable[[int], AttendanceError] = TooManyReports,
    ) -> None:
        """`limit`: of what waits; of that of one account half as much.

        `seconds_each`: how long one takes, to say when to return. `refusal` makes an error of the
        seconds after which there may be room.
        """
        self.at_once = at_once
        self._share = max(1, at_once // 2)
        self._limit = limit
        self._own_limit = max(1, limit // 2)
        self._seconds_each = seconds_each
        self._refusal = refusal
        self._running = Counter[str]()
        # The accounts in the order in which they are the next.
        self._waiting: dict[str, deque[_Waiter]] = {}

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return sum(map(len, self._waiting.values()))

    @asynccontextmanager
    async def turn(self, account: str, gone: Callable[[], bool] = _stays) -> AsyncIterator[None]:
        """Wait for a turn of the account, and have it in the block.

        `gone`: whether whoever asked has hung up; then nothing is begun. Raises `ClientGone`,
        `TooManyRequests` where too much waits for the account, and `refusal` where too much waits
        in all.
        """
        await self._enter(account, gone)
        try:
            yield
        finally:
            self._leave(account)

    async def _enter(self, account: str, gone: Callable[[], bool]) -> None:
        if gone():
            raise ClientGone
        if self._has_turn(account):
            self._running[account] += 1
            return
        self._make_room(account)
        waiter = _Waiter(gone)
        self._waiting.setdefault(account, deque()).append(waiter)
        try:
            await waiter.turn
        except asyncio.CancelledError:
            if waiter.turn.cancelled():
                self._forget(account, waiter)
            elif waiter.turn.exception() is None:
                self._leave(account)
            raise

    def _has_turn(self, account: str) -> bool:
        return self._running.total() < self.at_once and self._running[account] < self._share

    def _make_room(self, account: str) -> None:
        """See to it that one more may wait. Raises `TooManyRequests` and `refusal`."""
        if len(self._waiting.get(account, ())) >= self._own_limit:
            self._drop_gone()
            if (own := len(self._waiting.get(account, ()))) >= self._own_limit:
                raise TooManyRequests(self._seconds(own, self._share))
        if self.waiting < self._limit:
            return
        self._drop_gone()
        if (waiting := self.waiting) < self._limit:
            return
        refused = self._refusal(self._seconds(waiting, self.at_once))
        most = max(self._waiting, key=lambda other: len(self._waiting[other]), default=account)
        if len(self._waiting.get(most, ())) <= len(self._waiting.get(account, ())) + 1:
            raise refused
        last = self._waiting[most][-1]
        self._forget(most, last)
        last.refuse(refused)

    def _seconds(self, waiting: int, at_once: int) -> int:
        return math.ceil(waiting * self._seconds_each / at_once)

    def _leave(self, account: str) -> None:
        self._running[account] -= 1
        if not self._running[account]:
            del self._running[account]
        while self._running.total() < self.at_once and self._begin_next():
            pass

    def _begin_next(self) -> bool:
        """Give the next account that may have one a turn; whether there was one."""
        below_share = (each for each in self._waiting if self._running[each] < self._share)
        account = next(below_share, None)
        if account is None:
            return False
        waiter = self._waiting[account][0]
        self._forget(account, waiter)
        if account in self._waiting:
            self._waiting[account] = self._waiting.pop(account)
        if waiter.left():
            waiter.refuse(ClientGone())
        else:
            self._running[account] += 1
            waiter.turn.set_result(None)
        return True

    def _drop_gone(self) -> None:
        for account, waiters in list(self._waiting.items()):
            for waiter in [each for each in waiters if each.left()]:
                self._forget(account, waiter)
                waiter.refuse(ClientGone())

    def _forget(self, account: str, waiter: _Waiter) -> None:
        waiters = self._waiting.get(account, deque())
        with suppress(ValueError):
            waiters.remove(waiter)
        if not waiters:
            self._waiting.pop(account, None)
