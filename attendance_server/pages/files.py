"""A file as browsers get it: compressed, and not again where they have it."""

import gzip
import hashlib
from functools import cached_property

from aiohttp import ETag, hdrs, web
from attrs import frozen

from ..http.headers import CONTENT_SECURITY_POLICY, PAGE_POLICY

HTML = ".html"
JAVASCRIPT = ".js"

TYPES = {
    ".css": "text/css; charset=utf-8",
    HTML: "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    JAVASCRIPT: "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".woff2": "font/woff2",
}
"""The content types of what is served, by suffix. The system's own table could differ.

`setup.cfg` lists the same suffixes, so that an installed package contains the files.
"""


REVALIDATED = "no-cache"
"""Browsers ask every time, so that an updated server never has to serve an old page."""

LASTING = "public, max-age=31536000, immutable"
"""Browsers ask once (RFC 8246)."""


@frozen
class File:
    """A file as it is sent: as it is, or compressed where that is smaller."""

    content_type: str
    body: bytes
    tag: ETag
    caching: str
    policy: str | None = None

    @cached_property
    def packed(self) -> bytes | None:
        """The body, compressed when it is first requested; `None` if that is no smaller."""
        packed = gzip.compress(self.body, mtime=0)
        return packed if len(packed) < len(self.body) else None

    @classmethod
    def of(
        cls, suffix: str, body: bytes, *, lasting: bool = False, policy: str | None = None
    ) -> "File":
        """`suffix`: one of `TYPES`. `lasting`: under its address there will never be another.

        `policy`: its content security policy, if it runs by itself; pages have their own.
        """
        # Weak, as it stands for both forms of the body (RFC 9110, section 8.8.1).
        tag = ETag(hashlib.sha256(body).hexdigest()[:32], is_weak=True)
        if suffix == HTML:
            policy = PAGE_POLICY
        return cls(TYPES[suffix], body, tag, LASTING if lasting else REVALIDATED, policy)

    async def serve(self, request: web.Request) -> web.Response:
        """The file, or 304 if the browser has it (RFC 9110, section 13.1.2)."""
        known = {tag.value for tag in request.if_none_match or ()}
        if known & {self.tag.value, "*"}:
            response = web.Response(status=304)
        else:
            response = self._whole(request)
        # With 304 too, whose headers replace those that the browser has (RFC 9111, section 3.2).
        response.headers[hdrs.CACHE_CONTROL] = self.caching
        response.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
        if self.policy:
            # A 304 has no content type by which `protect` could recognize a page.
            response.headers[CONTENT_SECURITY_POLICY] = self.policy
        response.etag = self.tag
        return response

    def _whole(self, request: web.Request) -> web.Response:
        response = web.Response(body=self.body, headers={hdrs.CONTENT_TYPE: self.content_type})
        if _takes_gzip(request) and (packed := self.packed) is not None:
            response.body = packed
            response.headers[hdrs.CONTENT_ENCODING] = "gzip"
        return response


def _takes_gzip(request: web.Request) -> bool:
    """Whether the client accepts gzip."""
    for named in request.headers.get(hdrs.ACCEPT_ENCODING, "").lower().split(","):
        coding, _, weight = named.replace(" ", "").partition(";")
        if coding == "gzip":
            return weight.rstrip("0") not in ("q=", "q=0.")
    return False
