"""When a clock is set: order is kept, nothing ends before it starts, tokens stay valid."""

import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import jwt
import pymongo
import pytest
from attrs import define, fields
from bson import ObjectId

from attendance_server.exit_errors import SettingsError
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate
from tests.conftest import SECRET
from tests.support.client import Answer, Client, Lesson, Person
from tests.support.clock import Clock

BACK = timedelta(seconds=20)
UNAUTHORIZED = (401, "Unauthorized, token missing or invalid")


@pytest.fixture
def clock(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of everything the server creates, ids included."""

    class ClockedId(ObjectId):
        def __init__(self, oid: Any = None) -> None:
            generated = ObjectId()
            seconds = int(clock().timestamp()).to_bytes(4)
            super().__init__(oid or seconds + generated.binary[4:])

    monkeypatch.setattr("attendance_server.store.documents.ObjectId", ClockedId)
    return clock


@define
class Past:
    """A class with three sessions; before the second one the clock was set back.

    Ada was present in the first, and in no other.
    """

    lesson: Lesson
    sessions: list[str]

    async def get(self, path: str, person: Person | None = None, **query: str) -> Any:
        lesson = self.lesson
        token = (person or lesson.teacher).token
        answer = await lesson.client.get(path.format(lesson.class_id), token, params=query)
        return answer.data


@pytest.fixture(params=["20 s back", "a year back"])
def back(request: pytest.FixtureRequest) -> timedelta:
    return BACK if request.param == "20 s back" else timedelta(days=365)


@pytest.fixture
async def past(clock: Clock, client: Client, back: timedelta) -> AsyncIterator[Past]:
    lesson = await Lesson.begin(client)
    await lesson.desk.mark(lesson.students[0])
    clock.forward(seconds=10)
    await lesson.end()
    sessions = [lesson.session_id]
    clock.now -= back
    for _ in range(2):
        clock.forward(seconds=1)
        sessions.append((await client.start(lesson.teacher, lesson.class_id))["sessionId"])
        await lesson.end()
    yield Past(lesson, sessions)
    for socket in (lesson.desk, *lesson.seats):
        await socket.close()


async def test_history_is_in_the_order_sessions_were_held(past: Past) -> None:
    newest_first = past.sessions[::-1]
    path = "/class/{}/sessions"
    for person in (past.lesson.teacher, past.lesson.students[0]):
        listed = await past.get(path, person)
        assert [session["_id"] for session in listed] == newest_first
        (second,) = await past.get(path, person, limit="1", after=newest_first[0])
        assert second["_id"] == newest_first[1]


async def test_reports_are_in_the_order_sessions_were_held(past: Past) -> None:
    ended = await past.get("/class/{}/report/sessions")
    assert [session["_id"] for session in ended] == past.sessions
    matrix = await past.get("/class/{}/report/matrix")
    assert [session["_id"] for session in matrix["sessions"]] == past.sessions
    (ada,) = [row for row in matrix["students"] if row["studentId"] == past.lesson.students[0].id]
    assert ada["statuses"] == ["present", "absent", "absent"]


async def test_consecutive_absences_count_from_the_last_attended_session(past: Past) -> None:
    ada = past.lesson.students[0]
    report = await past.get("/class/{}/report")
    (row,) = [row for row in report if row["studentId"] == ada.id]
    assert row["absenceRun"] == 2
    own = await past.get("/auth/me/report", ada)
    assert (own["classes"][0]["absenceRun"], own["total"]["absenceRun"]) == (2, 2)


async def test_a_students_latest_status_is_that_of_the_last_session(past: Past) -> None:
    lesson = past.lesson
    ada = await past.get("/attendance/{}/my-attendance", lesson.students[0])
    assert ada["status"] == "absent"


async def test_only_the_last_session_can_be_reopened(past: Past) -> None:
    lesson = past.lesson

    async def reopen(session: str) -> Answer:
        path = f"/class/{lesson.class_id}/sessions/{session}/reopen"
        return await lesson.client.post(path, token=lesson.teacher.token)

    for session in past.sessions[:-1]:
        answer = await reopen(session)
        assert answer.error == (409, "Only the last session of the class can be reopened")
    assert (await reopen(past.sessions[-1])).data["sessionId"] == past.sessions[-1]


async def test_nothing_in_a_session_happens_before_its_start(
    clock: Clock, client: Client, database: pymongo.database.Database, back: timedelta
) -> None:
    lesson = await Lesson.begin(client)
    ada, ben, _ = lesson.students
    started = clock()
    clock.now -= back
    assert datetime.fromisoformat((await lesson.desk.mark(ada))["markedAt"]) == started
    await lesson.end()
    session = database.sessions.find_one()
    assert session["endedAt"] == started
    clock.forward(seconds=5)
    # Corrections, a reopening and an end, each on a clock that was set back again.
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}"
    token = lesson.teacher.token
    correction = {"status": "late", "reason": "came by bus"}
    for student in (ada, ben):
        answer = await client.call("PATCH", f"{path}/marks/{student.id}", token, json=correction)
        assert answer.status == 200
        clock.now -= BACK
    assert (await client.post(f"{path}/reopen", token=token)).status == 200
    clock.now -= BACK
    await lesson.end()
    session = database.sessions.find_one()
    first, second = session["corrections"]
    (reopening,) = session["reopenings"]
    moments = [
        *(session["startedAt"], reopening["endedAt"], first["at"], second["at"]),
        *(reopening["at"], session["endedAt"]),
    ]
    assert moments == sorted(moments)
    assert min(mark["markedAt"] for mark in session["marks"].values()) >= started


def issued_ahead(person: Person, seconds: int) -> str:
    """The user's token, issued by a server whose clock was that far ahead of now."""
    issued = int(time.time()) + seconds
    claims = {"userId": person.id, "role": person.role.upper(), "iat": issued, "exp": issued + 3600}
    return jwt.encode(claims, SECRET, "HS256")


async def accepted(client: Client, token: str) -> list[bool]:
    """Whether a token is accepted over HTTP, and for a socket."""
    answer = await client.get("/auth/me", token)
    assert answer.status == 200 or answer.error == UNAUTHORIZED
    async with client.http.ws_connect(client.url + "/ws", params={"token": token}) as ws:
        await ws.send_json({"event": "WATCH"})
        frame = await ws.receive_json()
    return [answer.status == 200, frame["event"] == "WATCHING"]


@pytest.mark.parametrize(("seconds", "good"), [(20, True), (50, True), (75, False)])
async def test_a_token_survives_a_clock_set_back_a_little(
    school: Client, seconds: int, good: bool
) -> None:
    token = issued_ahead(await school.teacher(), seconds)
    assert await accepted(school, token) == [good, good]


@pytest.mark.parametrize("claim", ["iat", "exp"])
@pytest.mark.parametrize("value", ["soon", True, {}, 1e400], ids=str)
async def test_a_token_with_an_invalid_time_is_refused(
    school: Client, claim: str, value: object
) -> None:
    person = await school.teacher()
    now = int(time.time())
    claims = {"userId": person.id, "iat": now, "exp": now + 60, claim: value}
    token = jwt.encode(claims, SECRET, "HS256")
    assert await accepted(school, token) == [claim == "iat" and value is True] * 2


async def test_an_expired_token_gets_no_leeway(school: Client) -> None:
    person = await school.teacher()
    now = int(time.time())
    claims = {"userId": person.id, "role": "TEACHER", "iat": now - 60, "exp": now - 1}
    assert await accepted(school, jwt.encode(claims, SECRET, "HS256")) == [False, False]


DURATIONS = [each.name.upper() for each in fields(Settings) if each.type in (float, float | None)]
RATES = [each.name.upper() for each in fields(Settings) if each.type == Rate | None]


@pytest.mark.parametrize(
    ("name", "value"), [*((name, "12") for name in DURATIONS), *((name, "5/60") for name in RATES)]
)
def test_a_duration_without_a_unit_is_an_error(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name}: expected .*, not '{value}'$"):
        Settings.parse({name: value})


def test_the_settings_with_durations_are_found() -> None:
    assert {"JWT_TTL", "COMMIT_TIMEOUT", "KEEP_SESSIONS"} <= {*DURATIONS}
    assert "FRAMES_PER_SOCKET" in RATES
