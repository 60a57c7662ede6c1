"""What can happen to a running session: changes that are submitted, and events once they are saved.

Both are values. A change says what is to be different. It is applied to the pending changes of its
session, and to fresh ones if a commit fails, which yields an event. Once the commit is saved, the
frames are made from that event: they depend on what was saved, not on who submitted it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol, TypeAlias

from attrs import frozen

from ..errors.check_in import CheckInCodeWrong
from ..errors.sessions import NothingToMark
from ..models import Arrival, CheckIn, Discard, Mark, Status
from .arriving import arrive, decide
from .blanket import mark_rest, take_back_rest
from .live_session import LiveSession
from .pending import PendingChanges


@frozen
class Marked:
    """A student has a mark. `stays`: it is one that was newer than what was submitted.

    `arrived`: the student has checked in, from this `network` as far as it is known. `flagged`: the
    students of whom teachers are shown anew what is odd about their check-in.
    """

    session: LiveSession
    mark: Mark
    stays: bool = False
    arrived: bool = False
    network: bytes | None = None
    flagged: tuple[str, ...] = ()


@frozen
class MarkedTogether:
    """Students have marks that one change made."""

    session: LiveSession
    marks: tuple[Mark, ...]

    def each(self) -> Iterator[Marked]:
        """The same as an event per student."""
        return (Marked(self.session, mark) for mark in self.marks)


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


@frozen
class CheckInSet:
    """Check-in is open, or closed. `stays`: as it was before."""

    session: LiveSession
    stays: bool


@frozen
class ArrivalEvent:
    """Something about check-ins of which only teachers who have asked for it are told.

    `checkin` has all of them but `Held`.
    """

    session: LiveSession


@frozen
class Held(ArrivalEvent):
    """A student has checked in and got no mark: a teacher has to decide. `flagged` as `Marked`."""

    flagged: tuple[str, ...]


SessionEvent: TypeAlias = Marked | Enrolled | Unenrolled | Ended | CheckInSet | ArrivalEvent

Saved: TypeAlias = SessionEvent | MarkedTogether
"""What is true once a change is saved: one event, or many of one kind."""


class Change(Protocol):
    """Something that is to be different about a session."""

    def apply(self, pending: PendingChanges) -> Saved:
        """Make the change; the event that is returned is true once `pending` is saved.

        Raises `NoActiveSession` if the session has ended; a change may name more errors.
        """
        ...


@frozen
class SetMark:
    """Mark a student, as `PendingChanges.mark` does it. May raise `StudentNotInClass`.

    `by`: the teacher who marks them. `withdrawn`: the student is unmarked after it.
    """

    student_id: str
    status: Status | None
    now: datetime
    at: datetime | None
    by: str | None = None
    withdrawn: bool = False

    def apply(self, pending: PendingChanges) -> Marked:
        mark = pending.mark(
            *(self.student_id, self.status, self.now, self.at, self.by), withdrawn=self.withdrawn
        )
        stays = self.at is not None and mark.decided_at > self.at
        decides = not stays and decide(pending, self.student_id)
        flagged = (self.student_id,) if decides else ()
        return Marked(pending.session, mark, stays, flagged=flagged)


@frozen
class Excuse:
    """Mark a student as excused who has no mark, or with `also_absent`, one that is absent.

    `by`: the teacher who has accepted the student's note. May raise `StudentNotInClass`.
    """

    student_id: str
    now: datetime
    by: str | None
    also_absent: bool = False

    def apply(self, pending: PendingChanges) -> Marked:
        before = pending.mark_of(self.student_id)
        marked = before is not None and not before.withdrawn
        if before and marked and not (self.also_absent and before.status is Status.ABSENT):
            pending.check_running()
            return Marked(pending.session, before, stays=True)
        mark = pending.mark(self.student_id, Status.EXCUSED, self.now, by=self.by)
        return Marked(pending.session, mark)


@frozen
class MarkRest:
    """Mark the students who are unmarked, as `mark_rest` does it. Raises `NothingToMark`."""

    status: Status | None
    now: datetime
    at: datetime | None
    by: str

    def apply(self, pending: PendingChanges) -> MarkedTogether:
        marks = mark_rest(pending, self.status, self.now, self.at, self.by)
        if not marks:
            raise NothingToMark
        return MarkedTogether(pending.session, marks)


@frozen
class TakeBackRest:
    """Take back what one `MarkRest` did, as `take_back_rest` does it. Raises `NothingToMark`."""

    marked_at: datetime
    now: datetime
    at: datetime | None
    by: str

    def apply(self, pending: PendingChanges) -> MarkedTogether:
        marks = take_back_rest(pending, self.marked_at, self.now, self.at, self.by)
        if not marks:
            raise NothingToMark
        return MarkedTogether(pending.session, marks)


@frozen
class CheckInStudent:
    """A student has checked in, as `arrive` does it. `network`: the one they are in, if known.

    May raise `StudentNotInClass`, `TeacherMustConfirm` and `CheckInCodeWrong`.
    """

    arrival: Arrival
    network: bytes | None = None

    def apply(self, pending: PendingChanges) -> Marked | Held:
        before = pending.mark_of(self.arrival.student_id)
        mark, flagged = arrive(pending, self.arrival)
        if mark is None:
            return Held(pending.session, flagged)
        if mark is before:
            return Marked(pending.session, mark, stays=True)
        return Marked(pending.session, mark, False, True, self.network, flagged)


@frozen
class TellAgain:
    """Nothing: a student who is present checks in once more, and gets their mark again."""

    student_id: str

    def apply(self, pending: PendingChanges) -> Marked:
        pending.check_running()
        mark = pending.mark_of(self.student_id)
        if mark is None:
            # They were taken out of the class in the meantime.
            raise CheckInCodeWrong
        return Marked(pending.session, mark, stays=True)


@frozen
class OpenCheckIn:
    """Open check-in; an open one stays as it is.

    `fresh`: what it is the first time, and after its steps were changed. `age`: seconds since it
    began, if it was open before, by which `closes_at` moves.
    """

    fresh: CheckIn
    age: float

    def apply(self, pending: PendingChanges) -> CheckInSet:
        pending.check_running()
        before = pending.check_in
        if before and before.accepts_at(self.age):
            return CheckInSet(pending.session, stays=True)
        pending.set_check_in(self.fresh.after(before, self.age) if before else self.fresh)
        return CheckInSet(pending.session, stays=False)


@frozen
class CloseCheckIn:
    """Close check-in."""

    def apply(self, pending: PendingChanges) -> CheckInSet:
        pending.check_running()
        before = pending.check_in
        if before is None or not before.is_open:
            return CheckInSet(pending.session, stays=True)
        pending.set_check_in(before.closed())
        return CheckInSet(pending.session, stays=False)


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
