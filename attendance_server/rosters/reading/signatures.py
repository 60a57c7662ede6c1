"""Kinds of files that hold no list that can be read, by their first bytes or their parts: what they
are, and how to save the list instead."""

import io
import re
import zipfile

from ...problems import ProblemCode
from .unreadable import UnreadableFile

SAVE = "save the list as XLSX or CSV, and send that file"

_PDF = f"this is a PDF file: open the list in the program that made it, {SAVE}"
_PICTURE = f"this is a picture: type the list into a spreadsheet, {SAVE}"
_WORD = f"this is a text document: copy its table into a spreadsheet, {SAVE}"
_PRESENTATION = f"this is a presentation: copy its table into a spreadsheet, {SAVE}"
_NUMBERS = (
    "this is a document of Numbers: choose File > Export To > Excel or CSV, and send that file"
)
_CONTACTS = f"these are contacts: export them as CSV, or {SAVE}"
_DATABASE = f"this is a database: export the table, {SAVE}"
_ARCHIVE = "this is an archive: unpack it, and send the list that is in it"
_UNKNOWN = f"this file is of a kind that cannot be read: {SAVE}"
_PROTECTED = "the workbook is protected by a password: save it without one, as XLSX or CSV"

_STARTS = (
    (rb"(?s).{0,1024}%PDF-\d", ProblemCode.PDF_FILE, _PDF),
    (rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*", ProblemCode.PICTURE_FILE, _PICTURE),
    (rb"(?s)BM.{4}\0{4}|RIFF.{4}WEBP", ProblemCode.PICTURE_FILE, _PICTURE),
    (rb"(?s).{4}ftyp(heic|heix|mif1|msf1|avif|hevc)", ProblemCode.PICTURE_FILE, _PICTURE),
    (rb"(?s)\s*<svg|\s*<\?xml.{0,300}<svg", ProblemCode.PICTURE_FILE, _PICTURE),
    (rb"\{\\rtf", ProblemCode.WORD_FILE, _WORD),
    (rb"(\xef\xbb\xbf)?\s*BEGIN:VCARD", ProblemCode.CONTACTS_FILE, _CONTACTS),
    (
        rb"SQLite format 3\0|\x00\x01\x00\x00Standard (Jet|ACE) DB",
        ProblemCode.DATABASE_FILE,
        _DATABASE,
    ),
    (
        rb"\x1f\x8b|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|BZh\d|\xfd7zXZ|PK\x05\x06",
        ProblemCode.ARCHIVE_FILE,
        _ARCHIVE,
    ),
    (
        rb"bplist0|(\xef\xbb\xbf)?\s*BEGIN:VCALENDAR|MSCF|\x7fELF|MZ\x90",
        ProblemCode.UNKNOWN_FILE,
        _UNKNOWN,
    ),
    (rb"(?s)(\xef\xbb\xbf)?\s*(\{\s*\"|\[\s*\{)", ProblemCode.UNKNOWN_FILE, _UNKNOWN),
)

_OLE_STREAMS = (
    ("EncryptedPackage", ProblemCode.PROTECTED_WORKBOOK, _PROTECTED),
    ("WordDocument", ProblemCode.WORD_FILE, _WORD),
    ("PowerPoint Document", ProblemCode.PRESENTATION_FILE, _PRESENTATION),
)

_ZIP_PARTS = (
    (r"(.*/)?Index(\.zip|/.*\.iwa)|index\.apxl|index\.numbers", ProblemCode.NUMBERS_FILE, _NUMBERS),
    (r"word/.*", ProblemCode.WORD_FILE, _WORD),
    (r"ppt/.*", ProblemCode.PRESENTATION_FILE, _PRESENTATION),
)

_ODF_TYPES = (
    (b"opendocument.text", ProblemCode.WORD_FILE, _WORD),
    (b"opendocument.presentation", ProblemCode.PRESENTATION_FILE, _PRESENTATION),
    (b"opendocument.graphics", ProblemCode.PICTURE_FILE, _PICTURE),
    (b"opendocument.base", ProblemCode.DATABASE_FILE, _DATABASE),
    (b"epub", ProblemCode.UNKNOWN_FILE, _UNKNOWN),
)


def refuse_known_kinds(raw: bytes) -> None:
    """Raises `UnreadableFile` for a file that is known to hold no list that can be read."""
    for pattern, code, message in _STARTS:
        if re.match(pattern, raw[:2048]):
            raise UnreadableFile(message, code)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        for stream, code, message in _OLE_STREAMS:
            if stream.encode("utf-16-le") in raw:
                raise UnreadableFile(message, code)
    if raw.startswith(b"PK"):
        _refuse_parts(raw)


def _refuse_parts(raw: bytes) -> None:
    try:
        file = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OSError):
        return
    names = file.namelist()
    for pattern, code, message in _ZIP_PARTS:
        if any(re.fullmatch(pattern, name) for name in names):
            raise UnreadableFile(message, code)
    if "mimetype" in names and file.getinfo("mimetype").file_size < 200:
        kind = file.read("mimetype")
        for name, code, message in _ODF_TYPES:
            if name in kind:
                raise UnreadableFile(message, code)
    workbook = any(name.startswith("xl/") or name == "content.xml" for name in names)
    texts = [name for name in names if re.search(r"\.(csv|txt|tsv|tab|text)$", name, re.IGNORECASE)]
    bundle = any(name.rpartition("/")[2] == "users.csv" for name in names)
    if not workbook and not bundle and len(texts) != 1:
        raise UnreadableFile(_ARCHIVE, ProblemCode.ARCHIVE_FILE)
