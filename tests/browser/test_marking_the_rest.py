"""All who are unmarked are marked with one tap, and one undo takes it back."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Locator, expect

from tests.browser.test_lesson import new_class
from tests.browser.test_waiting_marks import CUT_REQUEST, NewContext, go_offline, marks_of
from tests.support.chromium import Console
from tests.support.client import Client, Person
from tests.support.gate import Gate, gate_to
from tests.support.visitor import AWAY, REFUSED, Visitor

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
ON_ITS_SIDE = {"viewport": {"width": 740, "height": 360}, "has_touch": True}
ZOOMED = {"viewport": {"width": 640, "height": 360}}
"""A desktop window of 1280 x 720 pixels at a zoom of 200 %."""

NAMES = [f"{name} {part}" for name in ("Ada", "Bob", "Cid") for part in "ABCDEFGHIJ"]

LARGEST_Y = 250
"""Where the first tile may begin on a phone, in pixels from the top."""

COVERED = """() => {
    const tile = document.querySelector(".seat");
    scrollTo(0, scrollY + tile.getBoundingClientRect().top + 40);
    const stuck = (element) => element.closest(".roll-bar, .dock > *, .head");
    const xs = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => share * innerWidth);
    let room = 0;
    for (let y = 0; y < innerHeight; y += 1) {
        room += Number(!xs.some((x) => stuck(document.elementFromPoint(x, y) ?? document.body)));
    }
    scrollTo(0, 0);
    return room / innerHeight;
}"""
"""The share of the window's height in which nothing covers the scrolled roster."""


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
async def gate(client: Client, console: Console) -> AsyncIterator[Gate]:
    for expected in (AWAY, CUT_REQUEST, REFUSED):
        console.forgive(expected)
    async with gate_to(client.url) as gate:
        yield gate


def rest(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("button", name="Mark the rest present")


async def count_of(visitor: Visitor, state: str, count: int) -> None:
    await expect(visitor.page.locator(f".tile[data-state={state}]")).to_have_count(count)


async def test_three_of_thirty_are_away_in_four_taps(
    client: Client, new_context: NewContext
) -> None:
    """Those who are away are tapped first or last; one undo takes back the rest alone."""
    teacher, students, class_id = await new_class(client, *NAMES)
    await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(**PHONE), client.url, teacher)
    await hill.open_roll(class_id)
    for name in ("Ada A", "Bob B", "Cid C"):
        await hill.press(f"Mark {name} absent")
    await rest(hill).click()
    await count_of(hill, "absent", 3)
    await count_of(hill, "present", 27)
    await expect(hill.page.locator(".last-change")).to_have_text("27 students marked present")
    await expect(rest(hill)).to_be_hidden()
    await expect(hill.page.get_by_role("button", name="Undo")).to_be_focused()
    desk = await client.socket(teacher)
    # A newer decision stays.
    await desk.mark(students[29], "excused")
    await count_of(hill, "excused", 1)
    await hill.page.get_by_role("button", name="Undo").click()
    await hill.sees("1 student was changed elsewhere since, and keeps that mark.")
    await count_of(hill, "none", 26)
    await count_of(hill, "absent", 3)
    await expect(rest(hill)).to_contain_text("26")
    await rest(hill).click()
    await count_of(hill, "present", 26)
    # Now a tap says who of them is away, until something else is done.
    await hill.tap("Ada B")
    await count_of(hill, "absent", 4)
    await desk.close()


async def test_the_rest_are_marked_without_a_network(
    client: Client, new_context: NewContext, gate: Gate
) -> None:
    """Who was marked elsewhere in the meantime keeps that mark, and nothing is listed as lost."""
    teacher, (ada, bob, *_), class_id = await new_class(client, "Ada", "Bob", "Cid", "Dan")
    await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), gate.url, teacher)
    await hill.open_roll(class_id)
    await go_offline(gate, hill)
    await hill.press("Mark Ada absent")
    await rest(hill).click()
    await count_of(hill, "waiting", 4)
    desk = await client.socket(teacher)
    await desk.mark(bob, "excused")
    gate.mend()
    await hill.sees_states({"Ada": "Absent", "Bob": "Excused", "Cid": "Present", "Dan": "Present"})
    await expect(hill.page.locator(".banner-problems")).to_be_hidden()
    await go_offline(gate, hill)
    await hill.page.keyboard.press("u")
    await count_of(hill, "waiting", 2)
    gate.mend()
    await hill.sees_states(
        {"Ada": "Absent", "Bob": "Excused", "Cid": "Not marked", "Dan": "Not marked"}
    )
    assert (await marks_of(client, teacher))[ada.id] == "absent"
    await desk.close()


