"""Group commit: changes are saved in batches, and settled when their batch is saved."""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from ..errors.server import StorageUnavailable
from ..histogram import SECONDS, SIZES, Histogram
from ..models import Commit
from .backlog import Backlog, Batch, Submission
from .changes import Change, Saved
from .connection import Sender
from .following import Following
from .live_session import LiveSession

log = logging.getLogger(__name__)

LONGEST_TRY = 2.0
"""Seconds after which a replica set is asked again: the member that was asked may be cut off."""

RETRY_PAUSE = 0.1
"""Seconds from a commit that failed to the next try."""


class CommitStore(Protocol):
    """Where commits are saved."""

    async def commit(self, commits: Sequence[Commit], timeout: float) -> set[str]:
        """Save all of `commits`; return the ids of the sessions that another commit has changed.

        Raises `StorageUnavailable` if that is not known to have succeeded in `timeout` seconds.
        """
        ...


class OutcomeListener(Protocol):
    """Learns what became of the changes. Its methods never raise."""

    async def settled(self, submission: Submission) -> None:
        """A submission has its outcome. Others get turns of the loop if there is much to tell."""
        ...


class Journal:
    """Saves changes in the order in which they were submitted, many in one write."""

    def __init__(
        self,
        backlog: Backlog,
        store: CommitStore,
        listener: OutcomeListener,
        following: Following,
        may_commit: Callable[[], bool] = lambda: True,
    ) -> None:
        """`may_commit` says whether this server may save anything now."""
        self._store = store
        self._listener = listener
        self._backlog = backlog
        self._following = following
        following.on_advanced = self._go_on
        self._may_commit = may_commit
        self._wake = asyncio.Event()
        self._barriers: list[tuple[int, asyncio.Future[None]]] = []
        self._end = math.inf
        self.commit_seconds = Histogram(SECONDS)
        self.commit_changes = Histogram(SIZES)
        self.commits_failed = 0
        self.conflicts = 0

    @property
    def waiting(self) -> int:
        """How many changes are not settled yet."""
        return self._backlog.unsettled

    def submit(self, session: LiveSession, change: Change, by: Sender | None = None) -> Submission:
        """Have a change saved. Its ticket is for `settled`, after which it has its outcome.

        The listener learns the outcomes in the order of submission.
        Raises `StorageUnavailable` if too many changes wait already.
        """
        submission = self._backlog.submit(session, change, by, asyncio.get_running_loop().time())
        self._wake.set()
        return submission

    async def save(self, session: LiveSession, change: Change) -> Saved:
        """Have a change saved, and return what came of it once the listener knows.

        Raises `StorageUnavailable`, and what the change does.
        """
        submission = self.submit(session, change)
        await self.settled(submission.ticket)
        return submission.event()

    async def settled(self, ticket: int) -> None:
        """Wait until the change with this ticket, and all before it, are settled."""
        if self._backlog.settled < ticket:
            barrier = asyncio.get_running_loop().create_future()
            self._barriers.append((ticket, barrier))
            await barrier

    async def drain(self, timeout: float) -> None:
        """Wait until nothing is left to save or to set right.

        Raises `TimeoutError` if that takes longer than `timeout` seconds. No commit that begins
        in that time lasts longer, so that none delays the end of the process.
        """
        self._end = asyncio.get_running_loop().time() + timeout
        async with asyncio.timeout_at(self._end):
            while not self._backlog.idle:
                barrier = asyncio.get_running_loop().create_future()
                self._barriers.append((0, barrier))
                await barrier

    async def run(self) -> None:
        """Save what is submitted, until cancelled.

        Should it fail, it can be run again: it begins with the batch that was being saved.
        """
        await self._following.released(self._backlog.recover())
        self._wake.set()
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._backlog.work:
                if self._may_commit():
                    await self._commit()
                else:
                    await self._expire()
                    await asyncio.sleep(RETRY_PAUSE)
            await self._expire()

    def _go_on(self) -> None:
        """A session has caught up, or could not be read: what waits for it can be looked at."""
        self._lift_barriers()
        self._wake.set()

    async def _expire(self) -> None:
        """Refuse what has waited too long, also for a session that is behind."""
        await self._refuse_expired()
        self._lift_barriers()

    async def _refuse_expired(self) -> None:
        self._backlog.expire(asyncio.get_running_loop().time())
        await self._following.tell_landed()

    async def _commit(self) -> None:
        loop = asyncio.get_running_loop()
        await self._refuse_expired()
        batch = self._backlog.take(loop.time())
        started = time.perf_counter()
        until = min(batch.deadline, self._end)
        if self._backlog.shared:
            until = min(until, loop.time() + LONGEST_TRY)
        missed = await self._save(batch, until - loop.time())
        self._note(batch, time.perf_counter() - started, missed is not None)
        if missed is not None:
            await self._saved(batch, missed)
        else:
            await self._following.released(self._backlog.failed(batch))
            await self._refuse_expired()
        self._lift_barriers()
        if missed is None:
            await asyncio.sleep(RETRY_PAUSE)

    async def _saved(self, batch: Batch, missed: set[str]) -> None:
        try:
            await self._settle(self._backlog.saved(batch, missed))
        finally:
            released = self._backlog.release(batch)
        await self._following.released(released)
        await self._following.tell_landed()
        if missed:
            self.conflicts += len(missed)
            await self._following.missed(
                pending.session for pending in batch.pending_changes if pending.session.id in missed
            )

    async def _settle(self, submissions: Sequence[Submission]) -> None:
        for submission in submissions:
            await self._listener.settled(submission)

    def _note(self, batch: Batch, seconds: float, saved: bool) -> None:
        if not batch.commits:
            return
        self.commit_seconds.add(seconds)
        self.commit_changes.add(len(batch.submissions))
        self.commits_failed += not saved

    async def _save(self, batch: Batch, timeout: float) -> set[str] | None:
        """The ids of the sessions with another commit; `None` if the batch was not saved."""
        if not batch.commits:
            return set()
        if timeout <= 0:
            return None
        try:
            # The store has its own timeout; this one is for a store that hangs nevertheless.
            async with asyncio.timeout(timeout):
                return await self._store.commit(batch.commits, timeout)
        except (StorageUnavailable, TimeoutError):
            log.warning("%d changes could not be saved yet", len(batch.submissions))
            return None
        except Exception:
            log.exception("a commit failed unexpectedly")
            return None

    def _lift_barriers(self) -> None:
        waiting = []
        for ticket, barrier in self._barriers:
            if ticket > self._backlog.settled:
                waiting.append((ticket, barrier))
            elif not barrier.done():
                barrier.set_result(None)
        self._barriers = waiting
