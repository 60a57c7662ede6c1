"""The clocks that the parts of the server go by."""

from collections.abc import Callable
from datetime import datetime

from ..checkin.clock import StepClock
from ..live.shared_clock import SharedClock


class ServerClocks:
    """The clocks of one server."""

    def __init__(
        self, machine: Callable[[], datetime], counted: Callable[[], float], boot: str
    ) -> None:
        """`machine` returns the time of this machine, and `counted` seconds on a clock never set.

        `boot` identifies the start of the machine, since which the latter counts.
        """
        self.machine = machine
        self.counted = counted
        self.shared = SharedClock(machine, counted)
        """The time of all servers."""
        self.now = self.shared.now
        self.steps = StepClock(self.shared.steady, counted, boot)
        """How old check-ins are."""
