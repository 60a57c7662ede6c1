"""The indexes, created at start-up: some make queries fast, the unique ones enforce rules."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import OperationFailure

from .documents import Collection, Database

ONE_RUNNING = "one_running_session_a_class"
ONE_IMPORTED = "one_session_a_report"
ONE_OF_KEY = "one_session_a_start_key"
NEWEST = "newest_of_class"
BY_START = "of_class_by_start"
OF_STUDENT = "ended_of_student"
OF_TEACHER = "ended_of_teacher"
BY_END = "ended_by_end"
DISCARDED_OF_CLASS = "discarded_of_class"
DISCARDED_OF_STUDENT = "discarded_of_student"
DISCARDED_OF_TEACHER = "discarded_of_teacher"
BY_WORD = "by_word"
CORRECTED = "corrected_student"

CHANGES = ("corrections", "reopenings", "discarded")
"""The fields with what teachers have changed about an ended session, each `by` one of them."""

HAS_ENDED = {"endedAt": {"$type": "date"}}
IS_DISCARDED = {"discarded": {"$exists": True}}


def changed_index(name: str) -> str:
    """The name of the index of sessions by the teachers who made this kind of change."""
    return f"{name}_by_teacher"


USERS = [
    # Of two simultaneous sign-ups with one address, only one succeeds. Sparse: students who were
    # imported by their numbers have no address, and few schools have such numbers.
    IndexModel([("email", ASCENDING)], name="one_account_an_email", unique=True, sparse=True),
    IndexModel([("numberKey", ASCENDING)], name="one_account_a_number", unique=True, sparse=True),
    IndexModel([("role", ASCENDING), ("_id", ASCENDING)], name="by_role"),
    # One entry per word of a name, an address or a number.
    IndexModel([("role", ASCENDING), ("search", ASCENDING)], name=BY_WORD),
    IndexModel(
        [("subject.issuer", ASCENDING), ("subject.id", ASCENDING)],
        name="one_account_a_subject",
        unique=True,
        partialFilterExpression={"subject": {"$exists": True}},
    ),
    # Sparse: few accounts are unclaimed or part of an unfinished import.
    IndexModel([("claim.codeHash", ASCENDING)], name="by_code", unique=True, sparse=True),
    IndexModel([("resets.codeHash", ASCENDING)], name="by_reset_code", unique=True, sparse=True),
    IndexModel([("claim.by", ASCENDING)], name="by_issuer", sparse=True),
    IndexModel([("importedBy", ASCENDING)], name="by_importer", sparse=True),
    IndexModel([("import.id", ASCENDING)], name="by_import", sparse=True),
]
CLASSES = [
    # In the order of lists, so that only the requested page is read.
    IndexModel(
        [("teacherId", ASCENDING), ("archived", ASCENDING), ("_id", ASCENDING)],
        name="of_teacher_in_order",
    ),
    IndexModel(
        [("assistants.userId", ASCENDING), ("archived", ASCENDING), ("_id", ASCENDING)],
        name="of_assistant_in_order",
    ),
    IndexModel(
        [("studentIds", ASCENDING), ("archived", ASCENDING), ("_id", ASCENDING)],
        name="of_student_in_order",
    ),
    IndexModel([("invitedIds", ASCENDING)], name="by_invited", sparse=True),
    # Sparse: only classes that had their code switched on have one.
    IndexModel([("joining.code", ASCENDING)], name="one_class_a_code", unique=True, sparse=True),
]
SESSIONS = [
    # Of two simultaneous starts, only one succeeds. A running session has no end.
    IndexModel(
        [("classId", ASCENDING)],
        name=ONE_RUNNING,
        unique=True,
        partialFilterExpression={"endedAt": None},
    ),
    # The few sessions that were imported: of two imports of one report, only one succeeds.
    IndexModel(
        [("classId", ASCENDING), ("report", ASCENDING)],
        name=ONE_IMPORTED,
        unique=True,
        partialFilterExpression={"report": {"$exists": True}},
    ),
    # The few sessions that were begun without a network: repeating their start makes no second one.
    IndexModel(
        [("classId", ASCENDING), ("startKeys", ASCENDING)],
        name=ONE_OF_KEY,
        unique=True,
        partialFilterExpression={"startKeys": {"$exists": True}},
    ),
    IndexModel([("classId", ASCENDING), ("_id", DESCENDING)], name=NEWEST),
    IndexModel(
        [("classId", ASCENDING), ("startedAt", ASCENDING), ("_id", ASCENDING)], name=BY_START
    ),
    # One entry per student on the roster, made when the session ends: while it is running, neither
    # its start nor a mark pays for that.
    IndexModel(
        [("roster", ASCENDING), ("startedAt", ASCENDING)],
        name=OF_STUDENT,
        partialFilterExpression=HAS_ENDED,
    ),
    # The same for the session's teacher, and for the removal of old sessions.
    IndexModel(
        [("teacherId", ASCENDING), ("startedAt", ASCENDING)],
        name=OF_TEACHER,
        partialFilterExpression=HAS_ENDED,
    ),
    IndexModel([("endedAt", ASCENDING)], name=BY_END, partialFilterExpression=HAS_ENDED),
    # The few sessions with corrections, for the deletion of the students concerned.
    IndexModel(
        [("corrections.studentId", ASCENDING)],
        name=CORRECTED,
        partialFilterExpression={"corrections.studentId": {"$exists": True}},
    ),
    # The few sessions that a teacher has changed, who may have been an assistant.
    *(
        IndexModel(
            [(f"{name}.by", ASCENDING), ("startedAt", ASCENDING)],
            name=changed_index(name),
            partialFilterExpression={f"{name}.by": {"$exists": True}},
        )
        for name in CHANGES
    ),
    # The few discarded sessions, so that they are found without reading the others.
    IndexModel(
        [("classId", ASCENDING), ("_id", DESCENDING)],
        name=DISCARDED_OF_CLASS,
        partialFilterExpression=IS_DISCARDED,
    ),
    IndexModel(
        [("roster", ASCENDING), ("startedAt", ASCENDING)],
        name=DISCARDED_OF_STUDENT,
        partialFilterExpression=IS_DISCARDED,
    ),
    IndexModel(
        [("teacherId", ASCENDING), ("startedAt", ASCENDING)],
        name=DISCARDED_OF_TEACHER,
        partialFilterExpression=IS_DISCARDED,
    ),
]

DEVICES = [
    IndexModel([("userId", ASCENDING)], name="of_user"),
    # MongoDB removes a device once this time has passed.
    IndexModel([("expiresAt", ASCENDING)], name="by_expiry", expireAfterSeconds=0),
]

API_KEYS = [
    IndexModel([("hash", ASCENDING)], name="by_hash", unique=True),
    IndexModel([("classId", ASCENDING), ("_id", ASCENDING)], name="of_class_in_order"),
    IndexModel([("by", ASCENDING)], name="by_maker"),
]

A_SCHOOL_YEAR = 400 * 24 * 3600
"""Seconds, with the holidays after it."""

COLUMN_CHOICES = [
    IndexModel([("userId", ASCENDING), ("titles", ASCENDING)], name="by_titles", unique=True),
    IndexModel([("userId", ASCENDING), ("at", DESCENDING)], name="latest_of_user"),
    IndexModel([("at", ASCENDING)], name="by_age", expireAfterSeconds=A_SCHOOL_YEAR),
]

ABSENCE_NOTES = [
    IndexModel([("classId", ASCENDING), ("_id", DESCENDING)], name="newest_of_class"),
    # For sessions that start: few notes of a class are for days to come.
    IndexModel([("classId", ASCENDING), ("endsAt", ASCENDING)], name="of_class_by_end"),
    IndexModel([("studentId", ASCENDING), ("classId", ASCENDING)], name="of_student"),
    IndexModel(
        [("decision.by", ASCENDING)],
        name="decided_by_teacher",
        partialFilterExpression={"decision.by": {"$exists": True}},
    ),
    IndexModel([("endsAt", ASCENDING)], name="by_end"),
]

INDEXES = {
    "users": USERS,
    "classes": CLASSES,
    "sessions": SESSIONS,
    "devices": DEVICES,
    "columnChoices": COLUMN_CHOICES,
    "apiKeys": API_KEYS,
    "absenceNotes": ABSENCE_NOTES,
}
"""The indexes of each collection."""

RETIRED = {"classes": {"by_teacher", "by_student"}}
"""Names of indexes that earlier versions created, and that no version uses that may run beside this
one (`schema.READABLE_FROM`). An index with another definition gets another name, so that servers of
two versions do not replace it in turns."""

INDEX_NOT_FOUND = 27
"""MongoDB's code for it: another server that starts has just dropped it."""


