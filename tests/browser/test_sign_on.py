"""Back into a running lesson by single sign-on with a real provider, in a real browser."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import attrs
import pytest
from playwright.async_api import BrowserContext, Page, expect

from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import PasswordLogIn, TeacherClaim
from tests.browser.test_lesson import new_class
from tests.support.chromium import Console
from tests.support.client import PATIENCE, Client
from tests.support.looks import LOOKS, check
from tests.support.mongo import free_port
from tests.support.process import ROOT
from tests.support.programs import needed, needed_node_modules
from tests.support.provider import CLIENT_ID, CLIENT_SECRET
from tests.support.visitor import AWAY, REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

PACKAGES = ROOT / "tests" / "js"


@asynccontextmanager
async def real_provider(public_url: str) -> AsyncIterator[str]:
    """The address of a certified provider, in Node."""
    needed_node_modules(PACKAGES)
    process = await asyncio.create_subprocess_exec(
        *(needed("node"), str(PACKAGES / "provider.mjs"), str(free_port())),
        f"{public_url}/auth/sign-on/callback",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    try:
        yield (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode().strip()
    finally:
        process.kill()
        await process.wait()


@pytest.fixture
async def settings(settings: Settings) -> AsyncIterator[Settings]:
    port = free_port()
    public_url = f"http://127.0.0.1:{port}"
    async with real_provider(public_url) as issuer:
        yield attrs.evolve(
            settings,
            port=port,
            public_url=public_url,
            oidc_issuer=issuer,
            oidc_client_id=CLIENT_ID,
            oidc_client_secret=CLIENT_SECRET,
            oidc_teachers=TeacherClaim("groups", frozenset({"staff"})),
            oidc_domains=frozenset({"school.test"}),
        )


async def new_page(context: BrowserContext) -> Page:
    """A page without the fonts that the provider's pages load from elsewhere."""
    await context.route(
        "https://fonts.googleapis.com/**",
        lambda route: route.fulfill(content_type="text/css", body=""),
    )
    return await context.new_page()


async def agree(page: Page, login: str) -> None:
    """Log in at the provider, and let it tell the server who that is."""
    await page.get_by_placeholder("Enter any login").fill(login)
    await page.get_by_placeholder("and password").fill("anything")
    await page.get_by_role("button", name="Sign-in").click()
    await page.get_by_role("button", name="Continue").click()


async def test_a_forgotten_password_keeps_no_teacher_out_of_a_running_lesson(
    client: Client, new_context: NewContext, console: Console
) -> None:
    console.forgive(REFUSED)
    teacher, _, class_id = await new_class(client, "Ada", "Bob")
    await client.start(teacher, class_id)
    context = await new_context(reduced_motion="reduce", **LOOKS["desk"])
    page = await new_page(context)
    hill = Visitor(page, client.url)
    await page.goto(f"{client.url}/#/class/{class_id}/roll")
    await hill.sees_heading("Log in")
    await hill.log_in(teacher.email, "forgotten")
    await hill.sees("Wrong e-mail address, student number or password.")
    await check(hill, "desk")
    # At first the teacher says no there.
    await hill.press("Sign in with your school account")
    await page.get_by_role("link", name="Cancel").click()
    await hill.sees("(sign_on_refused)")
    await check(hill, "desk")
    await page.get_by_label("Stay logged in").check()
    await hill.press("Sign in with your school account")
    await agree(page, teacher.email.partition("@")[0])
    await hill.sees_heading("Algebra")
    assert page.url == f"{client.url}/#/class/{class_id}/roll"
    await hill.tap("Ada")
    await hill.sees_tile("Ada", "Present")
    cookies = {cookie["name"]: cookie for cookie in await context.cookies()}
    assert "attendance-device" in cookies
    assert {"attendance-sign-on", "attendance-signed-on"}.isdisjoint(cookies)
    # The way back leads past the provider's pages, which are used up.
    await page.reload()
    await hill.sees_tile("Ada", "Present")


@pytest.mark.parametrize("look", LOOKS)
async def test_without_passwords_the_school_account_is_the_only_way_in(
    settings: Settings, new_context: NewContext, console: Console, look: str
) -> None:
    console.forgive(f"{REFUSED}|{AWAY}")
    async with serving(attrs.evolve(settings, passwords=PasswordLogIn.OFF)) as url:
        page = await new_page(await new_context(reduced_motion="reduce", **LOOKS[look]))
        new = Visitor(page, url)
        await page.goto(f"{url}/#/account")
        await new.sees_heading("Log in")
        await expect(page.get_by_label("Password")).to_have_count(0)
        await expect(page.get_by_role("link", name="Sign up")).to_have_count(0)
        await check(new, look)
        await new.press("Sign in with your school account")
        await agree(page, "teacher.new")
        await new.sees("teacher.new@school.test")
        await new.go("/")
        await new.sees_heading("My classes")
        await page.get_by_role("button", name="Log out").first.wait_for()
