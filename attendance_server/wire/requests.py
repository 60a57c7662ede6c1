"""Bodies and queries of requests. The docstrings appear in the API description."""

from enum import Enum
from typing import Any, NewType, TypeAlias

from attrs import field

from ..errors.requests import InvalidSchema
from ..models import Id, Missing, Role, Status
from ..problems import FieldError, ProblemCode
from ..text import number_key
from .check_in import ChangeCheckIn
from .codec import parse_fields
from .fields import (
    JSON_SCHEMAS,
    LARGEST_PAGE,
    NO_PAGE,
    OFF,
    USUAL_PAGE,
    Cursor,
    Email,
    Flag,
    HistoryPageSize,
    LateAfter,
    Moment,
    Name,
    PageFragment,
    PageSize,
    Password,
    Reason,
    Switch,
    Until,
    converter,
)
from .frozen import frozen
from .student_numbers import StudentNumber


@frozen
class Signup:
    """A new account. `code`: the sign-up code for this role, where the server asks for one."""

    name: Name
    email: Email
    password: Password = field(repr=False)
    role: Role
    code: str | None = field(default=None, repr=False)


class Remember(Enum):
    """Whether a user stays logged in on this device, and how it gets its refresh token.

    `COOKIE`: in a cookie that scripts cannot read, for the server's own pages.
    """

    NO = False
    YES = True
    COOKIE = "cookie"


JSON_SCHEMAS[Remember] = {
    "enum": [each.value for each in Remember],
    "description": "`true`: the answer has a `refreshToken`; `cookie`: it sets a cookie, for the"
    " server's own pages",
}


@converter.register_structure_hook
def _structure_remember(value: Any, _: Any) -> Remember:
    if isinstance(value, bool) or value == Remember.COOKIE.value:
        return Remember(value)
    raise FieldError("expected true, false or cookie", ProblemCode.UNKNOWN_VALUE)


@frozen(kw_only=True)
class Login:
    """The credentials of a user. `remember`: whether they stay logged in on this device."""

    email: Email
    password: str = field(repr=False)
    remember: Remember | None = None

    @property
    def login_name(self) -> str:
        return self.email


@frozen(kw_only=True)
class LoginByNumber:
    """The credentials of a student whose school has student numbers."""

    student_number: StudentNumber
    password: str = field(repr=False)
    remember: Remember | None = None

    @property
    def login_name(self) -> str:
        return number_key(self.student_number)


AnyLogin: TypeAlias = Login | LoginByNumber


@converter.register_structure_hook
def _structure_login(value: Any, _: Any) -> AnyLogin:
    if not isinstance(value, dict) or "studentNumber" not in value:
        return converter.structure(value, Login)
    if "email" in value:
        raise FieldError("expected either email or studentNumber", ProblemCode.CONFLICTING)
    return converter.structure(value, LoginByNumber)


@frozen
class ForgottenPassword:
    """The address of an account whose password its owner has forgotten."""

    email: Email


@frozen
class ClaimAccount:
    """The code of an unclaimed account, or one for a new password, and the password to set.

    Letter case, dashes and spaces in the code do not matter. `remember` as for a log-in.
    """

    code: str = field(repr=False)
    password: Password = field(repr=False)
    remember: Remember | None = None


@frozen
class Refresh:
    """The refresh token of a device. Pages send none, and have it in a cookie."""

    refresh_token: str | None = field(default=None, repr=False)


@frozen
class ChangePassword:
    """The current password and the new one."""

    old_password: str = field(repr=False)
    new_password: Password = field(repr=False)


@frozen
class DeleteAccount:
    """The password of the account, since this cannot be undone."""

    password: str = field(repr=False)


@frozen
class NewClass:
    """A new class. Students who arrive `lateAfter` minutes after a start, or later, are late."""

    class_name: Name
    late_after: LateAfter | None = None


@frozen
class ChangeClass:
    """The fields of a class to change, at least one. Fields that are left out stay as they are.

    An `archived` class appears only in the list of archived classes, and takes no attendance.
    """

    class_name: Name | Missing = Missing.MISSING
    late_after: LateAfter | Missing | None = Missing.MISSING
    archived: Flag | Missing = Missing.MISSING
    check_in: ChangeCheckIn | Missing = Missing.MISSING

    def __attrs_post_init__(self) -> None:
        if {self.class_name, self.late_after, self.archived, self.check_in} == {Missing.MISSING}:
            raise FieldError(
                "expected className, lateAfter, archived or checkIn", ProblemCode.NOTHING_TO_CHANGE
            )


JSON_SCHEMAS[ChangeClass] = {
    "anyOf": [{"required": [name]} for name in ("className", "lateAfter", "archived", "checkIn")]
}


@frozen
class DeleteClass:
    """The name of the class to delete, which is required if the class has had sessions."""

    class_name: Name | None = None


