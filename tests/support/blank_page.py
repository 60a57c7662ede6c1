"""A page without content, in which tests call functions of the pages' modules."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from tests.support.chromium import Chromium

Run = Callable[..., Awaitable[Any]]


@asynccontextmanager
async def blank_page(browser: Chromium, url: str, **options: str) -> AsyncIterator[Run]:
    """Yields a function that calls a function with a module that the server at `url` serves.

    `options` are Playwright's options for a context, such as `timezone_id`.
    """
    context = await browser.new_context(**options)
    page = await context.new_page()
    html = "<!doctype html><title>Blank</title><link rel=icon href=data:,>"
    await page.route("**/blank", lambda route: route.fulfill(body=html, content_type="text/html"))
    await page.goto(f"{url}/blank")

    async def call(module: str, function: str, *values: Any) -> Any:
        return await page.evaluate(
            f"async ([module, values]) => ({function})(await import(module), ...values)",
            [module, values],
        )

    yield call
    await context.close()
