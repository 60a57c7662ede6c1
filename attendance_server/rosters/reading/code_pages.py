"""Guesses the code page of a text that is not Unicode, from the names in it.

A list of names is short, and its letters are few. So every code page that spreadsheets write is
tried, and the text that it gives is judged as names in the languages of that code page: by how
frequent its letters are, how capitals and scripts mix within words, whether the headers say
something, and whether a name and the address beside it are of the same letters.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from attrs import frozen

from ...text import fold
from .header_words import meaning_of
from .letters import EAST_ASIAN, IN_NAMES, LANGUAGES, PRIOR, USUAL_PRIOR

MOST_LINES = 300
MOST_BYTES = 24 * 2**10
"""Of the lines by which code pages are judged: more would not change the judgement."""

ACCENTED = math.log(0.07)
"""For a letter in a Latin script to be accented."""

FOREIGN = -9.0
"""A letter that the language does not have, a sign, or a byte that the code page does not have."""

MIXED = -4.0
"""Where a letter of another script, or a sign, is beside a Latin letter."""

HEADER = 12.0
"""For a header that says something."""

OF_MAC = 3.0
"""For a code page of the old Mac, if the lines end as they did there."""

SAME_LETTERS = 4.0
"""For a name that is in the address beside it."""

_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f][^\W\d_]*)*")
_ADDRESS = re.compile(r"([\w.+'-]+)@", re.ASCII)
_QUOTES = "\u2019\u2018\u00b4\u2013\u201c\u201d\u00ab\u00bb\u00a0\u200f\u200e"
_SIGN_WITHIN = re.compile(r"[^\W\d_][\u2013\u201c\u201d\u00ab\u00bb\u00a0][^\W\d_]")
_BESIDE_ASCII = re.compile(r"[A-Za-z][^\0-\x7f\u2019]|[^\0-\x7f\u2019][A-Za-z]")


@frozen
class CodePage:
    """A code page and how well its text reads, in logarithms: only differences mean something."""

    name: str
    text: str
    merit: float


def judged(raw: bytes) -> list[CodePage]:
    """All code pages with the text that they make of the judged lines, best first.

    Of several that make the same text, only the most usual one.
    """
    sample = b"\n".join(_sample(raw))
    is_mac = b"\n" not in raw and b"\r" in raw
    best = dict[str, CodePage]()
    for name in [*LANGUAGES, *EAST_ASIAN]:
        text = sample.decode(name, "replace")
        merit = _merit(name, text) + (OF_MAC if is_mac and name.startswith("mac_") else 0)
        if text not in best or merit > best[text].merit:
            best[text] = CodePage(name, text, merit)
    return sorted(best.values(), key=lambda page: -page.merit)


def _sample(raw: bytes) -> Iterator[bytes]:
    """Lines that are not ASCII, from everywhere in the text."""
    lines = [*dict.fromkeys(line for line in re.split(rb"[\r\n]+", raw) if not line.isascii())]
    size = 0
    # The first line may be the header.
    for line in [*lines[:3], *lines[3 :: max(1, len(lines) // MOST_LINES)]]:
        size += len(line)
        if size > MOST_BYTES:
            yield line[: max(0, MOST_BYTES - size + len(line))]
            return
        yield line


def _merit(name: str, text: str) -> float:
    merit = PRIOR.get(name, USUAL_PRIOR)
    if name in EAST_ASIAN:
        merit += sum(_east_asian(name, char) for char in text if not char.isascii())
        merit += MIXED * len(_BESIDE_ASCII.findall(text))
    else:
        letters = LANGUAGES[name]
        counts = [_alphabetic(text, ranks) for ranks in map(_ranks, letters)]
        merit += max(counts)
        merit += _same_letters(text) if _is_latin(letters[0]) else 0
    return merit + HEADER * _headers(text)


def _headers(text: str) -> int:
    first = text.split("\n", 1)[0]
    cells = re.split(r"[,;\t|]", first)
    return sum(not cell.isascii() and meaning_of(cell.strip(' "')) is not None for cell in cells)


def _alphabetic(text: str, ranks: dict[str, float]) -> float:
    """How well the letters that are not ASCII read in a language."""
    merit = 0.0
    for char, count in _counted(text):
        merit += count * _letter(char, ranks)
    latin = "LATIN" in ranks
    merit += MIXED * len(_SIGN_WITHIN.findall(text))
    merit += 0 if latin else MIXED * len(_BESIDE_ASCII.findall(text))
    for word in _words(text):
        merit += _shape(word, latin=latin)
    return merit


@cache
def _counted(text: str) -> Sequence[tuple[str, int]]:
    return [(char, text.count(char)) for char in {*text} if not char.isascii()]


@cache
def _words(text: str) -> Sequence[str]:
    return [word for word in _WORD.findall(text) if not word.isascii()]


def _letter(char: str, ranks: dict[str, float]) -> float:
    lower = char.lower()
    if lower in ranks:
        return ranks[lower]
    if char in _QUOTES:
        return -5.0
    return FOREIGN


@cache
def _ranks(letters: str) -> dict[str, float]:
    """How frequent each letter is, by Zipf's law, and whether the script is Latin."""
    total = sum(1 / rank for rank in range(2, len(letters) + 2))
    latin = _is_latin(letters)
    base = ACCENTED if latin else 0.0
    ranks = {letter: base + math.log(1 / rank / total) for rank, letter in enumerate(letters, 2)}
    return ranks | ({"LATIN": 0.0} if latin else {})


