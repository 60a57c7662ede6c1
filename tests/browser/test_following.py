"""Reports that stay open follow their sessions, and the summary of a session."""

from collections.abc import Awaitable, Callable

import pytest
from attrs import frozen
from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.browser.test_looking_back import cell_text, matrix_cells
from tests.support.client import Client, Person, Socket
from tests.support.visitor import Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

NAMES = ("Ada", "Ben", "Cat")


@pytest.fixture
def client(school: Client) -> Client:
    return school


@frozen
class Class:
    """A class that has held two sessions: all were present, and then only Ada was."""

    client: Client
    teacher: Person
    students: dict[str, Person]
    id: str
    desk: Socket
    sessions: list[str]

    @classmethod
    async def make(cls, client: Client) -> "Class":
        teacher = await client.person("teacher", "Mrs Hill")
        students = {name: await client.person("student", name) for name in NAMES}
        class_id = await client.make_class(teacher, *students.values())
        class_ = cls(client, teacher, students, class_id, await client.socket(teacher), [])
        for present in (NAMES, ("Ada",)):
            await class_.start()
            for name in present:
                await class_.desk.mark(students[name])
            await class_.end()
        return class_

    async def start(self) -> None:
        self.sessions.append((await self.client.start(self.teacher, self.id))["sessionId"])

    async def end(self) -> None:
        await self.desk.ask("DONE")

    def path(self, place: int = -1) -> str:
        return f"/class/{self.id}/sessions/{self.sessions[place]}"

    async def correct(self, name: str, status: str, place: int = -1) -> None:
        body = {"studentIds": [self.students[name].id], "status": status, "reason": "seen"}
        path = f"{self.path(place)}/corrections"
        assert (await self.client.post(path, body, self.teacher.token)).data["changed"] == 1


def loads_of(page: Page, path: str) -> list[str]:
    """The addresses of what is loaded from now on that contain this path."""
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url) if path in request.url else None)
    return urls


def figures(page: Page, name: str) -> Locator:
    return page.locator(".is-matrix tbody tr").filter(has_text=name).locator(".sum")


async def sees_matrix(page: Page, *rows: str) -> None:
    """Wait until the matrix has these letters, a row per student."""
    expected = [list(row) for row in rows]
    await page.wait_for_function(
        """(expected) => JSON.stringify(expected) === JSON.stringify(
            [...document.querySelectorAll(".is-matrix tbody tr")].map((row) =>
                [...row.querySelectorAll(".cell")].map((cell) => cell.firstChild.textContent)))""",
        arg=expected,
    )


async def test_an_open_matrix_follows_its_sessions_without_being_loaded_again(
    client: Client, new_context: NewContext
) -> None:
    class_ = await Class.make(client)
    hill = await Visitor.logged_in(await new_context(), client.url, class_.teacher)
    loads = loads_of(hill.page, "/report")
    await hill.go(f"/class/{class_.id}/report/matrix?sort=absent")
    await sees_matrix(hill.page, "PA", "PA", "PP")
    await class_.correct("Ben", "late", 0)
    await sees_matrix(hill.page, "LA", "PA", "PP")

    await class_.start()
    running = hill.page.locator("th.day.is-running")
    await expect(running.get_by_role("link")).to_have_attribute("href", f"#/class/{class_.id}/roll")
    await sees_matrix(hill.page, "LA·", "PA·", "PP·")
    await hill.sees("with 0 students present so far")
    await class_.desk.mark(class_.students["Ada"], "absent")
    await class_.desk.mark(class_.students["Cat"])
    await sees_matrix(hill.page, "LA·", "PAP", "PPA")
    await hill.sees("with 1 student present so far")
    # A running session does not count.
    await expect(figures(hill.page, "Ada")).to_have_text(["0", "0", "100%"])
    focused = hill.page.locator("tbody .who a").filter(has_text="Cat")
    await focused.focus()
    await class_.end()
    await sees_matrix(hill.page, "LAA", "PPA", "PAP")
    await expect(running).to_have_count(0)
    await expect(figures(hill.page, "Ada")).to_have_text(["1", "1", "67%"])
    await expect(figures(hill.page, "Ben")).to_have_text(["2", "2", "33%"])
    await expect(focused).to_be_focused()
    await class_.correct("Ada", "excused")
    await sees_matrix(hill.page, "LAA", "PPE", "PAP")
    await expect(figures(hill.page, "Ada")).to_have_text(["0", "0", "100%"])

    await client.post(f"{class_.path()}/reopen", token=class_.teacher.token)
    await expect(running).to_have_count(1)
    await sees_matrix(hill.page, "LA·", "PAP", "PPE")
    await class_.end()
    await expect(running).to_have_count(0)
    token = class_.teacher.token
    await client.call("DELETE", class_.path(), token, json={"reason": "by mistake"})
    await sees_matrix(hill.page, "LA", "PA", "PP")
    assert len(loads) == 1
    # Only a session of which it knows nothing is loaded.
    await client.post(f"{class_.path()}/restore", token=token)
    await sees_matrix(hill.page, "LAA", "PAP", "PPE")
    assert len(loads) == 2
    assert (await matrix_cells(hill.page))[2][2] == cell_text("excused")

    # The chart of one student reads their own statuses only, and the other reports follow too.
    await hill.go_and_see(f"/class/{class_.id}/students/{class_.students['Cat'].id}")
    await hill.sees_heading("Cat")
    assert "student=" in loads[2]
    await class_.correct("Cat", "late")
    await expect(hill.page.locator(".mark-letter")).to_have_text(list("PAL"))
    assert ["student=" in url for url in loads[2:]] == [True] * 2
    await hill.go_and_see(f"/class/{class_.id}/report/sessions")
    await class_.correct("Cat", "absent")
    row = hill.page.locator(".results tbody tr").first
    await expect(row.locator("td")).to_have_text(["0%", "0", "0", "1", "2", "3"])
    await class_.desk.close()


