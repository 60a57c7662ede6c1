"""The summary of a session while it runs: one tap from the roll, and live."""

from collections.abc import Awaitable, Callable

from playwright.async_api import BrowserContext, expect

from tests.support.client import Client
from tests.support.looks import LOOKS, check
from tests.support.visitor import Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]


async def test_the_summary_is_there_in_the_lesson_and_follows_each_mark(
    school: Client, new_context: NewContext
) -> None:
    teacher = await school.person("teacher", "Mrs Hill")
    ada, ben, cid = [await school.person("student", name) for name in ("Ada", "Ben", "Cid")]
    class_id = await school.make_class(teacher, ada, ben, cid)
    await school.start(teacher, class_id)
    desk = await school.socket(teacher)
    await desk.mark(ada, "present")
    phone = await new_context(**LOOKS["phone"], permissions=["clipboard-read", "clipboard-write"])
    hill = await Visitor.logged_in(phone, school.url, teacher)
    await hill.go(f"/class/{class_id}/roll")
    await hill.page.get_by_role("link", name="Summary").click()
    await hill.sees("Summary so far")
    rows = hill.page.locator(".session-list tbody tr")
    # Who is not marked is not called absent yet, and comes first all the same.
    await expect(rows).to_contain_text(["Ben", "Cid", "Ada"])
    await expect(rows.first).to_contain_text("Not marked")
    await expect(rows.first).not_to_contain_text("Absent")
    await check(hill, "phone")

    # Another device marks.
    await desk.mark(cid, "absent")
    await expect(rows.nth(1)).to_contain_text("Absent")
    await desk.mark(ben, "late")
    await expect(rows).to_contain_text(["Cid", "Ben", "Ada"])
    await hill.press("Missing 1")
    await hill.press("Copy addresses")
    await hill.sees("1 address was copied.")
    assert await hill.page.evaluate("navigator.clipboard.readText()") == cid.email

    # Back leads to the roll, and forward to the same students.
    await hill.page.go_back()
    await hill.sees_count(2, 3)
    await hill.page.go_forward()
    await expect(rows.filter(visible=True)).to_contain_text(["Cid"])
    await hill.page.set_viewport_size({"width": 1280, "height": 800})
    await check(hill, "desk")

    # Its end makes it the summary of an ended session.
    await desk.send("DONE")
    await hill.sees("The session was ended in another window.")
    await expect(hill.page.get_by_role("button", name="Change the mark of Cid")).to_be_visible()
