"""Sessions as they are saved: ended ones from the database, running ones from the registry.

The database may already hold a mark or an end of a running session that is refused later.
"""

from ..models import Session, SessionSummary
from ..store import Store
from .sessions import RunningSessions


class SavedSessions:
    """Reads the sessions of a class. All calls raise `StorageUnavailable`."""

    def __init__(self, sessions: RunningSessions, store: Store) -> None:
        self._sessions = sessions
        self._history = store.history

    async def one(self, class_id: str, session_id: str) -> Session | None:
        """The session of the class with this id; `None` also for text that is no id."""
        running = self._sessions.running(class_id)
        if running and running.id == session_id:
            return running
        return await self._history.one(class_id, session_id)

    async def one_of_student(
        self, class_id: str, session_id: str, student_id: str
    ) -> Session | None:
        """As `store.History.one_of_student`, but a running session is complete."""
        running = self._sessions.running(class_id)
        if running and running.id == session_id:
            return running if student_id in running.roster else None
        return await self._history.one_of_student(class_id, session_id, student_id)

    async def one_discarded(self, class_id: str, session_id: str) -> Session | None:
        """As `one`, among the sessions that were discarded."""
        return await self._history.one_discarded(class_id, session_id)

    async def page_of_discarded(
        self, class_id: str, limit: int, after: str | None
    ) -> list[SessionSummary]:
        """As `store.History.page_of_discarded`."""
        return await self._history.page_of_discarded(class_id, limit, after)

    async def page(self, class_id: str, limit: int, after: str | None) -> list[SessionSummary]:
        """As `store.History.page`."""
        summaries = await self._history.page(class_id, limit, after)
        running = self._sessions.running(class_id)
        return [
            SessionSummary.of(running) if running and running.id == summary.id else summary
            for summary in summaries
        ]

    async def page_of_student(
        self, class_id: str, student_id: str, limit: int, after: str | None
    ) -> list[Session]:
        """As `store.History.page_of_student`, but a running session is complete."""
        sessions = await self._history.page_of_student(class_id, student_id, limit, after)
        running = self._sessions.running(class_id)
        return [
            running if running and running.id == session.id else session for session in sessions
        ]
