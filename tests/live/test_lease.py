"""When a server may act: a database that does not answer, and a pause of the whole process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import pytest
from attrs import define, field

from attendance_server.errors.server import StorageUnavailable
from attendance_server.live import lease as lease_module
from attendance_server.live.lease import LEASE, Lease

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@define
class Database:
    """Acknowledges beats while it is `there`. `beats` has a turn for each that was tried."""

    there: bool = True
    beats: "asyncio.Queue[bool]" = field(factory=asyncio.Queue)

    async def beat(self) -> datetime:
        self.beats.put_nowait(self.there)
        if not self.there:
            raise StorageUnavailable
        return NINE


@define
class Counted:
    """Seconds on a clock that the test moves."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def running(lease: Lease) -> AsyncIterator[None]:
    task = asyncio.create_task(lease.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_server_that_is_alone_on_its_database_needs_no_lease() -> None:
    counted = Counted()
    lease = Lease(Database(), counted)
    counted.now += 10 * LEASE
    assert lease.held
    lease.check()


async def test_a_server_without_contact_may_not_act_and_reads_again_before_it_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lease_module, "BEAT", 0.0)
    database, counted, told = Database(), Counted(), []
    lease = Lease(database, counted)

    async def read_again() -> None:
        assert not lease.held, "nothing is done before everything is read"
        told.append("read")

    lease.on_loss, lease.on_return = lambda: told.append("lost"), read_again
    await lease.take()
    async with running(lease):
        database.there = False
        counted.now += LEASE - 0.1
        while await database.beats.get():
            pass
        assert lease.held, "a short outage changes nothing"
        counted.now += 0.2
        assert not lease.held, "also before the loop has had a turn"
        await database.beats.get()
        await database.beats.get()
        assert told == ["lost"]
        database.there = True
        while not lease.held:
            await database.beats.get()
        assert told == ["lost", "read"]
        assert lease.losses == 1


async def test_a_process_that_was_paused_has_lost_its_lease_when_it_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lease_module, "BEAT", 0.0)
    database, counted, told = Database(), Counted(), []
    lease = Lease(database, counted)
    lease.on_loss = lambda: told.append("lost")
    await lease.take()
    counted.now += LEASE + 1
    assert not lease.held
    async with running(lease):
        while not lease.held:
            await database.beats.get()
    assert told == ["lost"], "although the database has been there all the time"


async def test_the_age_of_a_lease_counts_from_when_it_was_asked_for() -> None:
    counted = Counted()

    class Slow(Database):
        async def beat(self) -> datetime:
            counted.now += 3
            return NINE

    lease = Lease(Slow(), counted)
    await lease.take()
    assert lease.age == 3
