"""Opens a file of any kind, by its content."""

import email
import io
import re
import zipfile
from collections.abc import Sequence

from attrs import frozen

from ...problems import ProblemCode
from .address_lists import with_names_apart
from .archives import read_part
from .delimited import read_delimited
from .encodings import Decoding, decode
from .found import Choice, FileKind
from .grid import Grid
from .oneroster import USERS, read_bundle, without_users
from .signatures import SAVE, refuse_known_kinds
from .spreadsheet_xml import read_ods, read_spreadsheet_xml
from .unreadable import UnreadableFile
from .web_pages import read_web_page
from .workbooks import read_workbook

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of XLS, and of workbooks with a password."""

PAGE_HEAD = 4096
"""Characters in which a web page says that it is one."""

_TEXT_NAME = re.compile(r"[^/]+\.(csv|txt|tsv|tab|text)", re.IGNORECASE)
_PAGE = re.compile(r"<(!doctype\s+html|html|head|meta|style|body|table|div)\b", re.IGNORECASE)
_XML = re.compile(r"\s*(<\?xml|<\?mso-application|<(\w+:)?(Workbook|document)\b)", re.I)


@frozen
class Content:
    """What is in a file. `decoding`: of a text. `has_sheets`: whether the grids are sheets or other
    parts to choose from."""

    kind: FileKind
    grids: Sequence[Grid]
    decoding: Decoding | None = None
    has_sheets: bool = False


def open_file(raw: bytes, choice: Choice, *, workbook: bool = False) -> Content:
    """The content of a file.

    `workbook`: whether it must be one. Raises `UnreadableFile`.
    """
    refuse_known_kinds(raw)
    if raw.startswith(ZIP):
        return _open_zip(raw, choice, workbook=workbook)
    if workbook or raw.startswith(OLE):
        return Content(FileKind.WORKBOOK, read_workbook(raw), has_sheets=True)
    return _open_text(raw, choice)


def _open_zip(raw: bytes, choice: Choice, *, workbook: bool) -> Content:
    try:
        file = zipfile.ZipFile(io.BytesIO(raw))
        names = file.namelist()
        if "content.xml" in names:
            return Content(FileKind.WORKBOOK, read_ods(file), has_sheets=True)
        if not workbook:
            folder = next((name[: -len(USERS)] for name in names if _ends(name, USERS)), None)
            if folder is not None:
                return Content(FileKind.ONEROSTER, read_bundle(file, folder), has_sheets=True)
            texts = [name for name in names if _TEXT_NAME.fullmatch(name.rpartition("/")[2])]
            if len(texts) == 1 and not any(name.startswith("xl/") for name in names):
                return _open_text(read_part(file, texts[0]), choice)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        # What the library for workbooks makes of it is said below.
        pass
    return Content(FileKind.WORKBOOK, read_workbook(raw), has_sheets=True)


def _open_text(raw: bytes, choice: Choice) -> Content:
    decoding = decode(raw, choice.encoding)
    text = decoding.text
    if _XML.match(text):
        return Content(FileKind.WORKBOOK, read_spreadsheet_xml(raw), has_sheets=True)
    if text.startswith("MIME-Version:"):
        return _open_archived_page(raw)
    if text.lstrip().startswith("<") and _PAGE.search(text, 0, PAGE_HEAD):
        return Content(FileKind.WEB_PAGE, read_web_page(text), decoding, has_sheets=True)
    grid = with_names_apart(read_delimited(text))
    if without_users(grid):
        message = "enrollments.csv of OneRoster has no names: send users.csv, or the whole zip file"
        raise UnreadableFile(message, ProblemCode.WITHOUT_USERS)
    return Content(FileKind.TEXT, [grid], decoding)


def _open_archived_page(raw: bytes) -> Content:
    """A web page in the form of a mail (MHTML), as some systems send what they name `.xls`."""
    for part in email.message_from_bytes(raw).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            decoding = decode(payload if isinstance(payload, bytes) else b"")
            return Content(FileKind.WEB_PAGE, read_web_page(decoding.text), decoding, True)
    raise UnreadableFile(f"this is a mail: {SAVE}", ProblemCode.UNKNOWN_FILE)


def _ends(path: str, name: str) -> bool:
    return path == name or path.endswith("/" + name)
