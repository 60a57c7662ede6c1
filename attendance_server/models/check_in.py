"""Check-in by students: how a class uses it, what a session holds of it, and who came in how."""

from datetime import datetime, timedelta
from enum import StrEnum

from attrs import evolve, field, frozen

from .ids import Missing

JOIN_WITHIN = timedelta(days=7)
"""How long a request to join a class is kept without an answer."""


class JoinRule(StrEnum):
    """What a student gets who checks in to a class that they are not in.

    `NO`: they are refused. `ASK`: they may ask to join, which a teacher accepts.
    """

    NO = "no"
    ASK = "ask"


@frozen
class CheckInRules:
    """How the students of a class check in.

    `allowed`: whether they may at all. `step` and `code_step`: seconds until there is another link
    and other letters to type. `open_at_start`: check-in opens with the session. `close_after`:
    minutes after which it closes by itself; `None`: it does not.
    """

    allowed: bool = True
    step: int = 5
    code_step: int = 30
    open_at_start: bool = False
    close_after: int | None = None
    join: JoinRule = JoinRule.NO


DEFAULT_RULES = CheckInRules()
"""Those of a class whose teacher has changed nothing."""


@frozen
class CheckInChange:
    """A change to the rules of a class; fields that are `MISSING` stay as they are."""

    allowed: bool | Missing = Missing.MISSING
    step: int | Missing = Missing.MISSING
    code_step: int | Missing = Missing.MISSING
    open_at_start: bool | Missing = Missing.MISSING
    close_after: int | Missing | None = Missing.MISSING
    join: JoinRule | Missing = Missing.MISSING


@frozen
class ClockStart:
    """The clocks of a machine at one moment, from which time is counted.

    `wall`: the wall clock. `counted`: the monotonic clock, in seconds since the machine started;
    `boot` identifies that start.
    """

    wall: datetime
    counted: float
    boot: str


@frozen
class CheckIn:
    """The check-in of one session, from its first opening on.

    `room`: what its links begin with. `secret`: what its codes are made from, never sent to a
    client. Its times are seconds since `began`, when the steps of its codes began. `step` and
    `code_step`: those of the class at that time. `closes_at`: when it closes by itself.
    """

    room: str
    secret: bytes = field(repr=False)
    began: ClockStart
    step: int
    code_step: int
    is_open: bool = True
    closes_at: float | None = None

    def accepts_at(self, age: float) -> bool:
        """Whether it is open `age` seconds after it began."""
        return self.is_open and (self.closes_at is None or age < self.closes_at)

    def after(self, before: "CheckIn", age: float) -> "CheckIn":
        """Check-in opened once more, `age` seconds after `before` began.

        Its secret stays, so that tickets stay valid, unless its steps have changed.
        """
        if (before.step, before.code_step) != (self.step, self.code_step):
            return self
        closes_at = None if self.closes_at is None else age + self.closes_at
        return evolve(before, is_open=True, closes_at=closes_at)

    def closed(self) -> "CheckIn":
        """The same, no longer open."""
        return evolve(self, is_open=False, closes_at=None)


class Flag(StrEnum):
    """What is odd about a check-in. A flag refuses no one: it is for the teacher to decide.

    `SHARED_DEVICE`: another student checked in on the same device. `NEW_DEVICE`: the device was
    first seen less than twelve hours before. `TYPED`: the code was typed outside the networks of
    the room, though others scan it, and so does the student usually. `OTHER_NETWORK`: that it was
    outside, beside `TYPED`. `ALWAYS_TOGETHER`: they arrive within two seconds of another student,
    every time. `OVER_HEAD_COUNT`: more students were present than the teacher had counted.
    """

    SHARED_DEVICE = "sharedDevice"
    NEW_DEVICE = "newDevice"
    OTHER_NETWORK = "otherNetwork"
    TYPED = "typed"
    ALWAYS_TOGETHER = "alwaysTogether"
    OVER_HEAD_COUNT = "overHeadCount"


@frozen
class Browser:
    """A browser that checks in: a random id, and when it got its cookie."""

    id: bytes
    since: datetime


@frozen
class Source:
    """Where a check-in comes from: its browser, and the hash of the network that it is in.

    `None`: that is not known.
    """

    browser: Browser | None = None
    network: bytes | None = None


class Way(StrEnum):
    """How a student checked in: with the camera, or by typing the letters."""

    SCANNED = "scanned"
    TYPED = "typed"


@frozen
class Arrival:
    """That a student checked in themselves: when, how, and on a `remembered` device or not.

    A teacher's mark does not remove it. `ticket`: the id of the ticket that the student came with,
    which is of no use to another student. `devices`: what the device is recognised by within this
    session. `new_device`: whether it was first seen less than twelve hours before.
    `own_devices`: what it is recognised by among those of this student in the class, and
    `other_device`: whether the student did not check in with it before. `outside`: whether it was
    outside the networks of the room.

    `flags`: what is odd about it, until it is `decided`: a teacher has marked the student since.
    `held`: the student has no mark until a teacher gives them one. `called`: they were called out.
    """

    student_id: str
    at: datetime
    way: Way
    remembered: bool = False
    ticket: str | None = None
    devices: tuple[bytes, ...] = ()
    new_device: bool = False
    own_devices: tuple[bytes, ...] = ()
    other_device: bool = False
    outside: bool = False
    flags: tuple[Flag, ...] = ()
    held: bool = False
    decided: bool = False
    called: bool = False

    @property
    def undecided(self) -> bool:
        """Whether something about it is odd, and a teacher has yet to decide."""
        return bool(self.flags) and not self.decided

    def flagged(self, *flags: Flag) -> "Arrival":
        """The same with further flags."""
        return evolve(self, flags=tuple(dict.fromkeys((*self.flags, *flags))))


@frozen
class JoinRequest:
    """A student who is not in a class has asked `at` that time to join it, with a right code.

    `session_id`: the session whose code it was; `None`: it was the code of the class.
    """

    class_id: str
    student_id: str
    at: datetime
    session_id: str | None = None
