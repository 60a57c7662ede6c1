"""How students get into a class: its code, and what they hear. The docstrings are published."""

from datetime import datetime
from typing import Any, ClassVar

from attrs import field

from ..models import CodeRule, Id, Membership
from ..problems import FieldError, ProblemCode
from .check_in import Code
from .fields import JSON_SCHEMAS, converter
from .frozen import frozen

JSON_SCHEMAS[CodeRule] = {"enum": list(CodeRule)}


@converter.register_structure_hook
def _structure_rule(value: Any, _: Any) -> CodeRule:
    if isinstance(value, str) and value in set(CodeRule):
        return CodeRule(value)
    raise FieldError("expected " + " or ".join(CodeRule), ProblemCode.UNKNOWN_VALUE)


@frozen
class ChangeClassCode:
    """What the code of a class is good for.

    `off`: for nothing. `atOnce`: it enrols students. `ask`: with it they ask to join, which a
    teacher accepts.
    """

    rule: CodeRule


@frozen
class ClassCodeView:
    """The code of a class, and what it is good for, as in `PATCH /class/:id/code`.

    `code` and `link`: there once the code was on. `link` is without the origin if the server does
    not know its own.
    """

    class_id: Id
    rule: CodeRule
    code: str | None = None
    link: str | None = None


@frozen
class JoinByCode:
    """The code of a class, or the link to join it."""

    code: Code = field(repr=False)


@frozen
class JoinedByCode:
    """The class of a code.

    `joined`: the student is in it; otherwise a teacher has yet to accept them.
    """

    class_id: Id
    class_name: str
    joined: bool


@frozen
class PendingJoinRequest:
    """A class that a student has asked to join, and whose teachers have not answered yet."""

    class_id: Id
    class_name: str
    requested_at: datetime


@frozen
class WithdrawnJoinRequest:
    """A class whose teachers no longer have the student's request to join."""

    class_id: Id


@frozen
class ClassMembership:
    """What the student is to a class now. Sent to the student's sockets that watch.

    `membership`: `enrolled`, `invited`, or `none`, if they have left it or are no longer invited.
    It may be sent again without a change.
    """

    event: ClassVar[str] = "CLASS_MEMBERSHIP"
    class_id: Id
    class_name: str
    membership: Membership


@frozen
class RosterChanged:
    """Students have joined or left a class. Sent to the sockets of its teachers that watch."""

    event: ClassVar[str] = "ROSTER_CHANGED"
    class_id: Id
    total_students: int
