"""CORS: the origins whose pages may use the server.

An origin (RFC 6454) tells which page sent a request, but authorizes nothing: that takes a token,
which a browser, unlike a cookie, never sends by itself. So even every origin may be allowed. The
cookies of `cookies.py` are for the server's own pages only, whatever is allowed.
"""

from collections.abc import Awaitable, Collection

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from ..errors.requests import OriginNotAllowed
from ..settings.choices import ANY_ORIGIN
from ..wire.fields import ZONE_HEADER
from .request_log import HEADER as REQUEST_ID
from .request_log import SWITCHING_PROTOCOLS

MAX_AGE = 7200
"""Seconds that a browser may cache a preflight; Chromium does not cache it longer than this."""

PREFLIGHT = {
    hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET, POST, PATCH, DELETE",
    hdrs.ACCESS_CONTROL_ALLOW_HEADERS: f"Authorization, Content-Type, {REQUEST_ID}",
    hdrs.ACCESS_CONTROL_MAX_AGE: str(MAX_AGE),
}

EXPOSED = f"{REQUEST_ID}, {hdrs.RETRY_AFTER}, {hdrs.CONTENT_DISPOSITION}, {ZONE_HEADER}"
"""Headers that pages of allowed origins can read, besides those that every page can."""

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class Origins:
    """The origins whose pages may use the server; pages of the server's own host always may."""

    def __init__(self, allowed: Collection[str], credentialed: str | None = None) -> None:
        """`allowed`: origins as browsers send them, or `ANY_ORIGIN`.

        `credentialed`: a path whose answers pages may also read if they send credentials along,
        such as clients of Socket.IO with `withCredentials`; no cookie lets anyone in there.
        """
        self._credentialed = credentialed
        self._allowed = frozenset(allowed)
        self._any = ANY_ORIGIN in allowed

    def check(self, request: web.Request) -> None:
        """Refuse a handshake by a page of another origin (RFC 6455, section 10.2).

        A client that sends no origin is not a browser, and is accepted. Raises `OriginNotAllowed`.
        """
        origin = request.headers.get(hdrs.ORIGIN)
        if origin is None or self._any or origin in self._allowed:
            return
        if not same_host(origin, request.headers.get(hdrs.HOST, "")):
            raise OriginNotAllowed

    @web.middleware
    def answer_preflight(
        self, request: web.Request, handler: Handler
    ) -> Awaitable[web.StreamResponse]:
        """Answer the preflight of a browser before a request by a page of an allowed origin.

        A preflight has no token, and the answer is the same for every path: whether the path
        exists, the request itself will learn.
        """
        is_preflight = (
            request.method == hdrs.METH_OPTIONS
            and hdrs.ACCESS_CONTROL_REQUEST_METHOD in request.headers
        )
        # Not a coroutine, which every open socket would hold for as long as it is open.
        return _allow(request) if is_preflight and self._granted(request) else handler(request)

    async def share(self, request: web.Request, response: web.StreamResponse) -> None:
        """A signal handler that lets pages of allowed origins read an answer, errors included."""
        if not self._allowed or response.status == SWITCHING_PROTOCOLS:
            return
        # On every answer, so that no cache gives one origin an answer that was meant for another.
        response.headers.add(hdrs.VARY, hdrs.ORIGIN)
        granted = self._granted(request)
        if granted:
            response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = granted
            response.headers[hdrs.ACCESS_CONTROL_EXPOSE_HEADERS] = EXPOSED
            if request.path == self._credentialed:
                # Browsers accept no `*` beside it.
                response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = request.headers[hdrs.ORIGIN]
                response.headers[hdrs.ACCESS_CONTROL_ALLOW_CREDENTIALS] = "true"

    def _granted(self, request: web.Request) -> str | None:
        """The origin to name as allowed: the page's own, or any; `None` if it is not allowed."""
        origin = request.headers.get(hdrs.ORIGIN)
        if origin is None:
            return None
        if self._any:
            return ANY_ORIGIN
        return origin if origin in self._allowed else None


def check_own_page(request: web.Request) -> str:
    """The origin of the page that sent a request, which must be of the server's own host.

    Raises `OriginNotAllowed`, also for a client that sends no origin: it is not a page.
    """
    origin = request.headers.get(hdrs.ORIGIN, "")
    if not same_host(origin, request.headers.get(hdrs.HOST, "")):
        raise OriginNotAllowed
    return origin


async def _allow(_: web.Request) -> web.StreamResponse:
    return web.Response(status=204, headers=PREFLIGHT)


def same_host(origin: str, host: str) -> bool:
    """Whether the page came from `host`, the `Host` of the request.

    The scheme is not compared: behind a proxy that terminates TLS, the server's differs.
    """
    scheme, _, netloc = origin.partition("://")
    port = _DEFAULT_PORTS.get(scheme)
    if port is None:
        return False
    return netloc.lower().removesuffix(port) == host.lower().removesuffix(port)
