"""Single sign-on: to the provider, back, and the log-in that the page gets for it."""

from urllib.parse import urlencode

from aiohttp import hdrs, web

from ..audit import Action
from ..errors import AttendanceError
from ..errors.accounts import AccountDisabled, TooManyAttempts
from ..errors.requests import OriginNotAllowed
from ..errors.sign_on import (
    SignOnNotAllowed,
    SignOnNotForAdmins,
    SignOnOff,
    SignOnStale,
    SignOnTaken,
    SignOnUnverified,
)
from ..http.client import limit_key_of
from ..http.envelope import read_optional_body
from ..http.operations import Tag, operation
from ..http.origins import check_own_page
from ..http.sign_on_cookies import SignOnCookie, keep, kept
from ..models import LogInOrigin, Proof
from ..sign_on.sign_on import AT_PROVIDER, TO_REDEEM, SignOn
from ..wire.answers import LoggedInView
from ..wire.codec import parse_fields
from ..wire.requests import Remember, SignedOn, SignOnAnswer, StartSignOn
from .app_keys import ACCOUNTS, ENROLMENTS, SIGN_ON, SIGN_ONS
from .log_ins import logged_in_answer, remember_as

LOG_IN_PAGE = "/#/login"
SIGNED_ON_PAGE = "/#/signed-on"

routes = web.RouteTableDef()


@routes.get("/auth/sign-on", allow_head=False)
@operation(
    "Send a browser to the school's provider of single sign-on",
    tag=Tag.AUTH,
    note="A page leads here. If the provider does not answer, the log-in page shows why.",
    query=StartSignOn,
    status=303,
    refuses=(SignOnOff,),
)
async def start(request: web.Request) -> web.Response:
    query = parse_fields(dict(request.query), StartSignOn)
    try:
        address, started = await _sign_on(request).start(query.page, stay=bool(query.stay))
    except SignOnOff:
        raise
    except AttendanceError as error:
        return _go(LOG_IN_PAGE, next=query.page, problem=error.code)
    response = _see_other(address)
    keep(request, response, SignOnCookie.STARTED, started, AT_PROVIDER)
    return response


@routes.get("/auth/sign-on/callback", allow_head=False)
@operation(
    "Where the provider sends the browser back to",
    tag=Tag.AUTH,
    note="Leads to the page that asks for the log-in, or to the log-in page, which shows what went"
    " wrong. Changes nothing but the cookies of the sign-on.",
    query=SignOnAnswer,
    status=303,
    refuses=(SignOnOff,),
)
async def finish(request: web.Request) -> web.Response:
    sign_on = _sign_on(request)
    answer = parse_fields(dict(request.query), SignOnAnswer)
    started = await sign_on.started(kept(request, SignOnCookie.STARTED))
    page = started.page if started else ""
    attempt = request.app[ACCOUNTS].sign_on_attempt(limit_key_of(request))
    try:
        # Before the provider is asked: a stranger must not have this server ask without end.
        await attempt.check()
        try:
            finished = await sign_on.finish(answer, started)
        except AttendanceError:
            await attempt.count()
            raise
    except AttendanceError as error:
        response = _go(LOG_IN_PAGE, next=page, problem=error.code)
    else:
        response = _go(SIGNED_ON_PAGE, next=page, stay="true" if started and started.stay else "")
        keep(request, response, SignOnCookie.FINISHED, finished, TO_REDEEM)
    keep(request, response, SignOnCookie.STARTED, "", 0)
    return response


@routes.post("/auth/sign-on/token")
@operation(
    "Get a token after single sign-on",
    tag=Tag.AUTH,
    note="For the page that the provider's answer has led to: the browser has a cookie that is good"
    " for one log-in. An account is created for a person who has none.",
    body=SignedOn,
    optional=True,
    answer=LoggedInView,
    refuses=(
        SignOnStale,
        AccountDisabled,
        OriginNotAllowed,
        SignOnUnverified,
        SignOnNotAllowed,
        SignOnNotForAdmins,
        SignOnOff,
        SignOnTaken,
        TooManyAttempts,
    ),
    audit=Action.SIGN_ON,
)
async def redeem(request: web.Request) -> web.Response:
    body = await read_optional_body(request, SignedOn)
    sign_on, finished = _sign_on(request), kept(request, SignOnCookie.FINISHED)
    if finished:
        # A cookie counts only in a request of the server's own page, whatever `SameSite` does.
        check_own_page(request)
    person = await sign_on.redeem(finished)
    user = await request.app[SIGN_ONS].user_of(person)
    # A proven address is what classes may be waiting for that have invited it.
    if person.verified and user.email == person.email != user.confirmed_email:
        await request.app[ENROLMENTS].confirm(user, Proof.SINGLE_SIGN_ON)
    device = remember_as(request, body.remember)
    logged_in = await request.app[ACCOUNTS].begin(user, LogInOrigin.SSO, device)
    response = logged_in_answer(request, logged_in, by_cookie=body.remember is Remember.COOKIE)
    keep(request, response, SignOnCookie.FINISHED, "", 0)
    return response


def _sign_on(request: web.Request) -> SignOn:
    """Raises `SignOnOff`."""
    sign_on = request.app[SIGN_ON]
    if sign_on is None:
        raise SignOnOff
    return sign_on


def _go(page: str, **query: str) -> web.Response:
    """To a page of this server, by an address that holds behind any proxy."""
    given = {name: text for name, text in query.items() if text}
    return _see_other(f"{page}?{urlencode(given)}" if given else page)


def _see_other(address: str) -> web.Response:
    return web.Response(status=303, headers={hdrs.LOCATION: address})
