"""Several servers commit to one session, with any interleaving of what can happen in between.

The servers are the real journal, backlog and following, in a loop whose time is virtual. The
database is simulated: writes come late, or never, or are undone with their primary, and so are
their answers; the stream shows each server what a majority has, at any later time.
"""

import asyncio
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import Factory, define
from bson import ObjectId
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from attendance_server.errors import AttendanceError
from attendance_server.live import journal
from attendance_server.live.backlog import Backlog, Submission
from attendance_server.live.changes import (
    Change,
    Ended,
    EndSession,
    Enrolled,
    EnrolStudents,
    Marked,
    MarkedTogether,
    MarkRest,
    Saved,
    SetMark,
    Unenrolled,
    UnenrolStudent,
)
from attendance_server.live.following import Following
from attendance_server.live.journal import Journal
from attendance_server.live.live_session import LiveSession
from attendance_server.live.registry import SessionRegistry
from attendance_server.models import FollowedCommit, Mark, Session, Status
from attendance_server.store.session_documents import session_of
from tests.support.simulated_database import Connection, SimulatedDatabase, Write
from tests.support.virtual_time import VirtualLoop

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
STUDENTS = [f"{number:024x}" for number in range(0xA, 0xE)]
LATER = f"{0xE:024x}"
TEACHER = f"{0x7:024x}"
TIMEOUT = 3.0
SERVERS = 3


def first_document() -> dict[str, Any]:
    return {
        "_id": ObjectId(f"{0x5:024x}"),
        "classId": ObjectId(f"{0xC:024x}"),
        "className": "Algebra",
        "teacherId": ObjectId(TEACHER),
        "startedAt": START,
        "endedAt": None,
        "roster": [ObjectId(student) for student in STUDENTS],
        "marks": {},
        "lateAfter": None,
        "corrections": [],
        "reopenings": [],
        "commit": 0,
    }


@define(eq=False)
class Ear:
    """Everyone who is connected to one server. `view`: the marks as they have been told."""

    view: dict[str, Mark]
    roster: set[str]
    heard: list[Saved] = Factory(list)
    ended: int = 0
    first_view: dict[str, Any] = Factory(
        lambda self: {who: _as_told(mark) for who, mark in self.view.items()}, takes_self=True
    )

    async def settled(self, submission: Submission) -> None:
        if not isinstance(submission.outcome, AttendanceError):
            assert submission.outcome is not None
            self._hear(submission.outcome)

    async def followed(self, event: Saved) -> None:
        self._hear(event)

    def lost(self, session: LiveSession) -> None:
        raise AssertionError("the session is there")

    def _hear(self, event: Saved) -> None:
        for each in event.each() if isinstance(event, MarkedTogether) else (event,):
            self._hear_one(each)

    def _hear_one(self, event: Saved) -> None:
        assert not self.ended, "nothing is told after the end"
        self.heard.append(event)
        match event:
            case Marked() if not event.stays:
                self.view[event.mark.student_id] = event.mark
            case Enrolled():
                self.roster.update(event.student_ids)
            case Unenrolled():
                self.roster.discard(event.student_id)
                self.view.pop(event.student_id, None)
            case Ended():
                self.ended += 1


class ModelServer:
    """One server process: its parts, and what it has told."""

    names = itertools.count(1)

    def __init__(self, database: SimulatedDatabase, loop: VirtualLoop, document: Session) -> None:
        self.name = f"{next(self.names):024x}"
        self.registry = SessionRegistry()
        self.session = LiveSession(document)
        self.registry.add(self.session)
        self.ear = Ear(dict(self.session.marks), set(self.session.roster))
        self.connection = Connection(database, self.name)
        self.backlog = Backlog(self.registry, timeout=TIMEOUT, limit=1000)
        self.backlog.shared = True
        self.following = Following(self.registry, self.backlog, self.connection, self.ear)
        self.following.streaming = True
        self.journal = Journal(self.backlog, self.connection, self.ear, self.following)
        self.shown = document.commit
        self.submissions: list[Submission] = []
        self.stream: asyncio.Queue[FollowedCommit | None] = asyncio.Queue()
        works = (self.journal.run(), self.following.run(), self._follow())
        self.tasks = [loop.create_task(work) for work in works]

    async def _follow(self) -> None:
        """As the feed does: one event after another; `None`: some of them were missed."""
        while True:
            followed = await self.stream.get()
            if followed is None:
                self.following.read_again(self.registry)
            elif live := self.registry.of_id(followed.session_id):
                await self.following.follow(live, followed)

    def state(self) -> str:
        following, backlog = self.following, self.backlog
        return (
            f"{self.name} at {self.session.commits}: held {backlog._held}, behind {backlog.behind},"
            f" early {following._early}, to read {following._to_read}, due {following._due},"
            f" doubt {backlog._in_doubt}, restore {backlog._to_restore}, shown {self.shown}"
        )

    def crash(self, loop: VirtualLoop) -> None:
        for task in self.tasks:
            task.cancel()
        loop.run(_ended(self.tasks))


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        assert isinstance(outcome, asyncio.CancelledError), outcome


class CommitOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = VirtualLoop()
        self.database = SimulatedDatabase(first_document())
        self.servers: list[ModelServer] = []
        self.clock = itertools.count(1)
        self.checked = 0
        self.ever_told: list[tuple[str, Mark]] = []

    @initialize(servers=st.integers(1, SERVERS))
    def begin(self, servers: int) -> None:
        for _ in range(servers):
            self._start()

    def _start(self) -> None:
        server = ModelServer(self.database, self.loop, session_of(self.database.document))
        self.servers.append(server)
        self.loop.settle()

    # --- what clients do

    @rule(
        of=st.integers(0, 2),
        student=st.sampled_from(STUDENTS),
        status=st.sampled_from([Status.PRESENT, Status.ABSENT, None]),
        back=st.integers(0, 3),
        withdrawn=st.booleans(),
        dated=st.booleans(),
    )
    def mark(
        self,
        of: int,
        student: str,
        status: Status | None,
        back: int,
        withdrawn: bool,
        dated: bool,
    ) -> None:
        now = self._now()
        at = now - timedelta(seconds=back, milliseconds=500) if dated else None
        self._submit(of, SetMark(student, status, now, at, TEACHER, withdrawn=withdrawn))

    @rule(of=st.integers(0, 2), dated=st.booleans())
    def mark_rest(self, of: int, dated: bool) -> None:
        now = self._now()
        at = now - timedelta(milliseconds=700) if dated else None
        self._submit(of, MarkRest(Status.PRESENT, now, at, TEACHER))

    @rule(of=st.integers(0, 2))
    def enrol(self, of: int) -> None:
        self._submit(of, EnrolStudents((LATER,)))

    @rule(of=st.integers(0, 2), student=st.sampled_from([LATER, STUDENTS[0]]))
    def unenrol(self, of: int, student: str) -> None:
        self._submit(of, UnenrolStudent(student))

    @rule(of=st.integers(0, 2), likely=st.integers(0, 4))
    def end(self, of: int, likely: int) -> None:
        if likely == 0:
            self._submit(of, EndSession(self._now()))

    def _now(self) -> datetime:
        return START + timedelta(seconds=10 * next(self.clock))

    def _submit(self, of: int, change: Change) -> None:
        server = self.servers[of % len(self.servers)]
        if server.registry.of_id(server.session.id) is None:
            return

        async def submit() -> None:
            server.submissions.append(server.journal.submit(server.session, change))

        self.loop.run(submit())
        self.loop.settle()

    # --- what the network and the database do

    @precondition(lambda self: self._on_the_way())
    @rule(which=st.integers(0, 5))
    def write_arrives(self, which: int) -> None:
        writes = self._on_the_way()
        self.database.arrive(writes[which % len(writes)])

    @precondition(lambda self: self._on_the_way())
    @rule(which=st.integers(0, 5))
    def write_is_saved(self, which: int) -> None:
        """The usual: it arrives, a majority has it, and its sender learns that."""
        writes = self._on_the_way()
        write = writes[which % len(writes)]
        self.database.arrive(write)
        self.database.replicate()
        self.database.acknowledge(write)
        self.loop.settle()

    @precondition(lambda self: self._on_the_way())
    @rule(which=st.integers(0, 5))
    def write_is_lost(self, which: int) -> None:
        writes = self._on_the_way()
        write = writes[which % len(writes)]
        self.database.lose_answer(write)
        self.database.writes.remove(write)
        self.loop.settle()

    @precondition(lambda self: self.database.majority < len(self.database.updates))
    @rule()
    def replicate(self) -> None:
        self.database.replicate()

    @precondition(lambda self: self._may_acknowledge())
    @rule(which=st.integers(0, 5))
    def acknowledge(self, which: int) -> None:
        writes = self._may_acknowledge()
        self.database.acknowledge(writes[which % len(writes)])
        self.loop.settle()

    @precondition(lambda self: self.database.writes)
    @rule(which=st.integers(0, 5))
    def lose_answer(self, which: int) -> None:
        writes = self.database.writes
        self.database.lose_answer(writes[which % len(writes)])
        self.loop.settle()

    @precondition(lambda self: self.database.majority < len(self.database.updates))
    @rule()
    def fail_over(self) -> None:
        self.database.fail_over()
        self.loop.settle()

    @precondition(lambda self: self.database.reads)
    @rule(which=st.integers(0, 5), fails=st.integers(0, 3))
    def answer_read(self, which: int, fails: int) -> None:
        read = self.database.reads[which % len(self.database.reads)]
        if fails == 0:
            self.database.fail_read(read)
        else:
            self.database.answer_read(read)
        self.loop.settle()

    @precondition(lambda self: self.database.reads)
    @rule(which=st.integers(0, 5))
    def read_arrives(self, which: int) -> None:
        """What it finds may be old when it is answered."""
        read = self.database.reads[which % len(self.database.reads)]
        read.found = self.database.document

    @precondition(lambda self: self._to_show())
    @rule(which=st.integers(0, 2))
    def show(self, which: int) -> None:
        servers = self._to_show()
        self._show(servers[which % len(servers)])

    @precondition(lambda self: self._to_show())
    @rule(which=st.integers(0, 2))
    def lose_history(self, which: int) -> None:
        servers = self._to_show()
        server = servers[which % len(servers)]
        server.shown = self.database.majority
        server.stream.put_nowait(None)
        self.loop.settle()

    # --- what servers do

    @rule(which=st.integers(0, 2), restarts=st.booleans())
    def crash(self, which: int, restarts: bool) -> None:
        if not restarts and len(self.servers) == 1:
            return
        server = self.servers.pop(which % len(self.servers))
        self._keep_what_was_told(server)
        server.crash(self.loop)
        if restarts:
            self._start()

    @rule(seconds=st.sampled_from([0.02, 0.15, 1.1, TIMEOUT + 0.1]))
    def time_passes(self, seconds: float) -> None:
        self.loop.pass_time(seconds)

    # --- what must be true

    def _on_the_way(self) -> list[Write]:
        return [write for write in self.database.writes if write.taken is None]

    def _may_acknowledge(self) -> list[Write]:
        return [each for each in self.database.writes if self.database.may_acknowledge(each)]

    def _to_show(self) -> list[ModelServer]:
        return [server for server in self.servers if server.shown < self.database.majority]

    def _show(self, server: ModelServer) -> None:
        followed = self.database.shown(server.shown, server.name)
        server.shown += 1
        if followed:
            server.stream.put_nowait(followed)
            self.loop.settle()

    def _keep_what_was_told(self, server: ModelServer) -> None:
        for event in server.ear.heard:
            if isinstance(event, Marked) and not event.stays:
                self.ever_told.append((server.name, event.mark))

    @invariant()
    def all_is_true(self) -> None:
        self.nothing_has_failed()
        self.commits_are_consecutive()
        self.what_is_told_is_saved_in_its_order()
        self.what_is_answered_is_saved()
        self.nothing_is_done_twice()

    def nothing_has_failed(self) -> None:
        for server in self.servers:
            for task in server.tasks:
                if task.done():
                    task.result()

    def commits_are_consecutive(self) -> None:
        numbers = [update.commit.number for update in self.database.updates]
        assert numbers == list(range(1, len(numbers) + 1))

    def what_is_told_is_saved_in_its_order(self) -> None:
        saved = list(self._saved_marks())
        for server in self.servers:
            at = 0
            view = dict(server.ear.first_view)
            for place, event in enumerate(server.ear.heard):
                if isinstance(event, Unenrolled):
                    view.pop(event.student_id, None)
                if not isinstance(event, Marked) or event.stays:
                    continue
                mark = event.mark
                if view.get(mark.student_id) == _as_told(mark):
                    # It is decided once more, and nobody sees a difference.
                    continue
                view[mark.student_id] = _as_told(mark)
                numbers = [
                    number
                    for number, other in saved
                    if (other.student_id, _as_told(other)) == (mark.student_id, _as_told(mark))
                ]
                if not numbers and (self._was_removed(event.mark) or self._passes(server, place)):
                    continue
                assert numbers, f"{event.mark} is told, and not saved"
                later = [number for number in numbers if number >= at]
                assert later, f"{event.mark} of commit {numbers} is told after commit {at}"
                at = later[0]

    def _passes(self, server: ModelServer, place: int) -> bool:
        """Whether a mark was replaced in its own commit, where that replaced everything."""
        student = server.ear.heard[place].mark.student_id
        return any(
            (isinstance(event, Marked) and event.mark.student_id == student)
            or (isinstance(event, Unenrolled) and event.student_id == student)
            for event in server.ear.heard[place + 1 :]
        )

    def _was_removed(self, mark: Mark) -> bool:
        """Whether it is how one is told whose mark was taken away with a restored state."""
        return mark.withdrawn and mark.status is Status.ABSENT

    def _saved_marks(self) -> Iterator[tuple[int, Mark]]:
        """All marks that a majority has, with the number of their commit."""
        for update in self.database.updates[: self.database.majority]:
            for mark in update.commit.marks:
                yield update.commit.number, mark
            for record in update.commit.events or ():
                if record.mark:
                    yield update.commit.number, record.mark

    def what_is_answered_is_saved(self) -> None:
        saved = {mark for _, mark in self._saved_marks()}
        for server in self.servers:
            for submission in server.submissions:
                outcome = submission.outcome
                if not isinstance(outcome, Marked) or outcome.stays or outcome.mark in saved:
                    continue
                places = [n for n, event in enumerate(server.ear.heard) if event is outcome]
                assert places, outcome
                assert self._passes(server, places[0]), outcome

    def nothing_is_done_twice(self) -> None:
        """No decision is made anew over another that was made for the same student alone."""
        made: set[tuple[str, datetime, Status]] = set()
        before: dict[str, Mark] = {}
        for update in self.database.updates:
            if update.commit.replaces:
                made.clear()
            for mark in update.commit.marks:
                key = mark.student_id, mark.decided_at, mark.status
                held = before.get(mark.student_id)
                solid = held and not held.withdrawn and not held.blanket and held.seq != mark.seq
                assert not (key in made and solid and not mark.blanket), mark
                made.add(key)
                before[mark.student_id] = mark

    def teardown(self) -> None:
        """Once all is quiet, every server has, and has told, what is saved."""
        try:
            if self.servers:
                self._quiet()
        finally:
            for server in self.servers:
                server.crash(self.loop)
            self.loop.close()

    def _quiet(self) -> None:
        for _ in range(200):
            for write in self._on_the_way():
                self.database.arrive(write)
            self.database.replicate()
            for write in self._may_acknowledge():
                self.database.acknowledge(write)
            self.loop.settle()
            for read in list(self.database.reads):
                self.database.answer_read(read)
            self.loop.settle()
            for server in self._to_show():
                self._show(server)
            self.loop.pass_time(0.1)
            if not (self.database.writes or self.database.reads or self._to_show()) and all(
                server.backlog.idle for server in self.servers
            ):
                break
        else:
            raise AssertionError("it never comes to rest")
        self.nothing_has_failed()
        self.what_is_told_is_saved_in_its_order()
        saved = session_of(self.database.document)
        for server in self.servers:
            assert all(each.outcome is not None for each in server.submissions), "all is settled"
            # After the end, a server may still make sure that nothing comes late.
            assert server.session.commits == saved.commit or saved.ended_at, server.state()
            assert server.session.saved().marks == saved.marks
            assert server.session.saved().roster == saved.roster
            assert server.session.ended == (saved.ended_at is not None)
            assert server.ear.ended == bool(server.session.ended) or not server.ear.heard
            assert server.ear.roster == set(saved.roster)
            told = {who: _as_told(mark) for who, mark in server.ear.view.items()}
            marks = {who: _as_told(mark) for who, mark in saved.marks.items()}
            # Who has no mark any more is shown as unmarked.
            told = {who: mark for who, mark in told.items() if who in marks or not mark[2]}
            assert told == marks, server.ear.heard


