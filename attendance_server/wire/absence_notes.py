"""Notes with an absence: what students and teachers send, and what they get. Published."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import ClassVar

from attrs import field

from ..models import Id, NoteState, Span
from ..problems import FieldError, ProblemCode
from ..zones import zone_of
from .fields import (
    IN_UTC,
    LARGEST_PAGE,
    Cursor,
    Day,
    Moment,
    PageSize,
    Reason,
    Zone,
    checked,
    one_of,
)
from .frozen import frozen
from .report_queries import span_of

MOST_DAYS = 366
"""Days that a note may be for."""


@frozen
class WriteNote:
    """A note: why the student was not there, or will not be, `from` one day `until` another.

    Both days are included; without `until`, it is for one day. `tz`: the time zone of the days.
    """

    from_: Day
    reason: Reason
    until: Day | None = None
    tz: Zone = IN_UTC

    def __attrs_post_init__(self) -> None:
        if self.last < self.from_:
            raise FieldError("expected until not to be before from", ProblemCode.WRONG_ORDER)
        if self.last - self.from_ >= timedelta(days=MOST_DAYS):
            message = f"expected at most {MOST_DAYS} days"
            raise FieldError(message, ProblemCode.TOO_MANY, maximum=MOST_DAYS)

    @property
    def last(self) -> date:
        return self.from_ if self.until is None else self.until

    @property
    def zone(self) -> tzinfo:
        return zone_of(self.tz) or UTC

    def span(self) -> Span:
        """From the beginning of the first day to the end of the last one."""
        return span_of(self.from_, self.last, self.zone)


@checked(NoteState, enum=[each for each in NoteState if each is not NoteState.WITHDRAWN])
def _read_state(text: str) -> NoteState:
    return one_of(NoteState, text)


@frozen
class NotesQuery:
    """Which notes are listed: all parameters are optional.

    `at`: only those for the day of a session that started then. `after`: the last `_id` of the
    previous page.
    """

    state: NoteState | None = None
    at: Moment | None = None
    limit: PageSize = LARGEST_PAGE
    after: Cursor | None = None


@frozen
class NoteView:
    """A note. `name`: the student's. `decidedAt`: when a teacher accepted or declined it.

    `state`: `waiting`, `accepted`, `declined`, or in frames `withdrawn`.
    """

    id: Id
    class_id: Id
    student_id: Id
    name: str
    from_: Day
    until: Day
    reason: str
    state: NoteState
    written_at: datetime
    decided_at: datetime | None = None


@frozen
class DecidedNote(NoteView):
    """A note that a teacher has decided on.

    `excused`: how many marks that makes excused, of sessions that have ended or are running.
    """

    excused: int = field(kw_only=True)


@frozen
class AbsenceNoteChanged(NoteView):
    """A note was written, decided on or withdrawn.

    Sent to the sockets of the class's teachers and of the student that watch.
    """

    event: ClassVar[str] = "ABSENCE_NOTE"


@frozen
class OwnNote:
    """A note that a student has written, in their export."""

    class_id: Id
    from_: Day
    until: Day
    reason: str
    state: NoteState
    written_at: datetime
    decided_at: datetime | None


@frozen
class NoteDecisionMade:
    """A note that a teacher has decided on, in their export."""

    note_id: Id
    class_id: Id
    accepted: bool
    decided_at: datetime
