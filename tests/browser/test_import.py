"""Importing student lists, the slips with their codes, and students who claim accounts."""

import csv
import io
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.support.chromium import Console
from tests.support.client import NUMBERS, PASSWORD, Client, Person
from tests.support.looks import LOOKS, check
from tests.support.roster import workbook_of
from tests.support.visitor import REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

REGISTER = """Name,E-mail,Role
Chloé Lefèvre,chloe@school.test,Student
Jordan Lee,lee@school.test,Teacher
"""

CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}")


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def new_address() -> str:
    """An e-mail address that no account has."""
    return f"new{next(NUMBERS)}@import.test"


async def choose(page: Page, content: str | bytes, name: str = "list.csv") -> None:
    raw = content.encode() if isinstance(content, str) else content
    file = {"name": name, "mimeType": "text/csv", "buffer": raw}
    await page.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[list-item]


async def import_page(
    client: Client, context: BrowserContext, *students: Person
) -> tuple[Visitor, Person, str]:
    """A teacher on the import page of one of their classes."""
    teacher = await client.person("teacher", "Mrs Hill")
    class_id = await client.make_class(teacher, *students)
    hill = await Visitor.logged_in(context, client.url, teacher)
    await hill.go(f"/class/{class_id}/import")
    await hill.sees_heading("Import a list")
    return hill, teacher, class_id


async def class_with_import(
    client: Client, *names: str
) -> tuple[Person, str, list[dict[str, str]]]:
    """A teacher, a class, and the result lines of importing new students into it."""
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    lines = "".join(f"{name},{new_address()}\n" for name in names)
    path = f"/class/{class_id}/roster"
    answer = await client.call("POST", path, teacher.token, data=f"name,email\n{lines}".encode())
    return teacher, class_id, answer.data["lines"]


async def class_names(client: Client, teacher: Person, class_id: str) -> set[str]:
    students = (await client.get(f"/class/{class_id}", teacher.token)).data["students"]
    return {student["name"] for student in students}


async def test_a_list_is_imported_and_its_students_claim_their_accounts(
    client: Client, new_context: NewContext, tmp_path: Path
) -> None:
    enrolled, known = await client.student(), await client.student()
    hill, teacher, _ = await import_page(client, await new_context(), enrolled)
    await client.make_class(teacher, known, name="Logic")
    zoe = new_address()
    await choose(
        hill.page,
        f"E-mail;NAME\n{zoe};Zoë\n\n{enrolled.email};{enrolled.name}\n{known.email};Kim\n"
        f"{new_address()};=Bob()\n",
    )
    await hill.sees("What would happen")
    await expect(hill.page.get_by_role("heading", name="What would happen")).to_be_focused()
    rows = hill.page.locator(".preview").get_by_role("row")
    await expect(rows.nth(1)).to_have_text(re.compile(f"2.*Zoë.*{zoe}.*New"))
    await expect(rows.nth(2)).to_contain_text("In the class")
    await expect(rows.nth(3)).to_contain_text("Known")
    await expect(rows.nth(3)).to_contain_text(f"The name of the account stays: {known.name}")
    await expect(rows.nth(4)).to_have_text(re.compile("6.*=Bob()"))
    await hill.press("Import 3 students")
    await hill.sees_heading("2 codes to hand out")
    await hill.sees("3 students have joined the class, 2 of them new.")
    slip = hill.page.get_by_role("listitem").filter(has_text="Zoë")
    for words in ("Algebra", zoe, client.url.removeprefix("http://"), f"{client.url}/#/claim/"):
        await expect(slip).to_contain_text(words)
    async with hill.page.expect_download() as download_info:
        await hill.press("Download CSV")
    download = await download_info.value
    assert download.suggested_filename == "codes-Algebra.csv"
    await download.save_as(tmp_path / "codes.csv")
    text = (tmp_path / "codes.csv").read_text(encoding="utf-8-sig")
    titles, first, second = csv.reader(io.StringIO(text, newline=""))
    assert titles == ["Name", "E-mail", "Student number", "Code", "Link", "Valid until"]
    assert first[:2] == ["Zoë", zoe]
    assert second[0] == "'=Bob()"
    code, link = first[3:5]
    assert CODE.fullmatch(code)
    await hill.press("Done")
    await hill.sees_heading("Algebra")
    await hill.sees("2 students have not claimed their accounts yet.")
    await expect(hill.page.get_by_text("Not claimed yet")).to_have_count(2)

    student = await new_context()
    page = await student.new_page()
    await page.goto(link)
    visitor = Visitor(page, client.url)
    await visitor.sees_heading("I have a code")
    await expect(page.get_by_label("Code", exact=True)).to_have_value(code)
    assert code not in page.url
    await page.get_by_label("New password").fill("battery staple")
    await visitor.press("Choose this password")
    await visitor.sees_heading("My classes")
    await visitor.sees(f"Welcome, Zoë. From now on, log in with {zoe}.")
    await visitor.sees("Algebra")
    await visitor.press("Log out")
    await visitor.sees_heading("Log in")
    await visitor.log_in(zoe, "battery staple")
    await visitor.sees_heading("My classes")

    await hill.page.reload()
    await hill.sees("1 student has not claimed their account yet.")


