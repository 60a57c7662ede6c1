"""Forgotten passwords: codes for a new one, by mail or handed over."""

from aiohttp import web

from ..accounts.resets import IssuedReset
from ..audit import Action
from ..errors.accounts import AccountDisabled, PasswordsOff, TooManyAttempts, UserNotFound
from ..errors.administration import AccountUnclaimed, NotImporter, OwnPassword
from ..errors.classes import StudentNotFound
from ..errors.mail import NoMail, TooMuchMail
from ..http.audited import recorded_first
from ..http.auth import admin_only, teacher_only
from ..http.client import limit_key_of
from ..http.envelope import read_body, success
from ..http.language import language_of
from ..http.operations import Tag, operation
from ..models import User
from ..wire.answers import IssuedResetCode, MailPromised
from ..wire.requests import ForgottenPassword
from .app_keys import FORGOTTEN, PEOPLE, RESET_CODES

UNTIL_REDEEMED = (
    "It is good for one use within 24 hours, at `POST /auth/claim`, and replaces the code that was"
    " handed out before. Until it is used, the old password and all log-ins stay valid."
)

routes = web.RouteTableDef()


@routes.post("/auth/forgot")
@operation(
    "Have a code for a new password mailed to the owner of an account",
    tag=Tag.AUTH,
    note="The answer is the same whether or not there is such an account. The mail has a link to"
    " the pages; its code is good for one use within 24 hours, at `POST /auth/claim`, and until"
    " the next mail. Without SMTP_URL, the server sends no mail.",
    body=ForgottenPassword,
    answer=MailPromised,
    status=202,
    refuses=(NoMail, TooManyAttempts, TooMuchMail),
    audit=Action.FORGOT,
)
async def forgot(request: web.Request) -> web.Response:
    body = await read_body(request, ForgottenPassword)
    await request.app[FORGOTTEN].ask(body.email, limit_key_of(request), language_of(request))
    return success(MailPromised(body.email), 202)


@routes.post("/students/{student_id:[^/]+}/reset-code")
@operation(
    "Issue a code for a new password to a student whose account your import has created",
    tag=Tag.STUDENTS,
    note=UNTIL_REDEEMED,
    answer=IssuedResetCode,
    refuses=(
        StudentNotFound,
        NotImporter,
        AccountUnclaimed,
        AccountDisabled,
        PasswordsOff,
        UserNotFound,
    ),
    audit=Action.RESET_CODE,
)
@teacher_only
async def issue_to_student(request: web.Request, user: User) -> web.Response:
    student_id = request.match_info["student_id"].lower()
    return _issued(await request.app[RESET_CODES].issue_to_student(student_id, user))


@routes.post("/users/{user_id:[^/]+}/reset-code")
@operation(
    "Issue a code for a new password of any account but your own",
    tag=Tag.USERS,
    note=UNTIL_REDEEMED,
    answer=IssuedResetCode,
    refuses=(UserNotFound, OwnPassword, AccountDisabled, PasswordsOff),
    audit=Action.RESET_CODE,
)
@admin_only
async def issue_by_office(request: web.Request, admin: User) -> web.Response:
    user = await request.app[PEOPLE].find(request.match_info["user_id"].lower())
    async with recorded_first(request):
        return _issued(await request.app[RESET_CODES].issue_by_office(user, admin))


def _issued(issued: IssuedReset) -> web.Response:
    user = issued.user
    return success(
        IssuedResetCode(
            user.id, user.name, user.email, issued.code, issued.until, user.student_number
        )
    )
