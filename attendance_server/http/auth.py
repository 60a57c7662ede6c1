"""Authentication: the token of a request, and who may call a handler."""

import functools
import logging
import time
import warnings
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from urllib.parse import parse_qs

import jwt
from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware
from aiohttp_jwt import JWTMiddleware
from attrs import frozen

from ..accounts.api_keys import ApiKeys, looks_like_key
from ..accounts.tokens import ALGORITHM, Tokens, device_id_of
from ..errors import AttendanceError, Unauthorized
from ..errors.accounts import UserNotFound
from ..errors.api_keys import SchoolKeyOnly
from ..errors.requests import AdminOnly, StudentOnly, TeacherOnly
from ..models import ApiKey, Identity, Role, User
from .client import limit_key_of
from .request_log import CALLER

# aiohttp-jwt stores the claims under a plain string, which aiohttp warns about once per process.
warnings.filterwarnings("ignore", category=web.NotAppKeyWarning, module="aiohttp_jwt")

# aiohttp-jwt logs a traceback for every refused token.
logging.getLogger("aiohttp_jwt.middleware").setLevel(logging.CRITICAL)
# aiohttp's only warning here logs the offered subprotocols, and with them the token.
logging.getLogger("aiohttp.websocket").setLevel(logging.ERROR)

READS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})
"""Methods that change nothing (RFC 9110, section 9.2.1)."""


DATES = frozenset({"iat", "exp", "nbf"})
"""The claims of a token that are times."""

API_KEY: web.RequestKey[ApiKey] = web.RequestKey("api_key", ApiKey)
"""The API key that a request came with, in the name of its user."""

USER: web.RequestKey[User] = web.RequestKey("user", User)

DEVICE_ID: web.RequestKey[str] = web.RequestKey("device_id", str)
"""The remembered device that the token of a request was issued through, if there is one."""


CLAIMS: web.RequestKey[dict[str, Any]] = web.RequestKey("verified_claims", dict)
"""What the token of a request claims."""

IDENTITY: web.RequestKey[Identity] = web.RequestKey("identity", Identity)
"""Who sent a request, for handlers that check a token no further than sockets do."""


BEARER_PROTOCOL = "bearer."
"""The prefix of a subprotocol that holds a token: no other header is a page able to set."""


UserHandler: TypeAlias = Callable[[web.Request, User], Awaitable[web.StreamResponse]]
IdentityHandler: TypeAlias = Callable[[web.Request, Identity], Awaitable[web.StreamResponse]]
Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


def authenticate(tokens: Tokens, api_keys: ApiKeys) -> Middleware:
    """A middleware that finds the user of each request whose handler needs one.

    It raises `Unauthorized`, and `TooManyAttempts` for wrong API keys, which only some handlers
    accept. A request with the token of a deleted user remains without a user.
    """

    def token_getter(request: web.Request) -> str:
        token = token_of_request(request)
        claims = request[CLAIMS] = tokens.claims(token)
        now = time.time()
        if claims.get("iat", 0) > now or claims.get("exp", now) <= now:
            # aiohttp-jwt goes by the clock of this machine, and would refuse this token.
            undated = {name: each for name, each in claims.items() if name not in DATES}
            token = jwt.encode(undated, tokens.secret, ALGORITHM)
        return token

    async def find_user(request: web.Request, _: dict[str, Any]) -> bool:
        claims = request[CLAIMS]
        user = await tokens.find(claims)
        if user:
            request[USER] = user
            if device_id := device_id_of(claims):
                request[DEVICE_ID] = device_id
        return False

    read_token: Middleware = JWTMiddleware(
        tokens.secret,
        request_property="claims",
        credentials_required=False,
        token_getter=token_getter,
        is_revoked=find_user,
        algorithms=[ALGORITHM],
    )

    async def read_key(request: web.Request, handler: Handler, text: str) -> web.StreamResponse:
        key, user = await api_keys.identify(text, limit_key_of(request))
        request[API_KEY], request[USER], request[CALLER] = key, user, key.name
        return await handler(request)

    async def identified(request: web.Request, handler: Handler) -> web.StreamResponse:
        request[IDENTITY] = await tokens.identify(token_of_request(request))
        return await handler(request)

    # Not a coroutine, so that other requests, sockets above all, pay nothing for it.
    @web.middleware
    def authenticate_users(request: web.Request, handler: Handler) -> Awaitable[web.StreamResponse]:
        guard = guard_of(request.match_info.handler)
        if guard is None:
            return handler(request)
        token = token_in_header(request) if guard.keys else None
        if token and looks_like_key(token):
            return read_key(request, handler, token)
        return (identified if guard.from_memory else read_token)(request, handler)

    return authenticate_users


def count_writes(count: Callable[[str], Awaitable[None]]) -> Middleware:
    """A middleware that calls `count` with the user's id for every request that may change data."""

    @web.middleware
    def count_changes(request: web.Request, handler: Handler) -> Awaitable[web.StreamResponse]:
        user = request.get(USER)
        if user is None or request.method in READS:
            return handler(request)
        return counted(user, request, handler)

    async def counted(user: User, request: web.Request, handler: Handler) -> web.StreamResponse:
        await count(user.id)
        return await handler(request)

    return count_changes


def token_of_request(request: web.Request) -> str:
    """The token in the header of a request. Raises `Unauthorized` if there is none."""
    token = token_in_header(request)
    if not token:
        raise Unauthorized
    return token


def token_of_handshake(request: web.Request) -> str:
    """The token of a handshake: in its URL, as a subprotocol or in its header.

    Raises `Unauthorized` if there is none.
    """
    token = token_in_url(request) or token_in_protocols(request) or token_in_header(request)
    if not token:
        raise Unauthorized
    return token


