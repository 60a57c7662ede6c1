"""The rules for new passwords. Pure, except that the list of common passwords is loaded once.

A password that was set under other rules still works.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from ..problems import FieldError, ProblemCode
from ..settings.choices import PasswordRule
from ..text import LONGEST_PASSWORD, normal_password

BCRYPT_BYTES = 72
"""bcrypt ignores everything after this many bytes of a password."""


class PasswordRules(ABC):
    """`name` identifies the rules to the pages; `schema` is the JSON Schema of what they accept."""

    name: str
    schema: Mapping[str, object]

    @abstractmethod
    def read(self, text: str) -> str:
        """The normal form of a new password. Raises `FieldError`."""


class ContractRules(PasswordRules):
    """The rules of the wire contract: any 6 to 72 bytes."""

    name = "contract"
    sizes = (6, BCRYPT_BYTES)
    schema = {  # noqa: RUF012
        "type": "string",
        "format": "password",
        # In characters: JSON Schema cannot count bytes. UTF-8 uses one to four bytes per character,
        # and normalization can turn one character into three.
        "minLength": 1,
        "maxLength": BCRYPT_BYTES,
        "pattern": r"^[^\x00]*$",
        "description": "{} to {} bytes as UTF-8 in normal form C, and no NUL".format(*sizes),
    }

    def read(self, text: str) -> str:
        low, high = self.sizes
        # The length first: the time that normalization takes grows with its square.
        if len(text) > high or not low <= len((text := normal_password(text)).encode()) <= high:
            message = f"must be {low} to {high} bytes"
            raise FieldError(message, ProblemCode.WRONG_LENGTH, minimum=low, maximum=high)
        return _without_nul(text)


class StrictRules(PasswordRules):
    """8 to 256 characters of any script, except the most common passwords.

    As NIST SP 800-63B and ASVS 5 recommend, no mix of kinds of characters is demanded.
    """

    name = "strict"
    characters = (8, 256)
    schema = {  # noqa: RUF012
        "type": "string",
        "format": "password",
        # Normalization can turn one character into three, and three into one.
        "minLength": 3,
        "maxLength": LONGEST_PASSWORD,
        "pattern": r"^[^\x00]*$",
        "description": "{} to {} characters in normal form C, no NUL, and none of the most common"
        " passwords".format(*characters),
    }

    def __init__(self) -> None:
        # Imported here since it costs 0.2 s and 14 MB, which servers with other rules save.
        from zxcvbn.frequency_lists import FREQUENCY_LISTS

        shortest, _ = self.characters
        self._common = frozenset(
            word for word in FREQUENCY_LISTS["passwords"] if len(word) >= shortest
        )

    def read(self, text: str) -> str:
        shortest, longest = self.characters
        if len(text) > LONGEST_PASSWORD or len(text := normal_password(text)) > longest:
            message = f"must not be longer than {longest} characters"
            raise FieldError(message, ProblemCode.TOO_LONG, maximum=longest)
        if len(text) < shortest:
            message = f"must be at least {shortest} characters"
            raise FieldError(message, ProblemCode.TOO_SHORT, minimum=shortest)
        if text.casefold() in self._common:
            raise FieldError("is one of the most common passwords", ProblemCode.COMMON_PASSWORD)
        return _without_nul(text)


def _without_nul(text: str) -> str:
    if "\0" in text:
        # bcrypt repeats the password with a NUL after it, so "ab\0ab" would match "ab".
        raise FieldError("must not hold NUL characters", ProblemCode.CONTROL_CHARACTERS)
    return text


CONTRACT = ContractRules()


def rules_of(choice: PasswordRule) -> PasswordRules:
    """The rules for a value of the setting `PASSWORD_RULES`."""
    return CONTRACT if choice is PasswordRule.CONTRACT else StrictRules()
