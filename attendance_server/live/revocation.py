"""Sockets are closed when their user is deleted, or their token is ended or expires.

A socket is let in because its token is signed, without a question to the database. The question is
asked soon afterwards, once for all sockets that opened in the meantime, and from time to time for
all sockets. When tokens expire is known beforehand: one alarm, set to the first, serves them all.

Where there are several servers, a token may end at another one: whoever follows the changes of
accounts has the sockets of their users checked.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Collection

from ..errors import Unauthorized
from ..errors.server import StorageUnavailable
from ..errors.sockets import RenewalRefused, SocketUnauthorized
from ..models import Identity
from .connection import Connection, Sender
from .rooms import Rooms

log = logging.getLogger(__name__)

UNAUTHORIZED = 4401
"""The contract's close code for a socket without a valid token."""

EVERY = 30.0
"""Seconds between two checks of all sockets: a deleted user loses theirs within a minute."""

GATHER = 0.1
"""Seconds in which new sockets are gathered for one check."""


class TokenWatch:
    """Checks from time to time that the tokens of the open sockets are still valid."""

    def __init__(
        self,
        rooms: Rooms,
        identify: Callable[[str], Awaitable[Identity]],
        ended: Callable[[Collection[Identity]], Awaitable[Collection[Identity]]],
        forget: Callable[[Collection[str] | None], None],
        seconds: Callable[[], float],
    ) -> None:
        """`identify` returns whose token it is, or raises `Unauthorized`.

        `ended` returns those of the identities whose user is deleted or token has ended. `forget`
        has the tokens of users with these ids, or of all, looked up when they are used next.
        `seconds` returns the time by which tokens expire, in seconds since 1970.
        """
        self._rooms = rooms
        self._identify = identify
        self._ended = ended
        self._forget = forget
        self._seconds = seconds
        self._new: set[Identity] = set()
        # The ids of users whose account has changed at another server; all users: `None`.
        self._changed: set[str | None] = set()
        self._wake = asyncio.Event()
        # No open socket's token expires before this; the token of a closed one may.
        self._first_expiry = math.inf
        self._sooner = asyncio.Event()

    def check_soon(self, identity: Identity) -> None:
        """A socket with this identity has opened; check it soon."""
        self._new.add(identity)
        self._wake.set()
        if identity.expires_at < self._first_expiry:
            self._first_expiry = identity.expires_at
            self._sooner.set()

    def check_user(self, user_id: str) -> None:
        """The account has changed at another server: soon check its sockets, and forget its tokens.

        One question to the database serves all that are reported in `GATHER` seconds. It is asked
        again until the database answers.
        """
        self._changed.add(user_id)
        self._wake.set()

    def check_all(self) -> None:
        """As `check_user` for all users: changes of accounts may have been missed."""
        self._changed.add(None)
        self._wake.set()

    async def renew(self, connection: Connection, token: str) -> float:
        """Let a socket stay open until a new token expires, and return when: seconds since 1970.

        Raises `RenewalRefused`, also for a token of another user, and `StorageUnavailable`. The
        socket then keeps the token that it has.
        """
        try:
            identity = await self._identify(token)
        except Unauthorized:
            raise RenewalRefused from None
        current = connection.identity
        if (identity.user_id, identity.role) != (current.user_id, current.role):
            raise RenewalRefused
        connection.identity = identity
        self.check_soon(identity)
        return identity.expires_at

    def close_sockets(
        self, user_id: str, ended: Callable[[Identity], bool] = lambda _: True
    ) -> None:
        """Close the sockets of a user at once: all of them, or those whose token has `ended`."""
        for connection in self._rooms.of_user(user_id):
            if ended(connection.identity):
                self._close(connection)

    async def run(self) -> None:
        """Check sockets, until cancelled."""
        loop = asyncio.get_running_loop()
        next_full_check = loop.time() + EVERY
        while True:
            try:
                # Gathering ends then too: sockets may keep opening all the time.
                async with asyncio.timeout_at(next_full_check):
                    await self._wake.wait()
                    await asyncio.sleep(GATHER)
            except TimeoutError:
                next_full_check = loop.time() + EVERY
                await self._check({connection.identity for connection in self._rooms.connections})
            else:
                self._wake.clear()
                new, self._new = self._new, set()
                changed, self._changed = self._changed, set()
                if not await self._check(new | self._identities(changed)) and changed:
                    self._changed |= changed
                    self._wake.set()

    def _identities(self, changed: Collection[str | None]) -> set[Identity]:
        """Forget the tokens of these users, and return the identities of their sockets."""
        if not changed:
            return set()
        user_ids = None if None in changed else {each for each in changed if each is not None}
        self._forget(user_ids)
        if user_ids is None:
            return {connection.identity for connection in self._rooms.connections}
        return {each.identity for user_id in user_ids for each in self._rooms.of_user(user_id)}

    async def expire(self) -> None:
        """Close the sockets whose token has expired, until cancelled."""
        while True:
            self._sooner.clear()
            # Not further ahead: the clock that decides when tokens expire may be set.
            ahead = min(self._first_expiry - self._seconds(), EVERY)
            try:
                async with asyncio.timeout(ahead):
                    await self._sooner.wait()
            except TimeoutError:
                self._close_expired(self._seconds())

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

    async def _check(self, identities: Collection[Identity]) -> bool:
        """Close the sockets whose token has ended; return whether the database could be asked."""
        try:
            ended = await self._ended(identities) if identities else ()
        except StorageUnavailable:
            # No socket is closed on a guess: the next full check finds them.
            return False
        except Exception:
            log.exception("checking the users of the sockets failed unexpectedly")
            return False
        for identity in ended:
            for connection in self._rooms.of_user(identity.user_id):
                if connection.identity == identity:
                    self._close(connection)
        return True

    def _close(self, connection: Connection) -> None:
        log.info("a socket of user %s is closed: its token is no longer valid", connection.user_id)
        try:
            self._rooms.send_error(Sender(connection), SocketUnauthorized())
            self._rooms.flush()
        except Exception:
            log.exception("user %s could not be told why their socket closes", connection.user_id)
        # In any case: it may hear nothing more.
        connection.dismiss(UNAUTHORIZED, SocketUnauthorized.message)
