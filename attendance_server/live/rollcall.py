"""Users who are gone lose their sockets.

A socket is let in on the word of its token, without a look into the database. The look is taken
right behind it, for all who came in the same moment at once, and for everyone from time to time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection

from ..errors import SocketUnauthorized, StorageUnavailable
from .rooms import Rooms

log = logging.getLogger(__name__)

UNAUTHORIZED = 4401
"""The contract's close code for a socket whose user is not, or no longer, somebody."""

EVERY = 30.0
"""Seconds from one look at everyone to the next: a deleted user is out within a minute."""

GATHER = 0.1
"""Seconds in which those who come in are gathered for one look."""


class RollCall:
    """Looks from time to time whether the users of the open sockets still exist."""

    def __init__(
        self, rooms: Rooms, gone: Callable[[Collection[str]], Awaitable[Collection[str]]]
    ) -> None:
        """`gone` says which of some user ids name nobody any more."""
        self._rooms = rooms
        self._gone = gone
        self._came: set[str] = set()
        self._wake = asyncio.Event()

    def came(self, user_id: str) -> None:
        """Somebody has come in and is to be looked up soon."""
        self._came.add(user_id)
        self._wake.set()

    async def run(self) -> None:
        """Look, until cancelled."""
        loop = asyncio.get_running_loop()
        everyone = loop.time() + EVERY
        while True:
            try:
                # Also the gathering ends when everyone is due: somebody may come in all the time.
                async with asyncio.timeout_at(everyone):
                    await self._wake.wait()
                    await asyncio.sleep(GATHER)
            except TimeoutError:
                everyone = loop.time() + EVERY
                await self._look({connection.user_id for connection in self._rooms.connections})
            else:
                self._wake.clear()
                came, self._came = self._came, set()
                await self._look(came)

    async def _look(self, user_ids: Collection[str]) -> None:
        try:
            gone = await self._gone(user_ids)
        except StorageUnavailable:
            # Nobody is sent away on a guess: the next look at everyone finds them.
            return
        for user_id in gone:
            log.info("user %s is gone, and their sockets with them", user_id)
            for connection in self._rooms.of_user(user_id):
                self._rooms.send_error(connection, SocketUnauthorized())
                self._rooms.flush()
                connection.dismiss(UNAUTHORIZED, SocketUnauthorized.message)
