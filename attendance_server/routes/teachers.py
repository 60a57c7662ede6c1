"""The teachers of a class: its owner adds and removes assistants, and substitutes for a time."""

from aiohttp import web

from ..audit import Action
from ..errors.classes import (
    AlreadyOwner,
    NoTeacherAccount,
    OwnerStays,
    TeacherNotFound,
    TooManyTeachers,
)
from ..errors.requests import InvalidSchema
from ..http.audited import note
from ..http.auth import teacher_only
from ..http.envelope import read_body, success
from ..http.now import NOW
from ..http.operations import Tag, operation
from ..models import Assistant, Class, Role, User
from ..problems import Problem, ProblemCode
from ..rights import Right
from ..wire.answers import TaughtClassView
from ..wire.requests import AddTeacher
from .app_keys import CLASSES, STORE
from .classes import OF_OWNER, permitted_class, teachers_of, view

routes = web.RouteTableDef()


@routes.post("/class/{id:[^/]+}/teachers")
@operation(
    "Add a teacher to a class you own",
    tag=Tag.CLASSES,
    note="They become an assistant, who takes attendance as you do. A substitute is an assistant"
    " `until` some time, after which they have no access. Adding them again replaces that time.",
    body=AddTeacher,
    answer=TaughtClassView,
    refuses=(*OF_OWNER, NoTeacherAccount, AlreadyOwner, TooManyTeachers),
    audit=Action.ADD_TEACHER,
)
@teacher_only
async def add(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, AddTeacher)
    if body.until and body.until <= request.app[NOW]():
        raise InvalidSchema([Problem("until", "must be in the future", ProblemCode.NOT_IN_FUTURE)])
    class_ = await permitted_class(request, user, Right.MANAGE)
    teacher = await request.app[STORE].users.by_email(body.email)
    if teacher is None or teacher.role is not Role.TEACHER:
        raise NoTeacherAccount
    note(request, teacherId=teacher.id)
    assistant = Assistant(teacher.id, body.until)
    return success(
        await _with_teachers(request, await request.app[CLASSES].add_teacher(class_.id, assistant))
    )


@routes.delete("/class/{id:[^/]+}/teachers/{teacher_id:[^/]+}")
@operation(
    "Remove an assistant from a class you own, or yourself from one you assist in",
    tag=Tag.CLASSES,
    note="They have no access from then on, and their sockets leave a running session. The answer"
    " is the class without them.",
    answer=TaughtClassView,
    refuses=(*OF_OWNER, TeacherNotFound, OwnerStays),
    audit=Action.REMOVE_TEACHER,
)
@teacher_only
async def remove(request: web.Request, user: User) -> web.Response:
    teacher_id = request.match_info["teacher_id"].lower()
    # Every teacher of a class may leave it.
    right = Right.SEE if teacher_id == user.id else Right.MANAGE
    class_ = await permitted_class(request, user, right)
    return success(
        await _with_teachers(
            request, await request.app[CLASSES].remove_teacher(class_.id, teacher_id)
        )
    )


async def _with_teachers(request: web.Request, class_: Class) -> TaughtClassView:
    seen = view(class_)
    return TaughtClassView(
        id=seen.id,
        class_name=seen.class_name,
        teacher_id=seen.teacher_id,
        student_ids=seen.student_ids,
        late_after=seen.late_after,
        archived=seen.archived,
        check_in=seen.check_in,
        teachers=await teachers_of(request, class_),
    )
