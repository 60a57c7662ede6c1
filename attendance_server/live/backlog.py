"""What waits to be saved. Pure: the time is passed in, and the saving is done by the journal.

Changes wait in the order in which they were submitted. A batch is all of them at once: one commit
per session. While a batch is out, the next changes gather; when it is saved, every change in it is
settled in its order.

A commit is applied only to the state that it was made from. If it was not, because another server's
was applied first, its changes wait again until the session has caught up with its document. If that
is not known, they are sent once more: whatever of it is applied, it is one of the two.
"""

import itertools
import logging
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from attrs import define, field

from ..errors import AttendanceError
from ..errors.server import StorageUnavailable
from ..errors.sessions import NoActiveSession
from ..models import Commit
from .changes import Change, Saved
from .connection import Sender
from .event_records import records_of
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
class Attempt:
    """A commit that was sent: what is true if it is applied, and for which submissions.

    `number` tells it from everything else that this server has sent.
    """

    number: int
    pending: PendingChanges
    submissions: list[tuple[Submission, Outcome]] = field(factory=list)


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

    def attempts(self) -> Iterator[Attempt]:
        """Its commits, one by one."""
        together = zip(self.submissions, self.outcomes, strict=True)
        by_session: dict[LiveSession, list[tuple[Submission, Outcome]]] = {}
        for submission, outcome in together:
            by_session.setdefault(submission.session, []).append((submission, outcome))
        for pending, commit in zip(self.pending_changes, self.commits, strict=True):
            yield Attempt(commit.attempt, pending, by_session.get(pending.session, []))


