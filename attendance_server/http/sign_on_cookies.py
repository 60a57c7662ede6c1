"""The cookies of a sign-on: what the browser brings back from the provider, and takes to the page.

Over TLS their names have the prefix `__Host-`: no other server of the school's domain can set them
(RFC 6265bis, section 4.1.3.2), and so have someone finish a sign-on that is not theirs.
"""

from enum import StrEnum

from aiohttp import web

PATH = "/auth/sign-on"


class SignOnCookie(StrEnum):
    """`STARTED` comes along when the provider sends the user back, `FINISHED` from pages only."""

    STARTED = "attendance-sign-on"
    FINISHED = "attendance-signed-on"


PUBLIC_URL: web.AppKey[str] = web.AppKey("public_url", str)
"""The address of this server, without a path."""


def keep(
    request: web.Request,
    response: web.StreamResponse,
    cookie: SignOnCookie,
    value: str,
    seconds: float,
) -> None:
    """Have the browser keep a value for so long; with an empty value, drop what it has."""
    encrypted = _encrypted(request)
    response.set_cookie(
        _name(request, cookie),
        value,
        max_age=round(seconds) if value else 0,
        path="/" if encrypted else PATH,
        secure=encrypted,
        httponly=True,
        # Strict ones are not sent when another site leads to the address.
        samesite="Lax" if cookie is SignOnCookie.STARTED else "Strict",
    )


def kept(request: web.Request, cookie: SignOnCookie) -> str:
    """The value that the browser has kept, or nothing."""
    return request.cookies.get(_name(request, cookie), "")


def _name(request: web.Request, cookie: SignOnCookie) -> str:
    return f"__Host-{cookie}" if _encrypted(request) else cookie


def _encrypted(request: web.Request) -> bool:
    return request.app[PUBLIC_URL].startswith("https:")
