"""Which passwords an account may get. Pure, but for the list of common ones, which is loaded once.

The rules are for new passwords only: whoever has another one still logs in with it.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from ..settings import PasswordRule
from ..text import LONGEST_PASSWORD, normal_password

BCRYPT_BYTES = 72
"""bcrypt reads this many bytes of a password and no more."""


class PasswordRules(ABC):
    """`name` is what the pages know the rules by; `schema` says in JSON Schema what they take."""

    name: str
    schema: Mapping[str, object]

    @abstractmethod
    def read(self, text: str) -> str:
        """A new password in its normal form. Raises `ValueError` in words for its owner."""


class ContractRules(PasswordRules):
    """Those of the wire contract: 6 to 72 bytes, whatever they are."""

    name = "contract"
    sizes = (6, BCRYPT_BYTES)
    schema = {  # noqa: RUF012
        "type": "string",
        "format": "password",
        # Characters, of which UTF-8 makes one to four bytes: the bytes are beyond JSON Schema.
        # There are single ones that their normal form makes three of.
        "minLength": 1,
        "maxLength": BCRYPT_BYTES,
        "pattern": r"^[^\x00]*$",
        "description": "{} to {} bytes as UTF-8 in normal form C, and no NUL".format(*sizes),
    }

    def read(self, text: str) -> str:
        low, high = self.sizes
        # Its length first, since the time that a normal form takes grows with the square of it.
        if len(text) > high or not low <= len((text := normal_password(text)).encode()) <= high:
            raise ValueError(f"must be {low} to {high} bytes")
        return _without_nul(text)


class StrictRules(PasswordRules):
    """8 to 256 characters of any script, and none of the passwords that are guessed first.

    As NIST SP 800-63B and ASVS 5 have it: there is no rule about which characters to mix.
    """

    name = "strict"
    characters = (8, 256)
    schema = {  # noqa: RUF012
        "type": "string",
        "format": "password",
        # There are single characters that their normal form makes three of, and the other way
        # round.
        "minLength": 3,
        "maxLength": LONGEST_PASSWORD,
        "pattern": r"^[^\x00]*$",
        "description": "{} to {} characters in normal form C, no NUL, and none of the most common"
        " passwords".format(*characters),
    }

    def __init__(self) -> None:
        # Some 0.2 s and 14 MB, which other servers do without.
        from zxcvbn.frequency_lists import FREQUENCY_LISTS

        shortest, _ = self.characters
        self._common = frozenset(
            word for word in FREQUENCY_LISTS["passwords"] if len(word) >= shortest
        )

    def read(self, text: str) -> str:
        shortest, longest = self.characters
        if len(text) > LONGEST_PASSWORD or len(text := normal_password(text)) > longest:
            raise ValueError(f"must not be longer than {longest} characters")
        if len(text) < shortest:
            raise ValueError(f"must be at least {shortest} characters")
        if text.casefold() in self._common:
            raise ValueError("is one of the most common passwords")
        return _without_nul(text)


def _without_nul(text: str) -> str:
    if "\0" in text:
        # bcrypt repeats a password with a NUL behind it: "ab\0ab" would be as good as "ab".
        raise ValueError("must not hold NUL characters")
    return text


CONTRACT = ContractRules()


def rules_of(choice: PasswordRule) -> PasswordRules:
    """The rules that the settings ask for."""
    return CONTRACT if choice is PasswordRule.CONTRACT else StrictRules()
