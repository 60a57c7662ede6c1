"""The screens on which every page is accessible, and how a test checks that of the current page."""

from typing import Any

from tests.support.visitor import Visitor

LOOKS: dict[str, dict[str, Any]] = {
    "desk": {},
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True},
}
"""Playwright's options for a browser context, by look."""


async def check(visitor: Visitor, look: str) -> None:
    """On a phone the page fits and all targets are large enough.

    At a desk axe finds no fault, whether the page is light or dark: one visit shows both.
    """
    page = visitor.page
    assert await page.title() not in ("", "Attendance"), page.url
    if look == "phone":
        assert await visitor.overflow() <= 0, page.url
        assert await visitor.small_targets(44) == [], page.url
        return
    for scheme in ("dark", "light"):
        await page.emulate_media(color_scheme=scheme)
        assert await visitor.accessibility_faults() == [], (page.url, scheme)