async def test_wrong_lines_are_listed_first_and_can_be_left_out(
    client: Client, new_context: NewContext, tmp_path: Path
) -> None:
    hill, teacher, class_id = await import_page(client, await new_context())
    one = new_address()
    wrong = {
        3: (f",{new_address()}", "The name is missing."),
        4: ("Bob,bob", "This is not an e-mail address."),
        5: ("Eve,", "There is neither an e-mail address nor a student number."),
        6: (f"Ida,{one}", "Line 2 has the same e-mail address."),
        7: (f"Hill,{teacher.email}", "This is the e-mail address of a teacher."),
        8: (f"{'x' * 201},{new_address()}", "The name has more than 200 characters."),
    }
    lines = "\n".join(line for line, _ in wrong.values())
    await choose(hill.page, f"name,email\nAda,{one}\n{lines}\n")
    await hill.sees("6 lines are wrong, so the list is not imported as it is.")
    await expect(hill.page.get_by_role("button", name="Import 1")).to_have_count(0)
    rows = hill.page.locator(".preview tbody tr")
    await expect(rows).to_have_count(len(wrong))
    for row, (number, (_, reason)) in enumerate(wrong.items()):
        await expect(rows.nth(row).get_by_role("rowheader")).to_have_text(str(number))
        await expect(rows.nth(row)).to_contain_text(reason)
    await hill.press("New 1")
    await expect(rows).to_have_count(1)
    await hill.press("Known 0")
    await hill.sees("There are no such lines.")
    async with hill.page.expect_download() as download_info:
        await hill.press("Save the wrong lines")
    download = await download_info.value
    assert download.suggested_filename == "wrong-lines.csv"
    await download.save_as(tmp_path / "wrong.csv")
    saved = csv.reader(io.StringIO((tmp_path / "wrong.csv").read_text("utf-8-sig"), newline=""))
    assert [(line[0], line[4]) for line in saved] == [
        ("Line", "Why"),
        *((str(number), reason) for number, (_, reason) in wrong.items()),
    ]
    # The corrected file, under the same name.
    await choose(hill.page, f"name,email\nAda,{one}\n")
    await hill.sees("Import 1 student")
    # Or what is right of the other one.
    await choose(hill.page, f"name,email\nAda,{one}\n{lines}\n")
    await hill.press("Import only 1 student")
    await hill.sees_heading("1 code to hand out")
    await hill.sees("1 student has joined the class, 1 of them new. 6 wrong lines were left out.")
    assert await class_names(client, teacher, class_id) == {"Ada"}


