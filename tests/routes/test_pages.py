"""The files of `attendance_server/web/`: how they are served, and that packages contain them."""

import configparser
import functools
import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from attendance_server.http.headers import PAGE_POLICY
from attendance_server.routes import pages
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.client import Client
from tests.support.process import ROOT
from tests.support.raw import Raw

PAGE = "<!doctype html><title>Attendance</title>" + "<p>Algebra</p>" * 50
SCRIPT = "export {};\n"
PICTURE = bytes(range(256))


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
async def site(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Client]:
    """A server that serves a page, a script in a folder and a picture instead of its own files."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "parts" / "tile.js").write_text(SCRIPT)
    (tmp_path / "logo.png").write_bytes(PICTURE)
    (tmp_path / "__init__.py").write_text("")
    monkeypatch.setattr(pages, "routes", functools.partial(pages.routes, folder=tmp_path))
    async with serving(settings) as url, aiohttp.ClientSession(auto_decompress=False) as http:
        yield Client(url, http)


async def load(
    client: Client, path: str, method: str = "GET", **headers: str
) -> tuple[aiohttp.ClientResponse, bytes]:
    """An answer and its raw body; `_` in the name of a header stands for `-`."""
    fields = {"Accept-Encoding": "identity"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    async with client.http.request(method, client.url + path, headers=fields) as response:
        return response, await response.read()


async def test_the_client_is_served_as_a_module_to_everyone(client: Client) -> None:
    response, body = await load(client, "/client.js")
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert body == (pages.FOLDER / "client.js").read_bytes()


async def test_every_file_has_the_url_of_its_path_and_the_type_of_its_suffix(
    site: Client,
) -> None:
    for path, content_type, content in (
        ("/", "text/html; charset=utf-8", PAGE.encode()),
        ("/parts/tile.js", "text/javascript; charset=utf-8", SCRIPT.encode()),
        ("/logo.png", "image/png", PICTURE),
    ):
        response, body = await load(site, path)
        assert (response.headers["Content-Type"], body) == (content_type, content)


async def test_pages_may_load_only_from_this_server_and_other_files_nothing(site: Client) -> None:
    for path, policy in (("/", PAGE_POLICY), ("/parts/tile.js", "default-src 'none'")):
        response, _ = await load(site, path)
        assert response.headers["Content-Security-Policy"].startswith(policy)
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_code_and_files_outside_the_folder_are_not_served(site: Client) -> None:
    for path in ("/__init__.py", "/index.html", "/parts", "/parts/", "/..%2findex.html"):
        assert (await site.get(path)).status == 404, path


@pytest.mark.parametrize("accepted", ["gzip", "br, GZIP;q=0.5", "deflate, gzip ; q=1.0"])
async def test_a_file_is_compressed_for_clients_that_accept_gzip(
    site: Client, accepted: str
) -> None:
    response, body = await load(site, "/", Accept_Encoding=accepted)
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(body) < len(PAGE)
    assert gzip.decompress(body) == PAGE.encode()


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", "gzip; q=0.00", "xgzip", ""])
async def test_a_file_is_not_compressed_for_other_clients(site: Client, accepted: str) -> None:
    response, body = await load(site, "/", Accept_Encoding=accepted)
    assert "Content-Encoding" not in response.headers
    assert body == PAGE.encode()


async def test_an_incompressible_file_is_not_compressed(site: Client) -> None:
    response, body = await load(site, "/logo.png", Accept_Encoding="gzip")
    assert "Content-Encoding" not in response.headers
    assert body == PICTURE


@pytest.mark.parametrize("accepted", ["identity", "gzip"])
async def test_a_cached_file_is_revalidated_and_not_sent_again(site: Client, accepted: str) -> None:
    response, _ = await load(site, "/", Accept_Encoding=accepted)
    tag = response.headers["ETag"]
    for etag in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again, body = await load(site, "/", Accept_Encoding=accepted, If_None_Match=etag)
        assert (again.status, body) == (304, b""), etag
        for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
            assert again.headers[name] == response.headers[name]
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["Vary"] == "Accept-Encoding, Accept-Language, Cookie"


@pytest.mark.parametrize("etag", ['"other"', "W/", "", "no tag"])
async def test_a_client_with_an_outdated_file_is_sent_the_current_one(
    site: Client, etag: str
) -> None:
    response, body = await load(site, "/", If_None_Match=etag)
    assert (response.status, body) == (200, PAGE.encode())


async def test_head_returns_the_headers_of_a_file_without_its_body(site: Client) -> None:
    for path in ("/", "/parts/tile.js"):
        response, _ = await load(site, path)
        head, body = await load(site, path, "HEAD")
        assert (head.status, body) == (200, b"")
        for name in ("Content-Type", "Content-Length", "ETag"):
            assert head.headers[name] == response.headers[name]


async def test_a_websocket_upgrade_of_the_home_page_opens_a_socket(site: Client) -> None:
    socket = await site.socket(await site.teacher(), "/")
    assert await socket.ask("WATCH") == ("WATCHING", {"sessions": []})
    await socket.close()


async def test_an_upgrade_to_another_protocol_gets_the_page(site: Client) -> None:
    response, _ = await load(site, "/", Upgrade="h2c")
    assert response.status == 200


async def test_a_broken_handshake_at_the_home_page_gets_an_error(site: Client) -> None:
    refused = await Raw.connect(site.url, path="/", Sec_WebSocket_Key="")
    assert refused.status in (400, 426)
    assert refused.headers["content-type"].startswith("application/json")


async def test_the_socket_path_serves_no_page(site: Client) -> None:
    assert (await site.get("/ws")).status == 426


async def test_another_method_is_not_allowed(site: Client) -> None:
    for path in ("/", "/parts/tile.js"):
        assert (await site.post(path, {})).status == 405


def test_an_installed_package_contains_every_file() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    patterns = setup["options.package_data"]["attendance_server.web"].split()
    packed = {path for pattern in patterns for path in pages.FOLDER.glob(pattern)}
    files = {
        path
        for path in pages.FOLDER.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    assert files == packed
    assert {path.suffix for path in files} <= pages.TYPES.keys()
    assert {pattern.removeprefix("**/*") for pattern in patterns} == pages.TYPES.keys()
