"""What the projector shows, to whom, and until when; and how a class sets all that."""

from typing import Any

import pymongo
import pytest

from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.checkin.conftest import Counter
from tests.conftest import shared_client
from tests.support.client import Answer, Client, Lesson, Person, Socket

CHANGED = "CHECK_IN_CHANGED"


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def set_rules(client: Client, teacher: Person, class_id: str, **rules: Any) -> Answer:
    """Change how the students of a class without a running session check in."""
    return await client.call("PATCH", f"/class/{class_id}", teacher.token, json={"checkIn": rules})


async def lesson_with(client: Client, **rules: Any) -> Lesson:
    """A lesson in a class with these rules, whose teacher watches."""
    lesson = await Lesson.begin(client, checkIn=rules)
    await lesson.desk.ask("WATCH")
    return lesson


async def test_each_new_code_is_shown_to_those_who_asked_for_it(
    counted: Counter, server: str, client: Client
) -> None:
    lesson = await lesson_with(client, step=3, codeStep=10)
    watching, silent = await client.socket(lesson.teacher), await client.socket(lesson.teacher)
    await watching.ask("WATCH")
    first = (await lesson.desk.ask("OPEN_CHECK_IN"))[1]
    assert await watching.expect("CHECK_IN_CODE") == first
    late = await client.socket(lesson.teacher)
    await late.ask("WATCH")
    assert (await late.expect("CHECK_IN_CODE"))["link"] == first["link"]
    assert (first["step"], first["codeStep"]) == (3, 10)
    for seconds, letters_stay, step, code_step in ((3.5, True, 2.5, 6.5), (7, False, 1.5, 9.5)):
        counted.seconds += seconds
        # Someone who comes at that moment does not keep the new code from the others.
        await late.ask("WATCH")
        shown = await late.expect("CHECK_IN_CODE")
        for socket in (lesson.desk, watching, late):
            assert await socket.expect("CHECK_IN_CODE") == shown
        assert shown["link"] != first["link"]
        assert (shown["code"] == first["code"]) is letters_stay
        assert (shown["step"], shown["codeStep"]) == (step, code_step)
    # Codes are for teachers who asked for them, and for no one else.
    for socket in (silent, *lesson.seats):
        await socket.heard_nothing()


async def test_a_simple_client_that_opens_check_in_gets_each_new_code(client: Client) -> None:
    lesson = await lesson_with(client, step=3)
    desk = await client.socket(lesson.teacher)
    first = (await desk.ask("OPEN_CHECK_IN"))[1]
    assert (await desk.expect("CHECK_IN_CODE"))["link"] != first["link"]
    for socket in (lesson.desk, desk):
        await socket.close()


async def test_watching_students_hear_whether_they_can_check_in(lesson: Lesson) -> None:
    ada, ben, _ = lesson.seats
    assert "checkIn" not in (await ada.ask("WATCH"))[1]["sessions"][0]
    await lesson.desk.ask("OPEN_CHECK_IN")
    state = {"classId": lesson.class_id, "open": True}
    assert await ada.expect(CHANGED) == state
    for socket in (ada, lesson.desk):
        assert (await socket.ask("WATCH"))[1]["sessions"][0]["checkIn"] is True
    await lesson.desk.expect("CHECK_IN_CODE")
    await lesson.desk.ask("CLOSE_CHECK_IN")
    assert await ada.expect(CHANGED) == state | {"open": False}
    assert "checkIn" not in (await ada.ask("WATCH"))[1]["sessions"][0]
    await ben.heard_nothing()


async def test_check_in_opens_with_the_session_and_survives_a_restart(
    settings: Settings, database: pymongo.database.Database, client: Client
) -> None:
    lesson = await lesson_with(client, openAtStart=True, closeAfter=5, step=60)
    shown = await lesson.desk.expect("CHECK_IN_CODE")
    assert 290 < shown["closesIn"] <= 300
    secret = database.sessions.find_one({"endedAt": None})["checkIn"]["secret"]
    assert len(secret) == 32
    async with serving(settings) as url:
        moved = Client(url, client.http)
        desk, seat = await moved.socket(lesson.teacher), await moved.socket(lesson.students[0])
        await desk.ask("WATCH")
        again = await desk.expect("CHECK_IN_CODE")
        assert (again["link"], again["code"]) == (shown["link"], shown["code"])
        assert again["closesIn"] < shown["closesIn"]
        event, marked = await seat.ask("CHECK_IN", code=shown["link"])
        assert (event, marked["status"]) == ("ATTENDANCE_MARKED", "present")
        started = await moved.start(lesson.teacher, lesson.class_id)
        assert started["sessionId"] == lesson.session_id
        await desk.expect("ATTENDANCE_MARKED")
        await desk.heard_nothing()
        for socket in (desk, seat):
            await socket.close()
    saved = database.sessions.find_one({"endedAt": None})
    assert saved["checkIn"]["secret"] == secret
    (arrival,) = saved["arrivals"].values()
    assert arrival["way"] == "scanned"


