"""What the server is about: users, classes, sessions and marks. Values only, no I/O.

Ids are 24-hex strings everywhere above the store. Times are aware UTC datetimes of whole
milliseconds, the precision that MongoDB keeps and the wire shows.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum, StrEnum
from typing import Annotated, TypeAlias

from attrs import Factory, field, frozen

ID_PATTERN = "[0-9a-fA-F]{24}"
Id: TypeAlias = Annotated[str, "id"]
"""An id, or what a client takes for one: any text is read, and one that is no id names nothing."""

_ID = re.compile(ID_PATTERN)

RESTORE_WITHIN = timedelta(days=30)
"""How long after it was discarded a session can be restored."""


def is_id(text: str) -> bool:
    """Whether `text` has the form of an id; one that has not names nothing."""
    return _ID.fullmatch(text) is not None


def made_at(known_id: str) -> datetime:
    """When what has this id was made, to the second: an ObjectId begins with that."""
    return datetime.fromtimestamp(int(known_id[:8], 16), UTC)


def utc_now() -> datetime:
    """The present moment, cut to milliseconds so that it reads the same once it was saved."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def iso_time(moment: datetime) -> str:
    """As JavaScript's `toISOString()` prints it: `2026-03-02T09:00:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Role(StrEnum):
    TEACHER = "TEACHER"
    STUDENT = "STUDENT"


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
"""The statuses that count as present: who is late is there."""


@frozen
class User:
    """`password_version` counts the passwords before this one; tokens of another have ended.

    `issuer_id`: of an account that nobody has claimed yet, the teacher who hands out its code. It
    has no password: its `password_hash` is empty, and no hash of anything. `code_until`: when that
    code expires. `importer_id`: the teacher whose import made the account; `None` where its owner
    signed up. `ended_tokens`: the ids of tokens that have been ended before they expire.
    """

    id: str
    name: str
    email: str
    role: Role
    password_hash: bytes = field(repr=False)
    password_version: int = 0
    issuer_id: str | None = None
    importer_id: str | None = None
    code_until: datetime | None = None
    ended_tokens: frozenset[str] = frozenset()

    @property
    def claimed(self) -> bool:
        """Whether somebody has set a password, and may log in."""
        return self.issuer_id is None


@frozen
class Identity:
    """Who the bearer of a token is, and until when, in seconds since 1970.

    `password_version` is that of the user when the token was issued; `token_id` names the token.
    """

    user_id: str
    role: Role
    expires_at: float
    password_version: int = 0
    token_id: str = ""


class Missing(Enum):
    """Stands where nothing is said of a value, and `None` would say something."""

    MISSING = "missing"


@frozen
class Class:
    """`late_after`: minutes from the start of a session on after which who comes is late.

    `None`: nobody is late unless they are marked so. No session starts in an `archived` class.
    """

    id: str
    class_name: str
    teacher_id: str
    student_ids: tuple[str, ...] = ()
    late_after: int | None = None
    archived: bool = False

    def taught_by(self, user_id: str) -> bool:
        """Whether the user is a teacher of the class."""
        return user_id == self.teacher_id


@frozen
class Invitation:
    """A class that a student is invited to. `needs_code`: whether its teacher hands out a code."""

    class_id: str
    class_name: str
    teacher_id: str
    needs_code: bool


@frozen
class ClassOutline:
    """A class as one of its members has it, with the number of its students in their place.

    `teaches` and `attends`: what that member does in it.
    """

    id: str
    class_name: str
    late_after: int | None
    archived: bool
    students: int
    teaches: bool
    attends: bool


@frozen
class ClassChange:
    """What is to be different of a class; what is missing stays as it is."""

    class_name: str | Missing = Missing.MISSING
    late_after: int | Missing | None = Missing.MISSING
    archived: bool | Missing = Missing.MISSING


@frozen
class Mark:
    """What a teacher last said of a student in a session.

    `seq` numbers the changes of one session: many marks may fall into the same millisecond, and
    the order of marks must survive a restart. It is the order in which the server took them, which
    is not that of the times where a mark arrives late. `decided_at` is later than `marked_at` where
    the teacher has said the same once more, and says which of two decisions is the newer one.
    """

    student_id: str
    status: Status
    marked_at: datetime
    seq: int
    decided_at: datetime = field(default=Factory(lambda self: self.marked_at, takes_self=True))


@frozen
class Correction:
    """A change of a student's mark after the session had ended: by whom, when and why."""

    student_id: str
    from_: Status
    to: Status
    reason: str
    by: str
    at: datetime


