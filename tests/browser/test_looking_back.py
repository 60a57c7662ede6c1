"""Past attendance in the pages: reports, the matrix, charts, downloads and printouts."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pymongo
import pytest
from attrs import frozen
from playwright.async_api import BrowserContext, Locator, Page, expect

from attendance_server.errors.server import TooManyReports
from attendance_server.server import serving
from attendance_server.workers import BoundedQueue
from benchmarks.term import PASSWORD, Size, Term
from tests.conftest import new_database
from tests.support.chromium import Console
from tests.support.client import Client, Person
from tests.support.looks import LOOKS, check
from tests.support.mongo import Mongod
from tests.support.recount import STATUSES
from tests.support.tables import as_text, matrix_table, own_table, read_csv, read_xlsx, report_table
from tests.support.visitor import REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

LETTERS = {"present": "P", "late": "L", "excused": "E", "absent": "A", None: "·"}
WORDS = {"present": "Present", "late": "Late", "excused": "Excused", "absent": "Absent"}

MARKS = {
    "Ada": ["present", "present", "present", "late"],
    "Bob": ["absent", "excused", "absent", "absent"],
    "Cid": ["late", "absent", "present", "excused"],
    "Dan <b>": ["excused"] * 4,
}
"""Each student's status in four sessions."""


@pytest.fixture
def client(school: Client) -> Client:
    return school


@frozen
class Class:
    """A class that has held the sessions of `MARKS`."""

    client: Client
    teacher: Person
    students: dict[str, Person]
    id: str

    async def report(self, path: str = "", **query: str) -> Any:
        url = f"/class/{self.id}/report{path}"
        return (await self.client.get(url, self.teacher.token, params=query)).data


async def hold_sessions(client: Client) -> Class:
    teacher = await client.person("teacher", "Mrs Hill")
    students = {name: await client.person("student", name) for name in MARKS}
    class_id = await client.make_class(teacher, *students.values())
    desk = await client.socket(teacher)
    for number in range(4):
        await client.start(teacher, class_id)
        for name, statuses in MARKS.items():
            await desk.mark(students[name], statuses[number])
        await desk.send("DONE")
        await desk.expect("SESSION_ENDED")
    await desk.close()
    return Class(client, teacher, students, class_id)


async def sees_students(page: Page, *expected: str) -> None:
    """Wait until the table shows exactly these students."""
    await expect(page.locator(".results .page tbody th a")).to_have_text(list(expected))


async def matrix_cells(page: Page) -> list[list[str]]:
    """Each row of the matrix: the letter and the word of each cell."""
    rows: list[list[str]] = await page.evaluate(
        """() => [...document.querySelectorAll(".is-matrix tbody tr")].map((row) =>
            [...row.querySelectorAll(".cell")].map((cell) =>
                [...cell.children].map((part) => part.textContent).join(" ")))"""
    )
    return rows


def cell_text(status: str | None) -> str:
    """The expected cell: its letter, and the word for screen readers."""
    return f"{LETTERS[status]} {WORDS[status] if status else 'Not in the class'}"


