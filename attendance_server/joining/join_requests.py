"""Students who ask to join a class: they have a right code, and are not in it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from ..errors.joining import JoinRequestNotFound
from ..errors.sessions import NoActiveSession
from ..live.changes import Marked, SetMark
from ..live.classes import Classes
from ..live.live_session import LiveSession
from ..live.locks import Locks
from ..live.messenger import Messenger
from ..live.sessions import RunningSessions
from ..models import JOIN_WITHIN, Class, JoinRequest, Mark, User
from ..store import Store
from ..wire.arrivals import JoinDecided, JoinRequested, JoinWithdrawn


class JoinRequests:
    """The requests to join classes. Every call raises `StorageUnavailable`."""

    def __init__(
        self,
        store: Store,
        classes: Classes,
        sessions: RunningSessions,
        messenger: Messenger,
        now: Callable[[], datetime],
    ) -> None:
        """`now` returns the time of a request, and of its answer."""
        self._store = store
        self._classes = classes
        self._sessions = sessions
        self._messenger = messenger
        self._now = now
        self._locks = Locks()

    async def ask(self, session: LiveSession, student_id: str) -> None:
        """Have a student's request saved, and tell the session's teachers of a new one."""
        request = JoinRequest(session.class_id, student_id, self._now(), session.id)
        is_new = await self._store.join_requests.add(request)
        student = await self._store.users.get(student_id) if is_new else None
        if student is None:
            return
        frame = JoinRequested(session.class_id, student_id, student.name, request.at)
        self._messenger.tell(session.teachers, frame, check_in_of=session.class_id)

    async def ask_with_code(self, class_: Class, student: User) -> None:
        """Have a request with the code of a class saved, and tell its teachers of a new one."""
        request = JoinRequest(class_.id, student.id, self._now())
        if await self._store.join_requests.add(request):
            frame = JoinRequested(class_.id, student.id, student.name, request.at)
            self._messenger.tell_teachers(class_, frame, check_in=True)

    async def of_student(self, student_id: str) -> list[tuple[JoinRequest, str]]:
        """The unanswered requests of a student, oldest first, with the names of the classes.

        Without those for classes that the student is in by now.
        """
        requests = await self._store.join_requests.of_student(student_id)
        if not requests:
            return []
        since = self._now() - JOIN_WITHIN
        attended = {
            each.id for each in await self._store.classes.of_user(student_id) if each.attends
        }
        names = await self._store.classes.named(each.class_id for each in requests)
        return [
            (each, names[each.class_id])
            for each in requests
            if each.at > since and each.class_id in names and each.class_id not in attended
        ]

    async def to_class(self, class_id: str) -> list[tuple[JoinRequest, User]]:
        """The unanswered requests to join a class, oldest first, each with the student.

        Without those of students who are in the class by now. Raises `ClassNotFound`.
        """
        since = self._now() - JOIN_WITHIN
        requests = await self._store.join_requests.to_class(class_id, since)
        asking = {each.student_id for each in requests}
        if asking:
            asking.difference_update((await self._store.classes.get(class_id)).student_ids)
        users = await self._store.users.named(asking)
        return [(each, users[each.student_id]) for each in requests if each.student_id in users]

    async def accept(self, class_id: str, student_id: str) -> Mark | None:
        """Enrol a student, and mark them in the session whose code they had, as of their request.

        Returns the mark, or `None` if that session has ended. Raises `JoinRequestNotFound`,
        `ClassNotFound`, `ClassFull` and `StudentNotFound`.
        """
        async with self._deciding(class_id, student_id) as request:
            # The request last: accepting can be tried again.
            class_ = await self._classes.enrol(class_id, request.student_id)
            mark = await self._mark(request)
            await self._store.join_requests.remove(class_id, student_id)
        self._decided(class_, request, accepted=True)
        return mark

    async def refuse(self, class_: Class, student_id: str) -> None:
        """Refuse a request. Raises `JoinRequestNotFound`."""
        async with self._deciding(class_.id, student_id) as request:
            await self._store.join_requests.remove(class_.id, student_id)
        self._decided(class_, request, accepted=False)

    async def withdraw(self, class_id: str, student_id: str) -> None:
        """Withdraw a student's own request, and tell the student's pages and the class's teachers.

        Raises `JoinRequestNotFound`, also if it has just been decided, and `ClassNotFound` if the
        class is deleted at the same time.
        """
        async with self._deciding(class_id, student_id) as request:
            class_ = await self._store.classes.get(class_id)
            await self._store.join_requests.remove(class_id, student_id)
        frame = JoinWithdrawn(request.class_id, student_id)
        self._messenger.tell_teachers(class_, frame, check_in=True)
        self._messenger.tell((student_id,), frame)

    @asynccontextmanager
    async def _deciding(self, class_id: str, student_id: str) -> AsyncIterator[JoinRequest]:
        """The request of a student, which no other call decides during the block, at any server.

        Raises `JoinRequestNotFound`.
        """
        request = await self._store.join_requests.find(class_id, student_id)
        if request is None:
            raise JoinRequestNotFound
        name = f"join {request.class_id} {request.student_id}"
        async with self._locks.of(name), self._store.alone(name):
            request = await self._store.join_requests.find(class_id, student_id)
            if request is None:
                raise JoinRequestNotFound
            yield request

    async def _mark(self, request: JoinRequest) -> Mark | None:
        session = self._sessions.registry.of_class(request.class_id)
        if session is None or session.id != request.session_id:
            return None
        now = self._now()
        change = SetMark(request.student_id, None, now, session.moment(request.at, now))
        try:
            event = await self._sessions.journal.save(session, change)
        except NoActiveSession:
            # It has ended in the meantime.
            return None
        assert isinstance(event, Marked)
        return event.mark

    def _decided(self, class_: Class, request: JoinRequest, *, accepted: bool) -> None:
        frame = JoinDecided(request.class_id, request.student_id, accepted)
        self._messenger.tell_teachers(class_, frame, check_in=True)
        self._messenger.tell((request.student_id,), frame)
