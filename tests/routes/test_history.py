"""The history of a class: teachers see all sessions, students their own part."""

import asyncio
from typing import Any

import aiohttp
import pymongo
import pytest
from bson import ObjectId

from attendance_server.routes.session_views import deleted_student
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.conftest import shared_client
from tests.support.client import PASSWORD, Answer, Client, Lesson, Person

NO_CLASS = (404, "Class not found")
NO_SESSION = (404, "Session not found")
NOT_CLASS_TEACHER = (403, "Forbidden, not class teacher")
INVALID = (400, "Invalid request schema")
NO_ID = "0" * 24


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def history(lesson: Lesson, user: Person, **query: Any) -> Answer:
    path = f"/class/{lesson.class_id}/sessions"
    return await lesson.client.get(path, user.token, params=query)


async def look_up(lesson: Lesson, user: Person, session_id: str | None = None) -> Answer:
    path = f"/class/{lesson.class_id}/sessions/{session_id or lesson.session_id}"
    return await lesson.client.get(path, user.token)


async def ids(lesson: Lesson, user: Person, **query: Any) -> list[str]:
    return [session["_id"] for session in (await history(lesson, user, **query)).data]


async def end(lesson: Lesson) -> Any:
    """End the session, and return the data of its `SESSION_ENDED`."""
    await lesson.desk.send("DONE")
    return await lesson.desk.expect("SESSION_ENDED")


async def start(lesson: Lesson) -> str:
    session_id: str = (await lesson.client.start(lesson.teacher, lesson.class_id))["sessionId"]
    return session_id


async def hold(lesson: Lesson, sessions: int) -> list[str]:
    """End the running session, hold others up to `sessions` in all; return ids, newest first."""
    session_ids = [lesson.session_id]
    await end(lesson)
    for _ in range(sessions - 1):
        session_ids.append(await start(lesson))
        await end(lesson)
    return session_ids[::-1]


async def pages(lesson: Lesson, user: Person, limit: int) -> list[list[str]]:
    """The ids of all sessions shown to the user, in pages."""
    ids_by_page = [await ids(lesson, user, limit=limit)]
    while ids_by_page[-1]:
        assert ids_by_page[-1] not in ids_by_page[:-1], "the same page again"
        ids_by_page.append(await ids(lesson, user, limit=limit, after=ids_by_page[-1][-1]))
    return ids_by_page[:-1]


def saved(database: pymongo.database.Database, session_id: str) -> Any:
    document = database.sessions.find_one({"_id": ObjectId(session_id)})
    assert document is not None
    return document


async def test_a_teacher_sees_a_session_with_its_counts(lesson: Lesson) -> None:
    await lesson.desk.mark(lesson.students[1])
    await end(lesson)
    answer = await history(lesson, lesson.teacher)
    (session,) = answer.data
    assert (answer.status, session) == (
        200,
        {
            "_id": lesson.session_id,
            "classId": lesson.class_id,
            "className": "Algebra",
            "startedAt": lesson.started_at,
            "endedAt": session["endedAt"],
            "running": False,
            "total": 3,
            "presentCount": 1,
            "absentCount": 2,
            "lateCount": 0,
            "excusedCount": 0,
        },
    )
    assert session["endedAt"] >= lesson.started_at


async def test_a_teacher_sees_all_students_of_a_session_in_roster_order(
    lesson: Lesson,
) -> None:
    ada, ben, cat = lesson.students
    present = await lesson.desk.mark(ben)
    await lesson.desk.mark(cat)
    undone = await lesson.desk.mark(cat, "absent")
    await end(lesson)
    (row,) = (await history(lesson, lesson.teacher)).data
    lines = [
        (ada, "absent", None),
        (ben, "present", present["markedAt"]),
        (cat, "absent", undone["markedAt"]),
    ]
    attendance = [
        {
            "studentId": student.id,
            "name": student.name,
            "email": student.email,
            "status": status,
            "markedAt": at,
        }
        for student, status, at in lines
    ]
    assert (await look_up(lesson, lesson.teacher)).data == row | {
        "attendance": attendance,
        "corrections": [],
        "reopenings": [],
    }


async def test_a_student_sees_only_their_own_part(lesson: Lesson) -> None:
    ada, ben, _ = lesson.students
    marked = await lesson.desk.mark(ada)
    await end(lesson)
    row = (await history(lesson, lesson.teacher)).data[0]
    own = {
        "_id": lesson.session_id,
        "classId": lesson.class_id,
        "className": "Algebra",
        "startedAt": lesson.started_at,
        "endedAt": row["endedAt"],
        "running": False,
        "status": "present",
        "markedAt": marked["markedAt"],
    }
    assert (await history(lesson, ada)).data == [own]
    assert (await look_up(lesson, ada)).data == own | {"corrections": []}
    absent = own | {"status": "absent", "markedAt": None}
    assert (await history(lesson, ben)).data == [absent]
    assert (await look_up(lesson, ben)).data == absent | {"corrections": []}


