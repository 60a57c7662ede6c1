"""When the time of substitutes is over, who then no longer take part in a running session."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from .live_session import LiveSession
from .registry import SessionRegistry

LOOK = 10.0
"""Seconds ahead that the alarm is set at most: the clock that decides this may be set."""


class Terms:
    """Knows which running sessions have a substitute whose time is over; it removes none."""

    def __init__(self, registry: SessionRegistry, now: Callable[[], datetime]) -> None:
        self._registry = registry
        self._now = now
        self._changed = asyncio.Event()

    def changed(self) -> None:
        """A running session has other teachers than before."""
        self._changed.set()

    async def wait(self) -> list[LiveSession]:
        """Wait until there are sessions with a substitute whose time is over, and return them."""
        while True:
            self._changed.clear()
            now = self._now()
            ends = [(end, session) for session in self._registry if (end := session.first_term)]
            over = [session for end, session in ends if end <= now]
            if over:
                return over
            first = min((end for end, _ in ends), default=None)
            ahead = min((first - now).total_seconds(), LOOK) if first else None
            with suppress(TimeoutError):
                async with asyncio.timeout(ahead):
                    await self._changed.wait()
