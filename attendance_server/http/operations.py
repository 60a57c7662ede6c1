"""What a handler takes, answers and refuses, as the API description publishes it."""

from collections.abc import Callable
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar

from attrs import frozen

from ..audit import Action
from ..errors import AttendanceError

H = TypeVar("H", bound=Callable[..., Any])


class Tag(StrEnum):
    """The chapters of the API description."""

    AUTH = "Auth"
    USERS = "Users"
    CLASSES = "Classes"
    INVITATIONS = "Invitations"
    STUDENTS = "Students"
    ATTENDANCE = "Attendance"
    HISTORY = "History"
    ENDED = "Ended"
    NOTES = "Notes"
    REPORTS = "Reports"
    ROSTERS = "Rosters"
    API_KEYS = "API keys"
    EXPORT = "Export"
    AUDIT = "Audit"
    HEALTH = "Health"
    SOCKET = "Socket"
    PAGES = "Pages"
    DOCS = "Docs"


@frozen
class Bare:
    """An answer without the envelope, or a body other than JSON."""

    media_type: str


@frozen
class Operation:
    """What a handler does, for its callers.

    `summary` is one line, `tag` the chapter of the description, and `note` what else to know.
    `body` and `query` are the classes they are read as; a body may be one of several classes, and
    may be missing if it is `optional`. `takes`: the media types of a body that is a file.
    `answer`: the class of the answer's `data`, or a list of it, or `None` for an answer without a
    body. `files`: other media types in which the same is available. `refuses`: the errors, besides
    those of the handler's guard, of reading its body and of using the database. `audit`: the audit
    event of a call; a call that only reads is an event if its answer is a file.
    """

    summary: str
    tag: Tag
    note: str
    body: type[Any] | UnionType | None
    optional: bool
    takes: tuple[Bare, ...]
    query: type[Any] | None
    answer: Any
    status: int
    files: tuple[Bare, ...]
    refuses: tuple[type[AttendanceError], ...]
    audit: Action | None


def operation(
    summary: str,
    *,
    tag: Tag,
    note: str = "",
    body: type[Any] | UnionType | None = None,
    optional: bool = False,
    takes: tuple[Bare, ...] = (),
    query: type[Any] | None = None,
    answer: Any = None,
    status: int = 200,
    files: tuple[Bare, ...] = (),
    refuses: tuple[type[AttendanceError], ...] = (),
    audit: Action | None = None,
) -> Callable[[H], H]:
    """Describe the decorated handler, above or below its guard; see `Operation`."""

    def describe(handler: H) -> H:
        handler.operation = Operation(  # type: ignore[attr-defined]
            summary, tag, note, body, optional, takes, query, answer, status, files, refuses, audit
        )
        return handler

    return describe


def operation_of(handler: object) -> Operation | None:
    """The description of a handler, if it has one."""
    operation: Operation | None = getattr(handler, "operation", None)
    return operation
