"""What clients send and are sent, as attrs classes.

`wire.py` says how they are read and written. Their docstrings stand in the API description.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, ClassVar, NewType, Protocol, TypeAlias, TypeVar

import orjson
from attrs import field, frozen
from cattrs import ClassValidationError

from .errors import InvalidFrame, InvalidFrameId, InvalidSchema, Problem
from .models import (
    Attendance,
    ClassReport,
    MatrixRow,
    Missing,
    Outcome,
    ReportOrder,
    Role,
    SessionReport,
    Span,
    Status,
)
from .password_rules import CONTRACT, PasswordRules
from .wire import (
    IN_UTC,
    JSON_SCHEMAS,
    LARGEST_PAGE,
    OFF,
    USUAL_PAGE,
    Cursor,
    Day,
    Email,
    Flag,
    Format,
    HistoryPageSize,
    Id,
    LateAfter,
    Moment,
    Name,
    PageSize,
    Password,
    Reason,
    Switch,
    Zone,
    converter,
    password_rules,
    wire_name,
)
from .zones import zone_of

T = TypeVar("T")

FrameId: TypeAlias = str | int
"""What a client calls a frame that it sends, to recognise the answer by."""

MAX_FRAME_ID = 64

FRAME_ID: dict[str, object] = {
    "description": f"up to {MAX_FRAME_ID} characters, or an integer of 64 bits without a fraction",
    "anyOf": [
        {"type": "string", "maxLength": MAX_FRAME_ID},
        {"type": "integer", "minimum": -(2**63), "maximum": 2**64 - 1},
    ],
}
"""The JSON Schema of a `FrameId`."""

WRONG_ORDER = "must not be before from"


@frozen
class Signup:
    """A new account. `code` is what somebody of this role has to know where the server asks."""

    name: Name
    email: Email
    password: Password = field(repr=False)
    role: Role
    code: str | None = field(default=None, repr=False)


@frozen
class Login:
    """Who somebody says they are."""

    email: Email
    password: str = field(repr=False)


@frozen
class ClaimAccount:
    """The code of an account that nobody has claimed yet, and its password from now on.

    Letter case, dashes and spaces in the code do not count.
    """

    code: str = field(repr=False)
    password: Password = field(repr=False)


@frozen
class ChangePassword:
    """The password so far, and the one from now on."""

    old_password: str = field(repr=False)
    new_password: Password = field(repr=False)


@frozen
class DeleteAccount:
    """The account's password, since there is no way back."""

    password: str = field(repr=False)


@frozen
class NewClass:
    """A class to be made. From `lateAfter` minutes after a start on, who comes is late."""

    class_name: Name
    late_after: LateAfter | None = None


@frozen
class ChangeClass:
    """What is to be different of a class: one or more. What is left out stays as it is.

    An `archived` class is in no list but that of archived ones, and takes no attendance.
    """

    class_name: Name | Missing = Missing.MISSING
    late_after: LateAfter | Missing | None = Missing.MISSING
    archived: Flag | Missing = Missing.MISSING

    def __attrs_post_init__(self) -> None:
        if {self.class_name, self.late_after, self.archived} == {Missing.MISSING}:
            raise ValueError("expected className, lateAfter or archived")


JSON_SCHEMAS[ChangeClass] = {
    "anyOf": [{"required": [name]} for name in ("className", "lateAfter", "archived")]
}


@frozen
class DeleteClass:
    """The name of the class to be deleted, which has to be sent where it has had sessions."""

    class_name: Name | None = None


@frozen
class ClassesQuery:
    """The query of `GET /classes`: those in use, or with `archived` those that are archived.

    Without a `limit` all of them.
    """

    archived: Switch = OFF
    limit: PageSize | None = None
    after: Cursor | None = None


@frozen
class AddStudent:
    """Who is to be enrolled."""

    student_id: Id


@frozen
class AddStudentByEmail:
    """Who is to be enrolled, by address."""

    email: Email


Enrolment: TypeAlias = AddStudent | AddStudentByEmail


