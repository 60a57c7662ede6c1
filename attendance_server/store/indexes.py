"""The indexes, made at start-up: those that make searches quick and those that keep promises."""

from pymongo import ASCENDING, DESCENDING, IndexModel

from .documents import Database

ONE_RUNNING = "one_running_session_a_class"
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

HAS_ENDED = {"endedAt": {"$type": "date"}}
IS_DISCARDED = {"discarded": {"$exists": True}}

USERS = [
    # Two signups with one address at the same instant: the second cannot be.
    IndexModel([("email", ASCENDING)], name="one_account_an_email", unique=True),
    IndexModel([("role", ASCENDING), ("_id", ASCENDING)], name="by_role"),
    # An entry for each word of a name and an address.
    IndexModel([("role", ASCENDING), ("search", ASCENDING)], name=BY_WORD),
    # Of the few that wait for their owner, or for the end of an import.
    IndexModel([("claim.codeHash", ASCENDING)], name="by_code", unique=True, sparse=True),
    IndexModel([("claim.by", ASCENDING)], name="by_issuer", sparse=True),
    IndexModel([("importedBy", ASCENDING)], name="by_importer", sparse=True),
    IndexModel([("import.id", ASCENDING)], name="by_import", sparse=True),
]
CLASSES = [
    # In the order of a list, so that a page of it is read and no more.
    IndexModel(
        [("teacherId", ASCENDING), ("archived", ASCENDING), ("_id", ASCENDING)],
        name="of_teacher_in_order",
    ),
    IndexModel(
        [("studentIds", ASCENDING), ("archived", ASCENDING), ("_id", ASCENDING)],
        name="of_student_in_order",
    ),
    IndexModel([("invitedIds", ASCENDING)], name="by_invited", sparse=True),
]
SESSIONS = [
    # Two starts at the same instant: the second cannot be. A running session has no end.
    IndexModel(
        [("classId", ASCENDING)],
        name=ONE_RUNNING,
        unique=True,
        partialFilterExpression={"endedAt": None},
    ),
    IndexModel([("classId", ASCENDING), ("_id", DESCENDING)], name=NEWEST),
    IndexModel(
        [("classId", ASCENDING), ("startedAt", ASCENDING), ("_id", ASCENDING)], name=BY_START
    ),
    # An entry for everyone on a roster, made once when the session ends: while it runs, neither its
    # start nor a mark has to pay for that.
    IndexModel(
        [("roster", ASCENDING), ("startedAt", ASCENDING)],
        name=OF_STUDENT,
        partialFilterExpression=HAS_ENDED,
    ),
    # The same for who held it, and for whether it has been kept long enough.
    IndexModel(
        [("teacherId", ASCENDING), ("startedAt", ASCENDING)],
        name=OF_TEACHER,
        partialFilterExpression=HAS_ENDED,
    ),
    IndexModel([("endedAt", ASCENDING)], name=BY_END, partialFilterExpression=HAS_ENDED),
    # Of the few in which a mark was corrected, for the deletion of who it was corrected of.
    IndexModel(
        [("corrections.studentId", ASCENDING)],
        name=CORRECTED,
        partialFilterExpression={"corrections.studentId": {"$exists": True}},
    ),
    # Of the few that were discarded, so that they are found without reading the others.
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

INDEXES = {"users": USERS, "classes": CLASSES, "sessions": SESSIONS}
"""Those of every collection that is kept."""

RETIRED = {"classes": {"by_teacher", "by_student"}}
"""Those that earlier versions made."""


async def ensure_indexes(database: Database, prefix: str = "") -> None:
    """Make those that are missing, and drop those that are retired.

    `prefix` stands before the names of the collections.
    """
    for name, indexes in INDEXES.items():
        await database[prefix + name].create_indexes(indexes)
    for name, retired in RETIRED.items():
        for index in retired.intersection(await database[prefix + name].index_information()):
            await database[prefix + name].drop_index(index)
