"""How long sessions are kept: only those that ended too long ago are ever removed."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import attrs
import pymongo
import pytest
from attrs import define
from bson import ObjectId

from attendance_server.database import retention
from attendance_server.database.retention import BATCH, Clocks, Retention
from attendance_server.errors.server import StorageUnavailable
from attendance_server.exit_errors import SettingsError
from attendance_server.models import utc_now
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store import Store
from attendance_server.store.clock import StoredClock
from attendance_server.store.clock_trust import ClockReading
from tests.support.client import PATIENCE, Client, Lesson
from tests.support.clock import NINE, Clock

DAY = timedelta(days=1)
KEEP = 400 * DAY
NO_SESSION = (404, "Session not found")
REMOVED = "old sessions removed"
JUMPED = (
    "the clock has jumped ahead; no old session is removed until it is set right, or has been like"
    " this for long enough"
)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    # No session ends by itself; otherwise one that began long ago would have ended long ago.
    return attrs.evolve(settings, keep_sessions=KEEP.total_seconds(), session_max=None)


@pytest.fixture
def clock(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clocks of the server and the database, and the one that is never set."""

    async def now(_: StoredClock) -> datetime:
        return clock()

    monkeypatch.setattr("attendance_server.app.seconds_counted", lambda: clock().timestamp())
    monkeypatch.setattr(StoredClock, "now", now)
    return clock


@define
class Database:
    """The server's view of the database's clock: the stored one, but with another time."""

    stored: StoredClock
    clock: Clock

    async def now(self) -> datetime:
        return self.clock()

    async def last_reading(self) -> ClockReading | None:
        return await self.stored.last_reading()

    async def keep(self, reading: ClockReading) -> None:
        await self.stored.keep(reading)


def clocks(store: Store, own: Clock, database: Clock | None = None) -> Clocks:
    """The clocks of a machine that has been running since before the test, and is never set."""
    return Clocks(Database(store.clock, database or own), own, lambda: own().timestamp())


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = Store(settings.mongo_uri, timeout=30)
    await store.prepare()
    yield store
    store.close()


def insert(database: Any, *ends: datetime | None) -> list[ObjectId]:
    """Insert sessions that began long ago, each of its own class; return their ids."""
    sessions = [
        {
            "classId": ObjectId(),
            "className": "Algebra",
            "teacherId": ObjectId(),
            "startedAt": NINE - 10 * KEEP,
            "endedAt": ended_at,
            "roster": [],
            "marks": {},
            "owner": ObjectId(),
            "commit": 1,
        }
        for ended_at in ends
    ]
    ids: list[ObjectId] = database.sessions.insert_many(sessions).inserted_ids
    return ids


def stored_ids(database: Any) -> set[ObjectId]:
    return {session["_id"] for session in database.sessions.find({}, {"_id": 1})}


async def logged(caplog: pytest.LogCaptureFixture, message: str) -> logging.LogRecord:
    """Wait until the server logs this message; return the record."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for record in caplog.records:
                if record.getMessage() == message:
                    return record
            await asyncio.sleep(0)


async def test_startup_removes_only_sessions_that_ended_too_long_ago(
    clock: Clock,
    settings: Settings,
    database: pymongo.database.Database,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    number = 2 * BATCH + 1
    insert(database, *[NINE - KEEP - timedelta(milliseconds=1)] * number)
    stay = insert(database, None, NINE - KEEP, NINE - DAY, NINE, NINE + DAY)
    async with serving(settings):
        record = await logged(caplog, REMOVED)
    assert stored_ids(database) == set(stay)
    assert record.fields == {"count": number, "before": "2025-01-26T09:00:00.000Z"}


async def test_a_session_is_removed_in_time_and_can_no_longer_be_read(
    monkeypatch: pytest.MonkeyPatch,
    clock: Clock,
    settings: Settings,
    database: pymongo.database.Database,
    caplog: pytest.LogCaptureFixture,
    http: Any,
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setattr(retention, "EVERY", 0.01)
    async with serving(settings) as url:
        lesson = await Lesson.begin(Client(url, http))
        client, teacher, ada = lesson.client, lesson.teacher, lesson.students[0]
        await lesson.desk.mark(ada)
        await lesson.end()
        clock.forward(days=2)
        later = (await client.start(teacher, lesson.class_id))["sessionId"]
        await lesson.end()
        running = (await client.start(teacher, lesson.class_id))["sessionId"]
        clock.forward(days=399)
        record = await logged(caplog, REMOVED)
        assert record.fields["count"] == 1
        path = f"/class/{lesson.class_id}/sessions"
        seen = [session["_id"] for session in (await client.get(path, teacher.token)).data]
        assert seen == [running, later]
        removed = f"{path}/{lesson.session_id}"
        body = {"status": "late", "reason": "came by bus"}
        for answer in [
            await client.get(removed, teacher.token),
            await client.get(removed, ada.token),
            await client.call("PATCH", f"{removed}/marks/{ada.id}", teacher.token, json=body),
            await client.post(f"{removed}/reopen", token=teacher.token),
        ]:
            assert answer.error == NO_SESSION
        own = (await client.get("/auth/me/export", ada.token)).data["sessions"]
        assert [session["_id"] for session in own] == [later, running]
        assert (await client.get("/auth/me/report", ada.token)).data["total"]["sessions"] == 1
        # The running session continues, however long ago it began.
        clock.forward(days=1000)
        await lesson.desk.mark(ada, "late")
        assert (await lesson.end())["sessionId"] == running
        for socket in (lesson.desk, *lesson.seats):
            await socket.close()


async def test_without_the_setting_every_session_is_kept(
    store: Store, database: pymongo.database.Database
) -> None:
    sessions = insert(database, NINE, None)
    await Retention(store.sessions, None, clocks(store, Clock(NINE + 100 * KEEP))).run()
    assert stored_ids(database) == set(sessions)


async def test_a_failed_removal_is_logged_and_retried(
    monkeypatch: pytest.MonkeyPatch,
    store: Store,
    database: pymongo.database.Database,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The store is the real one, after two failures."""
    caplog.set_level("INFO")
    monkeypatch.setattr(retention, "EVERY", 0.0)
    failures = iter([StorageUnavailable(), RuntimeError("unforeseen")])

    class Failing:
        async def remove_ended(self, before: datetime, limit: int) -> int:
            for failure in failures:
                raise failure
            return await store.sessions.remove_ended(before, limit)

    _, latest = insert(database, NINE, NINE + KEEP)
    held = clocks(store, Clock(NINE + KEEP + DAY))
    work = asyncio.create_task(Retention(Failing(), KEEP.total_seconds(), held).run())
    await logged(caplog, REMOVED)
    work.cancel()
    assert stored_ids(database) == {latest}
    assert [record.levelname for record in caplog.records] == ["WARNING", "ERROR", "INFO"]


