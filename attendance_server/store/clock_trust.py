"""Whether the wall clock can be trusted with what cannot be undone, such as deleting old sessions.

A clock that advances by more than the time that has passed has jumped. It is not trusted for a day,
or for a tenth of the jump if that is longer. While the machine runs, a monotonic clock measures the
time that has passed. Nothing measures it while the machine is off: up to a day is then taken as
time that it was off, and more as a jump. A clock that is set back is trusted again at once.

Pure: the caller passes the last reading in, and stores it between two starts of the server.
"""

import uuid
from datetime import datetime, timedelta
from pathlib import Path

from attrs import frozen

SLACK = timedelta(minutes=5)
"""How far a clock may be set without counting as a jump, as NTP does."""

LONGEST_OFF = timedelta(days=1)
"""The longest time that a restarted machine is assumed to have been off."""

SHORTEST_DOUBT = timedelta(days=1)
DOUBT_OF_JUMP = 0.1
"""How long a clock is not trusted after a jump, as a share of the jump."""

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """Names this start of the machine; where that is unknown, this call.

    Only Linux names it. Elsewhere each start of the server counts as one of the machine: then a
    clock that jumped by up to `LONGEST_OFF` between two starts goes unnoticed.
    """
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return uuid.uuid4().hex


@frozen
class ClockReading:
    """The clocks at one moment.

    `wall`: the wall clock. `counted`: the monotonic clock, in seconds since the machine started;
    `boot` identifies that start. `jumped`: how far the wall clock is ahead of the expected time.
    `since`: when it was last set, by its own time.
    """

    wall: datetime
    counted: float
    boot: str
    jumped: timedelta = timedelta()
    since: datetime | None = None

    @property
    def trusted(self) -> bool:
        """Whether the wall clock is right, as far as can be told."""
        return not self.jumped

    @property
    def trusted_from(self) -> datetime:
        """When a clock that has jumped is trusted again, unless it jumps once more."""
        return (self.since or self.wall) + max(SHORTEST_DOUBT, self.jumped * DOUBT_OF_JUMP)

    def next(self, wall: datetime, counted: float, boot: str) -> "ClockReading":
        """The reading that follows this one; the arguments are the fields of the class."""
        ahead = wall - self.wall
        if boot == self.boot:
            unexplained = ahead - timedelta(seconds=counted - self.counted)
            was_set = abs(unexplained) > SLACK
        else:
            unexplained = ahead
            was_set = not timedelta() <= ahead <= LONGEST_OFF
        jumped, since = self.jumped, self.since
        if was_set:
            jumped, since = jumped + unexplained, wall
        if jumped <= SLACK:
            jumped, since = timedelta(), None
        reading = ClockReading(wall, counted, boot, jumped, since)
        if jumped and wall >= reading.trusted_from:
            return ClockReading(wall, counted, boot)
        return reading