def token_in_url(request: web.Request) -> str | None:
    """The token in the query of a handshake."""
    # Not `request.query`, whose result is kept as long as the request, and so as the socket.
    query = parse_qs(request.rel_url.raw_query_string)
    return query["token"][0] if "token" in query else None


def token_in_protocols(request: web.Request) -> str | None:
    """The token in `Sec-WebSocket-Protocol`: `bearer.<jwt>` among the subprotocols offered."""
    for line in request.headers.getall(hdrs.SEC_WEBSOCKET_PROTOCOL, ()):
        for offered in map(str.strip, line.split(",")):
            if offered.startswith(BEARER_PROTOCOL) and offered.isascii():
                return offered.removeprefix(BEARER_PROTOCOL)
    return None


def token_in_header(request: web.Request) -> str | None:
    """The token in `Authorization`, after `Bearer` in any letter case, or alone.

    Raises `Unauthorized` if the header holds anything else.
    """
    header = request.headers.get(hdrs.AUTHORIZATION, "").split()
    if not header:
        return None
    *scheme, token = header
    if not token.isascii() or [word.lower() for word in scheme] not in ([], ["bearer"]):
        raise Unauthorized
    return token


@frozen
class Guard:
    """Who may call a handler, and the errors for everyone else. Without `roles`: every user.

    `keys`: whether API keys are accepted too.
    `from_memory`: a token that was used before is not looked up again, as with sockets, and calls
    do not count as changes by the account.
    """

    roles: tuple[Role, ...]
    refuses: tuple[type[AttendanceError], ...]
    keys: bool = False
    from_memory: bool = False


def guard_of(handler: object) -> Guard | None:
    """The guard of a handler, or `None` if anyone may call it."""
    guard: Guard | None = getattr(handler, "guard", None)
    return guard


def signed_in(handler: UserHandler) -> Handler:
    """Every user may call the handler; everyone else gets `Unauthorized`."""
    return _guarded(handler, Guard((), (Unauthorized,)))


def own_account(handler: UserHandler) -> Handler:
    """As `signed_in`; the token of a deleted user gets `UserNotFound`."""
    return _guarded(handler, Guard((), (Unauthorized, UserNotFound)), gone=UserNotFound)


def teacher_only(handler: UserHandler) -> Handler:
    """As `signed_in`; a student gets `TeacherOnly`."""
    return _only_for((Role.TEACHER,), TeacherOnly, handler)


def teacher_or_key(handler: UserHandler) -> Handler:
    """As `teacher_only`, and for requests with an API key, in the name of the user who made it."""
    teachers = (Role.TEACHER,)

    @functools.wraps(handler)
    async def for_teachers(request: web.Request, user: User) -> web.StreamResponse:
        if API_KEY not in request and user.role not in teachers:
            raise TeacherOnly
        return await handler(request, user)

    return _guarded(for_teachers, Guard(teachers, (Unauthorized, TeacherOnly), keys=True))


def school_key_only(handler: UserHandler) -> Handler:
    """For requests with an API key of the school; everything else gets `SchoolKeyOnly`."""

    @functools.wraps(handler)
    async def for_school(request: web.Request, user: User) -> web.StreamResponse:
        key = request.get(API_KEY)
        if key is None or key.class_id:
            raise SchoolKeyOnly
        return await handler(request, user)

    return _guarded(for_school, Guard((), (Unauthorized, SchoolKeyOnly), keys=True))


def admin_only(handler: UserHandler) -> Handler:
    """As `signed_in`; a teacher or a student gets `AdminOnly`."""
    return _only_for((Role.ADMIN,), AdminOnly, handler)


def staff_only(handler: UserHandler) -> Handler:
    """As `signed_in`, for teachers and administrators; a student gets `TeacherOnly`."""
    return _only_for((Role.TEACHER, Role.ADMIN), TeacherOnly, handler)


def student_only(handler: UserHandler) -> Handler:
    """As `signed_in`; a teacher gets `StudentOnly`."""
    return _only_for((Role.STUDENT,), StudentOnly, handler)


def student_from_memory(handler: IdentityHandler) -> Handler:
    """As `student_only`, for a handler that a whole room calls at once: its guard is cheap."""

    @functools.wraps(handler)
    async def guarded(request: web.Request) -> web.StreamResponse:
        identity = request[IDENTITY]
        if identity.role is not Role.STUDENT:
            raise StudentOnly
        return await handler(request, identity)

    guard = Guard((Role.STUDENT,), (Unauthorized, StudentOnly), from_memory=True)
    guarded.guard = guard  # type: ignore[attr-defined]
    return guarded


def _only_for(
    roles: tuple[Role, ...], refusal: type[AttendanceError], handler: UserHandler
) -> Handler:
    """The handler for users with one of these roles; others get the refusal."""

    @functools.wraps(handler)
    async def for_roles(request: web.Request, user: User) -> web.StreamResponse:
        if user.role not in roles:
            raise refusal
        return await handler(request, user)

    return _guarded(for_roles, Guard(roles, (Unauthorized, refusal)))


def _guarded(
    handler: UserHandler, guard: Guard, gone: type[AttendanceError] = Unauthorized
) -> Handler:
    @functools.wraps(handler)
    async def guarded(request: web.Request) -> web.StreamResponse:
        # The middleware has refused requests without a valid token.
        user = request.get(USER)
        if user is None:
            raise gone
        return await handler(request, user)

    guarded.guard = guard  # type: ignore[attr-defined]
    return guarded
