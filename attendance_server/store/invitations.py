"""Invitations of students to classes, which are part of the documents of the classes.

`invitedIds` are the ids of invited students. `invitationCodes` maps such an id to the hash of the
code that the invitation requires, if it requires one, and `invitedAs` to what the teacher called
the student: `{name, email, studentNumber}`, as far as it was given.
"""

from collections.abc import Mapping

from attrs import field, frozen
from bson import ObjectId
from pymongo import ReturnDocument

from ..errors.accounts import CodeWrong
from ..errors.classes import AwaitsStudent, ClassFull, ClassNotFound, InvitationNotFound
from ..models import Class, Invitation, InvitedAs, PendingStudent
from .classes import class_of, code_of, has_room, joined, names_of, not_invited
from .documents import Database, Document, object_id, storage_errors


@frozen
class InvitedLine:
    """A line of a roster whose student is invited, and the hash of the code that they need."""

    code_hash: bytes = field(repr=False)
    named: InvitedAs


class Invitations:
    def __init__(self, database: Database) -> None:
        self._classes = database.classes

    async def add(self, class_id: str, student_id: str, email: str) -> Class:
        """Invite a student and return the class; an existing invitation stays as it is.

        `email`: the address that the teacher gave. Raises `ClassNotFound`.
        """
        student = ObjectId(student_id)
        invite = {
            "$addToSet": {"invitedIds": student},
            "$set": {names_of(student_id): {"email": email}},
        }
        with storage_errors():
            await self._classes.update_one(
                {"_id": ObjectId(class_id), "invitedIds": {"$ne": student}}, invite
            )
            document = await self._classes.find_one({"_id": ObjectId(class_id)})
        if document is None:
            raise ClassNotFound
        return class_of(document)

    async def accept(self, class_id: str, student_id: str, code_hash: bytes, at_most: int) -> Class:
        """Enrol an invited student and return the class.

        Raises `InvitationNotFound`, `CodeWrong` if the invitation requires another code, and
        `ClassFull` if the class would have more than `at_most` students.
        """
        code = code_of(student_id)
        fits = {"$or": [{code: {"$exists": False}}, {code: code_hash}]}
        return await self._enrol(class_id, student_id, fits, CodeWrong, at_most)

    async def confirm(self, class_id: str, student_id: str, at_most: int) -> Class:
        """Enrol a student whose invitation requires a code, without it, and return the class.

        Raises `InvitationNotFound`, `AwaitsStudent` if it requires none, and `ClassFull`.
        """
        needs_code = {code_of(student_id): {"$exists": True}}
        return await self._enrol(class_id, student_id, needs_code, AwaitsStudent, at_most)

    async def delete(self, class_id: str, student_id: str) -> Class:
        """Delete an invitation and return the class. Raises `InvitationNotFound`."""
        invited = _invited(class_id, student_id)
        with storage_errors():
            document = await self._classes.find_one_and_update(invited, not_invited(student_id))
        if document is None:
            raise InvitationNotFound
        return class_of(document)

    async def delete_all(self, student_id: str) -> None:
        """Delete all invitations of a student."""
        with storage_errors():
            await self._classes.update_many(
                {"invitedIds": ObjectId(student_id)}, not_invited(student_id)
            )

    async def of_student(self, student_id: str) -> list[Invitation]:
        """The invitations of a student, those to the oldest class first."""
        code = code_of(student_id)
        student = ObjectId(student_id)
        query = {"invitedIds": student, "studentIds": {"$ne": student}}
        fields = {"className": 1, "teacherId": 1, code: 1, names_of(student_id): 1}
        with storage_errors():
            documents = await self._classes.find(query, fields).sort("_id", 1).to_list(None)
        return [
            Invitation(
                class_id=str(document["_id"]),
                class_name=document["className"],
                teacher_id=str(document["teacherId"]),
                needs_code=_needs_code(document, student_id),
                invited_as=_invited_as(document, student_id),
            )
            for document in documents
        ]

    async def to_class(self, class_id: str) -> list[PendingStudent]:
        """The students invited to a class, in the order of their invitations.

        Raises `ClassNotFound`.
        """
        fields = {"invitedIds": 1, "invitationCodes": 1, "invitedAs": 1, "studentIds": 1}
        with storage_errors():
            document = await self._classes.find_one({"_id": object_id(class_id)}, fields)
        if document is None:
            raise ClassNotFound
        enrolled = set(map(str, document["studentIds"]))
        return [
            PendingStudent(each, _needs_code(document, each), _invited_as(document, each))
            for each in map(str, document.get("invitedIds", ()))
            if each not in enrolled
        ]

    async def _enrol(
        self,
        class_id: str,
        student_id: str,
        admitted: Document,
        refusal: type[Exception],
        at_most: int,
    ) -> Class:
        """Enrol an invited student. `admitted`: matches if they may join, else raises `refusal`."""
        invited = _invited(class_id, student_id)
        with storage_errors():
            document = await self._classes.find_one_and_update(
                {**invited, **admitted, **has_room(at_most)},
                joined(student_id),
                return_document=ReturnDocument.AFTER,
            )
            if document:
                return class_of(document)
            if await self._classes.find_one({**invited, **admitted}, {"_id": 1}):
                raise ClassFull(at_most)
            if await self._classes.find_one(invited, {"_id": 1}):
                raise refusal
        raise InvitationNotFound


def invited_by(lines: Mapping[str, InvitedLine]) -> Document:
    """The fields of a class that say how students are invited, given by id."""
    values: dict[str, object] = {}
    for student_id, line in lines.items():
        named = line.named
        names = {"name": named.name, "email": named.email, "studentNumber": named.student_number}
        values[code_of(student_id)] = line.code_hash
        values[names_of(student_id)] = {name: text for name, text in names.items() if text}
    return values


def _invited(class_id: str, student_id: str) -> Document:
    """Matches the class if the student is invited to it.

    Raises `InvitationNotFound` for an invalid id of a student, which is no part of an update.
    """
    student = object_id(student_id)
    if student is None:
        raise InvitationNotFound
    return {"_id": object_id(class_id), "invitedIds": student}


def _needs_code(document: Document, student_id: str) -> bool:
    return student_id in document.get("invitationCodes", {})


def _invited_as(document: Document, student_id: str) -> InvitedAs:
    # Invitations of earlier versions have no names.
    names = document.get("invitedAs", {}).get(student_id, {})
    return InvitedAs(names.get("name"), names.get("email"), names.get("studentNumber"))
