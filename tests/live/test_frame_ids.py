"""A frame may carry an `id`; the frame that answers it, error included, carries the same one."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import attrs
import pytest

from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate, ShareMarks
from tests.support.client import PATIENCE, Client, Lesson, Socket
from tests.support.description import check_frame
from tests.support.mongo import BRIEF, Mongod

GOOD_IDS = [
    *("a", "", "0", "null", "x" * 64, "𝄞" * 64, '\0\n"\\é\u2028', "7f3c0e2a-5b1d"),
    *(0, 1, -1, 2**53 + 1, -(2**63), 2**64 - 1),
]
BAD_IDS = [None, True, False, 1.0, 1.5, 2**64, -(2**63) - 1, "x" * 65, [], ["a"], {}, {"id": 1}]

INVALID = "Invalid message format"
INVALID_ID = "Invalid message id, send a string of at most 64 characters or an integer"


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture(scope="module")
async def discreet(school_settings: Settings) -> AsyncIterator[Client]:
    """A client of one server with `SHARE_MARKS=own` for the whole file."""
    settings = attrs.evolve(school_settings, share_marks=ShareMarks.OWN)
    async with serving(settings) as url, aiohttp.ClientSession() as http:
        yield Client(url, http)


async def send(socket: Socket, event: str, frame_id: object, **data: Any) -> None:
    await socket.ws.send_str(json.dumps({"event": event, "data": data, "id": frame_id}))


async def receive(socket: Socket) -> dict[str, Any]:
    """The whole next frame, its id included."""
    frame: dict[str, Any] = json.loads(await socket.ws.receive_str(timeout=PATIENCE))
    check_frame(frame)
    return frame


async def ask(socket: Socket, event: str, frame_id: object, **data: Any) -> dict[str, Any]:
    await send(socket, event, frame_id, **data)
    return await receive(socket)


def same_id(sent: object, received: object) -> bool:
    """Whether the ids are the same; `1` and `1.0` are different."""
    return type(sent) is type(received) and sent == received


@pytest.mark.parametrize("frame_id", GOOD_IDS, ids=repr)
async def test_an_answer_carries_the_id_of_its_frame(lesson: Lesson, frame_id: object) -> None:
    ada = lesson.students[0].id
    for socket, event, data, answer in (
        (lesson.desk, "MARK_ATTENDANCE", {"studentId": ada}, "ATTENDANCE_MARKED"),
        (lesson.desk, "GET_TODAY_SUMMARY", {}, "TODAY_SUMMARY"),
        (lesson.desk, "WATCH", {}, "WATCHING"),
        (lesson.desk, "NO_SUCH_EVENT", {}, "ERROR"),
        (lesson.desk, "DONE", {}, "SESSION_ENDED"),
    ):
        frame = await ask(socket, event, frame_id, **data)
        assert frame["event"] == answer
        assert same_id(frame_id, frame["id"])
    await lesson.client.start(lesson.teacher, lesson.class_id)
    seat = lesson.seats[0]
    for _ in ("ATTENDANCE_MARKED", "SESSION_ENDED"):
        assert "id" not in await receive(seat)
    for event, answer in (("CHECK_MY_STATUS", "MY_STATUS"), ("WATCH", "WATCHING")):
        frame = await ask(seat, event, frame_id)
        assert frame["event"] == answer
        assert same_id(frame_id, frame["id"])


async def test_a_frame_without_an_id_is_answered_without_one(lesson: Lesson) -> None:
    await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[0].id)
    assert (await receive(lesson.desk)).keys() == {"event", "data"}
    for event in ("GET_TODAY_SUMMARY", "WATCH", "NO_SUCH_EVENT", "CHECK_MY_STATUS", "DONE"):
        await lesson.desk.send(event)
        assert (await receive(lesson.desk)).keys() == {"event", "data"}


@pytest.mark.parametrize("frame_id", BAD_IDS, ids=lambda bad: repr(bad)[:30])
async def test_an_id_of_another_type_is_refused_and_nothing_is_done(
    lesson: Lesson, frame_id: object
) -> None:
    student_id = lesson.students[0].id
    for event in ("MARK_ATTENDANCE", "NO_SUCH_EVENT"):
        frame = await ask(lesson.desk, event, frame_id, studentId=student_id)
        assert frame.keys() == {"event", "data"}
        assert (frame["event"], frame["data"]["message"]) == ("ERROR", INVALID_ID)
    assert (await ask(lesson.desk, "GET_TODAY_SUMMARY", 1))["data"]["presentCount"] == 0


@pytest.mark.parametrize(
    "broken",
    ["", "{", '{"id": 7', "[]", '[{"id": 7}]', '{"id": 7, "event": "WATCH", "data": {"x": NaN}}'],
)
async def test_a_frame_whose_id_cannot_be_read_is_answered_without_one(
    client: Client, broken: str
) -> None:
    socket = await client.socket(await client.teacher())
    await socket.ws.send_str(broken)
    assert await socket.error() == INVALID
    await socket.ws.send_bytes(b'{"event": "WATCH", "id": 7}')
    assert "id" not in await receive(socket)


async def test_every_error_carries_the_id(lesson: Lesson) -> None:
    desk, seat = lesson.desk, lesson.seats[0]
    other = await lesson.client.make_class(lesson.teacher)
    stranger = await Lesson.begin(lesson.client)
    refused = [
        (desk, "MARK_ATTENDANCE", {}, INVALID),
        (desk, "MARK_ATTENDANCE", {"studentId": "0" * 24}, "Student not in class"),
        (desk, "CHECK_MY_STATUS", {}, "Forbidden, student event only"),
        (seat, "DONE", {}, "Forbidden, teacher event only"),
        (desk, "DONE", {"classId": other}, "No active attendance session"),
        (desk, "DONE", {"classId": stranger.class_id}, "Forbidden, not class teacher"),
        (seat, "CHECK_MY_STATUS", {"classId": stranger.class_id}, "Student not in class"),
    ]
    for number, (socket, event, data, message) in enumerate(refused):
        frame = await ask(socket, event, number, **data)
        assert (frame["data"]["message"], frame["id"]) == (message, number)
    await lesson.client.start(lesson.teacher, other)
    frame = await ask(desk, "DONE", "which")
    assert (frame["data"]["message"], frame["id"]) == ("classId required", "which")
    for event, data in ((7, {}), ("WATCH", []), (None, None)):
        await desk.ws.send_str(json.dumps({"event": event, "data": data, "id": "form"}))
        frame = await receive(desk)
        assert (frame["data"]["message"], frame["id"]) == (INVALID, "form")


async def test_of_two_ids_in_one_frame_the_last_one_counts(client: Client) -> None:
    socket = await client.socket(await client.student())
    await socket.ws.send_str('{"id": 1, "event": "WATCH", "id": "b"}')
    assert (await receive(socket))["id"] == "b"


async def test_ids_need_not_be_unique(lesson: Lesson) -> None:
    for student in lesson.students:
        await send(lesson.desk, "MARK_ATTENDANCE", "same", studentId=student.id)
    await send(lesson.desk, "GET_TODAY_SUMMARY", "same")
    frames = [await receive(lesson.desk) for _ in range(4)]
    assert [frame["id"] for frame in frames] == ["same"] * 4
    assert [frame["event"] for frame in frames] == ["ATTENDANCE_MARKED"] * 3 + ["TODAY_SUMMARY"]


async def test_only_the_sending_socket_gets_the_id_of_a_mark(lesson: Lesson) -> None:
    other = await lesson.client.socket(lesson.teacher)
    await other.ask("WATCH")
    for number, student in enumerate(lesson.students):
        frame = await ask(lesson.desk, "MARK_ATTENDANCE", number, studentId=student.id)
        assert frame.pop("id") == number
        for socket in (other, *lesson.seats):
            assert await receive(socket) == frame
    ended = await ask(lesson.desk, "DONE", "end")
    assert ended.pop("id") == "end"
    for socket in (other, *lesson.seats):
        assert await receive(socket) == ended
        await socket.heard_nothing()


async def test_with_ids_every_socket_sees_the_same_order(lesson: Lesson) -> None:
    """Three sockets of the teacher mark at once, and all sockets see a single order."""
    desks = [lesson.desk, *[await lesson.client.socket(lesson.teacher) for _ in range(2)]]
    rounds = 20

    async def mark(desk: Socket, name: str, student_id: str) -> None:
        for number in range(rounds):
            status = "absent" if number % 2 else "present"
            data = {"studentId": student_id, "status": status}
            if number % 3:
                await send(desk, "MARK_ATTENDANCE", f"{name}{number}", **data)
            else:
                await desk.send("MARK_ATTENDANCE", **data)

    students = [student.id for student in lesson.students]
    await asyncio.gather(*map(mark, desks, "abc", students))
    count = rounds * len(desks)
    frames = {
        socket: [await receive(socket) for _ in range(count)] for socket in (*desks, *lesson.seats)
    }
    ids = {socket: [frame.pop("id", None) for frame in frames[socket]] for socket in frames}
    assert all(received == frames[lesson.desk] for received in frames.values())
    for desk, name, student_id in zip(desks, "abc", students, strict=True):
        own = [
            frame_id
            for frame, frame_id in zip(frames[desk], ids[desk], strict=True)
            if frame["data"]["studentId"] == student_id
        ]
        assert own == [f"{name}{number}" if number % 3 else None for number in range(rounds)]
        assert len([each for each in ids[desk] if each]) == len([each for each in own if each])
    for seat in lesson.seats:
        assert not any(ids[seat])


async def test_answers_with_ids_stay_in_order(lesson: Lesson) -> None:
    ada = lesson.students[0].id
    asks = [
        ("MARK_ATTENDANCE", {"studentId": ada}),
        ("NO_SUCH_EVENT", {}),
        ("GET_TODAY_SUMMARY", {}),
        ("MARK_ATTENDANCE", {"studentId": "0" * 24}),
        ("MARK_ATTENDANCE", {"studentId": ada, "status": "late"}),
        ("WATCH", {}),
    ] * 10
    for number, (event, data) in enumerate(asks):
        await send(lesson.desk, event, number, **data)
    frames = [await receive(lesson.desk) for _ in asks]
    assert [frame["id"] for frame in frames] == list(range(len(asks)))


async def test_an_outdated_mark_is_answered_with_the_newer_one_and_its_own_id(
    lesson: Lesson,
) -> None:
    ada = lesson.students[0].id
    marked = await ask(lesson.desk, "MARK_ATTENDANCE", 1, studentId=ada, status="late")
    at = lesson.started_at
    old = {"studentId": ada, "status": "absent", "at": at}
    frame = await ask(lesson.desk, "MARK_ATTENDANCE", 2, **old)
    assert frame == marked | {"id": 2}


async def test_when_marks_are_not_shared_only_the_sender_gets_the_id(discreet: Client) -> None:
    lesson = await Lesson.begin(discreet)
    other = await discreet.socket(lesson.teacher)
    ada, _, cat = lesson.seats
    marked = await ask(lesson.desk, "MARK_ATTENDANCE", "m", studentId=lesson.students[0].id)
    assert marked.pop("id") == "m"
    for socket in (other, ada):
        assert await receive(socket) == marked
    ended = await ask(lesson.desk, "DONE", 0)
    assert ended.pop("id") == 0
    assert await receive(other) == ended
    for seat in (ada, cat):
        frame = await receive(seat)
        assert frame.keys() == {"event", "data"}
        assert len(frame["data"]["attendance"]) == 1


async def test_a_mark_that_is_not_saved_is_refused_with_its_id(
    settings: Settings, mortal_mongod: Mongod
) -> None:
    settings = attrs.evolve(settings, mongo_uri=mortal_mongod.uri + "ids", commit_timeout=BRIEF)
    async with serving(settings) as url, aiohttp.ClientSession() as http:
        lesson = await Lesson.begin(Client(url, http))
        mortal_mongod.pause()
        for number, student in enumerate(lesson.students):
            await send(lesson.desk, "MARK_ATTENDANCE", number, studentId=student.id)
        await send(lesson.desk, "DONE", "end")
        frames = [await receive(lesson.desk) for _ in range(4)]
        mortal_mongod.resume()
    assert [frame["id"] for frame in frames] == [0, 1, 2, "end"]
    assert {frame["data"]["message"] for frame in frames} == {"Storage unavailable, try again"}


async def test_a_socket_that_sends_too_much_gets_an_error_without_an_id(settings: Settings) -> None:
    settings = attrs.evolve(settings, frames_per_socket=Rate(2, 60))
    async with serving(settings) as url, aiohttp.ClientSession() as http:
        client = Client(url, http)
        socket = await client.socket(await client.student())
        for number in range(3):
            await send(socket, "WATCH", number)
        assert [(await receive(socket))["id"] for _ in range(2)] == [0, 1]
        frame = await receive(socket)
        assert (frame["data"]["message"], frame.keys()) == (
            "Too many frames, slow down",
            {"event", "data"},
        )
        assert await socket.close_code() == 1008
