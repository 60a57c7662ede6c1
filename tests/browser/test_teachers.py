"""Several teachers of one class in the pages: the owner's, an assistant's and a substitute's."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from playwright.async_api import BrowserContext, expect

from tests.browser.test_lesson import new_class
from tests.browser.test_past import hold_session
from tests.support.chromium import Console
from tests.support.client import Client
from tests.support.looks import LOOKS, check
from tests.support.visitor import REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

OF_THE_OWNER = [
    "Rename",
    "Late from…",
    "CSV",
    "Excel",
    "Import a list",
    "Archive class",
    "Delete class…",
    "Add a teacher",
    "Remove",
]
"""What the page of a class offers to its owner only."""


@pytest.mark.parametrize("look", LOOKS)
async def test_an_owner_adds_teachers_who_see_only_what_they_may_do(
    school: Client, new_context: NewContext, console: Console, look: str
) -> None:
    console.forgive(REFUSED)
    teacher, (ada, _), class_id = await new_class(school, "Ada", "Bob")
    brown = await school.person("teacher", "Mr Brown")
    green = await school.person("teacher", "Ms Green")
    session_id = await hold_session(school, teacher, class_id, present=ada)
    hill = await Visitor.logged_in(
        await new_context(reduced_motion="reduce", **LOOKS[look]), school.url, teacher
    )
    await hill.go(f"/class/{class_id}")
    await hill.press("Add a teacher")
    await hill.page.get_by_label("E-mail address of the teacher").fill(ada.email)
    await hill.press("Add")
    await hill.sees("No teacher has an account with this e-mail address.")
    await check(hill, look)
    await hill.page.get_by_label("E-mail address of the teacher").fill(brown.email)
    await hill.confirm("Add")
    teachers = hill.page.get_by_role("region", name="Teachers").get_by_role("listitem")
    await expect(teachers).to_have_count(2)
    await hill.press("Add a teacher")
    await hill.page.get_by_label("E-mail address of the teacher").fill(green.email)
    tomorrow = date.today() + timedelta(days=1)
    await hill.page.get_by_label("Last day").fill("2020-01-01")
    await hill.page.get_by_role("dialog").get_by_role("button", name="Add", exact=True).click()
    await hill.sees("This day is over. Choose a later one.")
    await hill.page.get_by_label("Last day").fill(tomorrow.isoformat())
    await hill.confirm("Add")
    await expect(teachers.nth(2)).to_contain_text("Substitute up to and including")
    await expect(teachers.nth(2)).to_contain_text(str(tomorrow.day))
    await check(hill, look)

    page = await Visitor.logged_in(
        await new_context(reduced_motion="reduce", **LOOKS[look]), school.url, brown
    )
    await page.sees("you are an assistant")
    await check(page, look)
    await page.go(f"/class/{class_id}")
    await page.sees("You are an assistant in this class")
    await expect(page.page.get_by_role("button", name="Start session")).to_be_visible()
    await expect(page.page.get_by_label("Search by name or e-mail")).to_be_visible()
    for name in OF_THE_OWNER:
        offers = [
            each.page.get_by_role("main").get_by_text(name, exact=True) for each in (hill, page)
        ]
        assert [bool(await each.count()) for each in offers] == [True, False], name
    await check(page, look)
    for path in (f"sessions/{session_id}", "report", "report/matrix", "report/sessions"):
        await page.go_and_see(f"/class/{class_id}/{path}")
        await expect(page.page.get_by_role("main")).not_to_have_attribute("aria-busy", "true")
        await expect(page.page.get_by_role("heading", level=1)).to_contain_text("Algebra")
        await expect(page.page.get_by_role("button", name="CSV")).to_have_count(0)
    await page.go_and_see(f"/class/{class_id}")
    await page.press("Leave class")
    await check(page, look)
    await page.confirm("Leave class")
    await page.sees("You are no longer a teacher of Algebra.")
    await page.sees("You have no classes yet.")


async def test_two_teachers_mark_on_their_pages_until_one_is_removed(
    school: Client, new_context: NewContext, console: Console
) -> None:
    console.forgive(REFUSED)
    teacher, _, class_id = await new_class(school, "Ada", "Bob")
    brown = await school.person("teacher", "Mr Brown")
    await school.start(teacher, class_id)
    hill, assistant = [
        await Visitor.logged_in(await new_context(), school.url, each) for each in (teacher, brown)
    ]
    await hill.open_roll(class_id)
    await hill.tap("Ada")
    await hill.sees_tile("Ada", "Present")
    path = f"/class/{class_id}/teachers"
    await school.post(path, {"email": brown.email}, teacher.token)
    # Their page learns of it at once, with the marks so far.
    await assistant.open_roll(class_id)
    await assistant.sees_tile("Ada", "Present")
    await assistant.tap("Bob")
    await hill.sees_tile("Bob", "Present")
    await school.call("DELETE", f"{path}/{brown.id}", teacher.token)
    await assistant.sees("You are no longer a teacher of this class.")
    await assistant.sees_heading("My classes")
    await hill.tap("Ada")
