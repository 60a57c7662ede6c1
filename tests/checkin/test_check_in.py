"""Check-in over WebSocket, Socket.IO and HTTP, as the contract has it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pymongo
import pytest

from attendance_server.checkin.codes import letters, link_code, new_check_in, new_room
from attendance_server.checkin.tries import PER_ACCOUNT
from attendance_server.models import CheckInRules, ClockStart, utc_now
from tests.checkin.conftest import LONG_STEPS
from tests.conftest import shared_client
from tests.support.client import Client, Lesson, Person, Socket
from tests.support.engine import EngineSocket

NONE = "No active attendance session"
CLOSED = "Check-in is not open"
WRONG = "Code is wrong or too old"
TOO_MANY = "Too many tries, wait"
ASK_TEACHER = "Ask your teacher to confirm"
NOT_IN = "Student not in class"

Open = Callable[[Client, Person], Awaitable[Any]]


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


@pytest.fixture(params=["websocket", "socketio"])
def connect(request: pytest.FixtureRequest) -> Open:
    """Opens a socket of a person, through each of the doors."""
    if request.param == "websocket":
        return lambda client, person: client.socket(person)
    return EngineSocket.let_in


async def opened(lesson: Lesson) -> Any:
    """Open check-in, and return what the projector shows."""
    event, shown = await lesson.desk.ask("OPEN_CHECK_IN", classId=lesson.class_id)
    assert event == "CHECK_IN_CODE", shown
    return shown


async def error_of(socket: Any, **data: Any) -> str:
    """The message by which a `CHECK_IN` is refused."""
    event, answer = await socket.ask("CHECK_IN", **data)
    assert event == "ERROR", answer
    message: str = answer["message"]
    return message


def path(lesson: Lesson) -> str:
    return f"/attendance/{lesson.class_id}/check-in"


async def test_students_check_in_with_the_link_or_the_letters(
    lesson: Lesson, connect: Open
) -> None:
    client, (ada, ben, cleo) = lesson.client, lesson.students
    desk, *seats = [await connect(client, each) for each in (lesson.teacher, ada, ben, cleo)]
    assert await error_of(seats[0], code="ABCDEF") == CLOSED
    event, shown = await desk.ask("OPEN_CHECK_IN")
    assert (event, shown["classId"], shown["open"]) == ("CHECK_IN_CODE", lesson.class_id, True)
    assert (shown["stepSeconds"], shown["codeStepSeconds"]) == (60, 300)
    assert 0 < shown["step"] <= 60
    assert 0 < shown["codeStep"] <= 300
    assert shown["link"].startswith("/C/")
    assert "closesIn" not in shown
    assert await error_of(seats[0], code="ABCDEF") == WRONG

    event, marked = await seats[0].ask("CHECK_IN", code=shown["link"])
    assert event == "ATTENDANCE_MARKED"
    assert (marked["studentId"], marked["status"]) == (ada.id, "present")
    for listener in (*seats[1:], desk):
        assert await listener.expect("ATTENDANCE_MARKED") == marked
    event, marked = await seats[1].ask("CHECK_IN", code=shown["code"], classId=lesson.class_id)
    assert (event, marked["studentId"]) == ("ATTENDANCE_MARKED", ben.id)
    answer = await client.post(path(lesson), {"code": shown["code"]}, cleo.token)
    assert answer.data.keys() == {"classId", "status", "markedAt"}
    assert await seats[0].expect("ATTENDANCE_MARKED") == marked
    for seat in seats[:2]:
        last = await seat.expect("ATTENDANCE_MARKED")
        assert (last["studentId"], last["markedAt"]) == (cleo.id, answer.data["markedAt"])


async def test_a_student_who_is_in_is_only_told_so_again(lesson: Lesson) -> None:
    ada, ben, _ = lesson.seats
    shown = await opened(lesson)
    first = (await ada.ask("CHECK_IN", code=shown["code"]))[1]
    assert await ben.expect("ATTENDANCE_MARKED") == first
    # Even with a code that is wrong by now: a client sends it again after a lost connection.
    for code in (shown["code"], "ABCDEF"):
        assert (await ada.ask("CHECK_IN", code=code))[1] == first
        answer = await lesson.client.post(path(lesson), {"code": code}, lesson.students[0].token)
        assert answer.data["markedAt"] == first["markedAt"]
    await ben.heard_nothing()


async def test_a_teachers_decision_stands(lesson: Lesson) -> None:
    ada, ben, cleo = lesson.seats
    shown = await opened(lesson)
    for student, status in zip(lesson.students, ("late", "absent", "excused"), strict=True):
        await lesson.desk.mark(student, status)
        for seat in lesson.seats:
            await seat.expect("ATTENDANCE_MARKED")
    assert (await ada.ask("CHECK_IN", code=shown["code"]))[1]["status"] == "late"
    assert await error_of(ben, code=shown["code"]) == ASK_TEACHER
    # Who was excused has come after all.
    assert (await cleo.ask("CHECK_IN", code=shown["code"]))[1]["status"] == "present"


async def test_a_closed_check_in_takes_no_code_and_opens_again(lesson: Lesson) -> None:
    ada, ben, cleo = lesson.seats
    shown = await opened(lesson)
    # Opening it once more changes nothing.
    assert (await opened(lesson))["link"][:7] == shown["link"][:7]
    closed = {"classId": lesson.class_id, "open": False}
    for _ in range(2):
        assert await lesson.desk.ask("CLOSE_CHECK_IN") == ("CHECK_IN_CODE", closed)
        assert await error_of(ada, code=shown["code"]) == CLOSED
    again = await opened(lesson)
    assert again["link"][:7] == shown["link"][:7], "the same room"
    assert (await ada.ask("CHECK_IN", code=again["link"]))[1]["status"] == "present"
    await lesson.desk.expect("ATTENDANCE_MARKED")
    await lesson.end()
    for seat in (ben, cleo):
        await seat.expect("ATTENDANCE_MARKED")
        await seat.expect("SESSION_ENDED")
        assert await error_of(seat, code=again["code"], classId=lesson.class_id) == NONE
    answer = await lesson.client.post(path(lesson), {"code": "ABCDEF"}, lesson.students[1].token)
    assert answer.error == (409, NONE)


async def test_no_code_of_another_class_or_session_is_right(client: Client) -> None:
    lesson, other = [await Lesson.begin(client, checkIn=LONG_STEPS) for _ in range(2)]
    ada, teacher = lesson.students[0], lesson.teacher
    await client.enrol(other.teacher, other.class_id, ada)
    of_other, shown = await opened(other), await opened(lesson)
    seat = await client.socket(ada)
    # The link says which session is meant, and the letters do not.
    for code in (of_other["link"], of_other["code"]):
        assert await error_of(seat, code=code, classId=lesson.class_id) == WRONG
    assert await error_of(seat, code=of_other["code"]) == "classId required"
    assert (await seat.ask("CHECK_IN", code=of_other["link"]))[1]["classId"] == other.class_id
    # Yesterday's session of the same class.
    await lesson.end()
    await seat.expect("SESSION_ENDED")
    session = await client.start(teacher, lesson.class_id)
    assert session["sessionId"] != lesson.session_id
    await opened(lesson)
    for code in (shown["link"], shown["code"]):
        assert await error_of(seat, code=code, classId=lesson.class_id) == WRONG
    assert await error_of(seat, code=shown["link"]) == WRONG


async def test_students_of_other_classes_are_refused(lesson: Lesson) -> None:
    client, shown = lesson.client, await opened(lesson)
    stranger = await client.student()
    seat = await client.socket(stranger)
    assert await error_of(seat, code=shown["link"]) == NOT_IN
    assert await error_of(seat, code=shown["code"], classId=lesson.class_id) == NOT_IN
    assert await error_of(seat, code=shown["code"]) == NONE
    answer = await client.post(path(lesson), {"code": shown["code"]}, stranger.token)
    assert answer.error == (403, "Forbidden, not enrolled in class")
    answer = await client.post(f"/attendance/{'0' * 24}/check-in", {}, stranger.token)
    assert answer.error == (404, "Class not found")
    for person in (lesson.teacher, lesson.students[0]):
        answer = await client.post(path(lesson), {}, person.token)
        assert answer.error == (
            (403, "Forbidden, student access required")
            if person is lesson.teacher
            else (403, WRONG)
        )


async def test_wrong_codes_are_limited_per_account(lesson: Lesson) -> None:
    ada, ben, _ = lesson.seats
    shown = await opened(lesson)
    for _ in range(PER_ACCOUNT.count):
        assert await error_of(ada, code="ABCDEF") == WRONG
    for code in ("ABCDEF", shown["code"]):
        assert await error_of(ada, code=code) == TOO_MANY
        answer = await lesson.client.post(path(lesson), {"code": code}, lesson.students[0].token)
        assert answer.error == (429, TOO_MANY)
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert (await ben.ask("CHECK_IN", code=shown["code"]))[1]["status"] == "present"


async def test_a_code_that_was_made_up_is_wrong(lesson: Lesson) -> None:
    """A forger knows everything but the secret."""
    shown = await opened(lesson)
    room = shown["link"][3:7]
    forged = new_check_in(CheckInRules(), room, ClockStart(utc_now(), 0.0, ""))
    for age in range(0, 25, 5):
        assert await error_of(lesson.seats[0], code=link_code(forged, age)) == WRONG
    assert await error_of(lesson.seats[1], code=letters(forged, 0)) == WRONG
    # The room of no session.
    code = new_room() + shown["link"][7:]
    assert await error_of(lesson.seats[1], code=code) == WRONG
    assert await error_of(lesson.seats[1], code=code, classId=lesson.class_id) == WRONG


@pytest.mark.parametrize("data", [{}, {"code": 1}, {"code": None}, {"code": "A" * 501}])
async def test_a_check_in_without_a_code_is_refused(lesson: Lesson, data: Any) -> None:
    seat: Socket = lesson.seats[0]
    assert await error_of(seat, **data) == "Invalid message format"


async def test_a_room_that_checks_in_asks_the_database_for_nothing(
    client: Client, database: pymongo.database.Database
) -> None:
    teacher = await client.teacher()
    students = await asyncio.gather(*(client.student() for _ in range(20)))
    class_id = await client.make_class(teacher, *students)
    await client.start(teacher, class_id)
    desk, listener = await client.socket(teacher), await client.socket(teacher)
    code = (await desk.ask("OPEN_CHECK_IN"))[1]["code"]
    seats = await asyncio.gather(*map(client.socket, students[:10]))
    await asyncio.gather(*(seat.ask("CHECK_MY_STATUS") for seat in seats))
    database.command("profile", 2)
    for seat in seats:
        await seat.send("CHECK_IN", code=code)
    await asyncio.gather(
        *(
            client.post(f"/attendance/{class_id}/check-in", {"code": code}, student.token)
            for student in students[10:]
        )
    )
    marked = [(await listener.expect("ATTENDANCE_MARKED"))["studentId"] for _ in students]
    database.command("profile", 0)
    assert set(marked) == {student.id for student in students}
    reads = {"op": {"$in": ["query", "getmore"]}}
    asked = [each["command"] for each in database["system.profile"].find(reads)]
    # The sockets that have just opened are looked up together.
    assert len(asked) <= 1, asked
