"""Students say why they are absent, and teachers accept it as an excuse or not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pymongo
import pytest

from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.conftest import shared_client
from tests.support.client import Answer, Client, Lesson, Person
from tests.support.clock import Clock

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


def today(after: int = 0) -> str:
    return (datetime.now(UTC) + timedelta(days=after)).date().isoformat()


async def write(client: Client, student: Person, class_id: str, **note: Any) -> Answer:
    body = {"from": today(), "reason": "a fever", **note}
    return await client.post(f"/class/{class_id}/notes", body, student.token)


async def decide(
    client: Client, teacher: Person, note: dict[str, Any], decision: str = "accept"
) -> Any:
    path = f"/class/{note['classId']}/notes/{note['_id']}/{decision}"
    return (await client.post(path, None, teacher.token)).data


async def notes_of(client: Client, person: Person, class_id: str, query: str = "") -> Any:
    return (await client.get(f"/class/{class_id}/notes{query}", person.token)).data


async def result(client: Client, lesson: Lesson, student: Person) -> tuple[str, list[Any]]:
    """The student's status in the session, and the corrections of it."""
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}"
    session = (await client.get(path, lesson.teacher.token)).data
    lines = {each["studentId"]: each["status"] for each in session["attendance"]}
    corrections = [each for each in session["corrections"] if each["studentId"] == student.id]
    return lines[student.id], corrections


async def test_an_absence_to_come_is_excused_when_its_session_starts(
    clock: Clock, client: Client
) -> None:
    clock.now = NINE
    teacher, ada, ben = [await client.person(each) for each in ("teacher", "student", "student")]
    class_id = await client.make_class(teacher, ada, ben)
    desk, seat = await client.socket(teacher), await client.socket(ada)
    for socket in (desk, seat):
        await socket.ask("WATCH")
    note = (
        await write(client, ada, class_id, **{"from": "2026-03-03", "until": "2026-03-04"})
    ).data
    assert (note["state"], note["name"], note["until"]) == ("waiting", ada.name, "2026-03-04")
    assert await desk.expect("ABSENCE_NOTE") == note
    assert await seat.expect("ABSENCE_NOTE") == note
    assert await notes_of(client, teacher, class_id, "?state=waiting") == [note]
    assert await notes_of(client, ben, class_id) == []
    accepted = await decide(client, teacher, note)
    assert (accepted["state"], accepted["excused"]) == ("accepted", 0)
    assert (await seat.expect("ABSENCE_NOTE"))["state"] == "accepted"
    await desk.expect("ABSENCE_NOTE")
    # Not on the day before, and on both of its days.
    for day, statuses in ((2, {}), (3, {ada.id: "excused"}), (4, {ada.id: "excused"}), (5, {})):
        clock.now = NINE.replace(day=day)
        await client.start(teacher, class_id)
        # Starting it again changes nothing.
        await client.start(teacher, class_id)
        (running,) = (await client.get("/attendance/running", teacher.token)).data["sessions"]
        marks = {each["studentId"]: each["status"] for each in running["marks"]}
        assert marks == statuses, day
        if day == 3:
            assert (await desk.expect("SESSION_STARTED"))["classId"] == class_id
            assert (await desk.expect("ATTENDANCE_MARKED"))["status"] == "excused"
            # A student who comes all the same is present, and stays so.
            await desk.mark(ada)
        await client.post("/attendance/end", {"classId": class_id}, teacher.token)
        while (await desk.next())[0] != "SESSION_ENDED":
            pass
    assert await notes_of(client, teacher, class_id, "?at=2026-03-04T09:00:00Z") != []
    assert await notes_of(client, teacher, class_id, "?at=2026-03-05T00:00:00Z") == []


async def test_a_day_is_one_where_the_student_is(clock: Clock, client: Client) -> None:
    clock.now = NINE
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    note = (await write(client, ada, class_id, **{"from": "2026-03-02", "tz": "Asia/Tokyo"})).data
    await decide(client, teacher, note)
    # In Tokyo, three o'clock in the afternoon of the day before in UTC begins the day.
    inside = await notes_of(client, teacher, class_id, "?at=2026-03-01T15:00:00Z")
    assert [each["_id"] for each in inside] == [note["_id"]]
    assert await notes_of(client, teacher, class_id, "?at=2026-03-02T15:00:00Z") == []


