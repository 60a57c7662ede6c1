"""Attendance one by one: a record per student and session."""

from datetime import datetime
from enum import StrEnum

from attrs import frozen

from .ids import Id
from .sessions import Status


class RecordSource(StrEnum):
    """How a status came about: students who were never marked are absent once a session ends."""

    TEACHER = "teacher"
    CORRECTION = "correction"
    CHECK_IN = "checkIn"
    NOT_MARKED = "notMarked"


@frozen
class RecordCorrection:
    """The last correction of a mark, the status `from` before the first one, and their `count`.

    `byName` is `null` if the account was deleted.
    """

    count: int
    from_: Status
    reason: str
    by: Id
    by_name: str | None
    at: datetime


@frozen
class AttendanceRecord:
    """A student's attendance in one ended session.

    `lateMinutes`: how many minutes after the start a late student was marked; `null` for others,
    and for corrected marks. `markedBy`: the teacher; `null` if that is not known, as for marks of
    earlier versions. The names, the address and the number of a deleted account are `null`.
    """

    class_id: Id
    class_name: str
    session_id: Id
    started_at: datetime
    ended_at: datetime
    student_id: Id
    name: str | None
    given_name: str | None
    family_name: str | None
    email: str | None
    student_number: str | None
    status: Status
    late_minutes: int | None
    marked_at: datetime | None
    marked_by: Id | None
    marked_by_name: str | None
    source: RecordSource
    correction: RecordCorrection | None = None
