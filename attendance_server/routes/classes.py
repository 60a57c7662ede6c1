"""Classes: create, enrol, unenrol, change, delete, show, list."""

import attrs
from aiohttp import web

from ..audit import Action
from ..errors import (
    ClassFull,
    ClassHasSessions,
    ClassNotFound,
    NotClassTeacher,
    SessionRunning,
    StudentNotFound,
    TooManyClasses,
    TooManyReports,
    TooManyRequests,
)
from ..http.audited import note
from ..http.auth import signed_in, teacher_only
from ..http.envelope import read_body, read_optional_body, success
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import Class, ClassChange, Role, User
from ..wire.answers import Classmate, ClassRoster, ClassView, EnrolledClass, StudentView
from ..wire.codec import parse_fields, to_wire
from ..wire.requests import ChangeClass, ClassesQuery, DeleteClass, Enrolment, NewClass
from .app_keys import CLASSES, ENROLMENTS, LARGE_ANSWERS, STORE
from .formats import json_file, send_json, turn_in

LARGE = 500
"""From this many students on, a class with their names is a large answer."""

routes = web.RouteTableDef()


@routes.post("/class")
@operation(
    "Create a class",
    tag=Tag.CLASSES,
    body=NewClass,
    answer=ClassView,
    status=201,
    refuses=(TooManyClasses,),
    audit=Action.CREATE_CLASS,
)
@teacher_only
async def create(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, NewClass)
    class_ = await request.app[CLASSES].make(user.id, body.class_name, body.late_after)
    note(request, classId=class_.id)
    return success(view(class_), 201)


@routes.post("/class/{id:[^/]+}/add-student")
@operation(
    "Enrol a student in a class you teach",
    tag=Tag.CLASSES,
    note="Doing it twice changes nothing. A running session includes the student from then on. With"
    " STUDENT_DIRECTORY=own, a student who is new to you is found by the exact address only, and"
    " is invited; the class includes them once they have accepted.",
    body=Enrolment,
    answer=EnrolledClass,
    refuses=(ClassNotFound, NotClassTeacher, StudentNotFound, ClassFull),
    audit=Action.ENROL,
)
@teacher_only
async def add_student(request: web.Request, user: User) -> web.Response:
    body: Enrolment = await read_body(request, Enrolment)
    class_ = await own_class(request, user)
    class_, invited = await request.app[ENROLMENTS].add(
        class_.id, user, body, on_found=lambda student_id: note(request, studentId=student_id)
    )
    return success(EnrolledClass(**attrs.asdict(view(class_), recurse=False), invited=invited))


@routes.delete("/class/{id:[^/]+}/students/{student_id:[^/]+}")
@operation(
    "Take a student out of a class you teach",
    tag=Tag.CLASSES,
    note="They are removed from a running session too, with their mark.",
    answer=ClassView,
    refuses=(ClassNotFound, NotClassTeacher, StudentNotFound),
    audit=Action.UNENROL,
)
@teacher_only
async def remove_student(request: web.Request, user: User) -> web.Response:
    class_ = await own_class(request, user)
    student_id = request.match_info["student_id"].lower()
    return success(view(await request.app[CLASSES].unenrol(class_.id, student_id)))


@routes.patch("/class/{id:[^/]+}")
@operation(
    "Change a class you teach",
    tag=Tag.CLASSES,
    note="Not while it has a running session. Earlier sessions keep the name that the class had,"
    " and an archived class keeps its sessions and reports.",
    body=ChangeClass,
    answer=ClassView,
    refuses=(ClassNotFound, NotClassTeacher, SessionRunning),
    audit=Action.CHANGE_CLASS,
)
@teacher_only
async def change(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, ChangeClass)
    class_ = await own_class(request, user)
    change = ClassChange(body.class_name, body.late_after, body.archived)
    return success(view(await request.app[CLASSES].change(class_.id, change)))


@routes.delete("/class/{id:[^/]+}")
@operation(
    "Delete a class you teach",
    tag=Tag.CLASSES,
    note="If it has had sessions, its exact name is required, since its reports are deleted too."
    " The sessions stay in the students' own reports. The answer is the class as it was.",
    body=DeleteClass,
    optional=True,
    answer=ClassView,
    refuses=(ClassNotFound, NotClassTeacher, SessionRunning, ClassHasSessions),
    audit=Action.DELETE_CLASS,
)
@teacher_only
async def delete(request: web.Request, user: User) -> web.Response:
    body = await read_optional_body(request, DeleteClass)
    class_ = await own_class(request, user)
    return success(view(await request.app[CLASSES].delete(class_.id, body.class_name)))


@routes.get("/class/{id:[^/]+}")
@operation(
    "Show a class you teach or attend",
    tag=Tag.CLASSES,
    note="Students of the class see each other's names, but no e-mail addresses.",
    answer=ClassRoster,
    refuses=(ClassNotFound, NotClassTeacher, TooManyRequests, TooManyReports),
)
@signed_in
async def show(request: web.Request, user: User) -> web.StreamResponse:
    store = request.app[STORE]
    class_ = await store.classes.get(request.match_info["id"])
    if not class_.taught_by(user.id) and user.id not in class_.student_ids:
        raise NotClassTeacher
    head = to_wire(
        ClassRoster(
            id=class_.id,
            class_name=class_.class_name,
            teacher_id=class_.teacher_id,
            students=(),
            late_after=class_.late_after,
            archived=class_.archived,
        )
    )
    other_fields = {name: value for name, value in head.items() if name != "students"}
    students = store.users.one_by_one(class_.student_ids)
    views = (
        student_view(student) if user.role is Role.TEACHER else Classmate(student.id, student.name)
        async for _, student in students
        if student
    )
    pieces = json_list(views, other_fields, "students")
    if len(class_.student_ids) < LARGE:
        return await send_json(request, pieces)
    async with turn_in(request.app[LARGE_ANSWERS], request, user):
        made = await json_file(pieces)
    return await send_file(request, *made)


@routes.get("/classes")
@operation(
    "List the classes you teach or attend",
    tag=Tag.CLASSES,
    note="Oldest first. Archived classes are left out unless asked for. `after` is the last `_id`"
    " of the previous page.",
    query=ClassesQuery,
    answer=list[ClassView],
)
@signed_in
async def mine(request: web.Request, user: User) -> web.StreamResponse:
    query = parse_fields(dict(request.query), ClassesQuery)
    classes = request.app[STORE].classes.listed(
        user.id, archived=query.archived, limit=query.limit, after=query.after
    )
    return await send_json(request, json_list(view(class_) async for class_ in classes))


async def own_class(request: web.Request, teacher: User, class_id: str | None = None) -> Class:
    """The teacher's class with this id, by default the one in the URL, without its students.

    Raises `ClassNotFound` and `NotClassTeacher`.
    """
    if class_id is None:
        class_id = request.match_info["id"]
    class_ = await request.app[STORE].classes.seen_by(teacher.id, class_id)
    if not class_.taught_by(teacher.id):
        raise NotClassTeacher
    return class_


def student_view(student: User) -> StudentView:
    """A student as teachers see them."""
    return StudentView(
        student.id, student.name, student.email, student_number=student.student_number
    )


def view(class_: Class) -> ClassView:
    """A class as its members see it."""
    return ClassView(
        id=class_.id,
        class_name=class_.class_name,
        teacher_id=class_.teacher_id,
        student_ids=class_.student_ids,
        late_after=class_.late_after,
        archived=class_.archived,
    )
