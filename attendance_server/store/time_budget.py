"""Limits the time that a request may wait for the database, over all of its calls.

The driver's own timeout starts when one of its threads takes up an operation. While the database
hangs and all threads wait for it, queued operations would wait for several such timeouts.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar

import pymongo

from ..errors.server import StorageUnavailable

GRACE = 0.5
"""Seconds after a deadline in which the driver may still report the cause."""


class TimeBudget:
    """Counts down the seconds that a task spends waiting for the database."""

    def __init__(self, seconds: float, limit: asyncio.Timeout | None = None) -> None:
        """`limit`: armed while a call is in progress. Without it, each call gets all `seconds`."""
        self.seconds = seconds
        self._left = seconds
        self._limit = limit
        self._calls = 0
        self._began = 0.0

    def begin(self) -> float:
        """Note that a call begins, and return the seconds that it may take.

        Raises `StorageUnavailable` if the budget is used up.
        """
        if self._limit is None:
            return self.seconds
        now = time.monotonic()
        if not self._calls:
            if self._left <= 0:
                raise StorageUnavailable
            self._began = now
            loop = asyncio.get_running_loop()
            self._limit.reschedule(loop.time() + self._left + GRACE)
        self._calls += 1
        # To the driver, 0 would mean no timeout.
        return max(0.001, self._left - (now - self._began))

    def end(self) -> None:
        """Note that a call has ended."""
        if self._limit is None:
            return
        self._calls -= 1
        if not self._calls:
            self._left -= time.monotonic() - self._began
            if not self._limit.expired():
                self._limit.reschedule(None)


_budget = ContextVar[TimeBudget | None]("budget", default=None)


@asynccontextmanager
async def time_budget(seconds: float) -> AsyncIterator[None]:
    """A context whose database calls together take at most `seconds`. Contexts do not nest.

    Raises `StorageUnavailable` if the budget is exceeded.
    """
    try:
        async with asyncio.timeout(None) as limit:
            token = _budget.set(TimeBudget(seconds, limit))
            try:
                yield
            finally:
                _budget.reset(token)
    except TimeoutError:
        if not limit.expired():
            raise
        raise StorageUnavailable from None


def time_budget_per_call(seconds: float) -> None:
    """Limit each further call of this task to `seconds`, including the wait for a thread."""
    _budget.set(TimeBudget(seconds))


def lift_shared_budget() -> None:
    """Give each further call of this task the whole budget, for work that takes many calls."""
    budget = _budget.get()
    if budget:
        time_budget_per_call(budget.seconds)


@contextmanager
def database_call(own: float | None = None) -> Iterator[None]:
    """A database call, limited by the budget of the task or, if given, to `own` seconds."""
    budget = None if own else _budget.get()
    seconds = budget.begin() if budget else own
    if seconds is None:
        yield
        return
    try:
        with pymongo.timeout(seconds):
            yield
    finally:
        if budget:
            budget.end()
