"""The cookies of the server's own pages: that of a remembered device, and that of a known browser.

No script can read them, no other site's page can have them sent, and each goes to a few paths only.
"""

from collections.abc import Iterable

from aiohttp import hdrs, web

from ..accounts.known_browsers import KnownBrowsers
from ..errors.requests import OriginNotAllowed
from .origins import check_own_page

DEVICE = "attendance-device"
BROWSER = "attendance-browser"

DEVICE_PATH = "/auth/refresh"
BROWSER_PATH = "/auth"

KEPT = 400 * 86_400
"""Seconds that the proofs of a known browser are kept, which is the longest that browsers allow."""

KNOWN_BROWSERS = web.AppKey("known_browsers", KnownBrowsers)


def refresh_token_of(request: web.Request) -> str | None:
    """The refresh token of the device, if its cookie was sent. Raises `OriginNotAllowed`.

    A cookie counts only in a request of the server's own page, whatever `SameSite` does.
    """
    if hdrs.COOKIE not in request.headers:
        return None
    return request.cookies.get(_name(DEVICE, check_own_page(request)))


def keep_refresh_token(
    request: web.Request, response: web.StreamResponse, token: str, seconds: float
) -> None:
    """Have the page's browser keep a refresh token. Raises `OriginNotAllowed`."""
    _set(response, DEVICE, check_own_page(request), token, DEVICE_PATH, seconds)


def drop_refresh_token(request: web.Request, response: web.StreamResponse) -> None:
    """Have the browser drop its refresh token, if a page of this server sent the request."""
    try:
        origin = check_own_page(request)
    except OriginNotAllowed:
        return
    _set(response, DEVICE, origin, "", DEVICE_PATH, 0)


def known_browser(request: web.Request, name: str) -> str | None:
    """The id of the browser, if it has logged in with this name before."""
    proofs = _proofs(request)
    return request.app[KNOWN_BROWSERS].find(proofs, name) if proofs else None


def know_browser(request: web.Request, response: web.StreamResponse, names: Iterable[str]) -> None:
    """Note that the page's browser may log in with these names; other clients keep no cookie."""
    try:
        origin = check_own_page(request)
    except OriginNotAllowed:
        return
    proofs = _proofs(request)
    for name in names:
        proofs = request.app[KNOWN_BROWSERS].add(proofs, name)
    _set(response, BROWSER, origin, proofs, BROWSER_PATH, KEPT)


def _proofs(request: web.Request) -> str:
    try:
        return request.cookies.get(_name(BROWSER, check_own_page(request)), "")
    except OriginNotAllowed:
        return ""


def _name(name: str, origin: str) -> str:
    """The prefix has browsers accept the cookie over TLS only (RFC 6265bis, section 4.1.3)."""
    return f"__Secure-{name}" if _encrypted(origin) else name


def _set(
    response: web.StreamResponse, name: str, origin: str, value: str, path: str, seconds: float
) -> None:
    response.set_cookie(
        _name(name, origin),
        value,
        max_age=round(seconds),
        path=path,
        secure=_encrypted(origin),
        httponly=True,
        samesite="Strict",
    )


def _encrypted(origin: str) -> bool:
    """Whether the page came over TLS, which ends at a proxy: only the browser knows."""
    return origin.startswith("https:")
