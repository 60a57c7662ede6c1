"""By what a device is recognised, and since when it is known. Pure.

A device is a remembered one, which the access token names, or a browser with a signed cookie. Most
are both: a remembered device belongs to one user, and the browser stays the same for all who log in
with it.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from ..models import Browser, creation_time

NEW_FOR = timedelta(hours=12)
"""How long a device counts as new."""

ID_BYTES = 12
TIME_BYTES = 4
TAG_BYTES = 16

KEY_BYTES = 9
"""Two devices of a session with the same key are one: 9 bytes collide once in 10^15 sessions."""


class Browsers:
    """Makes and reads the signed ids of browsers."""

    def __init__(self, secret: str) -> None:
        """`secret`: that of the server's access tokens, from which the key is derived."""
        self._key = hmac.digest(secret.encode(), b"browsers that check in", "sha256")

    def new(self, now: datetime) -> Browser:
        """A browser that has no id yet."""
        return Browser(secrets.token_bytes(ID_BYTES), now.astimezone(UTC).replace(microsecond=0))

    def write(self, browser: Browser) -> str:
        """The text by which the browser can prove its id."""
        raw = browser.id + int(browser.since.timestamp()).to_bytes(TIME_BYTES)
        return base64.urlsafe_b64encode(raw + self._tag(raw)).decode()

    def read(self, text: str) -> Browser | None:
        """The browser that proves its id with this text, or `None` if it is no proof."""
        try:
            raw = base64.b64decode(text, b"-_", validate=True)
        except (ValueError, binascii.Error):
            return None
        content, tag = raw[:-TAG_BYTES], raw[-TAG_BYTES:]
        if len(content) != ID_BYTES + TIME_BYTES or not hmac.compare_digest(
            tag, self._tag(content)
        ):
            return None
        since = int.from_bytes(content[ID_BYTES:])
        return Browser(content[:ID_BYTES], datetime.fromtimestamp(since, UTC))

    def _tag(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, "sha256")[:TAG_BYTES]


def device_keys(scope: str, device_id: str | None, browser: Browser | None) -> tuple[bytes, ...]:
    """What a device is recognised by within a scope; empty if it is not known at all.

    `scope`: one session, or one student in one class. `device_id`: the remembered device. The keys
    tell nothing of the device in another scope.
    """
    names: Iterable[bytes] = (
        *([b"device " + device_id.encode()] if device_id else []),
        *([b"browser " + browser.id] if browser else []),
    )
    key = scope.encode()
    return tuple(hashlib.blake2b(name, key=key, digest_size=KEY_BYTES).digest() for name in names)


def is_new(now: datetime, device_id: str | None, browser: Browser | None) -> bool:
    """Whether the device was first seen less than `NEW_FOR` before `now`, or never."""
    seen = [
        *([creation_time(device_id)] if device_id else []),
        *([browser.since] if browser else []),
    ]
    return min(seen, default=now) > now - NEW_FOR
