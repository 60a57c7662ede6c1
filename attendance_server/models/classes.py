"""Classes: their teachers, their students, and who is invited."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from .check_in import DEFAULT_RULES, CheckInChange, CheckInRules
from .ids import Missing
from .syncs import Renaming

UNDO_WITHIN = timedelta(days=1)
"""How long an import can be undone."""


class ClassRole(StrEnum):
    """The part that a teacher has in a class: every class has one owner."""

    OWNER = "owner"
    ASSISTANT = "assistant"


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


class Taught(Protocol):
    """What has teachers: a class, or a session as it was when it started."""

    @property
    def teacher_id(self) -> str: ...

    @property
    def assistants(self) -> tuple[Assistant, ...]: ...


def teachers_at(taught: Taught, at: datetime) -> dict[str, datetime | None]:
    """The ids of the teachers at that time, the owner first.

    Each is with the moment at which their time is over; `None`: it has no end.
    """
    assistants = {each.user_id: each.until for each in taught.assistants if not each.is_over(at)}
    return {taught.teacher_id: None, **assistants}


@frozen
class Class:
    """A class and the ids of its students.

    `teacher_id`: its owner. `assistants`: its other teachers, substitutes whose time is over
    included. `late_after`: minutes from the start of a session after which arriving students are
    late; `None`: only those who are marked late. No session can start in an `archived` class.
    `check_in`: how its students check in themselves.
    """

    id: str
    class_name: str
    teacher_id: str
    student_ids: tuple[str, ...] = ()
    late_after: int | None = None
    archived: bool = False
    assistants: tuple[Assistant, ...] = ()
    check_in: CheckInRules = DEFAULT_RULES

    def role_of(self, user_id: str, at: datetime) -> ClassRole | None:
        """The user's part in the class at that time; `None`: they are not one of its teachers."""
        if user_id == self.teacher_id:
            return ClassRole.OWNER
        return ClassRole.ASSISTANT if user_id in teachers_at(self, at) else None

    @property
    def heir(self) -> str | None:
        """The assistant who becomes the owner if the owner's account is deleted.

        That is the first assistant who is not a substitute, or `None`.
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

    `by`: the teacher who made it, or in whose class it was made. `joined` are students who had an
    account. `left`: those who left the class, because they were not in the file that it was brought
    up to date with; `withdrawn` invitations of others are not among them. `renamed`: the accounts
    that got another name.
    """

    id: str
    class_id: str
    by: str
    at: datetime
    created: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    renamed: tuple[Renaming, ...] = ()

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
    check_in: CheckInChange | Missing = Missing.MISSING


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
