"""Everything that can go wrong for a client, in families that share an HTTP status.

    AttendanceError             500, also: whatever was not foreseen
    ├── Invalid                 400, what was sent cannot be taken as it is
    ├── Unauthorized            401
    ├── Forbidden               403, not for this user
    ├── NotFound                404
    ├── Conflict                409, not as things are now
    │   └── QuotaReached
    ├── TooLarge                413
    ├── Unavailable             503, the same may succeed later
    │   ├── Overloaded          503, too much at once for the server
    │   └── RateLimited         429, too much from this client or account
    └── those with a status of their own: 406, 408, 410, 415, 426 and 499

Errors are raised where they are known. The envelope middleware makes HTTP answers of them, and the
socket loop `ERROR` frames. Their codes never change, and the contract fixes many of the messages.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from .models import FoundFile
from .problems import Problem


class AttendanceError(Exception):
    """A client's request or frame failed.

    `message` tells a person why, and `code` a program. `status` is that of the HTTP answer;
    `beside`: the attributes that stand beside the message there, and their types. `pattern`: what
    `message` matches, where it varies.
    """

    status = 500
    message = "Internal server error"
    code = "internal_error"
    beside: ClassVar[Mapping[str, object]] = {}
    pattern: ClassVar[str | None] = None

    def __init__(self) -> None:
        super().__init__(self.message)


class Invalid(AttendanceError):
    """What was sent cannot be taken as it is."""

    status = 400


class MalformedRequest(Invalid):
    """What arrived on a connection is not HTTP."""

    message = "Malformed HTTP request"
    code = "malformed_request"


class InvalidSchema(Invalid):
    """A body or a query is not what the call takes. `details` lists every problem found."""

    message = "Invalid request schema"
    code = "invalid_request"
    beside: ClassVar[Mapping[str, object]] = {"details": list[Problem]}

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.details = tuple(problems)


class RosterUnreadable(InvalidSchema):
    """No list of students was found in a file. `file`: what was found instead, if it is a table."""

    message = "Roster unreadable, nothing was changed"
    code = "roster_unreadable"
    beside: ClassVar[Mapping[str, object]] = {**InvalidSchema.beside, "file": FoundFile | None}

    def __init__(self, problems: Sequence[Problem], file: FoundFile | None = None) -> None:
        super().__init__(problems)
        self.file = file


class RosterUnsure(RosterUnreadable):
    """A list may mean several things, and the importer has to choose. `details`: what to choose."""

    message = "Roster needs a choice, nothing was changed"
    code = "roster_unsure"


class RosterWrong(InvalidSchema):
    """At least one line of a roster cannot be imported. `details` lists the first of them."""

    message = "Roster has invalid lines, nothing was changed"
    code = "roster_wrong"


class EmailTaken(Invalid):
    """There is an account with this e-mail address."""

    message = "Email already exists"
    code = "email_taken"


class BadCredentials(Invalid):
    """There is no such account, it is not claimed yet, or its password is a different one."""

    message = "Invalid email or password"
    code = "wrong_credentials"


class InvalidFrame(Invalid):
    """A message on a socket is not a JSON object with an event, or its data has wrong fields."""

    message = "Invalid message format"
    code = "invalid_message"


class InvalidFrameId(Invalid):
    """The `id` of a frame is neither an integer of 64 bits nor a short string."""

    message = "Invalid message id, send a string of at most 64 characters or an integer"
    code = "invalid_message_id"


class UnknownEvent(Invalid):
    """A frame has an event that clients cannot send."""

    message = "Unknown event"
    code = "unknown_event"


class ClassIdRequired(Invalid):
    """An event without a `classId` could mean any of several running sessions."""

    message = "classId required"
    code = "class_id_required"


class SignOnStale(Invalid):
    """A sign-on was not started in this browser, took too long, or is used up."""

    message = "Single sign-on has expired, start again"
    code = "sign_on_stale"


class SignOnInvalid(Invalid):
    """The provider's answer to a sign-on cannot be trusted; the server's log says why."""

    message = "Single sign-on failed, the answer was not valid"
    code = "sign_on_invalid"


class Unauthorized(AttendanceError):
    """A request has no token, or one that is wrong, has expired or was ended."""

    status = 401
    message = "Unauthorized, token missing or invalid"
    code = "unauthorized"


class SocketUnauthorized(Unauthorized):
    """As `Unauthorized`, of a socket; also when that becomes so while it is open."""

    message = "Unauthorized or invalid token"


class RefreshTokenInvalid(Unauthorized):
    """A refresh token is missing or wrong, or its device has ended."""

    message = "Unauthorized, refresh token missing or invalid"
    code = "refresh_token_invalid"


class RefreshTokenReused(RefreshTokenInvalid):
    """A refresh token was already used up, so that someone may have copied it: its device ends."""

    message = "Unauthorized, refresh token was used before, log in again"
    code = "refresh_token_reused"

    def __init__(self, user_id: str, device_id: str) -> None:
        super().__init__()
        self.user_id = user_id
        self.device_id = device_id


class RenewalRefused(Unauthorized):
    """The new token of an open socket is not valid, or that of another user: the old one stays."""

    message = "Token invalid or not yours, the socket keeps the one it has"
    code = "renewal_refused"


class Forbidden(AttendanceError):
    """The user, or the page, may not do this."""

    status = 403


class TeacherOnly(Forbidden):
    """A student has made a call for teachers."""

    message = "Forbidden, teacher access required"
    code = "teacher_only"


class TeacherEventOnly(TeacherOnly):
    """A student has sent an event for teachers."""

    message = "Forbidden, teacher event only"


class StudentOnly(Forbidden):
    """A teacher has made a call for students."""

    message = "Forbidden, student access required"
    code = "student_only"


class StudentEventOnly(StudentOnly):
    """A teacher has sent an event for students."""

    message = "Forbidden, student event only"


class TeacherCodeWrong(Forbidden):
    """With `TEACHER_SIGNUP=code`, a teacher signs up without the right code."""

    message = "Forbidden, teacher code missing or wrong"
    code = "wrong_teacher_code"


class TeacherSignupClosed(Forbidden):
    """With `TEACHER_SIGNUP=closed`, a teacher signs up."""

    message = "Forbidden, teachers cannot sign up"
    code = "teacher_signup_closed"


class StudentCodeWrong(Forbidden):
    """With `STUDENT_SIGNUP=code`, a student signs up without the right code."""

    message = "Forbidden, student code missing or wrong"
    code = "wrong_student_code"


class StudentSignupClosed(Forbidden):
    """With `STUDENT_SIGNUP=closed`, a student signs up."""

    message = "Forbidden, students cannot sign up"
    code = "student_signup_closed"


class AdminOnly(Forbidden):
    """A teacher or a student has made a call for administrators."""

    message = "Forbidden, administrator access required"
    code = "admin_only"


class AccountDisabled(Forbidden):
    """The password or the code is right, and an administrator has disabled the account."""

    message = "Account is disabled, ask the school office"
    code = "account_disabled"


class PasswordsOff(Forbidden):
    """With `PASSWORDS=off`, a teacher or a student uses a password, a sign-up or a code."""

    message = "Forbidden, use single sign-on"
    code = "passwords_off"


class SignOnRefused(Forbidden):
    """The provider of single sign-on, or the user there, has said no."""

    message = "Single sign-on was refused or cancelled"
    code = "sign_on_refused"


class SignOnUnverified(Forbidden):
    """The provider of single sign-on does not vouch for an e-mail address of the person."""

    message = "Single sign-on gave no verified email"
    code = "sign_on_unverified"


class SignOnNotAllowed(Forbidden):
    """The e-mail address of single sign-on is not in one of `OIDC_DOMAINS`."""

    message = "Single sign-on is not for this email"
    code = "sign_on_not_allowed"


class SignOnNotForAdmins(Forbidden):
    """The e-mail address of single sign-on is that of an administrator."""

    message = "Administrators log in with their password"
    code = "sign_on_not_for_admins"


class OriginNotAllowed(Forbidden):
    """The page that opens a socket is from another origin, which is not in `ALLOWED_ORIGINS`."""

    message = "Origin not allowed"
    code = "origin_not_allowed"


class NotClassTeacher(Forbidden):
    """The class is another teacher's; also for a student who reads a class they are not in."""

    message = "Forbidden, not class teacher"
    code = "not_class_teacher"


