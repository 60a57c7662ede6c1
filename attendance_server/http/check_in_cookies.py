"""The cookie with the ticket of a browser that has opened the link of a check-in in time.

It comes along when another app, such as the camera, leads to a page of the server, so it is `Lax`.
A ticket counts only in a request of the server's own page, whatever `SameSite` does.
"""

from aiohttp import hdrs, web

from .origins import check_own_page
from .sign_on_cookies import PUBLIC_URL

PATH = "/attendance"
TICKET = "attendance-ticket"


def keep_ticket(
    request: web.Request, response: web.StreamResponse, ticket: str, seconds: float
) -> None:
    """Have the browser keep a ticket for so long; with an empty one, drop what it has."""
    encrypted = _encrypted(request)
    response.set_cookie(
        _name(request),
        ticket,
        max_age=round(seconds) if ticket else 0,
        path="/" if encrypted else PATH,
        secure=encrypted,
        httponly=True,
        samesite="Lax",
    )


def kept_ticket(request: web.Request) -> str:
    """The ticket that the browser has kept, or nothing. Raises `OriginNotAllowed`."""
    if hdrs.COOKIE not in request.headers:
        return ""
    ticket = request.cookies.get(_name(request), "")
    if ticket:
        check_own_page(request)
    return ticket


def _name(request: web.Request) -> str:
    """With the prefix, no other server of the school's domain can set it (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{TICKET}" if _encrypted(request) else TICKET


def _encrypted(request: web.Request) -> bool:
    """Whether browsers reach the server over TLS, as far as it knows."""
    return request.app[PUBLIC_URL].startswith("https:")