async def test_the_report_shows_who_missed_three_lessons(
    client: Client, new_context: NewContext
) -> None:
    class_ = await hold_sessions(client)
    hill = await Visitor.logged_in(await new_context(), client.url, class_.teacher)
    await hill.go(f"/class/{class_.id}")
    await hill.page.get_by_role("link", name="Report, matrix and charts").click()
    await hill.sees_heading("Attendance: Algebra")
    await sees_students(hill.page, "Ada", "Bob", "Cid", "Dan <b>")
    await hill.page.get_by_role("link", name="Students").click()
    await hill.sees("Last seen")
    await hill.press("Absent")
    await sees_students(hill.page, "Bob", "Cid", "Ada", "Dan <b>")
    head = hill.page.get_by_role("columnheader", name="Absent", exact=True)
    await expect(head).to_have_attribute("aria-sort", "descending")
    await expect(hill.page.get_by_label("Order")).to_have_value("absent")
    row = hill.page.get_by_role("row", name="Bob")
    assert (await row.get_by_role("cell").all_inner_texts())[:3] == ["3", "3", "0%"]
    await hill.page.get_by_label("Absent at least").fill("3")
    await sees_students(hill.page, "Bob")
    await hill.sees("Absent 3 times or more: 1 of 4 students")
    # The URL holds the filters, so other views and a reload keep them.
    await hill.page.get_by_role("link", name="Matrix").click()
    await hill.sees("Not in the class")
    await sees_students(hill.page, "Bob")
    await hill.page.reload()
    await sees_students(hill.page, "Bob")
    await hill.page.get_by_label("Absent at least").fill("")
    await sees_students(hill.page, "Bob", "Cid", "Ada", "Dan <b>")
    await hill.page.get_by_label("Find a student").fill("ci")
    await sees_students(hill.page, "Cid")
    await hill.page.get_by_label("Find a student").fill("nobody")
    await hill.sees("No student matches this.")
    # Filters that change while another view is on its way do not hold it up.
    await hill.page.get_by_label("Absent at least").evaluate(
        """(field) => {
            location.hash = "#/";
            field.value = "2";
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    await hill.sees_heading("My classes")
    await hill.page.go_back()
    await hill.sees_heading("Attendance: Algebra")
    assert "missed=" not in hill.page.url


async def test_the_matrix_leads_to_each_session_and_each_students_chart(
    client: Client, new_context: NewContext
) -> None:
    class_ = await hold_sessions(client)
    sessions = (await class_.report("/matrix"))["sessions"]
    hill = await Visitor.logged_in(await new_context(), client.url, class_.teacher)
    await hill.go(f"/class/{class_.id}/report/matrix")
    await hill.sees("Not in the class")
    assert await matrix_cells(hill.page) == [list(map(cell_text, row)) for row in MARKS.values()]
    days = hill.page.locator("th.day a")
    assert [await day.get_attribute("href") for day in await days.all()] == [
        f"#/class/{class_.id}/sessions/{session['_id']}" for session in sessions
    ]
    await days.nth(1).click()
    await hill.sees("1 present, 3 absent (2 excused)")
    await hill.page.go_back()
    await hill.page.get_by_role("link", name="Bob").click()
    await hill.sees_heading("Bob")
    figures = await hill.page.locator(".figures div").all_inner_texts()
    assert [" ".join(figure.split("\n")) for figure in figures] == [
        *("Rate 0%", "Present 0", "Late 0", "Excused 1", "Absent 3"),
        *("Absent in a row 3", "Last seen Never"),
    ]
    picture = hill.page.get_by_role("img", name="Attendance of Bob")
    assert await picture.locator(".mark-letter").all_text_contents() == list("AEAA")
    assert "1 excused, 3 absent" in (await picture.locator("desc").text_content() or "")
    await expect(hill.page.get_by_role("listitem").first).to_contain_text("Absent")
    await hill.page.get_by_role("link", name="Attendance: Algebra").click()
    await hill.sees("4 students")


async def test_a_session_appears_in_the_matrix_as_soon_as_it_ends(
    client: Client, new_context: NewContext
) -> None:
    class_ = await hold_sessions(client)
    hill = await Visitor.logged_in(await new_context(), client.url, class_.teacher)
    await hill.go(f"/class/{class_.id}/report/matrix")
    await expect(hill.page.locator("th.day")).to_have_count(4)
    await client.start(class_.teacher, class_.id)
    desk = await client.socket(class_.teacher)
    await desk.send("DONE")
    await expect(hill.page.locator("th.day")).to_have_count(5)
    await desk.close()


async def test_only_the_chosen_days_count(client: Client, new_context: NewContext) -> None:
    class_ = await hold_sessions(client)
    hill = await Visitor.logged_in(await new_context(), client.url, class_.teacher)
    await hill.go(f"/class/{class_.id}/report/matrix")
    await sees_students(hill.page, "Ada", "Bob", "Cid", "Dan <b>")
    await hill.page.get_by_label("To", exact=True).fill("2020-05-06")
    await hill.sees("No session has ended in this period.")
    await hill.sees("Up to")
    assert "to=2020-05-06" in hill.page.url
    await hill.page.get_by_label("From").fill("2020-05-07")
    await hill.sees("This is before the first day.")
    assert "from=" not in hill.page.url
    await hill.page.get_by_label("To", exact=True).fill("")
    await sees_students(hill.page, "Ada", "Bob", "Cid", "Dan <b>")
    await hill.page.get_by_role("link", name="Over time").click()
    await expect(hill.page.locator(".chart-svg")).to_be_visible()
    await expect(hill.page.get_by_label("From")).to_have_value("2020-05-07")
    await expect(hill.page.locator(".results tbody tr")).to_have_count(4)


async def test_the_chart_of_a_class_has_a_description_and_a_table(
    client: Client, new_context: NewContext
) -> None:
    class_ = await hold_sessions(client)
    sessions = await class_.report("/sessions")
    hill = await Visitor.logged_in(await new_context(), client.url, class_.teacher)
    await hill.go(f"/class/{class_.id}/report/sessions")
    picture = hill.page.get_by_role("img", name="Attendance in Algebra over time")
    await expect(picture).to_be_visible()
    assert "The rate is between 50% and 67%." in (
        await picture.locator("desc").text_content() or ""
    )
    # One column per session, one segment per status; colour is never the only cue.
    heights: list[dict[str, float]] = await picture.evaluate(
        """(svg) => [...svg.querySelectorAll("g:has(> .chart-hover)")].map((column) =>
            Object.fromEntries([...column.querySelectorAll(".column")].map((part) =>
                [part.classList[1].slice(3), Number(part.getAttribute("height"))])))"""
    )
    for column, session in zip(heights, sessions, strict=True):
        counts = {status: count for status, count in session["counts"].items() if count}
        assert column.keys() == counts.keys()
        unit = column[next(iter(counts))] / counts[next(iter(counts))]
        assert column == pytest.approx({status: unit * n for status, n in counts.items()}, abs=0.1)
    table = await hill.page.locator(".results tbody tr").all_inner_texts()
    for line, session in zip(table, reversed(sessions), strict=True):
        counts = [str(session["counts"][status]) for status in STATUSES]
        assert line.split("\t")[2:] == [*counts, "4"]


@frozen
class School:
    """A term of a small school, for its first teacher and one of their students."""

    client: Client
    class_id: str
    teacher: str
    student: str

    async def data(self, path: str, email: str, **query: str) -> Any:
        login = {"email": email, "password": PASSWORD}
        token = (await self.client.post("/auth/login", login)).data["token"]
        return (await self.client.get(path, token, params=query)).data

    async def open(self, context: BrowserContext, email: str) -> Visitor:
        visitor = await Visitor.open(context, self.client.url)
        await visitor.log_in(email, PASSWORD)
        await visitor.sees_heading("My classes")
        return visitor


@pytest.fixture(scope="module")
async def term(mongod: Mongod) -> AsyncIterator[School]:
    """A class of about 110 students that has held 61 sessions."""
    with new_database(mongod) as settings, pymongo.MongoClient[Any](settings.mongo_uri) as mongo:
        database = mongo.get_default_database()
        Term(5, Size(classes=1, students=110, sessions=61)).write(database)
        class_ = database.classes.find_one()
        teacher = database.users.find_one({"_id": class_["teacherId"]})
        student = database.users.find_one({"_id": class_["studentIds"][0]})
        async with serving(settings) as url, aiohttp.ClientSession() as http:
            client = Client(url, http)
            yield School(client, str(class_["_id"]), teacher["email"], student["email"])


async def test_a_large_matrix_is_paged_and_every_cell_is_right(
    term: School, new_context: NewContext
) -> None:
    path = f"/class/{term.class_id}/report"
    matrix = await term.data(f"{path}/matrix", term.teacher)
    statuses = {row["studentId"]: row["statuses"] for row in matrix["students"]}
    order = await term.data(path, term.teacher, sort="absenceRun")
    hill = await term.open(await new_context(), term.teacher)
    await hill.go(f"{path}/matrix?sort=absenceRun")
    await hill.sees(f"Students 1 to 98 of {len(order)}")
    shown_cells = await matrix_cells(hill.page)
    assert len(shown_cells) == 98
    await hill.press("Next")
    await hill.sees(f"Students 99 to {len(order)} of {len(order)}")
    shown_cells += await matrix_cells(hill.page)
    assert shown_cells == [list(map(cell_text, statuses[row["studentId"]])) for row in order]
    await expect(hill.page.get_by_role("button", name="Next")).to_be_disabled()
    await hill.press("Previous")
    await hill.sees(f"Students 1 to 98 of {len(order)}")


async def test_the_matrix_scrolls_by_keyboard_under_fixed_names_and_days(
    term: School, new_context: NewContext
) -> None:
    hill = await term.open(await new_context(reduced_motion="reduce"), term.teacher)
    await hill.go(f"/class/{term.class_id}/report/matrix")
    sheet = hill.page.get_by_role("region", name="Each student's status in each session")
    await expect(sheet).to_be_visible()
    # It starts at the latest session.
    await hill.page.wait_for_function(
        "() => { const sheet = document.querySelector('.is-matrix');"
        " return sheet.scrollLeft > 100 &&"
        " sheet.scrollLeft + sheet.clientWidth >= sheet.scrollWidth - 2; }"
    )
    before = await sheet.evaluate("(sheet) => sheet.scrollLeft")
    await sheet.focus()
    await press_until(sheet, "ArrowLeft", f"sheet.scrollLeft < {before}")
    await press_until(sheet, "ArrowDown", "sheet.scrollTop > 0")
    corner = await bounding_box_of(sheet)
    assert abs((await bounding_box_of(sheet.locator("tbody .who").nth(9)))["x"] - corner["x"]) <= 2
    assert abs((await bounding_box_of(sheet.locator(".month").last))["y"] - corner["y"]) <= 2


async def press_until(sheet: Locator, key: str, condition: str) -> None:
    """Press a key repeatedly: a browser may drop one that is pressed while it scrolls."""
    holds = f"(sheet) => new Promise((done) => requestAnimationFrame(() => done({condition})))"
    for _ in range(200):
        await sheet.page.keyboard.press(key)
        if await sheet.evaluate(holds):
            return
    pytest.fail(f"{key}: never {condition}")


async def bounding_box_of(locator: Locator) -> Any:
    bounding_box = await locator.bounding_box()
    assert bounding_box
    return bounding_box


async def download(visitor: Visitor, button: str, folder: Path) -> tuple[str, bytes]:
    """Press a button that downloads a file; its name and content."""
    async with visitor.page.expect_download() as download:
        await visitor.press(button)
    file = await download.value
    await file.save_as(folder / "file")
    await visitor.sees("has been downloaded")
    return file.suggested_filename, (folder / "file").read_bytes()


async def test_downloads_match_the_report_in_the_time_zone_of_the_browser(
    term: School, new_context: NewContext, tmp_path: Path
) -> None:
    zone = "Asia/Tokyo"
    path = f"/class/{term.class_id}/report"
    query = {"from": "2026-02-02", "to": "2026-02-27", "tz": zone}
    hill = await term.open(await new_context(timezone_id=zone), term.teacher)
    tokyo = ZoneInfo(zone)
    await hill.go(f"{path}?from=2026-02-02&to=2026-02-27&sort=absent")
    await hill.sees("Absent at least")
    expected = report_table(await term.data(path, term.teacher, sort="absent", **query), tokyo)
    name, body = await download(hill, "Students as CSV", tmp_path)
    stem = "Assembly students 2026-02-02 to 2026-02-27"
    assert (name, read_csv(body)) == (f"{stem}.csv", as_text(expected))
    name, body = await download(hill, "Students for Excel (XLSX)", tmp_path)
    assert (name, read_xlsx(body)) == (f"{stem}.xlsx", expected)
    await hill.page.get_by_role("link", name="Matrix").click()
    await hill.sees("Not in the class")
    expected = matrix_table(await term.data(f"{path}/matrix", term.teacher, **query), tokyo)
    _, body = await download(hill, "Matrix as CSV", tmp_path)
    assert read_csv(body) == as_text(expected)
    await expect(hill.page.locator("th.day")).to_have_count(20)


async def test_students_see_and_download_their_attendance_in_all_classes(
    client: Client, new_context: NewContext, tmp_path: Path
) -> None:
    class_ = await hold_sessions(client)
    cid = class_.students["Cid"]
    await client.make_class(class_.teacher, cid, name="Botany")
    await client.call("DELETE", f"/class/{class_.id}/students/{cid.id}", class_.teacher.token)
    student = await Visitor.logged_in(await new_context(), client.url, cid)
    await student.page.get_by_role("link", name="My attendance").click()
    await student.sees_heading("My attendance")
    everything = student.page.get_by_role("region", name="All classes")
    assert "67%" in await everything.inner_text()
    algebra = student.page.get_by_role("region", name="Algebra")
    await expect(algebra).to_contain_text("left")
    picture = algebra.get_by_role("img", name="My attendance in Algebra")
    assert await picture.locator(".mark-letter").all_text_contents() == list("LAPE")
    await expect(student.page.get_by_role("region", name="Botany")).to_contain_text(
        "You were not in any session in this period."
    )
    _, body = await download(student, "My attendance as CSV", tmp_path)
    report = (await client.get("/auth/me/report", cid.token)).data
    assert read_csv(body)[1:] == as_text(own_table(report))[1:]
    await student.page.get_by_label("To", exact=True).fill("2020-01-01")
    await expect(student.page.locator(".mark-letter")).to_have_count(0)


async def test_users_can_download_everything_about_themselves(
    client: Client, new_context: NewContext, tmp_path: Path
) -> None:
    class_ = await hold_sessions(client)
    for person in (class_.teacher, class_.students["Bob"]):
        visitor = await Visitor.logged_in(await new_context(), client.url, person)
        await visitor.go("/account")
        name, body = await download(visitor, "Download everything about me", tmp_path)
        assert name == f"{person.name} export.json"
        export = (await client.get("/auth/me/export", person.token)).data
        assert json.loads(body)["data"] == export


async def test_a_failed_download_gives_the_reason_and_can_be_retried(
    client: Client,
    new_context: NewContext,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    class_ = await hold_sessions(client)
    context = await new_context()
    hill = await Visitor.logged_in(context, client.url, class_.teacher)
    await hill.go(f"/class/{class_.id}/report")
    await sees_students(hill.page, "Ada", "Bob", "Cid", "Dan <b>")

    def full(*_: object, **__: object) -> None:
        raise TooManyReports(7)

    with monkeypatch.context() as patch:
        patch.setattr(BoundedQueue, "turn", full)
        await hill.press("Students for Excel (XLSX)")
        await hill.sees("busy preparing other files. Try again in 7 seconds.")
    await context.set_offline(True)
    await hill.press("Students as CSV")
    await hill.sees("The download was interrupted.")
    await context.set_offline(False)
    _, body = await download(hill, "Students as CSV", tmp_path)
    assert len(read_csv(body)) == 5
    console.forgive(r"status of 503|ERR_INTERNET_DISCONNECTED|WebSocket connection")


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_the_report_pages_are_accessible(
    client: Client, new_context: NewContext, look: str
) -> None:
    class_ = await hold_sessions(client)
    context = await new_context(reduced_motion="reduce", **LOOKS[look])
    hill = await Visitor.logged_in(context, client.url, class_.teacher)
    for path, shown in (
        ("/report", "Last seen"),
        ("/report?missed=2&sort=rate", "Absent 2 times or more"),
        ("/report?missed=9", "No student matches this."),
        ("/report/matrix", "Not in the class"),
        ("/report/matrix?to=2020-01-01", "No session has ended in this period."),
        ("/report/sessions", "Excused"),
        (f"/students/{class_.students['Bob'].id}", "Session by session"),
        (f"/students/{24 * '0'}", "They were not in any session in this period."),
    ):
        await hill.go_and_see(f"/class/{class_.id}{path}")
        await hill.sees(shown)
        await check(hill, look)
    await hill.go("/account")
    await hill.sees("Everything about me")
    await check(hill, look)
    context = await new_context(reduced_motion="reduce", **LOOKS[look])
    student = await Visitor.logged_in(context, client.url, class_.students["Cid"])
    await student.go("/attendance")
    await student.sees("Absent in a row")
    await check(student, look)


async def test_printouts_are_complete(term: School, new_context: NewContext) -> None:
    hill = await term.open(await new_context(), term.teacher)
    students = len(await term.data(f"/class/{term.class_id}/report", term.teacher))
    await hill.go(f"/class/{term.class_id}/report")
    await hill.sees(f"Students 1 to 100 of {students}")
    await print_view(hill)
    await expect(hill.page.locator("tbody tr:visible")).to_have_count(students)
    await screen_view(hill)
    await expect(hill.page.locator("tbody tr")).to_have_count(100)
    await hill.go(f"/class/{term.class_id}/report/matrix")
    await hill.sees("Not in the class")
    await print_view(hill)
    # Sixty-one sessions fill two tables, each with its own days and all students.
    tables = hill.page.locator("table:visible")
    await expect(tables).to_have_count(2)
    await expect(tables.last.locator("tbody tr")).to_have_count(students)
    await expect(tables.last.locator("th.day")).to_have_count(30)
    await screen_view(hill)
    assert (await hill.page.pdf(prefer_css_page_size=True)).startswith(b"%PDF")
    await expect(hill.page.locator("table")).to_have_count(1)


async def test_printouts_are_white_in_dark_mode_and_have_no_controls(
    client: Client, new_context: NewContext
) -> None:
    class_ = await hold_sessions(client)
    context = await new_context(color_scheme="dark")
    hill = await Visitor.logged_in(context, client.url, class_.teacher)
    for path in ("/report", "/report/matrix", "/report/sessions"):
        await hill.go(f"/class/{class_.id}{path}")
        await expect(hill.page.locator(".tabs [aria-current]")).to_have_attribute(
            "href", f"#/class/{class_.id}{path}"
        )
        await hill.page.locator(".exports button").first.click()
        await hill.sees("has been downloaded")
        controls = [
            hill.page.locator(selector).locator("visible=true")
            for selector in (".menu", ".report-filters", ".tabs", ".exports", ".more-files")
        ]
        for control in controls:
            await expect(control.first).to_be_visible()
        await print_view(hill)
        for control in controls:
            await expect(control).to_have_count(0)
        titles = await hill.page.locator("thead th:visible").all_inner_texts()
        assert titles
        assert all(titles)
        await expect(hill.page.locator("h1")).to_have_css("color", "rgb(0, 0, 0)")
        backgrounds: list[str] = await hill.page.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll("main *")]
                .filter((element) => element.checkVisibility() && !element.closest(".cell"))
                .map((element) => getComputedStyle(element).backgroundColor)"""
        )
        assert set(backgrounds) <= {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
        await screen_view(hill)


async def print_view(visitor: Visitor) -> None:
    """Switch to the page as it is printed."""
    await visitor.page.emulate_media(media="print")
    await visitor.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")


async def screen_view(visitor: Visitor) -> None:
    await visitor.page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    await visitor.page.emulate_media(media="screen")


async def test_a_report_that_fails_to_load_can_be_reloaded(
    client: Client, new_context: NewContext, console: Console
) -> None:
    class_ = await hold_sessions(client)
    context = await new_context()
    hill = await Visitor.logged_in(context, client.url, class_.teacher)
    await hill.go(f"/class/{class_.id}/report")
    await sees_students(hill.page, "Ada", "Bob", "Cid", "Dan <b>")
    await context.set_offline(True)
    await hill.page.get_by_label("Order").select_option("rate")
    await hill.sees("The report could not be loaded.")
    await context.set_offline(False)
    await hill.press("Try again")
    await sees_students(hill.page, "Bob", "Cid", "Ada", "Dan <b>")
    console.forgive(r"ERR_INTERNET_DISCONNECTED|WebSocket connection")


async def test_a_report_is_hidden_from_everyone_but_its_teacher(
    client: Client, new_context: NewContext, console: Console
) -> None:
    class_ = await hold_sessions(client)
    other = await Visitor.logged_in(await new_context(), client.url, await client.teacher())
    for path in ("/report", "/report/matrix", "/report/sessions", f"/students/{24 * '0'}"):
        await other.go(f"/class/{class_.id}{path}")
        await other.sees("This is not one of your classes.")
    ada = await Visitor.logged_in(await new_context(), client.url, class_.students["Ada"])
    await ada.go(f"/class/{class_.id}/report")
    await ada.sees_heading("Page not found")
    console.forgive(REFUSED)
