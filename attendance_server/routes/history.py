"""The past sessions of a class: all of them for its teachers, and a student's own part."""

from collections.abc import AsyncIterator, Sequence

from aiohttp import web

from ..audit import Action
from ..errors.classes import ClassNotFound, NotClassOwner, NotClassTeacher
from ..errors.requests import TeacherOnly
from ..errors.server import TooManyReports, TooManyRequests
from ..errors.sessions import SessionNotFound
from ..http.auth import signed_in
from ..http.envelope import success
from ..http.now import NOW
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import Class, Role, Session, User
from ..rights import check_right
from ..store.users import Users
from ..wire.answers import (
    AttendanceLine,
    OwnSessionDetail,
    OwnSessionView,
    SessionDetail,
    SessionView,
)
from ..wire.codec import parse_fields, to_wire
from ..wire.fields import Format
from ..wire.report_queries import SessionQuery
from ..wire.requests import HistoryQuery
from .app_keys import SAVED, STORE
from .classes import may_see, reading
from .formats import (
    FILES,
    MadeFile,
    in_language_of,
    json_file,
    sorting_of,
    table_file,
    turn,
    while_connected,
    words_of,
    zoned_query,
)
from .session_tables import session_table
from .session_views import (
    attendance_line,
    named_in,
    own_detail,
    own_view,
    session_head,
    session_view,
)

routes = web.RouteTableDef()


@routes.get("/class/{id:[^/]+}/sessions")
@operation(
    "List the sessions of a class, newest first",
    tag=Tag.HISTORY,
    note="Teachers see all of them, a student their own part of those whose roster includes"
    " them. `after` is the last `_id` of the previous page. `discarded` lists the discarded"
    " sessions, for teachers only; they are in no other answer.",
    query=HistoryQuery,
    answer=list[SessionView] | list[OwnSessionView],
    refuses=(TeacherOnly, ClassNotFound, NotClassTeacher),
)
@signed_in
async def page(request: web.Request, user: User) -> web.Response:
    query = parse_fields(dict(request.query), HistoryQuery)
    if query.discarded and user.role is Role.STUDENT:
        raise TeacherOnly
    class_ = await request.app[STORE].classes.seen_by(user.id, request.match_info["id"])
    if query.discarded:
        return success(await _discarded(request, class_, user, query))
    if may_see(request, class_, user):
        found = await request.app[SAVED].page(class_.id, query.limit, query.after)
        return success([session_view(summary) for summary in found])
    return success(await _attended(request.app, class_, user, query))


@routes.get("/class/{id:[^/]+}/sessions/{session_id:[^/]+}")
@operation(
    "Show one session",
    tag=Tag.HISTORY,
    note="Teachers see everyone on its roster, a student their own part. Only teachers see a"
    " discarded session, and only the owner of the class can get a file.",
    query=SessionQuery,
    answer=SessionDetail | OwnSessionDetail,
    files=FILES,
    refuses=(
        ClassNotFound,
        NotClassTeacher,
        NotClassOwner,
        SessionNotFound,
        TooManyRequests,
        TooManyReports,
    ),
    audit=Action.FILE,
)
@signed_in
async def one(request: web.Request, user: User) -> web.StreamResponse:
    query = in_language_of(user, zoned_query(request, SessionQuery))
    # Whatever the client accepts: without a `format` this call always answers with JSON.
    form = query.format or Format.JSON
    class_ = await request.app[STORE].classes.seen_by(user.id, request.match_info["id"])
    session_id = request.match_info["session_id"].lower()
    if may_see(request, class_, user):
        check_right(reading(form), class_, user, request.app[NOW]())
        async with turn(request, form, user):
            made = await _detail(request, user, class_, session_id, form, query)
        return await send_file(request, *made)
    if form is not Format.JSON:
        raise NotClassTeacher
    session = await request.app[SAVED].one_of_student(class_.id, session_id, user.id)
    if session:
        return success(own_detail(session, user.id))
    raise SessionNotFound if user.id in class_.student_ids else NotClassTeacher


async def _detail(
    request: web.Request,
    user: User,
    class_: Class,
    session_id: str,
    form: Format,
    query: SessionQuery,
) -> MadeFile:
    """A session with everyone on its roster. Raises `SessionNotFound`."""
    saved, users = request.app[SAVED], request.app[STORE].users
    session = await saved.one(class_.id, session_id)
    session = session or await saved.one_discarded(class_.id, session_id)
    if session is None:
        raise SessionNotFound
    head = session_head(session, await users.named(named_in(session)))
    if form is Format.JSON:
        lines = while_connected(request, _lines(session, session.roster, users))
        other_fields = {
            name: value for name, value in to_wire(head).items() if name != "attendance"
        }
        return await json_file(request, json_list(lines, other_fields, "attendance"))
    roster = await users.in_name_order(session.roster, sorting_of(query, user))
    lines = while_connected(request, _lines(session, roster, users))
    table = session_table(head, lines, query.zone, words_of(query))
    return await table_file(request, form, query, table)


async def _lines(
    session: Session, roster: Sequence[str], users: Users
) -> AsyncIterator[AttendanceLine]:
    async for student_id, user in users.one_by_one(roster):
        yield attendance_line(session, student_id, user)


async def _discarded(
    request: web.Request, class_: Class, teacher: User, query: HistoryQuery
) -> list[SessionView]:
    """Raises `NotClassTeacher`."""
    if not may_see(request, class_, teacher):
        raise NotClassTeacher
    found = await request.app[SAVED].page_of_discarded(class_.id, query.limit, query.after)
    users = await request.app[STORE].users.named(
        {each.discarded.by for each in found if each.discarded}
    )
    return [session_view(summary, users) for summary in found]


async def _attended(
    app: web.Application, class_: Class, student: User, query: HistoryQuery
) -> list[OwnSessionView]:
    """Raises `NotClassTeacher` for a student who is not in the class and never was."""
    if student.id not in class_.student_ids and not await app[STORE].history.has_student(
        class_.id, student.id
    ):
        raise NotClassTeacher
    found = await app[SAVED].page_of_student(class_.id, student.id, query.limit, query.after)
    return [own_view(session, student.id) for session in found]
