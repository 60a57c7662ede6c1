"""The looks in which the tests see each page, and what must hold in all of them."""

from typing import Any

from tests.support.visitor import Visitor

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True},
}

TARGET = 44
"""The least width and height of what a finger taps, in CSS pixels."""


async def check(visitor: Visitor, look: str) -> None:
    """On a phone the page fits and all targets are large enough; elsewhere axe finds no fault.

    Both hold in the page's mirror image too, which readers of Arabic see.
    """
    url = visitor.page.url
    assert await visitor.page.title() not in ("", "Attendance"), url
    if look == "phone":
        assert await visitor.overflow() <= 0, url
        assert await visitor.small_targets(TARGET) == [], url
        await turn(visitor, "rtl")
        assert await visitor.overflow() <= 0, url
    elif look == "dark":
        await turn(visitor, "rtl")
        assert await visitor.accessibility_faults() == [], url
    else:
        assert await visitor.accessibility_faults() == [], url
    await turn(visitor, "ltr")


async def turn(visitor: Visitor, direction: str) -> None:
    """`direction`: "ltr" or "rtl"."""
    await visitor.page.evaluate(
        "(direction) => { document.documentElement.dir = direction; }", direction
    )
