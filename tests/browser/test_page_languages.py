"""The pages in the reader's language: that of the browser, the device, or the account."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import BrowserContext, Page, expect

from attendance_server.languages import RIGHT_TO_LEFT
from tests.pages.test_build import OFFERED
from tests.support.client import Client
from tests.support.visitor import Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

LOADED = "() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)"


async def opened(context: BrowserContext, url: str) -> Page:
    page = await context.new_page()
    await page.goto(url)
    return page


async def heading_is(page: Page, text: str) -> None:
    await expect(page.get_by_role("heading", level=1)).to_have_text(text)


async def test_a_visitor_reads_the_language_of_the_browser_and_can_choose_another(
    school: Client, new_context: NewContext
) -> None:
    page = await opened(await new_context(locale="de-AT"), school.url)
    root = page.locator("html")
    await heading_is(page, "Anmelden")
    await expect(root).to_have_attribute("lang", "de")
    assert (await page.title()).endswith("Anwesenheit")
    # No file with the words of another language.
    built = [path for path in await page.evaluate(LOADED) if path.startswith("/build/")]
    assert built
    assert all(path.startswith("/build/de-") for path in built)

    await page.get_by_role("combobox", name="Sprache").select_option(label="English")
    await heading_is(page, "Log in")
    await expect(root).to_have_attribute("lang", "en")
    await page.reload()
    await heading_is(page, "Log in")


async def test_the_language_of_an_account_goes_with_it(
    school: Client, new_context: NewContext
) -> None:
    teacher = await school.person("teacher", "Ms. Noether")
    await school.make_class(teacher, await school.student())
    await school.call("PATCH", "/auth/me", teacher.token, json={"language": "de"})
    visitor = await Visitor.open(await new_context(locale="en-US"), school.url)
    page = visitor.page
    await visitor.log_in(teacher.email)
    await heading_is(page, "Meine Klassen")
    await page.get_by_role("link", name="Algebra").first.click()
    await heading_is(page, "Algebra")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    async with page.expect_response(lambda response: "/roster?" in response.url):
        await page.get_by_role("button", name="als CSV").first.click()
    assert any("lang=de" in url for url in asked)

    await page.goto(f"{school.url}#/account")
    await heading_is(page, "Konto")
    await page.get_by_role("combobox", name="Sprache").select_option(label="English")
    await heading_is(page, "Account")
    assert (await school.get("/auth/me", teacher.token)).data["language"] == "en"


@pytest.mark.parametrize("language", OFFERED)
async def test_every_language_is_written_in_its_direction(
    school: Client, new_context: NewContext, language: str
) -> None:
    context = await new_context(locale=language)
    page = await opened(context, school.url)
    await expect(page.locator("main h1")).to_be_visible()
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    await expect(page.locator("html")).to_have_attribute("dir", direction)
    await expect(page.locator("html")).to_have_attribute("lang", language)
