"""Looking back on the sessions of a class: all of them for its teacher, a student's own part.

A session that runs is shown as the server knows it to be saved: the database may hold a mark
already that is refused in the end.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import attrs
from aiohttp import web

from ..auth import signed_in
from ..calls import described
from ..envelope import success
from ..errors import ClassNotFound, NotClassTeacher, SessionNotFound
from ..models import ATTENDING, Class, Correction, Session, SessionSummary, Status, User
from ..schemas import (
    AttendanceLine,
    CorrectionView,
    HistoryQuery,
    OwnCorrection,
    OwnSessionDetail,
    OwnSessionView,
    ReopeningView,
    SessionDetail,
    SessionView,
    parse_fields,
)
from .keys import RUNNING, STORE

DELETED = "deleted"
"""Stands where the name of a deleted account would."""

routes = web.RouteTableDef()


@routes.get("/class/{id:[^/]+}/sessions")
@described(
    "Look back on the sessions of a class, newest first",
    note="Its teacher sees them all, a student their own part of those that had them on the roster."
    " `after` is the last `_id` of the page before.",
    query=HistoryQuery,
    answer=list[SessionView] | list[OwnSessionView],
    refuses=(ClassNotFound, NotClassTeacher),
)
@signed_in
async def page(request: web.Request, user: User) -> web.Response:
    query = parse_fields(dict(request.query), HistoryQuery)
    class_ = await request.app[STORE].classes.get(request.match_info["id"])
    if user.id == class_.teacher_id:
        return success(await _taught(request.app, class_, query))
    return success(await _attended(request.app, class_, user, query))


@routes.get("/class/{id:[^/]+}/sessions/{session_id:[^/]+}")
@described(
    "Look back on one session",
    note="Its teacher sees everyone on its roster, a student their own part.",
    answer=SessionDetail | OwnSessionDetail,
    refuses=(ClassNotFound, SessionNotFound, NotClassTeacher),
)
@signed_in
async def one(request: web.Request, user: User) -> web.Response:
    class_ = await request.app[STORE].classes.get(request.match_info["id"])
    session = await _find(request.app, class_.id, request.match_info["session_id"].lower())
    if user.id == class_.teacher_id:
        if session is None:
            raise SessionNotFound
        return success(await _with_everyone(request.app, session))
    if session and user.id in session.roster:
        return success(own_detail(session, user.id))
    raise SessionNotFound if user.id in class_.student_ids else NotClassTeacher


async def _taught(app: web.Application, class_: Class, query: HistoryQuery) -> list[SessionView]:
    found = await app[STORE].history.page(class_.id, query.limit, query.after)
    running = app[RUNNING].running(class_.id)
    return [
        session_view(summary_of(running) if running and running.id == summary.id else summary)
        for summary in found
    ]


async def _attended(
    app: web.Application, class_: Class, student: User, query: HistoryQuery
) -> list[OwnSessionView]:
    """Raises `NotClassTeacher` to whom is not in the class and never was."""
    history = app[STORE].history
    if student.id not in class_.student_ids and not await history.has_student(
        class_.id, student.id
    ):
        raise NotClassTeacher
    found = await history.page_of_student(class_.id, student.id, query.limit, query.after)
    running = app[RUNNING].running(class_.id)
    return [
        _own(running if running and running.id == session.id else session, student.id)
        for session in found
    ]


async def _find(app: web.Application, class_id: str, session_id: str) -> Session | None:
    running = app[RUNNING].running(class_id)
    if running and running.id == session_id:
        return running
    return await app[STORE].history.one(class_id, session_id)


async def _with_everyone(app: web.Application, session: Session) -> SessionDetail:
    known = {
        *session.roster,
        *(correction.by for correction in session.corrections),
        *(reopening.by for reopening in session.reopenings),
    }
    users = await app[STORE].users.named(known)
    return SessionDetail(
        **attrs.asdict(session_view(summary_of(session)), recurse=False),
        attendance=tuple(
            _line(session, student_id, users.get(student_id)) for student_id in session.roster
        ),
        corrections=tuple(correction_view(each, users) for each in session.corrections),
        reopenings=tuple(
            ReopeningView(each.ended_at, each.by, _name(users.get(each.by)), each.at)
            for each in session.reopenings
        ),
    )


def correction_view(correction: Correction, users: Mapping[str, User]) -> CorrectionView:
    """A correction as a teacher sees it; `users` are those that there still are, by id."""
    return CorrectionView(
        student_id=correction.student_id,
        from_=correction.from_,
        to=correction.to,
        reason=correction.reason,
        by=correction.by,
        by_name=_name(users.get(correction.by)),
        at=correction.at,
    )


def _line(session: Session, student_id: str, user: User | None) -> AttendanceLine:
    status, marked_at = _attendance(session, student_id)
    return AttendanceLine(
        student_id=student_id,
        name=_name(user),
        email=user.email if user else None,
        status=status,
        marked_at=marked_at,
    )


def _name(user: User | None) -> str:
    return user.name if user else DELETED


def _own(session: Session, student_id: str) -> OwnSessionView:
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
    """A session as a student on its roster sees it."""
    return OwnSessionDetail(
        **attrs.asdict(_own(session, student_id), recurse=False),
        corrections=tuple(
            OwnCorrection(each.from_, each.to, each.reason, each.at)
            for each in session.corrections
            if each.student_id == student_id
        ),
    )


def _attendance(session: Session, student_id: str) -> tuple[Status | None, datetime | None]:
    """What a student was, and when they were marked so.

    Who is not marked is absent from the end on; until then who is absent is nothing yet.
    """
    mark = session.marks.get(student_id)
    if mark and (session.ended_at or mark.status is not Status.ABSENT):
        return mark.status, mark.marked_at
    return Status.ABSENT if session.ended_at else None, None


def summary_of(session: Session) -> SessionSummary:
    """The session with its marks counted."""
    counts = Counter(mark.status for mark in session.marks.values())
    return SessionSummary(
        id=session.id,
        class_id=session.class_id,
        class_name=session.class_name,
        started_at=session.started_at,
        ended_at=session.ended_at,
        total=len(session.roster),
        present_count=sum(counts[status] for status in ATTENDING),
        late_count=counts[Status.LATE],
        excused_count=counts[Status.EXCUSED],
    )


def session_view(summary: SessionSummary) -> SessionView:
    """A session as its teacher sees it."""
    running = summary.ended_at is None
    return SessionView(
        id=summary.id,
        class_id=summary.class_id,
        class_name=summary.class_name,
        started_at=summary.started_at,
        ended_at=summary.ended_at,
        running=running,
        total=summary.total,
        present_count=summary.present_count,
        absent_count=0 if running else summary.total - summary.present_count,
        late_count=summary.late_count,
        excused_count=summary.excused_count,
    )
