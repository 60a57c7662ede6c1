"""The pages: every file of `attendance_server/web/` under its own name, and joined to few files."""

import asyncio
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from pathlib import Path, PurePath

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from ..http.headers import WORKER_POLICY
from ..http.language import language_of
from ..http.operations import Bare, Tag, operation, operation_of
from ..languages import DEFAULT
from ..pages.build import build
from ..pages.files import HTML, JAVASCRIPT, TYPES, File
from ..pages.words import offered_in
from ..wire.password_rules import CONTRACT, PasswordRules

HOME = "/"
INDEX = "/index.html"
WORKER = "/service-worker.js"
"""It looks after all pages below its address."""
FOLDER = Path(__file__).parent.parent / "web"


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


def routes(
    socket: Handler,
    folder: Path = FOLDER,
    passwords: PasswordRules = CONTRACT,
    ways: Collection[WayIn] = (WayIn.PASSWORD,),
) -> Iterator[web.RouteDef]:
    """A route for each file of `folder`, all of which are read now, and of their build.

    `passwords`: the rules that the pages show where a new password is chosen. `ways`: those in that
    the log-in page offers. `/` is `index.html`, or `socket` for a request for an upgrade.
    """
    files = {
        f"/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in TYPES
    }
    page = files.pop(INDEX, None)
    for url, body in files.items():
        yield web.get(url, File.of(PurePath(url).suffix, body).serve)
    if page is None:
        yield web.get(HOME, socket, allow_head=False)
        return
    offered = " ".join(sorted(ways)).encode()
    page = page.replace(WAYS_META % b"password", WAYS_META % offered)
    page = page.replace(RULES_META % b"contract", RULES_META % passwords.name.encode())
    built = BuiltPages(page, files)
    yield _home(socket, built)
    yield web.get("/build/{language}-{build}/{name}", built.serve_file)
    yield web.get(WORKER, built.serve_worker)


class BuiltPages:
    """The page and the files that it loads, which are joined when it is first requested in a
    language.
    """

    def __init__(self, page: bytes, files: Mapping[str, bytes]) -> None:
        """`page`: as it is in the folder; `files`: all others, by their addresses."""
        self._page = page
        self._sources = frozenset(files.items())
        self._offered = offered_in(files)
        self._building: dict[str, asyncio.Future[dict[str, File]]] = {}

    async def serve_page(self, request: web.Request) -> web.Response:
        """The page in the language that was chosen on this device, or else by the browser."""
        language = language_of(request, self._offered)
        response = await (await self._files(language))[HOME].serve(request)
        response.headers[hdrs.CONTENT_LANGUAGE] = language
        response.headers[hdrs.VARY] = ", ".join(
            (hdrs.ACCEPT_ENCODING, hdrs.ACCEPT_LANGUAGE, hdrs.COOKIE)
        )
        return response

    async def serve_file(self, request: web.Request) -> web.Response:
        """A file of this build; 404 for one of another version of the server."""
        language = request.match_info["language"]
        files = await self._files(language) if language in self._offered else {}
        if request.path not in files:
            raise web.HTTPNotFound
        return await files[request.path].serve(request)

    async def serve_worker(self, request: web.Request) -> web.Response:
        """The service worker, which is the same for all languages and versions."""
        return await (await self._files(DEFAULT))[WORKER].serve(request)

    async def _files(self, language: str) -> Mapping[str, File]:
        """The files by their addresses."""
        if language not in self._building:
            # It takes a tenth of a second, for which sockets would wait in the event loop.
            building = asyncio.to_thread(self._build, language)
            self._building[language] = asyncio.ensure_future(building)
        return await asyncio.shield(self._building[language])

    def _build(self, language: str) -> dict[str, File]:
        """The files by their addresses, each in the form in which most browsers take it."""
        built = build(self._page, self._sources, language)
        files = {
            url: File.of(PurePath(url).suffix, body, lasting=True)
            for url, body in built.files.items()
        }
        files[HOME] = File.of(HTML, built.page)
        files[WORKER] = File.of(JAVASCRIPT, built.worker, policy=WORKER_POLICY)
        for file in files.values():
            _ = file.packed
        return files


def _home(socket: Handler, built: BuiltPages) -> web.RouteDef:
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
        return await built.serve_page(request)

    return web.get(HOME, serve)
