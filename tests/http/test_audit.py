"""The audit trail: every change is an event in the log and the database, and contains no names."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import aiohttp
import attrs
import pymongo
import pytest
from aiohttp import web
from bson import ObjectId

from attendance_server.app import create_app
from attendance_server.audit import OK, REFUSALS, Action, Audit, Event
from attendance_server.errors.server import StorageUnavailable
from attendance_server.exit_errors import SettingsError
from attendance_server.http.operations import operation_of
from attendance_server.logs import JsonLines
from attendance_server.routes import pages
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store import Store
from tests.support.client import PASSWORD, Client, Lesson

NO_EVENTS = {
    "POST /attendance/start": "the session itself says it, as where it is started by a socket",
    "POST /attendance/end": "the session itself says it, as where it is ended by a socket",
    "POST /attendance/{id}/check-in": "the session holds how its students came",
    "POST /attendance/{id}/head-count": "the session holds it, as one that comes by a socket",
    "POST /attendance/{id}/call-out": "the session holds who was called, as by a socket",
    "POST /attendance/{id}/raise-hand": "it changes nothing that is stored",
    "POST /attendance/{id}/marks": "the session holds its marks, as those that come by sockets",
}
"""Calls that change something but are not audited, and why."""

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def routes() -> Iterator[tuple[str, web.AbstractRoute]]:
    app = create_app(Settings(mongo_uri="mongodb://nowhere", jwt_secret="x" * 32, bcrypt_rounds=4))
    for route in app.router.routes():
        assert route.resource
        if route.handler.__module__ != pages.__name__:
            yield f"{route.method} {route.resource.canonical}", route


def test_every_call_that_changes_something_is_audited() -> None:
    silent = {
        name
        for name, route in routes()
        if route.method in CHANGING and not getattr(operation_of(route.handler), "audit", None)
    }
    assert silent == NO_EVENTS.keys()


def test_every_call_that_returns_a_file_is_audited() -> None:
    calls = {name: operation_of(route.handler) for name, route in routes()}
    assert [name for name, call in calls.items() if call and call.files and not call.audit] == []


@pytest.fixture
async def audited(
    settings: Settings, http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Client]:
    """A client of a server whose audit log is captured."""
    caplog.set_level(logging.INFO, "attendance_server.audit")
    async with serving(settings) as url:
        yield Client(url, http)


def logged_events(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The events in the log, parsed from their lines."""
    lines = JsonLines()
    records = [each for each in caplog.records if each.name == "attendance_server.audit"]
    return [json.loads(lines.format(each)) for each in records]


def outcomes(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(each["action"], each["outcome"]) for each in logged_events(caplog)]


async def test_events_contain_only_ids_and_are_stored_when_the_server_stops(
    settings: Settings,
    http: aiohttp.ClientSession,
    caplog: pytest.LogCaptureFixture,
    database: pymongo.database.Database,
) -> None:
    caplog.set_level(logging.INFO, "attendance_server.audit")
    async with serving(settings) as url:
        client = Client(url, http)
        lesson = await Lesson.begin(client)
        teacher, ada = lesson.teacher, lesson.students[0]
        path = f"/class/{lesson.class_id}"
        await lesson.end()
        session_id = (await client.get(f"{path}/sessions", teacher.token)).data[0]["_id"]
        session = f"{path}/sessions/{session_id}"
        reason = {"reason": "a private reason"}
        await client.post(
            f"{session}/corrections",
            {"studentIds": [ada.id], "status": "excused", **reason},
            teacher.token,
            headers={"X-Request-ID": "several-1"},
        )
        caplog.clear()
        headers = {"X-Request-ID": "asked-1"}
        await client.call(
            "PATCH", f"{session}/marks/{ada.id}", teacher.token,
            json={"status": "late", **reason}, headers=headers,
        )  # fmt: skip
        await client.call("DELETE", session, teacher.token, json=reason)
        await client.post(f"{session}/restore", None, teacher.token)
        await client.call("DELETE", f"{path}/students/{ada.id}", teacher.token)
        await client.enrol(teacher, lesson.class_id, ada)
        await client.call("PATCH", path, ada.token, json={"className": "Mine"})
        wrong = {"email": ada.email, "password": "wrong horse"}
        await client.post("/auth/login", wrong)
        await client.post("/auth/login", {**wrong, "email": "unknown@school.org"})
        await client.get(f"{path}/report?format=csv", ada.token)
        async with http.get(
            f"{url}{path}/report?format=csv", headers={"Authorization": f"Bearer {teacher.token}"}
        ) as file:
            await file.read()
        await client.get(f"{path}/report", teacher.token)
        await client.call("DELETE", "/auth/me", ada.token, json={"password": PASSWORD})
    assert outcomes(caplog) == [
        ("session.correct", "ok"),
        ("session.discard", "ok"),
        ("session.restore", "ok"),
        ("class.unenrol", "ok"),
        ("class.enrol", "ok"),
        ("class.change", "TeacherOnly"),
        ("account.login", "BadCredentials"),
        ("account.login", "BadCredentials"),
        ("report.file", "TeacherOnly"),
        ("report.file", "ok"),
        ("account.delete", "ok"),
    ]
    lines = logged_events(caplog)
    assert lines[0] == {
        "time": lines[0]["time"],
        "level": "INFO",
        "logger": "attendance_server.audit",
        "message": "audit",
        "action": "session.correct",
        "outcome": "ok",
        "user": teacher.id,
        "address": "127.0.0.1",
        "classId": lesson.class_id,
        "sessionId": session_id,
        "studentId": ada.id,
    }
    assert [line.get("user") for line in lines[5:8]] == [ada.id, ada.id, None]
    stored = list(database.audit.find({"requestId": "asked-1"}))
    assert [each["user"] for each in stored] == [ObjectId(teacher.id)]
    assert stored[0]["targets"] == {
        "classId": lesson.class_id,
        "sessionId": session_id,
        "studentId": ada.id,
    }
    (several,) = database.audit.find({"requestId": "several-1"})
    (change,) = several["changes"]
    assert (change["field"], change["before"], change["after"]) == ("mark", "absent", "excused")
    assert str(change["of"]) == ada.id
    stored_outcomes = [(each["action"], each["outcome"]) for each in database.audit.find()]
    assert stored_outcomes[-len(lines) :] == outcomes(caplog)
    private = [PASSWORD, "wrong horse", "unknown@", "a private reason"]
    private += [text for user in (teacher, ada) for text in (user.name, user.email, user.token)]
    everything = f"{lines}{list(database.audit.find())}"
    assert [text for text in private if text in everything] == []


