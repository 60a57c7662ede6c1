"""The cookies of a browser that checks in: its ticket, and the id by which it is recognised.

It has the ticket for having opened the link of a check-in in time. They come along when another
app, such as the camera, leads to a page of the server, so they are `Lax`. A ticket counts only in a
request of the server's own page, whatever `SameSite` does. The id lets no one in: it only tells
whether two students use one device.
"""

from aiohttp import hdrs, web
from attrs import evolve

from ..checkin.devices import Browsers
from ..checkin.networks import NetworkHashes
from ..errors.requests import OriginNotAllowed
from ..models import Source
from .client import address_of
from .now import NOW
from .origins import check_own_page
from .sign_on_cookies import PUBLIC_URL

PATH = "/attendance"
TICKET = "attendance-ticket"
BROWSER = "attendance-check-in"

KEPT = 400 * 86_400
"""Seconds that a browser keeps its id, which is the longest that browsers allow."""

BROWSERS = web.AppKey("browsers", Browsers)
NETWORKS = web.AppKey("networks", NetworkHashes)


def keep_ticket(
    request: web.Request, response: web.StreamResponse, ticket: str, seconds: float
) -> None:
    """Have the browser keep a ticket for so long."""
    path = "/" if _encrypted(request) else PATH
    _set(request, response, TICKET, ticket, path, round(seconds))


def drop_ticket(request: web.Request, response: web.StreamResponse) -> None:
    """Have the browser drop its ticket, if it has one: its student is in."""
    if hdrs.COOKIE in request.headers and _name(request, TICKET) in request.cookies:
        keep_ticket(request, response, "", 0)


def kept_ticket(request: web.Request) -> str:
    """The ticket that the browser has kept, or nothing. Raises `OriginNotAllowed`."""
    if hdrs.COOKIE not in request.headers:
        return ""
    ticket = request.cookies.get(_name(request, TICKET), "")
    if ticket:
        check_own_page(request)
    return ticket


def source_of(request: web.Request) -> Source:
    """Where a request or a handshake comes from, as far as that is known."""
    text = request.cookies.get(_name(request, BROWSER)) if hdrs.COOKIE in request.headers else None
    browser = request.app[BROWSERS].read(text) if text else None
    return Source(browser, request.app[NETWORKS].of(address_of(request)))


def recognised(request: web.Request) -> tuple[Source, str | None]:
    """As `source_of`, and for a browser without an id a new one, to be kept with `keep_browser`.

    Other programs, which are no page of this server, get none.
    """
    source = source_of(request)
    if source.browser or not _is_browser(request):
        return source, None
    browser = request.app[BROWSERS].new(request.app[NOW]())
    return evolve(source, browser=browser), request.app[BROWSERS].write(browser)


def keep_browser(request: web.Request, response: web.StreamResponse, text: str | None) -> None:
    """Have the browser keep a new id, if it has got one."""
    if text:
        _set(request, response, BROWSER, text, "/", KEPT)


def _is_browser(request: web.Request) -> bool:
    """Whether the request comes from a page of this server, or a link that was opened."""
    try:
        check_own_page(request)
    except OriginNotAllowed:
        return hdrs.ORIGIN not in request.headers and "text/html" in request.headers.get(
            hdrs.ACCEPT, ""
        )
    return True


def _set(
    request: web.Request,
    response: web.StreamResponse,
    name: str,
    value: str,
    path: str,
    seconds: int,
) -> None:
    response.set_cookie(
        _name(request, name),
        value,
        max_age=seconds,
        path=path,
        secure=_encrypted(request),
        httponly=True,
        samesite="Lax",
    )


def _name(request: web.Request, name: str) -> str:
    """With the prefix, no other server of the school's domain can set it (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{name}" if _encrypted(request) else name


def _encrypted(request: web.Request) -> bool:
    """Whether browsers reach the server over TLS, as far as it knows."""
    return request.app[PUBLIC_URL].startswith("https:")
