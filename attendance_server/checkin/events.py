"""What clients can ask for over a socket about check-in, and the table of all events."""

import asyncio

from ..errors.check_in import (
    CheckInClosed,
    CheckInCodeWrong,
    CheckInOff,
    TeacherMustConfirm,
    TooManyTries,
)
from ..errors.joining import JoinAsked
from ..live.connection import Sender
from ..live.events import EVENTS, OF_ONE_ATTENDED, OF_ONE_TAUGHT, event
from ..models import Role
from ..wire.arrivals import CalledOut, CallOut, HandRaised, HeadCount, HeadsCounted, RaiseHand
from ..wire.check_in import CheckIn, CheckInCode, CloseCheckIn, OpenCheckIn
from ..wire.messages import AttendanceMarked
from .arrivals import Arrivals
from .check_ins import CheckIns
from .tries import PAUSE, UNKNOWN, Guest

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
    await check_ins.open(session, by=sender)


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
        JoinAsked,
        TeacherMustConfirm,
    ),
    role=Role.STUDENT,
    queued=True,
    service=CheckIns,
)
async def check_in(check_ins: CheckIns, sender: Sender, ask: CheckIn) -> None:
    identity = sender.connection.identity
    guest = Guest(identity.user_id, identity.device_id, sender.connection.source or UNKNOWN)
    try:
        await check_ins.check_in(guest, ask.code, ask.class_id, by=sender)
    except TooManyTries:
        # Meanwhile nothing more is read of the socket, so it cannot go on at any pace it likes.
        await asyncio.sleep(PAUSE)
        raise


@event(
    "HEAD_COUNT",
    HeadCount,
    answer=HeadsCounted,
    refuses=OF_ONE_TAUGHT,
    role=Role.TEACHER,
    queued=True,
    service=Arrivals,
)
async def head_count(arrivals: Arrivals, sender: Sender, ask: HeadCount) -> None:
    session = arrivals.sessions.taught(sender.connection.user_id, ask.class_id)
    arrivals.count_heads(session, ask.count, by=sender)


@event(
    "CALL_OUT",
    CallOut,
    answer=CalledOut,
    refuses=OF_ONE_TAUGHT,
    role=Role.TEACHER,
    queued=True,
    service=Arrivals,
)
async def call_out(arrivals: Arrivals, sender: Sender, ask: CallOut) -> None:
    session = arrivals.sessions.taught(sender.connection.user_id, ask.class_id)
    arrivals.call_out(session, ask.count, by=sender)


@event(
    "RAISE_HAND",
    RaiseHand,
    answer=HandRaised,
    refuses=OF_ONE_ATTENDED,
    role=Role.STUDENT,
    service=Arrivals,
)
async def raise_hand(arrivals: Arrivals, sender: Sender, ask: RaiseHand) -> None:
    session = arrivals.sessions.registry.attended(sender.connection.user_id, ask.class_id)
    arrivals.raise_hand(session, sender.connection.user_id, by=sender)
