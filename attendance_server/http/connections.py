"""Open connections: how many there may be, and how a connection beyond that is refused.

Without a file descriptor to spare, a process cannot even tell a client why it is refused. So a few
of those that the system grants are reserved for that.
"""

import asyncio
import logging
import resource
from collections.abc import Callable, Coroutine
from typing import Any, cast

from aiohttp import web

from .. import logs
from ..errors import AttendanceError
from ..errors.requests import MalformedRequest
from ..errors.server import TooManyConnections
from ..settings.choices import AnswerForm
from .envelope import failure, from_aiohttp
from .request_log import RequestLog

SPARE_FILES = 200
"""Files that a server has open besides its connections: those to the database above all."""

SPARE_CONNECTIONS = 2000
"""Connections besides those of accepted sockets: requests, and sockets to be refused."""

WARN_FROM, REARM_BELOW = 0.8, 0.7
"""Shares of the limit: when to log a warning, and below which another one may be logged."""

REFUSED_AT_ONCE = 64
"""Refused connections that are given time to read why; beyond that, the oldest is closed."""

LAST_WORDS = 2.0
"""Seconds that a refused connection has to send something or disconnect."""

MALFORMED = 400

log = logging.getLogger(__name__)


def most(sockets: int, asked: int | None = None) -> int:
    """How many connections there may be if `sockets` may be accepted.

    `asked` is the setting, if it is set. The result is never more than there can be open files.
    """
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = asked or sockets + SPARE_CONNECTIONS
    return wanted if files == resource.RLIM_INFINITY else max(1, min(wanted, files - SPARE_FILES))


class Connections:
    """Counts the connections, and logs when there are many."""

    def __init__(self, limit: int) -> None:
        """`limit`: how many there may be."""
        self.limit = limit
        self.open = 0
        self.refused = 0
        self.being_refused: dict[Refusal, None] = {}
        self._warned = False
        self._logged_full = False

    @property
    def full(self) -> bool:
        return self.open >= self.limit

    def came(self) -> None:
        """A connection was accepted."""
        self.open += 1
        if not self._warned and self.open >= WARN_FROM * self.limit:
            self._warned = True
            log.warning("%d of %d connections are open", self.open, self.limit)

    def refuse(self) -> None:
        """A connection was refused."""
        self.refused += 1
        if not self._logged_full:
            self._logged_full = True
            log.warning("connections are refused: %d are open, which is the limit", self.open)

    def left(self) -> None:
        """An accepted connection was closed."""
        self.open -= 1
        if self.open < REARM_BELOW * self.limit:
            self._warned = self._logged_full = False


class CountedConnection(web.RequestHandler):
    """aiohttp's side of a connection, which is counted while it is open."""

    __slots__ = ("_connections", "_form")

    def __init__(
        self, connections: Connections, form: AnswerForm, server: web.Server, **options: Any
    ) -> None:
        """`form`: that of the answers; `options` are aiohttp's."""
        super().__init__(server, loop=asyncio.get_running_loop(), **options)
        self._form = form
        self._connections: Connections | None = connections

    @property
    def was_used(self) -> bool:
        """Whether it has had a request."""
        return self._request_count > 0

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
        """Answer malformed requests, and failures outside the middlewares, in the usual form."""
        super().handle_error(request, status, exc, message)
        error = MalformedRequest() if status == MALFORMED else AttendanceError()
        response = failure(error, self._form)
        response.force_close()
        return response

    def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> Coroutine[Any, Any, tuple[web.StreamResponse, bool]]:
        """Write an answer; refusals by aiohttp before the middlewares get the usual form too."""
        if isinstance(resp, web.HTTPException):
            resp = from_aiohttp(resp, self._form)
        return super().finish_response(request, resp, start_time)

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._connections:
            self._connections.left()
            self._connections = None
        super().connection_lost(exc)


class Refusal(asyncio.Protocol):
    """The server's side of a refused connection: one answer, whatever is requested."""

    def __init__(self, connections: Connections, answer: bytes) -> None:
        """`answer`: all bytes of it, see `refusal`."""
        self._connections = connections
        self._answer = answer
        self._transport: asyncio.Transport | None = None
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport = cast(asyncio.Transport, transport)
        transport.write(self._answer)
        # If it were closed with unread data, it would be reset, and the answer might be lost.
        transport.write_eof()
        self._end = asyncio.get_running_loop().call_later(LAST_WORDS, self.end)
        being_refused = self._connections.being_refused
        being_refused[self] = None
        if len(being_refused) > REFUSED_AT_ONCE:
            # The oldest.
            next(iter(being_refused)).end()

    def data_received(self, _: bytes) -> None:
        self.end()

    def end(self) -> None:
        """Close the connection, which has had its answer."""
        self._connections.being_refused.pop(self, None)
        if self._transport:
            self._transport.close()

    def connection_lost(self, _: BaseException | None) -> None:
        self._connections.being_refused.pop(self, None)
        self._transport = None
        if self._end:
            self._end.cancel()


def protocol_factory(
    server: web.Server, connections: Connections, form: AnswerForm, keep_alive: float
) -> Callable[[], asyncio.Protocol]:
    """A factory of the server's side of each connection. `server` is that of an `AppRunner`.

    `form`: that of the answers. `keep_alive`: seconds within which a request has to arrive with all
    its headers, counted from when the connection was accepted or the last request was answered.
    """
    refused = refusal(form)

    def make() -> asyncio.Protocol:
        if connections.full:
            connections.refuse()
            return Refusal(connections, refused)
        return CountedConnection(
            connections,
            form,
            server,
            access_log_class=RequestLog,
            access_log=logs.requests,
            keepalive_timeout=keep_alive,
        )

    return make


def refusal(form: AnswerForm) -> bytes:
    """The whole answer to a connection beyond the limit."""
    body = failure(TooManyConnections(), form).body
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
