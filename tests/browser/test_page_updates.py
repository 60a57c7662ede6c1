"""How many requests a page needs, and how a page that is open learns of another version."""

import functools
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import attrs
import pytest
from playwright.async_api import BrowserContext, expect

from attendance_server.routes import pages
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.chromium import Console
from tests.support.client import Client
from tests.support.mongo import free_port
from tests.support.visitor import AWAY, Visitor

TRANSFERRED = "(url) => performance.getEntriesByName(url)[0].transferSize"

NewContext = Callable[..., Awaitable[BrowserContext]]


async def test_a_first_page_takes_few_requests_and_a_reload_no_file_again(
    school: Client, new_context: NewContext
) -> None:
    teacher = await school.person("teacher", "Ms. Noether")
    context = await new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(school.url)))
    visitor = await Visitor.open(context, school.url)
    assert len(asked) <= 12, asked
    await visitor.log_in(teacher.email)
    await visitor.sees_heading("My classes")
    asked.clear()
    await visitor.page.reload()
    await visitor.sees_heading("My classes")
    assert len(asked) <= 12, asked
    # The browser has kept them.
    for kept in [each for each in asked if each.startswith("/build/")]:
        entry = await visitor.page.evaluate(TRANSFERRED, school.url + kept)
        assert entry == 0, kept


def other_version(folder: Path) -> None:
    """The pages, with another word in a view of teachers."""
    shutil.copytree(pages.FOLDER, folder)
    words = folder / "language" / "en" / "common.js"
    words.write_text(words.read_text().replace('"My classes"', '"My new classes"'))


async def test_a_page_of_an_older_server_loads_the_new_pages_once_it_needs_them(
    settings: Settings,
    http: aiohttp.ClientSession,
    new_context: NewContext,
    console: Console,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = attrs.evolve(settings, port=free_port())
    async with serving(settings) as url:
        teacher = await Client(url, http).person("teacher", "Ms. Noether")
        visitor = await Visitor.open(await new_context(), url)
    other_version(tmp_path / "web")
    monkeypatch.setattr(pages, "routes", functools.partial(pages.routes, folder=tmp_path / "web"))
    async with serving(settings):
        # The visitor's page is of the old version, and so is what it would load after the log-in.
        await visitor.log_in(teacher.email)
        await expect(visitor.page.get_by_role("heading", level=1)).to_have_text("My new classes")
    # The page looks for its server as soon as that has stopped.
    console.forgive(f"{AWAY}|Failed to load resource|Failed to fetch dynamically imported module")
