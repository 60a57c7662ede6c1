"""A forgotten password, by mail: what is sent, to whom, and that no answer shows who is known."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from email.message import EmailMessage

import aiohttp
import attrs
import pytest

from attendance_server.client_address import read_network
from attendance_server.errors.mail import TooMuchMail
from attendance_server.mail.outbox import Outbox
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate
from attendance_server.smtp_url import SmtpServer, read_smtp_url
from tests.support.client import PASSWORD, Answer, Client
from tests.support.office import make_admin
from tests.support.smtp import MailServer

NEW = "another battery staple"
PAGES = "https://attendance.school.test"
LINK = re.compile(rf"{PAGES}/#/claim/([0-9A-Z-]+)")

School = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    server = await MailServer().start()
    yield server
    await server.stop()


@pytest.fixture
def school(settings: Settings, http: aiohttp.ClientSession, mail: MailServer) -> School:
    """Starts a server that sends through `mail`; other settings as they are given."""

    @asynccontextmanager
    async def start(**changes: object) -> AsyncIterator[Client]:
        own = {"smtp_url": read_smtp_url(mail.url), "public_url": PAGES, **changes}
        async with serving(attrs.evolve(settings, **own)) as url:
            yield Client(url, http)

    return start


async def forget(client: Client, email: str) -> Answer:
    return await client.post("/auth/forgot", {"email": email})


def code_in(letter: EmailMessage) -> str:
    found = LINK.search(letter.get_content())
    assert found
    return found[1]


async def redeem(client: Client, code: str) -> Answer:
    return await client.post("/auth/claim", {"code": code, "password": NEW})


async def test_a_mail_leads_back_into_the_account(
    school: School, mail: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with school() as client:
        ada = await client.person("student", "Ada")
        assert (await forget(client, ada.email.upper())).status == 202
        letter = await mail.next()
        assert (letter["To"], letter["From"]) == (ada.email, "attendance@attendance.school.test")
        assert letter["Auto-Submitted"] == "auto-generated"
        assert ada.name not in letter.get_content()
        # The one before it is no longer good.
        assert (await forget(client, ada.email)).status == 202
        first, second = code_in(letter), code_in(await mail.next())
        assert (await redeem(client, first)).status == 404
        redeemed = await redeem(client, second)
        me = await client.get("/auth/me", redeemed.data["token"])
        assert me.data["passwordReset"].keys() == {"way", "issuedAt", "at"}
        assert me.data["passwordReset"]["way"] == "mail"
    # The mail server and the driver, which log all that they see, are not part of the server.
    logged = [vars(each) for each in caplog.records if each.name.startswith("attendance_server")]
    assert logged
    for secret in (first, second, PASSWORD, NEW, ada.email):
        assert secret not in repr(logged)


async def test_no_answer_shows_whether_there_is_an_account(
    school: School, mail: MailServer
) -> None:
    async with school(mails_per_email=Rate(2, 3600)) as client:
        ada = await client.person("student", "Ada")
        unknown = "nobody@school.test"
        for answers in range(3):
            there, not_there = [await forget(client, each) for each in (ada.email, unknown)]
            assert there.status == not_there.status == (202 if answers < 2 else 429)
            assert str(there.body).replace(ada.email, unknown) == str(not_there.body)
        # Those to Ada, and no third one, whoever asks for it.
        letters = [await mail.next() for _ in range(2)]
        assert {each["To"] for each in letters} == {ada.email}
        # Others are not affected.
        bo = await client.person("student", "Bo")
        assert (await forget(client, bo.email)).status == 202
        assert (await mail.next())["To"] == bo.email


async def test_a_client_cannot_flood_many_mailboxes(school: School) -> None:
    proxies = (read_network("127.0.0.0/8"),)
    async with school(mails_per_address=Rate(2, 3600), trusted_proxies=proxies) as client:
        statuses = []
        for number in range(3):
            body = {"email": f"a{number}@school.test"}
            answer = await client.call(
                "POST", "/auth/forgot", json=body, headers={"X-Forwarded-For": "192.0.2.1"}
            )
            statuses.append(answer.status)
        assert statuses == [202, 202, 429]


async def test_mail_waits_for_a_mail_server_that_is_down_and_arrives_once(
    school: School, mail: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    await mail.stop()
    async with school() as client:
        ada, bo = [await client.person("student", name) for name in ("Ada", "Bo")]
        for each in (ada, bo):
            assert (await forget(client, each.email)).status == 202
        while "mail waits" not in caplog.text:
            await asyncio.sleep(0.01)
        # The first of the two cannot be delivered yet.
        mail.replies = ["451 later"]
        await mail.start()
        letters = [await mail.next() for _ in range(2)]
        assert {each["To"] for each in letters} == {ada.email, bo.email}
        assert mail.refusals == 1
        assert len({each["Message-ID"] for each in letters}) == 2
        for letter in letters:
            assert (await redeem(client, code_in(letter))).status == 200
        # A mail that is refused for good does not hold up the next one.
        mail.replies = ["550 no such mailbox"]
        await forget(client, ada.email)
        await forget(client, bo.email)
        assert (await mail.next())["To"] == bo.email
        assert mail.unread == 0


async def test_a_mailed_code_needs_the_address_that_it_went_to(
    school: School, mail: MailServer, database: object
) -> None:
    async with school() as client:
        ada, admin = await client.person("student", "Ada"), await make_admin(client, database)
        await forget(client, ada.email)
        code = code_in(await mail.next())
        # What was handed over stays good, whoever asks for mail.
        handed = await client.post(f"/users/{ada.id}/reset-code", None, admin.token)
        await forget(client, ada.email)
        code = code_in(await mail.next())
        corrected = {"email": "ada.lovelace@school.test"}
        await client.call("PATCH", f"/users/{ada.id}", admin.token, json=corrected)
        assert (await redeem(client, code)).status == 404
        assert (await redeem(client, handed.data["code"])).status == 200
        # Disabled: no mail, and the same answer.
        await client.call("PATCH", f"/users/{ada.id}", admin.token, json={"disabled": True})
        assert (await forget(client, corrected["email"])).status == 202
        await forget(client, admin.email)
        assert (await mail.next())["To"] == admin.email
        path = f"/audit?target={ada.id}&action=account.reset-code"
        # Events of mail are saved a moment later.
        while len(events := (await client.get(path, admin.token)).data) < 3:
            await asyncio.sleep(0.1)
        assert [each["userId"] for each in events].count(ada.id) == 2


async def test_without_a_mail_server_the_answer_says_whom_to_ask(client: Client) -> None:
    answer = await forget(client, "ada@school.test")
    assert answer.error == (409, "This server sends no mail, ask your teacher or the school office")


async def test_the_queue_is_bounded() -> None:
    async def deliver(_: EmailMessage) -> None:
        raise AssertionError

    async def write() -> None:
        return None

    outbox = Outbox(deliver, limit=2)
    for _ in range(2):
        outbox.put(write)
    with pytest.raises(TooMuchMail):
        outbox.put(write)


@pytest.mark.parametrize(
    ("text", "server"),
    [
        (
            "smtp://a%40b.org:p%3Aw@mx.org",
            ("mx.org", 587, "STARTTLS, or no mail", "a@b.org", "p:w"),
        ),
        ("smtps://mx.org", ("mx.org", 465, "TLS from the start", None, None)),
        ("smtp://localhost:25", ("localhost", 25, "STARTTLS where it is offered", None, None)),
        ("smtp://mx:25?starttls=off", ("mx", 25, "none", None, None)),
    ],
)
def test_a_mail_server_is_named_by_a_url(text: str, server: tuple[object, ...]) -> None:
    assert read_smtp_url(text) == SmtpServer(*server)


@pytest.mark.parametrize(
    "text",
    [
        "mx.org",
        "http://mx.org",
        "smtp://mx:x",
        "smtp://a:b@mx?starttls=off",
        "smtp://m?x",
    ],
)
def test_a_wrong_url_is_refused_without_its_password(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|without TLS") as refused:
        read_smtp_url(text)
    assert text not in str(refused.value)


async def test_mail_is_in_the_language_of_the_account_or_else_of_the_request(
    school: School, mail: MailServer
) -> None:
    async with school() as client:
        ada = await client.student()
        body = {"email": ada.email}
        await client.post("/auth/forgot", body, headers={"Accept-Language": "de-CH, en;q=0.5"})
        letter = await mail.next()
        assert (letter["Subject"], letter["Content-Language"]) == ("Neues Passwort wählen", "de")
        assert code_in(letter)
        await client.call("PATCH", "/auth/me", ada.token, json={"language": "en"})
        await client.post("/auth/forgot", body, headers={"Accept-Language": "de"})
        assert (await mail.next())["Subject"] == "Choose a new password"
