"""All documents at once: read for a backup, and put into an empty database by a restore.

A restore loads its documents beside the collections in use, and renames what it loaded when all of
it is there. A document in the collection `restore` stands from before the first name is changed
until after the last: a database that has it is good for nothing but to do that again.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypeAlias

import bson
from bson import ObjectId
from bson.raw_bson import DEFAULT_RAW_BSON_OPTIONS, RawBSONDocument
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession
from pymongo import ReadPreference
from pymongo.errors import BulkWriteError
from pymongo.read_concern import ReadConcern

from ..exit_errors import BackupError
from .classes import class_of
from .documents import Database, storage_errors
from .erasure import Erasure
from .indexes import ensure_indexes
from .schema import Schema
from .sessions import session_of
from .users import user_of

Client: TypeAlias = AsyncIOMotorClient[Any]
Snapshot: TypeAlias = AsyncIOMotorClientSession
Record: TypeAlias = tuple[str, RawBSONDocument]
"""The name of a collection, and a document of it."""

RAW = DEFAULT_RAW_BSON_OPTIONS.with_options(tz_aware=True)
"""A document is copied as it is, whatever this version of the server knows of it."""

COLLECTIONS = {"users": user_of, "classes": class_of, "sessions": session_of}
"""The collections, in the order that `Consistency` wants, and what reads their documents."""

ORDER = {"users": "email", "classes": "_id", "sessions": "_id"}
"""The field that they are read by. No address comes twice in this way, also where an account is
deleted and made again meanwhile."""

PAGE = 100
BATCH = 500
BATCH_BYTES = 4 * 2**20

BESIDE = "restored_"
"""Stands before the names of the collections that a restore loads."""

FIRST_WITH_SNAPSHOTS = 13
"""The wire version of MongoDB 5.0."""


def check(kind: str, document: RawBSONDocument) -> None:
    """Raises `BackupError` where the server could not read the document."""
    fields: dict[str, Any] = {}
    try:
        fields = bson.decode(document.raw)
        COLLECTIONS[kind](fields)
    except Exception as exc:  # Whatever is wrong with it, one thing is to be said.
        raise BackupError(
            f"{kind}: the document {fields.get('_id')} is not as it should be:"
            f" {type(exc).__name__}: {exc}"
        ) from exc


class Dump:
    def __init__(self, client: Client, database: Database) -> None:
        self._client = client
        # Whatever MONGO_URI prefers: another member may not have the latest yet.
        self._database = database.with_options(read_preference=ReadPreference.PRIMARY)
        self._mark = self._database["restore"]
        self._schema = Schema(self._database)
        self._erasure = Erasure(self._database)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Snapshot | None]:
        """For reading everything as it was at one moment, which is now or later.

        `None` where the database cannot do that: a single mongod, or one before MongoDB 5.0.
        Raises `BackupError` where `broken_off`.
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

        `loaded`: those that `load` has put beside the collections in use.
        """
        for kind in COLLECTIONS:
            last: object = bson.MinKey()
            more = True
            while more:
                more = False
                async for document in self._page(kind, last, snapshot, BESIDE * loaded):
                    yield kind, document
                    last = document[ORDER[kind]]
                    more = True

    async def broken_off(self) -> bool:
        """Whether a restore was broken off while it put its collections in place."""
        with storage_errors():
            return await self._marked()

    async def ensure_whole(self) -> None:
        """Raises `BackupError` where `broken_off`, and `PyMongoError`."""
        if await self._marked():
            raise BackupError(
                "a restore into this database was broken off before its end; do it again first"
            )

    async def ensure_empty(self, kinds: Iterable[str] = COLLECTIONS) -> None:
        """Raises `BackupError` where there is something in one of the collections."""
        for kind in kinds:
            with storage_errors():
                document = await self._database[kind].find_one({}, {"_id": 1})
            if document:
                raise BackupError(
                    f"the database is not empty, there are {kind} in it; restore into another one,"
                    " or with --replace"
                )

    async def load(self, records: Iterable[Record]) -> None:
        """Save all of these beside the collections in use, with their indexes.

        Raises what `records` raises, and `BackupError` where two of the documents exclude each
        other; then nothing is left of them.
        """
        await self._discard()
        try:
            with storage_errors():
                await ensure_indexes(self._database, BESIDE)
            for kind, batch in _batches(records):
                await self._insert(BESIDE + kind, batch)
        except BackupError:
            await self._discard()
            raise

    async def left_out(self, without: Collection[ObjectId]) -> list[ObjectId]:
        """Those accounts that are loaded, and are in `without` or were deleted before."""
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
        """What is loaded is what is in use; until `finish`, no server starts on it.

        `without`: the accounts that `leave_out` is to delete; `sha256`: that of the backup.
        `replace`: whatever was in use is gone. Otherwise raises `BackupError` where there is
        something. Where this was broken off, it is done to its end as it was begun.
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
        """The SHA-256 of the backup that is being restored, where accounts are left out of it.

        What is in place need not be what is in the backup then. `None` where nothing is left out.
        """
        with storage_errors():
            mark = await self._mark.find_one() or {}
        return mark["sha256"] if mark.get("without") else None

    async def leave_out(self, ended_at: datetime) -> int:
        """Delete the accounts that are to be left out, and return how many it are.

        `ended_at`: when those of their sessions that run have ended.
        """
        with storage_errors():
            mark = await self._mark.find_one() or {}
        without = mark.get("without", [])
        await self._erasure.carry_out(without, ended_at)
        return len(without)

    async def finish(self, schema_version: int, server: str) -> None:
        """All is there: from now on a server may start.

        `schema_version`: that of the documents, which `server`, a version too, has written.
        """
        with storage_errors():
            await self._schema.replace(schema_version, server)
            await self._mark.drop()

    async def _marked(self) -> bool:
        return await self._mark.find_one() is not None

    async def _catch_up(self) -> None:
        """Wait until the primary knows that a majority has all that it has itself.

        One that was elected just now may not know it yet of what its predecessor acknowledged, and
        a snapshot would be without that.
        """
        users = self._database.get_collection("users", read_concern=ReadConcern("majority"))
        async with await self._client.start_session(causal_consistency=True) as session:
            await self._database.command("ping", session=session)
            await users.find_one({}, {"_id": 1}, session=session)

    async def _page(
        self, kind: str, last: object, snapshot: Snapshot | None, prefix: str
    ) -> AsyncIterator[RawBSONDocument]:
        """The next documents behind that which has `last` in the field it is read by."""
        collection = self._database.get_collection(prefix + kind, codec_options=RAW)
        query = {ORDER[kind]: {"$gt": last}}
        page = collection.find(query, session=snapshot).sort(ORDER[kind], 1).limit(PAGE)
        with storage_errors():
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
                raise BackupError(f"MongoDB does not take it: {refused[0]['errmsg']}") from exc

    async def _discard(self) -> None:
        with storage_errors():
            for kind in COLLECTIONS:
                await self._database[BESIDE + kind].drop()


def _batches(records: Iterable[Record]) -> Iterator[tuple[str, list[RawBSONDocument]]]:
    """Documents of one collection, as many as are sent to MongoDB at once."""
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
