"""A real browser: Debian's Chromium, driven by Playwright.

The same browser without its windows, `chromium-headless-shell`, loads a page for half of the work.
"""

import re
from pathlib import Path

from playwright.async_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Playwright,
    WebError,
    async_playwright,
)

from tests.support.client import PATIENCE
from tests.support.nginx import find_program
from tests.support.programs import needed

ARGUMENTS = ["--no-sandbox"]
"""The sandbox does not start as root, as in a container."""


class Chromium:
    """One browser for all tests, started when the first of them asks for a context."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    async def new_context(self, **options: object) -> BrowserContext:
        """A profile of its own; `options` are Playwright's, such as `viewport`."""
        if self._browser is None:
            chromium = await self._chromium()
            self._browser = await chromium.launch(executable_path=_program(), args=ARGUMENTS)
        context = await self._browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE * 1000)
        return context

    async def persistent_context(self, profile: Path) -> BrowserContext:
        """A browser of its own that keeps everything in the folder `profile`."""
        chromium = await self._chromium()
        context = await chromium.launch_persistent_context(
            profile, executable_path=_program(), args=ARGUMENTS
        )
        context.set_default_timeout(PATIENCE * 1000)
        return context

    async def _chromium(self) -> BrowserType:
        if self._playwright is None:
            self._playwright = await async_playwright().start()
        return self._playwright.chromium

    async def close(self) -> None:
        if self._browser:
            await self._browser.close()
        if self._playwright:
            await self._playwright.stop()


def _program() -> str:
    return find_program("chromium-headless-shell") or needed("chromium")


class Console:
    """What the pages of some contexts said that somebody should look at."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self._forgiven: list[str] = []

    @property
    def errors(self) -> list[str]:
        """Warnings and errors on the console, and exceptions that nothing caught."""
        return [text for text in self.said if not any(re.search(p, text) for p in self._forgiven)]

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._note)
        context.on("weberror", self._note_exception)

    def forgive(self, pattern: str) -> None:
        """What has `pattern` in it is no error: the test brings it about."""
        self._forgiven.append(pattern)

    def _note(self, message: ConsoleMessage) -> None:
        url = message.location["url"]
        # Which Chromium asks for by itself, where a page names no icon.
        if message.type in ("error", "warning") and not url.endswith("/favicon.ico"):
            self.said.append(f"{message.text} ({url})")

    def _note_exception(self, error: WebError) -> None:
        self.said.append(str(error.error))
