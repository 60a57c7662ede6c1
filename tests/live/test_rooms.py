"""Who receives which frames of a session, and in which order."""

import asyncio
import gc
import json
import math
import random
import weakref
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pymongo
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from bson import ObjectId

from attendance_server.errors.sockets import UnknownEvent
from attendance_server.live.connection import Room, Sender
from attendance_server.live.live_session import LiveSession
from attendance_server.live.rooms import Rooms
from attendance_server.live.websocket import Socket as ServerSocket
from attendance_server.live.websocket import WebSocketConnection
from attendance_server.models import Identity, Role, Session, Status
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.wire.messages import AttendanceMarked
from tests.support.client import Client, Lesson, Person, Socket
from tests.support.raw import Raw, frame

Frame = tuple[str, Any]


@pytest.fixture
def client(school: Client) -> Client:
    return school


async def until(socket: Socket, event: str) -> list[Frame]:
    """All frames up to and including the first of that event."""
    frames = [await socket.next()]
    while frames[-1][0] != event:
        frames.append(await socket.next())
    return frames


async def watch(socket: Socket) -> list[Any]:
    await socket.send("WATCH")
    sessions: list[Any] = (await socket.expect("WATCHING"))["sessions"]
    return sessions


def everyone(lesson: Lesson) -> list[Socket]:
    return [lesson.desk, *lesson.seats]


async def test_a_mark_reaches_the_teacher_and_every_student(lesson: Lesson) -> None:
    marked = await lesson.desk.mark(lesson.students[0])
    for seat in lesson.seats:
        assert await seat.expect("ATTENDANCE_MARKED") == marked


@pytest.mark.parametrize("role", ["teacher", "student"])
async def test_a_user_outside_the_session_receives_nothing(lesson: Lesson, role: str) -> None:
    outsider = await lesson.client.socket(await lesson.client.person(role))
    await watch(outsider)
    await lesson.desk.mark(lesson.students[0])
    await lesson.desk.send("DONE")
    await lesson.desk.expect("SESSION_ENDED")
    await lesson.client.start(lesson.teacher, lesson.class_id)
    await outsider.heard_nothing()


async def test_members_of_another_session_receive_nothing(lesson: Lesson) -> None:
    other = await Lesson.begin(lesson.client)
    await lesson.desk.mark(lesson.students[0])
    for socket in everyone(other):
        await socket.heard_nothing()


async def test_answers_to_one_socket_are_not_sent_to_others(lesson: Lesson) -> None:
    second = await lesson.client.socket(lesson.teacher)
    await lesson.desk.ask_error("MARK_ATTENDANCE", studentId="nobody")
    await lesson.desk.ask("GET_TODAY_SUMMARY")
    await lesson.desk.ask("WATCH")
    await lesson.seats[0].ask("CHECK_MY_STATUS")
    for socket in (second, *lesson.seats):
        await socket.heard_nothing()


async def test_a_student_in_two_sessions_receives_both_and_others_only_their_own(
    client: Client,
) -> None:
    teacher, other_teacher = await client.teacher(), await client.teacher()
    ada, ben, cy = [await client.student() for _ in range(3)]
    algebra = await client.make_class(teacher, ada, ben)
    biology = await client.make_class(other_teacher, ada, cy)
    await client.start(teacher, algebra)
    await client.start(other_teacher, biology)
    desk, other_desk, *seats = [
        await client.socket(person) for person in (teacher, other_teacher, ada, ben, cy)
    ]
    first, second = await desk.mark(ada), await other_desk.mark(ada)
    for seat, expected in zip(seats, ([first, second], [first], [second]), strict=True):
        for marked in expected:
            assert await seat.expect("ATTENDANCE_MARKED") == marked
        await seat.heard_nothing()


async def test_many_sessions_at_once_do_not_leak(client: Client) -> None:
    lessons = await asyncio.gather(*(Lesson.begin(client) for _ in range(8)))

    async def teach(lesson: Lesson) -> None:
        for status in ("present", "absent") * 5:
            for student in lesson.students:
                await lesson.desk.send("MARK_ATTENDANCE", studentId=student.id, status=status)
        await lesson.desk.send("DONE")

    async def check(lesson: Lesson, socket: Socket) -> None:
        received = await until(socket, "SESSION_ENDED")
        assert len(received) == 31
        assert {data["classId"] for _, data in received} == {lesson.class_id}
        students = [data["studentId"] for _, data in received[:-1]]
        assert students == [student.id for student in lesson.students] * 10
        await socket.heard_nothing()

    checks = (check(lesson, socket) for lesson in lessons for socket in everyone(lesson))
    await asyncio.gather(*map(teach, lessons), *checks)


