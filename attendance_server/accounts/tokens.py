"""Who somebody is: tokens, the middleware that reads them, and role guards."""

import functools
import hashlib
import hmac
import logging
import secrets
import time
import warnings
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias
from urllib.parse import parse_qs

import jwt
from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware
from aiohttp_jwt import JWTMiddleware
from attrs import field, frozen

from ..errors import (
    AttendanceError,
    StudentCodeWrong,
    StudentOnly,
    StudentSignupClosed,
    TeacherCodeWrong,
    TeacherOnly,
    TeacherSignupClosed,
    Unauthorized,
    UserNotFound,
)
from ..models import Identity, Role, User
from ..settings import Settings, SignupRule
from ..store import Store
from ..store.users import Standing
from ..wire.requests import Signup
from .passwords import Passwords

ALGORITHM = "HS256"
READS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})
"""Methods by which nothing is changed (RFC 9110, section 9.2.1)."""

JTI_BYTES = 12
"""Random bytes of a token's id, which sets it apart from others of the same second."""

MAX_KNOWN = 20_000
"""Tokens that are remembered; the oldest is forgotten for one more."""

LEEWAY = 60.0
"""Seconds by which a token may be issued in the future: the clock may have been set back since.

It is good no longer for that.
"""

USER: web.RequestKey[User] = web.RequestKey("user", User)

# aiohttp-jwt keeps the claims under a plain string, which aiohttp warns of once a process.
warnings.filterwarnings("ignore", category=web.NotAppKeyWarning, module="aiohttp_jwt")

BEARER_PROTOCOL = "bearer."
"""With a token behind it, a subprotocol: the one thing that a browser's page can choose to send."""

UserHandler: TypeAlias = Callable[[web.Request, User], Awaitable[web.StreamResponse]]
Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

# aiohttp-jwt logs a traceback for every token that it does not like.
logging.getLogger("aiohttp_jwt.middleware").setLevel(logging.CRITICAL)
# aiohttp's one warning here tells the subprotocols that a client offers, and so its token.
logging.getLogger("aiohttp.websocket").setLevel(logging.ERROR)


class Admission:
    """Who may sign up as what, as the settings say."""

    def __init__(self, teachers: "Entry", students: "Entry") -> None:
        self._entries = {Role.TEACHER: teachers, Role.STUDENT: students}

    def check(self, signup: Signup) -> None:
        """Raises the `closed` or the `wrong` of the role's entry."""
        entry = self._entries[signup.role]
        if entry.rule is SignupRule.OPEN:
            return
        if entry.rule is SignupRule.CLOSED:
            raise entry.closed
        told = (signup.code or "").encode()
        if not entry.code or not hmac.compare_digest(told, entry.code.encode()):
            raise entry.wrong


@frozen
class Entry:
    """How those of a role sign up, and what the others are told.

    `code`: what they have to know where `rule` is `CODE`; `None` then lets no one in.
    """

    rule: SignupRule
    code: str | None = field(repr=False)
    wrong: type[AttendanceError]
    closed: type[AttendanceError]


def admission(settings: Settings) -> Admission:
    """Raises `SettingsError` where it has to be chosen who may become a teacher."""
    return Admission(
        Entry(settings.teachers, settings.teacher_code, TeacherCodeWrong, TeacherSignupClosed),
        Entry(
            settings.student_signup,
            settings.student_code,
            StudentCodeWrong,
            StudentSignupClosed,
        ),
    )


