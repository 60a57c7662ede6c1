"""Ids and times, as they are everywhere above the store."""

import re
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, TypeAlias

ID_PATTERN = "[0-9a-fA-F]{24}"
Id: TypeAlias = Annotated[str, "id"]
"""An id as clients send it. Any text is accepted; one that is not a valid id matches nothing."""

_ID = re.compile(ID_PATTERN)


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


class Missing(Enum):
    """The value of a field that was left out, where `None` has a meaning of its own."""

    MISSING = "missing"