class NotClassOwner(Forbidden):
    """A teacher of the class does what only its owner may do."""

    message = "Forbidden, not class owner"
    code = "not_class_owner"


class NotEnrolled(Forbidden):
    """A student asks for their own attendance in a class that they are not in."""

    message = "Forbidden, not enrolled in class"
    code = "not_enrolled"


class NotIssuer(Forbidden):
    """A teacher replaces the code of an account that another teacher's import created."""

    message = "Forbidden, the code of this account is issued by another teacher"
    code = "not_issuer"


class NotImporter(Forbidden):
    """A teacher resets the password of an account that no import of theirs created."""

    message = "Forbidden, your imports did not create this account, ask the school office"
    code = "not_importer"


class NotFound(AttendanceError):
    """What is named does not exist. A malformed id is treated as one that does not exist."""

    status = 404


class ClassNotFound(NotFound):
    message = "Class not found"
    code = "class_not_found"


class StudentNotFound(NotFound):
    """No student has this id, or it is not one that the teacher may know of."""

    message = "Student not found"
    code = "student_not_found"


class TeacherNotFound(NotFound):
    """The class has no such teacher, or no account that is in use is that of a teacher."""

    message = "Teacher not found"
    code = "teacher_not_found"


class NoTeacherAccount(NotFound):
    """A teacher is to be added by an address that no teacher has an account with."""

    message = "No teacher has an account with this email, they need to sign up first"
    code = "no_teacher_account"


