"""Classes: create, enrol, unenrol, change, delete, show, list."""

from collections.abc import AsyncIterator

import attrs
from aiohttp import web

from ..audit import Action, ValueChange
from ..errors.classes import (
    ClassFull,
    ClassHasSessions,
    ClassNotFound,
    NotClassOwner,
    NotClassTeacher,
    StudentNotFound,
    TeacherNotFound,
    TooManyClasses,
)
from ..errors.server import TooManyReports, TooManyRequests
from ..errors.sessions import SessionRunning
from ..http.audited import note, recorded_first
from ..http.auth import API_KEY, admin_only, signed_in, teacher_only
from ..http.envelope import read_body, read_optional_body, success
from ..http.now import NOW
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import CheckInChange, Class, ClassChange, ClassRole, Missing, Role, User, teachers_at
from ..rights import Right, check_key, check_right, rights_in
from ..store import Store
from ..wire.administration import ClassOwner, SchoolClass
from ..wire.answers import (
    Classmate,
    ClassRoster,
    ClassTeacher,
    ClassView,
    EnrolledClass,
    StudentView,
)
from ..wire.check_in import ChangeCheckIn, CheckInSettings
from ..wire.codec import parse_fields, to_wire
from ..wire.fields import Format
from ..wire.requests import ChangeClass, ClassesQuery, DeleteClass, Enrolment, NewClass
from .app_keys import API_KEYS, CLASSES, ENROLMENTS, LARGE_ANSWERS, STORE
from .formats import json_file, send_json, turn_in

LARGE = 500
"""From this many students on, a class with their names is a large answer."""

OF_OWNER = (ClassNotFound, NotClassTeacher, NotClassOwner)
"""The refusals of calls that only the owner of a class may make."""

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
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    class_, invited = await request.app[ENROLMENTS].add(
        class_.id, user, body, on_found=lambda student_id: note(request, studentId=student_id)
    )
    return success(EnrolledClass(**attrs.asdict(view(class_), recurse=False), invited=invited))


@routes.delete("/class/{id:[^/]+}/students/{student_id:[^/]+}")
@operation(
    "Take a student out of a class you own",
    tag=Tag.CLASSES,
    note="They are removed from a running session too, with their mark.",
    answer=ClassView,
    refuses=(*OF_OWNER, StudentNotFound),
    audit=Action.UNENROL,
)
@teacher_only
async def remove_student(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.MANAGE)
    student_id = request.match_info["student_id"].lower()
    return success(view(await request.app[CLASSES].unenrol(class_.id, student_id)))


@routes.patch("/class/{id:[^/]+}")
@operation(
    "Change a class you own",
    tag=Tag.CLASSES,
    note="Not while it has a running session. Earlier sessions keep the name that the class had,"
    " and an archived class keeps its sessions and reports.",
    body=ChangeClass,
    answer=ClassView,
    refuses=(*OF_OWNER, SessionRunning),
    audit=Action.CHANGE_CLASS,
)
@teacher_only
async def change(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, ChangeClass)
    class_ = await permitted_class(request, user, Right.MANAGE)
    change = ClassChange(body.class_name, body.late_after, body.archived, _rules(body.check_in))
    return success(view(await request.app[CLASSES].change(class_.id, change)))


@routes.post("/class/{id:[^/]+}/owner")
@operation(
    "Move a class to another teacher",
    tag=Tag.CLASSES,
    note="A running session goes on with the new owner. The former one is no longer one of its"
    " teachers, and assistants stay.",
    body=ClassOwner,
    answer=ClassView,
    refuses=(ClassNotFound, TeacherNotFound, TooManyClasses),
    audit=Action.MOVE_CLASS,
)
@admin_only
async def move(request: web.Request, _: User) -> web.Response:
    body = await read_body(request, ClassOwner)
    class_ = await request.app[STORE].classes.get(request.match_info["id"])
    teacher_id = body.teacher_id.lower()
    note(request, changes=[ValueChange("teacherId", class_.teacher_id, teacher_id)])
    async with recorded_first(request):
        return success(view(await request.app[CLASSES].hand_over(class_.id, teacher_id)))


@routes.delete("/class/{id:[^/]+}")
@operation(
    "Delete a class you own",
    tag=Tag.CLASSES,
    note="If it has had sessions, its exact name is required, since its reports are deleted too."
    " The sessions stay in the students' own reports. The answer is the class as it was.",
    body=DeleteClass,
    optional=True,
    answer=ClassView,
    refuses=(*OF_OWNER, SessionRunning, ClassHasSessions),
    audit=Action.DELETE_CLASS,
)
@teacher_only
async def delete(request: web.Request, user: User) -> web.Response:
    body = await read_optional_body(request, DeleteClass)
    class_ = await permitted_class(request, user, Right.MANAGE)
    return success(view(await request.app[CLASSES].delete(class_.id, body.class_name)))