async def test_the_counts_equal_those_sent_when_the_session_ended(lesson: Lesson) -> None:
    ada, ben, cat = lesson.students
    for student, status in ((ada, "present"), (ben, "present"), (cat, "absent"), (ada, "absent")):
        await lesson.desk.mark(student, status)
    ended = await end(lesson)
    (row,) = (await history(lesson, lesson.teacher)).data
    detail = (await look_up(lesson, lesson.teacher)).data
    for session in (row, detail):
        assert (session["total"], session["presentCount"]) == (
            ended["totalStudents"],
            ended["presentCount"],
        )
        assert session["absentCount"] == 2
    assert [
        {"studentId": line["studentId"], "status": line["status"]} for line in detail["attendance"]
    ] == ended["attendance"]


async def test_a_running_session_shows_the_counts_of_its_summary(lesson: Lesson) -> None:
    ada, ben, cat = lesson.students
    marked = await lesson.desk.mark(ada)
    absent = await lesson.desk.mark(ben, "absent")
    await lesson.desk.mark(cat)
    await lesson.desk.mark(cat, "absent", unmarked=True)
    _, summary = await lesson.desk.ask("GET_TODAY_SUMMARY")
    (row,) = (await history(lesson, lesson.teacher)).data
    assert row == {
        "_id": lesson.session_id,
        "classId": lesson.class_id,
        "className": "Algebra",
        "startedAt": lesson.started_at,
        "endedAt": None,
        "running": True,
        "total": summary["totalStudents"],
        "presentCount": summary["presentCount"],
        "absentCount": 0,
        "lateCount": 0,
        "excusedCount": 0,
    }
    detail = (await look_up(lesson, lesson.teacher)).data
    lines = [(line["status"], line["markedAt"]) for line in detail.pop("attendance")]
    assert (detail.pop("corrections"), detail.pop("reopenings")) == ([], [])
    assert detail == row
    assert lines == [
        ("present", marked["markedAt"]),
        ("absent", absent["markedAt"]),
        (None, None),
    ]


async def test_a_student_sees_the_running_session_and_their_status_in_it(lesson: Lesson) -> None:
    ada, ben, cat = lesson.students
    await lesson.desk.mark(ada)
    await lesson.desk.mark(ben, "absent")
    for student, status in ((ada, "present"), (ben, "absent"), (cat, None)):
        (row,) = (await history(lesson, student)).data
        assert (row["running"], row["endedAt"], row["status"]) == (True, None, status)
        assert (await look_up(lesson, student)).data == row | {"corrections": []}