class StudentNotInClass(NotFound):
    """The student of an event is not on the roster of its session."""

    message = "Student not in class"
    code = "student_not_in_class"


class SessionNotFound(NotFound):
    message = "Session not found"
    code = "session_not_found"


class InvitationNotFound(NotFound):
    """The student is not invited to the class, or no longer."""

    message = "Invitation not found"
    code = "invitation_not_found"


class SignOnOff(NotFound):
    """The server has no single sign-on."""

    message = "Single sign-on is off"
    code = "sign_on_off"


class UserNotFound(NotFound):
    """The account of a token was deleted, or a command names one that does not exist."""

    message = "User not found"
    code = "user_not_found"


class DeviceNotFound(NotFound):
    """The user has no remembered device with this id, or no longer."""

    message = "Device not found"
    code = "device_not_found"


class ImportNotFound(NotFound):
    """The import was not made by this teacher, or is too old to be undone."""

    message = "Import not found, or made more than a day ago"
    code = "import_not_found"


class CodeWrong(NotFound):
    """No account and no invitation has this code."""

    message = "Code is wrong or already used, ask your teacher for a new one"
    code = "wrong_code"


class Conflict(AttendanceError):
    """The request conflicts with the current state; it may succeed after that has changed."""

    status = 409


class SignOnTaken(Conflict):
    """The account with this e-mail address belongs to another person of the provider."""

    message = "Another person of single sign-on has the account with this email"
    code = "sign_on_taken"


class NoActiveSession(Conflict):
    """The class has no running session, or the one that is meant has ended."""

    message = "No active attendance session"
    code = "no_active_session"


class SessionRunning(Conflict):
    """The class has a running session, which has to end first."""

    message = "An attendance session is running, end it first"
    code = "session_running"


class NotLastSession(Conflict):
    """The class has had another session since the one to be reopened."""

    message = "Only the last session of the class can be reopened"
    code = "not_last_session"


class TooLateToReopen(Conflict):
    """The session to be reopened ended too long ago."""

    message = "Session ended more than an hour ago and can no longer be reopened"
    code = "too_late_to_reopen"


class TooManyChanges(Conflict):
    """The session already has the maximum number of corrections and reopenings."""

    message = "Session has been changed too many times, no further changes are possible"
    code = "too_many_changes"


class SessionDiscarded(Conflict):
    """A discarded session is corrected or reopened."""

    message = "Session was discarded, restore it first"
    code = "session_discarded"


class TooLateToRestore(Conflict):
    """The session to be restored was discarded too long ago."""

    message = "Session was discarded more than 30 days ago and can no longer be restored"
    code = "too_late_to_restore"


class ClassArchived(Conflict):
    """A session of an archived class is started or reopened."""

    message = "Class is archived, unarchive it first"
    code = "class_archived"


class ClassHasSessions(Conflict):
    """A class that has had sessions is deleted without its name. The message says how many."""

    message = "Class has sessions, confirm the deletion with its className"
    code = "class_has_sessions"
    beside: ClassVar[Mapping[str, object]] = {"sessions": int}
    pattern: ClassVar[str | None] = "^Class has ([0-9]+ sessions|1 session), confirm the deletion "

    def __init__(self, sessions: int) -> None:
        """`sessions`: how many, discarded ones included."""
        self.sessions = sessions
        counted = "1 session" if sessions == 1 else f"{sessions} sessions"
        self.message = f"Class has {counted}, confirm the deletion with its className"
        super().__init__()


