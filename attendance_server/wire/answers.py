"""The data of HTTP responses. The docstrings appear in the API description."""

from datetime import datetime

from attrs import field

from ..models import (
    Attendance,
    ClassReport,
    ClassRole,
    ColumnChoice,
    Id,
    LogInOrigin,
    MatrixRow,
    NameOrder,
    ResetWay,
    Role,
    SessionReport,
    SessionSource,
    Status,
)
from .absence_notes import NoteDecisionMade, OwnNote
from .api_keys import OwnApiKey
from .arrivals import OwnCheckIn, OwnJoinRequest
from .check_in import CheckInSettings
from .frozen import frozen
from .invitation_answers import OwnInvitation


@frozen
class UserView:
    """An account. Students who were imported by their number may have no e-mail address.

    `givenName` and `familyName` are the parts of the name, where they are known.
    """

    id: Id
    name: str
    email: str | None
    role: Role
    student_number: str | None = field(default=None, kw_only=True)
    given_name: str | None = field(default=None, kw_only=True)
    family_name: str | None = field(default=None, kw_only=True)


@frozen
class PasswordResetView:
    """The last time that the password was set with a code. `by`: the name of who had issued it.

    `way`: `teacher` and `office` (an administrator) handed it over, `command` was issued by the
    operator of the server, and `mail` was sent to the address of the account.
    """

    way: ResetWay
    issued_at: datetime
    at: datetime
    by: str | None = None


@frozen
class OwnView(UserView):
    """The account of the requesting user.

    `nameOrder`: what lists of students are sorted by. `language`: the language that was chosen for
    pages, files and mail, if one was.
    """

    password_reset: PasswordResetView | None = field(default=None, kw_only=True)
    name_order: NameOrder = field(default=NameOrder.NAME, kw_only=True)
    language: str | None = field(default=None, kw_only=True)


@frozen
class IssuedResetCode:
    """An account and its code for a new password, which cannot be shown again."""

    user_id: Id
    name: str
    email: str | None
    code: str = field(repr=False)
    code_expires_at: datetime
    student_number: str | None = None


@frozen
class MailPromised:
    """The address to which mail goes if there is such an account."""

    email: str


@frozen
class StudentView:
    """A student as shown to teachers: with an e-mail address, a student number, or both.

    `givenName` and `familyName` are the parts of the name, where they are known.
    """

    id: Id
    name: str
    email: str | None
    student_number: str | None = field(default=None, kw_only=True)
    given_name: str | None = field(default=None, kw_only=True)
    family_name: str | None = field(default=None, kw_only=True)


@frozen
class TokenView:
    """A token, valid for the time that the server is configured with."""

    token: str


@frozen
class LoggedInUser(UserView):
    """An account, whose id is also under `id`, where many clients look for it after a log-in."""

    # The wire name of `id` itself is `_id`.
    id_: Id
    name_order: NameOrder = field(default=NameOrder.NAME, kw_only=True)
    language: str | None = field(default=None, kw_only=True)


@frozen
class LoggedInView(TokenView):
    """A token, valid for the time that the server is configured with, and its account.

    `refreshToken`: if the device is to be remembered, and does not have it in a cookie.
    """

    user: LoggedInUser
    refresh_token: str | None = field(default=None, repr=False)


@frozen
class DeviceView:
    """A device on which the user stays logged in.

    `name`: that of the browser or program, empty if it does not say. `origin`: how they logged in
    on it. `expiresAt`: when it ends if it is not used. `current`: whether this request comes from
    it.
    """

    id: Id
    name: str
    origin: LogInOrigin
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    current: bool


@frozen
class ClassView:
    """A class and the ids of its students in the order of enrolment.

    `checkIn` is there if it differs from what a new class has.
    """

    id: Id
    class_name: str
    teacher_id: Id
    student_ids: tuple[Id, ...]
    late_after: int | None
    archived: bool = False
    check_in: CheckInSettings | None = None


