"""The tables of an HTML page, as which many systems send what they name `.xls`."""

import re
from html.parser import HTMLParser

from ...problems import ProblemCode
from .found import SkipReason
from .grid import MOST_COLUMNS, Grid, rows_with_text
from .signatures import SAVE
from .unreadable import UnreadableFile

MOST_TABLES = 50
MOST_SPAN = 50

_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_BREAKS = ("br", "p", "div", "li")
_VOID = ("script", "style")


def read_web_page(text: str) -> list[Grid]:
    """The tables of a page. Raises `UnreadableFile` if there is none."""
    page = _Page()
    page.feed(text)
    page.close()
    while page.open:
        page.end_table()
    grids = [
        Grid([*rows_with_text(enumerate(table.rows, 1))], f"Table {at}", table.hidden)
        for at, table in enumerate(page.tables, 1)
    ]
    if not grids:
        message = f"this is a web page without a table: {SAVE}"
        raise UnreadableFile(message, ProblemCode.UNKNOWN_FILE)
    return grids


class _Table:
    """A table while it is read."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.hidden: dict[int, SkipReason] = {}
        self.texts: list[str] | None = None
        """The parts of the text of the cell that is open."""
        self.span = 1
        self.below: dict[int, int] = {}
        """Columns that a cell above reaches into, and for how many rows more."""

    def begin_row(self, *, hidden: bool) -> None:
        self.end_cell()
        self.rows.append([])
        if hidden:
            self.hidden[len(self.rows)] = SkipReason.HIDDEN

    def begin_cell(self, span: int, depth: int) -> None:
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        self._skip_occupied()
        at = len(self.rows[-1])
        if depth > 1:
            self.below |= dict.fromkeys(range(at, at + span), depth - 1)
        self.texts, self.span = [], span

    def end_cell(self) -> None:
        if self.texts is not None and len(self.rows[-1]) < MOST_COLUMNS:
            self.rows[-1] += [" ".join("".join(self.texts).split()), *[""] * (self.span - 1)]
        self.texts = None

    def _skip_occupied(self) -> None:
        row = self.rows[-1]
        while self.below.get(len(row), 0) > 0 and len(row) < MOST_COLUMNS:
            self.below[len(row)] -= 1
            row.append("")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._silent += 1
        elif tag == "table" and len(self.tables) < MOST_TABLES:
            self.tables.append(_Table())
            self.open.append(self.tables[-1])
        elif self.open and tag == "tr":
            self.open[-1].begin_row(hidden=_is_hidden(attrs))
        elif self.open and tag in ("td", "th"):
            given = dict(attrs)
            self.open[-1].begin_cell(_span(given.get("colspan")), _span(given.get("rowspan")))
        elif tag in _BREAKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            self._silent = max(0, self._silent - 1)
        elif self.open and tag == "table":
            self.end_table()
        elif self.open and tag in ("td", "th", "tr"):
            self.open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self.open and not self._silent and self.open[-1].texts is not None:
            self.open[-1].texts.append(data)

    def end_table(self) -> None:
        self.open.pop().end_cell()


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    given = dict(attrs)
    return "hidden" in given or bool(_HIDDEN.search(given.get("style") or ""))


def _span(text: str | None) -> int:
    digits = (text or "").strip()
    return max(1, min(int(digits[:6]), MOST_SPAN)) if digits.isdecimal() else 1
