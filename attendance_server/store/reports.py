"""Reports on the ended sessions of a class or a student, computed by MongoDB.

The pipelines first produce one line per student and session, then group those by student. Only the
resulting rows are transferred, in batches, regardless of the number of sessions.
"""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId

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
from .documents import Database, Document
from .history import SUMMARY, summary_of
from .indexes import (
    BY_START,
    CHANGES,
    DISCARDED_OF_STUDENT,
    DISCARDED_OF_TEACHER,
    HAS_ENDED,
    OF_STUDENT,
    OF_TEACHER,
    changed_index,
)
from .name_order import ROOT, Sorting, collation
from .report_rows import RowReader, Rows
from .report_stages import (
    ADDED_UP,
    COUNTED,
    NAMED,
    NOTHING,
    OLDEST_FIRST,
    ORDERS,
    SUMMED_UP,
    TOTAL,
    Stage,
    as_listed,
    by_class,
    ended_in,
    enrolled_in,
    in_class,
    lines,
    lines_of,
    where,
)
from .session_documents import correction_of, entries_of, part_of, reopening_of, session_of

BY_NAME = Sorting()

MATRIX_BATCH = 25
"""Rows per batch; the rows of a matrix are larger, with one entry per session."""


class Reports:
    """Reports from the database. Reading their rows raises what `RowReader` does."""

    def __init__(self, database: Database) -> None:
        self._reader = RowReader(database)

    def of_class(
        self, class_id: str, span: Span, order: ReportOrder, sorting: Sorting = BY_NAME
    ) -> Rows[StudentReport]:
        """All students who are in the class or were on the roster of one of these sessions.

        `sorting`: the order by name, also of students whom `order` does not tell apart.
        """
        pipeline = [
            in_class(class_id, span),
            *lines({"startedAt": 1}),
            enrolled_in([class_id]),
            {"$group": {"_id": "$student", "enrolled": {"$max": "$enrolled"}, **COUNTED}},
            {"$set": SUMMED_UP},
            *NAMED,
            {"$set": {"unrated": {"$eq": ["$rate", None]}}},
            *as_listed(sorting.order, ORDERS[order]),
        ]
        by_name = collation(sorting.locale)
        return self._reader.rows(pipeline, _student, hint=BY_START, collation=by_name)

    def sessions_of_class(
        self, class_id: str, span: Span, student_id: str | None = None
    ) -> Rows[SessionReport]:
        """These sessions of the class, oldest first; only those with the student on the roster."""
        pipeline = [in_class(class_id, span, student_id), *ADDED_UP, OLDEST_FIRST]
        return self._reader.rows(pipeline, _session, hint=BY_START)

    def matrix(
        self,
        class_id: str,
        span: Span,
        sessions: Sequence[SessionReport],
        sorting: Sorting = BY_NAME,
        student_id: str | None = None,
    ) -> Rows[MatrixRow]:
        """The students of `of_class` by name, or the one, with their statuses in `sessions`.

        Sessions that ended after `sessions` were read are ignored.
        """
        # The index in `sessions`, looked up once per session: numbers decode ten times as fast as
        # ids.
        place = {"$indexOfArray": [[ObjectId(session.id) for session in sessions], "$_id"]}
        pushed = {status: {"$push": where(status, "$place")} for status in Status}
        pipeline = [
            in_class(class_id, span, student_id),
            *(lines_of(student_id, {"place": place}) if student_id else lines({"place": place})),
            enrolled_in([class_id], student_id),
            {"$group": {"_id": "$student", "enrolled": {"$max": "$enrolled"}, **pushed}},
            *NAMED,
            *as_listed(sorting.order),
        ]
        return self._reader.rows(
            pipeline,
            lambda document: _matrix_row(document, len(sessions)),
            hint=BY_START,
            batch=MATRIX_BATCH,
            collation=collation(sorting.locale),
        )

    async def of_student(
        self, student_id: str, span: Span, locale: str = ROOT
    ) -> tuple[list[ClassReport], Attendance]:
        """A student's report: their classes by name, as `locale` sorts them, and the total.

        It includes classes that they have left and classes that were deleted, under the name that
        the class had in the last session with the student on its roster.
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
        async with self._reader.rows(
            pipeline,
            lambda document: document,
            hint=OF_STUDENT,
            batch=1,
            collation=collation(locale),
        ) as rows:
            report = await anext(rows)
        total = report["total"][0] if report["total"] else NOTHING
        return [class_report_of(document) for document in report["classes"]], Attendance(
            **_attendance(total)
        )

    def attended_by(self, student_id: str, *, discarded: bool = False) -> Rows[Session]:
        """All ended sessions with the student on their roster, oldest first.

        `discarded`: the discarded sessions instead of those that count. The sessions contain only
        this student.
        """
        pipeline: list[Stage] = [
            {"$match": {"roster": ObjectId(student_id), **HAS_ENDED}},
            {"$sort": {"startedAt": 1}},
            {"$project": part_of(student_id)},
        ]
        return self._reader.rows(
            pipeline,
            session_of,
            hint=DISCARDED_OF_STUDENT if discarded else OF_STUDENT,
            discarded=discarded,
        )

    def taught_by(self, teacher_id: str, *, discarded: bool = False) -> Rows[TeachingRecord]:
        """All ended sessions whose class a teacher owned, oldest first, with their changes to them.

        `discarded` is as for `attended_by`.
        """
        hint = DISCARDED_OF_TEACHER if discarded else OF_TEACHER
        query = {"teacherId": ObjectId(teacher_id)}
        return self._teaching_records(query, teacher_id, hint=hint, discarded=discarded)

    async def changed_by(self, teacher_id: str, *, discarded: bool = False) -> list[TeachingRecord]:
        """As `taught_by`, the ended sessions of other owners that the teacher has changed."""
        changed: dict[str, TeachingRecord] = {}
        for name in CHANGES:
            query = {f"{name}.by": ObjectId(teacher_id), "teacherId": {"$ne": ObjectId(teacher_id)}}
            asked = self._teaching_records(
                query, teacher_id, hint=changed_index(name), discarded=discarded
            )
            async with asked as records:
                changed.update([(each.summary.id, each) async for each in records])
        return sorted(changed.values(), key=lambda each: each.summary.started_at)

    def _teaching_records(
        self, query: Document, teacher_id: str, *, hint: str, discarded: bool
    ) -> Rows[TeachingRecord]:
        """Ended sessions, oldest first, with the changes that the teacher made to them."""
        teacher = ObjectId(teacher_id)
        done = {name: entries_of(name, "by", teacher) for name in ("corrections", "reopenings")}
        pipeline: list[Stage] = [
            {"$match": {**query, **HAS_ENDED}},
            {"$sort": {"startedAt": 1}},
            {"$project": {**SUMMARY, **done}},
        ]
        return self._reader.rows(
            pipeline,
            _teaching_record,
            hint=hint,
            discarded=discarded,
        )


def _student(document: Document) -> StudentReport:
    return StudentReport(
        student_id=str(document["_id"]),
        name=document["name"],
        email=document["email"],
        student_number=document["studentNumber"],
        given_name=document["givenName"],
        family_name=document["familyName"],
        enrolled=bool(document["enrolled"]),
        **_attendance(document),
    )


def class_report_of(document: Document) -> ClassReport:
    return ClassReport(
        class_id=str(document["_id"]),
        class_name=document["className"],
        enrolled=bool(document["enrolled"]),
        **_attendance(document),
    )


def _teaching_record(document: Document) -> TeachingRecord:
    return TeachingRecord(
        summary_of(document),
        tuple(map(correction_of, document["corrections"])),
        tuple(map(reopening_of, document["reopenings"])),
    )


def _attendance(document: Document) -> dict[str, Any]:
    """The fields of `Attendance`."""
    return {
        "sessions": document["sessions"],
        "counts": counts_of(document),
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
        counts=counts_of(document),
        rate=document["rate"],
    )


def counts_of(document: Document) -> Counts:
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
        student_number=document["studentNumber"],
        given_name=document["givenName"],
        family_name=document["familyName"],
        enrolled=bool(document["enrolled"]),
        statuses=tuple(statuses),
    )
