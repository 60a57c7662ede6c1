"""CSV as defined by RFC 4180, made safe to open in spreadsheets.

It starts with a byte order mark, without which Excel does not recognise UTF-8. Excel expects the
separator and the decimal sign of its user's country: see `CsvForm`.
"""

import csv
import io
from collections.abc import AsyncGenerator, Sequence
from datetime import date, datetime

from attrs import frozen

from ..text import FORMULA
from .table import Cell, Table


@frozen
class CsvForm:
    """How values are separated and numbers are written.

    `mark`: whether the text starts with a byte order mark.
    """

    delimiter: str = ","
    decimal_sign: str = "."
    mark: bool = True


PLAIN = CsvForm()


async def csv_text(table: Table, form: CsvForm = PLAIN) -> AsyncGenerator[bytes, None]:
    """The lines of the table as bytes, the titles first."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=form.delimiter)

    def line(cells: Sequence[Cell]) -> bytes:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_shown(cell, form) for cell in cells])
        return buffer.getvalue().encode()

    mark = "\ufeff".encode() if form.mark else b""
    yield mark + line([column.title for column in table.columns])
    async for row in table.rows:
        yield line(row)


def _shown(cell: Cell, form: CsvForm) -> Cell:
    if isinstance(cell, str):
        # A text that already starts with `'` gets another one, so that rosters can be read back.
        bare = cell.lstrip("'")
        # Some programs skip white space before a formula.
        harmless = bare[:1] not in FORMULA and bare.lstrip()[:1] not in FORMULA
        return cell if harmless else f"'{cell}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(cell).replace(".", form.decimal_sign)
    return cell
