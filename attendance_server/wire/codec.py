"""How JSON becomes the classes of the contract, and back."""

from collections.abc import Iterator
from typing import Any, ClassVar, Protocol, TypeVar

import orjson
from cattrs import ClassValidationError

from ..errors import Fault, InvalidFrame, InvalidSchema
from .fields import converter, password_rules, wire_name
from .password_rules import CONTRACT, PasswordRules

T = TypeVar("T")


class ServerEvent(Protocol):
    """The `data` of a frame from the server; `event` is the frame's name."""

    event: ClassVar[str]


def parse_body(raw: bytes, cls: type[T], passwords: PasswordRules = CONTRACT) -> T:
    """A request body as `cls`. Raises `InvalidSchema` with every fault found.

    `passwords`: the rules for new passwords in it.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise InvalidSchema([Fault("", "expected JSON")]) from None
    before = password_rules.set(passwords)
    try:
        return parse_fields(value, cls)
    finally:
        password_rules.reset(before)


def parse_fields(value: object, cls: type[T]) -> T:
    """`value`, as JSON or a query gives it, as `cls`. Raises `InvalidSchema`."""
    try:
        return converter.structure(value, cls)
    except ClassValidationError as exc:
        raise InvalidSchema(list(_faults(exc))) from None
    except (TypeError, ValueError) as exc:
        raise InvalidSchema([Fault("", str(exc))]) from None


def _faults(group: ClassValidationError) -> Iterator[Fault]:
    """The faults of a group, in words that never repeat what was sent."""
    fields, others = group.group_exceptions()
    for exc, note in fields:
        name = wire_name(note.name)
        yield Fault(name, "required" if isinstance(exc, KeyError) else str(exc))
    for exc in others:
        yield Fault("", str(exc))


def parse_frame(raw: bytes) -> tuple[str, dict[str, Any]]:
    """The event and the data of a client frame; missing data is empty.

    Raises `InvalidFrame` where the frame is not a JSON object of that form.
    """
    try:
        frame = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise InvalidFrame from None
    if not isinstance(frame, dict):
        raise InvalidFrame
    event, data = frame.get("event"), frame.get("data", {})
    if not isinstance(event, str) or not isinstance(data, dict):
        raise InvalidFrame
    return event, data


def parse_payload(data: dict[str, Any], cls: type[T]) -> T:
    """The data of a known event as `cls`. Raises `InvalidFrame`."""
    try:
        return converter.structure(data, cls)
    except (ClassValidationError, TypeError, ValueError):
        raise InvalidFrame from None


def frame_text(payload: ServerEvent) -> bytes:
    """The JSON text of a server frame."""
    return orjson.dumps({"event": payload.event, "data": converter.unstructure(payload)})


def to_wire(value: object) -> Any:
    """`value` as plain JSON data under the wire's names."""
    return converter.unstructure(value)
