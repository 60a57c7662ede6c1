"""Looking back on the sessions of a class: all of them for its teacher, a student's own part."""

from aiohttp import web

from ..audit import Action
from ..auth import signed_in
from ..calls import described
from ..envelope import success
from ..errors import ClassNotFound, NotClassTeacher, SessionNotFound, TeacherOnly, TooManyReports
from ..models import Class, Role, User
from ..schemas import (
    HistoryQuery,
    OwnSessionDetail,
    OwnSessionView,
    SessionDetail,
    SessionQuery,
    SessionView,
    parse_fields,
)
from ..wire import Format
from .files import FILES, send, turn, zoned_query
from .keys import SAVED, STORE
from .session_tables import session_table
from .session_views import named_in, own_detail, own_view, session_detail, session_view

routes = web.RouteTableDef()


@routes.get("/class/{id:[^/]+}/sessions")
@described(
    "Look back on the sessions of a class, newest first",
    note="Its teacher sees them all, a student their own part of those that had them on the roster."
    " `after` is the last `_id` of the page before. `discarded` lists those that its teacher has"
    " discarded, to them alone; they are in no other answer.",
    query=HistoryQuery,
    answer=list[SessionView] | list[OwnSessionView],
    refuses=(TeacherOnly, ClassNotFound, NotClassTeacher),
)
@signed_in
async def page(request: web.Request, user: User) -> web.Response:
    query = parse_fields(dict(request.query), HistoryQuery)
    if query.discarded and user.role is not Role.TEACHER:
        raise TeacherOnly
    class_ = await request.app[STORE].classes.get(request.match_info["id"])
    if query.discarded:
        return success(await _discarded(request.app, class_, user, query))
    if user.id == class_.teacher_id:
        found = await request.app[SAVED].page(class_.id, query.limit, query.after)
        return success([session_view(summary) for summary in found])
    return success(await _attended(request.app, class_, user, query))


@routes.get("/class/{id:[^/]+}/sessions/{session_id:[^/]+}")
@described(
    "Look back on one session",
    note="Its teacher sees everyone on its roster, a student their own part. One that was discarded"
    " only its teacher sees. Files are for its teacher.",
    query=SessionQuery,
    answer=SessionDetail | OwnSessionDetail,
    files=FILES,
    refuses=(ClassNotFound, SessionNotFound, NotClassTeacher, TooManyReports),
    audit=Action.FILE,
)
@signed_in
async def one(request: web.Request, user: User) -> web.StreamResponse:
    query = zoned_query(request, SessionQuery)
    # Whatever is accepted: JSON is what this call answers those who ask for nothing else.
    form = query.format or Format.JSON
    class_ = await request.app[STORE].classes.get(request.match_info["id"])
    session_id = request.match_info["session_id"].lower()
    session = await request.app[SAVED].one(class_.id, session_id)
    if user.id == class_.teacher_id:
        session = session or await request.app[SAVED].one_discarded(class_.id, session_id)
        if session is None:
            raise SessionNotFound
        users = await request.app[STORE].users.named(named_in(session))
        detail = session_detail(session, users)
        if form is Format.JSON:
            return success(detail)
        async with turn(request, form):
            return await send(request, form, session_table(detail, query.zone))
    if form is not Format.JSON:
        raise NotClassTeacher
    if session and user.id in session.roster:
        return success(own_detail(session, user.id))
    raise SessionNotFound if user.id in class_.student_ids else NotClassTeacher


async def _discarded(
    app: web.Application, class_: Class, teacher: User, query: HistoryQuery
) -> list[SessionView]:
    """Raises `NotClassTeacher`."""
    if teacher.id != class_.teacher_id:
        raise NotClassTeacher
    found = await app[SAVED].page_of_discarded(class_.id, query.limit, query.after)
    users = await app[STORE].users.named({each.discarded.by for each in found if each.discarded})
    return [session_view(summary, users) for summary in found]


async def _attended(
    app: web.Application, class_: Class, student: User, query: HistoryQuery
) -> list[OwnSessionView]:
    """Raises `NotClassTeacher` to whom is not in the class and never was."""
    if student.id not in class_.student_ids and not await app[STORE].history.has_student(
        class_.id, student.id
    ):
        raise NotClassTeacher
    found = await app[SAVED].page_of_student(class_.id, student.id, query.limit, query.after)
    return [own_view(session, student.id) for session in found]
