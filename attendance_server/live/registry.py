"""The running sessions by class, by teacher and by student. Pure: no I/O."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from ..errors.classes import NotClassTeacher
from ..errors.sessions import ClassIdRequired, NoActiveSession
from ..models import CheckIn, Session
from .live_session import LiveSession
from .pending import PendingChanges

MOST_ENDED = 10_000
"""How many sessions that have ended are known to have: more than do within any delay."""


class SessionRegistry:
    """An index of the running sessions."""

    def __init__(self) -> None:
        self._by_class: dict[str, LiveSession] = {}
        self._by_id: dict[str, LiveSession] = {}
        self._by_teacher: dict[str, dict[str, LiveSession]] = {}
        self._by_student: dict[str, dict[str, LiveSession]] = {}
        self._by_room: dict[str, dict[str, LiveSession]] = {}
        # Those that have ended, the last one last, with the numbers of their last commits.
        self._ended: dict[str, int] = {}

    def __iter__(self) -> Iterator[LiveSession]:
        return iter(self._by_class.values())

    def __len__(self) -> int:
        return len(self._by_class)

    def add(self, session: LiveSession) -> None:
        """Add a running session. The caller makes sure that its class has no other."""
        self._by_class[session.class_id] = session
        self._by_id[session.id] = session
        _index(self._by_teacher, session.teachers, session)
        _index(self._by_student, session.roster, session)
        _index(self._by_room, _room(session.check_in), session)

    def accept(self, pending: PendingChanges) -> None:
        """Take over changes that have been saved; a session that they end no longer runs."""
        session = pending.session
        if pending.check_in is not session.check_in:
            _discard(self._by_room, _room(session.check_in), session.class_id)
            _index(self._by_room, _room(pending.check_in), session)
        pending.accept()
        _discard(self._by_student, pending.unenrolled, pending.session.class_id)
        _index(self._by_student, pending.enrolled, pending.session)
        if pending.ended_at:
            self.remove(pending.session)

    def replace(self, session: LiveSession, stored: Session) -> None:
        """A running session takes over what was read; if it has ended, it no longer runs."""
        before, room = set(session.roster), session.check_in
        session.take_over(stored)
        _discard(self._by_student, before.difference(session.roster), session.class_id)
        _index(self._by_student, set(session.roster).difference(before), session)
        if room is not session.check_in:
            _discard(self._by_room, _room(room), session.class_id)
            _index(self._by_room, _room(session.check_in), session)
        if session.ended:
            self.remove(session)

    def set_teachers(
        self, session: LiveSession, teachers: dict[str, datetime | None]
    ) -> tuple[list[str], list[str]]:
        """Give a running session other teachers; return the ids of those who join and who leave."""
        joining = [each for each in teachers if each not in session.teachers]
        leaving = [each for each in session.teachers if each not in teachers]
        session.teachers = teachers
        _discard(self._by_teacher, leaving, session.class_id)
        _index(self._by_teacher, joining, session)
        return joining, leaving

    def remove(self, session: LiveSession) -> bool:
        """Remove a session that no longer runs; return whether it was still there."""
        if self._by_class.get(session.class_id) is not session:
            return False
        if session.ended:
            self._ended.pop(session.id, None)
            self._ended[session.id] = session.commits
            if len(self._ended) > MOST_ENDED:
                del self._ended[next(iter(self._ended))]
        del self._by_class[session.class_id]
        del self._by_id[session.id]
        _discard(self._by_teacher, session.teachers, session.class_id)
        _discard(self._by_student, session.roster, session.class_id)
        _discard(self._by_room, _room(session.check_in), session.class_id)
        return True

    def has_ended(self, session: Session) -> bool:
        """Whether a session that was read as running has ended since, and was not reopened."""
        return session.commit <= self._ended.get(session.id, -1)

    def of_class(self, class_id: str) -> LiveSession | None:
        return self._by_class.get(class_id)

    def of_id(self, session_id: str) -> LiveSession | None:
        return self._by_id.get(session_id)

    def of_teacher(self, teacher_id: str) -> list[LiveSession]:
        return list(self._by_teacher.get(teacher_id, {}).values())

    def of_student(self, student_id: str) -> list[LiveSession]:
        return list(self._by_student.get(student_id, {}).values())

    def in_room(self, room: str) -> list[LiveSession]:
        """The sessions whose links begin with this: one, or none, unless servers made the same."""
        return list(self._by_room.get(room, {}).values())

    def taught(
        self, teacher_id: str, class_id: str | None, session_id: str | None = None
    ) -> LiveSession:
        """The session that a teacher's event is for; with a `session_id` that one and no other.

        Raises `NoActiveSession`, `NotClassTeacher`, and `ClassIdRequired` where `class_id` is
        missing and more than one runs that they may take.
        """
        if class_id is None:
            session = _only(self.of_teacher(teacher_id))
        else:
            session = self._running(class_id)
            if teacher_id not in session.teachers:
                raise NotClassTeacher
        session.check_meant(session_id)
        return session

    def attended(self, student_id: str, class_id: str | None) -> LiveSession:
        """The session that a student's event is for.

        Raises `NoActiveSession`, `StudentNotInClass`, and `ClassIdRequired` where `class_id` is
        missing and more than one of the student's classes has a running session.
        """
        if class_id is None:
            return _only(self.of_student(student_id))
        session = self._running(class_id)
        session.check_student(student_id)
        return session

    def _running(self, class_id: str) -> LiveSession:
        session = self._by_class.get(class_id.lower())
        if session is None:
            raise NoActiveSession
        return session


def _room(check_in: CheckIn | None) -> tuple[str, ...]:
    return (check_in.room,) if check_in else ()


def _only(sessions: list[LiveSession]) -> LiveSession:
    if not sessions:
        raise NoActiveSession
    if len(sessions) > 1:
        raise ClassIdRequired
    return sessions[0]


def _index(
    index: dict[str, dict[str, LiveSession]], owners: Iterable[str], session: LiveSession
) -> None:
    for owner in owners:
        index.setdefault(owner, {})[session.class_id] = session


def _discard(
    index: dict[str, dict[str, LiveSession]], owners: Iterable[str], class_id: str
) -> None:
    for owner in owners:
        sessions = index.get(owner, {})
        sessions.pop(class_id, None)
        if not sessions:
            index.pop(owner, None)
