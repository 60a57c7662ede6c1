"""What waits to be saved. Pure: the time is passed in, and the saving is done by the journal.

Changes wait in the order in which they came. A batch is all of them at once: one draft and one
commit a session. While a batch is out, the next changes gather; when it is saved, every change
in it is settled in its order. A batch that failed may or may not have reached the database, so the
next one says of its sessions all that they hold.
"""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from typing import Any

from attrs import define

from ..errors import AttendanceError, NoActiveSession, StorageUnavailable
from ..models import Commit
from .registry import Draft, LiveSession, SessionRegistry

LEAST_TRY = 1.0
"""Seconds that a try to save has at least, where the timeout is not shorter.

Refused is who has waited for too long, not who has little time left: otherwise marks that keep
coming would, after an outage, each in its turn leave no time to save those behind it.
"""


@define(eq=False)
class Entry:
    """One change to one session, and whom to tell how it went.

    `change` puts itself into a draft and returns what `saved` is called with; it may be called
    again with a fresh draft where a commit failed. It raises the error that `refused` then gets.
    """

    session: LiveSession
    change: Callable[[Draft], Any]
    saved: Callable[[Any], None]
    refused: Callable[[AttendanceError], None]
    deadline: float

    def put_into(self, draft: Draft) -> Callable[[], None]:
        """Make the change in `draft`; what is returned tells the outcome, once that is saved."""
        try:
            value = self.change(draft)
        except AttendanceError as error:
            # The name `error` is gone when the clause ends.
            reason = error
            return lambda: self.refused(reason)
        return lambda: self.saved(value)


@define(eq=False)
class Batch:
    """All that is saved in one go. It has to be saved before `deadline`."""

    entries: Sequence[Entry]
    outcomes: Sequence[Callable[[], None]]
    drafts: Sequence[Draft]
    commits: Sequence[Commit]
    deadline: float


class Backlog:
    """Entries that wait, the batch that is out, and the sessions whose document is in doubt.

    Times are seconds on any clock that does not go back.
    """

    def __init__(self, registry: SessionRegistry, *, timeout: float, limit: int) -> None:
        """`timeout`: how long an entry may wait for its last try; `limit`: how many entries may."""
        self._registry = registry
        self._timeout = timeout
        self._limit = limit
        self._waiting: deque[Entry] = deque()
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
        change: Callable[[Draft], Any],
        saved: Callable[[Any], None],
        refused: Callable[[AttendanceError], None],
        now: float,
    ) -> int:
        """Add a change; its number comes back. It is settled when `settled` has reached that.

        Raises `StorageUnavailable` where too many wait already.
        """
        if self.submitted - self.settled >= self._limit:
            raise StorageUnavailable
        self._waiting.append(Entry(session, change, saved, refused, now + self._timeout))
        self.submitted += 1
        return self.submitted

    def take(self, now: float) -> Batch:
        """All that waits, as the next batch. The one before has come back as saved or failed.

        Entries whose time is over are refused.
        """
        assert self._out is None
        self._refuse_expired(now)
        entries = list(self._waiting)
        self._waiting.clear()
        drafts = {session: Draft(session, whole=True) for session in self._in_doubt}
        outcomes = []
        for entry in entries:
            draft = drafts.get(entry.session)
            if draft is None:
                draft = drafts[entry.session] = Draft(entry.session)
            outcomes.append(entry.put_into(draft))
        changed = [draft for draft in drafts.values() if draft.changes]
        self._out = Batch(
            entries=entries,
            outcomes=outcomes,
            drafts=changed,
            commits=[draft.commit() for draft in changed],
            deadline=self._deadline(entries, now),
        )
        return self._out

    def saved(self, batch: Batch, lost: Collection[str] = ()) -> list[LiveSession]:
        """`batch` is in the database, but for the sessions in `lost`, which are not ours any more.

        Everyone who waited for the batch is told, in the order in which they came. The sessions
        that ran here until now and are lost come back.
        """
        self._out = None
        removed = []
        for draft in batch.drafts:
            self._in_doubt.pop(draft.session, None)
            if draft.session.id not in lost:
                self._registry.accept(draft)
            elif self._registry.remove(draft.session):
                removed.append(draft.session)
        for entry, outcome in zip(batch.entries, batch.outcomes, strict=True):
            self.settled += 1
            if entry.session.id in lost:
                entry.refused(NoActiveSession())
            else:
                outcome()
        return removed

    def failed(self, batch: Batch, now: float) -> None:
        """`batch` was not saved, or nobody knows.

        Entries whose time is over are refused; the others wait again, in front.
        """
        self._out = None
        self._in_doubt.update((draft.session, None) for draft in batch.drafts)
        self._waiting.extendleft(reversed(batch.entries))
        self._refuse_expired(now)

    def _refuse_expired(self, now: float) -> None:
        """Those who waited too long. Where one was in a batch, its session is in doubt."""
        while self._waiting and self._waiting[0].deadline <= now:
            self.settled += 1
            self._waiting.popleft().refused(StorageUnavailable())

    def _deadline(self, entries: Sequence[Entry], now: float) -> float:
        if not entries:
            return now + self._timeout
        return max(entries[0].deadline, now + min(self._timeout, LEAST_TRY))
