"""Pupils without e-mail, and students who are not in a class yet, on the pages."""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import BrowserContext, expect

from tests.browser.test_import import choose, import_page
from tests.support.chromium import Console
from tests.support.client import Client
from tests.support.looks import LOOKS, check
from tests.support.roster import csv_of, take
from tests.support.visitor import REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]


@pytest.fixture
def client(school: Client) -> Client:
    return school


async def test_a_pupil_without_an_email_is_imported_claims_and_logs_in_by_number(
    client: Client, new_context: NewContext, console: Console
) -> None:
    hill, *_ = await import_page(client, await new_context())
    await choose(
        hill.page,
        "Name,Student number,Contact e-mail\nZoë,B-0042,family@home.test\nBen,B-0042,\n",
    )
    await hill.sees("1 line is wrong")
    await hill.sees("Line 2 has the same student number.")
    await choose(
        hill.page,
        "Name,Student number,Contact e-mail\nZoë,B-0042,family@home.test\nBen,B-0043,\n",
    )
    row = hill.page.locator(".preview").get_by_role("row").nth(1)
    await expect(row).to_have_text(re.compile("2.*Zoë.*B-0042.*New"))
    await hill.press("Import 2 students")
    await hill.sees_heading("2 codes to hand out")
    slip = hill.page.get_by_role("listitem").filter(has_text="Zoë")
    await expect(slip).to_contain_text("student number B-0042")
    code = await slip.locator(".slip-code").text_content()
    await hill.press("Print slips")
    await hill.press("Done")
    await hill.page.get_by_label("Search by name or e-mail").fill("b-0043")
    await hill.sees("1 student found")
    await expect(hill.page.locator(".roster .person").filter(has_text="Ben")).to_contain_text(
        "B-0043"
    )

    zoe = Visitor(await (await new_context()).new_page(), client.url)
    await zoe.page.goto(f"{client.url}/#/claim/{code}")
    await zoe.page.get_by_label("New password").fill("battery staple")
    await zoe.press("Choose this password")
    await zoe.sees("Welcome, Zoë. From now on, log in with student number B-0042.")
    await zoe.go("/account")
    await zoe.sees_heading("Account")
    await expect(zoe.page.locator(".facts")).to_have_text("NameZoëStudent numberB-0042RoleStudent")
    await zoe.press("Log out")
    await zoe.log_in("b-0043", "battery staple")
    await zoe.sees("Wrong e-mail address, student number or password.")
    await zoe.log_in("b-0042", "battery staple")
    await zoe.sees_heading("My classes")
    console.forgive(REFUSED)


async def test_students_who_signed_up_first_wait_for_a_code_or_the_teacher(
    client: Client, new_context: NewContext, console: Console
) -> None:
    names = ("Ada", "Ben", "Cy", "Di")
    students = [await client.person("student", name) for name in names]
    context = await new_context(reduced_motion="reduce", color_scheme="dark")
    hill, teacher, class_id = await import_page(client, context)
    lines = "".join(f"{each.name},{each.email}\n" for each in students)
    await choose(hill.page, f"name,email\n{lines}")
    await hill.sees("Unconfirmed 4")
    await hill.sees("Whoever has this account signed up by themselves.")
    await hill.press("Import 4 students")
    await hill.sees("4 students are not yet confirmed.")
    slip = hill.page.get_by_role("listitem").filter(has_text="Ada")
    code = await slip.locator(".slip-code").text_content()
    assert code
    await hill.press("Download CSV")
    await hill.press("Done")
    waiting = hill.page.get_by_role("region", name="Not in the class yet")
    await expect(waiting.get_by_role("listitem")).to_have_count(4)
    await expect(waiting.get_by_text("Not yet confirmed")).to_have_count(4)
    await expect(hill.page.get_by_role("heading", name="0 students")).to_be_visible()
    await check(hill, "desk")
    await hill.page.set_viewport_size(LOOKS["phone"]["viewport"])  # type: ignore[arg-type]
    await check(hill, "phone")

    # Ada has the slip.
    ada = await Visitor.logged_in(await new_context(**LOOKS["phone"]), client.url, students[0])
    await ada.sees("Mrs Hill invites you to this class.")
    await check(ada, "phone")
    await ada.page.get_by_label("Code").fill("ABCD-EFGH-JKLM")
    await ada.press("Join")
    await ada.sees("This code is wrong")
    await ada.page.get_by_label("Code").fill(code.lower())
    await ada.press("Join")
    await expect(ada.page.get_by_role("link", name="Algebra")).to_be_visible()
    await expect(ada.page.get_by_role("button", name="Join")).to_have_count(0)
    # Ben does not want to.
    ben = await Visitor.logged_in(await new_context(), client.url, students[1])
    await check(ben, "desk")
    await ben.press("Decline")
    await ben.sees("You are not in a class yet.")

    # The teacher knows Cy, and withdraws the invitation of Di with the keyboard.
    await hill.page.reload()
    await expect(waiting.get_by_role("listitem")).to_have_count(2)
    await hill.press("Confirm Cy")
    await hill.sees("Cy is now in the class.")
    await expect(hill.page.get_by_role("heading", name="2 students")).to_be_visible()
    await expect(waiting.get_by_role("heading")).to_be_focused()
    await hill.page.keyboard.press("Tab")
    await hill.page.keyboard.press("Tab")
    await hill.page.keyboard.press("Enter")
    await hill.sees("Withdraw the invitation of Di?")
    await hill.confirm("Withdraw")
    await hill.sees("The invitation of Di has been withdrawn.")
    await expect(waiting).to_have_count(0)
    await expect(hill.page.get_by_role("heading", name="2 students")).to_be_focused()

    # Several at once.
    again = csv_of(*((each.name, each.email) for each in (students[1], students[3])))
    assert (await take(client, teacher, class_id, again)).status == 200
    await hill.page.reload()
    await hill.press("Confirm all 2")
    await hill.sees("2 students are now in the class.")
    await expect(hill.page.get_by_role("heading", name="4 students")).to_be_visible()
    console.forgive(REFUSED)
