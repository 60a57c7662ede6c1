"""What the header of a column says that it holds, in the languages of schools and their programs.

Headers come from exporters, which append marks (`[Required]`, `*`), put paths before (`student.`),
or ask for the value (`What is your first name?`). So words that do not change the meaning are
dropped, and those that say whose or which value it is, such as `parent` or `secondary`, count.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum, auto

from attrs import frozen

from ...text import words
from .vocabulary import vocabulary

LONGEST_HEADER = 120
"""Characters; what is longer is no header."""

UNCERTAIN = -3
"""The rank of a number that may be another one than the student's."""


class Meaning(Enum):
    """What a header can say. The roles of columns follow from the meanings of all headers."""

    NAME = auto()
    """`Name` alone: the whole, or what the other columns lack of it."""

    WHOLE_NAME = auto()
    FAMILY_FIRST = auto()
    GIVEN_NAME = auto()
    FAMILY_NAME = auto()
    FAMILY_PREFIX = auto()
    """What comes before a family name and is sorted apart, such as `van der`."""

    SECOND_FAMILY_NAME = auto()
    EMAIL = auto()
    CONTACT_EMAIL = auto()
    STUDENT_NUMBER = auto()
    CLASS = auto()
    ROLE = auto()
    STATUS = auto()
    JOINED = auto()
    LEFT = auto()
    DURATION = auto()


@frozen
class Said:
    """The meaning of a header. `rank`: of several columns of one meaning, the highest is used; a
    negative one is used only if there is no other."""

    meaning: Meaning
    rank: int = 0


def meaning_of(header: str) -> Said | None:
    """What a header says; `None` if it says nothing that is known."""
    if not header or len(header) > LONGEST_HEADER:
        return None
    text = unicodedata.normalize("NFKC", header)
    plain, asides = _without_asides(text)
    for candidate in (plain, *asides):
        said = _meaning(candidate)
        if said:
            return said
    return None


def _without_asides(text: str) -> tuple[str, list[str]]:
    """The text without what is in brackets, and what was in them."""
    asides = [match[1] for match in re.finditer(r"[(\[{]([^)\]}]{3,60})[)\]}]", text)]
    return re.sub(r"[(\[{][^)\]}]{0,60}[)\]}]", " ", text).strip(), asides


def _words(text: str) -> list[str]:
    """The folded words of a header; `givenName` has two."""
    return words(re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", text))


def _meaning(text: str) -> Said | None:
    whole = "".join(_words(text))
    if whole in _TABLE:
        return Said(_TABLE[whole], _rank(whole))
    said = [*_unglued(_words(text))]
    key = "".join(word for word in said if word not in _DROPPED and not word.isdecimal())
    meaning = _TABLE.get(key)
    # `contactSelf`: the student's own.
    of_contact = not _CONTACT.isdisjoint(said) and "self" not in said
    if meaning is None or not _STAFF.isdisjoint(said):
        return None
    rank = sum((word in _PREFERRED) - 2 * (word in _ASIDE) for word in said)
    if of_contact:
        return Said(Meaning.CONTACT_EMAIL, rank) if meaning is Meaning.EMAIL else None
    return Said(meaning, rank + _rank(key))


def _rank(key: str) -> int:
    """That of a number, by how clearly its header says that it is the student's."""
    return UNCERTAIN if key in _UNCERTAIN else int(key in _CLEAR)


def _unglued(said: list[str]) -> Iterator[str]:
    """The words, with a first part such as `生徒` apart, which no blank follows."""
    for word in said:
        start = next((each for each in _GLUED if word.startswith(each) and word != each), "")
        if start:
            yield start
        yield word[len(start) :]


_WORDS = vocabulary("header_words.txt")
_TABLE = {key: meaning for meaning in Meaning for key in _WORDS[meaning.name]}
_CONTACT, _STAFF = _WORDS["CONTACT"], _WORDS["STAFF"]
_PREFERRED, _ASIDE = _WORDS["PREFERRED"], _WORDS["ASIDE"]
_CLEAR, _UNCERTAIN = _WORDS["CLEAR_NUMBERS"], _WORDS["UNCERTAIN_NUMBERS"]
_DROPPED = _WORDS["OWN"] | _WORDS["ADDED"] | _CONTACT | _STAFF | _PREFERRED | _ASIDE
_GLUED = sorted(_WORDS["GLUED"], key=len, reverse=True)
