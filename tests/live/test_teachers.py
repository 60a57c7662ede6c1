"""Several teachers of one running session: who joins and leaves it, and what each of them gets."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import aiohttp
import attrs
import pytest

from attendance_server.live import terms
from attendance_server.models import Commit, iso_time
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import ShareMarks
from attendance_server.store.sessions import Sessions
from tests.conftest import shared_client
from tests.support.client import PASSWORD, Client, Lesson, Person, Socket
from tests.support.clock import Clock

NOT_ITS_TEACHER = "Forbidden, not class teacher"
NONE = "No active attendance session"


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def add(lesson: Lesson, teacher: Person, until: str | None = None) -> None:
    path = f"/class/{lesson.class_id}/teachers"
    body = {"email": teacher.email, "until": until}
    assert (await lesson.client.post(path, body, lesson.teacher.token)).status == 200


async def remove(lesson: Lesson, teacher: Person) -> None:
    path = f"/class/{lesson.class_id}/teachers/{teacher.id}"
    assert (await lesson.client.call("DELETE", path, lesson.teacher.token)).status == 200


async def watched(socket: Socket) -> dict[str, list[str]]:
    """The sessions in the next frame, a `WATCHING`, each with the students marked in it."""
    sessions = (await socket.expect("WATCHING"))["sessions"]
    return {each["sessionId"]: [mark["studentId"] for mark in each["marks"]] for each in sessions}


@pytest.mark.parametrize("share_marks", ShareMarks)
async def test_teachers_who_mark_at_once_all_see_the_same_frames_in_one_order(
    settings: Settings, http: aiohttp.ClientSession, share_marks: ShareMarks
) -> None:
    async with serving(attrs.evolve(settings, share_marks=share_marks)) as url:
        lesson = await Lesson.begin(Client(url, http))
        colleagues = [await lesson.client.teacher() for _ in range(2)]
        for each in colleagues:
            await add(lesson, each)
        desks = [lesson.desk, *[await lesson.client.socket(each) for each in colleagues]]
        statuses = ["present", "late", "excused"]
        marks = [
            (desk, {"studentId": student.id, "status": status})
            for student in lesson.students
            for desk, status in zip(desks, statuses, strict=True)
        ]
        await asyncio.gather(*(desk.send("MARK_ATTENDANCE", **mark) for desk, mark in marks))
        heard = [[await desk.next() for _ in marks] for desk in desks]
        assert heard[0] == heard[1] == heard[2]
        names, frames = zip(*heard[0], strict=True)
        assert set(names) == {"ATTENDANCE_MARKED"}
        sent = {(mark["studentId"], mark["status"]) for _, mark in marks}
        assert {(frame["studentId"], frame["status"]) for frame in frames} == sent
        await desks[1].send("DONE")
        ends = [await desk.expect("SESSION_ENDED") for desk in desks]
        assert ends[0] == ends[1] == ends[2]
        assert len(ends[0]["attendance"]) == len(lesson.students)


async def test_an_assistant_who_is_added_joins_the_running_session_at_once(
    lesson: Lesson,
) -> None:
    ada, ben, _ = lesson.students
    colleague = await lesson.client.teacher()
    page, simple = [await lesson.client.socket(colleague) for _ in range(2)]
    await page.send("WATCH")
    assert await watched(page) == {}
    await lesson.desk.mark(ada)
    await add(lesson, colleague)
    assert await watched(page) == {lesson.session_id: [ada.id]}
    # Without `WATCH`, no frame has told of it, and the session is the only one they may take.
    assert (await simple.mark(ben, "late"))["classId"] == lesson.class_id
    for socket in (page, lesson.desk, *lesson.seats):
        while (frame := await socket.expect("ATTENDANCE_MARKED"))["studentId"] != ben.id:
            pass
        assert frame["status"] == "late"


async def test_an_assistant_who_is_removed_hears_nothing_more(lesson: Lesson) -> None:
    ada, ben, cat = lesson.students
    colleague = await lesson.client.teacher()
    await add(lesson, colleague)
    page = await lesson.client.socket(colleague)
    await page.send("WATCH")
    assert await watched(page) == {lesson.session_id: []}
    await page.mark(ada)
    await remove(lesson, colleague)
    assert await watched(page) == {}
    assert await page.ask_error("MARK_ATTENDANCE", studentId=ben.id) == NONE
    refused = await page.ask_error("DONE", classId=lesson.class_id)
    assert refused == NOT_ITS_TEACHER
    await lesson.desk.expect("ATTENDANCE_MARKED")
    await lesson.desk.mark(cat)
    await page.heard_nothing()


@pytest.mark.parametrize("share_marks", ShareMarks)
async def test_a_mark_on_its_way_is_answered_though_its_teacher_has_left(
    settings: Settings,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    share_marks: ShareMarks,
) -> None:
    arrived, goes_on, commit = asyncio.Event(), asyncio.Event(), Sessions.commit

    async def held_commit(store: Sessions, commits: Sequence[Commit], timeout: float) -> set[str]:
        arrived.set()
        await goes_on.wait()
        return await commit(store, commits, timeout)

    async with serving(attrs.evolve(settings, share_marks=share_marks)) as url:
        lesson = await Lesson.begin(Client(url, http))
        colleague = await lesson.client.teacher()
        await add(lesson, colleague)
        socket = await lesson.client.socket(colleague)
        monkeypatch.setattr(Sessions, "commit", held_commit)
        await socket.send("MARK_ATTENDANCE", studentId=lesson.students[0].id)
        await arrived.wait()
        await remove(lesson, colleague)
        goes_on.set()
        marked = await socket.expect("ATTENDANCE_MARKED")
        assert await lesson.desk.expect("ATTENDANCE_MARKED") == marked
        await lesson.desk.mark(lesson.students[1])
        await socket.heard_nothing()


async def test_a_substitute_leaves_a_running_session_when_their_time_is_over(
    settings: Settings,
    http: aiohttp.ClientSession,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terms, "LOOK", 0.01)
    until = iso_time(clock.now + timedelta(minutes=30))
    async with serving(settings) as url:
        lesson = await Lesson.begin(Client(url, http))
        ada, ben, cat = lesson.students
        substitute, stays = [await lesson.client.teacher() for _ in range(2)]
        await add(lesson, substitute, until)
        await add(lesson, stays)
        socket = await lesson.client.socket(substitute)
        await socket.mark(ada)
        clock.forward(minutes=10)
    # The server was stopped and started again, in the same lesson.
    async with serving(settings) as url:
        client = lesson.client = Client(url, http)
        desk, page, other = [
            await client.socket(each) for each in (lesson.teacher, substitute, stays)
        ]
        await page.send("WATCH")
        assert await watched(page) == {lesson.session_id: [ada.id]}
        await page.mark(ben)
        clock.forward(minutes=20)
        # The moment comes without a request of anyone.
        assert await watched(page) == {}
        for event in ("MARK_ATTENDANCE", "GET_TODAY_SUMMARY", "DONE"):
            data = {"classId": lesson.class_id, "studentId": cat.id}
            assert await page.ask_error(event, **data) == NOT_ITS_TEACHER
        refused = await client.get(f"/class/{lesson.class_id}", substitute.token)
        assert refused.error == (403, NOT_ITS_TEACHER)
        assert (await client.get("/classes", substitute.token)).data == []
        for socket in (desk, other):
            await socket.expect("ATTENDANCE_MARKED")
            await socket.mark(cat)
        await page.heard_nothing()
    async with serving(settings) as url:
        again = await Client(url, http).socket(substitute)
        await again.send("WATCH")
        assert await watched(again) == {}


async def test_no_event_of_a_substitute_is_taken_after_their_time(
    clock: Clock, client: Client
) -> None:
    lesson = await Lesson.begin(client)
    substitute = await client.teacher()
    await add(lesson, substitute, iso_time(clock.now + timedelta(minutes=5)))
    socket = await client.socket(substitute)
    await socket.mark(lesson.students[0])
    # The clock is set, which nothing has noticed yet.
    clock.forward(minutes=5)
    data = {"classId": lesson.class_id, "studentId": lesson.students[1].id}
    for event in ("MARK_ATTENDANCE", "DONE"):
        assert await socket.ask_error(event, **data) == NOT_ITS_TEACHER


async def test_a_longer_time_replaces_that_of_a_substitute(
    settings: Settings,
    http: aiohttp.ClientSession,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terms, "LOOK", 0.01)
    async with serving(settings) as url:
        lesson = await Lesson.begin(Client(url, http))
        short, longer = [await lesson.client.teacher() for _ in range(2)]
        for each in (short, longer):
            await add(lesson, each, iso_time(clock.now + timedelta(minutes=5)))
        await add(lesson, longer, iso_time(clock.now + timedelta(hours=1)))
        pages = [await lesson.client.socket(each) for each in (short, longer)]
        for page in pages:
            await page.send("WATCH")
            assert await watched(page) == {lesson.session_id: []}
        clock.forward(minutes=6)
        assert await watched(pages[0]) == {}
        assert (await pages[1].mark(lesson.students[0]))["classId"] == lesson.class_id


async def test_a_deleted_account_leaves_the_sessions_it_assisted_in(lesson: Lesson) -> None:
    colleague = await lesson.client.teacher()
    await add(lesson, colleague)
    socket = await lesson.client.socket(colleague)
    answer = await lesson.client.call(
        "DELETE", "/auth/me", colleague.token, json={"password": PASSWORD}
    )
    assert answer.status == 200
    await socket.expect_unauthorized()
    shown = (await lesson.client.get(f"/class/{lesson.class_id}", lesson.teacher.token)).data
    assert [each["_id"] for each in shown["teachers"]] == [lesson.teacher.id]
    await lesson.desk.mark(lesson.students[0])
