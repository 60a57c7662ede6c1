"""Past sessions: in pages or one at a time, with all students or only one.

The ids of a class's sessions increase in the order of their starts, even if the clock was set back:
see `id_after`. So a page starts after an id, and a new session moves no other to another page.
"""

import asyncio
from datetime import datetime
from typing import Any

from bson import ObjectId

from ..models import ATTENDING, Arrival, Session, SessionSource, SessionSummary, Status
from .check_in import arrivals_of
from .counted import SessionReader, discard_of
from .documents import Database, Document, object_id, storage_errors
from .indexes import DISCARDED_OF_CLASS, HAS_ENDED, NEWEST, OF_STUDENT
from .session_documents import part_of, session_of

MANY = 500
"""From this number of students, a session is decoded in a thread, so that others need not wait."""


def _count(*statuses: Status) -> dict[str, Any]:
    """An expression for the number of a session's marks with one of these statuses."""
    marks = {"$objectToArray": "$marks"}
    has_status = {"$in": ["$$this.v.status", [status.value for status in statuses]]}
    return {"$size": {"$filter": {"input": marks, "cond": has_status}}}


SUMMARY: dict[str, Any] = {
    **dict.fromkeys(("classId", "className", "startedAt", "endedAt"), 1),
    # Counted by the database, so that the marks need not be transferred.
    "total": {"$size": "$roster"},
    "presentCount": _count(*ATTENDING),
    "lateCount": _count(Status.LATE),
    "excusedCount": _count(Status.EXCUSED),
    "discarded": 1,
    "source": 1,
}
"""The projection of a session that `summary_of` reads."""


class History:
    def __init__(self, database: Database) -> None:
        self._sessions = SessionReader.counted(database)
        self._discarded = SessionReader.discarded(database)

    async def page(self, class_id: str, limit: int, after: str | None) -> list[SessionSummary]:
        """Up to `limit` sessions of a class, newest first, starting after the id `after`."""
        return await _page(self._sessions, NEWEST, class_id, limit, after)

    async def page_of_discarded(
        self, class_id: str, limit: int, after: str | None
    ) -> list[SessionSummary]:
        """As `page`, for the discarded sessions."""
        return await _page(self._discarded, DISCARDED_OF_CLASS, class_id, limit, after)

    async def page_of_student(
        self, class_id: str, student_id: str, limit: int, after: str | None
    ) -> list[Session]:
        """Up to `limit` sessions with the student on their roster, newest first.

        `after` is as for `page`. The sessions contain only this student.
        """
        query = {**_of_class(class_id, after), "roster": ObjectId(student_id)}
        page = self._sessions.find(query, part_of(student_id)).sort("_id", -1).hint(NEWEST)
        with storage_errors():
            documents = await page.limit(limit).to_list(None)
        return [session_of(document) for document in documents]

    async def one(self, class_id: str, session_id: str) -> Session | None:
        """The session of the class with this id; `None` also for an invalid id."""
        return await _read(self._sessions, class_id, session_id)

    async def one_of_student(
        self, class_id: str, session_id: str, student_id: str
    ) -> Session | None:
        """As `one`, if the student is on its roster; it contains only this student."""
        query = {**_one(class_id, session_id), "roster": ObjectId(student_id)}
        with storage_errors():
            document = await self._sessions.find_one(query, projection=part_of(student_id))
        return session_of(document) if document else None

    async def one_discarded(self, class_id: str, session_id: str) -> Session | None:
        """As `one`, for the discarded sessions."""
        return await _read(self._discarded, class_id, session_id)

    async def arrivals_before(self, session: Session, limit: int) -> list[dict[str, datetime]]:
        """When each student checked in to the sessions of the class before this one.

        Those of up to `limit` sessions that students checked in to, newest first.
        """
        query = {**_of_class(session.class_id, session.id), "arrivals": {"$exists": True}}
        found = self._sessions.find(query, {"arrivals": 1}).sort("_id", -1).hint(NEWEST)
        with storage_errors():
            documents = await found.limit(limit).to_list(None)
        return [
            {student_id: fields["at"] for student_id, fields in document["arrivals"].items()}
            for document in documents
        ]

    async def check_ins_before(
        self, session: Session, limit: int
    ) -> list[tuple[dict[str, Arrival], dict[str, Status]]]:
        """The check-ins to the sessions of the class before this one, and the marks in these.

        Those of up to `limit` sessions that students checked in to, newest first, by student.
        """
        query = {**_of_class(session.class_id, session.id), "arrivals": {"$exists": True}}
        fields = {"arrivals": 1, "marks": 1}
        found = self._sessions.find(query, fields).sort("_id", -1).hint(NEWEST)
        with storage_errors():
            documents = await found.limit(limit).to_list(None)
        return [
            (
                {arrival.student_id: arrival for arrival in arrivals_of(document)},
                {who: Status(mark["status"]) for who, mark in document["marks"].items()},
            )
            for document in documents
        ]

    async def has_later(self, session: Session) -> bool:
        """Whether a session of the class started after this one."""
        query = {"classId": ObjectId(session.class_id), "_id": {"$gt": ObjectId(session.id)}}
        with storage_errors():
            document = await self._sessions.find_one(query, projection={"_id": 1}, hint=NEWEST)
        return document is not None

    async def has_student(self, class_id: str, student_id: str) -> bool:
        """Whether the student is on the roster of an ended session of the class."""
        query = {"classId": ObjectId(class_id), "roster": ObjectId(student_id), **HAS_ENDED}
        with storage_errors():
            # The index by student: for a stranger there is nothing to read.
            document = await self._sessions.find_one(query, projection={"_id": 1}, hint=OF_STUDENT)
        return document is not None


async def _page(
    reader: SessionReader, hint: str, class_id: str, limit: int, after: str | None
) -> list[SessionSummary]:
    """A page of a class's sessions, newest first, through the index `hint`."""
    pipeline: list[dict[str, Any]] = [
        {"$match": _of_class(class_id, after)},
        {"$sort": {"_id": -1}},
        {"$limit": limit},
        {"$project": SUMMARY},
    ]
    with storage_errors():
        documents = await reader.aggregate(pipeline, hint=hint).to_list(None)
    return [summary_of(document) for document in documents]


async def _read(reader: SessionReader, class_id: str, session_id: str) -> Session | None:
    """A complete session; a large one is decoded in a thread."""
    with storage_errors():
        document = await reader.find_one(_one(class_id, session_id))
    if document is None:
        return None
    if len(document["roster"]) < MANY:
        return session_of(document)
    return await asyncio.to_thread(session_of, document)


def _one(class_id: str, session_id: str) -> dict[str, Any]:
    return {"_id": object_id(session_id), "classId": ObjectId(class_id)}


def _of_class(class_id: str, after: str | None) -> dict[str, Any]:
    query: dict[str, Any] = {"classId": ObjectId(class_id)}
    if after:
        query["_id"] = {"$lt": ObjectId(after)}
    return query


def summary_of(document: Document) -> SessionSummary:
    """The session that a document with `SUMMARY` holds."""
    return SessionSummary(
        id=str(document["_id"]),
        class_id=str(document["classId"]),
        class_name=document["className"],
        started_at=document["startedAt"],
        ended_at=document["endedAt"],
        total=document["total"],
        present_count=document["presentCount"],
        late_count=document["lateCount"],
        excused_count=document["excusedCount"],
        discarded=discard_of(document.get("discarded")),
        source=SessionSource(document["source"]) if "source" in document else None,
    )
