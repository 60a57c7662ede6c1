"""What waits to be saved. Pure: the time is passed in, and the saving is done by the journal.

Changes wait in the order in which they were submitted. A batch is all of them at once: one commit
per session. While a batch is out, the next changes gather; when it is saved, every change in it is
settled in its order.

A commit is applied only to the state that it was made from. If it was not, because another server's
was applied first, its changes wait again until the session has caught up with its document. If that
is not known, they are sent once more: whatever of it is applied, it is one of the two.

What is decided out of turn has landed: an attempt that was given up and turns out to be applied,
what is saved beside a session whose commit was missed, what is refused for having waited too long.
It is told when no answer in it would overtake an earlier one to the same client, which another
session may still have to give.
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
    """A commit that was sent to a session: what is true once it is applied, for which submissions.

    `pending` is `None` where nothing is to be saved for them. `number` tells the commit from
    everything else that this server has sent. `holds`: its session is held until all is told; not
    so for a mere refusal.
    """

    session: LiveSession
    pending: PendingChanges | None = None
    number: int = 0
    submissions: list[tuple[Submission, Outcome]] = field(factory=list)
    holds: bool = True

    def answered(self) -> Iterator[Submission]:
        """The submissions that get their outcome here: not those that were refused before."""
        return (
            each
            for each, outcome in self.submissions
            if each.outcome is None or each.outcome is outcome
        )


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

    def attempts(self) -> Sequence[Attempt]:
        """What is saved of each session."""
        attempts = {
            pending.session: Attempt(pending.session, pending, commit.attempt)
            for pending, commit in zip(self.pending_changes, self.commits, strict=True)
        }
        for submission, outcome in zip(self.submissions, self.outcomes, strict=True):
            of_session = attempts.setdefault(submission.session, Attempt(submission.session))
            of_session.submissions.append((submission, outcome))
        return list(attempts.values())


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
        self._landed: list[Attempt] = []
        # What is being told: of the batch that is saved, and of attempts that have landed.
        self._telling: Sequence[Submission] = ()
        self._telling_landed: Sequence[Submission] | None = None
        self._attempts = itertools.count(1)
        self.behind: dict[LiveSession, None] = {}
        self.shared = False
        """Whether other servers follow the commits."""
        self.submitted = 0

    @property
    def unsettled(self) -> int:
        """How many submissions are not settled yet."""
        landed = sum(1 for each in self._landed for _ in each.answered())
        return len(self._waiting) + landed + (len(self._out.submissions) if self._out else 0)

    @property
    def settled(self) -> int:
        """The ticket up to which every submission is settled."""
        out = self._out.submissions if self._out else ()
        first = self.submitted + 1
        for submissions in (self._waiting, out, self._telling, self._telling_landed):
            if submissions:
                first = min(first, submissions[0].ticket)
        for attempt in self._landed:
            first = min(first, next((each.ticket for each in attempt.answered()), first))
        return first - 1

    @property
    def idle(self) -> bool:
        """Whether the database holds what the registry holds, and no submission waits."""
        unsure = self._in_doubt or self._to_restore or self.behind
        landed = self._landed or self._telling_landed is not None
        return not (self._waiting or self._out or unsure or landed)

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

    def expire(self, now: float) -> None:
        """Refuse the submissions that have waited too long; `next_landed` has them."""
        while self._waiting and self._waiting[0].submitted_at + self._timeout <= now:
            self._refuse(self._waiting.popleft(), StorageUnavailable())

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

    def saved(self, batch: Batch, missed: Collection[str] = ()) -> Sequence[Submission]:
        """`batch` is in the database, but for the commits to the sessions with the ids `missed`.

        Returns the submissions that are settled, to be told before `release`. With them all is
        accepted into the registry. If some were missed, those sessions are behind their documents,
        and their submissions wait again. Then, and while others have landed that are not told yet,
        all the rest has landed too.
        """
        self._out = None
        for pending in batch.pending_changes:
            if pending.session.id in missed:
                # What was sent of it before may be what was applied, and stays in doubt.
                self.behind[pending.session] = None
            else:
                self._decided(pending.session)
        if missed or self._landed or self._telling_landed is not None:
            self._wait_again(each for each in batch.submissions if each.session in self.behind)
            self._landed += (each for each in batch.attempts() if each.session not in self.behind)
            return ()
        for pending in batch.pending_changes:
            self._registry.accept(pending)
        for submission, outcome in zip(batch.submissions, batch.outcomes, strict=True):
            submission.outcome = outcome
        self._telling = batch.submissions
        return self._telling

    def failed(self, batch: Batch) -> set[LiveSession]:
        """`batch` was not saved, or that is not known. Its submissions wait again, in front.

        Returns the sessions that are held no longer.
        """
        self._out = None
        for attempt in batch.attempts():
            if attempt.pending:
                self._in_doubt.setdefault(attempt.session, []).append(attempt)
        self._wait_again(batch.submissions)
        return self.release(batch)

    def release(self, batch: Batch) -> set[LiveSession]:
        """All that came of `batch` is told. Returns the sessions that are held no longer."""
        self._telling = ()
        sessions = {pending.session for pending in batch.pending_changes}
        sessions.update(submission.session for submission in batch.submissions)
        sessions.difference_update(self.behind)
        sessions.difference_update(each.session for each in self._landed if each.holds)
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

    def land(self, attempt: Attempt, *, last: bool) -> bool:
        """An attempt that was in doubt turns out to be applied; `last`: nothing came after it.

        Returns whether it has landed: `next_landed` has it when it can be told. Otherwise some of
        its submissions were refused in the meantime, and nothing came after it. Then the state
        before it is to be restored, with the changes that still wait; but not where other servers
        follow, which may have told it already.
        """
        refused = any(submission.outcome is not None for submission, _ in attempt.submissions)
        if refused and last and not self.shared:
            attempt.session.commits += 1
            self._to_restore.add(attempt.session)
            return False
        self._landed.append(attempt)
        landed = {submission for submission, _ in attempt.submissions}
        self._waiting = deque(each for each in self._waiting if each not in landed)
        return True

    def next_landed(self) -> list[Attempt]:
        """The attempts that have landed and can be told, at once and in the order of their tickets.

        They are accepted into the registry, and their submissions settled but for those that were
        refused in the meantime. None while others are being told, which ends with `told`.
        """
        if self._telling_landed is not None or not self._landed:
            return []
        ready = self._in_order()
        if ready:
            self._landed = [each for each in self._landed if each not in ready]
            answered = [submission for attempt in ready for submission in attempt.answered()]
            self._telling_landed = sorted(answered, key=lambda submission: submission.ticket)
        for attempt in ready:
            self._accept(attempt)
        return list(ready)

    def told(self) -> None:
        """All that `next_landed` has returned is told."""
        self._telling_landed = None

    def _accept(self, attempt: Attempt) -> None:
        if attempt.pending:
            self._registry.accept(attempt.pending)
        for submission, outcome in attempt.submissions:
            if submission.outcome is None:
                submission.outcome = outcome

    def _in_order(self) -> dict[Attempt, None]:
        """Those that have landed and can be told with no answer that overtakes an earlier one."""
        ready = dict.fromkeys(self._landed)
        while True:
            later = (each.answered() for each in self._landed if each not in ready)
            out = self._out.submissions if self._out else ()
            first = _first_by_client(self._waiting, out, self._telling, *later)
            late = [
                attempt
                for attempt in ready
                if any(_is_after(first, submission) for submission in attempt.answered())
            ]
            if not late:
                return ready
            for attempt in late:
                del ready[attempt]

    def lose(self, session: LiveSession) -> None:
        """The session is gone from the database. Its submissions are refused, as with `expire`."""
        self._decided(session)
        self.behind.pop(session, None)
        self._held.discard(session)
        self._registry.remove(session)
        session.ended = True
        for submission in [each for each in self._waiting if each.session is session]:
            self._refuse(submission, NoActiveSession())
        self._waiting = deque(each for each in self._waiting if each.outcome is None)

    def _refuse(self, submission: Submission, error: AttendanceError) -> None:
        submission.outcome = error
        refusal = Attempt(submission.session, submissions=[(submission, error)], holds=False)
        self._landed.append(refusal)

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


def _first_by_client(*submissions: Iterable[Submission]) -> dict[object, int]:
    """The ticket of the first submission of each client."""
    first: dict[object, int] = {}
    for submission in itertools.chain(*submissions):
        if submission.by:
            client = submission.by.connection
            first[client] = min(submission.ticket, first.get(client, submission.ticket))
    return first


def _is_after(first: dict[object, int], submission: Submission) -> bool:
    """Whether the client of a submission has one of the `first` that comes before it."""
    if submission.by is None:
        return False
    return first.get(submission.by.connection, submission.ticket) < submission.ticket
