"""Reads all documents for a backup, and puts those of a backup into a database.

A restore loads documents into separate collections, and renames those once everything is loaded. A
document in the collection `restore` exists from before the first renaming until after the last. A
database that has it can only be used to finish the restore.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any, TypeAlias

import bson
from bson import ObjectId
from bson.raw_bson import DEFAULT_RAW_BSON_OPTIONS, RawBSONDocument
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession
from pymongo import ReadPreference
from pymongo.errors import BulkWriteError, OperationFailure
from pymongo.read_concern import ReadConcern

from ..exit_errors import BackupError
from .absence_notes import note_of
from .classes import class_of
from .documents import Database, storage_errors
from .erasure import Erasure
from .indexes import ensure_indexes
from .schema import Schema
from .session_documents import session_of
from .users import user_of

Client: TypeAlias = AsyncIOMotorClient[Any]
Snapshot: TypeAlias = AsyncIOMotorClientSession
Record: TypeAlias = tuple[str, RawBSONDocument]
"""The name of a collection, and a document of it."""

RAW = DEFAULT_RAW_BSON_OPTIONS.with_options(tz_aware=True)
"""Documents are copied as they are, including fields that this version does not know."""

COLLECTIONS = {
    "users": user_of,
    "classes": class_of,
    "sessions": session_of,
    "absenceNotes": note_of,
}
"""The collections in the order that `Consistency` requires, with the function that reads each."""

PAGE = 100
BATCH = 500
BATCH_BYTES = 4 * 2**20

BESIDE = "restored_"
"""The prefix of the collections that a restore loads documents into."""

SNAPSHOT_TOO_OLD = 239
SNAPSHOT_UNAVAILABLE = 246
"""MongoDB's error codes where the moment is too long ago, and where a collection has changed since
in more than its documents."""

NO_LONGER_KEPT = {SNAPSHOT_TOO_OLD, SNAPSHOT_UNAVAILABLE}

FIRST_WITH_SNAPSHOTS = 13
"""The wire version of MongoDB 5.0, the first with snapshot reads."""


def check(kind: str, document: RawBSONDocument) -> None:
    """Raises `BackupError` if the server could not read the document."""
    fields: dict[str, Any] = {}
    try:
        fields = bson.decode(document.raw)
        COLLECTIONS[kind](fields)
    except Exception as exc:  # Whatever is wrong with the document, the message is the same.
        raise BackupError(
            f"{kind}: the document {fields.get('_id')} is invalid: {type(exc).__name__}: {exc}"
        ) from exc


class Dump:
    def __init__(self, client: Client, database: Database) -> None:
        self._client = client
        # Overrides MONGO_URI: a secondary may not have the latest documents yet.
        self._database = database.with_options(read_preference=ReadPreference.PRIMARY)
        self._mark = self._database["restore"]
        self._schema = Schema(self._database)
        self._erasure = Erasure(self._database)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Snapshot | None]:
        """A context for reading everything from one moment, which is not before the call.

        `None` if the database cannot do that: a standalone mongod, or one before MongoDB 5.0.
        Raises `BackupError` if a restore was interrupted.
        """
        with storage_errors():
            await self.ensure_whole()
            hello = await self._database.command("hello")
        whole = "setName" in hello or hello.get("msg") == "isdbgrid"
        if not whole or hello["maxWireVersion"] < FIRST_WITH_SNAPSHOTS:
            yield None
            return
        with storage_errors():
            await self._catch_up()
            session = await self._client.start_session(snapshot=True)
        async with session:
            yield session

    async def schema_version(self, snapshot: Snapshot | None = None) -> int:
        """The version of the documents. Raises `DatabaseTooNew`."""
        with storage_errors():
            return await self._schema.read(snapshot)

    async def documents(
        self, snapshot: Snapshot | None = None, *, loaded: bool = False
    ) -> AsyncIterator[Record]:
        """Every document, collection by collection in the order of `COLLECTIONS`.

        `loaded`: read the documents that `load` has loaded, not those in use.
        """
        for kind in COLLECTIONS:
            last: object = bson.MinKey()
            more = True
            while more:
                more = False
                async for document in self._page(kind, last, snapshot, BESIDE * loaded):
                    yield kind, document
                    last = document["_id"]
                    more = True

    async def broken_off(self) -> bool:
        """Whether a restore was interrupted while it renamed its collections."""
        with storage_errors():
            return await self._marked()

    async def ensure_whole(self) -> None:
        """Raises `BackupError` if a restore was interrupted, and `PyMongoError`."""
        if await self._marked():
            raise BackupError(
                "a restore into this database was interrupted; run that restore again first"
            )

    async def ensure_empty(self, kinds: Iterable[str] = COLLECTIONS) -> None:
        """Raises `BackupError` if one of the collections is not empty."""
        for kind in kinds:
            with storage_errors():
                document = await self._database[kind].find_one({}, {"_id": 1})
            if document:
                raise BackupError(
                    f"the database is not empty: it contains {kind}; restore into another one, or"
                    " use --replace"
                )

    async def load(self, records: Iterable[Record]) -> None:
        """Save these documents, with their indexes, into the separate collections of a restore.

        Raises what `records` raises, and `BackupError` if two documents conflict in a unique index.
        Nothing is left behind on `BackupError`.
        """
        await self._discard()
        try:
            with storage_errors():
                await ensure_indexes(self._database, BESIDE, COLLECTIONS)
            for kind, batch in _batches(records):
                await self._insert(BESIDE + kind, batch)
        except BackupError:
            await self._discard()
            raise

    async def left_out(self, without: Collection[ObjectId]) -> list[ObjectId]:
        """The loaded accounts that are in `without` or have been deleted from the database."""
        ids = await self._erasure.deleted() | set(without)
        with storage_errors():
            accounts = self._database[BESIDE + "users"].find({}, {"_id": 1})
            return [each["_id"] async for each in accounts if each["_id"] in ids]

    async def put_in_place(
        self,
        *,
        replace: bool = False,
        without: Collection[ObjectId] = (),
        sha256: bytes = b"",
    ) -> None:
        """Put the loaded collections into use; no server starts on them until `finish`.

        `without`: the accounts that `leave_out` will delete. `sha256`: the digest of the backup.
        `replace`: drop what is in use; otherwise raises `BackupError` if there is something. If
        this was interrupted before, it is completed with the arguments of that first call.
        """
        with storage_errors():
            names = await self._database.list_collection_names()
            begun = await self._mark.find_one()
        loaded = [kind for kind in COLLECTIONS if BESIDE + kind in names]
        mark = begun or {
            "_id": 1,
            "replace": replace,
            "without": list(without),
            "sha256": sha256,
        }
        if not mark["replace"]:
            await self.ensure_empty(loaded)
        with storage_errors():
            await self._mark.replace_one({"_id": 1}, mark, upsert=True)
            for kind in loaded:
                await self._database[BESIDE + kind].rename(kind, dropTarget=True)

    async def begun_with(self) -> bytes | None:
        """The SHA-256 of the backup that is being restored; `None` if no accounts are left out.

        With accounts left out, the documents in use may differ from those in the backup.
        """
        with storage_errors():
            mark = await self._mark.find_one() or {}
        return mark["sha256"] if mark.get("without") else None

    async def leave_out(self, ended_at: datetime) -> int:
        """Delete the accounts that are to be left out, and return their number.

        `ended_at`: the end that their running sessions get.
        """
        with storage_errors():
            mark = await self._mark.find_one() or {}
        without = mark.get("without", [])
        await self._erasure.carry_out(without, ended_at)
        return len(without)

    async def finish(self, schema_version: int, server: str) -> None:
        """Complete the restore, so that a server may start.

        `schema_version`: that of the documents. `server`: the server version that wrote them.
        """
        with storage_errors():
            await self._schema.replace(schema_version, server)
            await self._mark.drop()

    async def _marked(self) -> bool:
        return await self._mark.find_one() is not None

    async def _catch_up(self) -> None:
        """Wait until the primary knows that a majority has all of its documents.

        A newly elected primary may not know this yet of writes that its predecessor acknowledged,
        and a snapshot would lack them.
        """
        users = self._database.get_collection("users", read_concern=ReadConcern("majority"))
        async with await self._client.start_session(causal_consistency=True) as session:
            await self._database.command("ping", session=session)
            await users.find_one({}, {"_id": 1}, session=session)

    async def _page(
        self, kind: str, last: object, snapshot: Snapshot | None, prefix: str
    ) -> AsyncIterator[RawBSONDocument]:
        """The next documents in the order of their ids, after the one whose id is `last`."""
        collection = self._database.get_collection(prefix + kind, codec_options=RAW)
        query = {"_id": {"$gt": last}}
        page = collection.find(query, session=snapshot).sort("_id", 1).limit(PAGE)
        with storage_errors(), _snapshot_errors():
            async for document in page:
                yield document

    async def _insert(self, name: str, batch: list[RawBSONDocument]) -> None:
        with storage_errors():
            try:
                await self._database[name].insert_many(batch)
            except BulkWriteError as exc:
                refused = exc.details["writeErrors"]
                if not refused:
                    raise
                raise BackupError(f"MongoDB refuses it: {refused[0]['errmsg']}") from exc

    async def _discard(self) -> None:
        with storage_errors():
            for kind in COLLECTIONS:
                await self._database[BESIDE + kind].drop()


@contextmanager
def _snapshot_errors() -> Iterator[None]:
    """Raises `BackupError` if what was stored at the moment of a snapshot cannot be read."""
    try:
        yield
    except OperationFailure as exc:
        if exc.code not in NO_LONGER_KEPT:
            raise
        raise BackupError(
            "the backup took longer than MongoDB keeps the moment that it is of: raise"
            " minSnapshotHistoryWindowInSeconds there, which is 300 by default"
            if exc.code == SNAPSHOT_TOO_OLD
            else "collections were replaced or got an index meanwhile; try again"
        ) from exc


def _batches(records: Iterable[Record]) -> Iterator[tuple[str, list[RawBSONDocument]]]:
    """The documents in batches of one collection each, as they are sent to MongoDB."""
    current, batch, size = "", list[RawBSONDocument](), 0
    for kind, document in records:
        if batch and (kind != current or len(batch) == BATCH or size > BATCH_BYTES):
            yield current, batch
            batch, size = [], 0
        current = kind
        batch.append(document)
        size += len(document.raw)
    if batch:
        yield current, batch
