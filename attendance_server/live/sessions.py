"""Running sessions as the rest of the server uses them: start, mark, end, restore."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from attrs import evolve

from ..errors.classes import ClassArchived, ClassNotFound, NotClassTeacher
from ..errors.server import StorageUnavailable
from ..errors.sessions import NoActiveSession
from ..logs import fields
from ..models import Class, Discard, Role, Session, Status, teachers_at
from ..store import Store
from ..wire.answers import StartedSession
from ..wire.messages import SessionEnded, Watching
from .changes import (
    Change,
    EndDiscarded,
    EndOverdue,
    EndSession,
    EnrolStudents,
    UnenrolStudent,
)
from .connection import Connection, Sender
from .differences import differences
from .encoded import EncodedViews
from .expiry import Expiry
from .following import Following
from .journal import Journal
from .live_session import LiveSession
from .locks import Locks
from .outcomes import Outcomes, session_fields
from .quotas import Quotas
from .registry import SessionRegistry
from .revocation import TokenWatch
from .rooms import Rooms
from .terms import Terms
from .views import session_ended, session_started, started, watching

log = logging.getLogger(__name__)

T = TypeVar("T")

MOST_READS = 20
"""How often the roster of a session is compared with its class, if others change it meanwhile."""

RETRY_PAUSE = 1.0
"""Seconds after which the end of an overdue session that could not be saved is tried again."""


class RunningSessions:
    """What starts, changes and ends the running sessions."""

    def __init__(
        self,
        registry: SessionRegistry,
        rooms: Rooms,
        journal: Journal,
        following: Following,
        store: Store,
        expiry: Expiry,
        outcomes: Outcomes,
        quotas: Quotas,
        token_watch: TokenWatch,
        now: Callable[[], datetime],
    ) -> None:
        """`now` returns the time for marks, starts and ends.

        `on_watching` is called with the connection of a teacher who was just sent `WATCHING`, and
        `on_started` with a session that was started, or found running, before `start` returns.
        """
        self.registry = registry
        self.views = EncodedViews(registry)
        self.rooms = rooms
        self.journal = journal
        self.following = following
        self._store = store
        self._expiry = expiry
        self.outcomes = outcomes
        self._quotas = quotas
        self.token_watch = token_watch
        self.on_watching: Callable[[Connection], None] = lambda _: None
        self.on_started: Callable[[LiveSession], Awaitable[None]] | None = None
        self._now = now
        self._terms = Terms(registry, now)
        self._locks = Locks()
        self._incomplete: dict[LiveSession, list[str]] = {}

    async def restore(self) -> None:
        """Take up the sessions that run, such as when the server was last stopped or killed."""
        for session, enrolled in await self._store.sessions.all_running():
            live = self._open(session)
            log.info("session restored", extra=session_fields(live))
            if missing := [each for each in enrolled if each not in live.roster]:
                self._incomplete[live] = missing

    async def complete_rosters(self) -> None:
        """Put those on the rosters of restored sessions whose enrolment was interrupted.

        Raises `StorageUnavailable`.
        """
        while self._incomplete:
            live, missing = self._incomplete.popitem()
            await self._save_if_running(live, EnrolStudents(tuple(missing)))

    def connect(self, connection: Connection) -> None:
        """A client has connected: it hears the running sessions of its user from now on."""
        teaches = connection.role is Role.TEACHER
        of_user = self.registry.of_teacher if teaches else self.registry.of_student
        self.rooms.join(connection, of_user(connection.user_id))

    async def start(self, class_id: str) -> StartedSession:
        """The running session of a class; a new one if there is none, or it is overdue.

        Raises `StorageUnavailable`, `ClassNotFound`, `ClassArchived` and `TooManySessions`.
        """
        async with self.class_lock(class_id):
            while (live := await self.current(class_id)) is None:
                class_ = await self._store.classes.get(class_id)
                if class_.archived:
                    raise ClassArchived
                self._quotas.check_sessions(await self._store.sessions.count(class_id))
                live = self.resume(
                    await self._store.sessions.start(class_, self._now()), "session started"
                )
                await self.match_roster(class_id)
            if self.on_started:
                await self.on_started(live)
        return started(live)

    async def match_roster(self, class_id: str) -> None:
        """Have the running session of a class follow what another server has done to the class.

        For the end of whatever changes the one or the other. Both are read again after each change
        to the session: of two servers that do this at the same time, the one that reads last has
        seen all changes. Raises `StorageUnavailable`.
        """
        if not self.following.streaming:
            return
        for _ in range(MOST_READS):
            live = await self._find_as_saved(class_id)
            if live is None:
                return
            # Before the class: who joins is in the class first. Otherwise one who has just joined
            # would be taken out, and their mark with them.
            roster = set(live.roster)
            try:
                enrolled = (await self._store.classes.get(class_id)).student_ids
            except ClassNotFound:
                return
            if roster == set(enrolled):
                return
            await self.enrol(class_id, enrolled)
            await self.unenrol(class_id, roster.difference(enrolled))
        log.warning("the roster of a session keeps changing", extra=fields(class_id=class_id))

    async def current(self, class_id: str) -> LiveSession | None:
        """The running session of a class, unless it is overdue, which ends it.

        The caller holds the class's lock. Raises `StorageUnavailable`.
        """
        live = self.registry.of_class(class_id)
        if live and self._expiry.overdue(live):
            await self._end_overdue(live)
            live = self.registry.of_class(class_id)
        return live

    def resume(self, session: Session, event: str = "session reopened") -> LiveSession | None:
        """Run a session that is saved as running, though none here runs; those who watch are told.

        `event`: what the log says of it. Returns `None` if it has ended since it was read.
        """
        if self.registry.has_ended(session):
            return None
        running = self.registry.of_class(session.class_id)
        if running and running.id == session.id:
            # The change stream was quicker.
            return running
        if running:
            # It has to have ended, and what has ended it has not been seen.
            self.outcomes.lost(running)
            self.registry.remove(running)
        live = self._open(session)
        log.info(event, extra=session_fields(live))
        self.rooms.announce(live, session_started(live))
        return live

    def has(self, session: Session) -> bool:
        """Whether this server runs that session."""
        live = self.registry.of_class(session.class_id)
        return live is not None and live.id == session.id

    async def take_over(self, session: Session) -> LiveSession | None:
        """Run a session that another server has started, or changed its teachers.

        Returns `None` if it has ended since, or a later one runs: the change stream may show late
        what is known already. Raises `StorageUnavailable`.
        """
        live = self.registry.of_class(session.class_id)
        if live and live.id == session.id:
            self._set_teachers(live, teachers_at(session, self._now()))
            return live
        if live and live.running_since > session.running_since:
            return None
        if live:
            # It has ended, or this one would not run.
            await self.following.catch_up((live,))
        if session.reopenings:
            # Its sockets have heard the marks before it ended.
            return self.resume(session, "session started elsewhere")
        began = evolve(session, marks={}, arrivals={}, check_in=None, head_count=None)
        live = self.resume(began, "session started elsewhere")
        if live and live.commits == began.commit and began != session:
            # This was done before this server has seen it.
            events = differences(live, session)
            self.registry.replace(live, session)
            for event in events:
                await self.outcomes.followed(event)
        return live

    async def find(self, class_id: str) -> LiveSession | None:
        """The running session of a class, also one that another server has just started.

        Raises `StorageUnavailable`.
        """
        live = self.registry.of_class(class_id)
        if live is None and self.following.streaming:
            session = await self._store.sessions.running(class_id)
            live = await self.take_over(session) if session else None
        return live

    async def look(self, user_id: str, class_id: str | None) -> bool:
        """Take up what other servers have just done to sessions of a class, or all of a user's.

        Returns whether there may have been anything. Raises `StorageUnavailable`.
        """
        if not self.following.streaming:
            return False
        # Before any wait, in which the change stream may show it as well.
        known = self._state()
        if class_id is None:
            class_ids = [each.id for each in await self._store.classes.of_user(user_id)]
        else:
            class_ids = [class_id]
        for each in class_ids:
            await self._take_up(each)
        return self._state() != known

    def _state(self) -> dict[str, int]:
        """The running sessions, by id, and how far each is followed."""
        return {live.id: live.commits for live in self.registry}

    async def _find_as_saved(self, class_id: str) -> LiveSession | None:
        """The running session of a class, with what other servers have saved of it until now.

        Raises `StorageUnavailable`.
        """
        if self.following.streaming:
            await self._take_up(class_id)
        return self.registry.of_class(class_id)

    async def _take_up(self, class_id: str) -> None:
        """Run the session of a class as it is saved. Raises `StorageUnavailable`."""
        session = await self._store.sessions.running(class_id)
        live = self.registry.of_class(class_id.lower())
        if session and (live is None or live.id != session.id):
            await self.take_over(session)
        elif live and (session is None or live.commits < session.commit):
            await self.following.catch_up((live,))

    async def enrol(self, class_id: str, student_ids: Sequence[str]) -> None:
        """Put students on the roster of a class's running session who are not on it yet.

        The caller holds the class's lock. Raises `StorageUnavailable`.
        """
        live = await self._find_as_saved(class_id)
        missing = tuple(student for student in student_ids if live and student not in live.roster)
        if live and missing:
            await self._save_if_running(live, EnrolStudents(missing))

    async def unenrol(self, class_id: str, student_ids: Iterable[str]) -> None:
        """Take those students off the roster of a class's running session who are on it.

        The caller holds the class's lock. Raises `StorageUnavailable`.
        """
        live = await self._find_as_saved(class_id)
        if live is None:
            return
        # Without a wait in between, so that they are saved together.
        submissions = [
            self.journal.submit(live, UnenrolStudent(student_id))
            for student_id in student_ids
            if student_id in live.roster
        ]
        for submission in submissions:
            await self.journal.settled(submission.ticket)
            # It may have ended in the meantime.
            with suppress(NoActiveSession):
                submission.event()

    def set_teachers(self, class_: Class) -> None:
        """The class has other teachers than before; its running session has them at once.

        Their sockets join and leave it, and those that watch get a new `WATCHING`. The caller holds
        the class's lock.
        """
        live = self.registry.of_class(class_.id)
        if live:
            self._set_teachers(live, teachers_at(class_, self._now()))

    def taught(
        self, teacher_id: str, class_id: str | None, session_id: str | None = None
    ) -> LiveSession:
        """As `SessionRegistry.taught`; a substitute's time counts to the millisecond."""
        session = self.registry.taught(teacher_id, class_id, session_id)
        until = session.teachers[teacher_id]
        if until is not None and until <= self._now():
            # `end_terms` is about to take them out.
            raise NotClassTeacher
        return session

    def end(self, session: LiveSession, by: Sender) -> None:
        """End a session; everyone in it gets the result as soon as it is saved.

        Raises `StorageUnavailable` if too many changes wait.
        """
        self.submit(session, EndSession(self._now()), by)

    async def end_now(self, class_id: str, session_id: str | None) -> SessionEnded:
        """End the session of a class, and return its result once that is saved.

        Everyone in the session gets it too. Raises `StorageUnavailable`, and `NoActiveSession`
        if none runs, or another than `session_id`.
        """
        session = await self.running_in(class_id, session_id)
        await self.journal.save(session, EndSession(self._now()))
        return session_ended(session)

    async def discard(self, session: LiveSession, discard: Discard) -> None:
        """End a session that is to count nowhere; everyone in it is told as soon as it is saved.

        Nothing happens if it has ended in the meantime. Raises `StorageUnavailable`.
        """
        await self._save_if_running(session, EndDiscarded(discard))

    async def expire(self) -> None:
        """End sessions that are overdue, until cancelled."""
        while True:
            overdue = await self._expiry.wait()
            if not all(await asyncio.gather(*map(self._expire, overdue))):
                await asyncio.sleep(RETRY_PAUSE)

    async def end_terms(self) -> None:
        """Take substitutes out of running sessions once their time is over, until cancelled."""
        while True:
            for live in await self._terms.wait():
                now = self._now()
                teachers = live.teachers.items()
                stay = {user: until for user, until in teachers if until is None or until > now}
                self._set_teachers(live, stay)

    def _set_teachers(self, live: LiveSession, teachers: dict[str, datetime | None]) -> None:
        joining, leaving = self.registry.set_teachers(live, teachers)
        self._terms.changed()
        for user_id in leaving:
            self.rooms.release(live, user_id)
        for user_id in joining:
            self.rooms.admit(live, user_id)
        for user_id in (*joining, *leaving):
            log.info("teachers of a running session changed", extra=session_fields(live))
            for connection in self.rooms.watching(user_id):
                self.rooms.send(Sender(connection), self.watching(user_id, connection.role))
                self.on_watching(connection)

    async def _expire(self, session: LiveSession) -> bool:
        """End an overdue session; return whether that could be saved."""
        try:
            await self._end_overdue(session)
        except StorageUnavailable:
            return False
        except Exception:
            # The others still end.
            log.exception("the overdue session %s could not be ended", session.id)
            return False
        return True

    async def _end_overdue(self, session: LiveSession) -> None:
        """End an overdue session as `end` does. Raises `StorageUnavailable`.

        Nothing happens if it has ended in the meantime.
        """
        change = EndOverdue(self._expiry.due(session), self._now())
        await self._save_if_running(session, change)
        # It may also have become another server's.
        self._expiry.forget(session)

    def class_lock(self, class_id: str) -> asyncio.Lock:
        """Held while a class is read for a session or changed.

        Without it, a student who is enrolled while a session starts could miss its roster.
        """
        return self._locks.of(class_id)

    def watching(self, user_id: str, role: Role) -> Watching:
        """The running sessions that a user teaches or attends."""
        return watching(self.registry, user_id, role)

    def status_of(self, class_id: str, student_id: str) -> tuple[bool, Status | None]:
        """Whether the class has a running session, and the student's status in it."""
        session = self.registry.of_class(class_id)
        return session is not None, session.status_of(student_id) if session else None

    def running(self, class_id: str) -> Session | None:
        """The running session of a class, as it is saved."""
        live = self.registry.of_class(class_id)
        return live.saved() if live else None

    async def running_in(self, class_id: str, session_id: str | None) -> LiveSession:
        """The running session of a class.

        Raises `NoActiveSession` if none runs, or another than `session_id`.
        """
        session = await self.find(class_id)
        if session is None:
            raise NoActiveSession
        session.check_meant(session_id)
        return session

    def submit(self, session: LiveSession, change: Change, by: Sender) -> None:
        """Have a client's change saved. Raises `StorageUnavailable`."""
        by.connection.ticket = self.journal.submit(session, change, by).ticket

    async def _save_if_running(self, session: LiveSession, change: Change) -> None:
        """Have a change saved; it is dropped if the session has ended in the meantime.

        Raises `StorageUnavailable`, and what else the change does.
        """
        with suppress(NoActiveSession):
            await self.journal.save(session, change)

    def _open(self, session: Session) -> LiveSession:
        live = LiveSession(session, teachers_at(session, self._now()))
        self.registry.add(live)
        self.rooms.open(live)
        self._expiry.watch(live)
        self._terms.changed()
        return live
