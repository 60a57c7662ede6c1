"""Sessions as their teacher and their students see them over HTTP."""

from collections.abc import Mapping
from datetime import datetime

import attrs

from ..models import Arrival, Correction, Discard, Session, SessionSummary, Status, User
from ..wire.answers import (
    AttendanceLine,
    CorrectionView,
    DiscardView,
    ExportedSession,
    OwnCorrection,
    OwnSessionDetail,
    OwnSessionView,
    ReopeningView,
    SessionDetail,
    SessionView,
)
from ..wire.arrivals import OwnCheckIn

DELETED = "deleted"
"""Takes the place of the name of a deleted account, except a student's."""

NUMBERS = 1_000_000


def deleted_student(student_id: str) -> str:
    """What takes the place of a deleted student's name: the same wherever they are mentioned.

    The number comes from the end of the id, which counts up with the accounts.
    """
    return f"Deleted student {int(student_id[-6:], 16) % NUMBERS}"


def session_view(summary: SessionSummary, users: Mapping[str, User] | None = None) -> SessionView:
    """A session as its teacher sees it; `users`, by id, include the one who discarded it."""
    running = summary.ended_at is None
    shared = attrs.asdict(summary, recurse=False, filter=attrs.filters.exclude("discarded"))
    return SessionView(
        **shared,
        running=running,
        absent_count=0 if running else summary.total - summary.present_count,
        discarded=_discard_view(summary.discarded, users or {}) if summary.discarded else None,
    )


def session_head(session: Session, users: Mapping[str, User]) -> SessionDetail:
    """A session as its teacher sees it, without the lines of its students.

    `users` are those `named_in` it, by id.
    """
    return SessionDetail(
        **attrs.asdict(session_view(SessionSummary.of(session), users), recurse=False),
        attendance=(),
        corrections=tuple(correction_view(each, users) for each in session.corrections),
        reopenings=tuple(
            ReopeningView(each.ended_at, each.by, _name(users.get(each.by)), each.at)
            for each in session.reopenings
        ),
    )


def named_in(session: Session) -> set[str]:
    """The ids of the users named in a session as its teacher sees it, besides its students."""
    return {
        *([session.discarded.by] if session.discarded else []),
        *(correction.by for correction in session.corrections),
        *(reopening.by for reopening in session.reopenings),
    }


def correction_view(correction: Correction, users: Mapping[str, User]) -> CorrectionView:
    """A correction as a teacher sees it; `users` are those that still exist, by id."""
    return CorrectionView(
        student_id=correction.student_id,
        from_=correction.from_,
        to=correction.to,
        reason=correction.reason,
        by=correction.by,
        by_name=_name(users.get(correction.by)),
        at=correction.at,
    )


def _discard_view(discard: Discard, users: Mapping[str, User]) -> DiscardView:
    return DiscardView(
        by=discard.by,
        by_name=_name(users.get(discard.by)),
        at=discard.at,
        reason=discard.reason,
        restorable_until=discard.restorable_until,
    )


def own_view(session: Session, student_id: str) -> OwnSessionView:
    """A session as a student on its roster sees it in a list."""
    status, marked_at = _attendance(session, student_id)
    return OwnSessionView(
        id=session.id,
        class_id=session.class_id,
        class_name=session.class_name,
        started_at=session.started_at,
        ended_at=session.ended_at,
        running=session.ended_at is None,
        status=status,
        marked_at=marked_at,
    )


def own_detail(session: Session, student_id: str) -> OwnSessionDetail:
    """A session as a student on its roster sees it, with the corrections of their mark."""
    return OwnSessionDetail(
        **attrs.asdict(own_view(session, student_id), recurse=False),
        corrections=tuple(
            OwnCorrection(each.from_, each.to, each.reason, each.at)
            for each in session.corrections
            if each.student_id == student_id
        ),
    )


def exported_session(session: Session, student_id: str) -> ExportedSession:
    """A session as it stands in the export of a student on its roster."""
    arrival = session.arrivals.get(student_id)
    detail = attrs.asdict(own_detail(session, student_id), recurse=False)
    return ExportedSession(**detail, check_in=_own_check_in(arrival) if arrival else None)


def _own_check_in(arrival: Arrival) -> OwnCheckIn:
    return OwnCheckIn(
        way=arrival.way,
        checked_in_at=arrival.at,
        remembered=arrival.remembered,
        new_device=arrival.new_device,
        other_device=arrival.other_device,
        outside=arrival.outside,
        flags=arrival.flags,
        held=arrival.held,
        decided=arrival.decided,
        called=arrival.called,
    )


def attendance_line(session: Session, student_id: str, user: User | None) -> AttendanceLine:
    """The status of a student on the roster; `user` is `None` if their account was deleted."""
    status, marked_at = _attendance(session, student_id)
    return AttendanceLine(
        student_id=student_id,
        name=user.name if user else deleted_student(student_id),
        email=user.email if user else None,
        status=status,
        marked_at=marked_at,
        student_number=user.student_number if user else None,
        given_name=user.given_name if user else None,
        family_name=user.family_name if user else None,
    )


def _name(user: User | None) -> str:
    return user.name if user else DELETED


def _attendance(session: Session, student_id: str) -> tuple[Status | None, datetime | None]:
    """A student's status, and when they were marked so.

    Students without a mark, or whose mark was taken back, are absent once the session has ended.
    Until then they have no status yet.
    """
    mark = session.marks.get(student_id)
    if mark and not mark.withdrawn:
        return mark.status, mark.marked_at
    return Status.ABSENT if session.ended_at else None, None
