"""Backups: saves everything to a file, also while the server runs, and restores it."""

import sys
from collections.abc import AsyncIterable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bson import ObjectId

from ..exit_errors import BackupError, DataDirInUse, StartupError
from ..settings import Settings
from ..store.dump import Dump, Record
from .archive import Digest, Reader
from .connection import DatabaseConnection
from .saving import STANDARD_STREAM, Backup, write, written


async def save(settings: Settings, target: str) -> Backup:
    """Save the contents of the database to the file `target`; `-` is standard output.

    It includes everything that was saved before the call. Raises `BackupError` if the file exists
    or cannot be written, and `StartupError` or `StorageUnavailable` if the database cannot be read,
    for example because a newer version of the server wrote it. No file is left behind then.
    """
    database = DatabaseConnection(settings)
    if database.mongod and not database.mongod.has_data:
        raise BackupError(f"there is nothing to save in {settings.data_dir.absolute()}")
    with written(target) as out:
        async with database.reached(beside_server=True) as store:
            return await write(store, out)


async def restore(
    settings: Settings, source: str, *, replace: bool = False, without: Collection[str] = ()
) -> Backup:
    """Load the file `source` into an empty database; `-` is standard input.

    `replace`: the database need not be empty, and its contents are replaced. The whole file is
    checked before anything is replaced, and before the database is opened if the file is seekable.

    Accounts that were deleted from the database since the backup, and those whose ids are in
    `without`, are left out, as if they had been deleted after the restore. An interrupted restore
    is completed by running it again. The database gets the schema version of the backup, even if a
    newer version of the server has used it.

    Raises `BackupError` if the file is damaged, if the database is not empty, or if it does not
    match the file in the end; and `StartupError` or `StorageUnavailable` if the database cannot be
    used.
    """
    name = "standard input" if source == STANDARD_STREAM else source
    with _read(source) as file:
        if file.seekable():
            start = file.tell()
            _read_through(Reader(file, name))
            file.seek(start)
        try:
            async with DatabaseConnection(settings).reached() as store:
                ids = [ObjectId(user_id) for user_id in without]
                return await _restore(store.dump, Reader(file, name), replace, ids)
        except DataDirInUse as error:
            raise StartupError(f"{error}; stop it first") from None


async def _restore(
    dump: Dump, reader: Reader, replace: bool, without: Collection[ObjectId]
) -> Backup:
    if await dump.broken_off():
        _read_through(reader)
        await dump.put_in_place()
        begun_with = await dump.begun_with()
        if begun_with is None:
            matches = await _same(reader, dump.documents())
        else:
            matches = begun_with == reader.contents.sha256
        if not matches:
            raise BackupError(
                f"another restore was interrupted here, not that of {reader.name}: run the other"
                " one again, or use an empty database"
            )
    else:
        if not replace:
            await dump.ensure_empty()
        await dump.load(reader)
        if not await _same(reader, dump.documents(loaded=True)):
            raise BackupError(f"MongoDB does not hold what was loaded from {reader.name}")
        await dump.put_in_place(
            replace=replace,
            without=await dump.left_out(without),
            sha256=reader.contents.sha256,
        )
    left_out = await dump.leave_out(reader.header.started_at)
    await dump.finish(reader.header.schema_version, reader.header.server)
    return Backup(reader.header, reader.contents, left_out)


async def _same(reader: Reader, records: AsyncIterable[Record]) -> bool:
    """Whether these documents equal those of a backup that was read to its end."""
    digest = Digest(reader.header)
    async for kind, document in records:
        digest.add(kind, document)
    return digest.contents() == reader.contents


def _read_through(reader: Reader) -> None:
    for _ in reader:
        pass


@contextmanager
def _read(source: str) -> Iterator[BinaryIO]:
    if source == STANDARD_STREAM:
        if sys.stdin.isatty():
            raise BackupError("standard input is a terminal, and a backup is not text")
        yield sys.stdin.buffer
        return
    try:
        with Path(source).open("rb") as file:
            yield file
    except OSError as exc:
        raise BackupError(f"{source}: {exc.strerror}") from exc