async def test_a_list_is_imported_after_a_choice_that_is_remembered(
    client: Client, new_context: NewContext, console: Console
) -> None:
    hill, teacher, class_id = await import_page(client, await new_context())
    page = hill.page
    # Nothing but names: numbers are made.
    await choose(page, "Pupil,Class\nAda Okafor,8B\nBo Ek,8B\n")
    await hill.sees("No column has e-mail addresses or student numbers.")
    await page.get_by_label("Make a student number for everyone without one").check()
    await hill.sees("Gets a student number")
    box = page.get_by_label("Make a student number for everyone without one")
    await expect(box).to_be_focused()
    await hill.press("Import 2 students")
    await hill.sees_heading("2 codes to hand out")
    await hill.press("Done")
    await hill.confirm("Leave")
    await hill.sees_heading("Algebra")
    # The guess of a column is changed above it, by keyboard.
    await hill.go(f"/class/{class_id}/import")
    await hill.sees_heading("Import a list")
    mail, home = new_address(), new_address()
    header = "Name;E-Mail;E-Mail Eltern\n"
    await choose(page, f"{header}Chloé Lefèvre;{home};{mail}\n".encode("cp850"), "8b.csv")
    await hill.sees("Where are the names spelled correctly?")
    await expect(
        page.get_by_role("radio", name="Chloé Lefèvre Western European (DOS)")
    ).to_be_checked()
    preview = page.locator(".preview tbody")
    await expect(preview).to_contain_text(home)
    what = page.get_by_label("What \u201cE-Mail Eltern\u201d is")
    await expect(what).to_have_value("contactEmail")
    await what.focus()
    await page.keyboard.type("E-mail of the student")
    await expect(preview).to_contain_text(mail)
    await expect(what).to_be_focused()
    before = page.get_by_label("What \u201cE-Mail\u201d is", exact=True)
    await expect(before).to_have_value("ignored")
    await hill.press("Import 1 student")
    await hill.sees_heading("1 code to hand out")
    assert "Chloé Lefèvre" in await class_names(client, teacher, class_id)
    await hill.press("Done")
    await hill.confirm("Leave")
    await hill.sees_heading("Algebra")
    await hill.go(f"/class/{class_id}/import")
    await hill.sees_heading("Import a list")
    await choose(page, f"{header}Di;{new_address()};{new_address()}\n", "9b.csv")
    await hill.sees("The columns are what you chose for the last file with these headers.")
    await expect(what).to_have_value("email")
    # One of several lists.
    await choose(
        page,
        workbook_of(
            {
                "8A": [["Name", "Email"], ["Eva", new_address()]],
                "8B": [["Name", "Email"], ["Fay", new_address()]],
            }
        ),
    )
    await hill.sees("There are lists in several sheets. Choose one.")
    await page.get_by_label("Sheet").select_option("8B")
    await hill.sees("Import 1 student")
    await expect(preview).to_contain_text("Fay")
    console.forgive(REFUSED)


async def test_a_file_that_is_not_a_list_is_explained(
    client: Client, new_context: NewContext, console: Console
) -> None:
    hill, *_ = await import_page(client, await new_context())
    for content, message in (
        (b"", "The file is empty."),
        (b"name,email\n", "There is no student below the line that names the columns."),
        (b"who,where\nAda,here\n", "No column has e-mail addresses or student numbers."),
        (b'name,email\n"Ada,a@x.test\n', "The quotation marks in line 2 do not match."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "This workbook is damaged"),
        (b"%PDF-1.7\n", "This is a PDF. Open the list in the program that made it"),
        (b"PK\x03\x04 and then nothing", "This workbook is damaged"),
        (b"name,email\n" + b"x" * 2**21, "This file is larger than 2 MB."),
    ):
        await choose(hill.page, content)
        await hill.sees(message)
    # The page still works.
    await choose(hill.page, f"name,email\nAda,{new_address()}\n")
    await hill.sees("Import 1 student")
    console.forgive(REFUSED)


