"""The data of frames, in both directions. The docstrings stand in the API description."""

from datetime import datetime
from typing import ClassVar

from attrs import frozen

from ..models import Id, Status
from .requests import StudentMark


@frozen
class Done:
    """End the session.

    `sessionId`: the session that is meant; where another one runs, it goes on.
    """

    class_id: Id | None = None
    session_id: Id | None = None


@frozen
class GetTodaySummary:
    """Ask who is present so far."""

    class_id: Id | None = None


@frozen
class CheckMyStatus:
    """Ask what one is marked as."""

    class_id: Id | None = None


@frozen
class Watch:
    """Ask for what runs now, and from then on for `SESSION_STARTED`."""


@frozen
class MarkAttendance(StudentMark):
    """Mark a student of the session; without `status` as present, or as late by the clock.

    `at`: when the teacher decided so, if not now. It counts as the start of the session where it is
    before that, and as now where it is later. A mark that was decided later than `at` stays, and
    only who asks is told. `sessionId`: the session that is meant, for a mark that waited while the
    next one may have started; where another one runs, it takes no such mark.
    """

    class_id: Id | None = None
    session_id: Id | None = None


@frozen
class Error:
    """What went wrong. Only who caused it is told; the socket stays open, given a good token.

    `code` says it to programs.
    """

    event: ClassVar[str] = "ERROR"
    message: str
    code: str


@frozen
class AttendanceMarked:
    """A student was marked, and the mark is saved. Everyone in the session is told.

    Where marks are not shared, it is the teacher and the student.
    """

    event: ClassVar[str] = "ATTENDANCE_MARKED"
    class_id: Id
    student_id: Id
    status: Status
    marked_at: datetime


@frozen
class TodaySummary:
    """Who is present so far, those who are late too, in the order of their marks."""

    event: ClassVar[str] = "TODAY_SUMMARY"
    class_id: Id
    present_count: int
    present_student_ids: tuple[Id, ...]
    total_students: int
    late_count: int
    excused_count: int


@frozen
class MyStatus:
    """What one is marked as; `null`: absent, or not marked yet."""

    event: ClassVar[str] = "MY_STATUS"
    class_id: Id
    status: Status | None


@frozen
class StudentStatus:
    """What a student was in a session."""

    student_id: Id
    status: Status


@frozen
class SessionEnded:
    """The session's result, which is saved. Everyone in the session is told.

    Where marks are not shared, a student is told their own line of `attendance` only.

    Only of a session that its teacher has discarded it says `discarded`: it counts nowhere.
    """

    event: ClassVar[str] = "SESSION_ENDED"
    session_id: Id
    class_id: Id
    total_students: int
    present_count: int
    absent_count: int
    late_count: int
    excused_count: int
    attendance: tuple[StudentStatus, ...]
    discarded: bool = False


@frozen
class SessionCounts:
    """How many are present so far. Students who watch are told where marks are not shared."""

    event: ClassVar[str] = "SESSION_COUNTS"
    class_id: Id
    total_students: int
    present_count: int


@frozen
class SessionStarted:
    """A session has started. Only who watches is told."""

    event: ClassVar[str] = "SESSION_STARTED"
    session_id: Id
    class_id: Id
    class_name: str
    started_at: datetime


@frozen
class MarkView:
    """What was last said of a student in a session."""

    student_id: Id
    status: Status
    marked_at: datetime


@frozen
class MarkRefused:
    """A line that was not saved, and why; `code` says so to programs."""

    student_id: str | None
    error: str
    code: str


@frozen
class WatchedSession:
    """What a teacher and the students of a running session watch alike."""

    session_id: Id
    class_id: Id
    class_name: str
    started_at: datetime
    total_students: int
    present_count: int
    late_count: int
    excused_count: int


@frozen
class TaughtSession(WatchedSession):
    """A running session as its teacher watches it."""

    marks: tuple[MarkView, ...]


@frozen
class AttendedSession(WatchedSession):
    """A running session as one of its students watches it."""

    status: Status | None


@frozen
class Watching:
    """What runs now: of a teacher what they teach, of a student what they attend."""

    event: ClassVar[str] = "WATCHING"
    sessions: tuple[TaughtSession | AttendedSession, ...]
