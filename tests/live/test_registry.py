"""The registry against a plain model of it: no I/O, thousands of lessons."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import define, evolve, field
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from attendance_server.errors.classes import NotClassTeacher
from attendance_server.errors.sessions import ClassIdRequired, NoActiveSession, StudentNotInClass
from attendance_server.live.live_session import LiveSession
from attendance_server.live.pending import PendingChanges
from attendance_server.live.registry import SessionRegistry
from attendance_server.models import Session, Status

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEACHERS = ["t1", "t2", "t3"]
STUDENTS = [f"s{number}" for number in range(6)]
CLASSES = ["c1", "c2", "c3"]

students = st.sampled_from(STUDENTS)
statuses = st.sampled_from(list(Status))


def live_session(
    class_id: str,
    teacher_id: str,
    roster: list[str],
    number: int = 0,
    late_after: int | None = None,
) -> LiveSession:
    session = Session(
        id=f"{class_id}-{number}",
        class_id=class_id,
        class_name=f"Class {class_id}",
        teacher_id=teacher_id,
        started_at=NINE,
        roster=tuple(roster),
        late_after=late_after,
    )
    return LiveSession(session)


@define
class Expected:
    """A session as it should be: its teachers, its roster, and statuses in the order of marks."""

    live: LiveSession
    teachers: list[str]
    roster: list[str]
    statuses: dict[str, Status] = field(factory=dict)

    def mark(self, student: str, status: Status) -> None:
        if self.statuses.get(student) is not status:
            self.statuses.pop(student, None)
            self.statuses[student] = status

    def enrol(self, student: str) -> None:
        if student not in self.roster:
            self.roster.append(student)

    def unenrol(self, student: str) -> None:
        if student in self.roster:
            self.roster.remove(student)
            self.statuses.pop(student, None)


class RegistryMachine(RuleBasedStateMachine):
    """Starts, marks, enrolments, removals, ends and other teachers in any order.

    Several changes are saved together.
    """

    running = Bundle("running")

    def __init__(self) -> None:
        super().__init__()
        self.registry = SessionRegistry()
        self.expected: dict[str, Expected] = {}
        self.started = 0

    @rule(
        target=running,
        class_id=st.sampled_from(CLASSES),
        teacher=st.sampled_from(TEACHERS),
        roster=st.lists(students, unique=True),
    )
    def start(self, class_id: str, teacher: str, roster: list[str]) -> str:
        if class_id not in self.expected:
            self.started += 1
            live = live_session(class_id, teacher, roster, self.started)
            self.registry.add(live)
            self.expected[class_id] = Expected(live, [teacher], roster)
        return class_id

    @rule(
        class_id=running,
        changes=st.lists(
            st.tuples(students, statuses | st.sampled_from(["enrol", "unenrol"])), max_size=8
        ),
        replaces=st.booleans(),
    )
    def save_pending_changes(
        self, class_id: str, changes: list[tuple[str, Status | str]], replaces: bool
    ) -> None:
        expected = self.expected.get(class_id)
        if expected is None:
            return
        pending = PendingChanges(expected.live, replaces=replaces)
        for student, change in changes:
            if change == "enrol":
                pending.enrol(student)
                expected.enrol(student)
            elif change == "unenrol":
                pending.unenrol(student)
                expected.unenrol(student)
            elif student in expected.roster:
                assert pending.mark(student, Status(change), NINE).status is change
                expected.mark(student, Status(change))
            else:
                with pytest.raises(StudentNotInClass):
                    pending.mark(student, Status(change), NINE)
        commit = pending.commit()
        self.registry.accept(pending)
        if commit.replaces:
            assert list(commit.roster) == expected.roster
            assert {m.student_id: m.status for m in commit.marks} == expected.statuses

    @rule(class_id=running, student=students)
    def drop_pending_changes_that_unenrol(self, class_id: str, student: str) -> None:
        if class_id in self.expected:
            PendingChanges(self.expected[class_id].live).unenrol(student)

    @rule(class_id=running, student=students, status=statuses)
    def drop_pending_changes(self, class_id: str, student: str, status: Status) -> None:
        expected = self.expected.get(class_id)
        if expected and student in expected.roster:
            PendingChanges(expected.live).mark(student, status, NINE)

    @rule(class_id=running, teachers=st.lists(st.sampled_from(TEACHERS), unique=True, min_size=1))
    def set_teachers(self, class_id: str, teachers: list[str]) -> None:
        expected = self.expected.get(class_id)
        if expected is None:
            return
        joining, leaving = self.registry.set_teachers(expected.live, dict.fromkeys(teachers))
        assert set(joining) == set(teachers).difference(expected.teachers)
        assert set(leaving) == set(expected.teachers).difference(teachers)
        expected.teachers = teachers

    @rule(class_id=consumes(running))
    def end(self, class_id: str) -> None:
        expected = self.expected.pop(class_id, None)
        if expected is None:
            return
        pending = PendingChanges(expected.live)
        pending.end(NINE)
        with pytest.raises(NoActiveSession):
            pending.mark(STUDENTS[0], Status.PRESENT, NINE)
        with pytest.raises(NoActiveSession):
            pending.unenrol(STUDENTS[0])
        with pytest.raises(NoActiveSession):
            pending.end(NINE)
        self.registry.accept(pending)

    @rule(class_id=running)
    def restart(self, class_id: str) -> None:
        """A session that is rebuilt from its document is the same session."""
        expected = self.expected.get(class_id)
        if expected is None:
            return
        old = expected.live
        self.registry.remove(old)
        # The fields of a stored document may be in any order.
        marks = dict(sorted(old.marks.items()))
        expected.live = LiveSession(evolve(old.saved(), marks=marks), old.teachers)
        self.registry.add(expected.live)

    @invariant()
    def sessions_match_the_model(self) -> None:
        assert len(self.registry) == len(self.expected)
        for class_id, expected in self.expected.items():
            live = self.registry.of_class(class_id)
            assert live is expected.live
            assert list(live.roster) == expected.roster
            present = [s for s, status in expected.statuses.items() if status.attends]
            assert list(live.present) == present
            assert [(m.student_id, m.status) for m in live.marks.values()] == list(
                expected.statuses.items()
            )
            held = list(expected.statuses.values())
            assert {status: live.counts[status] for status in Status} == {
                status: held.count(status) for status in Status
            }
            seqs = [mark.seq for mark in live.marks.values()]
            assert seqs == sorted(set(seqs))
            result = dict(live.result())
            assert list(result) == expected.roster
            assert {s for s, status in result.items() if status.attends} == set(present)

    @invariant()
    def users_find_exactly_their_own_sessions(self) -> None:
        for teacher in TEACHERS:
            mine = [e.live for e in self.expected.values() if teacher in e.teachers]
            assert sorted(s.id for s in self.registry.of_teacher(teacher)) == sorted(
                s.id for s in mine
            )
            self.check_only_session(lambda t=teacher: self.registry.taught(t, None), mine)
        for student in STUDENTS:
            mine = [e.live for e in self.expected.values() if student in e.roster]
            assert sorted(s.id for s in self.registry.of_student(student)) == sorted(
                s.id for s in mine
            )
            self.check_only_session(lambda s=student: self.registry.attended(s, None), mine)

    def check_only_session(self, find, mine: list[LiveSession]) -> None:
        """Without a class id, an event refers to the only session there is."""
        if len(mine) == 1:
            assert find() is mine[0]
        else:
            with pytest.raises(ClassIdRequired if mine else NoActiveSession):
                find()


TestRegistry = RegistryMachine.TestCase
TestRegistry.settings = settings(max_examples=2 * settings().max_examples, stateful_step_count=30)


def registry_with(*sessions: LiveSession) -> SessionRegistry:
    registry = SessionRegistry()
    for session in sessions:
        registry.add(session)
    return registry


def test_a_class_id_finds_its_session_in_any_letter_case() -> None:
    session = live_session("ab", "t1", ["s1"])
    assert registry_with(session).taught("t1", "AB") is session


def test_a_class_without_a_session_has_none_for_any_user() -> None:
    with pytest.raises(NoActiveSession):
        registry_with(live_session("c1", "t1", ["s1"])).taught("t1", "c2")


def test_the_session_of_another_teacher_is_refused() -> None:
    with pytest.raises(NotClassTeacher):
        registry_with(live_session("c1", "t1", ["s1"])).taught("t2", "c1")


def test_a_student_who_is_not_on_the_roster_is_refused() -> None:
    with pytest.raises(StudentNotInClass):
        registry_with(live_session("c1", "t1", ["s1"])).attended("s2", "c1")


def test_a_repeated_mark_keeps_the_time_of_the_first() -> None:
    session = live_session("c1", "t1", ["s1"])
    pending = PendingChanges(session)
    first = pending.mark("s1", Status.PRESENT, NINE)
    pending.accept()
    again = PendingChanges(session)
    assert again.mark("s1", Status.PRESENT, NINE + timedelta(minutes=5)) == first
    assert not again.changes


decisions = st.tuples(
    st.sampled_from(STUDENTS[:2]),
    st.sampled_from([Status.PRESENT, Status.EXCUSED]),
    st.integers(0, 5),
)
"""A student, the status decided for them, and how many minutes after the start."""


@given(
    st.lists(
        st.tuples(
            decisions, st.sampled_from(["not saved yet", "saved", "server restarts", "lost once"])
        ),
        max_size=12,
    )
)
def test_the_newest_decision_counts_in_whatever_order_they_arrive(
    arrivals: list[tuple[tuple[str, Status, int], str]],
) -> None:
    session = live_session("c1", "t1", STUDENTS)
    now = NINE + timedelta(minutes=10)
    newest: dict[str, tuple[int, Status]] = {}
    unsaved: list[tuple[str, Status, datetime]] = []
    pending = PendingChanges(session)
    for (student, status, minute), then in arrivals:
        at = NINE + timedelta(minutes=minute)
        mark = pending.mark(student, status, now, at)
        unsaved.append((student, status, at))
        # Of two at the same time, the later arrival is the newer one.
        newest[student] = max((minute, status), newest.get(student, (0, status)), key=_minute)
        assert (mark.decided_at, mark.status) == (
            NINE + timedelta(minutes=newest[student][0]),
            newest[student][1],
        )
        assert mark.marked_at <= mark.decided_at
        if then == "not saved yet":
            continue
        if then == "lost once":
            pending = PendingChanges(session, replaces=True)
            for again in unsaved:
                pending.mark(*again[:2], now, again[2])
        pending.accept()
        unsaved.clear()
        if then == "server restarts":
            session = LiveSession(session.saved())
        pending = PendingChanges(session)
    pending.accept()
    assert {m.student_id: m.status for m in session.marks.values()} == {
        student: status for student, (_, status) in newest.items()
    }
    restarted = LiveSession(session.saved())
    assert list(restarted.marks.items()) == list(session.marks.items())
    assert list(restarted.present) == list(session.present)
    assert restarted.counts == +session.counts


def _minute(decision: tuple[int, Status]) -> int:
    return decision[0]


def test_a_mark_without_a_time_is_the_newest_even_if_the_clock_was_set_back() -> None:
    session = live_session("c1", "t1", ["s1"])
    pending = PendingChanges(session)
    pending.mark("s1", Status.PRESENT, NINE + timedelta(minutes=5))
    undone = pending.mark("s1", Status.ABSENT, NINE)
    assert undone.status is Status.ABSENT
    # A decision from before the first mark does not replace it.
    assert pending.mark("s1", Status.LATE, NINE, NINE + timedelta(minutes=4)) == undone


@pytest.mark.parametrize(("at", "moment"), [(-1, 0), (0, 0), (3, 3), (5, 5), (6, 5)])
def test_a_decision_is_clamped_between_the_start_and_now(at: int, moment: int) -> None:
    session = live_session("c1", "t1", [])
    now = NINE + timedelta(minutes=5)
    assert session.moment(NINE + timedelta(minutes=at), now) == NINE + timedelta(minutes=moment)


def test_no_decision_is_before_the_start_even_if_the_clock_was_set_back() -> None:
    session = live_session("c1", "t1", [])
    assert session.moment(NINE, NINE - timedelta(seconds=20)) == NINE


@pytest.mark.parametrize(
    ("late_after", "minutes", "status"),
    [(None, 600, "present"), (10, 9.999, "present"), (10, 10, "late"), (10, 600, "late")],
)
def test_an_arriving_student_is_present_or_late_by_the_clock(
    late_after: int | None, minutes: float, status: str
) -> None:
    session = live_session("c1", "t1", ["s1"], late_after=late_after)
    assert (
        PendingChanges(session).mark("s1", None, NINE + timedelta(minutes=minutes)).status == status
    )


@pytest.mark.parametrize("status", list(Status))
def test_an_explicit_status_is_not_changed_by_the_clock(status: Status) -> None:
    session = live_session("c1", "t1", ["s1"], late_after=10)
    assert PendingChanges(session).mark("s1", status, NINE + timedelta(hours=1)).status is status


@pytest.mark.parametrize("saved", [True, False])
def test_a_student_who_is_already_present_does_not_become_late(saved: bool) -> None:
    session = live_session("c1", "t1", ["s1"], late_after=10)
    pending = PendingChanges(session)
    first = pending.mark("s1", None, NINE)
    if saved:
        pending.accept()
        pending = PendingChanges(session)
    assert pending.mark("s1", None, NINE + timedelta(hours=1)) == first


@pytest.mark.parametrize("before", [Status.ABSENT, Status.EXCUSED, Status.LATE])
def test_a_student_who_is_not_present_becomes_late(before: Status) -> None:
    session = live_session("c1", "t1", ["s1"], late_after=10)
    pending = PendingChanges(session)
    pending.mark("s1", before, NINE)
    assert pending.mark("s1", None, NINE + timedelta(hours=1)).status is Status.LATE


def test_a_student_who_is_enrolled_again_is_last_and_unmarked() -> None:
    session = live_session("c1", "t1", ["s1", "s2"])
    marked = PendingChanges(session)
    marked.mark("s1", Status.PRESENT, NINE)
    marked.accept()
    pending = PendingChanges(session)
    pending.unenrol("s1")
    pending.enrol("s1")
    pending.accept()
    assert session.result() == [("s2", Status.ABSENT), ("s1", Status.ABSENT)]


def test_unenrolling_saves_the_whole_session() -> None:
    """A partial update could not remove anything from the document."""
    session = live_session("c1", "t1", ["s1", "s2"])
    pending = PendingChanges(session)
    pending.unenrol("s1")
    commit = pending.commit()
    assert (commit.replaces, commit.roster) == (True, ("s2",))
