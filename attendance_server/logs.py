"""The server's log: what a line looks like, and which request it belongs to.

No password, no token and nothing of a frame or a body is ever handed to a logger: a path goes
without its query, people go by their ids. Libraries speak from WARNING on whatever the level is,
since below that some of them log what they are sent.
"""

import json
import logging
import re
import secrets
import sys
from collections.abc import Awaitable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from .models import iso_time

HEADER = "X-Request-ID"
MAX_PATH = 200
SWITCHING_PROTOCOLS = 101

_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")
_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

requests = logging.getLogger(f"{__package__}.requests")


def set_up(form: str, level: str, stream: TextIO | None = None) -> None:
    """Log to `stream`, standard error by default.

    `form`: `text`, `json`, or `auto`: text for a terminal, else JSON. `level` is that of the
    server's own lines.
    """
    stream = stream or sys.stderr
    if form == "auto":
        form = "text" if stream.isatty() else "json"
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(__package__).setLevel(level)
    logging.getLogger("aiohttp.server").addFilter(_quotes_no_request)


def fields(**values: object) -> dict[str, Any]:
    """What a line says beside its message, for `extra`."""
    return {"fields": values}


class TextLines(logging.Formatter):
    """Lines for a person: time, level, logger, message, `name=value`, and the request's id."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        said = [f"{name}={value}" for name, value in _fields(record).items()]
        request_id = _request_id.get()
        return " ".join(
            [super().formatMessage(record), *said, *([f"[{request_id}]"] if request_id else [])]
        )


class JsonLines(logging.Formatter):
    """Lines for a machine: one JSON object each."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": iso_time(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_fields(record),
        }
        request_id = _request_id.get()
        if request_id:
            line["request_id"] = request_id
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class RequestLog(AbstractAccessLogger):
    """One line an HTTP answer. A socket has lines of its own.

    aiohttp makes one a connection.
    """

    __slots__ = ()

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        if response.status == SWITCHING_PROTOCOLS:
            return
        said = fields(
            method=request.method,
            path=shown_path(request),
            status=response.status,
            ms=round(time * 1000, 1),
        )
        self.logger.info("request", extra=said)

    @property
    def enabled(self) -> bool:
        return self.logger.isEnabledFor(logging.INFO)


@web.middleware
def identify_request(request: web.Request, handler: Handler) -> Awaitable[web.StreamResponse]:
    """Gives the request its id: the client's own where that is well-formed, else a new one.

    It holds in the task of the request, and aiohttp handles each request in a task of its own.
    """
    _take_id(request)
    return handler(request)


async def show_request_id(request: web.Request, response: web.StreamResponse) -> None:
    """A signal handler: every answer tells the id of its request."""
    # Some answers are aiohttp's own and come before any middleware.
    response.headers[HEADER] = _request_id.get() or _take_id(request)


def request_id() -> str | None:
    """The id of the request that is handled, `None` outside of one."""
    return _request_id.get()


def shown_path(request: web.BaseRequest) -> str:
    """The path without its query, which may hold a token, and fit to stand in a line."""
    path = request.rel_url.raw_path[:MAX_PATH]
    return path if path.isascii() and path.isprintable() else ascii(path)


def _take_id(request: web.Request) -> str:
    asked = request.headers.get(HEADER, "")
    request_id = asked if _WELL_FORMED.fullmatch(asked) else secrets.token_hex(8)
    _request_id.set(request_id)
    return request_id


def _fields(record: logging.LogRecord) -> dict[str, object]:
    said: dict[str, object] = getattr(record, "fields", {})
    return said


def _quotes_no_request(record: logging.LogRecord) -> bool:
    """Drops what aiohttp says of a request that is no HTTP: it quotes it, tokens and all."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)