@converter.register_structure_hook
def _structure_enrolment(value: Any, _: Any) -> Enrolment:
    if not isinstance(value, dict) or "email" not in value:
        return converter.structure(value, AddStudent)
    if "studentId" in value:
        raise ValueError("expected either studentId or email")
    return converter.structure(value, AddStudentByEmail)


@frozen
class AcceptInvitation:
    """The code of an invitation that needs one."""

    code: str | None = field(default=None, repr=False)


@frozen
class StartAttendance:
    """The class whose session is to start."""

    class_id: Id


@frozen
class EndAttendance:
    """The class whose session is to end, and that session, if no other is to."""

    class_id: Id
    session_id: Id | None = None


@frozen
class StudentSearch:
    """The query of `GET /students`: all parts optional, all of them text."""

    q: str = ""
    limit: PageSize = LARGEST_PAGE
    after: Cursor | None = None


@frozen
class HistoryQuery:
    """The query of `GET /class/:id/sessions`: all parts optional, all of them text.

    With `discarded`, those that were discarded instead of those that count.
    """

    limit: HistoryPageSize = USUAL_PAGE
    after: Cursor | None = None
    discarded: Switch = OFF


@frozen
class CorrectMark:
    """What the student was instead, and why that is known now."""

    status: Status
    reason: Reason


@frozen
class DiscardSession:
    """Why a session is not to count."""

    reason: Reason


@frozen
class SessionQuery:
    """How a session is sent: as JSON or, to its teacher, as a file on the clock of a time zone."""

    tz: Zone = IN_UTC
    format: Format | None = None

    @property
    def zone(self) -> tzinfo:
        return zone_of(self.tz) or UTC


@frozen
class ReportQuery(SessionQuery):
    """What a report is to count, and how it is sent; without a `format`, `Accept` decides.

    The days are whole ones of the time zone; `to` is the last of them.
    """

    from_: Day | None = None
    to: Day | None = None

    def span(self) -> Span:
        """Raises `InvalidSchema` where the last day is before the first."""
        if self.from_ and self.to and self.to < self.from_:
            raise InvalidSchema([Problem("to", WRONG_ORDER)])
        return Span(self._start(self.from_, 0), self._start(self.to, 1))

    def _start(self, day: date | None, later: int) -> datetime | None:
        """When the day starts there, or one so many days later; `None` beyond the calendar."""
        if day is None:
            return None
        try:
            day += timedelta(days=later)
            return datetime.combine(day, time.min, self.zone).astimezone(UTC)
        except OverflowError:
            return None


@frozen
class ClassReportQuery(ReportQuery):
    """The same, and in which order; the default is by name."""

    sort: ReportOrder = ReportOrder.NAME


@frozen
class ImportQuery:
    """The query of an import; with `dryRun` it changes nothing, and tells of all wrong lines."""

    dry_run: Switch = OFF


@frozen
class RosterQuery:
    """How a roster is sent; without a `format`, `Accept` decides."""

    format: Format | None = None


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
class StudentMark:
    """A mark; without `status` the student is present, or late by the clock.

    `at`: when the teacher decided so, if not now. It counts as the start of the session where it is
    before that, and as now where it is later. A mark that was decided later than `at` stays.
    """

    student_id: Id
    status: Status | Missing = Missing.MISSING
    at: Moment | None = None


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
class WrongMark:
    """A line of a list of marks that cannot be read, and why; the student where it names one."""

    student_id: str | None
    reason: str


MAX_MARKS = 1000
"""How many marks one call takes."""

MarkLines = NewType("MarkLines", tuple[StudentMark | WrongMark, ...])

JSON_SCHEMAS[MarkLines] = {
    "type": "array",
    "maxItems": MAX_MARKS,
    "description": f"up to {MAX_MARKS:,}, each with `studentId`, `status` and `at` as in"
    " `MARK_ATTENDANCE`; anything else is a wrong line",
    "items": {
        "anyOf": [
            {
                "type": "object",
                "properties": {
                    "studentId": JSON_SCHEMAS[Id],
                    "status": {"enum": list(Status)},
                    "at": {"anyOf": [JSON_SCHEMAS[Moment], {"type": "null"}]},
                },
                "required": ["studentId"],
            },
            {},
        ]
    },
}


