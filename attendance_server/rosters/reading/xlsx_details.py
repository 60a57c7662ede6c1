"""What the library that reads workbooks does not tell of an XLSX file: hidden rows and columns,
numbers that are shown with leading zeros, addresses that are only in links, and missing results of
formulas.

The XML was read once before, so it is searched, not parsed.
"""

import io
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from html import unescape

from attrs import field, frozen

from ...problems import ProblemCode
from ...text import clean_address
from .found import SkipReason
from .unreadable import UnreadableFile

CHUNK = 2**20

MOST_BYTES = 256 * 2**20
"""Of a part, once it is decompressed."""

MOST_LINKS = 50_000


@frozen
class Details:
    """Of one sheet. `hidden`: by the number of the row. `zeros`: of the cells of a row, the columns
    and the digits that are shown; `links`: the columns and the addresses."""

    hidden: Mapping[int, SkipReason] = field(factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    without_values: frozenset[int] = frozenset()
    zeros: Mapping[int, list[tuple[int, int]]] = field(factory=dict)
    links: Mapping[int, list[tuple[int, str]]] = field(factory=dict)


class XlsxDetails:
    """The details of a workbook; there are none if it is not XLSX."""

    def __init__(self, raw: bytes) -> None:
        """`raw`: a workbook of any kind, which another library was able to read."""
        self._zip: zipfile.ZipFile | None = None
        if raw.startswith(b"PK"):
            self._zip = zipfile.ZipFile(io.BytesIO(raw))

    def of_sheet(self, name: str) -> Details:
        """The details of the sheet with this name."""
        part = self._parts.get(name)
        if self._zip is None or part is None:
            return Details()
        hidden = set[int]()
        hidden_columns = set[int]()
        formulas = set[int]()
        zeros = defaultdict[int, list[tuple[int, int]]](list)
        references = dict[str, str]()
        is_filtered = False
        for found in self._search(part, self._in_sheet):
            kind, tag = found.lastgroup, found[0]
            if kind == "row":
                hidden |= {int(number) for number in re.findall(r'\br="(\d{1,7})"', tag)}
            elif kind == "columns":
                first, last = (_attribute(tag, side) for side in ("min", "max"))
                hidden_columns |= {*range(int(first or 1) - 1, min(int(last or 1), 200))}
            elif kind == "filter":
                is_filtered = True
            elif kind == "link" and len(references) < MOST_LINKS:
                references[_attribute(tag, "ref")] = _attribute(tag, r"\w+:id")
            elif kind == "formula":
                formulas.add(_place(_attribute(tag, "r"))[1])
            elif kind == "zeros":
                row, column = _place(_attribute(tag, "r"))
                zeros[row].append((column, self._zeros[_attribute(tag, "s")]))
        reason = SkipReason.FILTERED if is_filtered else SkipReason.HIDDEN
        return Details(
            dict.fromkeys(hidden, reason),
            frozenset(hidden_columns),
            frozenset(formulas),
            zeros,
            self._links(part, references),
        )

    @cached_property
    def _parts(self) -> dict[str, str]:
        """The paths of the sheets by their names."""
        targets = self._targets("xl/workbook.xml")
        return {
            unescape(_attribute(found[0], "name")): targets.get(_attribute(found[0], r"\w+:id"), "")
            for found in self._search("xl/workbook.xml", lambda _: _SHEET)
        }

    @cached_property
    def _zeros(self) -> dict[str, int]:
        """The digits that styles show at least, by the number of the style."""
        formats = dict[str, int]()
        styles = dict[str, int]()
        count = -1
        for found in self._search("xl/styles.xml", lambda _: _STYLE):
            tag = found[0]
            if "numFmt " in tag and re.fullmatch("0{2,32}", _attribute(tag, "formatCode")):
                formats[_attribute(tag, "numFmtId")] = len(_attribute(tag, "formatCode"))
            elif "cellXfs" in tag:
                count = -1 if tag.startswith("</") else 0
            elif count >= 0:
                digits = formats.get(_attribute(tag, "numFmtId"))
                styles |= {str(count): digits} if digits else {}
                count += 1
        return styles

    def _in_sheet(self, text: str) -> re.Pattern[str]:
        """What to search in a piece of a sheet; what is not in it at all is left out."""
        has_formulas = "<f" in text or ":f" in text
        return _sheet_pattern(tuple(self._zeros), formulas=has_formulas)

    def _links(
        self, part: str, references: Mapping[str, str]
    ) -> Mapping[int, list[tuple[int, str]]]:
        """The addresses that `mailto:` links of a sheet lead to."""
        links = defaultdict[int, list[tuple[int, str]]](list)
        targets = self._targets(part) if references else {}
        for reference, relation in references.items():
            target = targets.get(relation, "")
            if target.lower().startswith("mailto:"):
                row, column = _place(reference)
                links[row].append((column, clean_address(target)))
        return links

    def _targets(self, part: str) -> dict[str, str]:
        """What the relations of a part lead to, by their ids."""
        folder, name = posixpath.split(part)
        targets = dict[str, str]()
        for found in self._search(f"{folder}/_rels/{name}.rels", lambda _: _RELATION):
            target = unescape(_attribute(found[0], "Target"))
            if _attribute(found[0], "TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target))[1:]
            targets[_attribute(found[0], "Id")] = target
            if len(targets) > MOST_LINKS:
                break
        return targets

    def _search(
        self, part: str, pattern: Callable[[str], re.Pattern[str]]
    ) -> Iterator[re.Match[str]]:
        """Everything that matches in a part of the file; nothing if there is no such part.

        `pattern`: what to search in a piece of it.
        """
        if self._zip is None or part not in self._zip.namelist():
            return
        with self._zip.open(part) as file:
            rest, size = "", 0
            while chunk := file.read(CHUNK):
                size += len(chunk)
                if size > MOST_BYTES:
                    message = "the file takes too much to read: keep the list alone in it"
                    raise UnreadableFile(message, ProblemCode.TOO_COMPLEX)
                text = rest + chunk.decode("latin-1")
                # A cell with its formula stays in one piece.
                whole = max(text.rfind(tag) for tag in ("<row", "<c ", ":c ", "<hyperlink"))
                whole = text.rfind("<") if whole <= 0 else whole
                whole = max(whole, 0) if len(text) < 4 * CHUNK else len(text)
                yield from pattern(text).finditer(text, 0, whole)
                rest = text[whole:]
            yield from pattern(rest).finditer(rest)


_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]{0,9999}>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]{0,9999}>")
_STYLE = re.compile(
    r"<(?:\w+:)?numFmt\s[^>]{0,999}>|</?(?:\w+:)?cellXfs\b|<(?:\w+:)?xf\s[^>]{0,999}>"
)


