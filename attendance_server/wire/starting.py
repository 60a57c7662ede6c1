"""Bodies of requests that start a session."""

from datetime import datetime

from ..models import Id, Missing
from .fields import Moment
from .frozen import frozen
from .requests import MarkLines

NO_MARKS = MarkLines(())


@frozen
class OwnLesson:
    """A lesson that a client has begun without a network.

    `key`: an id that the client has made for it; a repetition with the same one changes nothing.
    `endedAt`: when the lesson ended, if it did. `marks`: those made so far; lines that cannot be
    applied are left out here, and refused where they are sent again.
    """

    key: Id
    started_at: Moment
    ended_at: Moment | None = None
    marks: MarkLines = NO_MARKS

    def until(self, now: datetime) -> datetime:
        """When it ended, or `now` if it goes on."""
        return now if self.ended_at is None else min(self.ended_at, now)


@frozen
class StartAttendance:
    """The class to start a session of, and the `lesson` that has already begun, if one has."""

    class_id: Id
    lesson: OwnLesson | Missing = Missing.MISSING