async def test_requests_that_are_rejected_unread_are_not_audited(
    audited: Client, caplog: pytest.LogCaptureFixture
) -> None:
    teacher = await audited.teacher()
    caplog.clear()
    await audited.post("/class", {"className": "A"}, "forged")
    await audited.post("/class", {"className": 7}, teacher.token)
    await audited.post("/auth/login", {"email": 7})
    assert outcomes(caplog) == []


async def test_keep_audit_sets_how_long_events_are_kept(
    settings: Settings, database: pymongo.database.Database
) -> None:
    for days in (400, 30):
        async with serving(attrs.evolve(settings, keep_audit=days * 86400.0)):
            pass
        index = database.audit.index_information()["audit_by_time"]
        assert index["expireAfterSeconds"] == days * 86400


async def test_without_keep_audit_events_are_only_logged(
    settings: Settings,
    http: aiohttp.ClientSession,
    caplog: pytest.LogCaptureFixture,
    database: pymongo.database.Database,
) -> None:
    caplog.set_level(logging.INFO, "attendance_server.audit")
    async with serving(attrs.evolve(settings, keep_audit=None)) as url:
        await Client(url, http).teacher()
    assert outcomes(caplog) == [("account.signup", "ok"), ("account.login", "ok")]
    assert "audit" not in database.list_collection_names()


@pytest.mark.parametrize("text", ["0d", "400s", "4000d", "400", "never"])
def test_an_invalid_keep_audit_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="KEEP_AUDIT"):
        Settings.parse({"KEEP_AUDIT": text})


def test_keep_audit_defaults_to_400_days() -> None:
    assert Settings.parse({}).keep_audit == 400 * 86400
    assert Settings.parse({"KEEP_AUDIT": "off"}).keep_audit is None


class Shelf:
    """Stores events in memory; while it is `away`, it accepts none."""

    def __init__(self) -> None:
        self.away = False
        self.events: list[Event] = []

    def new_key(self, event: Event) -> object:
        return object()

    async def add(self, events: Sequence[tuple[object, Event]]) -> None:
        if self.away:
            raise StorageUnavailable
        self.events += [event for _, event in events]


def event(number: int = 0, outcome: str = OK, address: str = "192.0.2.1") -> Event:
    at = datetime.fromtimestamp(1_700_000_000, UTC)
    return Event(at=at, action=Action.LOGIN, outcome=outcome, address=address, user_id=str(number))


async def test_events_beyond_the_limit_are_counted_as_lost() -> None:
    shelf = Shelf()
    audit = Audit(shelf, limit=3)
    shelf.away = True
    for number in range(5):
        audit.record(event(number))
    assert audit.lost == 2
    shelf.away = False
    await audit.close()
    assert [each.user_id for each in shelf.events] == ["0", "1", "2"]
    assert (audit.saved, audit.lost) == (3, 2)


async def test_events_that_cannot_be_saved_at_shutdown_are_counted_as_lost() -> None:
    shelf = Shelf()
    shelf.away = True
    audit = Audit(shelf)
    audit.record(event())
    await audit.close()
    assert (audit.saved, audit.lost) == (0, 1)


async def test_refused_requests_cannot_fill_the_database() -> None:
    shelf = Shelf()
    audit = Audit(shelf)
    for number in range(REFUSALS + 50):
        audit.record(event(number, "BadCredentials"))
    audit.record(event(1, OK))
    audit.record(event(2, "BadCredentials", "192.0.2.2"))
    await audit.close()
    assert len(shelf.events) == REFUSALS + 2
    assert audit.lost == 50


async def test_a_batch_saved_again_is_stored_once(
    settings: Settings, database: pymongo.database.Database
) -> None:
    store = Store(settings.mongo_uri or "", timeout=30)
    batch = [(store.audit.new_key(each), each) for each in map(event, range(3))]
    await store.audit.add(batch[:2])
    await store.audit.add(batch)
    store.close()
    assert database.audit.count_documents({}) == 3


async def test_a_running_server_saves_events_continuously(
    audited: Client, database: pymongo.database.Database
) -> None:
    await audited.teacher()
    deadline = time.monotonic() + 20
    while database.audit.count_documents({}) < 2:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
    async with audited.http.get(f"{audited.url}/metrics") as answer:
        assert 'attendance_audit_events_total{outcome="lost"} 0.0' in await answer.text()
