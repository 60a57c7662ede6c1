"""Student numbers and names for students whose school gave the list none."""

import re
import secrets

from ..accounts.claim_codes import ALPHABET

LETTERS = "".join(char for char in ALPHABET if char.isalpha())
LENGTH = 6

_BETWEEN_WORDS = re.compile(r"[\W_\d]+")


def made_number() -> str:
    """A random student number, such as `K7MPQ2`.

    It is short, since a student types it at every log-in, and is no secret. It starts with a
    letter, so that it is unlike the numbers of most schools. If it is taken, the import draws
    another one.
    """
    return secrets.choice(LETTERS) + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))


def name_of(address: str) -> str:
    """A name from the words before the @: that of `ada.okafor2@school.example` is `Ada Okafor`."""
    local = address.partition("@")[0]
    words = [word for word in _BETWEEN_WORDS.split(local) if word]
    return " ".join(word[0].upper() + word[1:] for word in words) or local
