"""Whether this server may act: it has to have reached the database a short while ago.

With several servers on one database, one that was paused, or that is cut off, knows less than the
others. It saves nothing, sends its clients to the others, and reads everything again before it goes
on. Nothing depends on it for safety: a commit is applied only to the state that it was made from.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from ..errors.server import StorageUnavailable

log = logging.getLogger(__name__)

BEAT = 1.0
"""Seconds from one beat to the next."""

LEASE = 5.0
"""Seconds after a beat for which a server may act."""


class BeatStore(Protocol):
    """Where servers note that they live."""

    async def beat(self) -> datetime:
        """Note it, and return the time there. Raises `StorageUnavailable`."""
        ...


class Lease:
    """Renewed by each beat that is acknowledged."""

    def __init__(self, store: BeatStore, counted: Callable[[], float]) -> None:
        """`counted` returns seconds on a clock that is never set, and counts on in a pause.

        `on_beat` is called with the time of the database, and when it was asked for and returned.
        `on_loss` is called once when the lease is over, and `on_return` when the database can be
        reached again: the server acts again once that is done.
        """
        self._store = store
        self._counted = counted
        self._renewed = 0.0
        self._lost = False
        self.needed = False
        """Whether there may be other servers."""
        self.on_beat: Callable[[datetime, float, float], object] = lambda _, __, ___: None
        self.on_loss: Callable[[], None] = lambda: None
        self.on_return: Callable[[], Awaitable[None]] | None = None
        self.losses = 0

    @property
    def held(self) -> bool:
        """Whether the server may act. One that is alone on its database always may."""
        return not self.needed or (not self._lost and self.age <= LEASE)

    def check(self) -> None:
        """Raises `StorageUnavailable` unless the server may act."""
        if not self.held:
            raise StorageUnavailable

    @property
    def age(self) -> float:
        """Seconds since the last beat that was acknowledged."""
        return self._counted() - self._renewed if self.needed else 0.0

    async def take(self) -> None:
        """Need a lease from now on, and have one. Raises `StorageUnavailable`."""
        await self._beat()
        self.needed = True

    async def run(self) -> None:
        """Renew the lease, until cancelled."""
        while True:
            self._notice_loss()
            try:
                await self._beat()
                if self._lost:
                    await self._return()
            except StorageUnavailable:
                log.warning("this server cannot tell the others that it lives")
            self._notice_loss()
            await asyncio.sleep(BEAT)

    async def _beat(self) -> None:
        asked = self._counted()
        at = await self._store.beat()
        self.on_beat(at, asked, self._counted())
        # As of before it was asked: the answer may have been long on its way.
        self._renewed = asked

    def _notice_loss(self) -> None:
        if not self._lost and self.age > LEASE:
            log.error("no contact with the database for %.1f s: clients are sent away", self.age)
            self._lost = True
            self.losses += 1
            self.on_loss()

    async def _return(self) -> None:
        """Act again. Raises `StorageUnavailable`."""
        if self.on_return:
            await self.on_return()
        self._lost = False
        log.info("in contact with the database again")
