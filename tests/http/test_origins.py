"""Browsers: allowed origins, CORS, and the headers that protect a page."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping

import aiohttp
import attrs
import pytest
from aiohttp import hdrs, web
from aiohttp.test_utils import TestServer
from multidict import CIMultiDict

from attendance_server.app import create_app
from attendance_server.exit_errors import SettingsError
from attendance_server.http.headers import CONTENT_SECURITY_POLICY, PAGE_POLICY, protect
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.client import PASSWORD, Answer, Client, Person
from tests.support.raw import Raw

NO_ID = "0" * 24
APP, OTHER_APP = "https://app.school.org", "http://localhost:8080"
EVIL = "https://evil.example"

HANDSHAKE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}

PROTECTION = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture(scope="module")
async def teacher(school: Client) -> Person:
    return await school.teacher()


@pytest.fixture(scope="module")
async def allowing(school: Client, school_settings: Settings) -> AsyncIterator[Client]:
    """A server with the same accounts that allows two origins."""
    settings = attrs.evolve(school_settings, allowed_origins=frozenset({APP, OTHER_APP}))
    async with serving(settings) as url:
        yield Client(url, school.http)


@pytest.fixture(scope="module")
async def open_to_all(school: Client, school_settings: Settings) -> AsyncIterator[Client]:
    """A server with the same accounts that allows any origin."""
    settings = attrs.evolve(school_settings, allowed_origins=frozenset({"*"}))
    async with serving(settings) as url:
        yield Client(url, school.http)


def cors(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in headers if name.startswith("Access-Control-")}


async def handshake(
    client: Client, person: Person | None, path: str = "/ws", **headers: str
) -> Answer:
    """Send a handshake as a plain request, so that the body of a refusal can be read."""
    query = f"?token={person.token}" if person else ""
    return await client.get(path + query, headers={**HANDSHAKE, **headers})


async def preflight(client: Client, path: str, origin: str, method: str = "POST") -> Answer:
    """Send a browser's preflight for a request with a token, and return the answer and its body."""
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    async with client.http.options(client.url + path, headers=headers) as response:
        return Answer(response.status, await response.read(), response.headers)


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("https://app.school.org", {APP}),
        (" HTTPS://App.School.ORG:443 ,http://localhost:8080,", {APP, OTHER_APP}),
        ("http://127.0.0.1:80, http://[0:0::1]:3000", {"http://127.0.0.1", "http://[::1]:3000"}),
        ("https://schüle.example", {"https://xn--schle-mva.example"}),
        ("*", {"*"}),
        ("", set()),
    ],
)
def test_origins_are_read_as_browsers_send_them(text: str, origins: set[str]) -> None:
    assert Settings.parse({"ALLOWED_ORIGINS": text}).allowed_origins == origins


@pytest.mark.parametrize(
    "text",
    [
        "app.school.org",
        "https://",
        "https://app.school.org/",
        "https://app.school.org/app",
        "https://app.school.org?a",
        "https://user@app.school.org",
        "https://*.school.org",
        "https://app.school.org:70000",
        "https://app.school.org:http",
        "https://[::1",
        "https://a b",
        "wss://app.school.org",
        "null",
        "https://app.school.org https://b.school.org",
        "https://app.school.org, none",
        "*, https://app.school.org",
    ],
)
def test_an_invalid_origin_is_reported_with_the_name_of_the_setting(text: str) -> None:
    with pytest.raises(SettingsError, match="ALLOWED_ORIGINS: "):
        Settings.parse({"ALLOWED_ORIGINS": text})


@pytest.mark.parametrize("path", ["/ws", "/"])
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_page_of_the_servers_own_host_may_open_a_socket(
    client: Client, teacher: Person, path: str, scheme: str
) -> None:
    origin = client.url.replace("http", scheme)
    assert (await Raw.connect(client.url, teacher, path, Origin=origin)).status == 101


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("app.school.org", "https://app.school.org"),
        ("app.school.org:443", "https://app.school.org"),
        ("App.School.org:80", "http://app.school.org"),
        ("app.school.org:8443", "https://app.school.org:8443"),
        ("[::1]", "http://[::1]"),
    ],
)
async def test_hosts_are_compared_without_letter_case_and_default_ports(
    client: Client, teacher: Person, host: str, origin: str
) -> None:
    assert (await Raw.connect(client.url, teacher, Host=host, Origin=origin)).status == 101


