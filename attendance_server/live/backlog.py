"""What waits to be saved. Pure: the time is passed in, and the saving is done by the journal.

Changes wait in the order in which they came. A batch is all of them at once: one draft and one
commit a session. While a batch is out, the next changes gather; when it is saved, every change
in it is settled in its order. A batch that failed may or may not have reached the database, so the
next one says of its sessions all that they hold.
"""

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Any

from attrs import define

from ..errors import AttendanceError, NoActiveSession, StorageUnavailable
from ..models import Commit
from .registry import Draft, LiveSession, SessionRegistry

log = logging.getLogger(__name__)

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

    Whatever else one of the three raises is logged, and concerns no other entry.
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
        drafts, outcomes = self._drafts(entries)
        changed = [draft for draft in drafts if draft.changes]
        self._out = Batch(
            entries=entries,
            outcomes=outcomes,
            drafts=changed,
            commits=[draft.commit() for draft in changed],
            deadline=self._deadline(entries, now),
        )
        self._waiting.clear()
        return self._out

    def saved(self, batch: Batch, lost: Collection[str] = ()) -> list[LiveSession]:
        """`batch` is in the database, but for the sessions in `lost`, which are not ours any more.

        Everyone who waited for the batch is told, in the order in which they came. The sessions
        that ran here until now and are lost come back.
        """
        removed = []
        for draft in batch.drafts:
            self._in_doubt.pop(draft.session, None)
            if draft.session.id not in lost:
                self._registry.accept(draft)
            elif self._registry.remove(draft.session):
                removed.append(draft.session)
        self._out = None
        for entry, outcome in zip(batch.entries, batch.outcomes, strict=True):
            self.settled += 1
            if entry.session.id in lost:
                entry.refuse(NoActiveSession())
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

    def recover(self, now: float) -> None:
        """Whoever had a batch out is gone: `failed`, if there is one."""
        if self._out:
            self.failed(self._out, now)

    def _drafts(
        self, entries: Sequence[Entry]
    ) -> tuple[Iterable[Draft], Sequence[Callable[[], None]]]:
        """All changes as drafts, and each entry's outcome.

        A change that fails unexpectedly may have been made in part: the others are made again
        without it.
        """
        broken: set[Entry] = set()
        while True:
            known = len(broken)
            drafts = {session: Draft(session, whole=True) for session in self._in_doubt}
            outcomes = [_outcome(entry, drafts, broken) for entry in entries]
            if len(broken) == known:
                return drafts.values(), outcomes

    def _refuse_expired(self, now: float) -> None:
        """Those who waited too long. Where one was in a batch, its session is in doubt."""
        while self._waiting and self._waiting[0].deadline <= now:
            self.settled += 1
            self._waiting.popleft().refuse(StorageUnavailable())

    def _deadline(self, entries: Sequence[Entry], now: float) -> float:
        if not entries:
            return now + self._timeout
        return max(entries[0].deadline, now + min(self._timeout, LEAST_TRY))


def _outcome(
    entry: Entry, drafts: dict[LiveSession, Draft], broken: set[Entry]
) -> Callable[[], None]:
    """Put a change into the draft of its session, and add it to the `broken` where that fails."""
    if entry not in broken:
        draft = drafts.get(entry.session)
        if draft is None:
            draft = drafts[entry.session] = Draft(entry.session)
        try:
            return entry.put_into(draft)
        except Exception:
            log.exception("a change to session %s failed", entry.session.id)
            broken.add(entry)
    return partial(entry.refuse, AttendanceError())
