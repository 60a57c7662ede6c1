"""Rate limits: failed logins per account and per address, and sign-ups per address."""

import asyncio
import itertools
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp
import attrs
import pymongo
import pytest
from limits.aio.storage import MemoryStorage

from attendance_server.accounts.attempts import Limit
from attendance_server.accounts.hash_pool import Hashers
from attendance_server.client_address import read_network
from attendance_server.exit_errors import SettingsError
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate, TeacherSignup
from tests.support.client import PASSWORD, PATIENCE, Answer, Client, Person
from tests.test_metrics import Scrape

BAD_CREDENTIALS = (400, "Invalid email or password")
TOO_MANY = (429, "Too many attempts, try again later")
WRONG_CODE = (403, "Forbidden, teacher code missing or wrong")

LOOPBACK = (read_network("127.0.0.0/8"), read_network("::1"))
ADDRESS, OTHER_ADDRESS = "203.0.113.7", "198.51.100.2"
THREE = Rate(3, 900)

Serve = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.fixture
def serve(settings: Settings) -> Serve:
    """Start a server with these limits behind a proxy on this machine, and yield a client."""

    @asynccontextmanager
    async def serve(**limits: Any) -> AsyncIterator[Client]:
        chosen = attrs.evolve(settings, **{"trusted_proxies": LOOPBACK, **limits})
        async with serving(chosen) as url, aiohttp.ClientSession() as http:
            yield Client(url, http)

    return serve


def through(address: str | None) -> dict[str, str]:
    """The header that a proxy adds to a request; none for a direct connection."""
    return {} if address is None else {"X-Forwarded-For": address}


async def log_in(
    client: Client, email: str, password: str = "wrong horse", address: str | None = None
) -> Answer:
    body = {"email": email, "password": password}
    return await client.post("/auth/login", body, headers=through(address))


async def sign_up(client: Client, address: str | None = None, **fields: str) -> Answer:
    body = {
        "name": "Ada",
        "email": unknown_email(),
        "password": PASSWORD,
        "role": "student",
        **fields,
    }
    return await client.post("/auth/signup", body, headers=through(address))


NUMBERS = itertools.count(1)


def unknown_email() -> str:
    """An e-mail address that has no account."""
    return f"nobody{next(NUMBERS)}@school.test"


def assert_refused(answer: Answer, within: int = 900) -> None:
    assert answer.error == TOO_MANY
    assert answer.body.keys() == {"success", "error", "code"}
    assert 1 <= int(answer.headers["Retry-After"]) <= within


async def test_beyond_the_limit_an_account_refuses_even_the_right_password(
    serve: Serve,
) -> None:
    async with serve(login_failures_per_email=THREE) as client:
        ada, ben = await client.student(), await client.student()
        for _ in range(3):
            assert (await log_in(client, ada.email)).error == BAD_CREDENTIALS
        assert_refused(await log_in(client, ada.email))
        assert_refused(await log_in(client, ada.email, PASSWORD))
        assert (await client.get("/auth/me", ada.token)).status == 200
        assert (await log_in(client, ben.email, PASSWORD)).status == 200


async def test_an_email_without_an_account_is_limited_in_the_same_way(serve: Serve) -> None:
    async with serve(login_failures_per_email=THREE) as client:
        email = unknown_email()
        answers = [await log_in(client, email) for _ in range(5)]
        assert [answer.status for answer in answers] == [400, 400, 400, 429, 429]


async def test_the_limit_of_an_account_ignores_letter_case(serve: Serve) -> None:
    async with serve(login_failures_per_email=THREE) as client:
        ada = await client.student()
        for email in (ada.email, ada.email.upper(), ada.email.title()):
            assert (await log_in(client, email)).error == BAD_CREDENTIALS
        assert_refused(await log_in(client, ada.email.capitalize(), PASSWORD))


async def test_right_passwords_are_never_counted(serve: Serve) -> None:
    """As in a class that shares an address, or a program that logs in repeatedly."""
    tight = Rate(2, 900)
    async with serve(login_failures_per_email=tight, login_failures_per_address=tight) as client:
        people = [await client.student() for _ in range(5)] * 6
        await log_in(client, people[0].email, address=ADDRESS)
        logins = (log_in(client, user.email, PASSWORD, ADDRESS) for user in people)
        answers = await asyncio.gather(*logins)
        assert {answer.status for answer in answers} == {200}


