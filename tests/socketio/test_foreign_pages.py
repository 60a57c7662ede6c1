"""`socket.io-client` from npm in pages of another origin: a front end that is served elsewhere."""

from collections.abc import AsyncIterator, Awaitable, Callable

import attrs
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import BrowserContext

from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.client import Client
from tests.support.programs import needed_node_modules
from tests.support.socketio_js import PACKAGES

PAGE = """<!doctype html><title>A front end</title>
<script src="/3/socket.io.min.js"></script><script>const io3 = io;</script>
<script src="/4/socket.io.min.js"></script><script>const io4 = io;</script>"""

CONNECT = """([version, url, options]) => new Promise((done) => {
    const socket = { 3: io3, 4: io4 }[version](url, { forceNew: true, ...options });
    socket.on("connect_error", (error) => {
        done(error.message);
        socket.disconnect();
    });
    socket.on("connect", () => {
        const watch = () => socket.emit("WATCH", ({ event }) => {
            done(event);
            socket.disconnect();
        });
        const { engine } = socket.io;
        if (options.transports.at(-1) === engine.transport.name) {
            watch();
        } else {
            engine.once("upgrade", watch);
        }
    });
})"""


@pytest.fixture
async def front_end() -> AsyncIterator[str]:
    """The origin of a front end."""
    needed_node_modules(PACKAGES)
    app = web.Application()

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    app.router.add_get("/", page)
    for version in (3, 4):
        folder = PACKAGES / "node_modules" / f"socket.io-client-{version}" / "dist"
        app.router.add_static(f"/{version}", folder)
    async with TestServer(app, host="127.0.0.1") as server:
        yield f"http://localhost:{server.port}"


async def test_a_page_of_an_allowed_origin_connects_in_every_way(
    front_end: str,
    school: Client,
    school_settings: Settings,
    new_context: Callable[..., Awaitable[BrowserContext]],
) -> None:
    ada = await school.student()
    bearer = {"Authorization": f"Bearer {ada.token}"}
    ways = [
        {"transports": ["polling", "websocket"], "query": {"token": ada.token}},
        {"transports": ["websocket"], "auth": {"token": ada.token}},
        # With these a browser asks first: no simple request has the header.
        {"transports": ["polling"], "extraHeaders": bearer},
        {"transports": ["polling", "websocket"], "extraHeaders": bearer},
        {"transports": ["polling"], "auth": {"token": ada.token}, "withCredentials": True},
    ]
    page = await (await new_context()).new_page()
    await page.goto(front_end)
    settings = attrs.evolve(school_settings, allowed_origins=frozenset({front_end}))
    async with serving(settings) as url:
        for version in (3, 4):
            for options in ways:
                answer = await page.evaluate(CONNECT, [version, url, options])
                assert answer == "WATCHING", (version, options)
        # It may still be sending that a session is over.
        await page.close()
