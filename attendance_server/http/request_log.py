"""What the log says of each request, and the id by which its lines are found.

A path is logged without its query, which may hold a token.
"""

import logging
import re
import secrets
from collections.abc import Awaitable

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger
from aiohttp.typedefs import Handler

from .. import logs
from ..logs import fields

HEADER = "X-Request-ID"
MAX_PATH = 200
SWITCHING_PROTOCOLS = 101

ROUTINE = web.ResponseKey("routine", bool)
"""On an answer that is logged at the level DEBUG only, as clients get one after another."""

CALLER = web.RequestKey("caller", str)
"""On a request with an API key: what that key is called."""

_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestLog(AbstractAccessLogger):
    """Writes one line per HTTP answer. Sockets have lines of their own.

    aiohttp creates one for each connection.
    """

    __slots__ = ()

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        if response.status == SWITCHING_PROTOCOLS:
            return
        values = fields(
            method=request.method,
            path=shown_path(request),
            status=response.status,
            ms=round(time * 1000, 1),
            **({"key": request[CALLER]} if CALLER in request else {}),
        )
        level = logging.DEBUG if response.get(ROUTINE) else logging.INFO
        self.logger.log(level, "request", extra=values)

    @property
    def enabled(self) -> bool:
        return self.logger.isEnabledFor(logging.INFO)


@web.middleware
def identify_request(request: web.Request, handler: Handler) -> Awaitable[web.StreamResponse]:
    """A middleware that gives each request an id: the client's own if well-formed, or a new one.

    The id belongs to the task of the request: aiohttp handles each request in its own task.
    """
    _take_id(request)
    return handler(request)


async def show_request_id(request: web.Request, response: web.StreamResponse) -> None:
    """A signal handler that names the request's id in every answer."""
    # Some answers by aiohttp itself are made before any middleware.
    response.headers[HEADER] = logs.request_id() or _take_id(request)


def shown_path(request: web.BaseRequest) -> str:
    """The path without its query, which may hold a token, in printable form."""
    path = request.rel_url.raw_path[:MAX_PATH]
    return path if path.isascii() and path.isprintable() else ascii(path)


def _take_id(request: web.Request) -> str:
    given = request.headers.get(HEADER, "")
    request_id = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
    logs.set_request_id(request_id)
    return request_id
