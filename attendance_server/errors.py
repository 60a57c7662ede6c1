"""Everything a client can be told went wrong: each error knows its HTTP status and its message.

The messages are part of the wire contract. Errors are raised where they are known and become an
answer in one place a side: the envelope middleware for HTTP, the socket loop for frames.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from attrs import frozen


class AttendanceError(Exception):
    """The family. `status` is used over HTTP, `message` there and in `ERROR` frames.

    `code` names the error to programs and never changes. `retry_after`: whole seconds after which
    trying again makes sense, where that can be said.
    `beside`: the names of attributes that an HTTP answer carries beside `error`, and their types.
    `pattern`: what `message` matches, where it is not always the same.
    """

    status = 500
    message = "Internal server error"
    code = "internal_error"
    retry_after: int | None = None
    beside: ClassVar[Mapping[str, object]] = {}
    pattern: ClassVar[str | None] = None

    def __init__(self) -> None:
        super().__init__(self.message)


class Unauthorized(AttendanceError):
    status = 401
    message = "Unauthorized, token missing or invalid"
    code = "unauthorized"


class TeacherOnly(AttendanceError):
    status = 403
    message = "Forbidden, teacher access required"
    code = "teacher_only"


class TeacherCodeWrong(AttendanceError):
    status = 403
    message = "Forbidden, teacher code missing or wrong"
    code = "wrong_teacher_code"


class TeacherSignupClosed(AttendanceError):
    status = 403
    message = "Forbidden, teachers cannot sign up"
    code = "teacher_signup_closed"


class StudentCodeWrong(AttendanceError):
    status = 403
    message = "Forbidden, student code missing or wrong"
    code = "wrong_student_code"


class StudentSignupClosed(AttendanceError):
    status = 403
    message = "Forbidden, students cannot sign up"
    code = "student_signup_closed"


class OriginNotAllowed(AttendanceError):
    status = 403
    message = "Origin not allowed"
    code = "origin_not_allowed"


class StudentOnly(AttendanceError):
    status = 403
    message = "Forbidden, student access required"
    code = "student_only"


@frozen
class Fault:
    """One thing wrong with a body or a query: `path` says where, in the wire's own names."""

    path: str
    message: str


class MalformedRequest(AttendanceError):
    """What a client has sent is no HTTP request."""

    status = 400
    message = "Malformed HTTP request"
    code = "malformed_request"


class InvalidSchema(AttendanceError):
    status = 400
    message = "Invalid request schema"
    code = "invalid_request"
    beside: ClassVar[Mapping[str, object]] = {"details": list[Fault]}

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.details = tuple(faults)


class BodyTooLarge(AttendanceError):
    status = 413
    message = "Request body too large"
    code = "body_too_large"


class RosterTooLarge(AttendanceError):
    status = 413
    message = "Roster too large, send a file of at most 2 MB"
    code = "roster_too_large"


class RosterUnreadable(InvalidSchema):
    message = "Roster unreadable, nothing was changed"
    code = "roster_unreadable"


class RosterWrong(InvalidSchema):
    message = "Roster has wrong lines, nothing was changed"
    code = "roster_wrong"


class NotAcceptable(AttendanceError):
    status = 406
    message = "Not acceptable, ask for application/json, text/csv or an XLSX workbook"
    code = "not_acceptable"


class NotJson(AttendanceError):
    status = 415
    message = "Unsupported media type, send application/json"
    code = "unsupported_media_type"


class EmailTaken(AttendanceError):
    status = 400
    message = "Email already exists"
    code = "email_taken"


class BadCredentials(AttendanceError):
    status = 400
    message = "Invalid email or password"
    code = "wrong_credentials"


class CodeWrong(AttendanceError):
    status = 404
    message = "Code wrong or used, ask your teacher for another one"
    code = "wrong_code"


class CodeExpired(AttendanceError):
    status = 410
    message = "Code expired, ask your teacher for another one"
    code = "code_expired"


class AlreadyClaimed(AttendanceError):
    status = 409
    message = "Account claimed already, it needs no code"
    code = "already_claimed"


class NotIssuer(AttendanceError):
    status = 403
    message = "Forbidden, another teacher hands out the code of this account"
    code = "not_issuer"


class ClassNotFound(AttendanceError):
    status = 404
    message = "Class not found"
    code = "class_not_found"


class InvitationNotFound(AttendanceError):
    status = 404
    message = "Invitation not found"
    code = "invitation_not_found"