@pytest.mark.parametrize("path", ["/ws", "/"])
async def test_a_program_without_an_origin_may_open_a_socket(
    client: Client, teacher: Person, path: str
) -> None:
    assert (await Raw.connect(client.url, teacher, path)).status == 101


@pytest.mark.parametrize(
    "origin",
    [
        EVIL,
        "null",
        "",
        "{scheme}://{host}",
        "{scheme}://{host}:1",
        "{scheme}://evil.example:{port}",
        "{scheme}://{host}:{port}.evil.example",
        "{scheme}://evil.{host}:{port}",
        "{scheme}://{host}:{port}@evil.example",
        "{scheme}://{host}:{port}/",
        "{scheme}://{host}:{port}, {scheme}://evil.example",
        "ftp://{host}:{port}",
        "{host}:{port}",
        "*",
        "\xff",
    ],
)
@pytest.mark.parametrize("path", ["/ws", "/"])
async def test_a_page_of_another_origin_is_refused_before_its_socket_opens(
    client: Client, teacher: Person, path: str, origin: str
) -> None:
    scheme, host, port = client.url.replace("//", "").split(":")
    origin = origin.format(scheme=scheme, host=host, port=port)
    answer = await handshake(client, teacher, path, Origin=origin)
    assert answer.error == (403, "Origin not allowed")


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("app.school.org", "https://app.school.org:80"),
        ("app.school.org:443", "http://app.school.org"),
        ("app.school.org", "https://school.org"),
        ("app.school.org", "https://app.school.org.evil.example"),
    ],
)
async def test_another_port_or_name_is_another_host(
    client: Client, teacher: Person, host: str, origin: str
) -> None:
    answer = await handshake(client, teacher, Host=host, Origin=origin)
    assert answer.error == (403, "Origin not allowed")


async def test_the_origin_is_checked_before_the_token(client: Client) -> None:
    answer = await handshake(client, None, Origin=EVIL)
    assert answer.error == (403, "Origin not allowed")


async def test_a_refused_origin_is_counted(client: Client, teacher: Person) -> None:
    async def count() -> float:
        async with client.http.get(client.url + "/metrics") as response:
            lines = (await response.text()).splitlines()
        sample = 'attendance_refusals_total{kind="OriginNotAllowed",over="http"} '
        return sum(float(line.removeprefix(sample)) for line in lines if line.startswith(sample))

    count_before = await count()
    await handshake(client, teacher, Origin=EVIL)
    assert await count() == count_before + 1


@pytest.mark.parametrize("origin", [APP, OTHER_APP])
async def test_a_page_of_an_allowed_origin_may_open_a_socket(
    allowing: Client, teacher: Person, origin: str
) -> None:
    assert (await Raw.connect(allowing.url, teacher, Origin=origin)).status == 101


async def test_besides_allowed_origins_only_the_own_host_may_open_a_socket(
    allowing: Client, teacher: Person
) -> None:
    assert (await Raw.connect(allowing.url, teacher, Origin=allowing.url)).status == 101
    for origin in (EVIL, "null", f"{APP}:8443", APP.replace("https", "http")):
        assert (await handshake(allowing, teacher, Origin=origin)).status == 403


@pytest.mark.parametrize("origin", [EVIL, "null", "", "\xff"])
async def test_any_page_may_open_a_socket_where_any_origin_is_allowed(
    open_to_all: Client, teacher: Person, origin: str
) -> None:
    assert (await Raw.connect(open_to_all.url, teacher, Origin=origin)).status == 101


