"""Files that the pages offer, and the order of names in the pages and in files."""

import csv
import io
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pymongo
import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.support.client import Client, Person
from tests.support.looks import LOOKS, check
from tests.support.office import make_admin
from tests.support.roster import csv_of, take
from tests.support.visitor import Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

NAMES = [("Ada", "Zweig"), ("Moritz", "Öberg"), ("Zoë", "Åkesson")]


async def school(client: Client) -> tuple[Person, str]:
    """A teacher and their class, whose students' names are known, with one ended session."""
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    people = ((*names, f"{names[0].lower()}@order.test") for names in NAMES)
    file = csv_of(*people, titles=("first name", "last name", "email"))
    lines = (await take(client, teacher, class_id, file)).data["lines"]
    await client.start(teacher, class_id)
    marks = [{"studentId": lines[0]["studentId"], "status": "present"}]
    await client.post(f"/attendance/{class_id}/marks", {"marks": marks}, teacher.token)
    await client.post("/attendance/end", {"classId": class_id}, teacher.token)
    return teacher, class_id


async def download(page: Page, name: str) -> tuple[str, str]:
    """The name and the text of the file that a button downloads."""
    async with page.expect_download() as info:
        await page.get_by_role("button", name=name, exact=True).click()
    file = await info.value
    return file.suggested_filename, Path(await file.path()).read_text(encoding="utf-8-sig")


def given_names(text: str, delimiter: str) -> list[str]:
    titles, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [row[titles.index("Name")].split()[0] for row in rows]


def take_picture(look: str) -> str | None:
    """Where to keep a picture of the page, if someone wants to look at it."""
    folder = os.environ.get("PICTURES")
    return f"{folder}/{look}.png" if folder else None


@pytest.mark.parametrize("look", LOOKS)
async def test_a_teacher_finds_the_long_file_and_those_for_other_systems(
    client: Client, new_context: NewContext, look: str
) -> None:
    teacher, class_id = await school(client)
    context = await new_context(locale="sv-SE", reduced_motion="reduce", **LOOKS[look])
    hill = await Visitor.logged_in(context, client.url, teacher)
    page = hill.page
    await hill.go(f"/class/{class_id}/report")
    more = page.get_by_text("More files")
    await expect(page.get_by_label("System")).to_be_hidden()
    # By keyboard, as everything in it.
    await more.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("System")).to_be_visible()
    await check(hill, look)
    if picture := take_picture(f"report-{look}"):
        await page.screenshot(path=picture, full_page=True)
    if look != "desk":
        return

    # In Sweden a comma precedes decimals, and so spreadsheets expect semicolons.
    name, text = await download(page, "Students as CSV")
    assert name == "Algebra students.csv"
    assert given_names(text, ";") == ["Ada", "Moritz", "Zoë"]
    assert ";1,0;" in text
    long_file = "Attendance, one line per student and session, as CSV"
    name, text = await download(page, long_file)
    assert name == "Algebra attendance.csv"
    assert len(text.splitlines()) == 1 + len(NAMES)
    await page.get_by_label("System").select_option("Canvas (gradebook)")
    name, text = await download(page, "Download")
    assert name == "Algebra Canvas.csv"
    assert '"Zweig, Ada"' in text


async def test_the_order_of_names_is_chosen_once_for_pages_and_files(
    client: Client, new_context: NewContext
) -> None:
    teacher, class_id = await school(client)
    hill = await Visitor.logged_in(await new_context(locale="sv-SE"), client.url, teacher)
    page = hill.page
    await hill.go(f"/class/{class_id}")
    await expect(page.locator(".roster .person").first).to_contain_text("Ada")
    await hill.go("/account")
    await page.get_by_role("radio", name="Family name").check()
    order = page.get_by_role("region", name="Order of names")
    await order.get_by_role("button", name="Save").click()
    await hill.sees("Lists and files are in this order from now on.")
    assert await hill.accessibility_faults() == []
    await hill.go(f"/class/{class_id}")
    people = page.locator(".roster .person")
    # As Swedish sorts, å and ö come after z.
    await expect(people).to_contain_text(["Ada Zweig", "Zoë Åkesson", "Moritz Öberg"])
    _, text = await download(page, "The students of this class as CSV")
    assert given_names(text, ";") == ["Ada", "Zoë", "Moritz"]
    await hill.go(f"/class/{class_id}/report")
    rows = page.locator("tbody th")
    await expect(rows).to_contain_text(["Ada Zweig", "Zoë Åkesson", "Moritz Öberg"])


@pytest.mark.parametrize("look", LOOKS)
async def test_the_office_takes_the_attendance_of_the_whole_school(
    client: Client, database: pymongo.database.Database, new_context: NewContext, look: str
) -> None:
    await school(client)
    admin = await make_admin(client, database)
    context = await new_context(locale="en-GB", reduced_motion="reduce", **LOOKS[look])
    office = await Visitor.open(context, client.url)
    await office.log_in(admin.email)
    await office.sees_heading("School office")
    await office.go("/classes")
    await office.sees("Attendance of the whole school")
    await check(office, look)
    if picture := take_picture(f"office-{look}"):
        await office.page.screenshot(path=picture, full_page=True)
    if look == "desk":
        name, text = await download(office.page, "Attendance of the whole school as CSV")
        assert name == "attendance of the school.csv"
        assert given_names(text, ",") == ["Ada", "Moritz", "Zoë"]
