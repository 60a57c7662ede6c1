"""Clients that are silent are pinged, and those that stay so are given up.

aiohttp can do that itself, with timers of its own for every socket; ten thousand of them wait most
of the time, so here one round looks at all of them.
"""

import asyncio
import logging
import struct

from .rooms import Connection, Rooms

log = logging.getLogger(__name__)

BEAT = 15.0
"""Seconds from one look at a socket to the next."""

PINGED = 2
"""Beats without a frame after which a client is pinged (RFC 6455, section 5.5.2)."""

GIVEN_UP = 3
"""Beats without a frame, also without the pong, after which a client is taken for dead."""

STEPS = 50
"""Parts of a round: a few pings each time rather than ten thousand at once."""

PING = struct.pack("!BB", 0x89, 0)
"""A whole ping frame without content, unmasked."""


def pong(content: bytes) -> bytes:
    """The whole frame that answers a ping with that content (RFC 6455, section 5.5.3)."""
    return struct.pack("!BB", 0x8A, len(content)) + content


class Heartbeat:
    """Finds the clients that have gone without a word."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def run(self) -> None:
        """Look at every socket once a beat, until cancelled."""
        while True:
            for step in range(STEPS):
                await asyncio.sleep(BEAT / STEPS)
                for connection in self._rooms.part(step, STEPS):
                    try:
                        _look(connection)
                    except Exception:
                        log.exception("user %s could not be pinged", connection.user_id)


def _look(connection: Connection) -> None:
    connection.silence += 1
    if connection.silence >= GIVEN_UP:
        log.info("user %s is silent and is given up", connection.user_id)
        # Not closed in form: nobody is there to answer a close frame.
        connection.transport.abort()
    elif connection.silence == PINGED:
        connection.write(PING)
