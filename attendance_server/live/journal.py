"""Group commit: changes go to the store in batches, and are told when their batch is saved."""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from ..errors import AttendanceError, StorageUnavailable
from ..histogram import SECONDS, SIZES, Histogram
from ..models import Commit
from .backlog import Backlog, Batch
from .registry import Draft, LiveSession, SessionRegistry

log = logging.getLogger(__name__)

RETRY_PAUSE = 0.1
"""Seconds between a commit that failed and the next try."""


class CommitStore(Protocol):
    """Where commits go."""

    async def commit(self, commits: Sequence[Commit], timeout: float) -> set[str]:
        """Save all of `commits`; the ids of those sessions that could take none come back.

        Raises `StorageUnavailable` where that is not known to have succeeded in `timeout` seconds.
        """
        ...


class Journal:
    """Saves changes in the order in which they came, many in one write."""

    def __init__(
        self,
        registry: SessionRegistry,
        store: CommitStore,
        lost: Callable[[LiveSession], None],
        *,
        timeout: float,
        limit: int,
    ) -> None:
        """`lost` is called with each session that turns out to be another server's, or gone.

        `timeout`: seconds a change may wait for the store; `limit`: how many may wait.
        """
        self._store = store
        self._lost = lost
        self._backlog = Backlog(registry, timeout=timeout, limit=limit)
        self._wake = asyncio.Event()
        self._barriers: list[tuple[int, asyncio.Future[None]]] = []
        self._end = math.inf
        self.commit_seconds = Histogram(SECONDS)
        self.commit_changes = Histogram(SIZES)
        self.commits_failed = 0

    @property
    def waiting(self) -> int:
        """How many changes are neither saved nor refused yet."""
        return self._backlog.submitted - self._backlog.settled

    def submit(
        self,
        session: LiveSession,
        change: Callable[[Draft], Any],
        saved: Callable[[Any], None],
        refused: Callable[[AttendanceError], None],
    ) -> int:
        """Have a change saved; the ticket that comes back is for `settled`.

        `saved` or `refused` is called later, once, in the order of submission.
        Raises `StorageUnavailable` where too many changes wait already.
        """
        now = asyncio.get_running_loop().time()
        ticket = self._backlog.submit(session, change, saved, refused, now)
        self._wake.set()
        return ticket

    async def settled(self, ticket: int) -> None:
        """Wait until the change with this ticket, and all before it, are saved or refused."""
        if self._backlog.settled < ticket:
            barrier = asyncio.get_running_loop().create_future()
            self._barriers.append((ticket, barrier))
            await barrier

    async def drain(self, timeout: float) -> None:
        """Wait until nothing is left to save or to set right.

        Raises `TimeoutError` where that takes longer than `timeout` seconds; no commit that begins
        meanwhile lasts longer, so that none holds up the end of the process.
        """
        self._end = asyncio.get_running_loop().time() + timeout
        async with asyncio.timeout_at(self._end):
            while not self._backlog.idle:
                barrier = asyncio.get_running_loop().create_future()
                self._barriers.append((0, barrier))
                await barrier

    async def run(self) -> None:
        """Save what is submitted, until cancelled.

        Where it fails all the same, it can be run again: it begins with what was under way.
        """
        self._backlog.recover(asyncio.get_running_loop().time())
        self._wake.set()
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._backlog.work:
                await self._commit()

    async def _commit(self) -> None:
        loop = asyncio.get_running_loop()
        batch = self._backlog.take(loop.time())
        started = time.perf_counter()
        lost = await self._save(batch, min(batch.deadline, self._end) - loop.time())
        self._note(batch, time.perf_counter() - started, lost is not None)
        if lost is None:
            self._backlog.failed(batch, loop.time())
        else:
            for session in self._backlog.saved(batch, lost):
                self._tell_lost(session)
        self._lift_barriers()
        if lost is None:
            await asyncio.sleep(RETRY_PAUSE)

    def _tell_lost(self, session: LiveSession) -> None:
        try:
            self._lost(session)
        except Exception:
            log.exception("the loss of session %s could not be told", session.id)

    def _note(self, batch: Batch, seconds: float, saved: bool) -> None:
        if not batch.commits:
            return
        self.commit_seconds.add(seconds)
        self.commit_changes.add(len(batch.entries))
        self.commits_failed += not saved

    async def _save(self, batch: Batch, timeout: float) -> set[str] | None:
        """The sessions that took no commit any more; `None` where the batch was not saved."""
        if not batch.commits:
            return set()
        if timeout <= 0:
            return None
        try:
            # The store keeps to its timeout by itself; this one holds where it hangs all the same.
            async with asyncio.timeout(timeout):
                lost = await self._store.commit(batch.commits, timeout)
        except (StorageUnavailable, TimeoutError):
            log.warning("%d changes could not be saved yet", len(batch.entries))
            return None
        except Exception:
            log.exception("a commit failed in a way nobody foresaw")
            return None
        if lost:
            log.error("sessions taken over or removed by somebody else: %s", sorted(lost))
        return lost

    def _lift_barriers(self) -> None:
        waiting = []
        for ticket, barrier in self._barriers:
            if ticket > self._backlog.settled:
                waiting.append((ticket, barrier))
            elif not barrier.done():
                barrier.set_result(None)
        self._barriers = waiting
