"""How files are written: separators, decimal signs, and the languages of headings and sorting."""

from enum import StrEnum
from typing import NewType

from ..languages import LANGUAGES
from ..problems import FieldError, ProblemCode
from .fields import checked, one_of

LONGEST_LOCALE = 35
"""Characters of a language tag, as RFC 5646 recommends to make room for."""


class Delimiter(StrEnum):
    """What separates the values in a line of CSV."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"


class DecimalSign(StrEnum):
    """What precedes the decimals of a number in CSV."""

    POINT = "point"
    COMMA = "comma"


Language = NewType("Language", str)
SortLocale = NewType("SortLocale", str)
BY_ROOT_RULES = SortLocale("und")


@checked(Delimiter, enum=list(Delimiter))
def _read_delimiter(text: str) -> Delimiter:
    return one_of(Delimiter, text)


@checked(DecimalSign, enum=list(DecimalSign))
def _read_decimal_sign(text: str) -> DecimalSign:
    return one_of(DecimalSign, text)


@checked(Language, enum=list(LANGUAGES), description="the language of pages, files and mail")
def _read_language(text: str) -> str:
    if text not in LANGUAGES:
        message = f"expected one of the languages {', '.join(LANGUAGES)}"
        raise FieldError(message, ProblemCode.UNKNOWN_VALUE)
    return text


@checked(
    SortLocale,
    maxLength=LONGEST_LOCALE,
    description="the language by whose rules names are sorted, such as sv or de-AT; one that is not"
    " known has those that most languages share",
)
def _read_locale(text: str) -> str:
    if len(text) > LONGEST_LOCALE:
        message = f"must not be longer than {LONGEST_LOCALE} characters"
        raise FieldError(message, ProblemCode.TOO_LONG, maximum=LONGEST_LOCALE)
    return text
