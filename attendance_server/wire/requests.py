"""Bodies and queries of requests. Their docstrings stand in the API description."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NewType, TypeAlias

from attrs import field, frozen

from ..errors import InvalidSchema, Problem
from ..models import Id, Missing, ReportOrder, Role, Span, Status
from ..zones import zone_of
from .codec import parse_fields
from .fields import (
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
    LateAfter,
    Moment,
    Name,
    PageSize,
    Password,
    Reason,
    Switch,
    Zone,
    converter,
)

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
class StudentMark:
    """A mark; without `status` the student is present, or late by the clock.

    `at`: when the teacher decided so, if not now. It counts as the start of the session where it is
    before that, and as now where it is later. A mark that was decided later than `at` stays.
    """

    student_id: Id
    status: Status | Missing = Missing.MISSING
    at: Moment | None = None


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
