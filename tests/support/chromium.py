"""A real browser: Debian's Chromium, driven by Playwright.

The same browser without its windows, `chromium-headless-shell`, loads a page in half the time.
"""

import re
from collections.abc import Sequence
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

from tests.support.programs import find_program, needed

PATIENCE = 60.0
"""Seconds after which what a page should show counts as missing.

A page that appears in half a second has taken more than 20 s where all processors were busy.
"""

ARGUMENTS = ["--no-sandbox"]
"""The sandbox does not start as root, the usual user in a container."""


BLOCKED = "Service Worker registration blocked by Playwright"
"""What Playwright logs where a context has no service workers."""


class Chromium:
    """One browser for all tests, started when the first of them requests a context."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    async def new_context(self, **options: object) -> BrowserContext:
        """A context with its own profile; `options` are Playwright's, such as `viewport`.

        Without `service_workers="allow"` its pages have no service worker: what one answers, tests
        can neither count nor hold up.
        """
        options.setdefault("service_workers", "block")
        if self._browser is None:
            chromium = await self._chromium()
            self._browser = await chromium.launch(executable_path=_program(), args=ARGUMENTS)
        context = await self._browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE * 1000)
        return context

    async def persistent_context(
        self, profile: Path, arguments: Sequence[str] = (), **options: object
    ) -> BrowserContext:
        """A separate browser that stores everything in the folder `profile`.

        `arguments` are Chromium's own, and `options` those of `new_context`.
        """
        chromium = await self._chromium()
        context = await chromium.launch_persistent_context(
            profile,
            executable_path=_program(),
            args=[*ARGUMENTS, *arguments],
            **options,  # type: ignore[arg-type]
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
    """The warnings and errors that the pages of some contexts logged."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self._forgiven: list[str] = []

    @property
    def errors(self) -> list[str]:
        """Warnings, errors and uncaught exceptions that no pattern forgives."""
        return [
            text for text in self.messages if not any(re.search(p, text) for p in self._forgiven)
        ]

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._note)
        context.on("weberror", self._note_exception)

    def forgive(self, pattern: str) -> None:
        """Ignore messages that match `pattern`: the test causes them on purpose."""
        self._forgiven.append(pattern)

    def _note(self, message: ConsoleMessage) -> None:
        url = message.location["url"]
        # Chromium requests it by itself if a page names no icon.
        expected = url.endswith("/favicon.ico") or message.text == BLOCKED
        if message.type in ("error", "warning") and not expected:
            self.messages.append(f"{message.text} ({url})")

    def _note_exception(self, error: WebError) -> None:
        self.messages.append(str(error.error))
