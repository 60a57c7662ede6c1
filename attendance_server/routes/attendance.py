"""Attendance over HTTP: start a session, look up one's own."""

from aiohttp import web

from ..auth import student_only, teacher_only
from ..calls import described
from ..envelope import read_body, success
from ..errors import ClassArchived, ClassNotFound, NotClassTeacher, NotEnrolled
from ..models import User
from ..schemas import MyAttendance, StartAttendance, StartedSession
from .keys import RUNNING, STORE

routes = web.RouteTableDef()


@routes.post("/attendance/start")
@described(
    "Start the session of a class that one teaches",
    note="Where one runs already, it is that one, with its marks.",
    body=StartAttendance,
    answer=StartedSession,
    refuses=(ClassNotFound, NotClassTeacher, ClassArchived),
)
@teacher_only
async def start(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, StartAttendance)
    class_ = await request.app[STORE].classes.get(body.class_id)
    if class_.teacher_id != user.id:
        raise NotClassTeacher
    return success(await request.app[RUNNING].start(class_.id))


@routes.get("/attendance/{id:[^/]+}/my-attendance")
@routes.get("/class/{id:[^/]+}/my-attendance")
@described(
    "Look up one's own attendance in a class that one attends",
    answer=MyAttendance,
    refuses=(ClassNotFound, NotEnrolled),
)
@student_only
async def my_attendance(request: web.Request, user: User) -> web.Response:
    store = request.app[STORE]
    class_ = await store.classes.get(request.match_info["id"])
    if user.id not in class_.student_ids:
        raise NotEnrolled
    running, status = request.app[RUNNING].status_of(class_.id, user.id)
    if not running:
        session = await store.sessions.last_ended(class_.id, user.id)
        if session:
            status = session.result_of(user.id)
    return success(MyAttendance(class_.id, status))
