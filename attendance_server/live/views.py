"""Running sessions as their teachers and their students see them, in the words of the protocol."""

from collections.abc import Iterable
from typing import Any

from ..models import Mark, Role, Status
from ..wire.answers import StartedSession
from ..wire.messages import (
    AttendedSession,
    MarkView,
    SessionEnded,
    SessionStarted,
    StudentStatus,
    TaughtSession,
    TodaySummary,
    Watching,
)
from .live_session import LiveSession
from .registry import SessionRegistry


def watching(registry: SessionRegistry, user_id: str, role: Role) -> Watching:
    """The running sessions that a user teaches or attends."""
    if role is Role.TEACHER:
        sessions = registry.of_teacher(user_id)
        return Watching(tuple(taught(session, session.marks.values()) for session in sessions))
    attended = registry.of_student(user_id)
    return Watching(tuple(_attended(session, user_id) for session in attended))


def summary(session: LiveSession) -> TodaySummary:
    """How many are present, and who."""
    return TodaySummary(
        class_id=session.class_id,
        present_student_ids=tuple(session.present),
        unmarked_count=len(session.roster)
        - sum(not mark.withdrawn for mark in session.marks.values()),
        **_counted(session),
    )


def mark_view(mark: Mark) -> MarkView:
    """The last mark of a student."""
    return MarkView(mark.student_id, mark.status, mark.marked_at, mark.withdrawn)


def taught(session: LiveSession, marks: Iterable[Mark]) -> TaughtSession:
    """A session as its teachers see it, with these of its marks."""
    return TaughtSession(
        **_watched(session), marks=tuple(map(mark_view, marks)), check_in=_has_check_in(session)
    )


def started(session: LiveSession) -> StartedSession:
    """The answer to a call after which the session runs."""
    return StartedSession(session.id, session.class_id, session.base.started_at)


def session_started(session: LiveSession) -> SessionStarted:
    """The frame that announces a running session."""
    return SessionStarted(**_named(session))


def session_ended(session: LiveSession, *, discarded: bool = False) -> SessionEnded:
    """The frame with the result of a session that ends now."""
    result = session.result()
    return SessionEnded(
        session_id=session.id,
        class_id=session.class_id,
        **_counted(session),
        absent_count=len(result) - len(session.present),
        attendance=tuple(StudentStatus(student, status) for student, status in result),
        discarded=discarded,
    )


def _attended(session: LiveSession, student_id: str) -> AttendedSession:
    status, mark = session.status_of(student_id), session.marks.get(student_id)
    return AttendedSession(
        **_watched(session),
        status=status,
        check_in=_has_check_in(session),
        marked_at=mark.marked_at if mark and not mark.withdrawn and status is None else None,
    )


def _has_check_in(session: LiveSession) -> bool:
    return session.check_in is not None and session.check_in.is_open


def _watched(session: LiveSession) -> dict[str, Any]:
    """The fields that teachers and students watch alike."""
    return _named(session) | _counted(session)


def _named(session: LiveSession) -> dict[str, Any]:
    return {
        "session_id": session.id,
        "class_id": session.class_id,
        "class_name": session.base.class_name,
        "started_at": session.base.started_at,
    }


def _counted(session: LiveSession) -> dict[str, int]:
    return {
        "total_students": len(session.roster),
        "present_count": len(session.present),
        "late_count": session.counts[Status.LATE],
        "excused_count": session.counts[Status.EXCUSED],
    }
