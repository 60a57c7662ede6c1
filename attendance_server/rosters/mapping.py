"""What the columns of a file are: guessed, chosen by the teacher, or remembered."""

from collections.abc import Callable, Iterator, Set
from contextlib import suppress
from datetime import datetime
from typing import IO

import attrs
from attrs import frozen

from ..errors.rosters import RosterUnreadable, RosterUnsure
from ..errors.server import StorageUnavailable
from ..models import ColumnRole, FoundFile, User
from ..problems import Problem, ProblemCode
from ..store import Store
from .files import RosterFiles
from .plan import ImportChoice
from .reading.found import Choice, RosterFile, RosterLine

WHOLE_NAMES = {ColumnRole.NAME, ColumnRole.FAMILY_FIRST}
PARTS_OF_NAMES = {ColumnRole.GIVEN_NAME, ColumnRole.FAMILY_NAME}
LOG_IN_NAMES = {ColumnRole.EMAIL, ColumnRole.STUDENT_NUMBER}


@frozen
class MappedFile:
    """A file whose columns have roles. `remembered`: the roles were chosen for an earlier file."""

    file: RosterFile
    remembered: bool = False

    @property
    def lines(self) -> list[RosterLine]:
        """The rows that are students."""
        return self.file.students

    @property
    def skipped(self) -> list[RosterLine]:
        """The rows that are not."""
        return [line for line in self.file.lines if line.skipped]

    @property
    def headers(self) -> list[str]:
        return [column.header for column in self.file.columns]

    def seen_with(self, choice: ImportChoice) -> FoundFile:
        """The file as its importer sees it, with what has to be chosen before it is imported."""
        file = self.file
        return FoundFile(
            columns=file.columns,
            header_row=file.header_row,
            sheets=file.sheets,
            sheet=file.sheet,
            encoding=file.encoding,
            remembered=self.remembered,
            unsure=tuple(_still_unsure(file, choice)),
        )


class MappedFiles:
    """Reads roster files as their teacher wants them to be read, and remembers how that is."""

    def __init__(self, files: RosterFiles, store: Store, now: Callable[[], datetime]) -> None:
        """`now`: the time at which a choice is made."""
        self._files = files
        self._choices = store.column_choices
        self._now = now

    async def read(
        self, file: IO[bytes], teacher: User, choice: Choice, *, workbook: bool = False
    ) -> MappedFile:
        """The content of a file. `workbook`: read it as a workbook in any case.

        Without a choice of columns, those count that the teacher chose for the last file with the
        same headers. Raises `RosterUnreadable` and `StorageUnavailable`.
        """
        mapped = MappedFile(await self._files.read(file, choice, workbook=workbook))
        if choice.columns is not None or not _can_be_remembered(mapped):
            return mapped
        roles = await self._choices.find(teacher.id, mapped.headers)
        if roles is None:
            return mapped
        chosen = attrs.evolve(choice, columns=dict(enumerate(roles)))
        return MappedFile(await self._files.read(file, chosen, workbook=workbook), remembered=True)

    async def remember(self, mapped: MappedFile, teacher: User) -> None:
        """Remember the roles of the columns for the next file with the same headers."""
        if not _can_be_remembered(mapped):
            return
        roles = [column.role for column in mapped.file.columns]
        # The import has happened, and the teacher can choose again.
        with suppress(StorageUnavailable):
            await self._choices.keep(teacher.id, mapped.headers, roles, self._now())


def ensure_lines(mapped: MappedFile, choice: ImportChoice) -> None:
    """Raises `RosterUnreadable` if the columns of a file do not say who is to be imported."""
    found = mapped.seen_with(choice)
    missing = [each for each in found.unsure if each.code is ProblemCode.MISSING_COLUMNS]
    if missing:
        raise RosterUnreadable(missing, found)


def ensure_sure(mapped: MappedFile, choice: ImportChoice) -> None:
    """Raises `RosterUnsure` if a choice is needed, and `RosterUnreadable` without students."""
    found = mapped.seen_with(choice)
    if found.unsure:
        raise RosterUnsure(found.unsure, found)
    if not mapped.lines:
        message = "every row of the list is skipped, so that there is no student to import"
        raise RosterUnreadable([Problem("", message, ProblemCode.NO_STUDENTS)], found)


def _can_be_remembered(mapped: MappedFile) -> bool:
    """Whether there are headers to recognize the next file by."""
    return any(mapped.headers)


def _still_unsure(file: RosterFile, choice: ImportChoice) -> Iterator[Problem]:
    """What is unsure of a file, less what the importer has chosen to do without."""
    roles = {column.role for column in file.columns}
    for problem in file.unsure:
        if problem.code is not ProblemCode.MISSING_COLUMNS or _lacks(roles, choice):
            yield problem


def _lacks(roles: Set[ColumnRole], choice: ImportChoice) -> bool:
    """Whether there is no column for something that the import cannot make up."""
    named = bool(WHOLE_NAMES & roles) or roles >= PARTS_OF_NAMES
    made = choice.make_names and ColumnRole.EMAIL in roles
    return not (named or made) or not (LOG_IN_NAMES & roles or choice.make_numbers)
