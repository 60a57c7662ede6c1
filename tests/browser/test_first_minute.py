"""From an empty account to the first session, and the next one in one tap."""

from collections.abc import Awaitable, Callable

from playwright.async_api import BrowserContext, expect

from tests.support.client import Client
from tests.support.looks import LOOKS, check
from tests.support.visitor import Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]


async def check_both(visitor: Visitor) -> None:
    """Check the page at a desk and on a phone."""
    desk = visitor.page.viewport_size
    assert desk
    await check(visitor, "desk")
    await visitor.page.set_viewport_size(LOOKS["phone"]["viewport"])
    await check(visitor, "phone")
    await visitor.page.set_viewport_size(desk)


async def test_a_new_teacher_is_led_to_the_first_session(
    school: Client, new_context: NewContext
) -> None:
    ada = await school.student()
    hill = await Visitor.open(await new_context(reduced_motion="reduce"), school.url)
    page = hill.page
    await expect(page.get_by_label("E-mail or student number")).to_be_focused()
    await check_both(hill)
    await hill.sign_up("Teacher", "Mrs Hill", "hill@first.test")
    # The first field of each page has the focus: typing is enough.
    await expect(page.get_by_label("Name of a new class")).to_be_focused()
    await page.keyboard.type("Algebra")
    await page.keyboard.press("Enter")
    await hill.sees_heading("Algebra")
    # What the class lacks comes first.
    await expect(page.locator("main .button").first).to_have_text("Import a list")
    await hill.press("Start session")
    await hill.sees("This class has no students yet.")
    await hill.confirm("Cancel")
    await check_both(hill)
    await page.get_by_label("Search by name or e-mail").fill(ada.email)
    await hill.press(f"Add {ada.name}")
    await expect(page.get_by_role("heading", name="1 student")).to_be_visible()

    # From the list, it takes one tap.
    await hill.go_and_see("/")
    await check_both(hill)
    await hill.press("Start session of Algebra")
    await expect(hill.tiles).to_have_count(1)
    await hill.go_and_see("/")
    await page.get_by_role("link", name="Continue, since").click()
    await expect(hill.tiles).to_have_count(1)

    # An empty class is started only after a question.
    await hill.go_and_see("/")
    await page.get_by_label("Name of a new class").fill("Chess")
    await hill.press("Create class")
    await hill.sees_heading("Chess")
    await hill.press("Start session")
    await hill.confirm("Start anyway")
    await hill.sees("No students are enrolled in this class yet.")


async def test_settings_and_deleting_are_away_from_everyday_buttons(
    school: Client, new_context: NewContext
) -> None:
    teacher = await school.teacher()
    class_id = await school.make_class(teacher, await school.student())
    hill = await Visitor.logged_in(await new_context(), school.url, teacher)
    await hill.go_and_see(f"/class/{class_id}")
    settings = hill.page.get_by_role("region", name="Settings of this class")
    offered = ("Rename", "Late from…", "Check-in…", "Add a teacher", "Archive class")
    for name in (*offered, "Delete class…"):
        button = hill.page.get_by_role("button", name=name)
        await expect(button).to_have_count(1)
        await expect(settings.get_by_role("button", name=name)).to_be_visible()
    await hill.press("Settings")
    await expect(settings.get_by_role("heading").first).to_be_focused()
    await expect(settings.get_by_role("heading").first).to_be_in_viewport()
    await hill.press("Rename")
    await hill.page.get_by_label("New name").fill("Geometry")
    await hill.confirm("Save")
    await hill.sees_heading("Geometry")
    await expect(settings.get_by_role("listitem").first).to_contain_text("Geometry")


async def test_a_user_changes_the_parts_of_their_name(
    school: Client, new_context: NewContext
) -> None:
    teacher = await school.person("teacher", "Ana de Souza")
    hill = await Visitor.logged_in(await new_context(), school.url, teacher)
    await hill.go_and_see("/account")
    given, family = [
        hill.page.get_by_role("textbox", name=name) for name in ("Given name", "Family name")
    ]
    save = hill.page.get_by_role("region", name="Change your name").get_by_role("button").click
    await given.fill("Ana")
    await family.fill("de Souza")
    await save()
    await hill.sees("Your name has been changed.")
    await check_both(hill)
    # The name follows its parts.
    await family.fill("da Silva")
    await save()
    await expect(hill.page.get_by_label("Your name", exact=True)).to_have_value("Ana da Silva")
    await expect(given).to_have_value("Ana")
    await given.fill("")
    await family.fill("")
    async with hill.page.expect_response("**/auth/me"):
        await save()
    await hill.page.reload()
    await expect(given).to_have_value("")
    me = (await school.get("/auth/me", teacher.token)).data
    assert (me["name"], me.get("givenName"), me.get("familyName")) == ("Ana da Silva", None, None)
