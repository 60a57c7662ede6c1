"""One morning: who opens the page when, and what becomes of it."""

from random import Random

from attrs import Factory, define

from .assumptions import Assumptions
from .queues import WINDOW, Clock
from .servers import Class, Installation, Mark, Server

BELL = 1_800.0
"""Seconds from the start of the simulation, 7:30, to the first bell, 8:00."""


@define
class Outcome:
    """What was measured. Times are in seconds.

    `told`: from a mark to its frame, with the time when it was made. `connected`: from opening the
    page to the complete state, with the time when it was opened. `logged_in`: the hashes of
    passwords, waiting included. `back`: of clients whose server died, from that moment to the
    complete state elsewhere. `sockets`: the most of any server, by window. `made`: the marks.
    """

    installation: Installation
    told: list[tuple[float, float]] = Factory(list)
    connected: list[tuple[float, float]] = Factory(list)
    logged_in: list[float] = Factory(list)
    back: list[float] = Factory(list)
    sockets: dict[int, int] = Factory(dict)
    made: int = 0

    @property
    def peak(self) -> float:
        """The most that any server's core was used in a window."""
        return max(max(server.loop.use().values()) for server in self.installation.servers)

    @property
    def most_sockets(self) -> int:
        """The most sockets that any server had."""
        return max(self.sockets.values())


class Morning:
    """A run of the simulation. Clients are numbers: first the students, then the teachers."""

    def __init__(self, assumptions: Assumptions, seed: int) -> None:
        self._assumptions = assumptions
        self._dice = Random(seed)
        self._clock = Clock()
        self._installation = Installation(self._clock, assumptions, self._dice, self._tell)
        self.outcome = Outcome(self._installation)
        servers, size = len(self._installation.servers), assumptions.class_size
        self._classes = [Class([0] * servers) for _ in range(assumptions.students // size)]
        self._students = len(self._classes) * size
        self._place: list[Server | None] = [None] * (self._students + len(self._classes))
        self._connecting: dict[int, list[Mark]] = {}

    def run(self) -> Outcome:
        """Let the morning pass."""
        assumptions, bell = self._assumptions, BELL
        for client in range(len(self._place)):
            if client >= self._students or self._dice.random() < assumptions.early:
                opened = max(0.0, BELL - assumptions.arriving.draw(self._dice))
                self._clock.at(opened, self._open, client)
        for _ in range(assumptions.lessons):
            for number in range(len(self._classes)):
                begin = bell + assumptions.starting.draw(self._dice)
                self._clock.at(begin, self._lesson, number, bell)
            bell += assumptions.lesson + assumptions.pause
        if assumptions.dies_at:
            self._clock.at(BELL + assumptions.dies_at, self._die)
        for window in range(int(bell) // WINDOW):
            self._clock.at((window + 1) * WINDOW, self._look, window)
        self._clock.run()
        return self.outcome

    def _lesson(self, number: int, bell: float) -> None:
        assumptions, dice, now = self._assumptions, self._dice, self._clock.now
        of, size = self._classes[number], assumptions.class_size
        teacher, students = self._students + number, range(number * size, (number + 1) * size)
        self._installation.tell_all(of, assumptions.start)
        checks_in = dice.random() < assumptions.check_in
        for seat, student in enumerate(students):
            if bell > BELL and dice.random() < assumptions.asleep:
                self._leave(student)
            at = now + (assumptions.checking_in.draw(dice) if checks_in else seat * assumptions.tap)
            client = student if checks_in else teacher
            if not checks_in:
                self._clock.at(now + assumptions.checking_in.draw(dice), self._open, student)
            self._clock.at(at, self._mark, client, of)
        end = bell + assumptions.lesson + dice.uniform(0, assumptions.ending)
        self._clock.at(max(end, now), self._installation.tell_all, of, assumptions.start)

    def _mark(self, client: int, of: Class) -> None:
        self.outcome.made += 1
        self._send(client, Mark(of, self._clock.now, client))

    def _send(self, client: int, mark: Mark) -> None:
        server = self._place[client]
        if server:
            self._installation.mark(server, mark)
        else:
            # The page opens for it, and sends it once it is connected.
            self._open(client)
            self._connecting[client].append(mark)

    def _open(self, client: int) -> None:
        """Open the page, unless it is open."""
        if self._place[client] is None and client not in self._connecting:
            self._connecting[client] = []
            server, opened = self._installation.any(), self._clock.now
            if self._dice.random() < self._assumptions.remembered:
                work = self._assumptions.connecting
                server.loop.add("connections", work, self._connect, client, server, opened, False)
            else:
                server.hashes.add(
                    "hashes", self._assumptions.hash, self._log_in, client, server, opened
                )

    def _log_in(self, client: int, server: Server, opened: float) -> None:
        self.outcome.logged_in.append(self._clock.now - opened)
        work = self._assumptions.log_in + self._assumptions.moving
        server.loop.add("connections", work, self._connect, client, server, self._clock.now, False)

    def _connect(self, client: int, server: Server, opened: float, back: bool) -> None:
        if not server.alive:
            self._move(client, opened, back=True)
            return
        self._place[client] = server
        server.sockets += 1
        if client < self._students:
            self._classes[client // self._assumptions.class_size].sockets[server.number] += 1
        took = self._clock.now - opened
        if back:
            self.outcome.back.append(took)
        else:
            self.outcome.connected.append((opened, took))
        for mark in self._connecting.pop(client):
            # Only a page that is open has something to tap on.
            mark.made = mark.made if back else self._clock.now
            self._installation.mark(server, mark)

    def _leave(self, client: int) -> None:
        server, self._place[client] = self._place[client], None
        if server:
            server.sockets -= 1
            self._classes[client // self._assumptions.class_size].sockets[server.number] -= 1

    def _die(self) -> None:
        died = self._clock.now
        unanswered = self._installation.kill(0)
        for client, server in enumerate(self._place):
            if server and not server.alive:
                self._place[client] = None
                self._connecting[client] = []
                noticed = died + self._dice.uniform(0.5, 1) * self._assumptions.noticed
                noticed += self._dice.uniform(0, self._assumptions.at_once)
                self._clock.at(noticed, self._move, client, died, True)
        for mark in unanswered:
            self._connecting.setdefault(mark.client, []).append(mark)
        for of in self._classes:
            of.sockets = [
                sockets if server.alive else 0
                for sockets, server in zip(of.sockets, self._installation.servers, strict=True)
            ]

    def _move(self, client: int, since: float, back: bool) -> None:
        server = self._installation.any()
        work = self._assumptions.moving
        server.loop.add("connections", work, self._connect, client, server, since, back)

    def _tell(self, mark: Mark) -> None:
        self.outcome.told.append((mark.made, self._clock.now - mark.made))

    def _look(self, window: int) -> None:
        self.outcome.sockets[window] = max(each.sockets for each in self._installation.servers)