async def test_every_socket_of_a_user_receives_the_marks(lesson: Lesson) -> None:
    people = [lesson.teacher, lesson.students[0]] * 4
    sockets = await asyncio.gather(*map(lesson.client.socket, people))
    marked = await lesson.desk.mark(lesson.students[0])
    for socket in sockets:
        assert await socket.expect("ATTENDANCE_MARKED") == marked
        await socket.heard_nothing()


async def test_the_sending_socket_gets_its_mark_once_whenever_it_joined(
    lesson: Lesson,
) -> None:
    desks = [lesson.desk, *[await lesson.client.socket(lesson.teacher) for _ in range(2)]]
    for cause, student in zip(desks, lesson.students, strict=True):
        marked = await cause.mark(student)
        for desk in desks:
            if desk is not cause:
                assert await desk.expect("ATTENDANCE_MARKED") == marked
    for desk in desks:
        await desk.heard_nothing()


@pytest.mark.parametrize("going", ["close", "drop"])
async def test_a_closed_socket_does_not_hold_up_the_others(lesson: Lesson, going: str) -> None:
    raws = [await Raw.connect(lesson.client.url, lesson.students[0]) for _ in range(5)]
    await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[0].id)
    for raw in raws:
        if going == "drop":
            raw.drop()
        else:
            raw.writer.close()
    await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[1].id)
    for socket in everyone(lesson):
        for student in lesson.students[:2]:
            assert (await socket.expect("ATTENDANCE_MARKED"))["studentId"] == student.id


