"""How much one account may create, and how often it may change something."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import aiohttp
import attrs
import pymongo
import pytest

from attendance_server.exit_errors import SettingsError
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate
from tests.support.client import Client
from tests.support.roster import csv_of, outcomes, take

Serve = Callable[..., AbstractAsyncContextManager[Client]]

CLASSES = "A teacher can have 3 classes, archived ones included: delete one, or have"
FULL = "A class can have 2 students: remove some, or have STUDENTS_PER_CLASS raised"
SESSIONS = "A class can have 2 sessions: use another class, or have SESSIONS_PER_CLASS raised"
TOO_MANY_WRITES = (429, "Too many changes by this account, try again later")


@pytest.fixture
def serve(settings: Settings) -> Serve:
    """A client of a server that has these limits."""

    @asynccontextmanager
    async def serve(**limits: Rate | int | None) -> AsyncIterator[Client]:
        chosen = attrs.evolve(settings, **limits)
        async with serving(chosen) as url, aiohttp.ClientSession() as http:
            yield Client(url, http)

    return serve


async def test_a_teacher_cannot_exceed_the_class_limit_with_concurrent_requests(
    serve: Serve, database: pymongo.database.Database
) -> None:
    async with serve(classes_per_teacher=3) as client:
        teacher, other = await client.teacher(), await client.teacher()
        body = {"className": "Algebra"}
        created = await asyncio.gather(
            *(client.post("/class", body, teacher.token) for _ in range(12))
        )
        assert Counter(answer.status for answer in created) == {201: 3, 409: 9}
        refused = next(answer for answer in created if answer.status == 409)
        assert refused.error == (409, f"{CLASSES} CLASSES_PER_TEACHER raised")
        assert database.classes.count_documents({}) == 3
        assert (await client.post("/class", body, other.token)).status == 201
        # An archived class counts too, and a deleted one makes room.
        first = next(answer for answer in created if answer.status == 201).data["_id"]
        await client.call("PATCH", f"/class/{first}", teacher.token, json={"archived": True})
        assert (await client.post("/class", body, teacher.token)).status == 409
        await client.call("DELETE", f"/class/{first}", teacher.token)
        assert (await client.post("/class", body, teacher.token)).status == 201


async def test_a_class_cannot_exceed_its_student_limit_however_they_are_added(serve: Serve) -> None:
    async with serve(students_per_class=2) as client:
        teacher = await client.teacher()
        students = [await client.student() for _ in range(4)]
        class_id = await client.make_class(teacher)
        enrolled = await asyncio.gather(
            *(client.enrol(teacher, class_id, student) for student in students)
        )
        assert Counter(answer.status for answer in enrolled) == {200: 2, 409: 2}
        refused = next(each for each in enrolled if each.status == 409)
        assert refused.error == (409, FULL)
        assert (refused.body["code"], refused.body["limit"]) == ("class_full", 2)
        # Enrolling a student who is already enrolled still works.
        first = next(s for s, each in zip(students, enrolled, strict=True) if each.status == 200)
        assert (await client.enrol(teacher, class_id, first)).status == 200
        assert (await take(client, teacher, class_id, csv_of(("Eve", "eve@quota.test")))).error == (
            409,
            FULL,
        )
        known = await take(client, teacher, class_id, csv_of((first.name, first.email)))
        assert outcomes(known) == ["enrolled"]
        missing_class = await client.enrol(teacher, "0" * 24, first)
        assert missing_class.error == (404, "Class not found")


async def test_an_import_that_would_create_too_many_accounts_creates_none(
    serve: Serve, database: pymongo.database.Database
) -> None:
    async with serve(unclaimed_per_teacher=3) as client:
        teacher = await client.teacher()
        class_id = await client.make_class(teacher)
        two = csv_of(("Ada", "ada@quota.test"), ("Bo", "bo@quota.test"))
        assert (await take(client, teacher, class_id, two)).status == 200
        more = csv_of(("Cy", "cy@quota.test"), ("Di", "di@quota.test"))
        answer = await take(client, teacher, class_id, more)
        assert answer.status == 409
        assert "3 unclaimed accounts" in answer.error[1]
        assert "UNCLAIMED_PER_TEACHER" in answer.error[1]
        assert database.users.count_documents({"claim": {"$exists": True}}) == 2


async def test_a_class_cannot_exceed_its_session_limit_and_the_running_one_goes_on(
    serve: Serve,
) -> None:
    async with serve(sessions_per_class=2) as client:
        teacher = await client.teacher()
        class_id = await client.make_class(teacher)
        body = {"classId": class_id}
        for _ in range(2):
            session = await client.start(teacher, class_id)
            assert await client.start(teacher, class_id) == session
            await client.post("/attendance/end", body, teacher.token)
        answer = await client.post("/attendance/start", body, teacher.token)
        assert answer.error == (409, SESSIONS)


async def test_an_account_over_its_write_limit_can_still_read(serve: Serve) -> None:
    async with serve(writes_per_account=Rate(5, 900)) as client:
        teacher, other = await client.teacher(), await client.teacher()
        body = {"className": "Algebra"}
        answers = await asyncio.gather(
            *(client.post("/class", body, teacher.token) for _ in range(20))
        )
        assert Counter(answer.status for answer in answers) == {201: 5, 429: 15}
        refused = await client.call("DELETE", f"/class/{'0' * 24}", teacher.token)
        assert refused.error == TOO_MANY_WRITES
        assert 1 <= int(refused.headers["Retry-After"]) <= 900
        assert len((await client.get("/classes", teacher.token)).data) == 5
        assert (await client.post("/class", body, other.token)).status == 201


async def test_the_write_limit_can_be_turned_off(serve: Serve) -> None:
    async with serve(writes_per_account=None) as client:
        teacher = await client.teacher()
        for _ in range(6):
            await client.make_class(teacher)


def test_default_quotas_are_far_above_the_needs_of_a_school() -> None:
    settings = Settings.parse({})
    assert settings.writes_per_account == Rate(20_000, 600)
    assert settings.classes_per_teacher == 1000
    assert settings.students_per_class == 10_000
    assert settings.sessions_per_class == 5000
    assert settings.unclaimed_per_teacher == 20_000


@pytest.mark.parametrize(
    "name",
    ["CLASSES_PER_TEACHER", "STUDENTS_PER_CLASS", "SESSIONS_PER_CLASS", "UNCLAIMED_PER_TEACHER"],
)
def test_an_invalid_quota_is_named_in_the_error(name: str) -> None:
    assert getattr(Settings.parse({name: "7"}), name.lower()) == 7
    for text in ("0", "many", "-1", "1e6"):
        with pytest.raises(SettingsError, match=f"{name}: expected a whole number from 1 to "):
            Settings.parse({name: text})
