"""Delimited text and workbooks whose first line names the columns."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeAlias

from ...models import Certainty, Column, ColumnRole, FileKind, Sheet
from ...problems import ProblemCode
from .found import MAX_LINES, RosterFile, RosterLine
from .unreadable import UnreadableFile

LONGEST = 400
"""Characters of a cell that are read; longer values are invalid in any case."""

MOST_COLUMNS = 200

NAME = ("name",)
FIRST, LAST = ("firstname",), ("lastname",)
EMAIL = ("email", "emailaddress", "mail")
STUDENT_NUMBER = ("studentnumber", "studentno", "studentid", "pupilnumber")
"""Not `number` alone, which often counts the lines of a list."""

CONTACT = ("contactemail", "parentemail", "guardianemail")

EXPECTED = (
    "expected a first line that names the columns: name (or first name and last name), and email or"
    " student number"
)
FORMULA = frozenset("\0=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""As in `tables.csv_text`: in our own files, texts that start with one of these follow a `'`."""

SEPARATORS = (",", ";", "\t")

NumberedRow: TypeAlias = tuple[int, Sequence[str]]
"""The number of a line, as an editor or a spreadsheet shows it, and its cells."""

Columns: TypeAlias = tuple[Sequence[int], Sequence[int | None]]
"""The indexes of the columns with the parts of the name, and of those with the address, the number
and the contact address, which may be missing."""