async def test_check_in_closes_by_itself(
    counted: Counter, server: str, database: pymongo.database.Database, client: Client
) -> None:
    lesson = await lesson_with(client, openAtStart=True, closeAfter=1)
    shown = await lesson.desk.expect("CHECK_IN_CODE")
    assert shown["closesIn"] == 60
    ada = lesson.seats[0]
    await ada.ask("WATCH")
    counted.seconds += 60
    assert (await ada.ask("CHECK_IN", code=shown["code"]))[1]["code"] == "check_in_closed"
    # Its alarm rings on another clock, and is set again for each who watches.
    await lesson.desk.ask("WATCH")
    closed = {"classId": lesson.class_id, "open": False}
    assert await lesson.desk.expect("CHECK_IN_CODE") == closed
    assert await ada.expect(CHANGED) == closed
    assert database.sessions.find_one({"endedAt": None})["checkIn"]["open"] is False
    assert (await lesson.desk.ask("OPEN_CHECK_IN"))[1]["closesIn"] == 60


async def test_a_class_without_check_in_opens_none(client: Client) -> None:
    lesson = await lesson_with(client, allowed=False, openAtStart=True)
    event, answer = await lesson.desk.ask("OPEN_CHECK_IN")
    assert (event, answer["code"]) == ("ERROR", "check_in_off")
    assert (await lesson.desk.ask("CLOSE_CHECK_IN"))[1]["open"] is False


async def test_a_reopened_session_is_closed_to_students(lesson: Lesson) -> None:
    client, teacher = lesson.client, lesson.teacher
    shown = (await lesson.desk.ask("OPEN_CHECK_IN"))[1]
    await lesson.end()
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}"
    assert (await client.post(f"{path}/reopen", None, teacher.token)).status == 200
    ada: Socket = lesson.seats[0]
    await ada.expect("SESSION_ENDED")
    assert (await ada.ask("CHECK_IN", code=shown["code"]))[1]["code"] == "check_in_closed"
    again = (await lesson.desk.ask("OPEN_CHECK_IN"))[1]
    assert (await ada.ask("CHECK_IN", code=again["link"]))[0] == "ATTENDANCE_MARKED"


async def test_a_class_says_how_its_students_check_in(client: Client) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    path = f"/class/{class_id}"
    assert "checkIn" not in (await client.get(path, teacher.token)).data
    defaults = {
        "allowed": True,
        "step": 5,
        "codeStep": 30,
        "openAtStart": False,
        "closeAfter": None,
        "join": "no",
    }
    for change in (
        {"step": 10.0},
        {"closeAfter": 15, "openAtStart": True, "join": "ask"},
        {"allowed": False, "codeStep": 60, "closeAfter": None},
    ):
        defaults |= change
        changed = await set_rules(client, teacher, class_id, **change)
        assert changed.data["checkIn"] == defaults
        assert (await client.get(path, teacher.token)).data["checkIn"] == defaults
        (listed,) = (await client.get("/classes", teacher.token)).data
        assert listed["checkIn"] == defaults


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({}, "nothing_to_change"),
        ({"other": 1}, "nothing_to_change"),
        ({"step": 2}, "out_of_range"),
        ({"step": 61}, "out_of_range"),
        ({"step": None}, "out_of_range"),
        ({"codeStep": 9}, "out_of_range"),
        ({"closeAfter": 0}, "out_of_range"),
        ({"closeAfter": True}, "out_of_range"),
        ({"join": "yes"}, "unknown_value"),
        ({"allowed": "no"}, "wrong_type"),
        ({"openAtStart": None}, "wrong_type"),
    ],
)
async def test_wrong_settings_change_nothing(
    client: Client, rules: dict[str, Any], code: str
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    answer = await set_rules(client, teacher, class_id, **rules)
    assert answer.status == 400
    assert [each["code"] for each in answer.body["details"]] == [code]
    where = "checkIn" if code == "nothing_to_change" else f"checkIn.{next(iter(rules))}"
    assert [each["path"] for each in answer.body["details"]] == [where]
    assert "checkIn" not in (await client.get(f"/class/{class_id}", teacher.token)).data


async def test_two_teachers_open_and_close_one_check_in(lesson: Lesson) -> None:
    client = lesson.client
    assistant = await client.teacher()
    path = f"/class/{lesson.class_id}/teachers"
    await client.post(path, {"email": assistant.email}, lesson.teacher.token)
    other = await client.socket(assistant)
    first, second = [await desk.ask("OPEN_CHECK_IN") for desk in (lesson.desk, other)]
    assert first[1]["code"] == second[1]["code"]
    await lesson.desk.heard_nothing()
    assert (await other.ask("CLOSE_CHECK_IN"))[1]["open"] is False
    assert (await lesson.desk.expect("CHECK_IN_CODE"))["open"] is False
