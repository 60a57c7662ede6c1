"""Classes and who is enrolled in them."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

from bson import ObjectId
from bson.raw_bson import DEFAULT_RAW_BSON_OPTIONS
from pymongo import ReturnDocument

from ..errors import ClassFull, ClassNotFound
from ..models import Class, ClassChange, ClassOutline, Missing
from .documents import Database, Document, object_id, storage_errors

BATCH = 25
"""Classes of a list that are read together: each may have thousands of students."""

ARCHIVED = {True: True, False: {"$in": [None, False]}}
"""What a class has in `archived`; those of earlier versions have none."""


class Classes:
    def __init__(self, database: Database) -> None:
        self._classes = database.classes
        # Each is unpacked when it is its turn: unpacked, it takes five times as much memory.
        self._packed = database.classes.with_options(codec_options=DEFAULT_RAW_BSON_OPTIONS)

    async def add(self, class_name: str, teacher_id: str, late_after: int | None = None) -> Class:
        """Make a class without students."""
        class_ = Class(str(ObjectId()), class_name, teacher_id, late_after=late_after)
        document = {
            "_id": ObjectId(class_.id),
            "className": class_name,
            "teacherId": ObjectId(teacher_id),
            "studentIds": [],
            "lateAfter": late_after,
        }
        with storage_errors():
            await self._classes.insert_one(document)
        return class_

    async def get(self, class_id: str) -> Class:
        """Raises `ClassNotFound`, also for what is no id."""
        with storage_errors():
            return _found(await self._classes.find_one({"_id": object_id(class_id)}))

    async def seen_by(self, user_id: str, class_id: str) -> Class:
        """As `get`, with nobody but that user among its students, if they are one of them."""
        fields = {
            **dict.fromkeys(("className", "teacherId", "lateAfter", "archived"), 1),
            "studentIds": {"$elemMatch": {"$eq": ObjectId(user_id)}},
        }
        with storage_errors():
            document = await self._classes.find_one({"_id": object_id(class_id)}, fields)
        return _found({"studentIds": (), **document} if document else None)

    async def enrol(self, class_id: str, student_id: str, at_most: int) -> Class:
        """The class with the student in it; enrolling twice changes nothing.

        Raises `ClassNotFound`, and `ClassFull` where it would have more than `at_most`.
        """
        student = ObjectId(student_id)
        has_room = {f"studentIds.{at_most - 1}": {"$exists": False}}
        with storage_errors():
            document = await self._classes.find_one_and_update(
                {"_id": ObjectId(class_id), "$or": [{"studentIds": student}, has_room]},
                {"$addToSet": {"studentIds": student}},
                return_document=ReturnDocument.AFTER,
            )
        if document is None:
            await self.size(class_id)
            raise ClassFull(at_most)
        return class_of(document)

    async def unenrol(self, class_id: str, student_id: str) -> Class:
        """The class without the student. Raises `ClassNotFound`."""
        return await self._change(class_id, {"$pull": {"studentIds": ObjectId(student_id)}})

    async def change(self, class_id: str, change: ClassChange) -> Class:
        """The class with the change. Raises `ClassNotFound`."""
        fields = {
            "className": change.class_name,
            "lateAfter": change.late_after,
            "archived": change.archived,
        }
        said = {name: value for name, value in fields.items() if value is not Missing.MISSING}
        return await self._change(class_id, {"$set": said})

    async def delete(self, class_id: str) -> Class:
        """The class as it was; now it is gone. Raises `ClassNotFound`."""
        with storage_errors():
            return _found(await self._classes.find_one_and_delete({"_id": ObjectId(class_id)}))

    async def delete_all(self, class_ids: Iterable[str]) -> None:
        """These classes are gone."""
        ids = [ObjectId(class_id) for class_id in class_ids]
        with storage_errors():
            await self._classes.delete_many({"_id": {"$in": ids}})

    async def of_user(self, user_id: str) -> list[ClassOutline]:
        """The classes that a user teaches or attends, archived ones too, oldest first."""
        member = ObjectId(user_id)
        query = {"$or": [{"teacherId": member}, {"studentIds": member}]}
        outline = {
            **dict.fromkeys(("className", "lateAfter", "archived"), 1),
            "students": {"$size": "$studentIds"},
            "teaches": {"$eq": ["$teacherId", member]},
            "attends": {"$in": [member, "$studentIds"]},
        }
        with storage_errors():
            found = await self._classes.find(query, outline).sort("_id", 1).to_list(None)
        return [
            ClassOutline(
                id=str(document["_id"]),
                class_name=document["className"],
                # Classes made by earlier versions have none.
                late_after=document.get("lateAfter"),
                archived=document.get("archived", False),
                students=document["students"],
                teaches=document["teaches"],
                attends=document["attends"],
            )
            for document in found
        ]

    async def taught(self, teacher_id: str) -> int:
        """How many classes a teacher has, archived ones included."""
        with storage_errors():
            return await self._classes.count_documents({"teacherId": ObjectId(teacher_id)})

    async def size(self, class_id: str) -> int:
        """How many students a class has. Raises `ClassNotFound`."""
        query = {"_id": object_id(class_id)}
        with storage_errors():
            found = await self._classes.find_one(query, {"size": {"$size": "$studentIds"}})
        if found is None:
            raise ClassNotFound
        size: int = found["size"]
        return size

    async def listed(
        self, user_id: str, *, archived: bool, limit: int | None, after: str | None
    ) -> AsyncIterator[Class]:
        """The classes that a user teaches or attends, oldest first, as they are read.

        `archived`: those that are, or those that are not. `limit`: at most so many, and all where
        it is `None`; they begin behind the id `after`.
        """
        member = ObjectId(user_id)
        of_it = {"archived": ARCHIVED[archived]}
        query: dict[str, Any] = {
            "$or": [{"teacherId": member, **of_it}, {"studentIds": member, **of_it}]
        }
        if after:
            query["_id"] = {"$gt": ObjectId(after)}
        found = self._packed.find(query).sort("_id", 1).limit(limit or 0).batch_size(BATCH)
        with storage_errors():
            async for document in found:
                yield class_of(document)

    async def _change(self, class_id: str, update: Document) -> Class:
        with storage_errors():
            return _found(
                await self._classes.find_one_and_update(
                    {"_id": ObjectId(class_id)}, update, return_document=ReturnDocument.AFTER
                )
            )


def _found(document: Document | None) -> Class:
    """Raises `ClassNotFound` where there is none."""
    if document is None:
        raise ClassNotFound
    return class_of(document)


def class_of(document: Document) -> Class:
    """The class that a document holds."""
    return Class(
        id=str(document["_id"]),
        class_name=document["className"],
        teacher_id=str(document["teacherId"]),
        student_ids=tuple(map(str, document["studentIds"])),
        # Classes made by earlier versions have none.
        late_after=document.get("lateAfter"),
        archived=document.get("archived", False),
    )
