"""Who in a session hears what of it."""

from collections.abc import Callable
from typing import TypeAlias, assert_never

from attrs import evolve

from ..models import Role
from ..wire.check_in import CheckInChanged
from ..wire.messages import AttendanceMarked, SessionEnded
from .changes import ArrivalEvent, CheckInSet, Ended, Enrolled, Marked, SessionEvent, Unenrolled
from .connection import Sender
from .live_session import LiveSession
from .rooms import Rooms
from .views import session_ended, session_started

CheckInListener: TypeAlias = Callable[[CheckInSet, Sender | None], None]
"""Shows teachers a check-in that was opened or closed; the second argument is who did it."""


class Audience:
    """Everyone in a session hears all of it."""

    def __init__(self, rooms: Rooms, show_check_in: CheckInListener) -> None:
        self._rooms = rooms
        self._show_check_in = show_check_in

    def publish(self, event: SessionEvent, by: Sender | None) -> None:
        """Send all frames that come of an event, first to `by`, whose frame caused it."""
        session = event.session
        match event:
            case Marked():
                mark = event.mark
                frame = AttendanceMarked(
                    *(session.class_id, mark.student_id, mark.status, mark.marked_at),
                    unmarked=mark.withdrawn,
                )
                if not event.stays:
                    self._marked(session, frame, by)
                elif by:
                    # Nothing has changed, and only the sender does not know that.
                    self._rooms.send(by, frame)
            case Enrolled():
                self._enrolled(session, event.student_ids)
            case Unenrolled():
                self._rooms.release(session, event.student_id)
                self._counted(session)
            case CheckInSet():
                self._show_check_in(event, by)
                if session.check_in and not event.stays:
                    changed = CheckInChanged(session.class_id, session.check_in.is_open)
                    self._rooms.announce(session, changed, Role.STUDENT)
            case Ended():
                try:
                    self._ended(session, session_ended(session, discarded=event.discarded), by)
                finally:
                    self._rooms.close(session)
            case ArrivalEvent():
                # Not for the room: `Outcomes.on_saved` tells the teachers who have asked for it.
                pass
            case _:
                assert_never(event)

    def _enrolled(self, session: LiveSession, student_ids: tuple[str, ...]) -> None:
        started = session_started(session)
        for student_id in student_ids:
            for connection in self._rooms.admit(session, student_id):
                if connection.watching:
                    self._rooms.send(Sender(connection), started)
        self._counted(session)

    def _marked(self, session: LiveSession, frame: AttendanceMarked, by: Sender | None) -> None:
        self._rooms.broadcast(session, frame, first=by)

    def _counted(self, session: LiveSession) -> None:
        """The size of the roster, or the number of those present, may have changed."""

    def _ended(self, session: LiveSession, result: SessionEnded, by: Sender | None) -> None:
        self._rooms.broadcast(session, result, first=by)


class DiscreetAudience(Audience):
    """Students hear of themselves only, and those who watch hear how many are present."""

    def _marked(self, session: LiveSession, frame: AttendanceMarked, by: Sender | None) -> None:
        self._rooms.tell(session, (*session.teachers, frame.student_id), frame, first=by)
        self._counted(session)

    def _counted(self, session: LiveSession) -> None:
        self._rooms.count(session)

    def _ended(self, session: LiveSession, result: SessionEnded, by: Sender | None) -> None:
        self._rooms.tell(session, session.teachers, result, first=by)
        for line in result.attendance:
            self._rooms.tell(session, (line.student_id,), evolve(result, attendance=(line,)))