@frozen
class ClassTeacher:
    """A teacher of a class. A substitute is an assistant `until` some time."""

    id: Id
    name: str
    role: ClassRole
    until: datetime | None


@frozen
class TaughtClassView(ClassView):
    """A class with its teachers, the owner first."""

    teachers: tuple[ClassTeacher, ...] = field(kw_only=True)


@frozen
class EnrolledClass(ClassView):
    """A class. With `invited` it is unchanged: the student has to accept the invitation first."""

    invited: bool = False


@frozen
class NamedClass:
    """A class as seen by a user who is not in it."""

    id: Id
    class_name: str


@frozen
class Classmate:
    """A student as shown to other students of their classes."""

    id: Id
    name: str


@frozen
class ClassRoster:
    """A class and its students in the order of enrolment.

    Its `teachers`, the owner first, are shown to teachers only. `checkIn` is there if it differs
    from what a new class has.
    """

    id: Id
    class_name: str
    teacher_id: Id
    students: tuple[StudentView | Classmate, ...]
    late_after: int | None
    archived: bool = False
    teachers: tuple[ClassTeacher, ...] = ()
    check_in: CheckInSettings | None = None


@frozen
class RosterStudent:
    """A student of a class. `claimed`: whether they have set a password, and so can log in.

    `mayIssueCode`: whether the requesting teacher may issue the code that claims the account. The
    current code is valid until `codeExpiresAt`. `mayResetPassword`: whether that teacher may issue
    a code for a new password of the claimed account. `contactEmail`: where mail for the family
    goes.
    """

    student_id: Id
    name: str
    email: str | None
    claimed: bool
    may_issue_code: bool
    code_expires_at: datetime | None = None
    student_number: str | None = None
    contact_email: str | None = None
    may_reset_password: bool = False
    given_name: str | None = None
    family_name: str | None = None


@frozen
class IssuedCode:
    """An unclaimed account and its code, which cannot be shown again."""

    student_id: Id
    name: str
    email: str | None
    code: str = field(repr=False)
    code_expires_at: datetime
    student_number: str | None = None


@frozen
class StartedSession:
    """A running session."""

    session_id: Id
    class_id: Id
    started_at: datetime


@frozen
class MyAttendance:
    """One's own status in the running session, or else in the last ended one."""

    class_id: Id
    status: Status | None


@frozen
class DiscardView:
    """Why a session does not count, and until when it can be restored. `by` is a user's id."""

    by: Id
    by_name: str
    at: datetime
    reason: str
    restorable_until: datetime


@frozen
class SessionView:
    """A session as shown to its teacher. No student counts as absent before it has ended.

    `presentCount` includes late students and `absentCount` excused ones. `discarded` is present
    only if the session was discarded. `source`: where it was held, if not on this server.
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
    source: SessionSource | None = field(default=None, kw_only=True)


@frozen
class AttendanceLine:
    """A student's status in a session, and since when if they were marked.

    The name, the address and the number of a deleted account no longer exist.
    """

    student_id: Id
    name: str
    email: str | None
    status: Status | None
    marked_at: datetime | None
    student_number: str | None = None
    given_name: str | None = None
    family_name: str | None = None


@frozen
class CorrectionView:
    """A change of a mark after the end of its session. `by` is a user's id."""

    student_id: Id
    from_: Status
    to: Status
    reason: str
    by: Id
    by_name: str
    at: datetime


@frozen
class ReopeningView:
    """A reopening of an ended session: the end that was undone, by whom and when."""

    ended_at: datetime
    by: Id
    by_name: str
    at: datetime


@frozen
class SessionDetail(SessionView):
    """A session with a line for everyone on its roster, in roster order.

    Corrections and reopenings are in the order in which they were made.
    """

    attendance: tuple[AttendanceLine, ...]
    corrections: tuple[CorrectionView, ...]
    reopenings: tuple[ReopeningView, ...]


