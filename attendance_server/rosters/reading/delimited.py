"""Rows of delimited text, whatever separates the cells."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from ...problems import ProblemCode
from ...text import FORMULA
from .columns import is_address
from .grid import Grid, NumberedRow, rows_with_text
from .header_words import meaning_of
from .unreadable import UnreadableFile

SEPARATORS = (",", ";", "\t", "|", "^")

HEAD = 16 * 2**10
"""Characters by which the separator is judged."""

_EXCEL_SEPARATOR = re.compile(r'"?sep=(.)"?[ \t]*(\r\n|\r|\n|$)', re.IGNORECASE)


def read_delimited(text: str) -> Grid:
    """The rows of a text. Raises `UnreadableFile`."""
    text = text.lstrip("\ufeff")
    excel_line = _EXCEL_SEPARATOR.match(text)
    if excel_line:
        separator = excel_line[1]
        rows = [*rows_with_text(_rows(text[excel_line.end() :], separator, 2))]
    else:
        separator = _separator(text)
        rows = [*rows_with_text(_rows(text, separator, 1))]
    rows = _with_own_separator(rows)
    return Grid([(number, [_without_mark(cell) for cell in cells]) for number, cells in rows])


def _with_own_separator(rows: list[NumberedRow]) -> list[NumberedRow]:
    """The rows, where those below the header have another separator than the header."""
    if len(rows) < 2 or any(len(cells) > 1 for _, cells in rows[1:]):
        return rows
    width = len(rows[0][1])
    for separator in SEPARATORS:
        parts = [cells[0].split(separator) for _, cells in rows[1:]]
        if width > 1 and all(len(each) == width for each in parts):
            numbers = (number for number, _ in rows[1:])
            stripped = ([part.strip() for part in each] for each in parts)
            return [rows[0], *zip(numbers, stripped, strict=True)]
    return rows


def _separator(text: str) -> str:
    """The separator that makes the most of the head of a text."""
    head = text[:HEAD]
    if len(text) > HEAD:
        # The last line may be cut.
        head = head[: max(head.rfind("\n"), head.rfind("\r")) + 1] or head
    return max(SEPARATORS, key=lambda separator: _merit(head, separator))


def _merit(head: str, separator: str) -> tuple[int, int, int]:
    """How much sense a separator makes: known headers in one row, rows of equal width, cells."""
    rows = list[Sequence[str]]()
    # With the wrong separator, the quotation marks may not match either.
    with suppress(UnreadableFile):
        rows += (cells for _, cells in _rows(head, separator, 1) if any(map(str.strip, cells)))
    known = max(
        (sum(meaning_of(cell.strip()) is not None for cell in row) for row in rows[:30]), default=0
    )
    widths = [len(row) for row in rows if len(row) > 1]
    usual = max(map(widths.count, widths), default=0)
    alone = sum(
        is_address(cell) and not re.search(r"[,;\t|]", cell) for row in rows for cell in row
    )
    return known, usual + alone, sum(widths)


def _rows(text: str, separator: str, first: int) -> Iterator[NumberedRow]:
    """`first`: the number of the text's first line."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    # With `newline=""`, any line end ends a line, and is unchanged within quotes.
    lines = io.StringIO(text, newline="")
    ended = 0
    try:
        reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
        for cells in reader:
            yield first + ended, cells
            ended = reader.line_num
    except (csv.Error, TypeError, ValueError):
        # Otherwise an unclosed quotation mark would swallow the rest of the file.
        line = first + ended
        message = f"the quotation marks in line {line} do not match"
        raise UnreadableFile(message, ProblemCode.UNMATCHED_QUOTES, line=line) from None


def _without_mark(cell: str) -> str:
    """The text without the `'` that our own files put before what looks like a formula."""
    bare = cell.lstrip("'")
    marked = bare[:1] in FORMULA or bare.lstrip()[:1] in FORMULA
    return cell[1:] if marked and cell[0] == "'" else cell