async def test_an_unacknowledged_mark_is_not_shown(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    ada = lesson.students[0]
    # As if the acknowledgement of the write had been lost: the sender may still be refused.
    mark = {"status": "present", "markedAt": saved(database, lesson.session_id)["startedAt"]}
    unheard = {"$set": {f"marks.{ada.id}": mark | {"seq": 1}}}
    database.sessions.update_one({"_id": ObjectId(lesson.session_id)}, unheard)
    assert (await history(lesson, lesson.teacher)).data[0]["presentCount"] == 0
    assert (await look_up(lesson, lesson.teacher)).data["presentCount"] == 0
    assert (await history(lesson, ada)).data[0]["status"] is None
    assert (await look_up(lesson, ada)).data["status"] is None


async def test_during_done_a_session_is_shown_as_running_or_with_its_result(
    lesson: Lesson,
) -> None:
    await lesson.desk.mark(lesson.students[0])
    for _ in range(5):
        looks = [look_up(lesson, lesson.teacher) for _ in range(8)]
        rows = [history(lesson, lesson.teacher) for _ in range(8)]
        *answers, _ = await asyncio.gather(*looks, *rows, lesson.desk.ask("DONE"))
        for answer in answers:
            session = answer.data[0] if isinstance(answer.data, list) else answer.data
            assert session["running"] == (session["endedAt"] is None)
            assert session["presentCount"] == 1
            assert session["absentCount"] == (0 if session["running"] else 2)
        assert (await look_up(lesson, lesson.teacher)).data["running"] is False
        lesson.session_id = await start(lesson)
        await lesson.desk.mark(lesson.students[0])


async def test_a_student_enrolled_during_a_session_sees_it_at_once(lesson: Lesson) -> None:
    late = await lesson.client.student()
    await lesson.client.enrol(lesson.teacher, lesson.class_id, late)
    assert await ids(lesson, late) == [lesson.session_id]
    assert (await look_up(lesson, lesson.teacher)).data["attendance"][-1]["name"] == late.name


async def test_students_do_not_see_sessions_they_were_not_part_of(
    lesson: Lesson,
) -> None:
    first = lesson.session_id
    await end(lesson)
    late = await lesson.client.student()
    await lesson.client.enrol(lesson.teacher, lesson.class_id, late)
    assert await ids(lesson, late) == []
    second = await start(lesson)
    await end(lesson)
    assert await ids(lesson, late) == [second]
    assert (await look_up(lesson, late, first)).error == NO_SESSION
    assert (await look_up(lesson, late, second)).data["status"] == "absent"


async def test_a_student_who_left_the_class_still_sees_their_status(lesson: Lesson) -> None:
    ada, client = lesson.students[0], lesson.client
    first, path = lesson.session_id, f"/class/{lesson.class_id}/students/{lesson.students[0].id}"
    await lesson.desk.mark(ada)
    await end(lesson)
    second = await start(lesson)
    assert (await client.call("DELETE", path, lesson.teacher.token)).status == 200
    await end(lesson)
    assert await pages(lesson, ada, 1) == [[first]]
    assert (await look_up(lesson, ada, first)).data["status"] == "present"
    assert (await look_up(lesson, ada, second)).error == NOT_CLASS_TEACHER
    lines = (await look_up(lesson, lesson.teacher, first)).data["attendance"]
    assert (lines[0]["name"], lines[0]["status"]) == (ada.name, "present")


@pytest.mark.parametrize("role", ["teacher", "student"])
async def test_users_outside_the_class_see_nothing(lesson: Lesson, role: str) -> None:
    stranger = await lesson.client.person(role)
    for _ in ("running", "ended"):
        answers = [
            await history(lesson, stranger),
            await history(lesson, stranger, after="f" * 24),
            await look_up(lesson, stranger),
            await look_up(lesson, stranger, NO_ID),
        ]
        assert [answer.error for answer in answers] == [NOT_CLASS_TEACHER] * len(answers)
        await lesson.desk.send("DONE")


async def test_a_class_without_sessions_has_no_history(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    for user in (teacher, ada):
        assert (await client.get(f"/class/{class_id}/sessions", user.token)).data == []


async def test_a_session_without_students_has_zero_counts(client: Client) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    session_id = (await client.start(teacher, class_id))["sessionId"]
    desk = await client.socket(teacher)
    await desk.ask("DONE")
    path = f"/class/{class_id}/sessions"
    (row,) = (await client.get(path, teacher.token)).data
    assert (row["total"], row["presentCount"], row["absentCount"]) == (0, 0, 0)
    detail = (await client.get(f"{path}/{session_id}", teacher.token)).data
    assert detail == row | {"attendance": [], "corrections": [], "reopenings": []}


async def test_a_deleted_student_is_listed_without_a_name(lesson: Lesson) -> None:
    ada, client = lesson.students[0], lesson.client
    marked = await lesson.desk.mark(ada)
    await end(lesson)
    await client.call("DELETE", "/auth/me", ada.token, json={"password": PASSWORD})
    detail = (await look_up(lesson, lesson.teacher)).data
    assert detail["attendance"][0] == {
        "studentId": ada.id,
        "name": deleted_student(ada.id),
        "email": None,
        "status": "present",
        "markedAt": marked["markedAt"],
    }
    assert (detail["total"], detail["presentCount"], detail["absentCount"]) == (3, 1, 2)
    assert ada.email not in str(detail)


async def test_a_session_keeps_the_name_its_class_had(lesson: Lesson) -> None:
    client, teacher = lesson.client, lesson.teacher
    await end(lesson)
    path = f"/class/{lesson.class_id}"
    await client.call("PATCH", path, teacher.token, json={"className": "Logic"})
    await start(lesson)
    rows = (await history(lesson, teacher)).data
    assert [row["className"] for row in rows] == ["Logic", "Algebra"]


async def test_sessions_are_listed_from_newest_to_oldest(lesson: Lesson) -> None:
    session_ids = await hold(lesson, 5)
    for user in (lesson.teacher, lesson.students[0]):
        assert await pages(lesson, user, 2) == [session_ids[:2], session_ids[2:4], session_ids[4:]]
        assert await pages(lesson, user, 5) == [session_ids]


async def test_a_session_that_starts_between_two_pages_causes_no_gap_or_duplicate(
    lesson: Lesson,
) -> None:
    session_ids = await hold(lesson, 4)
    for user in (lesson.teacher, lesson.students[0]):
        first = await ids(lesson, user, limit=2)
        session_ids.insert(0, await start(lesson))
        second = await ids(lesson, user, limit=10, after=first[-1])
        assert (first, second) == (session_ids[1:3], session_ids[3:])
        await end(lesson)
        assert await ids(lesson, user) == session_ids


async def test_a_page_has_twenty_sessions_by_default(lesson: Lesson) -> None:
    session_ids = await hold(lesson, 21)
    for user in (lesson.teacher, lesson.students[0]):
        assert await ids(lesson, user) == session_ids[:20]
        assert await ids(lesson, user, limit=100) == session_ids


async def test_each_class_has_its_own_history(lesson: Lesson) -> None:
    client, teacher, ada = lesson.client, lesson.teacher, lesson.students[0]
    other = await client.make_class(teacher, ada)
    session_id = (await client.start(teacher, other))["sessionId"]
    for _ in ("running", "ended"):
        for user in (teacher, ada):
            assert await ids(lesson, user) == [lesson.session_id]
            assert (await look_up(lesson, user, session_id)).error == NO_SESSION
        await lesson.desk.ask("DONE", classId=other)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("limit", ["0", "-1", "101", "1000", "1.5", "1e1", "x", "", "9" * 30, "٣", "\0"]),
        ("after", ["x", "", "7", "g" * 24, "0" * 23, "0" * 25, "\0"]),
    ],
    ids=["limit", "after"],
)
async def test_invalid_history_page_parameters_are_refused(
    lesson: Lesson, field: str, values: list[str]
) -> None:
    for value in values:
        answer = await history(lesson, lesson.teacher, **{field: value})
        assert answer.error == INVALID, value
        assert [fault["path"] for fault in answer.body["details"]] == [field]


