"""The query and the answer of importing a meeting report. Docstrings are in the API description."""

import re
from datetime import UTC, datetime, tzinfo
from typing import NewType

from ..models import DateOrder, Id, SessionSource, Status
from ..problems import FieldError, Problem, ProblemCode
from ..zones import zone_of
from .fields import IN_UTC, OFF, Moment, Switch, Zone, checked
from .fields import MAX_LATE_AFTER as DAY
from .frozen import frozen

Minutes = NewType("Minutes", int)
USUAL_MINUTES = Minutes(5)


@checked(Minutes, type="integer", minimum=0, maximum=DAY)
def _read_minutes(text: str) -> int:
    if re.fullmatch("[0-9]{1,4}", text) and int(text) <= DAY:
        return int(text)
    message = f"expected a whole number of minutes from 0 to {DAY}"
    raise FieldError(message, ProblemCode.OUT_OF_RANGE, minimum=0, maximum=DAY)


@checked(DateOrder, enum=list(DateOrder))
def _read_dates(text: str) -> DateOrder:
    try:
        return DateOrder(text)
    except ValueError:
        message = "expected " + " or ".join(DateOrder)
        raise FieldError(message, ProblemCode.UNKNOWN_VALUE) from None


@frozen
class MeetingQuery:
    """How a meeting report becomes a session; all parameters are optional.

    With `dryRun` nothing changes. `tz`: the time zone in which the report was downloaded.
    `minMinutes`: how long a student has to have been there to be present. `lateAfter`: minutes
    after the start, 0 for never; by default that of the class. `startedAt` and `endedAt`: the
    lesson, if it is not the whole meeting. `dates`: the order of day and month in the report, where
    it could be either. `replace`: discard the session that the same report was imported as before.
    """

    dry_run: Switch = OFF
    tz: Zone = IN_UTC
    min_minutes: Minutes = USUAL_MINUTES
    late_after: Minutes | None = None
    started_at: Moment | None = None
    ended_at: Moment | None = None
    dates: DateOrder | None = None
    replace: Switch = OFF

    @property
    def zone(self) -> tzinfo:
        return zone_of(self.tz) or UTC


@frozen
class MeetingStudent:
    """A student of the class, and when they were in the meeting.

    `matchedBy`: how they were found in the report, `email`, `number` or `name`; `null`: they were
    not. `minutes`: how long they were there during the lesson.
    """

    student_id: Id
    name: str
    email: str | None
    status: Status
    minutes: int
    joined: datetime | None
    left: datetime | None
    matched_by: str | None
    student_number: str | None = None


@frozen
class MeetingGuest:
    """A person in the meeting who was not found among the students of the class."""

    name: str
    email: str
    minutes: int
    joined: datetime | None
    left: datetime | None


@frozen
class MeetingCounts:
    """The number of students with each status, and of other people in the meeting."""

    present: int
    late: int
    absent: int
    others: int


@frozen
class MeetingView:
    """A meeting report as a session of the class.

    `unsure`: what has to be chosen before it can be imported. `importedAs`: the session that the
    same report was imported as before. `sessionId`: the new session; a dry run has none.
    """

    source: SessionSource
    title: str
    started_at: datetime | None
    ended_at: datetime | None
    dates: DateOrder
    min_minutes: int
    late_after: int | None
    counts: MeetingCounts
    students: tuple[MeetingStudent, ...]
    others: tuple[MeetingGuest, ...]
    unsure: tuple[Problem, ...] = ()
    imported_as: Id | None = None
    session_id: Id | None = None
