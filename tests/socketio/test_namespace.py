"""The cases of the published test suite of the Socket.IO protocol, revision 5, and callbacks.

This server has no events with binary data and one namespace, so those cases end otherwise.
"""

import json

import pytest

from tests.support.client import Client, Lesson, Person
from tests.support.engine import EngineSocket, Polling, Talk

INVALID = {"message": "Invalid message format", "code": "invalid_message"}
UNKNOWN = {"message": "Unknown event", "code": "unknown_event"}


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture(params=[EngineSocket, Polling])
async def seat(
    client: Client, lesson: Lesson, request: pytest.FixtureRequest
) -> EngineSocket | Polling:
    """A student's client of Socket.IO, over either transport."""
    kind: type[EngineSocket] | type[Polling] = request.param
    return await kind.let_in(client, lesson.students[0])


def refused(message: str, code: str) -> str:
    return "44" + json.dumps({"message": message, "data": {"code": code}}, separators=(",", ":"))


TURNED_AWAY = refused("Authentication error", "unauthorized")


@pytest.mark.parametrize("form", ["{}", "Bearer {}", "bearer {}"])
async def test_a_token_is_taken_from_the_query_the_connect_and_the_header(
    client: Client, form: str
) -> None:
    person = await client.student()
    token = form.format(person.token)
    by_query = await EngineSocket.open(client, token)
    assert (await by_query.connect()).startswith('40{"sid":')
    by_connect = await EngineSocket.open(client, "not this one")
    await by_connect.send("40" + json.dumps({"token": token}))
    assert (await by_connect.packet()).startswith('40{"sid":')
    by_header = await Polling.open(client, Authorization=token)
    assert (await by_header.connect()).startswith('40{"sid":')


@pytest.mark.parametrize("auth", ["", "{}", '{"token":""}', '{"token":7}', '{"token":"x"}', "[]"])
async def test_a_missing_or_bad_token_is_an_authentication_error(client: Client, auth: str) -> None:
    socket = await EngineSocket.open(client)
    await socket.send("40" + auth)
    assert await socket.packet() == TURNED_AWAY
    # The session goes on, and the client may try another token.
    assert (await socket.connect(await client.student())).startswith('40{"sid":')


async def test_other_namespaces_are_invalid(client: Client) -> None:
    socket = await EngineSocket.open(client)
    for packet in ("40/random", "40/random,", '40/random,{"token":"x"}'):
        await socket.send(packet)
        assert await socket.packet() == '44/random,{"message":"Invalid namespace"}'
    assert (await socket.connect(await client.student())).startswith('40{"sid":')


@pytest.mark.parametrize(
    "packet",
    [
        "40", "4abc", "4", "42", "42{}", "42[]", '42abc["A"]', '42["A"', "43", "43{}", "44{}",
        "47", '42/random,["A"]', "41/random", '42["A",NaN]',
    ],
)  # fmt: skip
async def test_what_is_against_the_protocol_ends_a_session(client: Client, packet: str) -> None:
    socket = await EngineSocket.let_in(client, await client.student())
    await socket.send(packet)
    assert await socket.close_code() == 1002


async def test_who_disconnects_hears_nothing_and_may_connect_again(
    client: Client, lesson: Lesson
) -> None:
    ada, ben, _ = lesson.students
    socket = await EngineSocket.let_in(client, ada)
    await socket.emit("WATCH")
    await socket.send("41")
    assert await socket.expect("WATCHING")
    # As another user, who has not sent a WATCH.
    marked = await lesson.desk.mark(ada)
    assert (await socket.connect(ben)).startswith('40{"sid":')
    assert await socket.ask("CHECK_MY_STATUS") == (
        "MY_STATUS",
        {"classId": lesson.class_id, "status": None},
    )
    again = await lesson.desk.mark(ada, "late")
    assert await socket.expect("ATTENDANCE_MARKED") == again != marked
    await socket.send("41")
    await socket.send('42["WATCH"]')
    assert await socket.close_code() == 1002


