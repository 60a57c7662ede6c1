"""What was found in a file: the answer of the reader, and what its caller may choose."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

import attrs
from attrs import frozen

from ...models import (
    Certainty,
    Column,
    ColumnRole,
    Decoded,
    FileKind,
    Sheet,
    SkipReason,
    TextEncoding,
)
from ...problems import Problem, ProblemCode

__all__ = [
    "MAX_LINES",
    "Attendee",
    "Certainty",
    "Choice",
    "Column",
    "ColumnRole",
    "Decoded",
    "FileKind",
    "Report",
    "ReportKind",
    "RosterFile",
    "RosterLine",
    "Sheet",
    "SkipReason",
    "TextEncoding",
]

MAX_LINES = 10_000
"""How many lines a list may have, including those that are skipped."""


@frozen
class Choice:
    """What the caller has chosen; what is `None` is guessed.

    `sheet`: the name of a sheet. `columns`: the roles of columns, by the index of the column (from
    0) or by its header; columns that are not named are ignored. `header_row`: the number of the row
    that names the columns, 0 if there is none. `encoding`: the name of an encoding, as in
    `Decoded`.
    """

    sheet: str | None = None
    columns: Mapping[int | str, ColumnRole] | None = None
    header_row: int | None = None
    encoding: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The choice as the reader takes it, with the columns as pairs."""
        columns = None if self.columns is None else [*self.columns.items()]
        return {**attrs.asdict(self), "columns": columns}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Choice":
        """The inverse of `as_json`."""
        pairs = values["columns"]
        columns = None if pairs is None else {key: ColumnRole(role) for key, role in pairs}
        return cls(**{**values, "columns": columns})


GUESS_ALL = Choice()


@frozen
class RosterLine:
    """A row below the header. `number`: the line number that an editor or a spreadsheet shows.

    `name`: the whole name, given name first; `given_name` and `family_name` are empty where the
    file does not tell them apart. `class_name`, `role` and `status`: as they are written.
    `skipped`: why the row is no student to import.
    """

    number: int
    name: str
    email: str
    student_number: str = ""
    contact_email: str = ""
    given_name: str = ""
    family_name: str = ""
    class_name: str = ""
    role: str = ""
    status: str = ""
    skipped: SkipReason | None = None


class ReportKind(StrEnum):
    """The program that made an attendance report."""

    TEAMS = "teams"
    ZOOM = "zoom"


@frozen
class Attendee:
    """One row of an attendance report: a person, or one of several stays of a person.

    `joined`, `left` and `duration` are the texts in the file: the language and the region of the
    person who downloaded it decide how they are written. `line`: the index of the row in
    `RosterFile.lines`.
    """

    line: int
    joined: str
    left: str
    duration: str


@frozen
class Report:
    """The attendance report of a meeting. `title`, `started` and `ended` as they are written; empty
    if the file does not say. `attendees`: all rows, including the teacher's."""

    kind: ReportKind
    title: str
    started: str
    ended: str
    attendees: tuple[Attendee, ...]


@frozen
class RosterFile:
    """What was found in a file.

    `lines`: the rows below the header, in order, including those that are skipped. `columns`: those
    of the chosen or guessed sheet. `sheet`: its name; empty where the file has no sheets.
    `header_row`: the number of the row that names the columns, 0 if none does. `encoding`: that of
    a text file.

    `unsure`: why somebody has to confirm or choose before the lines can be relied on, for example
    `several_sheets` or `missing_columns`. Empty where every choice was made by the caller or is
    clear. With `missing_columns`, the lines hold what there is.
    """

    kind: FileKind
    lines: Sequence[RosterLine]
    columns: tuple[Column, ...]
    header_row: int
    sheets: tuple[Sheet, ...] = ()
    sheet: str = ""
    encoding: TextEncoding | None = None
    report: Report | None = None
    unsure: tuple[Problem, ...] = ()

    @property
    def students(self) -> list[RosterLine]:
        """The lines that are not skipped."""
        return [line for line in self.lines if line.skipped is None]

    def as_json(self) -> dict[str, Any]:
        """The whole, for `from_json`; the many lines without the names of their values."""
        rest = attrs.asdict(self, filter=attrs.filters.exclude("lines"))
        return {**rest, "lines": [attrs.astuple(line) for line in self.lines]}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "RosterFile":
        """The inverse of `as_json`."""
        encoding, report = values["encoding"], values["report"]
        return cls(
            FileKind(values["kind"]),
            [*_lines(values["lines"])],
            tuple(_column(each) for each in values["columns"]),
            values["header_row"],
            tuple(Sheet(**each) for each in values["sheets"]),
            values["sheet"],
            encoding and _encoding(encoding),
            report and _report(report),
            tuple(_problem(each) for each in values["unsure"]),
        )


def _lines(lines: Sequence[Sequence[Any]]) -> Iterator[RosterLine]:
    for line in lines:
        read = RosterLine(*line)
        yield attrs.evolve(read, skipped=SkipReason(read.skipped)) if read.skipped else read


def _column(values: Mapping[str, Any]) -> Column:
    return Column(
        values["index"],
        values["header"],
        ColumnRole(values["role"]),
        Certainty(values["certainty"]),
        tuple(values["examples"]),
    )


def _encoding(values: Mapping[str, Any]) -> TextEncoding:
    used, others = values["used"], values["others"]
    return TextEncoding(_decoded(used), values["guessed"], tuple(map(_decoded, others)))


def _decoded(values: Mapping[str, Any]) -> Decoded:
    return Decoded(values["encoding"], tuple(values["names"]))


def _report(values: Mapping[str, Any]) -> Report:
    attendees = tuple(Attendee(**each) for each in values["attendees"])
    return Report(**{**values, "kind": ReportKind(values["kind"]), "attendees": attendees})


def _problem(values: Mapping[str, Any]) -> Problem:
    return Problem(**{**values, "code": ProblemCode(values["code"])})
