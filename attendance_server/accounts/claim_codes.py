"""One-time codes by which the owner of an account that somebody else made claims it.

A code is as good as a password until it is used, so only its hash is kept. SHA-256 is enough for
what was drawn by lot: nobody tries 2⁶⁰ of them.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from attrs import frozen

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0 and O, 1 and I, which are taken for each other on paper: five bits each."""

GROUPS, GROUP = 3, 4
"""60 bits in all."""


def new_code() -> str:
    """Such as `7KQM-2XHD-PW9T`."""
    drawn = secrets.token_bytes(GROUPS * GROUP)
    # A byte has eight times as many values as there are letters: each is as likely as any.
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in drawn)
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def code_hash(code: str) -> bytes:
    """By what a code is known, however it is typed: letter case, dashes and spaces do not count."""
    letters = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(letters.encode(errors="replace")).digest()


@frozen
class CodeTerm:
    """How long codes are good for: so many seconds, by the clock that `now` reads."""

    seconds: float
    now: Callable[[], datetime]

    def end(self) -> datetime:
        """When a code expires that is issued now."""
        return self.now() + timedelta(seconds=self.seconds)

    def is_over(self, until: datetime | None) -> bool:
        """Whether a code has expired that was issued until then; `None`: without an end."""
        return until is not None and until <= self.now()
