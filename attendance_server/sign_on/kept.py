"""What is read from elsewhere, kept for a while, and read by one request for all who wait."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from ..errors.sign_on import SignOnUnavailable

T = TypeVar("T")

KEPT = 3600.0
"""Seconds until it is read again."""

REREAD = 30.0
"""Seconds between two readings before that time."""


class Kept(Generic[T]):
    """A value that `read` gets, which raises `SignOnUnavailable` where it cannot."""

    def __init__(self, read: Callable[[], Awaitable[T]], seconds: Callable[[], float]) -> None:
        """`seconds`: a clock that is never set."""
        self._read = read
        self._seconds = seconds
        self._values: list[T] = []
        self._read_at = self._failed_at = self._reread_at = -KEPT
        self._lock = asyncio.Lock()

    async def get(self) -> T:
        """The value, which is not older than it is kept, unless it cannot be read now."""
        if self._values and self._seconds() < self._read_at + KEPT:
            return self._values[0]
        return await self._get_anew()

    async def reread(self) -> T:
        """The value as it is now, unless that was asked a moment ago."""
        if self._seconds() < self._reread_at + REREAD:
            return await self.get()
        self._reread_at = self._seconds()
        return await self._get_anew()

    async def _get_anew(self) -> T:
        asked_at = self._seconds()
        async with self._lock:
            if self._read_at >= asked_at:
                return self._values[0]
            # Those who waited for an attempt share its failure, and do not try one after another.
            if self._failed_at < asked_at:
                try:
                    self._values = [await self._read()]
                except SignOnUnavailable:
                    self._failed_at = self._seconds()
                else:
                    self._read_at = self._seconds()
        if not self._values:
            raise SignOnUnavailable
        return self._values[0]
