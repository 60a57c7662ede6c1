"""The data of HTTP responses about imports. The docstrings appear in the API description."""

from datetime import datetime

from attrs import field

from ..models import FoundFile, Id, Outcome, SkipReason
from ..problems import Problem
from .frozen import frozen


@frozen
class ImportCounts:
    """The number of lines of a roster with each outcome."""

    new: int
    known: int
    enrolled: int
    wrong: int
    unproven: int = 0


@frozen
class SkippedLine:
    """A row of a roster file that is no student to import, with what it holds.

    `code`: why it is skipped; `reason`: the same in words. `role` and `status`: what the columns
    with these roles say.
    """

    line: int
    code: SkipReason
    reason: str
    name: str
    email: str
    student_number: str | None = None
    role: str | None = None
    status: str | None = None


@frozen
class ImportedLine:
    """A line of a roster, by its number in the file, and its outcome.

    `reason`: why the line is wrong, or what to check; `problems`: the same one by one, with codes.
    `knownAs`: the name of the account, where it differs. `code`: the code of a new account, valid
    until `codeExpiresAt`, or of an invitation if the address is `unproven`; it is not stored and
    cannot be shown again. `email` is empty if the line has none.
    """

    line: int
    name: str
    email: str
    outcome: Outcome
    reason: str | None
    student_id: Id | None
    known_as: str | None
    code: str | None = field(repr=False)
    code_expires_at: datetime | None = None
    problems: tuple[Problem, ...] = ()
    student_number: str | None = None
    contact_email: str | None = None
    given_name: str | None = None
    family_name: str | None = None


@frozen
class ImportView(FoundFile):
    """The outcome of an import: each line, and the number of lines per outcome.

    `skipped`: rows of the file that are no students to import. With `only=right`, `wrong` lines
    were left out. `importId`: under which it can be undone; a dry run has none.
    """

    counts: ImportCounts = field(kw_only=True)
    lines: tuple[ImportedLine, ...] = field(kw_only=True)
    skipped: tuple[SkippedLine, ...] = ()
    import_id: Id | None = None


@frozen
class RecentImport:
    """An import that can be undone, with the numbers of accounts that it concerns.

    `created`: new accounts; `joined`: students who had one; `invited`: those who were invited;
    `left` and `renamed`: students who left the class, and accounts that got another name.
    """

    id: Id
    class_id: Id
    at: datetime
    undoable_until: datetime
    created: int
    joined: int
    invited: int
    left: int = field(default=0, kw_only=True)
    renamed: int = field(default=0, kw_only=True)


@frozen
class UndoneImport(RecentImport):
    """An import that was undone. `deleted`: the number of accounts that were deleted with it."""

    deleted: int
