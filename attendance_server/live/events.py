"""What clients can ask for over a socket: one coroutine per event, and the table of them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from attrs import frozen

from ..errors import AttendanceError
from ..errors.classes import NotClassTeacher
from ..errors.sessions import ClassIdRequired, NoActiveSession, NothingToMark, StudentNotInClass
from ..errors.sockets import RenewalRefused, StudentEventOnly, TeacherEventOnly
from ..models import Role
from ..wire.codec import ServerEvent
from ..wire.messages import (
    AttendanceMarked,
    CheckMyStatus,
    Done,
    GetTodaySummary,
    MarkAll,
    MarkAttendance,
    MyStatus,
    Renew,
    Renewed,
    SessionEnded,
    TodaySummary,
    UnmarkAll,
    Watch,
    Watching,
)
from .connection import Sender
from .marking import Marking
from .sessions import RunningSessions

P = TypeVar("P")
Handler = Callable[[Any, Sender, P], Awaitable[None]]

OF_ONE_TAUGHT = (NoActiveSession, NotClassTeacher, ClassIdRequired)
OF_ONE_ATTENDED = (NoActiveSession, StudentNotInClass, ClassIdRequired)


@frozen
class Event:
    """An event that clients can send.

    `handle` is called with the part of the server that is a `service`. `role`: who may send it;
    `None`: everyone. `payload`: the class of its data. `queued`: its answer comes from the journal,
    after the answers before it; any other event is handled only once everything that its client
    sent before is answered. `answer`: the class of the answer. `refuses`: the errors that it can be
    answered with, besides wrong roles, data and the database.
    """

    handle: Handler[Any]
    payload: type[Any]
    answer: type[ServerEvent]
    refuses: tuple[type[AttendanceError], ...]
    role: Role | None
    queued: bool
    service: type[Any]

    def check_role(self, role: Role) -> None:
        """Raises `TeacherEventOnly` or `StudentEventOnly` for a user of the other role."""
        if self.role not in (None, role):
            raise TeacherEventOnly if self.role is Role.TEACHER else StudentEventOnly


EVENTS: dict[str, Event] = {}
"""By name. Packages above this one add theirs."""


def event(
    name: str,
    payload: type[P],
    *,
    answer: type[ServerEvent],
    refuses: tuple[type[AttendanceError], ...] = (),
    role: Role | None = None,
    queued: bool = False,
    service: type[Any] = RunningSessions,
) -> Callable[[Handler[P]], Handler[P]]:
    """Register the decorated coroutine in `EVENTS`."""

    def register(handle: Handler[P]) -> Handler[P]:
        EVENTS[name] = Event(handle, payload, answer, refuses, role, queued, service)
        return handle

    return register


@event(
    "MARK_ATTENDANCE",
    MarkAttendance,
    answer=AttendanceMarked,
    refuses=(*OF_ONE_TAUGHT, StudentNotInClass),
    role=Role.TEACHER,
    queued=True,
    service=Marking,
)
async def mark_attendance(marking: Marking, sender: Sender, ask: MarkAttendance) -> None:
    session = marking.sessions.taught(sender.connection.user_id, ask.class_id, ask.session_id)
    marking.mark(session, ask, by=sender)


@event(
    "MARK_ALL",
    MarkAll,
    answer=AttendanceMarked,
    refuses=(*OF_ONE_TAUGHT, NothingToMark),
    role=Role.TEACHER,
    queued=True,
    service=Marking,
)
async def mark_all(marking: Marking, sender: Sender, ask: MarkAll) -> None:
    session = marking.sessions.taught(sender.connection.user_id, ask.class_id, ask.session_id)
    marking.mark_rest(session, ask, by=sender)


@event(
    "UNMARK_ALL",
    UnmarkAll,
    answer=AttendanceMarked,
    refuses=(*OF_ONE_TAUGHT, NothingToMark),
    role=Role.TEACHER,
    queued=True,
    service=Marking,
)
async def unmark_all(marking: Marking, sender: Sender, ask: UnmarkAll) -> None:
    session = marking.sessions.taught(sender.connection.user_id, ask.class_id, ask.session_id)
    marking.take_back_rest(session, ask, by=sender)


@event("DONE", Done, answer=SessionEnded, refuses=OF_ONE_TAUGHT, role=Role.TEACHER, queued=True)
async def done(sessions: RunningSessions, sender: Sender, ask: Done) -> None:
    session = sessions.taught(sender.connection.user_id, ask.class_id, ask.session_id)
    sessions.end(session, by=sender)
    # What this client sends next may be meant for another session, or for none.
    await sessions.journal.settled(sender.connection.ticket)


@event(
    "GET_TODAY_SUMMARY",
    GetTodaySummary,
    answer=TodaySummary,
    refuses=OF_ONE_TAUGHT,
    role=Role.TEACHER,
)
async def get_today_summary(
    sessions: RunningSessions, sender: Sender, ask: GetTodaySummary
) -> None:
    session = sessions.taught(sender.connection.user_id, ask.class_id)
    frame = sessions.views.summary(session, sender.connection.codec)
    sessions.rooms.send_frame(sender, frame)


@event(
    "CHECK_MY_STATUS",
    CheckMyStatus,
    answer=MyStatus,
    refuses=OF_ONE_ATTENDED,
    role=Role.STUDENT,
)
async def check_my_status(sessions: RunningSessions, sender: Sender, ask: CheckMyStatus) -> None:
    session = sessions.registry.attended(sender.connection.user_id, ask.class_id)
    status = session.status_of(sender.connection.user_id)
    sessions.rooms.send(sender, MyStatus(session.class_id, status))


@event("RENEW", Renew, answer=Renewed, refuses=(RenewalRefused,))
async def renew(sessions: RunningSessions, sender: Sender, ask: Renew) -> None:
    expires_at = await sessions.token_watch.renew(sender.connection, ask.token)
    sessions.rooms.send(sender, Renewed(datetime.fromtimestamp(expires_at, UTC)))


@event("WATCH", Watch, answer=Watching)
async def watch(sessions: RunningSessions, sender: Sender, _: Watch) -> None:
    connection = sender.connection
    if connection.role is Role.TEACHER:
        frame = await sessions.views.watching(connection.user_id, connection.codec)
        connection.watching = True
        sessions.rooms.send_frame(sender, frame)
        sessions.on_watching(connection)
    else:
        connection.watching = True
        sessions.rooms.send(sender, sessions.watching(connection.user_id, connection.role))
