"""Students, for teachers who look for one to enrol, or have imported one by mistake."""

from aiohttp import web

from ..accounts.changes import differences
from ..audit import Action
from ..errors.accounts import AlreadyClaimed
from ..errors.classes import StudentNotFound
from ..errors.rosters import NotIssuer
from ..http.audited import note
from ..http.auth import teacher_only
from ..http.envelope import read_body, success
from ..http.operations import Tag, operation
from ..models import User
from ..wire.answers import StudentView
from ..wire.codec import parse_fields
from ..wire.names import Rename
from ..wire.requests import StudentSearch
from .app_keys import CLAIM_CODES, KNOWN_STUDENTS
from .classes import student_view

routes = web.RouteTableDef()


@routes.get("/students")
@operation(
    "Look for students",
    tag=Tag.STUDENTS,
    note="Each word of `q` begins a word of the name, the address or the student number, in any"
    " order; letter case and accents do not count. `after` is the last `_id` of the previous page."
    " With STUDENT_DIRECTORY=own, only students of your own classes and imports are found.",
    query=StudentSearch,
    answer=list[StudentView],
)
@teacher_only
async def search(request: web.Request, user: User) -> web.Response:
    query = parse_fields(dict(request.query), StudentSearch)
    students = await request.app[KNOWN_STUDENTS].search(user.id, query.q, query.limit, query.after)
    return success([student_view(student) for student in students])


@routes.patch("/students/{student_id:[^/]+}")
@operation(
    "Correct the name of an account that an import has created and that has not been claimed",
    tag=Tag.STUDENTS,
    note="Only the teacher who may hand out its code can do this. Once the account is claimed, its"
    " owner can change the name.",
    body=Rename,
    answer=StudentView,
    refuses=(StudentNotFound, AlreadyClaimed, NotIssuer),
    audit=Action.CHANGE_ACCOUNT,
)
@teacher_only
async def rename(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, Rename)
    student_id = request.match_info["student_id"].lower()
    before, after = await request.app[CLAIM_CODES].rename(student_id, body.change, user)
    note(request, changes=differences(before, after))
    return success(student_view(after))


@routes.delete("/students/{student_id:[^/]+}")
@operation(
    "Delete an account that an import has created and that has not been claimed",
    tag=Tag.STUDENTS,
    note="It is removed from all classes, and its address is free again. Only the teacher who may"
    " hand out its code can do this.",
    answer=StudentView,
    refuses=(StudentNotFound, AlreadyClaimed, NotIssuer),
    audit=Action.DELETE_ACCOUNT,
)
@teacher_only
async def discard(request: web.Request, user: User) -> web.Response:
    student_id = request.match_info["student_id"].lower()
    student = await request.app[CLAIM_CODES].delete_account(student_id, user)
    return success(student_view(student))
