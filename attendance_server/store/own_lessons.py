"""Sessions that a page began without a network, found by the key that the page gave each of them.

A session's `startKeys` are those of all lessons that were merged into it.
"""

from datetime import datetime
from typing import Any

from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from ..models import Class, Session
from .counted import SessionReader
from .documents import Database, id_of_time, object_ids, storage_errors
from .indexes import BY_START, ONE_OF_KEY
from .mark_documents import mark_fields
from .session_documents import session_of
from .sessions import with_teachers

MOST_KEYS = 100
"""The keys that a session keeps: many times as many as devices can take one lesson."""


class OwnLessons:
    def __init__(self, database: Database) -> None:
        self._sessions = database.sessions
        self._counted = SessionReader.counted(database)

    async def of_key(self, class_id: str, key: str) -> Session | None:
        """The session that a lesson became, discarded or not."""
        query = {"classId": ObjectId(class_id), "startKeys": key}
        with storage_errors():
            document = await self._sessions.find_one(query, hint=ONE_OF_KEY)
        return session_of(document) if document else None

    async def during(self, class_id: str, start: datetime, end: datetime) -> Session | None:
        """The latest session of a class that counts, has ended, and overlaps with this time."""
        query = {
            "classId": ObjectId(class_id),
            "startedAt": {"$lt": end},
            "endedAt": {"$gt": start},
        }
        order = [("startedAt", -1), ("_id", -1)]
        with storage_errors():
            document = await self._counted.find_one(query, sort=order, hint=BY_START)
        return session_of(document) if document else None

    async def add_key(self, session_id: str, key: str) -> None:
        """Note that a lesson was merged into a session."""
        keys = {"$each": [key], "$slice": -MOST_KEYS}
        with storage_errors():
            await self._sessions.update_one(
                {"_id": ObjectId(session_id)}, {"$push": {"startKeys": keys}}
            )

    async def add(self, session: Session, class_: Class, key: str) -> Session:
        """Save a session with its marks, running or ended.

        If the same was saved before, the answer to which was lost, the session is that one.
        """
        document: dict[str, Any] = {
            "_id": ObjectId(session.id),
            "classId": ObjectId(class_.id),
            "className": class_.class_name,
            "teacherId": ObjectId(class_.teacher_id),
            "startedAt": session.started_at,
            "endedAt": session.ended_at,
            "roster": object_ids(session.roster),
            "marks": {student_id: mark_fields(mark) for student_id, mark in session.marks.items()},
            "lateAfter": session.late_after,
            "corrections": [],
            "reopenings": [],
            "startKeys": [key],
            "commit": 0,
        }
        with storage_errors():
            try:
                await self._sessions.insert_one(document)
            except DuplicateKeyError:
                saved = await self._sessions.find_one(
                    {"classId": ObjectId(class_.id), "startKeys": key}, hint=ONE_OF_KEY
                )
                if saved is None:
                    raise
                document = saved
        return with_teachers(session_of(document), class_)


def new_id(started_at: datetime) -> str:
    """An id for a session that began at that time."""
    return str(id_of_time(started_at))
