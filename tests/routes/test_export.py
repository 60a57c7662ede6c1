"""The export of all data stored about one user, which contains no data of others."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pymongo
import pytest
from bson import ObjectId

from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store.report_rows import BATCH
from benchmarks.term import PASSWORD as TERM_PASSWORD
from benchmarks.term import Size, Term
from tests.conftest import shared_client
from tests.support.client import PASSWORD, Answer, Client, Lesson, Person
from tests.support.clock import NINE, Clock
from tests.support.recount import shown, status

WHY = "was at the doctor's"


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def export(client: Client, user: Person) -> Any:
    return (await client.get("/auth/me/export", user.token)).data


async def correct(lesson: Lesson, student: Person, status: str) -> Answer:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/marks/{student.id}"
    body = {"status": status, "reason": WHY}
    return await lesson.client.call("PATCH", path, lesson.teacher.token, json=body)


async def reopen(lesson: Lesson) -> None:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/reopen"
    assert (await lesson.client.post(path, token=lesson.teacher.token)).status == 200


def account(user: Person) -> Any:
    made_at = shown(ObjectId(user.id).generation_time)
    public = {"_id": user.id, "name": user.name, "email": user.email, "role": user.role.upper()}
    return {**public, "createdAt": made_at}


def at(minutes: int) -> str:
    return shown(NINE + timedelta(minutes=minutes))


def session_ids(data: Any) -> list[str]:
    return [session["_id"] for session in data["sessions"]]


def insert_sessions(
    database: Any, class_id: str, number: int, roster: Iterable[Person]
) -> list[str]:
    """Insert this many ended sessions of a class, and return their ids, newest first.

    They look like those of the first version, which had no corrections or reopenings.
    """
    class_ = database.classes.find_one({"_id": ObjectId(class_id)})
    sessions = [
        {
            "_id": ObjectId(),
            "classId": class_["_id"],
            "className": class_["className"],
            "teacherId": class_["teacherId"],
            "startedAt": NINE + timedelta(days=day),
            "endedAt": NINE + timedelta(days=day, hours=1),
            "roster": [ObjectId(student.id) for student in roster],
            "marks": {},
            "owner": ObjectId(),
            "commit": 1,
        }
        for day in range(number, 0, -1)
    ]
    database.sessions.insert_many(sessions)
    return [str(session["_id"]) for session in sessions]


@pytest.fixture
async def corrected(clock: Clock, lesson: Lesson) -> Lesson:
    """An hour's lesson: Ada was late, then excused; Ben was absent; Cat was marked in a correction.

    It was ended by mistake after 45 minutes.
    """
    ada, ben, cat = lesson.students
    clock.forward(minutes=5)
    await lesson.desk.mark(ada, "late")
    await lesson.desk.mark(ben, "absent")
    clock.forward(minutes=40)
    await lesson.end()
    clock.forward(minutes=5)
    await reopen(lesson)
    clock.forward(minutes=10)
    await lesson.end()
    clock.forward(minutes=30)
    assert (await correct(lesson, ada, "excused")).status == 200
    assert (await correct(lesson, cat, "present")).status == 200
    return lesson


async def test_a_student_exports_their_account_classes_and_part_of_each_session(
    corrected: Lesson, clock: Clock
) -> None:
    client, ada = corrected.client, corrected.students[0]
    logic = await client.make_class(corrected.teacher, ada, name="Logic")
    running = (await client.start(corrected.teacher, logic))["sessionId"]
    assert await export(client, ada) == {
        "account": account(ada),
        "classesTaught": [],
        "classesAttended": [
            {"_id": corrected.class_id, "className": "Algebra"},
            {"_id": logic, "className": "Logic"},
        ],
        "devices": [],
        "codesIssuedFor": [],
        "discardedSessions": [],
        "sessions": [
            {
                "_id": corrected.session_id,
                "classId": corrected.class_id,
                "className": "Algebra",
                "startedAt": at(0),
                "endedAt": at(60),
                "running": False,
                "status": "excused",
                "markedAt": at(90),
                "corrections": [{"from": "late", "to": "excused", "reason": WHY, "at": at(90)}],
            },
            {
                "_id": running,
                "classId": logic,
                "className": "Logic",
                "startedAt": at(90),
                "endedAt": None,
                "running": True,
                "status": None,
                "markedAt": None,
                "corrections": [],
            },
        ],
    }


async def test_a_teacher_exports_their_account_classes_and_actions(
    corrected: Lesson,
) -> None:
    client, teacher = corrected.client, corrected.teacher
    ada, _, cat = corrected.students
    body = {"className": "Logic", "lateAfter": 10}
    logic = (await client.post("/class", body, teacher.token)).data["_id"]
    running = (await client.start(teacher, logic))["sessionId"]
    counts = {"presentCount": 1, "absentCount": 2, "lateCount": 0, "excusedCount": 1}
    assert await export(client, teacher) == {
        "account": account(teacher),
        "classesTaught": [
            {
                "_id": corrected.class_id,
                "className": "Algebra",
                "lateAfter": None,
                "totalStudents": 3,
                "role": "owner",
            },
            {
                "_id": logic,
                "className": "Logic",
                "lateAfter": 10,
                "totalStudents": 0,
                "role": "owner",
            },
        ],
        "classesAttended": [],
        "devices": [],
        "codesIssuedFor": [],
        "discardedSessions": [],
        "sessions": [
            {
                "_id": corrected.session_id,
                "classId": corrected.class_id,
                "className": "Algebra",
                "startedAt": at(0),
                "endedAt": at(60),
                "running": False,
                "total": 3,
                **counts,
                "corrections": [
                    {
                        "studentId": student.id,
                        "from": before,
                        "to": after,
                        "reason": WHY,
                        "at": at(90),
                    }
                    for student, before, after in [
                        (ada, "late", "excused"),
                        (cat, "absent", "present"),
                    ]
                ],
                "reopenings": [{"endedAt": at(45), "at": at(50)}],
            },
            {
                "_id": running,
                "classId": logic,
                "className": "Logic",
                "startedAt": at(90),
                "endedAt": None,
                "running": True,
                "total": 0,
                **dict.fromkeys(counts, 0),
                "corrections": [],
                "reopenings": [],
            },
        ],
    }


async def test_a_reopened_session_is_exported_once_with_its_changes(
    corrected: Lesson,
) -> None:
    client, (ada, ben, _) = corrected.client, corrected.students
    await reopen(corrected)
    (taught,) = (await export(client, corrected.teacher))["sessions"]
    assert (taught["running"], len(taught["corrections"]), len(taught["reopenings"])) == (
        True,
        2,
        2,
    )
    (own,) = (await export(client, ada))["sessions"]
    assert (own["running"], own["status"], len(own["corrections"])) == (True, "excused", 1)
    (bens,) = (await export(client, ben))["sessions"]
    assert (bens["running"], bens["status"], bens["corrections"]) == (True, "absent", [])


async def test_an_export_contains_no_data_of_others_and_no_hash(
    corrected: Lesson, database: pymongo.database.Database
) -> None:
    client, people = corrected.client, [corrected.teacher, *corrected.students]
    colleague, outsider = await client.teacher(), await client.student()
    await client.make_class(colleague, outsider)
    people += [colleague, outsider]
    for user in people:
        headers = {"Authorization": f"Bearer {user.token}"}
        async with client.http.get(client.url + "/auth/me/export", headers=headers) as response:
            text = await response.text()
        assert user.email in text
        for other in set(people) - {user}:
            assert other.email not in text
            assert f'"{other.name}"' not in text
            acted_on = user == corrected.teacher and WHY in text and other in corrected.students
            assert acted_on or other.id not in text
        document = database.users.find_one({"_id": ObjectId(user.id)})
        assert document["passwordHash"].decode() not in text
        assert "password" not in text.lower()


async def test_an_export_is_sent_as_a_file_and_never_cached(client: Client) -> None:
    zoe = await client.person("student", "Zoë / Büro")
    headers = {"Authorization": f"Bearer {zoe.token}"}
    for method in ("GET", "HEAD"):
        async with client.http.request(
            method, client.url + "/auth/me/export", headers=headers
        ) as response:
            assert response.status == 200
            assert bool(await response.read()) == (method == "GET")
            assert response.headers["Content-Type"] == "application/json; charset=utf-8"
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["Content-Disposition"] == (
                'attachment; filename="Zoe _ Buro export.json"; '
                "filename*=UTF-8''Zo%C3%AB%20_%20B%C3%BCro%20export.json"
            )


@pytest.mark.parametrize("role", ["teacher", "student"])
async def test_a_new_user_exports_only_their_account(client: Client, role: str) -> None:
    user = await client.person(role)
    assert await export(client, user) == {
        "account": account(user),
        "classesTaught": [],
        "classesAttended": [],
        "devices": [],
        "codesIssuedFor": [],
        "discardedSessions": [],
        "sessions": [],
    }


async def test_sessions_of_left_and_deleted_classes_are_exported(lesson: Lesson) -> None:
    client, teacher, (ada, ben, _) = lesson.client, lesson.teacher, lesson.students
    await lesson.end()
    path = f"/class/{lesson.class_id}"
    await client.call("DELETE", f"{path}/students/{ada.id}", teacher.token)
    exported = await export(client, ada)
    assert (exported["classesAttended"], session_ids(exported)) == ([], [lesson.session_id])
    await client.call("DELETE", path, teacher.token, json={"className": "Algebra"})
    assert session_ids(await export(client, ben)) == [lesson.session_id]
    exported = await export(client, teacher)
    assert (exported["classesTaught"], session_ids(exported)) == ([], [lesson.session_id])


async def test_an_unenrolled_student_does_not_export_the_running_session(lesson: Lesson) -> None:
    ada = lesson.students[0]
    path = f"/class/{lesson.class_id}/students/{ada.id}"
    await lesson.client.call("DELETE", path, lesson.teacher.token)
    assert (await export(lesson.client, ada))["sessions"] == []


async def test_an_unacknowledged_end_is_not_exported(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    # As if the acknowledgement of the write had been lost.
    ended = {"$set": {"endedAt": NINE}}
    database.sessions.update_one({"_id": ObjectId(lesson.session_id)}, ended)
    for user in (lesson.teacher, lesson.students[0]):
        (session,) = (await export(lesson.client, user))["sessions"]
        assert (session["running"], session["endedAt"]) == (True, None)


async def test_a_deleted_account_has_no_export(client: Client) -> None:
    ada = await client.student()
    await client.call("DELETE", "/auth/me", ada.token, json={"password": PASSWORD})
    answer = await client.get("/auth/me/export", ada.token)
    assert answer.error == (404, "User not found")


async def test_an_export_uses_an_index_and_reads_in_batches_oldest_first(
    client: Client, database: pymongo.database.Database
) -> None:
    teacher, ada, ben = await client.teacher(), await client.student(), await client.student()
    class_id = await client.make_class(teacher, ada, ben)
    bens = insert_sessions(database, class_id, BATCH, [ben])
    number = 2 * BATCH + 1
    adas = insert_sessions(database, class_id, number, [ada, ben])
    database.command("profile", 2)
    assert session_ids(await export(client, ada)) == adas[::-1]
    assert set(session_ids(await export(client, teacher))) == {*bens, *adas}
    database.command("profile", 0)
    of_sessions = {"ns": f"{database.name}.sessions", "op": {"$in": ["command", "getmore"]}}
    operations = list(database.system.profile.find(of_sessions).sort("ts", 1))
    assert {operation["planSummary"].split()[0] for operation in operations} == {"IXSCAN"}
    assert max(operation["nreturned"] for operation in operations) <= BATCH
    assert not any(operation.get("hasSortStage") for operation in operations)
    # Only the documents that are sent are read.
    for counted in ("docsExamined", "nreturned"):
        assert sum(operation[counted] for operation in operations) == 2 * number + len(bens)


async def test_every_session_of_a_term_is_exported_correctly(
    settings: Settings, database: pymongo.database.Database, http: Any
) -> None:
    Term(1, Size(classes=4, students=60, sessions=12)).write(database)
    users = [database.users.find_one({"role": role}) for role in ("TEACHER", "STUDENT")]
    async with serving(settings) as url:
        client = Client(url, http)
        for user in users:
            login = {"email": user["email"], "password": TERM_PASSWORD}
            token = (await client.post("/auth/login", login)).data["token"]
            exported = (await client.get("/auth/me/export", token)).data
            mine = {"$or": [{"teacherId": user["_id"]}, {"roster": user["_id"]}]}
            sessions = {str(each["_id"]): each for each in database.sessions.find(mine)}
            assert sessions.keys() == set(session_ids(exported))
            for line in exported["sessions"]:
                session = sessions[line["_id"]]
                assert line["startedAt"] == shown(session["startedAt"])
                if user["role"] == "STUDENT":
                    assert line["status"] == status(session, user["_id"])
                    continue
                statuses = [status(session, student) for student in session["roster"]]
                assert line["total"] == len(statuses)
                attending = statuses.count("present") + statuses.count("late")
                assert line["presentCount"] == attending
                assert line["absentCount"] == len(statuses) - attending
