"""Users who are gone, or whose token is good no more or has run out, lose their sockets.

A socket is let in on the word of its token, without a look into the database. The look is taken
right behind it, for all who came in the same moment at once, and for everyone from time to time.
When a token runs out is known beforehand: one alarm, set to the first of them, serves all sockets.
"""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Collection

from ..errors import SocketUnauthorized, StorageUnavailable
from ..models import Identity
from .connection import Connection, Sender
from .rooms import Rooms

log = logging.getLogger(__name__)

UNAUTHORIZED = 4401
"""The contract's close code for a socket whose user is not, or no longer, somebody."""

EVERY = 30.0
"""Seconds from one look at everyone to the next: a deleted user is out within a minute."""

GATHER = 0.1
"""Seconds in which those who come in are gathered for one look."""


class TokenWatch:
    """Looks from time to time whether the open sockets are still somebody's."""

    def __init__(
        self, rooms: Rooms, ended: Callable[[Collection[Identity]], Awaitable[Collection[Identity]]]
    ) -> None:
        """`ended` says which of some identities are nobody's any more."""
        self._rooms = rooms
        self._ended = ended
        self._new: set[Identity] = set()
        self._wake = asyncio.Event()
        # No open socket's token runs out before this; that of one which has closed may.
        self._first_expiry = math.inf
        self._sooner = asyncio.Event()

    def check_soon(self, identity: Identity) -> None:
        """Somebody has come in and is to be looked up soon."""
        self._new.add(identity)
        self._wake.set()
        if identity.expires_at < self._first_expiry:
            self._first_expiry = identity.expires_at
            self._sooner.set()

    def close_sockets(
        self, user_id: str, ended: Callable[[Identity], bool] = lambda _: True
    ) -> None:
        """Close sockets of a user at once: all of them, or those whose token has `ended`."""
        for connection in self._rooms.of_user(user_id):
            if ended(connection.identity):
                self._close(connection)

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
                await self._look({connection.identity for connection in self._rooms.connections})
            else:
                self._wake.clear()
                new, self._new = self._new, set()
                await self._look(new)

    async def expire(self) -> None:
        """Close the sockets whose token has run out, until cancelled."""
        while True:
            self._sooner.clear()
            # Not further ahead: somebody may set the clock that the tokens go by.
            ahead = min(self._first_expiry - time.time(), EVERY)
            try:
                async with asyncio.timeout(ahead):
                    await self._sooner.wait()
            except TimeoutError:
                self._close_expired(time.time())

    def _close_expired(self, now: float) -> None:
        if now < self._first_expiry:
            return
        self._first_expiry = math.inf
        for connection in self._rooms.connections:
            expires_at = connection.identity.expires_at
            if expires_at <= now:
                self._close(connection)
            else:
                self._first_expiry = min(self._first_expiry, expires_at)

    async def _look(self, identities: Collection[Identity]) -> None:
        try:
            ended = await self._ended(identities)
        except StorageUnavailable:
            # Nobody is sent away on a guess: the next look at everyone finds them.
            return
        except Exception:
            log.exception("a look at the users of the sockets failed in a way nobody foresaw")
            return
        for identity in ended:
            for connection in self._rooms.of_user(identity.user_id):
                if connection.identity == identity:
                    self._close(connection)

    def _close(self, connection: Connection) -> None:
        log.info("a socket of user %s is closed: its token is good no more", connection.user_id)
        try:
            self._rooms.send_error(Sender(connection), SocketUnauthorized())
            self._rooms.flush()
        except Exception:
            log.exception("user %s could not be told why", connection.user_id)
        # All the same: it may hear nothing more.
        connection.dismiss(UNAUTHORIZED, SocketUnauthorized.message)
