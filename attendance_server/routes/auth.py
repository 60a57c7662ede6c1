"""Accounts: sign up, log in, who am I."""

from aiohttp import web

from ..auth import own_account
from ..envelope import read_body, success
from ..errors import BadCredentials, TooManyLogins
from ..models import User
from ..schemas import Login, Signup, TokenView, UserView
from .keys import AUTH, STORE

routes = web.RouteTableDef()


@routes.post("/auth/signup")
async def signup(request: web.Request) -> web.Response:
    body = await read_body(request, Signup)
    password_hash = await request.app[AUTH].passwords.hash(body.password)
    user = await request.app[STORE].users.add(body.name, body.email, body.role, password_hash)
    return success(_view(user), 201)


@routes.post("/auth/login")
async def login(request: web.Request) -> web.Response:
    body = await read_body(request, Login)
    auth = request.app[AUTH]
    user = await request.app[STORE].users.by_email(body.email)
    try:
        known = await auth.passwords.match(body.password, user)
    except TooManyLogins:
        auth.logins["turned away"] += 1
        raise
    if not known or user is None:
        auth.logins["wrong"] += 1
        raise BadCredentials
    auth.logins["ok"] += 1
    return success(TokenView(auth.issue(user)))


@routes.get("/auth/me")
@own_account
async def me(_: web.Request, user: User) -> web.Response:
    return success(_view(user))


def _view(user: User) -> UserView:
    return UserView(user.id, user.name, user.email, user.role)
