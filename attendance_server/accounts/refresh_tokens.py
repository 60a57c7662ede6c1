"""Refresh tokens: what they consist of, and what follows one that was used. Pure.

A token names its device, holds a secret of 256 bits, and is tagged with the server's key, so that a
forged one is recognized without a question to the database. A secret is good for one use. Its
successor is derived from it and a random salt: from the salt, which is stored, the server can give
the same successor again to a client that has the old token, and to no other.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Self

from attrs import field, frozen

from ..errors.accounts import RefreshTokenInvalid

ID_BYTES = 12
TAG_BYTES = 16
SECRET_BYTES = 32

SALT_BYTES = 32

LENGTH = -(-4 * (ID_BYTES + TAG_BYTES + SECRET_BYTES) // 3)
"""The number of characters of a token."""


@frozen
class RefreshToken:
    """The secret that a device has, to be exchanged for its successor and an access token."""

    device_id: str
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls, device_id: str) -> Self:
        """A random token for a device that had none."""
        return cls(device_id, secrets.token_bytes(SECRET_BYTES))

    @property
    def hash(self) -> bytes:
        """What the database stores. SHA-256 is enough for a random secret of this length."""
        return hashlib.sha256(self.secret).digest()

    def successor(self, salt: bytes) -> Self:
        """The token after this one. Without this one, a salt tells nothing about it."""
        return type(self)(self.device_id, hmac.digest(self.secret, salt, "sha256"))


def new_salt() -> bytes:
    """A random salt for `RefreshToken.successor`."""
    return secrets.token_bytes(SALT_BYTES)


class RefreshTokenCodec:
    """Writes and reads the text of refresh tokens."""

    def __init__(self, secret: str) -> None:
        """`secret`: that of the server's access tokens, from which the key is derived."""
        self._key = hmac.digest(secret.encode(), b"refresh tokens", "sha256")

    def write(self, token: RefreshToken) -> str:
        device = bytes.fromhex(token.device_id)
        return base64.urlsafe_b64encode(device + self._tag(device) + token.secret).decode()

    def read(self, text: str) -> RefreshToken:
        """The token in a text. Raises `RefreshTokenInvalid` if this server did not write it."""
        try:
            raw = base64.b64decode(text.encode("ascii"), b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error):
            raise RefreshTokenInvalid from None
        device, rest = raw[:ID_BYTES], raw[ID_BYTES:]
        tag, secret = rest[:TAG_BYTES], rest[TAG_BYTES:]
        if len(secret) != SECRET_BYTES or not hmac.compare_digest(tag, self._tag(device)):
            raise RefreshTokenInvalid
        return RefreshToken(device.hex(), secret)

    def _tag(self, device: bytes) -> bytes:
        return hmac.digest(self._key, device, "sha256")[:TAG_BYTES]
