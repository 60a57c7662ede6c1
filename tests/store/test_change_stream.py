"""What the change stream shows a server."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from attendance_server.models import Commit, FollowedCommit, Mark, Status
from attendance_server.settings import Settings
from attendance_server.store import Store

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADA, TEACHER = "a" * 24, "7" * 24

PATIENCE = 30.0


@pytest.fixture
async def stores(replicated: Settings) -> AsyncIterator[list[Store]]:
    """The stores of two servers that follow the database."""
    stores = [Store(replicated.mongo_uri or "", timeout=PATIENCE) for _ in range(2)]
    for store in stores:
        await store.prepare()
        await store.change_stream.open(PATIENCE)
    yield stores
    for store in stores:
        store.close()


async def commits_seen(store: Store, count: int) -> list[int]:
    """The numbers of the next commits that a server sees."""
    numbers = list[int]()
    async with asyncio.timeout(PATIENCE):
        while len(numbers) < count:
            changes = await store.change_stream.changes()
            numbers += [each.number for each in changes if isinstance(each, FollowedCommit)]
    return numbers


async def test_a_server_follows_the_commits_of_others_and_not_its_own(stores: list[Store]) -> None:
    here, there = stores
    class_ = await here.classes.add("Algebra", TEACHER)
    class_ = await here.classes.enrol(class_.id, ADA, 100)
    session = await here.sessions.start(class_, NINE)
    # The first commit of a session is shown in another form than those after it.
    for number, store in enumerate((here, here, there, there, here, there), 1):
        mark = Mark(ADA, Status.PRESENT, NINE, number)
        commit = Commit(
            session.id, number, replaces=False, marks=(mark,), attempt=number, events=()
        )
        assert await store.sessions.commit([commit], PATIENCE) == set()
    assert await commits_seen(here, 3) == [3, 4, 6]
    assert await commits_seen(there, 3) == [1, 2, 5]
