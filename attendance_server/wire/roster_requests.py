"""The queries of calls about rosters."""

import re
from enum import StrEnum
from typing import NewType

from ..models import ColumnRole
from ..problems import FieldError, ProblemCode
from .fields import OFF, Switch, checked
from .frozen import frozen

MOST_COLUMNS = 200

_ROLE = f"({'|'.join(ColumnRole)})?"
_COLUMNS = f"^{_ROLE}(,{_ROLE}){{0,{MOST_COLUMNS - 1}}}$"

ChosenColumns = NewType("ChosenColumns", tuple[ColumnRole, ...])
HeaderRow = NewType("HeaderRow", int)
Encoding = NewType("Encoding", str)
SheetName = NewType("SheetName", str)


class Only(StrEnum):
    """Which lines of a roster are imported, if not all or nothing."""

    RIGHT = "right"


@checked(
    ChosenColumns,
    pattern=_COLUMNS,
    description="the roles of the columns from the first on, separated by commas; columns without"
    " one are ignored, and each other role is given once",
)
def _read_columns(text: str) -> tuple[ColumnRole, ...]:
    try:
        roles = tuple(ColumnRole(each or ColumnRole.IGNORED) for each in text.split(","))
    except ValueError:
        message = "expected roles separated by commas, each of them " + " or ".join(ColumnRole)
        raise FieldError(message, ProblemCode.UNKNOWN_VALUE) from None
    if len(roles) > MOST_COLUMNS:
        message = f"expected at most {MOST_COLUMNS} columns"
        raise FieldError(message, ProblemCode.TOO_MANY, maximum=MOST_COLUMNS)
    used = [each for each in roles if each is not ColumnRole.IGNORED]
    for role in used:
        if used.count(role) > 1:
            raise FieldError(f"two columns are {role}", ProblemCode.CONFLICTING)
    return roles


@checked(
    HeaderRow,
    pattern="^[0-9]{1,5}$",
    description="the number of the row that names the columns; 0: there is none",
)
def _read_header_row(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text):
        raise FieldError("expected the number of a row, or 0", ProblemCode.OUT_OF_RANGE)
    return int(text)


@checked(SheetName, description="the name of a visible sheet")
def _read_sheet(text: str) -> str:
    return text


@checked(Encoding, description="the name of an encoding, such as `cp1252`")
def _read_encoding(text: str) -> str:
    return text


@checked(Only, enum=list(Only))
def _read_only(text: str) -> Only:
    if text not in set(Only):
        raise FieldError("expected " + " or ".join(Only), ProblemCode.UNKNOWN_VALUE)
    return Only(text)


@frozen
class ImportQuery:
    """The query of an import.

    With `dryRun` nothing changes, and all wrong lines are listed. `columns`, `sheet`, `headerRow`
    and `encoding`: how to read the file, as far as that is not to be guessed. `only=right`: leave
    wrong lines out, instead of importing nothing. `makeNumbers`: give a student number to students
    with neither a number nor an address. `makeNames`: make names of addresses where there are none.
    """

    dry_run: Switch = OFF
    columns: ChosenColumns | None = None
    sheet: SheetName | None = None
    header_row: HeaderRow | None = None
    encoding: Encoding | None = None
    only: Only | None = None
    make_numbers: Switch = OFF
    make_names: Switch = OFF
