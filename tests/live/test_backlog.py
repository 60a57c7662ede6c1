"""Registry and backlog with a database that fails, stalls or answers late.

No acknowledged change is lost. The state machine plays the journal, the database and the clock. A
failed commit may have reached the database, may reach it later, or never; the server may be killed
at any step.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Coroutine, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import asdict, define, evolve, field, filters
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from attendance_server.errors import AttendanceError
from attendance_server.errors.server import StorageUnavailable
from attendance_server.errors.sessions import NoActiveSession, StudentNotInClass
from attendance_server.live.backlog import LEAST_TRY, Backlog, Batch, Submission
from attendance_server.live.changes import (
    Change,
    Ended,
    EndSession,
    Enrolled,
    EnrolStudents,
    Marked,
    SetMark,
    Unenrolled,
    UnenrolStudent,
)
from attendance_server.live.connection import Sender
from attendance_server.live.following import Following
from attendance_server.live.live_session import LiveSession
from attendance_server.live.registry import SessionRegistry
from attendance_server.models import Commit, Mark, Session, Status, StoredSession

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TIMEOUT = 10.0
LIMIT = 8
SESSIONS = ["a", "b"]
STUDENTS = [f"s{number}" for number in range(3)]
CLIENTS: list[Any] = [Sender(name) for name in ("x", "y")]  # type: ignore[arg-type]

clients = st.sampled_from([*CLIENTS, None])
sessions = st.sampled_from(SESSIONS)
students = st.sampled_from(STUDENTS)


@define
class Database:
    """The session documents, and the rules by which the store changes them.

    `attempts`: the last one that was applied to each.
    """

    documents: dict[str, Session] = field(factory=dict)
    attempts: dict[str, int] = field(factory=dict)

    def fence(self) -> None:
        """As a server that starts: nothing that was sent before is applied any more."""
        for name, document in self.documents.items():
            self.documents[name] = evolve(document, commit=document.commit + 1)
        self.attempts.clear()

    def stored(self, name: str) -> StoredSession:
        return StoredSession(self.documents[name], self.attempts.get(name))

    def write(self, commits: list[Commit]) -> set[str]:
        """Write as the store does; return the sessions that refused their commit."""
        refused = set()
        for commit in commits:
            document = self.documents[commit.session_id]
            if commit.number != document.commit + 1:
                refused.add(commit.session_id)
                continue
            marks = {mark.student_id: mark for mark in commit.marks}
            self.documents[commit.session_id] = evolve(
                document,
                roster=tuple(
                    dict.fromkeys((() if commit.replaces else document.roster) + commit.roster)
                ),
                marks=marks if commit.replaces else {**document.marks, **marks},
                ended_at=commit.ended_at or (None if commit.replaces else document.ended_at),
                commit=commit.number,
            )
            self.attempts[commit.session_id] = commit.attempt
        return refused


@define(eq=False)
class Sent:
    """A change that a client requested, the check on its event, and its outcome."""

    session_id: str
    kind: str
    student: str | None
    by: Sender | None
    ticket: int
    check: Callable[[Any], None]
    outcome: object = None


class BacklogMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.database = Database()
        self.out: Batch | None = None
        self.adrift: list[list[Commit]] = []
        self.order: dict[tuple[str, Sender | None], list[int]] = defaultdict(list)
        self.answers: dict[Sender, list[int]] = defaultdict(list)
        self.sent: list[Sent] = []
        self.acknowledged: dict[tuple[str, str], Mark] = {}
        self.perhaps_unenrolled: set[tuple[str, str]] = set()
        self.last_ticket_out = 0

    @initialize()
    def open_the_school(self) -> None:
        for name in SESSIONS:
            self.database.documents[name] = Session(
                name, f"class-{name}", "Algebra", "t", NINE, tuple(STUDENTS[:2])
            )
        self.boot()

    def boot(self) -> None:
        self.registry = SessionRegistry()
        self.backlog = Backlog(self.registry, timeout=TIMEOUT, limit=LIMIT)
        self.following = Following(self.registry, self.backlog, self, self)
        self.database.fence()
        self.live: dict[str, LiveSession] = {}
        for name, document in self.database.documents.items():
            if document.ended_at is None:
                self.live[name] = LiveSession(document)
                self.registry.add(self.live[name])

    def submit(
        self,
        name: str,
        kind: str,
        change: Change,
        check: Callable[[Any], None],
        student: str | None = None,
        by: Sender | None = None,
    ) -> None:
        session = self.registry.of_class(f"class-{name}")
        if session is None:
            return
        sent = Sent(name, kind, student, by, self.backlog.submitted + 1, check)
        waiting = self.backlog.unsettled
        try:
            assert self.backlog.submit(session, change, by, self.now).ticket == sent.ticket
            assert waiting < LIMIT
            self.sent.append(sent)
        except StorageUnavailable:
            assert waiting >= LIMIT

    async def stored(self, session_ids: Collection[str]) -> dict[str, StoredSession]:
        return {name: self.database.stored(name) for name in session_ids}

    async def settled(self, submission: Submission) -> None:
        self.settle([submission])

    async def followed(self, _: object) -> None:
        """A client was told that it could not be saved, and now it is."""

    def lost(self, session: LiveSession) -> None:
        raise AssertionError(session)

    def read(self, session: LiveSession) -> None:
        self.last_ticket_out = self.backlog.submitted
        drive(self.following.take_over(session, self.database.stored(session.id)))

    def expire(self) -> None:
        self.backlog.expire(self.now)
        drive(self.following.tell_landed())

    def settle(self, settled: Sequence[Submission]) -> None:
        """Answer the clients that waited for these changes, in order."""
        by_ticket = {sent.ticket: sent for sent in self.sent}
        for submission in settled:
            sent = by_ticket[submission.ticket]
            assert not sent.outcome
            self.order[sent.session_id, sent.by].append(sent.ticket)
            if sent.by:
                self.answers[sent.by].append(sent.ticket)
            if isinstance(submission.outcome, AttendanceError):
                sent.outcome = type(submission.outcome)
            else:
                sent.outcome = "saved"
                sent.check(submission.event())

    def undone(self, name: str, kind: str, student: str) -> bool:
        """Whether the batch being settled holds such a change that is not settled yet."""
        return any(
            (sent.session_id, sent.kind, sent.student) == (name, kind, student)
            and not sent.outcome
            and sent.ticket <= self.last_ticket_out
            for sent in self.sent
        )

    @rule(name=sessions, student=students, status=st.sampled_from(list(Status)), by=clients)
    def mark(self, name: str, student: str, status: Status, by: Sender | None) -> None:
        def check(event: Marked) -> None:
            mark = event.mark
            # Saved before it is announced: by now the document holds this mark, or a later
            # change of the same commit.
            if not self.undone(name, "unenrol", student):
                document = self.database.documents[name]
                assert document.marks[student].seq >= mark.seq
                self.acknowledged[name, student] = mark

        self.submit(name, "mark", SetMark(student, status, NINE, None), check, student, by)

    @rule(name=sessions, student=students)
    def enrol(self, name: str, student: str) -> None:
        def check(_: Enrolled) -> None:
            if not self.undone(name, "unenrol", student):
                assert student in self.database.documents[name].roster

        self.submit(name, "enrol", EnrolStudents((student,)), check, student)

    @rule(name=sessions, student=students)
    def unenrol(self, name: str, student: str) -> None:
        def check(_: Unenrolled) -> None:
            document = self.database.documents[name]
            if not self.undone(name, "enrol", student):
                assert student not in document.roster
                assert student not in document.marks
            self.acknowledged.pop((name, student), None)

        self.perhaps_unenrolled.add((name, student))
        self.submit(name, "unenrol", UnenrolStudent(student), check, student)

    @rule(name=sessions)
    def end(self, name: str) -> None:
        def check(_: Ended) -> None:
            assert self.database.documents[name].ended_at == NINE

        self.submit(name, "end", EndSession(NINE), check)

    @rule(seconds=st.floats(0, TIMEOUT))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @precondition(lambda self: self.out is None and self.backlog.work)
    @rule()
    def take(self) -> None:
        self.expire()
        self.out = self.backlog.take(self.now)

    @precondition(lambda self: self.out)
    @rule()
    def the_database_answers(self) -> None:
        batch, self.out = self.out, None
        missed = self.database.write(list(batch.commits))
        self.last_ticket_out = max([0, *(each.ticket for each in batch.submissions)])
        self.settle(self.backlog.saved(batch, missed))
        self.backlog.release(batch)
        drive(self.following.tell_landed())

    @precondition(lambda self: self.backlog.behind)
    @rule(which=st.integers(0, len(SESSIONS) - 1))
    def the_document_of_a_session_that_is_behind_is_read(self, which: int) -> None:
        behind = list(self.backlog.behind)
        self.read(behind[which % len(behind)])

    @precondition(lambda self: self.out)
    @rule(fate=st.sampled_from(["applied", "lost", "adrift"]), at_deadline=st.booleans())
    def the_database_does_not_answer(self, fate: str, at_deadline: bool) -> None:
        batch, self.out = self.out, None
        if fate == "applied":
            self.database.write(list(batch.commits))
        elif fate == "adrift":
            self.adrift.append(list(batch.commits))
        if at_deadline:
            self.now = max(self.now, batch.deadline)
        self.backlog.failed(batch)
        self.expire()

    @precondition(lambda self: self.adrift)
    @rule(data=st.data())
    def a_write_that_was_given_up_arrives(self, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, len(self.adrift) - 1))
        self.database.write(self.adrift.pop(index))

    @rule()
    def the_server_is_killed_and_started(self) -> None:
        if self.out:
            self.adrift.append(list(self.out.commits))
            self.out = None
        self.sent = [sent for sent in self.sent if sent.outcome]
        self.order.clear()
        self.answers.clear()
        self.boot()
        for (name, student), mark in list(self.acknowledged.items()):
            saved = self.database.documents[name].marks.get(student)
            # The unenrolment was never acknowledged, but it happened all the same.
            if (saved is None or saved.seq < mark.seq) and (name, student) in (
                self.perhaps_unenrolled
            ):
                del self.acknowledged[name, student]
            else:
                assert saved is not None
                assert saved.seq >= mark.seq
        self.perhaps_unenrolled.clear()

    @invariant()
    def changes_are_settled_in_order(self) -> None:
        """But for a client's that wait for another session: others go on in the meantime."""
        for order in self.order.values():
            assert order == sorted(order)

    @invariant()
    def answers_to_a_client_come_in_the_order_in_which_it_asked(self) -> None:
        for order in self.answers.values():
            assert order == sorted(order)

    @invariant()
    def a_session_ends_only_once(self) -> None:
        for name in SESSIONS:
            ends = [s for s in self.sent if s.session_id == name and s.kind == "end"]
            assert [s.outcome for s in ends].count("saved") <= 1

    @invariant()
    def the_registry_holds_every_acknowledged_mark(self) -> None:
        for (name, student), mark in self.acknowledged.items():
            session = self.registry.of_class(f"class-{name}")
            if session:
                assert session.marks[student].seq >= mark.seq
                status = session.marks[student].status
                assert session.status_of(student) is (None if status is Status.ABSENT else status)

    @invariant()
    def at_rest_the_database_holds_what_the_registry_holds(self) -> None:
        if not self.backlog.idle:
            return
        self.perhaps_unenrolled.clear()
        for name, live in self.live.items():
            document = self.database.documents[name]
            assert dict(document.marks) == live.marks
            assert set(document.roster) == set(live.roster)
            assert (document.ended_at is None) == (
                self.registry.of_class(f"class-{name}") is not None
            )

    def teardown(self) -> None:
        """In the end the database recovers, and every client has had a true answer."""
        if not hasattr(self, "backlog"):
            return
        if self.out:
            self.the_database_answers()
        while self.backlog.work or self.backlog.behind:
            for session in list(self.backlog.behind):
                self.read(session)
            if self.backlog.work:
                self.take()
                self.the_database_answers()
        for commits in self.adrift:
            self.database.write(commits)
        self.at_rest_the_database_holds_what_the_registry_holds()
        self.changes_are_settled_in_order()
        assert {sent.outcome for sent in self.sent} <= {
            "saved",
            NoActiveSession,
            StorageUnavailable,
            StudentNotInClass,
        }


