"""Who in a session hears what of it."""

from attrs import evolve

from ..wire.messages import AttendanceMarked, SessionEnded
from .registry import LiveSession
from .rooms import Rooms, Sender


class Audience:
    """Everyone in a session hears all of it."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def marked(self, session: LiveSession, mark: AttendanceMarked, by: Sender | None) -> None:
        """Tell of a mark, first `by`, who has made it."""
        self._rooms.broadcast(session, mark, first=by)

    def counted(self, session: LiveSession) -> None:
        """How many are on the roster, or how many of them are present, may be different now."""

    def ended(self, session: LiveSession, result: SessionEnded, by: Sender | None) -> None:
        """Tell of the end, first `by`, who has ended it."""
        self._rooms.broadcast(session, result, first=by)


class DiscreetAudience(Audience):
    """Students hear of themselves only, and those who watch how many are present."""

    def marked(self, session: LiveSession, mark: AttendanceMarked, by: Sender | None) -> None:
        self._rooms.tell(session, (session.base.teacher_id, mark.student_id), mark, first=by)
        self.counted(session)

    def counted(self, session: LiveSession) -> None:
        self._rooms.count(session)

    def ended(self, session: LiveSession, result: SessionEnded, by: Sender | None) -> None:
        self._rooms.tell(session, (session.base.teacher_id,), result, first=by)
        for line in result.attendance:
            self._rooms.tell(session, (line.student_id,), evolve(result, attendance=(line,)))
