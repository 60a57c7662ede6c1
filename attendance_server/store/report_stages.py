"""The aggregation stages of the reports."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from bson import ObjectId

from ..models import ATTENDING, NameOrder, ReportOrder, Span, Status
from .documents import Document
from .indexes import HAS_ENDED
from .name_order import by_name

Stage: TypeAlias = dict[str, Any]


ORDERS: Mapping[ReportOrder, Mapping[str, int]] = {
    ReportOrder.NAME: {},
    ReportOrder.RATE: {"unrated": 1, "rate": 1},
    ReportOrder.ABSENT: {"absent": -1},
    ReportOrder.ABSENCE_RUN: {"absenceRun": -1},
    ReportOrder.LAST_SEEN: {"lastSeen": 1},
}


ATTENDED = sorted(ATTENDING)


OLDEST_FIRST: Stage = {"$sort": {"_id": 1}}
"""The sessions of a class in their order, even if the clock was set back; see `id_after`."""


def ended_in(span: Span) -> Stage:
    bounds = {"$gte": span.since, "$lt": span.until}
    limits = {name: moment for name, moment in bounds.items() if moment}
    return {**HAS_ENDED, **({"startedAt": limits} if limits else {})}


def in_class(class_id: str, span: Span, student_id: str | None = None) -> Stage:
    """Matches sessions of a class; with a student, only those whose roster includes them."""
    student = {"roster": ObjectId(student_id)} if student_id else {}
    return {"$match": {"classId": ObjectId(class_id), **student, **ended_in(span)}}


def lines(fields: Stage) -> list[Stage]:
    """Turns sessions into one document per student: `student`, `status` and these `fields`.

    Students without a mark were absent.
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
        {"$project": {**fields, "roster": 1, "marked": marked}},
        {"$set": {"line": {"$concatArrays": ["$marked", unmarked]}}},
        {"$unset": ["roster", "marked"]},
        {"$unwind": "$line"},
        {"$set": {"student": "$line.student", "status": "$line.status"}},
    ]


def lines_of(student_id: str, fields: Stage) -> list[Stage]:
    """As `lines`, for one student who is on the roster of each of these sessions."""
    status = {"$ifNull": [f"$marks.{student_id}.status", Status.ABSENT]}
    student = {"$literal": ObjectId(student_id)}
    return [{"$project": {**fields, "student": student, "status": status}}]


def enrolled_in(class_ids: Sequence[str], student_id: str | None = None) -> Stage:
    """Adds one document per student in each of the classes: `student`, `classId`, `enrolled`.

    With a student, only theirs.
    """
    fields = {"_id": 0, "student": "$studentIds", "classId": "$_id", "enrolled": {"$literal": True}}
    one = [{"$match": {"studentIds": ObjectId(student_id)}}] if student_id else []
    return {
        "$unionWith": {
            "coll": "classes",
            "pipeline": [
                {"$match": {"_id": {"$in": [ObjectId(class_id) for class_id in class_ids]}}},
                {"$unwind": "$studentIds"},
                *one,
                {"$project": fields},
            ],
        }
    }


def by_class(student: ObjectId) -> list[Stage]:
    enrolled_now = {
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
        # The id comes first, so the greatest of these is the one with the greatest id.
        "last": {"$max": {"_id": "$_id", "className": "$className"}},
    }
    return [
        enrolled_now,
        {"$group": {"_id": "$classId", "enrolled": {"$max": "$enrolled"}, **names, **COUNTED}},
        {"$set": {"className": {"$ifNull": ["$nameNow", "$last.className"]}, **SUMMED_UP}},
        {"$sort": {"className": 1, "_id": 1}},
    ]


def where(status: Status, value: object) -> Stage:
    return {"$cond": [{"$eq": ["$status", status]}, value, "$$REMOVE"]}


def _where_attended(value: object) -> Stage:
    return {"$cond": [{"$in": ["$status", ATTENDED]}, value, "$$REMOVE"]}


COUNTED: Stage = {
    **{status: {"$sum": {"$cond": [{"$eq": ["$status", status]}, 1, 0]}} for status in Status},
    "lastSeen": {"$max": _where_attended("$startedAt")},
    "lastAttended": {"$max": _where_attended("$_id")},
    "absences": {"$push": where(Status.ABSENT, "$_id")},
}
"""Accumulators for `$group` over lines, which have the `_id` of their session."""


def rate_of(counts: Mapping[Status, object]) -> Stage:
    """An expression for the attendance rate. `counts`: expressions for the number per status."""
    attended = {"$add": [counts[status] for status in ATTENDED]}
    expected = {"$add": [counts[status] for status in Status if status is not Status.EXCUSED]}
    return {"$cond": [{"$gt": [expected, 0]}, {"$divide": [attended, expected]}, None]}


NUMBERS = {status: f"${status}" for status in Status}


SUMMED_UP: Stage = {
    "sessions": {"$add": list(NUMBERS.values())},
    "rate": rate_of(NUMBERS),
    # MongoDB orders any id after a missing one.
    "absenceRun": {
        "$size": {"$filter": {"input": "$absences", "cond": {"$gt": ["$$this", "$lastAttended"]}}}
    },
    **dict.fromkeys(("absences", "lastAttended"), "$$REMOVE"),
}
"""Fields of a report that follow from `COUNTED`."""


TOTAL: list[Stage] = [{"$group": {"_id": None, **COUNTED}}, {"$set": SUMMED_UP}]


NOTHING: Document = {
    **dict.fromkeys(NUMBERS, 0),
    "sessions": 0,
    "rate": None,
    "absenceRun": 0,
    "lastSeen": None,
}


NAMED: list[Stage] = [
    {"$lookup": {"from": "users", "localField": "_id", "foreignField": "_id", "as": "user"}},
    {
        "$set": {
            "name": {"$ifNull": [{"$first": "$user.name"}, None]},
            "email": {"$ifNull": [{"$first": "$user.email"}, None]},
            "studentNumber": {"$ifNull": [{"$first": "$user.studentNumber"}, None]},
            "givenName": {"$ifNull": [{"$first": "$user.givenName"}, None]},
            "familyName": {"$ifNull": [{"$first": "$user.familyName"}, None]},
            "user": "$$REMOVE",
        }
    },
    {"$set": {"deleted": {"$eq": ["$name", None]}}},
]
"""Adds the user's names, address and student number to documents whose `_id` is a user's."""


def as_listed(order: NameOrder, after: Mapping[str, int] = ORDERS[ReportOrder.NAME]) -> list[Stage]:
    """Sorts such documents by the fields `after`, and then by name, deleted accounts last."""
    return by_name(order, {**after, "deleted": 1})


_MARKED = [status for status in Status if status is not Status.ABSENT]


ADDED_UP: list[Stage] = [
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
                "$subtract": ["$total", {"$add": [NUMBERS[status] for status in _MARKED]}]
            },
            "statuses": "$$REMOVE",
        }
    },
    {"$set": {"rate": rate_of(NUMBERS)}},
]
"""Turns sessions into their counts per status and their rate."""