def drive(work: Coroutine[Any, Any, None]) -> None:
    """Run what waits for nothing."""
    with pytest.raises(StopIteration):
        work.send(None)


TestBacklog = BacklogMachine.TestCase
TestBacklog.settings = settings(max_examples=4 * settings().max_examples, stateful_step_count=40)


def backlog_with(session: LiveSession) -> Backlog:
    registry = SessionRegistry()
    registry.add(session)
    return Backlog(registry, timeout=TIMEOUT, limit=100)


def lesson() -> LiveSession:
    return LiveSession(Session("a", "class-a", "Algebra", "t", NINE, tuple(STUDENTS)))


def test_the_changes_of_a_session_that_is_gone_are_refused_once() -> None:
    session = lesson()
    backlog = backlog_with(session)
    mark = SetMark(STUDENTS[0], Status.PRESENT, NINE, None)
    sent = [backlog.submit(session, mark, None, now=0.0)]
    first = backlog.take(0.0)
    sent.append(backlog.submit(session, mark, None, now=0.0))
    assert not backlog.saved(first, {"a"})
    backlog.release(first)
    assert not backlog.work, "nothing is saved of a session that is behind"
    backlog.lose(session)
    refused = [submission for each in backlog.next_landed() for submission in each.answered()]
    backlog.told()
    assert refused == sent
    assert backlog.idle
    assert [type(submission.outcome) for submission in sent] == [NoActiveSession, NoActiveSession]


