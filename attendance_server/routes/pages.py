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
    """Routes for the files of `folder` and for their build.

    `passwords`: the rules that the pages show where a new password is chosen. `ways`: those in that
    the log-in page offers. `/` is `index.html`, or `socket` for a request for an upgrade.
    """
    sources = SourceFiles(folder)
    paths = {f"/{path.name}": path for path in sorted(folder.iterdir())}
    page = paths.pop(INDEX, None)
    for url, path in paths.items():
        if path.suffix in TYPES:
            yield web.get(url, sources.serve)
        elif path.is_dir() and not path.name.startswith("_"):
            yield web.get(f"{url}/{{file:.+}}", sources.serve)
    if page is None:
        yield web.get(HOME, socket, allow_head=False)
        return
    offered = " ".join(sorted(ways)).encode()
    choices = {
        WAYS_META % b"password": WAYS_META % offered,
        RULES_META % b"contract": RULES_META % passwords.name.encode(),
    }
    built = BuiltPages(sources, choices)
    yield _home(socket, built)
    yield web.get("/build/{language}-{build}/{name}", built.serve_file)
    yield web.get(WORKER, built.serve_worker)


class SourceFiles:
    """The files of a folder, all of which are read when one of them is first requested.

    All at once, so that they are of one version; and not before, as a server starts sooner and
    stays smaller without them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reading: asyncio.Future[dict[str, bytes]] | None = None
        self._served: dict[str, File] = {}

    async def read(self) -> Mapping[str, bytes]:
        """The contents of the files by their addresses."""
        if self._reading is None or (self._reading.done() and self._reading.exception()):
            self._reading = asyncio.ensure_future(asyncio.to_thread(self._read))
        return await asyncio.shield(self._reading)

    async def serve(self, request: web.Request) -> web.Response:
        """One of the files, as it is in the folder."""
        files, url = await self.read(), request.path
        if url not in self._served:
            if url not in files:
                raise web.HTTPNotFound
            self._served[url] = File.of(PurePath(url).suffix, files[url])
        return await self._served[url].serve(request)

    def _read(self) -> dict[str, bytes]:
        return {
            f"/{path.relative_to(self._folder).as_posix()}": path.read_bytes()
            for path in sorted(self._folder.rglob("*"))
            if path.suffix in TYPES
        }


class BuiltPages:
    """The page and the files that it loads, which are joined when it is first requested in a
    language.
    """

    def __init__(self, sources: SourceFiles, choices: Mapping[bytes, bytes]) -> None:
        """`choices`: what the page says in place of what is in the folder."""
        self._sources = sources
        self._choices = choices
        self._offered: list[str] | None = None
        self._building: dict[str, asyncio.Future[dict[str, File]]] = {}

    async def serve_page(self, request: web.Request) -> web.Response:
        """The page in the language that was chosen on this device, or else by the browser."""
        language = language_of(request, await self._languages())
        response = await (await self._files(language))[HOME].serve(request)
        response.headers[hdrs.CONTENT_LANGUAGE] = language
        response.headers[hdrs.VARY] = ", ".join(
            (hdrs.ACCEPT_ENCODING, hdrs.ACCEPT_LANGUAGE, hdrs.COOKIE)
        )
        return response

    async def serve_file(self, request: web.Request) -> web.Response:
        """A file of this build; 404 for one of another version of the server."""
        language = request.match_info["language"]
        files = await self._files(language) if language in await self._languages() else {}
        if request.path not in files:
            raise web.HTTPNotFound
        return await files[request.path].serve(request)

    async def serve_worker(self, request: web.Request) -> web.Response:
        """The service worker, which is the same for all languages and versions."""
        return await (await self._files(DEFAULT))[WORKER].serve(request)

    async def _languages(self) -> list[str]:
        """The languages in which all words of the pages are."""
        if self._offered is None:
            self._offered = offered_in(await self._sources.read())
        return self._offered

    async def _files(self, language: str) -> Mapping[str, File]:
        """The files by their addresses."""
        if language not in self._building:
            self._building[language] = asyncio.ensure_future(self._built(language))
        return await asyncio.shield(self._building[language])

    async def _built(self, language: str) -> dict[str, File]:
        # It takes a tenth of a second, for which sockets would wait in the event loop.
        return await asyncio.to_thread(self._build, await self._sources.read(), language)

    def _build(self, sources: Mapping[str, bytes], language: str) -> dict[str, File]:
        """The files by their addresses, each in the form in which most browsers take it."""
        others = dict(sources)
        page = others.pop(INDEX)
        for default, chosen in self._choices.items():
            page = page.replace(default, chosen)
        built = build(page, frozenset(others.items()), language)
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
