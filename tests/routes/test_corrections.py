"""Corrections: marks changed after the end of a session, and the record of these changes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pymongo
import pytest
from bson import ObjectId

from attendance_server.live.ended import MAX_CHANGES
from attendance_server.models import Class, Commit, Correction, Reopening, Status
from attendance_server.routes.session_views import deleted_student
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store import Store
from tests.conftest import shared_client
from tests.support.client import PASSWORD, Answer, Client, Lesson, Person

INVALID = (400, "Invalid request schema")
NO_SESSION = (404, "Session not found")
NO_STUDENT = (404, "Student not found")
RUNNING = (409, "An attendance session is running, end it first")
TOO_MANY = (409, "Session has been changed too many times, no further changes are possible")
NO_ID = "0" * 24
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
WHY = "was at the doctor's"


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def correct(
    lesson: Lesson, student: Person, status: str, reason: str = WHY, user: Person | None = None
) -> Answer:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/marks/{student.id}"
    body = {"status": status, "reason": reason}
    return await lesson.client.call("PATCH", path, (user or lesson.teacher).token, json=body)


async def look_up(lesson: Lesson, user: Person) -> Any:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}"
    return (await lesson.client.get(path, user.token)).data


def saved(database: pymongo.database.Database, session_id: str) -> Any:
    return database.sessions.find_one({"_id": ObjectId(session_id)})


def trail(session: Any) -> list[tuple[str, str]]:
    return [(each["from"], each["to"]) for each in session["corrections"]]


@pytest.fixture
async def ended(lesson: Lesson) -> Lesson:
    """An ended lesson: Ada was late, Ben was marked absent, Cat was not marked."""
    ada, ben, _ = lesson.students
    await lesson.desk.mark(ada, "late")
    await lesson.desk.mark(ben, "absent")
    await lesson.desk.send("DONE")
    await lesson.desk.expect("SESSION_ENDED")
    return lesson


async def test_a_correction_returns_the_mark_and_its_history(ended: Lesson) -> None:
    ada = ended.students[0]
    answer = await correct(ended, ada, "excused", f"  {WHY} ")
    at = answer.data["markedAt"]
    assert (answer.status, answer.data) == (
        200,
        {
            "sessionId": ended.session_id,
            "classId": ended.class_id,
            "studentId": ada.id,
            "status": "excused",
            "markedAt": at,
            "corrections": [
                {
                    "studentId": ada.id,
                    "from": "late",
                    "to": "excused",
                    "reason": WHY,
                    "by": ended.teacher.id,
                    "byName": ended.teacher.name,
                    "at": at,
                }
            ],
        },
    )
    assert at > ended.started_at


async def test_a_teacher_sees_all_corrections_in_order(ended: Lesson) -> None:
    ada, ben, cat = ended.students
    answers = [
        await correct(ended, ben, "present"),
        await correct(ended, ada, "excused"),
        await correct(ended, ben, "late"),
        await correct(ended, cat, "present"),
    ]
    session = await look_up(ended, ended.teacher)
    assert trail(session) == [
        ("absent", "present"),
        ("late", "excused"),
        ("present", "late"),
        ("absent", "present"),
    ]
    assert session["corrections"] == [answer.data["corrections"][-1] for answer in answers]
    assert answers[2].data["corrections"] == [session["corrections"][i] for i in (0, 2)]
    lines = {line["studentId"]: line for line in session["attendance"]}
    assert [lines[student.id]["status"] for student in (ada, ben, cat)] == [
        "excused",
        "late",
        "present",
    ]
    assert lines[ben.id]["markedAt"] == answers[2].data["markedAt"]


async def test_counts_follow_the_corrected_marks(ended: Lesson) -> None:
    ada, ben, cat = ended.students
    path = f"/class/{ended.class_id}/sessions"
    for student, status, counts in (
        (ben, "present", [2, 1, 1, 0]),
        (ada, "excused", [1, 2, 0, 1]),
        (cat, "late", [2, 1, 1, 1]),
        (cat, "absent", [1, 2, 0, 1]),
    ):
        await correct(ended, student, status)
        (row,) = (await ended.client.get(path, ended.teacher.token)).data
        for counted in (row, await look_up(ended, ended.teacher)):
            names = ("presentCount", "absentCount", "lateCount", "excusedCount")
            assert [counted[name] for name in names] == counts


async def test_a_student_sees_only_corrections_of_their_own_mark(
    ended: Lesson,
) -> None:
    ada, ben, _ = ended.students
    await correct(ended, ben, "present", "sat behind the door")
    corrected = (await correct(ended, ada, "excused")).data
    at = corrected["markedAt"]
    own = await look_up(ended, ada)
    assert (own["status"], own["markedAt"]) == ("excused", at)
    assert own["corrections"] == [{"from": "late", "to": "excused", "reason": WHY, "at": at}]
    path = f"/class/{ended.class_id}"
    assert (await ended.client.get(f"{path}/sessions", ada.token)).data[0]["status"] == "excused"
    mine = await ended.client.get(f"{path}/my-attendance", ada.token)
    assert mine.data["status"] == "excused"


@pytest.mark.parametrize(("number", "status"), [(0, "late"), (1, "absent"), (2, "absent")])
async def test_a_correction_that_changes_nothing_is_not_recorded(
    ended: Lesson, database: pymongo.database.Database, number: int, status: str
) -> None:
    session = saved(database, ended.session_id)
    answer = await correct(ended, ended.students[number], status)
    assert (answer.status, answer.data["status"]) == (200, status)
    assert answer.data["corrections"] == []
    assert (answer.data["markedAt"] is None) == (number == 2)
    assert saved(database, ended.session_id) == session


async def test_simultaneous_corrections_each_record_the_status_before_them(
    ended: Lesson, database: pymongo.database.Database
) -> None:
    statuses = ["present", "absent", "excused", "late", "present", "excused"]
    answers = await asyncio.gather(
        *(correct(ended, student, status) for status in statuses for student in ended.students)
    )
    assert {answer.status for answer in answers} == {200}
    session = await look_up(ended, ended.teacher)
    lines = {line["studentId"]: line["status"] for line in session["attendance"]}
    for student, status in zip(ended.students, ("late", "absent", "absent"), strict=True):
        for each in session["corrections"]:
            if each["studentId"] == student.id:
                assert each["from"] == status != each["to"]
                status = each["to"]
        assert lines[student.id] == status
    seqs = [mark["seq"] for mark in saved(database, ended.session_id)["marks"].values()]
    assert len(set(seqs)) == len(seqs)


async def test_a_running_session_cannot_be_corrected(lesson: Lesson) -> None:
    assert (await correct(lesson, lesson.students[0], "late")).error == RUNNING


async def test_only_students_on_the_roster_can_be_corrected(ended: Lesson) -> None:
    stranger = await ended.client.student()
    for user in (stranger, ended.teacher):
        assert (await correct(ended, user, "late")).error == NO_STUDENT
    await ended.client.enrol(ended.teacher, ended.class_id, stranger)
    assert (await correct(ended, stranger, "late")).error == NO_STUDENT


async def test_students_who_have_left_can_still_be_corrected(ended: Lesson) -> None:
    client, (ada, ben, _) = ended.client, ended.students
    path = f"/class/{ended.class_id}/students/{ben.id}"
    await client.call("DELETE", path, ended.teacher.token)
    await client.call("DELETE", "/auth/me", ada.token, json={"password": PASSWORD})
    for student in (ada, ben):
        assert (await correct(ended, student, "present")).data["status"] == "present"
    assert (await look_up(ended, ben))["corrections"][0]["to"] == "present"
    assert (await look_up(ended, ended.teacher))["attendance"][0]["name"] == deleted_student(ada.id)


async def test_only_the_teacher_of_the_class_may_correct(
    ended: Lesson, database: pymongo.database.Database
) -> None:
    session = saved(database, ended.session_id)
    ada, colleague = ended.students[0], await ended.client.teacher()
    forbidden = (403, "Forbidden, teacher access required")
    assert (await correct(ended, ada, "present", user=ada)).error == forbidden
    not_mine = (403, "Forbidden, not class teacher")
    assert (await correct(ended, ada, "present", user=colleague)).error == not_mine
    assert saved(database, ended.session_id) == session


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ({"class_id": NO_ID}, (404, "Class not found")),
        ({"class_id": "x"}, (404, "Class not found")),
        ({"session_id": NO_ID}, NO_SESSION),
        ({"session_id": "x"}, NO_SESSION),
        ({"student_id": NO_ID}, NO_STUDENT),
        ({"student_id": "marks"}, NO_STUDENT),
        ({"student_id": "$set"}, NO_STUDENT),
        ({"student_id": "a.b"}, NO_STUDENT),
    ],
    ids=str,
)
async def test_unknown_ids_in_a_correction_get_404(
    ended: Lesson, place: dict[str, str], error: tuple[int, str]
) -> None:
    existing = {
        "class_id": ended.class_id,
        "session_id": ended.session_id,
        "student_id": ended.students[0].id,
    }
    path = "/class/{class_id}/sessions/{session_id}/marks/{student_id}".format(**existing | place)
    body = {"status": "late", "reason": WHY}
    assert (await ended.client.call("PATCH", path, ended.teacher.token, json=body)).error == error
    wrong = await ended.client.call("PATCH", path, ended.teacher.token, json={})
    assert wrong.error == INVALID
    assert (await ended.client.call("PATCH", path, json={})).status == 401


async def test_correcting_a_session_of_another_class_gets_404(ended: Lesson) -> None:
    mine = ended.class_id
    ended.class_id = await ended.client.make_class(ended.teacher, *ended.students)
    assert (await correct(ended, ended.students[0], "present")).error == NO_SESSION
    ended.class_id = mine
    assert trail(await look_up(ended, ended.teacher)) == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("status", ["early", "PRESENT", "", None, 1, [], {"$ne": "late"}]),
        ("reason", ["", "  \n ", "x" * 501, "a\0b", "a\x1bb", None, 7, [], {}]),
    ],
)
async def test_an_invalid_correction_is_reported(
    ended: Lesson, field: str, values: list[object]
) -> None:
    path = f"/class/{ended.class_id}/sessions/{ended.session_id}/marks/{ended.students[0].id}"
    body = {"status": "present", "reason": WHY}
    missing = {name: value for name, value in body.items() if name != field}
    for wrong in [missing, *(body | {field: value} for value in values)]:
        answer = await ended.client.call("PATCH", path, ended.teacher.token, json=wrong)
        assert answer.error == INVALID, wrong
        assert [fault["path"] for fault in answer.body["details"]] == [field]
    assert trail(await look_up(ended, ended.teacher)) == []


@pytest.mark.parametrize("reason", ["x" * 500, "late bus\r\nand rain", "$status", "=1+1", "ø😀"])
async def test_a_reason_is_stored_unchanged(ended: Lesson, reason: str) -> None:
    await correct(ended, ended.students[0], "present", reason)
    assert (await look_up(ended, ended.teacher))["corrections"][0]["reason"] == reason
    assert (await look_up(ended, ended.students[0]))["corrections"][0]["reason"] == reason


async def test_a_correction_accepts_ids_in_either_letter_case(ended: Lesson) -> None:
    ids = (ended.class_id, ended.session_id, ended.students[0].id)
    path = "/class/{}/sessions/{}/marks/{}".format(*map(str.upper, ids))
    body = {"status": "present", "reason": WHY}
    answer = await ended.client.call("PATCH", path, ended.teacher.token, json=body)
    assert (answer.data["studentId"], answer.data["sessionId"]) == (ids[2], ids[1])


async def test_a_deleted_corrector_is_shown_without_a_name(
    ended: Lesson, database: pymongo.database.Database
) -> None:
    await correct(ended, ended.students[0], "present")
    # A teacher's classes are deleted with them, so this needs a change in the database.
    unknown_user = {"$set": {"corrections.0.by": ObjectId(NO_ID)}}
    database.sessions.update_one({"_id": ObjectId(ended.session_id)}, unknown_user)
    (correction,) = (await look_up(ended, ended.teacher))["corrections"]
    assert (correction["by"], correction["byName"]) == (NO_ID, "deleted")


async def test_a_session_of_an_earlier_version_can_be_corrected(
    ended: Lesson, database: pymongo.database.Database
) -> None:
    earlier = {"$unset": {"corrections": "", "reopenings": "", "lateAfter": ""}}
    database.sessions.update_one({"_id": ObjectId(ended.session_id)}, earlier)
    assert trail(await look_up(ended, ended.teacher)) == []
    for status in ("present", "absent"):
        assert (await correct(ended, ended.students[0], status)).status == 200
    expected = [("late", "present"), ("present", "absent")]
    assert trail(await look_up(ended, ended.teacher)) == expected


async def test_the_corrections_of_a_session_are_limited(
    ended: Lesson, database: pymongo.database.Database
) -> None:
    ada = ended.students[0]
    await correct(ended, ada, "present")
    corrections = saved(database, ended.session_id)["corrections"]
    for count, error in ((MAX_CHANGES - 1, None), (MAX_CHANGES, TOO_MANY)):
        full = {"$set": {"corrections": corrections * count}}
        database.sessions.update_one({"_id": ObjectId(ended.session_id)}, full)
        answer = await correct(ended, ada, "late" if error is None else "excused")
        assert error is None or answer.error == error
        assert (await look_up(ended, ada))["status"] == "late"


async def test_corrections_are_the_same_after_a_restart(settings: Settings) -> None:
    async with aiohttp.ClientSession() as http:
        async with serving(settings) as url:
            lesson = await Lesson.begin(Client(url, http))
            await lesson.desk.ask("DONE")
            await correct(lesson, lesson.students[0], "present")
            shown_before = await look_up(lesson, lesson.teacher)
        async with serving(settings) as url:
            lesson.client = Client(url, http)
            assert await look_up(lesson, lesson.teacher) == shown_before


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = Store(settings.mongo_uri, timeout=30)
    await store.prepare()
    yield store
    store.close()


async def test_a_correction_based_on_outdated_data_is_rejected(store: Store) -> None:
    ada, hill = str(ObjectId()), str(ObjectId())
    class_ = Class(str(ObjectId()), "Algebra", hill, (ada,))
    running = await store.sessions.start(class_, NINE)
    correction = Correction(ada, Status.ABSENT, Status.LATE, WHY, hill, NINE)
    await store.sessions.commit([Commit(running.id, 1, replaces=False, ended_at=NINE)], 30)
    ended = await store.history.one(class_.id, running.id)
    assert ended
    corrected = await store.sessions.correct(ended, [correction])
    assert corrected
    assert corrected.corrections == (correction,)
    assert await store.sessions.correct(ended, [correction]) is None
    assert await store.history.one(class_.id, running.id) == corrected


async def test_a_correction_after_a_reopening_is_rejected(store: Store) -> None:
    ada, hill = str(ObjectId()), str(ObjectId())
    class_ = Class(str(ObjectId()), "Algebra", hill, (ada,))
    running = await store.sessions.start(class_, NINE)
    await store.sessions.commit([Commit(running.id, 1, replaces=False, ended_at=NINE)], 30)
    ended = await store.history.one(class_.id, running.id)
    assert ended
    assert await store.sessions.reopen(ended, Reopening(NINE, hill, NINE), class_)
    correction = Correction(ada, Status.ABSENT, Status.LATE, WHY, hill, NINE)
    assert await store.sessions.correct(ended, [correction]) is None
    # Ended again at the same instant.
    await store.sessions.commit([Commit(running.id, 2, replaces=False, ended_at=NINE)], 30)
    assert await store.sessions.correct(ended, [correction]) is None
