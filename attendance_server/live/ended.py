"""What may be done to a session after its end, and discarding a session that was a mistake."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from ..errors.classes import ClassArchived, StudentNotFound
from ..errors.sessions import (
    NotLastSession,
    SessionDiscarded,
    SessionNotFound,
    SessionRunning,
    TooLateToReopen,
    TooLateToRestore,
    TooManyChanges,
)
from ..logs import fields
from ..models import Correction, Discard, Reopening, Session, Status
from ..store import Store
from ..wire.answers import StartedSession
from .results import ResultNews
from .saved import SavedSessions
from .sessions import RunningSessions
from .views import started

log = logging.getLogger(__name__)

REOPEN_WITHIN = timedelta(hours=1)
"""How long after its end a session can be reopened: long enough to notice a mistake."""

MAX_CHANGES = 2000
"""Changes to one session after its end: MongoDB takes documents of at most 16 MB."""


class EndedSessions:
    """Sessions after their end. Every change is saved before it is answered."""

    def __init__(
        self,
        sessions: RunningSessions,
        saved: SavedSessions,
        store: Store,
        news: ResultNews,
        now: Callable[[], datetime],
    ) -> None:
        """`now` returns the time of a change, which also decides whether it is too late for it."""
        self._sessions = sessions
        self._saved = saved
        self._store = store
        self._news = news
        self._now = now

    async def correct(
        self,
        class_id: str,
        session_id: str,
        student_ids: Sequence[str],
        to: Status,
        reason: str,
        by: str,
    ) -> tuple[Session, Sequence[Correction]]:
        """The session with the marks of these students changed by the user `by`, and the changes.

        All are saved in one update, or none is. A change to the status that a student already has
        leaves no trace. Raises `StorageUnavailable`, `SessionNotFound`, `SessionDiscarded`,
        `StudentNotFound` if one of them is not on the roster, `SessionRunning` and
        `TooManyChanges`.
        """
        async with self._sessions.class_lock(class_id):
            while True:
                session = await self._find(class_id, session_id)
                if not set(student_ids) <= set(session.roster):
                    raise StudentNotFound
                if session.ended_at is None:
                    raise SessionRunning
                at = self._moment(session)
                corrections = [
                    Correction(student_id, before, to, reason, by, at)
                    for student_id in dict.fromkeys(student_ids)
                    if (before := session.result_of(student_id)) is not to
                ]
                if not corrections:
                    return session, ()
                _check_change_limit(session, len(corrections))
                corrected = await self._store.sessions.correct(session, corrections)
                if corrected:
                    await self._news.changed(corrected, [made.student_id for made in corrections])
                    return corrected, corrections

    async def reopen(self, class_id: str, session_id: str, by: str) -> StartedSession:
        """The session, running again as if it had never ended; the same if it already runs.

        Its roster is the class as it is now; `by` is the user who reopens it. Raises
        `StorageUnavailable`, `ClassNotFound`, `ClassArchived`, `SessionNotFound`,
        `SessionDiscarded`, `SessionRunning` if another session of the class runs, `NotLastSession`,
        `TooLateToReopen` and `TooManyChanges`.
        """
        async with self._sessions.class_lock(class_id):
            while True:
                session = await self._find(class_id, session_id)
                live = self._sessions.registry.of_class(class_id)
                if live is None:
                    reopened = await self._reopened(session, by)
                    live = self._sessions.resume(reopened) if reopened else None
                elif live.id != session.id:
                    raise SessionRunning
                if live:
                    return started(live)

    async def discard(self, class_id: str, session_id: str, reason: str, by: str) -> Session:
        """The session, which has ended and counts nowhere; `by` is the user who discards it.

        A running one ends, and everyone in it is told. One that is already discarded stays as it
        is. Raises `StorageUnavailable` and `SessionNotFound`.
        """
        async with self._sessions.class_lock(class_id):
            while True:
                session = await self._saved.one(class_id, session_id)
                if session is None:
                    return await self._find_discarded(class_id, session_id)
                discard = Discard(by, self._moment(session), reason)
                if session.ended_at is None:
                    await self._discard_running(session, discard)
                elif discarded := await self._store.sessions.discard(session, discard):
                    _log("session discarded", discarded)
                    await self._news.changed(discarded)
                    return discarded

    async def restore(self, class_id: str, session_id: str) -> Session:
        """The session as it was before it was discarded, but ended; the same if it counts.

        Raises `StorageUnavailable`, `SessionNotFound` and `TooLateToRestore`.
        """
        async with self._sessions.class_lock(class_id):
            while True:
                session = await self._saved.one(class_id, session_id)
                if session:
                    return session
                session = await self._find_discarded(class_id, session_id)
                assert session.discarded
                if self._now() > session.discarded.restorable_until:
                    raise TooLateToRestore
                restored = await self._store.sessions.restore(session, session.discarded)
                if restored:
                    _log("discarded session restored", restored)
                    await self._news.changed(restored)
                    return restored

    def _moment(self, session: Session) -> datetime:
        """Now, but not before the last change of the session: the clock may have been set back."""
        last = session.ended_at or session.started_at
        return max(self._now(), last, *(each.at for each in session.corrections[-1:]))

    async def _discard_running(self, session: Session, discard: Discard) -> None:
        live = self._sessions.registry.of_class(session.class_id)
        if live is None:
            # A reopening whose answer from the database was lost has been saved after all.
            adopted = await self._store.sessions.resumed(session.id)
            live = self._sessions.resume(adopted) if adopted else None
        if live and live.id == session.id:
            await self._sessions.discard(live, discard)

    async def _reopened(self, session: Session, by: str) -> Session | None:
        """The session, saved as running again; `None` if it has changed in the meantime."""
        if session.ended_at is None:
            # A reopening whose answer from the database was lost has been saved after all.
            return await self._store.sessions.resumed(session.id)
        if await self._store.history.has_later(session):
            raise NotLastSession
        reopening = Reopening(session.ended_at, by, self._moment(session))
        if reopening.at - reopening.ended_at > REOPEN_WITHIN:
            raise TooLateToReopen
        _check_change_limit(session)
        class_ = await self._store.classes.get(session.class_id)
        if class_.archived:
            raise ClassArchived
        return await self._store.sessions.reopen(session, reopening, class_)

    async def _find(self, class_id: str, session_id: str) -> Session:
        session = await self._saved.one(class_id, session_id)
        if session is None:
            await self._find_discarded(class_id, session_id)
            raise SessionDiscarded
        return session

    async def _find_discarded(self, class_id: str, session_id: str) -> Session:
        session = await self._saved.one_discarded(class_id, session_id)
        if session is None:
            raise SessionNotFound
        return session


def _log(happened: str, session: Session) -> None:
    log.info(happened, extra=fields(class_id=session.class_id, session_id=session.id))


def _check_change_limit(session: Session, more: int = 1) -> None:
    if len(session.corrections) + len(session.reopenings) + more > MAX_CHANGES:
        raise TooManyChanges
