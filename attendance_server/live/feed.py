"""What other servers have saved, as the database shows it: the rest of this server is told."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ..errors.classes import ClassNotFound
from ..errors.server import StorageUnavailable
from ..models import FollowedCommit, Session
from ..store import Store
from ..store.change_stream import (
    Change,
    ChangeStream,
    ClassChanged,
    HistoryLost,
    MessageSent,
    SessionRemoved,
    SessionStarted,
    UserChanged,
)
from ..store.sessions import with_teachers
from .following import Following
from .sessions import RunningSessions

log = logging.getLogger(__name__)

RETRY_PAUSE = 0.5
"""Seconds from a read that failed to the next try."""


class Feed:
    """Follows the database. Everything is read again if some of it may have been missed."""

    def __init__(
        self,
        stream: ChangeStream,
        store: Store,
        sessions: RunningSessions,
        following: Following,
        now: Callable[[], datetime],
    ) -> None:
        """`now` returns the time, by the clock of the database.

        `on_user` is called with the id of a user whose tokens may have ended, `on_message` with
        what another server has to tell, and `on_gap` if changes may have been missed.
        """
        self._stream = stream
        self._store = store
        self._sessions = sessions
        self._following = following
        self._missed = False
        self.on_user: Callable[[str], None] = lambda _: None
        self.on_message: Callable[[Mapping[str, Any]], None] = lambda _: None
        self.on_gap: Callable[[], None] = lambda: None
        self._now = now
        self._lag = 0.0

    @property
    def lag(self) -> float:
        """Seconds from the last write that was seen until it was seen, or since nothing is seen."""
        return max(self._lag, self._stream.overdue)

    async def run(self) -> None:
        """Follow, until cancelled."""
        while True:
            changes = await self._stream.changes()
            if self._stream.shown_at:
                self._lag = max(0.0, (self._now() - self._stream.shown_at).total_seconds())
            for change in changes:
                try:
                    await self._take(change)
                except StorageUnavailable:
                    self._missed = True
                except Exception:
                    log.exception("a change of another server could not be followed")
                    self._missed = True
            while self._missed:
                try:
                    await self.read_again()
                except StorageUnavailable:
                    log.warning("what other servers have saved cannot be read yet")
                    await asyncio.sleep(RETRY_PAUSE)

    async def read_again(self) -> None:
        """Take over all running sessions as they are saved now. Raises `StorageUnavailable`."""
        self._missed = False
        try:
            for session, _ in await self._store.sessions.all_running():
                await self._sessions.take_over(session)
            self._following.read_again(self._sessions.registry)
            self.on_gap()
        except StorageUnavailable:
            self._missed = True
            raise

    async def read_all(self) -> None:
        """As `read_again`, and wait until all are up to date. Raises `StorageUnavailable`."""
        await self.read_again()
        await self._following.catch_up(self._sessions.registry)

    async def _take(self, change: Change) -> None:
        """Tell the part of the server that a change concerns. Raises `StorageUnavailable`."""
        match change:
            case FollowedCommit():
                await self._follow(change)
            case SessionStarted():
                if not self._sessions.has(change.session):
                    await self._sessions.take_over(await self._with_teachers(change.session))
            case SessionRemoved():
                if live := self._sessions.registry.of_id(change.session_id):
                    self._following.read_again((live,))
            case ClassChanged():
                await self._class_changed(change.class_id)
            case UserChanged():
                self.on_user(change.user_id)
            case MessageSent():
                self.on_message(change.document)
            case HistoryLost():
                log.warning("changes of other servers were missed: everything is read again")
                self._missed = True

    async def _follow(self, followed: FollowedCommit) -> None:
        live = self._sessions.registry.of_id(followed.session_id)
        if live:
            await self._following.follow(live, followed)
        elif followed.commit is None:
            # One that was reopened.
            session = await self._store.sessions.resumed(followed.session_id)
            if session:
                await self._sessions.take_over(session)

    async def _with_teachers(self, session: Session) -> Session:
        """A session as it was when it started: what came after that is followed."""
        try:
            return with_teachers(session, await self._store.classes.get(session.class_id))
        except ClassNotFound:
            return session

    async def _class_changed(self, class_id: str) -> None:
        if self._sessions.registry.of_class(class_id) is None:
            return
        try:
            class_ = await self._store.classes.get(class_id)
        except ClassNotFound:
            return
        # If this server changes the class during the read, that is shown too, and it is read again.
        self._sessions.set_teachers(class_)
