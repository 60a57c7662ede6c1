"""Accounts: sign up, log in, who am I."""

from aiohttp import web

from ..auth import own_account
from ..envelope import read_body, success
from ..errors import BadCredentials
from ..models import User
from ..schemas import Login, Signup, TokenView, UserView
from .keys import ADMISSION, AUTH, STORE

routes = web.RouteTableDef()


@routes.post("/auth/signup")
async def signup(request: web.Request) -> web.Response:
    body = await read_body(request, Signup)
    # Before the database is asked, so that a stranger learns of no address.
    request.app[ADMISSION].check(body)
    password_hash = await request.app[AUTH].passwords.hash(body.password)
    user = await request.app[STORE].users.add(body.name, body.email, body.role, password_hash)
    return success(_view(user), 201)


@routes.post("/auth/login")
async def login(request: web.Request) -> web.Response:
    body = await read_body(request, Login)
    auth = request.app[AUTH]
    user = await request.app[STORE].users.by_email(body.email)
    if not await auth.passwords.match(body.password, user) or user is None:
        raise BadCredentials
    return success(TokenView(auth.issue(user)))


@routes.get("/auth/me")
@own_account
async def me(_: web.Request, user: User) -> web.Response:
    return success(_view(user))


def _view(user: User) -> UserView:
    return UserView(user.id, user.name, user.email, user.role)