_EXCEL_SEPARATOR = re.compile(r'"?sep=(.)"?[ \t]*(\r\n|\r|\n|$)', re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv(raw: bytes) -> RosterFile:
    """The lines of a CSV file. Raises `UnreadableFile`."""
    text = decode(raw)
    excel_line = _EXCEL_SEPARATOR.match(text)
    if excel_line:
        text, first, separator = text[excel_line.end() :], 2, excel_line[1]
    else:
        first, separator = 1, _separator(text)
    return roster(FileKind.TEXT, _csv_rows(text, separator, first), _without_mark)


def read_workbook(raw: bytes) -> RosterFile:
    """The lines of the first visible sheet. Raises `UnreadableFile`."""
    # Imported here since CSV files do not need it.
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
        ]
        if not shown:
            raise UnreadableFile("there is no sheet in the workbook", ProblemCode.NO_SHEET)
        sheet = book.get_sheet_by_name(shown[0])
    except PasswordError:
        raise UnreadableFile(
            "the workbook is protected by a password", ProblemCode.PROTECTED_WORKBOOK
        ) from None
    except (CalamineError, OSError):
        raise UnreadableFile(
            "expected a workbook (XLSX) that is whole", ProblemCode.DAMAGED_WORKBOOK
        ) from None
    rows = (
        (number, [_text(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(), 1)
    )
    return roster(FileKind.WORKBOOK, rows, str, shown)


def decode(raw: bytes) -> str:
    """The text of a file, whose encoding is given by a byte order mark or guessed.

    Raises `UnreadableFile` if it is not text.
    """
    encodings = [name for mark, name in _BOMS if raw.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(
        "expected text, as UTF-8, UTF-16 with a byte order mark, or Windows-1252",
        ProblemCode.NOT_TEXT,
    )


def roster(
    kind: FileKind,
    rows: Iterable[NumberedRow],
    clean: Callable[[str], str],
    sheets: Sequence[str] = (),
) -> RosterFile:
    """The lines below the first non-blank one, which names the columns.

    `clean`: removes from a cell what is special to the file format. Raises `UnreadableFile`.
    """
    rows_with_text = _not_blank(rows)
    header_row, titles = next(rows_with_text, (0, ()))
    if not header_row:
        raise UnreadableFile(f"the file is empty; {EXPECTED}", ProblemCode.EMPTY_FILE)
    columns = _columns(titles)
    if columns is None:
        message = f"line {header_row} names no such columns; {EXPECTED}"
        raise UnreadableFile(message, ProblemCode.MISSING_COLUMNS, line=header_row)
    names, others = columns
    examples: list[Sequence[str]] = []
    lines: list[RosterLine] = []
    for number, cells in rows_with_text:
        if len(lines) == MAX_LINES:
            message = f"expected at most {MAX_LINES:,} students"
            raise UnreadableFile(message, ProblemCode.TOO_MANY_STUDENTS, maximum=MAX_LINES)
        examples += [cells] if len(examples) < 3 else []
        parts = [_cell(cells, at, clean) for at in names]
        email, student_number, contact = [_cell(cells, at, clean) for at in others]
        name = " ".join(filter(None, parts))[:LONGEST]
        given, family = parts if len(parts) == 2 else ("", "")
        lines.append(RosterLine(number, name, email, student_number, contact, given, family))
    if not lines:
        message = "there is no student below the line that names the columns"
        raise UnreadableFile(message, ProblemCode.NO_STUDENTS)
    return RosterFile(
        kind,
        lines,
        tuple(_described(titles, columns, examples)),
        header_row,
        tuple(Sheet(name, 0, at == 0) for at, name in enumerate(sheets)),
        sheets[0] if sheets else "",
    )


def _described(
    titles: Sequence[str], columns: Columns, examples: Sequence[Sequence[str]]
) -> Iterator[Column]:
    names, others = columns
    whole = (
        [ColumnRole.NAME] if len(names) == 1 else [ColumnRole.GIVEN_NAME, ColumnRole.FAMILY_NAME]
    )
    roles: dict[int | None, ColumnRole] = dict(zip(names, whole, strict=True))
    kinds = [ColumnRole.EMAIL, ColumnRole.STUDENT_NUMBER, ColumnRole.CONTACT_EMAIL]
    roles |= dict(zip(others, kinds, strict=True))
    for index, title in enumerate(titles[:MOST_COLUMNS]):
        shown = tuple(_cell(cells, index, str) for cells in examples)
        role = roles.get(index, ColumnRole.IGNORED)
        yield Column(index, title.strip()[:LONGEST], role, Certainty.SURE, shown)


def _separator(text: str) -> str:
    """The separator with which the first line names the columns, or else the most frequent one."""
    for separator in SEPARATORS:
        # With the wrong separator, the quotation marks may not match either.
        with suppress(UnreadableFile):
            _, titles = next(_not_blank(_csv_rows(text, separator, 1)), (0, ()))
            if _columns(titles):
                return separator
    head = text.lstrip().partition("\n")[0]
    return max(SEPARATORS, key=head.count)


def _not_blank(rows: Iterable[NumberedRow]) -> Iterator[NumberedRow]:
    return ((number, cells) for number, cells in rows if any(map(str.strip, cells)))


def _columns(titles: Sequence[str]) -> Columns | None:
    """The columns; `None` if the titles do not name those that a roster needs.

    Raises `UnreadableFile` if a column is named twice.
    """
    words = [re.sub(r"[\W_]", "", title).casefold() for title in titles[:MOST_COLUMNS]]

    def find(names: Sequence[str]) -> int | None:
        columns = [index for index, word in enumerate(words) if word in names]
        if len(columns) > 1:
            title = titles[columns[0]].strip()
            message = f"the column {title!r:.60} is there twice"
            raise UnreadableFile(message, ProblemCode.DUPLICATE_COLUMN, column=title[:60])
        return columns[0] if columns else None

    def first(names: Sequence[str]) -> int | None:
        found = (words.index(name) for name in names if name in words)
        return next(found, None)

    email, student_number, name = find(EMAIL), first(STUDENT_NUMBER), find(NAME)
    parts = [find(FIRST), find(LAST)] if name is None else [name]
    name_columns = [index for index in parts if index is not None]
    if (email is None and student_number is None) or len(name_columns) < len(parts):
        return None
    return name_columns, (email, student_number, first(CONTACT))


def _cell(cells: Sequence[str], at: int | None, clean: Callable[[str], str]) -> str:
    if at is None or at >= len(cells):
        return ""
    return clean(cells[at].strip()).strip()[:LONGEST]


def _csv_rows(text: str, separator: str, first: int) -> Iterator[NumberedRow]:
    """`first`: the number of the text's first line."""
    csv.field_size_limit(len(text) + 1)
    # With `newline=""`, any line end ends a line, and is unchanged within quotes.
    lines = io.StringIO(text, newline="")
    ended = 0
    try:
        reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
        for cells in reader:
            yield first + ended, cells
            ended = reader.line_num
    except (csv.Error, TypeError, ValueError):
        # Otherwise an unclosed quotation mark would swallow the rest of the file.
        line = first + ended
        message = f"the quotation marks in line {line} do not match"
        raise UnreadableFile(message, ProblemCode.UNMATCHED_QUOTES, line=line) from None


def _without_mark(cell: str) -> str:
    """The text without the `'` that our own files put before what looks like a formula."""
    bare = cell.lstrip("'")
    marked = bare[:1] in FORMULA or bare.lstrip()[:1] in FORMULA
    return cell[1:] if marked and cell[0] == "'" else cell


def _text(value: Any) -> str:
    """The text of a cell, exact enough for names and addresses."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else str(value)