class Auth:
    """Tokens, and the users they stand for.

    Tokens that were issued or seen lately are remembered, so that a class that comes in all at
    once asks the database for nothing.
    """

    def __init__(self, store: Store, passwords: Passwords, secret: str, ttl: float) -> None:
        """`secret` signs the tokens; `ttl`: seconds that one is good for."""
        self.passwords = passwords
        self._store = store
        self._secret = secret
        self._ttl = ttl
        self._known: dict[bytes, Identity] = {}
        self.logins = Counter({"ok": 0, "wrong": 0, "turned away": 0})

    def issue(self, user: User) -> str:
        """A token for the user, good from now on."""
        now = int(time.time())
        expires_at = now + max(1, round(self._ttl))
        claims = {
            **{"userId": user.id, "role": user.role.value, "iat": now, "exp": expires_at},
            "jti": secrets.token_urlsafe(JTI_BYTES),
        }
        if user.generation:
            claims["gen"] = user.generation
        token = jwt.encode(claims, self._secret, ALGORITHM)
        self._remember(token, user, claims)
        return token

    async def identify(self, request: web.Request) -> Identity:
        """Whose token a handshake carries, in its URL, as a subprotocol or in its header.

        Raises `Unauthorized`.
        """
        token = token_in_url(request) or token_in_protocols(request) or token_in_header(request)
        if not token:
            raise Unauthorized
        identity = self._known.get(_digest(token))
        if identity and time.time() < identity.expires_at:
            return identity
        claims = self._claims(token)
        user = await self._find(claims)
        if user is None:
            raise Unauthorized
        return self._remember(token, user, claims)

    async def ended(self, identities: Collection[Identity]) -> Collection[Identity]:
        """Those whose user is gone, has another password or has logged out.

        Their users' tokens are no longer remembered.

        Raises `StorageUnavailable`.
        """
        users = {identity.user_id for identity in identities}
        standing = await self._store.users.standing(users)
        ended = [who for who in identities if not _stands(who, standing.get(who.user_id))]
        if ended:
            self.forget({identity.user_id for identity in ended})
        return ended

    def forget(self, user_ids: Collection[str]) -> None:
        """The next socket of these users is let in on the word of the database only."""
        lost = [key for key, identity in self._known.items() if identity.user_id in user_ids]
        for key in lost:
            del self._known[key]

    async def end(self, request: web.Request, user: User) -> Callable[[Identity], bool]:
        """End the token of a request of the user's; which of the user's tokens have ended by that.

        Raises `StorageUnavailable`.
        """
        claims = request["claims"]
        token_id, expires_at = id_of(claims), datetime.fromtimestamp(claims["exp"], UTC)
        alone = await self._store.users.end_token(user, token_id, expires_at)
        self.forget([user.id])
        return lambda who: not alone or who.token_id == token_id

    def _remember(self, token: str, user: User, claims: Mapping[str, Any]) -> Identity:
        if len(self._known) >= MAX_KNOWN:
            del self._known[next(iter(self._known))]
        identity = Identity(
            user.id, user.role, float(claims["exp"]), user.generation, id_of(claims)
        )
        self._known[_digest(token)] = identity
        return identity

    def middleware(self) -> Middleware:
        """Reads the token of requests whose handler asks for a user.

        Raises `Unauthorized`; a token whose user is gone leaves the request without one.
        """

        def token_getter(request: web.Request) -> str:
            token = token_in_header(request)
            if not token:
                raise Unauthorized
            claims = self._claims(token)
            if claims.get("iat", 0) > time.time():
                # aiohttp-jwt knows no leeway, and would refuse it.
                del claims["iat"]
                token = jwt.encode(claims, self._secret, ALGORITHM)
            return token

        async def find_user(request: web.Request, claims: dict[str, Any]) -> bool:
            user = await self._find(claims)
            if user:
                request[USER] = user
            return False

        read_token: Middleware = JWTMiddleware(
            self._secret,
            request_property="claims",
            credentials_required=False,
            token_getter=token_getter,
            is_revoked=find_user,
            algorithms=[ALGORITHM],
        )

        # Not a coroutine: what only passes through here, a socket above all, pays nothing for it.
        @web.middleware
        def where_asked(request: web.Request, handler: Handler) -> Awaitable[web.StreamResponse]:
            if guard_of(request.match_info.handler):
                return read_token(request, handler)
            return handler(request)

        return where_asked

    def count_writes(self, count: Callable[[str], Awaitable[None]]) -> Middleware:
        """Has `count` called with the id of every user who asks for more than to read."""

        @web.middleware
        def where_written(request: web.Request, handler: Handler) -> Awaitable[web.StreamResponse]:
            user = request.get(USER)
            if user is None or request.method in READS:
                return handler(request)
            return counted(user, request, handler)

        async def counted(user: User, request: web.Request, handler: Handler) -> web.StreamResponse:
            await count(user.id)
            return await handler(request)

        return where_written

    def _claims(self, token: str) -> dict[str, Any]:
        """What a token claims. Raises `Unauthorized` where it is not good now."""
        try:
            claims = jwt.decode(token, self._secret, [ALGORITHM], options={"verify_iat": False})
        except (jwt.InvalidTokenError, ValueError):
            raise Unauthorized from None
        issued_at = claims.get("iat", 0)
        if not isinstance(issued_at, int | float) or not issued_at <= time.time() + LEEWAY:
            raise Unauthorized
        return claims

    async def _find(self, claims: dict[str, Any]) -> User | None:
        """The user that verified claims name, `None` where they are gone.

        Raises `Unauthorized` for claims that this server does not make, or does no longer since
        the user has another password or has logged out.
        """
        user_id = claims.get("userId")
        if "exp" not in claims or not isinstance(user_id, str):
            raise Unauthorized
        user = await self._store.users.get(user_id)
        if user and (claims.get("gen", 0) != user.generation or id_of(claims) in user.ended_tokens):
            raise Unauthorized
        return user


