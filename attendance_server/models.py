"""The values that the server works with: users, classes, sessions and marks. No I/O.

Everywhere above the store, ids are strings of 24 hexadecimal digits. Times are aware UTC datetimes
in whole milliseconds, the precision of MongoDB and of the wire.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum, StrEnum
from typing import Annotated, TypeAlias

from attrs import Factory, field, frozen

from .text import number_key

ID_PATTERN = "[0-9a-fA-F]{24}"
Id: TypeAlias = Annotated[str, "id"]
"""An id as clients send it. Any text is accepted; one that is not a valid id matches nothing."""

_ID = re.compile(ID_PATTERN)

RESTORE_WITHIN = timedelta(days=30)
"""How long a discarded session can be restored."""


UNDO_WITHIN = timedelta(days=1)
"""How long an import can be undone."""


def is_id(text: str) -> bool:
    """Whether `text` has the form of an id."""
    return _ID.fullmatch(text) is not None


def creation_time(object_id: str) -> datetime:
    """When the document with this id was created, to the second: an ObjectId starts with it."""
    return datetime.fromtimestamp(int(object_id[:8], 16), UTC)


def utc_now() -> datetime:
    """The current time, cut to milliseconds so that it stays the same when it is saved."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def iso_time(moment: datetime) -> str:
    """The moment as JavaScript's `toISOString()` prints it: `2026-03-02T09:00:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Role(StrEnum):
    TEACHER = "TEACHER"
    STUDENT = "STUDENT"
    ADMIN = "ADMIN"


CHOOSABLE_ROLES = (Role.TEACHER, Role.STUDENT)
"""The roles that a request can name. Administrators are created by a command only."""


class ClassRole(StrEnum):
    """The part that a teacher has in a class: every class has one owner."""

    OWNER = "owner"
    ASSISTANT = "assistant"


class Proof(StrEnum):
    """How an e-mail address was proven to be the account owner's."""

    MAIL = "mail"
    SINGLE_SIGN_ON = "single sign-on"