class Backlog:
    """Submissions that wait, the batch that is out, and attempts of which nothing is known.

    A session is held while its state is about to advance: its commit is out, it is behind its
    document, or what was saved is being told. Its submissions wait until it is released.

    Times are seconds on any clock that is never set back.
    """

    def __init__(self, registry: SessionRegistry, *, timeout: float, limit: int) -> None:
        """`timeout`: seconds that a submission may wait for its last try; `limit`: how many may."""
        self._registry = registry
        self._timeout = timeout
        self._limit = limit
        self._waiting: deque[Submission] = deque()
        self._out: Batch | None = None
        self._held: set[LiveSession] = set()
        self._in_doubt: dict[LiveSession, list[Attempt]] = {}
        self._to_restore: set[LiveSession] = set()
        self._attempts = itertools.count(1)
        self.behind: dict[LiveSession, None] = {}
        self.shared = False
        """Whether other servers follow the commits."""
        self.submitted = 0

    @property
    def unsettled(self) -> int:
        """How many submissions are not settled yet."""
        return len(self._waiting) + (len(self._out.submissions) if self._out else 0)

    @property
    def settled(self) -> int:
        """The ticket up to which every submission is settled."""
        first = self._waiting[0].ticket if self._waiting else self.submitted + 1
        if self._out and self._out.submissions:
            first = min(first, self._out.submissions[0].ticket)
        return first - 1

    @property
    def idle(self) -> bool:
        """Whether the database holds what the registry holds, and no submission waits."""
        return not (self._waiting or self._in_doubt or self._to_restore or self.behind or self._out)

    @property
    def work(self) -> bool:
        """Whether there is something for a next batch."""
        if not self._held:
            return bool(self._waiting or self._in_doubt or self._to_restore)
        return any(self._unsure()) or any(True for _ in self._free())

    def submit(
        self, session: LiveSession, change: Change, by: Sender | None, now: float
    ) -> Submission:
        """Add a change. It is settled once `settled` has reached its ticket.

        Raises `StorageUnavailable` if too many wait already.
        """
        if self.unsettled >= self._limit:
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
        return expired

    def take(self, now: float) -> Batch:
        """All that can be saved now, as the next batch. The one before is `saved` or `failed`.

        Its sessions are held until `release`.
        """
        assert self._out is None
        submissions = list(self._free())
        pending_changes, outcomes = self._apply(submissions)
        changed = [pending for pending in pending_changes if pending.changes]
        self._out = Batch(
            submissions=submissions,
            outcomes=outcomes,
            pending_changes=changed,
            commits=[
                pending.commit(next(self._attempts), shared=self.shared) for pending in changed
            ],
            deadline=self._deadline(submissions, now),
        )
        if len(submissions) == len(self._waiting):
            self._waiting.clear()
        else:
            taken = set(submissions)
            self._waiting = deque(each for each in self._waiting if each not in taken)
        self._held.update(pending.session for pending in changed)
        self._held.update(submission.session for submission in submissions)
        return self._out

    def saved(self, batch: Batch, missed: Collection[str] = ()) -> list[Submission]:
        """`batch` is in the database, but for the commits to the sessions with the ids `missed`.

        Those are behind their documents, and their submissions wait again. Everything else is
        accepted into the registry. Returns the submissions that are settled, to be told before
        `release`.
        """
        self._out = None
        for pending in batch.pending_changes:
            if pending.session.id in missed:
                # What was sent of it before may be what was applied, and stays in doubt.
                self.behind[pending.session] = None
            else:
                self._decided(pending.session)
                self._registry.accept(pending)
        settled = []
        for submission, outcome in zip(batch.submissions, batch.outcomes, strict=True):
            if submission.session not in self.behind:
                submission.outcome = outcome
                settled.append(submission)
        if missed:
            self._wait_again(each for each in batch.submissions if each.outcome is None)
        return settled

    def failed(self, batch: Batch) -> set[LiveSession]:
        """`batch` was not saved, or that is not known. Its submissions wait again, in front.

        Returns the sessions that are held no longer.
        """
        self._out = None
        for attempt in batch.attempts():
            self._in_doubt.setdefault(attempt.pending.session, []).append(attempt)
        self._wait_again(batch.submissions)
        return self.release(batch)

    def release(self, batch: Batch) -> set[LiveSession]:
        """All that came of `batch` is told. Returns the sessions that are held no longer."""
        sessions = {pending.session for pending in batch.pending_changes}
        sessions.update(submission.session for submission in batch.submissions)
        sessions.difference_update(self.behind)
        self._held -= sessions
        return sessions

    def recover(self) -> set[LiveSession]:
        """A batch that is out is no longer being saved: as `failed`."""
        return self.failed(self._out) if self._out else set()

    def is_held(self, session: LiveSession) -> bool:
        """Whether the session is about to advance, or behind its document."""
        return session in self._held

    def in_doubt(self, session: LiveSession) -> bool:
        """Whether the commit after the session's last may be one that this server has sent."""
        return session in self._in_doubt

    def needs_document(self, session: LiveSession) -> bool:
        """Whether the document holds what the session does not, but for what follows."""
        return session in self._to_restore

    def advance(self, session: LiveSession) -> None:
        """What was saved of the session is about to be told, up to `catch_up`."""
        self.behind.pop(session, None)
        self._held.add(session)

    def fall_behind(self, session: LiveSession) -> None:
        """The document of the session has to be read before anything else happens to it."""
        self.behind[session] = None
        self._held.add(session)

    def catch_up(self, session: LiveSession) -> None:
        """The session is what its document was when it was read or followed, and all is told."""
        self._held.discard(session)

    def resolve(self, session: LiveSession, attempt: int | None) -> Attempt | None:
        """The commit after the session's last is applied: the one of this server, if it is its own.

        `attempt`: the number of this server's last attempt that was applied to the session.
        """
        doubtful = self._in_doubt.get(session, [])
        self._decided(session)
        return next((each for each in doubtful if each.number == attempt), None)

    def land(self, attempt: Attempt, *, last: bool) -> list[tuple[Submission, Outcome]]:
        """An attempt that was in doubt turns out to be applied; `last`: nothing came after it.

        Its submissions are settled with their outcomes. Returns them, in order, with those that
        were refused in the meantime. Should there be such, and nothing came after the attempt, the
        state before it is to be restored instead, with the changes that still wait; but not where
        other servers follow, which may have told it already.
        """
        refused = any(submission.outcome is not None for submission, _ in attempt.submissions)
        session = attempt.pending.session
        if refused and last and not self.shared:
            session.commits += 1
            self._to_restore.add(session)
            return []
        self._registry.accept(attempt.pending)
        told = []
        for submission, outcome in attempt.submissions:
            if submission.outcome is None:
                submission.outcome = outcome
            told.append((submission, outcome))
        self._waiting = deque(each for each in self._waiting if each.outcome is None)
        return told

    def lose(self, session: LiveSession) -> list[Submission]:
        """The session is gone from the database. Returns its submissions, which are refused."""
        self._decided(session)
        self.behind.pop(session, None)
        self._held.discard(session)
        self._registry.remove(session)
        session.ended = True
        refused = [each for each in self._waiting if each.session is session]
        for submission in refused:
            submission.outcome = NoActiveSession()
        self._waiting = deque(each for each in self._waiting if each.outcome is None)
        return refused

    def _decided(self, session: LiveSession) -> None:
        self._in_doubt.pop(session, None)
        self._to_restore.discard(session)

    def _wait_again(self, submissions: Iterable[Submission]) -> None:
        together = itertools.chain(submissions, self._waiting)
        self._waiting = deque(sorted(together, key=lambda submission: submission.ticket))

    def _free(self) -> Iterator[Submission]:
        """The submissions that can be saved now: the answers to one client stay in their order."""
        if not self._held:
            yield from self._waiting
            return
        waits: set[object] = set()
        for submission in self._waiting:
            connection = submission.by.connection if submission.by else None
            if submission.session not in self._held and connection not in waits:
                yield submission
            elif connection:
                waits.add(connection)

    def _unsure(self) -> Iterator[LiveSession]:
        """The sessions that are to be saved in any case."""
        for session in (*self._in_doubt, *self._to_restore):
            if session not in self._held:
                yield session

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
                session: PendingChanges(session, replaces=session in self._to_restore, fences=True)
                for session in self._unsure()
            }
            outcomes = [self._outcome(submission, pending, broken) for submission in submissions]
            if len(broken) == known:
                return pending.values(), outcomes

    def _outcome(
        self,
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
            event = submission.change.apply(pending)
            if self.shared:
                pending.events.extend(records_of(event))
        except AttendanceError as error:
            return error
        except Exception:
            log.exception("a change to session %s failed", session.id)
            broken.add(submission)
            return AttendanceError()
        return event

    def _deadline(self, submissions: Sequence[Submission], now: float) -> float:
        if not submissions:
            return now + self._timeout
        due = submissions[0].submitted_at + self._timeout
        return max(due, now + min(self._timeout, LEAST_TRY))
