"""Bodies, queries and answers of the calls for administrators.

The docstrings appear in the API description.
"""

from datetime import datetime

from ..audit import Action
from ..models import Id, Missing, NameChange, Role
from .answers import AttendedClass, ClassView, TaughtClass
from .fields import JSON_SCHEMAS, AnyRole, Cursor, Email, Flag, Name, PageSize, Switch
from .frozen import frozen
from .names import NAMES, at_least_one, nothing_to_change
from .report_queries import ReportQuery

USUAL_PAGE = PageSize(100)

CHANGEABLE = (*NAMES, "email", "role", "disabled")
"""The fields of an account that administrators change."""


@frozen
class UserRecord:
    """An account as shown to administrators.

    `claimed`: whether its owner has set a password. `mergingInto`: the account that it is being
    merged into, if that was interrupted.
    """

    id: Id
    name: str
    email: str | None
    role: Role
    claimed: bool
    created_at: datetime
    disabled_at: datetime | None = None
    merging_into: Id | None = None
    student_number: str | None = None
    contact_email: str | None = None
    given_name: str | None = None
    family_name: str | None = None


@frozen
class UserDetail(UserRecord):
    """An account as shown to administrators, with its classes."""

    classes_taught: tuple[TaughtClass, ...] = ()
    classes_attended: tuple[AttendedClass, ...] = ()


@frozen
class UserSearch:
    """The query of `GET /users`: all parameters are optional."""

    q: str = ""
    role: AnyRole | None = None
    disabled: Switch | None = None
    limit: PageSize = USUAL_PAGE
    after: Cursor | None = None


@frozen
class ChangeUser:
    """The fields of an account to change, at least one. Fields that are left out stay as they are.

    The names are changed as in `Rename`. No one can log in to a `disabled` account, and its tokens
    end.
    """

    name: Name | Missing = Missing.MISSING
    given_name: Name | Missing | None = Missing.MISSING
    family_name: Name | Missing | None = Missing.MISSING
    email: Email | Missing = Missing.MISSING
    role: Role | Missing = Missing.MISSING
    disabled: Flag | Missing = Missing.MISSING

    def __attrs_post_init__(self) -> None:
        others = {self.email, self.role, self.disabled}
        if others == {Missing.MISSING} and self.name_change == NameChange():
            raise nothing_to_change(CHANGEABLE)

    @property
    def name_change(self) -> NameChange:
        return NameChange(self.name, self.given_name, self.family_name)


JSON_SCHEMAS[ChangeUser] = at_least_one(CHANGEABLE)


@frozen
class MergeUser:
    """The account that remains."""

    into: Id


@frozen
class SchoolClass(ClassView):
    """A class as listed for administrators. `teacherName`: that of its owner."""

    teacher_name: str | None = None


@frozen
class ClassOwner:
    """The teacher to whom a class moves."""

    teacher_id: Id


@frozen
class AuditQuery(ReportQuery):
    """Which audit events, and their format; all parameters are optional.

    `user`: those of this user; `target`: those about this account, class, session or import.
    `refused`: only what was refused, or only what was not. Without a `limit`, JSON has up to 100
    events, and a file all of them.
    """

    action: Action | None = None
    user: Cursor | None = None
    target: Cursor | None = None
    refused: Switch | None = None
    limit: PageSize | None = None
    after: Cursor | None = None


@frozen
class AuditChange:
    """A value that an action has changed; `of`: what has it, where that is not the target."""

    field: str
    before: str | None
    after: str | None
    of: Id | None = None


@frozen
class AuditTarget:
    """What an action applies to. `name`: that of the account or class, if it still exists."""

    kind: str
    value: str
    name: str | None = None


@frozen
class AuditEntry:
    """An action that was carried out or refused.

    `outcome`: `ok`, `broken off`, the name of the refusal, or `started`: it is in progress, or was
    interrupted. `userName`: `null` also for a deleted account.
    """

    id: Id
    at: datetime
    action: str
    outcome: str
    user_id: Id | None
    user_name: str | None
    address: str | None
    request_id: str | None
    targets: tuple[AuditTarget, ...] = ()
    changes: tuple[AuditChange, ...] = ()
