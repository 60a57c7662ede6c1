"""What judges the rounds of faults objects to what is wrong, and to nothing that may happen."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from attendance_server.errors import AttendanceError
from attendance_server.live.changes import (
    Change,
    EnrolStudents,
    Marked,
    MarkRest,
    SetMark,
    TakeBackRest,
    UnenrolStudent,
)
from attendance_server.live.differences import differences
from attendance_server.live.event_records import records_of
from attendance_server.live.live_session import LiveSession
from attendance_server.live.pending import PendingChanges
from attendance_server.models import Session, Status
from attendance_server.store.commit_documents import update_of
from tests.chaos.rounds.history import History, wire_time
from tests.chaos.rounds.oracle import Track, judge_commits, judge_track, saved_view
from tests.chaos.rounds.sources import Sources, judge_sources
from tests.support.witness import Violation

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = START + timedelta(minutes=5)
TEACHER, SERVER = f"{0x7:024x}", f"{0x5E:024x}"
ADA, BEN = f"{0xA:024x}", f"{0xB:024x}"


@define
class Listener:
    """A socket at a server that reads the session now and then. It hears only marks."""

    session: LiveSession
    track: Track

    @classmethod
    def of(cls, session: Session) -> "Listener":
        return cls(LiveSession(session), Track("Ada"))

    def read(self, now: Session) -> None:
        """Hear what is different about the session as it is now."""
        for event in differences(self.session, now):
            if isinstance(event, Marked):
                mark = event.mark
                told = str(mark.status), wire_time(mark.marked_at), mark.withdrawn
                self.track.marks.append((mark.student_id, told))
                self.track.times.append(0.0)
        self.session.take_over(now)


class Lesson:
    """A session without a server: what is sent, what is saved of it, and the history of that."""

    def __init__(self) -> None:
        session = Session(f"{0x5:024x}", f"{0xC:024x}", "Algebra", TEACHER, START, (ADA, BEN))
        self.session = LiveSession(session)
        self.reader = Listener.of(session)
        self.history = History({"marks": {}})
        self.document: dict[str, Any] = {"commit": 0, "marks": {}}
        self.sources = Sources(marks=[], blankets=[])

    def commit(self, *changes: Change) -> None:
        """Save changes in one commit, as far as they can be made."""
        pending = PendingChanges(self.session)
        for change in changes:
            self._send(change)
            try:
                pending.events.extend(records_of(change.apply(pending)))
            except AttendanceError:
                continue
        if not pending.changes:
            return
        update = update_of(pending.commit(shared=True), SERVER)
        pending.accept()
        self.history.apply(update["$set"], list(update.get("$unset", ())))
        self.document = {"commit": self.session.commits, **self.history.document}

    def judge(self) -> None:
        """Raises `Violation`."""
        judge_commits(self.history, self.document)
        assert self.history.views[-1] == saved_view(self.document)
        judge_sources(self.history, self.sources)
        judge_track(self.reader.track, self.history, self.sources.movers)

    def _send(self, change: Change) -> None:
        match change:
            case SetMark(student_id=student, at=datetime() as at):
                data = {"studentId": student, "status": str(change.status), "at": wire_time(at)}
                sent = {**data, "unmarked": True} if change.withdrawn else data
                self.sources.marks = [*self.sources.marks, sent]
            case MarkRest(status=Status() as status):
                self.sources.blankets = [*self.sources.blankets, {"status": str(status)}]
            case TakeBackRest():
                self.sources.taken_back = True
            case UnenrolStudent(student_id=student):
                self.sources.movers = {*self.sources.movers, student}


def mark(student: str, status: Status, seconds: int) -> SetMark:
    """A decision so many seconds after the start."""
    return SetMark(student, status, NOW, START + timedelta(seconds=seconds), TEACHER)


def unmark(student: str, seconds: int) -> SetMark:
    at = START + timedelta(seconds=seconds)
    return SetMark(student, Status.ABSENT, NOW, at, TEACHER, withdrawn=True)


def mark_rest(status: Status, seconds: int) -> MarkRest:
    return MarkRest(status, NOW, START + timedelta(seconds=seconds), TEACHER)


def take_back_rest(marked: int, seconds: int) -> TakeBackRest:
    at = START + timedelta(seconds=seconds)
    return TakeBackRest(START + timedelta(seconds=marked), NOW, at, TEACHER)


def test_what_gives_way_within_a_commit_may_be_decided_once_more() -> None:
    """As after an outage, when a commit has much of what was sent, and some of it twice."""
    lesson = Lesson()
    absent = mark(ADA, Status.ABSENT, 2)
    lesson.commit(mark(ADA, Status.EXCUSED, 1))
    lesson.commit(absent, unmark(ADA, 3), mark_rest(Status.LATE, 4), absent)

    assert lesson.session.marks[ADA].status is Status.ABSENT
    lesson.judge()


def test_who_has_left_and_come_back_is_told_to_be_unmarked_where_that_was_missed() -> None:
    lesson = Lesson()
    lesson.commit(mark(ADA, Status.PRESENT, 1))
    lesson.commit(mark(ADA, Status.PRESENT, 2))
    lesson.reader.read(lesson.session.saved())
    lesson.commit(UnenrolStudent(ADA))
    lesson.commit(EnrolStudents((ADA,)))
    lesson.reader.read(lesson.session.saved())

    assert [told[0] for _, told in lesson.reader.track.marks] == ["present", "absent"]
    lesson.judge()


def test_a_decision_that_is_done_twice_is_a_violation() -> None:
    lesson = Lesson()
    absent = mark(ADA, Status.ABSENT, 2)
    lesson.commit(absent)
    lesson.commit(mark(ADA, Status.EXCUSED, 3))
    lesson.judge()
    # As a server would make it that has not followed.
    lesson.session.marks.clear()
    lesson.commit(absent)

    with pytest.raises(Violation, match="what is sent twice is done once"):
        lesson.judge()


def test_a_mark_that_was_not_sent_is_a_violation() -> None:
    lesson = Lesson()
    lesson.commit(mark(ADA, Status.ABSENT, 2))
    lesson.sources.marks = []

    with pytest.raises(Violation, match="every mark that is saved was sent"):
        lesson.judge()


SECONDS = st.integers(1, 20)
STATUSES = st.sampled_from(Status)
PEOPLE = st.sampled_from([ADA, BEN])
CHANGES = st.one_of(
    st.builds(mark, PEOPLE, STATUSES, SECONDS),
    st.builds(unmark, PEOPLE, SECONDS),
    st.builds(mark_rest, STATUSES, SECONDS),
    st.builds(take_back_rest, SECONDS, SECONDS),
)


@given(st.data(), st.lists(CHANGES, min_size=1, max_size=8, unique_by=lambda change: change.at))
def test_whatever_is_sent_twice_at_any_time_is_no_violation(
    data: st.DataObject, changes: Sequence[Change]
) -> None:
    lesson = Lesson()
    for batch in _batches(data, data.draw(st.permutations([*changes, *changes]))):
        lesson.commit(*batch)
        if data.draw(st.booleans()):
            lesson.reader.read(lesson.session.saved())

    lesson.judge()


def _batches(data: st.DataObject, changes: list[Change]) -> Iterator[list[Change]]:
    while changes:
        size = data.draw(st.integers(1, len(changes)))
        yield changes[:size]
        changes = changes[size:]
