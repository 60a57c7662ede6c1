"""Removes sessions when they have been kept for as long as the settings say."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from ..errors.server import StorageUnavailable
from ..logs import fields
from ..models import iso_time
from ..store.clock_trust import SLACK, ClockReading, boot_id

log = logging.getLogger(__name__)

EVERY = 3600.0
"""Seconds between two removals."""

BATCH = 100
"""The number of sessions that are removed at a time, small enough not to delay marks."""


class EndedStore(Protocol):
    """The part of the store with ended sessions, or with notes for days that are over."""

    async def remove_ended(self, before: datetime, limit: int) -> int:
        """Delete up to `limit` of those that ended before `before`, and return their number.

        Raises `StorageUnavailable`.
        """
        ...


class ClockStore(Protocol):
    """The clock of the database, and the last reading of all clocks.

    Every method raises `StorageUnavailable`.
    """

    async def now(self) -> datetime:
        """The time on the clock of the database."""
        ...

    async def last_reading(self) -> ClockReading | None:
        """The reading that was stored last, or `None`."""
        ...

    async def keep(self, reading: ClockReading) -> None:
        """Store the reading for the next start."""
        ...


class Clocks:
    """Reads the clocks of this machine and of the database."""

    def __init__(
        self, store: ClockStore, now: Callable[[], datetime], counted: Callable[[], float]
    ) -> None:
        """`now` returns the wall-clock time, `counted` the seconds of a monotonic clock."""
        self._store = store
        self._now = now
        self._counted = counted
        self._boot = boot_id()

    async def read(self) -> ClockReading:
        """Read and store the clocks; the slower wall clock counts. Raises `StorageUnavailable`."""
        own, database = self._now(), await self._store.now()
        if abs(own - database) > SLACK:
            log.warning(
                "the clocks of the server and the database differ; the slower one decides which"
                " sessions are old",
                extra=fields(server=iso_time(own), database=iso_time(database)),
            )
        wall, counted = min(own, database), self._counted()
        last = await self._store.last_reading() or ClockReading(wall, counted, self._boot)
        reading = last.next(wall, counted, self._boot)
        await self._store.keep(reading)
        return reading


class Retention:
    """Removes sessions that ended too long ago; running sessions are never removed."""

    def __init__(
        self,
        store: EndedStore,
        keep: float | None,
        clocks: Clocks,
        notes: EndedStore | None = None,
        takes: Callable[[str, float], Awaitable[bool]] | None = None,
    ) -> None:
        """`keep`: seconds for which a session is kept after its end; `None`: for ever.

        `notes`: the notes for days that are over, which are kept for as long. `takes`: whether a
        job is this server's to do, as `Store.takes`; `None`: it always is.
        """
        self._takes = takes
        self._store = store
        self._notes = notes
        self._keep = None if keep is None else timedelta(seconds=keep)
        self._clocks = clocks

    async def run(self) -> None:
        """Remove old sessions now and then every hour, until cancelled; one of all servers does.

        Nothing is removed while the clock is not trusted, see `ClockReading`. Returns at once if
        sessions are kept for ever.
        """
        while self._keep:
            await self._remove(self._keep)
            await asyncio.sleep(EVERY)

    async def _remove(self, keep: timedelta) -> None:
        removed = 0
        try:
            if self._takes and not await self._takes("retention", EVERY):
                return
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
            while self._notes and await self._notes.remove_ended(before, BATCH):
                pass
        except StorageUnavailable:
            log.warning("not all old sessions could be removed yet")
        except Exception:
            log.exception("the removal of old sessions failed unexpectedly")
        if removed:
            log.info("old sessions removed", extra=fields(count=removed, before=iso_time(before)))