class StudentNotFound(AttendanceError):
    status = 404
    message = "Student not found"
    code = "student_not_found"


class SessionNotFound(AttendanceError):
    status = 404
    message = "Session not found"
    code = "session_not_found"


class UserNotFound(AttendanceError):
    status = 404
    message = "User not found"
    code = "user_not_found"


class TeacherHasClasses(AttendanceError):
    """Told by a command only."""

    status = 409
    message = "The address is that of a teacher who has classes"
    code = "teacher_has_classes"


class NotClassTeacher(AttendanceError):
    status = 403
    message = "Forbidden, not class teacher"
    code = "not_class_teacher"


class NotEnrolled(AttendanceError):
    status = 403
    message = "Forbidden, not enrolled in class"
    code = "not_enrolled"


class SessionRunning(AttendanceError):
    status = 409
    message = "Attendance session running, end it first"
    code = "session_running"


class NotLastSession(AttendanceError):
    status = 409
    message = "Only the last session of the class can be reopened"
    code = "not_last_session"


class TooLateToReopen(AttendanceError):
    status = 409
    message = "Session ended more than an hour ago, it cannot be reopened"
    code = "too_late_to_reopen"


class TooManyChanges(AttendanceError):
    status = 409
    message = "Session was changed too often, it takes no more changes"
    code = "too_many_changes"


class SessionDiscarded(AttendanceError):
    status = 409
    message = "Session was discarded, restore it first"
    code = "session_discarded"


class TooLateToRestore(AttendanceError):
    status = 409
    message = "Session was discarded more than 30 days ago, it cannot be restored"
    code = "too_late_to_restore"


class ClassArchived(AttendanceError):
    status = 409
    message = "Class is archived, take it out of the archive first"
    code = "class_archived"


class ClassHasSessions(AttendanceError):
    """Its text says how many sessions the deletion of a class takes along."""

    status = 409
    message = "Class has sessions that go with it, confirm with its className"
    code = "class_has_sessions"
    beside: ClassVar[Mapping[str, object]] = {"sessions": int}
    pattern: ClassVar[str | None] = "^Class has [0-9]+ sessions? that (go|goes) with it, "

    def __init__(self, sessions: int) -> None:
        """`sessions`: how many, discarded ones included."""
        self.sessions = sessions
        counted = "1 session that goes" if sessions == 1 else f"{sessions} sessions that go"
        self.message = f"Class has {counted} with it, confirm with its className"
        super().__init__()


class QuotaReached(AttendanceError):
    """Its text says how many there may be, and what to do about it."""

    status = 409
    message = "There may be no more than {} of these"

    def __init__(self, limit: int) -> None:
        """`limit`: how many there may be."""
        self.message = self.message.replace(str(self.usual), str(limit))
        super().__init__()

    usual: ClassVar[int] = 0
    """The number in `message`, in whose place that of the server's settings comes."""

    def __init_subclass__(cls) -> None:
        cls.pattern = f"^{cls.message.replace(str(cls.usual), '[0-9]+')}$"


class TooManyClasses(QuotaReached):
    usual = 1000
    message = (
        "A teacher can have 1000 classes, archived ones included: delete one,"
        " or have CLASSES_PER_TEACHER raised"
    )
    code = "too_many_classes"


class ClassFull(QuotaReached):
    usual = 10000
    message = "A class can have 10000 students: take some out, or have STUDENTS_PER_CLASS raised"
    code = "class_full"


class TooManySessions(QuotaReached):
    usual = 5000
    message = (
        "A class can have 5000 sessions: go on in another class, or have SESSIONS_PER_CLASS raised"
    )
    code = "too_many_sessions"


class TooManyUnclaimed(QuotaReached):
    usual = 20000
    message = (
        "Of the accounts that a teacher has made, 20000 can be unclaimed: hand out their codes,"
        " or have UNCLAIMED_PER_TEACHER raised"
    )
    code = "too_many_unclaimed"


class UpgradeRequired(AttendanceError):
    status = 426
    message = "Upgrade required, this is a WebSocket"
    code = "upgrade_required"


class StorageUnavailable(AttendanceError):
    status = 503
    message = "Storage unavailable, try again"
    code = "storage_unavailable"


class ShuttingDown(AttendanceError):
    status = 503
    message = "The server is shutting down, try again"
    code = "shutting_down"
    retry_after = 5


