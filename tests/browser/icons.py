"""Makes the icons of the installed app from `icon.svg`: `python -m tests.browser.icons`."""

import asyncio
import re

from attendance_server.routes.pages import FOLDER
from tests.support.chromium import Chromium

MARK = FOLDER / "icon.svg"
ICONS = FOLDER / "icons"

CORNERS = re.compile(r' rx="[\d.]+"')
MARGIN = 'viewBox="-5 -5 42 42"'
"""Leaves the mark within the circle that every system shows of a maskable icon."""

GROUND = ('<rect width="32" height="32"', '<rect x="-5" y="-5" width="42" height="42"')


def full(mark: str) -> str:
    """The mark on a ground without corners, which the system cuts off by itself."""
    return CORNERS.sub("", mark)


def maskable(mark: str) -> str:
    return full(mark).replace('viewBox="0 0 32 32"', MARGIN).replace(*GROUND)


async def make() -> None:
    mark = MARK.read_text()
    wanted = {
        ("icon-192", 192): mark,
        ("icon-512", 512): mark,
        ("maskable-192", 192): maskable(mark),
        ("maskable-512", 512): maskable(mark),
        ("apple-touch-icon", 180): full(mark),
    }
    ICONS.mkdir(exist_ok=True)
    chromium = Chromium()
    try:
        page = await (await chromium.new_context()).new_page()
        for (name, size), svg in wanted.items():
            await page.set_viewport_size({"width": size, "height": size})
            await page.set_content(
                f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}"
            )
            await page.screenshot(path=ICONS / f"{name}.png", omit_background=True)
    finally:
        await chromium.close()


if __name__ == "__main__":
    asyncio.run(make())
