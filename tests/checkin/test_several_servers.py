"""A lesson with its teacher at one server and its students at another, whose clock is wrong."""

import asyncio
import sys
from collections.abc import AsyncIterator, Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from attrs import evolve

from attendance_server.checkin.changes import CalledOut
from attendance_server.live.backlog import Backlog, Submission
from attendance_server.live.changes import Saved
from attendance_server.live.event_records import records_of
from attendance_server.live.following import Following
from attendance_server.live.live_session import LiveSession
from attendance_server.live.registry import SessionRegistry
from attendance_server.models import Arrival, Session, StoredSession, Way
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.checkin.conftest import LONG_STEPS
from tests.conftest import SECRET
from tests.support.client import Client, Lesson, Person, Socket
from tests.support.process import Server

HOUR = 3600
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
async def clients(
    replicated: Settings,
    tmp_path: Path,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[tuple[Client, Client]]:
    """Clients of two servers, as if on two machines; the clock of the second is wrong."""
    monkeypatch.setattr("attendance_server.app.boot_id", lambda: "another machine")
    other = Server(tmp_path, MONGO_URI=replicated.mongo_uri or "", JWT_SECRET=SECRET, JWT_TTL="10m")
    other.command = [sys.executable, "-m", "tests.support.wrong_clock", str(HOUR)]
    # First: meanwhile a server in this process could not say that it lives.
    other.start()
    try:
        async with serving(evolve(replicated, jwt_ttl=600.0)) as url:
            yield Client(url, http), Client(other.url, http)
    finally:
        await asyncio.to_thread(other.stop)


async def watching(client: Client, person: Person) -> Socket:
    socket = await client.socket(person)
    await socket.ask("WATCH")
    return socket


async def until(socket: Socket, event: str) -> Any:
    """The data of the next frame with this event."""
    while True:
        name, data = await socket.next()
        if name == event:
            return data


async def test_check_in_and_tokens_hold_at_both(clients: tuple[Client, Client]) -> None:
    here, there = clients
    lesson = await Lesson.begin(here, checkIn=LONG_STEPS)
    ada, ben, cleo = lesson.students
    board = await watching(there, lesson.teacher)
    seats = [await watching(there, each) for each in lesson.students]

    shown = (await lesson.desk.ask("OPEN_CHECK_IN", classId=lesson.class_id))[1]
    also = await until(board, "CHECK_IN_CODE")
    assert (also["link"], also["code"]) == (shown["link"], shown["code"])
    assert abs(also["step"] - shown["step"]) < 5

    everyone: list[Any] = [lesson.desk, board, *seats, *lesson.seats]
    for number, (student, code) in enumerate(((ada, shown["link"]), (ben, shown["code"]))):
        await seats[number].send("CHECK_IN", code=code, classId=lesson.class_id)
        told = [await until(each, "ATTENDANCE_MARKED") for each in everyone]
        assert {each["studentId"] for each in told} == {student.id}
        assert told == [told[0]] * len(everyone)

    await lesson.desk.send("HEAD_COUNT", count=1)
    await lesson.desk.send("CALL_OUT", count=3)
    frames = [[await each.next() for _ in range(2)] for each in (lesson.desk, board)]
    assert frames[0] == frames[1]
    assert [name for name, _ in frames[1]] == ["HEAD_COUNTED", "CALLED_OUT"]
    assert len(frames[1][1][1]["students"]) == 2

    # A hand that is raised at one is seen at both, also by those who ask later.
    await seats[2].send("RAISE_HAND", classId=lesson.class_id)
    for desk in (lesson.desk, board):
        assert (await until(desk, "HAND_RAISED"))["studentId"] == cleo.id
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/check-ins"
    for client in clients:
        seen = (await client.get(path, lesson.teacher.token)).data
        assert [each["studentId"] for each in seen["hands"]] == [cleo.id]

    # A token ends at both, wherever it was issued and ended.
    for first, second in (clients, (there, here)):
        dora = await first.student()
        assert (await second.get("/auth/me", dora.token)).status == 200
        socket = await watching(second, dora)
        assert (await first.post("/auth/logout", {}, dora.token)).status == 200
        await socket.expect_unauthorized()
        assert (await second.get("/auth/me", dora.token)).status == 401


async def test_a_call_out_that_was_missed_has_those_who_came_in_the_same_commit() -> None:
    heard: list[Saved] = []

    class Listener:
        async def settled(self, _: Submission) -> None: ...

        async def followed(self, event: Saved) -> None:
            heard.append(event)

        def lost(self, _: LiveSession) -> None: ...

    class Reader:
        async def stored(self, _: Collection[str]) -> dict[str, StoredSession]:
            return {}

    registry = SessionRegistry()
    live = LiveSession(Session("a", "class-a", "Algebra", "t", NINE, ("ada",)))
    registry.add(live)
    backlog = Backlog(registry, timeout=10.0, limit=10)
    following = Following(registry, backlog, Reader(), Listener())
    ada = Arrival("ada", NINE, Way.SCANNED, called=True)
    called = CalledOut(live, "t", (ada,), 0)
    saved = evolve(live.base, roster=("ada",), arrivals={"ada": ada}, commit=live.commits + 1)
    backlog.fall_behind(live)
    await following.take_over(live, StoredSession(saved, events=tuple(records_of(called))))
    assert heard == [called]
