"""The server's log: the form of its lines, and the request that each belongs to.

Passwords, tokens and the contents of frames and bodies are never passed to a logger: a path is
logged without its query, and people appear by their ids. Libraries log from WARNING on, whatever
the level is, since below that some of them log what they receive.
"""

import json
import logging
import re
import secrets
import sys
from collections.abc import Awaitable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TextIO

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from .models import iso_time

HEADER = "X-Request-ID"
MAX_PATH = 200
EMPTY: Mapping[str, object] = MappingProxyType({})
SWITCHING_PROTOCOLS = 101

ROUTINE = web.ResponseKey("routine", bool)
"""On an answer that is logged at the level DEBUG only, as clients get one after another."""

CALLER = web.RequestKey("caller", str)
"""On a request with an API key: what that key is called."""

_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")
_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

requests = logging.getLogger(f"{__package__}.requests")


def set_up(
    form: str, level: str, stream: TextIO | None = None, *, always: Mapping[str, object] = EMPTY
) -> None:
    """Log to `stream`, standard error by default.

    `form` is `text`, `json`, or `auto`: text for a terminal, otherwise JSON. `level` applies to the
    server's own lines. `always`: named values of every line.
    """
    stream = stream or sys.stderr
    if form == "auto":
        form = "text" if stream.isatty() else "json"
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(always) if form == "json" else TextLines(always))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(__package__).setLevel(level)
    logging.getLogger("aiohttp.server").addFilter(_drop_quoted_requests)


def fields(**values: object) -> dict[str, Any]:
    """Named values of a line beside its message, for `extra`."""
    return {"fields": values}


class TextLines(logging.Formatter):
    """Lines for people: time, level, logger, message, `name=value`, and the request's id."""

    def __init__(self, always: Mapping[str, object] = EMPTY) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._always = always

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        values = [f"{name}={value}" for name, value in {**self._always, **_fields(record)}.items()]
        request_id = _request_id.get()
        return " ".join(
            [super().formatMessage(record), *values, *([f"[{request_id}]"] if request_id else [])]
        )


class JsonLines(logging.Formatter):
    """Lines for programs: one JSON object each."""

    def __init__(self, always: Mapping[str, object] = EMPTY) -> None:
        super().__init__()
        self._always = always

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": iso_time(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **self._always,
            **_fields(record),
        }
        request_id = _request_id.get()
        if request_id:
            line["request_id"] = request_id
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


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
    response.headers[HEADER] = _request_id.get() or _take_id(request)


def request_id() -> str | None:
    """The id of the current request, or `None` outside of one."""
    return _request_id.get()


def shown_path(request: web.BaseRequest) -> str:
    """The path without its query, which may hold a token, in printable form."""
    path = request.rel_url.raw_path[:MAX_PATH]
    return path if path.isascii() and path.isprintable() else ascii(path)


def _take_id(request: web.Request) -> str:
    given = request.headers.get(HEADER, "")
    request_id = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
    _request_id.set(request_id)
    return request_id


def _fields(record: logging.LogRecord) -> dict[str, object]:
    values: dict[str, object] = getattr(record, "fields", {})
    return values


def _drop_quoted_requests(record: logging.LogRecord) -> bool:
    """Drop what aiohttp logs about a malformed request, which it quotes, tokens included."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)
