"""Headers that tell browsers what not to do with an answer."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web

from .request_log import SWITCHING_PROTOCOLS

CONTENT_SECURITY_POLICY = "Content-Security-Policy"


PAGE_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
"""The `CONTENT_SECURITY_POLICY` of a page, which uses nothing but this server."""


WORKER_POLICY = "default-src 'none'; connect-src 'self'"
"""That of the service worker, which loads files of this server and runs nothing else."""


PAGE_TYPE = "text/html"


PROTECTION = {
    hdrs.CACHE_CONTROL: "no-store",
    CONTENT_SECURITY_POLICY: "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Even with allowed origins: it restricts what a page embeds (the mode `no-cors` of the Fetch
    # standard), not what its scripts read.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer, unless its handler has set the header itself. An answer of `PAGE_TYPE` has
`PAGE_POLICY`. HSTS is left to the proxy that terminates TLS."""


async def protect(_: web.Request, response: web.StreamResponse) -> None:
    """A signal handler that adds these headers to an answer."""
    if response.status != SWITCHING_PROTOCOLS:
        if response.content_type == PAGE_TYPE:
            response.headers.setdefault(CONTENT_SECURITY_POLICY, PAGE_POLICY)
        for name, value in PROTECTION.items():
            response.headers.setdefault(name, value)


def close_once(
    stopping: asyncio.Event,
) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """A signal handler that has connections closed after their answer, once `stopping` is set.

    Proxies then send what follows to another server, instead of to a connection that is about to
    be closed.
    """

    async def close(_: web.Request, response: web.StreamResponse) -> None:
        if stopping.is_set() and response.status != SWITCHING_PROTOCOLS:
            response.force_close()
            # aiohttp has chosen this header already.
            response.headers[hdrs.CONNECTION] = "close"

    return close
