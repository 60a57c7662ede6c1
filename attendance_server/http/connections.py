"""The connections that are open: how many there may be, and how one more is told that it is not let
in.

The system closes a connection for which a process has no file left without a word to anyone. So the
last that the system would grant are kept for saying so.
"""

import asyncio
import logging
import resource
from collections.abc import Callable, Coroutine
from typing import Any, cast

from aiohttp import web

from .. import logs
from ..errors import AttendanceError, MalformedRequest, TooManyConnections
from .envelope import failure, from_aiohttp

SPARE_FILES = 200
"""Files that a server has open beside its connections, those to the database above all."""

SPARE_CONNECTIONS = 2000
"""Connections beside those of the sockets that are let in: requests, and sockets to turn away."""

WARN_FROM, CALM_BELOW = 0.8, 0.7
"""Of the connections that there may be: a warning, and when the next would be worth a line."""

REFUSED_AT_ONCE = 64
"""Connections that have time to read that there is no room; of more, the oldest is closed."""

LAST_WORDS = 2.0
"""Seconds that one that is told so has to send something, or to hang up."""

MALFORMED = 400

log = logging.getLogger(__name__)


def most(sockets: int, asked: int | None = None) -> int:
    """How many connections there may be, where `sockets` may be let in.

    `asked` is the setting, where there is one. Never more than there can be files.
    """
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = asked or sockets + SPARE_CONNECTIONS
    return wanted if files == resource.RLIM_INFINITY else max(1, min(wanted, files - SPARE_FILES))


class Connections:
    """Counts the connections, and says in the log when they become many."""

    def __init__(self, limit: int) -> None:
        """`limit`: how many there may be."""
        self.limit = limit
        self.open = 0
        self.refused = 0
        self.being_refused: dict[Refusal, None] = {}
        self._warned = False
        self._said_full = False

    @property
    def full(self) -> bool:
        return self.open >= self.limit

    def came(self) -> None:
        """One has been taken."""
        self.open += 1
        if not self._warned and self.open >= WARN_FROM * self.limit:
            self._warned = True
            log.warning("%d of %d connections are open", self.open, self.limit)

    def refuse(self) -> None:
        """One was not taken."""
        self.refused += 1
        if not self._said_full:
            self._said_full = True
            log.warning("connections are refused: %d are open, and no more may be", self.open)

    def left(self) -> None:
        """One that was taken is closed."""
        self.open -= 1
        if self.open < CALM_BELOW * self.limit:
            self._warned = self._said_full = False


class Visitor(web.RequestHandler):
    """aiohttp's side of a connection, which is counted while it is open."""

    __slots__ = ("_connections",)

    def __init__(self, connections: Connections, server: web.Server, **options: Any) -> None:
        """`options` are aiohttp's."""
        super().__init__(server, loop=asyncio.get_running_loop(), **options)
        self._connections: Connections | None = connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._connections:
            self._connections.came()
        super().connection_made(transport)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """What is no request, or fails outside of the middlewares, in the form of all failures."""
        super().handle_error(request, status, exc, message)
        response = failure(MalformedRequest() if status == MALFORMED else AttendanceError())
        response.force_close()
        return response

    def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> Coroutine[Any, Any, tuple[web.StreamResponse, bool]]:
        """Write an answer; what aiohttp refuses ahead of the middlewares has their form too."""
        if isinstance(resp, web.HTTPException):
            resp = from_aiohttp(resp)
        return super().finish_response(request, resp, start_time)

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._connections:
            self._connections.left()
            self._connections = None
        super().connection_lost(exc)


class Refusal(asyncio.Protocol):
    """Our side of a connection for which there is no room: whatever is asked, one answer."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._transport: asyncio.Transport | None = None
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport = cast(asyncio.Transport, transport)
        transport.write(_REFUSED)
        # Closed with something unread, it would be reset, and the answer might be lost.
        transport.write_eof()
        self._end = asyncio.get_running_loop().call_later(LAST_WORDS, self.end)
        told = self._connections.being_refused
        told[self] = None
        if len(told) > REFUSED_AT_ONCE:
            # The one that has said nothing for longest.
            next(iter(told)).end()

    def data_received(self, _: bytes) -> None:
        self.end()

    def end(self) -> None:
        """The connection is closed; it has had its answer."""
        self._connections.being_refused.pop(self, None)
        if self._transport:
            self._transport.close()

    def connection_lost(self, _: BaseException | None) -> None:
        self._connections.being_refused.pop(self, None)
        self._transport = None
        if self._end:
            self._end.cancel()


def visitors(
    server: web.Server, connections: Connections, keep_alive: float
) -> Callable[[], asyncio.Protocol]:
    """Makes our side of each connection. `server` is that of an application's runner.

    `keep_alive`: seconds in which a request has to be there with all its headers, counted from when
    the connection is taken or the last request is answered.
    """

    def make() -> asyncio.Protocol:
        if connections.full:
            connections.refuse()
            return Refusal(connections)
        return Visitor(
            connections,
            server,
            access_log_class=logs.RequestLog,
            access_log=logs.requests,
            keepalive_timeout=keep_alive,
        )

    return make


def _refused() -> bytes:
    body = failure(TooManyConnections()).body
    assert isinstance(body, bytes)
    head = (
        "HTTP/1.1 503 Service Unavailable",
        "Content-Type: application/json; charset=utf-8",
        f"Content-Length: {len(body)}",
        f"Retry-After: {TooManyConnections.retry_after}",
        "Cache-Control: no-store",
        "Connection: close",
    )
    return "\r\n".join([*head, "", ""]).encode() + body


_REFUSED = _refused()
