"""What a table is, whatever becomes of it."""

import re
import unicodedata
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import TypeAlias
from urllib.parse import quote

from attrs import frozen

Cell: TypeAlias = str | int | float | datetime | None
"""Times are those of the clock on the reader's wall: naive, or with the offset from UTC where the
clock shows the same time twice."""

_RESERVED = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')
"""What a name of a file cannot hold on one system or another."""


@frozen
class Column:
    """`width` is in characters; the numbers of a `percent` column are parts of one."""

    title: str | datetime
    width: int = 12
    percent: bool = False


@frozen
class Table:
    """`name` becomes the file name; the first `frozen_columns` columns stay in sight."""

    name: str
    columns: Sequence[Column]
    rows: AsyncIterator[Sequence[Cell]]
    frozen_columns: int = 1


def file_name(name: str, ending: str) -> str:
    """A `Content-Disposition` (RFC 6266) with the name, and with an ASCII one like it.

    Clients that know `filename*` go by that, whatever order they stand in (section 4.3).
    """
    name = _RESERVED.sub("_", name).strip(" .") or "table"
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    # A percent sign with two digits behind it some clients would take for a letter.
    plain = letters.replace("%", "_").strip(" .") or "table"
    return (
        f'attachment; filename="{plain}.{ending}"; '
        f"filename*=UTF-8''{quote(f'{name}.{ending}', safe='')}"
    )