@pytest.mark.parametrize(
    "path",
    ["/auth/login", "/auth/me", f"/class/{NO_ID}", "/students", "/ws", "/", "/nothing", "/healthz"],
)
async def test_a_preflight_is_answered_on_any_path_and_without_a_token(
    allowing: Client, path: str
) -> None:
    answer = await preflight(allowing, path, APP)
    assert (answer.status, answer.body) == (204, b"")
    cors_headers = cors(answer.headers)
    assert cors_headers.pop("Access-Control-Expose-Headers")
    assert cors_headers == {
        "Access-Control-Allow-Origin": APP,
        "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
        "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Request-ID",
        "Access-Control-Max-Age": "7200",
    }
    assert answer.headers["Vary"] == "Origin"


async def test_a_preflight_allows_every_method_that_a_route_takes(
    allowing: Client, settings: Settings
) -> None:
    answer = await preflight(allowing, "/", APP)
    allowed = set(answer.headers["Access-Control-Allow-Methods"].split(", "))
    # For a browser, HEAD is as simple a method as GET. Socket.IO refuses what it does not take.
    routes = create_app(settings).router.routes()
    assert {route.method for route in routes} <= allowed | {hdrs.METH_HEAD, hdrs.METH_ANY}


@pytest.mark.parametrize("origin", [EVIL, "null", APP.upper(), f"{APP}:443", f"{APP}, {APP}"])
async def test_a_preflight_of_another_origin_gets_405(allowing: Client, origin: str) -> None:
    answer = await preflight(allowing, "/class", origin)
    assert answer.status == 405
    assert json.loads(answer.body)["success"] is False
    assert answer.headers["Allow"] == "POST"
    assert cors(answer.headers) == {}


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": APP}, {"Access-Control-Request-Method": "POST"}]
)
async def test_an_options_request_that_is_not_a_preflight_gets_405(
    allowing: Client, headers: dict[str, str]
) -> None:
    answer = await allowing.call("OPTIONS", "/class", headers=headers)
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"


async def various_answers(client: Client, person: Person, origin: str) -> list[Answer]:
    """Successes and errors, from handlers, from middlewares and from aiohttp."""
    headers = {"Origin": origin}
    answers = [
        await client.get("/auth/me", person.token, headers=headers),
        await client.get("/auth/me", headers=headers),
        await client.get("/nothing", headers=headers),
        await client.get("/auth/login", headers=headers),
        await client.get("/ws", headers=headers),
        await client.get(f"/class/{NO_ID}", person.token, headers=headers),
        await client.post("/auth/login", {}, headers=headers),
        await client.post("/auth/login", {"name": "x" * (1 << 17)}, headers=headers),
        await client.post("/class", {"className": "Algebra"}, person.token, headers=headers),
        await client.get("/healthz", headers=headers),
    ]
    statuses = [200, 401, 404, 405, 426, 404, 400, 413, 201, 200]
    assert [answer.status for answer in answers] == statuses
    return answers


@pytest.mark.parametrize("origin", [APP, OTHER_APP])
async def test_a_page_of_an_allowed_origin_may_read_every_answer(
    allowing: Client, teacher: Person, origin: str
) -> None:
    for answer in await various_answers(allowing, teacher, origin):
        assert cors(answer.headers) == {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": "X-Request-ID, Retry-After, Content-Disposition,"
            " X-Time-Zone",
        }
        assert answer.headers["Vary"] == "Origin"


async def test_a_page_of_an_allowed_origin_may_read_that_the_server_is_busy(
    settings: Settings,
) -> None:
    settings = attrs.evolve(settings, allowed_origins=frozenset({APP}), max_waiting_logins=1)
    async with serving(settings) as url, aiohttp.ClientSession() as http:
        client = Client(url, http)
        body = {"email": "nobody@school.test", "password": PASSWORD}
        logins = (client.post("/auth/login", body, headers={"Origin": APP}) for _ in range(20))
        answers = await asyncio.gather(*logins)
    busy = [answer for answer in answers if answer.status == 503]
    assert busy
    for answer in busy:
        assert answer.headers["Retry-After"]
        assert answer.headers["Access-Control-Allow-Origin"] == APP


@pytest.mark.parametrize("origin", [EVIL, "null", "", "{own}", "*"])
async def test_a_page_of_another_origin_is_answered_but_cannot_read_it(
    allowing: Client, teacher: Person, origin: str
) -> None:
    for answer in await various_answers(allowing, teacher, origin.format(own=allowing.url)):
        assert cors(answer.headers) == {}
        assert answer.headers["Vary"] == "Origin"