class AwaitsStudent(Conflict):
    """An invitation is for the student to accept, and not for the teacher to confirm."""

    message = "Invitation has to be accepted by the student"
    code = "awaits_student"


class AlreadyOwner(Conflict):
    """The owner of a class is to become its assistant."""

    message = "This teacher owns the class already"
    code = "already_owner"


class OwnerStays(Conflict):
    """The owner of a class is to be removed from its teachers."""

    message = "The owner of a class cannot be removed from it"
    code = "owner_stays"


class TooManyTeachers(Conflict):
    """A class has as many teachers as it can have."""

    message = "A class can have 50 teachers: remove one first"
    code = "too_many_teachers"


class AlreadyClaimed(Conflict):
    """The account was claimed before its code was replaced or it was deleted."""

    message = "Account is already claimed and needs no code"
    code = "already_claimed"


class TeacherHasClasses(Conflict):
    """A teacher who has classes is deleted by someone else, or is to become a student."""

    message = "This account belongs to a teacher who has classes"
    code = "teacher_has_classes"


class LastAdmin(Conflict):
    """The only enabled administrator is disabled or deleted."""

    message = "The only administrator cannot be disabled or deleted, create another one first"
    code = "last_admin"


class RoleFixed(Conflict):
    """The role of an administrator is to change."""

    message = "The role of an administrator cannot be changed"
    code = "role_fixed"


class AccountUnclaimed(Conflict):
    """An account without a password gets another role, or a teacher wants to reset its password."""

    message = "Account is not claimed yet, its owner has to claim it first"
    code = "account_unclaimed"


class OwnPassword(Conflict):
    """An administrator wants to reset the password of the account that they use."""

    message = "Change the password of your own account on its page"
    code = "own_password"


class NoMail(Conflict):
    """A mail is asked for, and the server has no `SMTP_URL`."""

    message = "This server sends no mail, ask your teacher or the school office"
    code = "no_mail"


class CannotMerge(Conflict):
    """Accounts are merged that are not two, or not both of students."""

    message = "Only two different accounts of students can be merged"
    code = "cannot_merge"


class MergeUnfinished(Conflict):
    """The account is being merged into another one, and that was interrupted."""

    message = "Account is being merged into another one, repeat that first"
    code = "merge_unfinished"


class QuotaReached(Conflict):
    """A quota is used up. The message says how many there may be, and what to do about it.

    `usual` is the number in `message`, which is replaced by that of the server's settings.
    """

    usual: ClassVar[int] = 0
    beside: ClassVar[Mapping[str, object]] = {"limit": int}

    def __init__(self, limit: int) -> None:
        """`limit`: how many there may be."""
        self.limit = limit
        self.message = self.message.replace(str(self.usual), str(limit))
        super().__init__()

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
    message = "A class can have 10000 students: remove some, or have STUDENTS_PER_CLASS raised"
    code = "class_full"


class TooManySessions(QuotaReached):
    usual = 5000
    message = "A class can have 5000 sessions: use another class, or have SESSIONS_PER_CLASS raised"
    code = "too_many_sessions"


class TooManyUnclaimed(QuotaReached):
    usual = 20000
    message = (
        "A teacher can have 20000 unclaimed accounts: hand out their codes,"
        " or have UNCLAIMED_PER_TEACHER raised"
    )
    code = "too_many_unclaimed"


class TooLarge(AttendanceError):
    """The body has too many bytes."""

    status = 413


class BodyTooLarge(TooLarge):
    message = "Request body too large"
    code = "body_too_large"


class RosterTooLarge(TooLarge):
    message = "Roster too large, send a file of at most 2 MB"
    code = "roster_too_large"


class NotAcceptable(AttendanceError):
    """The `Accept` header of a request names none of the formats that are available."""

    status = 406
    message = "Not acceptable, ask for application/json, text/csv or an XLSX workbook"
    code = "not_acceptable"


class BodyTooSlow(AttendanceError):
    """The body of a request took longer than `BODY_TIMEOUT`."""

    status = 408
    message = "Request body did not arrive in time"
    code = "body_too_slow"


class CodeExpired(AttendanceError):
    """The code of an unclaimed account, or one for a new password, is too old."""

    status = 410
    message = "Code has expired, ask your teacher for a new one"
    code = "code_expired"