async def one_round(store: Store, clocks: Clocks) -> None:
    """Remove sessions that are too old, once."""
    await Retention(store.sessions, KEEP.total_seconds(), clocks)._remove(KEEP)


async def test_no_session_is_removed_by_a_clock_that_has_jumped(
    store: Store, database: pymongo.database.Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The clock is set ahead while a server runs; the next server detects that too."""
    all_ids = set(insert(database, NINE - KEEP + DAY, NINE - DAY))
    counted = 100.0
    own = Clock(NINE)
    mine = Clocks(Database(store.clock, own), own, lambda: counted)
    await one_round(store, mine)
    own.forward(days=500)
    counted += 3600
    next_one = Clocks(Database(store.clock, own), own, lambda: counted)
    for server in (mine, next_one):
        caplog.clear()
        await one_round(store, server)
        (record,) = caplog.records
        assert (record.levelname, record.getMessage()) == ("ERROR", JUMPED)
        assert record.fields == {
            "now": "2027-07-15T09:00:00.000Z",
            "jumped_seconds": 500 * 86400 - 3600,
            "removing_from": "2027-09-03T08:54:00.000Z",
        }
    assert stored_ids(database) == all_ids
    own.forward(days=-500, hours=1)
    await one_round(store, next_one)
    assert stored_ids(database) == all_ids
    own.forward(days=2)
    counted += 2 * 86400
    await one_round(store, next_one)
    assert len(stored_ids(database)) == 1


async def test_without_readings_the_clock_is_compared_with_the_latest_session(
    store: Store, database: pymongo.database.Database, caplog: pytest.LogCaptureFixture
) -> None:
    all_ids = set(insert(database, NINE - KEEP, NINE - 3 * DAY, None))
    await one_round(store, clocks(store, Clock(NINE + DAY)))
    assert [record.getMessage() for record in caplog.records] == [JUMPED]
    assert stored_ids(database) == all_ids


@pytest.mark.parametrize("ahead", ["own", "database"])
async def test_the_slower_of_the_server_and_database_clocks_counts(
    store: Store,
    database: pymongo.database.Database,
    caplog: pytest.LogCaptureFixture,
    ahead: str,
) -> None:
    _, *others = insert(database, NINE - KEEP - DAY, NINE - KEEP + DAY, NINE)
    times = {"own": Clock(NINE), "database": Clock(NINE)}
    times[ahead].forward(days=500)
    await one_round(store, clocks(store, times["own"], times["database"]))
    assert stored_ids(database) == set(others)
    warnings = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.levelname for record in warnings] == ["WARNING"]
    assert "differ" in caplog.text


async def test_the_clock_of_the_database_is_read(store: Store) -> None:
    before = utc_now() - timedelta(milliseconds=1)
    assert before <= await store.clock.now() <= utc_now()


async def test_a_removal_uses_an_index(store: Store, database: pymongo.database.Database) -> None:
    insert(database, *[NINE - DAY] * 3, *[NINE + DAY] * 50, *[None] * 50)
    database.command("profile", 2)
    assert await store.sessions.remove_ended(NINE, 2) == 2
    assert await store.sessions.remove_ended(NINE, 2) == 1
    assert await store.sessions.remove_ended(NINE, 2) == 0
    database.command("profile", 0)
    ran = database.system.profile.find({"ns": f"{database.name}.sessions"})
    for operation in ran:
        assert "COLLSCAN" not in operation["planSummary"]
        assert operation["docsExamined"] <= 3, operation


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("", None), ("1d", 86400), ("24h", 86400), ("400d", 400 * 86400), ("36500d", 36500 * 86400)],
)
def test_the_setting_is_a_duration_of_days(text: str, seconds: float | None) -> None:
    assert Settings.parse({"KEEP_SESSIONS": text}).keep_sessions == seconds


@pytest.mark.parametrize(
    "text", ["400", "23h", "0", "0d", "-1d", "36501d", "9" * 400 + "d", "ever"]
)
def test_settings_that_would_lose_history_by_mistake_are_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="KEEP_SESSIONS: expected"):
        Settings.parse({"KEEP_SESSIONS": text})