async def ensure_indexes(
    database: Database, prefix: str = "", names: Iterable[str] = INDEXES
) -> None:
    """Create missing indexes, replace changed ones and drop retired ones.

    `prefix`: put before the `names` of the collections. Servers of the same version may do this at
    the same time.
    """
    await asyncio.gather(
        *(
            _ensure(database[prefix + name], INDEXES[name], RETIRED.get(name, set()))
            for name in names
        )
    )


async def _ensure(collection: Collection, indexes: list[IndexModel], retired: set[str]) -> None:
    existing = await collection.index_information()
    unwanted = retired & existing.keys() | _changed(existing, indexes)
    for name in unwanted:
        await _drop(collection, name)
    left = existing.keys() - unwanted
    missing = [index for index in indexes if index.document["name"] not in left]
    if missing:
        await collection.create_indexes(missing)


def _changed(existing: Mapping[str, Any], indexes: list[IndexModel]) -> set[str]:
    """Those that exist with another definition: earlier versions indexed all addresses."""
    return {
        index["name"]
        for index in (model.document for model in indexes)
        if bool(existing.get(index["name"], index).get("sparse")) != bool(index.get("sparse"))
    }


async def _drop(collection: Collection, name: str) -> None:
    try:
        await collection.drop_index(name)
    except OperationFailure as exc:
        if exc.code != INDEX_NOT_FOUND:
            raise
