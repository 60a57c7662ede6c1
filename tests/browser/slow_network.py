"""How long a first load and a reload take on a slow network, and what they transfer.

    python -m tests.browser.slow_network [--runs 3] [--no-worker]

prints a table for a visitor, a student and a teacher, with the network of a poor phone: 400 kbit/s,
and 400 ms until each answer begins. A page is usable once its heading is shown with what belongs to
it; it is painted once anything is. What is transferred are the bytes of bodies and headers.
"""

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path
from typing import Any

import aiohttp
from attrs import define, frozen
from playwright.async_api import BrowserContext, CDPSession, Page

from attendance_server.event_loop import EventLoop
from attendance_server.server import serving
from tests.conftest import settings_for
from tests.support.chromium import Chromium
from tests.support.client import PASSWORD, Client, Person
from tests.support.mongo import Mongod

KBIT = 400
LATENCY = 400
"""Milliseconds."""

SLOW = {
    "offline": False,
    "latency": LATENCY,
    "downloadThroughput": KBIT * 1000 / 8,
    "uploadThroughput": KBIT * 1000 / 8,
}

USABLE = """(heading) => new Promise((resolve) => {
    const look = () => {
        const shown = document.querySelector("main h1");
        if (shown?.textContent === heading) {
            resolve(performance.now());
        } else {
            requestAnimationFrame(look);
        }
    };
    look();
})"""

PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@frozen
class Load:
    """Milliseconds until something was painted and until the page was usable, and what it took."""

    painted: float
    usable: float
    requests: int
    bytes: int
    scripts: int


@define(slots=False)
class Traffic:
    """What a page transfers, as its browser counts it."""

    types: dict[str, str]
    bytes: int = 0
    scripts: int = 0
    requests: int = 0

    @classmethod
    def of(cls, session: CDPSession) -> "Traffic":
        traffic = cls({})
        session.on("Network.requestWillBeSent", traffic._asked)
        session.on("Network.loadingFinished", traffic._loaded)
        return traffic

    def _asked(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self.types[event["requestId"]] = event.get("type", "")
            self.requests += 1

    def _loaded(self, event: dict[str, Any]) -> None:
        size = round(event["encodedDataLength"])
        self.bytes += size
        if self.types.get(event["requestId"]) == "Script":
            self.scripts += size


async def load(page: Page, url: str, heading: str) -> Load:
    """Load a page on the slow network."""
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", SLOW)
    traffic = Traffic.of(session)
    if page.url == url:
        await page.reload(wait_until="commit")
    else:
        await page.goto(url, wait_until="commit")
    usable = await page.evaluate(USABLE, heading)
    # What is loaded later does not count.
    requests, size, scripts = traffic.requests, traffic.bytes, traffic.scripts
    painted = await page.evaluate(PAINTED)
    await session.detach()
    return Load(painted, usable, requests, size, scripts)


async def settled(page: Page, worker: bool) -> None:
    await page.wait_for_load_state("networkidle")
    if worker:
        await page.evaluate("navigator.serviceWorker.ready")
        await page.wait_for_timeout(2000)


async def of_user(chromium: Chromium, url: str, user: Person | None, worker: bool) -> list[Load]:
    """The first load of a browser that has never seen the pages, and a reload."""
    context = await chromium.new_context(service_workers="allow" if worker else "block")
    heading = "My classes" if user else "Log in"
    if user:
        await stay_logged_in(context, url, user)
    page = await context.new_page()
    loads = [await load(page, f"{url}/", heading)]
    await settled(page, worker)
    loads.append(await load(page, page.url, heading))
    await context.close()
    return loads


async def stay_logged_in(context: BrowserContext, url: str, user: Person) -> None:
    """Store a log-in on the device, without loading the pages."""
    async with aiohttp.ClientSession() as http:
        login = {"email": user.email, "password": PASSWORD}
        async with http.post(f"{url}/auth/login", json=login) as answer:
            data = (await answer.json())["data"]
    await context.add_init_script(
        f"localStorage.setItem('attendance.account', JSON.stringify({{...{data}, at: 1}}))".replace(
            "None", "null"
        )
    )


async def measure(runs: int, worker: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        mongod = Mongod(Path(folder)).start()
        chromium = Chromium()
        try:
            async with (
                serving(settings_for(f"{mongod.uri}slow")) as url,
                aiohttp.ClientSession() as http,
            ):
                client = Client(url, http)
                teacher, student = await client.teacher(), await client.student()
                await client.make_class(teacher, student)
                await client.get("/auth/me", teacher.token)
                # Joined before, as on a server that has been up for a while.
                await (await http.get(f"{url}/")).read()
                print(HEADINGS)
                users = {"visitor": None, "student": student, "teacher": teacher}
                for name, user in users.items():
                    loads = [await of_user(chromium, url, user, worker) for _ in range(runs)]
                    for which, one in zip(
                        ("first load", "reload"), zip(*loads, strict=True), strict=True
                    ):
                        print(row(f"{name}, {which}", one))
        finally:
            await chromium.close()
            mongod.kill()


HEADINGS = f"{'':22}{'painted ms':>12}{'usable ms':>12}{'requests':>10}{'kB':>8}{'of scripts':>12}"


def row(name: str, loads: tuple[Load, ...]) -> str:
    def median(field: str) -> float:
        return statistics.median(getattr(each, field) for each in loads)

    numbers = f"{median('painted'):12.0f}{median('usable'):12.0f}{median('requests'):10.0f}"
    sizes = f"{median('bytes') / 1024:8.1f}{median('scripts') / 1024:12.1f}"
    return f"{name:22}{numbers}{sizes}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-worker", action="store_true", help="as where there is no TLS")
    arguments = parser.parse_args()
    with asyncio.Runner(loop_factory=EventLoop) as runner:
        runner.run(measure(arguments.runs, not arguments.no_worker))


if __name__ == "__main__":
    main()
