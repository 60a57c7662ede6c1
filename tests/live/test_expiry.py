"""A session that is never ended: after `SESSION_MAX` it ends by itself, once, as if by `DONE`."""

import asyncio
import logging
from datetime import datetime, timedelta

import aiohttp
import attrs
import pymongo
import pytest
from attrs import define

from attendance_server.exit_errors import SettingsError
from attendance_server.live import expiry, sessions
from attendance_server.live.expiry import Expiry
from attendance_server.live.live_session import LiveSession
from attendance_server.live.pending import PendingChanges
from attendance_server.models import Mark, Session, Status
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.conftest import new_database
from tests.support.client import PATIENCE, Client, Lesson
from tests.support.clock import NINE, Clock
from tests.support.mongo import BRIEF, Mongod

HALF_A_DAY = timedelta(hours=12)
ENDED = "session ended by itself"
NONE_RUNS = "No active attendance session"


@define
class Counted:
    """A clock that counts seconds, and stands still until it is moved."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def forward(self, **duration: float) -> None:
        self.seconds += timedelta(**duration).total_seconds()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """The clock of any server that starts after this; it is checked all the time."""
    counted = Counted()
    monkeypatch.setattr("attendance_server.app.seconds_counted", counted)
    monkeypatch.setattr(expiry, "LOOK", 0.01)
    return counted


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    return caplog


def ends(log: pytest.LogCaptureFixture) -> int:
    """How many sessions have ended by themselves."""
    return [record.getMessage() for record in log.records].count(ENDED)


async def refused_twice(log: pytest.LogCaptureFixture) -> None:
    """Wait until saving the end of a session has timed out at least twice."""
    async with asyncio.timeout(PATIENCE):
        while sum("could not be saved" in record.getMessage() for record in log.records) < 3:
            await asyncio.sleep(0.01)


async def reopened(lesson: Lesson) -> bool:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/reopen"
    return (await lesson.client.post(path, token=lesson.teacher.token)).status == 200


async def started(lesson: Lesson) -> str:
    session_id: str = (await lesson.client.start(lesson.teacher, lesson.class_id))["sessionId"]
    return session_id


async def ended_at(lesson: Lesson) -> datetime:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}"
    session = (await lesson.client.get(path, lesson.teacher.token)).data
    return datetime.fromisoformat(session["endedAt"])


async def test_a_forgotten_session_does_not_swallow_the_next_days_lesson(
    clock: Clock, settings: Settings, log: pytest.LogCaptureFixture
) -> None:
    async with aiohttp.ClientSession() as http:
        async with serving(settings) as url:
            lesson = await Lesson.begin(Client(url, http))
            await lesson.desk.mark(lesson.students[0])
        yesterday = lesson.session_id
        clock.forward(days=1)
        async with serving(settings) as url:
            lesson.client = Client(url, http)
            today = await started(lesson)
            assert today != lesson.session_id
            desk = await lesson.client.socket(lesson.teacher)
            await desk.send("GET_TODAY_SUMMARY")
            assert (await desk.expect("TODAY_SUMMARY"))["presentCount"] == 0
            assert await ended_at(lesson) == NINE + HALF_A_DAY
        assert ends(log) == 1
        clock.forward(days=1)
        for _ in range(2):
            async with serving(settings) as url:
                lesson.client = Client(url, http)
                async with asyncio.timeout(PATIENCE):
                    while ends(log) < 2:
                        await asyncio.sleep(0.01)
                assert await ended_at(lesson) == NINE + HALF_A_DAY
                lesson.session_id = today
                assert await ended_at(lesson) == NINE + timedelta(days=1) + HALF_A_DAY
                lesson.session_id = yesterday
    assert ends(log) == 2


async def test_a_session_ends_by_itself_as_if_by_done(
    clock: Clock,
    counted: Counted,
    client: Client,
    database: pymongo.database.Database,
    log: pytest.LogCaptureFixture,
) -> None:
    lesson, later = await Lesson.begin(client), await Lesson.begin(client)
    await lesson.desk.mark(lesson.students[0], "late")
    counted.forward(hours=6)
    latest = await Lesson.begin(client)
    counted.forward(hours=6)
    clock.forward(hours=12, seconds=1)
    ended = await lesson.desk.expect("SESSION_ENDED")
    for seat in lesson.seats:
        await seat.expect("ATTENDANCE_MARKED")
        assert await seat.expect("SESSION_ENDED") == ended
    statuses = [line["status"] for line in ended["attendance"]]
    assert (ended["sessionId"], statuses) == (lesson.session_id, ["late", "absent", "absent"])
    await later.desk.expect("SESSION_ENDED")
    assert await ended_at(lesson) == NINE + HALF_A_DAY
    assert await lesson.desk.ask_error("DONE") == NONE_RUNS
    await latest.desk.mark(latest.students[0])
    assert database.sessions.count_documents({"endedAt": None}) == 1
    assert ends(log) == 2
    # Like a session ended by hand, it can be reopened, and then has its full time again.
    assert await reopened(lesson)
    counted.forward(hours=6)
    await latest.desk.expect("SESSION_ENDED")
    await lesson.desk.mark(lesson.students[1])
    counted.forward(hours=6)
    assert (await lesson.desk.expect("SESSION_ENDED"))["presentCount"] == 2
    assert await ended_at(lesson) == clock.now


async def test_setting_the_wall_clock_neither_ends_nor_prolongs_a_session(
    clock: Clock, counted: Counted, client: Client
) -> None:
    lesson = await Lesson.begin(client)
    clock.forward(days=400)
    counted.forward(hours=11)
    await lesson.desk.mark(lesson.students[0])
    clock.forward(days=-800)
    counted.forward(hours=1)
    await lesson.desk.expect("SESSION_ENDED")
    assert await ended_at(lesson) >= NINE


async def test_done_at_the_moment_of_expiry_ends_the_session_once(
    counted: Counted, client: Client, log: pytest.LogCaptureFixture
) -> None:
    lesson = await Lesson.begin(client)
    by_hand = 0
    for _ in range(10):
        await asyncio.gather(lesson.desk.send("DONE"), asyncio.to_thread(counted.forward, hours=12))
        await lesson.desk.send("ANYTHING_NEW")
        frames = []
        while not frames or frames[-1][1].get("message") != "Unknown event":
            frames.append(await lesson.desk.next())
        assert [name for name, _ in frames].count("SESSION_ENDED") == 1
        assert {data["message"] for name, data in frames[:-1] if name == "ERROR"} <= {NONE_RUNS}
        by_hand += len(frames) == 2
        for seat in lesson.seats:
            await seat.expect("SESSION_ENDED")
        await started(lesson)
    assert by_hand + ends(log) == 10


async def test_starting_a_session_first_ends_an_overdue_one(
    monkeypatch: pytest.MonkeyPatch, counted: Counted, client: Client
) -> None:
    monkeypatch.setattr(expiry, "LOOK", 3600.0)
    lesson = await Lesson.begin(client)
    counted.forward(hours=12)
    assert await started(lesson) != lesson.session_id
    assert (await lesson.desk.expect("SESSION_ENDED"))["sessionId"] == lesson.session_id


async def test_during_an_outage_the_end_is_retried_until_it_is_saved(
    monkeypatch: pytest.MonkeyPatch,
    counted: Counted,
    mortal_mongod: Mongod,
    http: aiohttp.ClientSession,
    log: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(sessions, "RETRY_PAUSE", 0.01)
    with new_database(mortal_mongod) as settings:
        async with serving(attrs.evolve(settings, commit_timeout=BRIEF)) as url:
            lesson = await Lesson.begin(Client(url, http))
            mortal_mongod.pause()
            counted.forward(hours=12)
            await refused_twice(log)
            # It keeps running until its end is saved.
            assert await lesson.seats[0].ask("CHECK_MY_STATUS") == (
                "MY_STATUS",
                {"classId": lesson.class_id, "status": None},
            )
            mortal_mongod.resume()
            for socket in (lesson.desk, *lesson.seats):
                await socket.expect("SESSION_ENDED")
            assert await lesson.desk.ask_error("DONE") == NONE_RUNS
            await lesson.seats[0].heard_nothing()
    assert ends(log) == 1


def running(started_at: datetime = NINE, **marked_at: datetime) -> LiveSession:
    """A running session with marks at these times."""
    marks = {
        student: Mark(student, Status.PRESENT, at, seq)
        for seq, (student, at) in enumerate(marked_at.items(), 1)
    }
    return LiveSession(Session("s", "c", "Algebra", "t", started_at, tuple(marks), marks))


@pytest.mark.parametrize(
    ("due", "now", "ended"),
    [
        pytest.param(2, 2, 2, id="on time"),
        pytest.param(2, 50, 2, id="the server was away meanwhile"),
        pytest.param(1, 50, 1.5, id="a mark came after it should have ended"),
        pytest.param(9, 3, 3, id="the clock was set back"),
        pytest.param(9, -4, 0, id="the clock was set back to before the start"),
    ],
)
def test_a_session_ends_when_it_was_due_but_not_before_its_last_mark(
    due: float, now: float, ended: float
) -> None:
    def at(hours: float) -> datetime:
        return NINE + timedelta(hours=hours)

    pending = PendingChanges(running(ada=at(1.5), ben=at(0.5)))
    pending.end_overdue(at(due), at(now))
    assert pending.ended_at == at(ended)


def test_a_mark_of_the_same_batch_counts_too() -> None:
    pending = PendingChanges(running(ada=NINE))
    last = NINE + timedelta(hours=3)
    pending.mark("ada", Status.LATE, last)
    pending.end_overdue(NINE + timedelta(hours=2), NINE + timedelta(hours=4))
    assert pending.ended_at == last


async def test_the_alarm_reports_the_earliest_session_and_forgets_ended_ones(
    counted: Counted,
) -> None:
    clock = Clock(NINE + timedelta(minutes=50))
    alarm = Expiry(3600.0, clock, counted)
    early, late, done = running(), running(NINE + timedelta(minutes=30)), running()
    waiting = asyncio.create_task(alarm.wait())
    await asyncio.sleep(0)
    for session in (late, early, done):
        alarm.watch(session)
    done.ended = True
    counted.forward(minutes=9)
    assert [alarm.overdue(session) for session in (early, late)] == [False, False]
    counted.forward(minutes=1)
    assert await waiting == [early]
    # It is reported again until it is forgotten, since its end may not have been saved.
    assert await alarm.wait() == [early]
    alarm.forget(early)
    counted.forward(minutes=30)
    assert await alarm.wait() == [late]


async def test_without_a_limit_no_session_is_ever_overdue(counted: Counted) -> None:
    alarm = Expiry(None, Clock(NINE + timedelta(days=1000)), counted)
    session = running()
    alarm.watch(session)
    counted.forward(days=1000)
    assert not alarm.overdue(session)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("", 43200), ("12h", 43200), ("90m", 5400), ("1m", 60), ("365d", 31536000), ("OFF", None)],
)
def test_the_setting_is_a_duration_or_off(text: str, seconds: float | None) -> None:
    assert Settings.parse({"SESSION_MAX": text}).session_max == seconds


@pytest.mark.parametrize("text", ["12", "59s", "0", "-1h", "366d", "never", "on", "1e3h"])
def test_limits_that_would_end_lessons_by_mistake_are_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="SESSION_MAX: expected"):
        Settings.parse({"SESSION_MAX": text})
