"""Sessions that took place elsewhere, such as in an online meeting, and are added afterwards."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from attrs import evolve

from ..errors.classes import ClassArchived
from ..errors.meetings import LessonNotOver, SessionImported
from ..logs import fields
from ..models import Discard, Mark, PastLesson, Session, Status
from ..store import Store
from .quotas import Quotas
from .results import ResultNews
from .sessions import RunningSessions

log = logging.getLogger(__name__)

REPLACED = "Replaced by another import of the same report"


class PastSessions:
    """Adds sessions that are over. Every call raises `StorageUnavailable`."""

    def __init__(
        self,
        sessions: RunningSessions,
        store: Store,
        quotas: Quotas,
        news: ResultNews,
        now: Callable[[], datetime],
    ) -> None:
        """`now` returns the time before which a lesson has to have ended."""
        self._sessions = sessions
        self._store = store
        self._quotas = quotas
        self._news = news
        self._now = now

    async def add(
        self,
        class_id: str,
        lesson: PastLesson,
        results: Mapping[str, tuple[Status, datetime]],
        *,
        by: str,
        replace: bool,
    ) -> Session:
        """Save a session whose roster is the class as it is now.

        `results`: the statuses of students who are not absent, and when they were there first, by
        id. `replace`: discard the session that the same report was imported as, in the name of the
        user `by`. Raises `ClassNotFound`, `ClassArchived`, `LessonNotOver`, `TooManySessions`, and
        `SessionImported` without `replace`.
        """
        if lesson.ended_at > self._now():
            raise LessonNotOver
        async with self._sessions.class_lock(class_id):
            class_ = await self._store.classes.get(class_id)
            if class_.archived:
                raise ClassArchived
            self._quotas.check_sessions(await self._store.sessions.count(class_id))
            before = await self._store.sessions.imported(class_id, lesson.report)
            if before and not replace:
                raise SessionImported
            discard = Discard(by, self._now(), REPLACED) if before else None
            # One that was discarded before gives way too.
            await self._store.sessions.release(class_id, lesson.report, discard)
            there = [each for each in class_.student_ids if each in results]
            there.sort(key=lambda student_id: results[student_id][1])
            marks = {
                student_id: Mark(student_id, *results[student_id], seq=seq)
                for seq, student_id in enumerate(there, 1)
            }
            session = await self._store.sessions.add_past(class_, lesson, marks)
            if before and discard:
                await self._news.changed(evolve(before, discarded=discard))
            await self._news.changed(session)
        ids = {"class_id": class_id, "session_id": session.id}
        log.info("past session added", extra=fields(**ids, source=lesson.source.value))
        return session
