"""The pages that a browser keeps: they open without a network, and never mix two versions."""

import functools
import itertools
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import attrs
import pytest
from playwright.async_api import BrowserContext, Page, expect

from attendance_server.pages.build import build
from attendance_server.routes import pages
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.browser.test_page_updates import other_version
from tests.support.chromium import Console
from tests.support.client import Client
from tests.support.mongo import free_port
from tests.support.visitor import AWAY, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

LOST = r"Failed to load resource|Failed to fetch|ERR_INTERNET_DISCONNECTED"

KEPT = """async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("pages "));
    const cache = await caches.open(names.at(-1));
    return (await cache.keys()).map(({ url }) => new URL(url).pathname);
}"""

LOADED = "() => performance.getEntriesByType('resource').map(({ name }) => name.split('/')[4])"
"""The builds of the files that a page has loaded, among other parts of addresses."""


async def kept_door(page: Page, door: str) -> None:
    """Wait until the browser keeps the pages, with those of this door."""
    await page.evaluate("navigator.serviceWorker.ready")
    await until(page, f"(await ({KEPT})()).join().includes('{door}')")


async def until(page: Page, condition: str) -> None:
    """Wait until an expression is true that may wait itself."""
    pause = "await new Promise((resolve) => { setTimeout(resolve, 50); });"
    await page.evaluate(f"async () => {{ while (!({condition})) {{ {pause} }} }}")


async def test_pages_open_without_a_network_and_as_fast_as_the_device_can(
    school: Client, new_context: NewContext, console: Console
) -> None:
    teacher = await school.person("teacher", "Ms. Noether")
    context = await new_context(service_workers="allow")
    visitor = await Visitor.logged_in(context, school.url, teacher)
    await kept_door(visitor.page, "doors-teacher.js")
    await context.set_offline(True)
    console.forgive(LOST)
    await visitor.page.reload()
    await expect(visitor.connection).to_contain_text("Offline")
    await expect(visitor.page.get_by_role("link", name="Ms. Noether")).to_be_visible()
    # No data of anyone is kept with the pages.
    assert {url.split("/")[1] for url in await visitor.page.evaluate(KEPT)} == {
        *("", "build", "icon.svg", "icons", "manifest.webmanifest")
    }


async def test_an_update_reaches_every_tab_and_none_mixes_two_versions(
    settings: Settings,
    http: aiohttp.ClientSession,
    new_context: NewContext,
    console: Console,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    console.forgive(f"{LOST}|{AWAY}")
    settings = attrs.evolve(settings, port=free_port())
    context = await new_context(service_workers="allow")
    async with serving(settings) as url:
        client = Client(url, http)
        teacher = await client.person("teacher", "Ms. Noether")
        old = await Visitor.logged_in(context, url, teacher)
        await kept_door(old.page, "doors-teacher.js")
    other_version(tmp_path / "web")
    monkeypatch.setattr(pages, "routes", functools.partial(pages.routes, folder=tmp_path / "web"))
    async with serving(settings):
        # The first tab goes on with what it has until its user goes to another view.
        await expect(old.connection).to_have_text("Live")
        await expect(old.page.get_by_role("heading", level=1)).to_have_text("My classes")
        page_of = "(await (await caches.open((await caches.keys()).at(-1))).match('/'))"
        await until(old.page, f"(await caches.keys()).length === 2 && {page_of}")
        heading = old.page.get_by_role("heading", level=1)
        for path in itertools.cycle(["/account", "/"]):
            await old.go(path)
            await expect(heading).to_have_text("Account" if path != "/" else re.compile("My"))
            # The word from the worker may still be on its way.
            if await heading.text_content() == "My new classes":
                break
        builds = {
            each
            for each in await old.page.evaluate(LOADED)
            if re.fullmatch("en-[0-9a-f]{16}", each or "")
        }
        assert len(builds) == 1
        # Another tab is of the new version as well, without asking the server for any file.
        new = await context.new_page()
        await new.goto(url)
        await expect(new.get_by_role("heading", level=1)).to_have_text("My new classes")
        assert {
            each
            for each in await new.evaluate(LOADED)
            if re.fullmatch("en-[0-9a-f]{16}", each or "")
        } == builds


async def test_kept_pages_are_in_the_language_that_was_chosen_last(
    school: Client, new_context: NewContext
) -> None:
    context = await new_context(service_workers="allow", locale="en-GB")
    page = (await Visitor.open(context, school.url)).page
    await kept_door(page, "doors-visitor.js")
    for label, language, heading in (
        ("Language", "Deutsch", "Anmelden"),
        ("Sprache", "English", "Log in"),
    ):
        await page.get_by_role("combobox", name=label).select_option(label=language)
        await expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_the_worker_is_a_script_that_every_browser_takes() -> None:
    files = {
        f"/{path.relative_to(pages.FOLDER).as_posix()}": path.read_bytes()
        for path in pages.FOLDER.rglob("*")
        if path.is_file()
    }
    worker = build(files.pop(pages.INDEX), frozenset(files.items())).worker.decode()
    assert "kindOf" in worker
    assert "import " not in worker
    assert "export " not in worker
