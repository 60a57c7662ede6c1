"""Child processes at low priority, and one bounded queue.

A worker is a program of this package that does slow work, so that the event loop never waits for
it: bcrypt, a workbook, a file that a user has sent. The queue is for whatever the server does only
a few pieces of at once.
"""

import asyncio
import math
import os
import sys
from asyncio.subprocess import Process
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import IO, TypeAlias

from attrs import field, frozen

from .errors import AttendanceError
from .errors.requests import ClientGone

NICENESS = 10
"""Everything else comes first. Not 19: a worker finishes even where others use every core."""

GRACE = 2.0
"""Seconds that a worker has to clean up after SIGTERM before it is killed."""

INHERITED = ("PATH", "HOME", "TMPDIR", "TZ", "LANG")
INHERITED_PREFIXES = ("LC_", "LD_", "DYLD_", "PYTHON")
"""Environment variables that workers get. The others are not for them: some are secrets, and a
worker may be reading a hostile file."""

Pipe: TypeAlias = int | IO[bytes] | None


class WorkerFailed(Exception):
    """A worker did not finish its work: it exited with an error, or ran out of time."""


class WorkerTimedOut(WorkerFailed):
    """It ran out of time."""


async def start_worker(
    program: Path, *arguments: str, stdin: Pipe, stdout: Pipe, stderr: Pipe = None
) -> Process:
    """Start a Python program as a child process that yields to everything else.

    Raises `OSError` where it cannot be started.
    """
    process = await asyncio.create_subprocess_exec(
        # Not as a module of this package, and without `site`: it needs nothing of either, and
        # starts sooner.
        *(sys.executable, "-P", "-S", str(program), *arguments),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        env={
            **{
                name: value
                for name, value in os.environ.items()
                if name in INHERITED or name.startswith(INHERITED_PREFIXES)
            },
            # Where `site` would have found the libraries.
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        # A Ctrl-C at the terminal is for the server, which ends its workers; and
        # `lower_priority` needs it.
        start_new_session=True,
    )
    lower_priority(process.pid)
    return process


@asynccontextmanager
async def worker(
    program: Path,
    *arguments: str,
    timeout: float,
    stdin: Pipe,
    stdout: Pipe,
    stderr: Pipe = None,
) -> AsyncIterator[Process]:
    """A worker for one piece of work. The block feeds it, and the work is done when it has exited.

    Where the block raises, or the worker takes longer than `timeout` seconds, it is stopped; it
    never outlives the block. Raises `WorkerFailed`, and `OSError` where it cannot be started.
    """
    process = await start_worker(program, *arguments, stdin=stdin, stdout=stdout, stderr=stderr)
    time_limit = asyncio.timeout(timeout)
    try:
        async with time_limit:
            # A worker that exits early does not read the rest; its exit code tells.
            with suppress(ConnectionError):
                yield process
            await process.wait()
    except TimeoutError:
        if not time_limit.expired():
            raise
        raise WorkerTimedOut(f"{program.stem} took longer than {timeout:g} s") from None
    finally:
        await stop_process(process, GRACE)
    if process.returncode:
        raise WorkerFailed(f"{program.stem} ended with exit code {process.returncode}")


async def stop_process(process: Process, grace: float) -> bool:
    """Stop a child process with SIGTERM, and with SIGKILL where that takes over `grace` seconds.

    Returns whether SIGTERM was enough.
    """
    if process.returncode is not None:
        return True
    # It may have ended just now.
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(grace):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        return False
    return True


def lower_priority(pid: int, niceness: int = NICENESS) -> bool:
    """Lower the priority of a process that leads its own session; `niceness` is 0 to 19.

    Returns whether it was done or cannot be done: Linux accepts only so many such requests per
    second from users other than root, and then it is worth another try.
    """
    try:
        os.setpriority(os.PRIO_PROCESS, pid, niceness)
        # Where Linux weighs sessions against each other, niceness counts only within a session:
        # sched(7), "The autogroup feature".
        session = Path(f"/proc/{pid}/autogroup")
        if session.exists():
            session.write_text(str(niceness))
    except BlockingIOError:
        return False
    except OSError:
        # The process has ended, or the system forbids it; the work is done all the same.
        return True
    return True


Key: TypeAlias = tuple[str | None, str | None]
"""A group, such as a client address, and an account."""


@frozen(eq=False)
class _Waiter:
    """Work that waits. `gone`: whether the client that asked for it has disconnected."""

    gone: Callable[[], bool]
    turn: "asyncio.Future[None]" = field(factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def abandoned(self) -> bool:
        return self.turn.cancelled() or self.gone()

    def refuse(self, error: AttendanceError) -> None:
        """Make the wait end with the error."""
        if not self.turn.done():
            self.turn.set_exception(error)


class BoundedQueue:
    """Work of which a few pieces run at once while others wait, and which refuses what is too much.

    Turns go round over the groups, and within a group over its accounts, so that one account with
    much work delays every other by one turn at most. An account runs at most half of `at_once`, and
    has at most `limit_per_account` in the queue. When the queue is full, work of whoever has most
    waiting gives way to that of others.
    """

    def __init__(
        self,
        *,
        at_once: int,
        limit: int,
        limit_per_account: int | None = None,
        seconds_each: float,
        full: Callable[[int], AttendanceError],
        account_full: Callable[[int], AttendanceError],
    ) -> None:
        """`limit`, `limit_per_account`: how many pieces may run or wait; by default an account has
        half of the places.

        `seconds_each`: how long one piece takes, to estimate when there is room again. `full` and
        `account_full` make the errors that refuse work, from that number of seconds.
        """
        self.at_once = at_once
        self._at_once_per_account = max(1, at_once // 2)
        self._limit = limit
        self._limit_per_account = limit_per_account or max(1, limit // 2)
        self._seconds_each = seconds_each
        self._full = full
        self._account_full = account_full
        self._total = 0
        self._of_account = Counter[str | None]()
        self._running = Counter[str | None]()
        self._running_total = 0
        # The first key of each dictionary is next; after a turn it moves to the end.
        self._waiting: dict[str | None, dict[str | None, deque[_Waiter]]] = {}
        self._waiting_in = Counter[str | None]()

    def __len__(self) -> int:
        """How many pieces of work run or wait."""
        return self._total

    @property
    def waiting(self) -> int:
        """How many pieces of work wait."""
        return self._total - self._running_total

    @asynccontextmanager
    async def turn(
        self,
        account: str | None,
        group: str | None = None,
        gone: Callable[[], bool] = lambda: False,
    ) -> AsyncIterator[None]:
        """Wait for the account's turn, which lasts as long as the block.

        `gone`: whether the client has disconnected; then the work is not begun. Raises
        `ClientGone`, and what `full` and `account_full` make.
        """
        key = group, account
        await self._enter(key, gone)
        try:
            yield
        finally:
            self._leave(key)

    async def _enter(self, key: Key, gone: Callable[[], bool]) -> None:
        if gone():
            raise ClientGone
        self._make_room(key)
        group, account = key
        self._total += 1
        self._of_account[account] += 1
        if self._may_run(account):
            self._run(account)
            return
        waiter = _Waiter(gone)
        self._waiting.setdefault(group, {}).setdefault(account, deque()).append(waiter)
        self._waiting_in[group] += 1
        try:
            await waiter.turn
        except asyncio.CancelledError:
            if waiter.turn.cancelled():
                self._drop(key, waiter)
            elif waiter.turn.exception() is None:
                # Its turn had come just before it was cancelled.
                self._leave(key)
            raise

    def _may_run(self, account: str | None) -> bool:
        below_share = self._running[account] < self._at_once_per_account
        return below_share and self._running_total < self.at_once

    def _run(self, account: str | None) -> None:
        self._running[account] += 1
        self._running_total += 1

    def _leave(self, key: Key) -> None:
        _, account = key
        self._running_total -= 1
        self._running[account] -= 1
        if not self._running[account]:
            del self._running[account]
        self._count_out(account)
        while self._running_total < self.at_once and self._begin_next():
            pass

    def _begin_next(self) -> bool:
        """Begin the next work that may run; whether there was any."""
        key = next(
            (
                (group, account)
                for group, accounts in self._waiting.items()
                for account in accounts
                if self._may_run(account)
            ),
            None,
        )
        if key is None:
            return False
        group, account = key
        waiter = self._waiting[group][account][0]
        self._take_out(key, waiter)
        if group in self._waiting:
            accounts = self._waiting[group] = self._waiting.pop(group)
            if account in accounts:
                accounts[account] = accounts.pop(account)
        if waiter.abandoned:
            self._count_out(account)
            waiter.refuse(ClientGone())
        else:
            self._run(account)
            waiter.turn.set_result(None)
        return True

    def _make_room(self, key: Key) -> None:
        """Raises what `turn` does where there is no room for one more."""
        _, account = key
        if self._of_account[account] >= self._limit_per_account:
            self._drop_abandoned()
            own = self._of_account[account]
            if own >= self._limit_per_account:
                raise self._account_full(self._seconds(own, self._at_once_per_account))
        if self._total < self._limit:
            return
        self._drop_abandoned()
        if self._total < self._limit:
            return
        refusal = self._full(self._seconds(self._total, self.at_once))
        displaced = self._greediest()
        if displaced is None or not self._has_less(key, displaced):
            raise refusal
        last = self._waiting[displaced[0]][displaced[1]][-1]
        self._drop(displaced, last)
        last.refuse(refusal)

    def _greediest(self) -> Key | None:
        """The account with most work waiting, in the group with most; of several the last."""
        if not self._waiting:
            return None
        group = max(reversed(self._waiting), key=self._waiting_in.__getitem__)
        accounts = self._waiting[group]
        return group, max(reversed(accounts), key=lambda account: len(accounts[account]))

    def _has_less(self, key: Key, other: Key) -> bool:
        """Whether `key` with one piece more has fewer waiting than `other` with one fewer."""
        if key[0] != other[0]:
            return self._waiting_in[key[0]] + 1 < self._waiting_in[other[0]]
        accounts = self._waiting[other[0]]
        return len(accounts.get(key[1], ())) + 1 < len(accounts[other[1]])

    def _drop_abandoned(self) -> None:
        for group, accounts in list(self._waiting.items()):
            for account, waiters in list(accounts.items()):
                for waiter in [each for each in waiters if each.abandoned]:
                    self._drop((group, account), waiter)
                    waiter.refuse(ClientGone())

    def _drop(self, key: Key, waiter: _Waiter) -> None:
        """Have it wait no longer, unless that was done already."""
        if self._take_out(key, waiter):
            self._count_out(key[1])

    def _take_out(self, key: Key, waiter: _Waiter) -> bool:
        """Remove it from those that wait; whether it was there."""
        group, account = key
        accounts = self._waiting.get(group, {})
        waiters = accounts.get(account, deque())
        if waiter not in waiters:
            return False
        waiters.remove(waiter)
        self._waiting_in[group] -= 1
        if not waiters:
            del accounts[account]
        if not accounts:
            del self._waiting[group], self._waiting_in[group]
        return True

    def _count_out(self, account: str | None) -> None:
        self._total -= 1
        self._of_account[account] -= 1
        if not self._of_account[account]:
            del self._of_account[account]

    def _seconds(self, count: int, at_once: int) -> int:
        return math.ceil(count * self._seconds_each / at_once)
