"""Classes, their teachers and their students.

`teacherId` is the owner; `assistants: [{userId, until}]`, which classes of earlier versions do not
have, are the other teachers. `checkIn` is described in `check_in`, `joining` in `class_codes`.
"""

import re
from collections.abc import AsyncIterator, Collection, Iterable
from datetime import datetime
from typing import Any

from bson import ObjectId
from bson.raw_bson import DEFAULT_RAW_BSON_OPTIONS
from pymongo import ReturnDocument

from ..errors.classes import ClassFull, ClassNotFound
from ..models import Assistant, Class, ClassChange, ClassOutline, ClassRole, Missing
from .check_in import changed_rules, rules_of
from .documents import Database, Document, object_id, object_ids, storage_errors

BATCH = 25
"""The number of classes that a list reads at a time: each may have thousands of students."""

ARCHIVED = {True: True, False: {"$in": [None, False]}}
"""The query for the field `archived`, which classes of earlier versions do not have."""


class Classes:
    def __init__(self, database: Database) -> None:
        self._classes = database.classes
        # Documents are decoded one by one: decoded, they take five times as much memory.
        self._packed = database.classes.with_options(codec_options=DEFAULT_RAW_BSON_OPTIONS)

    async def add(self, class_name: str, teacher_id: str, late_after: int | None = None) -> Class:
        """Create a class without students. `late_after` is in minutes."""
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
        """The class with this id. Raises `ClassNotFound`, also for an invalid id."""
        with storage_errors():
            return _class_or_raise(await self._classes.find_one({"_id": object_id(class_id)}))

    async def seen_by(self, user_id: str, class_id: str) -> Class:
        """As `get`, but of its students it has only this user, if they are one."""
        query = {"_id": object_id(class_id)}
        with storage_errors():
            document = await self._classes.find_one(query, fields_seen_by(user_id))
        return _class_or_raise({"studentIds": (), **document} if document else None)

    async def enrol(self, class_id: str, student_id: str, at_most: int) -> Class:
        """Enrol a student and return the class; enrolling twice changes nothing.

        Raises `ClassNotFound`, and `ClassFull` if it would have more than `at_most` students.
        """
        student = ObjectId(student_id)
        room = has_room(at_most)
        with storage_errors():
            document = await self._classes.find_one_and_update(
                {"_id": ObjectId(class_id), "$or": [{"studentIds": student}, room]},
                joined(student_id),
                return_document=ReturnDocument.AFTER,
            )
        if document is None:
            await self.size(class_id)
            raise ClassFull(at_most)
        return class_of(document)

    async def unenrol_all(self, student_id: str) -> None:
        """Remove a student from all classes; rosters of running sessions stay as they are."""
        student = ObjectId(student_id)
        with storage_errors():
            await self._classes.update_many(
                {"studentIds": student}, {"$pull": {"studentIds": student}}
            )

    async def students_taught(
        self, teacher_id: str, student_ids: Collection[str], at: datetime
    ) -> set[str]:
        """The ids of those students who are in a class that a user is a teacher of at that time."""
        ids = object_ids(student_ids)
        query = {"$or": taught_by(ObjectId(teacher_id), at), "studentIds": {"$in": ids}}
        with storage_errors():
            taught_ids = await self._classes.distinct("studentIds", query)
        return set(student_ids).intersection(map(str, taught_ids))

    async def known_to(self, teacher_id: str, at: datetime) -> Document:
        """A query for the teacher's own students: those in their classes and from their imports.

        `at`: the time that decides which classes are theirs.
        """
        teacher = ObjectId(teacher_id)
        with storage_errors():
            ids = await self._classes.distinct("studentIds", {"$or": taught_by(teacher, at)})
        return {"$or": [{"_id": {"$in": ids}}, {"importedBy": teacher}, {"claim.by": teacher}]}

    async def unenrol(self, class_id: str, student_id: str) -> Class:
        """Remove a student and return the class. Raises `ClassNotFound`."""
        return await self._change(class_id, {"$pull": {"studentIds": ObjectId(student_id)}})

    async def enrol_these(self, class_id: str, student_ids: Collection[str]) -> Class:
        """Add these students after the others, and return the class. Raises `ClassNotFound`."""
        added = {"studentIds": {"$each": object_ids(student_ids)}}
        return await self._change(class_id, {"$addToSet": added})

    async def unenrol_these(
        self, class_id: str, student_ids: Collection[str], invited: Collection[str]
    ) -> Class:
        """Remove these students, and the invitations of others, and return the class.

        Raises `ClassNotFound`.
        """
        removed = {
            "studentIds": {"$in": object_ids(student_ids)},
            "invitedIds": {"$in": object_ids(invited)},
        }
        over = {field(each): "" for each in invited for field in (code_of, names_of)}
        # Earlier versions of MongoDB refuse an empty `$unset`.
        return await self._change(
            class_id, {"$pull": removed, **({"$unset": over} if over else {})}
        )

    async def change(self, class_id: str, change: ClassChange) -> Class:
        """Change a class and return it. Raises `ClassNotFound`."""
        fields = {
            "className": change.class_name,
            "lateAfter": change.late_after,
            "archived": change.archived,
        }
        changed = {name: value for name, value in fields.items() if value is not Missing.MISSING}
        return await self._change(class_id, {"$set": changed | changed_rules(change.check_in)})

    async def delete(self, class_id: str) -> Class:
        """Delete a class and return it as it was. Raises `ClassNotFound`."""
        with storage_errors():
            return _class_or_raise(
                await self._classes.find_one_and_delete({"_id": ObjectId(class_id)})
            )

    async def delete_all(self, class_ids: Iterable[str]) -> None:
        """Delete these classes."""
        ids = object_ids(class_ids)
        with storage_errors():
            await self._classes.delete_many({"_id": {"$in": ids}})

    async def of_user(self, user_id: str) -> list[ClassOutline]:
        """The classes that a user teaches or attends, archived ones included, oldest first.

        They include those whose substitute the user was, as long as the class says so.
        """
        member = ObjectId(user_id)
        query = {
            "$or": [{"teacherId": member}, {"assistants.userId": member}, {"studentIds": member}]
        }
        outline = {
            **dict.fromkeys(("className", "lateAfter", "archived"), 1),
            "students": {"$size": "$studentIds"},
            "owns": {"$eq": ["$teacherId", member]},
            "assistants": {"$elemMatch": {"userId": member}},
            "attends": {"$in": [member, "$studentIds"]},
        }
        with storage_errors():
            documents = await self._classes.find(query, outline).sort("_id", 1).to_list(None)
        return [_outline_of(document) for document in documents]

    async def count_taught(self, teacher_id: str) -> int:
        """The number of classes that a teacher owns, archived ones included."""
        with storage_errors():
            return await self._classes.count_documents({"teacherId": ObjectId(teacher_id)})

    async def size(self, class_id: str) -> int:
        """The number of students in a class. Raises `ClassNotFound`."""
        query = {"_id": object_id(class_id)}
        with storage_errors():
            document = await self._classes.find_one(query, {"size": {"$size": "$studentIds"}})
        if document is None:
            raise ClassNotFound
        size: int = document["size"]
        return size

    async def listed(
        self, user_id: str, *, at: datetime, archived: bool, limit: int | None, after: str | None
    ) -> AsyncIterator[Class]:
        """The classes that a user teaches or attends, oldest first, while they are being read.

        `at`: the time that decides which classes a substitute teaches. `archived`: only archived
        classes, or only others. `limit`: the highest number of classes; `None`: all. `after`: start
        after the class with this id.
        """
        member = ObjectId(user_id)
        wanted_archived = {"archived": ARCHIVED[archived]}
        query: dict[str, Any] = {
            "$or": [
                {**belongs, **wanted_archived}
                for belongs in (*taught_by(member, at), {"studentIds": member})
            ]
        }
        if after:
            query["_id"] = {"$gt": ObjectId(after)}
        documents = self._packed.find(query).sort("_id", 1).limit(limit or 0).batch_size(BATCH)
        with storage_errors():
            async for document in documents:
                yield class_of(document)

    async def of_school(
        self, q: str, *, archived: bool, limit: int | None, after: str | None
    ) -> AsyncIterator[list[Class]]:
        """As `listed`, but all classes whose name contains `q`, in any letter case; in batches."""
        query: dict[str, Any] = {"archived": ARCHIVED[archived]}
        if q.strip():
            query["className"] = {"$regex": re.escape(q.strip()), "$options": "i"}
        if after:
            query["_id"] = {"$gt": ObjectId(after)}
        cursor = self._classes.find(query).sort("_id", 1).limit(limit or 0).batch_size(BATCH)
        while True:
            with storage_errors():
                documents = await cursor.to_list(BATCH)
            if not documents:
                return
            yield [class_of(document) for document in documents]

    async def called(self, name: str) -> list[Class]:
        """Up to two classes in use with this name, in any letter case, without their students."""
        query = {"className": name, "archived": ARCHIVED[False]}
        any_case = {"locale": "en", "strength": 2}
        found = self._classes.find(query, {"studentIds": 0}, collation=any_case).limit(2)
        with storage_errors():
            documents = await found.to_list(2)
        return [class_of({"studentIds": (), **document}) for document in documents]

    async def named(self, class_ids: Iterable[str]) -> dict[str, str]:
        """The names of the classes that exist, by id."""
        query = {"_id": {"$in": object_ids(class_ids)}}
        with storage_errors():
            documents = await self._classes.find(query, {"className": 1}).to_list(None)
        return {str(document["_id"]): document["className"] for document in documents}

    async def _change(self, class_id: str, update: Document) -> Class:
        with storage_errors():
            return _class_or_raise(
                await self._classes.find_one_and_update(
                    {"_id": ObjectId(class_id)}, update, return_document=ReturnDocument.AFTER
                )
            )


