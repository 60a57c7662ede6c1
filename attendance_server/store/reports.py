"""What ended sessions come to, counted by MongoDB: of a class, of a student.

A class's roster and marks are one line a student and session first; these are then put together by
student. What is counted of each student and session stays there, and what comes here is a row each,
batch by batch, however many sessions there are.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, TypeAlias, TypeVar

from bson import ObjectId
from pymongo.errors import PyMongoError

from ..models import (
    ATTENDING,
    Attendance,
    ClassReport,
    Counts,
    HeldSession,
    MatrixRow,
    ReportOrder,
    Session,
    SessionReport,
    Span,
    Status,
    StudentReport,
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
from .sessions import correction_of, entries_of, part_of, reopening_of, session_of

T = TypeVar("T")

Stage: TypeAlias = dict[str, Any]
Rows: TypeAlias = AbstractAsyncContextManager[AsyncIterator[T]]
"""Rows as they come from the database, as long as the context is open."""

TIMEOUT = 60.0
"""Seconds that MongoDB may count; a class of 1,000 students and 200 sessions takes it one."""

BATCH_TIMEOUT = 10.0
"""Seconds that the next rows may take: by then all has been counted."""

BATCH = 200
MATRIX_BATCH = 25
"""Rows that come here together; those of a matrix hold something for every session."""

BY_NAME = {"locale": "en", "strength": 2, "numericOrdering": True}
"""A collation: names as a list has them, accents and all, and `Student 9` before `Student 10`."""

ORDERS: Mapping[ReportOrder, Mapping[str, int]] = {
    ReportOrder.NAME: {},
    ReportOrder.RATE: {"unrated": 1, "rate": 1},
    ReportOrder.ABSENT: {"absent": -1},
    ReportOrder.ABSENCE_RUN: {"absenceRun": -1},
    ReportOrder.LAST_SEEN: {"lastSeen": 1},
}

ATTENDED = sorted(ATTENDING)

_OLDEST_FIRST: Stage = {"$sort": {"_id": 1}}
"""The sessions of a class in their order, whatever the clock said; see `id_after`."""


class Reports:
    """All calls raise `StorageUnavailable`, also where counting takes longer than `TIMEOUT`."""

    def __init__(self, database: Database) -> None:
        self._counted = SessionReader.counted(database)
        self._discarded = SessionReader.discarded(database)

    def of_class(self, class_id: str, span: Span, order: ReportOrder) -> Rows[StudentReport]:
        """Everyone who is in the class, or was on the roster of one of these sessions."""
        pipeline = [
            *_lines(class_id, span, {"startedAt": 1}),
            _enrolled_in(class_id),
            {"$group": {"_id": "$student", "enrolled": {"$max": "$enrolled"}, **_COUNTED}},
            {"$set": _SUMMED_UP},
            *_NAMED,
            {"$set": {"unrated": {"$eq": ["$rate", None]}}},
            {"$sort": {**ORDERS[order], **_AS_LISTED}},
        ]
        return self._rows(pipeline, _student, hint=BY_START, batch=BATCH, collation=BY_NAME)

    def sessions_of_class(self, class_id: str, span: Span) -> Rows[SessionReport]:
        """These sessions of the class, oldest first."""
        pipeline = [_in_class(class_id, span), *_ADDED_UP, _OLDEST_FIRST]
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
        pushed = {status: {"$push": _where(status, "$place")} for status in Status}
        pipeline = [
            *_lines(class_id, span, {"place": place}),
            _enrolled_in(class_id),
            {"$group": {"_id": "$student", "enrolled": {"$max": "$enrolled"}, **pushed}},
            *_NAMED,
            {"$sort": _AS_LISTED},
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
            {"$match": {"roster": student, **_ended_in(span)}},
            {
                "$project": {
                    "classId": 1,
                    "className": 1,
                    "startedAt": 1,
                    "status": {"$ifNull": [f"$marks.{student_id}.status", Status.ABSENT]},
                }
            },
            {"$facet": {"classes": _by_class(student), "total": _TOTAL}},
        ]
        async with self._rows(
            pipeline, lambda document: document, hint=OF_STUDENT, batch=1, collation=BY_NAME
        ) as rows:
            found = await anext(rows)
        total = found["total"][0] if found["total"] else _NOTHING
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

    def held_by(self, teacher_id: str, *, discarded: bool = False) -> Rows[HeldSession]:
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


def _ended_in(span: Span) -> Stage:
    bounds = {"$gte": span.since, "$lt": span.until}
    given = {name: moment for name, moment in bounds.items() if moment}
    return {**HAS_ENDED, **({"startedAt": given} if given else {})}


def _in_class(class_id: str, span: Span) -> Stage:
    return {"$match": {"classId": ObjectId(class_id), **_ended_in(span)}}


def _lines(class_id: str, span: Span, told: Stage) -> list[Stage]:
    """One document a student and session: `student`, `status`, and what is `told` of the session.

    Who has no mark was absent.
    """
    marked = {
        "$map": {
            "input": {"$objectToArray": "$marks"},
            "as": "mark",
            "in": {"student": {"$toObjectId": "$$mark.k"}, "status": "$$mark.v.status"},
        }
    }
    unmarked = {
        "$map": {
            "input": {"$setDifference": ["$roster", "$marked.student"]},
            "as": "student",
            "in": {"student": "$$student", "status": Status.ABSENT},
        }
    }
    return [
        _in_class(class_id, span),
        {"$project": {**told, "roster": 1, "marked": marked}},
        {"$set": {"line": {"$concatArrays": ["$marked", unmarked]}}},
        {"$unset": ["roster", "marked"]},
        {"$unwind": "$line"},
        {"$set": {"student": "$line.student", "status": "$line.status"}},
    ]


def _enrolled_in(class_id: str) -> Stage:
    """Adds one document for everyone who is in the class: `student`, `enrolled`."""
    return {
        "$unionWith": {
            "coll": "classes",
            "pipeline": [
                {"$match": {"_id": ObjectId(class_id)}},
                {"$unwind": "$studentIds"},
                {"$project": {"_id": 0, "student": "$studentIds", "enrolled": {"$literal": True}}},
            ],
        }
    }


def _by_class(student: ObjectId) -> list[Stage]:
    in_now = {
        "$unionWith": {
            "coll": "classes",
            "pipeline": [
                {"$match": {"studentIds": student}},
                {
                    "$project": {
                        "_id": 0,
                        "classId": "$_id",
                        "nameNow": "$className",
                        "enrolled": {"$literal": True},
                    }
                },
            ],
        }
    }
    names = {
        "nameNow": {"$max": "$nameNow"},
        # The greatest is that with the greatest id, which stands first in it.
        "last": {"$max": {"_id": "$_id", "className": "$className"}},
    }
    return [
        in_now,
        {"$group": {"_id": "$classId", "enrolled": {"$max": "$enrolled"}, **names, **_COUNTED}},
        {"$set": {"className": {"$ifNull": ["$nameNow", "$last.className"]}, **_SUMMED_UP}},
        {"$sort": {"className": 1, "_id": 1}},
    ]


def _where(status: Status, value: object) -> Stage:
    return {"$cond": [{"$eq": ["$status", status]}, value, "$$REMOVE"]}


def _where_attended(value: object) -> Stage:
    return {"$cond": [{"$in": ["$status", ATTENDED]}, value, "$$REMOVE"]}


_COUNTED: Stage = {
    **{status: {"$sum": {"$cond": [{"$eq": ["$status", status]}, 1, 0]}} for status in Status},
    "lastSeen": {"$max": _where_attended("$startedAt")},
    "lastAttended": {"$max": _where_attended("$_id")},
    "absences": {"$push": _where(Status.ABSENT, "$_id")},
}
"""What `$group` counts of lines, which have the `_id` of their session."""


def _rate(counts: Mapping[Status, object]) -> Stage:
    """`counts`: an expression for the number of each status."""
    attended = {"$add": [counts[status] for status in ATTENDED]}
    expected = {"$add": [counts[status] for status in Status if status is not Status.EXCUSED]}
    return {"$cond": [{"$gt": [expected, 0]}, {"$divide": [attended, expected]}, None]}


_NUMBERS = {status: f"${status}" for status in Status}
_SUMMED_UP: Stage = {
    "sessions": {"$add": list(_NUMBERS.values())},
    "rate": _rate(_NUMBERS),
    # In MongoDB's order any id is greater than none.
    "absenceRun": {
        "$size": {"$filter": {"input": "$absences", "cond": {"$gt": ["$$this", "$lastAttended"]}}}
    },
    **dict.fromkeys(("absences", "lastAttended"), "$$REMOVE"),
}
"""What comes of `_COUNTED`."""

_TOTAL: list[Stage] = [{"$group": {"_id": None, **_COUNTED}}, {"$set": _SUMMED_UP}]
_NOTHING: Document = {
    **dict.fromkeys(_NUMBERS, 0),
    "sessions": 0,
    "rate": None,
    "absenceRun": 0,
    "lastSeen": None,
}

_NAMED: list[Stage] = [
    {"$lookup": {"from": "users", "localField": "_id", "foreignField": "_id", "as": "user"}},
    {
        "$set": {
            "name": {"$ifNull": [{"$first": "$user.name"}, None]},
            "email": {"$ifNull": [{"$first": "$user.email"}, None]},
            "user": "$$REMOVE",
        }
    },
    {"$set": {"deleted": {"$eq": ["$name", None]}}},
]
"""Gives documents whose `_id` is a user's the user's name and address."""

_AS_LISTED = {"deleted": 1, "name": 1, "_id": 1}

_MARKED = [status for status in Status if status is not Status.ABSENT]
_ADDED_UP: list[Stage] = [
    {
        "$project": {
            "startedAt": 1,
            "endedAt": 1,
            "total": {"$size": "$roster"},
            "statuses": {"$map": {"input": {"$objectToArray": "$marks"}, "in": "$$this.v.status"}},
        }
    },
    {
        "$set": {
            status: {
                "$size": {"$filter": {"input": "$statuses", "cond": {"$eq": ["$$this", status]}}}
            }
            for status in _MARKED
        }
    },
    {
        "$set": {
            Status.ABSENT: {
                "$subtract": ["$total", {"$add": [_NUMBERS[status] for status in _MARKED]}]
            },
            "statuses": "$$REMOVE",
        }
    },
    {"$set": {"rate": _rate(_NUMBERS)}},
]
"""Sessions with their numbers."""


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


def _held(document: Document) -> HeldSession:
    return HeldSession(
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
