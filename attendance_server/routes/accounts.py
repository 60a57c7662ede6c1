"""Accounts: sign up, log in, claim, log out, change the password, show, delete."""

from functools import partial

from aiohttp import web

from ..accounts.accounts import BUSY
from ..accounts.changes import differences
from ..audit import Action
from ..errors.accounts import (
    AccountDisabled,
    BadCredentials,
    CodeExpired,
    CodeWrong,
    EmailTaken,
    PasswordsOff,
    StudentCodeWrong,
    StudentSignupClosed,
    TeacherCodeWrong,
    TeacherSignupClosed,
)
from ..errors.administration import LastAdmin
from ..errors.requests import OriginNotAllowed
from ..errors.sessions import SessionRunning
from ..http.audited import note
from ..http.auth import DEVICE_ID, own_account, signed_in, token_of_request
from ..http.client import limit_key_of
from ..http.cookies import drop_refresh_token, known_browser
from ..http.envelope import read_body, success
from ..http.operations import Tag, operation
from ..models import Missing, Proof, ResetWay, User
from ..wire.answers import LoggedInView, OwnView, PasswordResetView, TokenView, UserView
from ..wire.names import ChangeOwnAccount
from ..wire.requests import (
    AnyLogin,
    ChangePassword,
    ClaimAccount,
    DeleteAccount,
    Remember,
    Signup,
)
from .app_keys import ACCOUNTS, ENROLMENTS, STORE
from .log_ins import logged_in_answer, remember_as

routes = web.RouteTableDef()


@routes.post("/auth/signup")
@operation(
    "Create an account",
    tag=Tag.AUTH,
    body=Signup,
    answer=UserView,
    status=201,
    refuses=(
        EmailTaken,
        TeacherCodeWrong,
        TeacherSignupClosed,
        StudentCodeWrong,
        StudentSignupClosed,
        PasswordsOff,
        *BUSY,
    ),
    audit=Action.SIGNUP,
)
async def signup(request: web.Request) -> web.Response:
    body = await read_body(request, Signup)
    user = await request.app[ACCOUNTS].sign_up(body, limit_key_of(request))
    note(request, user.id)
    return success(_view(user), 201)


@routes.post("/auth/login")
@operation(
    "Get a token",
    tag=Tag.AUTH,
    note="With the e-mail address or, at a school that has them, the student number. With"
    " `remember`, the user stays logged in on this device, which gets a refresh token.",
    body=AnyLogin,
    answer=LoggedInView,
    refuses=(BadCredentials, AccountDisabled, OriginNotAllowed, PasswordsOff, *BUSY),
    audit=Action.LOGIN,
)
async def login(request: web.Request) -> web.Response:
    body: AnyLogin = await read_body(request, AnyLogin)
    logged_in = await request.app[ACCOUNTS].log_in(
        body.login_name,
        body.password,
        limit_key_of(request),
        browser=known_browser(request, body.login_name),
        remember_as=remember_as(request, body.remember),
        on_found=partial(note, request),
    )
    return logged_in_answer(request, logged_in, by_cookie=body.remember is Remember.COOKIE)


@routes.post("/auth/claim")
@operation(
    "Set the password of an account with a code",
    tag=Tag.AUTH,
    note="The code is that of an account that a teacher has imported, or one for a new password."
    " The account has this password from then on, and the code is used up. With a code for a new"
    " password, all earlier tokens end, and their sockets are closed. The answer is that of a"
    " log-in.",
    body=ClaimAccount,
    answer=LoggedInView,
    refuses=(CodeWrong, CodeExpired, AccountDisabled, OriginNotAllowed, PasswordsOff, *BUSY),
    audit=Action.CLAIM,
)
async def claim(request: web.Request) -> web.Response:
    body = await read_body(request, ClaimAccount)
    claimed = await request.app[ACCOUNTS].claim(
        body.code,
        body.password,
        limit_key_of(request),
        remember_as=remember_as(request, body.remember),
    )
    reset = claimed.user.password_reset
    if reset:
        note(request, way=reset.way.value)
        if reset.way is ResetWay.MAIL:
            # The code was mailed to the address of the account, so its user reads that mail.
            await request.app[ENROLMENTS].confirm(claimed.user, Proof.MAIL)
    return logged_in_answer(request, claimed, by_cookie=body.remember is Remember.COOKIE)


