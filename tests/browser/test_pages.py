"""Every page is accessible, on every screen, and works with answers without the envelope."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import BrowserContext, expect

from tests.support.chromium import Console
from tests.support.client import Client, Person
from tests.support.looks import LOOKS, check
from tests.support.visitor import REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

NAMES = ["Ada", "<script>alert(1)</script>", "A" * 80, "محمد بن موسى", "Zoë 🦊 <b>"]


@pytest.fixture
def client(plain_school: Client) -> Client:
    """Without the envelope; the other tests of the pages have it."""
    return plain_school


async def term(client: Client) -> tuple[Person, Person, str, str, str]:
    """A teacher, a student, two classes (the second without students), and an ended session."""
    teacher = await client.person("teacher", "Mrs Hill")
    students = [await client.person("student", name) for name in NAMES]
    class_id = await client.make_class(teacher, *students)
    empty_id = await client.make_class(teacher, name="Nobody's " + "B" * 100)
    for _ in range(2):
        session = await client.start(teacher, class_id)
        desk = await client.socket(teacher)
        await desk.mark(students[0])
        await desk.send("DONE")
        await desk.expect("SESSION_ENDED")
        await desk.close()
    return teacher, students[0], class_id, empty_id, session["sessionId"]


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_the_pages_of_a_teacher_are_accessible(
    client: Client, new_context: NewContext, console: Console, look: str
) -> None:
    teacher, _, class_id, empty_id, session_id = await term(client)
    hill = await Visitor.open(await new_context(reduced_motion="reduce", **LOOKS[look]), client.url)
    await check(hill, look)
    await hill.press("Log in")
    await hill.sees("Please fill this in.")
    await check(hill, look)
    await hill.go("/signup")
    await hill.sees_heading("Sign up")
    await hill.page.get_by_role("radio", name="Teacher").check()
    await hill.sees("Teacher code")
    await check(hill, look)
    await hill.go("/login")
    await hill.sees_heading("Log in")
    await hill.log_in(teacher.email, "wrong")
    await hill.sees("Wrong e-mail address, student number or password.")
    await check(hill, look)
    await hill.log_in(teacher.email)
    await hill.sees_heading("My classes")
    await expect(hill.connection).to_have_text("Live")
    await check(hill, look)
    await hill.go(f"/class/{empty_id}")
    await hill.sees("No students are enrolled yet.")
    await check(hill, look)
    await hill.go(f"/class/{class_id}")
    await hill.sees_heading("Algebra")
    await hill.page.get_by_label("Search by name or e-mail").fill("a")
    await hill.page.get_by_text("Paste a list of e-mail addresses", exact=True).click()
    await hill.page.get_by_label("E-mail addresses").fill("nobody@nowhere.test")
    await hill.press("Add all")
    await hill.sees("No student has this e-mail")
    await expect(hill.page.get_by_text("found").first).to_be_visible()
    await check(hill, look)
    await hill.press("Delete class…")
    await hill.sees("Delete Algebra?")
    await check(hill, look)
    await hill.page.keyboard.press("Escape")
    await hill.go(f"/class/{class_id}/roll")
    await hill.sees("No session is running for this class.")
    await check(hill, look)
    console.forgive("WebSocket connection|ERR_INTERNET_DISCONNECTED")
    await hill.page.context.set_offline(True)
    await hill.sees("this page cannot know whether a session is running")
    await hill.page.context.set_offline(False)
    await hill.sees("No session is running for this class.")
    await hill.press("Start session")
    await expect(hill.tiles).to_have_count(len(NAMES))
    await hill.tap("Ada")
    await hill.sees_tile("Ada", "Present")
    await check(hill, look)
    await hill.page.get_by_role("searchbox").fill("zzz")
    await hill.sees("No student matches this search.")
    await check(hill, look)
    await hill.page.get_by_role("searchbox").fill("")
    await hill.page.locator("h1").focus()
    await hill.page.keyboard.press("?")
    await hill.sees("Undo the last change")
    await check(hill, look)
    await hill.page.keyboard.press("Escape")
    await hill.go(f"/class/{class_id}/projector")
    await hill.sees("Just arrived")
    await check(hill, look)
    await hill.go(f"/class/{class_id}/sessions/{session_id}")
    await hill.sees("1 present, 4 absent")
    await check(hill, look)
    await hill.go("/account")
    await hill.sees_heading("Account")
    await check(hill, look)
    await hill.go("/nowhere")
    await hill.sees_heading("Page not found")
    await check(hill, look)
    # A deleted class, from an old bookmark.
    await hill.go("/class/" + 24 * "0")
    await hill.sees("This class no longer exists.")
    await check(hill, look)
    console.forgive(REFUSED)


async def test_the_pages_of_a_student_are_accessible(
    client: Client, new_context: NewContext, look: str
) -> None:
    teacher, student, class_id, *_ = await term(client)
    await client.start(teacher, class_id)
    context = await new_context(reduced_motion="reduce", **LOOKS[look])
    ada = await Visitor.logged_in(context, client.url, student)
    await ada.sees("You are not marked yet")
    await ada.sees("Present in 2 of 2")
    await check(ada, look)
    desk = await client.socket(teacher)
    await desk.mark(student)
    await ada.sees("You are present")
    await check(ada, look)
    await ada.go(f"/class/{class_id}")
    await ada.sees("My past sessions")
    await ada.sees("100%")
    await check(ada, look)
    await desk.send("DONE")
    await ada.sees("The session has ended. You were present.")
    await check(ada, look)
    await ada.go("/account")
    await ada.sees_heading("Account")
    await ada.press("Delete account")
    await check(ada, look)
    await desk.close()


async def test_names_are_never_markup(client: Client, new_context: NewContext) -> None:
    teacher, _, class_id, *_ = await term(client)
    await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    await hill.open_roll(class_id)
    for name in NAMES:
        await hill.tap(name)
        await hill.sees_tile(name, "Present")
    assert await hill.page.locator("main :is(script, b)").count() == 0


async def test_the_focus_follows_navigation(client: Client, new_context: NewContext) -> None:
    teacher, *_ = await term(client)
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    heading = hill.page.get_by_role("heading", level=1)
    await hill.page.get_by_role("link", name="Algebra").click()
    await hill.sees_heading("Algebra")
    await expect(heading).to_be_focused()
    await expect(hill.page).to_have_title("Algebra \u2013 Attendance")
    await hill.page.get_by_role("button", name="Rename").focus()
    await hill.page.keyboard.press("Enter")
    await expect(hill.page.get_by_label("New name")).to_be_focused()
    await hill.page.keyboard.press("Escape")
    await expect(hill.page.get_by_role("button", name="Rename")).to_be_focused()
    await hill.page.go_back()
    await hill.sees_heading("My classes")
    await expect(heading).to_be_focused()
    # The first Tab stop of a new page skips its header.
    await hill.page.reload()
    await hill.sees_heading("My classes")
    await hill.page.keyboard.press("Tab")
    await hill.page.keyboard.press("Enter")
    await expect(hill.page.locator("main")).to_be_focused()


async def test_a_class_can_be_renamed_and_deleted_and_a_student_removed(
    client: Client, new_context: NewContext, console: Console
) -> None:
    teacher, _, class_id, *_ = await term(client)
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    await hill.go(f"/class/{class_id}")
    await hill.press("Remove Ada")
    await hill.confirm("Remove")
    await hill.sees("4 students")
    await hill.press("Rename")
    await hill.page.get_by_label("New name").fill("Calculus")
    await hill.confirm("Save")
    await hill.sees_heading("Calculus")
    await client.start(teacher, class_id)
    await hill.press("Delete class…")
    confirm_button = hill.page.get_by_role("dialog").get_by_role("button", name="Delete class…")
    await confirm_button.click()
    await hill.sees("A session is running. End it first, and then try again.")
    desk = await client.socket(teacher)
    await desk.send("DONE")
    await desk.expect("SESSION_ENDED")
    await confirm_button.click()
    await hill.sees("3 sessions are deleted with it")
    await hill.page.get_by_label("Name of the class").fill("Calculus")
    await hill.confirm("Delete class")
    await hill.sees("Calculus has been deleted.")
    await hill.go(f"/class/{class_id}")
    await hill.sees("This class no longer exists.")
    await desk.close()
    console.forgive(REFUSED)


async def test_a_password_is_changed_and_an_account_deleted(
    client: Client, new_context: NewContext, console: Console
) -> None:
    student = await client.student()
    context = await new_context()
    ada = await Visitor.logged_in(context, client.url, student)
    await ada.go("/account")
    outcomes = {"wrong": "This is not your password.", "correct horse": "has been changed."}
    for old, message in outcomes.items():
        await ada.page.get_by_label("Current password").fill(old)
        await ada.page.get_by_label("New password").fill("battery staple")
        await ada.press("Change password")
        await ada.sees(message)
    await expect(ada.connection).to_have_text("Live")
    await ada.page.reload()
    await ada.sees_heading("Account")
    await expect(ada.connection).to_have_text("Live")
    await ada.press("Delete account")
    await ada.page.get_by_label("Your password").fill("battery staple")
    await ada.confirm("Delete account")
    await ada.sees_heading("Log in")
    await ada.sees("Your account has been deleted.")
    console.forgive(REFUSED)
