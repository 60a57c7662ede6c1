"""Workbooks that are XML: ODS and its flat form FODS, and XML Spreadsheet 2003.

The XML is read as a stream, without entities of its own, and however deep it is.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from ...problems import ProblemCode
from .found import SkipReason
from .grid import LONGEST, MOST_COLUMNS, Grid, rows_with_text
from .signatures import SAVE
from .unreadable import UnreadableFile

MOST_BYTES = 256 * 2**20
CHUNK = 2**18
MOST_SHEETS = 200
MOST_ROWS = 200_000

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
LINK = "http://www.w3.org/1999/xlink"
EXCEL = "urn:schemas-microsoft-com:office:spreadsheet"
EXCEL_VIEW = "urn:schemas-microsoft-com:office:excel"


class _Sheet:
    """A sheet while it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.shown = True
        self.row_number = 0
        self.row: list[str] = []
        self.rows: list[tuple[int, list[str]]] = []
        self.hidden: dict[int, SkipReason] = {}
        self.hidden_columns = set[int]()
        self.column = 0

    def end_row(self, repeated: int, reason: SkipReason | None) -> None:
        if any(self.row):
            for number in range(self.row_number + 1, self.row_number + 1 + min(repeated, 1000)):
                self.rows.append((number, self.row))
                if reason:
                    self.hidden[number] = reason
        if len(self.rows) > MOST_ROWS:
            raise _too_complex()
        self.row_number += repeated
        self.row = []

    def add_cell(self, text: str, repeated: int) -> None:
        room = MOST_COLUMNS - len(self.row)
        self.row += [text.strip()[:LONGEST]] * min(repeated, room)

    def grid(self) -> Grid:
        rows = [*rows_with_text(self.rows)]
        return Grid(rows, self.name, self.hidden, frozenset(self.hidden_columns))