class TooManyConnections(AttendanceError):
    """Also where the process has no file left."""

    status = 503
    message = "Server is full, try again later"
    code = "server_full"
    retry_after = 5


class BodyTooSlow(AttendanceError):
    status = 408
    message = "Request body did not arrive in time"
    code = "body_too_slow"


class TooManyLogins(AttendanceError):
    status = 503
    message = "Too many people are logging in, try again"
    code = "too_many_logins"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class HashingUnavailable(AttendanceError):
    status = 503
    message = "Passwords cannot be checked now, try again"
    code = "hashing_unavailable"
    retry_after = 5


class TooManyAttempts(AttendanceError):
    status = 429
    message = "Too many attempts, try again later"
    code = "too_many_attempts"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class TooManyWrites(AttendanceError):
    status = 429
    message = "Too many changes by this account, try again later"
    code = "too_many_writes"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class TooManyImports(AttendanceError):
    status = 503
    message = "Too many rosters are being read, try again"
    code = "too_many_imports"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class TooManyReports(AttendanceError):
    status = 503
    message = "Too many reports are being written, try again"
    code = "too_many_reports"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class TooManyRequests(AttendanceError):
    status = 429
    message = "Too many requests of this account are being answered, try again later"
    code = "too_many_requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class ClientGone(AttendanceError):
    """Whoever asked has hung up: nobody reads this, and the status is that of nginx's log."""

    status = 499
    message = "Client closed the connection"
    code = "client_gone"


class InvalidFrame(AttendanceError):
    status = 400
    message = "Invalid message format"
    code = "invalid_message"


class InvalidFrameId(AttendanceError):
    status = 400
    message = "Invalid message id, send a string of at most 64 characters or an integer"
    code = "invalid_message_id"


class UnknownEvent(AttendanceError):
    status = 400
    message = "Unknown event"
    code = "unknown_event"


class TeacherEventOnly(AttendanceError):
    status = 403
    message = "Forbidden, teacher event only"
    code = "teacher_only"


class StudentEventOnly(AttendanceError):
    status = 403
    message = "Forbidden, student event only"
    code = "student_only"


class ClassIdRequired(AttendanceError):
    status = 400
    message = "classId required"
    code = "class_id_required"


class NoActiveSession(AttendanceError):
    status = 409
    message = "No active attendance session"
    code = "no_active_session"


class StudentNotInClass(AttendanceError):
    status = 404
    message = "Student not in class"
    code = "student_not_in_class"


class SocketUnauthorized(AttendanceError):
    status = 401
    message = "Unauthorized or invalid token"
    code = "unauthorized"


class SocketRefused(AttendanceError):
    """Told by an `ERROR`, behind which the socket is closed with `close_code`.

    The codes are those of RFC 6455, section 7.4.1, and of the IANA registry it founded.
    """

    status = 429
    close_code = 1008


class TooManyFrames(SocketRefused):
    message = "Too many frames, slow down"
    code = "too_many_frames"


class TooManySockets(SocketRefused):
    message = "Too many connections for this account"
    code = "too_many_sockets"


class ServerFull(SocketRefused):
    status = 503
    message = "Server is full, try again later"
    code = "server_full"
    close_code = 1013


class WrongFrame(Exception):
    """A client's frame that RFC 6455 forbids: its socket is closed with 1002."""

    close_code = 1002


class StartupError(Exception):
    """The server cannot start. Its text is for the person at the terminal."""

    exit_code = 1


class DataDirInUse(StartupError):
    """A server that runs has the private MongoDB of this folder."""


class SettingsError(StartupError):
    """A setting is missing or wrong, or something the settings promise is not installed."""

    exit_code = 2


class ServerFailed(Exception):
    """A part of the server ended while it ran, and the server stopped for that."""

    exit_code = 70
    """As `EX_SOFTWARE` of sysexits(3): not the 2 behind which a service stays down."""


class DatabaseTooNew(StartupError):
    """The database was written by a newer version of the server, in a form unknown to this one."""

    exit_code = 2
    """As for a setting: it stays like this until somebody acts."""

    def __init__(self, theirs: str, ours: str) -> None:
        """`theirs`, `ours`: versions of the server."""
        super().__init__(
            f"the database was written by version {theirs} of attendance-server, this is version"
            f" {ours}: install version {theirs} or later, or restore a backup of {ours} with"
            " `restore --replace`"
        )


class BackupError(StartupError):
    """A backup cannot be made, or cannot be used."""