@converter.register_structure_hook
def _structure_mark_lines(value: Any, _: Any) -> MarkLines:
    if not isinstance(value, list):
        raise TypeError("expected a list of marks")
    if len(value) > MAX_MARKS:
        raise ValueError(f"expected at most {MAX_MARKS:,} marks, send the others in another call")
    return MarkLines(tuple(map(_mark_line, value)))


def _mark_line(value: Any) -> StudentMark | WrongMark:
    try:
        return parse_fields(value, StudentMark)
    except InvalidSchema as error:
        student_id = value.get("studentId") if isinstance(value, dict) else None
        reason = "; ".join(f"{problem.path} {problem.message}".strip() for problem in error.details)
        return WrongMark(student_id if isinstance(student_id, str) else None, reason)


@frozen
class MarkStudents:
    """The marks of a running session, in the order in which they are to be made.

    `sessionId`: the session that is meant; where another one runs, it takes none of them.
    """

    marks: MarkLines
    session_id: Id | None = None


@frozen
class UserView:
    """An account."""

    id: Id
    name: str
    email: str
    role: Role


@frozen
class StudentView:
    """A student, as teachers see them."""

    id: Id
    name: str
    email: str


@frozen
class TokenView:
    """A token, good for as long as the server is set to."""

    token: str


@frozen
class ClassView:
    """A class and the ids of its students, in the order in which they were enrolled."""

    id: Id
    class_name: str
    teacher_id: Id
    student_ids: tuple[Id, ...]
    late_after: int | None
    archived: bool = False


@frozen
class EnrolledClass(ClassView):
    """A class; with `invited`, unchanged: who was to be enrolled has to accept that first."""

    invited: bool = False


@frozen
class NamedClass:
    """A class, as somebody sees it who is not in it."""

    id: Id
    class_name: str


@frozen
class InvitationView:
    """An invitation to a class. `needsCode`: its teacher hands out the code to accept it with."""

    class_id: Id
    class_name: str
    teacher_name: str
    needs_code: bool


@frozen
class Classmate:
    """A student, as the students of their classes see them."""

    id: Id
    name: str


@frozen
class ClassRoster:
    """A class and its students, in the order in which they were enrolled."""

    id: Id
    class_name: str
    teacher_id: Id
    students: tuple[StudentView | Classmate, ...]
    late_after: int | None
    archived: bool = False


@frozen
class RosterStudent:
    """A student of a class. `claimed`: whether they have a password, and can log in.

    `mayIssueCode`: whether who asks may hand out the code by which the account is claimed, which is
    good until `codeExpiresAt`.
    """

    student_id: Id
    name: str
    email: str
    claimed: bool
    may_issue_code: bool
    code_expires_at: datetime | None = None


@frozen
class ImportCounts:
    """How many lines of a roster have each outcome."""

    new: int
    known: int
    enrolled: int
    wrong: int
    unproven: int = 0


@frozen
class ImportedLine:
    """A line of a roster, by its number in the file, and what becomes or has become of it.

    `reason`: why it is wrong, or what to see to. `knownAs`: the account's own name, where that is
    another one. `code`: that of a new account, good until `codeExpiresAt`, or of an invitation
    where the address is `unproven`; it is not kept and not told again.
    """

    line: int
    name: str
    email: str
    outcome: Outcome
    reason: str | None
    student_id: Id | None
    known_as: str | None
    code: str | None = field(repr=False)
    code_expires_at: datetime | None = None


@frozen
class ImportView:
    """What becomes of a roster: line by line, and how often."""

    counts: ImportCounts
    lines: tuple[ImportedLine, ...]


@frozen
class IssuedCode:
    """An account that nobody has claimed yet, and its code, which is not told again."""

    student_id: Id
    name: str
    email: str
    code: str = field(repr=False)
    code_expires_at: datetime


@frozen
class StartedSession:
    """A running session."""

    session_id: Id
    class_id: Id
    started_at: datetime


@frozen
class MyAttendance:
    """One's own status in the running session, or else in the last one that ended."""

    class_id: Id
    status: Status | None


