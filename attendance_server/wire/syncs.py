"""Queries and answers of the calls that bring a class up to date with a roster."""

from datetime import datetime

from attrs import field

from ..models import Change, FoundFile, Id
from ..problems import Problem
from .fields import OFF, Name, Switch
from .frozen import frozen
from .roster_answers import SkippedLine
from .roster_requests import ChosenColumns, Encoding, HeaderRow, SheetName


@frozen(kw_only=True)
class SyncQuery:
    """How a class is brought up to date; all parameters are optional.

    With `dryRun` nothing changes, and all differences are listed. `columns`, `sheet`, `headerRow`,
    `encoding`, `makeNumbers` and `makeNames` are those of an import. `allowLeft`: even if more than
    a third of the class leaves.
    """

    dry_run: Switch = OFF
    columns: ChosenColumns | None = None
    sheet: SheetName | None = None
    header_row: HeaderRow | None = None
    encoding: Encoding | None = None
    make_numbers: Switch = OFF
    make_names: Switch = OFF
    allow_left: Switch = OFF


@frozen(kw_only=True)
class SchoolSyncQuery(SyncQuery):
    """As `SyncQuery`, with the name of the `class`; letter case does not count."""

    class_: Name


@frozen
class SyncCounts:
    """The number of lines with each change; `left`: students who are not in the file."""

    new: int
    moved: int
    renamed: int
    left: int
    invited: int
    unchanged: int
    wrong: int


@frozen
class SyncedLine:
    """A student, and what changes about them. `line`: `null` for one who is not in the file.

    `knownAs`: the name that the account has had, where the file has another one. `reason` and
    `problems`: why the line is wrong, or what to check. `code`: as for an import.
    """

    line: int | None
    name: str
    email: str
    change: Change
    student_id: Id | None = None
    student_number: str | None = None
    known_as: str | None = None
    reason: str | None = None
    problems: tuple[Problem, ...] = ()
    code: str | None = field(default=None, repr=False)
    code_expires_at: datetime | None = None


@frozen
class SyncView(FoundFile):
    """The differences between a class and a roster: a line for each student of either.

    `needsAllowLeft`: more than a third of the class would leave, so that only `allowLeft` does it.
    `importId`: under which it can be undone; without one, nothing was changed.
    """

    class_id: Id = field(kw_only=True)
    counts: SyncCounts = field(kw_only=True)
    lines: tuple[SyncedLine, ...] = field(kw_only=True)
    needs_allow_left: bool = field(kw_only=True)
    skipped: tuple[SkippedLine, ...] = ()
    import_id: Id | None = None
