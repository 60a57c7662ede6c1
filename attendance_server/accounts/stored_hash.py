"""What the database stores of a password: its bcrypt hash or, if it is long, that of its digest.

bcrypt reads 72 bytes. A longer password is digested first, and its stored hash has a prefix.
"""

import base64
import hashlib

from attrs import frozen

from ..wire.password_rules import BCRYPT_BYTES

DIGESTED = b"sha384:"
"""The prefix of a bcrypt hash of the Base64 form of a SHA-384 digest."""


@frozen
class StoredHash:
    """`bcrypt`: the hash itself, or a salt for one; `digested`: whether a digest was hashed."""

    bcrypt: bytes
    digested: bool = False

    @classmethod
    def read(cls, stored: bytes) -> "StoredHash":
        """From the form in the database."""
        return cls(stored.removeprefix(DIGESTED), stored.startswith(DIGESTED))

    def write(self) -> bytes:
        """The form in the database."""
        return DIGESTED + self.bcrypt if self.digested else self.bcrypt

    @property
    def cost(self) -> int:
        """The binary logarithm of the work. Raises `ValueError` if this is not a hash."""
        return cost_of(self.bcrypt)

    def hashed(self, password: str) -> bytes | None:
        """What bcrypt hashes of a password, or `None` if it cannot be the one of this hash."""
        raw = password.encode()
        if self.digested:
            return digest(raw)
        return raw if fits(raw) else None


def fits(raw: bytes) -> bool:
    """Whether bcrypt hashes all of it. It repeats short passwords, each followed by a NUL."""
    return len(raw) <= BCRYPT_BYTES and b"\0" not in raw


def digest(raw: bytes) -> bytes:
    """64 characters without a NUL that stand for `raw`."""
    return base64.b64encode(hashlib.sha384(raw).digest())


def cost_of(salt: bytes) -> int:
    """The cost of a hash or a salt. Raises `ValueError` if it is neither."""
    _, _, cost, _ = salt.split(b"$")
    return int(cost)
