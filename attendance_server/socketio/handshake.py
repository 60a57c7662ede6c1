"""The requests that are refused before anything else, with the JavaScript server's own answers."""

from collections.abc import Container
from urllib.parse import parse_qs

import orjson
from aiohttp import hdrs, web
from attrs import frozen

from ..errors import Unauthorized
from ..errors.requests import OriginNotAllowed
from ..http.auth import token_in_header

POLLING, WEBSOCKET = "polling", "websocket"
VERSION = "4"


@frozen
class Refusal:
    """An answer: its code and its message are what the JavaScript server uses."""

    code: int
    message: str
    status: int = 400

    def body(self) -> bytes:
        return orjson.dumps({"code": self.code, "message": self.message})

    def answer(self) -> web.Response:
        return web.Response(body=self.body(), status=self.status, content_type="application/json")


TRANSPORT_UNKNOWN = Refusal(0, "Transport unknown")
SESSION_UNKNOWN = Refusal(1, "Session ID unknown")
BAD_METHOD = Refusal(2, "Bad handshake method")
BAD_REQUEST = Refusal(3, "Bad request")
FORBIDDEN = Refusal(4, OriginNotAllowed.message, 403)
UNSUPPORTED = Refusal(5, "Unsupported protocol version")


@frozen
class Ask:
    """What a request to `/socket.io/` asks for. `sid`: the session that it belongs to, if any."""

    method: str
    transport: str | None
    version: str | None
    sid: str | None
    upgrade: bool
    jsonp: bool

    @classmethod
    def of(cls, request: web.Request) -> "Ask":
        # Not `request.query`, whose result is kept as long as the request, and so as the socket.
        query = parse_qs(request.rel_url.raw_query_string)

        def first(name: str) -> str | None:
            return query[name][0] if name in query else None

        return cls(
            method=request.method,
            transport=first("transport"),
            version=first("EIO"),
            sid=first("sid"),
            upgrade=request.headers.get(hdrs.UPGRADE, "").strip().lower() == WEBSOCKET,
            jsonp="j" in query,
        )

    def refusal(self, sessions: Container[str]) -> Refusal | None:
        """Why it is not answered otherwise. `sessions`: those on long polling, by their ids."""
        if self.transport not in (POLLING, WEBSOCKET):
            return TRANSPORT_UNKNOWN
        if self.sid is not None:
            if self.sid not in sessions:
                return SESSION_UNKNOWN
            if self.method not in (hdrs.METH_GET, hdrs.METH_POST):
                return BAD_REQUEST
        elif self.method != hdrs.METH_GET:
            return BAD_METHOD
        elif self.version != VERSION:
            return UNSUPPORTED
        if self.upgrade != (self.transport == WEBSOCKET) or self.jsonp:
            return BAD_REQUEST
        return None


def token_of(request: web.Request) -> str | None:
    """The token of a handshake, in its query or its header, `None` if there is none."""
    query = parse_qs(request.rel_url.raw_query_string)
    if "token" in query:
        return query["token"][0]
    try:
        return token_in_header(request)
    except Unauthorized:
        return None


def bare(token: str) -> str:
    """A token without `Bearer` in front of it."""
    scheme, _, rest = token.strip().partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else token.strip()
