"""What ended sessions come to, counted by MongoDB: of a class, of a student.

A class's roster and marks are one line a student and session first; these are then put together by
student. What is counted of each student and session stays there, and what comes here is a row each,
batch by batch, however many sessions there are.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, TypeAlias, TypeVar

from bson import ObjectId
from pymongo.errors import PyMongoError

from ..models import (
    Attendance,
    ClassReport,
    Counts,
    MatrixRow,
    ReportOrder,
    Session,
    SessionReport,
    Span,
    Status,
    StudentReport,
    TeachingRecord,
)
from .counted import SessionReader
from .documents import Database, Document, storage_errors
from .history import SUMMARY, summary_of
from .indexes import (
    BY_START,
    DISCARDED_OF_STUDENT,
    DISCARDED_OF_TEACHER,
    HAS_ENDED,
    OF_STUDENT,
    OF_TEACHER,
)
from .report_stages import (
    ADDED_UP,
    AS_LISTED,
    BY_NAME,
    COUNTED,
    NAMED,
    NOTHING,
    OLDEST_FIRST,
    ORDERS,
    SUMMED_UP,
    TOTAL,
    Stage,
    by_class,
    ended_in,
    enrolled_in,
    in_class,
    lines,
    where,
)
from .sessions import correction_of, entries_of, part_of, reopening_of, session_of

T = TypeVar("T")

Rows: TypeAlias = AbstractAsyncContextManager[AsyncIterator[T]]
"""Rows as they come from the database, as long as the context is open."""

TIMEOUT = 60.0
"""Seconds that MongoDB may count; a class of 1,000 students and 200 sessions takes it one."""

BATCH_TIMEOUT = 10.0
"""Seconds that the next rows may take: by then all has been counted."""

BATCH = 200
MATRIX_BATCH = 25
"""Rows that come here together; those of a matrix hold something for every session."""


class Reports:
    """All calls raise `StorageUnavailable`, also where counting takes longer than `TIMEOUT`."""

    def __init__(self, database: Database) -> None:
        self._counted = SessionReader.counted(database)
        self._discarded = SessionReader.discarded(database)

    def of_class(self, class_id: str, span: Span, order: ReportOrder) -> Rows[StudentReport]:
        """Everyone who is in the class, or was on the roster of one of these sessions."""
        pipeline = [
            *lines(class_id, span, {"startedAt": 1}),
            enrolled_in(class_id),
            {"$group": {"_id": "$student", "enrolled": {"$max": "$enrolled"}, **COUNTED}},
            {"$set": SUMMED_UP},
            *NAMED,
            {"$set": {"unrated": {"$eq": ["$rate", None]}}},
            {"$sort": {**ORDERS[order], **AS_LISTED}},
        ]
        return self._rows(pipeline, _student, hint=BY_START, batch=BATCH, collation=BY_NAME)

    def sessions_of_class(self, class_id: str, span: Span) -> Rows[SessionReport]:
        """These sessions of the class, oldest first."""
        pipeline = [in_class(class_id, span), *ADDED_UP, OLDEST_FIRST]
        return self._rows(pipeline, _session, hint=BY_START, batch=BATCH)

    def matrix(
        self, class_id: str, span: Span, sessions: Sequence[SessionReport]
    ) -> Rows[MatrixRow]:
        """The students of `of_class` by name, with their statuses in `sessions`.

        What ended since `sessions` were read does not show.
        """
        # Which of `sessions` it is, found once a session: a number is read in a tenth of the time
        # that an id takes.
        place = {"$indexOfArray": [[ObjectId(session.id) for session in sessions], "$_id"]}
        pushed = {status: {"$push": where(status, "$place")} for status in Status}
        pipeline = [
            *lines(class_id, span, {"place": place}),
            enrolled_in(class_id),
            {"$group": {"_id": "$student", "enrolled": {"$max": "$enrolled"}, **pushed}},
            *NAMED,
            {"$sort": AS_LISTED},
        ]
        return self._rows(
            pipeline,
            lambda document: _matrix_row(document, len(sessions)),
            hint=BY_START,
            batch=MATRIX_BATCH,
            collation=BY_NAME,
        )

    async def of_student(self, student_id: str, span: Span) -> tuple[list[ClassReport], Attendance]:
        """A student's classes by name, those they left and those deleted too, and all together.

        The name of a class that they have left is that of the last session they were part of.
        """
        student = ObjectId(student_id)
        pipeline = [
            {"$match": {"roster": student, **ended_in(span)}},
            {
                "$project": {
                    "classId": 1,
                    "className": 1,
                    "startedAt": 1,
                    "status": {"$ifNull": [f"$marks.{student_id}.status", Status.ABSENT]},
                }
            },
            {"$facet": {"classes": by_class(student), "total": TOTAL}},
        ]
        async with self._rows(
            pipeline, lambda document: document, hint=OF_STUDENT, batch=1, collation=BY_NAME
        ) as rows:
            found = await anext(rows)
        total = found["total"][0] if found["total"] else NOTHING
        return [_class(document) for document in found["classes"]], Attendance(**_attendance(total))

    def attended_by(self, student_id: str, *, discarded: bool = False) -> Rows[Session]:
        """All ended sessions with the student on their roster, oldest first.

        `discarded`: those that were discarded, instead of those that count. Nobody else is on
        their rosters, among their marks and in their corrections.
        """
        pipeline: list[Stage] = [
            {"$match": {"roster": ObjectId(student_id), **HAS_ENDED}},
            {"$sort": {"startedAt": 1}},
            {"$project": part_of(student_id)},
        ]
        return self._rows(
            pipeline,
            session_of,
            hint=DISCARDED_OF_STUDENT if discarded else OF_STUDENT,
            batch=BATCH,
            discarded=discarded,
        )

    def held_by(self, teacher_id: str, *, discarded: bool = False) -> Rows[TeachingRecord]:
        """All ended sessions of a teacher, oldest first, with what they did to them.

        `discarded` is as for `attended_by`.
        """
        teacher = ObjectId(teacher_id)
        done = {name: entries_of(name, "by", teacher) for name in ("corrections", "reopenings")}
        pipeline: list[Stage] = [
            {"$match": {"teacherId": teacher, **HAS_ENDED}},
            {"$sort": {"startedAt": 1}},
            {"$project": {**SUMMARY, **done}},
        ]
        return self._rows(
            pipeline,
            _held,
            hint=DISCARDED_OF_TEACHER if discarded else OF_TEACHER,
            batch=BATCH,
            discarded=discarded,
        )

    @asynccontextmanager
    async def _rows(
        self,
        pipeline: Sequence[Stage],
        read: Callable[[Document], T],
        *,
        hint: str,
        batch: int,
        discarded: bool = False,
        **options: Any,
    ) -> AsyncIterator[AsyncIterator[T]]:
        """The first batch is here when the context opens: by then all has been counted."""
        sessions = self._discarded if discarded else self._counted
        cursor = sessions.aggregate(
            pipeline, hint=hint, batchSize=batch, allowDiskUse=True, **options
        )

        async def next_batch(timeout: float) -> Sequence[Document]:
            with storage_errors(timeout):
                found: Sequence[Document] = await cursor.to_list(batch)
            return found

        async def rows(found: Sequence[Document]) -> AsyncIterator[T]:
            while found:
                for document in found:
                    yield read(document)
                found = await next_batch(BATCH_TIMEOUT)

        try:
            yield rows(await next_batch(TIMEOUT))
        finally:
            with suppress(PyMongoError):
                await cursor.close()


def _student(document: Document) -> StudentReport:
    return StudentReport(
        student_id=str(document["_id"]),
        name=document["name"],
        email=document["email"],
        enrolled=bool(document["enrolled"]),
        **_attendance(document),
    )


def _class(document: Document) -> ClassReport:
    return ClassReport(
        class_id=str(document["_id"]),
        class_name=document["className"],
        enrolled=bool(document["enrolled"]),
        **_attendance(document),
    )


def _held(document: Document) -> TeachingRecord:
    return TeachingRecord(
        summary_of(document),
        tuple(map(correction_of, document["corrections"])),
        tuple(map(reopening_of, document["reopenings"])),
    )


def _attendance(document: Document) -> dict[str, Any]:
    """The fields of `Attendance`."""
    return {
        "sessions": document["sessions"],
        "counts": _counts(document),
        "rate": document["rate"],
        "absence_run": document["absenceRun"],
        "last_seen": document["lastSeen"],
    }


def _session(document: Document) -> SessionReport:
    return SessionReport(
        id=str(document["_id"]),
        started_at=document["startedAt"],
        ended_at=document["endedAt"],
        total=document["total"],
        counts=_counts(document),
        rate=document["rate"],
    )


def _counts(document: Document) -> Counts:
    return Counts(**{status: document[status] for status in Status})


def _matrix_row(document: Document, sessions: int) -> MatrixRow:
    statuses: list[Status | None] = [None] * sessions
    for status in Status:
        for place in document[status]:
            if place >= 0:
                statuses[place] = status
    return MatrixRow(
        student_id=str(document["_id"]),
        name=document["name"],
        email=document["email"],
        enrolled=bool(document["enrolled"]),
        statuses=tuple(statuses),
    )
