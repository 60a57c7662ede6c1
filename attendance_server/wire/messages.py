"""The data of frames in both directions. The docstrings appear in the API description."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from attrs import field

from ..models import Id, Missing, Status
from ..problems import FieldError, ProblemCode
from .fields import JSON_SCHEMAS, Moment, converter
from .frozen import frozen
from .requests import ABSENT_IF_UNMARKED, StudentMark


@frozen
class Done:
    """End the session.

    `sessionId`: the session to end; if a different one is running, it continues.
    """

    class_id: Id | None = None
    session_id: Id | None = None


@frozen
class GetTodaySummary:
    """Ask who is present so far."""

    class_id: Id | None = None


@frozen
class CheckMyStatus:
    """Ask for one's own status."""

    class_id: Id | None = None


@frozen
class Watch:
    """Ask for the running sessions, and for `SESSION_STARTED` from then on."""


@frozen
class Renew:
    """Let the socket stay open until this token of the same user expires."""

    token: str = field(repr=False)


@frozen
class MarkAttendance(StudentMark):
    """Mark a student of the session; without `status`, present or late depending on the clock.

    `at`: when the teacher decided this, if not now. A time before the start of the session counts
    as the start, and a time in the future as now. A mark that was decided later than `at` stays,
    and only the sender is told. `sessionId`: the session that the mark is for, since another may
    have started while the mark waited to be sent; if a different one is running, the mark is
    refused.
    """

    class_id: Id | None = None
    session_id: Id | None = None


class Only(StrEnum):
    """The students whom `MARK_ALL` marks."""

    UNMARKED = "unmarked"


JSON_SCHEMAS[Only] = {"enum": list(Only)}


@converter.register_structure_hook
def _structure_only(value: Any, _: Any) -> Only:
    if isinstance(value, str) and value in set(Only):
        return Only(value)
    raise FieldError("expected " + " or ".join(Only), ProblemCode.UNKNOWN_VALUE)


@frozen(kw_only=True)
class MarkAll:
    """Mark all students of the session who are unmarked, in one commit.

    Without `status`, they are present or late depending on the clock. Who is unmarked is decided
    when the marks are made, after all that was sent before. A student whose check-in waits for a
    teacher's decision stays unmarked. `at` and `sessionId` as in `MARK_ATTENDANCE`. Every mark is
    an `ATTENDANCE_MARKED`; only the last of them carries the `id` of this frame, and all have the
    same `markedAt`. A mark that is made for one of the students alone replaces theirs, even if it
    was decided before.
    """

    only: Only
    status: Status | Missing = Missing.MISSING
    at: Moment | None = None
    class_id: Id | None = None
    session_id: Id | None = None


@frozen(kw_only=True)
class UnmarkAll:
    """Take back the marks of your `MARK_ALL` with this `markedAt`.

    Marks of students that were marked again since stay. The others are unmarked, each with an
    `ATTENDANCE_MARKED`, in one commit. `at`: when the teacher decided this, if not now.
    """

    marked_at: Moment
    at: Moment | None = None
    class_id: Id | None = None
    session_id: Id | None = None


JSON_SCHEMAS[MarkAttendance] = ABSENT_IF_UNMARKED


@frozen
class Error:
    """What went wrong, sent only to the client that caused it.

    The socket stays open as long as its token is valid. `code` is for programs.
    """

    event: ClassVar[str] = "ERROR"
    message: str
    code: str


@frozen
class AttendanceMarked:
    """A student was marked, and the mark is saved. Sent to everyone in the session.

    `unmarked` is present, and true, if the mark was taken back: the student is not absent yet.

    Where marks are not shared, it is sent to the teachers and the student only.
    """

    event: ClassVar[str] = "ATTENDANCE_MARKED"
    class_id: Id
    student_id: Id
    status: Status
    marked_at: datetime
    unmarked: bool = False


@frozen
class TodaySummary:
    """The students who are present so far, late ones included, in the order of their marks.

    `unmarkedCount`: how many have no mark yet, or one that was taken back.
    """

    event: ClassVar[str] = "TODAY_SUMMARY"
    class_id: Id
    present_count: int
    present_student_ids: tuple[Id, ...]
    total_students: int
    late_count: int
    excused_count: int
    unmarked_count: int


@frozen
class MyStatus:
    """One's own status; `null`: absent, or not marked yet."""

    event: ClassVar[str] = "MY_STATUS"
    class_id: Id
    status: Status | None


@frozen
class Renewed:
    """The socket stays open until then, as long as its new token is valid."""

    event: ClassVar[str] = "RENEWED"
    expires_at: datetime


@frozen
class StudentStatus:
    """A student's status in a session."""

    student_id: Id
    status: Status


@frozen
class SessionEnded:
    """The result of the session, which is saved. Sent to everyone in the session.

    Where marks are not shared, a student receives only their own line of `attendance`.

    `discarded` is present only if the teacher has discarded the session: it counts nowhere.
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
class SessionChanged:
    """The result of an ended session has changed. Sent only to clients that watch.

    Marks were corrected, or the session was imported, discarded or restored. `attendance`: the
    lines that are new, all of them for an imported or restored session; a student receives only
    their own. `discarded` is present only if the session no longer counts.
    """

    event: ClassVar[str] = "SESSION_CHANGED"
    session_id: Id
    class_id: Id
    started_at: datetime
    ended_at: datetime
    attendance: tuple[StudentStatus, ...]
    discarded: bool = False


@frozen
class SessionCounts:
    """How many are present so far. Sent to students who watch, where marks are not shared."""

    event: ClassVar[str] = "SESSION_COUNTS"
    class_id: Id
    total_students: int
    present_count: int


@frozen
class SessionStarted:
    """A session has started. Sent only to clients that watch."""

    event: ClassVar[str] = "SESSION_STARTED"
    session_id: Id
    class_id: Id
    class_name: str
    started_at: datetime


@frozen
class MarkView:
    """The latest mark of a student in a session.

    `unmarked` is present, and true, if it was taken back.
    """

    student_id: Id
    status: Status
    marked_at: datetime
    unmarked: bool = False


@frozen
class MarkRefused:
    """A line that was not saved, and why; `code` is for programs."""

    student_id: str | None
    error: str
    code: str


@frozen
class WatchedSession:
    """A running session, as far as its teacher and its students are shown the same."""

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
    """A running session as shown to its teacher.

    `checkIn` is there, and true, while students can check themselves in.
    """

    marks: tuple[MarkView, ...]
    check_in: bool = False


@frozen
class AttendedSession(WatchedSession):
    """A running session as shown to one of its students.

    `checkIn` is there, and true, while they can check themselves in. `markedAt` is there if
    they are marked absent, whose `status` is `null` as that of students who are not marked yet.
    """

    status: Status | None
    check_in: bool = False
    marked_at: datetime | None = None


@frozen
class Watching:
    """The running sessions: those that a teacher teaches or that a student attends.

    Teachers who watch receive it again when they join or leave a class with a running session.
    """

    event: ClassVar[str] = "WATCHING"
    sessions: tuple[TaughtSession | AttendedSession, ...]
