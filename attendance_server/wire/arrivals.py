"""What teachers see of how students arrive: flags, call out, raised hands and requests to join.

The data of frames in both directions, and of the same over HTTP. The docstrings appear in the API
description.
"""

from datetime import datetime
from typing import Any, ClassVar, NewType

from ..models import Flag, Id, Status, Way
from ..problems import FieldError, ProblemCode
from .fields import JSON_SCHEMAS, converter
from .frozen import frozen

MAX_HEADS = 10_000
MAX_CALLED = 50

Heads = NewType("Heads", int)
Called = NewType("Called", int)

JSON_SCHEMAS[Heads] = {"type": "integer", "minimum": 0, "maximum": MAX_HEADS}
JSON_SCHEMAS[Called] = {"type": "integer", "minimum": 1, "maximum": MAX_CALLED}


@converter.register_structure_hook
def _structure_heads(value: Any, _: Any) -> Heads:
    return Heads(_whole_number(value, 0, MAX_HEADS))


@converter.register_structure_hook
def _structure_called(value: Any, _: Any) -> Called:
    return Called(_whole_number(value, 1, MAX_CALLED))


def _whole_number(value: Any, low: int, high: int) -> int:
    # In Python `True` is a number; in JSON `10.0` equals `10`.
    if type(value) in (int, float) and low <= value <= high and value % 1 == 0:
        return int(value)
    message = f"expected a whole number from {low} to {high}"
    raise FieldError(message, ProblemCode.OUT_OF_RANGE, minimum=low, maximum=high)


@frozen
class CountHeads:
    """How many students the teacher has counted; `null` takes it back."""

    count: Heads | None


@frozen
class HeadCount(CountHeads):
    """Say how many students are in the room; `null` takes it back.

    Whoever checks in when as many are present is flagged with `overHeadCount`.
    """

    class_id: Id | None = None


@frozen
class Call:
    """How many of the students who checked in are to be called out."""

    count: Called


@frozen
class CallOut(Call):
    """Draw students to be called out from those who checked in, odd check-ins more often.

    No student is drawn twice in a session.
    """

    class_id: Id | None = None


@frozen
class RaiseHand:
    """Ask the teacher to be marked, without checking in. Ends with the teacher's mark."""

    class_id: Id | None = None


@frozen
class CheckInFlagged:
    """What is odd about a student's check-in; it replaces what was sent of the same one before.

    `with`: the other students on the same device. `held`: the student has no mark until a teacher
    gives them one. `decided`: a teacher has marked the student since. Sent to the teachers who have
    asked for check-in.
    """

    event: ClassVar[str] = "CHECK_IN_FLAGGED"
    class_id: Id
    student_id: Id
    flags: tuple[Flag, ...]
    with_: tuple[Id, ...]
    held: bool
    decided: bool


@frozen
class HeadsCounted:
    """How many students the teacher has counted, how many are present, and how many too many.

    Sent to the teachers who have asked for check-in.
    """

    event: ClassVar[str] = "HEAD_COUNTED"
    class_id: Id
    count: int | None
    present_count: int
    over: int


@frozen
class CalledStudent:
    """A student who is called out, and what is odd about their check-in, if undecided."""

    student_id: Id
    flags: tuple[Flag, ...]


@frozen
class CalledOut:
    """The students drawn. `remaining`: how many checked in and have not been drawn yet.

    Sent to the teacher who asked.
    """

    event: ClassVar[str] = "CALLED_OUT"
    class_id: Id
    students: tuple[CalledStudent, ...]
    remaining: int


@frozen
class HandRaised:
    """A student asks to be marked. Sent to the student and the teachers who asked for check-in."""

    event: ClassVar[str] = "HAND_RAISED"
    class_id: Id
    student_id: Id
    raised_at: datetime


@frozen
class JoinRequested:
    """A student with a right code asks to join the class.

    Sent to teachers as a flag is; while no session is running, to those who watch.
    """

    event: ClassVar[str] = "JOIN_REQUESTED"
    class_id: Id
    student_id: Id
    name: str
    requested_at: datetime


@frozen
class JoinDecided:
    """A teacher has answered a request to join.

    Sent to teachers as the request, and to the student's sockets that watch.
    """

    event: ClassVar[str] = "JOIN_DECIDED"
    class_id: Id
    student_id: Id
    accepted: bool


@frozen
class JoinWithdrawn:
    """A student has withdrawn a request to join. Sent as the answer of a teacher is."""

    event: ClassVar[str] = "JOIN_WITHDRAWN"
    class_id: Id
    student_id: Id


@frozen
class CheckInView:
    """A student's check-in: when and how, what is odd about it, and what has come of it.

    `status`: the student's now; `null`: none yet. `with`, `held` and `decided` as in
    `CHECK_IN_FLAGGED`, here also those with whom they always arrive. `called`: they have been
    called out.
    """

    student_id: Id
    name: str
    way: Way
    checked_in_at: datetime
    status: Status | None
    flags: tuple[Flag, ...]
    with_: tuple[Id, ...]
    held: bool
    decided: bool
    called: bool


@frozen
class OwnCheckIn:
    """A student's own check-in, in their export.

    `remembered`: whether the device was one on which they stay logged in, `newDevice` whether it
    was first seen less than twelve hours before, and `otherDevice` whether they had not checked in
    to the class with it before. `outside`: whether it was outside the networks of the room.
    """

    way: Way
    checked_in_at: datetime
    remembered: bool
    new_device: bool
    other_device: bool
    outside: bool
    flags: tuple[Flag, ...]
    held: bool
    decided: bool
    called: bool


@frozen
class OwnJoinRequest:
    """A class that a student has asked to join, in their export."""

    class_id: Id
    requested_at: datetime


@frozen
class RaisedHand:
    """A student who asks to be marked."""

    student_id: Id
    name: str
    raised_at: datetime


@frozen
class SessionCheckIns:
    """The check-ins of a session in the order of arrival, and the hands that are raised.

    `headCount`: how many students the teacher has counted.
    """

    session_id: Id
    class_id: Id
    head_count: int | None
    present_count: int
    check_ins: tuple[CheckInView, ...]
    hands: tuple[RaisedHand, ...]


@frozen
class JoinRequestView:
    """A student who asks to join a class."""

    student_id: Id
    name: str
    email: str | None
    requested_at: datetime
    student_number: str | None = None


@frozen
class Joined:
    """A student whose request was accepted.

    Without a `status`, the session has ended since, or they asked with the code of the class.
    """

    class_id: Id
    student_id: Id
    status: Status | None
    marked_at: datetime | None


@frozen
class JoinRefused:
    """A student whose request was refused."""

    class_id: Id
    student_id: Id
