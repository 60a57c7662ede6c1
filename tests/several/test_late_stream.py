"""What a server does before the change stream has shown it what others did, and after that."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from attendance_server.models import utc_now
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store import Store
from attendance_server.store.change_stream import Change, ChangeStream
from tests.support.client import Client
from tests.support.witness import NOT_RUNNING


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """The change stream of the first server shows nothing until this is set."""
    shown = asyncio.Event()
    first: list[ChangeStream] = []
    changes = ChangeStream.changes

    async def late(stream: ChangeStream) -> list[Change]:
        first.append(stream)
        if stream is first[0]:
            await shown.wait()
        return await changes(stream)

    monkeypatch.setattr(ChangeStream, "changes", late)
    return shown


@pytest.fixture
async def other(replicated: Settings) -> AsyncIterator[Store]:
    """The store of another server."""
    store = Store(replicated.mongo_uri or "", timeout=30)
    await store.prepare()
    yield store
    store.close()


async def test_a_session_that_has_ended_does_not_run_again_once_its_start_is_shown(
    replicated: Settings, other: Store, shown: asyncio.Event
) -> None:
    async with serving(replicated) as url, aiohttp.ClientSession() as http:
        client = Client(url, http)
        teacher, ada = await client.teacher(), await client.student()
        algebra, biology = [await client.make_class(teacher, ada) for _ in range(2)]
        seat = await client.socket(ada)
        assert await seat.ask("WATCH") == ("WATCHING", {"sessions": []})
        started = await client.start(teacher, algebra)
        assert (await seat.expect("SESSION_STARTED"))["sessionId"] == started["sessionId"]
        desk = await client.socket(teacher)
        await desk.mark(ada)
        await seat.expect("ATTENDANCE_MARKED")
        await desk.send("DONE")
        await seat.expect("SESSION_ENDED")
        shown.set()

        # What is shown after all of that.
        session = await other.sessions.start(await other.classes.get(biology), utc_now())
        assert (await seat.expect("SESSION_STARTED"))["sessionId"] == session.id


@pytest.mark.parametrize("over_http", [False, True], ids=["socket", "call"])
async def test_a_mark_of_someone_enrolled_after_the_end_is_refused_for_the_end(
    replicated: Settings, shown: asyncio.Event, over_http: bool
) -> None:
    async with (
        serving(replicated) as late,
        serving(replicated) as other,
        aiohttp.ClientSession() as http,
    ):
        here, there = Client(late, http), Client(other, http)
        teacher, ada = await here.teacher(), await here.student()
        class_id = await here.make_class(teacher)
        await here.start(teacher, class_id)
        desk = await here.socket(teacher)
        of_class = {"classId": class_id}
        assert (await there.post("/attendance/end", of_class, teacher.token)).status == 200
        assert (await there.enrol(teacher, class_id, ada)).status == 200

        if over_http:
            marks = {"marks": [{"studentId": ada.id}]}
            answer = await here.post(f"/attendance/{class_id}/marks", marks, teacher.token)
            assert answer.error == (409, NOT_RUNNING)
            assert (await desk.expect("SESSION_ENDED"))["classId"] == class_id
        else:
            await desk.send("MARK_ATTENDANCE", classId=class_id, studentId=ada.id)
            assert (await desk.expect("SESSION_ENDED"))["classId"] == class_id
            assert await desk.error() == NOT_RUNNING
