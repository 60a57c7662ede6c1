"""All tabs of a browser share one login, and each learns when it ends or changes."""

import json
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import BrowserContext, expect

from tests.support.chromium import Console
from tests.support.client import Client
from tests.support.visitor import AWAY, REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]


@pytest.fixture
def client(school: Client) -> Client:
    return school


async def open_tab(context: BrowserContext, address: str) -> Visitor:
    """A new tab in which this address is opened."""
    tab = Visitor(await context.new_page(), address.partition("/#")[0])
    await tab.page.goto(address)
    return tab


@pytest.mark.parametrize(
    ("stay", "lacks"),
    [(False, ""), (True, ""), (True, "delete globalThis.BroadcastChannel;")],
    ids=["for now", "on this device", "no channel"],
)
async def test_a_pasted_url_opens_in_a_new_tab_and_logout_applies_to_all_tabs(
    client: Client, new_context: NewContext, stay: bool, lacks: str
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    address = f"{client.url}/#/class/{class_id}"
    context = await new_context()
    await context.add_init_script(lacks)
    # Logging in leads to the pasted address,
    first = await open_tab(context, address)
    await first.sees_heading("Log in")
    waiting = await open_tab(context, f"{client.url}/#/account")
    await waiting.sees_heading("Log in")
    await first.page.get_by_label("Stay logged in on this device").set_checked(stay)
    await first.log_in(teacher.email)
    await first.sees_heading("Algebra")
    # also in the other tabs that were waiting for it,
    await waiting.sees_heading("Account")
    # and new tabs are logged in from then on.
    second = await open_tab(context, address)
    await second.sees_heading("Algebra")
    await expect(second.connection).to_have_text("Live")
    # The login outlives the tab in which it was made.
    await first.page.close()
    third = await open_tab(context, address)
    await third.sees_heading("Algebra")
    await third.page.reload()
    await third.sees_heading("Algebra")
    async with third.page.expect_response("**/auth/logout") as response_info:
        await third.press("Log out")
    # The server has logged the user out, too.
    assert (await response_info.value).status == 200
    for tab in (second, third, waiting):
        await tab.sees_heading("Log in")
    await second.sees("You were logged out in another tab.")
    await (await open_tab(context, address)).sees_heading("Log in")


async def test_a_login_that_is_not_remembered_ends_with_the_last_tab(
    client: Client, new_context: NewContext
) -> None:
    context = await new_context()
    ada = await Visitor.logged_in(context, client.url, await client.student())
    await ada.page.close()
    await Visitor.open(context, client.url)


async def test_all_tabs_act_as_the_user_who_logged_in_last(
    client: Client, new_context: NewContext
) -> None:
    hill, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(hill, ada)
    await client.start(hill, class_id)
    context = await new_context()
    roll = await Visitor.logged_in(context, client.url, hill)
    await roll.open_roll(class_id)
    other = await open_tab(context, client.url)
    await other.sees_heading("My classes")
    await other.press("Log out")
    await roll.sees_heading("Log in")
    await other.log_in(ada.email)
    for tab in (other, roll):
        await tab.sees_heading("My classes")
        account = tab.page.get_by_role("link", name=f"Account: {ada.name}")
        await expect(account).to_be_visible()
        await expect(tab.connection).to_have_text("Live")


async def test_a_restored_tab_finds_out_who_is_logged_in(
    client: Client, new_context: NewContext, console: Console
) -> None:
    hill, ada = await client.teacher(), await client.student()
    context = await new_context()
    closed = await Visitor.logged_in(context, client.url, hill)
    stored = await closed.page.evaluate("() => ({ ...sessionStorage })")
    await closed.page.close()
    other = await Visitor.open(context, client.url)
    await other.log_in(ada.email)
    await other.sees_heading("My classes")
    # The browser reopens the tab with its session storage.
    restored = await context.new_page()
    await restored.add_init_script(f"Object.assign(sessionStorage, {json.dumps(stored)});")
    await restored.goto(client.url)
    await expect(restored.get_by_role("link", name=f"Account: {ada.name}")).to_be_visible()
    # It had begun to connect as the previous user.
    console.forgive(AWAY)


async def test_an_expired_login_is_shown_and_renewed_in_all_tabs(
    client: Client, new_context: NewContext, console: Console
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    context = await new_context()
    one = await Visitor.logged_in(context, client.url, teacher)
    other = await open_tab(context, f"{client.url}/#/class/{class_id}")
    await other.sees_heading("Algebra")
    await expect(other.connection).to_have_text("Live")
    same = {"oldPassword": "correct horse", "newPassword": "correct horse"}
    login = {"email": teacher.email, "password": "correct horse"}
    token = (await client.post("/auth/login", login)).data["token"]
    assert (await client.post("/auth/password", same, token)).status == 200
    for tab in (one, other):
        await tab.sees_heading("Log in")
        await tab.sees("Your log-in has expired.")
    await one.log_in(teacher.email)
    await one.sees_heading("My classes")
    await other.sees_heading("Algebra")
    console.forgive(REFUSED)


async def test_a_new_password_in_one_tab_leaves_the_others_logged_in(
    client: Client, new_context: NewContext, console: Console
) -> None:
    context = await new_context()
    ada = await Visitor.logged_in(context, client.url, await client.student())
    other = await open_tab(context, client.url)
    await other.sees_heading("My classes")
    await expect(other.connection).to_have_text("Live")
    await ada.go("/account")
    await ada.page.get_by_label("Current password").fill("correct horse")
    await ada.page.get_by_label("New password").fill("battery staple")
    await ada.press("Change password")
    await ada.sees("has been changed.")
    await other.go("/account")
    await other.sees_heading("Account")
    await expect(other.connection).to_have_text("Live")
    console.forgive(REFUSED)
