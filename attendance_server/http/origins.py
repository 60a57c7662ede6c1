"""What browsers are asked and told: whose pages may use the server, and how to treat an answer.

An origin (RFC 6454) says whose page a request is from, and lets nobody in: that takes a token, and
a browser sends none by itself as it does a cookie. So any origin at all may be allowed.
"""

from collections.abc import Awaitable, Collection

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from ..errors import OriginNotAllowed
from ..logs import HEADER as REQUEST_ID
from ..logs import SWITCHING_PROTOCOLS
from ..settings import ANY_ORIGIN
from ..wire.fields import ZONE_HEADER

MAX_AGE = 7200
"""Seconds that a browser remembers a preflight; Chromium does no longer than this."""

PREFLIGHT = {
    hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET, POST, PATCH, DELETE",
    hdrs.ACCESS_CONTROL_ALLOW_HEADERS: f"Authorization, Content-Type, {REQUEST_ID}",
    hdrs.ACCESS_CONTROL_MAX_AGE: str(MAX_AGE),
}

EXPOSED = f"{REQUEST_ID}, {hdrs.RETRY_AFTER}, {hdrs.CONTENT_DISPOSITION}, {ZONE_HEADER}"
"""Headers that a page of an allowed origin can read, beside those that every page can."""

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class Origins:
    """The origins whose pages may use the server; a page of the server's own host always may."""

    def __init__(self, allowed: Collection[str]) -> None:
        """`allowed`: as browsers send them, or `ANY_ORIGIN`."""
        self._allowed = frozenset(allowed)
        self._any = ANY_ORIGIN in allowed

    def check(self, request: web.Request) -> None:
        """Let a handshake pass that no page of another origin has sent (RFC 6455, section 10.2).

        A client that names no origin is no browser, and fine. Raises `OriginNotAllowed`.
        """
        origin = request.headers.get(hdrs.ORIGIN)
        if origin is None or self._any or origin in self._allowed:
            return
        if not _same_host(origin, request.headers.get(hdrs.HOST, "")):
            raise OriginNotAllowed

    @web.middleware
    def answer_preflight(
        self, request: web.Request, handler: Handler
    ) -> Awaitable[web.StreamResponse]:
        """Answers what a browser asks before it sends a request of a page of an allowed origin.

        No token comes with that, and no more is told than what any request may have: whether there
        is such a path, the request itself is told.
        """
        asks = (
            request.method == hdrs.METH_OPTIONS
            and hdrs.ACCESS_CONTROL_REQUEST_METHOD in request.headers
        )
        # No coroutine of its own, which every open socket would hold as long as it lasts.
        return _allow(request) if asks and self._granted(request) else handler(request)

    async def share(self, request: web.Request, response: web.StreamResponse) -> None:
        """A signal handler: pages of the allowed origins may read an answer, an error too."""
        if not self._allowed or response.status == SWITCHING_PROTOCOLS:
            return
        # On every answer: no cache may give to one origin what was meant for another.
        response.headers.add(hdrs.VARY, hdrs.ORIGIN)
        granted = self._granted(request)
        if granted:
            response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = granted
            response.headers[hdrs.ACCESS_CONTROL_EXPOSE_HEADERS] = EXPOSED

    def _granted(self, request: web.Request) -> str | None:
        """Who is told to be allowed: the page's own origin, or any; `None` where it is not."""
        origin = request.headers.get(hdrs.ORIGIN)
        if origin is None:
            return None
        if self._any:
            return ANY_ORIGIN
        return origin if origin in self._allowed else None


async def _allow(_: web.Request) -> web.StreamResponse:
    return web.Response(status=204, headers=PREFLIGHT)


def _same_host(origin: str, host: str) -> bool:
    """Whether the page came from `host`, the `Host` of the request.

    The scheme is not compared: behind a proxy that does TLS, ours is not that of the page.
    """
    scheme, _, netloc = origin.partition("://")
    port = _DEFAULT_PORTS.get(scheme)
    if port is None:
        return False
    return netloc.lower().removesuffix(port) == host.lower().removesuffix(port)
