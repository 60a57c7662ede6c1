"""Sessions and the marks in them, and what was changed later."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from attrs import Factory, field, frozen

from .check_in import DEFAULT_RULES, Arrival, CheckIn, CheckInRules
from .classes import Assistant

RESTORE_WITHIN = timedelta(days=30)
"""How long a discarded session can be restored."""


class Status(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"
    LATE = "late"
    EXCUSED = "excused"

    @property
    def attends(self) -> bool:
        """Whether it counts as present."""
        return self in ATTENDING


ATTENDING = frozenset({Status.PRESENT, Status.LATE})
"""The statuses that count as present: late students are included."""


class SessionSource(StrEnum):
    """Where the attendance of a session was taken, if not on this server."""

    TEAMS = "teams"
    ZOOM = "zoom"


class DateOrder(StrEnum):
    """The order of the numbers in a date, where the year is not the first."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@frozen
class PastLesson:
    """A lesson that took place elsewhere. `report`: what tells its report from others.

    `late_after`: minutes from the start after which students were late; `None`: never.
    """

    source: SessionSource
    report: str
    started_at: datetime
    ended_at: datetime
    late_after: int | None = None


@frozen
class Mark:
    """The latest mark of a student in a session.

    `seq` numbers the changes of one session in the order in which the server accepted them: many
    marks may share a millisecond, a mark may arrive late, and the order must survive a restart.
    `decided_at` is later than `marked_at` if the teacher has repeated the mark; it decides which of
    two marks is newer. `by`: the teacher who made it; `None` if that is not known.

    `withdrawn`: the student is unmarked again, and counts as absent if that stays so. `blanket`: it
    was made for all students who were unmarked, not for this one.
    """

    student_id: str
    status: Status
    marked_at: datetime
    seq: int
    decided_at: datetime = field(default=Factory(lambda self: self.marked_at, takes_self=True))
    by: str | None = None
    withdrawn: bool = False
    blanket: bool = False


@frozen
class Correction:
    """A change of a student's mark after the end of the session: by whom, when and why."""

    student_id: str
    from_: Status
    to: Status
    reason: str
    by: str
    at: datetime


@frozen
class Reopening:
    """A session that had ended at `ended_at` was reopened at `at` by the user `by`."""

    ended_at: datetime
    by: str
    at: datetime


@frozen
class Discard:
    """The decision that a session no longer counts: by whom, when and why."""

    by: str
    at: datetime
    reason: str

    @property
    def restorable_until(self) -> datetime:
        """The last moment at which the session can be restored."""
        return self.at + RESTORE_WITHIN


@frozen
class Session:
    """The attendance of one lesson, as saved in one document.

    `teacher_id`: the owner of its class; of an ended session, the one at that time. `assistants`:
    those of its class, known only of a session that is to run, as are the `check_in_rules`.
    `commit`: the number of the last `Commit` that was applied. `late_after`: that of the class when
    the session started. A `discarded` session has ended, and counts nowhere. `check_in`: `None` if
    students could never check in. `arrivals`: those who did, by their ids. `head_count`: how many
    students a teacher has counted in the room. `source`: where it was held, if not here.
    """

    id: str
    class_id: str
    class_name: str
    teacher_id: str
    started_at: datetime
    roster: tuple[str, ...]
    marks: Mapping[str, Mark] = field(factory=dict)
    ended_at: datetime | None = None
    commit: int = 0
    late_after: int | None = None
    corrections: tuple[Correction, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    discarded: Discard | None = None
    assistants: tuple[Assistant, ...] = ()
    source: SessionSource | None = None
    check_in_rules: CheckInRules = DEFAULT_RULES
    check_in: CheckIn | None = None
    arrivals: Mapping[str, Arrival] = field(factory=dict)
    head_count: int | None = None

    @property
    def running_since(self) -> datetime:
        """When it started, or was last reopened."""
        return self.reopenings[-1].at if self.reopenings else self.started_at

    def result_of(self, student_id: str) -> Status:
        """The final status of a student on the roster: absent if they were never marked."""
        mark = self.marks.get(student_id)
        return mark.status if mark else Status.ABSENT


@frozen
class SessionSummary:
    """A session without its roster: how many were on it, and how many have each status.

    `present_count` includes late students.
    """

    id: str
    class_id: str
    class_name: str
    started_at: datetime
    ended_at: datetime | None
    total: int
    present_count: int
    late_count: int
    excused_count: int
    discarded: Discard | None = None
    source: SessionSource | None = None

    @classmethod
    def of(cls, session: Session) -> "SessionSummary":
        """The summary of a session, with its marks counted."""
        counts = Counter(mark.status for mark in session.marks.values())
        return cls(
            id=session.id,
            class_id=session.class_id,
            class_name=session.class_name,
            started_at=session.started_at,
            ended_at=session.ended_at,
            total=len(session.roster),
            present_count=sum(counts[status] for status in ATTENDING),
            late_count=counts[Status.LATE],
            excused_count=counts[Status.EXCUSED],
            discarded=session.discarded,
            source=session.source,
        )


@frozen
class TeachingRecord:
    """A session, and the changes that one teacher made after it had ended."""

    summary: SessionSummary
    corrections: tuple[Correction, ...]
    reopenings: tuple[Reopening, ...]
