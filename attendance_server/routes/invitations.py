"""A student's own word on the classes that they are in: invitations, and leaving."""

from aiohttp import web

from ..accounts.claim_codes import code_hash
from ..audit import Action
from ..errors import (
    ClassFull,
    ClassNotFound,
    CodeWrong,
    InvitationNotFound,
    NotEnrolled,
    StudentNotFound,
    TooManyAttempts,
)
from ..http.audited import note
from ..http.auth import student_only
from ..http.envelope import read_optional_body, success
from ..http.operations import Tag, operation
from ..models import User
from ..wire.answers import ClassView, InvitationView, NamedClass
from ..wire.requests import AcceptInvitation
from .app_keys import ATTEMPTS, CLASSES, STORE
from .classes import view

routes = web.RouteTableDef()


@routes.get("/auth/me/invitations")
@operation(
    "List the classes that one is invited to",
    tag=Tag.INVITATIONS,
    note="Only with STUDENT_DIRECTORY=own is somebody invited.",
    answer=list[InvitationView],
)
@student_only
async def mine(request: web.Request, user: User) -> web.Response:
    store = request.app[STORE]
    invitations = await store.classes.invitations(user.id)
    teachers = await store.users.named({each.teacher_id for each in invitations})
    return success(
        [
            InvitationView(
                class_id=each.class_id,
                class_name=each.class_name,
                teacher_name=teachers[each.teacher_id].name,
                needs_code=each.needs_code,
            )
            for each in invitations
            if each.teacher_id in teachers
        ]
    )


@routes.post("/class/{id:[^/]+}/accept")
@operation(
    "Join a class that one is invited to",
    tag=Tag.INVITATIONS,
    note="A running session has one from then on. The code is what the teacher hands out, where the"
    " invitation needs one; letter case, dashes and spaces in it do not count.",
    body=AcceptInvitation,
    optional=True,
    answer=ClassView,
    refuses=(InvitationNotFound, CodeWrong, ClassFull, TooManyAttempts),
    audit=Action.ENROL,
)
@student_only
async def accept(request: web.Request, user: User) -> web.Response:
    note(request, studentId=user.id)
    body = await read_optional_body(request, AcceptInvitation)
    class_id = request.match_info["id"].lower()
    code = code_hash(body.code or "")
    guess = request.app[ATTEMPTS].claim(request, code)
    await guess.check()
    try:
        class_ = await request.app[CLASSES].accept(class_id, user.id, code)
    except CodeWrong:
        await guess.count()
        raise
    return success(view(class_))


@routes.post("/class/{id:[^/]+}/decline")
@operation(
    "Decline an invitation to a class",
    tag=Tag.INVITATIONS,
    answer=NamedClass,
    refuses=(InvitationNotFound,),
    audit=Action.DECLINE,
)
@student_only
async def decline(request: web.Request, user: User) -> web.Response:
    class_ = await request.app[STORE].classes.decline(request.match_info["id"], user.id)
    return success(NamedClass(class_.id, class_.class_name))


@routes.post("/class/{id:[^/]+}/leave")
@operation(
    "Leave a class that one attends",
    tag=Tag.INVITATIONS,
    note="A running session loses one too, and one's mark with that. Ended sessions stay.",
    answer=NamedClass,
    refuses=(ClassNotFound, NotEnrolled),
    audit=Action.UNENROL,
)
@student_only
async def leave(request: web.Request, user: User) -> web.Response:
    note(request, studentId=user.id)
    class_ = await request.app[STORE].classes.seen_by(user.id, request.match_info["id"])
    if user.id not in class_.student_ids:
        raise NotEnrolled
    try:
        class_ = await request.app[CLASSES].unenrol(class_.id, user.id)
    except StudentNotFound:
        raise NotEnrolled from None
    return success(NamedClass(class_.id, class_.class_name))
