"""Every served page is styled in a browser, and logs nothing to the console."""

from collections.abc import Awaitable, Callable

from aiohttp import hdrs
from playwright.async_api import BrowserContext, Page

from attendance_server.app import create_app
from attendance_server.settings import Settings
from tests.support.client import Client

PAGE_PATHS = {"/", "/docs"}

REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`blocked: ${event.violatedDirective} ${event.blockedURI}`));
"""

COUNT_RULES = """
() => [...document.querySelectorAll("link[rel=stylesheet], style")].map((element) => {
  try {
    return [element.href ?? "inline", element.sheet.cssRules.length];
  } catch {
    return [element.href, 0];  // The style sheet was blocked.
  }
})
"""

UNSTYLED_PROPERTIES = """
() => {
  // The browser's defaults for a page without a style sheet.
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const bare = frame.contentWindow.getComputedStyle(frame.contentDocument.body);
  const own = getComputedStyle(document.body);
  const same = ["fontFamily", "lineHeight", "margin"].filter((name) => own[name] === bare[name]);
  frame.remove();
  return same;
}
"""


async def served_pages(client: Client, settings: Settings) -> set[str]:
    """The paths without variables that are served as HTML without a login."""
    paths = {
        route.resource.canonical
        for route in create_app(settings).router.routes()
        if route.method == hdrs.METH_GET and route.resource and "{" not in route.resource.canonical
    }
    pages = set()
    for path in paths:
        async with client.http.get(client.url + path) as answer:
            if answer.content_type == "text/html":
                pages.add(path)
    return pages


async def style_faults(page: Page) -> list[str]:
    """What the page's style lacks: style sheets without rules, and properties left at defaults."""
    sheets = await page.evaluate(COUNT_RULES)
    assert sheets, page.url
    return [url for url, rules in sheets if not rules] + await page.evaluate(UNSTYLED_PROPERTIES)


async def test_every_page_is_styled_and_breaks_no_policy(
    school: Client,
    school_settings: Settings,
    new_context: Callable[..., Awaitable[BrowserContext]],
) -> None:
    paths = await served_pages(school, school_settings)
    assert paths >= PAGE_PATHS
    context = await new_context()
    await context.add_init_script(REPORT_VIOLATIONS)
    page = await context.new_page()
    for path in sorted(paths):
        # The fixture `console` fails the test if anything was logged to the console.
        await page.goto(school.url + path, wait_until="load")
        assert await style_faults(page) == [], path
