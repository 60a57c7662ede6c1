"""API keys: made once and shown once, so that a program can upload rosters without a password.

A key is `att_class_` or `att_school_` and 160 random bits. The prefix says what it is, also to
programs that look for secrets which were published by mistake. Only the hash is stored; SHA-256 is
enough for a random secret of this length.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from datetime import datetime

from ..errors import Unauthorized
from ..errors.api_keys import ApiKeyNotFound, TooManyApiKeys
from ..models import ApiKey, Role, User
from ..store import Store
from .attempts import Attempts

SECRET_BYTES = 20

MOST = TooManyApiKeys.usual
"""The number of keys of one class, and of the school."""

_FORM = re.compile(rf"att_(class|school)_[0-9a-f]{{{2 * SECRET_BYTES}}}")


def looks_like_key(text: str) -> bool:
    """Whether a bearer token is meant to be an API key."""
    return text.startswith("att_")


class ApiKeys:
    """The keys of the server. Every call raises `StorageUnavailable`."""

    def __init__(self, store: Store, attempts: Attempts, now: Callable[[], datetime]) -> None:
        self._store = store
        self._attempts = attempts
        self._now = now

    async def make(self, name: str, by: User, class_id: str | None) -> tuple[ApiKey, str]:
        """A new key for a class, or for the school, and its text, which cannot be shown again.

        Raises `TooManyApiKeys`.
        """
        if len(await self._store.api_keys.of_class(class_id)) >= MOST:
            raise TooManyApiKeys(MOST)
        text = f"att_{'class' if class_id else 'school'}_{secrets.token_hex(SECRET_BYTES)}"
        key = await self._store.api_keys.add(name, _hash(text), by.id, class_id, self._now())
        return key, text

    async def of_class(self, class_id: str | None) -> list[tuple[ApiKey, str | None]]:
        """The keys of a class, or of the school, oldest first; each with the name of its maker."""
        keys = await self._store.api_keys.of_class(class_id)
        users = await self._store.users.named({key.by for key in keys})
        return [(key, users[key.by].name if key.by in users else None) for key in keys]

    async def end(self, key_id: str, class_id: str | None) -> ApiKey:
        """End a key of a class, or of the school, and return it. Raises `ApiKeyNotFound`."""
        key = await self._store.api_keys.end(key_id, class_id)
        if key is None:
            raise ApiKeyNotFound
        return key

    async def note_use(self, key: ApiKey) -> None:
        """Record that a key is used for what it is good for."""
        await self._store.api_keys.note_use(key.id, self._now())

    async def identify(self, text: str, address: str | None) -> tuple[ApiKey, User]:
        """The key with this text, and the user in whose name it acts.

        `address` is the client as limits count it; wrong keys are limited. Raises `Unauthorized`,
        also if the user may no longer use their account, and `TooManyAttempts`.
        """
        attempt = self._attempts.api_key(address)
        await attempt.check()
        known = _FORM.fullmatch(text)
        key = await self._store.api_keys.find(_hash(text)) if known else None
        if key is None:
            await attempt.count()
            raise Unauthorized
        user = await self._store.users.get(key.by)
        role = Role.TEACHER if key.class_id else Role.ADMIN
        if user is None or user.disabled or user.role is not role:
            raise Unauthorized
        return key, user


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
