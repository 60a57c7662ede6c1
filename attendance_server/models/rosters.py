"""What a roster file holds, and what a teacher chose its columns to be."""

from datetime import datetime
from enum import StrEnum

from attrs import frozen

from ..problems import Problem


class ColumnRole(StrEnum):
    """What a column of a file holds."""

    NAME = "name"
    """The whole name, in the order in which it is written."""

    FAMILY_FIRST = "familyFirst"
    """The whole name with the family name first, which is turned round where a comma or capitals
    tell the two apart: `Okafor, Ada` or `OKAFOR Ada`."""

    GIVEN_NAME = "givenName"
    """Several columns may hold parts of it, as of the family name."""

    FAMILY_NAME = "familyName"
    EMAIL = "email"
    STUDENT_NUMBER = "studentNumber"
    CONTACT_EMAIL = "contactEmail"
    CLASS = "class"
    ROLE = "role"
    STATUS = "status"
    JOINED = "joined"
    LEFT = "left"
    DURATION = "duration"
    IGNORED = "ignored"


class Certainty(StrEnum):
    """How sure the role of a column is."""

    CHOSEN = "chosen"
    """The caller chose it."""

    SURE = "sure"
    """The header says so."""

    LIKELY = "likely"
    """The cells below look like it, or it follows from the other columns."""

    UNSURE = "unsure"
    """There are other columns that it may just as well be."""


class SkipReason(StrEnum):
    """Why a row below the header is no student to import. Clients rely on the values: they stay."""

    TEACHER = "teacher"
    NOT_STUDENT = "not_student"
    """A parent, an administrator or another role."""

    LEFT = "left"
    """The status says that the student has left, or that the record was deleted."""

    TEST_STUDENT = "test_student"
    TOTAL = "total"
    """A total, an average, or text below the list such as a place for a signature."""

    POINTS = "points"
    """A row of a gradebook that says how many points are possible, or when work is due."""

    REPEATED_HEADER = "repeated_header"
    DUPLICATE = "duplicate"
    """The same name, address and number are in an earlier row."""

    HIDDEN = "hidden"
    FILTERED = "filtered"
    """The row does not match the filter with which the workbook was saved."""


class FileKind(StrEnum):
    """What a file is, by its content. Its name and media type say nothing reliable."""

    TEXT = "text"
    """Delimited text, whatever the delimiter."""

    WORKBOOK = "workbook"
    """XLSX, XLSM, XLSB, XLS, ODS, FODS, or XML Spreadsheet 2003."""

    WEB_PAGE = "web_page"
    """An HTML table, which many systems name `.xls`."""

    ONEROSTER = "oneroster"
    """A OneRoster bundle: a zip file with `users.csv`."""


@frozen
class Sheet:
    """A visible sheet of a workbook.

    `rows`: how many of its rows hold text. `hasList`: whether a list of people was found in it.
    """

    name: str
    rows: int
    has_list: bool


@frozen
class Column:
    """A column of the table.

    `index`: its place, from 0. `header`: as it is written, without line breaks; empty if it has
    none. `examples`: the first three texts below the header.
    """

    index: int
    header: str
    role: ColumnRole
    certainty: Certainty
    examples: tuple[str, ...] = ()


@frozen
class Decoded:
    """What an encoding makes of the file. `encoding`: its name in Python, such as `cp1252`.

    `names`: some of the names that are not plain ASCII, as they look in this encoding.
    """

    encoding: str
    names: tuple[str, ...] = ()


@frozen
class TextEncoding:
    """The encoding of a text file.

    `guessed`: neither a mark, nor a declaration, nor the rules of UTF-8 say that it is this one.
    `others`: other encodings in which the names make sense, best first.
    """

    used: Decoded
    guessed: bool
    others: tuple[Decoded, ...] = ()


@frozen
class FoundFile:
    """What was found in a roster file, and how it is read.

    `columns`: those of the sheet that is read, with the roles that were chosen or guessed.
    `headerRow`: the number of the row that names them, 0 if none does. `sheets`: the visible sheets
    of a workbook, and `sheet` the name of the one that is read. `encoding`: that of a text file.
    `remembered`: the roles are those that the teacher chose for a file with the same headers.
    `unsure`: what has to be chosen before the file can be imported.
    """

    columns: tuple[Column, ...]
    header_row: int
    sheets: tuple[Sheet, ...] = ()
    sheet: str = ""
    encoding: TextEncoding | None = None
    remembered: bool = False
    unsure: tuple[Problem, ...] = ()


@frozen
class ColumnChoice:
    """What a teacher chose the columns of a file to be, from the first on. `at`: when."""

    columns: tuple[ColumnRole, ...]
    at: datetime
