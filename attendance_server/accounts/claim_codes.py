"""One-time codes by which students claim the accounts that an import has created for them.

A code is as good as a password until it is used, so only its hash is stored. SHA-256 is enough for
a random secret: 2⁶⁰ codes are too many to try.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from attrs import frozen

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Five bits each. 0 and O, 1 and I are left out, since they are easily confused on paper."""

GROUPS, GROUP = 3, 4
"""60 bits in total."""


def new_code() -> str:
    """A random code, such as `7KQM-2XHD-PW9T`."""
    random_bytes = secrets.token_bytes(GROUPS * GROUP)
    # A byte has eight times as many values as there are letters, so all are equally likely.
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in random_bytes)
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def code_hash(code: str) -> bytes:
    """The hash of a code, however it is typed: letter case, dashes and spaces do not count."""
    letters = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(letters.encode(errors="replace")).digest()


@frozen
class CodeTerm:
    """How long codes are valid: `seconds`, by the clock that `now` reads."""

    seconds: float
    now: Callable[[], datetime]

    def end(self) -> datetime:
        """When a code that is issued now expires."""
        return self.now() + timedelta(seconds=self.seconds)

    def is_over(self, until: datetime | None) -> bool:
        """Whether a code that is valid until then has expired; `None` is no end."""
        return until is not None and until <= self.now()
