"""No call reads more than its answer needs, according to the profiler of MongoDB.

Every collection holds more than MongoDB sends in its default first batch (101 documents).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pymongo
import pytest
from attrs import define
from bson import ObjectId

from attendance_server.settings import Settings
from attendance_server.store import Store
from attendance_server.store.users import KEYS_BATCH
from attendance_server.text import search_keys
from tests.conftest import OWN
from tests.support.client import Client, Person

MANY = 500
"""Documents of each kind: more than any call here asks for."""

SLACK = 4
"""Documents beyond its answer that a call may examine: one per index that it merges."""

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)

pytestmark = OWN


@define
class School:
    """A teacher and a student with many classes, and one class with many sessions."""

    client: Client
    database: pymongo.database.Database
    teacher: Person
    student: Person
    class_id: str

    @contextmanager
    def reads(self) -> Iterator[list[dict[str, Any]]]:
        """The reads of the block that examined documents, as recorded by the profiler."""
        recorded: list[dict[str, Any]] = []
        self.database.command("profile", 2)
        try:
            yield recorded
        finally:
            self.database.command("profile", 0)
            reads = {"op": {"$in": ["query", "getmore", "command"]}, "docsExamined": {"$gt": 0}}
            recorded += self.database["system.profile"].find(reads)
            self.database["system.profile"].drop()


def sessions_of(class_id: ObjectId, teacher: ObjectId, roster: list[ObjectId]) -> list[Any]:
    """Many ended sessions, and as many older ones that were discarded."""
    sessions = []
    for number in range(2 * MANY):
        start = NINE + timedelta(days=number)
        sessions.append(
            {
                "_id": ObjectId(),
                "classId": class_id,
                "className": "Algebra",
                "teacherId": teacher,
                "startedAt": start,
                "endedAt": start + timedelta(hours=1),
                "roster": roster,
                "marks": {},
                "commit": 1,
            }
        )
        if number < MANY:
            sessions[-1]["discarded"] = {"by": teacher, "at": NINE, "reason": "a mistake"}
    return sessions


@pytest.fixture
async def school(client: Client, database: pymongo.database.Database) -> School:
    teacher, student = await client.teacher(), await client.student()
    teacher_id, student_id = ObjectId(teacher.id), ObjectId(student.id)
    students = [
        {
            "_id": ObjectId(),
            "name": f"Ada {number}",
            "email": f"ada{number}@many.test",
            "role": "STUDENT",
            "passwordHash": b"",
            "search": search_keys(f"Ada {number}", f"ada{number}@many.test"),
        }
        for number in range(MANY)
    ]
    database.users.insert_many(students)
    classes = [
        {
            "_id": ObjectId(),
            "className": "Algebra",
            "teacherId": teacher_id,
            "studentIds": [student_id],
            "lateAfter": None,
            # Classes created by earlier versions lack this field.
            **({"archived": number % 4 == 1} if number % 2 else {}),
        }
        for number in range(2 * MANY)
    ]
    database.classes.insert_many(classes)
    class_id = classes[0]["_id"]
    roster = [student_id, *(each["_id"] for each in students[:20])]
    database.sessions.insert_many(sessions_of(class_id, teacher_id, roster))
    return School(client, database, teacher, student, str(class_id))


def beyond(
    school: School, recorded: list[dict[str, Any]], collection: str, answered: int
) -> list[str]:
    """A message if much more of the collection was read than the answer needed, else none."""
    name = f"{school.database.name}.{collection}"
    reads = [each for each in recorded if each["ns"] == name]
    returned = sum(each.get("nreturned", 0) for each in reads)
    examined = sum(each["docsExamined"] for each in reads)
    # The token's user, and the class in the URL, are looked up one by one.
    if returned <= answered + SLACK and examined <= answered + SLACK:
        return []
    return [f"{returned} {collection} returned and {examined} examined for {answered}"]


CALLS = [
    ("teacher", "/students?limit=102", "users", 102),
    ("teacher", "/students?limit=20", "users", 20),
    ("teacher", "/classes?limit=102", "classes", 102),
    ("teacher", "/classes", "classes", 3 * MANY // 2),
    ("teacher", "/classes?archived=true", "classes", MANY // 2),
    ("student", "/classes?limit=20&archived=true", "classes", 20),
    ("teacher", "/class/{class_id}/sessions", "sessions", 20),
    ("teacher", "/class/{class_id}/sessions?discarded=true&limit=3", "sessions", 3),
    ("student", "/class/{class_id}/sessions?limit=3", "sessions", 3),
    ("student", "/class/{class_id}/my-attendance", "sessions", 1),
]
"""The role, the path it requests, the collection, and the number of documents in the answer."""


async def test_a_list_reads_only_what_it_returns(school: School) -> None:
    faults = []
    for role, path, collection, answered in CALLS:
        person = school.teacher if role == "teacher" else school.student
        with school.reads() as recorded:
            answer = await school.client.get(path.format(class_id=school.class_id), person.token)
        assert answer.status == 200
        if isinstance(answer.data, list):
            assert len(answer.data) == answered
        faults += [f"{path}: {fault}" for fault in beyond(school, recorded, collection, answered)]
    assert faults == []


async def test_a_stranger_to_a_class_causes_no_reads_of_its_sessions(school: School) -> None:
    stranger = await school.client.student()
    with school.reads() as recorded:
        answer = await school.client.get(f"/class/{school.class_id}/sessions", stranger.token)
    assert answer.status == 403
    assert beyond(school, recorded, "sessions", 0) == []


async def test_the_request_of_a_student_reads_only_their_own_part_of_a_session(
    school: School,
) -> None:
    (session,) = (
        await school.client.get(f"/class/{school.class_id}/sessions?limit=1", school.student.token)
    ).data
    marks = {str(ObjectId()): {"status": "present", "markedAt": NINE, "seq": 1}}
    marks[school.student.id] = {"status": "late", "markedAt": NINE, "seq": 2}
    corrections = [
        {
            "studentId": ObjectId(student_id),
            "from": "absent",
            "to": "late",
            "reason": "the bus",
            "by": ObjectId(school.teacher.id),
            "at": NINE,
        }
        for student_id in marks
    ]
    school.database.sessions.update_one(
        {"_id": ObjectId(session["_id"])}, {"$set": {"marks": marks, "corrections": corrections}}
    )
    paths = (f"sessions/{session['_id']}", "my-attendance")
    with school.reads() as recorded:
        detail, status = [
            await school.client.get(f"/class/{school.class_id}/{path}", school.student.token)
            for path in paths
        ]
    assert (detail.data["status"], len(detail.data["corrections"])) == ("late", 1)
    assert status.data["status"] == "late"
    # There are 21 students on the roster, and two have marks.
    session_reads = [each for each in recorded if each["ns"].endswith(".sessions")]
    assert len(session_reads) == 2
    assert all(each["responseLength"] < 900 for each in session_reads), session_reads


async def test_batch_jobs_read_no_more_than_a_batch(school: School, settings: Settings) -> None:
    assert settings.mongo_uri
    store = Store(settings.mongo_uri, timeout=30)
    school.database.users.update_many({}, {"$unset": {"search": ""}})
    try:
        with school.reads() as recorded:
            assert await store.users.add_search_keys() == KEYS_BATCH
            assert await store.sessions.remove_ended(NINE + timedelta(days=9999), 100) == 100
    finally:
        store.close()
    reads = [each for each in recorded if each["op"] != "command" or "getMore" in each["command"]]
    assert beyond(school, reads, "users", KEYS_BATCH) == []
    assert beyond(school, reads, "sessions", 100) == []
