"""What keeps a class up to date: lists that it becomes, meeting reports, and keys for programs."""

import re
from collections.abc import Awaitable, Callable

import pymongo
import pytest
from playwright.async_api import BrowserContext, expect

from tests.support.chromium import Console
from tests.support.client import Client
from tests.support.looks import LOOKS, check
from tests.support.office import make_admin
from tests.support.roster import csv_of, roster, take
from tests.support.visitor import REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]


async def choose(visitor: Visitor, content: bytes, name: str) -> None:
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    await visitor.page.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[list-item]


async def leave_and_press(visitor: Visitor, path: str, control: str) -> None:
    """Go to another view, and press a control of the one before, which is still shown."""
    await visitor.page.evaluate(
        """([path, control]) => new Promise((done) => {
            addEventListener("hashchange", () => {
                document.querySelector(`main ${control}`).click();
                done();
            }, { once: true });
            location.hash = path;
        })""",
        [path, control],
    )


@pytest.mark.parametrize("look", LOOKS)
async def test_a_list_a_report_and_a_key(
    client: Client,
    database: pymongo.database.Database,
    new_context: NewContext,
    console: Console,
    look: str,
) -> None:
    console.forgive(REFUSED)
    teacher = await client.person("teacher", "Mrs Hill")
    ada, kim = await client.person("student", "Ada"), await client.person("student", "Kim Lee")
    namesake = await client.person("student", "Kim Lee")
    class_id = await client.make_class(teacher, ada, kim, namesake)
    await take(client, teacher, class_id, csv_of(("Dan Brown", "dan@upkeep.test")))
    hill = await Visitor.logged_in(
        await new_context(timezone_id="Europe/Berlin", **LOOKS[look]), client.url, teacher
    )
    page = hill.page

    # The class becomes what a list says.
    await hill.go(f"/class/{class_id}/import")
    await hill.sees_heading("Import a list")
    october = csv_of(
        (ada.name, ada.email), ("Dan Braun", "dan@upkeep.test"), ("Eve", "eve@upkeep.test")
    )
    await choose(hill, october, "october.csv")
    await hill.press("Compare with the class")
    await hill.sees("1 new account, 1 new name, 2 students leave, 1 unchanged.")
    await hill.sees("Now called Dan Brown")
    update = page.get_by_role("button", name="Update the class")
    await expect(update).to_be_disabled()
    await check(hill, look)
    await page.get_by_label("Yes, 2 students leave").check()
    await update.click()
    await hill.sees_heading("1 code to hand out")
    students = {each["name"] for each in await roster(client, teacher, class_id)}
    assert students == {"Ada", "Dan Braun", "Eve"}
    await hill.sees("2 students left, 1 new name")
    await leave_and_press(hill, f"/class/{class_id}", ".notice button")
    await hill.sees_heading("Algebra")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await hill.sees("2 students left, 1 new name")
    await page.get_by_role("button", name=re.compile("Undo the import")).first.click()
    await hill.confirm("Undo import")
    await hill.sees("4 students")

    # A meeting report becomes a session.
    report = (
        "Name,Email,Join Time,Leave Time\n"
        f"Ada,{ada.email},3/4/2025 09:00,3/4/2025 09:45\n"
        f"Kim Lee,,3/4/2025 09:00,3/4/2025 09:02\n"
    )
    await page.get_by_text("Import a Teams or Zoom attendance report").click()
    await choose(hill, report.encode(), "report.csv")
    await hill.sees("The dates could be either way round. Please choose.")
    await check(hill, look)
    await page.get_by_label("month, day").check()
    await hill.press("Apply")
    await hill.sees("1 present, 3 absent, 1 person not in the class")
    await hill.press("Add this session")
    await hill.sees("The session was added.")
    (session,) = (await client.get(f"/class/{class_id}/sessions", teacher.token)).data
    assert session["startedAt"] == "2025-03-04T08:00:00.000Z"
    await choose(hill, report.encode(), "report.csv")
    await page.get_by_label("month, day").check()
    await hill.press("Apply")
    await hill.sees("This report was imported before.")

    # A key for a program, shown once.
    await hill.press("Make a key")
    await page.get_by_label("What is it for?").fill("Nightly upload")
    await page.get_by_role("dialog").get_by_role("button", name="Make a key").click()
    await expect(page.get_by_label("Key", exact=True)).to_have_value(re.compile("^att_class_"))
    await check(hill, look)
    await hill.confirm("I have copied it")
    await hill.sees("not used yet")
    await check(hill, look)
    await hill.press("End the key Nightly upload")
    await hill.confirm("End")
    await hill.sees("There is no key.")

    # The office has keys for all classes.
    admin = await make_admin(client, database)
    office = await Visitor.open(await new_context(**LOOKS[look]), client.url)
    await office.log_in(admin.email)
    await office.sees_heading("School office")
    await office.go("/classes")
    await office.press("Make a key")
    await office.page.get_by_label("What is it for?").fill("Nightly upload")
    await office.page.get_by_role("dialog").get_by_role("button", name="Make a key").click()
    shown = office.page.get_by_label("Key", exact=True)
    await expect(shown).to_have_value(re.compile("^att_school_"))
    await office.confirm("I have copied it")
    await office.sees("not used yet")
    await check(office, look)
