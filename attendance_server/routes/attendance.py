"""Attendance over HTTP: start a session, mark its students, end it, look up your own status."""

from collections.abc import Iterator

from aiohttp import web

from ..errors import AttendanceError
from ..errors.classes import ClassArchived, ClassNotFound, NotClassTeacher, NotEnrolled
from ..errors.server import StorageUnavailable
from ..errors.sessions import NoActiveSession, StudentNotInClass, TooManySessions
from ..http.auth import signed_in, student_only, teacher_only
from ..http.envelope import read_body, success
from ..http.operations import Tag, operation
from ..live.views import mark_view
from ..models import Mark, User
from ..rights import Right
from ..wire.answers import MyAttendance, StartedSession
from ..wire.messages import MarkRefused, MarkView, SessionEnded, Watching
from ..wire.requests import (
    MAX_MARKS,
    EndAttendance,
    MarkStudents,
    StudentMark,
    WrongMark,
)
from ..wire.starting import OwnLesson, StartAttendance
from .app_keys import CHECK_INS, MARKING, OWN_LESSONS, RUNNING, STORE
from .classes import permitted_class

MAX_MARKS_BODY = 512 * 1024
"""Bytes that a list of marks may have: enough for `MAX_MARKS` of them, indented."""

INVALID_MARK = "invalid_mark"

routes = web.RouteTableDef()


@routes.post("/attendance/start")
@operation(
    "Start a session of a class you teach",
    tag=Tag.ATTENDANCE,
    note="If one is running already, the answer is that one, with its marks. A `lesson` is one that"
    " a client has begun without a network. If the class has had a session at the same time, the"
    " answer is that one, which may have ended, and the marks of the lesson have to be sent to it;"
    " otherwise it is a new session with them, which has ended if the lesson has.",
    body=StartAttendance,
    answer=StartedSession,
    refuses=(ClassNotFound, NotClassTeacher, ClassArchived, TooManySessions),
)
@teacher_only
async def start(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, StartAttendance, MAX_MARKS_BODY)
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE, body.class_id)
    if isinstance(body.lesson, OwnLesson):
        lessons = request.app[OWN_LESSONS]
        return success(await lessons.start(class_.id, body.lesson, user.id))
    return success(await request.app[CHECK_INS].start(class_.id))


@routes.get("/attendance/running")
@operation(
    "Show your running sessions",
    tag=Tag.ATTENDANCE,
    note="The data of `WATCHING`, for clients without a WebSocket: a teacher's sessions with all"
    " marks, a student's with their own status.",
    answer=Watching,
)
@signed_in
async def running(request: web.Request, user: User) -> web.Response:
    return success(request.app[RUNNING].watching(user.id, user.role))


@routes.post("/attendance/end")
@operation(
    "End the running session of a class you teach",
    tag=Tag.ATTENDANCE,
    note="It does what `DONE` does, and everyone in the session gets the same `SESSION_ENDED`.",
    body=EndAttendance,
    answer=SessionEnded,
    refuses=(ClassNotFound, NotClassTeacher, NoActiveSession),
)
@teacher_only
async def end(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, EndAttendance)
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE, body.class_id)
    return success(await request.app[RUNNING].end_now(class_.id, body.session_id))


@routes.post("/attendance/{id:[^/]+}/marks")
@operation(
    "Mark students in the running session of a class you teach",
    tag=Tag.ATTENDANCE,
    note=f"Up to {MAX_MARKS:,} of them, each as `MARK_ATTENDANCE` does it. The answer has one line"
    " for each, in the same order: the student's status then, or why the mark was not saved. A"
    f" wrong line does not affect the others. Its `code` is `{INVALID_MARK}`,"
    f" `{StudentNotInClass.code}`, `{NoActiveSession.code}` or `{StorageUnavailable.code}`; if"
    " nothing was saved for one of the last two reasons, the whole call is refused. A list may be"
    " sent again if its answer was lost: marks with their `at` change nothing the second time.",
    body=MarkStudents,
    answer=list[MarkView | MarkRefused],
    refuses=(ClassNotFound, NotClassTeacher, NoActiveSession),
)
@teacher_only
async def mark(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, MarkStudents, MAX_MARKS_BODY)
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    marks = [line for line in body.marks if isinstance(line, StudentMark)]
    outcomes = await request.app[MARKING].mark_all(class_.id, body.session_id, marks, user.id)
    if not any(isinstance(each, Mark) for each in outcomes):
        for each in outcomes:
            if isinstance(each, NoActiveSession | StorageUnavailable):
                raise each
    remaining = iter(outcomes)
    return success([_answer(line, remaining) for line in body.marks])


@routes.get("/attendance/{id:[^/]+}/my-attendance")
@routes.get("/class/{id:[^/]+}/my-attendance")
@operation(
    "Look up your own attendance in a class you attend",
    tag=Tag.ATTENDANCE,
    answer=MyAttendance,
    refuses=(ClassNotFound, NotEnrolled),
)
@student_only
async def my_attendance(request: web.Request, user: User) -> web.Response:
    store = request.app[STORE]
    class_ = await store.classes.seen_by(user.id, request.match_info["id"])
    if user.id not in class_.student_ids:
        raise NotEnrolled
    running, status = request.app[RUNNING].status_of(class_.id, user.id)
    if not running:
        session = await store.sessions.last_ended(class_.id, user.id)
        if session:
            status = session.result_of(user.id)
    return success(MyAttendance(class_.id, status))


def _answer(
    line: StudentMark | WrongMark, outcomes: Iterator[Mark | AttendanceError]
) -> MarkView | MarkRefused:
    """The answer to a line. That to a valid line is the next of the `outcomes`."""
    if isinstance(line, WrongMark):
        return MarkRefused(line.student_id, f"Invalid mark: {line.reason}", INVALID_MARK)
    outcome = next(outcomes)
    if isinstance(outcome, Mark):
        return mark_view(outcome)
    return MarkRefused(line.student_id, outcome.message, outcome.code)
