"""The pages: every file of `attendance_server/web/`, under its own name."""

import gzip
import hashlib
from collections.abc import Collection, Iterator
from enum import StrEnum
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
"""The content types of what is served, by suffix. The system's own table could differ.

`setup.cfg` lists the same suffixes, so that an installed package contains the files.
"""


class WayIn(StrEnum):
    """What the pages offer to log in, as their `<meta name="ways-in">` names it.

    `MAIL`: a link by mail for a forgotten password.
    """

    PASSWORD = "password"
    SIGN_ON = "sign-on"
    MAIL = "mail"


WAYS_META = b'<meta name="ways-in" content="%s">'
RULES_META = b'<meta name="password-rules" content="%s">'
"""Tells a page the rules for new passwords without another request."""


@frozen
class File:
    """A file as it is sent: as it is, or compressed where that is smaller."""

    content_type: str
    body: bytes
    tag: ETag

    @cached_property
    def packed(self) -> bytes | None:
        """The body, compressed when it is first requested; `None` if that is no smaller."""
        packed = gzip.compress(self.body, mtime=0)
        return packed if len(packed) < len(self.body) else None

    @classmethod
    def read(cls, path: Path, passwords: PasswordRules, ways: Collection[WayIn]) -> "File":
        body = path.read_bytes()
        if path.suffix == HTML:
            offered = " ".join(sorted(ways)).encode()
            body = body.replace(WAYS_META % b"password", WAYS_META % offered)
            body = body.replace(RULES_META % b"contract", RULES_META % passwords.name.encode())
        return cls(
            content_type=TYPES[path.suffix],
            body=body,
            # Weak, as it stands for both forms of the body (RFC 9110, section 8.8.1).
            tag=ETag(hashlib.sha256(body).hexdigest()[:32], is_weak=True),
        )

    async def serve(self, request: web.Request) -> web.Response:
        """The file, or 304 if the browser has it (RFC 9110, section 13.1.2).

        Browsers ask every time, so that an updated server never has to serve an old page.
        """
        known = {tag.value for tag in request.if_none_match or ()}
        if known & {self.tag.value, "*"}:
            response = web.Response(status=304)
        else:
            response = self._whole(request)
        # With 304 too, whose headers replace those that the browser has (RFC 9111, section 3.2).
        response.headers[hdrs.CACHE_CONTROL] = "no-cache"
        response.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
        if self.content_type == TYPES[HTML]:
            # A 304 has no content type by which `protect` could recognize a page.
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
    socket: Handler,
    folder: Path = FOLDER,
    passwords: PasswordRules = CONTRACT,
    ways: Collection[WayIn] = (WayIn.PASSWORD,),
) -> Iterator[web.RouteDef]:
    """A route for each file of `folder`, all of which are read now.

    `passwords`: the rules that the pages show where a new password is chosen. `ways`: those in that
    the log-in page offers. `/` is `index.html`,
    or `socket` for a request for an upgrade.
    """
    home = None
    for path in sorted(folder.rglob("*")):
        if path.suffix not in TYPES:
            continue
        file = File.read(path, passwords, ways)
        name = path.relative_to(folder).as_posix()
        if name == "index.html":
            home = file
        else:
            yield web.get(f"/{name}", file.serve)
    yield _home(socket, home)


def _home(socket: Handler, page: File | None) -> web.RouteDef:
    if page is None:
        return web.get(HOME, socket, allow_head=False)

    socket_operation = operation_of(socket)

    @operation(
        "The pages for teachers and students",
        tag=Tag.PAGES,
        note="A request for an upgrade is answered as at `/ws`.",
        answer=Bare("text/html"),
        refuses=socket_operation.refuses if socket_operation else (),
    )
    async def serve(request: web.Request) -> web.StreamResponse:
        upgrade = request.headers.get(hdrs.UPGRADE, "").strip().lower()
        if upgrade == "websocket" and request.method == hdrs.METH_GET:
            return await socket(request)
        return await page.serve(request)

    return web.get(HOME, serve)


def _takes_gzip(request: web.Request) -> bool:
    """Whether the client accepts gzip."""
    for named in request.headers.get(hdrs.ACCEPT_ENCODING, "").lower().split(","):
        coding, _, weight = named.replace(" ", "").partition(";")
        if coding == "gzip":
            return weight.rstrip("0") not in ("q=", "q=0.")
    return False