async def test_a_dropped_workbook_is_checked(client: Client, new_context: NewContext) -> None:
    hill, *_ = await import_page(client, await new_context())
    book = openpyxl.Workbook()
    for row in (("First name", "Last name", "Mail"), ("Ada", "Lovelace", new_address())):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    await hill.page.evaluate(
        """([bytes, name]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
            for (const type of ["dragover", "drop"]) {
                const options = { dataTransfer, bubbles: true, cancelable: true };
                const event = new DragEvent(type, options);
                document.querySelector("h1").dispatchEvent(event);
                if (!event.defaultPrevented) {
                    throw new Error("the browser would leave the page");
                }
            }
        }""",
        [list(file.getvalue()), "list.xlsx"],
    )
    await hill.sees("list.xlsx: 1 line")
    await hill.sees("Ada Lovelace")


async def test_a_double_click_imports_once(client: Client, new_context: NewContext) -> None:
    hill, teacher, class_id = await import_page(client, await new_context())
    sent = []
    hill.page.on("request", lambda request: sent.append(request.method + request.url))
    await choose(hill.page, f"name,email\nAda,{new_address()}\n")
    await hill.page.get_by_role("button", name="Import 1 student").dblclick()
    await hill.sees_heading("1 code to hand out")
    assert sent.count(f"POST{client.url}/class/{class_id}/roster") == 1
    assert await class_names(client, teacher, class_id) == {"Ada"}


async def test_ten_thousand_lines_are_shown_page_by_page(
    client: Client, new_context: NewContext
) -> None:
    hill, *_ = await import_page(client, await new_context())
    lines = "".join(f"Student {n},s{n}@many.test\n" for n in range(10_000))
    await choose(hill.page, f"name,email\n{lines}")
    await hill.sees("The first 200 of 10,000 lines")
    await hill.sees("Import 10,000 students")
    rows = hill.page.locator(".preview tbody tr")
    await expect(rows).to_have_count(200)
    await hill.press("Show 200 more")
    await expect(rows).to_have_count(400)
    await expect(rows.last.get_by_role("rowheader")).to_have_text("401")


async def test_a_lost_answer_can_be_checked_again(
    client: Client, new_context: NewContext, console: Console
) -> None:
    hill, *_ = await import_page(client, await new_context())
    await choose(hill.page, f"name,email\nAda,{new_address()}\n")
    await hill.sees("Import 1 student")

    async def lose(route: Route) -> None:
        if "dryRun" in route.request.url:
            await route.continue_()
        else:
            await route.fetch()
            await route.abort()

    await hill.page.route("**/roster*", lose)
    await hill.press("Import 1 student")
    await hill.sees("Either all students were imported or none")
    await hill.press("Check again")
    await hill.sees("Everyone on this list is already in the class.")
    console.forgive("Failed to load resource: net::ERR_FAILED")


async def test_an_import_survives_an_expired_login_but_not_a_deleted_class(
    client: Client, new_context: NewContext, console: Console
) -> None:
    hill, teacher, class_id = await import_page(client, await new_context())
    await choose(hill.page, f"name,email\nAda,{new_address()}\n")
    await hill.sees("Import 1 student")
    change = {"oldPassword": PASSWORD, "newPassword": "battery staple"}
    token = (await client.post("/auth/password", change, teacher.token)).data["token"]
    await hill.sees_heading("Log in")
    await hill.log_in(teacher.email, "battery staple")
    # Back on the same page, with the file they had chosen.
    await hill.sees("list.csv: 1 line")
    await client.call("DELETE", f"/class/{class_id}", token)
    await hill.press("Import 1 student")
    await hill.sees("This class no longer exists.")
    console.forgive(REFUSED)


async def test_a_list_whose_outcome_has_changed_is_shown_again(
    client: Client, new_context: NewContext, console: Console
) -> None:
    hill, *_ = await import_page(client, await new_context())
    email = new_address()
    await choose(hill.page, f"name,email\nAda,{email}\n")
    await hill.sees("Import 1 student")
    signup = {"name": "Ada", "email": email, "password": PASSWORD, "role": "teacher"}
    await client.post("/auth/signup", signup)
    await hill.press("Import 1 student")
    await hill.sees("Something has changed since this file was checked")
    await hill.sees("1 line is wrong")
    console.forgive(REFUSED)