async def test_a_running_and_a_past_absence_are_excused_and_the_trail_keeps_both(
    client: Client,
) -> None:
    lesson = await Lesson.begin(client)
    teacher, (ada, ben, cleo) = lesson.teacher, lesson.students
    await lesson.desk.mark(ben)
    await lesson.desk.mark(cleo, "absent")
    notes = [
        (await write(client, each, lesson.class_id, reason=f"why {each.name}")).data
        for each in (ada, ben, cleo)
    ]
    # In a running session: who is not marked yet or absent, but not who has come.
    assert [(await decide(client, teacher, each))["excused"] for each in notes[1:]] == [0, 1]
    assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["studentId"] == cleo.id
    await lesson.end()
    assert await result(client, lesson, ada) == ("absent", [])
    # Declined first, and then accepted after all: a correction with the student's own words.
    declined = await decide(client, teacher, notes[0], "decline")
    assert (declined["state"], declined["excused"]) == ("declined", 0)
    assert (await decide(client, teacher, notes[0]))["excused"] == 1
    assert (await decide(client, teacher, notes[0]))["excused"] == 0
    status, (correction,) = await result(client, lesson, ada)
    assert status == "excused"
    assert (correction["from"], correction["reason"]) == ("absent", f"why {ada.name}")
    assert [each["state"] for each in await notes_of(client, teacher, lesson.class_id)] == [
        "accepted"
    ] * 3


async def test_a_note_is_withdrawn_until_it_is_decided(client: Client) -> None:
    lesson = await Lesson.begin(client)
    ada, ben, _ = lesson.students
    first = (await write(client, ada, lesson.class_id)).data
    second = (await write(client, ada, lesson.class_id, until=today(3))).data
    path = f"/class/{lesson.class_id}/notes/"
    other = await client.call("DELETE", path + first["_id"], ben.token)
    assert other.error == (404, "Note not found")
    gone = await client.call("DELETE", path + first["_id"], ada.token)
    assert gone.data == {**first, "state": "withdrawn"}
    await decide(client, lesson.teacher, second, "decline")
    kept = await client.call("DELETE", path + second["_id"], ada.token)
    assert kept.body["code"] == "note_decided"
    missing = await client.post(path + first["_id"] + "/accept", None, lesson.teacher.token)
    assert missing.error == (404, "Note not found")


@pytest.mark.parametrize(
    ("note", "path"),
    [
        ({"from": "tomorrow"}, "from"),
        ({"from": "2026-03-02", "until": "2026-03-01"}, ""),
        ({"from": "2026-03-02", "until": "2027-03-03"}, ""),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
async def test_wrong_notes_are_refused(client: Client, note: dict[str, str], path: str) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    refused = await write(client, ada, class_id, **note)
    assert refused.status == 400
    assert [each["path"] for each in refused.body["details"]] == [path]


async def test_few_notes_wait_at_a_time(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    for _ in range(20):
        last = await write(client, ada, class_id)
    assert (await write(client, ada, class_id)).body["code"] == "too_many_notes"
    await decide(client, teacher, last.data)
    assert (await write(client, ada, class_id)).status == 201
    pages = [await notes_of(client, ada, class_id, "?limit=20")]
    pages.append(await notes_of(client, ada, class_id, f"?limit=20&after={pages[0][-1]['_id']}"))
    assert [len(page) for page in pages] == [20, 1]


async def test_notes_are_exported_and_go_with_the_account_or_the_class(
    client: Client, database: pymongo.database.Database[Any]
) -> None:
    teacher, ada, ben = [await client.person(each) for each in ("teacher", "student", "student")]
    class_id = await client.make_class(teacher, ada, ben)
    note, _ = [(await write(client, each, class_id)).data for each in (ada, ben)]
    await decide(client, teacher, note)
    (exported,) = (await client.get("/auth/me/export", ada.token)).data["absenceNotes"]
    assert (exported["reason"], exported["state"]) == ("a fever", "accepted")
    (decided,) = (await client.get("/auth/me/export", teacher.token)).data["notesDecided"]
    assert (decided["noteId"], decided["accepted"]) == (note["_id"], True)
    body = {"password": "correct horse"}
    assert (await client.call("DELETE", "/auth/me", ada.token, json=body)).status == 200
    assert database.absenceNotes.count_documents({}) == 1
    await client.call("DELETE", f"/class/{class_id}", teacher.token)
    assert database.absenceNotes.count_documents({}) == 0


async def test_a_server_that_was_killed_before_it_excused_does_so_when_it_starts(
    settings: Settings,
    database: pymongo.database.Database[Any],
    http: aiohttp.ClientSession,
) -> None:
    async with serving(settings) as url:
        client = Client(url, http)
        teacher, ada = await client.teacher(), await client.student()
        class_id = await client.make_class(teacher, ada)
        await decide(client, teacher, (await write(client, ada, class_id)).data)
        await client.start(teacher, class_id)
    # As if its first commit had never been made.
    database.sessions.update_one({}, {"$set": {"marks": {}}})
    async with serving(settings) as url:
        desk = await Client(url, http).socket(teacher)
        (running,) = (await desk.ask("WATCH"))[1]["sessions"]
        assert [each["status"] for each in running["marks"]] == ["excused"]
