"""Silent clients are pinged, and disconnected if they stay silent or do not read.

aiohttp can do that with timers of its own for every socket. Ten thousand sockets are idle most of
the time, so here one round looks at all of them.
"""

import asyncio
import logging

from .connection import Connection
from .rooms import Rooms

log = logging.getLogger(__name__)

BEAT = 15.0
"""Seconds from one look at a socket to the next."""

PINGED = 2
"""Beats without a frame after which a client is pinged (RFC 6455, section 5.5.2)."""

GIVEN_UP = 3
"""Beats without a frame, the pong included, after which a client counts as gone."""

STALLED = 3
"""Beats after which a client is cut off that has read nothing of what waits for it."""

STEPS = 50
"""Parts of a round, so that there are a few pings at a time, not ten thousand."""


class Heartbeat:
    """Finds clients that are gone without a close frame, and clients that do not read."""

    def __init__(self, rooms: Rooms, max_unsent: int) -> None:
        """`max_unsent`: bytes that may wait for all clients together to read them."""
        self._rooms = rooms
        self._max_unsent = max_unsent

    async def run(self) -> None:
        """Look at every connection once per beat, until cancelled."""
        while True:
            for step in range(STEPS):
                await asyncio.sleep(BEAT / STEPS)
                self._bound_unsent()
                for connection in self._rooms.part(step, STEPS):
                    try:
                        _look(connection)
                    except Exception:
                        log.exception("user %s could not be pinged", connection.user_id)

    def _bound_unsent(self) -> None:
        """Cut off the clients with most bytes waiting, until the total is within its bound."""
        unsent = {
            connection: size
            for connection in self._rooms.connections
            if (size := connection.unsent)
        }
        total = sum(unsent.values())
        if total <= self._max_unsent:
            return
        for connection in sorted(unsent, key=unsent.__getitem__, reverse=True):
            _cut_off(connection)
            total -= unsent[connection]
            if total <= self._max_unsent:
                break


def _look(connection: Connection) -> None:
    unsent = connection.unsent
    reads = unsent < connection.unread or not unsent
    connection.stalled = 0 if reads else connection.stalled + 1
    connection.unread = unsent
    connection.missed_beats += 1
    if connection.stalled > STALLED:
        _cut_off(connection)
    elif connection.missed_beats >= GIVEN_UP:
        log.info("user %s is silent and is given up", connection.user_id)
        # Without a close frame: there is no one left to answer it.
        connection.abort()
    elif connection.missed_beats == PINGED or connection.pinged_always:
        connection.ping()


def _cut_off(connection: Connection) -> None:
    log.warning("user %s does not read and is cut off", connection.user_id)
    # Without a close frame: it would wait until everything before it is read.
    connection.abort()