@routes.get("/class/{id:[^/]+}")
@operation(
    "Show a class you teach or attend",
    tag=Tag.CLASSES,
    note="Students of the class see each other's names, but neither e-mail addresses nor the"
    " teachers.",
    answer=ClassRoster,
    refuses=(ClassNotFound, NotClassTeacher, TooManyRequests, TooManyReports),
)
@signed_in
async def show(request: web.Request, user: User) -> web.StreamResponse:
    store = request.app[STORE]
    class_ = await store.classes.get(request.match_info["id"])
    sees_all = may_see(request, class_, user)
    if not sees_all and user.id not in class_.student_ids:
        raise NotClassTeacher
    head = to_wire(
        ClassRoster(
            id=class_.id,
            class_name=class_.class_name,
            teacher_id=class_.teacher_id,
            students=(),
            late_after=class_.late_after,
            archived=class_.archived,
            check_in=CheckInSettings.of(class_.check_in),
            teachers=await teachers_of(request, class_) if sees_all else (),
        )
    )
    other_fields = {name: value for name, value in head.items() if name != "students"}
    students = store.users.one_by_one(class_.student_ids)
    views = (
        student_view(student) if sees_all else Classmate(student.id, student.name)
        async for _, student in students
        if student
    )
    pieces = json_list(views, other_fields, "students")
    if len(class_.student_ids) < LARGE:
        return await send_json(request, pieces)
    async with turn_in(request.app[LARGE_ANSWERS], request, user):
        made = await json_file(request, pieces)
    return await send_file(request, *made)


@routes.get("/classes")
@operation(
    "List the classes you teach or attend; for administrators, all classes",
    tag=Tag.CLASSES,
    note="Oldest first. Archived classes are left out unless asked for. `after` is the last `_id`"
    " of the previous page.",
    query=ClassesQuery,
    answer=list[ClassView | SchoolClass],
)
@signed_in
async def mine(request: web.Request, user: User) -> web.StreamResponse:
    query = parse_fields(dict(request.query), ClassesQuery)
    if user.role is Role.ADMIN:
        return await send_json(request, json_list(_of_school(request.app[STORE], query)))
    classes = request.app[STORE].classes.listed(
        user.id,
        at=request.app[NOW](),
        archived=query.archived,
        limit=query.limit,
        after=query.after,
    )
    return await send_json(request, json_list(view(class_) async for class_ in classes))


async def _of_school(store: Store, query: ClassesQuery) -> AsyncIterator[SchoolClass]:
    async for classes in store.classes.of_school(
        query.q, archived=query.archived, limit=query.limit, after=query.after
    ):
        owners = await store.users.named({class_.teacher_id for class_ in classes})
        for class_ in classes:
            owner = owners.get(class_.teacher_id)
            yield SchoolClass(
                **attrs.asdict(view(class_), recurse=False),
                teacher_name=owner.name if owner else None,
            )


async def permitted_class(
    request: web.Request, user: User, right: Right, class_id: str | None = None
) -> Class:
    """The class with this id, by default the one in the URL, if the user has this right in it.

    It is without its students. Raises `ClassNotFound`, `NotClassTeacher` and `NotClassOwner`.
    """
    if class_id is None:
        class_id = request.match_info["id"]
    class_ = await request.app[STORE].classes.seen_by(user.id, class_id)
    check_right(right, class_, user, request.app[NOW]())
    return class_


async def class_to_fill(request: web.Request, user: User) -> Class:
    """The class in the URL, if its roster may be uploaded with this token or API key.

    As `permitted_class` with `Right.MANAGE`; raises `OtherClassKey` too.
    """
    key = request.get(API_KEY)
    if key is None:
        return await permitted_class(request, user, Right.MANAGE)
    class_ = await request.app[STORE].classes.seen_by(user.id, request.match_info["id"])
    check_key(key, class_, user, request.app[NOW]())
    await request.app[API_KEYS].note_use(key)
    return class_


def reading(form: Format) -> Right:
    """The right that it takes to get something in this form: files are for the owner."""
    return Right.SEE if form is Format.JSON else Right.EXPORT


def may_see(request: web.Request, class_: Class, user: User) -> bool:
    """Whether the user may see the whole class, as its teachers do."""
    return Right.SEE in rights_in(class_, user, request.app[NOW]())


async def teachers_of(request: web.Request, class_: Class) -> tuple[ClassTeacher, ...]:
    """The teachers of a class as they are shown to each other, the owner first."""
    ends = teachers_at(class_, request.app[NOW]())
    users = await request.app[STORE].users.named(ends)
    return tuple(
        ClassTeacher(
            id=user_id,
            name=users[user_id].name,
            role=ClassRole.OWNER if user_id == class_.teacher_id else ClassRole.ASSISTANT,
            until=until,
        )
        for user_id, until in ends.items()
        # Accounts can be deleted at the same time.
        if user_id in users
    )


def student_view(student: User) -> StudentView:
    """A student as teachers see them."""
    return StudentView(
        student.id,
        student.name,
        student.email,
        student_number=student.student_number,
        given_name=student.given_name,
        family_name=student.family_name,
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
        check_in=CheckInSettings.of(class_.check_in),
    )


def _rules(change: ChangeCheckIn | Missing) -> CheckInChange | Missing:
    return change if isinstance(change, Missing) else CheckInChange(*attrs.astuple(change))
