"""Classes and who is enrolled in them."""

from collections.abc import Iterable

from bson import ObjectId
from pymongo import ReturnDocument

from ..errors import ClassNotFound
from ..models import Class, ClassChange, Missing
from .documents import Database, Document, object_id, storage_errors


class Classes:
    def __init__(self, database: Database) -> None:
        self._classes = database.classes

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

    async def enrol(self, class_id: str, student_id: str) -> Class:
        """The class with the student in it; enrolling twice changes nothing.

        Raises `ClassNotFound`.
        """
        return await self._change(class_id, {"$addToSet": {"studentIds": ObjectId(student_id)}})

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

    async def of_user(self, user_id: str) -> list[Class]:
        """The classes that a user teaches or attends, archived ones too, oldest first."""
        member = ObjectId(user_id)
        query = {"$or": [{"teacherId": member}, {"studentIds": member}]}
        with storage_errors():
            found = await self._classes.find(query).sort("_id", 1).to_list(None)
        return [class_of(document) for document in found]

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
