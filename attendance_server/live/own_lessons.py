"""Lessons that a page began without a network, and that become sessions once it has one."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from attrs import evolve

from ..errors.classes import ClassArchived
from ..errors.sessions import StudentNotInClass
from ..logs import fields
from ..models import Class, Missing, Session, teachers_at
from ..store import Store
from ..store.own_lessons import new_id
from ..wire.answers import StartedSession
from ..wire.requests import StudentMark
from ..wire.starting import OwnLesson
from .live_session import LiveSession
from .pending import PendingChanges
from .quotas import Quotas
from .sessions import RunningSessions
from .views import started

log = logging.getLogger(__name__)


class OwnLessons:
    """Makes sessions of lessons. Every call raises `StorageUnavailable`."""

    def __init__(
        self,
        sessions: RunningSessions,
        store: Store,
        quotas: Quotas,
        now: Callable[[], datetime],
    ) -> None:
        """`now` returns the time after which nothing has happened yet."""
        self._sessions = sessions
        self._store = store
        self._quotas = quotas
        self._now = now

    async def start(self, class_id: str, lesson: OwnLesson, by: str) -> StartedSession:
        """The session that a lesson of the user `by` is, or has become, part of.

        One lesson is one session: where the class has a session at the same time, running or ended,
        it is that one, and the marks of the lesson are not applied. Otherwise it is a new session
        with those marks, running unless the lesson has ended. Raises `ClassNotFound`,
        `ClassArchived` and `TooManySessions`.
        """
        key = lesson.key.lower()
        async with self._sessions.class_lock(class_id):
            known = await self._store.own_lessons.of_key(class_id, key)
            if known:
                return _answer(known)
            live = await self._sessions.current(class_id)
            if live and (lesson.ended_at is None or lesson.ended_at > live.base.started_at):
                await self._store.own_lessons.add_key(live.id, key)
                return started(live)
            now = self._now()
            held = await self._store.own_lessons.during(
                class_id, lesson.started_at, lesson.until(now)
            )
            if held:
                await self._store.own_lessons.add_key(held.id, key)
                return _answer(held)
            return await self._add(class_id, lesson, key, by)

    async def _add(self, class_id: str, lesson: OwnLesson, key: str, by: str) -> StartedSession:
        class_ = await self._store.classes.get(class_id)
        if class_.archived:
            raise ClassArchived
        self._quotas.check_sessions(await self._store.sessions.count(class_id))
        session = session_of(lesson, class_, by, self._now())
        saved = await self._store.own_lessons.add(session, class_, key)
        if saved.ended_at is None:
            live = self._sessions.resume(saved, "session started earlier")
            return started(live) if live else _answer(saved)
        log.info(
            "past session added",
            extra=fields(class_id=class_id, session_id=saved.id, source="own"),
        )
        return _answer(saved)


def session_of(lesson: OwnLesson, class_: Class, by: str, now: datetime) -> Session:
    """The session of a lesson, with its marks that can be applied. Pure.

    The times of its start, its marks and its end are in this order, and none is after `now`.
    """
    began = min(lesson.started_at, now).astimezone(UTC)
    began = began.replace(microsecond=began.microsecond // 1000 * 1000)
    session = Session(
        id=new_id(began),
        class_id=class_.id,
        class_name=class_.class_name,
        teacher_id=class_.teacher_id,
        started_at=began,
        roster=class_.student_ids,
        late_after=class_.late_after,
    )
    live = LiveSession(session, teachers_at(class_, now))
    pending = PendingChanges(live)
    for line in lesson.marks:
        if isinstance(line, StudentMark):
            status = None if line.status is Missing.MISSING else line.status
            at = live.moment(line.at or now, now)
            with suppress(StudentNotInClass):
                pending.mark(
                    *(line.student_id.lower(), status, now, at, by), withdrawn=bool(line.unmarked)
                )
    ended = None
    if lesson.ended_at is not None:
        ended = live.moment(lesson.ended_at, now)
        ended = max([ended, *(mark.decided_at for mark in pending.marks.values())])
    return evolve(session, marks=pending.marks, ended_at=ended)


def _answer(session: Session) -> StartedSession:
    return StartedSession(session.id, session.class_id, session.started_at)
