"""Students who have asked to join a class, until a teacher of it answers.

A document is `{_id, classId, studentId, at, sessionId}`: when they asked, and in which session, if
it was with the code of a check-in. A TTL index removes it when it was left unanswered for too long.
Backups do not include these documents.
"""

from datetime import datetime

from bson import ObjectId
from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError

from ..models import JOIN_WITHIN, JoinRequest
from .documents import Database, Document, object_id, storage_errors

MOST = 1000
"""Requests of a class that are listed."""


class JoinRequests:
    """Every method but the first raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._requests = database.joinRequests

    async def prepare(self) -> None:
        """Create the indexes. Raises `PyMongoError`."""
        lifetime = round(JOIN_WITHIN.total_seconds())
        await self._requests.create_indexes(
            [
                IndexModel("at", name="by_age", expireAfterSeconds=lifetime),
                IndexModel([("classId", 1), ("studentId", 1)], name="one_per_student", unique=True),
                IndexModel("studentId", name="of_student"),
            ]
        )

    async def add(self, request: JoinRequest) -> bool:
        """Save a request; return whether the student had none.

        One with the code of a check-in takes the place of an earlier one, and no other does.
        """
        of_student = _of_student(request.class_id, request.student_id)
        update = (
            {"$set": {"at": request.at, "sessionId": ObjectId(request.session_id)}}
            if request.session_id
            else {"$setOnInsert": {"at": request.at}}
        )
        with storage_errors():
            try:
                result = await self._requests.update_one(of_student, update, upsert=True)
            except DuplicateKeyError:
                # The same student has asked twice at the same time.
                return False
        return result.upserted_id is not None

    async def find(self, class_id: str, student_id: str) -> JoinRequest | None:
        """The request of a student; `None` also for an invalid id."""
        with storage_errors():
            document = await self._requests.find_one(_of_student(class_id, student_id))
        return _request_of(document) if document else None

    async def remove(self, class_id: str, student_id: str) -> bool:
        """Remove the request of a student, and return whether there was one."""
        with storage_errors():
            result = await self._requests.delete_one(_of_student(class_id, student_id))
        return result.deleted_count == 1

    async def remove_of_class(self, class_id: str) -> None:
        """Remove all requests to join a class."""
        with storage_errors():
            await self._requests.delete_many({"classId": object_id(class_id)})

    async def to_class(self, class_id: str, since: datetime) -> list[JoinRequest]:
        """The requests to join a class that were made after `since`, oldest first."""
        query = {"classId": object_id(class_id), "at": {"$gt": since}}
        with storage_errors():
            found = self._requests.find(query).sort("at", 1).limit(MOST)
            documents = await found.to_list(None)
        return [_request_of(document) for document in documents]

    async def of_student(self, student_id: str) -> list[JoinRequest]:
        """The requests of a student, oldest first."""
        with storage_errors():
            found = self._requests.find({"studentId": ObjectId(student_id)}).sort("at", 1)
            documents = await found.to_list(None)
        return [_request_of(document) for document in documents]


def _of_student(class_id: str, student_id: str) -> dict[str, object]:
    return {"classId": object_id(class_id), "studentId": object_id(student_id)}


def _request_of(document: Document) -> JoinRequest:
    return JoinRequest(
        class_id=str(document["classId"]),
        student_id=str(document["studentId"]),
        at=document["at"],
        session_id=str(document["sessionId"]) if "sessionId" in document else None,
    )
