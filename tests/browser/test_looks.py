"""The check of how pages look finds what it is for."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import BrowserContext

from tests.support.visitor import Visitor

PAGE = """<!doctype html><html lang="en"><title>Pale</title><main><h1>Pale</h1>
<p style="color: #ccc">Under the 4.5 of WCAG's level AA</p>
<p style="color: #767676">Under the 7 of level AAA</p>
<p style="color: #000">Black</p>
<p>A <a href="#a" style="color: #003; text-decoration: none">link</a> like text</p></main>"""


@pytest.mark.parametrize("seen_only", [False, True])
async def test_what_only_colours_show_is_found_in_every_check(
    new_context: Callable[..., Awaitable[BrowserContext]], seen_only: bool
) -> None:
    page = await (await new_context()).new_page()
    await page.set_content(PAGE)
    faults = await Visitor(page, page.url).accessibility_faults(seen_only=seen_only)
    found = {
        rule: [html.split(">")[1].split("<")[0] for html in nodes] for rule, nodes, _ in faults
    }
    assert found == {
        "color-contrast-enhanced": [
            "Under the 4.5 of WCAG's level AA",
            "Under the 7 of level AAA",
        ],
        "link-in-text-block": ["link"],
    }
