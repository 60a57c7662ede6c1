"""One time for all servers of a school: the clock of the database. Pure.

The machine of each server has a clock of its own, and they may be hours apart. Where there may be
several servers, each asks the database for its time once a second, and from then on counts from
there on a clock that is never set. What the database says later corrects it by so little that no
time comes twice. If its clock jumps, as where another member with a wrong clock is primary now, the
servers go on as they were, and those that start then as the others.

A single server never asks, and goes by the clock of its machine.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

log = logging.getLogger(__name__)

SLEW = 0.001
"""Seconds by which it is corrected per second."""

JUMP = 1.0
"""Seconds that a clock may be off; if it is further away, it has jumped."""


class SharedClock:
    """Tells the time of the database once that is known, and that of this machine until then."""

    def __init__(self, wall: Callable[[], datetime], counted: Callable[[], float]) -> None:
        """`wall` returns the time of the machine's clock.

        `counted` returns seconds on a clock that is never set.
        """
        self._wall = wall
        self._counted = counted
        self._start = wall().timestamp() - counted()
        # How far the database is ahead of the counted clock: as of `_at`, and where that leads.
        self._ahead: float | None = None
        self._goal = 0.0
        self._at = 0.0
        self.jump = 0.0
        """Seconds by which the clock of the database has jumped ahead and is ignored, or 0."""

    @property
    def shared(self) -> bool:
        """Whether the time of the database is known."""
        return self._ahead is not None

    def now(self) -> datetime:
        """The time, cut to milliseconds like `utc_now`."""
        return self._wall() if self._ahead is None else _moment(self._now(self._ahead))

    def seconds(self) -> float:
        """The time in seconds since 1970."""
        return time.time() if self._ahead is None else self._now(self._ahead)

    def steady(self) -> datetime:
        """As `now`, but setting the machine's clock while the server runs changes nothing."""
        return _moment(self._counted() + self._start) if self._ahead is None else self.now()

    def off(self) -> float:
        """Seconds by which the clock of this machine is ahead of the time of the database, or 0."""
        return 0.0 if self._ahead is None else time.time() - self._now(self._ahead)

    def heard(self, database_time: datetime, asked_at: float, answered_at: float) -> None:
        """The database has told its time, between these two moments of the counted clock."""
        told = database_time.timestamp()
        lowest, highest = told - answered_at, told - asked_at
        now = self._counted()
        if self._ahead is None:
            self._ahead = self._goal = (lowest + highest) / 2
            self._at = now
            if abs(self.off()) > JUMP:
                log.warning(
                    "the clock of this machine is %.1f s ahead of that of the database, which"
                    " counts",
                    self.off(),
                )
            return
        self._ahead, self._at = self._corrected(self._ahead, now), now
        # Within what the answer leaves open, nothing is known better.
        goal = min(max(self._ahead, lowest), highest)
        jumped, before = abs(goal - self._ahead) > JUMP, self.jump
        self._goal = self._ahead if jumped else goal
        self.jump = goal - self._ahead if jumped else 0.0
        if abs(self.jump - before) > JUMP:
            log.error("the clock of the database is %.1f s ahead of what it was", self.jump)

    def _now(self, ahead: float) -> float:
        counted = self._counted()
        return counted + self._corrected(ahead, counted)

    def _corrected(self, ahead: float, counted: float) -> float:
        """How far the database is ahead by now: on the way to the goal, and never past it."""
        most = max(0.0, counted - self._at) * SLEW
        return ahead + min(max(self._goal - ahead, -most), most)


def _moment(seconds: float) -> datetime:
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
