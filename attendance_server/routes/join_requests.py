"""Requests to join a class, by students who have a right code and are not in it."""

from aiohttp import web

from ..audit import Action
from ..errors.classes import ClassFull, ClassNotFound, NotClassTeacher, StudentNotFound
from ..errors.joining import JoinRequestNotFound
from ..http.auth import student_only, teacher_only
from ..http.envelope import success
from ..http.operations import Tag, operation
from ..models import User
from ..rights import Right
from ..wire.arrivals import Joined, JoinRefused, JoinRequestView
from ..wire.joining import PendingJoinRequest, WithdrawnJoinRequest
from .app_keys import JOIN_REQUESTS
from .classes import permitted_class

routes = web.RouteTableDef()


@routes.get("/class/{id:[^/]+}/join-requests")
@operation(
    "List the students who ask to join a class you teach",
    tag=Tag.INVITATIONS,
    note="Oldest first. Students ask with the code of the class, or by checking in, where the"
    " settings of the class let them.",
    answer=list[JoinRequestView],
    refuses=(ClassNotFound, NotClassTeacher),
)
@teacher_only
async def waiting(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    return success(
        [
            JoinRequestView(
                student.id, student.name, student.email, asked.at, student.student_number
            )
            for asked, student in await request.app[JOIN_REQUESTS].to_class(class_.id)
        ]
    )


@routes.get("/auth/me/join-requests")
@operation(
    "List the classes you have asked to join",
    tag=Tag.INVITATIONS,
    note="Those whose teachers have not answered yet, oldest first.",
    answer=list[PendingJoinRequest],
)
@student_only
async def own(request: web.Request, user: User) -> web.Response:
    return success(
        [
            PendingJoinRequest(asked.class_id, class_name, asked.at)
            for asked, class_name in await request.app[JOIN_REQUESTS].of_student(user.id)
        ]
    )


@routes.delete("/auth/me/join-requests/{id:[^/]+}")
@operation(
    "Withdraw your request to join a class",
    tag=Tag.INVITATIONS,
    note="Until a teacher has answered it.",
    answer=WithdrawnJoinRequest,
    refuses=(JoinRequestNotFound, ClassNotFound),
    audit=Action.WITHDRAW_JOIN,
)
@student_only
async def withdraw(request: web.Request, user: User) -> web.Response:
    class_id = request.match_info["id"].lower()
    await request.app[JOIN_REQUESTS].withdraw(class_id, user.id)
    return success(WithdrawnJoinRequest(class_id))


@routes.post("/class/{id:[^/]+}/join-requests/{student_id:[^/]+}/accept")
@operation(
    "Let a student who asks to join into a class you teach",
    tag=Tag.INVITATIONS,
    note="The student is enrolled, and marked in the session whose code they had, as of the time of"
    " their request; without a `status`, that session has ended, or it was the code of the class.",
    answer=Joined,
    refuses=(ClassNotFound, NotClassTeacher, JoinRequestNotFound, StudentNotFound, ClassFull),
    audit=Action.ENROL,
)
@teacher_only
async def accept(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    student_id = request.match_info["student_id"].lower()
    mark = await request.app[JOIN_REQUESTS].accept(class_.id, student_id)
    status, marked_at = (mark.status, mark.marked_at) if mark else (None, None)
    return success(Joined(class_.id, student_id, status, marked_at))


@routes.delete("/class/{id:[^/]+}/join-requests/{student_id:[^/]+}")
@operation(
    "Refuse a student who asks to join a class you teach",
    tag=Tag.INVITATIONS,
    answer=JoinRefused,
    refuses=(ClassNotFound, NotClassTeacher, JoinRequestNotFound),
    audit=Action.REFUSE_JOIN,
)
@teacher_only
async def refuse(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    student_id = request.match_info["student_id"].lower()
    await request.app[JOIN_REQUESTS].refuse(class_, student_id)
    return success(JoinRefused(class_.id, student_id))
