"""A backup as a file: BSON documents in gzip, one behind the other.

    {format, version, server, startedAt, oneMoment,
     schema}                                              the header; `schema` since version 2
    {users: {…}}, {classes: {…}} or {sessions: {…}}       one document of that collection
    {end: {counts: {users, classes, sessions}, sha256}}   the trailer

`sha256` is that of everything before the trailer, as it is without gzip.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO

import bson
from attrs import frozen
from bson.codec_options import CodecOptions
from bson.errors import InvalidBSON
from bson.raw_bson import RawBSONDocument

from .. import __version__
from ..exit_errors import BackupError
from ..store.documents import Document
from ..store.dump import COLLECTIONS, RAW, Record, check
from ..store.schema import SCHEMA_VERSION, UNKNOWN

UTC_TIMES: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
FORMAT = "attendance-backup"
VERSION = 2
COMPRESSION = 6

LENGTH = 4
SHORTEST = 5
LONGEST = 16 * 2**20 + 1024
"""Bytes of a BSON document. MongoDB keeps none of more than 16 MB, so one that says that it is
longer is damaged, and is not read into memory."""

NO_DOCUMENT = "there is no document where one should be"


@frozen
class Header:
    """`one_moment`: all documents are of the same moment, which is not before `started_at`.

    `schema_version` is that of the documents, `server` the version of the server that wrote the
    file, and `version` that of its form.
    """

    started_at: datetime
    one_moment: bool
    schema_version: int = SCHEMA_VERSION
    server: str = __version__
    version: int = VERSION

    def encode(self) -> bytes:
        fields: dict[str, object] = {
            "format": FORMAT,
            "version": self.version,
            "server": self.server,
            "startedAt": self.started_at,
            "oneMoment": self.one_moment,
        }
        if self.version > 1:
            fields["schema"] = self.schema_version
        return bson.encode(fields)

    @classmethod
    def decode(cls, data: bytes, name: str) -> "Header":
        """That of the file called `name`. Raises `InvalidBSON`, and `BackupError`."""
        fields = bson.decode(data, UTC_TIMES)
        if fields.get("format") != FORMAT:
            raise BackupError(f"{name} is no backup of this server")
        version = fields.get("version")
        schema_version: Any = UNKNOWN if version == 1 else fields.get("schema")
        if version not in (1, VERSION) or schema_version not in range(SCHEMA_VERSION + 1):
            raise BackupError(
                f"{name} was written by version {fields.get('server')} of the server, in a form"
                f" that version {__version__} does not know"
            )
        try:
            return cls(
                fields["startedAt"], fields["oneMoment"], schema_version, fields["server"], version
            )
        except KeyError as exc:
            raise InvalidBSON(f"its header has no {exc}") from exc


@frozen
class Contents:
    """How many documents of each collection there are, and the SHA-256 of it all."""

    counts: Mapping[str, int]
    sha256: bytes

    def trailer(self) -> dict[str, object]:
        return {"counts": self.counts, "sha256": self.sha256}


class Digest:
    """Adds up what a file holds, or what a database holds that a file was restored to."""

    def __init__(self, header: Header) -> None:
        self._counts = dict.fromkeys(COLLECTIONS, 0)
        self._hash = hashlib.sha256(header.encode())

    def add(self, kind: str, document: Document) -> bytes:
        """The document as it stands in a file comes back."""
        data = bson.encode({kind: document})
        self._hash.update(data)
        self._counts[kind] += 1
        return data

    def contents(self) -> Contents:
        return Contents(self._counts, self._hash.digest())


class Writer:
    """Writes a backup to `out`, which stays open."""

    def __init__(self, out: BinaryIO, header: Header) -> None:
        self._gzip = gzip.GzipFile("", "wb", COMPRESSION, out)
        self._digest = Digest(header)
        self._gzip.write(header.encode())

    def add(self, kind: str, document: Document) -> None:
        self._gzip.write(self._digest.add(kind, document))

    def finish(self) -> Contents:
        contents = self._digest.contents()
        self._gzip.write(bson.encode({"end": contents.trailer()}))
        self._gzip.close()
        return contents


class Reader:
    """Reads a backup from where `file` is, whatever it turns out to be.

    `header` is that of the backup. Iterating gives its documents; only at the end of that is it
    known that they are those that were written, and `contents` is there.

    Raises `BackupError` at once and while it is read; `name` is what the file is called there.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._gzip = gzip.GzipFile("", "rb", fileobj=file)
        self.name = name
        with self._file_errors(f"{name} is no backup of this server"):
            first = self._next()
            if not first:
                raise BackupError(f"{name} is empty")
            self.header = Header.decode(first, name)

    def __iter__(self) -> Iterator[Record]:
        digest = Digest(self.header)
        first_error: BackupError | None = None
        while True:
            with self._file_errors(f"{self.name} is damaged"):
                kind, document = _record(self._next())
                if kind == "end":
                    # What comes behind is read too: gzip knows by then whether it is whole.
                    trailer = bson.decode(document.raw)
                    intact = trailer == digest.contents().trailer() and not self._next()
                    break
            first_error = first_error or self._document_error(kind, document)
            digest.add(kind, document)
            yield kind, document
        if not intact:
            raise BackupError(f"{self.name} is damaged: it does not hold what its end says")
        if first_error:
            raise first_error
        self.contents = digest.contents()

    def _document_error(self, kind: str, document: RawBSONDocument) -> BackupError | None:
        """What is wrong with a document, unless the file is damaged: that is known at its end."""
        try:
            check(kind, document)
        except BackupError as exc:
            return BackupError(f"{self.name} cannot be restored: {exc}")
        return None

    def _next(self) -> bytes:
        """The next BSON document; nothing at the end. Raises `InvalidBSON`, and what gzip does."""
        start = self._gzip.read(LENGTH)
        if not start:
            return b""
        length = int.from_bytes(start, "little")
        if len(start) < LENGTH or not SHORTEST <= length <= LONGEST:
            raise InvalidBSON(NO_DOCUMENT)
        return start + self._gzip.read(length - LENGTH)

    @contextmanager
    def _file_errors(self, damaged: str) -> Iterator[None]:
        """Turns whatever can be wrong with a file into `BackupError`."""
        try:
            yield
        except EOFError:
            raise BackupError(f"{self.name} is cut off") from None
        except (gzip.BadGzipFile, zlib.error, InvalidBSON) as exc:
            raise BackupError(f"{damaged}: {exc}") from exc
        except OSError as exc:
            raise BackupError(f"{self.name}: {exc.strerror}") from exc


def _record(data: bytes) -> Record:
    """Raises `InvalidBSON`."""
    fields = list(RawBSONDocument(data, RAW).items()) if data else []
    if len(fields) != 1 or not isinstance(fields[0][1], RawBSONDocument):
        raise InvalidBSON(NO_DOCUMENT)
    if fields[0][0] not in (*COLLECTIONS, "end"):
        raise InvalidBSON(NO_DOCUMENT)
    return fields[0]
