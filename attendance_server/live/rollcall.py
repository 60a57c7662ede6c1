"""Users who are gone, or whose token is good no more, lose their sockets.

A socket is let in on the word of its token, without a look into the database. The look is taken
right behind it, for all who came in the same moment at once, and for everyone from time to time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection

from ..errors import SocketUnauthorized, StorageUnavailable
from ..models import Identity
from .rooms import Connection, Rooms

log = logging.getLogger(__name__)

UNAUTHORIZED = 4401
"""The contract's close code for a socket whose user is not, or no longer, somebody."""

EVERY = 30.0
"""Seconds from one look at everyone to the next: a deleted user is out within a minute."""

GATHER = 0.1
"""Seconds in which those who come in are gathered for one look."""


class RollCall:
    """Looks from time to time whether the open sockets are still somebody's."""

    def __init__(
        self, rooms: Rooms, ended: Callable[[Collection[Identity]], Awaitable[Collection[Identity]]]
    ) -> None:
        """`ended` says which of some identities are nobody's any more."""
        self._rooms = rooms
        self._ended = ended
        self._came: set[Identity] = set()
        self._wake = asyncio.Event()

    def came(self, identity: Identity) -> None:
        """Somebody has come in and is to be looked up soon."""
        self._came.add(identity)
        self._wake.set()

    def turn_out(self, user_id: str) -> None:
        """Close all sockets of a user at once."""
        for connection in self._rooms.of_user(user_id):
            self._turn_out(connection)

    async def run(self) -> None:
        """Look, until cancelled."""
        loop = asyncio.get_running_loop()
        everyone = loop.time() + EVERY
        while True:
            try:
                async with asyncio.timeout_at(everyone):
                    await self._wake.wait()
            except TimeoutError:
                everyone = loop.time() + EVERY
                await self._look({connection.identity for connection in self._rooms.connections})
            else:
                await asyncio.sleep(GATHER)
                self._wake.clear()
                came, self._came = self._came, set()
                await self._look(came)

    async def _look(self, identities: Collection[Identity]) -> None:
        try:
            ended = await self._ended(identities)
        except StorageUnavailable:
            # Nobody is sent away on a guess: the next look at everyone finds them.
            return
        for identity in ended:
            for connection in self._rooms.of_user(identity.user_id):
                if connection.identity == identity:
                    self._turn_out(connection)

    def _turn_out(self, connection: Connection) -> None:
        log.info("a socket of user %s is closed: its token is good no more", connection.user_id)
        self._rooms.send_error(connection, SocketUnauthorized())
        self._rooms.flush()
        connection.dismiss(UNAUTHORIZED, SocketUnauthorized.message)
