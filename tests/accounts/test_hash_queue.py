"""The order of hashing: addresses take turns, as do accounts of an address; both have limits."""

import asyncio

import pytest

from attendance_server.errors.accounts import TooManyAttempts, TooManyLogins
from attendance_server.workers import BoundedQueue

HERE, THERE = "203.0.113.7", "198.51.100.2"


class Desk:
    """A queue that serves one request at a time, and the order in which it served them."""

    def __init__(self, limit: int = 100, limit_per_account: int = 100) -> None:
        self.queue = BoundedQueue(
            at_once=1,
            limit=limit,
            limit_per_account=limit_per_account,
            seconds_each=0.25,
            full=TooManyLogins,
            account_full=TooManyAttempts,
        )
        self.served: list[str] = []
        self.sent: dict[str, asyncio.Task[None]] = {}
        self.open = asyncio.Event()

    async def send(self, name: str, account: str | None, address: str | None = HERE) -> None:
        """Send a request with this name; it is waiting or refused when this returns."""
        self.sent[name] = asyncio.create_task(self._serve(name, account, address))
        await asyncio.sleep(0)

    async def _serve(self, name: str, account: str | None, address: str | None) -> None:
        async with self.queue.turn(account, address):
            await self.open.wait()
            self.served.append(name)

    async def serve(self) -> dict[str, BaseException | None]:
        """Serve all requests that wait, and return how each ended: an error, or `None`."""
        self.open.set()
        await asyncio.gather(*self.sent.values(), return_exceptions=True)
        assert len(self.queue) == 0
        return {
            name: None if task.cancelled() else task.exception() for name, task in self.sent.items()
        }


def refused(ends: dict[str, BaseException | None], kind: type[Exception]) -> list[str]:
    return [name for name, end in ends.items() if type(end) is kind]


async def test_accounts_of_an_address_take_turns() -> None:
    desk = Desk()
    for number in range(4):
        await desk.send(f"flood {number}", "flood")
    await desk.send("ada", "ada")
    await desk.send("ben", "ben")
    await desk.serve()
    assert desk.served == ["flood 0", "flood 1", "ada", "ben", "flood 2", "flood 3"]


async def test_addresses_take_turns_whichever_accounts_they_try() -> None:
    desk = Desk()
    for number in range(4):
        await desk.send(f"flood {number}", f"made up {number}", THERE)
    await desk.send("ada", "ada")
    await desk.send("ben", "ben")
    await desk.serve()
    assert desk.served == ["flood 0", "flood 1", "ada", "flood 2", "ben", "flood 3"]


async def test_the_limit_of_one_account_does_not_affect_others() -> None:
    desk = Desk(limit_per_account=2)
    for number in range(4):
        await desk.send(f"flood {number}", "flood", THERE if number % 2 else HERE)
    await desk.send("ada", "ada")
    ends = await desk.serve()
    assert refused(ends, TooManyAttempts) == ["flood 2", "flood 3"]
    assert desk.served == ["flood 0", "flood 1", "ada"]
    await desk.send("flood again", "flood")
    await desk.serve()
    assert desk.served[-1] == "flood again"


async def test_a_full_queue_drops_a_request_of_the_busiest_address() -> None:
    desk = Desk(limit=4)
    for number in range(5):
        await desk.send(f"flood {number}", f"made up {number}", THERE)
    await desk.send("ada", "ada")
    await desk.send("ben", "ben")
    ends = await desk.serve()
    # One more of the other address would still leave it with fewer than the flood has.
    assert refused(ends, TooManyLogins) == ["flood 3", "flood 4", "ben"]
    assert desk.served == ["flood 0", "flood 1", "ada", "flood 2"]


async def test_a_full_queue_drops_a_request_of_the_busiest_account_of_an_address() -> None:
    desk = Desk(limit=4)
    for number in range(5):
        await desk.send(f"flood {number}", "flood", None)
    await desk.send("ada", "ada", None)
    await desk.send("ben", "ben", None)
    ends = await desk.serve()
    assert refused(ends, TooManyLogins) == ["flood 2", "flood 3", "flood 4"]
    assert desk.served == ["flood 0", "flood 1", "ada", "ben"]


async def test_a_full_queue_refuses_another_request_of_the_busiest_client() -> None:
    desk = Desk(limit=3)
    for number in range(5):
        await desk.send(f"flood {number}", "flood")
    ends = await desk.serve()
    assert refused(ends, TooManyLogins) == ["flood 3", "flood 4"]
    error = ends["flood 3"]
    assert isinstance(error, TooManyLogins)
    assert error.retry_after == 1


@pytest.mark.parametrize("cancelled", ["first", "second", "third"])
async def test_a_cancelled_request_passes_its_turn_to_the_next(cancelled: str) -> None:
    desk = Desk()
    for name in ("first", "second", "third", "fourth"):
        await desk.send(name, name)
    desk.sent[cancelled].cancel()
    await desk.serve()
    assert desk.served == [
        name for name in ("first", "second", "third", "fourth") if name != cancelled
    ]


async def test_a_request_cancelled_when_its_turn_comes_frees_its_place() -> None:
    desk = Desk()
    for name in ("first", "second", "third"):
        await desk.send(name, name)
    desk.open.set()
    # The first ends and wakes the second, which is cancelled before it runs.
    while not desk.served:
        await asyncio.sleep(0)
    desk.sent["second"].cancel()
    await desk.serve()
    assert desk.served[-1] == "third"
