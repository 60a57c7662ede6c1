"""Notes with an absence: written and withdrawn by students, decided on by teachers."""

import attrs
from aiohttp import web

from ..absence.notes import note_view
from ..audit import Action
from ..errors.absence import NoteDecided, NoteNotFound, TooManyNotes
from ..errors.classes import ClassNotFound, NotClassTeacher, NotEnrolled
from ..errors.requests import TeacherOnly
from ..http.audited import note as note_target
from ..http.auth import signed_in, student_only, teacher_only
from ..http.envelope import read_body, success
from ..http.operations import Tag, operation
from ..models import Class, Role, User
from ..rights import Right
from ..wire.absence_notes import DecidedNote, NotesQuery, NoteView, WriteNote
from ..wire.codec import parse_fields
from .app_keys import ABSENCE_NOTES, STORE
from .classes import permitted_class

routes = web.RouteTableDef()


@routes.post("/class/{id:[^/]+}/notes")
@operation(
    "Say why you were absent, or will be, from a class you attend",
    tag=Tag.NOTES,
    note="Both days are included; without `until`, the note is for one day. Its teachers see it at"
    " once.",
    body=WriteNote,
    answer=NoteView,
    status=201,
    refuses=(ClassNotFound, NotEnrolled, TooManyNotes),
    audit=Action.WRITE_NOTE,
)
@student_only
async def write(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, WriteNote)
    class_ = await _attended_class(request, user)
    view = await request.app[ABSENCE_NOTES].write(class_, user, body)
    note_target(request, noteId=view.id, studentId=user.id)
    return success(view, 201)


@routes.get("/class/{id:[^/]+}/notes")
@operation(
    "List the notes of a class you teach, or your own in a class you attend",
    tag=Tag.NOTES,
    note="Newest first. `after` is the last `_id` of the previous page. Administrators do not see"
    " notes.",
    query=NotesQuery,
    answer=list[NoteView],
    refuses=(ClassNotFound, NotClassTeacher, NotEnrolled, TeacherOnly),
)
@signed_in
async def listed(request: web.Request, user: User) -> web.Response:
    if user.role is Role.ADMIN:
        raise TeacherOnly
    query = parse_fields(dict(request.query), NotesQuery)
    if user.role is Role.STUDENT:
        class_, student_id = await _attended_class(request, user), user.id
    else:
        class_, student_id = await permitted_class(request, user, Right.TAKE_ATTENDANCE), None
    notes = await request.app[STORE].absence_notes.listed(
        class_.id,
        student_id=student_id,
        state=query.state,
        at=query.at,
        limit=query.limit,
        after=query.after,
    )
    users = await request.app[STORE].users.named({each.student_id for each in notes})
    return success(
        [
            note_view(each, users[each.student_id].name)
            for each in notes
            # Accounts can be deleted at the same time.
            if each.student_id in users
        ]
    )


@routes.delete("/class/{id:[^/]+}/notes/{note_id:[^/]+}")
@operation(
    "Withdraw a note of yours",
    tag=Tag.NOTES,
    note="Until a teacher has decided on it. It is deleted.",
    answer=NoteView,
    refuses=(ClassNotFound, NotEnrolled, NoteNotFound, NoteDecided),
    audit=Action.WITHDRAW_NOTE,
)
@student_only
async def withdraw(request: web.Request, user: User) -> web.Response:
    class_ = await _attended_class(request, user)
    note_id = request.match_info["note_id"].lower()
    return success(await request.app[ABSENCE_NOTES].withdraw(class_, note_id, user))


@routes.post("/class/{id:[^/]+}/notes/{note_id:[^/]+}/accept")
@operation(
    "Accept a note as an excuse",
    tag=Tag.NOTES,
    note="The student is excused in the sessions of its days: in those that have ended and in which"
    " they were absent, as a correction with the reason of the note; in a running one unless they"
    " have arrived; in those to come when they start.",
    answer=DecidedNote,
    refuses=(ClassNotFound, NotClassTeacher, NoteNotFound),
    audit=Action.ACCEPT_NOTE,
)
@teacher_only
async def accept(request: web.Request, user: User) -> web.Response:
    return await _decide(request, user, accepted=True)


@routes.post("/class/{id:[^/]+}/notes/{note_id:[^/]+}/decline")
@operation(
    "Decline a note",
    tag=Tag.NOTES,
    note="Sessions to come no longer excuse the student, if it was accepted before; what it has"
    " excused stays so.",
    answer=DecidedNote,
    refuses=(ClassNotFound, NotClassTeacher, NoteNotFound),
    audit=Action.DECLINE_NOTE,
)
@teacher_only
async def decline(request: web.Request, user: User) -> web.Response:
    return await _decide(request, user, accepted=False)


async def _decide(request: web.Request, user: User, *, accepted: bool) -> web.Response:
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    note_id = request.match_info["note_id"].lower()
    view, excused = await request.app[ABSENCE_NOTES].decide(
        class_, note_id, user, accepted=accepted
    )
    note_target(request, studentId=view.student_id)
    return success(DecidedNote(**attrs.asdict(view, recurse=False), excused=excused))


async def _attended_class(request: web.Request, user: User) -> Class:
    """The class in the URL, which the user attends. Raises `ClassNotFound` and `NotEnrolled`."""
    class_ = await request.app[STORE].classes.seen_by(user.id, request.match_info["id"])
    if user.id not in class_.student_ids:
        raise NotEnrolled
    return class_