@cache
def _is_latin(letters: str) -> bool:
    return "LATIN" in unicodedata.name(letters[0], "")


@cache
def _shape(word: str, *, latin: bool) -> float:
    """What the capitals and the scripts within a word say against it."""
    merit = 0.0
    accented = False
    for before, char in pairwise(word):
        if char.isupper() and before.islower():
            merit -= 5.0
    if not word[0].isascii() and word[0].islower():
        merit -= 1.5
    if latin:
        for char in word:
            merit -= 1.0 * (accented and not char.isascii())
            accented = not char.isascii()
        if len(word) > 2 and word[0].isupper() and not word[1].isascii() and word[1].isupper():
            merit -= 0.0 if word.isupper() else 3.0
    return merit


def _same_letters(text: str) -> float:
    """For words that are in the addresses of their lines: `Łukasz` in `lukasz@`."""
    merit = 0.0
    for line in text.split("\n"):
        addresses = "".join(_ADDRESS.findall(line)).casefold()
        if addresses:
            for word in _words(line):
                plain = fold(word)
                found = plain in addresses or _spelled_out(word) in addresses
                merit += SAME_LETTERS * found
    return merit


def _spelled_out(word: str) -> str:
    spelled = word.casefold()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("å", "aa")):
        spelled = spelled.replace(letter, letters)
    return fold(spelled)


@cache
def _east_asian(name: str, char: str) -> float:
    """How usual a character is in names; a character is two bytes."""
    if char in _COMMON[name]:
        return -4.5
    point = ord(char)
    if 0x3041 <= point <= 0x30FE and name in ("cp932", "euc_jp"):
        return -5.0
    if 0xFF61 <= point <= 0xFF9F and name == "cp932":
        return -7.0
    if char in "\u3000\uff08\uff09\u30fb\u3001\uff20":
        return -7.0
    if 0xAC00 <= point <= 0xD7A3 and name == "cp949":
        return -6.5
    if 0x4E00 <= point <= 0x9FFF:
        return _character(name, char)
    return 2 * FOREIGN


def _character(name: str, char: str) -> float:
    """Each of the encodings has the usual characters in its first part."""
    lead = char.encode(name)[0]
    first, last = _USUAL[name]
    return -7.0 if first <= lead <= last else -11.0


_COMMON = {name: frozenset(letters) for name, letters in IN_NAMES.items()}

_USUAL = {
    "cp932": (0x88, 0x97),
    "gb18030": (0xB0, 0xD7),
    "cp950": (0xA4, 0xC6),
    "cp949": (0, 0),
    "euc_jp": (0xB0, 0xCF),
}
