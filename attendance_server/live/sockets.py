"""What the sockets of all users share, whichever way they came: their places, and their end."""

import asyncio
import logging
import math
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from ..errors.server import ShuttingDown, StorageUnavailable
from ..logs import fields
from ..models import Source
from .connection import Connection
from .dispatch import Dispatcher
from .events import Event
from .limits import LoopTime, SocketLimits
from .revocation import TokenWatch
from .sessions import RunningSessions

log = logging.getLogger(__name__)

GOING_AWAY = 1001
"""The close code of a server that stops (RFC 6455, section 7.4.1)."""

STOPS = "server is shutting down"
"""The reason that goes with it."""

RETRY_AFTER = 1
"""Seconds after which a client without a socket should try again, if no other server took it."""

GROUP = 50
"""Sockets that are closed at once where there are other servers to come to."""

BETWEEN_GROUPS = 0.05
"""Seconds from one group to the next."""


SERVICE_RESTART = 1012
"""The close code of a server that its clients should leave (RFC 6455, section 11.7)."""


class Sockets:
    """Lets connections into the rooms of their sessions, and closes them when the server stops."""

    def __init__(
        self,
        sessions: RunningSessions,
        token_watch: TokenWatch,
        limits: SocketLimits,
        events: Mapping[str, Event],
        services: Iterable[object],
        source_of: Callable[[Any], Source],
        may_serve: Callable[[], bool] = lambda: True,
    ) -> None:
        """`events` and `services`: as for `Dispatcher`.

        `source_of` says where the request of a handshake comes from, and `may_serve` whether this
        server knows enough to take clients.
        """
        self.source_of = source_of
        self.rooms = sessions.rooms
        self.dispatcher = Dispatcher(sessions, events, services)
        self.limits = limits
        self.loop_time = LoopTime()
        self.draining = self.closing = False
        self._sessions = sessions
        self._token_watch = token_watch
        self._may_serve = may_serve
        self._left = asyncio.Event()

    def check_open(self) -> None:
        """Check before a handshake that clients are taken at all.

        Raises `ShuttingDown`, and `StorageUnavailable` if others can serve them.
        """
        if self.draining:
            raise ShuttingDown
        if not self._may_serve():
            raise StorageUnavailable(RETRY_AFTER)

    def check_capacity(self, user_id: str) -> None:
        """Check that a user may open one more.

        Raises `TooManySockets`, `ServerFull`, and `StorageUnavailable` if others can serve them.

        The connection has to enter without a wait in between, and so be counted.
        """
        if not self._may_serve():
            raise StorageUnavailable
        self.limits.check_capacity(self.rooms, user_id)

    def enter(self, connection: Connection) -> None:
        """The connection hears its sessions from now on."""
        # Not logged where it is read: that frame would keep what logging looks up about its caller.
        log.info("socket opened", extra=fields(user=connection.user_id))
        self._sessions.connect(connection)
        self._token_watch.check_soon(connection.identity)

    def leave(self, connection: Connection, code: int | None, seconds: float) -> None:
        """The connection is closed, with this code, after so many seconds."""
        self.rooms.leave(connection)
        self._left.set()
        extra = fields(user=connection.user_id, code=code, seconds=round(seconds, 1))
        log.info("socket closed", extra=extra)

    def send_away(self) -> None:
        """Close every socket with 1012: its client comes to another server, or comes back."""
        self.rooms.flush()
        for connection in self.rooms.connections:
            connection.dismiss(SERVICE_RESTART, "server is out of contact, connect again")

    async def close(self, timeout: float, spread: float = 0.0) -> None:
        """Take no more clients, save what was taken, and close every socket with 1001.

        `timeout`: seconds that the saving may take. `spread`: for at most so many seconds, groups
        of sockets are closed one after another, so that a thousand clients do not come to the other
        servers in one instant. Until its turn, a socket goes on.
        """
        self.draining = True
        await self._close_in_groups(spread)
        self.closing = True
        try:
            await self._sessions.journal.drain(timeout)
        except TimeoutError:
            log.error("not everything could be saved in %g s", timeout)  # noqa: TRY400
        self.rooms.flush()
        for connection in self.rooms.connections:
            connection.dismiss(GOING_AWAY, STOPS)
        while self.rooms.size:
            self._left.clear()
            await self._left.wait()

    async def _close_in_groups(self, spread: float) -> None:
        """Close sockets in groups, except for the last group, for at most so many seconds.

        A socket that has sent something since its group was waited for has its turn with the last.
        """
        connections = self.rooms.connections
        groups = min(math.ceil(len(connections) / GROUP), int(spread / BETWEEN_GROUPS))
        journal = self._sessions.journal
        with suppress(TimeoutError):
            async with asyncio.timeout(spread):
                for number in range(groups - 1):
                    group = connections[number::groups]
                    saved = max(connection.ticket for connection in group)
                    await journal.settled(saved)
                    self.rooms.flush()
                    for connection in group:
                        if connection.ticket <= saved:
                            connection.dismiss(GOING_AWAY, STOPS)
                    await asyncio.sleep(BETWEEN_GROUPS)
