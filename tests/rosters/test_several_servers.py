"""An import that another server carries out is not taken for one that was interrupted."""

import asyncio
from collections.abc import AsyncIterator

import pymongo
import pytest

from attendance_server.models import Role
from attendance_server.rosters.imports import TURN
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store import Store
from attendance_server.store.imports import Departures, NewStudent


@pytest.fixture
async def other(replicated: Settings) -> AsyncIterator[Store]:
    """The store of another server."""
    store = Store(replicated.mongo_uri or "", timeout=30)
    await store.prepare()
    yield store
    store.close()


async def test_a_server_that_starts_waits_for_an_import_and_ends_one_whose_server_died(
    replicated: Settings, other: Store
) -> None:
    teacher = await other.users.add("Hill", "hill@school.test", Role.TEACHER, b"hash")
    class_ = await other.classes.add("Algebra", teacher.id)
    users = pymongo.MongoClient(replicated.mongo_uri).get_default_database().users

    async def begin(email: str) -> tuple[str, str]:
        import_id = await other.imports.begin(class_.id)
        new = [NewStudent("Ada", email, email.encode())]
        (added,) = await other.imports.add(import_id, class_.id, teacher.id, new)
        return import_id, added.id

    async def start() -> None:
        async with serving(replicated):
            pass

    async with other.alone(TURN):
        import_id, ada = await begin("ada@school.test")
        starting = asyncio.create_task(start())
        done, _ = await asyncio.wait([starting], timeout=0.5)
        assert not done
        await other.imports.enrol(import_id, class_.id, [ada], Departures(), {})
        await other.imports.settle(import_id)
    await starting
    assert (await other.classes.get(class_.id)).student_ids == (ada,)

    # Its server has died: its accounts are gone once another one starts.
    await begin("ben@school.test")
    await start()
    assert users.count_documents({"email": "ben@school.test"}) == 0
