"""Expressions about a time in a document, decided by the database's clock."""

from datetime import UTC, datetime
from typing import Any

from .documents import Document

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def in_seconds(seconds: float) -> Document:
    """The moment so many seconds from now."""
    return {"$add": ["$$NOW", round(seconds * 1000)]}


def is_over(field: str, longest: float) -> Document:
    """Whether the moment in a field is past, or there is none.

    One that is more than the `longest` seconds ahead was written while the clock was wrong.
    """
    moment = {"$ifNull": [f"${field}", _NEVER]}
    return {
        "$or": [{"$lte": [moment, "$$NOW"]}, {"$gt": [moment, in_seconds(longest)]}],
    }


def either(condition: Document, then: Any, otherwise: Any) -> Document:
    """The value `then` where the condition holds, and else the other one."""
    return {"$cond": [condition, then, otherwise]}