class _Reader:
    """Reads sheets from the events of an XML parser."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.texts: list[str] | None = None
        self.hidden_styles = set[str]()
        self.style = ""
        self.link = ""
        self.repeated = 1
        self.row_repeated = 1
        self.row_reason: SkipReason | None = None
        self.span = 1

    @property
    def sheet(self) -> _Sheet:
        if not self.sheets:
            self.sheets.append(_Sheet(""))
        return self.sheets[-1]

    def start(self, tag: str, given: dict[str, str]) -> None:
        handler = _STARTS.get(tag)
        if handler:
            handler(self, given)

    def end(self, tag: str) -> None:
        handler = _ENDS.get(tag)
        if handler:
            handler(self)

    def characters(self, text: str) -> None:
        if self.texts is not None:
            self.texts.append(text)

    def take_text(self) -> str:
        text, self.texts = "".join(self.texts or ()), None
        return text

    # OpenDocument

    def odf_style(self, given: dict[str, str]) -> None:
        self.style = given.get(f"{STYLE} name", "")

    def odf_table_properties(self, given: dict[str, str]) -> None:
        if given.get(f"{TABLE} display") == "false":
            self.hidden_styles.add(self.style)

    def odf_table(self, given: dict[str, str]) -> None:
        self.begin_sheet(given.get(f"{TABLE} name", ""))
        self.sheet.shown = given.get(f"{TABLE} style-name") not in self.hidden_styles

    def odf_column(self, given: dict[str, str]) -> None:
        count = _number(given.get(f"{TABLE} number-columns-repeated"))
        at = self.sheet.column
        if given.get(f"{TABLE} visibility", "visible") != "visible":
            self.sheet.hidden_columns |= {*range(at, min(at + count, MOST_COLUMNS))}
        self.sheet.column = at + count

    def odf_row(self, given: dict[str, str]) -> None:
        self.row_repeated = _number(given.get(f"{TABLE} number-rows-repeated"))
        self.row_reason = {
            "collapse": SkipReason.HIDDEN,
            "filter": SkipReason.FILTERED,
        }.get(given.get(f"{TABLE} visibility", ""))

    def odf_cell(self, given: dict[str, str]) -> None:
        self.repeated = _number(given.get(f"{TABLE} number-columns-repeated"))
        self.texts, self.link = [], ""

    def odf_space(self, given: dict[str, str]) -> None:
        self.characters(" ")

    def odf_link(self, given: dict[str, str]) -> None:
        target = given.get(f"{LINK} href", "")
        self.link = target if target.lower().startswith("mailto:") else ""

    def odf_note(self, given: dict[str, str]) -> None:
        """A comment on a cell is not its text."""
        self.kept = self.texts
        self.texts = None

    def odf_note_end(self) -> None:
        self.texts = self.kept

    def odf_cell_end(self) -> None:
        text = self.take_text()
        self.sheet.add_cell(self.link if self.link and "@" not in text else text, self.repeated)

    def row_end(self) -> None:
        self.sheet.end_row(self.row_repeated, self.row_reason)

    # XML Spreadsheet 2003

    def excel_sheet(self, given: dict[str, str]) -> None:
        self.begin_sheet(given.get(f"{EXCEL} Name", ""))

    def excel_column(self, given: dict[str, str]) -> None:
        at = _number(given.get(f"{EXCEL} Index"), self.sheet.column + 1) - 1
        count = _number(given.get(f"{EXCEL} Span"), 0) + 1
        if given.get(f"{EXCEL} Hidden") == "1":
            self.sheet.hidden_columns |= {*range(at, min(at + count, MOST_COLUMNS))}
        self.sheet.column = at + count

    def excel_row(self, given: dict[str, str]) -> None:
        number = _number(given.get(f"{EXCEL} Index"), self.sheet.row_number + 1)
        self.sheet.row_number = max(self.sheet.row_number, number - 1)
        self.row_repeated = _number(given.get(f"{EXCEL} Span"), 0) + 1
        self.row_reason = SkipReason.HIDDEN if given.get(f"{EXCEL} Hidden") == "1" else None

    def excel_cell(self, given: dict[str, str]) -> None:
        at = _number(given.get(f"{EXCEL} Index"), len(self.sheet.row) + 1) - 1
        self.sheet.add_cell("", max(0, at - len(self.sheet.row)))
        self.span = _number(given.get(f"{EXCEL} MergeAcross"), 0) + 1
        target = given.get(f"{EXCEL} HRef", "")
        self.link = target if target.lower().startswith("mailto:") else ""
        self.cell_text = ""

    def excel_data(self, given: dict[str, str]) -> None:
        self.texts = []

    def excel_data_end(self) -> None:
        self.cell_text = self.take_text()

    def excel_cell_end(self) -> None:
        text = self.cell_text
        self.sheet.add_cell(self.link if self.link and "@" not in text else text, 1)
        self.sheet.add_cell("", self.span - 1)

    def excel_visible(self, given: dict[str, str]) -> None:
        self.texts = []

    def excel_visible_end(self) -> None:
        self.sheet.shown = "hidden" not in self.take_text().casefold()

    def begin_sheet(self, name: str) -> None:
        if len(self.sheets) >= MOST_SHEETS:
            raise _too_complex()
        self.sheets.append(_Sheet(name))


_STARTS: dict[str, Callable[[_Reader, dict[str, str]], None]] = {
    f"{STYLE} style": _Reader.odf_style,
    f"{STYLE} table-properties": _Reader.odf_table_properties,
    f"{TABLE} table": _Reader.odf_table,
    f"{TABLE} table-column": _Reader.odf_column,
    f"{TABLE} table-row": _Reader.odf_row,
    f"{TABLE} table-cell": _Reader.odf_cell,
    f"{TABLE} covered-table-cell": _Reader.odf_cell,
    f"{OFFICE} annotation": _Reader.odf_note,
    f"{TEXT} s": _Reader.odf_space,
    f"{TEXT} p": _Reader.odf_space,
    f"{TEXT} line-break": _Reader.odf_space,
    f"{TEXT} tab": _Reader.odf_space,
    f"{TEXT} a": _Reader.odf_link,
    f"{EXCEL} Worksheet": _Reader.excel_sheet,
    f"{EXCEL} Column": _Reader.excel_column,
    f"{EXCEL} Row": _Reader.excel_row,
    f"{EXCEL} Cell": _Reader.excel_cell,
    f"{EXCEL} Data": _Reader.excel_data,
    f"{EXCEL_VIEW} Visible": _Reader.excel_visible,
}

_ENDS: dict[str, Callable[[_Reader], None]] = {
    f"{TABLE} table-row": _Reader.row_end,
    f"{TABLE} table-cell": _Reader.odf_cell_end,
    f"{TABLE} covered-table-cell": _Reader.odf_cell_end,
    f"{OFFICE} annotation": _Reader.odf_note_end,
    f"{EXCEL} Row": _Reader.row_end,
    f"{EXCEL} Cell": _Reader.excel_cell_end,
    f"{EXCEL} Data": _Reader.excel_data_end,
    f"{EXCEL_VIEW} Visible": _Reader.excel_visible_end,
}


def read_ods(file: zipfile.ZipFile) -> list[Grid]:
    """The visible sheets of an ODS file. Raises `UnreadableFile`."""
    if "META-INF/manifest.xml" in file.namelist():
        manifest = file.open("META-INF/manifest.xml").read(2**20)
        if b"encryption-data" in manifest:
            message = "the workbook is protected by a password: save it without one"
            raise UnreadableFile(message, ProblemCode.PROTECTED_WORKBOOK)
    with file.open("content.xml") as part:
        return _read(part)


def read_spreadsheet_xml(raw: bytes) -> list[Grid]:
    """The visible sheets of an XML file. Raises `UnreadableFile` if it is not a workbook."""
    return _read(io.BytesIO(raw))


def _read(file: IO[bytes]) -> list[Grid]:
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.EntityDeclHandler = _refuse_entity
    try:
        for chunk in _chunks(file):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, EOFError):
        message = "expected a workbook that is whole: open it, and save it again as XLSX or CSV"
        raise UnreadableFile(message, ProblemCode.DAMAGED_WORKBOOK) from None
    if not reader.sheets:
        message = f"this XML file is no workbook: {SAVE}"
        raise UnreadableFile(message, ProblemCode.UNKNOWN_FILE)
    shown = [sheet.grid() for sheet in reader.sheets if sheet.shown]
    if not shown:
        raise UnreadableFile("there is no sheet in the workbook", ProblemCode.NO_SHEET)
    return shown


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    size = 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise _too_complex()
        yield chunk


def _refuse_entity(*_: object) -> None:
    raise _too_complex()


def _too_complex() -> UnreadableFile:
    message = "the file takes too much to read: keep the list alone in it, in one sheet"
    return UnreadableFile(message, ProblemCode.TOO_COMPLEX)


def _number(text: str | None, default: int = 1) -> int:
    return int(text[:7]) if text and text.isdecimal() else default
