"""Notes with an absence.

    {_id, classId, studentId, from: "2026-03-02", until, startsAt, endsAt, reason, writtenAt,
     decision: {accepted, by, at}}

A note without a `decision` waits for one.
"""

from collections.abc import AsyncIterator, Iterable
from datetime import date, datetime
from typing import Any

from bson import ObjectId
from pymongo import ASCENDING, DESCENDING, ReturnDocument

from ..models import AbsenceNote, NoteDecision, NoteState, Span, Status
from .documents import Database, Document, object_id, object_ids, storage_errors
from .indexes import HAS_ENDED


class AbsenceNotes:
    """Every method raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._notes = database.absenceNotes
        self._sessions = database.sessions

    async def add(
        self,
        class_id: str,
        student_id: str,
        *,
        days: tuple[date, date],
        span: Span,
        reason: str,
        at: datetime,
    ) -> AbsenceNote:
        """Save a new note, and return it. `days`: the first and the last, which `span` covers."""
        document = {
            "_id": ObjectId(),
            "classId": ObjectId(class_id),
            "studentId": ObjectId(student_id),
            "from": days[0].isoformat(),
            "until": days[1].isoformat(),
            "startsAt": span.since,
            "endsAt": span.until,
            "reason": reason,
            "writtenAt": at,
        }
        with storage_errors():
            await self._notes.insert_one(document)
        return note_of(document)

    async def get(self, class_id: str, note_id: str) -> AbsenceNote | None:
        """A note of a class; `None` also for an invalid id."""
        query = {"_id": object_id(note_id), "classId": object_id(class_id)}
        with storage_errors():
            document = await self._notes.find_one(query)
        return note_of(document) if document else None

    async def decide(self, note: AbsenceNote, decision: NoteDecision) -> AbsenceNote | None:
        """The note with a decision in place of an earlier one; `None` if it was withdrawn."""
        fields = {"accepted": decision.accepted, "by": ObjectId(decision.by), "at": decision.at}
        with storage_errors():
            document = await self._notes.find_one_and_update(
                {"_id": ObjectId(note.id)},
                {"$set": {"decision": fields}},
                return_document=ReturnDocument.AFTER,
            )
        return note_of(document) if document else None

    async def withdraw(self, note: AbsenceNote) -> bool:
        """Delete a note that waits for a decision, and return whether it did."""
        query = {"_id": ObjectId(note.id), "decision": {"$exists": False}}
        with storage_errors():
            result = await self._notes.delete_one(query)
        return result.deleted_count == 1

    async def count_waiting(self, class_id: str, student_id: str) -> int:
        """How many notes of a student in a class wait for a decision."""
        query = {"classId": ObjectId(class_id), "studentId": ObjectId(student_id)}
        with storage_errors():
            return await self._notes.count_documents({**query, "decision": {"$exists": False}})

    async def listed(
        self,
        class_id: str,
        *,
        student_id: str | None = None,
        state: NoteState | None = None,
        at: datetime | None = None,
        limit: int = 0,
        after: str | None = None,
    ) -> list[AbsenceNote]:
        """The notes of a class, newest first: all, or those of one student, in a state, or for the
        day of a session that started `at` a moment. `after`: start after the note with this id.
        """
        query: dict[str, Any] = {"classId": object_id(class_id)}
        if student_id:
            query["studentId"] = ObjectId(student_id)
        if state is NoteState.WAITING:
            query["decision"] = {"$exists": False}
        elif state:
            query["decision.accepted"] = state is NoteState.ACCEPTED
        if at:
            query |= {"startsAt": {"$lte": at}, "endsAt": {"$gt": at}}
        if after:
            query["_id"] = {"$lt": ObjectId(after)}
        with storage_errors():
            found = self._notes.find(query).sort("_id", DESCENDING).limit(limit)
            return [note_of(document) async for document in found]

    async def of_student(self, student_id: str) -> list[AbsenceNote]:
        """All notes of a student, oldest first."""
        return [note async for note in self._all({"studentId": ObjectId(student_id)})]

    async def decided_by(self, teacher_id: str) -> list[AbsenceNote]:
        """All notes that a teacher has decided on, oldest first."""
        return [note async for note in self._all({"decision.by": ObjectId(teacher_id)})]

    async def missed(self, note: AbsenceNote) -> list[str]:
        """The ended sessions of the note's days in which the student is absent, oldest first.

        Discarded ones are left out.
        """
        query = {
            "classId": ObjectId(note.class_id),
            "roster": ObjectId(note.student_id),
            "startedAt": {"$gte": note.starts_at, "$lt": note.ends_at},
            f"marks.{note.student_id}.status": {"$in": [None, Status.ABSENT.value]},
            "discarded": {"$exists": False},
            **HAS_ENDED,
        }
        with storage_errors():
            found = self._sessions.find(query, {"_id": 1}).sort("startedAt", 1)
            return [str(document["_id"]) async for document in found]

    async def remove_of_classes(self, class_ids: Iterable[str]) -> None:
        """Delete all notes of these classes."""
        ids = object_ids(class_ids)
        with storage_errors():
            await self._notes.delete_many({"classId": {"$in": ids}})

    async def remove_ended(self, before: datetime, limit: int) -> int:
        """Delete up to `limit` notes for days before `before`, and return their number."""
        with storage_errors():
            found = self._notes.find({"endsAt": {"$lt": before}}, {"_id": 1}).limit(limit)
            ids = [document["_id"] async for document in found]
            if ids:
                await self._notes.delete_many({"_id": {"$in": ids}})
        return len(ids)

    async def _all(self, query: Document) -> AsyncIterator[AbsenceNote]:
        with storage_errors():
            async for document in self._notes.find(query).sort("_id", ASCENDING):
                yield note_of(document)


def note_of(document: Document) -> AbsenceNote:
    """The note that a document holds."""
    decision = document.get("decision")
    return AbsenceNote(
        id=str(document["_id"]),
        class_id=str(document["classId"]),
        student_id=str(document["studentId"]),
        first=date.fromisoformat(document["from"]),
        last=date.fromisoformat(document["until"]),
        starts_at=document["startsAt"],
        ends_at=document["endsAt"],
        reason=document["reason"],
        written_at=document["writtenAt"],
        decision=NoteDecision(decision["accepted"], str(decision["by"]), decision["at"])
        if decision
        else None,
    )
