"""How old a check-in is, on clocks that setting the wall clock does not disturb. Pure.

As long as the machine runs, time is counted by its monotonic clock, also across a restart of the
server: codes that are on the wall when it is killed are good when it is back. Only on another
machine, or after a restart of this one, is the time of day asked: the one that all servers share,
or that of the wall clock as it was when the only server started.
"""

from collections.abc import Callable
from datetime import datetime

from ..models import ClockStart


class StepClock:
    """Counts the seconds since check-ins began."""

    def __init__(
        self, steady: Callable[[], datetime], counted: Callable[[], float], boot: str
    ) -> None:
        """`steady` returns the time as `SharedClock.steady` does, and `counted` seconds.

        `boot` identifies the start of the machine, since which the latter counts.
        """
        self._steady = steady
        self._counted = counted
        self._boot = boot

    @property
    def counted(self) -> float:
        """Seconds on the clock that is never set."""
        return self._counted()

    def now(self) -> ClockStart:
        """The clocks as a check-in that begins now remembers them."""
        return ClockStart(self._steady(), self._counted(), self._boot)

    def age(self, began: ClockStart) -> float:
        """Seconds since then."""
        now = self.now()
        if now.boot == began.boot:
            return now.counted - began.counted
        # A clock that was set back must not bring back old codes any more than it has to.
        return max(0.0, (now.wall - began.wall).total_seconds())
