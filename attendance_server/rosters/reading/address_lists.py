"""Addresses as mail programs write them: `Ada Okafor <ada@school.example>`."""

import re
from collections.abc import Sequence

from attrs import evolve

from .grid import Grid, NumberedRow

_NAMED = re.compile(r'\s*"?([^"<>@]+?)"?\s*<([^<>@\s]+@[^<>\s]+)>[\s,;]*')


def with_names_apart(grid: Grid) -> Grid:
    """The grid with a column for names and one for addresses, if its rows are such addresses.

    They may be in one row, as one copies them from the receivers of a mail.
    """
    rows = grid.rows
    if len(rows) == 1:
        rows = [(at, [cell]) for at, cell in enumerate(filter(None, rows[0][1]), 1)]
    found = [(number, _NAMED.fullmatch(_only(cells))) for number, cells in rows]
    named: Sequence[NumberedRow] = [
        (number, [match[1], match[2]]) for number, match in found if match
    ]
    return evolve(grid, rows=named) if named and len(named) == len(rows) else grid


def _only(cells: Sequence[str]) -> str:
    """The text of a row that has only one; empty if it has several."""
    texts = [cell for cell in cells if cell]
    return texts[0] if len(texts) == 1 else ""
