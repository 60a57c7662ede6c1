"""Students join a class with its code or its link, on the pages."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import BrowserContext, expect

from tests.support.chromium import Console
from tests.support.client import PASSWORD, Client
from tests.support.gate import gate_to
from tests.support.looks import LOOKS, check
from tests.support.visitor import AWAY, REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]


@pytest.fixture
def client(school: Client) -> Client:
    return school


async def test_a_class_fills_itself_with_a_code_and_a_link(
    client: Client, new_context: NewContext, console: Console
) -> None:
    teacher, ada = await client.person("teacher", "Mrs Hill"), await client.person("student", "Ada")
    class_id = await client.make_class(teacher, name="Algebra")
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    await hill.go_and_see(f"/class/{class_id}")
    section = hill.page.get_by_role("region", name="Class code")
    await section.get_by_role("radio", name="joins at once").check()
    code = await section.locator(".class-code-letters").text_content()
    assert code
    await expect(section.get_by_role("img", name="QR code with the link")).to_be_visible()

    # Ada is in no class, and is told what to do; she enters the code in her own way.
    phone = await new_context(**LOOKS["phone"])
    pupil = await Visitor.logged_in(phone, client.url, ada)
    await pupil.sees("Welcome. You are not in a class yet.")
    await pupil.sees(ada.email)
    await check(pupil, "phone")
    entry = pupil.page.get_by_label("Code of the class")
    await entry.fill("7KQ")
    await pupil.press("Join")
    await pupil.sees("Type 8 letters and digits. These are 3.")
    await entry.fill("ABCD-EFGH")
    await entry.press("Enter")
    await pupil.sees("No class has this code. Look again")
    await entry.fill(code.lower().replace("-", " "))
    await entry.press("Enter")
    await pupil.sees_heading("Algebra")
    await pupil.sees("No session is running")
    console.forgive("WebSocket connection|ERR_INTERNET_DISCONNECTED")
    await phone.set_offline(True)
    await pupil.sees("this page cannot know whether a session is running")
    await check(pupil, "phone")
    await phone.set_offline(False)
    await pupil.sees("No session is running")
    # The teacher's list has her without a reload.
    await expect(hill.page.locator(".roster .person")).to_have_count(1)

    # A roll that is open has whoever joins, too.
    await client.start(teacher, class_id)
    roll = Visitor(await hill.page.context.new_page(), client.url)
    await roll.page.goto(f"{client.url}/#/class/{class_id}/roll")
    await expect(roll.tiles).to_have_count(1)

    # Ben has no account: the link leads him through the sign-up to the class, once accepted.
    await section.get_by_role("radio", name="joins after you have accepted").check()
    await expect(section.get_by_text(code)).to_be_visible()
    await check(hill, "desk")
    newcomer = Visitor(await (await new_context()).new_page(), client.url)
    await newcomer.page.goto(f"{client.url}/JOIN/{code}")
    await newcomer.page.get_by_role("link", name="I am a student").click()
    await newcomer.page.get_by_label("Name").fill("Ben")
    await newcomer.page.get_by_label("E-mail").fill("ben.joins@school.test")
    await newcomer.page.get_by_label("Password", exact=True).fill(PASSWORD)
    await newcomer.press("Sign up")
    await newcomer.sees_heading("Join a class")
    await newcomer.sees("You join as Ben.")
    await expect(newcomer.page.get_by_label("Code of the class")).to_have_value(code)
    await newcomer.press("Join")
    await newcomer.sees_heading("Your teacher has been asked")
    await check(newcomer, "desk")
    accept = section.get_by_role("button", name="Accept: Ben")
    await expect(accept).to_be_visible()

    # He withdraws the request on his first page, which the teacher sees, and asks once more.
    await newcomer.page.get_by_role("link", name="Back to my classes").click()
    # The page before has such a button too, and stays until this one is shown.
    await newcomer.sees_heading("My classes")
    await newcomer.press("Withdraw your request to join Algebra")
    await newcomer.confirm("Withdraw")
    await newcomer.sees("Your request to join Algebra has been withdrawn.")
    await newcomer.sees("Welcome. You are not in a class yet.")
    await expect(accept).to_be_hidden()
    await newcomer.page.get_by_label("Code of the class").fill(code)
    await newcomer.press("Join")
    await accept.click()
    await newcomer.sees("You are in Algebra.")
    await expect(hill.page.locator(".roster .person")).to_have_count(2)

    await expect(roll.tiles).to_have_count(2)

    # A renewed code replaces the one that is shown.
    await section.get_by_role("button", name="New code…").click()
    await hill.confirm("Replace")
    await expect(section.locator(".class-code-letters")).not_to_have_text(code)
    console.forgive(REFUSED)


async def test_being_added_and_removed_shows_without_a_reload(
    client: Client, new_context: NewContext
) -> None:
    teacher, ada = await client.teacher(), await client.person("student", "Ada")
    class_id = await client.make_class(teacher, name="Logic")
    pupil = await Visitor.logged_in(await new_context(**LOOKS["desk"]), client.url, ada)
    await pupil.sees("Welcome. You are not in a class yet.")
    await client.enrol(teacher, class_id, ada)
    await pupil.sees("You are in Logic.")
    await expect(pupil.page.get_by_role("link", name="Logic")).to_be_visible()
    # Each status fills the page of the class, with a word and a colour of its own.
    await pupil.go_and_see(f"/class/{class_id}")
    now = pupil.page.locator(".now")
    await expect(now).to_have_class("now is-off")
    await client.start(teacher, class_id)
    desk = await client.socket(teacher)
    fills = set()
    for status, words in {
        None: "You are not marked yet",
        "present": "You are present",
        "late": "You are present, but late",
        "excused": "You are excused",
        "absent": "You are marked absent",
    }.items():
        if status:
            await desk.mark(ada, status)
        await expect(now).to_contain_text(words)
        fills.add(await now.evaluate("(node) => getComputedStyle(node).backgroundColor"))
        await check(pupil, "desk")
    assert len(fills) == 5
    # A student who is marked absent stays so after a reload, unlike one who is not marked.
    await pupil.page.reload()
    await expect(now).to_contain_text("You are marked absent")
    await pupil.go_and_see("/")
    path = f"/class/{class_id}/students/{ada.id}"
    await client.call("DELETE", path, teacher.token)
    await pupil.sees("You are no longer in Logic.")
    await pupil.sees("Welcome. You are not in a class yet.")


async def test_what_happened_while_a_page_had_no_connection_shows_once_it_is_back(
    client: Client, new_context: NewContext, console: Console
) -> None:
    console.forgive(AWAY)
    teacher, ada = await client.person("teacher", "Mrs Hill"), await client.person("student", "Ada")
    async with gate_to(client.url) as gate:
        pupil = await Visitor.logged_in(await new_context(), gate.url, ada)
        await pupil.sees("Welcome. You are not in a class yet.")
        # The part of the delay that differs between the pages of a school.
        await pupil.page.evaluate("Math.random = () => 0")
        gate.cut()
        await expect(pupil.connection).not_to_have_text("Live")
        await client.make_class(teacher, ada, name="Algebra")
        gate.mend()
        await pupil.sees("Algebra")


async def test_a_student_explains_an_absence_and_the_teacher_accepts_it(
    client: Client, new_context: NewContext
) -> None:
    teacher, ada = await client.person("teacher", "Mrs Hill"), await client.person("student", "Ada")
    class_id = await client.make_class(teacher, ada)
    session_id = (await client.start(teacher, class_id))["sessionId"]
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    await hill.open_roll(class_id)
    pupil = await Visitor.logged_in(await new_context(**LOOKS["phone"]), client.url, ada)
    await pupil.go_and_see(f"/class/{class_id}")
    dialog = pupil.page.get_by_role("dialog")
    for reason in ("a fever, says the doctor", "a wedding"):
        await pupil.press("Explain an absence")
        if reason == "a wedding":
            await dialog.get_by_label("Last day").fill("2020-01-01")
            await dialog.get_by_label("Reason").fill(reason)
            await dialog.get_by_role("button", name="Send to my teacher").click()
            await pupil.sees("The last day must not be before the first.")
            await dialog.get_by_label("First day").fill("2020-01-01")
        else:
            await dialog.get_by_label("Reason").fill(reason)
        await pupil.confirm("Send to my teacher")
    notes = pupil.page.get_by_role("region", name="Absences")
    await expect(notes.get_by_role("listitem")).to_have_count(2)
    await check(pupil, "phone")

    # Live at the roll: only the one for the day of this session.
    await hill.sees("1 note to decide on")
    await hill.sees("a fever, says the doctor")
    await check(hill, "desk")
    await hill.press("Accept the note: Ada")
    await hill.sees("Ada: accepted. 1 absence is now excused.")
    await hill.sees_tile("Ada", "Excused")
    await expect(pupil.page.locator(".now")).to_contain_text("You are excused")
    await expect(notes).to_contain_text("Accepted as an excuse")

    # What is not decided can be withdrawn, which the page of the class shows.
    await hill.go_and_see(f"/class/{class_id}")
    await hill.sees("a wedding")
    await notes.get_by_role("button", name="Withdraw").click()
    await expect(notes.get_by_role("listitem")).to_have_count(1)
    await expect(hill.page.get_by_text("a wedding")).to_have_count(0)
    await client.post("/attendance/end", {"classId": class_id}, teacher.token)
    await hill.go_and_see(f"/class/{class_id}/sessions/{session_id}")
    await hill.page.get_by_text("1 decided note").click()
    await hill.sees("a fever, says the doctor")
    await check(hill, "desk")
