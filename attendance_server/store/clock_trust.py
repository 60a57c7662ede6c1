"""Whether the wall clock can be trusted with what cannot be undone, such as deleting old sessions.

A clock that goes ahead by more than the time that has passed has jumped, and is not trusted for a
day, or for a tenth of the jump if that is longer. How much time has passed is counted on a clock
that is never set, for as long as the machine runs. Nothing counts while it is off: then up to a day
is taken for a machine that was switched off, and more for a jump. A clock that is set back to where
it belongs is trusted again at once.

Pure: what was seen last is passed in, and kept by the caller between two starts of the server.
"""

import uuid
from datetime import datetime, timedelta
from pathlib import Path

from attrs import frozen

SLACK = timedelta(minutes=5)
"""By so much a clock may go ahead unnoticed, as when it is set by NTP."""

LONGEST_OFF = timedelta(days=1)
"""A machine that has started again may have been off for so long."""

SHORTEST_DOUBT = timedelta(days=1)
DOUBT_OF_JUMP = 0.1
"""How long a clock that has jumped is not trusted, as a part of the jump."""

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
    """What the clocks showed at one moment.

    `counted`: seconds on the clock that is never set, which began when the machine started;
    `boot` names that start. `jumped`: by how much the wall clock is ahead of what is explained;
    `since` is when, by itself, it was last set.
    """

    wall: datetime
    counted: float
    boot: str
    jumped: timedelta = timedelta()
    since: datetime | None = None

    @property
    def trusted(self) -> bool:
        """Whether the wall clock is right, as far as can be known."""
        return not self.jumped

    @property
    def trusted_from(self) -> datetime:
        """From when on a clock that has jumped is trusted, if it does not jump again."""
        return (self.since or self.wall) + max(SHORTEST_DOUBT, self.jumped * DOUBT_OF_JUMP)

    def next(self, wall: datetime, counted: float, boot: str) -> "ClockReading":
        """The reading after this one; the arguments are as for the class."""
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