def fields_seen_by(user_id: str) -> Document:
    """The fields of a class, and of its students only this user, if they are one.

    Without that, the class has no `studentIds`.
    """
    return {
        **dict.fromkeys(("className", "teacherId", "assistants"), 1),
        **dict.fromkeys(("lateAfter", "archived", "checkIn"), 1),
        "studentIds": {"$elemMatch": {"$eq": ObjectId(user_id)}},
    }


def taught_by(teacher: ObjectId, at: datetime) -> list[Document]:
    """The branches of an `$or` for the classes that the user is a teacher of at a time."""
    has_time = {"$or": [{"until": None}, {"until": {"$gt": at}}]}
    return [
        {"teacherId": teacher},
        {"assistants": {"$elemMatch": {"userId": teacher, **has_time}}},
    ]


def has_room(at_most: int) -> Document:
    """Matches a class that can take one more student."""
    return {f"studentIds.{at_most - 1}": {"$exists": False}}


def joined(student_id: str) -> Document:
    """The update that enrols a student, whose invitation is then over."""
    return {"$addToSet": {"studentIds": ObjectId(student_id)}, **not_invited(student_id)}


def not_invited(student_id: str) -> Document:
    """The update that deletes a student's invitation."""
    return {
        "$pull": {"invitedIds": ObjectId(student_id)},
        "$unset": {code_of(student_id): "", names_of(student_id): ""},
    }


