"""What is in the cells of a list: names, addresses, and words that say what a row is."""

import html
import re

from ...text import clean_address, cleaned
from .found import SkipReason
from .vocabulary import vocabulary, word_key

_BETWEEN_ADDRESSES = re.compile(r"[\s,;|/]+")
_SPACES = re.compile(r"[\s\u00a0]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|v|phd|md|dr|msc|bsc|ma|ba)\.?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2})?")
_ORIGINAL = re.compile(r".*\(([^()]+)\)\s*")
_DIGITS = re.compile(r"[\d:\uff1a]")
_NO_NAME = re.compile(r"\d|[:\uff1a]\s*$|_{3}|\.{4}|^[#*(\[]|[\u00a9|]")
"""In the only text of a row: it is no name, but a number, a place for a signature, or a note."""

_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> str:
    """A cell in NFC, without what was copied along with it: invisible characters, blanks of other
    kinds, and HTML entities."""
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if not text.isascii():
        text = cleaned(_DIRECTIONS.sub("", text))
    return _SPACES.sub(" ", text).strip()


def clean_name(text: str) -> str:
    """A name; empty if it is a date, as which spreadsheets read names such as `May 1`."""
    return "" if _DATE.fullmatch(text) else clean_text(text)


def first_address(text: str) -> str:
    """The address in a cell, or the first one if there are several and nothing else."""
    address = clean_address(text)
    several = [part for part in _BETWEEN_ADDRESSES.split(address) if part]
    if several and all("@" in part for part in several):
        return clean_address(several[0])
    return address


def original_name(text: str) -> str:
    """The name in brackets of `shown name (Original Name)`, or else the text."""
    found = _ORIGINAL.fullmatch(text)
    return found[1].strip() if found else text


def turned(name: str) -> tuple[str, str] | None:
    """The given and the family name of `Family, Given`; `None` if the name is not of this form."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma or not family or not given or "," in given or _SUFFIX.fullmatch(given):
        return None
    return given, family


def by_capitals(name: str) -> tuple[str, str] | None:
    """The given and the family name of `FAMILY Given` and `Given FAMILY`; `None` if the capitals do
    not tell."""
    parts = name.split()
    capital = [part.isupper() and len(part) > 1 for part in parts]
    count = sum(capital)
    if not 0 < count < len(parts):
        return None
    if all(capital[:count]):
        return " ".join(parts[count:]), " ".join(parts[:count])
    if all(capital[-count:]):
        return " ".join(parts[:-count]), " ".join(parts[-count:])
    return None


def role_of(text: str) -> SkipReason | bool:
    """`True` for a student's role, the reason to skip any other, `False` if it is unknown."""
    roles = [word_key(each) for each in re.split(r"[,;|/]", text)]
    if any(role in _STUDENTS for role in roles):
        return True
    if any(role in _TEACHERS for role in roles):
        return SkipReason.TEACHER
    return SkipReason.NOT_STUDENT if any(role in _OTHERS for role in roles) else False


def has_left(status: str, *, header: str) -> bool:
    """Whether a status says that the student has left. `header`: of the column."""
    key = word_key(status)
    # `Left 12/9`
    said = {key, word_key(re.split(r"[\s:,(]", status.strip(), maxsplit=1)[0])}
    return not _LEFT.isdisjoint(said) or (key in _NO and word_key(header) in _YES_NO_HEADERS)


def is_test_student(name: str) -> bool:
    """Whether a learning platform made this student up, for teachers to look at their courses."""
    return word_key(name) in _TEST_STUDENTS


def kind_of_line(texts: list[str], *, numbered: bool) -> SkipReason | None:
    """What a row without an address is, if its texts say so.

    `numbered`: whether it has something in the column of the student number.
    """
    first = texts[0]
    if not any(char.isalnum() for text in texts for char in text):
        return SkipReason.TOTAL
    if word_key(first) in _POINTS:
        return SkipReason.POINTS
    if word_key(first) in _TOTALS:
        return SkipReason.TOTAL
    if numbered:
        return None
    said = word_key(_DIGITS.sub("", first))
    word = word_key(re.split(r"[\s:\uff1a]", first.strip(), maxsplit=1)[0])
    if said in _TOTALS or (word in _TOTALS and _DIGITS.search(first)):
        return SkipReason.TOTAL
    if len(texts) == 1 and _NO_NAME.search(first):
        return SkipReason.TOTAL
    return None


_WORDS = vocabulary("cell_words.txt")
_STUDENTS, _TEACHERS, _OTHERS = _WORDS["STUDENTS"], _WORDS["TEACHERS"], _WORDS["OTHERS"]
_LEFT, _YES_NO_HEADERS, _NO = _WORDS["LEFT"], _WORDS["YES_NO_HEADERS"], _WORDS["NO"]
_TEST_STUDENTS, _POINTS, _TOTALS = _WORDS["TEST_STUDENTS"], _WORDS["POINTS"], _WORDS["TOTALS"]
