"""The database becomes unavailable under a running server, and recovers.

It is killed, as by a crash, or paused, as by a machine that hangs. While it is paused, connections
stay open, and what was sent is carried out later.
"""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import aiohttp
import pymongo
import pytest

from tests.support.client import PASSWORD, Client, Lesson, Socket
from tests.support.metrics import until_waiting
from tests.support.mongo import Mongod, Outage
from tests.support.process import SECRET, Server
from tests.support.witness import Mark, Witness, frames_until_close

UNAVAILABLE = "Storage unavailable, try again"
NO_ANSWER = (503, UNAVAILABLE)
FOREVER = "600s"
"""Longer than any test."""
SHORT = "2s"
"""Every test waits for it to expire; before that, a busy machine begins a lesson in it."""

Begin: TypeAlias = Callable[..., Awaitable[Lesson]]


@pytest.fixture
def mongod(mortal_mongod: Mongod) -> Mongod:
    return mortal_mongod


@pytest.fixture(params=["killed", "paused"])
def outage(mongod: Mongod, request: pytest.FixtureRequest) -> Outage:
    return Outage(mongod, request.param)


@pytest.fixture
def server(mongod: Mongod, tmp_path: Path) -> Iterator[Server]:
    """A server, not yet started, with its own database and a timeout that never expires."""
    uri = f"{mongod.uri}o{uuid.uuid4().hex}"
    server = Server(tmp_path, MONGO_URI=uri, JWT_SECRET=SECRET, COMMIT_TIMEOUT=FOREVER)
    yield server
    server.kill()


@pytest.fixture
def begin(server: Server, http: aiohttp.ClientSession) -> Begin:
    """Start the server, with further settings, and a lesson."""

    async def start(**settings: str) -> Lesson:
        server.settings.update(settings)
        return await Lesson.begin(Client(server.start().url, http))

    return start


def saved(server: Server) -> dict[str, Any]:
    """The one session in the server's database."""
    with pymongo.MongoClient[dict[str, Any]](server.settings["MONGO_URI"]) as client:
        (document,) = client.get_default_database().sessions.find()
        return document


def saved_marks(server: Server) -> dict[str, str]:
    return {student: mark["status"] for student, mark in saved(server)["marks"].items()}


async def present(desk: Socket) -> list[str]:
    name, summary = await desk.ask("GET_TODAY_SUMMARY")
    assert name == "TODAY_SUMMARY"
    ids: list[str] = summary["presentStudentIds"]
    return ids


async def until_marked(desk: Socket, student_id: str) -> None:
    """Mark a student, retrying while storage is unavailable."""
    while True:
        name, data = await desk.ask("MARK_ATTENDANCE", studentId=student_id)
        if name == "ATTENDANCE_MARKED":
            return
        assert data == {"message": UNAVAILABLE, "code": "storage_unavailable"}


async def test_marks_wait_until_the_database_is_back(
    begin: Begin, server: Server, outage: Outage
) -> None:
    lesson = await begin()
    ids = [student.id for student in lesson.students]
    other_desk = await lesson.client.socket(lesson.teacher)
    outage.begin()
    for student_id in ids:
        await lesson.desk.send("MARK_ATTENDANCE", studentId=student_id)
    assert await present(other_desk) == [], "a summary counts no mark that may still be refused"
    assert await lesson.seats[0].ask("CHECK_MY_STATUS") == (
        "MY_STATUS",
        {"classId": lesson.class_id, "status": None},
    )
    outage.end()
    for socket in (lesson.desk, other_desk, *lesson.seats):
        received = [(await socket.expect("ATTENDANCE_MARKED"))["studentId"] for _ in ids]
        assert received == ids
    assert await present(other_desk) == ids
    assert saved_marks(server) == dict.fromkeys(ids, "present")


async def test_an_end_waits_until_the_database_is_back(
    begin: Begin, server: Server, outage: Outage
) -> None:
    lesson = await begin()
    await lesson.desk.mark(lesson.students[0])
    outage.begin()
    await lesson.desk.send("DONE")
    outage.end()
    ended = await lesson.desk.expect("SESSION_ENDED")
    assert ended["presentCount"] == 1
    assert saved(server)["endedAt"]


