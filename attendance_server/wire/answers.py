"""What requests are answered with. The docstrings stand in the API description."""

from datetime import datetime

from attrs import field, frozen

from ..models import Attendance, ClassReport, Id, MatrixRow, Outcome, Role, SessionReport, Status


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