@pytest.mark.parametrize("look", [PHONE, ON_ITS_SIDE, ZOOMED], ids=["phone", "side", "zoomed"])
async def test_the_roster_has_most_of_the_window(
    client: Client, new_context: NewContext, look: dict[str, object]
) -> None:
    teacher, class_id = await namesakes(client)
    hill = await Visitor.logged_in(await new_context(**look), client.url, teacher)
    await hill.open_roll(class_id)
    toggle = hill.page.get_by_role("button", name="Check-in", exact=True)
    await expect(toggle).to_be_visible()
    first = hill.page.locator(".tile").first
    before = await first.bounding_box()
    assert before
    assert before["y"] < LARGEST_Y
    await rest(hill).click()
    await count_of(hill, "present", 24)
    assert await hill.page.evaluate(COVERED) >= 2 / 3
    await toggle.click()
    panel = hill.page.get_by_role("region", name="Check-in")
    await panel.get_by_role("button", name="Open check-in").click()
    await expect(panel).to_contain_text("Check-in is open")
    assert await first.bounding_box() == before
    assert await hill.accessibility_faults() == []
    await hill.page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    await expect(toggle).to_be_focused()
    assert await hill.small_targets(24) == []
    assert await hill.overflow() <= 0


async def namesakes(client: Client) -> tuple[Person, str]:
    """A teacher with a running session of a class in which two students have one name."""
    teacher, _, class_id = await new_class(client, *NAMES[:22], "Eve", "Eve")
    await client.start(teacher, class_id)
    return teacher, class_id


async def test_students_are_listed_as_the_teacher_chooses(
    client: Client, new_context: NewContext
) -> None:
    """By keyboard: layout and order are chosen, letters jumped to, namesakes told apart."""
    teacher, students, class_id = await new_class(client, *NAMES, *NAMES, "Zoe Abel")
    session = await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    await hill.open_roll(class_id)
    local = students[0].email.split("@")[0]
    await expect(
        hill.page.get_by_role("button", name=f"Mark Ada A ({local}) absent")
    ).to_be_visible()
    await hill.press("View")
    await hill.page.get_by_role("radio", name="List").press("Space")
    await hill.page.get_by_role("radio", name="Family name").press("Space")
    await expect(hill.tiles.nth(2)).to_contain_text("Bob A")
    await expect(hill.page.locator(".tiles")).to_have_class("tiles is-list")
    await hill.press("Close")
    await hill.press("Jump to a letter")
    await hill.page.get_by_role("dialog").get_by_role("button", name="J", exact=True).press("Enter")
    await expect(hill.tile("Ada J").first).to_be_focused()
    await hill.page.keyboard.press("a")
    await expect(hill.tile("Ada J").first).to_contain_text("Absent")
    await hill.page.keyboard.press("n")
    await expect(hill.tile("Ada J").first).to_contain_text("Not marked")
    await hill.page.reload()
    await expect(hill.page.locator(".tiles")).to_have_class("tiles is-list")
    assert await hill.accessibility_faults() == []
    # Afterwards, too, in what is done to them.
    desk = await client.socket(teacher)
    await desk.send("DONE")
    await hill.page.wait_for_url(f"**/sessions/{session['sessionId']}")
    await hill.press(f"Change the mark of Ada A ({local})")
    await hill.page.get_by_role("dialog").get_by_role("radio", name="Late").press("Space")
    await hill.page.get_by_label("Reason").fill("The bus")
    await hill.confirm("Save change")
    await hill.sees(f"Ada A ({local}) is now late.")
    await expect(hill.page.locator(".trail")).to_contain_text(f"Ada A ({local})")
