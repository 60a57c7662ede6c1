"""From "I forgot my password" back into a running lesson: by a teacher's code, and by mail."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import attrs
import pytest
from playwright.async_api import BrowserContext, Page, expect

from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.smtp_url import read_smtp_url
from tests.support.chromium import Console
from tests.support.client import PASSWORD, Client, Person
from tests.support.looks import LOOKS, check
from tests.support.mongo import free_port
from tests.support.office import make_admin
from tests.support.roster import csv_of, take
from tests.support.smtp import MailServer
from tests.support.visitor import REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

NEW = "another battery staple"
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}")


@attrs.frozen
class Course:
    """A class with a running session; Ada was imported and has claimed her account."""

    teacher: Person
    class_id: str
    ada: Person

    @classmethod
    async def begin(cls, client: Client) -> "Course":
        teacher = await client.person("teacher", "Mrs Hill")
        class_id = await client.make_class(teacher)
        email = "ada@school.test"
        lines = (await take(client, teacher, class_id, csv_of(("Ada", email)))).data["lines"]
        claim = {"code": lines[0]["code"], "password": PASSWORD}
        token = (await client.post("/auth/claim", claim)).data["token"]
        await client.start(teacher, class_id)
        return cls(teacher, class_id, Person(lines[0]["studentId"], "Ada", email, "student", token))


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    server = await MailServer().start()
    yield server
    await server.stop()


@pytest.fixture
async def mailing(
    settings: Settings, http: aiohttp.ClientSession, mail: MailServer
) -> AsyncIterator[Client]:
    """A client of a server that sends mail with links to itself."""
    port = free_port()
    own = {
        "port": port,
        "public_url": f"http://127.0.0.1:{port}",
        "smtp_url": read_smtp_url(mail.url),
    }
    async with serving(attrs.evolve(settings, **own)) as url:
        yield Client(url, http)


async def shown_code(page: Page) -> str:
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator(".reset-code")).to_have_text(CODE)
    return await dialog.locator(".reset-code").inner_text()


async def choose_password(visitor: Visitor) -> None:
    await visitor.page.get_by_label("New password").fill(NEW)
    await visitor.press("Choose this password")


@pytest.mark.parametrize("look", LOOKS)
async def test_a_teacher_gives_a_student_a_code_in_the_middle_of_a_lesson(
    client: Client, new_context: NewContext, console: Console, look: str
) -> None:
    console.forgive(REFUSED)
    course = await Course.begin(client)
    ada = await Visitor.open(await new_context(reduced_motion="reduce", **LOOKS[look]), client.url)
    await ada.go(f"/check-in/{course.class_id}")
    await ada.sees("Log in, and you get to the page that you opened.")
    await check(ada, look)
    await ada.page.get_by_role("link", name="Forgot your password?").click()
    await ada.sees_heading("Forgot your password?")
    await ada.sees("Students: ask your teacher.")
    await check(ada, look)
    # This server sends no mail.
    await expect(ada.page.get_by_label("E-mail")).to_have_count(0)

    hill = await Visitor.logged_in(
        await new_context(reduced_motion="reduce", **LOOKS[look]), client.url, course.teacher
    )
    await hill.go(f"/class/{course.class_id}")
    await hill.press("New password for Ada")
    await hill.sees("Until it is used, the old password stays valid")
    await hill.page.get_by_role("dialog").get_by_role("button", name="Show the code").click()
    code = await shown_code(hill.page)
    await check(hill, look)

    await ada.page.get_by_role("link", name="I have a code").click()
    await ada.sees_heading("I have a code")
    await ada.page.get_by_label("Code").fill(code)
    await choose_password(ada)
    await ada.sees_heading("Check-in is not open")
    await ada.go("/")
    await ada.sees("You are not marked yet")
    notice = ada.page.locator(".reset-notice")
    await expect(notice).to_contain_text("from a teacher (Mrs Hill)")
    await check(ada, look)
    desk = await client.socket(course.teacher)
    await desk.mark(course.ada)
    await ada.sees("You are present")
    # It is shown until it is dismissed in this browser.
    await ada.page.reload()
    await expect(notice).to_contain_text("from a teacher (Mrs Hill)")
    await notice.get_by_role("button", name="Dismiss").click()
    await ada.page.reload()
    await ada.sees("You are present")
    await expect(notice).to_be_hidden()


async def test_a_mailed_link_leads_back_into_the_lesson(
    mailing: Client, mail: MailServer, new_context: NewContext, console: Console
) -> None:
    console.forgive(REFUSED)
    course = await Course.begin(mailing)
    ada = await Visitor.open(await new_context(reduced_motion="reduce"), mailing.url)
    await ada.go(f"/class/{course.class_id}")
    await ada.sees("Log in, and you get to the page that you opened.")
    await ada.page.get_by_role("link", name="Forgot your password?").click()
    await ada.sees_heading("Forgot your password?")
    await expect(ada.page.get_by_label("E-mail")).to_be_focused()
    await ada.page.get_by_label("E-mail").fill(course.ada.email)
    await ada.press("Send me a link")
    await ada.sees("a mail with a link is on its way")
    link = re.search(r"http\S+/#/claim/\S+", (await mail.next()).get_content())
    assert link
    await ada.page.goto(link[0])
    await ada.sees_heading("I have a code")
    # The code is in the form already, and no longer in the address.
    await expect(ada.page.get_by_label("Code")).to_have_value(CODE)
    assert ada.page.url.endswith("#/claim")
    await choose_password(ada)
    await ada.sees_heading("Algebra")
    await ada.sees("You are not marked yet")
    await expect(ada.page.locator(".reset-notice")).to_contain_text("mailed to its address")
    desk = await mailing.socket(course.teacher)
    await desk.mark(course.ada)
    await ada.sees("You are present")


async def test_the_office_gives_anyone_a_code(
    client: Client, database: object, new_context: NewContext
) -> None:
    admin, teacher = await make_admin(client, database), await client.teacher()
    office = await Visitor.open(await new_context(reduced_motion="reduce"), client.url)
    await office.log_in(admin.email)
    await office.sees_heading("School office")
    await office.go(f"/people/{admin.id}")
    await office.sees_heading(admin.name)
    await expect(office.page.get_by_role("button", name="New password")).to_have_count(0)
    await office.go(f"/people/{teacher.id}")
    await office.sees_heading(teacher.name)
    await office.press("New password")
    await office.page.get_by_role("dialog").get_by_role("button", name="Show the code").click()
    claim = {"code": await shown_code(office.page), "password": NEW}
    assert (await client.post("/auth/claim", claim)).status == 200