async def test_codes_are_not_left_by_mistake_and_never_shown_again(
    client: Client, new_context: NewContext
) -> None:
    hill, _, class_id = await import_page(client, await new_context())
    await choose(hill.page, f"name,email\nAda,{new_address()}\n")
    await hill.press("Import 1 student")
    await hill.sees_heading("1 code to hand out")
    await hill.page.get_by_role("link", name="Algebra").click()
    await hill.sees("1 code has not been printed or downloaded yet.")
    await hill.page.get_by_role("link", name="Show codes").click()
    await hill.press("Done")
    await hill.sees("They have not been printed or downloaded")
    await hill.confirm("Leave")
    await hill.sees_heading("Algebra")
    await expect(hill.page.get_by_text("Not claimed yet")).to_have_count(1)
    await hill.go(f"/class/{class_id}/slips")
    await hill.sees_heading("No codes to show")


async def test_a_page_with_codes_asks_before_it_is_closed(
    client: Client, new_context: NewContext
) -> None:
    hill, *_ = await import_page(client, await new_context())
    await choose(hill.page, f"name,email\nAda,{new_address()}\n")
    await hill.press("Import 1 student")
    await hill.sees_heading("1 code to hand out")
    async with hill.page.expect_event("dialog") as dialog_info:
        await hill.page.close(run_before_unload=True)
    dialog = await dialog_info.value
    assert dialog.type == "beforeunload"
    await dialog.dismiss()
    async with hill.page.expect_download():
        await hill.press("Download CSV")
    async with hill.page.expect_event("close"):
        await hill.page.close(run_before_unload=True)


async def test_only_the_slips_are_printed(client: Client, new_context: NewContext) -> None:
    hill, *_ = await import_page(client, await new_context(color_scheme="dark"))
    lines = "".join(f"Student {n},{new_address()}\n" for n in range(150))
    await choose(hill.page, f"name,email\n{lines}")
    await hill.press("Import 150 students")
    await hill.sees_heading("150 codes to hand out")
    await hill.page.emulate_media(media="print")
    await expect(hill.page.locator(".slip")).to_have_count(150)
    text = await hill.page.evaluate("() => document.body.innerText")
    assert len(CODE.findall(text)) == 2 * 150
    for unwanted in ("Log out", "Classes", "Print slips", "not shown again", "of them new"):
        assert unwanted not in text
    colours = "(slip) => [getComputedStyle(slip).color, getComputedStyle(slip).backgroundColor]"
    black_on_white = ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert await hill.page.locator(".slip").last.evaluate(colours) == black_on_white


async def test_new_codes_replace_the_old_ones(
    client: Client, new_context: NewContext, console: Console
) -> None:
    teacher, class_id, lines = await class_with_import(client, "Ada", "Bob")
    claimed = {"code": lines[1]["code"], "password": PASSWORD}
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    await hill.go(f"/class/{class_id}")
    await hill.press("New code for Ada")
    await hill.sees("Any code they already have stops working.")
    await hill.confirm("New code")
    await hill.sees_heading("1 code to hand out")
    code = await hill.page.locator(".slip-code").text_content()
    assert code != lines[0]["code"]
    await hill.go(f"/class/{class_id}")
    await hill.press("New codes for all unclaimed accounts")
    await hill.sees("New codes for 2 students?")
    await hill.page.keyboard.press("Escape")
    await client.post("/auth/claim", claimed)
    # This page does not know about the claim yet.
    await hill.press("New code for Bob")
    await hill.page.get_by_role("dialog").get_by_role("button", name="New code").click()
    await hill.sees("The student has claimed the account meanwhile")
    await hill.page.keyboard.press("Escape")
    await expect(hill.page.get_by_text("Not claimed yet")).to_have_count(1)
    await hill.press("New codes for all unclaimed accounts")
    await hill.confirm("Get new codes")
    await hill.sees_heading("1 code to hand out")
    assert await hill.page.locator(".slip-code").text_content() != code
    console.forgive(REFUSED)