@frozen
class ClassesQuery:
    """The query of `GET /classes`: classes in use, or archived classes with `archived`.

    `q`: only classes with this text in their name, in any letter case; for administrators. Without
    a `limit`, all of them are returned.
    """

    q: str = ""
    archived: Switch = OFF
    limit: PageSize | None = None
    after: Cursor | None = None


@frozen
class AddStudent:
    """The student to enrol."""

    student_id: Id


@frozen
class AddStudentByEmail:
    """The student to enrol, by e-mail address."""

    email: Email


Enrolment: TypeAlias = AddStudent | AddStudentByEmail


@converter.register_structure_hook
def _structure_enrolment(value: Any, _: Any) -> Enrolment:
    if not isinstance(value, dict) or "email" not in value:
        return converter.structure(value, AddStudent)
    if "studentId" in value:
        raise FieldError("expected either studentId or email", ProblemCode.CONFLICTING)
    return converter.structure(value, AddStudentByEmail)


@frozen
class AddTeacher:
    """The teacher to add as an assistant, by e-mail address; a substitute `until` some time."""

    email: Email
    until: Until | None = None


@frozen
class AcceptInvitation:
    """The code for the invitation, if it requires one."""

    code: str | None = field(default=None, repr=False)


@frozen
class EndAttendance:
    """The class to end the session of. `sessionId`: end only this session, not another one."""

    class_id: Id
    session_id: Id | None = None


@frozen
class StartSignOn:
    """The query of `GET /auth/sign-on`: all parameters are optional.

    `page`: the fragment to return to, such as `#/attendance`. `stay`: stay logged in.
    """

    page: PageFragment = NO_PAGE
    stay: Switch = OFF


@frozen
class SignedOn:
    """After single sign-on. `remember` as for a log-in."""

    remember: Remember | None = None


@frozen
class SignOnAnswer:
    """What the provider of single sign-on answers, by the user's browser (RFC 6749, RFC 9207)."""

    code: str = field(default="", repr=False)
    state: str = field(default="", repr=False)
    iss: str | None = None
    error: str = ""


@frozen
class StudentSearch:
    """The query of `GET /students`: all parameters are optional."""

    q: str = ""
    limit: PageSize = LARGEST_PAGE
    after: Cursor | None = None


@frozen
class HistoryQuery:
    """The query of `GET /class/:id/sessions`: all parameters are optional.

    With `discarded`, the discarded sessions instead of those that count.
    """

    limit: HistoryPageSize = USUAL_PAGE
    after: Cursor | None = None
    discarded: Switch = OFF


@frozen
class CorrectMark:
    """The correct status of the student, and the reason for the correction."""

    status: Status
    reason: Reason


@frozen
class DiscardSession:
    """Why a session should not count."""

    reason: Reason


@frozen
class StudentMark:
    """A mark; without `status`, the student is present or late depending on the clock.

    `at`: when the teacher decided this, if not now. A time before the start of the session counts
    as the start, and a time in the future as now. A mark that was decided later than `at` stays.
    `unmarked`: the mark is taken back, so that the student is neither present nor absent yet; the
    `status` is `absent` then, or left out.
    """

    student_id: Id
    status: Status | Missing = Missing.MISSING
    at: Moment | None = None
    unmarked: Flag | None = None

    def __attrs_post_init__(self) -> None:
        if self.unmarked and self.status not in (Missing.MISSING, Status.ABSENT):
            message = "expected the status absent, or none, with unmarked"
            raise FieldError(message, ProblemCode.CONFLICTING)


ABSENT_IF_UNMARKED: dict[str, object] = {
    "anyOf": [
        {"properties": {"unmarked": {"enum": [False, None]}}},
        {"properties": {"status": {"const": Status.ABSENT}}},
    ]
}
JSON_SCHEMAS[StudentMark] = ABSENT_IF_UNMARKED


@frozen
class WrongMark:
    """An invalid line in a list of marks, the reason, and the student if the line names one."""

    student_id: str | None
    reason: str


MAX_MARKS = 1000
"""The number of marks that one request may contain."""


MarkLines = NewType("MarkLines", tuple[StudentMark | WrongMark, ...])


JSON_SCHEMAS[MarkLines] = {
    "type": "array",
    "maxItems": MAX_MARKS,
    "description": f"up to {MAX_MARKS:,} marks, each with `studentId`, `status`, `at` and"
    " `unmarked` as in `MARK_ATTENDANCE`; anything else is an invalid line",
    "items": {
        "anyOf": [
            {
                "type": "object",
                "properties": {
                    "studentId": JSON_SCHEMAS[Id],
                    "status": {"enum": list(Status)},
                    "at": {"anyOf": [JSON_SCHEMAS[Moment], {"type": "null"}]},
                    "unmarked": {"type": ["boolean", "null"]},
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
        message = f"expected at most {MAX_MARKS:,} marks, send the others in another call"
        raise FieldError(message, ProblemCode.TOO_MANY, maximum=MAX_MARKS)
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
    """The marks for a running session, in the order in which they apply.

    `sessionId`: the session that the marks are for; if a different one is running, all are refused.
    """

    marks: MarkLines
    session_id: Id | None = None
