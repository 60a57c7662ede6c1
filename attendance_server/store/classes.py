"""Classes, who is enrolled in them, and who is invited.

`invitedIds` are those who are invited, and `invitationCodes` holds by their id the hash of the code
that an invitation needs, if it needs one.
"""

from collections.abc import Collection, Iterable

from bson import ObjectId
from pymongo import ReturnDocument

from ..errors import ClassNotFound, CodeWrong, InvitationNotFound
from ..models import Class, ClassChange, Invitation, Missing
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
        return await self._change(class_id, _joined(student_id))

    async def invite(self, class_id: str, student_id: str) -> Class:
        """The class, with an invitation of the student; one with a code stays as it is.

        Raises `ClassNotFound`.
        """
        return await self._change(class_id, {"$addToSet": {"invitedIds": ObjectId(student_id)}})

    async def accept(self, class_id: str, student_id: str, code_hash: bytes | None) -> Class:
        """The class with the student in it, who was invited.

        Raises `InvitationNotFound`, and `CodeWrong` where the invitation needs another code.
        """
        code = code_of(student_id)
        invited = {"_id": object_id(class_id), "invitedIds": ObjectId(student_id)}
        with storage_errors():
            found = await self._classes.find_one_and_update(
                {**invited, "$or": [{code: {"$exists": False}}, {code: code_hash}]},
                _joined(student_id),
                return_document=ReturnDocument.AFTER,
            )
            if found:
                return class_of(found)
            if await self._classes.find_one(invited, {"_id": 1}):
                raise CodeWrong
        raise InvitationNotFound

    async def decline(self, class_id: str, student_id: str) -> Class:
        """The class; the invitation is gone. Raises `InvitationNotFound`."""
        invited = {"_id": object_id(class_id), "invitedIds": ObjectId(student_id)}
        with storage_errors():
            found = await self._classes.find_one_and_update(invited, _not_invited(student_id))
        if found is None:
            raise InvitationNotFound
        return class_of(found)

    async def decline_all(self, student_id: str) -> None:
        """All invitations of the student are gone."""
        with storage_errors():
            await self._classes.update_many(
                {"invitedIds": ObjectId(student_id)}, _not_invited(student_id)
            )

    async def invitations(self, student_id: str) -> list[Invitation]:
        """Those of the student, by the age of the class."""
        code = code_of(student_id)
        student = ObjectId(student_id)
        query = {"invitedIds": student, "studentIds": {"$ne": student}}
        shown = {"className": 1, "teacherId": 1, code: 1}
        with storage_errors():
            found = await self._classes.find(query, shown).sort("_id", 1).to_list(None)
        return [
            Invitation(
                class_id=str(document["_id"]),
                class_name=document["className"],
                teacher_id=str(document["teacherId"]),
                needs_code=student_id in document.get("invitationCodes", {}),
            )
            for document in found
        ]

    async def unenrol_all(self, student_id: str) -> None:
        """The student is in no class any more; rosters of running sessions stay."""
        student = ObjectId(student_id)
        with storage_errors():
            await self._classes.update_many(
                {"studentIds": student}, {"$pull": {"studentIds": student}}
            )

    async def taught(self, teacher_id: str, student_ids: Collection[str]) -> set[str]:
        """Those of the students who are in a class of the teacher's."""
        asked = [ObjectId(student_id) for student_id in student_ids]
        query = {"teacherId": ObjectId(teacher_id), "studentIds": {"$in": asked}}
        with storage_errors():
            found = await self._classes.distinct("studentIds", query)
        return set(student_ids).intersection(map(str, found))

    async def known_to(self, teacher_id: str) -> Document:
        """What finds a teacher's own students among all: of their classes, and their imports."""
        teacher = ObjectId(teacher_id)
        with storage_errors():
            ids = await self._classes.distinct("studentIds", {"teacherId": teacher})
        return {"$or": [{"_id": {"$in": ids}}, {"importedBy": teacher}, {"claim.by": teacher}]}

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


def invited_ids(student_ids: Collection[str]) -> Document:
    """What `$addToSet` is told so that these are among the invited ones."""
    each = [ObjectId(student_id) for student_id in student_ids]
    return {"invitedIds": {"$each": each}} if each else {}


def code_of(student_id: str) -> str:
    """Where the hash of the code is that the student's invitation needs."""
    return f"invitationCodes.{student_id}"


def _joined(student_id: str) -> Document:
    return {"$addToSet": {"studentIds": ObjectId(student_id)}, **_not_invited(student_id)}


def _not_invited(student_id: str) -> Document:
    return {
        "$pull": {"invitedIds": ObjectId(student_id)},
        "$unset": {code_of(student_id): ""},
    }


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