@routes.post("/auth/logout")
@operation(
    "End the token of this request, and its device if that is remembered",
    tag=Tag.AUTH,
    note="It is no longer valid, and its sockets are closed with 4401. Other tokens of the account"
    " stay valid, except those of the same device.",
    answer=UserView,
    audit=Action.LOGOUT,
)
@signed_in
async def log_out(request: web.Request, user: User) -> web.Response:
    token, device_id = token_of_request(request), request.get(DEVICE_ID)
    await request.app[ACCOUNTS].log_out(user, token, device_id)
    response = success(_view(user))
    if device_id:
        drop_refresh_token(request, response)
    return response


@routes.post("/auth/password")
@operation(
    "Change your password",
    tag=Tag.AUTH,
    note="All earlier tokens and all other devices end, and their sockets are closed; the answer"
    " has a new token.",
    body=ChangePassword,
    answer=TokenView,
    refuses=(BadCredentials, PasswordsOff, *BUSY),
    audit=Action.PASSWORD,
)
@signed_in
async def change_password(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, ChangePassword)
    changed = await request.app[ACCOUNTS].change_password(
        user, body.old_password, body.new_password, limit_key_of(request), request.get(DEVICE_ID)
    )
    return success(TokenView(changed.token))


@routes.get("/auth/me")
@operation(
    "Show your account",
    tag=Tag.AUTH,
    note="Once its password was set with a code, `passwordReset` says when, and who had issued it.",
    answer=OwnView,
)
@own_account
async def me(request: web.Request, user: User) -> web.Response:
    return success(await _own_view(request, user))


@routes.patch("/auth/me")
@operation(
    "Change your names, what lists of students are sorted by for you, or your language",
    tag=Tag.AUTH,
    body=ChangeOwnAccount,
    answer=OwnView,
    audit=Action.CHANGE_ACCOUNT,
)
@own_account
async def change_me(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, ChangeOwnAccount)
    accounts = request.app[ACCOUNTS]
    changed = await accounts.rename(user, body.change)
    if body.changes_preferences:
        order = changed.name_order if body.name_order is Missing.MISSING else body.name_order
        language = changed.language if body.language is Missing.MISSING else body.language
        changed = await accounts.prefer(changed, order, language)
    note(request, userId=user.id, changes=differences(user, changed))
    return success(await _own_view(request, changed))


@routes.delete("/auth/me")
@operation(
    "Delete your account",
    tag=Tag.AUTH,
    note="A student leaves all classes, and a teacher's classes are deleted. Ended sessions keep "
    "the id and the marks of the account.",
    body=DeleteAccount,
    answer=UserView,
    refuses=(BadCredentials, SessionRunning, LastAdmin, *BUSY),
    audit=Action.DELETE_ACCOUNT,
)
@own_account
async def delete_me(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, DeleteAccount)
    await request.app[ACCOUNTS].delete_own(user, body.password, limit_key_of(request))
    return success(_view(user))


def _view(user: User) -> UserView:
    return UserView(
        user.id,
        user.name,
        user.email,
        user.role,
        student_number=user.student_number,
        given_name=user.given_name,
        family_name=user.family_name,
    )


async def _own_view(request: web.Request, user: User) -> OwnView:
    return OwnView(
        user.id,
        user.name,
        user.email,
        user.role,
        student_number=user.student_number,
        given_name=user.given_name,
        family_name=user.family_name,
        name_order=user.name_order,
        language=user.language,
        password_reset=await reset_view(request, user),
    )


async def reset_view(request: web.Request, user: User) -> PasswordResetView | None:
    """How the password of an account was last set with a code; `None`: it was not."""
    reset = user.password_reset
    if reset is None:
        return None
    issuer = await request.app[STORE].users.get(reset.issuer_id) if reset.issuer_id else None
    name = issuer.name if issuer else None
    return PasswordResetView(reset.way, reset.issued_at, reset.at, name)
