"""Running sessions as the rest of the server uses them: start, enrol, end, restore.

And what may be done to a class, since that depends on whether it has a running session.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from typing import TypeVar
from weakref import WeakValueDictionary

from ..errors import (
    AttendanceError,
    ClassArchived,
    ClassHasSessions,
    ClassNotFound,
    NoActiveSession,
    SessionRunning,
    StorageUnavailable,
    StudentNotFound,
)
from ..histogram import SECONDS, Histogram
from ..logs import fields
from ..models import Class, ClassChange, Discard, Mark, Missing, Role, Session, Status, User
from ..store import Store
from ..wire.answers import StartedSession
from ..wire.messages import AttendanceMarked, SessionEnded, SessionStarted, StudentStatus, Watching
from ..wire.requests import StudentMark
from .audience import Audience
from .encoded import EncodedViews
from .expiry import Expiry
from .journal import Journal
from .quotas import Quotas
from .registry import Draft, LiveSession, SessionRegistry
from .rooms import Connection, Rooms, Sender
from .views import watching

log = logging.getLogger(__name__)

T = TypeVar("T")

RETRY_PAUSE = 1.0
"""Seconds after which the end of an overdue session that could not be saved is tried again."""


class Sessions:
    """The running sessions: what starts, changes and ends them, and who hears of it."""

    def __init__(
        self,
        registry: SessionRegistry,
        rooms: Rooms,
        journal: Journal,
        store: Store,
        expiry: Expiry,
        audience: Audience,
        quotas: Quotas,
        now: Callable[[], datetime],
    ) -> None:
        """`now` tells the time that marks, starts and ends are given."""
        self.registry = registry
        self.views = EncodedViews(registry)
        self.rooms = rooms
        self.journal = journal
        self._store = store
        self._expiry = expiry
        self._audience = audience
        self._quotas = quotas
        self._now = now
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._leaving: list[float] = []
        self.marks_saved = 0
        self.marks_refused = 0
        self.delivery_lag = Histogram(SECONDS)

    async def restore(self) -> None:
        """Take up the sessions that ran when the server was last stopped or killed."""
        for session in await self._store.sessions.adopt_running():
            _log("session restored", self._open(session))

    def connect(self, connection: Connection) -> None:
        """A socket has opened: from now on it hears its user's running sessions."""
        teaches = connection.role is Role.TEACHER
        of_user = self.registry.of_teacher if teaches else self.registry.of_student
        self.rooms.join(connection, of_user(connection.user_id))

    async def start(self, class_id: str) -> StartedSession:
        """The running session of a class; a new one where there is none, or one is overdue.

        Raises `StorageUnavailable`, `ClassNotFound`, `ClassArchived` and `TooManySessions`.
        """
        async with self.class_lock(class_id):
            live = self.registry.of_class(class_id)
            if live and self._expiry.overdue(live):
                await self._end_overdue(live)
                live = self.registry.of_class(class_id)
            if live is None:
                class_ = await self._store.classes.get(class_id)
                if class_.archived:
                    raise ClassArchived
                self._quotas.check_sessions(await self._store.sessions.count(class_id))
                live = self._open(await self._store.sessions.start(class_, self._now()))
                _log("session started", live)
                self.rooms.announce(live, _started(live))
        return StartedSession(live.id, live.class_id, live.started_at)

    def resume(self, session: Session) -> LiveSession:
        """An ended session that is saved as running again runs; who watches is told."""
        live = self._open(session)
        _log("session reopened", live)
        self.rooms.announce(live, _started(live))
        return live

    async def make_class(self, teacher_id: str, class_name: str, late_after: int | None) -> Class:
        """A new class of the teacher's. Raises `StorageUnavailable` and `TooManyClasses`."""
        # One after the other, so that each is counted before the next.
        async with self._locked(f"teacher {teacher_id}"):
            self._quotas.check_classes(await self._store.classes.taught(teacher_id))
            return await self._store.classes.add(class_name, teacher_id, late_after)

    async def enrol(self, class_id: str, student_id: str) -> Class:
        """Put a student into a class, and on the roster of its running session if it has one.

        Doing it twice changes nothing. Raises `StorageUnavailable`, `ClassNotFound` and
        `ClassFull`.
        """
        async with self.class_lock(class_id):
            at_most = self._quotas.students_per_class
            class_ = await self._store.classes.enrol(class_id, student_id, at_most)
            await self._enrol_in_running(class_id, [student_id])
        return class_

    async def accept(self, class_id: str, student_id: str, code_hash: bytes) -> Class:
        """Do what `enrol` does, for a student who was invited.

        Raises `StorageUnavailable`, `InvitationNotFound`, `CodeWrong` and `ClassFull`.
        """
        async with self.class_lock(class_id):
            at_most = self._quotas.students_per_class
            class_ = await self._store.classes.accept(class_id, student_id, code_hash, at_most)
            await self._enrol_in_running(class_id, [student_id])
        return class_

    async def enrol_all(
        self,
        import_id: str,
        class_id: str,
        joining: Sequence[str],
        all_: Sequence[str],
        invited: Mapping[str, bytes],
    ) -> Class:
        """Do what `enrol` does with the students of an import, all of them or none.

        `joining`: those who were not in the class when it was looked at; `all_`: those who were
        too, and may have missed the roster of its running session; `invited`: those who are only
        invited, with the hash of the code that each needs.

        Raises `StorageUnavailable`, `ClassNotFound` and `ClassFull`.
        """
        async with self.class_lock(class_id):
            if joining:
                size = await self._store.classes.size(class_id)
                self._quotas.check_students(size + len(joining))
            class_ = await self._store.imports.enrol(import_id, class_id, joining, invited)
            await self._enrol_in_running(class_id, all_)
        return class_

    async def unenrol(self, class_id: str, student_id: str) -> Class:
        """Take a student out of a class, and off the roster of its running session.

        Raises `StorageUnavailable`, `ClassNotFound`, and `StudentNotFound` where they are not in
        the class.
        """
        async with self.class_lock(class_id):
            class_ = await self._store.classes.get(class_id)
            if student_id not in class_.student_ids:
                raise StudentNotFound
            live = self.registry.of_class(class_id)
            # The roster first: whoever is still in the class can be taken out again, should the
            # server be killed in between.
            if live and student_id in live.roster:
                await self._unenrol_now(live, student_id)
            return await self._store.classes.unenrol(class_id, student_id)

    async def change(self, class_id: str, change: ClassChange) -> Class:
        """The class with the change; its sessions so far keep the name that they had.

        Raises `StorageUnavailable`, `ClassNotFound` and `SessionRunning`.
        """
        async with self._class_at_rest(class_id):
            return await self._store.classes.change(class_id, change)

    async def delete(self, class_id: str, class_name: str | None) -> Class:
        """The class as it was; it is gone, and its ended sessions stay in the database.

        Raises `StorageUnavailable`, `ClassNotFound`, `SessionRunning`, and `ClassHasSessions`
        where it has had some and `class_name` is not its name.
        """
        async with self._class_at_rest(class_id):
            class_ = await self._store.classes.get(class_id)
            if class_.class_name != class_name and (
                sessions := await self._store.sessions.count(class_id)
            ):
                raise ClassHasSessions(sessions)
            return await self._store.classes.delete(class_id)

    async def withdraw(self, user: User) -> None:
        """Take a student out of all classes; with a teacher go theirs. Ended sessions stay.

        Raises `StorageUnavailable`, and `SessionRunning` where the teacher runs one.
        """
        classes = await self._store.classes.of_user(user.id)
        if user.role is Role.STUDENT:
            for class_ in classes:
                # Somebody may have been quicker with this class.
                with suppress(ClassNotFound, StudentNotFound):
                    await self.unenrol(class_.id, user.id)
            await self._store.classes.decline_all(user.id)
            return
        async with AsyncExitStack() as at_rest:
            # Oldest first, as everyone who holds more than one of them does.
            for class_ in classes:
                await at_rest.enter_async_context(self._class_at_rest(class_.id))
            await self._store.classes.delete_all(class_.id for class_ in classes)

    def mark(self, session: LiveSession, mark: StudentMark, by: Sender) -> None:
        """Mark a student; everyone in the session sees it as soon as it is saved.

        Where a newer mark stays, only `by` is told of that.
        Raises `StudentNotInClass`, and `StorageUnavailable` where too many changes wait.
        """

        def saved(_: Mark, frame: AttendanceMarked, newer_stays: bool) -> None:
            started = time.perf_counter()
            if newer_stays:
                self.rooms.send(by, frame)
            else:
                self._audience.marked(session, frame, by)
            by.connection.cost += time.perf_counter() - started

        ticket = self._submit_mark(session, mark, saved, partial(self.rooms.send_error, by))
        by.connection.ticket = ticket

    async def mark_all(
        self, class_id: str, session_id: str | None, marks: Iterable[StudentMark]
    ) -> list[Mark | AttendanceError]:
        """Mark students in the session of a class, all in one commit; everyone in it sees it then.

        Returns what each student then is, or the error for which their mark was not saved, in the
        order of `marks`: `NoActiveSession`, `StudentNotInClass` and `StorageUnavailable`. Raises
        `NoActiveSession` where none runs, or another than `session_id`.
        """
        session = self._running_in(class_id, session_id)
        outcomes: dict[int, Mark | AttendanceError] = {}
        ticket = 0

        def submit(number: int, mark: StudentMark) -> int:
            def saved(mark: Mark, frame: AttendanceMarked, newer_stays: bool) -> None:
                outcomes[number] = mark
                if not newer_stays:
                    self._audience.marked(session, frame, None)

            return self._submit_mark(session, mark, saved, partial(outcomes.__setitem__, number))

        for number, mark in enumerate(marks):
            try:
                # Without a wait in between, so that they are saved together.
                ticket = submit(number, mark)
            except AttendanceError as error:
                outcomes[number] = error
        await self.journal.settled(ticket)
        return [outcomes[number] for number in sorted(outcomes)]

    def end(self, session: LiveSession, by: Sender) -> None:
        """End a session; everyone in it gets the result as soon as it is saved.

        Raises `StorageUnavailable` where too many changes wait.
        """
        refused = partial(self.rooms.send_error, by)
        by.connection.ticket = self._submit_end(session, lambda _: None, refused, by)

    async def end_now(self, class_id: str, session_id: str | None) -> SessionEnded:
        """End the session of a class, and return its result once that is saved.

        Everyone in the session gets it too. Raises `StorageUnavailable`, and `NoActiveSession`
        where none runs, or another than `session_id`.
        """
        done: asyncio.Future[SessionEnded] = asyncio.get_running_loop().create_future()
        session = self._running_in(class_id, session_id)
        self._submit_end(session, partial(_resolve, done), partial(_fail, done))
        return await done

    async def discard(self, session: LiveSession, discard: Discard) -> None:
        """End a session that is to count nowhere; everyone in it is told as soon as it is saved.

        Where it has ended otherwise meanwhile nothing happens. Raises `StorageUnavailable`.
        """

        def saved() -> None:
            _log("session discarded", session)
            self._tell_end(session, _ended(session, discarded=True))

        await self._change(session, lambda draft: draft.discard(discard), saved)

    async def expire(self) -> None:
        """End the sessions that have run for as long as one may, until cancelled."""
        while True:
            overdue = await self._expiry.wait()
            if not all(await asyncio.gather(*map(self._expire, overdue))):
                await asyncio.sleep(RETRY_PAUSE)

    async def _expire(self, session: LiveSession) -> bool:
        """End an overdue session; whether that could be saved."""
        try:
            await self._end_overdue(session)
        except StorageUnavailable:
            return False
        except Exception:
            # The others end all the same.
            log.exception("the overdue session %s could not be ended", session.id)
            return False
        return True

    async def _end_overdue(self, session: LiveSession) -> None:
        """End an overdue session as `end` does. Raises `StorageUnavailable`.

        Where it has ended meanwhile nothing happens.
        """
        due, now = self._expiry.due(session), self._now()

        def saved() -> None:
            _log("session ended by itself", session)
            self._tell_end(session, _ended(session))

        await self._change(session, lambda draft: draft.end_overdue(due, now), saved)
        # It may also have become another server's.
        self._expiry.forget(session)

    def class_lock(self, class_id: str) -> asyncio.Lock:
        """Held while a class is read for a session or changed.

        Without it a student who is enrolled while the session starts could miss its roster.
        """
        return self._locked(class_id)

    def _locked(self, what: str) -> asyncio.Lock:
        lock = self._locks.get(what)
        if lock is None:
            lock = self._locks[what] = asyncio.Lock()
        return lock

    def watching(self, user_id: str, role: Role) -> Watching:
        """What runs now of what a user teaches or attends."""
        return watching(self.registry, user_id, role)

    def status_of(self, class_id: str, student_id: str) -> tuple[bool, Status | None]:
        """Whether the class has a running session, and what the student is in it."""
        session = self.registry.of_class(class_id)
        return session is not None, session.status_of(student_id) if session else None

    def running(self, class_id: str) -> Session | None:
        """The running session of a class, with what is saved of it."""
        live = self.registry.of_class(class_id)
        return live.saved() if live else None

    def _running_in(self, class_id: str, session_id: str | None) -> LiveSession:
        session = self.registry.of_class(class_id)
        if session is None:
            raise NoActiveSession
        session.check_meant(session_id)
        return session

    def _submit_mark(
        self,
        session: LiveSession,
        mark: StudentMark,
        saved: Callable[[Mark, AttendanceMarked, bool], None],
        refused: Callable[[AttendanceError], None],
    ) -> int:
        """Have a mark saved; the ticket of that comes back.

        `saved` gets what the student then is, the frame that tells of it, and whether that is a
        newer mark which stays. Raises `StudentNotInClass` and `StorageUnavailable`.
        """
        student_id = mark.student_id.lower()
        status = None if mark.status is Missing.MISSING else mark.status
        now = self._now()
        at = None if mark.at is None else session.moment(mark.at, now)
        submitted = time.perf_counter()

        def change(draft: Draft) -> Mark:
            return draft.mark(student_id, status, now, at)

        def told(mark: Mark) -> None:
            frame = AttendanceMarked(session.class_id, student_id, mark.status, mark.marked_at)
            saved(mark, frame, at is not None and mark.decided_at > at)
            self._note_saved(submitted)

        def not_saved(error: AttendanceError) -> None:
            self.marks_refused += 1
            refused(error)

        try:
            session.check_student(student_id)
            return self.journal.submit(session, change, told, not_saved)
        except AttendanceError:
            self.marks_refused += 1
            raise

    def _submit_end(
        self,
        session: LiveSession,
        saved: Callable[[SessionEnded], None],
        refused: Callable[[AttendanceError], None],
        by: Sender | None = None,
    ) -> int:
        at = self._now()

        def told(_: None) -> None:
            _log("session ended", session)
            result = _ended(session)
            self._tell_end(session, result, by)
            saved(result)

        return self.journal.submit(session, lambda draft: draft.end(at), told, refused)

    def _tell_end(
        self, session: LiveSession, result: SessionEnded, by: Sender | None = None
    ) -> None:
        """Everyone in the session gets its result, and hears no more of it."""
        try:
            self._audience.ended(session, result, by)
        finally:
            self.rooms.close(session)

    def _note_saved(self, submitted: float) -> None:
        self.marks_saved += 1
        if not self._leaving:
            # Called behind the rooms, which write what is due at the end of the same turn.
            asyncio.get_running_loop().call_soon(self._note_written)
        self._leaving.append(submitted)

    def _note_written(self) -> None:
        leaving, self._leaving = self._leaving, []
        now = time.perf_counter()
        for submitted in leaving:
            self.delivery_lag.add(now - submitted)

    async def _enrol_in_running(self, class_id: str, student_ids: Sequence[str]) -> None:
        """Put those on the roster of a class's running session who are not on it."""
        live = self.registry.of_class(class_id)
        missing = [student for student in student_ids if live and student not in live.roster]
        if live and missing:
            await self._enrol_now(live, missing)

    async def _enrol_now(self, session: LiveSession, student_ids: Sequence[str]) -> None:
        def enrol(draft: Draft) -> None:
            for student_id in student_ids:
                draft.enrol(student_id)

        def saved() -> None:
            for student_id in student_ids:
                for connection in self.rooms.admit(session, student_id):
                    if connection.watching:
                        self.rooms.send(Sender(connection), _started(session))
            self._audience.counted(session)

        await self._change(session, enrol, saved)

    async def _unenrol_now(self, session: LiveSession, student_id: str) -> None:
        def saved() -> None:
            self.rooms.release(session, student_id)
            self._audience.counted(session)

        await self._change(session, lambda draft: draft.unenrol(student_id), saved)

    async def _change(
        self, session: LiveSession, change: Callable[[Draft], None], then: Callable[[], None]
    ) -> None:
        """Have the change saved, and `then` called in its turn. Raises `StorageUnavailable`.

        Of a session that has ended meanwhile nothing is saved.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def saved(_: None) -> None:
            try:
                then()
            finally:
                _resolve(done, None)

        def refused(error: AttendanceError) -> None:
            if isinstance(error, NoActiveSession):
                _resolve(done, None)
            else:
                _fail(done, error)

        self.journal.submit(session, change, saved, refused)
        await done

    @asynccontextmanager
    async def _class_at_rest(self, class_id: str) -> AsyncIterator[None]:
        """No session of the class starts meanwhile. Raises `SessionRunning` where one runs."""
        async with self.class_lock(class_id):
            if self.registry.of_class(class_id):
                raise SessionRunning
            yield

    def _open(self, session: Session) -> LiveSession:
        live = LiveSession.of(session)
        self.registry.add(live)
        self.rooms.open(live)
        self._expiry.watch(live)
        return live


def _log(happened: str, session: LiveSession) -> None:
    said = fields(
        class_id=session.class_id,
        session_id=session.id,
        students=len(session.roster),
        present=len(session.present),
    )
    log.info(happened, extra=said)


def _started(session: LiveSession) -> SessionStarted:
    return SessionStarted(session.id, session.class_id, session.class_name, session.started_at)


def _ended(session: LiveSession, *, discarded: bool = False) -> SessionEnded:
    result = session.result()
    return SessionEnded(
        session_id=session.id,
        class_id=session.class_id,
        total_students=len(result),
        present_count=len(session.present),
        absent_count=len(result) - len(session.present),
        late_count=session.counts[Status.LATE],
        excused_count=session.counts[Status.EXCUSED],
        attendance=tuple(StudentStatus(student, status) for student, status in result),
        discarded=discarded,
    )


def _resolve(future: "asyncio.Future[T]", value: T) -> None:
    """Settle a future whose waiter may have gone, as a client that hung up does."""
    if not future.done():
        future.set_result(value)


def _fail(future: "asyncio.Future[T]", error: AttendanceError) -> None:
    """The same, with an error."""
    if not future.done():
        future.set_exception(error)