async def test_a_mark_that_waited_too_long_is_refused_and_not_saved(
    begin: Begin, server: Server, outage: Outage
) -> None:
    lesson = await begin(COMMIT_TIMEOUT=SHORT)
    ada, ben, cy = lesson.students
    await until_marked(lesson.desk, ada.id)
    other_desk = await lesson.client.socket(lesson.teacher)
    outage.begin()
    await lesson.desk.send("MARK_ATTENDANCE", studentId=ada.id, status="absent")
    await lesson.desk.send("MARK_ATTENDANCE", studentId=ben.id)
    assert await lesson.desk.error() == UNAVAILABLE
    assert await lesson.desk.error() == UNAVAILABLE
    assert await present(other_desk) == [ada.id]
    outage.end()
    # A paused database now carries out what was refused; the next saved mark corrects that.
    await until_marked(lesson.desk, cy.id)
    assert await present(lesson.desk) == [ada.id, cy.id]
    assert saved_marks(server) == {ada.id: "present", cy.id: "present"}


async def test_a_refused_mark_is_undone_even_without_another_mark(
    begin: Begin, server: Server, outage: Outage
) -> None:
    lesson = await begin(COMMIT_TIMEOUT=SHORT)
    outage.begin()
    assert await lesson.desk.ask_error("MARK_ATTENDANCE", studentId=lesson.students[0].id) == (
        UNAVAILABLE
    )
    outage.end()
    # The server stops once the database holds what was announced.
    stopping = asyncio.create_task(asyncio.to_thread(server.stop))
    await frames_until_close(lesson.desk, *lesson.seats)
    assert await stopping == 0
    assert saved_marks(server) == {}


async def test_an_end_that_waited_too_long_leaves_the_session_running(
    begin: Begin, server: Server, outage: Outage
) -> None:
    lesson = await begin(COMMIT_TIMEOUT=SHORT)
    outage.begin()
    assert await lesson.desk.ask_error("DONE") == UNAVAILABLE
    outage.end()
    await until_marked(lesson.desk, lesson.students[0].id)
    assert saved(server)["endedAt"] is None
    again = await lesson.client.start(lesson.teacher, lesson.class_id)
    assert again["sessionId"] == lesson.session_id


async def test_requests_during_an_outage_report_unavailable_storage(
    begin: Begin, server: Server, outage: Outage
) -> None:
    lesson = await begin(COMMIT_TIMEOUT=SHORT)
    client, teacher, student = lesson.client, lesson.teacher, lesson.students[0]
    signup = {"name": "Ida", "email": "ida@school.test", "password": PASSWORD, "role": "student"}
    outage.begin()
    answers = await asyncio.gather(
        client.post("/auth/signup", signup),
        client.post("/auth/login", {"email": teacher.email, "password": PASSWORD}),
        client.get("/auth/me", teacher.token),
        client.get("/classes", teacher.token),
        client.post("/class", {"className": "Art"}, teacher.token),
        client.post("/attendance/start", {"classId": lesson.class_id}, teacher.token),
        client.get(f"/attendance/{lesson.class_id}/my-attendance", student.token),
    )
    assert [answer.error for answer in answers] == [NO_ANSWER] * len(answers)
    assert (await client.get("/nowhere")).status == 404, "the server itself is well"
    outage.end()
    while (answer := await client.get("/auth/me", teacher.token)).status == 503:
        pass
    assert answer.data["_id"] == teacher.id
    assert server.running
    assert "Traceback" not in server.err


async def test_a_crowd_waiting_for_the_database_delays_no_answer(
    begin: Begin, mongod: Mongod
) -> None:
    patience = 4
    lesson = await begin(COMMIT_TIMEOUT=f"{patience}s")
    await until_marked(lesson.desk, lesson.students[0].id)
    mongod.pause()
    began = time.monotonic()
    # Many more than the driver has threads: they would be answered in waves, each after `patience`.
    crowd = [await request_own_account(lesson) for _ in range(70)]
    await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[1].id)
    assert (await lesson.client.get("/readyz")).error == NO_ANSWER
    ready = time.monotonic() - began
    answers = await asyncio.gather(*(reader.read() for reader, _ in crowd))
    waited = time.monotonic() - began
    assert await lesson.desk.error() == UNAVAILABLE
    print(f"/readyz: 503 after {ready:.1f} s; the last of {len(crowd)}: 503 after {waited:.1f} s")
    assert {answer.split()[1] for answer in answers} == {b"503"}
    assert max(ready, waited) < 2 * patience, "that is when a second wave would be answered"


async def test_a_mark_sent_behind_a_waiting_crowd_is_saved_when_the_database_is_back(
    begin: Begin, mongod: Mongod
) -> None:
    lesson = await begin()
    mongod.pause()
    crowd = [await request_own_account(lesson) for _ in range(70)]
    await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[0].id)
    mongod.resume()
    await lesson.desk.expect("ATTENDANCE_MARKED")
    assert {(await reader.read()).split()[1] for reader, _ in crowd} == {b"200"}


