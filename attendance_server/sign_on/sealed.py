"""What a browser keeps for the server, which recognizes it by a tag and takes it back once. Pure.

A server knows what it has taken back itself; whether another one has is asked by the caller.

The server keeps nothing until then, so no number of strangers who begin and never
finish can fill its memory.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from attrs import frozen

TAG_BYTES = 32
ID_BYTES = 16

LONGEST = 4096
"""Characters that are examined at most: what browsers keep in a cookie."""


@frozen
class Opened:
    """What was sealed, and until when it could be opened, in seconds since 1970."""

    key: str
    until: float
    value: dict[str, Any]


class Seal:
    """Seals values of one purpose, each for `seconds` and for one use."""

    def __init__(self, secret: str, purpose: str, seconds: float, now: Callable[[], float]) -> None:
        """`secret`: that of the server's access tokens, from which the key is derived.

        `now`: the time in seconds since 1970.
        """
        self._key = hmac.digest(secret.encode(), purpose.encode(), "sha256")
        self.seconds = seconds
        self._now = now
        self._used: dict[str, float] = {}

    def seal(self, value: Mapping[str, Any]) -> str:
        """A text for a cookie; `value` is readable in it, and consists of what JSON has."""
        until = self._now() + self.seconds
        raw = orjson.dumps([secrets.token_urlsafe(ID_BYTES), until, value])
        return base64.urlsafe_b64encode(self._tag(raw) + raw).decode().rstrip("=")

    def open(self, text: str) -> Opened | None:
        """What is in a text, which is used up by it; `None` if it is forged, over or used up."""
        raw = _decoded(text)
        tag, raw = raw[:TAG_BYTES], raw[TAG_BYTES:]
        if not hmac.compare_digest(tag, self._tag(raw)):
            return None
        value: dict[str, Any]
        key, until, value = orjson.loads(raw)
        now = self._now()
        if until <= now or key in self._used:
            return None
        self._used = {used: end for used, end in self._used.items() if end > now}
        self._used[key] = until
        return Opened(key, until, value)

    def _tag(self, raw: bytes) -> bytes:
        return hmac.digest(self._key, raw, "sha256")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text[:LONGEST] + "=" * (-len(text) % 4), b"-_", validate=True)
    except (ValueError, binascii.Error):
        return b""