async def test_an_answer_without_an_origin_varies_by_origin_for_caches(
    allowing: Client,
) -> None:
    answer = await allowing.get("/healthz")
    assert (answer.headers["Vary"], cors(answer.headers)) == ("Origin", {})


@pytest.mark.parametrize("origin", [EVIL, "null", "\xff"])
async def test_any_page_may_read_answers_where_any_origin_is_allowed(
    open_to_all: Client, teacher: Person, origin: str
) -> None:
    for answer in await various_answers(open_to_all, teacher, origin):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    answer = await preflight(open_to_all, "/auth/me", origin, "DELETE")
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (204, "*")


@pytest.mark.parametrize("origin", [EVIL, "null", "{own}"])
async def test_by_default_no_other_origin_gets_cors_headers(
    client: Client, teacher: Person, origin: str
) -> None:
    origin = origin.format(own=client.url)
    for answer in await various_answers(client, teacher, origin):
        assert cors(answer.headers) == {}
        assert "Vary" not in answer.headers
    refused = await preflight(client, "/class", origin)
    assert (refused.status, cors(refused.headers)) == (405, {})


def assert_protected(headers: Mapping[str, str]) -> None:
    for name, value in PROTECTION.items():
        assert CIMultiDict(headers).getall(name) == [value]
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/auth/me", 200),
        ("GET", "/classes", 200),
        ("HEAD", "/classes", 200),
        ("POST", "/class", 400),
        ("GET", "/nothing", 404),
        ("PUT", "/class", 405),
        ("OPTIONS", "/class", 405),
        ("GET", "/ws", 426),
        ("GET", "/metrics", 200),
        ("GET", "/readyz", 200),
    ],
)
async def test_every_answer_has_protective_headers(
    client: Client, teacher: Person, method: str, path: str, status: int
) -> None:
    headers = {"Authorization": f"Bearer {teacher.token}"}
    async with client.http.request(method, client.url + path, headers=headers) as response:
        assert response.status == status
        assert_protected(response.headers)


async def test_unusual_answers_have_protective_headers_too(
    client: Client, allowing: Client
) -> None:
    async with client.http.get(client.url + "/auth/me") as unauthorized:
        assert unauthorized.status == 401
        assert_protected(unauthorized.headers)
    headers = {**HANDSHAKE, "Origin": EVIL}
    async with client.http.get(client.url + "/ws", headers=headers) as refused:
        assert refused.status == 403
        assert_protected(refused.headers)
    async with client.http.get(client.url + "/ws", headers={"Expect": "wonders"}) as expecting:
        assert expecting.status == 417
        assert_protected(expecting.headers)
    assert_protected((await preflight(allowing, "/auth/me", APP)).headers)


async def test_a_handshake_has_no_headers_that_only_pages_need(
    allowing: Client, teacher: Person
) -> None:
    answer = await Raw.connect(allowing.url, teacher, Origin=APP)
    assert answer.status == 101
    unneeded = {*map(str.lower, PROTECTION), "vary"}
    assert not unneeded & answer.headers.keys()
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("own", [{}, {CONTENT_SECURITY_POLICY: "default-src 'self'"}])
async def test_a_page_may_load_its_own_files_and_override_the_policy(
    own: dict[str, str],
) -> None:
    async def page(_: web.Request) -> web.Response:
        headers = {**own, hdrs.CACHE_CONTROL: "no-cache"}
        return web.Response(text="<p>Hello", content_type="text/html", headers=headers)

    app = web.Application()
    app.on_response_prepare.append(protect)
    app.router.add_get("/", page)
    async with (
        TestServer(app) as server,
        aiohttp.ClientSession() as http,
        http.get(server.make_url("/")) as answer,
    ):
        policy = own.get(CONTENT_SECURITY_POLICY, PAGE_POLICY)
        assert answer.headers.getall("Content-Security-Policy") == [policy]
        assert answer.headers.getall("Cache-Control") == ["no-cache"]
        assert answer.headers["X-Frame-Options"] == "DENY"