def id_of(claims: Mapping[str, Any]) -> str:
    """What a token is ended by. Earlier versions gave it no id: then all of one second are one."""
    jti = claims.get("jti")
    return jti if isinstance(jti, str) and jti else f"{claims.get('gen', 0)}@{claims['exp']}"


def _stands(who: Identity, standing: Standing | None) -> bool:
    return (
        standing is not None
        and standing.generation == who.generation
        and who.token_id not in standing.ended_tokens
    )


def _digest(token: str) -> bytes:
    """What a token is remembered by: a tenth of its size, and no use to who reads our memory."""
    return hashlib.blake2b(token.encode(), digest_size=16).digest()


def token_in_url(request: web.Request) -> str | None:
    """The token in the query of a handshake."""
    # Not `request.query`: what that parses stays with the request as long as the socket.
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
    """The token in `Authorization`, behind `Bearer` in any letter case or bare.

    Raises `Unauthorized` where the header holds anything else.
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
    """Whom a handler lets in, all users where `role` is `None`, and what it tells the others."""

    role: Role | None
    refuses: tuple[type[AttendanceError], ...]


def guard_of(handler: object) -> Guard | None:
    """The guard of a handler; `None`: it lets everyone in."""
    guard: Guard | None = getattr(handler, "guard", None)
    return guard


def signed_in(handler: UserHandler) -> Handler:
    """The handler gets the user; everyone else gets `Unauthorized`."""
    return _guarded(handler, Guard(None, (Unauthorized,)))


def own_account(handler: UserHandler) -> Handler:
    """As `signed_in`; the token of a user who is gone gets `UserNotFound`."""
    return _guarded(handler, Guard(None, (Unauthorized, UserNotFound)), gone=UserNotFound)


def teacher_only(handler: UserHandler) -> Handler:
    """As `signed_in`; a student gets `TeacherOnly`."""

    @functools.wraps(handler)
    async def for_teachers(request: web.Request, user: User) -> web.StreamResponse:
        if user.role is not Role.TEACHER:
            raise TeacherOnly
        return await handler(request, user)

    return _guarded(for_teachers, Guard(Role.TEACHER, (Unauthorized, TeacherOnly)))


def student_only(handler: UserHandler) -> Handler:
    """As `signed_in`; a teacher gets `StudentOnly`."""

    @functools.wraps(handler)
    async def for_students(request: web.Request, user: User) -> web.StreamResponse:
        if user.role is not Role.STUDENT:
            raise StudentOnly
        return await handler(request, user)

    return _guarded(for_students, Guard(Role.STUDENT, (Unauthorized, StudentOnly)))


def _guarded(
    handler: UserHandler, guard: Guard, gone: type[AttendanceError] = Unauthorized
) -> Handler:
    @functools.wraps(handler)
    async def guarded(request: web.Request) -> web.StreamResponse:
        # The middleware lets nobody come here without a token that is good.
        user = request.get(USER)
        if user is None:
            raise gone
        return await handler(request, user)

    guarded.guard = guard  # type: ignore[attr-defined]
    return guarded
