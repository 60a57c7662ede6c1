"""The file format of a backup: BSON documents, one after another, compressed with gzip.

    {format, version, server, startedAt, oneMoment,
     schema}                                              the header; `schema` since version 2
    {users: {…}}, {classes: {…}} or {sessions: {…}}       one document of that collection
    {end: {counts: {users, classes, sessions}, sha256}}   the trailer

`sha256` is the digest of everything before the trailer, uncompressed.
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
"""Bytes of the length field at the start of a BSON document, and of the shortest and the longest
document. MongoDB stores none above 16 MB, so a greater length means damage, and is not read."""

NO_DOCUMENT = "there is no document where one should be"


@frozen
class Header:
    """The header of a backup.

    `one_moment`: whether all documents are from one moment, which is not before `started_at`.
    `schema_version`: that of the documents. `server`: the server version that wrote the file.
    `version`: the version of the file format.
    """

    started_at: datetime
    one_moment: bool
    schema_version: int = SCHEMA_VERSION
    server: str = __version__
    version: int = VERSION

    def encode(self) -> bytes:
        """The header as a BSON document."""
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
        """The header of the file called `name`. Raises `InvalidBSON` and `BackupError`."""
        fields = bson.decode(data, UTC_TIMES)
        if fields.get("format") != FORMAT:
            raise BackupError(f"{name} is not a backup of this server")
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
    """The number of documents in each collection, and the SHA-256 of all of them."""

    counts: Mapping[str, int]
    sha256: bytes

    def trailer(self) -> dict[str, object]:
        """The fields of the trailer."""
        return {"counts": self.counts, "sha256": self.sha256}


class Digest:
    """Counts and hashes documents as they are written to a file, or read from it or a database."""

    def __init__(self, header: Header) -> None:
        self._counts = dict.fromkeys(COLLECTIONS, 0)
        self._hash = hashlib.sha256(header.encode())

    def add(self, kind: str, document: Document) -> bytes:
        """Add a document, and return its bytes in a file."""
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
        """Write a document of the collection `kind`."""
        self._gzip.write(self._digest.add(kind, document))

    def finish(self) -> Contents:
        """Write the trailer, and return the contents of the file."""
        contents = self._digest.contents()
        self._gzip.write(bson.encode({"end": contents.trailer()}))
        self._gzip.close()
        return contents


class Reader:
    """Reads a backup from the current position of `file`, which may contain anything.

    `header` is available at once. Iteration yields the documents. Only its end shows that they are
    intact, and sets `contents`.

    The constructor and iteration raise `BackupError`, whose text calls the file `name`.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._gzip = gzip.GzipFile("", "rb", fileobj=file)
        self.name = name
        with self._file_errors(f"{name} is not a backup of this server"):
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
                    # Reading on to the end of the file lets gzip check that it is complete.
                    trailer = bson.decode(document.raw)
                    # Backups of earlier versions do not count the collections that came later.
                    counts = dict.fromkeys(COLLECTIONS, 0) | trailer.get("counts", {})
                    trailer = {**trailer, "counts": counts}
                    intact = trailer == digest.contents().trailer() and not self._next()
                    break
            first_error = first_error or self._document_error(kind, document)
            digest.add(kind, document)
            yield kind, document
        if not intact:
            raise BackupError(f"{self.name} is damaged: its contents do not match its trailer")
        if first_error:
            raise first_error
        self.contents = digest.contents()

    def _document_error(self, kind: str, document: RawBSONDocument) -> BackupError | None:
        """What is wrong with a document. Raised only at the end, if the file is not damaged."""
        try:
            check(kind, document)
        except BackupError as exc:
            return BackupError(f"{self.name} cannot be restored: {exc}")
        return None

    def _next(self) -> bytes:
        """The next BSON document; empty at the end. Raises `InvalidBSON` and gzip's errors."""
        start = self._gzip.read(LENGTH)
        if not start:
            return b""
        length = int.from_bytes(start, "little")
        if len(start) < LENGTH or not SHORTEST <= length <= LONGEST:
            raise InvalidBSON(NO_DOCUMENT)
        return start + self._gzip.read(length - LENGTH)

    @contextmanager
    def _file_errors(self, damaged: str) -> Iterator[None]:
        """Turns every error of reading a file into `BackupError`. `damaged`: text for bad data."""
        try:
            yield
        except EOFError:
            raise BackupError(f"{self.name} is cut off") from None
        except (gzip.BadGzipFile, zlib.error, InvalidBSON) as exc:
            raise BackupError(f"{damaged}: {exc}") from exc
        except OSError as exc:
            raise BackupError(f"{self.name}: {exc.strerror}") from exc


def _record(data: bytes) -> Record:
    """The collection and the document, or `end` and the trailer. Raises `InvalidBSON`."""
    fields = list(RawBSONDocument(data, RAW).items()) if data else []
    if len(fields) == 1:
        kind, document = fields[0]
        if kind in (*COLLECTIONS, "end") and isinstance(document, RawBSONDocument):
            return kind, document
    raise InvalidBSON(NO_DOCUMENT)
