"""Invitations to classes, for students and teachers, and leaving a class."""

from aiohttp import web

from ..audit import Action
from ..errors.accounts import CodeWrong, TooManyAttempts
from ..errors.classes import (
    AwaitsStudent,
    ClassFull,
    ClassNotFound,
    InvitationNotFound,
    NotClassTeacher,
    NotEnrolled,
)
from ..http.audited import note
from ..http.auth import student_only, teacher_only
from ..http.client import limit_key_of
from ..http.envelope import read_optional_body, success
from ..http.operations import Tag, operation
from ..models import User
from ..rights import Right
from ..wire.answers import ClassView, NamedClass
from ..wire.invitation_answers import InvitationView, PendingInvitation
from ..wire.requests import AcceptInvitation
from .app_keys import ENROLMENTS, INVITATIONS
from .classes import OF_OWNER, permitted_class, view

routes = web.RouteTableDef()


@routes.get("/auth/me/invitations")
@operation(
    "List the classes you are invited to",
    tag=Tag.INVITATIONS,
    note="Teachers invite with STUDENT_DIRECTORY=own, and imports where an account is not proven to"
    " be the student's.",
    answer=list[InvitationView],
)
@student_only
async def mine(request: web.Request, user: User) -> web.Response:
    return success(
        [
            InvitationView(
                class_id=invitation.class_id,
                class_name=invitation.class_name,
                teacher_name=teacher.name,
                needs_code=invitation.needs_code,
            )
            for invitation, teacher in await request.app[INVITATIONS].of_student(user.id)
        ]
    )


@routes.post("/class/{id:[^/]+}/accept")
@operation(
    "Join a class you are invited to",
    tag=Tag.INVITATIONS,
    note="A running session includes you from then on. If the invitation needs a code, it is the"
    " one that the teacher hands out; letter case, dashes and spaces in it do not count.",
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
    class_ = await request.app[INVITATIONS].accept(
        class_id, user.id, body.code, limit_key_of(request)
    )
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
    class_ = await request.app[INVITATIONS].decline(request.match_info["id"], user.id)
    return success(NamedClass(class_.id, class_.class_name))


@routes.post("/class/{id:[^/]+}/leave")
@operation(
    "Leave a class you attend",
    tag=Tag.INVITATIONS,
    note="You are removed from a running session too, with your mark. Ended sessions stay.",
    answer=NamedClass,
    refuses=(ClassNotFound, NotEnrolled),
    audit=Action.UNENROL,
)
@student_only
async def leave(request: web.Request, user: User) -> web.Response:
    note(request, studentId=user.id)
    class_ = await request.app[INVITATIONS].leave(request.match_info["id"], user.id)
    return success(NamedClass(class_.id, class_.class_name))


@routes.get("/class/{id:[^/]+}/invitations")
@operation(
    "List the students who are invited to a class you teach and not in it yet",
    tag=Tag.INVITATIONS,
    answer=list[PendingInvitation],
    refuses=(ClassNotFound, NotClassTeacher),
)
@teacher_only
async def pending(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.SEE)
    return success(
        [
            PendingInvitation(
                student_id=each.student_id,
                name=each.invited_as.name,
                email=each.invited_as.email,
                needs_code=each.needs_code,
                student_number=each.invited_as.student_number,
            )
            for each in await request.app[ENROLMENTS].pending(class_.id)
        ]
    )


@routes.post("/class/{id:[^/]+}/invitations/{student_id:[^/]+}/confirm")
@operation(
    "Confirm that an account is that of the student you imported",
    tag=Tag.INVITATIONS,
    note="The student is enrolled as if they had entered the code. An invitation without a code is"
    " for the student to accept.",
    answer=ClassView,
    refuses=(*OF_OWNER, InvitationNotFound, AwaitsStudent, ClassFull),
    audit=Action.CONFIRM,
)
@teacher_only
async def confirm(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.MANAGE)
    student_id = request.match_info["student_id"].lower()
    return success(view(await request.app[ENROLMENTS].confirm_in(class_.id, student_id)))


@routes.delete("/class/{id:[^/]+}/invitations/{student_id:[^/]+}")
@operation(
    "Withdraw an invitation to a class you teach",
    tag=Tag.INVITATIONS,
    answer=NamedClass,
    refuses=(*OF_OWNER, InvitationNotFound),
    audit=Action.WITHDRAW,
)
@teacher_only
async def withdraw(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.MANAGE)
    student_id = request.match_info["student_id"].lower()
    withdrawn = await request.app[ENROLMENTS].withdraw(class_.id, student_id)
    return success(NamedClass(withdrawn.id, withdrawn.class_name))
