"""Ended sessions: their teachers correct marks, and reopen a session ended by mistake.

A session that was a mistake as a whole is discarded by a teacher, and can be restored.
"""

from collections import defaultdict
from collections.abc import Sequence

from aiohttp import web

from ..audit import Action, ValueChange
from ..errors.classes import ClassArchived, ClassNotFound, NotClassTeacher, StudentNotFound
from ..errors.sessions import (
    NotLastSession,
    SessionDiscarded,
    SessionNotFound,
    SessionRunning,
    TooLateToReopen,
    TooLateToRestore,
    TooManyChanges,
)
from ..http.audited import note
from ..http.auth import teacher_only
from ..http.envelope import read_body, success
from ..http.operations import Tag, operation
from ..models import Correction, Session, SessionSummary, User
from ..rights import Right
from ..wire.answers import CorrectedMark, SessionView, StartedSession
from ..wire.corrections import CorrectedMarks, CorrectMarks
from ..wire.requests import CorrectMark, DiscardSession
from .app_keys import ENDED, STORE
from .classes import permitted_class
from .session_views import correction_view, session_view

REFUSES_CORRECTION = (
    ClassNotFound,
    NotClassTeacher,
    SessionNotFound,
    StudentNotFound,
    SessionDiscarded,
    SessionRunning,
    TooManyChanges,
)

routes = web.RouteTableDef()


@routes.patch("/class/{id:[^/]+}/sessions/{session_id:[^/]+}/marks/{student_id:[^/]+}")
@operation(
    "Correct a student's mark in an ended session of a class you teach",
    tag=Tag.ENDED,
    note="Giving the student the same status again changes nothing and is not recorded.",
    body=CorrectMark,
    answer=CorrectedMark,
    refuses=REFUSES_CORRECTION,
    audit=Action.CORRECT,
)
@teacher_only
async def correct(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, CorrectMark)
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    student_id = request.match_info["student_id"].lower()
    session, _ = await request.app[ENDED].correct(
        class_.id, _session_id(request), [student_id], body.status, body.reason, by=user.id
    )
    (mark,) = await _corrected(request, session, [student_id])
    return success(mark)


@routes.post("/class/{id:[^/]+}/sessions/{session_id:[^/]+}/corrections")
@operation(
    "Correct the marks of several students in an ended session of a class you teach",
    tag=Tag.ENDED,
    note="All of them get the same status, with the same reason, in one commit: all are saved or"
    " none is. Each mark that changes has a correction of its own in the session, and the audit"
    " event names all of them.",
    body=CorrectMarks,
    answer=CorrectedMarks,
    refuses=REFUSES_CORRECTION,
    audit=Action.CORRECT,
)
@teacher_only
async def correct_several(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, CorrectMarks)
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    student_ids = tuple(dict.fromkeys(body.student_ids))
    session, made = await request.app[ENDED].correct(
        class_.id, _session_id(request), student_ids, body.status, body.reason, by=user.id
    )
    note(
        request,
        changes=[ValueChange("mark", each.from_, each.to, of=each.student_id) for each in made],
    )
    marks = await _corrected(request, session, student_ids)
    return success(CorrectedMarks(len(made), tuple(marks)))


@routes.post("/class/{id:[^/]+}/sessions/{session_id:[^/]+}/reopen")
@operation(
    "Reopen a session of a class you teach that was ended by mistake",
    tag=Tag.ENDED,
    note="It keeps its marks, and its roster becomes that of the class now. Possible within an"
    " hour of its end, while it is the last session of its class. A running session gets the same"
    " answer.",
    answer=StartedSession,
    refuses=(
        ClassNotFound,
        NotClassTeacher,
        SessionNotFound,
        ClassArchived,
        SessionDiscarded,
        SessionRunning,
        NotLastSession,
        TooLateToReopen,
        TooManyChanges,
    ),
    audit=Action.REOPEN,
)
@teacher_only
async def reopen(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    return success(await request.app[ENDED].reopen(class_.id, _session_id(request), by=user.id))


@routes.delete("/class/{id:[^/]+}/sessions/{session_id:[^/]+}")
@operation(
    "Discard a session of a class you teach",
    tag=Tag.ENDED,
    note="From then on no report, list or status counts it; teachers find it among the"
    " discarded sessions, and can restore it. A running session ends. A discarded session stays"
    " as it is.",
    body=DiscardSession,
    answer=SessionView,
    refuses=(ClassNotFound, NotClassTeacher, SessionNotFound),
    audit=Action.DISCARD,
)
@teacher_only
async def discard(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, DiscardSession)
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    session = await request.app[ENDED].discard(
        class_.id, _session_id(request), body.reason, by=user.id
    )
    return await _summary(request, session)


@routes.post("/class/{id:[^/]+}/sessions/{session_id:[^/]+}/restore")
@operation(
    "Restore a discarded session of a class you teach",
    tag=Tag.ENDED,
    note="It counts again, as an ended session. Possible within 30 days of its discard. A session"
    " that was not discarded gets the same answer.",
    answer=SessionView,
    refuses=(ClassNotFound, NotClassTeacher, SessionNotFound, TooLateToRestore),
    audit=Action.RESTORE,
)
@teacher_only
async def restore(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    session = await request.app[ENDED].restore(class_.id, _session_id(request))
    return await _summary(request, session)


async def _corrected(
    request: web.Request, session: Session, student_ids: Sequence[str]
) -> list[CorrectedMark]:
    """The marks of these students as they are now, each with its corrections."""
    corrections: defaultdict[str, list[Correction]] = defaultdict(list)
    for each in session.corrections:
        corrections[each.student_id].append(each)
    by = {each.by for student_id in student_ids for each in corrections[student_id]}
    users = await request.app[STORE].users.named(by)
    return [
        CorrectedMark(
            session_id=session.id,
            class_id=session.class_id,
            student_id=student_id,
            status=session.result_of(student_id),
            marked_at=mark.marked_at if (mark := session.marks.get(student_id)) else None,
            corrections=tuple(correction_view(each, users) for each in corrections[student_id]),
        )
        for student_id in student_ids
    ]


async def _summary(request: web.Request, session: Session) -> web.Response:
    by = {session.discarded.by} if session.discarded else set()
    users = await request.app[STORE].users.named(by)
    return success(session_view(SessionSummary.of(session), users))


def _session_id(request: web.Request) -> str:
    return request.match_info["session_id"].lower()
