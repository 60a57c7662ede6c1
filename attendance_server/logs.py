"""The server's log: the form of its lines, and the request that each belongs to.

Passwords, tokens and the contents of frames and bodies are never passed to a logger: a path is
logged without its query, and people appear by their ids. Libraries log from WARNING on, whatever
the level is, since below that some of them log what they receive.
"""

import json
import logging
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TextIO

from .models import iso_time

EMPTY: Mapping[str, object] = MappingProxyType({})
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


def request_id() -> str | None:
    """The id of the current request, or `None` outside of one."""
    return _request_id.get()


def set_request_id(request_id: str) -> None:
    """Name a request in the lines of the current task from now on."""
    _request_id.set(request_id)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    values: dict[str, object] = getattr(record, "fields", {})
    return values


def _drop_quoted_requests(record: logging.LogRecord) -> bool:
    """Drop what aiohttp logs about a malformed request, which it quotes, tokens included."""
    # Imported here, as processes that serve no one have a log too.
    from aiohttp.http_exceptions import HttpProcessingError

    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)
