"""CSV as RFC 4180 has it, and as spreadsheets open it without harm.

It begins with a byte order mark, without which Excel takes UTF-8 for something else.
"""

import csv
import io
from collections.abc import AsyncGenerator, Sequence
from datetime import datetime

from .table import Cell, Table

FORMULA = frozenset("\0=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet may take a text for a formula by (OWASP: "CSV Injection", and ASVS 1.2.10).

The last four are the wide forms of the first, which some take for the same.
"""


async def csv_text(table: Table) -> AsyncGenerator[bytes, None]:
    """The table's lines as bytes, first that of the titles."""
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
        # One that has a mark already gets another, so that a roster is read as it was written.
        bare = cell.lstrip("'")
        # White space before it does not keep every program from reading a formula.
        harmless = bare[:1] not in FORMULA and bare.lstrip()[:1] not in FORMULA
        return cell if harmless else f"'{cell}"
    return cell.isoformat(" ", "seconds") if isinstance(cell, datetime) else cell
