"""Users who stay logged in: renewed tokens, closed browsers, and the list of devices."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import attrs
import pytest
from playwright.async_api import BrowserContext, Page, expect

from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.chromium import Console
from tests.support.client import PASSWORD, PATIENCE, Client, Person
from tests.support.visitor import AWAY, REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

TTL = 15.0
"""Seconds that an access token is valid on the server of `brief`: it is renewed in the last third,
which must be long enough for a busy machine."""

STAY = "Stay logged in on this device"

RECORD = """() => {
    const connection = document.querySelector("[role=group][aria-label=Connection]");
    window.states = [connection.textContent];
    new MutationObserver(() => window.states.push(connection.textContent)).observe(
        connection, { childList: true, characterData: true, subtree: true },
    );
}"""

EXPIRE = """(token) => {
    const stored = JSON.parse(localStorage.getItem("attendance.account"));
    localStorage.setItem("attendance.account", JSON.stringify({ ...stored, token }));
}"""


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
async def brief(settings: Settings, http: aiohttp.ClientSession) -> AsyncIterator[Client]:
    """A client of a server whose access tokens expire within a lesson."""
    async with serving(attrs.evolve(settings, jwt_ttl=TTL)) as url:
        yield Client(url, http)


async def stay_logged_in(context: BrowserContext, url: str, person: Person) -> Visitor:
    visitor = await Visitor.open(context, url)
    await visitor.page.get_by_label(STAY).check()
    await visitor.log_in(person.email)
    await visitor.sees_heading("My classes")
    await expect(visitor.connection).to_have_text("Live")
    return visitor


def stored_token(page: Page) -> Awaitable[str]:
    return page.evaluate("() => JSON.parse(localStorage.getItem('attendance.account')).token")


async def until_refused(client: Client, token: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await client.get("/auth/me", token)).status != 401:
            await asyncio.sleep(0.2)


async def devices_of(client: Client, person: Person) -> list[Any]:
    login = {"email": person.email, "password": PASSWORD}
    token = (await client.post("/auth/login", login)).data["token"]
    listed: list[Any] = (await client.get("/auth/devices", token)).data
    return listed


async def test_a_lesson_goes_on_when_the_token_expires_and_the_browser_may_be_closed(
    brief: Client, new_context: NewContext, console: Console
) -> None:
    teacher, ada = await brief.teacher(), await brief.student()
    class_id = await brief.make_class(teacher, ada)
    await brief.start(teacher, class_id)
    context = await new_context()
    hill = await stay_logged_in(context, brief.url, teacher)
    first = await stored_token(hill.page)
    refreshes: list[str] = []
    context.on(
        "request", lambda each: refreshes.append(each.url) if "refresh" in each.url else None
    )
    other = Visitor(await context.new_page(), brief.url)
    await other.page.goto(brief.url)
    await other.sees_heading("My classes")
    await hill.open_roll(class_id)
    for tab in (hill, other):
        await expect(tab.connection).to_have_text("Live")
        await tab.page.evaluate(RECORD)
    async with context.expect_event(
        "response", lambda each: "/auth/refresh" in each.url, timeout=2 * TTL * 1000
    ):
        pass
    await until_refused(brief, first)
    # One tab has renewed for both. Soon afterwards, one of them does so again.
    assert len(refreshes) == 1
    await hill.tap(ada.name)
    await hill.sees_tile(ada.name, "Present")
    for tab in (hill, other):
        # No socket was closed on the way.
        assert set(await tab.page.evaluate("() => window.states")) == {"Live"}
    # No script sees what it is renewed with.
    assert await hill.page.evaluate("() => document.cookie") == ""
    assert "efresh" not in await hill.page.evaluate("() => JSON.stringify({ ...localStorage })")
    kept = {
        each["name"]: (each["path"], each["httpOnly"], each["sameSite"])
        for each in await context.cookies(f"{brief.url}/auth/refresh")
    }
    assert kept == {
        "attendance-device": ("/auth/refresh", True, "Strict"),
        "attendance-browser": ("/auth", True, "Strict"),
    }
    # The browser is closed until its token has expired.
    await other.page.close()
    await hill.page.evaluate(EXPIRE, first)
    await hill.page.close()
    again = Visitor(await context.new_page(), brief.url)
    await again.page.goto(f"{brief.url}/#/class/{class_id}/roll")
    await again.sees_tile(ada.name, "Present")
    await expect(again.connection).to_have_text("Live")
    assert await stored_token(again.page) != first
    await again.press("Log out")
    await again.sees_heading("Log in")
    await again.page.reload()
    await again.sees_heading("Log in")
    assert await devices_of(brief, teacher) == []
    console.forgive(REFUSED)


async def test_a_log_out_without_a_network_ends_the_device_as_soon_as_there_is_one(
    client: Client, new_context: NewContext, console: Console
) -> None:
    ada = await client.student()
    context = await new_context()
    visitor = await stay_logged_in(context, client.url, ada)
    await context.set_offline(True)
    await visitor.press("Log out")
    await visitor.sees_heading("Log in")
    assert len(await devices_of(client, ada)) == 1
    await context.set_offline(False)
    async with visitor.page.expect_response("**/auth/logout"):
        await visitor.page.reload()
    await visitor.sees_heading("Log in")
    assert await devices_of(client, ada) == []
    console.forgive(AWAY)
    console.forgive("net::ERR_INTERNET_DISCONNECTED")


async def test_a_user_ends_devices_on_the_account_page(
    client: Client, new_context: NewContext, console: Console
) -> None:
    console.forgive(REFUSED)
    ada = await client.student()
    phone_look = {"viewport": {"width": 360, "height": 640}, "has_touch": True}
    desk = await stay_logged_in(await new_context(), client.url, ada)
    phone = await stay_logged_in(
        await new_context(
            user_agent="Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0",
            **phone_look,
        ),
        client.url,
        ada,
    )
    tablet = await stay_logged_in(await new_context(), client.url, ada)
    await phone.go("/account")
    section = phone.page.get_by_role("region", name="Devices")
    listed = section.get_by_role("listitem")
    await expect(listed).to_have_count(3)
    await expect(listed.filter(has_text="This device")).to_contain_text("Firefox on Android")
    assert await phone.accessibility_faults() == []
    assert (await phone.small_targets(44), await phone.overflow()) == ([], 0)
    # The first one other than this one is the one used last.
    await section.get_by_role("button", name="Log out: Chrome on Linux").first.click()
    await phone.sees("Chrome on Linux is logged out.")
    await tablet.sees_heading("Log in")
    await tablet.sees("Your log-in has expired.")
    await tablet.page.get_by_label(STAY).check()
    await tablet.log_in(ada.email)
    await tablet.sees_heading("My classes")
    await phone.page.reload()
    await expect(listed).to_have_count(3)
    await phone.press("Log out on all other devices")
    await phone.confirm("Log out on all other devices")
    for ended in (desk, tablet):
        await ended.sees_heading("Log in")
    await expect(listed).to_have_count(1)
    await expect(phone.connection).to_have_text("Live")
    # A stranger who signs up, and a student with a prepared account, are told the same.
    for visitor in (desk, tablet):
        await visitor.go("/signup")
        await visitor.sees_heading("Sign up")
        await expect(visitor.page.get_by_label(STAY)).not_to_be_checked()
    await desk.page.get_by_label("Name").fill("Ada")
    await desk.page.get_by_label("E-mail").fill(ada.email)
    await desk.page.get_by_label("Password", exact=True).fill(PASSWORD)
    await desk.press("Sign up")
    await desk.sees("enter the code from your slip")
    await desk.page.get_by_role("link", name="Enter your code").click()
    await desk.sees_heading("I have a code")
    await expect(desk.page.get_by_label(STAY)).to_be_visible()
