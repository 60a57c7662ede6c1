"""The normal forms of names, addresses, student numbers, passwords and searches. Pure.

The same text can be written in many ways: with separate or composed accents, with invisible
characters, with letters of another width. The pages do the same in
`web/search.js` and `web/pasted-emails.js`; `tests/support/cases/` holds both to the same table.
"""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

ZERO_WIDTH = (
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Invisible characters, written for a character class of any regular expression dialect.

These are Unicode's default ignorable code points except `BIDI`, and the annotation marks.
"""

BIDI = r"\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates: they can make a text look like another one."""

BLANK = "\u2800"
"""The Braille cell without dots: a symbol that looks like a space."""

LONGEST_PASSWORD = 768
"""The longest password that is normalized, in characters.

Up to three characters become one, so a longer text has more than 256 characters in its normal form.
The time for normalization grows with the square of the length.
"""

LONGEST_KEY = 32
"""The number of characters of a word that a search compares."""

FORMULA = frozenset("\0=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""First characters that make a spreadsheet read a text as a formula (OWASP: "CSV Injection"; ASVS
1.2.10). The last four are full-width forms of `=+-@`, which some programs treat alike.

In CSV files of the server, texts that start with one of these follow a `'`.
"""

JOINERS = "\u200c\u200d"
ZWJ = "\u200d"
VIRAMA = 9
"""The canonical combining class of signs that join two consonants."""

_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]")
_INVISIBLE = re.compile(f"[{ZERO_WIDTH}{BIDI}]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_OF_MONGOLIAN = re.compile("[\u180b-\u180f]")
_MONGOLIAN = re.compile("[\u1820-\u18aa]")
_JOINING = re.compile(
    "[\u0620-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00011fff\U0001e900-\U0001e95f]"
)
"""The scripts, from Arabic to those of India, in which joiners change how letters look."""


def cleaned(text: str) -> str:
    """`text` in NFC, without surrounding white space and invisible characters.

    Joiners stay where they change how letters (RFC 5892, appendix A) or emoji look, and variation
    selectors stay after characters that have variants.
    """
    result = ""
    for at, char in enumerate(text):
        if not _ZERO_WIDTH.match(char) or _shows(result[-1:], char, text, at + 1):
            result += char
    # Composed, so that it does not depend on the keyboard.
    return unicodedata.normalize("NFC", result).strip().strip(BLANK).strip()


def _shows(before: str, char: str, text: str, at: int) -> bool:
    """Whether the zero-width `char` has an effect between `before` and the text from index `at`."""
    if not before:
        return False
    if char in JOINERS:
        if unicodedata.combining(before) == VIRAMA:
            return True
        after = next((each for each in text[at:] if not _ZERO_WIDTH.match(each)), "")
        if _JOINING.match(before) and _JOINING.match(after):
            return True
        return char == ZWJ and _is_picture(before) and _is_picture(after)
    if _SELECTORS.match(char):
        return before != BLANK and unicodedata.category(before) in ("Lo", "So", "Sm", "Nd", "Po")
    return bool(_OF_MONGOLIAN.match(char) and _MONGOLIAN.match(before))


def _is_picture(char: str) -> bool:
    return char == "\ufe0f" or (char != BLANK and unicodedata.category(char or " ")[0] == "S")


def clean_address(text: str) -> str:
    """An e-mail address without what was copied along with it.

    Removes blanks, invisible characters, a display name before angle brackets, and `mailto:`.
    Full-width letters and signs, as Chinese and Japanese input methods write them, become ASCII.
    """
    text = _INVISIBLE.sub("", text).translate(_PLAIN).strip()
    named = re.fullmatch(r"[^<>]*<([^<>]*)>[\s,;]*", text)
    if named:
        text = named[1].strip()
    if text[:7].lower() == "mailto:":
        text = unquote(text[7:].partition("?")[0]).strip()
    return text


def valid_address(text: str) -> str:
    """An e-mail address in its normal form. Raises `ValueError` if it is not one."""
    # Imported with the first address: each start would wait 25 ms for its patterns.
    from email_validator import SPECIAL_USE_DOMAIN_NAMES, validate_email

    # Schools and the tests of existing clients use domains such as `.local` and `.test`.
    SPECIAL_USE_DOMAIN_NAMES.clear()
    return validate_email(text, check_deliverability=False).normalized


_PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    ord("\ufe6b"): "@",
    ord("\u3002"): ".",
    ord("\uff61"): ".",
}


def clean_number(text: str) -> str:
    """A student number as it is stored: text, so that leading zeros stay.

    Full-width letters and digits become ASCII (NFKC), and invisible characters are removed.
    """
    return " ".join(cleaned(unicodedata.normalize("NFKC", text)).split())


def number_key(number: str) -> str:
    """The form in which student numbers are compared.

    Letter case, blanks, and the script in which the digits are written do not count.
    """
    digits = (str(unicodedata.decimal(char, char)) for char in number)
    return "".join("".join(digits).split()).casefold()


def normal_password(text: str) -> str:
    """The form in which passwords are compared: the OpaqueString profile of RFC 8265.

    Accents are composed (NFC), and every kind of space becomes U+0020.
    """
    spaced = "".join(" " if unicodedata.category(char) == "Zs" else char for char in text)
    return unicodedata.normalize("NFC", spaced)


def password_forms(text: str) -> tuple[str, ...]:
    """The texts that a password may have been hashed as: its normal form and, if different, itself.

    Earlier versions hashed the password as it was typed.
    """
    if len(text) > LONGEST_PASSWORD:
        return (text,)
    normal = normal_password(text)
    return (normal,) if normal == text else (normal, text)


_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
"""Accents and the vowel points of Hebrew and Arabic. Indic vowel signs count as letters."""

_LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("łøđðħŧŋƀɨʉɵǥəı", "loddhtnbiuogei", strict=True)),
        **{"æ": "ae", "œ": "oe", "þ": "th"},
        # Final sigma; Arabic yeh, alef maksura, kaf and teh marbuta as in Persian; apostrophes.
        **{"\u03c2": "\u03c3"},
        **{"\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9", "\u0629": "\u0647"},
        **{"\u02bb": "'", "\u02bc": "'"},
    }
)
"""Letters that Unicode does not treat as accented, or that keyboards use for one another."""

_ASCII_WORD = re.compile("[0-9a-z]+")

_STARTS = re.compile("[\u1100-\u115e\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
"""Characters of scripts without spaces between words: a word may start at any of them."""


def fold(text: str) -> str:
    """The form of a text for searches.

    Letter case, accents, invisible characters and variants of the same letter make no difference.
    """
    if text.isascii():
        return text.lower()
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKD", text))
    # There and back: the capital of ß is SS, that of ẞ is itself.
    lower = _ACCENTS.sub("", plain).lower().upper().lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", lower)).translate(_LOOK_ALIKES)


def words(text: str) -> list[str]:
    """The folded words of a text, in order: letters and digits, and each emoji by itself."""
    folded = fold(text)
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    return "".join(map(_spaced, folded)).split()


def _spaced(char: str) -> str:
    category = unicodedata.category(char)
    if category[0] in "LMN":
        return char
    return f" {char} " if category == "So" else " "


def search_words(text: str) -> list[str]:
    """The words of a search, without duplicates, cut to `LONGEST_KEY` characters."""
    return list(dict.fromkeys(word[:LONGEST_KEY] for word in words(text)))


def search_keys(
    name: str,
    email: str | None,
    number: str | None = None,
    parts: Iterable[str | None] = (),
) -> list[str]:
    """The keys by which a user is found: each word of a search has to be the start of one.

    `parts`: further names of the user.
    """
    keys = set[str]()
    texts = [name, *parts, number]
    for part in (word for each in texts if each for word in each.split()):
        pieces = words(part)
        for word in [*pieces, "".join(pieces)]:
            starts = [0, *(match.start() for match in _STARTS.finditer(word))]
            keys.update(word[start : start + LONGEST_KEY] for start in starts)
    keys.update(word[:LONGEST_KEY] for word in words(email or ""))
    return sorted(keys - {""})
