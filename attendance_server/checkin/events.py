"""What clients can ask for over a socket about check-in, and the table of all events."""

from ..check_in_errors import (
    CheckInClosed,
    CheckInCodeWrong,
    CheckInOff,
    TeacherMustConfirm,
    TooManyTries,
)
from ..live.connection import Sender
from ..live.events import EVENTS, OF_ONE_ATTENDED, OF_ONE_TAUGHT, event
from ..models import Role
from ..wire.check_in import CheckIn, CheckInCode, CloseCheckIn, OpenCheckIn
from ..wire.messages import AttendanceMarked
from .check_ins import CheckIns
from .tries import Guest

__all__ = ["EVENTS"]


@event(
    "OPEN_CHECK_IN",
    OpenCheckIn,
    answer=CheckInCode,
    refuses=(*OF_ONE_TAUGHT, CheckInOff),
    role=Role.TEACHER,
    queued=True,
    service=CheckIns,
)
async def open_check_in(check_ins: CheckIns, sender: Sender, ask: OpenCheckIn) -> None:
    session = check_ins.sessions.taught(sender.connection.user_id, ask.class_id)
    check_ins.open(session, by=sender)


@event(
    "CLOSE_CHECK_IN",
    CloseCheckIn,
    answer=CheckInCode,
    refuses=OF_ONE_TAUGHT,
    role=Role.TEACHER,
    queued=True,
    service=CheckIns,
)
async def close_check_in(check_ins: CheckIns, sender: Sender, ask: CloseCheckIn) -> None:
    session = check_ins.sessions.taught(sender.connection.user_id, ask.class_id)
    check_ins.close(session, by=sender)


@event(
    "CHECK_IN",
    CheckIn,
    answer=AttendanceMarked,
    refuses=(
        *OF_ONE_ATTENDED,
        CheckInClosed,
        CheckInCodeWrong,
        TooManyTries,
        TeacherMustConfirm,
    ),
    role=Role.STUDENT,
    queued=True,
    service=CheckIns,
)
async def check_in(check_ins: CheckIns, sender: Sender, ask: CheckIn) -> None:
    identity = sender.connection.identity
    guest = Guest(identity.user_id, identity.device_id)
    check_ins.check_in(guest, ask.code, ask.class_id, by=sender)
