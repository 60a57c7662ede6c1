"""The WebSocket as an AsyncAPI 3.0 document (https://v3.asyncapi.com/docs/reference/specification).

Its operations are the server's: it receives what clients send, and it sends what they get.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import attrs
from aiohttp import WSCloseCode

from .. import __version__
from ..checkin.events import EVENTS
from ..errors import AttendanceError
from ..errors.server import StorageUnavailable
from ..errors.sockets import (
    InvalidFrame,
    InvalidFrameId,
    ServerFull,
    SocketUnauthorized,
    StudentEventOnly,
    TeacherEventOnly,
    TooManyFrames,
    TooManySockets,
    UnknownEvent,
)
from ..http.auth import BEARER_PROTOCOL
from ..live.events import Event
from ..live.reader import MAX_FRAME
from ..live.revocation import UNAUTHORIZED
from ..live.socket import PROTOCOL
from ..models import Role
from ..wire import absence_notes, arrivals, check_in, joining, messages
from ..wire.codec import FRAME_ID
from ..wire.messages import Error
from .json_schema import TITLE, Json, Schemas

PATH = "/ws"
SOCKETIO_PATH = "/socket.io/"

ABOUT_SOCKETIO = """\
The same events for clients of Socket.IO 3 and 4 (Engine.IO 4, Socket.IO 5): `event` is the name of
the event, and `data` its one argument. There is no `id`: where `emit` is given a callback, its
sender gets the event that answers it, and then the callback is called with `{event, data}`.

The token is `auth.token`, or `token` in the query, or in the header, with or without `Bearer `.
Without a valid one, `connect_error` has the message `Authentication error`. After the `ERROR` for a
token that has ended, the server disconnects the client.
"""

ABOUT = f"""\
Every frame is text, `{{"event": "…", "data": {{…}}}}`, of at most {MAX_FRAME:,} bytes. What a
socket sends is handled in that order, and its answers come in that order. All sockets of a session
see its events in the same order, and nothing before it is saved.

A session is meant by `classId`, which may be left out by who runs or attends one only.