async def test_another_teachers_students_are_labeled_but_get_no_new_code(
    client: Client, new_context: NewContext
) -> None:
    _, _, lines = await class_with_import(client, "Ada")
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    await client.post(f"/class/{class_id}/add-student", {"email": lines[0]["email"]}, teacher.token)
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    await hill.go(f"/class/{class_id}")
    await hill.sees("Not claimed yet")
    await hill.sees("The code of 1 of them is for another teacher to hand out.")
    await expect(hill.page.get_by_role("button", name="New code")).to_have_count(0)


async def test_a_code_is_accepted_however_it_is_typed(
    client: Client, new_context: NewContext, console: Console
) -> None:
    _, _, lines = await class_with_import(client, "Ada")
    ada = await Visitor.open(await new_context(), client.url)
    await ada.page.get_by_role("link", name="I have a code").click()
    await ada.sees_heading("I have a code")
    await ada.press("Choose this password")
    await ada.sees("Please fill this in.")
    code, password = ada.page.get_by_label("Code", exact=True), ada.page.get_by_label("New pass")
    for typed, chosen, message in (
        ("7KQM-2XHD", "correct", "A code has 12 letters and digits. This one has 8."),
        ("7KQM-2XHD-PW9T", "correct", "This code is wrong, was already used, or was replaced."),
        (lines[0]["code"], "short", "Use 6 to 72 characters."),
    ):
        await code.fill(typed)
        await password.fill(chosen)
        await ada.press("Choose this password")
        await ada.sees(message)
    await code.fill(f" {lines[0]['code'].lower().replace('-', ' ')} ")
    await password.fill("battery staple")
    await ada.press("Choose this password")
    await ada.sees_heading("My classes")
    await ada.sees("Algebra")
    console.forgive(REFUSED)


async def test_a_user_who_is_already_logged_in_is_asked_first(
    client: Client, new_context: NewContext
) -> None:
    _, _, lines = await class_with_import(client, "Ada")
    bob = await client.person("student", "Bob")
    visitor = await Visitor.logged_in(await new_context(), client.url, bob)
    await visitor.go(f"/claim/{lines[0]['code']}")
    await visitor.sees("This device is logged in as Bob.")
    await visitor.page.get_by_role("link", name="Stay logged in").click()
    await visitor.sees_heading("My classes")
    await visitor.go(f"/claim/{lines[0]['code']}")
    await visitor.press("Log out and use my code")
    await visitor.page.get_by_label("New password").fill("battery staple")
    await visitor.press("Choose this password")
    await visitor.sees("Welcome, Ada.")


async def test_too_many_codes_show_how_long_to_wait(
    client: Client, new_context: NewContext, console: Console
) -> None:
    ada = await Visitor.open(await new_context(), client.url)

    async def refuse(route: Route) -> None:
        error = '{"success": false, "error": "…", "code": "too_many_attempts"}'
        await route.fulfill(status=429, headers={"Retry-After": "90"}, body=error)

    # The server does not limit attempts from this address.
    await ada.page.route("**/auth/claim", refuse)
    await ada.go("/claim/ABCD-EFGH-JKLM")
    await ada.page.get_by_label("New password").fill("battery staple")
    await ada.press("Choose this password")
    await ada.sees("Too many attempts. Wait 2 minutes, and then try again.")
    await expect(ada.page.get_by_label("Code", exact=True)).to_have_value("ABCD-EFGH-JKLM")
    console.forgive(REFUSED)


