"""What servers that share a database agree on through it: jobs, turns, counts, and one-time use."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pymongo
import pytest
from attrs import asdict

from attendance_server.accounts.attempts import Attempts
from attendance_server.checkin.tries import PER_ACCOUNT, Guest, Tries
from attendance_server.errors.accounts import TooManyAttempts
from attendance_server.errors.check_in import TooManyTries
from attendance_server.live.expiry import seconds_counted
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate
from attendance_server.sign_on import sign_on
from attendance_server.sign_on.request import Started
from attendance_server.sign_on.sealed import Seal
from attendance_server.store import Store, turns
from tests.conftest import SECRET
from tests.support.process import wait_until

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
def database(replicated: Settings, stores: list[Store]) -> Iterator[pymongo.database.Database]:
    with pymongo.MongoClient(replicated.mongo_uri, tz_aware=True) as client:
        yield client.get_default_database()


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


async def test_what_a_later_update_has_just_taken_is_not_taken_again(
    stores: list[Store], database: pymongo.database.Database
) -> None:
    """As an update sees it that got in its way, and is repeated with the time at which it began."""
    later = timedelta(seconds=1)
    until = datetime.now(UTC) + timedelta(seconds=HOUR) + later
    assert await stores[0].jobs.take("j", HOUR)
    database.jobs.update_one({"_id": "j"}, {"$set": {"next": until}})
    assert not await stores[1].jobs.take("j", HOUR)
    await stores[0].counts.add("ada@school.test", HOUR)
    database.counts.update_many({}, {"$set": {"until": until}})
    assert (await stores[1].counts.add("ada@school.test", HOUR)).total == 2
    async with stores[0].turns.alone("t"):
        database.turns.update_one(
            {"_id": "t"},
            {"$set": {"until": datetime.now(UTC) + timedelta(seconds=turns.LEASE) + later}},
        )
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3), stores[1].turns.alone("t"):
                pass


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


async def test_a_turn_is_prolonged_until_its_server_dies(
    stores: list[Store], database: pymongo.database.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LEASE", 3600.0)
    monkeypatch.setattr(turns, "RENEW", 0.01)
    order = []

    def until() -> datetime:
        document = database.turns.find_one({"_id": "t"})
        assert document is not None
        found: datetime = document["until"]
        return found

    async def second() -> None:
        async with stores[1].turns.alone("t"):
            order.append("second")

    async with stores[0].turns.alone("t"):
        waiting = asyncio.create_task(second())
        first_end = until()
        await asyncio.to_thread(wait_until, lambda: until() > first_end, "prolonged")
        order.append("first")
        stores[0].close()
    # What is left of the turn passes at once.
    database.turns.update_one({"_id": "t"}, {"$set": {"until": datetime.now(UTC)}})
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


async def test_limits_hold_whichever_server_is_asked(stores: list[Store]) -> None:
    rate = Rate(3, 60)
    first, second = (
        Attempts(failures_per_email=rate, failures_per_address=rate, mails_per_email=rate)
        for _ in stores
    )
    for attempts, store in zip((first, second), stores, strict=True):
        attempts.share(store.counts)
    for number in range(3):
        await first.password(f"192.0.2.{number}", "ada").check()
        await first.password(f"192.0.2.{number}", "ada").count()
    with pytest.raises(TooManyAttempts):
        await first.password("192.0.2.9", "ada").check()
    # A server hears of it with the first wrong password that it gets itself.
    await second.password("192.0.2.9", "ada").check()
    with pytest.raises(TooManyAttempts) as refusal:
        await second.password("192.0.2.9", "ada").count()
    assert 50 < refusal.value.retry_after <= 60
    with pytest.raises(TooManyAttempts):
        await second.password("192.0.2.10", "ada").check()
    await second.password("192.0.2.10", "ben").check()
    # What failed through no fault of the client is taken back at both.
    for attempts in (first, second, first):
        await attempts.mail(None, "ben@school.test").count()
    await second.mail(None, "ben@school.test").uncount()
    await first.mail(None, "ben@school.test").count()
    with pytest.raises(TooManyAttempts):
        await second.mail(None, "ben@school.test").count()


async def test_wrong_codes_are_counted_at_all_servers(stores: list[Store]) -> None:
    tries = [Tries(seconds_counted, "codes") for _ in stores]
    for each, store in zip(tries, stores, strict=True):
        each.share(store.counts)
    ada = Guest("ada")
    for _ in range(PER_ACCOUNT.count):
        tries[0].check(ada)
        await tries[0].count_wrong(ada)
    tries[1].check(ada)
    await tries[1].count_wrong(ada)
    for each in tries:
        with pytest.raises(TooManyTries):
            each.check(ada)
        each.check(Guest("ben"))


async def test_a_limit_holds_at_each_server_while_the_database_is_away(
    stores: list[Store],
) -> None:
    attempts = Attempts(failures_per_email=Rate(1, 60))
    attempts.share(stores[0].counts)
    tries = Tries(seconds_counted, "codes")
    tries.share(stores[0].counts)
    stores[0].close()
    await attempts.password(None, "ada").count()
    with pytest.raises(TooManyAttempts):
        await attempts.password(None, "ada").check()
    for _ in range(PER_ACCOUNT.count):
        await tries.count_wrong(Guest("ada"))
    with pytest.raises(TooManyTries):
        tries.check(Guest("ada"))


async def test_a_server_joins_those_that_ignore_a_jump_of_the_database(
    stores: list[Store], database: pymongo.database.Database
) -> None:
    first, second = (store.servers for store in stores)
    assert await second.jump_of_most() == 0
    first.jump = lambda: HOUR
    await first.beat()
    assert await second.jump_of_most() == HOUR
    # Those that have been dead for long do not count.
    past = datetime.now(UTC) - timedelta(minutes=1)
    database.servers.update_many({}, {"$set": {"at": past}})
    assert await second.jump_of_most() == 0


async def test_a_thing_is_used_once(stores: list[Store]) -> None:
    until = datetime.now(UTC) + timedelta(hours=1)
    used = await asyncio.gather(*(each.used_once.use("k", until) for each in stores * 3))
    assert Counter(used) == {True: 1, False: 5}


async def test_a_sign_on_begun_at_one_server_goes_on_at_another_once(stores: list[Store]) -> None:
    client = sign_on.Client("https://idp.test", "attendance", "secret", "https://school.test/back")
    servers = [sign_on.SignOn(client, None, SECRET, time.time) for _ in stores]
    for server, store in zip(servers, stores, strict=True):
        server.share(store.used_once)
    begun = Started.new("/classes", stay=True)
    kept = Seal(SECRET, "sign-on started", 60, time.time).seal(asdict(begun))
    assert await servers[1].started(kept) == begun
    for server in servers:
        assert await server.started(kept) is None
        await server.close()


async def test_a_standalone_database_gets_none_of_this(settings: Settings) -> None:
    store = Store(settings.mongo_uri or "", timeout=30)
    await store.prepare()
    assert not store.replicated
    names = await store.database.list_collection_names()
    assert not {"jobs", "turns", "counts", "usedOnce"} & set(names)
    store.close()