A client's frame may have an `id`. The frame that answers it, `ERROR` included, has the same one;
what others in the session get has none.
"""

TOKENS: Json = {
    "query": {
        "type": "httpApiKey",
        "in": "query",
        "name": "token",
        "description": "The token that `POST /auth/login` gives, in the query.",
    },
    "header": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "`Bearer` and the token.",
    },
    "subprotocol": {
        "type": "httpApiKey",
        "in": "header",
        "name": "Sec-WebSocket-Protocol",
        "description": "For browsers: "
        f'`new WebSocket(url, ["{PROTOCOL}", "{BEARER_PROTOCOL}" + token])`.',
    },
}

CLOSE_CODES: dict[int, str] = {
    WSCloseCode.GOING_AWAY: "The server stops; what was taken is saved.",
    WSCloseCode.POLICY_VIOLATION: "The socket sends too many frames, or its user has too many "
    "sockets; an `ERROR` goes ahead.",
    WSCloseCode.MESSAGE_TOO_BIG: f"A frame has more than {MAX_FRAME:,} bytes.",
    WSCloseCode.TRY_AGAIN_LATER: "The client reads too slowly, or the server has no room "
    "for one more socket; then an `ERROR` goes ahead.",
    UNAUTHORIZED: "There is no token, or it is wrong, has run out, or was ended; an `ERROR` goes "
    "ahead.",
}

CORRELATION: Json = {
    "description": "The `id` of a client's frame is that of the frame which answers it.",
    "location": "$message.payload#/id",
}

AT_ANY_TIME = (
    InvalidFrame,
    InvalidFrameId,
    UnknownEvent,
    SocketUnauthorized,
    TooManyFrames,
    TooManySockets,
    ServerFull,
)
"""What any socket can be told, whatever event it sends."""


def asyncapi() -> Json:
    """The document of all events."""
    components = Schemas()
    described = {name: _taken(name, event, components) for name, event in EVENTS.items()}
    answers = {Error, *(event.answer for event in EVENTS.values())}
    for payload in _server_events():
        described[payload.event] = _given(payload, components, answers=payload in answers)
    components.components[Error.__name__]["properties"] = {
        "message": {"enum": list(dict.fromkeys(error.message for error in _errors()))},
        "code": {"enum": list(dict.fromkeys(error.code for error in _errors()))},
    }
    sent = {name: {"$ref": f"#/components/messages/{name}"} for name in described}
    operations = {_operation_id(name): _receive(name, event) for name, event in EVENTS.items()}
    for payload in _server_events():
        operations[_operation_id(payload.event)] = _send(payload)
    return {
        "asyncapi": "3.0.0",
        "info": {"title": TITLE, "version": __version__, "description": ABOUT},
        "defaultContentType": "application/json",
        "servers": {protocol: _server(protocol) for protocol in ("ws", "wss")},
        "channels": {
            "socket": {
                "address": PATH,
                "description": "One socket of one user; `/` is the same.",
                "messages": sent,
                "bindings": {"ws": {"method": "GET"}},
                "x-close-codes": {str(int(code)): why for code, why in CLOSE_CODES.items()},
            },
            "socketio": {
                "address": SOCKETIO_PATH,
                "description": ABOUT_SOCKETIO,
                "messages": sent,
            },
        },
        "operations": operations,
        "components": {
            "messages": described,
            "schemas": components.components,
            "correlationIds": {"frame": CORRELATION},
            "securitySchemes": TOKENS,
        },
    }


def _server_events() -> list[Any]:
    """The classes of all that the server sends."""
    modules = (messages, check_in, arrivals, joining, absence_notes)
    classes = [each for module in modules for each in vars(module).values()]
    return [each for each in classes if attrs.has(each) and hasattr(each, "event")]


def _refusals(event: Event) -> list[type[AttendanceError]]:
    """What who sends the event can be told instead of its answer, in the order of the checks."""
    found: list[type[AttendanceError]] = []
    if event.role:
        found += [TeacherEventOnly if event.role is Role.TEACHER else StudentEventOnly]
    found += [InvalidFrame, *event.refuses]
    if event.queued:
        found += [StorageUnavailable]
    return found


def _errors() -> Iterator[type[AttendanceError]]:
    yield from AT_ANY_TIME
    for event in EVENTS.values():
        yield from _refusals(event)


def _server(protocol: str) -> Json:
    return {
        "host": "{host}",
        "protocol": protocol,
        "variables": {"host": {"default": "127.0.0.1:3000"}},
        "security": [{"$ref": f"#/components/securitySchemes/{name}"} for name in TOKENS],
    }


def _taken(name: str, event: Event, components: Schemas) -> Json:
    data = components.taken(event.payload)
    optional = "required" not in components.fields_taken(event.payload)
    message = _message(name, event.payload, data, ["event"] if optional else ["event", "data"])
    return _identified(message)


def _given(payload: Any, components: Schemas, *, answers: bool) -> Json:
    """The message of a server's frame. `answers`: it may answer one of a client's."""
    message = _message(payload.event, payload, components.given(payload), ["event", "data"])
    message["payload"]["additionalProperties"] = False
    return _identified(message) if answers else message


def _identified(message: Json) -> Json:
    """The message, whose frames may have an `id`."""
    message["payload"]["properties"]["id"] = FRAME_ID
    return message | {"correlationId": {"$ref": "#/components/correlationIds/frame"}}


def _message(name: str, payload: type[Any], data: Json, required: list[str]) -> Json:
    return {
        "name": name,
        "summary": payload.__doc__,
        "payload": {
            "type": "object",
            "properties": {"event": {"const": name}, "data": data},
            "required": required,
        },
    }


def _receive(name: str, event: Event) -> Json:
    whose = f"{event.role.title()}s send" if event.role else "Teachers and students send"
    told = ", ".join(f"`{error.code}` ({error.message})" for error in _refusals(event))
    roles = [event.role] if event.role else list(Role)
    return {
        "action": "receive",
        "summary": f"{whose} this.",
        "description": f"The answer is `{event.answer.event}`, or `{Error.event}` with one of "
        f"these codes: {told}.",
        "tags": [{"name": role.lower()} for role in roles],
        **_messages([name]),
        "reply": _messages([event.answer.event, Error.event]),
    }


def _send(payload: Any) -> Json:
    return {"action": "send", "summary": payload.__doc__, **_messages([payload.event])}


def _messages(names: Iterable[str]) -> Json:
    channel = "#/channels/socket"
    return {
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{name}"} for name in names],
    }


def _operation_id(name: str) -> str:
    """`MARK_ATTENDANCE` is `markAttendance`."""
    head, *tail = name.lower().split("_")
    return head + "".join(word.capitalize() for word in tail)