async def test_simultaneous_guesses_are_limited_like_consecutive_ones(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    guesses, hash_password = Counter[bytes](), Hashers.hash

    async def counting_hash(hashers: Hashers, password: bytes, salt: bytes) -> bytes:
        guesses[password] += 1
        return await hash_password(hashers, password, salt)

    async with serve(login_failures_per_email=THREE) as client:
        ada = await client.student()
        monkeypatch.setattr(Hashers, "hash", counting_hash)
        passwords = [f"wrong horse {number}" for number in range(60)]
        answers = await asyncio.gather(*(log_in(client, ada.email, each) for each in passwords))
        assert Counter(answer.status for answer in answers) == {400: 3, 429: 57}
        right = await log_in(client, ada.email, PASSWORD)
    assert_refused(right)
    # Guesses that had already been passed to a process were hashed as well.
    assert guesses.total() <= 3 + 2 * (os.cpu_count() or 1)


async def test_a_refused_guess_takes_no_hash_and_no_query(
    serve: Serve, database: pymongo.database.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries() -> int:
        return int(database.client.admin.command("serverStatus")["opcounters"]["query"])

    async with serve(login_failures_per_email=THREE, signups_per_address=THREE) as client:
        ada = await client.student()
        for _ in range(3):
            await log_in(client, ada.email)
            await sign_up(client, ADDRESS)
        monkeypatch.setattr(Hashers, "hash", None)
        queries_before = queries()
        for _ in range(5):
            assert_refused(await log_in(client, ada.email, PASSWORD))
            assert_refused(await sign_up(client, ADDRESS))
        assert queries() == queries_before
    assert database.users.count_documents({}) == 4


async def test_attempts_are_accepted_again_after_the_window(serve: Serve) -> None:
    async with serve(login_failures_per_email=Rate(1, 1)) as client:
        email = unknown_email()
        async with asyncio.timeout(PATIENCE):
            while (answer := await log_in(client, email)).status != 429:
                pass
            assert_refused(answer, within=1)
            while (await log_in(client, email)).status == 429:
                pass


async def test_a_refused_guess_does_not_extend_the_window(serve: Serve) -> None:
    async with serve(login_failures_per_email=Rate(1, 900)) as client:
        email = unknown_email()
        await log_in(client, email)
        waits = [int((await log_in(client, email)).headers["Retry-After"]) for _ in range(5)]
        assert waits == sorted(waits, reverse=True)


async def guess_at_login(client: Client, user: Person) -> Answer:
    return await log_in(client, user.email)


async def guess_at_change(client: Client, user: Person) -> Answer:
    body = {"oldPassword": "wrong horse", "newPassword": PASSWORD}
    return await client.post("/auth/password", body, user.token)


async def guess_at_deletion(client: Client, user: Person) -> Answer:
    return await client.call("DELETE", "/auth/me", user.token, json={"password": "wrong horse"})


@pytest.mark.parametrize("guess", [guess_at_login, guess_at_change, guess_at_deletion])
async def test_every_place_that_checks_a_password_is_limited(
    serve: Serve, guess: Callable[[Client, Person], Any]
) -> None:
    async with serve(login_failures_per_email=THREE) as client:
        ada = await client.student()
        for _ in range(3):
            assert (await guess(client, ada)).error == BAD_CREDENTIALS
        assert_refused(await guess(client, ada))
        assert (await client.get("/auth/me", ada.token)).status == 200


async def test_a_stranger_does_not_keep_a_logged_in_owner_from_another_password(
    serve: Serve,
) -> None:
    async with serve(login_failures_per_email=THREE) as client:
        ada = await client.student()
        for _ in range(3):
            await guess_at_login(client, ada)
        assert_refused(await log_in(client, ada.email, PASSWORD))
        # Both of these count together.
        for guess in (guess_at_change, guess_at_deletion, guess_at_change):
            assert (await guess(client, ada)).error == BAD_CREDENTIALS
        assert_refused(await guess_at_deletion(client, ada))


async def test_a_right_old_password_is_not_counted(serve: Serve) -> None:
    async with serve(login_failures_per_email=Rate(1, 900)) as client:
        ada = await client.student()
        token = ada.token
        for _ in range(3):
            body = {"oldPassword": PASSWORD, "newPassword": PASSWORD}
            token = (await client.post("/auth/password", body, token)).data["token"]
        body["oldPassword"] = "wrong horse"
        assert (await client.post("/auth/password", body, token)).error == BAD_CREDENTIALS
        answer = await client.call("DELETE", "/auth/me", token, json={"password": PASSWORD})
        assert_refused(answer)


async def test_failures_are_limited_per_address_over_all_accounts(
    serve: Serve,
) -> None:
    async with serve(login_failures_per_address=THREE) as client:
        ada = await client.student()
        for _ in range(3):
            assert (await log_in(client, unknown_email(), address=ADDRESS)).error == BAD_CREDENTIALS
        assert_refused(await log_in(client, ada.email, PASSWORD, ADDRESS))
        assert (await log_in(client, ada.email, PASSWORD, OTHER_ADDRESS)).status == 200


async def test_all_addresses_of_an_ipv6_network_share_a_limit(
    serve: Serve,
) -> None:
    async with serve(login_failures_per_address=THREE) as client:
        for number in range(3):
            await log_in(client, unknown_email(), address=f"2001:db8::{number}")
        assert_refused(await log_in(client, unknown_email(), address="2001:db8::ffff"))
        answer = await log_in(client, unknown_email(), address="2001:db8:0:1::1")
        assert answer.error == BAD_CREDENTIALS


async def test_direct_requests_from_this_machine_are_limited_per_account_only(
    serve: Serve,
) -> None:
    tight = Rate(1, 900)
    limits = {"login_failures_per_address": tight, "signups_per_address": tight}
    async with serve(**limits, login_failures_per_email=tight) as client:
        for _ in range(5):
            assert (await log_in(client, unknown_email())).error == BAD_CREDENTIALS
            assert (await sign_up(client)).status == 201
        email = unknown_email()
        await log_in(client, email)
        assert_refused(await log_in(client, email))


async def test_headers_of_an_untrusted_proxy_are_ignored(serve: Serve) -> None:
    limits = {"login_failures_per_address": THREE, "signups_per_address": THREE}
    async with serve(trusted_proxies=(), **limits) as client:
        for number in range(3):
            address = f"203.0.113.{number}"
            assert (await log_in(client, unknown_email(), address=address)).error == BAD_CREDENTIALS
            assert (await sign_up(client, address)).status == 201
        assert_refused(await log_in(client, unknown_email(), address=ADDRESS))
        assert_refused(await sign_up(client, ADDRESS))


async def test_addresses_that_a_client_prepends_are_ignored(serve: Serve) -> None:
    async with serve(signups_per_address=THREE) as client:
        for number in range(3):
            assert (await sign_up(client, f"192.0.2.{number}, {ADDRESS}")).status == 201
        assert_refused(await sign_up(client, f"192.0.2.9, {ADDRESS}"))
        assert (await sign_up(client, f"{ADDRESS}, {OTHER_ADDRESS}")).status == 201


async def test_signups_are_limited_per_address(serve: Serve) -> None:
    async with serve(signups_per_address=THREE) as client:
        for _ in range(3):
            assert (await sign_up(client, ADDRESS)).status == 201
        assert_refused(await sign_up(client, ADDRESS), within=900)
        assert (await sign_up(client, OTHER_ADDRESS)).status == 201


async def test_simultaneous_signups_are_limited_like_consecutive_ones(
    serve: Serve, database: pymongo.database.Database
) -> None:
    async with serve(signups_per_address=THREE) as client:
        answers = await asyncio.gather(*(sign_up(client, ADDRESS) for _ in range(20)))
    assert Counter(answer.status for answer in answers) == {201: 3, 429: 17}
    assert database.users.count_documents({}) == 3


async def test_a_wrong_teacher_code_counts_as_a_signup(serve: Serve) -> None:
    code = {"teacher_signup": TeacherSignup.CODE, "teacher_code": "chalk & cheese"}
    async with serve(signups_per_address=THREE, **code) as client:
        for number in range(3):
            guess = await sign_up(client, ADDRESS, role="teacher", code=f"chalk {number}")
            assert guess.error == WRONG_CODE
        right = await sign_up(client, ADDRESS, role="teacher", code="chalk & cheese")
        assert_refused(right)


async def test_a_signup_refused_by_a_full_queue_is_not_counted(serve: Serve) -> None:
    # A hash that takes long enough for all other requests to arrive meanwhile.
    slow = {"bcrypt_rounds": 11, "max_waiting_logins": 1}
    async with serve(signups_per_address=THREE, **slow) as client:
        answers = await asyncio.gather(*(sign_up(client, ADDRESS) for _ in range(20)))
        statuses = Counter(answer.status for answer in answers)
        assert statuses[503] > THREE.count
        for _ in range(THREE.count - statuses[201]):
            assert (await sign_up(client, ADDRESS)).status == 201
        assert_refused(await sign_up(client, ADDRESS))


async def test_an_invalid_signup_is_not_counted(serve: Serve) -> None:
    async with serve(signups_per_address=Rate(1, 900)) as client:
        for _ in range(3):
            assert (await sign_up(client, ADDRESS, name="")).status == 400
        assert (await sign_up(client, ADDRESS)).status == 201


async def test_a_limit_can_be_turned_off(serve: Serve) -> None:
    none = ("login_failures_per_email", "login_failures_per_address", "signups_per_address")
    async with serve(**dict.fromkeys(none)) as client:
        email = unknown_email()
        for _ in range(15):
            assert (await log_in(client, email, address=ADDRESS)).error == BAD_CREDENTIALS


async def test_refusals_are_counted(serve: Serve) -> None:
    async with serve(login_failures_per_email=THREE, signups_per_address=THREE) as client:
        email = unknown_email()
        for _ in range(5):
            await log_in(client, email)
            await sign_up(client, ADDRESS)
        scrape = await Scrape.of(client)
    assert scrape("logins_total", outcome="wrong") == 3
    assert scrape("logins_total", outcome="turned away") == 2
    assert scrape("refusals_total", over="http", kind="TooManyAttempts") == 4
    login = {"method": "POST", "route": "/auth/login"}
    assert scrape("http_requests_total", **login, status="429") == 2


async def test_expired_counts_are_forgotten() -> None:
    storage = MemoryStorage()
    limit = Limit("a test", Rate(1, 1), storage)
    for number in range(1000):
        await limit.take(f"key {number}")
    assert len(storage.storage) == 1000
    async with asyncio.timeout(PATIENCE):
        while len(storage.storage) > 1:
            await limit.take("another")
            await asyncio.sleep(0.05)
    assert len(storage.locks) <= 1


def test_the_limits_are_on_by_default() -> None:
    settings = Settings.parse({})
    assert settings.trusted_proxies == ()
    assert settings.login_failures_per_email == Rate(10, 900)
    assert settings.login_failures_per_address == Rate(1000, 900)
    assert settings.signups_per_address == Rate(3000, 600)
    assert settings.frames_per_socket == Rate(10_000, 10)
    assert (settings.max_sockets, settings.max_sockets_per_user) == (20_000, 64)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("10/15m", Rate(10, 900)),
        (" 1 / 1s ", Rate(1, 1)),
        ("5/1.5m", Rate(5, 90)),
        ("100/60s", Rate(100, 60)),
        ("0", None),
        ("off", None),
        ("OFF", None),
    ],
)
def test_a_rate_is_parsed(text: str, rate: Rate | None) -> None:
    assert Settings.parse({"SIGNUPS_PER_ADDRESS": text}).signups_per_address == rate


@pytest.mark.parametrize(
    "text",
    [
        "10",
        "10/",
        "/15m",
        "0/15m",
        "-1/15m",
        "10/0s",
        "10/1.5s",
        "10/60",
        "1.5/1m",
        "10/15m/2",
        "on",
    ],
)
def test_an_invalid_rate_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match=r"FRAMES_PER_SOCKET: expected a rate such as 10/15m"):
        Settings.parse({"FRAMES_PER_SOCKET": text})


def test_proxies_are_addresses_and_networks() -> None:
    settings = Settings.parse({"TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8,fd00::/8"})
    assert [str(network) for network in settings.trusted_proxies] == [
        "127.0.0.1/32",
        "10.0.0.0/8",
        "fd00::/8",
    ]


@pytest.mark.parametrize("text", ["nginx", "127.0.0.1,", "10.0.0.1/8", "10.0.0.0/40", "*"])
def test_an_invalid_proxy_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match=r"TRUSTED_PROXIES: .*such as 10\.0\.0\.0/8"):
        Settings.parse({"TRUSTED_PROXIES": text})