async def request_own_account(lesson: Lesson) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Send a request on its own connection; its answer can be read later."""
    host, port = lesson.client.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    fields = f"Host: {host}\r\nAuthorization: {lesson.teacher.token}\r\nConnection: close"
    writer.write(f"GET /auth/me HTTP/1.1\r\n{fields}\r\n\r\n".encode())
    return reader, writer


async def test_a_constant_stream_of_marks_does_not_prevent_recovery(
    begin: Begin, server: Server, http: aiohttp.ClientSession, outage: Outage
) -> None:
    lesson = await begin(COMMIT_TIMEOUT=SHORT)
    witness = await Witness.open(http, server.url, lesson.teacher)
    mark = Mark(lesson.class_id, lesson.students[0].id, "present")

    async def stream() -> None:
        while True:
            await witness.mark(mark)
            await asyncio.sleep(0.003)

    streaming = asyncio.create_task(stream())
    outage.begin()
    await witness.until(lambda: count_answers(witness, UNAVAILABLE) > 100, "marks are refused")
    await asyncio.to_thread(outage.end)
    await witness.until(
        lambda: count_answers(witness, "ATTENDANCE_MARKED") > 100, "marks are accepted again"
    )
    streaming.cancel()
    await witness.settled()
    assert "Traceback" not in server.err
    await witness.leave()


def count_answers(witness: Witness, answer: str) -> int:
    return sum(ask.answer == answer for ask in witness.asks)


async def test_when_too_many_marks_wait_the_next_is_refused_at_once(
    begin: Begin, server: Server, outage: Outage
) -> None:
    lesson = await begin(MAX_WAITING_MARKS="3")
    ids = [student.id for student in lesson.students]
    other_desk = await lesson.client.socket(lesson.teacher)
    outage.begin()
    for student_id in ids:
        await lesson.desk.send("MARK_ATTENDANCE", studentId=student_id)
    await until_waiting(lesson.client, len(ids))
    for seat in lesson.seats:
        assert (await seat.ask("CHECK_MY_STATUS"))[1]["status"] is None
    error = await other_desk.ask_error("MARK_ATTENDANCE", studentId=ids[0], status="absent")
    assert error == UNAVAILABLE
    outage.end()
    assert [(await lesson.desk.expect("ATTENDANCE_MARKED"))["studentId"] for _ in ids] == ids
    assert saved_marks(server) == dict.fromkeys(ids, "present")


async def test_a_server_stopped_during_an_outage_ends_in_time(
    begin: Begin, server: Server, outage: Outage
) -> None:
    lesson = await begin(COMMIT_TIMEOUT=SHORT, SHUTDOWN_TIMEOUT="3s")
    await until_marked(lesson.desk, lesson.students[0].id)
    outage.begin()
    await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[1].id)
    await lesson.seats[0].ask("CHECK_MY_STATUS")
    began = time.monotonic()
    stopping = asyncio.create_task(asyncio.to_thread(server.stop))
    frames, *_ = await frames_until_close(lesson.desk, *lesson.seats)
    assert frames in (
        [],
        [{"event": "ERROR", "data": {"message": UNAVAILABLE, "code": "storage_unavailable"}}],
    )
    assert await stopping == 0
    assert time.monotonic() - began < 20, "far from the bound only on a machine that stands still"
    assert "Traceback" not in server.err
    outage.end()
    assert saved_marks(server)[lesson.students[0].id] == "present"


async def test_a_stopped_server_waits_for_the_database_to_recover(
    begin: Begin, server: Server, outage: Outage
) -> None:
    lesson = await begin(SHUTDOWN_TIMEOUT=FOREVER)
    ids = [student.id for student in lesson.students]
    outage.begin()
    for student_id in ids:
        await lesson.desk.send("MARK_ATTENDANCE", studentId=student_id)
    await until_waiting(lesson.client, len(ids))
    stopping = asyncio.create_task(asyncio.to_thread(server.stop))
    await refuses_connections(lesson.client)
    outage.end()
    for frames in await frames_until_close(lesson.desk, *lesson.seats):
        assert [frame["data"]["studentId"] for frame in frames] == ids
    assert await stopping == 0
    assert saved_marks(server) == dict.fromkeys(ids, "present")


async def refuses_connections(client: Client) -> None:
    """Wait until the server accepts no more connections."""
    host, port = client.url.removeprefix("http://").split(":")
    while True:
        try:
            _, writer = await asyncio.open_connection(host, int(port))
        except ConnectionError:
            return
        writer.close()
        await asyncio.sleep(0.01)
