"""The state of one running session. Pure: no I/O, and no clock of its own.

A `LiveSession` holds what is saved, and only that. Changes are gathered in `PendingChanges` on top
of it (`pending.py`). Once these are in the database they are accepted, and nothing shows before
that. So a change that could not be saved needs no undoing.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta

from attrs import Factory, define, evolve, field

from ..errors.sessions import NoActiveSession, StudentNotInClass
from ..models import Arrival, CheckIn, Mark, Session, Status


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
    are of each status. `commits` is the number of the commit that has led to this state.
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
    ended: bool = field(init=False)
    state: object = field(init=False)
    present: dict[str, None] = field(init=False)
    counts: Counter[Status] = field(init=False)
    check_in: CheckIn | None = field(init=False)
    arrivals: dict[str, Arrival] = field(init=False)
    tickets: dict[str, str] = field(init=False)
    devices: dict[bytes, str] = field(init=False)
    head_count: int | None = field(init=False)
    last_seq: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.take_over(self.base)
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
        return self.base.running_since

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

    def take_over(self, session: Session) -> None:
        """Take over everything that may have changed since, as it was read."""
        marks = sorted(session.marks.values(), key=seq_of)
        self.roster = dict.fromkeys(session.roster)
        self.marks = {mark.student_id: mark for mark in marks}
        self.commits = session.commit
        self.present = {mark.student_id: None for mark in marks if mark.status.attends}
        self.counts = Counter(mark.status for mark in marks)
        self.last_seq = max(map(seq_of, marks), default=0)
        self.check_in = session.check_in
        self.arrivals = dict(session.arrivals)
        self.tickets = _tickets(self.arrivals)
        self.devices = devices_of(self.arrivals)
        self.head_count = session.head_count
        self.ended = session.ended_at is not None
        self.base = evolve(self.base, reopenings=session.reopenings)
        self.state = object()

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

    def put(self, mark: Mark) -> None:
        """Take over a mark that has been saved."""
        student_id = mark.student_id
        held = self.marks.get(student_id)
        if held is not None and held.seq == mark.seq:
            # The same mark, decided once more: it keeps its place, as it would after a restart.
            self.marks[student_id] = mark
            return
        self._unmark(student_id)
        self.marks[student_id] = mark
        self.counts[mark.status] += 1
        if mark.status.attends:
            self.present[student_id] = None

    def remove(self, student_id: str) -> None:
        """Take over that a student has left the roster."""
        self.roster.pop(student_id, None)
        self.arrivals.pop(student_id, None)
        self._unmark(student_id)

    def _unmark(self, student_id: str) -> None:
        mark = self.marks.pop(student_id, None)
        if mark:
            self.counts[mark.status] -= 1
            self.present.pop(student_id, None)


def _tickets(arrivals: dict[str, Arrival]) -> dict[str, str]:
    """The students who came with a ticket, by its id."""
    return {
        arrival.ticket: student_id for student_id, arrival in arrivals.items() if arrival.ticket
    }


def devices_of(arrivals: dict[str, Arrival]) -> dict[bytes, str]:
    """The students who first came on each device."""
    ordered = sorted(arrivals.values(), key=lambda arrival: arrival.at, reverse=True)
    return {key: arrival.student_id for arrival in ordered for key in arrival.devices}


def seq_of(mark: Mark) -> int:
    """By what marks are sorted into their order."""
    return mark.seq
