"""Writes a workbook to standard output: a program of its own, which the server starts.

A large sheet takes Python seconds, in which other threads of the process make little progress, and
marks must not wait for that. So this is another process, with a lower priority. Standard input is
pickled by the server: a dictionary with the form of the sheet, lists of rows, and `None` after the
last. If the input ends before that, the workbook is no longer needed.

It prints as it is: on landscape pages as wide as the table, with the titles of the columns on each.
"""

import pickle
import re
import signal
import sys
import tempfile
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter

MOST_ROWS = 2**20
"""The rows of a sheet, as Excel limits them. Further ones go to another sheet."""

LONGEST_SHEET_NAME = 31
LONGEST_HEADING = 100
"""Characters of a text at the top of a printed page; Excel allows 255 for all of it."""

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")


def main() -> int:
    # Exit through the blocks below, which delete their files.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory() as folder:
        try:
            write(sys.stdin.buffer, sys.stdout.buffer, folder)
        except EOFError:
            return 1
    return 0


def write(source: IO[bytes], out: IO[bytes], folder: str, most_rows: int = MOST_ROWS) -> None:
    """Write the workbook, keeping one row in memory and the others in files in `folder`.

    `most_rows`: those of a sheet, the titles included. Raises `EOFError` if the input ends early.
    """
    form = pickle.load(source)
    workbook = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": folder})
    formats = Formats(workbook)
    sheet = add_sheet(workbook, formats, form)
    percents = [is_percent for _, _, is_percent in form["columns"]]
    row_number = 0
    while (rows := pickle.load(source)) is not None:
        for row in rows:
            row_number += 1
            if row_number == most_rows:
                sheet, row_number = add_sheet(workbook, formats, form), 1
            for column, cell in enumerate(row):
                put(sheet, row_number, column, cell, formats.of(cell, percent=percents[column]))
    workbook.close()


def add_sheet(workbook: Any, formats: "Formats", form: dict[str, Any]) -> Any:
    """A new sheet with the titles of the columns, and the way it is printed."""
    number = len(workbook.worksheets()) + 1
    sheet = workbook.add_worksheet(sheet_name(form, number))
    sheet.freeze_panes(1, form["frozen_columns"])
    for column, (title, width, _) in enumerate(form["columns"]):
        sheet.set_column(column, column, width)
        put(sheet, 0, column, title, formats.of(title, bold=True))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # A single `&` would be the start of a command.
    left, right = (
        form[part][:LONGEST_HEADING].replace("&", "&&") for part in ("heading", "period")
    )
    sheet.set_header(f"&L{left}&R{right}")
    sheet.set_footer(f"&C{form['footer']}")
    return sheet


def sheet_name(form: dict[str, Any], number: int) -> str:
    """A name that Excel accepts, with the period, which is kept whole if the name is too long."""
    end = f" {form['period']}" if form["period"] else ""
    end += f" ({number})" if number > 1 else ""
    end = _NOT_IN_SHEET_NAMES.sub("-", end)[:LONGEST_SHEET_NAME]
    start = _NOT_IN_SHEET_NAMES.sub("-", form["name"])
    name = (start[: LONGEST_SHEET_NAME - len(end)].rstrip() + end).strip("' ")
    # Excel keeps this name for itself.
    return f"{name}_" if name.casefold() == "history" else name or f"Sheet{number}"


class Formats:
    """The cell formats of a workbook, each created once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, bool], Any] = {}

    def of(self, cell: object, *, bold: bool = False, percent: bool = False) -> Any:
        """The format of a cell. A time with an offset from UTC shows the offset."""
        number = "0.0%" if percent else "General"
        if isinstance(cell, datetime):
            offset = cell.isoformat(timespec="seconds")[len("2026-03-02T09:00:00") :]
            number = f'yyyy-mm-dd hh:mm "{offset}"' if offset else "yyyy-mm-dd hh:mm"
        elif isinstance(cell, date):
            number = "yyyy-mm-dd"
        if (number, bold) not in self._made:
            self._made[number, bold] = self._workbook.add_format(
                {"num_format": number, "bold": bold}
            )
        return self._made[number, bold]


def put(sheet: Any, row: int, column: int, cell: object, cell_format: Any) -> None:
    """Write one cell. Raises `ValueError` if the sheet has no room for it."""
    if cell is None:
        return
    if isinstance(cell, str):
        # Not `write`, which would turn texts into formulas, numbers and links.
        refused = sheet.write_string(row, column, cell, cell_format)
    elif isinstance(cell, datetime):
        refused = sheet.write_datetime(row, column, cell.replace(tzinfo=None), cell_format)
    elif isinstance(cell, date):
        refused = sheet.write_datetime(row, column, cell, cell_format)
    else:
        refused = sheet.write_number(row, column, cell, cell_format)
    if refused:
        raise ValueError(f"no room for row {row}, column {column}")


if __name__ == "__main__":
    sys.exit(main())
