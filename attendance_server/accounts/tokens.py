"""Tokens: who they stand for, and when they end."""

import hashlib
import secrets
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any

import jwt

from ..errors import Unauthorized
from ..models import Identity, User
from ..store import Store
from ..store.users import Standing
from .passwords import Passwords

ALGORITHM = "HS256"

JTI_BYTES = 12
"""Random bytes of a token's id, which sets it apart from others of the same second."""

MAX_KNOWN = 20_000
"""Tokens that are remembered; the oldest is forgotten for one more."""

LEEWAY = 60.0
"""Seconds by which a token may be issued in the future: the clock may have been set back since.

It is good no longer for that.
"""


class Tokens:
    """Tokens, and the users they stand for.

    Tokens that were issued or seen lately are remembered, so that a class that comes in all at
    once asks the database for nothing.
    """

    def __init__(self, store: Store, passwords: Passwords, secret: str, ttl: float) -> None:
        """`secret` signs the tokens; `ttl`: seconds that one is good for."""
        self.passwords = passwords
        self._store = store
        self.secret = secret
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
        if user.password_version:
            claims["gen"] = user.password_version
        token = jwt.encode(claims, self.secret, ALGORITHM)
        self._remember(token, user, claims)
        return token

    async def identify(self, token: str) -> Identity:
        """Whose token it is. Raises `Unauthorized` and `StorageUnavailable`."""
        identity = self._known.get(_digest(token))
        if identity and time.time() < identity.expires_at:
            return identity
        claims = self.claims(token)
        user = await self.find(claims)
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

    async def end(self, claims: Mapping[str, Any], user: User) -> Callable[[Identity], bool]:
        """End a token of the user's, and return which of the user's tokens have ended by that.

        `claims`: what the token claims. Raises `StorageUnavailable`.
        """
        token_id, expires_at = id_of(claims), datetime.fromtimestamp(claims["exp"], UTC)
        alone = await self._store.users.end_token(user, token_id, expires_at)
        self.forget([user.id])
        return lambda who: not alone or who.token_id == token_id

    def _remember(self, token: str, user: User, claims: Mapping[str, Any]) -> Identity:
        if len(self._known) >= MAX_KNOWN:
            del self._known[next(iter(self._known))]
        identity = Identity(
            user.id, user.role, float(claims["exp"]), user.password_version, id_of(claims)
        )
        self._known[_digest(token)] = identity
        return identity

    def claims(self, token: str) -> dict[str, Any]:
        """What a token claims. Raises `Unauthorized` where it is not good now."""
        try:
            claims = jwt.decode(token, self.secret, [ALGORITHM], options={"verify_iat": False})
        except (jwt.InvalidTokenError, ValueError):
            raise Unauthorized from None
        issued_at = claims.get("iat", 0)
        if not isinstance(issued_at, int | float) or not issued_at <= time.time() + LEEWAY:
            raise Unauthorized
        return claims

    async def find(self, claims: dict[str, Any]) -> User | None:
        """The user that verified claims name, `None` where they are gone.

        Raises `Unauthorized` for claims that this server does not make, or does no longer since
        the user has another password or has logged out.
        """
        user_id = claims.get("userId")
        if "exp" not in claims or not isinstance(user_id, str):
            raise Unauthorized
        user = await self._store.users.get(user_id)
        if user and (
            claims.get("gen", 0) != user.password_version or id_of(claims) in user.ended_tokens
        ):
            raise Unauthorized
        return user


def id_of(claims: Mapping[str, Any]) -> str:
    """What a token is ended by. Earlier versions gave it no id: then all of one second are one."""
    jti = claims.get("jti")
    return jti if isinstance(jti, str) and jti else f"{claims.get('gen', 0)}@{claims['exp']}"


def _stands(who: Identity, standing: Standing | None) -> bool:
    return (
        standing is not None
        and standing.password_version == who.password_version
        and who.token_id not in standing.ended_tokens
    )


def _digest(token: str) -> bytes:
    """What a token is remembered by: a tenth of its size, and no use to who reads our memory."""
    return hashlib.blake2b(token.encode(), digest_size=16).digest()
