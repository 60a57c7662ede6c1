"""Students who were absent often, over several classes."""

from collections.abc import Mapping
from datetime import datetime

from bson import ObjectId

from ..models import AbsentStudent, Span, Status
from .classes import ARCHIVED, taught_by
from .documents import Database, Document, object_ids, storage_errors
from .indexes import BY_START
from .name_order import Sorting, collation
from .report_rows import RowReader, Rows
from .report_stages import (
    COUNTED,
    NAMED,
    NUMBERS,
    SUMMED_UP,
    Stage,
    as_listed,
    ended_in,
    enrolled_in,
    lines,
    rate_of,
)
from .reports import class_report_of, counts_of

IN_ONE_CLASS = ("sessions", *Status, "rate", "absenceRun", "lastSeen")
"""What is known of a student in each of their classes."""


class Absences:
    """Reads who was absent often. Every call raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._classes = database.classes
        self._reader = RowReader(database)

    async def classes_of(
        self, teacher_id: str | None, at: datetime, *, owned: bool
    ) -> dict[str, str]:
        """The names of the classes in use that a user teaches, by id; `None`: of all classes.

        `at`: the time that decides which classes a substitute teaches. `owned`: only those that
        the user owns.
        """
        owner, *assistants = taught_by(ObjectId(teacher_id), at) if teacher_id else ({},)
        query = {"archived": ARCHIVED[False], "$or": [owner] if owned else [owner, *assistants]}
        with storage_errors():
            documents = await self._classes.find(query, {"className": 1}).to_list(None)
        return {str(document["_id"]): document["className"] for document in documents}

    def at_least(
        self, count: int, classes: Mapping[str, str], span: Span, sorting: Sorting
    ) -> Rows[AbsentStudent]:
        """The students who are in one of `classes` and were absent from `count` sessions or more.

        Their sessions are those of the classes that they are in now. Those with the most absences
        come first. `classes`: names by id, as `classes_of` returns them.
        """
        key = {"student": "$student", "classId": "$classId"}
        in_class = {name: f"${name}" for name in IN_ONE_CLASS}
        pipeline: list[Stage] = [
            {"$match": {"classId": {"$in": object_ids(classes)}, **ended_in(span)}},
            *lines({"startedAt": 1, "classId": 1}),
            enrolled_in(list(classes)),
            {"$group": {"_id": key, "enrolled": {"$max": "$enrolled"}, **COUNTED}},
            {"$match": {"enrolled": True}},
            {"$set": SUMMED_UP},
            {
                "$group": {
                    "_id": "$_id.student",
                    **{status: {"$sum": number} for status, number in NUMBERS.items()},
                    "sessions": {"$sum": "$sessions"},
                    "lastSeen": {"$max": "$lastSeen"},
                    "classes": {"$push": {"_id": "$_id.classId", "enrolled": True, **in_class}},
                }
            },
            {"$match": {Status.ABSENT: {"$gte": count}}},
            {"$set": {"rate": rate_of(NUMBERS)}},
            *NAMED,
            *as_listed(sorting.order, {Status.ABSENT: -1}),
        ]
        return self._reader.rows(
            pipeline,
            lambda document: _absent_student(document, classes),
            hint=BY_START,
            collation=collation(sorting.locale),
        )


def _absent_student(document: Document, names: Mapping[str, str]) -> AbsentStudent:
    reports = [
        class_report_of({**each, "className": names[str(each["_id"])]})
        for each in document["classes"]
    ]
    reports.sort(key=lambda each: (-each.counts.absent, each.class_name, each.class_id))
    return AbsentStudent(
        student_id=str(document["_id"]),
        name=document["name"],
        email=document["email"],
        student_number=document["studentNumber"],
        given_name=document["givenName"],
        family_name=document["familyName"],
        sessions=document["sessions"],
        counts=counts_of(document),
        rate=document["rate"],
        last_seen=document["lastSeen"],
        classes=tuple(reports),
    )
