"""What all HTTP answers have in common, and the one place where errors become answers."""

import asyncio
import errno
import logging
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from types import UnionType
from typing import Any, TypeVar, overload

import orjson
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from ..errors import AttendanceError, Unauthorized, Unavailable
from ..errors.requests import BodyTooLarge, BodyTooSlow, InvalidSchema, NotJson
from ..errors.server import TooManyConnections
from ..problems import Problem, ProblemCode
from ..settings.choices import AnswerForm
from ..store import time_budget, time_budget_per_call
from ..wire.codec import parse_body, to_wire
from ..wire.password_rules import PasswordRules
from .answer_form import around_data, failure_body
from .request_log import shown_path

T = TypeVar("T")

JSON = "application/json"

REFUSAL = web.ResponseKey("refusal", str)
"""On an answer to a failure: the name of the error's class."""

PASSWORD_RULES = web.AppKey("password_rules", PasswordRules)

BODY_TIMEOUT = web.AppKey("body_timeout", float)
"""Seconds within which the body of a request has to arrive, counted from the start of reading."""

NO_FILE_LEFT = (errno.EMFILE, errno.ENFILE)

log = logging.getLogger(__name__)


@overload
async def read_body(request: web.Request, cls: type[T], limit: int | None = None) -> T: ...


@overload
async def read_body(request: web.Request, cls: UnionType, limit: int | None = None) -> Any: ...


async def read_body(request: web.Request, cls: Any, limit: int | None = None) -> Any:
    """The JSON body of a request as `cls`, or as the class of a union that it fits.

    `limit`: how many bytes it may have, if not as many as the application accepts. Raises `NotJson`
    if its content type is another one, `InvalidSchema`, and `BodyTooSlow`.
    """
    if limit is not None:
        request = request.clone(client_max_size=limit)
    return parse_body(await _read_json(request), cls, request.app[PASSWORD_RULES])


async def read_optional_body(request: web.Request, cls: type[T]) -> T:
    """As `read_body`; without a body every field has its default."""
    raw = await _read_json(request)
    return parse_body(raw, cls) if raw else cls()


@asynccontextmanager
async def in_time(request: web.Request) -> AsyncIterator[None]:
    """Limit the time for reading a body. Raises `BodyTooSlow`."""
    limit = asyncio.timeout(request.app[BODY_TIMEOUT])
    try:
        async with limit:
            yield
    except TimeoutError:
        if not limit.expired():
            raise
        raise BodyTooSlow from None


async def _read_json(request: web.Request) -> bytes:
    media_type = request.content_type
    # Some clients send a content type without a body.
    has_type = request.body_exists and hdrs.CONTENT_TYPE in request.headers
    if has_type and not (media_type == JSON or media_type.endswith("+json")):
        raise NotJson
    try:
        async with in_time(request):
            return await request.read()
    except (web.RequestPayloadError, ConnectionError):
        # It cannot be decompressed, or the client disconnected before its end.
        problem = Problem("", "unreadable body", ProblemCode.INCOMPLETE)
        raise InvalidSchema([problem]) from None


class Success(web.Response):
    """A successful answer. Its body is the data alone until `answers_in` gives it its form."""

    def __init__(self, data: bytes, status: int) -> None:
        super().__init__(body=data, status=status, content_type=JSON, charset="utf-8")
        self._data = data

    def take(self, form: AnswerForm) -> None:
        """Change the body to this form."""
        before, after = around_data(form)
        self.body = before + self._data + after


def success(data: object, status: int = 200) -> Success:
    """A successful answer; `data` is an instance of an attrs class, or a list of them."""
    return Success(orjson.dumps(to_wire(data)), status)


def failure(error: AttendanceError, form: AnswerForm) -> web.Response:
    """The answer to a failure."""
    fields = {"error": error.message, "code": error.code}
    fields.update((name, to_wire(getattr(error, name))) for name in error.beside)
    response = _failure(fields, error.status, form)
    response[REFUSAL] = type(error).__name__
    if isinstance(error, BodyTooSlow):
        response.force_close()
    if isinstance(error, Unavailable) and error.retry_after is not None:
        response.headers[hdrs.RETRY_AFTER] = str(error.retry_after)
    return response


def answers_in(form: AnswerForm) -> Middleware:
    """A middleware that gives answers their form, also to errors of handlers and of aiohttp."""

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            response = await handler(request)
        except AttendanceError as error:
            return failure(error, form)
        except web.HTTPException as exc:
            return from_aiohttp(exc, form)
        except Exception as exc:
            if isinstance(exc, OSError) and exc.errno in NO_FILE_LEFT:
                log.error("%s %s: %s", request.method, shown_path(request), exc)  # noqa: TRY400
                return failure(TooManyConnections(), form)
            log.exception("%s %s failed", request.method, shown_path(request))
            return failure(AttendanceError(), form)
        if isinstance(response, Success):
            response.take(form)
        return response

    return answer


def patient(seconds: float) -> Middleware:
    """A middleware that limits how long all database calls of a request take together."""

    async def with_time_budget(request: web.Request, handler: Handler) -> web.StreamResponse:
        async with time_budget(seconds):
            return await handler(request)

    # Not a coroutine, so that a socket does not hold one for as long as it is open.
    @web.middleware
    def wait(request: web.Request, handler: Handler) -> Awaitable[web.StreamResponse]:
        if hdrs.UPGRADE in request.headers:
            time_budget_per_call(seconds)
            return handler(request)
        return with_time_budget(request, handler)

    return wait


def from_aiohttp(exc: web.HTTPException, form: AnswerForm) -> web.Response:
    """A refusal by aiohttp itself, as an answer in this form."""
    if isinstance(exc, web.HTTPUnauthorized):
        return failure(Unauthorized(), form)
    if isinstance(exc, web.HTTPRequestEntityTooLarge):
        return failure(BodyTooLarge(), form)
    code = HTTPStatus(exc.status).name.lower()
    response = _failure({"error": exc.reason, "code": code}, exc.status, form)
    if hdrs.ALLOW in exc.headers:
        response.headers[hdrs.ALLOW] = exc.headers[hdrs.ALLOW]
    return response


def _failure(fields: Mapping[str, Any], status: int, form: AnswerForm) -> web.Response:
    body = orjson.dumps(failure_body(form, fields))
    return web.Response(body=body, status=status, content_type=JSON, charset="utf-8")
