"""Workbooks of Excel: XLSX, XLSM, XLSB and XLS."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from ...problems import ProblemCode
from .grid import Grid, rows_with_text
from .unreadable import UnreadableFile
from .xlsx_details import Details, XlsxDetails

MOST_SHEETS = 200


def read_workbook(raw: bytes) -> list[Grid]:
    """The visible sheets. Raises `UnreadableFile`."""
    # Imported here since text files do not need it.
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
        ]
        if not shown:
            raise UnreadableFile("there is no sheet in the workbook", ProblemCode.NO_SHEET)
        details = XlsxDetails(raw)
        return [
            _grid(name, book.get_sheet_by_name(name), details.of_sheet(name))
            for name in shown[:MOST_SHEETS]
        ]
    except PasswordError:
        raise UnreadableFile(
            "the workbook is protected by a password: save it without one, as XLSX or CSV",
            ProblemCode.PROTECTED_WORKBOOK,
        ) from None
    except (CalamineError, OSError):
        raise UnreadableFile(
            "expected a workbook that is whole: open it, and save it again as XLSX or CSV",
            ProblemCode.DAMAGED_WORKBOOK,
        ) from None


def _grid(name: str, sheet: Any, details: Details) -> Grid:
    rows = [*rows_with_text(_rows(sheet, details))]
    return Grid(rows, name, details.hidden, details.hidden_columns, details.without_values)


def _rows(sheet: Any, details: Details) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_text(cell) for cell in row]
        for at, digits in details.zeros.get(number, ()):
            if at < len(cells) and cells[at].isdecimal():
                cells[at] = cells[at].zfill(digits)
        for at, link in details.links.get(number, ()):
            if at < len(cells) and "@" not in cells[at]:
                cells[at] = link
        yield number, cells


def _text(value: Any) -> str:
    """The text of a cell, exact enough for names, addresses and numbers."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat(*(" ",) if isinstance(value, datetime) else ())
    return str(value)
