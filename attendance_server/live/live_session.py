"""The state of one running session. Pure: no I/O, and no clock of its own.

A `LiveSession` holds what is saved, and only that. Changes are gathered in `PendingChanges` on top
of it. Once these are in the database they are accepted, and nothing shows before that. So a change
that could not be saved needs no undoing.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from attrs import Factory, define, evolve, field

from ..errors import NoActiveSession, StudentNotInClass
from ..models import Arrival, CheckIn, Commit, Discard, Mark, Missing, Session, Status

T = TypeVar("T")


@define(eq=False)
class LiveSession:
    """One running session: who is on its roster, and the marks that are saved.

    `base` is what does not change while the session runs: its class, its start and so on. It has
    an empty roster and no marks, since they do change.

    `teachers` are the ids of its teachers, each with the end of their time if they are a
    substitute. They are saved with the class, not with the session.

    `check_in` is `None` until it is first opened, `arrivals` are those who checked in, `tickets`
    says to whom each ticket belongs that was used, and `devices` who first came on each device.
    `head_count`: how many students the teacher has counted, if they did.

    `marks` is in the order of the marks: a student whose status changes moves to the end.
    `present` are those who count as present, in the same order, and `counts` how many marks there
    are of each status. `commits` counts the commits that were made of the session, saved or not.
    `ended` is set once its end is saved: changes submitted since then come too late. `state` is
    another object after every change, so that what was made from the session can be recognised as
    out of date.
    """

    base: Session
    teachers: dict[str, datetime | None] = Factory(
        lambda self: {self.base.teacher_id: None}, takes_self=True
    )
    roster: dict[str, None] = field(init=False)
    marks: dict[str, Mark] = field(init=False)
    commits: int = field(init=False)
    ended: bool = field(init=False, default=False)
    state: object = field(init=False, factory=object)
    present: dict[str, None] = field(init=False)
    counts: Counter[Status] = field(init=False)
    check_in: CheckIn | None = field(init=False)
    arrivals: dict[str, Arrival] = field(init=False)
    tickets: dict[str, str] = field(init=False)
    devices: dict[bytes, str] = field(init=False)
    head_count: int | None = field(init=False)
    last_seq: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        marks = sorted(self.base.marks.values(), key=_seq)
        self.roster = dict.fromkeys(self.base.roster)
        self.marks = {mark.student_id: mark for mark in marks}
        self.commits = self.base.commit
        self.present = {mark.student_id: None for mark in marks if mark.status.attends}
        self.counts = Counter(mark.status for mark in marks)
        self.last_seq = max(map(_seq, marks), default=0)
        self.check_in = self.base.check_in
        self.arrivals = dict(self.base.arrivals)
        self.tickets = _tickets(self.arrivals)
        self.devices = _devices(self.arrivals)
        self.head_count = self.base.head_count
        self.base = evolve(self.base, roster=(), marks={}, check_in=None, arrivals={})

    @property
    def id(self) -> str:
        return self.base.id

    @property
    def class_id(self) -> str:
        return self.base.class_id

    @property
    def running_since(self) -> datetime:
        """When it started, or was last reopened."""
        reopenings = self.base.reopenings
        return reopenings[-1].at if reopenings else self.base.started_at

    @property
    def first_term(self) -> datetime | None:
        """When the time of the first of its substitutes is over; `None` if it has none."""
        return min((until for until in self.teachers.values() if until), default=None)

    def saved(self) -> Session:
        """The session as it is saved."""
        return evolve(
            self.base,
            roster=tuple(self.roster),
            marks=dict(self.marks),
            commit=self.commits,
            check_in=self.check_in,
            arrivals=dict(self.arrivals),
            head_count=self.head_count,
        )

    def check_meant(self, session_id: str | None) -> None:
        """Raises `NoActiveSession` for the id of another session; `None` means this one."""
        if session_id is not None and session_id.lower() != self.id:
            raise NoActiveSession

    def check_student(self, student_id: str) -> None:
        """Raises `StudentNotInClass` for an id that is not on the roster."""
        if student_id not in self.roster:
            raise StudentNotInClass

    def status_of(self, student_id: str) -> Status | None:
        """The student's status; `None` if they are absent, or not marked yet."""
        mark = self.marks.get(student_id)
        return None if mark is None or mark.status is Status.ABSENT else mark.status

    def status_at(self, moment: datetime) -> Status:
        """The status of a student who arrives at that moment: present, or late."""
        if self.base.late_after is None:
            return Status.PRESENT
        late_from = self.base.started_at + timedelta(minutes=self.base.late_after)
        return Status.LATE if moment >= late_from else Status.PRESENT

    def moment(self, at: datetime, now: datetime) -> datetime:
        """The time that counts for a decision which a client says was made `at` some time.

        It lies within the session: not before its start, and not after `now`. In UTC, cut to
        milliseconds.
        """
        within = max(self.base.started_at, min(at, now)).astimezone(UTC)
        return within.replace(microsecond=within.microsecond // 1000 * 1000)

    def result(self) -> list[tuple[str, Status]]:
        """Everyone on the roster, with their status if the session ended now."""
        return [(student, self.status_of(student) or Status.ABSENT) for student in self.roster]

    def accept(self, pending: "PendingChanges") -> None:
        """Take over changes that have been saved."""
        for student in pending.unenrolled:
            self.roster.pop(student, None)
            self.arrivals.pop(student, None)
            self._unmark(student)
        self.roster.update(pending.enrolled)
        for mark in sorted(pending.marks.values(), key=_seq):
            student = mark.student_id
            held = self.marks.get(student)
            if held is not None and held.seq == mark.seq:
                # The same mark, decided once more: it keeps its place, as it would after a restart.
                self.marks[student] = mark
                continue
            self._unmark(student)
            self.marks[student] = mark
            self.counts[mark.status] += 1
            if mark.status.attends:
                self.present[student] = None
        self.arrivals.update(pending.arrivals)
        self.tickets.update(pending.tickets)
        self.devices = _devices(self.arrivals) if pending.unenrolled else self.devices
        for key, student in pending.devices.items():
            self.devices.setdefault(key, student)
        self.head_count = pending.head_count
        self.check_in = pending.check_in
        self.last_seq = pending.last_seq
        self.ended = pending.ended_at is not None
        self.state = object()

    def _unmark(self, student_id: str) -> None:
        mark = self.marks.pop(student_id, None)
        if mark:
            self.counts[mark.status] -= 1
            self.present.pop(student_id, None)


@define(eq=False)
class PendingChanges:
    """Changes to a session that are not saved yet.

    `replaces` says that the database may hold less or more than the session: all that the session
    holds then has to be saved, not only the difference. `unenrolled` are those who leave the roster
    that is saved, before the `enrolled` join it.
    """

    session: LiveSession
    replaces: bool = False
    enrolled: dict[str, None] = Factory(dict)
    unenrolled: dict[str, None] = Factory(dict)
    marks: dict[str, Mark] = Factory(dict)
    arrivals: dict[str, Arrival] = Factory(dict)
    tickets: dict[str, str] = Factory(dict)
    devices: dict[bytes, str] = Factory(dict)
    ended_at: datetime | None = None
    discarded: Discard | None = None
    check_in: CheckIn | None = field(init=False)
    head_count: int | None = field(init=False)
    last_seq: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.check_in = self.session.check_in
        self.head_count = self.session.head_count
        self.last_seq = self.session.last_seq

    @property
    def changes(self) -> bool:
        """Whether there is anything to save."""
        return bool(
            self.replaces
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
    ) -> Mark:
        """Mark a student, and return their mark after that.

        `by`: the teacher who marks them.
        `at`: when it was decided, as returned by `LiveSession.moment`. A mark that was decided
        later than that stays. Without `at` the decision is the newest, whatever the clocks say; of
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
        elif before and before.decided_at > at:
            return before
        else:
            moment = at
        if status is None:
            here = before is not None and before.status is Status.PRESENT
            status = Status.PRESENT if here else self.session.status_at(moment)
        if before and before.status is status:
            # Without `at` it may be an old decision that is sent again, so nothing changes.
            if at is None or at == before.decided_at:
                return before
            mark = evolve(before, decided_at=at)
        else:
            self.last_seq += 1
            mark = Mark(student_id, status, moment, self.last_seq, by=by)
        self.marks[student_id] = mark
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

    def commit(self) -> Commit:
        """The changes as the next write to the session's document."""
        self.session.commits += 1
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
            number=self.session.commits,
            replaces=replaces,
            roster=tuple(roster),
            marks=tuple(marks.values()),
            ended_at=self.ended_at,
            discarded=self.discarded,
            check_in=check_in,
            arrivals=tuple(arrivals.values()),
            head_count=self.head_count if counted else Missing.MISSING,
        )

    def has(self, student_id: str) -> bool:
        """Whether the student is on the roster once the changes are saved."""
        kept = student_id in self.session.roster and student_id not in self.unenrolled
        return kept or student_id in self.enrolled

    def _without_unenrolled(self, by_student: dict[str, T]) -> dict[str, T]:
        return {key: value for key, value in by_student.items() if key not in self.unenrolled}


def _tickets(arrivals: dict[str, Arrival]) -> dict[str, str]:
    """The students who came with a ticket, by its id."""
    return {
        arrival.ticket: student_id for student_id, arrival in arrivals.items() if arrival.ticket
    }


def _devices(arrivals: dict[str, Arrival]) -> dict[bytes, str]:
    """The students who first came on each device."""
    ordered = sorted(arrivals.values(), key=lambda arrival: arrival.at, reverse=True)
    return {key: arrival.student_id for arrival in ordered for key in arrival.devices}


def _seq(mark: Mark) -> int:
    return mark.seq