@cache
def _sheet_pattern(styles: Sequence[str], *, formulas: bool) -> re.Pattern[str]:
    """What is searched in a sheet. `styles`: the numbers of those with leading zeros.

    Attributes have no `>`, and are shorter than here.
    """
    cell = r"<(?:\w+:)?c\s[^>]{0,999}"
    patterns = {
        "row": r'<(?:\w+:)?row\s[^>]{0,999}\bhidden="(?:1|true)"[^>]{0,999}>',
        "columns": r'<(?:\w+:)?col\s[^>]{0,999}\bhidden="(?:1|true)"[^>]{0,999}>',
        "filter": r"<(?:\w+:)?autoFilter\b",
        "link": r"<(?:\w+:)?hyperlink\s[^>]{0,9999}>",
    }
    if formulas:
        patterns["formula"] = cell + (
            r">\s*<(?:\w+:)?f\b[^>]{0,999}>(?:[^<]*</(?:\w+:)?f>)?\s*"
            r"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>|</(?:\w+:)?c>)"
        )
    if styles:
        patterns["zeros"] = cell + rf'\bs="(?:{"|".join(styles)})"[^>]{{0,999}}>'
    return re.compile("|".join(f"(?P<{name}>{each})" for name, each in patterns.items()))


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return (
        (found[1] or found[2] or "").encode("latin-1").decode("utf-8", "replace") if found else ""
    )


def _place(reference: str) -> tuple[int, int]:
    """The number of the row and the index of the column of a reference such as `B2`."""
    found = re.match(r"([A-Z]{1,3})(\d{1,7})", reference)
    if not found:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1
