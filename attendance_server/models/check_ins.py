"""How students checked themselves in to a session, and what is odd about that."""

from datetime import datetime
from enum import StrEnum

from attrs import frozen


class How(StrEnum):
    """How the code of a session reached the student's device."""

    SCANNED = "scanned"
    TYPED = "typed"


class Flag(StrEnum):
    """What is odd about a check-in. A flag refuses no one: it is for the teacher to decide.

    `SHARED_DEVICE`: another student checked in on the same device. `NEW_DEVICE`: the device was
    first seen less than twelve hours before. `OTHER_NETWORK`: it was outside the networks that most
    of the room uses. `TYPED`: the code was typed although others scan it. `ALWAYS_TOGETHER`: they
    arrive within two seconds of another student, every time. `OVER_HEAD_COUNT`: more students were
    present than the teacher had counted.
    """

    SHARED_DEVICE = "sharedDevice"
    NEW_DEVICE = "newDevice"
    OTHER_NETWORK = "otherNetwork"
    TYPED = "typed"
    ALWAYS_TOGETHER = "alwaysTogether"
    OVER_HEAD_COUNT = "overHeadCount"


@frozen
class CheckIn:
    """A student's check-in to a session.

    `with_`: the ids of the other students whom a flag is about. `devices`: what the device is
    recognised by within this session, see `checkin.devices`. `new_device`: whether it was first
    seen less than twelve hours before. `held`: the student has no mark until a teacher gives them
    one. `decided`: a teacher has marked the student since. `called`: they were called out.
    """

    student_id: str
    at: datetime
    how: How
    flags: tuple[Flag, ...] = ()
    with_: tuple[str, ...] = ()
    devices: tuple[bytes, ...] = ()
    new_device: bool = False
    held: bool = False
    decided: bool = False
    called: bool = False

    @property
    def undecided(self) -> bool:
        """Whether a teacher still has to decide about it."""
        return not self.decided and bool(self.flags)