def code_of(student_id: str) -> str:
    """The field with the hash of the code that the student's invitation requires."""
    return f"invitationCodes.{student_id}"


def names_of(student_id: str) -> str:
    """The field with what the teacher called the invited student."""
    return f"invitedAs.{student_id}"


def _class_or_raise(document: Document | None) -> Class:
    """The class that a document holds. Raises `ClassNotFound` if there is no document."""
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
        # Classes of earlier versions do not have these fields.
        late_after=document.get("lateAfter"),
        archived=document.get("archived", False),
        assistants=assistants_of(document),
        check_in=rules_of(document),
    )


def _outline_of(document: Document) -> ClassOutline:
    """The class from the view of a member, of which `document` has no other assistant."""
    assistant = next(iter(assistants_of(document)), None)
    role = ClassRole.ASSISTANT if assistant else None
    return ClassOutline(
        id=str(document["_id"]),
        class_name=document["className"],
        # Classes of earlier versions do not have these fields.
        late_after=document.get("lateAfter"),
        archived=document.get("archived", False),
        students=document["students"],
        role=ClassRole.OWNER if document["owns"] else role,
        until=assistant.until if assistant else None,
        attends=document["attends"],
    )


def assistants_of(document: Document) -> tuple[Assistant, ...]:
    """The assistants of the class that a document holds."""
    return tuple(
        Assistant(str(each["userId"]), each["until"]) for each in document.get("assistants", ())
    )
