"""Pages start, or say why not, whatever the network, the browser or its settings refuse."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Route, expect

from tests.support.chromium import Console
from tests.support.client import Client
from tests.support.visitor import Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

FAILED = r"net::ERR_FAILED|Failed to fetch dynamically imported|Failed to load resource"


@pytest.fixture
def client(school: Client) -> Client:
    return school


def lose_first(times: int) -> Callable[[Route], Awaitable[None]]:
    """A route that loses a file the first `times` times."""
    left = [times]

    async def lose(route: Route) -> None:
        left[0] -= 1
        await (route.abort() if left[0] >= 0 else route.continue_())

    return lose


@pytest.mark.parametrize("path", ["app.js", "doors-visitor.js", "all.css"])
async def test_a_file_that_fails_to_load_once_is_loaded_again(
    client: Client, new_context: NewContext, console: Console, path: str
) -> None:
    context = await new_context()
    await context.route(f"**/{path}*", lose_first(1))
    visitor = await Visitor.open(context, f"{client.url}/#/account")
    # The style sheet is loaded, too.
    submit = visitor.page.get_by_role("button", name="Log in")
    await expect(submit).to_have_css("min-height", "44px")
    assert visitor.page.url.endswith("/#/login?next=%23%2Faccount")
    console.forgive(FAILED)


async def test_a_page_whose_script_keeps_failing_offers_a_retry(
    client: Client, new_context: NewContext, console: Console
) -> None:
    context = await new_context()
    await context.route("**/app.js", lambda route: route.abort())
    # The page has used up its automatic retries.
    await context.add_init_script("history.state ?? history.replaceState({ failures: 3 }, '')")
    page = await context.new_page()
    await page.goto(client.url)
    await expect(page.get_by_role("heading", level=1)).to_have_text("This page did not load")
    again = page.get_by_role("button", name="Try again")
    await expect(again).to_be_visible()
    assert await Visitor(page, client.url).accessibility_faults() == []
    await context.unroute("**/app.js")
    await again.click()
    await Visitor(page, client.url).sees_heading("Log in")
    console.forgive(FAILED)


async def test_a_page_whose_first_script_fails_is_not_blank(
    client: Client, new_context: NewContext, console: Console
) -> None:
    context = await new_context()
    await context.route("**/start.js", lambda route: route.abort())
    page = await context.new_page()
    await page.goto(client.url)
    await expect(page.get_by_text("This page is still loading.")).to_be_visible()
    await context.unroute("**/start.js")
    await page.get_by_role("link", name="Load it again").click()
    await Visitor(page, client.url).sees_heading("Log in")
    console.forgive(FAILED)


DENIED = """
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
        Object.defineProperty(globalThis, name, {
            get() { throw new DOMException("Access is denied.", "SecurityError"); },
        });
    }
"""

LACKS = "delete globalThis.BroadcastChannel; delete Navigator.prototype.locks;"


def languages(tag: str | None) -> str:
    tags = "[]" if tag is None else f'["{tag}"]'
    return f"""
        Object.defineProperty(navigator, "language", {{ value: {tags}[0] }});
        Object.defineProperty(navigator, "languages", {{ value: {tags} }});
    """


NO_ZONE = """
    const options = Intl.DateTimeFormat.prototype.resolvedOptions;
    Intl.DateTimeFormat.prototype.resolvedOptions = function () {
        return { ...options.call(this), timeZone: undefined };
    };
"""


@pytest.mark.parametrize(
    "lacks",
    [
        pytest.param(DENIED, id="storage denied"),
        pytest.param(LACKS, id="no BroadcastChannel"),
        pytest.param(languages("en-US@posix"), id="en-US@posix"),
        pytest.param(languages("en_GB.UTF-8"), id="en_GB.UTF-8"),
        pytest.param(languages("C"), id="C"),
        pytest.param(languages(None), id="no language"),
        pytest.param(NO_ZONE, id="no time zone"),
    ],
)
async def test_a_lesson_works_in_a_browser_that_lacks_a_feature(
    client: Client, new_context: NewContext, lacks: str
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher, await client.person("student", "Ada"))
    context = await new_context()
    await context.add_init_script(lacks)
    hill = await Visitor.open(context, client.url)
    await hill.log_in(teacher.email)
    await hill.sees_heading("My classes")
    await hill.go(f"/class/{class_id}/roll")
    await hill.press("Start session")
    await hill.tap("Ada")
    await hill.sees_tile("Ada", "Present")
    await hill.go(f"/class/{class_id}/report")
    await hill.sees("All sessions")


async def sees_connection(visitor: Visitor, words: str) -> None:
    await expect(visitor.connection).to_contain_text(words)


async def test_the_page_shows_offline_as_soon_as_the_browser_does(
    client: Client, new_context: NewContext, console: Console
) -> None:
    student = await client.student()
    context = await new_context()
    ada = await Visitor.logged_in(context, client.url, student)
    # The browser reports offline while the connection still seems open.
    await ada.page.evaluate("""() => {
        Object.defineProperty(navigator, "onLine", { value: false, configurable: true });
        // No answer arrives: a page connected to a server on the same machine is not offline.
        WebSocket.prototype.send = () => {};
        dispatchEvent(new Event("offline"));
    }""")
    state: Any = await ada.connection.text_content()
    assert state == "Offline"
    await ada.page.evaluate("""() => {
        delete navigator.onLine;
        dispatchEvent(new Event("online"));
    }""")
    await sees_connection(ada, "Live")


async def test_a_server_that_still_answers_counts_as_live(
    client: Client, new_context: NewContext
) -> None:
    ada = await Visitor.logged_in(await new_context(), client.url, await client.student())
    await ada.page.evaluate("""() => {
        Object.defineProperty(navigator, "onLine", { value: false, configurable: true });
        dispatchEvent(new Event("offline"));
    }""")
    await expect(ada.connection).to_have_text("Live")
