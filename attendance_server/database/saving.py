"""Writes a backup of a store to a file that has its name only once it is complete."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from ..data_dir import sync_folder
from ..exit_errors import BackupError
from ..models import utc_now
from ..store import Store
from ..store.consistency import Consistency
from ..store.dump import check
from .archive import Contents, Header, Reader, Writer

STANDARD_STREAM = "-"
PART = ".backup-"
"""The prefix of the names of incomplete files."""


@frozen
class Backup:
    """What was saved or restored.

    `without`: the number of accounts that were left out because they have been deleted since.
    """

    header: Header
    contents: Contents
    without: int = 0


async def write(store: Store, out: BinaryIO) -> Backup:
    """Write the contents of the store to `out`, as they are; it need not be prepared for use.

    Raises `BackupError`, `DatabaseTooNew` and `StorageUnavailable`.
    """
    async with store.dump.snapshot() as snapshot:
        schema_version = await store.dump.schema_version(snapshot)
        header = Header(utc_now(), snapshot is not None, schema_version)
        writer = Writer(out, header)
        consistency = None if snapshot else Consistency()
        async for kind, document in store.dump.documents(snapshot):
            check(kind, document)
            fit = consistency.fit(kind, document) if consistency else document
            if fit is not None:
                writer.add(kind, fit)
        return Backup(header, writer.finish())


def compare(path: Path, backup: Backup) -> None:
    """Read a backup from the disk. Raises `BackupError` unless it holds what was saved."""
    try:
        with path.open("rb") as file:
            reader = Reader(file, str(path))
            for _ in reader:
                pass
    except OSError as exc:
        raise BackupError(f"{path}: {exc.strerror}") from exc
    if reader.contents != backup.contents:
        raise BackupError(f"{path} does not hold what was saved")


@contextmanager
def written(target: str) -> Iterator[BinaryIO]:
    """A file to write to, which gets its name only when the block has succeeded.

    Raises `BackupError` for any `OSError`.
    """
    name = "standard output" if target == STANDARD_STREAM else target
    try:
        if target != STANDARD_STREAM:
            with _named_when_whole(Path(target)) as file:
                yield file
        elif sys.stdout.isatty():
            raise BackupError("standard output is a terminal, and a backup is not text")
        else:
            # Not `sys.stdout.buffer`: it would retry a failed write when the process exits.
            with os.fdopen(sys.stdout.fileno(), "wb", closefd=False) as out:
                yield out
    except FileExistsError:
        raise BackupError(f"{name} already exists") from None
    except OSError as exc:
        raise BackupError(f"{name}: {exc.strerror}") from exc


@contextmanager
def _named_when_whole(path: Path) -> Iterator[BinaryIO]:
    """A file that only its owner can read, named when it is complete. Raises `OSError`."""
    if path.exists() or path.is_symlink():
        raise FileExistsError
    handle, name = tempfile.mkstemp(prefix=PART, dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _give_name(part, path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _give_name(part: Path, path: Path) -> None:
    """Name the file without replacing another one: unlike a rename, a link never does."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems, as on USB sticks, have no links.
        part.rename(path)
