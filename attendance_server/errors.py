"""Everything a client can be told went wrong: each error knows its HTTP status and its message.

The messages are part of the wire contract. Errors are raised where they are known and become an
answer in one place a side: the envelope middleware for HTTP, the socket loop for frames.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from attrs import frozen


class AttendanceError(Exception):
    """The family. `status` is used over HTTP, `message` there and in `ERROR` frames.

    `code` names the error to programs. `retry_after`: whole seconds after which trying again makes
    sense, where that can be said.
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


class TeacherOnly(AttendanceError):
    status = 403
    message = "Forbidden, teacher access required"


class TeacherCodeWrong(AttendanceError):
    status = 403
    message = "Forbidden, teacher code missing or wrong"


class TeacherSignupClosed(AttendanceError):
    status = 403
    message = "Forbidden, teachers cannot sign up"


class StudentCodeWrong(AttendanceError):
    status = 403
    message = "Forbidden, student code missing or wrong"


class StudentSignupClosed(AttendanceError):
    status = 403
    message = "Forbidden, students cannot sign up"


class OriginNotAllowed(AttendanceError):
    status = 403
    message = "Origin not allowed"


class StudentOnly(AttendanceError):
    status = 403
    message = "Forbidden, student access required"


@frozen
class Fault:
    """One thing wrong with a body or a query: `path` says where, in the wire's own names."""

    path: str
    message: str


class InvalidSchema(AttendanceError):
    status = 400
    message = "Invalid request schema"
    beside: ClassVar[Mapping[str, object]] = {"details": list[Fault]}

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.details = tuple(faults)


class BodyTooLarge(AttendanceError):
    status = 413
    message = "Request body too large"


class RosterTooLarge(AttendanceError):
    status = 413
    message = "Roster too large, send a file of at most 2 MB"


class RosterUnreadable(InvalidSchema):
    message = "Roster unreadable, nothing was changed"


class RosterWrong(InvalidSchema):
    message = "Roster has wrong lines, nothing was changed"


class NotAcceptable(AttendanceError):
    status = 406
    message = "Not acceptable, ask for application/json, text/csv or an XLSX workbook"


class NotJson(AttendanceError):
    status = 415
    message = "Unsupported media type, send application/json"


class EmailTaken(AttendanceError):
    status = 400
    message = "Email already exists"


class BadCredentials(AttendanceError):
    status = 400
    message = "Invalid email or password"


class CodeWrong(AttendanceError):
    status = 404
    message = "Code wrong or used, ask your teacher for another one"


class AlreadyClaimed(AttendanceError):
    status = 409
    message = "Account claimed already, it needs no code"


class NotIssuer(AttendanceError):
    status = 403
    message = "Forbidden, another teacher hands out the code of this account"


class ClassNotFound(AttendanceError):
    status = 404
    message = "Class not found"


class InvitationNotFound(AttendanceError):
    status = 404
    message = "Invitation not found"


class TooManyUnclaimed(AttendanceError):
    status = 409
    message = "Too many accounts wait to be claimed, have some claimed or delete some first"


class StudentNotFound(AttendanceError):
    status = 404
    message = "Student not found"


class SessionNotFound(AttendanceError):
    status = 404
    message = "Session not found"


class UserNotFound(AttendanceError):
    status = 404
    message = "User not found"


class TeacherHasClasses(AttendanceError):
    """Told by a command only."""

    status = 409
    message = "The address is that of a teacher who has classes"


class NotClassTeacher(AttendanceError):
    status = 403
    message = "Forbidden, not class teacher"


class NotEnrolled(AttendanceError):
    status = 403
    message = "Forbidden, not enrolled in class"


class SessionRunning(AttendanceError):
    status = 409
    message = "Attendance session running, end it first"


class NotLastSession(AttendanceError):
    status = 409
    message = "Only the last session of the class can be reopened"


class TooLateToReopen(AttendanceError):
    status = 409
    message = "Session ended more than an hour ago, it cannot be reopened"


class TooManyChanges(AttendanceError):
    status = 409
    message = "Session was changed too often, it takes no more changes"


class SessionDiscarded(AttendanceError):
    status = 409
    message = "Session was discarded, restore it first"


class TooLateToRestore(AttendanceError):
    status = 409
    message = "Session was discarded more than 30 days ago, it cannot be restored"


class ClassArchived(AttendanceError):
    status = 409
    message = "Class is archived, take it out of the archive first"


class ClassHasSessions(AttendanceError):
    """Its text says how many sessions the deletion of a class takes along."""

    status = 409
    message = "Class has sessions that go with it, confirm with its className"
    beside: ClassVar[Mapping[str, object]] = {"sessions": int}
    pattern: ClassVar[str | None] = "^Class has [0-9]+ sessions? that (go|goes) with it, "

    def __init__(self, sessions: int) -> None:
        """`sessions`: how many, discarded ones included."""
        self.sessions = sessions
        counted = "1 session that goes" if sessions == 1 else f"{sessions} sessions that go"
        self.message = f"Class has {counted} with it, confirm with its className"
        super().__init__()


class UpgradeRequired(AttendanceError):
    status = 426
    message = "Upgrade required, this is a WebSocket"


class StorageUnavailable(AttendanceError):
    status = 503
    message = "Storage unavailable, try again"
    code = "storage_unavailable"


class ShuttingDown(AttendanceError):
    status = 503
    message = "The server is shutting down, try again"
    retry_after = 5


class TooManyLogins(AttendanceError):
    status = 503
    message = "Too many people are logging in, try again"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class TooManyAttempts(AttendanceError):
    status = 429
    message = "Too many attempts, try again later"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class TooManyImports(AttendanceError):
    status = 503
    message = "Too many rosters are being read, try again"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class TooManyReports(AttendanceError):
    status = 503
    message = "Too many reports are being written, try again"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class InvalidFrame(AttendanceError):
    status = 400
    message = "Invalid message format"


class UnknownEvent(AttendanceError):
    status = 400
    message = "Unknown event"


class TeacherEventOnly(AttendanceError):
    status = 403
    message = "Forbidden, teacher event only"


class StudentEventOnly(AttendanceError):
    status = 403
    message = "Forbidden, student event only"


class ClassIdRequired(AttendanceError):
    status = 400
    message = "classId required"


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


class SocketRefused(AttendanceError):
    """Told by an `ERROR`, behind which the socket is closed with `close_code`.

    The codes are those of RFC 6455, section 7.4.1, and of the IANA registry it founded.
    """

    status = 429
    close_code = 1008


class TooManyFrames(SocketRefused):
    message = "Too many frames, slow down"


class TooManySockets(SocketRefused):
    message = "Too many connections for this account"


class ServerFull(SocketRefused):
    status = 503
    message = "Server is full, try again later"
    close_code = 1013


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


class BackupError(StartupError):
    """A backup cannot be made, or cannot be used."""
