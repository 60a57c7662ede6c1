"""What was read of a session is out of date if it ends before the answer is processed."""

import asyncio

import aiohttp
import pytest

from attendance_server.models import Session
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store.sessions import Sessions
from tests.support.client import Client, Lesson


class LateReads:
    """Reads of the running session of a class, whose answers can be held up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.held = asyncio.Event()
        self.arrived = asyncio.Event()
        self.arrived.set()
        read = Sessions.running

        async def running(sessions: Sessions, class_id: str) -> Session | None:
            session = await read(sessions, class_id)
            self.held.set()
            await self.arrived.wait()
            return session

        monkeypatch.setattr(Sessions, "running", running)

    def hold(self) -> None:
        """Hold up the answers from now on, until `arrived`."""
        self.arrived.clear()
        self.held.clear()


async def test_a_session_that_ends_while_it_is_read_does_not_run_again(
    replicated: Settings, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = LateReads(monkeypatch)
    async with serving(replicated) as url:
        lesson = await Lesson.begin(Client(url, http))
        client, teacher = lesson.client, lesson.teacher
        late = await client.student()
        await lesson.desk.mark(lesson.students[0])
        for seat in lesson.seats:
            await seat.expect("ATTENDANCE_MARKED")
        reads.hold()
        enrolling = asyncio.create_task(client.enrol(teacher, lesson.class_id, late))
        await reads.held.wait()
        result = await lesson.end()
        reads.arrived.set()
        assert (await enrolling).status == 200
        for seat in lesson.seats:
            assert await seat.expect("SESSION_ENDED") == result
        for socket in (lesson.desk, *lesson.seats):
            await socket.heard_nothing()
        assert (await client.get("/attendance/running", teacher.token)).data["sessions"] == []
        again = await client.start(teacher, lesson.class_id)
        assert again["sessionId"] != lesson.session_id
