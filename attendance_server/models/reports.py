"""What reports hold."""

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from .ids import Id
from .sessions import Status


@frozen
class Span:
    """The sessions that started at `since` or later and before `until`; `None`: no bound."""

    since: datetime | None = None
    until: datetime | None = None


@frozen
class Counts:
    """The number of sessions, or of students, with each status."""

    present: int
    late: int
    excused: int
    absent: int


@frozen
class Attendance:
    """A student's attendance over a number of ended sessions.

    `sessions`: the number of sessions with the student on the roster. `rate`: the share that they
    attended of the sessions they were not excused from; `null` if there are none. `absence_run`:
    how many they were absent from since the last one they attended; excused sessions neither add to
    it nor end it. `last_seen`: when the last session they attended started.
    """

    sessions: int
    counts: Counts
    rate: float | None
    absence_run: int
    last_seen: datetime | None


@frozen
class StudentReport(Attendance):
    """A student's attendance in a class.

    `enrolled`: whether they are in the class now. `name` is `null` if the account was deleted.
    """

    student_id: Id
    name: str | None
    email: str | None
    enrolled: bool
    student_number: str | None = field(default=None, kw_only=True)
    given_name: str | None = field(default=None, kw_only=True)
    family_name: str | None = field(default=None, kw_only=True)


@frozen
class ClassReport(Attendance):
    """A student's attendance in one class; `enrolled`: whether they are in it now."""

    class_id: Id
    class_name: str
    enrolled: bool


@frozen
class AbsentStudent:
    """A student's attendance in several classes that they are in, all together and in each.

    `classes`: those with the most absences first. The other fields are as in `Attendance` and
    `StudentReport`.
    """

    student_id: Id
    name: str | None
    email: str | None
    sessions: int
    counts: Counts
    rate: float | None
    last_seen: datetime | None
    classes: tuple[ClassReport, ...]
    student_number: str | None = field(default=None, kw_only=True)
    given_name: str | None = field(default=None, kw_only=True)
    family_name: str | None = field(default=None, kw_only=True)


@frozen
class SessionReport:
    """The result of an ended session. `total`: the number of students on its roster.

    `rate`: the share that attended of the students who were not excused; `null` if there are none.
    """

    id: Id
    started_at: datetime
    ended_at: datetime
    total: int
    counts: Counts
    rate: float | None


@frozen
class MatrixRow:
    """A student's status in each session of a class; `null` if they were not on its roster."""

    student_id: Id
    name: str | None
    email: str | None
    enrolled: bool
    statuses: tuple[Status | None, ...]
    student_number: str | None = field(default=None, kw_only=True)
    given_name: str | None = field(default=None, kw_only=True)
    family_name: str | None = field(default=None, kw_only=True)


class ReportOrder(StrEnum):
    """The order of the students in a report; those who need attention come first."""

    NAME = "name"
    RATE = "rate"
    ABSENT = "absent"
    ABSENCE_RUN = "absenceRun"
    LAST_SEEN = "lastSeen"
