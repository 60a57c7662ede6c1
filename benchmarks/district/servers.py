"""The servers of an installation, as queues: the loop, the journal, the hashes and the database."""

from collections.abc import Callable
from random import Random

from attrs import Factory, define

from .assumptions import Assumptions
from .queues import Clock, Queue


@define(eq=False)
class Class:
    """A class. `sockets`: how many of it are connected, by server."""

    sockets: list[int]


@define(eq=False)
class Mark:
    """A mark that somebody has made at a time. `client`: who waits for its frame."""

    of: Class
    made: float
    client: int


@define(eq=False)
class Server:
    """One process. `waiting`: the marks that the next commit takes, by class."""

    number: int
    machine: int
    loop: Queue
    hashes: Queue
    alive: bool = True
    sockets: int = 0
    waiting: dict[Class, list[Mark]] = Factory(dict)
    unanswered: dict[Mark, None] = Factory(dict)
    committing: bool = False


class Installation:
    """Servers with one database.

    `told`: called with every mark when its frame is written at the server where it was made.
    """

    def __init__(
        self, clock: Clock, assumptions: Assumptions, dice: Random, told: Callable[[Mark], None]
    ) -> None:
        self.assumptions = assumptions
        self.clock = clock
        self.database = Queue(clock, assumptions.database_cores)
        self.commits = 0
        spare = max(1, assumptions.cores - assumptions.servers)
        hashes = [Queue(clock, spare) for _ in range(assumptions.machines)]
        self.servers = [
            Server(machine * assumptions.servers + number, machine, Queue(clock), hashes[machine])
            for machine in range(assumptions.machines)
            for number in range(assumptions.servers)
        ]
        self._dice = dice
        self._told = told

    def any(self) -> Server:
        """The server that a new connection comes to."""
        return self._dice.choice([server for server in self.servers if server.alive])

    def mark(self, server: Server, mark: Mark) -> None:
        """A mark arrives at a server."""
        server.unanswered[mark] = None
        server.loop.add("marks", self.assumptions.mark, self._draft, server, mark)

    def tell_all(self, of: Class, work: float) -> None:
        """A session starts or ends: its commit, and a frame to all of its class."""
        server = self.any()
        self.database.add("commits", self.assumptions.saving, self._follow, server, [of])
        frames = of.sockets[server.number] * self.assumptions.delivery
        server.loop.add("sessions", work + frames)

    def kill(self, machine: int) -> list[Mark]:
        """A machine loses its power. Returns the marks that were not answered yet."""
        dead = [server for server in self.servers if server.machine == machine]
        for server in dead:
            server.alive, server.sockets = False, 0
        # The worst case: the primary of the database was there too.
        self.database.hold(self.clock.now + self.assumptions.election)
        return [mark for server in dead for mark in server.unanswered]

    def _draft(self, server: Server, mark: Mark) -> None:
        server.waiting.setdefault(mark.of, []).append(mark)
        if not server.committing:
            self._commit(server)

    def _commit(self, server: Server) -> None:
        batch, server.waiting, server.committing = server.waiting, {}, bool(server.waiting)
        if batch and server.alive:
            self.commits += len(batch)
            work = self.assumptions.saving * len(batch)
            # Then it writes them to the disks of a majority, many at a time.
            flush = self.assumptions.commit.draw(self._dice)
            self.database.add("commits", work, self._saved, server, batch, later=flush)

    def _saved(self, server: Server, batch: dict[Class, list[Mark]]) -> None:
        work = sum(
            self.assumptions.committing
            + of.sockets[server.number] * len(marks) * self.assumptions.delivery
            for of, marks in batch.items()
        )
        server.loop.add("commits", work, self._tell, server, batch)
        self.clock.at(self.clock.now + self.assumptions.lag, self._follow, server, batch)
        self._commit(server)

    def _tell(self, server: Server, batch: dict[Class, list[Mark]]) -> None:
        if server.alive:
            for marks in batch.values():
                for mark in marks:
                    del server.unanswered[mark]
                    self._told(mark)

    def _follow(self, source: Server, batch: "dict[Class, list[Mark]] | list[Class]") -> None:
        """The other servers see the commits, and tell their own sockets."""
        for server in self.servers:
            if server is not source and server.alive:
                frames = sum(
                    of.sockets[server.number] * (len(batch[of]) if isinstance(batch, dict) else 1)
                    for of in batch
                )
                work = len(batch) * self.assumptions.following + frames * self.assumptions.delivery
                server.loop.add("following", work)
