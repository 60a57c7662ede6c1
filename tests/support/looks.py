"""The screens on which the tests see each page, and what must hold on all of them."""

from typing import Any, Literal

from tests.support.visitor import Visitor

LOOKS: dict[str, dict[str, Any]] = {
    "desk": {},
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True},
}
"""Playwright's options for a browser context, by look."""

TARGET = 44
"""The least width and height of what a finger taps, in CSS pixels."""


async def check(visitor: Visitor, look: str) -> None:
    """On a phone the page fits and all targets are large enough; at a desk axe finds no fault.

    Both hold in the page's mirror image too, which readers of Arabic see. At a desk that is the
    dark page: one visit shows both.
    """
    url = visitor.page.url
    assert await visitor.page.title() not in ("", "Attendance"), url
    if look == "phone":
        assert await visitor.overflow() <= 0, url
        assert await visitor.small_targets(TARGET) == [], url
        await turn(visitor, "rtl")
        assert await visitor.overflow() <= 0, url
        await turn(visitor, "ltr")
    else:
        assert await visitor.accessibility_faults() == [], url
        await turn(visitor, "rtl", "dark")
        assert await visitor.accessibility_faults() == [], f"{url}, dark and mirrored"
        await turn(visitor, "ltr")


async def turn(
    visitor: Visitor, direction: str, scheme: Literal["light", "dark"] = "light"
) -> None:
    """`direction`: "ltr" or "rtl"; `scheme`: of colours."""
    await visitor.page.emulate_media(color_scheme=scheme)
    await visitor.page.evaluate(
        "(direction) => { document.documentElement.dir = direction; }", direction
    )
