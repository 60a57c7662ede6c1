"""The tables of an HTML page, as which many systems send what they name `.xls`."""

import re
from html import unescape

from ...problems import ProblemCode
from .found import SkipReason
from .grid import MOST_COLUMNS, Grid, rows_with_text
from .signatures import SAVE
from .unreadable import UnreadableFile

MOST_TABLES = 50
MOST_SPAN = 50
MOST_DEEP = 20
"""Tables within each other."""

_HIDDEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all"
    r"|(?:^|\s)hidden(?:\s|=|$)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<!--|<(/?)([a-z][a-z0-9]{0,15})\b([^<>]{0,4000})>", re.IGNORECASE)
_BREAKS = frozenset(("br", "p", "div", "li"))
_SILENT = frozenset(("script", "style"))


def read_web_page(text: str) -> list[Grid]:
    """The tables of a page. Raises `UnreadableFile` if there is none."""
    tables = _tables(text)
    if not tables:
        message = f"this is a web page without a table: {SAVE}"
        raise UnreadableFile(message, ProblemCode.UNKNOWN_FILE)
    return [
        Grid([*rows_with_text(enumerate(table.rows, 1))], f"Table {at}", table.hidden)
        for at, table in enumerate(tables, 1)
    ]


class _Table:
    """A table while it is read."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.hidden: dict[int, SkipReason] = {}
        self._texts: list[str] | None = None
        """The parts of the text of the cell that is open."""
        self._span = 1
        self._below: dict[int, int] = {}
        """Columns that a cell above reaches into, and for how many rows more."""

    def begin_row(self, attributes: str) -> None:
        self.end_cell()
        self.rows.append([])
        if _HIDDEN.search(attributes):
            self.hidden[len(self.rows)] = SkipReason.HIDDEN

    def begin_cell(self, attributes: str) -> None:
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        row = self.rows[-1]
        while self._below.get(len(row), 0) > 0 and len(row) < MOST_COLUMNS:
            self._below[len(row)] -= 1
            row.append("")
        self._texts, self._span = [], _number("colspan", attributes)
        depth = _number("rowspan", attributes)
        if depth > 1:
            columns = range(len(row), len(row) + self._span)
            self._below |= dict.fromkeys(columns, depth - 1)

    def end_cell(self) -> None:
        if self._texts is not None and len(self.rows[-1]) < MOST_COLUMNS:
            text = unescape("".join(self._texts))
            self.rows[-1] += [" ".join(text.split()), *[""] * (self._span - 1)]
        self._texts = None

    def add(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)


def _tables(text: str) -> list[_Table]:
    """Everything between `<table>` and its end, in the order in which tables begin.

    It is read as browsers do, which forgive missing ends, and in linear time.
    """
    tables: list[_Table] = []
    open_tables: list[_Table] = []
    at = 0
    while found := _TAG.search(text, at):
        if open_tables:
            open_tables[-1].add(text[at : found.start()])
        at = found.end()
        end, tag = found[1], (found[2] or "").lower()
        if not tag:
            at = _after(text, "-->", at)
        elif tag in _SILENT and not end:
            at = _after(text, f"</{tag}", at)
        elif tag == "table" and not end:
            if len(tables) < MOST_TABLES and len(open_tables) < MOST_DEEP:
                tables.append(_Table())
                open_tables.append(tables[-1])
        elif open_tables:
            _tag(open_tables, tag, found[3], ends=bool(end))
    if open_tables:
        open_tables[-1].add(text[at:])
    for table in open_tables:
        table.end_cell()
    return tables


def _tag(open_tables: list[_Table], tag: str, attributes: str, *, ends: bool) -> None:
    table = open_tables[-1]
    if tag in _BREAKS:
        table.add(" ")
    elif tag in ("tr", "td", "th") and ends:
        table.end_cell()
    elif tag == "tr":
        table.begin_row(attributes)
    elif tag in ("td", "th"):
        table.begin_cell(attributes)
    elif tag == "table":
        open_tables.pop().end_cell()


def _after(text: str, end: str, at: int) -> int:
    """The index after the next `end`, or that of the end of the text."""
    found = text.find(end, at)
    return len(text) if found < 0 else found + len(end)


def _number(name: str, attributes: str) -> int:
    found = re.search(
        rf"""\b{name}\s{{0,9}}=\s{{0,9}}["']?(\d{{1,6}})""", attributes, re.IGNORECASE
    )
    return max(1, min(int(found[1]), MOST_SPAN)) if found else 1
