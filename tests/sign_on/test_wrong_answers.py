"""Single sign-on: which answers of a provider are accepted, and whose account they open."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import attrs
import pytest
from pymongo.database import Database

from attendance_server.client_address import read_network
from attendance_server.exit_errors import SettingsError
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import PasswordLogIn, Rate, TeacherClaim
from attendance_server.sign_on import kept
from tests.support.client import PASSWORD, Answer, Client
from tests.support.mongo import free_port
from tests.support.office import make_admin
from tests.support.provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    Claims,
    WrongProvider,
    new_key,
    wrong_provider,
)
from tests.support.roster import csv_of, outcomes, take


@pytest.fixture
async def provider() -> AsyncIterator[WrongProvider]:
    async with wrong_provider() as provider:
        yield provider


@pytest.fixture
def settings(settings: Settings, provider: WrongProvider) -> Settings:
    port = free_port()
    return attrs.evolve(
        settings,
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        oidc_issuer=provider.url,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_teachers=TeacherClaim("realm.roles", frozenset({"staff", "head"})),
        oidc_domains=frozenset({"school.test"}),
    )


class Visitor:
    """A browser as far as single sign-on goes: it keeps cookies, and follows by hand."""

    def __init__(self, url: str, headers: Mapping[str, str] = {}) -> None:
        self.url = url
        self.headers = headers
        self.cookies: dict[str, str] = {}

    async def get(self, address: str) -> str:
        """Where a request leads to."""
        async with (
            aiohttp.ClientSession(cookies=self.cookies, headers=self.headers) as http,
            http.get(address, allow_redirects=False) as answer,
        ):
            assert answer.status == 303, await answer.text()
            self._keep(answer)
            return answer.headers["Location"]

    async def start(self, page: str = "") -> str:
        query = f"?page=%23{page[1:]}&stay=true" if page else ""
        return await self.get(f"{self.url}/auth/sign-on{query}")

    async def token(self) -> Any:
        async with (
            aiohttp.ClientSession(cookies=self.cookies, headers=self.headers) as http,
            http.post(f"{self.url}/auth/sign-on/token", headers={"Origin": self.url}) as answer,
        ):
            self._keep(answer)
            return await answer.json()

    async def sign_on(self, provider: WrongProvider) -> Any:
        """The data of the log-in; the code of the error if there is none."""
        page = await self.get(provider.authorize(await self.start()))
        if problem := problem_in(page):
            return problem
        answer = await self.token()
        return answer["data"] if answer["success"] else answer["code"]

    def _keep(self, answer: aiohttp.ClientResponse) -> None:
        cookies = SimpleCookie()
        for header in answer.headers.getall("Set-Cookie", []):
            assert "HttpOnly" in header
            cookies.load(header)
        for name, morsel in cookies.items():
            self.cookies.pop(name, None)
            if morsel.value:
                self.cookies[name] = morsel.value


async def password_code(client: Client, email: str, password: str) -> str:
    """The code of the refusal of a password."""
    answer = await client.post("/auth/login", {"email": email, "password": password})
    code: str = answer.body["code"]
    return code


def problem_in(page: str) -> str | None:
    return parse_qs(urlsplit(page.replace("#", "", 1)).query).get("problem", [None])[0]


@pytest.fixture
def visitor(server: str) -> Visitor:
    return Visitor(server)


async def test_a_new_person_gets_an_account_and_returns_to_the_page(
    visitor: Visitor, provider: WrongProvider, client: Client
) -> None:
    back = provider.authorize(await visitor.start("#/attendance?x=1"))
    page = await visitor.get(back)
    assert page == "/#/signed-on?next=%23%2Fattendance%3Fx%3D1&stay=true"
    stolen = dict(visitor.cookies)
    answer = await visitor.token()
    user = answer["data"]["user"]
    assert (user["name"], user["email"], user["role"]) == (
        *("Ada Lovelace", "ada@school.test"),
        "STUDENT",
    )
    assert (await client.get("/auth/me", token=answer["data"]["token"])).data["_id"] == user["_id"]
    # It has no password, and no other one is it.
    assert await password_code(client, "ada@school.test", "") == "wrong_credentials"
    # What the page has used is used up, whoever has a copy; so is the provider's answer.
    visitor.cookies = stolen
    assert (await visitor.token())["code"] == "sign_on_stale"
    assert problem_in(await visitor.get(back)) == "sign_on_stale"
    # From now on the subject counts, whatever the address is.
    provider.person = {"sub": "subject-1", "name": "Ada King"}
    assert (await visitor.sign_on(provider))["user"] == user
    # It is a person's own, so the same address with another subject is someone else.
    provider.person = {**provider.person, "sub": "2", "email_verified": True}
    provider.person["email"] = "ada@school.test"
    assert await visitor.sign_on(provider) == "sign_on_taken"


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"realm": {"roles": ["pupils", "head"]}}, "TEACHER"),
        ({"realm.roles": "staff"}, "TEACHER"),
        ({"realm": {"roles": ["ADMIN"]}, "role": "ADMIN"}, "STUDENT"),
    ],
)
async def test_a_claim_makes_a_teacher_and_none_an_administrator(
    visitor: Visitor, provider: WrongProvider, claims: Claims, role: str
) -> None:
    provider.person |= claims
    assert (await visitor.sign_on(provider))["user"]["role"] == role


def claims_of(**changed: object) -> Callable[[Claims], object]:
    return lambda claims: claims.update(changed)


def later(**seconds: int) -> Callable[[Claims], object]:
    return lambda claims: claims.update(
        {name: int(time.time()) + change for name, change in seconds.items()}
    )


@pytest.mark.parametrize(
    "twist",
    [
        claims_of(aud="another client"),
        claims_of(aud=[CLIENT_ID, "another client"]),
        claims_of(azp="another client"),
        claims_of(iss="https://another.test"),
        claims_of(nonce="of another sign-on"),
        claims_of(sub=""),
        claims_of(exp=None),
        later(exp=-120),
        later(iat=120),
        later(nbf=120),
    ],
    ids=["aud", "audiences", "azp", "iss", "nonce", "sub", "no exp", "expired", "future", "nbf"],
)
async def test_a_wrong_claim_is_refused(
    visitor: Visitor, provider: WrongProvider, twist: Callable[[Claims], object]
) -> None:
    provider.twist = twist
    assert await visitor.sign_on(provider) == "sign_on_invalid"


async def test_only_signatures_by_the_keys_of_the_provider_count(
    visitor: Visitor, provider: WrongProvider
) -> None:
    strangers = WrongProvider()
    for sign in (
        provider.unsigned,
        provider.signed_with_the_public_key,
        strangers.signed,
        lambda claims: provider.signed(claims)[:-6] + "AAAAAA",
        lambda _: "no token",
    ):
        provider.sign = sign
        assert await visitor.sign_on(provider) == "sign_on_invalid"
    provider.sign = provider.signed
    assert (await visitor.sign_on(provider))["token"]


async def test_a_new_key_is_read_once_and_unknown_ones_not_again_and_again(
    visitor: Visitor, provider: WrongProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    await visitor.sign_on(provider)
    provider.keys = [new_key("second")]
    assert (await visitor.sign_on(provider))["token"]
    assert provider.keys_read == 2
    strangers = WrongProvider()
    strangers.keys = [new_key("unknown")]
    provider.sign = strangers.signed
    assert [await visitor.sign_on(provider) for _ in range(3)] == ["sign_on_invalid"] * 3
    assert provider.keys_read == 2
    monkeypatch.setattr(kept, "REREAD", 0.0)
    await visitor.sign_on(provider)
    assert provider.keys_read == 3


async def test_a_clock_within_a_minute_is_good_enough(
    visitor: Visitor, provider: WrongProvider
) -> None:
    for change in (later(iat=45, nbf=45, exp=345), later(iat=-345, exp=-45)):
        provider.twist = change
        assert (await visitor.sign_on(provider))["token"]


async def test_an_answer_belongs_to_one_browser_and_one_provider(
    visitor: Visitor, provider: WrongProvider, server: str
) -> None:
    # What another browser has started: its user would be logged in as the attacker.
    attacker = Visitor(server)
    back = provider.authorize(await attacker.start())
    assert problem_in(await visitor.get(back)) == "sign_on_stale"
    await visitor.start()
    assert problem_in(await visitor.get(back)) == "sign_on_stale"
    # The answer of another provider, or one that does not say.
    provider.answer = {"iss": "https://another.test"}
    assert await visitor.sign_on(provider) == "sign_on_invalid"
    provider.answer = {"iss": ""}
    assert await visitor.sign_on(provider) == "sign_on_invalid"
    # A code that was used, by someone who has seen it.
    provider.answer = {"code": "code-used"}
    assert await visitor.sign_on(provider) == "sign_on_invalid"
    provider.answer = {"error": "access_denied"}
    assert await visitor.sign_on(provider) == "sign_on_refused"
    provider.answer = {"error": "server_error"}
    assert await visitor.sign_on(provider) == "sign_on_invalid"


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"email_verified": False}, "sign_on_unverified"),
        ({"email_verified": "true"}, "sign_on_unverified"),
        ({"email": None}, "sign_on_unverified"),
        ({"email": "ada@school.test.evil.test"}, "sign_on_not_allowed"),
        ({"email": "ada@sub.school.test"}, "sign_on_not_allowed"),
    ],
)
async def test_an_address_has_to_be_verified_and_of_the_school(
    visitor: Visitor, provider: WrongProvider, claims: Claims, code: str
) -> None:
    provider.person |= claims
    assert await visitor.sign_on(provider) == code


async def test_the_server_starts_without_the_provider_and_finds_it_later(
    visitor: Visitor, provider: WrongProvider, client: Client
) -> None:
    provider.down = True
    page = await visitor.start("#/attendance")
    assert page == "/#/login?next=%23%2Fattendance&problem=sign_on_unavailable"
    assert (await client.get("/readyz")).status == 200
    provider.down = False
    assert (await visitor.sign_on(provider))["token"]
    # What was read is kept; the exchange of the code is not possible without it.
    back = provider.authorize(await visitor.start())
    provider.down = True
    assert problem_in(await visitor.get(back)) == "sign_on_unavailable"


async def test_failed_returns_are_limited_by_address(
    settings: Settings, provider: WrongProvider
) -> None:
    limited = attrs.evolve(
        settings,
        login_failures_per_address=Rate(2, 60),
        trusted_proxies=(read_network("127.0.0.1"),),
    )
    provider.answer = {"error": "access_denied"}
    async with serving(limited) as url:
        visitor = Visitor(url, {"X-Forwarded-For": "203.0.113.7"})
        codes = [await visitor.sign_on(provider) for _ in range(3)]
    assert codes == ["sign_on_refused", "sign_on_refused", "too_many_attempts"]


async def test_whoever_signed_up_with_the_address_of_another_loses_it(
    visitor: Visitor, provider: WrongProvider, client: Client
) -> None:
    stranger = await client.student()
    provider.person["email"] = stranger.email
    socket = await client.socket(stranger)
    user = (await visitor.sign_on(provider))["user"]
    assert user["_id"] == stranger.id
    await socket.expect_unauthorized()
    assert (await client.get("/auth/me", token=stranger.token)).status == 401
    assert await password_code(client, stranger.email, PASSWORD) == "wrong_credentials"


async def test_without_passwords_only_administrators_have_one(
    settings: Settings,
    provider: WrongProvider,
    http: aiohttp.ClientSession,
    database: "Database[Any]",
) -> None:
    async with serving(settings) as url:
        student = await Client(url, http).student()
        admin = await make_admin(Client(url, http), database)
    async with serving(attrs.evolve(settings, passwords=PasswordLogIn.OFF)) as url:
        client = Client(url, http)
        assert await password_code(client, student.email, PASSWORD) == "passwords_off"
        assert await password_code(client, student.email, "wrong") == "wrong_credentials"
        office = {"email": admin.email, "password": PASSWORD}
        assert (await client.post("/auth/login", office)).status == 200
        reset = f"/users/{student.id}/reset-code"
        assert (await client.post(reset, {}, admin.token)).body["code"] == "passwords_off"
        signup = {
            "name": "Ida",
            "email": "ida@school.test",
            "password": PASSWORD,
            "role": "student",
        }
        assert (await client.post("/auth/signup", signup)).body["code"] == "passwords_off"
        assert (await Visitor(url).sign_on(provider))["token"]
        page = await (await http.get(url)).text()
        assert '<meta name="ways-in" content="sign-on">' in page


async def test_without_the_settings_there_is_no_single_sign_on(
    settings: Settings, http: aiohttp.ClientSession
) -> None:
    async with serving(attrs.evolve(settings, oidc_issuer=None)) as url:
        answer: Answer = await Client(url, http).get("/auth/sign-on")
        assert (answer.status, answer.body["code"]) == (404, "sign_on_off")


async def test_an_imported_account_is_claimed_and_joins_and_an_administrators_is_not_opened(
    visitor: Visitor, provider: WrongProvider, client: Client, database: "Database[Any]"
) -> None:
    admin = await make_admin(client, database)
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    imported = await take(client, teacher, class_id, csv_of(("Ada", "ada@school.test")))
    # One who has signed up, in vain: their address is not proven, so they only wait.
    waiting = await client.student()
    await take(client, teacher, class_id, csv_of(("Bob", waiting.email)))
    assert outcomes(imported) == ["new"]
    ada = await visitor.sign_on(provider)
    assert ada["user"]["name"] == "Ada"
    unclaimed = await client.post(f"/class/{class_id}/codes", {}, teacher.token)
    assert unclaimed.data == []
    provider.person |= {"sub": "bob", "email": waiting.email}
    bob = await visitor.sign_on(provider)
    assert bob["user"]["_id"] == waiting.id
    students = (await client.get(f"/class/{class_id}", teacher.token)).data["students"]
    assert [each["_id"] for each in students] == [ada["user"]["_id"], waiting.id]
    provider.person |= {"sub": "office", "email": admin.email}
    assert await visitor.sign_on(provider) == "sign_on_not_for_admins"
    # The one account of two that stays is the one that is signed on to, until it is disabled.
    path = f"/users/{waiting.id}/merge"
    merged = await client.post(path, {"into": (await client.student()).id}, admin.token)
    provider.person |= {"sub": "bob", "email": waiting.email}
    stays = (await visitor.sign_on(provider))["user"]["_id"]
    assert stays == merged.data["_id"]
    await client.call("PATCH", f"/users/{stays}", admin.token, json={"disabled": True})
    assert await visitor.sign_on(provider) == "account_disabled"


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ({"OIDC_ISSUER": "http://idp.school.org"}, "OIDC_ISSUER: expected the https address"),
        ({"OIDC_ISSUER": "https://idp.school.org"}, "PUBLIC_URL is not set"),
        ({"PUBLIC_URL": "https://school.org/attendance"}, "PUBLIC_URL: expected"),
        ({"PASSWORDS": "off"}, "OIDC_ISSUER is not set, and PASSWORDS=off"),
        ({"OIDC_TEACHERS": "groups"}, "OIDC_TEACHERS: expected a claim"),
        ({"OIDC_DOMAINS": "@school.org"}, "OIDC_DOMAINS: expected domains"),
        (
            {
                **{"OIDC_ISSUER": "https://accounts.google.com", "OIDC_CLIENT_ID": "x"},
                **{"OIDC_CLIENT_SECRET": "x", "PUBLIC_URL": "https://school.org"},
            },
            "OIDC_DOMAINS is not set, and anyone",
        ),
    ],
)
def test_settings_that_do_not_fit_are_refused(texts: dict[str, str], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        Settings.parse(texts)
