"""Reads a file of any kind: what the reader does with its input."""

from collections.abc import Sequence

from ...problems import Problem, ProblemCode
from .containers import open_file
from .found import Choice, ColumnRole, RosterFile, Sheet
from .grid import Grid
from .reports import report_in
from .tables import Table, find_table
from .unreadable import UnreadableFile

EXPECTED = (
    "expected a line that names the columns: name (or first name and last name), and email or"
    " student number"
)


def read(raw: bytes, choice: Choice, *, workbook: bool = False) -> RosterFile:
    """What a file holds.

    `workbook`: read it as a workbook in any case. Raises `UnreadableFile`.
    """
    content = open_file(raw, choice, workbook=workbook)
    grids = [grid for grid in content.grids if grid.rows]
    if not grids:
        raise UnreadableFile(f"the file is empty; {EXPECTED}", ProblemCode.EMPTY_FILE)
    tables = _tables(grids, choice)
    table = next((each for each in tables if each.is_list), None) or max(
        tables, key=lambda each: (each.roles.has_name + each.roles.has_id, len(each.below))
    )
    _check(table)
    lists = [each for each in tables if each.is_list]
    unsure = list(table.roles.unsure)
    if len(lists) > 1 and choice.sheet is None:
        message = f"there are lists in {len(lists)} sheets: choose one, or send it alone"
        unsure.insert(0, Problem("", message, ProblemCode.SEVERAL_SHEETS, count=len(lists)))
    lines = table.lines() if table.roles.has_name or table.roles.has_id else []
    if not table.roles.is_whole:
        unsure.insert(0, _missing(table))
    decoding = content.decoding
    if decoding and decoding.unclear:
        message = "check the names with special letters: the encoding of the file is unclear"
        unsure.append(Problem("", message, ProblemCode.UNCLEAR_ENCODING))
    is_listing = [(grid, any(each.grid is grid for each in lists)) for grid in grids]
    return RosterFile(
        content.kind,
        lines,
        table.columns,
        table.header_row,
        tuple(Sheet(grid.name, len(grid.rows), listed) for grid, listed in is_listing)
        if content.has_sheets
        else (),
        table.grid.name,
        decoding.described([line.name for line in lines]) if decoding else None,
        report_in(table),
        tuple(unsure),
    )


def _tables(grids: Sequence[Grid], choice: Choice) -> list[Table]:
    """The table of each sheet, or of the one that was chosen."""
    if choice.sheet is None:
        return [find_table(grid, choice) for grid in grids]
    for grid in grids:
        if grid.name == choice.sheet:
            return [find_table(grid, choice)]
    message = f"there is no sheet {choice.sheet!r:.80} with text in it"
    raise UnreadableFile(message, ProblemCode.UNKNOWN_SHEET)


def _check(table: Table) -> None:
    """Raises `UnreadableFile` if no choice of columns would make the table a list."""
    if not table.below:
        message = "there is no student below the line that names the columns"
        raise UnreadableFile(message, ProblemCode.NO_STUDENTS)
    email = table.roles.column(ColumnRole.EMAIL)
    if email is None or email not in table.grid.without_values:
        return
    if not any(cells[email : email + 1] != [""] for _, cells in table.below):
        message = (
            "the e-mail addresses are formulas, and the file does not hold their results: open it"
            " in a spreadsheet program, save it, and send it again"
        )
        raise UnreadableFile(message, ProblemCode.NO_VALUES)


def _missing(table: Table) -> Problem:
    """What the columns of a table lack, and what they are."""
    lacking = [
        *([] if table.roles.has_name else ["name (or first name and last name)"]),
        *([] if table.roles.has_id else ["email or student number"]),
    ]
    titles = ", ".join(repr(column.header)[:40] for column in table.columns[:8] if column.header)
    found = f"; line {table.header_row} has {titles}" if table.header_row else ""
    message = f"no column holds: {' and '.join(lacking)}{found}; {EXPECTED}"
    return Problem("", message, ProblemCode.MISSING_COLUMNS, line=table.header_row or None)
