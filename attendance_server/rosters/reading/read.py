"""Reads a file of any kind: what the reader does with its input."""

from collections.abc import Iterator, Sequence

from ...problems import Problem, ProblemCode
from .containers import Content, open_file
from .found import GUESS_ALL, Choice, ColumnRole, FileKind, RosterFile, Sheet
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
    guessed = _guessed_tables(content, grids)
    table = _chosen_table(grids, guessed, choice)
    _ensure_students(table)
    sheets = _sheets(content, grids, guessed)
    lines = table.lines() if table.roles.has_name or table.roles.has_id else []
    decoding = content.decoding
    return RosterFile(
        content.kind,
        lines,
        table.columns,
        table.header_row,
        sheets,
        table.grid.name,
        decoding.described([line.name for line in lines]) if decoding else None,
        report_in(table),
        tuple(_unsure(content, sheets, table, choice)),
    )


def _guessed_tables(content: Content, grids: Sequence[Grid]) -> list[Table]:
    """The table of each grid, as far as it has one."""
    # Those of the classes of a bundle have the same columns.
    different = grids[:1] if content.kind is FileKind.ONEROSTER else grids
    return [find_table(grid, GUESS_ALL) for grid in different]


def _chosen_table(grids: Sequence[Grid], guessed: Sequence[Table], choice: Choice) -> Table:
    """The table as it was chosen, in the sheet that was chosen or else the first with a list."""
    if choice.sheet is None:
        best = next((each for each in guessed if each.is_list), None) or max(
            guessed, key=lambda each: (each.roles.has_name + each.roles.has_id, len(each.below))
        )
        if choice.columns is None and choice.header_row is None:
            return best
        return find_table(best.grid, choice)
    for grid in grids:
        if grid.name == choice.sheet:
            return find_table(grid, choice)
    message = f"there is no sheet {choice.sheet!r:.80} with text in it"
    raise UnreadableFile(message, ProblemCode.UNKNOWN_SHEET)


def _ensure_students(table: Table) -> None:
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


def _sheets(content: Content, grids: Sequence[Grid], guessed: Sequence[Table]) -> tuple[Sheet, ...]:
    """The sheets, or other parts to choose from; none if the file has no such parts."""
    if not content.has_sheets:
        return ()
    lists = {id(table.grid) for table in guessed if table.is_list}
    if content.kind is FileKind.ONEROSTER and lists:
        lists = {id(grid) for grid in grids}
    return tuple(Sheet(grid.name, len(grid.rows), id(grid) in lists) for grid in grids)


def _unsure(
    content: Content, sheets: Sequence[Sheet], table: Table, choice: Choice
) -> Iterator[Problem]:
    """What has to be chosen or confirmed."""
    if not table.roles.is_whole:
        yield _missing(table)
    lists = sum(sheet.has_list for sheet in sheets)
    if lists > 1 and choice.sheet is None:
        message = f"there are lists in {lists} sheets: choose one, or send it alone"
        yield Problem("", message, ProblemCode.SEVERAL_SHEETS, count=lists)
    yield from table.roles.unsure
    if content.decoding and content.decoding.unclear:
        message = "check the names with special letters: the encoding of the file is unclear"
        yield Problem("", message, ProblemCode.UNCLEAR_ENCODING)


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