@pytest.mark.parametrize("first_read", SESSIONS)
def test_answers_to_one_client_stay_in_order_when_two_sessions_turn_out_to_be_saved(
    first_read: str,
) -> None:
    """A commit to both was given up, and arrived all the same."""
    machine = BacklogMachine()
    machine.open_the_school()
    for name in ("a", "b", "a"):
        machine.mark(name, STUDENTS[0], Status.PRESENT, CLIENTS[0])
    machine.take()
    machine.the_database_does_not_answer("applied", at_deadline=False)
    machine.take()
    machine.the_database_answers()
    assert machine.answers[CLIENTS[0]] == []
    for name in sorted(SESSIONS, key=lambda each: each != first_read):
        machine.read(machine.live[name])
    assert machine.answers[CLIENTS[0]] == [1, 2, 3]
    machine.teardown()


def test_who_waits_for_a_refusal_that_comes_while_others_are_told_goes_on() -> None:
    machine = BacklogMachine()
    machine.open_the_school()
    machine.mark("a", STUDENTS[0], Status.PRESENT, None)
    machine.take()
    machine.the_database_does_not_answer("applied", at_deadline=False)
    machine.take()
    machine.the_database_answers()
    machine.mark("b", STUDENTS[0], Status.PRESENT, None)
    backlog, following = machine.backlog, machine.following
    settled_then: list[int] = []
    following.on_advanced = lambda: settled_then.append(backlog.settled)
    tell = machine.settle

    def tell_while_time_passes(submissions: Sequence[Submission]) -> None:
        tell(submissions)
        backlog.expire(machine.now + TIMEOUT)
        # As the journal does; it leaves that to those who are telling.
        drive(following.tell_landed())

    machine.settle = tell_while_time_passes  # type: ignore[method-assign]
    machine.read(machine.live["a"])
    assert [sent.outcome for sent in machine.sent] == ["saved", StorageUnavailable]
    assert settled_then[-1] == 2


