"""Converts JSON to the classes of the contract and back."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Protocol, TypeAlias, TypeVar

import orjson
from cattrs import ClassValidationError

from ..errors.requests import InvalidSchema
from ..errors.sockets import InvalidFrame, InvalidFrameId
from ..problems import FieldError, Problem, ProblemCode
from .fields import converter, password_rules, wire_name
from .password_rules import CONTRACT, PasswordRules

T = TypeVar("T")

FrameId: TypeAlias = str | int
"""The id that a client gives to a frame, so that it recognises the answer."""

MAX_FRAME_ID = 64

FRAME_ID: dict[str, object] = {
    "description": f"up to {MAX_FRAME_ID} characters, or an integer of 64 bits without a fraction",
    "anyOf": [
        {"type": "string", "maxLength": MAX_FRAME_ID},
        {"type": "integer", "minimum": -(2**63), "maximum": 2**64 - 1},
    ],
}
"""The JSON Schema of a `FrameId`."""


class ServerEvent(Protocol):
    """The `data` of a server frame; `event` is the name of the frame."""

    event: ClassVar[str]


def parse_body(raw: bytes, cls: type[T], passwords: PasswordRules = CONTRACT) -> T:
    """A request body as `cls`. Raises `InvalidSchema` with every problem found.

    `passwords`: the rules for new passwords in it.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise InvalidSchema([Problem("", "expected JSON", ProblemCode.MALFORMED_JSON)]) from None
    token = password_rules.set(passwords)
    try:
        return parse_fields(value, cls)
    finally:
        password_rules.reset(token)


def parse_fields(value: object, cls: type[T]) -> T:
    """`value`, from JSON or a query, as `cls`. Raises `InvalidSchema`."""
    try:
        return converter.structure(value, cls)
    except ClassValidationError as exc:
        raise InvalidSchema(list(_problems(exc))) from None
    except (TypeError, ValueError) as exc:
        raise InvalidSchema([_problem("", exc)]) from None


def _problems(group: ClassValidationError) -> Iterator[Problem]:
    """The problems in a group of errors. Their texts never repeat what was sent."""
    fields, others = group.group_exceptions()
    for exc, note in fields:
        name = wire_name(note.name)
        if isinstance(exc, ClassValidationError):
            yield from (problem.within(name) for problem in _problems(exc))
        else:
            yield _problem(name, exc)
    for exc in others:
        yield _problem("", exc)


def _problem(path: str, exc: Exception) -> Problem:
    if isinstance(exc, FieldError):
        return exc.at(path)
    if isinstance(exc, KeyError):
        return Problem(path, "required", ProblemCode.REQUIRED)
    return Problem(path, str(exc), ProblemCode.WRONG_TYPE)


def parse_frame(raw: bytes) -> dict[str, Any]:
    """The JSON object of a client frame. Raises `InvalidFrame` for anything else."""
    try:
        frame = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise InvalidFrame from None
    if not isinstance(frame, dict):
        raise InvalidFrame
    return frame


def id_of(frame: Mapping[str, Any]) -> FrameId | None:
    """The id of a client frame, `None` if it has none. Raises `InvalidFrameId`."""
    if "id" not in frame:
        return None
    frame_id = frame["id"]
    # `True` is an `int` too. orjson has read an integer of more than 64 bits as a `float`.
    if type(frame_id) is int or (type(frame_id) is str and len(frame_id) <= MAX_FRAME_ID):
        return frame_id
    raise InvalidFrameId


def event_of(frame: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The event and the data of a client frame; the data may be left out. Raises `InvalidFrame`."""
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
    """`value` as plain JSON data with wire names."""
    return converter.unstructure(value)
