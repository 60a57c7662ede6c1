"""Marks that teachers make in running sessions."""

from collections.abc import Callable, Iterable
from datetime import datetime

from ..errors import AttendanceError
from ..models import Mark, Missing
from ..wire.messages import MarkAll, UnmarkAll
from ..wire.requests import StudentMark
from .backlog import Submission
from .changes import Marked, MarkRest, SetMark, TakeBackRest
from .connection import Sender
from .live_session import LiveSession
from .sessions import RunningSessions


class Marking:
    """What marks students, one or many."""

    def __init__(self, sessions: RunningSessions, now: Callable[[], datetime]) -> None:
        """`now` returns the time for marks."""
        self.sessions = sessions
        self._now = now

    def mark(self, session: LiveSession, mark: StudentMark, by: Sender) -> None:
        """Mark a student; everyone in the session sees it as soon as it is saved.

        If a newer mark stays, only `by` gets that.
        Raises `StudentNotInClass`, and `StorageUnavailable` if too many changes wait.
        """
        submission = self._submit_mark(session, mark, by.connection.user_id, by)
        by.connection.ticket = submission.ticket

    async def mark_all(
        self, class_id: str, session_id: str | None, marks: Iterable[StudentMark], teacher_id: str
    ) -> list[Mark | AttendanceError]:
        """Mark students in the session of a class, all in one commit; everyone in it sees it then.

        Returns each student's mark after that, or the error for which theirs was not saved, in the
        order of `marks`: `NoActiveSession`, `StudentNotInClass` and `StorageUnavailable`. Raises
        `NoActiveSession` if none runs, or another than `session_id`.
        """
        session = await self.sessions.running_in(class_id, session_id)
        marks = list(marks)
        if any(mark.student_id.lower() not in session.roster for mark in marks):
            await self.sessions.look(teacher_id, class_id)
            session = await self.sessions.running_in(class_id, session_id)
        submissions: list[Submission | AttendanceError] = []
        ticket = 0
        for mark in marks:
            try:
                # Without a wait in between, so that they are saved together.
                submission = self._submit_mark(session, mark, teacher_id)
            except AttendanceError as error:
                submissions.append(error)
            else:
                submissions.append(submission)
                ticket = submission.ticket
        await self.sessions.journal.settled(ticket)
        return [_mark_or_error(each) for each in submissions]

    def mark_rest(self, session: LiveSession, ask: MarkAll, by: Sender) -> None:
        """Mark the students who are unmarked once all changes before this one are saved.

        Everyone in the session sees each mark as soon as they are saved, which is in one commit.
        `by` gets `NothingToMark` if no student was unmarked. Raises `StorageUnavailable` if too
        many changes wait.
        """
        now = self._now()
        status = None if ask.status is Missing.MISSING else ask.status
        at = None if ask.at is None else session.moment(ask.at, now)
        self.sessions.submit(session, MarkRest(status, now, at, by.connection.user_id), by)

    def take_back_rest(self, session: LiveSession, ask: UnmarkAll, by: Sender) -> None:
        """Take back what one `mark_rest` of the same teacher did, as `mark_rest` does it."""
        now = self._now()
        at = None if ask.at is None else session.moment(ask.at, now)
        marked_at = session.moment(ask.marked_at, now)
        self.sessions.submit(session, TakeBackRest(marked_at, now, at, by.connection.user_id), by)

    def _submit_mark(
        self,
        session: LiveSession,
        mark: StudentMark,
        teacher_id: str,
        by: Sender | None = None,
    ) -> Submission:
        """Have a teacher's mark saved. Raises `StudentNotInClass` and `StorageUnavailable`."""
        student_id = mark.student_id.lower()
        status = None if mark.status is Missing.MISSING else mark.status
        now = self._now()
        at = None if mark.at is None else session.moment(mark.at, now)
        try:
            session.check_student(student_id)
            change = SetMark(
                *(student_id, status, now, at, teacher_id), withdrawn=bool(mark.unmarked)
            )
            return self.sessions.journal.submit(session, change, by)
        except AttendanceError:
            self.sessions.outcomes.refuse_mark()
            raise


def _mark_or_error(submission: Submission | AttendanceError) -> Mark | AttendanceError:
    outcome = submission.outcome if isinstance(submission, Submission) else submission
    if isinstance(outcome, Marked):
        return outcome.mark
    assert isinstance(outcome, AttendanceError), outcome
    return outcome