@pytest.mark.parametrize("button", ["CSV", "XLSX"])
async def test_a_downloaded_roster_can_be_imported_again(
    client: Client, new_context: NewContext, tmp_path: Path, button: str
) -> None:
    teacher, class_id, _ = await class_with_import(client, "Ada", "=Bob()")
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    await hill.go(f"/class/{class_id}")
    async with hill.page.expect_download() as download_info:
        await hill.page.get_by_role("button", name=re.compile(f"students .*{button}")).click()
    file = tmp_path / (await download_info.value).suggested_filename
    assert file.suffix == f".{button.lower()}"
    await (await download_info.value).save_as(file)
    await hill.go(f"/class/{class_id}/import")
    await hill.sees_heading("Import a list")
    await choose(hill.page, file.read_bytes(), file.name)
    await hill.sees("Everyone on this list is already in the class.")


async def test_a_list_is_imported_by_keyboard_alone(
    client: Client, new_context: NewContext
) -> None:
    hill, _, class_id = await import_page(client, await new_context())
    await hill.go(f"/class/{class_id}")
    await hill.sees_heading("Algebra")
    keys = hill.page.keyboard
    await hill.page.get_by_role("link", name="Import a list").focus()
    await keys.press("Enter")
    await hill.sees_heading("Import a list")
    for _ in range(3):
        await keys.press("Tab")
    await expect(hill.page.get_by_label("Choose a file")).to_be_focused()
    await choose(hill.page, f"name,email\nAda,{new_address()}\n")
    heading = hill.page.get_by_role("heading", name="What would happen")
    await expect(heading).to_be_focused()
    await keys.press("Tab")
    await expect(hill.page.get_by_role("button", name="Import 1 student")).to_be_focused()
    await keys.press("Enter")
    await hill.sees_heading("1 code to hand out")
    await expect(hill.page.get_by_role("heading", level=1)).to_be_focused()


async def test_the_import_pages_are_accessible(
    client: Client, new_context: NewContext, console: Console, look: str
) -> None:
    enrolled, known = await client.student(), await client.student()
    context = await new_context(reduced_motion="reduce", **LOOKS[look])
    hill, teacher, _ = await import_page(client, context, enrolled)
    await client.make_class(teacher, known, name="Logic")
    await check(hill, look)
    lines = f"{'A' * 80},{new_address()}\nKim,{known.email}\nKit,{enrolled.email}\n"
    await choose(hill.page, f"name,email\n{lines},{'x' * 60}@long\n")
    await hill.sees("1 line is wrong")
    await check(hill, look)
    await hill.press("All 4")
    await check(hill, look)
    await choose(hill.page, "Pupil,Class\nAda,8B\nBo,8B\n")
    await hill.sees("No column has e-mail addresses or student numbers.")
    await check(hill, look)
    await choose(hill.page, REGISTER.encode("cp850"))
    await hill.sees("A teacher.")
    await check(hill, look)
    await choose(hill.page, f"name,email\n{lines}")
    await hill.sees("Import 2 students")
    await check(hill, look)
    await hill.press("Import 2 students")
    await hill.sees_heading("1 code to hand out")
    await check(hill, look)
    code = await hill.page.locator(".slip-code").text_content()
    await hill.page.get_by_role("link", name="Algebra").click()
    await hill.sees("Not claimed yet")
    await hill.sees("1 code has not been printed")
    await check(hill, look)
    await hill.press("New codes for all unclaimed accounts")
    await hill.sees("A new code for 1 student?")
    await check(hill, look)
    await hill.page.keyboard.press("Escape")
    await hill.go(f"/class/{24 * '0'}/slips")
    await hill.sees("This class no longer exists.")
    await hill.go(f"/claim/{code}")
    await hill.sees("This device is logged in as Mrs Hill.")
    await check(hill, look)
    await hill.press("Log out and use my code")
    await expect(hill.page.get_by_label("Code", exact=True)).to_have_value(code)
    await hill.press("Choose this password")
    await hill.sees("Please fill this in.")
    await check(hill, look)
    console.forgive(REFUSED)
