"""Events as they are saved with the commit that they belong to, for the other servers to tell.

Only what the whole room, or a teacher with several sockets, hears is recorded: what answers one
client, such as a mark that stays as it was, is told where it was asked.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from attrs import fields, frozen

from ..models import EventRecord
from .changes import (
    CheckInSet,
    Ended,
    Enrolled,
    Held,
    Marked,
    MarkedTogether,
    Saved,
    SessionEvent,
    Unenrolled,
)
from .live_session import LiveSession

log = logging.getLogger(__name__)

Encode: TypeAlias = Callable[[Any], Mapping[str, Any]]
Decode: TypeAlias = Callable[[Mapping[str, Any], LiveSession], Mapping[str, Any]]


@frozen
class Recorded:
    """How events of a class are recorded: their fields as plain values, and back."""

    cls: type[SessionEvent]
    encode: Encode
    decode: Decode


RECORDED: dict[str, Recorded] = {}
"""By the names of their classes. Packages above this one add theirs."""


def recorded(
    cls: type[SessionEvent], encode: Encode | None = None, decode: Decode | None = None
) -> None:
    """Have events of this class recorded. By default their fields are plain values."""
    RECORDED[cls.__name__] = Recorded(cls, encode or _encode, decode or _decode)


def records_of(event: Saved) -> Iterable[EventRecord]:
    """What other servers are to tell of an event."""
    if isinstance(event, MarkedTogether):
        return [record for each in event.each() for record in records_of(each)]
    if isinstance(event, Marked | CheckInSet) and event.stays:
        return ()
    kind = type(event).__name__
    mark = event.mark if isinstance(event, Marked) else None
    return (EventRecord(kind, RECORDED[kind].encode(event), mark),)


def event_of(record: EventRecord, session: LiveSession) -> SessionEvent | None:
    """The event that was recorded; `None` if this version of the server does not know it."""
    recorded = RECORDED.get(record.kind)
    if recorded is None:
        return None
    values = dict(recorded.decode(record.fields, session))
    if record.mark:
        values["mark"] = record.mark
    try:
        return recorded.cls(session=session, **values)
    except TypeError:
        log.warning("a %s of another version of the server cannot be told", record.kind)
        return None


def _encode(event: SessionEvent) -> dict[str, Any]:
    return {
        each.name: getattr(event, each.name)
        for each in fields(type(event))
        if each.name not in ("session", "mark") and getattr(event, each.name) != each.default
    }


def _decode(values: Mapping[str, Any], _: LiveSession) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }


for _cls in (Marked, Enrolled, Unenrolled, Ended, CheckInSet, Held):
    recorded(_cls)
