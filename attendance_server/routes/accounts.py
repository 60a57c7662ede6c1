"""Accounts: sign up, log in, who am I, another password, and away with it."""

from contextlib import suppress

from aiohttp import web

from ..accounts.attempts import Attempt
from ..accounts.claim_codes import code_hash
from ..audit import Action
from ..errors import (
    AttendanceError,
    BadCredentials,
    CodeExpired,
    CodeWrong,
    EmailTaken,
    HashingUnavailable,
    SessionRunning,
    StorageUnavailable,
    StudentCodeWrong,
    StudentSignupClosed,
    TeacherCodeWrong,
    TeacherSignupClosed,
    TooManyAttempts,
    TooManyLogins,
)
from ..http.audited import note
from ..http.auth import own_account, signed_in
from ..http.envelope import read_body, success
from ..http.operations import Tag, operation
from ..models import User
from ..text import normal_password
from ..wire.answers import TokenView, UserView
from ..wire.requests import ChangePassword, ClaimAccount, DeleteAccount, Login, Signup
from .app_keys import ATTEMPTS, CLASSES, CODE_TERM, REVOCATION, SIGNUP_POLICY, STORE, TOKENS

routes = web.RouteTableDef()

BUSY: tuple[type[AttendanceError], ...] = (TooManyAttempts, TooManyLogins, HashingUnavailable)
"""What a call may be refused with that hashes a password."""


@routes.post("/auth/signup")
@operation(
    "Make an account",
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
        *BUSY,
    ),
    audit=Action.SIGNUP,
)
async def signup(request: web.Request) -> web.Response:
    body = await read_body(request, Signup)
    attempt = request.app[ATTEMPTS].signup(request, body.email)
    # Before the code is looked at: it can be guessed at here, and nowhere else.
    await attempt.count()
    # Before the database is asked, so that a stranger learns of no address.
    request.app[SIGNUP_POLICY].check(body)
    try:
        password_hash = await request.app[TOKENS].passwords.hash(body.password, attempt)
    except (TooManyLogins, HashingUnavailable):
        await attempt.forget()
        raise
    user = await request.app[STORE].users.add(body.name, body.email, body.role, password_hash)
    note(request, user.id)
    return success(_view(user), 201)


@routes.post("/auth/login")
@operation(
    "Get a token",
    tag=Tag.AUTH,
    body=Login,
    answer=TokenView,
    refuses=(BadCredentials, *BUSY),
    audit=Action.LOGIN,
)
async def login(request: web.Request) -> web.Response:
    body = await read_body(request, Login)
    tokens = request.app[TOKENS]
    guess = request.app[ATTEMPTS].guess(request, body.email)
    try:
        # Before the database is asked as well: what is refused costs nothing.
        await guess.check()
        user = await request.app[STORE].users.by_email(body.email)
        if user:
            note(request, user.id)
        if user and not user.claimed:
            # There is no password yet: as where there is no account.
            user = None
        known = await tokens.passwords.match(body.password, user, guess)
    except BUSY:
        tokens.logins["turned away"] += 1
        raise
    if not known or user is None:
        tokens.logins["wrong"] += 1
        raise BadCredentials
    tokens.logins["ok"] += 1
    if tokens.passwords.outdated(user.password_hash):
        await _rehash(request.app, user, body.password, guess)
    return success(TokenView(tokens.issue(user)))


async def _rehash(app: web.Application, user: User, password: str, guess: Attempt) -> None:
    """Keep a hash of the cost that the settings ask for now; the next log-in tries again."""
    with suppress(*BUSY, StorageUnavailable):
        hashed = await app[TOKENS].passwords.hash(normal_password(password), guess)
        await app[STORE].users.rehash(user, hashed)


