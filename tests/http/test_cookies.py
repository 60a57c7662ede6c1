"""The cookies of the pages: who gets them, who may use them, and what they are good for."""

from collections.abc import AsyncIterator
from http.cookies import Morsel, SimpleCookie

import aiohttp
import attrs
import pytest

from attendance_server.accounts.known_browsers import MOST, KnownBrowsers
from attendance_server.client_address import read_network
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate
from tests.conftest import shared_client
from tests.support.client import PASSWORD, Answer, Client, Person

ELSEWHERE = "https://elsewhere.test"
FORBIDDEN = (403, "Origin not allowed")
TOO_MANY = (429, "Too many attempts, try again later")


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


def page(client: Client, tls: bool = False, **cookies: str) -> dict[str, str]:
    """The headers of a request that the server's own page sends, with these cookies."""
    host = client.url.removeprefix("http://")
    headers = {"Origin": f"http{'s' * tls}://{host}"}
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return headers


async def log_in(
    client: Client,
    person: Person,
    headers: dict[str, str],
    password: str = PASSWORD,
    remember: object = "cookie",
) -> Answer:
    body = {"email": person.email, "password": password, "remember": remember}
    return await client.post("/auth/login", body, headers=headers)


async def refresh(client: Client, headers: dict[str, str]) -> Answer:
    return await client.call("POST", "/auth/refresh", headers=headers)


def cookies_of(answer: Answer) -> dict[str, "Morsel[str]"]:
    found: SimpleCookie = SimpleCookie()
    for line in answer.headers.getall("Set-Cookie", []):  # type: ignore[attr-defined]
        found.load(line)
    return dict(found)


@pytest.mark.parametrize("tls", [False, True])
async def test_a_page_stays_logged_in_by_a_cookie_that_no_script_reads(
    client: Client, tls: bool
) -> None:
    ada = await client.student()
    name = "__Secure-attendance-device" if tls else "attendance-device"
    logged_in = await log_in(client, ada, page(client, tls))
    assert logged_in.data.keys() == {"token", "user"}
    cookie = cookies_of(logged_in)[name]
    assert (cookie["path"], cookie["samesite"]) == ("/auth/refresh", "Strict")
    assert (bool(cookie["httponly"]), bool(cookie["secure"])) == (True, tls)
    assert int(cookie["max-age"]) == 120 * 86_400
    refreshed = await refresh(client, page(client, tls, **{name: cookie.value}))
    assert refreshed.data.keys() == {"token", "user"}
    assert refreshed.data["user"] == logged_in.data["user"]
    successor = cookies_of(refreshed)[name]
    assert successor.value != cookie.value
    (device,) = (await client.get("/auth/devices", refreshed.data["token"])).data
    assert device["current"]
    # A log-out takes the cookie back.
    out = await client.post(
        "/auth/logout", None, refreshed.data["token"], headers=page(client, tls)
    )
    dropped = cookies_of(out)[name]
    assert (dropped.value, dropped["max-age"], dropped["path"]) == ("", "0", "/auth/refresh")
    refused = await refresh(client, page(client, tls, **{name: successor.value}))
    assert refused.status == 401
    assert cookies_of(refused)[name]["max-age"] == "0"


async def test_a_cookie_is_of_no_use_to_another_page(client: Client) -> None:
    ada = await client.student()
    cookie = cookies_of(await log_in(client, ada, page(client)))["attendance-device"].value
    for origin in ({"Origin": ELSEWHERE}, {"Origin": "null"}, {}):
        headers = {**origin, "Cookie": f"attendance-device={cookie}"}
        assert (await refresh(client, headers)).error == FORBIDDEN
        assert (await log_in(client, ada, origin)).error == FORBIDDEN
    assert (await refresh(client, page(client, **{"attendance-device": cookie}))).status == 200


async def test_a_page_with_a_token_in_the_body_gets_one_in_the_body(client: Client) -> None:
    ada = await client.student()
    logged_in = await log_in(client, ada, page(client), remember=True)
    assert "attendance-device" not in cookies_of(logged_in)
    body = {"refreshToken": logged_in.data["refreshToken"]}
    refreshed = await client.post("/auth/refresh", body, headers=page(client))
    assert "refreshToken" in refreshed.data
    assert "attendance-device" not in cookies_of(refreshed)


@pytest.fixture
async def strict(settings: Settings, http: aiohttp.ClientSession) -> AsyncIterator[Client]:
    """A server that allows two wrong passwords per account, and five per client address."""
    chosen = attrs.evolve(
        settings,
        trusted_proxies=(read_network("127.0.0.0/8"),),
        login_failures_per_email=Rate(2, 900),
        login_failures_per_address=Rate(5, 900),
    )
    async with serving(chosen) as url:
        yield Client(url, http)


async def test_strangers_do_not_lock_the_owner_out_of_a_browser_they_have_used(
    strict: Client,
) -> None:
    ada, eve = await strict.student(), await strict.student()
    stranger = {"X-Forwarded-For": "203.0.113.7"}
    cookie = cookies_of(await log_in(strict, ada, page(strict), remember=False))
    proof = cookie["attendance-browser"]
    assert (proof["path"], proof["samesite"]) == ("/auth", "Strict")
    known = {**page(strict, **{"attendance-browser": proof.value}), **stranger}
    # A whole class may be behind the stranger's address.
    for person in (ada, ada, eve, eve, ada, eve):
        await log_in(strict, person, stranger, "wrong horse", remember=False)
    assert (await log_in(strict, ada, stranger, remember=False)).error == TOO_MANY
    assert (await log_in(strict, ada, known)).status == 200
    # The proof is one for Ada's account only, and limited too.
    assert (await log_in(strict, eve, known)).error == TOO_MANY
    for _ in range(2):
        assert (await log_in(strict, ada, known, "wrong horse")).status == 400
    assert (await log_in(strict, ada, known)).error == TOO_MANY


async def test_only_pages_get_the_proof_of_a_known_browser(client: Client) -> None:
    ada = await client.student()
    answer = await log_in(client, ada, {"Origin": ELSEWHERE}, remember=True)
    assert (answer.status, cookies_of(answer)) == (200, {})


def test_a_browser_proves_the_accounts_of_its_last_log_ins_and_no_other() -> None:
    browsers, other_server = KnownBrowsers("secret"), KnownBrowsers("another")
    proofs = ""
    for number in range(MOST + 1):
        proofs = browsers.add(proofs, f"{number}@school.test")
    known = [browsers.find(proofs, f"{number}@school.test") for number in range(MOST + 1)]
    assert known[0] is None
    assert len(set(known[1:])) == MOST
    assert None not in known[1:]
    assert other_server.find(proofs, "1@school.test") is None
    # The same browser stays the same, whatever else is in its cookie.
    again = browsers.add(f"nonsense..ü.{proofs}", "5@school.test")
    assert browsers.find(again, "5@school.test") == known[5]
    assert len(again) <= len(proofs)
    assert browsers.find("x" * 10_000, "5@school.test") is None
