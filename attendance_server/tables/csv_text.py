"""CSV as defined by RFC 4180, made safe to open in spreadsheets.

It starts with a byte order mark, without which Excel does not recognise UTF-8.
"""

import csv
import io
from collections.abc import AsyncGenerator, Sequence
from datetime import datetime

from ..text import FORMULA
from .table import Cell, Table


async def csv_text(table: Table) -> AsyncGenerator[bytes, None]:
    """The lines of the table as bytes, the titles first."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)

    def line(cells: Sequence[Cell]) -> bytes:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_shown(cell) for cell in cells])
        return buffer.getvalue().encode()

    yield "\ufeff".encode() + line([column.title for column in table.columns])
    async for row in table.rows:
        yield line(row)


def _shown(cell: Cell) -> Cell:
    if isinstance(cell, str):
        # A text that already starts with `'` gets another one, so that rosters can be read back.
        bare = cell.lstrip("'")
        # Some programs skip white space before a formula.
        harmless = bare[:1] not in FORMULA and bare.lstrip()[:1] not in FORMULA
        return cell if harmless else f"'{cell}"
    return cell.isoformat(" ", "seconds") if isinstance(cell, datetime) else cell
