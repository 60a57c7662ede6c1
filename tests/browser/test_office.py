"""The office of the school: people, classes, the audit log; and what teachers take back."""

from collections.abc import Awaitable, Callable

import pymongo
import pytest
from playwright.async_api import BrowserContext, expect

from tests.support.chromium import Console
from tests.support.client import Client, Lesson
from tests.support.looks import LOOKS, check
from tests.support.office import make_admin
from tests.support.roster import csv_of, take
from tests.support.visitor import REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]


@pytest.mark.parametrize("look", LOOKS)
async def test_the_office_finds_corrects_merges_moves_and_looks_back(
    client: Client,
    database: pymongo.database.Database,
    new_context: NewContext,
    console: Console,
    look: str,
) -> None:
    console.forgive(REFUSED)
    lesson = await Lesson.begin(client)
    await lesson.desk.mark(lesson.students[0])
    await lesson.end()
    teacher, (ada, bob, _) = lesson.teacher, lesson.students
    twice = await client.person("student", "Twice Enrolled")
    await client.enrol(teacher, lesson.class_id, twice)
    colleague = await client.person("teacher", "Grace Hopper")
    admin = await make_admin(client, database)
    context = await new_context(reduced_motion="reduce", **LOOKS[look])
    office = await Visitor.open(context, client.url)
    page = office.page
    await office.log_in(admin.email)
    await office.sees_heading("School office")
    await office.sees("7 accounts")
    await check(office, look)

    # Correct a name, disable and enable the account.
    await page.get_by_label("Search by name or e-mail").fill("twice")
    await page.get_by_role("link", name="Twice Enrolled").click()
    await office.sees_heading("Twice Enrolled")
    await check(office, look)
    await page.get_by_label("Name", exact=True).fill("Twice Corrected")
    await office.press("Save")
    await office.sees_heading("Twice Corrected")
    await office.press("Disable account")
    await office.confirm("Disable account")
    await office.sees("Disabled since")
    await office.press("Enable account")
    await office.sees("The account can be used again.")
    await expect(page.get_by_role("button", name="Disable account")).to_be_visible()

    # Merge it into the other account of the same person.
    await office.press("Merge into another account…")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Account that remains").fill(ada.email)
    await dialog.get_by_role("button", name=f"Choose {ada.name}").click()
    await office.sees(f"Merge Twice Corrected into {ada.name}?")
    await check(office, look)
    await office.confirm("Merge")
    await office.sees_heading(ada.name)

    # A class, its reports, and another owner.
    await page.get_by_role("link", name="Algebra").click()
    await office.sees_heading("Algebra")
    await check(office, look)
    await page.get_by_role("link", name="Report, matrix and charts").click()
    await office.sees_heading("Attendance: Algebra")
    await expect(page.get_by_role("button", name="CSV")).to_be_visible()
    await office.go(f"/class/{lesson.class_id}/sessions/{lesson.session_id}")
    await office.sees("1 present, 2 absent")
    await expect(page.get_by_role("button", name="Correct")).to_have_count(0)
    await expect(page.get_by_role("button", name="Discard")).to_have_count(0)
    await office.go(f"/class/{lesson.class_id}")
    await office.press("Move to another teacher…")
    await dialog.get_by_label("New owner").fill("hopper")
    await dialog.get_by_role("button", name="Choose Grace Hopper").click()
    await office.confirm("Move")
    await office.sees("The class now belongs to Grace Hopper.")
    await office.go("/classes")
    await office.sees("3 students, Grace Hopper")
    await check(office, look)

    # The audit log has all of it.
    await office.go("/audit")
    await office.sees("Class moved")
    await page.get_by_label("What").select_option("account.merge")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await check(office, look)
    await page.get_by_label("What").select_option("account.change")
    await office.sees("Name: Twice Enrolled → Twice Corrected")

    # Delete an account; the office has an account, too.
    await office.go(f"/people/{bob.id}")
    await office.sees_heading(bob.name)
    await office.press("Delete account…")
    await office.confirm("Delete account")
    await office.sees_heading("School office")
    await office.go(f"/people/{colleague.id}")
    await office.press("Make this a student's account")
    await page.get_by_role("dialog").get_by_role("button", name="Make this").click()
    await office.sees("This teacher has classes.")
    await page.keyboard.press("Escape")
    await office.go("/account")
    name_form = page.get_by_role("region", name="Change your name")
    await name_form.get_by_role("textbox", name="Your name").fill("Mrs Penn")
    await name_form.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("navigation", name="Main")).to_contain_text("Mrs Penn")
    await check(office, look)


async def test_a_teacher_corrects_deletes_and_undoes_what_an_import_created(
    client: Client, new_context: NewContext
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    await take(
        client, teacher, class_id, csv_of(("Eev", "eve@school.test"), ("Dan", "dan@school.test"))
    )
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    page = hill.page
    await hill.go(f"/class/{class_id}")
    await hill.sees("2 new accounts")
    await hill.press("Correct Eev")
    await page.get_by_role("dialog").get_by_label("Name").fill("Eve")
    await hill.confirm("Save")
    await expect(page.get_by_role("button", name="Correct Eve")).to_be_visible()
    assert await hill.accessibility_faults() == []
    await hill.press("Correct Dan")
    await page.get_by_role("dialog").get_by_role("button", name="Delete account…").click()
    await hill.confirm("Delete account")
    await expect(page.get_by_role("button", name="Correct Dan")).to_have_count(0)
    await page.get_by_role("button", name="Undo the import").click()
    assert await hill.accessibility_faults() == []
    await hill.confirm("Undo import")
    await hill.sees("The import has been undone, 1 account was deleted.")
    await hill.sees("No students are enrolled yet.")
    assert (await client.get(f"/class/{class_id}", teacher.token)).data["students"] == []
