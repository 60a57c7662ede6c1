"""Tables, independent of the file format."""

import re
import unicodedata
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import TypeAlias
from urllib.parse import quote

from attrs import frozen

Cell: TypeAlias = str | int | float | datetime | date | None
"""Times are local to the reader: naive, or with the offset from UTC if the local time occurs twice.
"""

_RESERVED = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')
"""Characters that some systems do not allow in file names."""


@frozen
class Column:
    """`width` is in characters. The numbers of a `percent` column are shares of 1."""

    title: str | datetime
    width: int = 12
    percent: bool = False


@frozen
class Table:
    """`name` becomes the file name. The first `frozen_columns` columns stay in view.

    For a workbook: `heading` and `period` are what the table is about, at the top of each printed
    page and in the name of the sheet, and `footer` stands at the bottom.
    """

    name: str
    columns: Sequence[Column]
    rows: AsyncIterator[Sequence[Cell]]
    frozen_columns: int = 1
    heading: str = ""
    period: str = ""
    footer: str = "&P / &N"

    @property
    def file_name(self) -> str:
        """The name of the file, with the period."""
        return " ".join(filter(None, (self.name, self.period)))


def file_name(name: str, ending: str) -> str:
    """A `Content-Disposition` (RFC 6266) with the name, and with a similar one in ASCII.

    Clients that support `filename*` prefer it, regardless of the order (section 4.3).
    """
    name = _RESERVED.sub("_", name).strip(" .") or "table"
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    # Some clients would decode a percent sign followed by two digits.
    plain = letters.replace("%", "_").strip(" .") or "table"
    return (
        f'attachment; filename="{plain}.{ending}"; '
        f"filename*=UTF-8''{quote(f'{name}.{ending}', safe='')}"
    )
