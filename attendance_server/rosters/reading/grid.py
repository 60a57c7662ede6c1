"""Rows and columns of text: what every container comes down to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import field, frozen

from ...problems import ProblemCode
from .found import MAX_LINES, SkipReason
from .unreadable import UnreadableFile

LONGEST = 400
"""Characters of a cell that are read; longer values are invalid in any case."""

MOST_COLUMNS = 200

MOST_ROWS = MAX_LINES + 200
"""Rows with text that are read of a sheet: the lines, and what is above and below them."""

NumberedRow: TypeAlias = tuple[int, Sequence[str]]
"""The number of a row, as an editor or a spreadsheet shows it, and its cells."""

NOTHING: Mapping[int, SkipReason] = {}


@frozen
class Grid:
    """A sheet, or a table of a page or a text. `rows`: those with text, in order.

    `hidden`: the reason for each row that is not shown, by its number. `hidden_columns`: their
    indexes. `without_values`: columns with formulas whose results the file does not hold.
    """

    rows: Sequence[NumberedRow]
    name: str = ""
    hidden: Mapping[int, SkipReason] = field(factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    without_values: frozenset[int] = frozenset()


def rows_with_text(rows: Iterable[NumberedRow]) -> Iterator[NumberedRow]:
    """The rows that are not blank, cut to what is read of them.

    Raises `UnreadableFile` if there are too many.
    """
    count = 0
    for number, cells in rows:
        cut = [cell.strip()[:LONGEST] for cell in cells[:MOST_COLUMNS]]
        if not any(cut):
            continue
        count += 1
        if count > MOST_ROWS:
            message = f"expected at most {MAX_LINES:,} students"
            raise UnreadableFile(message, ProblemCode.TOO_MANY_STUDENTS, maximum=MAX_LINES)
        yield number, cut
