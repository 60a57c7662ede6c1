"""What waits to be saved. Pure: the time is passed in, and the saving is done by the journal.

Changes wait in the order in which they came. A batch is all of them at once: one
commit per session. While a batch is out, the next changes gather; when it is saved, every change in
it is settled in its order. A batch that failed may or may not have reached the database, so the
next one replaces all that the database holds of its sessions.
"""

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Any

from attrs import define

from ..errors import AttendanceError, NoActiveSession, StorageUnavailable
from ..models import Commit
from .registry import LiveSession, PendingChanges, SessionRegistry

log = logging.getLogger(__name__)

LEAST_TRY = 1.0
"""Seconds that a try to save has at least, where the timeout is not shorter.

Refused is who has waited for too long, not who has little time left: otherwise marks that keep
coming would, after an outage, each in its turn leave no time to save those behind it.
"""


@define(eq=False)
class Submission:
    """One change to one session, and whom to tell how it went.

    `change` adds itself to the pending changes and returns what `saved` is called with; it may be
    called again with fresh ones where a commit failed. It raises the error that `refused` gets.

    Whatever else one of the three raises is logged, and concerns no other submission.
    """

    session: LiveSession
    change: Callable[[PendingChanges], Any]
    saved: Callable[[Any], None]
    refused: Callable[[AttendanceError], None]
    deadline: float

    def put_into(self, pending: PendingChanges) -> Callable[[], None]:
        """Make the change in `pending`; what is returned tells the outcome, once that is saved."""
        try:
            value = self.change(pending)
        except AttendanceError as error:
            # The name `error` is gone when the clause ends.
            reason = error
            return lambda: self.refuse(reason)
        return lambda: self._accept(value)

    def refuse(self, error: AttendanceError) -> None:
        """Call `refused`. Never raises."""
        try:
            self.refused(error)
        except Exception:
            log.exception("a change to session %s was refused to no effect", self.session.id)

    def _accept(self, value: Any) -> None:
        try:
            self.saved(value)
        except Exception:
            log.exception("a change to session %s is saved and was not told", self.session.id)
            self.refuse(AttendanceError())


@define(eq=False)
class Batch:
    """All that is saved in one go. It has to be saved before `deadline`."""

    submissions: Sequence[Submission]
    outcomes: Sequence[Callable[[], None]]
    pending_changes: Sequence[PendingChanges]
    commits: Sequence[Commit]
    deadline: float


class Backlog:
    """Entries that wait, the batch that is out, and the sessions whose document is in doubt.

    Times are seconds on any clock that does not go back.
    """

    def __init__(self, registry: SessionRegistry, *, timeout: float, limit: int) -> None:
        """`timeout`: how long a submission may wait for its last try; `limit`: how many may."""
        self._registry = registry
        self._timeout = timeout
        self._limit = limit
        self._waiting: deque[Submission] = deque()
        self._out: Batch | None = None
        self._in_doubt: dict[LiveSession, None] = {}
        self.submitted = 0
        self.settled = 0

    @property
    def idle(self) -> bool:
        """Whether the database holds what the registry holds, and nobody waits."""
        return not (self._waiting or self._in_doubt or self._out)

    @property
    def work(self) -> bool:
        """Whether there is something for a next batch."""
        return bool(self._waiting or self._in_doubt)

    def submit(
        self,
        session: LiveSession,
        change: Callable[[PendingChanges], Any],
        saved: Callable[[Any], None],
        refused: Callable[[AttendanceError], None],
        now: float,
    ) -> int:
        """Add a change; its number comes back. It is settled when `settled` has reached that.

        Raises `StorageUnavailable` where too many wait already.
        """
        if self.submitted - self.settled >= self._limit:
            raise StorageUnavailable
        self._waiting.append(Submission(session, change, saved, refused, now + self._timeout))
        self.submitted += 1
        return self.submitted

    def take(self, now: float) -> Batch:
        """All that waits, as the next batch. The one before has come back as saved or failed.

        Entries whose time is over are refused.
        """
        assert self._out is None
        self._refuse_expired(now)
        submissions = list(self._waiting)
        pending_changes, outcomes = self._pending_changes(submissions)
        changed = [pending for pending in pending_changes if pending.changes]
        self._out = Batch(
            submissions=submissions,
            outcomes=outcomes,
            pending_changes=changed,
            commits=[pending.commit() for pending in changed],
            deadline=self._deadline(submissions, now),
        )
        self._waiting.clear()
        return self._out

    def saved(self, batch: Batch, lost: Collection[str] = ()) -> list[LiveSession]:
        """`batch` is in the database, but for the sessions in `lost`, which are not ours any more.

        Everyone who waited for the batch is told, in the order in which they came. The sessions
        that ran here until now and are lost come back.
        """
        removed = []
        for pending in batch.pending_changes:
            self._in_doubt.pop(pending.session, None)
            if pending.session.id not in lost:
                self._registry.accept(pending)
            elif self._registry.remove(pending.session):
                removed.append(pending.session)
        self._out = None
        for submission, outcome in zip(batch.submissions, batch.outcomes, strict=True):
            self.settled += 1
            if submission.session.id in lost:
                submission.refuse(NoActiveSession())
            else:
                outcome()
        return removed

    def failed(self, batch: Batch, now: float) -> None:
        """`batch` was not saved, or nobody knows.

        Entries whose time is over are refused; the others wait again, in front.
        """
        self._out = None
        self._in_doubt.update((pending.session, None) for pending in batch.pending_changes)
        self._waiting.extendleft(reversed(batch.submissions))
        self._refuse_expired(now)

    def recover(self, now: float) -> None:
        """Whoever had a batch out is gone: `failed`, if there is one."""
        if self._out:
            self.failed(self._out, now)

    def _pending_changes(
        self, submissions: Sequence[Submission]
    ) -> tuple[Iterable[PendingChanges], Sequence[Callable[[], None]]]:
        """All changes by session, and each submission's outcome.

        A change that fails unexpectedly may have been made in part: the others are made again
        without it.
        """
        broken: set[Submission] = set()
        while True:
            known = len(broken)
            pending_changes = {
                session: PendingChanges(session, replaces=True) for session in self._in_doubt
            }
            outcomes = [_outcome(submission, pending_changes, broken) for submission in submissions]
            if len(broken) == known:
                return pending_changes.values(), outcomes

    def _refuse_expired(self, now: float) -> None:
        """Those who waited too long. Where one was in a batch, its session is in doubt."""
        while self._waiting and self._waiting[0].deadline <= now:
            self.settled += 1
            self._waiting.popleft().refuse(StorageUnavailable())

    def _deadline(self, submissions: Sequence[Submission], now: float) -> float:
        if not submissions:
            return now + self._timeout
        return max(submissions[0].deadline, now + min(self._timeout, LEAST_TRY))


def _outcome(
    submission: Submission,
    pending_changes: dict[LiveSession, PendingChanges],
    broken: set[Submission],
) -> Callable[[], None]:
    """Make a change to its session, and add it to the `broken` where that fails."""
    if submission not in broken:
        pending = pending_changes.get(submission.session)
        if pending is None:
            pending = pending_changes[submission.session] = PendingChanges(submission.session)
        try:
            return submission.put_into(pending)
        except Exception:
            log.exception("a change to session %s failed", submission.session.id)
            broken.add(submission)
    return partial(submission.refuse, AttendanceError())