@frozen
class Reopening:
    """A session that had ended at `ended_at` ran again from `at` on; `by` is who reopened it."""

    ended_at: datetime
    by: str
    at: datetime


@frozen
class Discard:
    """Why a session no longer counts, and who decided so when."""

    by: str
    at: datetime
    reason: str

    @property
    def restorable_until(self) -> datetime:
        """The last moment at which the session can be restored."""
        return self.at + RESTORE_WITHIN


@frozen
class Session:
    """One lesson's attendance as it is saved: one document.

    `commit` is the number of the last `Commit` that the document took. `late_after` is that of the
    class when the session started. A `discarded` session has ended, and counts nowhere.
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

    def taught_by(self, user_id: str) -> bool:
        """Whether the user is a teacher of the session."""
        return user_id == self.teacher_id

    def result_of(self, student_id: str) -> Status:
        """What a student on the roster is at the end: absent who was never marked."""
        mark = self.marks.get(student_id)
        return mark.status if mark else Status.ABSENT


@frozen
class SessionSummary:
    """A session without its roster: how many were on it, and how many of them were what.

    `present_count` counts those who are late too.
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

    @classmethod
    def of(cls, session: Session) -> "SessionSummary":
        """The session with its marks counted."""
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
        )


@frozen
class TeachingRecord:
    """A session, and what one teacher did to it after an end of it."""

    summary: SessionSummary
    corrections: tuple[Correction, ...]
    reopenings: tuple[Reopening, ...]


@frozen
class Commit:
    """One write to a session's document, taken whole or not at all.

    The document takes a commit only where its `number` is higher than the last one it took, so a
    write that arrives late, after its successor, changes nothing. `replaces` says that `roster`,
    `marks`, `ended_at` and `discarded` are all there is and replace what is saved; otherwise they
    are added.
    """

    session_id: str
    number: int
    replaces: bool
    roster: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    ended_at: datetime | None = None
    discarded: Discard | None = None


@frozen
class Span:
    """The sessions that started at `since` or later, and before `until`; `None`: no bound."""

    since: datetime | None = None
    until: datetime | None = None


@frozen
class Counts:
    """How many of some sessions, or of some students, have each status."""

    present: int
    late: int
    excused: int
    absent: int


@frozen
class Attendance:
    """What a student's statuses in some sessions come to. Those sessions have all ended.

    `sessions`: on the roster of how many of them the student was. `rate`: how many of those they
    attended, of those that they were not excused from; `None` where there are none.
    `absence_run`: how many they were absent from after the last that they attended; one that they
    were excused from neither adds to it nor ends it. `last_seen`: when that last one started.
    """

    sessions: int
    counts: Counts
    rate: float | None
    absence_run: int
    last_seen: datetime | None


@frozen
class StudentReport(Attendance):
    """A student's attendance in a class.

    `enrolled`: whether they are in the class now. Without a `name` the account was deleted.
    """

    student_id: Id
    name: str | None
    email: str | None
    enrolled: bool


@frozen
class ClassReport(Attendance):
    """A class in one student's attendance; `enrolled` is whether they are in it now."""

    class_id: Id
    class_name: str
    enrolled: bool


@frozen
class SessionReport:
    """What an ended session came to. `total` is how many were on its roster.

    `rate`: how many of those attended, of those who were not excused; `None` where there are none.
    """

    id: Id
    started_at: datetime
    ended_at: datetime
    total: int
    counts: Counts
    rate: float | None


@frozen
class MatrixRow:
    """A student's status in each session of a class; `None` where they were not on its roster."""

    student_id: Id
    name: str | None
    email: str | None
    enrolled: bool
    statuses: tuple[Status | None, ...]


class ReportOrder(StrEnum):
    """By what the students of a report are sorted; those whom a teacher looks for come first."""

    NAME = "name"
    RATE = "rate"
    ABSENT = "absent"
    ABSENCE_RUN = "absenceRun"
    LAST_SEEN = "lastSeen"


class Outcome(StrEnum):
    """What becomes of a line of a roster.

    `NEW`: an account is made; `KNOWN`: one is enrolled; `ENROLLED`: it is already. `UNPROVEN`: the
    address has an account whose owner this teacher does not know, and who is invited with a code.
    """

    NEW = "new"
    KNOWN = "known"
    ENROLLED = "enrolled"
    UNPROVEN = "unproven"
    WRONG = "wrong"
