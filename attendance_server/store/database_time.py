"""Expressions about a time in a document, decided by the database's clock."""

from datetime import UTC, datetime
from typing import Any

from .documents import Document

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

LONGEST_COMMAND = 60.0
"""Seconds: no command of ours is under way at the database for longer."""


def in_seconds(seconds: float) -> Document:
    """The moment so many seconds from now."""
    return {"$add": ["$$NOW", round(seconds * 1000)]}


def is_over(field: str, longest: float) -> Document:
    """Whether the moment in a field is past, or there is none.

    One that was written while the clock was wrong is over as well: it is more than the `longest`
    seconds ahead, and by more than a command takes. Two updates of a document at the same time get
    in each other's way. The database repeats one of them, with the `$$NOW` at which it began, which
    may be before that of the other one.
    """
    moment = {"$ifNull": [f"${field}", _NEVER]}
    too_far = in_seconds(longest + LONGEST_COMMAND)
    return {"$or": [{"$lte": [moment, "$$NOW"]}, {"$gt": [moment, too_far]}]}


def either(condition: Document, then: Any, otherwise: Any) -> Document:
    """The value `then` where the condition holds, and else the other one."""
    return {"$cond": [condition, then, otherwise]}
