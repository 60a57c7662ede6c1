"""How long sessions are kept: those that ended too long ago go, and no other ever does."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import attrs
import pymongo
import pytest
from bson import ObjectId

from attendance_server import retention
from attendance_server.errors import SettingsError, StorageUnavailable
from attendance_server.retention import BATCH, Retention
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store import Store

from .client import PATIENCE, Client, Lesson
from .clock import NINE, Clock

DAY = timedelta(days=1)
KEEP = 400 * DAY
NO_SESSION = (404, "Session not found")
REMOVED = "old sessions removed"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    # No session ends by itself: one that began long ago would have ended long ago.
    return attrs.evolve(settings, keep_sessions=KEEP.total_seconds(), session_max=None)


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = Store(settings.mongo_uri, timeout=30)
    await store.prepare()
    yield store
    store.close()


def insert(database: Any, *ends: datetime | None) -> list[ObjectId]:
    """Put sessions of a class each into the database, which began long ago; their ids."""
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


def kept(database: Any) -> set[ObjectId]:
    return {session["_id"] for session in database.sessions.find({}, {"_id": 1})}


async def said(caplog: pytest.LogCaptureFixture, message: str) -> logging.LogRecord:
    """The record of what the server logs, once it has."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for record in caplog.records:
                if record.getMessage() == message:
                    return record
            await asyncio.sleep(0)


async def test_at_a_start_those_that_ended_too_long_ago_go_and_all_others_stay(
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
        record = await said(caplog, REMOVED)
    assert kept(database) == set(stay)
    assert record.fields == {"count": number, "before": "2025-01-26T09:00:00.000Z"}


async def test_a_session_goes_once_its_time_is_over_and_is_then_found_no_more(
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
        record = await said(caplog, REMOVED)
        assert record.fields["count"] == 1
        path = f"/class/{lesson.class_id}/sessions"
        seen = [session["_id"] for session in (await client.get(path, teacher.token)).data]
        assert seen == [running, later]
        gone = f"{path}/{lesson.session_id}"
        body = {"status": "late", "reason": "came by bus"}
        for answer in [
            await client.get(gone, teacher.token),
            await client.get(gone, ada.token),
            await client.call("PATCH", f"{gone}/marks/{ada.id}", teacher.token, json=body),
            await client.post(f"{gone}/reopen", token=teacher.token),
        ]:
            assert answer.error == NO_SESSION
        own = (await client.get("/auth/me/export", ada.token)).data["sessions"]
        assert [session["_id"] for session in own] == [later, running]
        assert (await client.get("/auth/me/report", ada.token)).data["total"]["sessions"] == 1
        # The session that runs goes on, however long ago it began.
        clock.forward(days=1000)
        await lesson.desk.mark(ada, "late")
        assert (await lesson.end())["sessionId"] == running
        for socket in (lesson.desk, *lesson.seats):
            await socket.close()


async def test_without_the_setting_every_session_is_kept(
    store: Store, database: pymongo.database.Database
) -> None:
    sessions = insert(database, NINE, None)
    await Retention(store.sessions, None, Clock(NINE + 100 * KEEP)).run()
    assert kept(database) == set(sessions)


async def test_a_removal_that_fails_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch,
    store: Store,
    database: pymongo.database.Database,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The store is the real one, behind two failures."""
    caplog.set_level("INFO")
    monkeypatch.setattr(retention, "EVERY", 0.0)
    failures = iter([StorageUnavailable(), RuntimeError("unforeseen")])

    class Failing:
        async def remove_ended(self, before: datetime, limit: int) -> int:
            for failure in failures:
                raise failure
            return await store.sessions.remove_ended(before, limit)

    insert(database, NINE)
    clock = Clock(NINE + KEEP + DAY)
    work = asyncio.create_task(Retention(Failing(), KEEP.total_seconds(), clock).run())
    await said(caplog, REMOVED)
    work.cancel()
    assert kept(database) == set()
    assert [record.levelname for record in caplog.records] == ["WARNING", "ERROR", "INFO"]


async def test_an_index_serves_it(store: Store, database: pymongo.database.Database) -> None:
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
def test_what_would_lose_history_by_mistake_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="KEEP_SESSIONS: expected"):
        Settings.parse({"KEEP_SESSIONS": text})
