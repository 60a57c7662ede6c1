"""Running sessions as their teacher and their students see them, in the words of the protocol."""

from collections.abc import Iterable

from ..models import Mark, Role, Status
from ..wire.messages import AttendedSession, MarkView, TaughtSession, TodaySummary, Watching
from .registry import LiveSession, SessionRegistry


def watching(registry: SessionRegistry, user_id: str, role: Role) -> Watching:
    """What runs now of what a user teaches or attends."""
    if role is Role.TEACHER:
        sessions = registry.of_teacher(user_id)
        return Watching(tuple(taught(session, session.marks.values()) for session in sessions))
    attended = registry.of_student(user_id)
    return Watching(tuple(_attended(session, user_id) for session in attended))


def summary(session: LiveSession) -> TodaySummary:
    """How many are present, and who."""
    return TodaySummary(
        class_id=session.class_id,
        present_count=len(session.present),
        present_student_ids=tuple(session.present),
        total_students=len(session.roster),
        late_count=session.counts[Status.LATE],
        excused_count=session.counts[Status.EXCUSED],
    )


def mark_view(mark: Mark) -> MarkView:
    """What was last said of a student."""
    return MarkView(mark.student_id, mark.status, mark.marked_at)


def taught(session: LiveSession, marks: Iterable[Mark]) -> TaughtSession:
    """A session as its teacher sees it, with these of its marks."""
    return TaughtSession(
        session_id=session.id,
        class_id=session.class_id,
        class_name=session.class_name,
        started_at=session.started_at,
        total_students=len(session.roster),
        present_count=len(session.present),
        late_count=session.counts[Status.LATE],
        excused_count=session.counts[Status.EXCUSED],
        marks=tuple(map(mark_view, marks)),
    )


def _attended(session: LiveSession, student_id: str) -> AttendedSession:
    return AttendedSession(
        session_id=session.id,
        class_id=session.class_id,
        class_name=session.class_name,
        started_at=session.started_at,
        total_students=len(session.roster),
        present_count=len(session.present),
        late_count=session.counts[Status.LATE],
        excused_count=session.counts[Status.EXCUSED],
        status=session.status_of(student_id),
    )
