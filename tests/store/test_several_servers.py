"""What servers that share a database agree on through it: jobs, turns, counts, and one-time use."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pymongo
import pytest

from attendance_server.settings import Settings
from attendance_server.store import Store, turns

HOUR = 3600


@pytest.fixture
async def stores(replicated: Settings) -> AsyncIterator[list[Store]]:
    """The stores of two servers."""
    stores = [Store(replicated.mongo_uri or "", timeout=30) for _ in range(2)]
    for store in stores:
        await store.prepare()
    yield stores
    for store in stores:
        store.close()


@pytest.fixture
def database(replicated: Settings, stores: list[Store]) -> pymongo.database.Database:
    return pymongo.MongoClient(replicated.mongo_uri, tz_aware=True).get_default_database()


async def test_a_job_is_taken_once_per_period(
    stores: list[Store], database: pymongo.database.Database
) -> None:
    async def takers() -> int:
        return sum(await asyncio.gather(*(each.jobs.take("j", HOUR) for each in stores * 4)))

    assert await takers() == 1
    assert await takers() == 0
    assert await stores[1].jobs.take("another", HOUR)
    # An hour later, and after the clock of the database was a year ahead for a while.
    for at in (datetime.now(UTC) - timedelta(seconds=1), datetime.now(UTC) + timedelta(days=365)):
        database.jobs.update_one({"_id": "j"}, {"$set": {"next": at}})
        assert await takers() == 1


async def test_servers_take_turns(stores: list[Store]) -> None:
    inside, longest = 0, 0

    async def work(store: Store) -> None:
        nonlocal inside, longest
        async with store.turns.alone("t"):
            inside += 1
            longest = max(longest, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(*(work(each) for each in stores))
    assert longest == 1


async def test_the_turn_of_a_server_that_died_ends(
    stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LEASE", 0.3)
    monkeypatch.setattr(turns, "RENEW", 0.1)
    order = []

    async def second() -> None:
        async with stores[1].turns.alone("t"):
            order.append("second")

    async with stores[0].turns.alone("t"):
        waiting = asyncio.create_task(second())
        # Longer than a turn that is not prolonged.
        await asyncio.sleep(0.7)
        order.append("first")
        stores[0].close()
    await waiting
    assert order == ["first", "second"]


async def test_counts_are_of_all_servers(
    stores: list[Store], database: pymongo.database.Database
) -> None:
    counted = await asyncio.gather(*(each.counts.add("ada@school.test", 60) for each in stores * 3))
    assert sorted(each.total for each in counted) == [1, 2, 3, 4, 5, 6]
    assert all(50 < each.left <= 60 for each in counted)
    assert (await stores[0].counts.add("ben@school.test", 60)).total == 1
    assert (await stores[1].counts.add("ada@school.test", 60, -1)).total == 5
    assert "school" not in str(list(database.counts.find()))
    database.counts.update_many({}, {"$set": {"until": datetime.now(UTC)}})
    assert (await stores[1].counts.add("ada@school.test", 60)).total == 1


async def test_a_thing_is_used_once(stores: list[Store]) -> None:
    until = datetime.now(UTC) + timedelta(hours=1)
    used = await asyncio.gather(*(each.used_once.use("k", until) for each in stores * 3))
    assert Counter(used) == {True: 1, False: 5}


async def test_a_standalone_database_gets_none_of_this(settings: Settings) -> None:
    store = Store(settings.mongo_uri or "", timeout=30)
    await store.prepare()
    assert not store.replicated
    names = await store.database.list_collection_names()
    assert not {"jobs", "turns", "counts", "usedOnce"} & set(names)
    store.close()
