"""Archiving classes at the end of a term, and what the deletion of a class removes."""

import asyncio
import json
from typing import Any

import pytest

from tests.support.client import PASSWORD, Answer, Client, Lesson, Person

ARCHIVED = (409, "Class is archived, unarchive it first")
RUNNING = (409, "An attendance session is running, end it first")
INVALID = (400, "Invalid request schema")


@pytest.fixture
async def lesson(school: Client) -> Lesson:
    return await Lesson.begin(school)


async def change(lesson: Lesson, **fields: object) -> Answer:
    path, token = f"/class/{lesson.class_id}", lesson.teacher.token
    return await lesson.client.call("PATCH", path, token, json=fields)


async def classes(lesson: Lesson, user: Person, query: str = "") -> list[str]:
    listed = (await lesson.client.get(f"/classes{query}", user.token)).data
    return [class_["_id"] for class_ in listed]


async def delete(lesson: Lesson, **options: Any) -> Answer:
    path, token = f"/class/{lesson.class_id}", lesson.teacher.token
    return await lesson.client.call("DELETE", path, token, **options)


async def refused(lesson: Lesson, **options: Any) -> tuple[str, int]:
    """The error of a deletion that needs the class name, and how many sessions it would delete."""
    answer = await delete(lesson, **options)
    assert answer.status == 409
    return answer.body["error"], answer.body["sessions"]


async def test_an_archived_class_is_listed_only_among_archived_classes(lesson: Lesson) -> None:
    await lesson.end()
    people = (lesson.teacher, lesson.students[0])
    unarchived = await change(lesson, archived=False)
    answer = await change(lesson, archived=True)
    assert answer.data == {**unarchived.data, "archived": True}
    for user in people:
        assert await classes(lesson, user) == []
        assert await classes(lesson, user, "?archived=true") == [lesson.class_id]
        class_ = await lesson.client.get(f"/class/{lesson.class_id}", user.token)
        assert class_.data["archived"] is True
    assert (await change(lesson, archived=False)).data == unarchived.data
    assert "archived" not in unarchived.data
    for user in people:
        assert await classes(lesson, user) == [lesson.class_id]
        assert await classes(lesson, user, "?archived=true") == []


async def test_an_archived_class_takes_no_attendance_but_keeps_its_reports(lesson: Lesson) -> None:
    ada, token = lesson.students[0], lesson.teacher.token
    await lesson.desk.mark(ada)
    await lesson.end()
    client, path = lesson.client, f"/class/{lesson.class_id}"
    reads = [
        (f"{path}/{name}", token)
        for name in ("report", "report/sessions", "report/matrix", "sessions", "roster")
    ]
    reads += [(f"{path}/my-attendance", ada.token), ("/auth/me/report", ada.token)]
    answers_before = [(await client.get(*request)).data for request in reads]
    await change(lesson, archived=True)
    assert [(await client.get(*request)).data for request in reads] == answers_before
    start = await client.post("/attendance/start", {"classId": lesson.class_id}, token)
    assert start.error == ARCHIVED
    session = f"{path}/sessions/{lesson.session_id}"
    assert (await client.post(f"{session}/reopen", token=token)).error == ARCHIVED
    body = {"status": "late", "reason": "came by bus"}
    assert (await client.call("PATCH", f"{session}/marks/{ada.id}", token, json=body)).status == 200
    assert (await client.call("DELETE", session, token, json={"reason": "a mistake"})).status == 200
    assert (await client.post(f"{session}/restore", token=token)).status == 200
    exported = (await client.get("/auth/me/export", token)).data["classesTaught"]
    assert [class_["archived"] for class_ in exported] == [True]
    await change(lesson, archived=False)
    assert (await client.start(lesson.teacher, lesson.class_id))["sessionId"] != lesson.session_id


async def test_a_class_with_a_running_session_cannot_be_archived(lesson: Lesson) -> None:
    assert (await change(lesson, archived=True)).error == RUNNING
    await lesson.end()
    start = {"classId": lesson.class_id}
    archived, started = await asyncio.gather(
        change(lesson, archived=True),
        lesson.client.post("/attendance/start", start, lesson.teacher.token),
    )
    assert (archived.status, started.status) in [(200, 409), (409, 200)]


async def test_the_name_and_the_archived_flag_change_independently(lesson: Lesson) -> None:
    await lesson.end()
    await change(lesson, archived=True)
    renamed = (await change(lesson, className="Logic")).data
    assert (renamed["className"], renamed["archived"]) == ("Logic", True)
    assert (await change(lesson, archived=False)).data["className"] == "Logic"


@pytest.mark.parametrize("value", [None, "true", 1, 0, [], {}])
async def test_the_archived_flag_must_be_a_boolean(lesson: Lesson, value: object) -> None:
    assert (await change(lesson, archived=value)).error == INVALID
    wrong = await lesson.client.get("/classes?archived=yes", lesson.teacher.token)
    assert wrong.error == INVALID


async def test_a_deletion_names_the_number_of_sessions_and_requires_the_class_name(
    lesson: Lesson,
) -> None:
    await lesson.end()
    one_session = "Class has 1 session, confirm the deletion with its className"
    assert await refused(lesson) == (one_session, 1)
    await lesson.client.start(lesson.teacher, lesson.class_id)
    await lesson.end()
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}"
    reason = {"reason": "a mistake"}
    await lesson.client.call("DELETE", path, lesson.teacher.token, json=reason)
    two_sessions = "Class has 2 sessions, confirm the deletion with its className"
    for name in ("algebra", "Algebr", "Algebra 2", None):
        assert await refused(lesson, json={"className": name}) == (two_sessions, 2)
    assert await refused(lesson, json={}) == (two_sessions, 2)
    for body in ({"className": 7}, {"className": ""}, [], "Algebra"):
        assert (await delete(lesson, json=body)).error == INVALID
    assert (await delete(lesson, data=b"{")).status == 415
    assert await classes(lesson, lesson.teacher) == [lesson.class_id]
    deleted = await delete(lesson, json={"className": " Algebra "})
    assert (deleted.status, deleted.data["_id"]) == (200, lesson.class_id)
    assert await classes(lesson, lesson.teacher) == []
    # The students keep their own records.
    report = (await lesson.client.get("/auth/me/report", lesson.students[0].token)).data
    assert report["total"]["sessions"] == 1


@pytest.mark.parametrize("options", [{}, {"json": {}}, {"json": {"className": "another"}}])
async def test_deleting_a_class_without_sessions_needs_no_name(
    school: Client, options: dict[str, Any]
) -> None:
    teacher = await school.teacher()
    class_id = await school.make_class(teacher)
    answer = await school.call("DELETE", f"/class/{class_id}", teacher.token, **options)
    assert answer.status == 200


async def test_deleted_accounts_leave_archived_classes_or_delete_their_own(
    lesson: Lesson,
) -> None:
    await lesson.end()
    await change(lesson, archived=True)
    client, ada = lesson.client, lesson.students[0]
    body = {"password": PASSWORD}
    await client.call("DELETE", "/auth/me", ada.token, json=body)
    path = f"/class/{lesson.class_id}"
    roster = (await client.get(path, lesson.teacher.token)).data["students"]
    assert ada.id not in json.dumps(roster)
    assert (await client.call("DELETE", "/auth/me", lesson.teacher.token, json=body)).status == 200
    assert (await client.get(path, lesson.students[1].token)).error == (404, "Class not found")
