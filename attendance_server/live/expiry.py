"""When running sessions are overdue: after a maximum time a session ends by itself.

How long a session has run is measured on a clock that is never set: a wall clock that jumps ahead
ends no lesson, and one that jumps back keeps none running. Only the age of a session that was
already running when the server started is taken from the wall clock.

One alarm serves all sessions, set to the first that will be overdue.
"""

import asyncio
import math
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from .live_session import LiveSession

LOOK = 60.0
"""Seconds ahead that the alarm is set at most: the loop's clock stops while the machine sleeps."""


def seconds_counted() -> float:
    """Seconds on a clock that is never set, and counts on while the machine sleeps."""
    # On Linux CLOCK_MONOTONIC stops in sleep; macOS has no CLOCK_BOOTTIME, and there it goes on.
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Expiry:
    """Knows when each running session is overdue; it does not end them."""

    def __init__(
        self, longest: float | None, now: Callable[[], datetime], counted: Callable[[], float]
    ) -> None:
        """`longest`: seconds that a session may run; `None`: without a limit.

        `now` returns the wall-clock time, and `counted` seconds on a clock that is never set.
        """
        self._longest = longest
        self._now = now
        self._counted = counted
        # Sessions that are no longer referenced leave it by themselves.
        self._overdue_at: WeakKeyDictionary[LiveSession, float] = WeakKeyDictionary()
        self._first = math.inf
        self._sooner = asyncio.Event()

    def watch(self, session: LiveSession) -> None:
        """The session runs: from now on, or since before the server started."""
        if self._longest is None:
            return
        age = (self._now() - session.running_since).total_seconds()
        # One that seems to start in the future, as the clock was set back, is new.
        overdue_at = self._overdue_at[session] = self._counted() + self._longest - max(age, 0)
        if overdue_at < self._first:
            self._first = overdue_at
            self._sooner.set()

    def overdue(self, session: LiveSession) -> bool:
        """Whether the session has run for its maximum time."""
        return self._overdue_at.get(session, math.inf) <= self._counted()

    def due(self, session: LiveSession) -> datetime:
        """When, by the wall clock, the session reaches or reached its maximum time."""
        return session.running_since + timedelta(seconds=self._longest or 0)

    async def wait(self) -> list[LiveSession]:
        """Wait until there are overdue sessions that have not ended, and return all of them."""
        while True:
            self._sooner.clear()
            overdue = [
                session
                for session in list(self._overdue_at)
                if self.overdue(session) and not session.ended
            ]
            if overdue:
                return overdue
            self._first = min(
                (at for session, at in self._overdue_at.items() if not session.ended),
                default=math.inf,
            )
            try:
                async with asyncio.timeout(min(self._first - self._counted(), LOOK)):
                    await self._sooner.wait()
            except TimeoutError:
                pass

    def forget(self, session: LiveSession) -> None:
        """The session no longer runs."""
        self._overdue_at.pop(session, None)
