"""The pages: every file of `attendance_server/web/`, under its own name."""

import gzip
import hashlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from aiohttp import ETag, hdrs, web
from aiohttp.typedefs import Handler
from attrs import frozen

from ..http.headers import CONTENT_SECURITY_POLICY, PAGE_POLICY
from ..http.operations import Bare, Tag, operation, operation_of
from ..wire.password_rules import CONTRACT, PasswordRules

HOME = "/"
HTML = ".html"
FOLDER = Path(__file__).parent.parent / "web"

TYPES = {
    ".css": "text/css; charset=utf-8",
    HTML: "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".woff2": "font/woff2",
}
"""What is served, by suffix; the system's own table may know another, or none.

`setup.cfg` lists the same suffixes, so that an installed package holds the files.
"""


RULES_META = b'<meta name="password-rules" content="%s">'
"""By this a page knows what new passwords have to be, without another request."""


@frozen
class File:
    """A file as it is sent: whole, and packed where that is smaller."""

    content_type: str
    body: bytes
    tag: ETag

    @cached_property
    def packed(self) -> bytes | None:
        """The body, compressed; `None` if that is no smaller. Compressed once it is requested."""
        packed = gzip.compress(self.body, mtime=0)
        return packed if len(packed) < len(self.body) else None

    @classmethod
    def read(cls, path: Path, passwords: PasswordRules) -> "File":
        body = path.read_bytes()
        if path.suffix == HTML:
            body = body.replace(RULES_META % b"contract", RULES_META % passwords.name.encode())
        return cls(
            content_type=TYPES[path.suffix],
            body=body,
            # Weak: it stands for both forms of the body (RFC 9110, section 8.8.1).
            tag=ETag(hashlib.sha256(body).hexdigest()[:32], is_weak=True),
        )

    async def serve(self, request: web.Request) -> web.Response:
        """The file, or 304 where the browser has it (RFC 9110, section 13.1.2).

        A browser asks every time, so that a server that was updated never meets an old page.
        """
        known = {tag.value for tag in request.if_none_match or ()}
        if known & {self.tag.value, "*"}:
            response = web.Response(status=304)
        else:
            response = self._whole(request)
        # With 304 too: what that says replaces what the browser has (RFC 9111, section 3.2).
        response.headers[hdrs.CACHE_CONTROL] = "no-cache"
        response.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
        if self.content_type == TYPES[HTML]:
            # A 304 has no type of its own that would tell that it is about a page.
            response.headers[CONTENT_SECURITY_POLICY] = PAGE_POLICY
        response.etag = self.tag
        return response

    def _whole(self, request: web.Request) -> web.Response:
        response = web.Response(body=self.body, headers={hdrs.CONTENT_TYPE: self.content_type})
        if _takes_gzip(request) and (packed := self.packed) is not None:
            response.body = packed
            response.headers[hdrs.CONTENT_ENCODING] = "gzip"
        return response


def routes(
    socket: Handler, folder: Path = FOLDER, passwords: PasswordRules = CONTRACT
) -> Iterator[web.RouteDef]:
    """A route per file of `folder`, which is read now and not again.

    `passwords`: the rules that the pages tell of where a new one is chosen. `/` is
    `index.html` for who asks for a page, and `socket` for who asks for an Upgrade.
    """
    home = None
    for path in sorted(folder.rglob("*")):
        if path.suffix not in TYPES:
            continue
        file = File.read(path, passwords)
        name = path.relative_to(folder).as_posix()
        if name == "index.html":
            home = file
        else:
            yield web.get(f"/{name}", file.serve)
    yield _home(socket, home)


def _home(socket: Handler, page: File | None) -> web.RouteDef:
    if page is None:
        return web.get(HOME, socket, allow_head=False)

    described = operation_of(socket)

    @operation(
        "The pages for teachers and students",
        tag=Tag.PAGES,
        note="A request for an Upgrade is answered as at `/ws`.",
        answer=Bare("text/html"),
        refuses=described.refuses if described else (),
    )
    async def serve(request: web.Request) -> web.StreamResponse:
        upgrade = request.headers.get(hdrs.UPGRADE, "").strip().lower()
        if upgrade == "websocket" and request.method == hdrs.METH_GET:
            return await socket(request)
        return await page.serve(request)

    return web.get(HOME, serve)


def _takes_gzip(request: web.Request) -> bool:
    """Whether gzip is among the encodings that the client names, and not named as unwanted."""
    for named in request.headers.get(hdrs.ACCEPT_ENCODING, "").lower().split(","):
        coding, _, weight = named.replace(" ", "").partition(";")
        if coding == "gzip":
            return weight.rstrip("0") not in ("q=", "q=0.")
    return False
