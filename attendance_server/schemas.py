"""What clients send and are sent, as attrs classes, and the one converter between them and JSON.

Field names are Python's here and the wire's there: `student_id` is `studentId`, and `id` is
MongoDB's `_id`. Unknown fields are ignored; values are never coerced.
"""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, ClassVar, NewType, Protocol, TypeAlias, TypeVar, Union, get_args

import attrs
import orjson
from attrs import field, frozen
from cattrs import ClassValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.orjson import make_converter
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from .errors import Fault, InvalidFrame, InvalidSchema
from .models import Missing, Role, Status, is_id, iso_time

T = TypeVar("T")

PASSWORD_BYTES = (6, 72)
"""bcrypt reads 72 bytes and no more; a longer password would be cut without a word."""

MAX_NAME = 200
MAX_REASON = 500
MAX_LATE_AFTER = 24 * 60
MAX_STUDENTS = 1000
MAX_SESSIONS = 100

SPECIAL_USE_DOMAIN_NAMES.clear()
# No mail is sent, and accounts under `.local` or `.test` are what a school's own network and the
# suites of existing clients use.

converter = make_converter()


def _wire_name(name: str) -> str:
    head, *tail = name.split("_")
    return "_id" if name == "id" else head + "".join(word.capitalize() for word in tail)


def _wire_names(cls: type[Any]) -> dict[str, Any]:
    return {f.name: override(rename=_wire_name(f.name)) for f in attrs.fields(cls)}


@converter.register_structure_hook_factory(attrs.has)
def _structure_attrs(cls: type[T]) -> Callable[[Any, Any], T]:
    fill = make_dict_structure_fn(cls, converter, **_wire_names(cls))

    def structure(value: Any, _: Any) -> T:
        if not isinstance(value, dict):
            raise TypeError("expected an object")
        return fill(value, cls)

    return structure


@converter.register_unstructure_hook_factory(attrs.has)
def _unstructure_attrs(cls: type[Any]) -> Callable[[Any], dict[str, Any]]:
    return make_dict_unstructure_fn(cls, converter, **_wire_names(cls))


