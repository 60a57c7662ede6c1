"""What became of the changes that were submitted: sent to clients, logged and counted."""

import asyncio
import logging
import time
from collections.abc import Callable

from ..errors import AttendanceError
from ..histogram import SECONDS, Histogram
from ..logs import fields
from .audience import Audience
from .backlog import Submission
from .changes import CheckInStudent, Ended, Marked, MarkedTogether, Saved, SessionEvent, SetMark
from .connection import Sender
from .live_session import LiveSession
from .rooms import Rooms

log = logging.getLogger(__name__)

PER_TURN = 256
"""Marks of one change that are published in a turn of the loop: as many as leave in one write."""


class Outcomes:
    """Publishes what was saved, and answers those whose changes were refused.

    `marks_saved` and `marks_refused` count marks; `delivery_lag` is the time from when a mark was
    submitted until its frames were written. `on_saved` is called with each event after it was
    published, and the sender of the frame that caused it, and `on_followed` with each that another
    server has saved; they never raise.
    """

    def __init__(self, rooms: Rooms, audience: Audience) -> None:
        self._rooms = rooms
        self._audience = audience
        self._leaving: list[float] = []
        self.on_saved: Callable[[SessionEvent, Sender | None], None] = lambda _, __: None
        self.on_followed: Callable[[SessionEvent], None] = lambda _: None
        self.marks_saved = 0
        self.marks_refused = 0
        self.delivery_lag = Histogram(SECONDS)

    async def settled(self, submission: Submission) -> None:
        """Send what a submission has come to. Never raises: the next ones have to be sent too.

        Marks that one change made are sent over several turns of the loop if they are many.
        """
        outcome = submission.outcome
        if isinstance(outcome, AttendanceError):
            self._refuse(submission, outcome)
            return
        try:
            event = submission.event()
            if isinstance(event, MarkedTogether):
                await self._publish_each(event, submission)
            else:
                self._publish(event, submission.by, submission.submitted_at)
        except Exception:
            log.exception(
                "a change to session %s is saved, but could not be sent", submission.session.id
            )
            self._refuse(submission, AttendanceError())

    async def followed(self, event: Saved) -> None:
        """Send what another server has saved. Never raises."""
        try:
            if isinstance(event, MarkedTogether):
                for each in event.each():
                    self._publish_followed(each)
            else:
                self._publish_followed(event)
        except Exception:
            log.exception("an event of session %s could not be sent", event.session.id)

    def lost(self, session: LiveSession) -> None:
        """The session is another server's, or gone. Never raises."""
        try:
            self._rooms.close(session)
        except Exception:
            log.exception("the room of session %s could not be closed", session.id)

    def refuse_mark(self) -> None:
        """A mark was refused before it was submitted."""
        self.marks_refused += 1

    async def _publish_each(self, event: MarkedTogether, submission: Submission) -> None:
        """The last mark carries the id of the frame that they answer: all were heard then."""
        by = submission.by
        without_id = Sender(by.connection) if by else None
        last = len(event.marks) - 1
        for place, marked in enumerate(event.each()):
            if place and place % PER_TURN == 0:
                await asyncio.sleep(0)
            self._publish(marked, by if place == last else without_id, submission.submitted_at)

    def _publish(self, event: SessionEvent, by: Sender | None, submitted_at: float) -> None:
        if isinstance(event, Ended):
            log.info(_how_ended(event), extra=session_fields(event.session))
        started = time.perf_counter()
        self._audience.publish(event, by)
        self.on_saved(event, by)
        if isinstance(event, Marked):
            if by:
                by.connection.cost += time.perf_counter() - started
            self._note_mark(submitted_at)

    def _publish_followed(self, event: SessionEvent) -> None:
        if isinstance(event, Ended):
            log.info(_how_ended(event), extra=session_fields(event.session))
        self._audience.publish(event, None)
        self.on_followed(event)

    def _refuse(self, submission: Submission, error: AttendanceError) -> None:
        if isinstance(submission.change, SetMark | CheckInStudent):
            self.marks_refused += 1
        try:
            if submission.by:
                self._rooms.send_error(submission.by, error)
        except Exception:
            log.exception(
                "the refusal of a change to session %s could not be sent", submission.session.id
            )

    def _note_mark(self, submitted_at: float) -> None:
        self.marks_saved += 1
        if not self._leaving:
            # Called after the rooms' own call, which writes the frames at the end of this turn.
            asyncio.get_running_loop().call_soon(self._note_written)
        self._leaving.append(submitted_at)

    def _note_written(self) -> None:
        leaving, self._leaving = self._leaving, []
        now = asyncio.get_running_loop().time()
        for submitted_at in leaving:
            self.delivery_lag.add(now - submitted_at)


def session_fields(session: LiveSession) -> dict[str, object]:
    """What the log says of a running session."""
    return fields(
        class_id=session.class_id,
        session_id=session.id,
        students=len(session.roster),
        present=len(session.present),
    )


def _how_ended(event: Ended) -> str:
    if event.discarded:
        return "session discarded"
    return "session ended by itself" if event.overdue else "session ended"
