"""Running sessions as their teacher and their students see them, in the words of the protocol."""

from ..models import Role, Status
from ..schemas import AttendedSession, MarkView, TaughtSession, Watching
from .registry import LiveSession, SessionRegistry


def watching(registry: SessionRegistry, user_id: str, role: Role) -> Watching:
    """What runs now of what a user teaches or attends."""
    if role is Role.TEACHER:
        return Watching(tuple(map(_taught, registry.of_teacher(user_id))))
    attended = registry.of_student(user_id)
    return Watching(tuple(_attended(session, user_id) for session in attended))


def _taught(session: LiveSession) -> TaughtSession:
    return TaughtSession(
        session_id=session.id,
        class_id=session.class_id,
        class_name=session.class_name,
        started_at=session.started_at,
        total_students=len(session.roster),
        present_count=len(session.present),
        late_count=session.counts[Status.LATE],
        excused_count=session.counts[Status.EXCUSED],
        marks=tuple(
            MarkView(mark.student_id, mark.status, mark.marked_at)
            for mark in session.marks.values()
        ),
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
