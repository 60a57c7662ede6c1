"""Sessions are kept for as long as the settings say, and then they are removed."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from ..errors import StorageUnavailable
from ..logs import fields
from ..models import iso_time
from ..store.clock_trust import SLACK, ClockReading, boot_id

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


class ClockStore(Protocol):
    """The database's clock, and what was last seen of all clocks.

    Every call raises `StorageUnavailable`.
    """

    async def now(self) -> datetime:
        """The time on the database's clock."""
        ...

    async def last_reading(self) -> ClockReading | None:
        """What was kept last; `None` where nothing was."""
        ...

    async def keep(self, reading: ClockReading) -> None:
        """Keep the reading for the next start."""
        ...


class Clocks:
    """The clocks of this machine and of the database, compared with each other."""

    def __init__(
        self, store: ClockStore, now: Callable[[], datetime], counted: Callable[[], float]
    ) -> None:
        """`now` tells the time on the wall, and `counted` seconds on a clock that is never set."""
        self._store = store
        self._now = now
        self._counted = counted
        self._boot = boot_id()

    async def read(self) -> ClockReading:
        """What they show now, by the slower of the two wall clocks. Raises `StorageUnavailable`."""
        own, database = self._now(), await self._store.now()
        if abs(own - database) > SLACK:
            log.warning(
                "the clocks of the server and the database differ; old sessions go by the slower",
                extra=fields(server=iso_time(own), database=iso_time(database)),
            )
        wall, counted = min(own, database), self._counted()
        last = await self._store.last_reading() or ClockReading(wall, counted, self._boot)
        reading = last.next(wall, counted, self._boot)
        await self._store.keep(reading)
        return reading


class Retention:
    """Removes the sessions that ended too long ago, and never one that runs."""

    def __init__(self, store: EndedStore, keep: float | None, clocks: Clocks) -> None:
        """`keep`: seconds that a session is kept after its end; `None`: for ever."""
        self._store = store
        self._keep = None if keep is None else timedelta(seconds=keep)
        self._clocks = clocks

    async def run(self) -> None:
        """Remove at once, and then from time to time, until cancelled.

        Nothing is removed while the clock is not trusted, see `ClockReading`. Returns at once where
        sessions are kept for ever.
        """
        while self._keep:
            await self._remove(self._keep)
            await asyncio.sleep(EVERY)

    async def _remove(self, keep: timedelta) -> None:
        removed = 0
        try:
            clock = await self._clocks.read()
            if not clock.trusted:
                log.error(
                    "the clock has jumped ahead; no old session is removed until it is set right,"
                    " or has been like this for long enough",
                    extra=fields(
                        now=iso_time(clock.wall),
                        jumped_seconds=round(clock.jumped.total_seconds()),
                        removing_from=iso_time(clock.trusted_from),
                    ),
                )
                return
            before = clock.wall - keep
            while batch := await self._store.remove_ended(before, BATCH):
                removed += batch
        except StorageUnavailable:
            log.warning("not all old sessions could be removed yet")
        except Exception:
            log.exception("the removal of old sessions failed in a way nobody foresaw")
        if removed:
            log.info("old sessions removed", extra=fields(count=removed, before=iso_time(before)))
