"""One change, callback or connection that fails does not affect the others."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from attendance_server.live import heartbeat
from attendance_server.live.connection import Connection
from attendance_server.live.pending import PendingChanges
from attendance_server.live.rooms import Rooms
from attendance_server.live.websocket import WebSocketConnection
from tests.support.client import PATIENCE, Client, Lesson, Socket

FAILED = "Internal server error"


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
async def lesson(client: Client) -> Lesson:
    return await Lesson.begin(client)


@pytest.fixture
def fail_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes a method fail at its next call with arguments for which `when` is true."""

    def fail_once(owner: type, name: str, when: Callable[..., bool] = lambda *_: True) -> None:
        real = getattr(owner, name)
        failures = [RuntimeError("injected")]

        def method(*args: Any, **options: Any) -> Any:
            if failures and when(*args):
                raise failures.pop()
            return real(*args, **options)

        monkeypatch.setattr(owner, name, method)

    return fail_once


async def failure(socket: Socket) -> str:
    """The message of the next frame, an `ERROR`; internal errors are not in the description."""
    frame = await socket.ws.receive_json(timeout=PATIENCE)
    assert frame["event"] == "ERROR", frame
    message: str = frame["data"]["message"]
    return message


def tracebacks(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Log messages with a traceback of the injected failure."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.exc_info and "injected" in str(record.exc_info[1])
    ]


async def test_a_failed_broadcast_is_answered_and_logged_and_the_next_succeeds(
    lesson: Lesson, caplog: pytest.LogCaptureFixture, fail_once: Callable[..., None]
) -> None:
    ada, ben, _ = lesson.students
    fail_once(Rooms, "broadcast")
    await lesson.desk.send("MARK_ATTENDANCE", studentId=ada.id)
    await lesson.desk.send("MARK_ATTENDANCE", studentId=ben.id)
    assert await failure(lesson.desk) == FAILED
    assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["studentId"] == ben.id
    assert len(tracebacks(caplog)) == 1
    # The mark had been saved, and its sender may send it again.
    assert (await lesson.desk.mark(ada))["studentId"] == ada.id
    assert (await lesson.client.get("/readyz")).status == 200


async def test_a_failed_change_is_refused_and_the_rest_of_its_batch_saved(
    lesson: Lesson, caplog: pytest.LogCaptureFixture, fail_once: Callable[..., None]
) -> None:
    ada, ben, cem = lesson.students
    fail_once(PendingChanges, "mark", lambda _, student_id, *rest: student_id == ben.id)
    for student in (ada, ben, cem):
        await lesson.desk.send("MARK_ATTENDANCE", studentId=student.id)
    assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["studentId"] == ada.id
    assert await failure(lesson.desk) == FAILED
    assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["studentId"] == cem.id
    assert len(tracebacks(caplog)) == 1
    summary = await lesson.end()
    assert summary["presentCount"] == 2


async def test_a_failed_refusal_does_not_stop_the_journal(
    lesson: Lesson, caplog: pytest.LogCaptureFixture, fail_once: Callable[..., None]
) -> None:
    await lesson.end()
    again = await lesson.client.start(lesson.teacher, lesson.class_id)
    assert again["sessionId"] != lesson.session_id
    fail_once(Rooms, "send_error")
    fail_once(PendingChanges, "mark")
    await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[0].id)
    await lesson.desk.mark(lesson.students[1])
    assert len(tracebacks(caplog)) == 2


async def test_an_enrolment_that_cannot_be_sent_to_sockets_is_still_answered(
    lesson: Lesson, caplog: pytest.LogCaptureFixture, fail_once: Callable[..., None]
) -> None:
    late = await lesson.client.student()
    fail_once(Rooms, "admit")
    assert (await lesson.client.enrol(lesson.teacher, lesson.class_id, late)).status == 200
    assert len(tracebacks(caplog)) == 1
    await lesson.desk.mark(late)


async def test_a_connection_that_fails_to_write_is_closed_and_others_get_their_frames(
    lesson: Lesson, caplog: pytest.LogCaptureFixture, fail_once: Callable[..., None]
) -> None:
    ada, ben, _ = lesson.students
    fail_once(WebSocketConnection, "write", lambda connection, _: connection.user_id == ada.id)
    await lesson.desk.mark(ben)
    for seat in lesson.seats[1:]:
        await seat.expect("ATTENDANCE_MARKED")
    assert await lesson.seats[0].close_code() == 1011
    assert len(tracebacks(caplog)) == 1


async def test_others_get_their_frames_when_the_sender_fails_to_write(
    lesson: Lesson, caplog: pytest.LogCaptureFixture, fail_once: Callable[..., None]
) -> None:
    teacher = lesson.teacher.id
    fail_once(WebSocketConnection, "write", lambda connection, _: connection.user_id == teacher)
    await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[0].id)
    for seat in lesson.seats:
        await seat.expect("ATTENDANCE_MARKED")
    assert await lesson.desk.close_code() == 1011
    assert len(tracebacks(caplog)) == 1


async def test_the_heartbeat_continues_with_other_connections(
    client: Client,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    fail_once: Callable[..., None],
) -> None:
    looked = asyncio.Event()
    look = heartbeat._look

    def look_at(connection: Connection) -> None:
        look(connection)
        looked.set()

    monkeypatch.setattr(heartbeat, "BEAT", 0.05)
    monkeypatch.setattr(heartbeat, "_look", look_at)
    socket = await client.socket(await client.student())
    fail_once(heartbeat, "_look")
    await looked.wait()
    looked.clear()
    await looked.wait()
    await socket.heard_nothing()
    assert len(tracebacks(caplog)) == 1


async def test_the_token_watch_continues_with_other_connections(
    client: Client, caplog: pytest.LogCaptureFixture, fail_once: Callable[..., None]
) -> None:
    ada = await client.student()
    sockets = [await client.socket(ada), await client.socket(ada)]
    fail_once(Rooms, "send_error")
    body = {"oldPassword": "correct horse", "newPassword": "correct horses"}
    assert (await client.post("/auth/password", body, ada.token)).status == 200
    # A socket that cannot be sent the error is closed all the same.
    assert await sockets[0].close_code() == 4401
    await sockets[1].expect_unauthorized()
    assert len(tracebacks(caplog)) == 1
