"""Changes to a running session that are not saved yet. Pure: no I/O, and no clock of its own."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from attrs import Factory, define, evolve, field

from ..errors.sessions import NoActiveSession, StudentNotInClass
from ..models import Arrival, CheckIn, Commit, Discard, EventRecord, Mark, Missing, Status
from .live_session import LiveSession, devices_of, seq_of

T = TypeVar("T")


@define(eq=False)
class PendingChanges:
    """Changes to a session that are not saved yet.

    `replaces` says that the document holds something else than the session: all that the session
    holds then has to be saved, not only the difference. `fences`: there is something to save in any
    case, so that nothing that was sent before can be applied any more. `unenrolled` are those who
    leave the roster that is saved, before the `enrolled` join it. `events`: what other servers are
    to tell once this is saved.
    """

    session: LiveSession
    replaces: bool = False
    fences: bool = False
    enrolled: dict[str, None] = Factory(dict)
    unenrolled: dict[str, None] = Factory(dict)
    marks: dict[str, Mark] = Factory(dict)
    arrivals: dict[str, Arrival] = Factory(dict)
    tickets: dict[str, str] = Factory(dict)
    devices: dict[bytes, str] = Factory(dict)
    ended_at: datetime | None = None
    discarded: Discard | None = None
    events: list[EventRecord] = Factory(list)
    check_in: CheckIn | None = field(init=False)
    head_count: int | None = field(init=False)
    last_seq: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.check_in = self.session.check_in
        self.head_count = self.session.head_count
        self.last_seq = self.session.last_seq

    def accept(self) -> None:
        """The session takes over these changes, which have been saved."""
        session = self.session
        session.commits += 1
        for student_id in self.unenrolled:
            session.remove(student_id)
        session.roster.update(self.enrolled)
        for mark in sorted(self.marks.values(), key=seq_of):
            session.put(mark)
        session.arrivals.update(self.arrivals)
        session.tickets.update(self.tickets)
        if self.unenrolled:
            session.devices = devices_of(session.arrivals)
        for key, student_id in self.devices.items():
            session.devices.setdefault(key, student_id)
        session.head_count = self.head_count
        session.check_in = self.check_in
        session.last_seq = self.last_seq
        if self.unenrolled:
            # The same as after reading the document: the last mark may have gone with its student.
            session.last_seq = max(map(seq_of, session.marks.values()), default=0)
        session.ended = self.ended_at is not None
        session.state = object()

    @property
    def changes(self) -> bool:
        """Whether there is anything to save."""
        return bool(
            self.replaces
            or self.fences
            or self.events
            or self.enrolled
            or self.unenrolled
            or self.marks
            or self.arrivals
            or self.ended_at
            or self.head_count != self.session.head_count
            or self.check_in is not self.session.check_in
        )

    def check_running(self) -> None:
        """Raises `NoActiveSession` once the session has ended, or a pending change ends it."""
        if self.session.ended or self.ended_at:
            raise NoActiveSession

    def mark(
        self,
        student_id: str,
        status: Status | None,
        now: datetime,
        at: datetime | None = None,
        by: str | None = None,
        *,
        withdrawn: bool = False,
    ) -> Mark:
        """Mark a student, and return their mark after that.

        `by`: the teacher who marks them. `withdrawn`: the student is unmarked after it.
        `at`: when it was decided, as returned by `LiveSession.moment`. A mark that was decided
        later than that stays, unless it is a blanket mark: the student was not one of the rest.
        Without `at` the decision is the newest, whatever the clocks say; of
        two that were made at the same time, the one that arrives later is newer.
        Without a `status` the student has arrived: they are present, or late if it was late then. A
        student who is already present stays so, since the mark may be one that is sent again.
        A mark that repeats the student's status keeps all but `decided_at` of the first, so that
        a client can send it again after a lost connection. Raises `NoActiveSession`, and
        `StudentNotInClass` if the student has left the roster since the mark was sent.
        """
        self.check_running()
        if not self.has(student_id):
            raise StudentNotInClass
        # The clock may have been set back since the start.
        now = max(now, self.session.base.started_at)
        before = self.mark_of(student_id)
        if at is None:
            moment = max(now, before.decided_at) if before else now
        elif before and before.decided_at > at and (withdrawn or not before.blanket):
            return before
        else:
            moment = at
        if withdrawn:
            status = Status.ABSENT
        elif status is None:
            here = before is not None and before.status is Status.PRESENT
            status = Status.PRESENT if here else self.session.status_at(moment)
        repeats = before and (before.status, before.withdrawn) == (status, withdrawn)
        if before is None or not repeats or (at and at < before.decided_at):
            return self.put(student_id, status, moment, by, withdrawn=withdrawn)
        if not before.blanket and at in (None, before.decided_at):
            # Without `at` it may be an old decision that is sent again, so nothing changes.
            return before
        mark = evolve(before, decided_at=at or before.decided_at, blanket=False)
        self.marks[student_id] = mark
        return mark

    def put(
        self,
        student_id: str,
        status: Status,
        moment: datetime,
        by: str | None,
        *,
        withdrawn: bool = False,
        blanket: bool = False,
    ) -> Mark:
        """Give a student on the roster a mark in place of the one they have, and return it."""
        self.last_seq += 1
        mark = self.marks[student_id] = Mark(
            *(student_id, status, moment, self.last_seq),
            by=by,
            withdrawn=withdrawn,
            blanket=blanket,
        )
        return mark

    def mark_of(self, student_id: str) -> Mark | None:
        """The mark that the student has once the changes are saved."""
        mark = self.marks.get(student_id)
        if mark is None and student_id not in self.unenrolled:
            mark = self.session.marks.get(student_id)
        return mark

    def arrival_of(self, student_id: str) -> Arrival | None:
        """The check-in that the student has once the changes are saved."""
        arrival = self.arrivals.get(student_id)
        if arrival is None and student_id not in self.unenrolled:
            arrival = self.session.arrivals.get(student_id)
        return arrival

    def note(self, arrival: Arrival) -> None:
        """Save a student's check-in, in place of what was saved of it before."""
        self.arrivals[arrival.student_id] = arrival
        if arrival.ticket:
            self.tickets[arrival.ticket] = arrival.student_id
        for key in arrival.devices:
            self.devices.setdefault(key, arrival.student_id)

    def set_check_in(self, check_in: CheckIn) -> None:
        """Open or close check-in. Raises `NoActiveSession`."""
        self.check_running()
        self.check_in = check_in

    def enrol(self, student_id: str) -> None:
        """Put a student on the roster. Raises `NoActiveSession`."""
        self.check_running()
        if not self.has(student_id):
            self.enrolled[student_id] = None

    def unenrol(self, student_id: str) -> None:
        """Take a student off the roster, and drop their mark. Raises `NoActiveSession`."""
        self.check_running()
        self.enrolled.pop(student_id, None)
        self.marks.pop(student_id, None)
        self.arrivals.pop(student_id, None)
        if student_id in self.session.roster:
            self.unenrolled[student_id] = None

    def end(self, at: datetime) -> None:
        """End the session, not before it began. Raises `NoActiveSession` if it has ended."""
        self.check_running()
        self.ended_at = max(at, self.session.running_since)
        if self.check_in and self.check_in.is_open:
            # It may be reopened, when no one is at the door any longer.
            self.check_in = self.check_in.closed()

    def end_overdue(self, due: datetime, now: datetime) -> None:
        """End a session that should have ended at `due`. Raises `NoActiveSession`.

        Its end is `due`, however much later this happens, but not before its last mark.
        """
        marks = (self.session.marks | self.marks).values()
        last = max((mark.marked_at for mark in marks), default=due)
        self.end(min(max(due, last), now))

    def discard(self, discard: Discard) -> None:
        """End the session, which counts nowhere. Raises `NoActiveSession`."""
        self.end(discard.at)
        self.discarded = discard

    def commit(self, attempt: int = 0, *, shared: bool = False) -> Commit:
        """The changes as the next write to the session's document.

        `attempt`: as in `Commit`. `shared`: other servers follow it. They find for themselves what
        is different after one that `replaces` everything.
        """
        roster, marks, arrivals = self.enrolled, self.marks, self.arrivals
        check_in = self.check_in if self.check_in is not self.session.check_in else None
        counted = self.head_count != self.session.head_count
        # A difference only adds.
        replaces = self.replaces or bool(self.unenrolled)
        if replaces:
            roster = self._without_unenrolled(self.session.roster) | roster
            marks = self._without_unenrolled(self.session.marks) | marks
            arrivals = self._without_unenrolled(self.session.arrivals) | arrivals
            check_in, counted = self.check_in, True
        return Commit(
            session_id=self.session.id,
            number=self.session.commits + 1,
            replaces=replaces,
            roster=tuple(roster),
            marks=tuple(marks.values()),
            ended_at=self.ended_at,
            discarded=self.discarded,
            check_in=check_in,
            arrivals=tuple(arrivals.values()),
            head_count=self.head_count if counted else Missing.MISSING,
            attempt=attempt,
            events=tuple(self.events) if shared and not self.replaces else None,
        )

    def has(self, student_id: str) -> bool:
        """Whether the student is on the roster once the changes are saved."""
        kept = student_id in self.session.roster and student_id not in self.unenrolled
        return kept or student_id in self.enrolled

    def student_ids(self) -> Iterator[str]:
        """The roster once the changes are saved."""
        yield from self._without_unenrolled(self.session.roster)
        yield from self.enrolled

    def _without_unenrolled(self, by_student: dict[str, T]) -> dict[str, T]:
        return {key: value for key, value in by_student.items() if key not in self.unenrolled}
