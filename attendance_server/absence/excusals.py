"""What comes of an accepted note: students are excused in sessions of its days."""

import logging
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from weakref import WeakSet

from ..errors.classes import StudentNotFound
from ..errors.server import StorageUnavailable
from ..errors.sessions import (
    NoActiveSession,
    SessionDiscarded,
    SessionNotFound,
    SessionRunning,
    StudentNotInClass,
    TooManyChanges,
)
from ..live.changes import Excuse, Marked
from ..live.ended import EndedSessions
from ..live.live_session import LiveSession
from ..live.sessions import RunningSessions
from ..models import AbsenceNote, NoteState, Status
from ..store import Store

log = logging.getLogger(__name__)

TOO_LATE = (
    SessionDiscarded,
    SessionNotFound,
    SessionRunning,
    StudentNotFound,
    TooManyChanges,
)
"""What may have become of an ended session since it was found."""


class Excusals:
    """Excuses students, through the journal or as a correction like any other."""

    def __init__(
        self,
        sessions: RunningSessions,
        ended: EndedSessions,
        store: Store,
        now: Callable[[], datetime],
    ) -> None:
        """`now` returns the time for marks."""
        self._sessions = sessions
        self._ended = ended
        self._store = store
        self._now = now
        # Those that no longer run leave by themselves.
        self._done: WeakSet[LiveSession] = WeakSet()
        sessions.on_started = self.at_start

    async def catch_up(self) -> None:
        """Excuse in the running sessions what a server that was killed had not excused yet."""
        try:
            for session in list(self._sessions.registry):
                await self.at_start(session)
        except StorageUnavailable:
            log.warning("not all notes of running sessions could be looked at")

    async def at_start(self, session: LiveSession) -> None:
        """Excuse the students with an accepted note for the day of a session, unless marked.

        Each session is looked through once. Raises `StorageUnavailable`.
        """
        if session in self._done:
            return
        notes = await self._store.absence_notes.listed(
            session.class_id, state=NoteState.ACCEPTED, at=session.base.started_at
        )
        by_student = {each.student_id: each for each in notes if each.student_id in session.roster}
        await self._excuse(session, by_student.values())
        self._done.add(session)

    async def accepted(self, note: AbsenceNote) -> int:
        """Excuse the absences of a note that was accepted now; return how many marks that makes.

        Repeating it changes nothing. Raises `StorageUnavailable`.
        """
        count = 0
        session = self._sessions.registry.of_class(note.class_id)
        if session and note.covers(session.base.started_at):
            count += await self._excuse(session, [note], also_absent=True)
        assert note.decision
        for session_id in await self._store.absence_notes.missed(note):
            with suppress(*TOO_LATE):
                _, made = await self._ended.correct(
                    note.class_id,
                    session_id,
                    [note.student_id],
                    Status.EXCUSED,
                    note.reason,
                    note.decision.by,
                )
                count += len(made)
        return count

    async def _excuse(
        self, session: LiveSession, notes: Collection[AbsenceNote], *, also_absent: bool = False
    ) -> int:
        now = self._now()
        changes = [
            Excuse(each.student_id, now, each.decision.by if each.decision else None, also_absent)
            for each in notes
        ]
        # Without a wait in between, so that they are saved together.
        submissions = [self._sessions.journal.submit(session, each) for each in changes]
        count = 0
        for submission in submissions:
            await self._sessions.journal.settled(submission.ticket)
            # The session has ended, or the student has left the class.
            with suppress(NoActiveSession, StudentNotInClass):
                event = submission.event()
                assert isinstance(event, Marked)
                count += not event.stays
        return count