async def test_who_is_missing_comes_first_and_several_are_corrected_with_one_reason(
    client: Client, new_context: NewContext
) -> None:
    class_ = await Class.make(client)
    hill = await Visitor.logged_in(await new_context(), client.url, class_.teacher)
    page = hill.page
    await hill.go(class_.path())
    names = page.locator(".marks tbody tr:visible th .name")
    await expect(names).to_have_text(["Ben", "Cat", "Ada"])
    shown = page.get_by_role("group", name="Show")
    await expect(shown.locator("button:visible")).to_have_text(
        ["All 3", "Missing 2", "Not marked 2", "Present 1"]
    )
    await shown.get_by_role("button", name="Missing").click()
    await expect(names).to_have_text(["Ben", "Cat"])

    # Without a clipboard, the addresses are shown, selected.
    await page.evaluate(
        """() => {
            Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
            document.execCommand = () => false;
        }"""
    )
    await hill.press("Copy addresses")
    area = page.get_by_role("dialog").get_by_label("Addresses")
    addresses = ", ".join(class_.students[name].email for name in ("Ben", "Cat"))
    await expect(area).to_have_value(addresses)
    await expect(area).to_be_focused()
    assert await page.evaluate("() => getSelection().toString()") in (addresses, "")
    await hill.press("Done")
    # And with one, they are on it.
    await page.evaluate(
        """() => { delete navigator.clipboard;
            navigator.clipboard.writeText = async (text) => { window.copied = text; }; }"""
    )
    await hill.press("Copy addresses")
    await hill.sees("2 addresses were copied.")
    assert await page.evaluate("() => window.copied") == addresses

    await page.get_by_label("Choose all who are shown").check()
    await hill.sees("2 students chosen")
    await hill.press("Change marks…")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("listitem")).to_have_text(["BenAbsent", "CatAbsent"])
    await dialog.get_by_role("radio", name="Excused").check()
    await dialog.get_by_label("Reason").fill("A school trip")
    # A dialog that is closed by mistake keeps what was typed.
    await page.keyboard.press("Escape")
    await hill.press("Change marks…")
    await expect(dialog.get_by_label("Reason")).to_have_value("A school trip")
    await hill.confirm("Save changes")
    await hill.sees("2 marks were changed.")
    await hill.sees("1 present, 2 absent (2 excused)")
    await hill.sees("No student is in this group.")
    await expect(page.locator("main .trail > li")).to_have_count(2)
    await shown.get_by_role("button", name="Corrected").click()
    await expect(names).to_have_text(["Ben", "Cat"])
    await expect(page.locator(".chosen-bar")).to_be_hidden()

    # What another teacher changes is shown too.
    await class_.correct("Ada", "late")
    await expect(names).to_have_text(["Ada", "Ben", "Cat"])
    await expect(page.locator("main .trail > li")).to_have_count(3)
    assert await hill.accessibility_faults() == []
    await class_.desk.close()


async def test_absences_in_all_classes_are_one_tap_away_and_stay_current(
    client: Client, new_context: NewContext
) -> None:
    class_ = await Class.make(client)
    hill = await Visitor.logged_in(await new_context(), client.url, class_.teacher)
    await hill.page.get_by_role("link", name="Who was absent often").click()
    await hill.sees("No student was absent that often in this period.")
    await hill.page.get_by_label("Absent at least").fill("1")
    await hill.sees("2 students were absent at least once.")
    rows = hill.page.locator(".results tbody tr")
    await expect(rows.first).to_contain_text("Algebra 1")
    assert "missed=1" in hill.page.url
    await class_.correct("Ada", "absent")
    await hill.sees("3 students were absent at least once.")
    assert await hill.accessibility_faults() == []
    await rows.first.get_by_role("link").click()
    await hill.sees_heading("Ada")

    # Students see the same of themselves.
    ada = await Visitor.logged_in(await new_context(), client.url, class_.students["Ada"])
    await ada.go("/attendance")
    rate = ada.page.locator(".figure.is-large dd").first
    await expect(rate).to_have_text("50%")
    await class_.correct("Ada", "late")
    await expect(rate).to_have_text("100%")
    await class_.start()
    await class_.desk.mark(class_.students["Ada"], "excused")
    await expect(ada.page.locator(".running-list")).to_contain_text("Excused")
    await class_.end()
    await expect(ada.page.locator(".running-list")).to_be_hidden()
    await class_.desk.close()