def test_a_mark_that_has_waited_long_still_gets_a_full_attempt() -> None:
    """Otherwise a steady stream of marks after an outage would leave no time to save any."""
    session = lesson()
    backlog = backlog_with(session)
    backlog.submit(session, EndSession(NINE), None, now=0.0)
    nearly_over = TIMEOUT - 0.01
    backlog.expire(nearly_over)
    assert backlog.take(nearly_over).deadline == nearly_over + LEAST_TRY


changes = st.one_of(
    st.builds(SetMark, students, st.sampled_from([*Status, None]), st.just(NINE), st.none()),
    st.builds(EnrolStudents, st.lists(students, unique=True).map(tuple)),
    st.builds(UnenrolStudent, students),
    st.builds(EndSession, st.just(NINE)),
)


def outcomes(submissions: Sequence[Submission]) -> list[object]:
    """The outcomes of changes, without the session they were made to."""
    return [
        asdict(outcome, filter=filters.exclude("session"))
        if isinstance(outcome := submission.outcome, Marked | Enrolled | Unenrolled | Ended)
        else type(outcome)
        for submission in submissions
    ]


@given(st.lists(changes, max_size=8))
def test_events_report_what_was_saved_however_many_attempts_it_took(
    requested: list[Change],
) -> None:
    at_once, in_the_end = lesson(), lesson()
    backlog = backlog_with(at_once)
    sent = [backlog.submit(at_once, change, None, 0.0) for change in requested]
    settled = backlog.saved(backlog.take(0.0))
    assert list(settled) == sent
    slow = backlog_with(in_the_end)
    for change in requested:
        slow.submit(in_the_end, change, None, 0.0)
        slow.failed(slow.take(0.0))
    assert outcomes(slow.saved(slow.take(0.0))) == outcomes(settled)
    assert evolve(in_the_end.saved(), commit=0) == evolve(at_once.saved(), commit=0)