class NotJson(AttendanceError):
    """The `Content-Type` of a body is not JSON."""

    status = 415
    message = "Unsupported media type, send application/json"
    code = "unsupported_media_type"


class UpgradeRequired(AttendanceError):
    """A request to `/ws` is not a WebSocket handshake."""

    status = 426
    message = "Upgrade required, this is a WebSocket endpoint"
    code = "upgrade_required"


class ClientGone(AttendanceError):
    """The client hung up before its answer. Only the log shows this, with nginx's status."""

    status = 499
    message = "Client closed the connection"
    code = "client_gone"


class Unavailable(AttendanceError):
    """This cannot be done now; the same request may succeed later.

    `retry_after`: whole seconds after which a retry makes sense; `None` if that is not known.
    """

    status = 503
    retry_after: int | None = None

    def __init__(self, retry_after: int | None = None) -> None:
        """`retry_after`: instead of the default of the class."""
        super().__init__()
        if retry_after is not None:
            self.retry_after = retry_after


class StorageUnavailable(Unavailable):
    """The database did not answer in time. A change may be saved all the same."""

    message = "Storage unavailable, try again"
    code = "storage_unavailable"


class HashingUnavailable(Unavailable):
    """No child process hashes the password: none could be started, or it ended too early."""

    message = "Passwords cannot be checked at the moment, try again"
    code = "hashing_unavailable"
    retry_after = 5


class SignOnUnavailable(Unavailable):
    """The provider of single sign-on does not answer."""

    message = "The provider of single sign-on does not answer, try again"
    code = "sign_on_unavailable"
    retry_after = 5


class ShuttingDown(Unavailable):
    """A server that stops is asked for a socket, or whether it is ready.

    Also one of which a part has failed.
    """

    message = "The server is shutting down, try again"
    code = "shutting_down"
    retry_after = 5


class Overloaded(Unavailable):
    """The whole server has too much to do."""


class TooManyConnections(Overloaded):
    """`MAX_CONNECTIONS` are open, or the process cannot open another file."""

    message = "Server is full, try again later"
    code = "server_full"
    retry_after = 5


class TooManyLogins(Overloaded):
    """`MAX_WAITING_LOGINS` passwords are waiting to be checked."""

    message = "Too many people are logging in, try again"
    code = "too_many_logins"


class TooManyImports(Overloaded):
    """The queue of rosters to be read is full."""

    message = "Too many rosters are being read, try again"
    code = "too_many_imports"


class TooManyReports(Overloaded):
    """The queue of reports to be written is full."""

    message = "Too many reports are being written, try again"
    code = "too_many_reports"


class TooMuchMail(Overloaded):
    """The queue of mail is full."""

    message = "Too much mail is waiting, try again later"
    code = "too_much_mail"
    retry_after = 60


class RateLimited(Unavailable):
    """One client, account or socket has asked for too much; others are served."""

    status = 429


class TooManyAttempts(RateLimited):
    """Failed logins, sign-ups or mails of an account or an address, or waiting logins."""

    message = "Too many attempts, try again later"
    code = "too_many_attempts"


class TooManyWrites(RateLimited):
    """An account has used up `WRITES_PER_ACCOUNT`."""

    message = "Too many changes by this account, try again later"
    code = "too_many_writes"


class TooManyRequests(RateLimited):
    """An account has its share of the places in the queue for reports and large answers."""

    message = "Too many requests from this account are in progress, try again later"
    code = "too_many_requests"


class SocketRefused(AttendanceError):
    """A socket is closed with `close_code`, after an `ERROR` that says why.

    The codes are those of RFC 6455, section 7.4.1, and of the IANA registry that it set up.
    """

    close_code = 1008


class TooManyFrames(SocketRefused, RateLimited):
    """A socket has sent more than `FRAMES_PER_SOCKET`."""

    message = "Too many frames, slow down"
    code = "too_many_frames"


class TooManySockets(SocketRefused, RateLimited):
    """A user has `MAX_SOCKETS_PER_USER` open."""

    message = "Too many connections for this account"
    code = "too_many_sockets"


class ServerFull(SocketRefused, TooManyConnections):
    """`MAX_SOCKETS` are open."""

    close_code = 1013


class WrongFrame(Exception):
    """A client's frame that RFC 6455 forbids: its socket is closed with 1002, and no `ERROR`."""

    close_code = 1002
