"""The one form in which names, addresses, passwords and searches are read. Pure.

The same text may be written in many ways: with accents of their own or as a part of the letter,
with characters that show nothing, in letters of another width. The pages do the same in
`web/search.js` and `web/pasted-emails.js`; `tests/support/cases/` holds both to one table.
"""

import re
import unicodedata
from urllib.parse import unquote

ZERO_WIDTH = (
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What shows nothing by itself, as it stands in a character class of any dialect of patterns.

These are Unicode's default ignorable code points but for `BIDI`, and the marks of annotations.
"""

BIDI = r"\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates: they can make a text read as another one."""

BLANK = "\u2800"
"""The one symbol that is a space: a Braille cell without dots."""

LONGEST_PASSWORD = 768
"""Characters of a password that may still have 256 of them in its normal form.

Three of them may be composed to one, and the time that this takes grows with the square of the
length.
"""

LONGEST_KEY = 32
"""Characters of a word that a search goes by."""

JOINERS = "\u200c\u200d"
ZWJ = "\u200d"
VIRAMA = 9
"""The canonical combining class of the signs that join two consonants."""

_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]")
_INVISIBLE = re.compile(f"[{ZERO_WIDTH}{BIDI}]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_OF_MONGOLIAN = re.compile("[\u180b-\u180f]")
_MONGOLIAN = re.compile("[\u1820-\u18aa]")
_JOINING = re.compile(
    "[\u0620-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00011fff\U0001e900-\U0001e95f]"
)
"""The scripts, from Arabic to those of India, in which it makes a difference what is joined."""


def cleaned(text: str) -> str:
    """`text` as it is kept: NFC, without the space around it and what shows nothing.

    Kept are joiners where they change how letters or emoji look (as RFC 5892, appendix A, has it
    for letters), and the selectors of a variant behind what has variants.
    """
    kept = ""
    for at, char in enumerate(text):
        if not _ZERO_WIDTH.match(char) or _shows(kept[-1:], char, text, at + 1):
            kept += char
    # Composed, so that it is the same whoever has typed it.
    return unicodedata.normalize("NFC", kept).strip().strip(BLANK).strip()


def _shows(before: str, char: str, text: str, at: int) -> bool:
    """Whether a zero-width character makes a difference between `before` and what is from `at`."""
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
    """What is left of an e-mail address where it was copied with something around it.

    That is blanks, what shows nothing, a name before angle brackets, and `mailto:`. Full-width
    letters and signs, as an input method for Chinese or Japanese writes them, are plain ones.
    """
    text = _INVISIBLE.sub("", text).translate(_PLAIN).strip()
    named = re.fullmatch(r"[^<>]*<([^<>]*)>[\s,;]*", text)
    if named:
        text = named[1].strip()
    if text[:7].lower() == "mailto:":
        text = unquote(text[7:].partition("?")[0]).strip()
    return text


_PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    ord("\ufe6b"): "@",
    ord("\u3002"): ".",
    ord("\uff61"): ".",
}


def normal_password(text: str) -> str:
    """The form in which passwords are compared: that of RFC 8265 (OpaqueString).

    Accents are composed (NFC), and every space is a plain one.
    """
    spaced = "".join(" " if unicodedata.category(char) == "Zs" else char for char in text)
    return unicodedata.normalize("NFC", spaced)


def password_forms(text: str) -> tuple[str, ...]:
    """What a password may have been hashed as: its normal form and, where that differs, itself.

    Earlier versions hashed what was typed.
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
"""Accents, and the points of Hebrew and Arabic. The vowel signs of India are letters of a word."""

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
"""Letters that are no accented ones to Unicode, and that keyboards have instead of each other."""

_ASCII_WORD = re.compile("[0-9a-z]+")

_STARTS = re.compile("[\u1100-\u115e\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
"""Where a word may begin within others: in the scripts that put no space between names."""


def fold(text: str) -> str:
    """One form for all ways to write a text that somebody looks for.

    Letter case, accents, what shows nothing, and other forms of the same letter do not count.
    """
    if text.isascii():
        return text.lower()
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKD", text))
    # There and back: the capital of ß is SS, that of ẞ is itself.
    lower = _ACCENTS.sub("", plain).lower().upper().lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", lower)).translate(_LOOK_ALIKES)


def words(text: str) -> list[str]:
    """The folded words of a text in their order: letters and digits, and each emoji by itself."""
    folded = fold(text)
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    return "".join(map(_spaced, folded)).split()


def _spaced(char: str) -> str:
    category = unicodedata.category(char)
    if category[0] in "LMN":
        return char
    return f" {char} " if category == "So" else " "


def asked_words(text: str) -> list[str]:
    """The words that somebody looks for, each once, cut to what `search_keys` has of one."""
    return list(dict.fromkeys(word[:LONGEST_KEY] for word in words(text)))


def search_keys(name: str, email: str) -> list[str]:
    """What a user is found by: each word that is looked for has to begin one of these."""
    keys = set[str]()
    for part in name.split():
        pieces = words(part)
        for word in [*pieces, "".join(pieces)]:
            starts = [0, *(found.start() for found in _STARTS.finditer(word))]
            keys.update(word[start : start + LONGEST_KEY] for start in starts)
    keys.update(word[:LONGEST_KEY] for word in words(email))
    return sorted(keys - {""})