async def test_a_mark_counts_even_if_its_socket_closes_at_once(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    raw = await Raw.connect(lesson.client.url, lesson.teacher)
    mark = {"event": "MARK_ATTENDANCE", "data": {"studentId": ada.id}}
    raw.write(frame(json.dumps(mark).encode()))
    raw.writer.close()
    assert (await lesson.seats[0].expect("ATTENDANCE_MARKED"))["studentId"] == ada.id


async def test_a_user_who_closes_one_socket_still_receives_marks_on_the_other(
    lesson: Lesson,
) -> None:
    second = await lesson.client.socket(lesson.students[0])
    await lesson.seats[0].close()
    marked = await lesson.desk.mark(lesson.students[0])
    assert await second.expect("ATTENDANCE_MARKED") == marked


async def test_all_sockets_see_the_same_order_when_many_mark_at_once(lesson: Lesson) -> None:
    desks = [lesson.desk, *[await lesson.client.socket(lesson.teacher) for _ in range(2)]]
    rounds = 30

    async def mark(desk: Socket, student: Person) -> None:
        for number in range(rounds):
            status = "absent" if number % 2 else "present"
            await desk.send("MARK_ATTENDANCE", studentId=student.id, status=status)

    await asyncio.gather(*map(mark, desks, lesson.students))
    received = [
        [await socket.next() for _ in range(rounds * len(desks))]
        for socket in (*desks, *lesson.seats)
    ]
    assert all(frames == received[0] for frames in received)
    for student in lesson.students:
        statuses = [data["status"] for _, data in received[0] if data["studentId"] == student.id]
        assert statuses == ["present", "absent"] * (rounds // 2)


async def test_an_open_socket_receives_the_marks_of_a_session_that_starts_later(
    client: Client,
) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    desk, seat = await client.socket(teacher), await client.socket(ada)
    await client.start(teacher, class_id)
    marked = await desk.mark(ada)
    assert await seat.expect("ATTENDANCE_MARKED") == marked


async def test_frames_of_a_session_opened_in_the_turn_of_an_answer_come_after_it() -> None:
    now = datetime.now(UTC)
    rooms = Rooms()
    class_id, ada = "c" * 24, "a" * 24

    async def serve(request: web.Request) -> web.WebSocketResponse:
        ws = ServerSocket()
        await ws.prepare(request)
        assert request.transport
        teacher = Identity("hill", Role.TEACHER, math.inf)
        rooms.join(WebSocketConnection(teacher, ws, request.transport, None), ())
        rooms.send_error(Sender(rooms.connections[0]), UnknownEvent())
        session = LiveSession(Session("s", class_id, "Algebra", "hill", now, (ada,)))
        rooms.open(session)
        rooms.broadcast(session, AttendanceMarked(class_id, ada, Status.PRESENT, now))
        rooms.flush()
        await ws.close()
        return ws

    app = web.Application()
    app.router.add_get("/", serve)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        socket = Socket(await http.ws_connect(server.make_url("/")))
        assert await socket.error() == "Unknown event"
        assert (await socket.expect("ATTENDANCE_MARKED"))["studentId"] == ada
        assert await socket.close_code() == 1000


def all_rooms() -> "weakref.WeakSet[Room]":
    """The rooms of all servers in this process."""
    gc.collect()
    return weakref.WeakSet(candidate for candidate in gc.get_objects() if type(candidate) is Room)


async def test_a_session_that_was_removed_keeps_no_room(settings: Settings) -> None:
    others = all_rooms()
    async with serving(settings) as url, aiohttp.ClientSession() as http:
        lesson = await Lesson.begin(Client(url, http))
        ada, ben, _ = lesson.students
        rooms = all_rooms() - others
        assert len(rooms) == 1
        with pymongo.MongoClient[dict[str, object]](settings.mongo_uri) as mongo:
            mongo.get_default_database().sessions.delete_one({"_id": ObjectId(lesson.session_id)})
        refusal = await lesson.desk.ask_error("MARK_ATTENDANCE", studentId=ada.id)
        assert refusal == "No active attendance session"
        gc.collect()
        assert len(rooms) == 0
        await lesson.client.start(lesson.teacher, lesson.class_id)
        marked = await lesson.desk.mark(ben)
        for seat in lesson.seats:
            assert await seat.expect("ATTENDANCE_MARKED") == marked
            await seat.heard_nothing()


async def test_sockets_stay_for_the_next_session_of_their_class(lesson: Lesson) -> None:
    await lesson.desk.send("DONE")
    for socket in everyone(lesson):
        await socket.expect("SESSION_ENDED")
    await lesson.client.start(lesson.teacher, lesson.class_id)
    marked = await lesson.desk.mark(lesson.students[0])
    for seat in lesson.seats:
        assert await seat.expect("ATTENDANCE_MARKED") == marked


async def test_without_watch_only_the_basic_frames_are_sent(lesson: Lesson) -> None:
    dan = await lesson.client.student()
    late = await lesson.client.socket(dan)
    await lesson.client.enrol(lesson.teacher, lesson.class_id, dan)
    await lesson.desk.send("DONE")
    for socket in (*everyone(lesson), late):
        await socket.expect("SESSION_ENDED")
    await lesson.client.start(lesson.teacher, lesson.class_id)
    for socket in (*everyone(lesson), late):
        await socket.heard_nothing()


async def test_watching_shows_a_teacher_the_running_session_with_its_marks(lesson: Lesson) -> None:
    ada, ben, cy = lesson.students
    marks = [await lesson.desk.mark(cy), await lesson.desk.mark(ada)]
    marks.append(await lesson.desk.mark(ben, "absent"))
    (session,) = await watch(lesson.desk)
    assert session == {
        "sessionId": lesson.session_id,
        "classId": lesson.class_id,
        "className": "Algebra",
        "startedAt": lesson.started_at,
        "totalStudents": 3,
        "presentCount": 2,
        "lateCount": 0,
        "excusedCount": 0,
        "marks": [
            {name: mark[name] for name in ("studentId", "status", "markedAt")} for mark in marks
        ],
    }


@pytest.mark.parametrize(
    ("status", "mine", "count"), [("present", "present", 1), ("absent", None, 0)]
)
async def test_watching_shows_a_student_the_running_session_with_only_their_own_status(
    lesson: Lesson, status: str, mine: str | None, count: int
) -> None:
    mark = await lesson.desk.mark(lesson.students[0], status)
    await lesson.seats[0].expect("ATTENDANCE_MARKED")
    # Tells a student who is absent from one who is not marked yet.
    absent = {"markedAt": mark["markedAt"]} if status == "absent" else {}
    assert await watch(lesson.seats[0]) == [
        {
            "sessionId": lesson.session_id,
            "classId": lesson.class_id,
            "className": "Algebra",
            "startedAt": lesson.started_at,
            "totalStudents": 3,
            "presentCount": count,
            "lateCount": 0,
            "excusedCount": 0,
            "status": mine,
            **absent,
        }
    ]


async def test_watching_shows_exactly_the_users_own_sessions(
    lesson: Lesson,
) -> None:
    ada, _, _ = lesson.students
    await Lesson.begin(lesson.client)
    other = await lesson.client.make_class(lesson.teacher, ada, name="Geometry")
    await lesson.client.start(lesson.teacher, other)
    names = {lesson.class_id: "Algebra", other: "Geometry"}
    for socket, expected in (
        (lesson.desk, names),
        (lesson.seats[0], names),
        (lesson.seats[1], {lesson.class_id: "Algebra"}),
    ):
        running = await watch(socket)
        assert {session["classId"]: session["className"] for session in running} == expected


async def test_watching_is_empty_when_no_session_runs(lesson: Lesson) -> None:
    await lesson.desk.send("DONE")
    for socket in everyone(lesson):
        await socket.expect("SESSION_ENDED")
        assert await watch(socket) == []


async def test_watch_is_answered_every_time(lesson: Lesson) -> None:
    assert (await watch(lesson.desk))[0]["presentCount"] == 0
    await lesson.desk.mark(lesson.students[0])
    assert (await watch(lesson.desk))[0]["presentCount"] == 1


async def test_watch_after_a_reconnect_shows_what_was_missed(lesson: Lesson) -> None:
    ada, ben, _ = lesson.students
    first = await lesson.desk.mark(ada)
    await lesson.desk.close()
    await lesson.seats[0].close()
    second = await lesson.client.socket(lesson.teacher)
    await second.mark(ben)
    undone = await second.mark(ben, "absent")
    (taught,) = await watch(await lesson.client.socket(lesson.teacher))
    assert [(mark["studentId"], mark["status"], mark["markedAt"]) for mark in taught["marks"]] == [
        (ada.id, "present", first["markedAt"]),
        (ben.id, "absent", undone["markedAt"]),
    ]
    (attended,) = await watch(await lesson.client.socket(ada))
    assert (attended["status"], attended["presentCount"]) == ("present", 1)


async def test_watchers_are_notified_when_a_session_starts(client: Client) -> None:
    teacher, ada, ben = await client.teacher(), await client.student(), await client.student()
    class_id = await client.make_class(teacher, ada, ben)
    desk, seat, *others = [
        await client.socket(person) for person in (teacher, ada, ada, ben, teacher)
    ]
    for socket in (desk, seat):
        assert await watch(socket) == []
    session = await client.start(teacher, class_id)
    for socket in (desk, seat):
        assert await socket.expect("SESSION_STARTED") == {**session, "className": "Algebra"}
    for socket in others:
        await socket.heard_nothing()


async def test_a_session_that_is_already_running_is_not_announced_again(lesson: Lesson) -> None:
    await watch(lesson.desk)
    await lesson.client.start(lesson.teacher, lesson.class_id)
    await lesson.desk.heard_nothing()


async def test_concurrent_starts_make_one_session_and_one_announcement(client: Client) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    desk = await client.socket(teacher)
    await watch(desk)
    started = await asyncio.gather(*(client.start(teacher, class_id) for _ in range(5)))
    announced = await desk.expect("SESSION_STARTED")
    assert {session["sessionId"] for session in started} == {announced["sessionId"]}
    await desk.heard_nothing()


async def test_a_watcher_enrolled_during_a_session_is_notified(
    lesson: Lesson,
) -> None:
    dan = await lesson.client.student()
    seat = await lesson.client.socket(dan)
    await watch(seat)
    await lesson.client.enrol(lesson.teacher, lesson.class_id, dan)
    assert (await seat.expect("SESSION_STARTED"))["sessionId"] == lesson.session_id


async def test_watching_and_later_frames_miss_nothing_and_repeat_nothing(
    lesson: Lesson,
) -> None:
    """Sockets open while marks arrive; each has the whole story from its first answer on."""
    rng = random.Random(7)
    story: list[Frame] = []
    late: list[tuple[Socket, list[Frame]]] = []

    async def teach() -> None:
        while len(late) < 24:
            for _ in range(5):
                student, status = rng.choice(lesson.students), rng.choice(["present", "absent"])
                await lesson.desk.send("MARK_ATTENDANCE", studentId=student.id, status=status)
            story.extend([await lesson.desk.next() for _ in range(5)])
        await lesson.desk.send("DONE")
        story.append(await lesson.desk.next())

    async def come_late() -> None:
        for _ in range(8):
            socket = await lesson.client.socket(lesson.teacher)
            await socket.send("WATCH")
            late.append((socket, await until(socket, "WATCHING")))

    await asyncio.gather(teach(), *(come_late() for _ in range(3)))
    for socket, (*before, (_, watching)) in late:
        after = await until(socket, "SESSION_ENDED")
        assert story[-len(before + after) :] == before + after
        known: dict[str, Any] = {}
        for _, mark in story[: -len(after)]:
            student = mark["studentId"]
            if known.get(student, {}).get("status") != mark["status"]:
                known.pop(student, None)
            known[student] = {name: mark[name] for name in ("studentId", "status", "markedAt")}
        assert watching["sessions"][0]["marks"] == list(known.values())


async def test_a_socket_receives_every_mark_after_its_first_answer(lesson: Lesson) -> None:
    ada, _, _ = lesson.students

    async def attend() -> Socket:
        socket = await lesson.client.socket(ada)
        await socket.ask("CHECK_MY_STATUS")
        return socket

    sockets = await asyncio.gather(*(attend() for _ in range(20)))
    marked = await lesson.desk.mark(ada)
    for socket in sockets:
        assert await socket.expect("ATTENDANCE_MARKED") == marked


async def test_the_frames_of_one_socket_are_answered_in_order(lesson: Lesson) -> None:
    """500 frames of every kind without a pause, compared with a simple model."""
    rng = random.Random(11)
    present: dict[str, None] = {}
    expected: list[tuple[str, Any]] = []

    def mark() -> tuple[str, Any]:
        student, status = rng.choice(lesson.students).id, rng.choice(["present", "absent"])
        if status == "absent":
            present.pop(student, None)
        else:
            present.setdefault(student)
        expected.append(("ATTENDANCE_MARKED", (student, status)))
        return "MARK_ATTENDANCE", {"studentId": student, "status": status}

    def summary() -> tuple[str, Any]:
        expected.append(("TODAY_SUMMARY", list(present)))
        return "GET_TODAY_SUMMARY", {}

    def watching() -> tuple[str, Any]:
        expected.append(("WATCHING", len(present)))
        return "WATCH", {}

    def wrong() -> tuple[str, Any]:
        event, data, message = rng.choice(
            [
                ("MARK_ATTENDANCE", {"studentId": "nobody"}, "Student not in class"),
                ("MARK_ATTENDANCE", {}, "Invalid message format"),
                ("MARK_ATTENDANCE", [], "Invalid message format"),
                ("NO_SUCH_EVENT", {}, "Unknown event"),
                ("CHECK_MY_STATUS", {}, "Forbidden, student event only"),
                ("DONE", {"classId": "none"}, "No active attendance session"),
            ]
        )
        expected.append(("ERROR", message))
        return event, data

    def simplified(event: str, data: Any) -> tuple[str, Any]:
        match event:
            case "ATTENDANCE_MARKED":
                return event, (data["studentId"], data["status"])
            case "TODAY_SUMMARY":
                assert data["presentCount"] == len(data["presentStudentIds"])
                return event, data["presentStudentIds"]
            case "WATCHING":
                return event, data["sessions"][0]["presentCount"]
        return event, data["message"]

    for _ in range(500):
        event, data = rng.choice([mark, mark, summary, watching, wrong])()
        await lesson.desk.ws.send_json({"event": event, "data": data})
    assert [simplified(*await lesson.desk.next()) for _ in range(500)] == expected


async def test_the_frames_of_one_student_are_answered_in_order(lesson: Lesson) -> None:
    seat = lesson.seats[0]
    requests = ["CHECK_MY_STATUS", "DONE", "WATCH", "NO_SUCH_EVENT"] * 25
    for event in requests:
        await seat.send(event)
    answers = [await seat.next() for _ in requests]
    assert [data.get("message", event) for event, data in answers] == [
        "MY_STATUS",
        "Forbidden, teacher event only",
        "WATCHING",
        "Unknown event",
    ] * 25


async def test_a_summary_right_after_marks_counts_them(lesson: Lesson) -> None:
    for student in lesson.students:
        await lesson.desk.send("MARK_ATTENDANCE", studentId=student.id)
    await lesson.desk.send("GET_TODAY_SUMMARY")
    for _ in lesson.students:
        await lesson.desk.expect("ATTENDANCE_MARKED")
    assert (await lesson.desk.expect("TODAY_SUMMARY"))["presentCount"] == 3
