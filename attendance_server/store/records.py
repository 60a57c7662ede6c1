"""Attendance one by one: a record per student and ended session.

The sessions of a class are read one after another, and the students who were in any of them once
per class, in the order of their names. So the memory it takes depends on the size of one class,
however many there are. Everything is read from one moment where the database can do that.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any, TypeAlias

from attrs import evolve, frozen
from bson import ObjectId

from ..models import AttendanceRecord, RecordCorrection, RecordSource, Span, Status
from .counted import COUNTS
from .documents import Database, Document, storage_errors
from .dump import Dump, Snapshot
from .indexes import BY_START, OF_STUDENT
from .name_order import Sorting, collation
from .report_stages import NAMED, Stage, as_listed, ended_in
from .session_documents import correction_of, part_of

TIMEOUT = 60.0
"""Seconds for a query that the database sorts or groups."""

BATCH_TIMEOUT = 10.0
"""Seconds for a batch of sessions."""

BATCH = 10
"""The number of sessions that are read at a time; one may have 1,000 marks."""

MINUTE = 60

READ = dict.fromkeys(
    ("classId", "className", "startedAt", "endedAt", "roster", "marks", "arrivals", "corrections"),
    1,
)
"""The fields of a session that its records are made of."""

Records: TypeAlias = AbstractAsyncContextManager[AsyncIterator[AttendanceRecord]]


@frozen
class _Student:
    """What records have of a student. All but the id is `None` if the account was deleted."""

    id: str
    name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    email: str | None = None
    student_number: str | None = None


class AttendanceRecords:
    """Reads records. Reading them raises `StorageUnavailable`."""

    def __init__(self, database: Database, dump: Dump) -> None:
        self._sessions = database.sessions
        self._users = database.users
        self._dump = dump

    def of_class(
        self, class_id: str, span: Span, sorting: Sorting, student_id: str | None = None
    ) -> Records:
        """Those of a class, or of one student in it: session by session, oldest first.

        Within a session, students are in the order of their names.
        """
        return self._records(span, sorting, student_id, [ObjectId(class_id)])

    def of_school(self, span: Span, sorting: Sorting, student_id: str | None = None) -> Records:
        """Those of all classes, also of deleted ones: one class after another, by name."""
        return self._records(span, sorting, student_id)

    @asynccontextmanager
    async def _records(
        self,
        span: Span,
        sorting: Sorting,
        student_id: str | None,
        class_ids: Sequence[ObjectId] | None = None,
    ) -> AsyncIterator[AsyncIterator[AttendanceRecord]]:
        async with self._dump.snapshot() as snapshot:
            reader = _Reader(self._sessions, self._users, span, sorting, snapshot)
            if class_ids is None:
                class_ids = await reader.classes(student_id)
            yield reader.records(class_ids, student_id)


class _Reader:
    """Reads the records of one request. `names`: those of teachers it has met so far."""

    def __init__(
        self, sessions: Any, users: Any, span: Span, sorting: Sorting, snapshot: Snapshot | None
    ) -> None:
        self._sessions = sessions
        self._users = users
        self._wanted = {**ended_in(span), **COUNTS}
        self._sorting = sorting
        self._snapshot = snapshot
        self._names: dict[ObjectId, str | None] = {}

    async def classes(self, student_id: str | None) -> list[ObjectId]:
        """The ids of the classes with such sessions, in the order of the names they had last."""
        query = self._query(student_id)
        latest = {"_id": "$classId", "name": {"$last": "$className"}}
        pipeline: list[Stage] = [
            {"$match": query},
            {"$sort": {"classId": 1, "startedAt": 1}},
            {"$group": latest},
            {"$sort": {"name": 1, "_id": 1}},
        ]
        documents = await self._all(pipeline, hint=OF_STUDENT if student_id else BY_START)
        return [document["_id"] for document in documents]

    async def records(
        self, class_ids: Iterable[ObjectId], student_id: str | None
    ) -> AsyncIterator[AttendanceRecord]:
        for class_id in class_ids:
            students = await self._students(class_id, student_id)
            async for sessions in self._batches(class_id, student_id):
                await self._learn_names(sessions)
                for session in sessions:
                    for record in self._of_session(session, students):
                        yield record

    def _query(self, student_id: str | None) -> dict[str, Any]:
        return {**self._wanted, **({"roster": ObjectId(student_id)} if student_id else {})}

    async def _students(self, class_id: ObjectId, student_id: str | None) -> list[_Student]:
        """Everyone on a roster of the class, by name; or the one student."""
        one = ObjectId(student_id) if student_id else None
        roster: list[Stage] = [
            {"$match": {"classId": class_id, **self._query(student_id)}},
            *([{"$limit": 1}] if one else []),
            {"$project": {"roster": [one] if one else "$roster"}},
            {"$unwind": "$roster"},
            {"$group": {"_id": "$roster"}},
        ]
        pipeline = [*roster, *NAMED, *as_listed(self._sorting.order)]
        documents = await self._all(pipeline, hint=OF_STUDENT if one else BY_START)
        return [_student(document) for document in documents]

    async def _all(self, pipeline: Sequence[Document], *, hint: str) -> list[dict[str, Any]]:
        with storage_errors(TIMEOUT):
            found = self._sessions.aggregate(
                pipeline,
                hint=hint,
                allowDiskUse=True,
                collation=collation(self._sorting.locale),
                session=self._snapshot,
            )
            documents: list[dict[str, Any]] = await found.to_list(None)
        return documents

    async def _batches(
        self, class_id: ObjectId, student_id: str | None
    ) -> AsyncIterator[list[Document]]:
        """The sessions of the class, oldest first."""
        query = {"classId": class_id, **self._query(student_id)}
        # In the order of the index, so that no documents are sorted.
        hint, order, fields = BY_START, [("startedAt", 1), ("_id", 1)], READ
        if student_id:
            hint, order, fields = OF_STUDENT, [("startedAt", 1)], part_of(student_id)
        found = self._sessions.find(query, fields, session=self._snapshot)
        cursor = found.hint(hint).sort(order).batch_size(BATCH)
        try:
            while True:
                with storage_errors(BATCH_TIMEOUT):
                    sessions = await cursor.to_list(BATCH)
                if not sessions:
                    return
                yield sessions
        finally:
            await cursor.close()

    async def _learn_names(self, sessions: Iterable[Document]) -> None:
        """Read the names of the teachers who marked or corrected in these sessions."""
        ids = {
            entry["by"]
            for session in sessions
            for entry in (*session["marks"].values(), *session.get("corrections", ()))
            if "by" in entry
        }
        unknown = ids.difference(self._names)
        if unknown:
            query = {"_id": {"$in": list(unknown)}}
            with storage_errors(BATCH_TIMEOUT):
                documents = await self._users.find(
                    query, {"name": 1}, session=self._snapshot
                ).to_list(None)
            self._names.update(dict.fromkeys(unknown))
            self._names.update({each["_id"]: each["name"] for each in documents})

    def _of_session(
        self, session: Document, students: Sequence[_Student]
    ) -> Iterable[AttendanceRecord]:
        roster = set(map(str, session["roster"]))
        corrections = self._corrections(session)
        for student in students:
            if student.id in roster:
                mark = session["marks"].get(student.id)
                if mark and mark.get("withdrawn"):
                    mark = None
                yield self._record(session, student, mark, corrections.get(student.id))

    def _corrections(self, session: Document) -> dict[str, RecordCorrection]:
        """The last correction of each corrected mark, with the status before the first one."""
        last = dict[str, RecordCorrection]()
        for fields in session.get("corrections", ()):
            made = correction_of(fields)
            before = last.get(made.student_id)
            correction = RecordCorrection(
                1, made.from_, made.reason, made.by, self._names.get(fields["by"]), made.at
            )
            if before:
                correction = evolve(correction, count=before.count + 1, from_=before.from_)
            last[made.student_id] = correction
        return last

    def _record(
        self,
        session: Document,
        student: _Student,
        mark: Mapping[str, Any] | None,
        correction: RecordCorrection | None,
    ) -> AttendanceRecord:
        status = Status(mark["status"]) if mark else Status.ABSENT
        by = mark.get("by") if mark else None
        late_at = mark["markedAt"] if mark and status is Status.LATE and not correction else None
        return AttendanceRecord(
            class_id=str(session["classId"]),
            class_name=session["className"],
            session_id=str(session["_id"]),
            started_at=session["startedAt"],
            ended_at=session["endedAt"],
            student_id=student.id,
            name=student.name,
            given_name=student.given_name,
            family_name=student.family_name,
            email=student.email,
            student_number=student.student_number,
            status=status,
            late_minutes=_minutes(session["startedAt"], late_at) if late_at else None,
            marked_at=mark["markedAt"] if mark else None,
            marked_by=str(by) if by else None,
            marked_by_name=self._names.get(by) if by else None,
            source=_source(mark, correction, arrived=student.id in session.get("arrivals", ())),
            correction=correction,
        )


def _source(
    mark: Document | None, correction: RecordCorrection | None, *, arrived: bool
) -> RecordSource:
    """How a status came about. `arrived`: whether the student has checked in."""
    if correction:
        return RecordSource.CORRECTION
    if mark is None:
        return RecordSource.NOT_MARKED
    # A teacher may have marked a student who had checked in.
    by_student = arrived and "by" not in mark
    return RecordSource.CHECK_IN if by_student else RecordSource.TEACHER


def _minutes(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds()) // MINUTE


def _student(document: Document) -> _Student:
    return _Student(
        str(document["_id"]),
        document["name"],
        document["givenName"],
        document["familyName"],
        document["email"],
        document["studentNumber"],
    )
