"""Sessions are kept for as long as the settings say, and then they are removed."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from .errors import StorageUnavailable
from .logs import fields
from .models import iso_time

log = logging.getLogger(__name__)

EVERY = 3600.0
"""Seconds from one removal to the next."""

BATCH = 100
"""Sessions that are removed together: marks do not wait long behind so many."""


class EndedStore(Protocol):
    """Where ended sessions are."""

    async def remove_ended(self, before: datetime, limit: int) -> int:
        """Delete up to `limit` sessions that ended before then, and say how many it were.

        Raises `StorageUnavailable`.
        """
        ...


class Retention:
    """Removes the sessions that ended too long ago, and never one that runs."""

    def __init__(self, store: EndedStore, keep: float | None, now: Callable[[], datetime]) -> None:
        """`keep`: seconds that a session is kept after its end; `None`: for ever."""
        self._store = store
        self._keep = None if keep is None else timedelta(seconds=keep)
        self._now = now

    async def run(self) -> None:
        """Remove at once, and then from time to time, until cancelled.

        Returns at once where sessions are kept for ever.
        """
        while self._keep:
            await self._remove(self._now() - self._keep)
            await asyncio.sleep(EVERY)

    async def _remove(self, before: datetime) -> None:
        removed = 0
        try:
            while batch := await self._store.remove_ended(before, BATCH):
                removed += batch
        except StorageUnavailable:
            log.warning("not all old sessions could be removed yet")
        except Exception:
            log.exception("the removal of old sessions failed in a way nobody foresaw")
        if removed:
            log.info("old sessions removed", extra=fields(count=removed, before=iso_time(before)))