@converter.register_structure_hook
def _structure_text(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("expected a string")
    return value


@converter.register_structure_hook
def _structure_role(value: Any, _: Any) -> Role:
    if isinstance(value, str) and value.upper() in Role.__members__:
        return Role[value.upper()]
    raise ValueError("expected teacher or student")


@converter.register_structure_hook
def _structure_status(value: Any, _: Any) -> Status:
    if isinstance(value, str) and value in set(Status):
        return Status(value)
    raise ValueError("expected " + " or ".join(Status))


@converter.register_structure_hook_factory(lambda kind: Missing in get_args(kind))
def _structure_what_may_be_missing(kind: Any) -> Callable[[Any, Any], Any]:
    """What was sent is not missing; where `kind` does not name it, `null` is refused."""
    sent: Any = Union[tuple(part for part in get_args(kind) if part is not Missing)]  # noqa: UP007
    return lambda value, _: converter.structure(value, sent)


converter.register_unstructure_hook(datetime, iso_time)


Name = NewType("Name", str)
Email = NewType("Email", str)
Password = NewType("Password", str)
PageSize = NewType("PageSize", int)
HistoryPageSize = NewType("HistoryPageSize", int)
Cursor = NewType("Cursor", str)
Reason = NewType("Reason", str)
LateAfter = NewType("LateAfter", int)


def _checked(kind: Any) -> Callable[[Callable[[str], Any]], Callable[[str], Any]]:
    """Registers the reader of a kind of text, which raises `ValueError` in a person's words."""

    def register(read: Callable[[str], Any]) -> Callable[[str], Any]:
        converter.register_structure_hook(kind, lambda value, _: read(_structure_text(value, str)))
        return read

    return register


@_checked(Name)
def _read_name(text: str) -> str:
    name = text.strip()
    if not name:
        raise ValueError("must not be empty")
    if len(name) > MAX_NAME:
        raise ValueError(f"must not be longer than {MAX_NAME} characters")
    if any(unicodedata.category(char) == "Cc" for char in name):
        raise ValueError("must not hold control characters")
    return name


@_checked(Email)
def _read_email(text: str) -> str:
    """The address in the one form it is kept in, so that letter case makes no second account."""
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise ValueError("expected an e-mail address") from None


@_checked(Password)
def _read_password(text: str) -> str:
    low, high = PASSWORD_BYTES
    if not low <= len(text.encode()) <= high:
        raise ValueError(f"must be {low} to {high} bytes")
    if "\0" in text:
        # bcrypt repeats a password with a NUL behind it: "ab\0ab" would be as good as "ab".
        raise ValueError("must not hold NUL characters")
    return text


@_checked(PageSize)
def _read_page_size(text: str) -> int:
    return _whole_number(text, MAX_STUDENTS)


@_checked(HistoryPageSize)
def _read_history_page_size(text: str) -> int:
    return _whole_number(text, MAX_SESSIONS)


def _whole_number(text: str, high: int) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= high:
        return int(text)
    raise ValueError(f"expected a whole number from 1 to {high}")


@_checked(Cursor)
def _read_cursor(text: str) -> str:
    if not is_id(text):
        raise ValueError("expected an id")
    return text


@_checked(Reason)
def _read_reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise ValueError("must not be empty")
    if len(reason) > MAX_REASON:
        raise ValueError(f"must not be longer than {MAX_REASON} characters")
    if any(unicodedata.category(char) == "Cc" and char not in "\t\r\n" for char in reason):
        raise ValueError("must not hold control characters")
    return reason


def _structure_late_after(value: Any, _: Any) -> int:
    # To Python `True` is a number.
    if type(value) is int and 1 <= value <= MAX_LATE_AFTER:
        return value
    raise ValueError(f"expected a whole number from 1 to {MAX_LATE_AFTER}, or null")


converter.register_structure_hook(LateAfter, _structure_late_after)


@frozen
class Signup:
    name: Name
    email: Email
    password: Password = field(repr=False)
    role: Role
    code: str | None = field(default=None, repr=False)


@frozen
class Login:
    email: Email
    password: str = field(repr=False)


@frozen
class ChangePassword:
    old_password: str = field(repr=False)
    new_password: Password = field(repr=False)


@frozen
class DeleteAccount:
    password: str = field(repr=False)


@frozen
class NewClass:
    class_name: Name
    late_after: LateAfter | None = None


@frozen
class ChangeClass:
    class_name: Name | Missing = Missing.MISSING
    late_after: LateAfter | Missing | None = Missing.MISSING

    def __attrs_post_init__(self) -> None:
        if self.class_name is Missing.MISSING and self.late_after is Missing.MISSING:
            raise ValueError("expected className, lateAfter or both")


@frozen
class AddStudent:
    student_id: str


@frozen
class AddStudentByEmail:
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
class StartAttendance:
    class_id: str


@frozen
class StudentSearch:
    """The query of `GET /students`: all parts optional, all of them text."""

    q: str = ""
    limit: PageSize = PageSize(MAX_STUDENTS)
    after: Cursor | None = None


@frozen
class HistoryQuery:
    """The query of `GET /class/:id/sessions`: all parts optional, all of them text."""

    limit: HistoryPageSize = HistoryPageSize(20)
    after: Cursor | None = None


@frozen
class CorrectMark:
    status: Status
    reason: Reason


@frozen
class Done:
    class_id: str | None = None


@frozen
class GetTodaySummary:
    class_id: str | None = None


@frozen
class CheckMyStatus:
    class_id: str | None = None


@frozen
class Watch:
    pass


@frozen
class MarkAttendance:
    """Without a status the student has come: present, or late by the clock."""

    student_id: str
    status: Status | Missing = Missing.MISSING
    class_id: str | None = None


@frozen
class UserView:
    id: str
    name: str
    email: str
    role: Role


@frozen
class StudentView:
    id: str
    name: str
    email: str


@frozen
class TokenView:
    token: str


@frozen
class ClassView:
    id: str
    class_name: str
    teacher_id: str
    student_ids: tuple[str, ...]
    late_after: int | None


@frozen
class ClassRoster:
    id: str
    class_name: str
    teacher_id: str
    students: tuple[StudentView, ...]
    late_after: int | None


@frozen
class StartedSession:
    session_id: str
    class_id: str
    started_at: datetime


@frozen
class MyAttendance:
    class_id: str
    status: Status | None


@frozen
class SessionView:
    """A session as its teacher looks back on it. Nobody is absent before its end.

    `present_count` counts those who are late too; `absent_count` those who are excused.
    """

    id: str
    class_id: str
    class_name: str
    started_at: datetime
    ended_at: datetime | None
    running: bool
    total: int
    present_count: int
    absent_count: int
    late_count: int
    excused_count: int


@frozen
class AttendanceLine:
    """What a student was in a session, and since when where somebody has marked them so.

    Of an account that was deleted there is no name and no address any more.
    """

    student_id: str
    name: str
    email: str | None
    status: Status | None
    marked_at: datetime | None


@frozen
class CorrectionView:
    """A mark that was changed after the end of its session. `by` is an account's id."""

    student_id: str
    from_: Status
    to: Status
    reason: str
    by: str
    by_name: str
    at: datetime


@frozen
class ReopeningView:
    """An end that was taken back: when that was, and by whom and when it was done."""

    ended_at: datetime
    by: str
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

    id: str
    class_id: str
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

    session_id: str
    class_id: str
    student_id: str
    status: Status
    marked_at: datetime | None
    corrections: tuple[CorrectionView, ...]


@frozen
class Health:
    status: str


class ServerEvent(Protocol):
    """The `data` of a frame from the server; `event` is the frame's name."""

    event: ClassVar[str]


@frozen
class Error:
    event: ClassVar[str] = "ERROR"
    message: str


@frozen
class AttendanceMarked:
    event: ClassVar[str] = "ATTENDANCE_MARKED"
    class_id: str
    student_id: str
    status: Status
    marked_at: datetime


@frozen
class TodaySummary:
    event: ClassVar[str] = "TODAY_SUMMARY"
    class_id: str
    present_count: int
    present_student_ids: tuple[str, ...]
    total_students: int
    late_count: int
    excused_count: int


@frozen
class MyStatus:
    event: ClassVar[str] = "MY_STATUS"
    class_id: str
    status: Status | None


@frozen
class StudentStatus:
    student_id: str
    status: Status


@frozen
class SessionEnded:
    event: ClassVar[str] = "SESSION_ENDED"
    session_id: str
    class_id: str
    total_students: int
    present_count: int
    absent_count: int
    late_count: int
    excused_count: int
    attendance: tuple[StudentStatus, ...]


@frozen
class SessionStarted:
    event: ClassVar[str] = "SESSION_STARTED"
    session_id: str
    class_id: str
    class_name: str
    started_at: datetime


@frozen
class MarkView:
    student_id: str
    status: Status
    marked_at: datetime


@frozen
class TaughtSession:
    """A running session as its teacher watches it."""

    session_id: str
    class_id: str
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

    session_id: str
    class_id: str
    class_name: str
    started_at: datetime
    total_students: int
    present_count: int
    late_count: int
    excused_count: int
    status: Status | None


@frozen
class Watching:
    event: ClassVar[str] = "WATCHING"
    sessions: tuple[TaughtSession | AttendedSession, ...]


def parse_body(raw: bytes, cls: type[T]) -> T:
    """A request body as `cls`. Raises `InvalidSchema` with every fault found."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise InvalidSchema([Fault("", "expected JSON")]) from None
    return parse_fields(value, cls)


def parse_fields(value: object, cls: type[T]) -> T:
    """`value`, as JSON or a query gives it, as `cls`. Raises `InvalidSchema`."""
    try:
        return converter.structure(value, cls)
    except ClassValidationError as exc:
        raise InvalidSchema(list(_faults(exc))) from None
    except (TypeError, ValueError) as exc:
        raise InvalidSchema([Fault("", str(exc))]) from None


def _faults(group: ClassValidationError) -> Iterator[Fault]:
    """The faults of a group, in words that never repeat what was sent."""
    fields, others = group.group_exceptions()
    for exc, note in fields:
        name = _wire_name(note.name)
        yield Fault(name, "required" if isinstance(exc, KeyError) else str(exc))
    for exc in others:
        yield Fault("", str(exc))


def parse_frame(raw: bytes) -> tuple[str, dict[str, Any]]:
    """The event and the data of a client frame; missing data is empty.

    Raises `InvalidFrame` where the frame is not a JSON object of that form.
    """
    try:
        frame = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise InvalidFrame from None
    if not isinstance(frame, dict):
        raise InvalidFrame
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
