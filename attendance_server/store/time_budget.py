"""How long whoever asks may wait for the database, from when they ask, for all calls together.

The driver's own timeout runs from when a thread of its takes an operation up: where the database
hangs, and all threads wait for it, those in line would wait for several such times.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar

import pymongo

from ..errors import StorageUnavailable

GRACE = 0.5
"""Seconds that the driver has beyond a deadline to tell what is wrong, before it is left alone."""


class TimeBudget:
    """What is left of it, in seconds. Time that is not spent on the database does not count."""

    def __init__(self, seconds: float, limit: asyncio.Timeout | None = None) -> None:
        """`limit`: set while a call is under way. Without one each call has all of `seconds`."""
        self.seconds = seconds
        self._left = seconds
        self._limit = limit
        self._calls = 0
        self._began = 0.0

    def begin(self) -> float:
        """A call begins; the seconds that it may take.

        Raises `StorageUnavailable` where none are left.
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
        # Nought would be no timeout at all to the driver.
        return max(0.001, self._left - (now - self._began))

    def end(self) -> None:
        """A call that began has ended."""
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
    """In this context all calls together take no longer; a task has one context at a time.

    Raises `StorageUnavailable` where they would.
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
    """From now on each call of this task takes no longer than that, waiting in line included."""
    _budget.set(TimeBudget(seconds))


def lift_shared_budget() -> None:
    """What this task now asks of the database is a lot: each call has all of its patience."""
    budget = _budget.get()
    if budget:
        time_budget_per_call(budget.seconds)


@contextmanager
def database_call(own: float | None = None) -> Iterator[None]:
    """A call of the database; `own`: seconds that it may take, whoever asks."""
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
