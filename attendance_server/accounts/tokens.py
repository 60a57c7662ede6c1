"""Tokens: who they stand for, and when they end."""

import hashlib
import secrets
import time
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from ..errors import Unauthorized
from ..lean_imports import without
from ..models import Identity, User
from ..store import Store

with without("cryptography"):
    # It would take 9 MB, for algorithms that are not used here.
    import jwt

ALGORITHM = "HS256"

JTI_BYTES = 12
"""Random bytes in a token's id, which tells it from others issued in the same second."""

MAX_KNOWN = 20_000
"""Tokens that are remembered; beyond that, each new one replaces the oldest."""

LEEWAY = 60.0
"""Seconds by which a token may have been issued in the future, as the clock may have been set back.

It does not expire any later for that.
"""

BY_ANOTHER_CLOCK: jwt.types.Options = {
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
}
"""The library would decide by the clock of this machine whether a token has expired."""


class Tokens:
    """Issues tokens, and finds the users they stand for.

    Recently issued or used tokens are remembered, so that a whole class can connect at once without
    a query to the database.
    """

    def __init__(
        self, store: Store, secret: str, ttl: float, seconds: Callable[[], float] = time.time
    ) -> None:
        """`secret` signs the tokens; `ttl` is the number of seconds until one expires.

        `seconds` returns the time that decides about that, in seconds since 1970.
        """
        self._store = store
        self.secret = secret
        self._ttl = ttl
        self._seconds = seconds
        self._known: dict[bytes, Identity] = {}
        # How often users were forgotten: what was read before that is not remembered.
        self._forgotten = 0

    def issue(self, user: User, device_id: str | None = None) -> str:
        """A new token for the user; `device_id`: the remembered device that it belongs to."""
        now = int(self._seconds())
        expires_at = now + max(1, round(self._ttl))
        claims = {
            **{"userId": user.id, "role": user.role.value, "iat": now, "exp": expires_at},
            "jti": secrets.token_urlsafe(JTI_BYTES),
        }
        if user.password_version:
            claims["gen"] = user.password_version
        if device_id:
            claims["device"] = device_id
        token = jwt.encode(claims, self.secret, ALGORITHM)
        self._remember(token, _identity(user, claims))
        return token

    async def identify(self, token: str) -> Identity:
        """Whose token it is. Raises `Unauthorized` and `StorageUnavailable`."""
        identity = self._known.get(_digest(token))
        if identity and self._seconds() < identity.expires_at:
            return identity
        claims = self.claims(token)
        forgotten = self._forgotten
        user = await self.find(claims)
        if user is None:
            raise Unauthorized
        identity = _identity(user, claims)
        if forgotten == self._forgotten:
            self._remember(token, identity)
        return identity

    async def ended(self, identities: Collection[Identity]) -> Collection[Identity]:
        """Those of the identities whose token has ended before it expires.

        Their user was deleted, has changed the password or has logged out. No token of such a user
        is remembered afterwards. Raises `StorageUnavailable`.
        """
        users = {identity.user_id for identity in identities}
        valid = await self._store.users.valid_tokens(users)
        ended = [
            identity
            for identity in identities
            if identity.user_id not in valid or not valid[identity.user_id].include(identity)
        ]
        if ended:
            self.forget({identity.user_id for identity in ended})
        return ended

    def forget(self, user_ids: Collection[str] | None) -> None:
        """Look up these users in the database the next time that a token of theirs is used.

        `None`: all users.
        """
        self._forgotten += 1
        if user_ids is None:
            self._known.clear()
            return
        forgotten = [key for key, identity in self._known.items() if identity.user_id in user_ids]
        for key in forgotten:
            del self._known[key]

    async def end(self, user: User, token: str) -> Callable[[Identity], bool]:
        """End a token of the user's; the predicate returned tells which tokens of theirs ended.

        Raises `Unauthorized` where the token is not valid, and `StorageUnavailable`.
        """
        claims = self.claims(token)
        token_id, expires_at = token_id_of(claims), _moment(claims["exp"])
        others_stay = await self._store.users.end_tokens(
            user, [token_id], expires_at, _moment(self._seconds())
        )
        self.forget([user.id])
        return lambda identity: not others_stay or identity.token_id == token_id

    async def end_devices(
        self, user: User, device_ids: Collection[str]
    ) -> Callable[[Identity], bool]:
        """End all tokens that were issued through these devices of the user's; else as `end`.

        Raises `StorageUnavailable`.
        """
        now = self._seconds()
        last_expires_at = _moment(now + self._ttl + LEEWAY)
        others_stay = await self._store.users.end_tokens(
            user, device_ids, last_expires_at, _moment(now)
        )
        self.forget([user.id])
        return lambda identity: not others_stay or identity.device_id in device_ids

    def _remember(self, token: str, identity: Identity) -> None:
        if len(self._known) >= MAX_KNOWN:
            del self._known[next(iter(self._known))]
        self._known[_digest(token)] = identity

    def claims(self, token: str) -> dict[str, Any]:
        """What a token claims. Raises `Unauthorized` if it is forged or has expired."""
        try:
            claims = jwt.decode(token, self.secret, [ALGORITHM], options=BY_ANOTHER_CLOCK)
            # As the library converts them.
            expires_at, valid_from = int(claims.get("exp", 0)), int(claims.get("nbf", 0))
        except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError):
            raise Unauthorized from None
        now = self._seconds()
        if ("exp" in claims and expires_at <= now) or valid_from > now:
            raise Unauthorized
        issued_at = claims.get("iat", 0)
        if not isinstance(issued_at, int | float) or not issued_at <= now + LEEWAY:
            raise Unauthorized
        return claims

    async def find(self, claims: dict[str, Any]) -> User | None:
        """The user that verified claims name, or `None` if the account was deleted.

        Raises `Unauthorized` for claims that this server does not issue, and for those of a token
        that has ended: by a log-out, with its device or by another password, or because the account
        is disabled.
        """
        user_id = claims.get("userId")
        if "exp" not in claims or not isinstance(user_id, str):
            raise Unauthorized
        user = await self._store.users.get(user_id)
        if user and (
            user.disabled
            or claims.get("gen", 0) != user.password_version
            or not user.ended_tokens.isdisjoint({token_id_of(claims), device_id_of(claims)})
        ):
            raise Unauthorized
        return user


def _identity(user: User, claims: Mapping[str, Any]) -> Identity:
    return Identity(
        user.id,
        user.role,
        float(claims["exp"]),
        user.password_version,
        token_id_of(claims),
        device_id_of(claims),
    )


def token_id_of(claims: Mapping[str, Any]) -> str:
    """The id under which a token is ended.

    Earlier versions issued tokens without one: those that expire in the same second share an id.
    """
    jti = claims.get("jti")
    return jti if isinstance(jti, str) and jti else f"{claims.get('gen', 0)}@{claims['exp']}"


def device_id_of(claims: Mapping[str, Any]) -> str | None:
    """The remembered device that a token was issued through, if there is one."""
    device_id = claims.get("device")
    return device_id if isinstance(device_id, str) else None


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _digest(token: str) -> bytes:
    """The key of a remembered token: a tenth of its size, and of no use if memory leaks."""
    return hashlib.blake2b(token.encode(), digest_size=16).digest()
