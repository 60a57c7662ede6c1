"""What waits to be saved. Pure: the time is passed in, and the saving is done by the journal.

Changes wait in the order in which they were submitted. A batch is all of them at once: one commit
per session. While a batch is out, the next changes gather; when it is saved, every change in it is
settled in its order. A batch that failed may or may not have reached the database, so the next one
replaces all that the database holds of its sessions.
"""

import logging
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from typing import TypeAlias

from attrs import define, frozen

from ..errors import AttendanceError, NoActiveSession, StorageUnavailable
from ..models import Commit
from .changes import Change, Saved
from .connection import Sender
from .live_session import LiveSession
from .pending import PendingChanges
from .registry import SessionRegistry

log = logging.getLogger(__name__)

LEAST_TRY = 1.0
"""Seconds that every try to save has at least, unless the timeout is shorter.

A change is refused for having waited too long, not for having little time left: otherwise marks
that keep coming would, after an outage, each leave no time to save those after it.
"""

Outcome: TypeAlias = Saved | AttendanceError
"""What became of a change: the event that is saved, or the error for which it is not."""


@define(eq=False)
class Submission:
    """A change to a session, submitted `by` a client's frame; `None`: by a call that awaits it.

    `ticket` numbers the submissions. `submitted_at` is in seconds, on the clock of the backlog.
    `outcome` is set once the submission is settled.
    """

    session: LiveSession
    change: Change
    by: Sender | None
    submitted_at: float
    ticket: int
    outcome: Outcome | None = None

    def event(self) -> Saved:
        """What was saved. Raises the error for which the change was refused."""
        assert self.outcome is not None, "not settled yet"
        if isinstance(self.outcome, AttendanceError):
            raise self.outcome
        return self.outcome


@define(eq=False)
class Batch:
    """All that is saved in one go. It has to be saved before `deadline`.

    `outcomes` are those of the submissions, in their order, once the batch is saved.
    """

    submissions: Sequence[Submission]
    outcomes: Sequence[Outcome]
    pending_changes: Sequence[PendingChanges]
    commits: Sequence[Commit]
    deadline: float


@frozen
class Accepted:
    """What came of a saved batch: all its submissions, settled, and the sessions that are `lost`.

    Lost are sessions that ran here until now and are another server's, or gone.
    """

    settled: Sequence[Submission]
    lost: Sequence[LiveSession]


class Backlog:
    """Submissions that wait, the batch that is out, and sessions whose document is in doubt.

    Times are seconds on any clock that is never set back.
    """

    def __init__(self, registry: SessionRegistry, *, timeout: float, limit: int) -> None:
        """`timeout`: seconds that a submission may wait for its last try; `limit`: how many may."""
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
        """Whether the database holds what the registry holds, and no submission waits."""
        return not (self._waiting or self._in_doubt or self._out)

    @property
    def work(self) -> bool:
        """Whether there is something for a next batch."""
        return bool(self._waiting or self._in_doubt)

    def submit(
        self, session: LiveSession, change: Change, by: Sender | None, now: float
    ) -> Submission:
        """Add a change. It is settled once `settled` has reached its ticket.

        Raises `StorageUnavailable` if too many wait already.
        """
        if self.submitted - self.settled >= self._limit:
            raise StorageUnavailable
        self.submitted += 1
        submission = Submission(session, change, by, now, self.submitted)
        self._waiting.append(submission)
        return submission

    def expire(self, now: float) -> list[Submission]:
        """Refuse the submissions that have waited too long, and return them."""
        expired = []
        while self._waiting and self._waiting[0].submitted_at + self._timeout <= now:
            submission = self._waiting.popleft()
            submission.outcome = StorageUnavailable()
            expired.append(submission)
        self.settled += len(expired)
        return expired

    def take(self, now: float) -> Batch:
        """All that waits, as the next batch. The one before is `saved` or `failed`."""
        assert self._out is None
        submissions = list(self._waiting)
        pending_changes, outcomes = self._apply(submissions)
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

    def saved(self, batch: Batch, lost: Collection[str] = ()) -> Accepted:
        """`batch` is in the database, but for the sessions with the ids `lost`.

        Those are not this server's any longer. Everything else is accepted into the registry.
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
            submission.outcome = NoActiveSession() if submission.session.id in lost else outcome
        self.settled += len(batch.submissions)
        return Accepted(batch.submissions, removed)

    def failed(self, batch: Batch) -> None:
        """`batch` was not saved, or that is not known. Its submissions wait again, in front."""
        self._out = None
        self._in_doubt.update((pending.session, None) for pending in batch.pending_changes)
        self._waiting.extendleft(reversed(batch.submissions))

    def recover(self) -> None:
        """A batch that is out is no longer being saved: it has `failed`."""
        if self._out:
            self.failed(self._out)

    def _apply(
        self, submissions: Sequence[Submission]
    ) -> tuple[Iterable[PendingChanges], Sequence[Outcome]]:
        """The pending changes of each session, and the outcome of each submission.

        A change that fails unexpectedly may have been made in part: the others are made again
        without it.
        """
        broken: set[Submission] = set()
        while True:
            known = len(broken)
            pending = {
                session: PendingChanges(session, replaces=True) for session in self._in_doubt
            }
            outcomes = [_outcome(submission, pending, broken) for submission in submissions]
            if len(broken) == known:
                return pending.values(), outcomes

    def _deadline(self, submissions: Sequence[Submission], now: float) -> float:
        if not submissions:
            return now + self._timeout
        due = submissions[0].submitted_at + self._timeout
        return max(due, now + min(self._timeout, LEAST_TRY))


def _outcome(
    submission: Submission,
    pending_changes: dict[LiveSession, PendingChanges],
    broken: set[Submission],
) -> Outcome:
    """Apply a change. If it fails unexpectedly, its submission joins the `broken` ones."""
    if submission in broken:
        return AttendanceError()
    session = submission.session
    pending = pending_changes.get(session)
    if pending is None:
        pending = pending_changes[session] = PendingChanges(session)
    try:
        return submission.change.apply(pending)
    except AttendanceError as error:
        return error
    except Exception:
        log.exception("a change to session %s failed", session.id)
        broken.add(submission)
        return AttendanceError()
