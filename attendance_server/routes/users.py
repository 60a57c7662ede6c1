"""The accounts of a school, for its administrators: find, change, merge, delete."""

from aiohttp import web
from attrs import asdict

from ..accounts.changes import differences
from ..administration.people import AccountChange
from ..audit import Action, ValueChange
from ..errors.accounts import EmailTaken, UserNotFound
from ..errors.administration import (
    AccountUnclaimed,
    CannotMerge,
    LastAdmin,
    MergeUnfinished,
    RoleFixed,
    TeacherHasClasses,
)
from ..errors.sessions import SessionRunning
from ..http.audited import note, recorded_first
from ..http.auth import admin_only
from ..http.envelope import read_body, success
from ..http.now import NOW
from ..http.operations import Tag, operation
from ..models import User, creation_time
from ..wire.administration import ChangeUser, MergeUser, UserDetail, UserRecord, UserSearch
from ..wire.codec import parse_fields
from .app_keys import MERGER, PEOPLE, STORE
from .export import attended_class, taught_class

routes = web.RouteTableDef()


@routes.get("/users")
@operation(
    "Look for accounts",
    tag=Tag.USERS,
    note="Each word of `q` begins a word of the name or the address, in any order; letter case and"
    " accents do not count. Oldest first; `after` is the last `_id` of the previous page.",
    query=UserSearch,
    answer=list[UserRecord],
)
@admin_only
async def search(request: web.Request, _: User) -> web.Response:
    query = parse_fields(dict(request.query), UserSearch)
    users = await request.app[STORE].users.people(
        query.q, query.limit, query.after, query.role, disabled=query.disabled
    )
    return success([record(user) for user in users])


@routes.get("/users/{user_id:[^/]+}")
@operation(
    "Show an account and its classes",
    tag=Tag.USERS,
    answer=UserDetail,
    refuses=(UserNotFound,),
)
@admin_only
async def show(request: web.Request, _: User) -> web.Response:
    user = await request.app[PEOPLE].find(_user_id(request))
    classes = await request.app[STORE].classes.of_user(user.id)
    return success(
        UserDetail(
            **asdict(record(user), recurse=False),
            classes_taught=tuple(taught_class(each, each.role) for each in classes if each.role),
            classes_attended=tuple(attended_class(each) for each in classes if each.attends),
        )
    )


@routes.patch("/users/{user_id:[^/]+}")
@operation(
    "Change the names, the e-mail address or the role of an account, disable or enable it",
    tag=Tag.USERS,
    note="Another role, and disabling the account, end its tokens and close its sockets with 4401."
    " A student who becomes a teacher leaves all classes, and keeps the marks; a teacher becomes a"
    " student only without classes. The role of an administrator stays.",
    body=ChangeUser,
    answer=UserRecord,
    refuses=(
        UserNotFound,
        EmailTaken,
        LastAdmin,
        RoleFixed,
        AccountUnclaimed,
        TeacherHasClasses,
        MergeUnfinished,
    ),
    audit=Action.CHANGE_ACCOUNT,
)
@admin_only
async def change(request: web.Request, _: User) -> web.Response:
    body = await read_body(request, ChangeUser)
    people = request.app[PEOPLE]
    change = AccountChange(body.name_change, body.email, body.role, body.disabled)
    user = await people.find(_user_id(request))
    # Before the change, so that the event has it even if the server is killed in the middle.
    wanted = change.applied_to(user, request.app[NOW]())
    note(request, changes=differences(user, wanted))
    async with recorded_first(request):
        return success(record(await people.change(user.id, change)))


@routes.post("/users/{user_id:[^/]+}/merge")
@operation(
    "Merge the account of a student into another account of the same person",
    tag=Tag.USERS,
    note="The other account, with its name, address and password, takes over the classes,"
    " invitations, marks and corrections, and this one is deleted. Where both have a mark in a"
    " session, present stays before late, excused and absent; the audit event lists the marks that"
    " were dropped. If it breaks off, the account is disabled until this call is repeated.",
    body=MergeUser,
    answer=UserRecord,
    refuses=(UserNotFound, CannotMerge, MergeUnfinished, SessionRunning),
    audit=Action.MERGE_ACCOUNT,
)
@admin_only
async def merge(request: web.Request, _: User) -> web.Response:
    body = await read_body(request, MergeUser)
    merger = request.app[MERGER]
    async with merger.prepared(_user_id(request), body.into.lower()) as prepared:
        note(
            request,
            intoId=prepared.target.id,
            changes=[
                ValueChange("mark", each.dropped, each.kept, of=each.session_id)
                for each in prepared.double_marks
            ],
        )
        async with recorded_first(request):
            return success(record(await prepared.carry_out()))


@routes.delete("/users/{user_id:[^/]+}")
@operation(
    "Delete an account",
    tag=Tag.USERS,
    note="A student leaves all classes; a teacher's classes have to be moved or deleted first."
    " Ended sessions keep the id and the marks of the account. The answer is the account as it"
    " was.",
    answer=UserRecord,
    refuses=(UserNotFound, LastAdmin, TeacherHasClasses, SessionRunning),
    audit=Action.DELETE_ACCOUNT,
)
@admin_only
async def delete(request: web.Request, _: User) -> web.Response:
    user_id = _user_id(request)
    await request.app[PEOPLE].find(user_id)
    async with recorded_first(request):
        return success(record(await request.app[PEOPLE].delete(user_id)))


def record(user: User) -> UserRecord:
    """An account as administrators see it."""
    return UserRecord(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        claimed=user.claimed,
        created_at=creation_time(user.id),
        disabled_at=user.disabled_at,
        merging_into=user.merging_into,
        student_number=user.student_number,
        contact_email=user.contact_email,
        given_name=user.given_name,
        family_name=user.family_name,
    )


def _user_id(request: web.Request) -> str:
    return request.match_info["user_id"].lower()
