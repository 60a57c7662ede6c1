"""What recent imports have done, so that they can be undone as a whole.

One document per import: `{_id, classId, by, at, done, created: [id], joined: [id], invited: [id],
left: [id], renamed: [{userId, before, after}]}`, with names and their parts.
It is written before the import happens, and `store.imports` marks it as `done` once it has. A TTL
index removes it when the import can no longer be undone. Backups do not include these documents.
"""

from datetime import datetime

from attrs import asdict
from bson import ObjectId
from pymongo import IndexModel

from ..models import UNDO_WITHIN, ImportRecord, PersonName, Renaming
from .documents import Database, Document, object_id, object_ids, storage_errors


class ImportRecords:
    """Every method but the first raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._records = database.imports

    async def prepare(self) -> None:
        """Create the indexes. Raises `PyMongoError`."""
        day = round(UNDO_WITHIN.total_seconds())
        await self._records.create_indexes(
            [
                IndexModel("at", name="undoable", expireAfterSeconds=day),
                IndexModel([("classId", 1), ("_id", -1)], name="of_class_by_age"),
            ]
        )

    async def add(self, record: ImportRecord) -> None:
        """Record an import that is about to happen."""
        document = {
            "_id": ObjectId(record.id),
            "classId": ObjectId(record.class_id),
            "by": ObjectId(record.by),
            "at": record.at,
            "done": False,
            "created": object_ids(record.created),
            "joined": object_ids(record.joined),
            "invited": object_ids(record.invited),
            "left": object_ids(record.left),
            "renamed": [
                {
                    "userId": ObjectId(each.user_id),
                    "before": asdict(each.before),
                    "after": asdict(each.after),
                }
                for each in record.renamed
            ],
        }
        with storage_errors():
            await self._records.insert_one(document)

    async def remove(self, import_id: str) -> None:
        """The import has been undone, or has not happened."""
        with storage_errors():
            await self._records.delete_one({"_id": ObjectId(import_id)})

    async def one(self, import_id: str, by: str, now: datetime) -> ImportRecord | None:
        """The import of this teacher with this id, if it can still be undone."""
        query = {"_id": object_id(import_id), **_undoable(by, now)}
        with storage_errors():
            document = await self._records.find_one(query)
        return _record_of(document) if document else None

    async def of_class(self, class_id: str, by: str, now: datetime) -> list[ImportRecord]:
        """The imports of this teacher into the class that can still be undone, latest first."""
        query = {"classId": ObjectId(class_id), **_undoable(by, now)}
        with storage_errors():
            documents = await self._records.find(query).sort("_id", -1).to_list(None)
        return [_record_of(document) for document in documents]


def _undoable(by: str, now: datetime) -> Document:
    return {"by": ObjectId(by), "done": True, "at": {"$gte": now - UNDO_WITHIN}}


def _record_of(document: Document) -> ImportRecord:
    return ImportRecord(
        id=str(document["_id"]),
        class_id=str(document["classId"]),
        by=str(document["by"]),
        at=document["at"],
        **{name: tuple(map(str, document[name])) for name in ("created", "joined", "invited")},
        # Documents of earlier versions do not have these fields.
        left=tuple(map(str, document.get("left", ()))),
        renamed=tuple(
            Renaming(str(each["userId"]), PersonName(**each["before"]), PersonName(**each["after"]))
            for each in document.get("renamed", ())
        ),
    )