async def test_data_may_be_left_out_and_further_arguments_are_ignored(
    seat: Talk, lesson: Lesson
) -> None:
    status = {"classId": lesson.class_id, "status": None}
    for arguments in ("", ",null", ",{}", ',{},"more",7'):
        await seat.send(f'42["CHECK_MY_STATUS"{arguments}]')
        assert await seat.expect("MY_STATUS") == status


@pytest.mark.parametrize(
    "arguments", ['"CHECK_MY_STATUS","text"', '"CHECK_MY_STATUS",[1]', "7", '"CHECK_MY_STATUS",0']
)
async def test_other_data_is_an_invalid_message(seat: Talk, arguments: str) -> None:
    await seat.send(f"429[{arguments}]")
    assert await seat.expect("ERROR") == INVALID
    assert await seat.called_back(9) == {"event": "ERROR", "data": INVALID}


async def test_binary_data_is_an_invalid_message(
    seat: EngineSocket | Polling, client: Client
) -> None:
    async def send_binary() -> None:
        if isinstance(seat, EngineSocket):
            await seat.ws.send_bytes(b"\x01\x02\x03\x04")
        else:
            await seat.send("bAQIDBA==")

    await seat.send(
        '452-3["CHECK_MY_STATUS",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]'
    )
    await send_binary()
    await send_binary()
    assert await seat.expect("ERROR") == INVALID
    assert await seat.called_back(3) == {"event": "ERROR", "data": INVALID}
    await seat.heard_nothing()
    await send_binary()
    assert await seat.expect("ERROR") == INVALID
    await seat.heard_nothing()


async def test_a_callback_follows_the_event_that_answers_and_is_its_senders_alone(
    seat: Talk, client: Client, lesson: Lesson
) -> None:
    desk = await EngineSocket.let_in(client, lesson.teacher)
    ada = lesson.students[0]
    await desk.emit("MARK_ATTENDANCE", 0, studentId=ada.id, status="late")
    await desk.emit("GET_TODAY_SUMMARY", 1)
    await desk.emit("MARK_ATTENDANCE", 2, studentId="0" * 24)
    await desk.emit("NOTHING", 12345678901234567890)
    marked = await desk.expect("ATTENDANCE_MARKED")
    assert (marked["studentId"], marked["status"]) == (ada.id, "late")
    assert await desk.called_back(0) == {"event": "ATTENDANCE_MARKED", "data": marked}
    summary = await desk.expect("TODAY_SUMMARY")
    assert await desk.called_back(1) == {"event": "TODAY_SUMMARY", "data": summary}
    error = await desk.expect("ERROR")
    assert error["message"] == "Student not in class"
    assert await desk.called_back(2) == {"event": "ERROR", "data": error}
    assert await desk.expect("ERROR") == UNKNOWN
    assert await desk.called_back(12345678901234567890) == {"event": "ERROR", "data": UNKNOWN}
    assert await seat.expect("ATTENDANCE_MARKED") == marked
    await seat.heard_nothing()
    assert await lesson.desk.expect("ATTENDANCE_MARKED") == marked
    await desk.emit("DONE", 3)
    ended = await desk.expect("SESSION_ENDED")
    assert await desk.called_back(3) == {"event": "SESSION_ENDED", "data": ended}
    assert await seat.expect("SESSION_ENDED") == ended
    await seat.heard_nothing()


async def test_watchers_hear_of_a_session_that_starts(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    talks: list[tuple[Talk, Person]] = [
        (await kind.let_in(client, person), person)
        for kind in (EngineSocket, Polling)
        for person in (teacher, ada)
    ]
    for talk, _ in talks:
        assert await talk.ask("WATCH") == ("WATCHING", {"sessions": []})
    session = await client.start(teacher, class_id)
    for talk, _ in talks:
        started = await talk.expect("SESSION_STARTED")
        assert started["sessionId"] == session["sessionId"]
