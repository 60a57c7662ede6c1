"""Several corrections with one reason: all of them or none; and pages are told of new results."""

from typing import Any

import pymongo
import pytest
from bson import ObjectId

from attendance_server.live.ended import MAX_CHANGES
from tests.conftest import shared_client
from tests.support.client import Answer, Client, Lesson, Person, Socket

WHY = "a school trip"


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


@pytest.fixture
async def ended(lesson: Lesson) -> Lesson:
    """An ended lesson: Ada was late, the others were absent."""
    await lesson.desk.mark(lesson.students[0], "late")
    await lesson.end()
    return lesson


async def correct(lesson: Lesson, ids: object, status: object = "excused", **body: Any) -> Answer:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/corrections"
    body = {"studentIds": ids, "status": status, "reason": WHY, **body}
    return await lesson.client.post(path, body, lesson.teacher.token)


async def look_up(lesson: Lesson, path: str = "") -> Any:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}{path}"
    return (await lesson.client.get(path, lesson.teacher.token)).data


async def watching(client: Client, user: Person) -> Socket:
    socket = await client.socket(user)
    await socket.send("WATCH")
    await socket.expect("WATCHING")
    return socket


async def test_several_students_are_corrected_at_once(
    ended: Lesson, database: pymongo.database.Database
) -> None:
    ada, ben, cat = ended.students
    answer = await correct(ended, [cat.id.upper(), ada.id, cat.id])
    assert (answer.status, answer.data["changed"]) == (200, 2)
    assert [mark["studentId"] for mark in answer.data["marks"]] == [cat.id, ada.id]
    assert {mark["status"] for mark in answer.data["marks"]} == {"excused"}
    assert {mark["corrections"][0]["reason"] for mark in answer.data["marks"]} == {WHY}
    session = database.sessions.find_one({"_id": ObjectId(ended.session_id)})
    assert len({mark["seq"] for mark in session["marks"].values()}) == 2
    # One entry per student in the trail of the session.
    trail = [(each["studentId"], each["from"], each["to"]) for each in session["corrections"]]
    assert trail == [
        (ObjectId(cat.id), "absent", "excused"),
        (ObjectId(ada.id), "late", "excused"),
    ]
    again = await correct(ended, [student.id for student in ended.students])
    assert (again.data["changed"], len(again.data["marks"])) == (1, 3)
    lines = {line["studentId"]: line["status"] for line in (await look_up(ended))["attendance"]}
    assert lines == dict.fromkeys((ada.id, ben.id, cat.id), "excused")


async def test_all_corrections_are_saved_or_none(
    ended: Lesson, database: pymongo.database.Database
) -> None:
    ada, ben, _ = ended.students
    stranger = await ended.client.student()
    query = {"_id": ObjectId(ended.session_id)}
    before = database.sessions.find_one(query)
    unknown = await correct(ended, [ada.id, stranger.id])
    assert unknown.error == (404, "Student not found")
    for ids in ([], ["x"], [ada.id, 7], "x", None, [ada.id] * 1001):
        wrong = await correct(ended, ids)
        assert wrong.error == (400, "Invalid request schema"), ids
        assert [fault["path"] for fault in wrong.body["details"]] == ["studentIds"]
    assert (await correct(ended, [ada.id], reason=" ")).status == 400
    assert database.sessions.find_one(query) == before
    # Room for one more change, but not for two.
    (made,) = (await correct(ended, [ada.id])).data["marks"]
    entry = database.sessions.find_one(query)["corrections"][0]
    full = {"$set": {"corrections": [entry] * (MAX_CHANGES - 1)}}
    database.sessions.update_one(query, full)
    both = await correct(ended, [ada.id, ben.id], "present")
    assert (both.status, made["status"]) == (409, "excused")
    assert (await correct(ended, [ben.id], "present")).data["changed"] == 1


async def test_pages_are_told_of_new_results(ended: Lesson) -> None:
    client, (ada, ben, cat) = ended.client, ended.students
    colleague, stranger = await client.teacher(), await client.teacher()
    body = {"email": colleague.email}
    await client.post(f"/class/{ended.class_id}/teachers", body, ended.teacher.token)
    desk, other, ada_page, ben_page, stranger_page = [
        await watching(client, user) for user in (ended.teacher, colleague, ada, ben, stranger)
    ]
    await correct(ended, [ada.id, cat.id])
    told = await desk.expect("SESSION_CHANGED")
    session = await look_up(ended)
    assert told == {
        "sessionId": ended.session_id,
        "classId": ended.class_id,
        "startedAt": session["startedAt"],
        "endedAt": session["endedAt"],
        "attendance": [{"studentId": each.id, "status": "excused"} for each in (ada, cat)],
    }
    assert await other.expect("SESSION_CHANGED") == told
    own = {**told, "attendance": told["attendance"][:1]}
    assert await ada_page.expect("SESSION_CHANGED") == own
    path = f"/class/{ended.class_id}/sessions/{ended.session_id}"
    await client.call("DELETE", path, ended.teacher.token, json={"reason": WHY})
    for page in (desk, other, ada_page, ben_page):
        gone = await page.expect("SESSION_CHANGED")
        assert (gone["discarded"], gone["attendance"]) == (True, [])
    await client.post(f"{path}/restore", token=ended.teacher.token)
    assert len((await desk.expect("SESSION_CHANGED"))["attendance"]) == 3
    back = await ben_page.expect("SESSION_CHANGED")
    assert back["attendance"] == [{"studentId": ben.id, "status": "absent"}]
    # Neither other teachers nor clients that do not watch are told.
    for page in (stranger_page, ended.desk):
        await page.heard_nothing()