@frozen
class DiscardView:
    """Why a session does not count, and until when it can be restored. `by` is an account's id."""

    by: Id
    by_name: str
    at: datetime
    reason: str
    restorable_until: datetime


@frozen
class SessionView:
    """A session as its teacher looks back on it. Nobody is absent before its end.

    `presentCount` counts those who are late too; `absentCount` those who are excused. Only a
    session that was discarded has `discarded`.
    """

    id: Id
    class_id: Id
    class_name: str
    started_at: datetime
    ended_at: datetime | None
    running: bool
    total: int
    present_count: int
    absent_count: int
    late_count: int
    excused_count: int
    discarded: DiscardView | None = field(default=None, kw_only=True)


@frozen
class AttendanceLine:
    """What a student was in a session, and since when where somebody has marked them so.

    Of an account that was deleted there is no name and no address any more.
    """

    student_id: Id
    name: str
    email: str | None
    status: Status | None
    marked_at: datetime | None


@frozen
class CorrectionView:
    """A mark that was changed after the end of its session. `by` is an account's id."""

    student_id: Id
    from_: Status
    to: Status
    reason: str
    by: Id
    by_name: str
    at: datetime


@frozen
class ReopeningView:
    """An end that was taken back: when that was, and by whom and when it was done."""

    ended_at: datetime
    by: Id
    by_name: str
    at: datetime


@frozen
class SessionDetail(SessionView):
    """The same, with everyone on its roster in the order of that.

    What was done to it after an end is in the order in which that was.
    """

    attendance: tuple[AttendanceLine, ...]
    corrections: tuple[CorrectionView, ...]
    reopenings: tuple[ReopeningView, ...]


@frozen
class OwnSessionView:
    """A session as one of its students looks back on it: of them, and of nobody else."""

    id: Id
    class_id: Id
    class_name: str
    started_at: datetime
    ended_at: datetime | None
    running: bool
    status: Status | None
    marked_at: datetime | None


@frozen
class OwnCorrection:
    """A correction as the student sees it whose mark it was."""

    from_: Status
    to: Status
    reason: str
    at: datetime


@frozen
class OwnSessionDetail(OwnSessionView):
    """The same, with what became of the student's mark after the end."""

    corrections: tuple[OwnCorrection, ...]


@frozen
class CorrectedMark:
    """A student's mark in an ended session, and how it came to be."""

    session_id: Id
    class_id: Id
    student_id: Id
    status: Status
    marked_at: datetime | None
    corrections: tuple[CorrectionView, ...]


@frozen
class Matrix:
    """Students by sessions: each student's statuses are in the order of the sessions."""

    sessions: tuple[SessionReport, ...]
    students: tuple[MatrixRow, ...]


@frozen
class OwnReport:
    """A student's attendance in each of their classes, and in all of them together."""

    classes: tuple[ClassReport, ...]
    total: Attendance


@frozen
class AccountView(UserView):
    """An account, and when it was made, to the second."""

    created_at: datetime


@frozen
class TaughtClass:
    """A class that one teaches."""

    id: Id
    class_name: str
    late_after: int | None
    total_students: int
    archived: bool = False


@frozen
class AttendedClass:
    """A class that one is in."""

    id: Id
    class_name: str
    archived: bool = False


@frozen
class CorrectionMade:
    """A correction as the teacher's own act."""

    student_id: Id
    from_: Status
    to: Status
    reason: str
    at: datetime


@frozen
class ReopeningMade:
    """A reopening as the teacher's own act: when the end was that it took back, and when it was."""

    ended_at: datetime
    at: datetime


@frozen
class HeldSessionView(SessionView):
    """A session that one held, and what one did to it after an end, in the order of that."""

    corrections: tuple[CorrectionMade, ...]
    reopenings: tuple[ReopeningMade, ...]


