"""What is kept of a password: its bcrypt hash or, if it is long, that of its digest.

bcrypt reads 72 bytes. What is longer is digested first, and its hash has a mark before it.
"""

import base64
import hashlib

from attrs import frozen

from ..wire.password_rules import BCRYPT_BYTES

DIGESTED = b"sha384:"
"""Stands before bcrypt's hash of the Base64 form of a SHA-384 digest."""


@frozen
class StoredHash:
    """`bcrypt`: the hash itself, or the salt for one; `digested`: whether it is of a digest."""

    bcrypt: bytes
    digested: bool = False

    @classmethod
    def read(cls, kept: bytes) -> "StoredHash":
        """What the database has."""
        return cls(kept.removeprefix(DIGESTED), kept.startswith(DIGESTED))

    def write(self) -> bytes:
        """What `read` takes."""
        return DIGESTED + self.bcrypt if self.digested else self.bcrypt

    @property
    def cost(self) -> int:
        """The binary logarithm of the work. Raises `ValueError` for what is no hash."""
        return cost_of(self.bcrypt)

    def hashed(self, password: str) -> bytes | None:
        """What bcrypt is given of a password; `None`: it cannot be the one of this hash."""
        raw = password.encode()
        if self.digested:
            return digest(raw)
        return raw if fits(raw) else None


def fits(raw: bytes) -> bool:
    """Whether bcrypt takes all of it into account: it repeats what is short, with a NUL behind."""
    return len(raw) <= BCRYPT_BYTES and b"\0" not in raw


def digest(raw: bytes) -> bytes:
    """64 characters, with no NUL among them, that stand for `raw`."""
    return base64.b64encode(hashlib.sha384(raw).digest())


def cost_of(salt: bytes) -> int:
    """The cost of a hash or a salt. Raises `ValueError` for what is neither."""
    _, _, cost, _ = salt.split(b"$")
    return int(cost)
