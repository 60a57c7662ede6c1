"""Accepts connections on sockets that all workers listen on, each worker its share of them.

Every worker is woken by every connection, and the kernel would give it to the first that asks. Here
a worker that has clearly more than another lets that one go first. So the connections spread
evenly, also after a worker was started again, when the others have all clients; and none waits for
a worker that has died, as it would in a queue of that worker's own (`SO_REUSEPORT`).
"""

import asyncio
import logging
import socket
from collections.abc import Callable

from .place import Place

log = logging.getLogger(__name__)

GIVE_WAY = 0.002
"""Seconds that a connection waits for a worker with fewer; then any worker takes it."""

TOLERANCE = 16
"""A worker may have a part more than another: one divided by this. Workers do not wait for that."""

AT_ONCE = 16
"""Connections that a worker accepts before it does anything else."""

NO_FILES = 1.0
"""Seconds until the next try where the system grants no more files."""


class Adopted(asyncio.Protocol):
    """The start of a connection: `protocol` gets what was `received` before anything else."""

    def __init__(self, protocol: asyncio.Protocol, received: bytes) -> None:
        self._protocol = protocol
        self._received = received

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.set_protocol(self._protocol)
        self._protocol.connection_made(transport)
        if self._received:
            self._protocol.data_received(self._received)


class SharedListening:
    """One worker's side of the listening sockets. `sockets`: those."""

    def __init__(
        self,
        place: Place,
        protocol_factory: Callable[[], asyncio.Protocol],
        connections: Callable[[], int],
        backlog: int,
    ) -> None:
        """`protocol_factory` makes the server's side of a connection.

        `connections` returns how many this worker has. `backlog`: how many may wait.
        """
        self._backlog = backlog
        self.sockets = place.listening
        self._number = place.number
        self._shares = place.shares
        self._protocol_factory = protocol_factory
        self._connections = connections
        self._loop = asyncio.get_running_loop()
        self._resting: dict[socket.socket, asyncio.TimerHandle] = {}
        self._opening: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Accept connections from now on. Raises `OSError` where the address is taken."""
        for each in self.sockets:
            each.setblocking(False)
            each.listen(self._backlog)
        self._shares.have(self._number, self._connections())
        for each in self.sockets:
            self._loop.add_reader(each, self._came, each)

    def close(self) -> None:
        """Accept no more. Connections that wait go to the siblings."""
        self._shares.leave(self._number)
        for each in self.sockets:
            if resting := self._resting.pop(each, None):
                resting.cancel()
            elif each.fileno() != -1:
                self._loop.remove_reader(each)
            each.close()

    def adopt(self, connection: socket.socket, received: bytes = b"") -> None:
        """Serve a connection; `received`: what its client has sent so far."""
        connection.setblocking(False)
        opening = self._loop.create_task(self._open(connection, received))
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)

    async def _open(self, connection: socket.socket, received: bytes) -> None:
        try:
            await self._loop.connect_accepted_socket(
                lambda: Adopted(self._protocol_factory(), received), connection
            )
        except OSError:
            # The client is gone already.
            connection.close()

    def _came(self, listening: socket.socket) -> None:
        """At least one connection waits, unless a sibling has taken it by now."""
        for _ in range(AT_ONCE):
            if self._has_its_share():
                self._rest(listening, GIVE_WAY)
                return
            if not self._accept(listening):
                return

    def _has_its_share(self) -> bool:
        mine = self._connections() + len(self._opening)
        self._shares.have(self._number, mine)
        fewest = self._shares.fewest_of_others(self._number)
        return fewest is not None and mine > fewest + fewest // TOLERANCE

    def _rest(self, listening: socket.socket, seconds: float) -> None:
        self._loop.remove_reader(listening)
        self._resting[listening] = self._loop.call_later(seconds, self._go_on, listening)

    def _go_on(self, listening: socket.socket) -> None:
        del self._resting[listening]
        self._loop.add_reader(listening, self._came, listening)
        self._accept(listening)

    def _accept(self, listening: socket.socket) -> bool:
        """Whether a connection has waited."""
        try:
            connection, _ = listening.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return False
        except OSError:
            log.exception("no connection can be accepted for %g s", NO_FILES)
            self._rest(listening, NO_FILES)
            return False
        self.adopt(connection)
        return True
