"""The encoding of a text file: given by a mark or by the rules of UTF-8, or guessed."""

import codecs
import re
from collections.abc import Sequence

from attrs import frozen

from ...problems import ProblemCode
from .code_pages import CodePage, judged
from .found import Decoded, TextEncoding
from .letters import EAST_ASIAN, LANGUAGES
from .signatures import SAVE
from .unreadable import UnreadableFile

UTF8 = "utf-8"
TWICE = "utf-8-twice"
"""UTF-8 that was read as Windows-1252 and saved as UTF-8 again."""

CHOICES = (UTF8, TWICE, "utf-16-le", "utf-16-be", *LANGUAGES, *EAST_ASIAN)

CLEAR = 3.0
"""By how much, in logarithms, the best code page has to read better than the next one."""

PLAUSIBLE = 40.0
"""By how much worse one may read, to be offered instead."""

MOST_OTHERS = 5
MOST_NAMES = 8

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_LATIN = re.compile("[A-Za-z]")
_NOT_LATIN = re.compile("[\u0370-\u1dff\u2e80-\uffff]")
_CONTROLS = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


@frozen
class Decoding:
    """A text and how it was decoded. `unclear`: whether another encoding is almost as likely."""

    text: str
    encoding: str
    guessed: bool = False
    unclear: bool = False
    others: Sequence[str] = ()

    def described(self, names: Sequence[str]) -> TextEncoding:
        """The encoding for people to check, with names of the list that are not plain ASCII."""
        special = [*dict.fromkeys(name for name in names if not name.isascii())][:MOST_NAMES]
        used = Decoded(self.encoding, tuple(special))
        others = (Decoded(other, tuple(self._in(other, special))) for other in self.others)
        return TextEncoding(used, self.guessed, tuple(others))

    def _in(self, encoding: str, names: Sequence[str]) -> list[str]:
        return [_bytes(name, self.encoding).decode(encoding, "replace") for name in names]


def decode(raw: bytes, chosen: str | None = None) -> Decoding:
    """The text of a file. `chosen`: an encoding, if it is not to be guessed.

    Raises `UnreadableFile` if it is not text.
    """
    decoding = _chosen(raw, chosen) if chosen else _recognised(raw) or _guessed(raw)
    if _CONTROLS.search(decoding.text):
        message = f"expected text or a workbook: {SAVE}"
        raise UnreadableFile(message, ProblemCode.NOT_TEXT)
    return decoding


def _chosen(raw: bytes, encoding: str) -> Decoding:
    if encoding not in CHOICES:
        message = f"expected an encoding that is one of: {', '.join(CHOICES)}"
        raise UnreadableFile(message, ProblemCode.UNKNOWN_ENCODING)
    guess = _recognised(raw) or _guessed(raw)
    others = [each for each in (guess.encoding, *guess.others) if each != encoding]
    if encoding == guess.encoding:
        # As it was shown, with stray bytes of another encoding repaired.
        return Decoding(guess.text, encoding, guess.guessed, others=others)
    if encoding == TWICE:
        text = raw.decode(UTF8, "replace")
        return Decoding(_undoubled(text) or text, encoding, others=others)
    return Decoding(raw.decode(encoding, "replace").lstrip("\ufeff"), encoding, others=others)


def _recognised(raw: bytes) -> Decoding | None:
    """The text if its encoding is no guess."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            rest = raw[len(mark) :]
            if encoding == UTF8:
                return _utf8(rest) or _mixed(rest, marked=True)
            return Decoding(rest.decode(encoding, "replace"), encoding)
    return _utf16(raw) or _utf8(raw) or _mixed(raw)


def _utf16(raw: bytes) -> Decoding | None:
    """UTF-16 without a mark: every second byte of its ASCII characters is zero."""
    head = raw[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    more, fewer = max(even, odd), min(even, odd)
    if more < len(head) / 40 or more < 2 or fewer > more / 20:
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return Decoding(raw.decode(encoding, "replace"), encoding)


def _utf8(raw: bytes) -> Decoding | None:
    try:
        text = raw.decode(UTF8).lstrip("\ufeff")
    except UnicodeDecodeError:
        return None
    undoubled = None if raw.isascii() else _undoubled(text)
    if undoubled:
        return Decoding(undoubled, TWICE, guessed=True, others=[UTF8])
    if _by_chance(raw, text):
        return Decoding(text, UTF8, True, True, [page.name for page in judged(raw)[:MOST_OTHERS]])
    return Decoding(text, UTF8)


def _by_chance(raw: bytes, text: str) -> bool:
    """Whether the bytes that look like UTF-8 are few, and the letters that they make are odd."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    mixed = [word for word in words if _LATIN.search(word) and _NOT_LATIN.search(word)]
    return 0 < len(words) <= 2 and len(mixed) == len(words) and len(_MULTIBYTE.findall(raw)) <= 2


def _undoubled(text: str) -> str | None:
    """The text before it was encoded twice; `None` unless all of it was."""
    try:
        as_windows = {ord(char): _windows_byte(char)[0] for char in {*text}}
        return text.translate(as_windows).encode("latin-1").decode(UTF8)
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None


def _windows_byte(char: str) -> bytes:
    # Windows passes on the five bytes that the code page does not have.
    return char.encode("latin-1") if "\x7f" < char < "\xa0" else char.encode("cp1252")


def _mixed(raw: bytes, *, marked: bool = False) -> Decoding | None:
    """A text that is mostly UTF-8: the other lines are in a code page, which is guessed for them.

    `marked`: whether it says that it is UTF-8.
    """
    stray = len(_MULTIBYTE.sub(b"", raw).translate(None, bytes(range(128))))
    whole = [len(sequence) for sequence in _MULTIBYTE.findall(raw)]
    if not marked and (sum(whole) < 2 * stray or not whole):
        return None
    lines = raw.splitlines(keepends=True)
    odd = b"".join(line for line in lines if _utf8(line) is None)
    if not marked and not any(_utf8(line) for line in lines if not line.isascii()):
        return None
    pages = judged(_MULTIBYTE.sub(b"a", odd))
    page = pages[0].name

    def decoded(line: bytes) -> str:
        try:
            return line.decode(UTF8)
        except UnicodeDecodeError:
            return _patched(line, page) if _MULTIBYTE.search(line) else line.decode(page, "replace")

    text = "".join(map(decoded, lines)).lstrip("\ufeff")
    return Decoding(text, UTF8, guessed=True, unclear=_is_unclear(pages))


def _patched(line: bytes, page: str) -> str:
    """A line that is UTF-8 but for some bytes, which are read in a code page."""
    text, end = "", 0
    for found in _MULTIBYTE.finditer(line):
        text += line[end : found.start()].decode(page, "replace") + found[0].decode(UTF8, "replace")
        end = found.end()
    return text + line[end:].decode(page, "replace")


def _guessed(raw: bytes) -> Decoding:
    pages = judged(raw)
    best = pages[0]
    others = [page.name for page in pages[1:] if page.merit > best.merit - PLAUSIBLE]
    text = raw.decode(best.name, "replace")
    return Decoding(text, best.name, True, _is_unclear(pages), others[:MOST_OTHERS])


def _is_unclear(pages: Sequence[CodePage]) -> bool:
    return len(pages) > 1 and pages[0].merit - pages[1].merit < CLEAR


def _bytes(name: str, encoding: str) -> bytes:
    if encoding == TWICE:
        return name.encode(UTF8)
    return name.encode(encoding, "replace")