@frozen
class OwnSessionView:
    """A session as shown to one of its students: only their own attendance."""

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
    """A correction as shown to the student whose mark it changed."""

    from_: Status
    to: Status
    reason: str
    at: datetime


@frozen
class OwnSessionDetail(OwnSessionView):
    """A session with the corrections of the student's own mark."""

    corrections: tuple[OwnCorrection, ...]


@frozen
class ExportedSession(OwnSessionDetail):
    """A session in the export of a student, with how they checked in to it, if they did."""

    check_in: OwnCheckIn | None = None


@frozen
class CorrectedMark:
    """A student's mark in an ended session, and its corrections."""

    session_id: Id
    class_id: Id
    student_id: Id
    status: Status
    marked_at: datetime | None
    corrections: tuple[CorrectionView, ...]


@frozen
class Matrix:
    """Students by sessions: the statuses of each student are in the order of the sessions."""

    sessions: tuple[SessionReport, ...]
    students: tuple[MatrixRow, ...]


@frozen
class OwnReport:
    """A student's attendance in each of their classes, and in all classes together."""

    classes: tuple[ClassReport, ...]
    total: Attendance


@frozen
class AccountView(OwnView):
    """An account, and when it was created, to the second.

    `contactEmail`: where mail for the family goes. `confirmedEmail`: the address that was proven to
    be the owner's. `signOnIssuer` and `signOnSubject`: the provider of single sign-on, and what it
    calls the owner.
    """

    created_at: datetime
    contact_email: str | None = None
    confirmed_email: str | None = None
    sign_on_issuer: str | None = None
    sign_on_subject: str | None = None


@frozen
class TaughtClass:
    """A class that the user teaches; as a substitute, `until` some time."""

    id: Id
    class_name: str
    late_after: int | None
    total_students: int
    role: ClassRole
    archived: bool = False
    until: datetime | None = None


@frozen
class AttendedClass:
    """A class that the user attends."""

    id: Id
    class_name: str
    archived: bool = False


@frozen
class CorrectionMade:
    """A correction that the teacher made."""

    student_id: Id
    from_: Status
    to: Status
    reason: str
    at: datetime


@frozen
class ReopeningMade:
    """A reopening by the teacher: the end that was undone, and when."""

    ended_at: datetime
    at: datetime


@frozen
class HeldSessionView(SessionView):
    """A session that the user taught, with the changes they made after its end, oldest first."""

    corrections: tuple[CorrectionMade, ...]
    reopenings: tuple[ReopeningMade, ...]


@frozen
class OwnExport:
    """Everything that is stored about a user, except the hashes of their password and tokens.

    `sessions`: those that they taught or were on the roster of. Ended sessions come first, oldest
    first, then running ones. `discardedSessions`: sessions that were discarded, and count nowhere.
    `codesIssuedFor`: the accounts whose codes the user issues. `invitations`: those to classes that
    the user has not answered. `joinRequests`: the classes that they have asked to join.
    `absenceNotes`: those they have written. `notesDecided`: those they have decided on. `apiKeys`:
    those that the user has made. `columnChoices`: what they chose the columns of roster files to
    be.
    """

    account: AccountView
    devices: tuple[DeviceView, ...]
    classes_taught: tuple[TaughtClass, ...]
    classes_attended: tuple[AttendedClass, ...]
    codes_issued_for: tuple[Id, ...]
    discarded_sessions: tuple[ExportedSession | HeldSessionView, ...]
    sessions: tuple[ExportedSession | HeldSessionView, ...]
    invitations: tuple[OwnInvitation, ...] = ()
    api_keys: tuple[OwnApiKey, ...] = ()
    column_choices: tuple[ColumnChoice, ...] = ()
    join_requests: tuple[OwnJoinRequest, ...] = ()
    absence_notes: tuple[OwnNote, ...] = ()
    notes_decided: tuple[NoteDecisionMade, ...] = ()


@frozen
class Health:
    """The state of the server."""

    status: str