@frozen
class OwnExport:
    """Everything that is kept of one user, but for what stands for their password.

    The sessions are those that they held or that had them on the roster: oldest first, and behind
    those that have ended the ones that run. `discardedSessions`: those that were a mistake, and
    count nowhere. `codesIssuedFor`: the accounts whose codes they hand out.
    """

    account: AccountView
    classes_taught: tuple[TaughtClass, ...]
    classes_attended: tuple[AttendedClass, ...]
    codes_issued_for: tuple[Id, ...]
    discarded_sessions: tuple[OwnSessionDetail | HeldSessionView, ...]
    sessions: tuple[OwnSessionDetail | HeldSessionView, ...]


@frozen
class Health:
    """How the server is."""

    status: str


class ServerEvent(Protocol):
    """The `data` of a frame from the server; `event` is the frame's name."""

    event: ClassVar[str]


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
class TaughtSession:
    """A running session as its teacher watches it."""

    session_id: Id
    class_id: Id
    class_name: str
    started_at: datetime
    total_students: int
    present_count: int
    late_count: int
    excused_count: int
    marks: tuple[MarkView, ...]


@frozen
class AttendedSession:
    """A running session as one of its students watches it."""

    session_id: Id
    class_id: Id
    class_name: str
    started_at: datetime
    total_students: int
    present_count: int
    late_count: int
    excused_count: int
    status: Status | None


@frozen
class Watching:
    """What runs now: of a teacher what they teach, of a student what they attend."""

    event: ClassVar[str] = "WATCHING"
    sessions: tuple[TaughtSession | AttendedSession, ...]


def parse_body(raw: bytes, cls: type[T], passwords: PasswordRules = CONTRACT) -> T:
    """A request body as `cls`. Raises `InvalidSchema` with every problem found.

    `passwords`: the rules for new passwords in it.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise InvalidSchema([Problem("", "expected JSON")]) from None
    before = password_rules.set(passwords)
    try:
        return parse_fields(value, cls)
    finally:
        password_rules.reset(before)


def parse_fields(value: object, cls: type[T]) -> T:
    """`value`, as JSON or a query gives it, as `cls`. Raises `InvalidSchema`."""
    try:
        return converter.structure(value, cls)
    except ClassValidationError as exc:
        raise InvalidSchema(list(_problems(exc))) from None
    except (TypeError, ValueError) as exc:
        raise InvalidSchema([Problem("", str(exc))]) from None


def _problems(group: ClassValidationError) -> Iterator[Problem]:
    """The problems of a group, in words that never repeat what was sent."""
    fields, others = group.group_exceptions()
    for exc, note in fields:
        name = wire_name(note.name)
        yield Problem(name, "required" if isinstance(exc, KeyError) else str(exc))
    for exc in others:
        yield Problem("", str(exc))


def parse_frame(raw: bytes) -> dict[str, Any]:
    """A client frame as it was sent. Raises `InvalidFrame` unless it is a JSON object."""
    try:
        frame = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise InvalidFrame from None
    if not isinstance(frame, dict):
        raise InvalidFrame
    return frame


def id_of(frame: Mapping[str, Any]) -> FrameId | None:
    """The id of a client frame, `None` if it has none. Raises `InvalidFrameId`."""
    if "id" not in frame:
        return None
    frame_id = frame["id"]
    # `True` is an `int` too. An integer of more than 64 bits is a `float` by now.
    if type(frame_id) is int or (type(frame_id) is str and len(frame_id) <= MAX_FRAME_ID):
        return frame_id
    raise InvalidFrameId


def event_of(frame: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The event and the data of a client frame; missing data is empty. Raises `InvalidFrame`."""
    event, data = frame.get("event"), frame.get("data", {})
    if not isinstance(event, str) or not isinstance(data, dict):
        raise InvalidFrame
    return event, data


def parse_payload(data: dict[str, Any], cls: type[T]) -> T:
    """The data of a known event as `cls`. Raises `InvalidFrame`."""
    try:
        return converter.structure(data, cls)
    except (ClassValidationError, TypeError, ValueError):
        raise InvalidFrame from None


def frame_text(payload: ServerEvent) -> bytes:
    """The JSON text of a server frame."""
    return orjson.dumps({"event": payload.event, "data": converter.unstructure(payload)})


def to_wire(value: object) -> Any:
    """`value` as plain JSON data under the wire's names."""
    return converter.unstructure(value)