@routes.post("/auth/claim")
@operation(
    "Claim an account that a teacher has made, with the code that they hand out",
    tag=Tag.AUTH,
    note="The account has this password from now on, and the code is used up. The answer is that"
    " of a log-in.",
    body=ClaimAccount,
    answer=TokenView,
    refuses=(CodeWrong, CodeExpired, *BUSY),
    audit=Action.CLAIM,
)
async def claim(request: web.Request) -> web.Response:
    body = await read_body(request, ClaimAccount)
    code = code_hash(body.code)
    guess = request.app[ATTEMPTS].claim(request, code)
    await guess.check()
    claims, tokens = request.app[STORE].claims, request.app[TOKENS]
    # Before the password is hashed: a guess is to cost next to nothing.
    claimed = await claims.waiting_for(code)
    if claimed is None:
        await guess.count()
        raise CodeWrong
    if request.app[CODE_TERM].is_over(claimed.code_until):
        raise CodeExpired
    # Many may have been looked for meanwhile: past the limit not even a right one is told.
    await guess.check()
    user = await claims.claim(code, await tokens.passwords.hash(body.password, guess))
    if user is None:
        raise CodeWrong
    note(request, user.id)
    return success(TokenView(tokens.issue(user)))


@routes.post("/auth/logout")
@operation(
    "End the token of this request",
    tag=Tag.AUTH,
    note="It is good no more, and its sockets are closed with 4401. Other tokens of the account"
    " stay good.",
    answer=UserView,
    audit=Action.LOGOUT,
)
@signed_in
async def log_out(request: web.Request, user: User) -> web.Response:
    ended = await request.app[TOKENS].end(request["claims"], user)
    request.app[REVOCATION].close_sockets(user.id, ended)
    return success(_view(user))


@routes.post("/auth/password")
@operation(
    "Change one's password",
    tag=Tag.AUTH,
    note="All tokens so far end, and their sockets are closed; the answer brings a new one.",
    body=ChangePassword,
    answer=TokenView,
    refuses=(BadCredentials, *BUSY),
    audit=Action.PASSWORD,
)
@signed_in
async def change_password(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, ChangePassword)
    tokens = request.app[TOKENS]
    guess = request.app[ATTEMPTS].guess(request, user.email)
    if not await tokens.passwords.match(body.old_password, user, guess):
        raise BadCredentials
    password_hash = await tokens.passwords.hash(body.new_password, guess)
    user = await request.app[STORE].users.change_password(user, password_hash)
    _end_tokens(request.app, user)
    return success(TokenView(tokens.issue(user)))


@routes.get("/auth/me")
@operation("Show one's own account", tag=Tag.AUTH, answer=UserView)
@own_account
async def me(_: web.Request, user: User) -> web.Response:
    return success(_view(user))


@routes.delete("/auth/me")
@operation(
    "Delete one's own account",
    tag=Tag.AUTH,
    note="It is gone from all classes, and a teacher's classes go with it. Ended sessions keep "
    "its id and marks.",
    body=DeleteAccount,
    answer=UserView,
    refuses=(BadCredentials, SessionRunning, *BUSY),
    audit=Action.DELETE_ACCOUNT,
)
@own_account
async def delete_me(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, DeleteAccount)
    guess = request.app[ATTEMPTS].guess(request, user.email)
    if not await request.app[TOKENS].passwords.match(body.password, user, guess):
        raise BadCredentials
    # The account last: until then its user can ask again for what has not been done.
    await _withdraw(request.app, user)
    await request.app[STORE].users.delete(user.id)
    _end_tokens(request.app, user)
    # Until it was gone, somebody could enrol them, or they make a class.
    with suppress(SessionRunning):
        await _withdraw(request.app, user)
    return success(_view(user))


async def _withdraw(app: web.Application, user: User) -> None:
    """The user is in no class any more, and with a teacher go theirs.

    So do the accounts that nobody else could hand out. Raises `SessionRunning`.
    """
    await app[CLASSES].withdraw(user)
    await app[STORE].claims.drop(user.id)


def _end_tokens(app: web.Application, user: User) -> None:
    """The user's tokens are good no more, and the sockets that are open on them are closed."""
    app[TOKENS].forget([user.id])
    app[REVOCATION].close_sockets(user.id)


def _view(user: User) -> UserView:
    return UserView(user.id, user.name, user.email, user.role)
