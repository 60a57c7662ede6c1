"""Sessions as documents.

    {_id, classId, className, teacherId, startedAt, endedAt, roster: [id],
     marks: {<student id>: {status, markedAt, seq, decidedAt, by, withdrawn, blanket}}, lateAfter,
     corrections: [{studentId, from, to, reason, by, at}], reopenings: [{endedAt, by, at}],
     discarded: {by, at, reason}, source, report, startKeys: [key], commit,
     writers: {<server id>: attempt}, last: {commit, events: [{kind, fields, mark}]}},
    and `checkIn`, `arrivals` and `headCount` as in `check_in`

A mark has a `decidedAt` only if it differs from `markedAt`, `by` only if a teacher made it, and
since that is stored, and `withdrawn` and `blanket` only if they are true. A session that counts has
no `discarded`, and one whose check-in was never open no `checkIn` and no `arrivals`. Only one that
was imported has a `source`, and a `report`, until that is imported once more. Only one that a page
began without a network has `startKeys`. `writers` says which attempt of each server was applied
last, and `last`, on a replica set, what the last commit is heard as (`commit_documents`).
"""

from collections.abc import Iterable
from typing import Any

from bson import ObjectId

from ..models import Correction, Mark, Reopening, Session, SessionSource, Status
from .check_in import arrivals_of, check_in_of
from .counted import discard_of
from .documents import Document
from .mark_documents import mark_of


def correction_fields(correction: Correction) -> dict[str, Any]:
    """The entry of a correction in `corrections`."""
    return {
        "studentId": ObjectId(correction.student_id),
        "from": correction.from_.value,
        "to": correction.to.value,
        "reason": correction.reason,
        "by": ObjectId(correction.by),
        "at": correction.at,
    }


def part_of(student_id: str) -> dict[str, Any]:
    """The projection of a session on one student of its roster, for `session_of`.

    The result contains only this student in its roster, marks and corrections.
    """
    student = ObjectId(student_id)
    fields = ("classId", "className", "teacherId", "startedAt", "endedAt", "commit")
    return {
        **dict.fromkeys(fields, 1),
        "roster": [student],
        f"marks.{student_id}": 1,
        f"arrivals.{student_id}": 1,
        "corrections": entries_of("corrections", "studentId", student),
    }


def entries_of(entries: str, whose: str, user: ObjectId) -> dict[str, Any]:
    """An expression for a user's entries of a list, which old sessions do not have.

    `entries`: the field with the list. `whose`: the field of an entry with the user's id.
    """
    theirs = {"$eq": [f"$$this.{whose}", user]}
    return {"$filter": {"input": {"$ifNull": [f"${entries}", []]}, "cond": theirs}}


def session_of(document: Document) -> Session:
    """The session that a document holds."""
    return Session(
        id=str(document["_id"]),
        class_id=str(document["classId"]),
        class_name=document["className"],
        teacher_id=str(document["teacherId"]),
        started_at=document["startedAt"],
        roster=tuple(map(str, document["roster"])),
        marks={mark.student_id: mark for mark in _marks(document["marks"].items())},
        ended_at=document["endedAt"],
        commit=document["commit"],
        # Sessions of earlier versions do not have these fields.
        late_after=document.get("lateAfter"),
        corrections=tuple(map(correction_of, document.get("corrections", ()))),
        reopenings=tuple(map(reopening_of, document.get("reopenings", ()))),
        discarded=discard_of(document.get("discarded")),
        check_in=check_in_of(document),
        arrivals={arrival.student_id: arrival for arrival in arrivals_of(document)},
        head_count=document.get("headCount"),
        source=SessionSource(document["source"]) if "source" in document else None,
    )


def reopening_of(fields: Document) -> Reopening:
    """The reopening that an entry of a session's document holds."""
    return Reopening(fields["endedAt"], str(fields["by"]), fields["at"])


def correction_of(fields: Document) -> Correction:
    """The correction that an entry of a session's document holds."""
    return Correction(
        student_id=str(fields["studentId"]),
        from_=Status(fields["from"]),
        to=Status(fields["to"]),
        reason=fields["reason"],
        by=str(fields["by"]),
        at=fields["at"],
    )


def _marks(items: Iterable[tuple[str, Document]]) -> Iterable[Mark]:
    for student_id, fields in items:
        yield mark_of(student_id, fields)
