"""Lessons that a page began without a network: which session each becomes part of."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.conftest import shared_client
from tests.support.client import Answer, Client, Person

KEY = "0123456789abcdef01234567"
OTHER_KEY = "f" * 24


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


def ago(minutes: float) -> str:
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def class_of(client: Client, *names: str) -> tuple[Person, list[Person], str]:
    teacher = await client.teacher()
    students = [await client.person("student", name) for name in names]
    class_id = await client.make_class(teacher)
    for student in students:
        await client.enrol(teacher, class_id, student)
    return teacher, students, class_id


async def start(client: Client, teacher: Person, class_id: str, **lesson: Any) -> Answer:
    body = {"classId": class_id, "lesson": {"key": KEY, **lesson}}
    return await client.post("/attendance/start", body, teacher.token)


async def session(client: Client, teacher: Person, class_id: str, answer: Answer) -> Any:
    path = f"/class/{class_id}/sessions/{answer.data['sessionId']}"
    return (await client.get(path, teacher.token)).data


async def history(client: Client, teacher: Person, class_id: str) -> list[Any]:
    sessions: list[Any] = (await client.get(f"/class/{class_id}/sessions", teacher.token)).data
    return sessions


async def test_a_lesson_that_goes_on_runs_since_it_began_with_its_marks(client: Client) -> None:
    teacher, (ada, bob), class_id = await class_of(client, "Ada", "Bob")
    await client.call("PATCH", f"/class/{class_id}", teacher.token, json={"lateAfter": 10})
    began = ago(30)
    marks = [
        {"studentId": ada.id, "at": ago(25)},
        {"studentId": bob.id, "at": ago(15)},
        {"studentId": teacher.id, "status": "present", "at": ago(15)},
    ]
    answer = await start(client, teacher, class_id, startedAt=began, marks=marks)
    assert answer.data["startedAt"] == began
    (running,) = (await client.get("/attendance/running", teacher.token)).data["sessions"]
    statuses = {mark["studentId"]: mark["status"] for mark in running["marks"]}
    assert statuses == {ada.id: "present", bob.id: "late"}
    # The answer was lost: the same again, also once the session has ended.
    again = await start(client, teacher, class_id, startedAt=began, marks=marks)
    assert again.data == answer.data
    await client.post("/attendance/end", {"classId": class_id}, teacher.token)
    assert (await start(client, teacher, class_id, startedAt=began)).data == answer.data
    assert len(await history(client, teacher, class_id)) == 1


async def test_a_lesson_that_is_over_becomes_a_past_session(client: Client) -> None:
    teacher, (ada, bob), class_id = await class_of(client, "Ada", "Bob")
    marks = [
        {"studentId": ada.id, "status": "excused", "at": ago(90)},
        {"studentId": bob.id, "status": "present", "at": ago(61)},
    ]
    times = {"startedAt": ago(100), "endedAt": ago(60)}
    answer = await start(client, teacher, class_id, **times, marks=marks)
    saved = await session(client, teacher, class_id, answer)
    assert not saved["running"]
    assert (saved["startedAt"], saved["endedAt"]) == (times["startedAt"], times["endedAt"])
    assert {each["studentId"]: each["status"] for each in saved["attendance"]} == {
        ada.id: "excused",
        bob.id: "present",
    }
    again = await start(client, teacher, class_id, **times, marks=marks)
    assert again.data == answer.data


async def test_one_lesson_taken_on_two_devices_is_one_session(client: Client) -> None:
    teacher, _, class_id = await class_of(client, "Ada")
    running = await client.start(teacher, class_id)
    answer = await start(client, teacher, class_id, startedAt=ago(20))
    assert answer.data == running
    await client.post("/attendance/end", {"classId": class_id}, teacher.token)
    # Repeated after the end, and from a third device.
    assert (await start(client, teacher, class_id, startedAt=ago(20))).data == running
    third = await start(client, teacher, class_id, key=OTHER_KEY, startedAt=ago(15))
    assert third.data == running
    assert len(await history(client, teacher, class_id)) == 1


async def test_an_earlier_lesson_stays_apart_from_the_session_that_runs_now(client: Client) -> None:
    teacher, (ada,), class_id = await class_of(client, "Ada")
    running = await client.start(teacher, class_id)
    marks = [{"studentId": ada.id, "status": "present", "at": ago(100)}]
    times = {"startedAt": ago(110), "endedAt": ago(60)}
    answer = await start(client, teacher, class_id, **times, marks=marks)
    assert answer.data["sessionId"] != running["sessionId"]
    assert not (await session(client, teacher, class_id, answer))["running"]
    (still,) = (await client.get("/attendance/running", teacher.token)).data["sessions"]
    assert (still["sessionId"], still["marks"]) == (running["sessionId"], [])


async def test_times_in_the_future_count_as_now(client: Client) -> None:
    teacher, (ada,), class_id = await class_of(client, "Ada")
    marks = [{"studentId": ada.id, "status": "present", "at": ago(-50)}]
    lesson = {"startedAt": ago(-60), "endedAt": ago(-10), "marks": marks}
    answer = await start(client, teacher, class_id, **lesson)
    saved = await session(client, teacher, class_id, answer)
    assert saved["startedAt"] <= saved["endedAt"] <= ago(0)
    assert saved["presentCount"] == 1


async def test_a_lesson_of_a_class_that_is_archived_or_gone_is_refused(client: Client) -> None:
    teacher, _, class_id = await class_of(client)
    await client.call("PATCH", f"/class/{class_id}", teacher.token, json={"archived": True})
    assert (await start(client, teacher, class_id, startedAt=ago(5))).status == 409
    await client.call("DELETE", f"/class/{class_id}", teacher.token)
    assert (await start(client, teacher, class_id, startedAt=ago(5))).status == 404
    stranger = await client.teacher()
    _, _, other = await class_of(client)
    assert (await start(client, stranger, other, startedAt=ago(5))).status == 403
    wrong = await start(client, stranger, other, startedAt="yesterday")
    assert [each["path"] for each in wrong.body["details"]] == ["lesson.startedAt"]