class Status(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"
    LATE = "late"
    EXCUSED = "excused"

    @property
    def attends(self) -> bool:
        """Whether it counts as present."""
        return self in ATTENDING


ATTENDING = frozenset({Status.PRESENT, Status.LATE})
"""The statuses that count as present: late students are included."""


class ResetWay(StrEnum):
    """How the code for a new password was given to the owner of an account."""

    TEACHER = "teacher"
    OFFICE = "office"
    COMMAND = "command"
    MAIL = "mail"


@frozen
class PasswordReset:
    """That a password was set with a code: when, and who had issued the code, and when.

    `issuer_id`: the teacher or the administrator; `None` for a command and a mail.
    """

    way: ResetWay
    issued_at: datetime
    at: datetime
    issuer_id: str | None = None


@frozen
class ResetCode:
    """A stored code for a new password.

    `email`: the address that it was mailed to, which has to be that of the account still.
    """

    code_hash: bytes = field(repr=False)
    way: ResetWay
    issued_at: datetime
    until: datetime
    issuer_id: str | None = None
    email: str | None = None


@frozen
class Subject:
    """Who someone is for a provider of single sign-on; never another person's."""

    issuer: str
    id: str


@frozen
class User:
    """A user's account.

    Its log-in names are the `email` and, for students of a school that has such numbers, the
    `student_number`; students who were imported may have the number only. Mail for the family goes
    to `contact_email`: it is no log-in name, and siblings may share it. `confirmed_email`: the
    address that was proven to be the owner's.

    `password_version`: the number of password changes; tokens of another version are invalid.
    `issuer_id`: the teacher who issues the code of an unclaimed account, which has no password: its
    `password_hash` is empty. `code_until`: when that code expires. `importer_id`: the teacher whose
    import created the account; `None` if its owner signed up. `ended_tokens`: the ids of tokens
    that were revoked before they expired. `disabled_at`: since when an administrator keeps its
    owner from using it; `None`: they may. `merging_into`: the account that this one is being
    merged into. `subject`: who signs on to it; an account that knows only that has no password,
    and an empty `password_hash`. `password_reset`: the last time that its password was set with a
    code.
    """

    id: str
    name: str
    email: str | None
    role: Role
    password_hash: bytes = field(repr=False)
    password_version: int = 0
    issuer_id: str | None = None
    importer_id: str | None = None
    code_until: datetime | None = None
    ended_tokens: frozenset[str] = frozenset()
    disabled_at: datetime | None = None
    merging_into: str | None = None
    password_reset: PasswordReset | None = None
    student_number: str | None = None
    contact_email: str | None = None
    confirmed_email: str | None = None
    subject: Subject | None = None

    @property
    def login_name(self) -> str:
        """What attempts to log in to the account are counted under, whichever name they used."""
        return self.email or number_key(self.student_number or self.id)

    @property
    def login_names(self) -> tuple[str, ...]:
        """The names that log in to the account, as requests hold them."""
        number = number_key(self.student_number) if self.student_number else None
        return tuple(name for name in (self.email, number) if name)

    @property
    def disabled(self) -> bool:
        """Whether its owner may not log in, and none of its tokens is valid."""
        return self.disabled_at is not None

    @property
    def claimed(self) -> bool:
        """Whether the owner has taken it over, and so may log in."""
        return self.issuer_id is None

    @property
    def signed_up(self) -> bool:
        """Whether the owner created the account, and no teacher."""
        return self.importer_id is None and self.claimed


@frozen
class Identity:
    """The user that a token identifies, and when the token expires, in seconds since 1970.

    `password_version`: the user's when the token was issued. `token_id`: the id of the token.
    `device_id`: the device that it was issued through, if that is remembered.
    """

    user_id: str
    role: Role
    expires_at: float
    password_version: int = 0
    token_id: str = ""
    device_id: str | None = None


class LogInOrigin(StrEnum):
    """How the user of a remembered device has proven who they are."""

    PASSWORD = "password"
    CLAIM = "claim"
    SSO = "sso"


@frozen
class Device:
    """A browser or a program on which a user stays logged in.

    `name`: what the program calls itself, such as `Firefox on Android`; empty if it does not say.
    `password_version`: the user's when it was last known to be theirs; with another one, the device
    has ended. `expires_at`: when it ends unless it is used before.
    """

    id: str
    user_id: str
    name: str
    origin: LogInOrigin
    password_version: int
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime


class Missing(Enum):
    """The value of a field that was left out, where `None` has a meaning of its own."""

    MISSING = "missing"


@frozen
class Assistant:
    """A teacher who takes attendance in another teacher's class.

    `until`: when that ends, for a substitute; `None`: it does not.
    """

    user_id: str
    until: datetime | None = None

    def is_over(self, at: datetime) -> bool:
        """Whether they are no longer an assistant at that time."""
        return self.until is not None and self.until <= at


@frozen
class Class:
    """A class and the ids of its students.

    `teacher_id`: its owner. `assistants`: its other teachers, substitutes whose time is over
    included. `late_after`: minutes from the start of a session after which arriving students are
    late; `None`: only those who are marked late. No session can start in an `archived` class.
    """

    id: str
    class_name: str
    teacher_id: str
    student_ids: tuple[str, ...] = ()
    late_after: int | None = None
    archived: bool = False
    assistants: tuple[Assistant, ...] = ()

    def role_of(self, user_id: str, at: datetime) -> ClassRole | None:
        """The user's part in the class at that time; `None`: they are not one of its teachers."""
        if user_id == self.teacher_id:
            return ClassRole.OWNER
        return ClassRole.ASSISTANT if user_id in teachers_at(self, at) else None

    @property
    def heir(self) -> str | None:
        """The assistant who becomes the owner if the owner's account is deleted.

        It is the first who is no substitute; `None` if there is none.
        """
        return next((each.user_id for each in self.assistants if each.until is None), None)


@frozen
class InvitedAs:
    """What a teacher called a student whom they invited, as far as it was given."""

    name: str | None = None
    email: str | None = None
    student_number: str | None = None


@frozen
class Invitation:
    """A class that a student is invited to. `needs_code`: whether accepting takes a code."""

    class_id: str
    class_name: str
    teacher_id: str
    needs_code: bool
    invited_as: InvitedAs


@frozen
class PendingStudent:
    """A student who is invited to a class and not in it yet.

    `needs_code`: whether the account is not proven to be the student's, so that joining takes a
    code or a confirmation.
    """

    student_id: str
    needs_code: bool
    invited_as: InvitedAs


@frozen
class ImportRecord:
    """What an import has done: the ids of accounts that it created, enrolled and invited.

    `by`: the teacher who made it. `joined` are students who had an account.
    """

    id: str
    class_id: str
    by: str
    at: datetime
    created: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()

    @property
    def undoable_until(self) -> datetime:
        """The last moment at which it can be undone."""
        return self.at + UNDO_WITHIN


@frozen
class ClassOutline:
    """A class from the view of one member, with the number of students instead of their ids.

    `role`: their part in it, if they teach it, as a substitute `until` some time, which may be
    over. `attends`: whether they are one of its students.
    """

    id: str
    class_name: str
    late_after: int | None
    archived: bool
    students: int
    role: ClassRole | None
    until: datetime | None
    attends: bool


@frozen
class ClassChange:
    """A change to a class; fields that are `MISSING` stay as they are."""

    class_name: str | Missing = Missing.MISSING
    late_after: int | Missing | None = Missing.MISSING
    archived: bool | Missing = Missing.MISSING


@frozen
class Mark:
    """The latest mark of a student in a session.

    `seq` numbers the changes of one session in the order in which the server accepted them: many
    marks may share a millisecond, a mark may arrive late, and the order must survive a restart.
    `decided_at` is later than `marked_at` if the teacher has repeated the mark; it decides which of
    two marks is newer.
    """

    student_id: str
    status: Status
    marked_at: datetime
    seq: int
    decided_at: datetime = field(default=Factory(lambda self: self.marked_at, takes_self=True))


@frozen
class Correction:
    """A change of a student's mark after the end of the session: by whom, when and why."""

    student_id: str
    from_: Status
    to: Status
    reason: str
    by: str
    at: datetime


@frozen
class Reopening:
    """A session that had ended at `ended_at` was reopened at `at` by the user `by`."""

    ended_at: datetime
    by: str
    at: datetime


@frozen
class Discard:
    """The decision that a session no longer counts: by whom, when and why."""

    by: str
    at: datetime
    reason: str

    @property
    def restorable_until(self) -> datetime:
        """The last moment at which the session can be restored."""
        return self.at + RESTORE_WITHIN


@frozen
class Session:
    """The attendance of one lesson, as saved in one document.

    `teacher_id`: the owner of its class; of an ended session, the one at that time. `assistants`:
    those of its class, known only of a session that is to run. `commit`: the number of the last
    `Commit` that was applied. `late_after`: that of the class when the session started. A
    `discarded` session has ended, and counts nowhere.
    """

    id: str
    class_id: str
    class_name: str
    teacher_id: str
    started_at: datetime
    roster: tuple[str, ...]
    marks: Mapping[str, Mark] = field(factory=dict)
    ended_at: datetime | None = None
    commit: int = 0
    late_after: int | None = None
    corrections: tuple[Correction, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    discarded: Discard | None = None
    assistants: tuple[Assistant, ...] = ()

    def result_of(self, student_id: str) -> Status:
        """The final status of a student on the roster: absent if they were never marked."""
        mark = self.marks.get(student_id)
        return mark.status if mark else Status.ABSENT


def teachers_at(taught: Class | Session, at: datetime) -> dict[str, datetime | None]:
    """The ids of the teachers at that time, the owner first.

    Each is with the moment at which their time is over; `None`: it has no end.
    """
    assistants = {each.user_id: each.until for each in taught.assistants if not each.is_over(at)}
    return {taught.teacher_id: None, **assistants}


@frozen
class SessionSummary:
    """A session without its roster: how many were on it, and how many have each status.

    `present_count` includes late students.
    """

    id: str
    class_id: str
    class_name: str
    started_at: datetime
    ended_at: datetime | None
    total: int
    present_count: int
    late_count: int
    excused_count: int
    discarded: Discard | None = None

    @classmethod
    def of(cls, session: Session) -> "SessionSummary":
        """The summary of a session, with its marks counted."""
        counts = Counter(mark.status for mark in session.marks.values())
        return cls(
            id=session.id,
            class_id=session.class_id,
            class_name=session.class_name,
            started_at=session.started_at,
            ended_at=session.ended_at,
            total=len(session.roster),
            present_count=sum(counts[status] for status in ATTENDING),
            late_count=counts[Status.LATE],
            excused_count=counts[Status.EXCUSED],
            discarded=session.discarded,
        )


@frozen
class TeachingRecord:
    """A session, and the changes that one teacher made after it had ended."""

    summary: SessionSummary
    corrections: tuple[Correction, ...]
    reopenings: tuple[Reopening, ...]


@frozen
class Commit:
    """One write to the document of a session, applied completely or not at all.

    A commit is applied only if its `number` is higher than that of the last one, so a write that
    arrives late, after its successor, changes nothing. With `replaces`, the `roster`, `marks`,
    `ended_at` and `discarded` replace what is saved; otherwise they are added to it.
    """

    session_id: str
    number: int
    replaces: bool
    roster: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    ended_at: datetime | None = None
    discarded: Discard | None = None


@frozen
class Span:
    """The sessions that started at `since` or later and before `until`; `None`: no bound."""

    since: datetime | None = None
    until: datetime | None = None


@frozen
class Counts:
    """The number of sessions, or of students, with each status."""

    present: int
    late: int
    excused: int
    absent: int


@frozen
class Attendance:
    """A student's attendance over a number of ended sessions.

    `sessions`: the number of sessions with the student on the roster. `rate`: the share that they
    attended of the sessions they were not excused from; `null` if there are none. `absence_run`:
    how many they were absent from since the last one they attended; excused sessions neither add to
    it nor end it. `last_seen`: when the last session they attended started.
    """

    sessions: int
    counts: Counts
    rate: float | None
    absence_run: int
    last_seen: datetime | None


@frozen
class StudentReport(Attendance):
    """A student's attendance in a class.

    `enrolled`: whether they are in the class now. `name` is `null` if the account was deleted.
    """

    student_id: Id
    name: str | None
    email: str | None
    enrolled: bool
    student_number: str | None = field(default=None, kw_only=True)


@frozen
class ClassReport(Attendance):
    """A student's attendance in one class; `enrolled`: whether they are in it now."""

    class_id: Id
    class_name: str
    enrolled: bool


@frozen
class SessionReport:
    """The result of an ended session. `total`: the number of students on its roster.

    `rate`: the share that attended of the students who were not excused; `null` if there are none.
    """

    id: Id
    started_at: datetime
    ended_at: datetime
    total: int
    counts: Counts
    rate: float | None


@frozen
class MatrixRow:
    """A student's status in each session of a class; `null` if they were not on its roster."""

    student_id: Id
    name: str | None
    email: str | None
    enrolled: bool
    statuses: tuple[Status | None, ...]
    student_number: str | None = field(default=None, kw_only=True)


class ReportOrder(StrEnum):
    """The order of the students in a report; those who need attention come first."""

    NAME = "name"
    RATE = "rate"
    ABSENT = "absent"
    ABSENCE_RUN = "absenceRun"
    LAST_SEEN = "lastSeen"


class Outcome(StrEnum):
    """The outcome of a line of a roster.

    `NEW`: an account is created. `KNOWN`: an existing account is enrolled. `ENROLLED`: the account
    is enrolled already. `UNPROVEN`: the address belongs to an account that is not known to this
    teacher; its owner is invited with a code. `WRONG`: the line has a mistake.
    """

    NEW = "new"
    KNOWN = "known"
    ENROLLED = "enrolled"
    UNPROVEN = "unproven"
    WRONG = "wrong"
