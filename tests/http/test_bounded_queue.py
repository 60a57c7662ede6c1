"""The bounded queue: which work is next, which waits, and which is refused."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest
from attrs import define, field

from attendance_server.errors.requests import ClientGone
from attendance_server.errors.server import TooManyReports, TooManyRequests
from attendance_server.workers import BoundedQueue


@define
class Work:
    """Work of accounts, each piece done when the test ends it."""

    queue: BoundedQueue
    started: list[str] = field(factory=list)
    ends: list[asyncio.Event] = field(factory=list)

    async def do(self, account: str, gone: Callable[[], bool] = lambda: False) -> None:
        end = asyncio.Event()
        async with self.queue.turn(account, gone=gone):
            self.started.append(account)
            self.ends.append(end)
            await end.wait()

    async def ask(
        self, account: str, times: int = 1, gone: Callable[[], bool] = lambda: False
    ) -> list["asyncio.Task[None]"]:
        tasks = [asyncio.create_task(self.do(account, gone)) for _ in range(times)]
        await settled()
        return tasks

    async def end_next(self) -> None:
        self.ends.pop(0).set()
        await settled()

    async def end_all(self) -> None:
        while self.ends:
            await self.end_next()


def queue(at_once: int, waiting: int, *, seconds_each: float = 1) -> BoundedQueue:
    return BoundedQueue(
        at_once=at_once,
        limit=at_once + waiting,
        seconds_each=seconds_each,
        full=TooManyReports,
        account_full=TooManyRequests,
    )


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_one_account_gets_at_most_half_of_the_turns() -> None:
    work = Work(queue(4, 20))
    await work.ask("a", 8)
    assert work.started == ["a", "a"]
    await work.ask("b", 3)
    assert work.started == ["a", "a", "b", "b"]
    await work.end_all()
    assert len(work.started) == 11


async def test_accounts_take_turns_however_much_work_one_has() -> None:
    work = Work(queue(1, 50))
    await work.ask("a", 8)
    await work.ask("b", 2)
    await work.ask("c")
    await work.end_all()
    assert "".join(work.started) == "aabcabaaaaa"


async def test_waiting_work_is_bounded_per_account() -> None:
    work = Work(queue(2, 6, seconds_each=5))
    tasks = await work.ask("a", 4)
    with pytest.raises(TooManyRequests) as refused:
        await work.do("a")
    assert refused.value.retry_after == 20
    await work.ask("b")
    # A cancelled task makes room for another.
    tasks[-1].cancel()
    await settled()
    await work.ask("a")
    await work.end_all()
    assert "".join(sorted(work.started)) == "aaaab"


async def test_a_full_queue_refuses_work_of_the_account_with_most() -> None:
    work = Work(queue(1, 5))
    *_, last = await work.ask("a", 3)
    for account in "bcde":
        await work.ask(account)
    with pytest.raises(TooManyReports):
        await last
    # Now each account has one task waiting, and another of "b" would be its second.
    with pytest.raises(TooManyReports):
        await work.do("b")
    await work.end_all()
    assert "".join(work.started) == "aabcde"


async def test_work_of_disconnected_clients_is_never_started() -> None:
    work, hung_up = Work(queue(1, 8)), asyncio.Event()
    await work.ask("a")
    dead = await work.ask("b", 3, hung_up.is_set)
    await work.ask("c")
    hung_up.set()
    with pytest.raises(ClientGone):
        await work.do("b", hung_up.is_set)
    await work.end_all()
    assert work.started == ["a", "c"]
    for task in dead:
        with pytest.raises(ClientGone):
            await task


async def test_disconnected_clients_take_no_room() -> None:
    work, hung_up = Work(queue(1, 4)), asyncio.Event()
    await work.ask("a")
    dead = await work.ask("b", 2, hung_up.is_set) + await work.ask("c", 2, hung_up.is_set)
    hung_up.set()
    await work.ask("b")
    await work.ask("d")
    assert all(task.done() for task in dead)
    await work.end_all()
    assert "".join(work.started) == "abd"
    for task in dead:
        with pytest.raises(ClientGone):
            await task


async def test_the_turn_of_a_cancelled_task_goes_to_the_next() -> None:
    work = Work(queue(1, 10))
    await work.ask("a")
    (cancelled, _) = await work.ask("b") + await work.ask("c")
    # In one step of the event loop: first cancelled, then given the turn; below, the reverse.
    cancelled.cancel()
    work.ends.pop(0).set()
    await settled()
    assert work.started == ["a", "c"]
    (next_in_turn,) = await work.ask("b")
    work.ends.pop(0).set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    next_in_turn.cancel()
    with suppress(asyncio.CancelledError):
        await next_in_turn
    await work.ask("d")
    assert work.started[-1] == "d"
    await work.end_all()
    assert work.queue.waiting == 0
