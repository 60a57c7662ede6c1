"""The screens on which the tests see each page, and what must hold on all of them."""

from typing import Any

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
    page = visitor.page
    assert await page.title() not in ("", "Attendance"), page.url
    if look == "phone":
        small = await visitor.small_targets(TARGET)
        assert not small, (page.url, small)
        for direction in ("rtl", "ltr"):
            await turn(visitor, direction)
            overflow = await visitor.overflow()
            assert overflow <= 0, (page.url, direction, overflow)
        return
    for direction, scheme in (("rtl", "dark"), ("ltr", "light")):
        await turn(visitor, direction, scheme)
        faults = await visitor.accessibility_faults(seen_only=direction == "ltr")
        # Not compared with a list: pytest explains only what a test itself asserts.
        assert not faults, (page.url, direction, scheme, faults)


async def turn(visitor: Visitor, direction: str, scheme: str = "light") -> None:
    """`direction`: "ltr" or "rtl"; `scheme`: of colours, "light" or "dark"."""
    await visitor.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    await visitor.page.evaluate(
        "(direction) => { document.documentElement.dir = direction; }", direction
    )
