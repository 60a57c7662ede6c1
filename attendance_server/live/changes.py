"""What can happen to a running session: changes that are submitted, and events once they are saved.

Both are values. A change says what is to be different. It is applied to the pending changes of its
session, and to fresh ones if a commit fails, which yields an event. Once the commit is saved, the
frames are made from that event: they depend on what was saved, not on who submitted it.
"""

from datetime import datetime
from typing import Protocol, TypeAlias

from attrs import frozen

from ..models import Discard, Mark, Status
from .live_session import LiveSession, PendingChanges


@frozen
class Marked:
    """A student has a mark. `stays`: it is one that was newer than what was submitted."""

    session: LiveSession
    mark: Mark
    stays: bool = False


@frozen
class Enrolled:
    """Students are on the roster."""

    session: LiveSession
    student_ids: tuple[str, ...]


@frozen
class Unenrolled:
    """A student is no longer on the roster."""

    session: LiveSession
    student_id: str


@frozen
class Ended:
    """The session has ended. `overdue`: because it reached its maximum time."""

    session: LiveSession
    overdue: bool = False
    discarded: bool = False


SessionEvent: TypeAlias = Marked | Enrolled | Unenrolled | Ended


class Change(Protocol):
    """Something that is to be different about a session."""

    def apply(self, pending: PendingChanges) -> SessionEvent:
        """Make the change; the event that is returned is true once `pending` is saved.

        Raises `NoActiveSession` if the session has ended; a change may name more errors.
        """
        ...


@frozen
class SetMark:
    """Mark a student, as `PendingChanges.mark` does it. May raise `StudentNotInClass`.

    `by`: the teacher who marks them.
    """

    student_id: str
    status: Status | None
    now: datetime
    at: datetime | None
    by: str | None = None

    def apply(self, pending: PendingChanges) -> Marked:
        mark = pending.mark(self.student_id, self.status, self.now, self.at, self.by)
        return Marked(pending.session, mark, self.at is not None and mark.decided_at > self.at)


@frozen
class EnrolStudents:
    """Put students on the roster."""

    student_ids: tuple[str, ...]

    def apply(self, pending: PendingChanges) -> Enrolled:
        for student_id in self.student_ids:
            pending.enrol(student_id)
        return Enrolled(pending.session, self.student_ids)


@frozen
class UnenrolStudent:
    """Take a student off the roster, and their mark with them."""

    student_id: str

    def apply(self, pending: PendingChanges) -> Unenrolled:
        pending.unenrol(self.student_id)
        return Unenrolled(pending.session, self.student_id)


@frozen
class EndSession:
    """End the session."""

    at: datetime

    def apply(self, pending: PendingChanges) -> Ended:
        pending.end(self.at)
        return Ended(pending.session)


@frozen
class EndOverdue:
    """End a session that should have ended when it was `due`, as `PendingChanges.end_overdue`."""

    due: datetime
    now: datetime

    def apply(self, pending: PendingChanges) -> Ended:
        pending.end_overdue(self.due, self.now)
        return Ended(pending.session, overdue=True)


@frozen
class EndDiscarded:
    """End a session that is to count nowhere."""

    discard: Discard

    def apply(self, pending: PendingChanges) -> Ended:
        pending.discard(self.discard)
        return Ended(pending.session, discarded=True)
