"""What a handler takes, answers and refuses, which the API description publishes."""

from collections.abc import Callable
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar

from attrs import frozen

from ..audit import Action
from ..errors import AttendanceError

H = TypeVar("H", bound=Callable[..., Any])


class Tag(StrEnum):
    """What the API description sorts calls by."""

    AUTH = "Auth"
    CLASSES = "Classes"
    INVITATIONS = "Invitations"
    STUDENTS = "Students"
    ATTENDANCE = "Attendance"
    HISTORY = "History"
    ENDED = "Ended"
    REPORTS = "Reports"
    ROSTERS = "Rosters"
    EXPORT = "Export"
    HEALTH = "Health"
    SOCKET = "Socket"
    PAGES = "Pages"
    DOCS = "Docs"


@frozen
class Bare:
    """An answer without the envelope, or a body that is no JSON."""

    media_type: str


@frozen
class Operation:
    """What a handler does, for those who call it.

    `summary` is a line, `tag` its chapter of the description, and `note` what else there is to
    know. `body` and `query` are the classes that they are read as; a body may be one of several,
    and missing where it is `optional`. `takes`: the forms of a body that is a file. `answer`: the
    class of the answer's `data`, or a list of it; `None`: there is no body. `files`: the other
    forms in which the same can be had. `refuses`: what can be wrong, beside what the handler's
    guard, its body and its use of the database bring along. `audit`: the audit event that a call
    is; of one that only reads, where its answer is a file.
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
    """Describes the decorated handler, above or below its guard; see `Operation`."""

    def describe(handler: H) -> H:
        handler.operation = Operation(  # type: ignore[attr-defined]
            summary, tag, note, body, optional, takes, query, answer, status, files, refuses, audit
        )
        return handler

    return describe


def operation_of(handler: object) -> Operation | None:
    """What a handler was described as, if it was."""
    found: Operation | None = getattr(handler, "operation", None)
    return found