async def test_a_page_after_an_unknown_id_contains_the_older_sessions(lesson: Lesson) -> None:
    session_ids = await hold(lesson, 2)
    assert await ids(lesson, lesson.teacher, after="f" * 24) == session_ids
    assert await ids(lesson, lesson.teacher, after=NO_ID) == []


@pytest.mark.parametrize("text", [NO_ID, "x", "0" * 25, "g" * 24, "%00", "$ne", "a%2Fb", "%D9%A3"])
async def test_an_unknown_session_gets_404(lesson: Lesson, text: str) -> None:
    for user in (lesson.teacher, lesson.students[0]):
        assert (await look_up(lesson, user, text)).error == NO_SESSION


async def test_history_accepts_ids_in_either_letter_case(lesson: Lesson) -> None:
    client, class_id = lesson.client, lesson.class_id.upper()
    for _ in ("running", "ended"):
        for user in (lesson.teacher, lesson.students[0]):
            path = f"/class/{class_id}/sessions"
            detail = await client.get(f"{path}/{lesson.session_id.upper()}", user.token)
            assert detail.data["_id"] == lesson.session_id
            assert (await client.get(path, user.token)).data[0]["classId"] == lesson.class_id
            newer = f"{path}?after={'F' * 24}"
            assert (await client.get(newer, user.token)).data[0]["_id"] == lesson.session_id
        await lesson.desk.ask("DONE")


async def test_a_deleted_class_has_no_history(lesson: Lesson) -> None:
    await end(lesson)
    path, body = f"/class/{lesson.class_id}", {"className": "Algebra"}
    deleted = await lesson.client.call("DELETE", path, lesson.teacher.token, json=body)
    assert deleted.status == 200
    for user in (lesson.teacher, lesson.students[0]):
        assert (await history(lesson, user)).error == NO_CLASS
        assert (await look_up(lesson, user)).error == NO_CLASS


async def test_history_is_the_same_after_a_restart(settings: Settings) -> None:
    async with aiohttp.ClientSession() as http:
        async with serving(settings) as url:
            lesson = await Lesson.begin(Client(url, http))
            people = (lesson.teacher, lesson.students[0])
            await lesson.desk.mark(lesson.students[0])
            await end(lesson)
            await start(lesson)
            await lesson.desk.mark(lesson.students[1])
            shown_before = [(await history(lesson, user)).data for user in people]
        async with serving(settings) as url:
            lesson.client = Client(url, http)
            assert [(await history(lesson, user)).data for user in people] == shown_before
            assert [row["running"] for row in shown_before[0]] == [True, False]
            assert [row["presentCount"] for row in shown_before[0]] == [1, 1]
            assert [row["status"] for row in shown_before[1]] == [None, "present"]


async def test_every_history_query_uses_an_index(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    session_ids = await hold(lesson, 3)
    ada, stranger = lesson.students[0], await lesson.client.student()
    database.command("profile", 2)
    for user in (lesson.teacher, ada, stranger):
        for query in ({"limit": 2}, {"limit": 2, "after": session_ids[0]}):
            await history(lesson, user, **query)
        await look_up(lesson, user, session_ids[0])
    database.command("profile", 0)
    done = list(database.system.profile.find({"ns": f"{database.name}.sessions"}))
    assert len(done) == 9
    for operation in done:
        assert operation["planSummary"].startswith(("IXSCAN", "IDHACK")), operation
        assert not operation.get("hasSortStage"), operation
