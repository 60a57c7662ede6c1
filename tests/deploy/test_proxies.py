"""The proxies under `deploy/` before several servers, which are made to fail here."""

import asyncio
import subprocess
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.support.caddy import Caddy
from tests.support.client import PATIENCE
from tests.support.mongo import free_port
from tests.support.nginx import Nginx
from tests.support.programs import needed

Proxy = Nginx | Caddy
Handler = Callable[[web.Request], Awaitable[web.Response]]


@contextmanager
def proxy_before(name: str, folder: Path, *servers: str) -> Iterator[Proxy]:
    """A running proxy in front of servers. `name`: of its program."""
    needed("openssl")
    kind = {"nginx": Nginx, "caddy": Caddy}[name]
    proxy = kind(needed(name), folder / name, *servers)
    try:
        yield proxy.start()
    finally:
        proxy.stop()


async def is_ready(_: web.Request) -> web.Response:
    return web.Response()


@asynccontextmanager
async def listening(handler: Handler, ready: Handler = is_ready) -> AsyncIterator[str]:
    """A server that answers all requests but those to `/readyz` with `handler`; its URL."""
    app = web.Application()
    app.router.add_get("/readyz", ready)
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("name", ["nginx", "caddy"])
async def test_what_may_have_been_carried_out_is_not_sent_to_another_server(
    tmp_path: Path, name: str
) -> None:
    received = Counter[str]()

    async def break_off_once(request: web.Request) -> web.Response:
        received[request.method] += 1
        if received[request.method] == 1:
            assert request.transport
            request.transport.abort()
        return web.Response(text="done")

    statuses = {}
    async with (
        listening(break_off_once) as first,
        listening(break_off_once) as second,
        listening(break_off_once) as third,
    ):
        with proxy_before(name, tmp_path, first, second, third) as proxy:
            async with aiohttp.ClientSession(proxy.url) as http:
                for method in ("GET", "POST", "PATCH"):
                    async with http.request(method, "/class", ssl=proxy.trust) as answer:
                        statuses[method] = answer.status
    assert received == {"GET": 2, "POST": 1, "PATCH": 1}
    assert statuses == {"GET": 200, "POST": 503, "PATCH": 503}


@pytest.mark.parametrize("name", ["nginx", "caddy"])
async def test_a_server_that_is_off_costs_no_request(tmp_path: Path, name: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="done")

    off = [f"http://127.0.0.1:{free_port()}" for _ in range(2)]
    async with listening(answer) as server:
        with proxy_before(name, tmp_path, *off, server) as proxy:
            async with aiohttp.ClientSession(proxy.url) as http:
                for method in ("POST", "GET", "PATCH", "DELETE"):
                    async with http.request(method, "/class", ssl=proxy.trust) as answered:
                        assert answered.status == 200, method


@pytest.mark.parametrize("name", ["nginx", "caddy"])
async def test_sockets_are_opened_at_a_server_that_is_ready(tmp_path: Path, name: str) -> None:
    asked = asyncio.Queue[str]()

    async def take(_: web.Request) -> web.Response:
        return web.Response()

    async def refuse(request: web.Request) -> web.Response:
        if request.path == "/readyz":
            asked.put_nowait(request.path)
        return web.Response(status=503)

    async with listening(take) as ready, listening(refuse, refuse) as away:
        with proxy_before(name, tmp_path, away, away, ready) as proxy:
            if name == "caddy":
                # Two servers in two places; when they are asked anew, the answers have been read.
                for _ in range(5):
                    await asyncio.wait_for(asked.get(), PATIENCE)
            async with aiohttp.ClientSession(proxy.url) as http:
                for path in ("/ws", "/", "/socket.io/?transport=polling") * 2:
                    async with http.get(path, ssl=proxy.trust) as answer:
                        assert answer.status == 200, path


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("kind", [Nginx, Caddy])
def test_the_proxy_accepts_its_site(tmp_path: Path, kind: type[Proxy], number: int) -> None:
    needed("openssl")
    servers = [f"http://127.0.0.1:{free_port()}" for _ in range(number)]
    check: subprocess.CompletedProcess[str] = kind(
        needed(kind.__name__.lower()), tmp_path / "proxy", *servers
    ).check()
    assert check.returncode == 0, check.stderr
    assert "[warn]" not in check.stderr
