"""Writes a workbook to standard output: a program of its own, which the server starts.

A large sheet takes Python seconds, in which other threads of the process make little progress, and
marks must not wait for that. So this is another process, with a lower priority. Standard input is
pickled by the server: `(columns, frozen_columns)`, lists of rows, and `None` after the last. If the
input ends before that, the workbook is no longer needed.
"""

import pickle
import signal
import sys
import tempfile
from datetime import datetime
from typing import IO, Any

import xlsxwriter


def main() -> int:
    # Exit through the blocks below, which delete their files.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory() as folder:
        try:
            write(sys.stdin.buffer, sys.stdout.buffer, folder)
        except EOFError:
            return 1
    return 0


def write(source: IO[bytes], out: IO[bytes], folder: str) -> None:
    """Write the workbook, keeping one row in memory and the others in files in `folder`.

    Raises `EOFError` if the input ends early.
    """
    columns, frozen_columns = pickle.load(source)
    workbook = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": folder})
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, frozen_columns)
    formats = Formats(workbook)
    for column, (title, width, _) in enumerate(columns):
        sheet.set_column(column, column, width)
        put(sheet, 0, column, title, formats.of(title, bold=True))
    percents = [is_percent for _, _, is_percent in columns]
    row_number = 0
    while (rows := pickle.load(source)) is not None:
        for row in rows:
            row_number += 1
            for column, cell in enumerate(row):
                put(sheet, row_number, column, cell, formats.of(cell, percent=percents[column]))
    workbook.close()


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
    else:
        refused = sheet.write_number(row, column, cell, cell_format)
    if refused:
        raise ValueError(f"no room for row {row}, column {column}")


if __name__ == "__main__":
    sys.exit(main())