def _as_told(mark: Mark) -> tuple[Status, datetime, bool]:
    return mark.status, mark.marked_at, mark.withdrawn


def test_what_a_server_is_in_doubt_of_is_read_at_once() -> None:
    """As no stream shows it what it has committed itself."""
    loop = VirtualLoop()
    database = SimulatedDatabase(first_document())
    server = ModelServer(database, loop, session_of(database.document))

    async def mark() -> None:
        change = SetMark(STUDENTS[0], Status.PRESENT, START, None, TEACHER)
        server.submissions.append(server.journal.submit(server.session, change))

    loop.run(mark())
    loop.settle()
    [unanswered] = database.writes
    database.arrive(unanswered)
    database.replicate()
    database.lose_answer(unanswered)
    loop.pass_time(journal.RETRY_PAUSE)
    [again] = database.writes
    database.arrive(again)
    database.acknowledge(again)
    loop.settle()
    [read] = database.reads
    database.answer_read(read)
    loop.settle()
    assert server.submissions[0].outcome is not None
    assert server.session.marks[STUDENTS[0]].status is Status.PRESENT
    server.crash(loop)
    loop.close()


TestCommitOrder = CommitOrder.TestCase
TestCommitOrder.settings = settings(
    stateful_step_count=40, max_examples=6 * settings.default.max_examples, deadline=None
)
