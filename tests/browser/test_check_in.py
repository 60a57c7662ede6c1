"""Check-in in the pages: the projector, the phones in front of it, and the teacher's roll."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from playwright.async_api import BrowserContext, Page, WebSocketRoute, expect

from tests.support.chromium import Chromium, Console
from tests.support.client import PASSWORD, Client, Person
from tests.support.qr_codes import detector, film, read_picture
from tests.support.roster import csv_of, take
from tests.support.visitor import REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
WALL = {"viewport": {"width": 1280, "height": 720}}
DARK = {"color_scheme": "dark"}

SLOW_STEPS = {"step": 60, "codeStep": 300}
"""Codes that stay for longer than any test takes."""

FROM_TEN_METRES = 270
"""Pixels in a phone's picture of a projected image 2 m wide: 1080p, 70 degrees."""


@pytest.fixture
def client(school: Client) -> Client:
    return school


@attrs.frozen
class Room:
    """A class with a running session, whose codes do not change for a while."""

    client: Client
    teacher: Person
    students: list[Person]
    class_id: str

    @classmethod
    async def begin(cls, client: Client, *names: str, **rules: Any) -> "Room":
        teacher = await client.person("teacher", "Mrs Hill")
        students = [await client.person("student", name) for name in names]
        class_id = await client.make_class(teacher, *students)
        body = {"checkIn": SLOW_STEPS | rules}
        await client.call("PATCH", f"/class/{class_id}", teacher.token, json=body)
        await client.start(teacher, class_id)
        return cls(client, teacher, students, class_id)

    async def code(self) -> Any:
        """Open check-in; the data of `CHECK_IN_CODE`."""
        desk = await self.client.socket(self.teacher)
        _, code = await desk.ask("OPEN_CHECK_IN", classId=self.class_id)
        await desk.close()
        return code

    async def link(self) -> str:
        """Open check-in; where its QR code leads."""
        return self.client.url + str((await self.code())["link"])


async def no_faults(visitor: Visitor) -> None:
    assert await visitor.accessibility_faults() == []
    assert await visitor.overflow() <= 0
    assert await visitor.small_targets(24) == []


async def loaded_check_in(visitor: Visitor) -> bool:
    """Whether the page has loaded the scripts of check-in, which only some pages need."""
    return bool(
        await visitor.page.evaluate(
            "() => performance.getEntriesByType('resource')"
            ".some(({ name }) => name.includes('check-in.js'))"
        )
    )


async def projected(hill: Visitor) -> Visitor:
    """The projector, which one tap on the roll opens together with check-in."""
    async with hill.page.context.expect_page() as opened:
        await hill.page.get_by_role("link", name="Show the code").click()
    wall = Visitor(await opened.value, hill.url)
    await expect(wall.page.get_by_role("img", name="QR code")).to_be_visible()
    return wall


async def read_wall(wall: Visitor, width: int = WALL["viewport"]["width"]) -> str | None:
    """What a camera reads that sees the projected image this wide."""
    picture = await wall.page.screenshot()
    return await read_picture(wall.page, picture, width, width * 9 // 16)


async def test_a_class_checks_itself_in(client: Client, new_context: NewContext) -> None:
    room = await Room.begin(client, "Ada", "Bob", "Cid")
    ada, bob, cid = room.students
    hill = await Visitor.logged_in(await new_context(**WALL, **DARK), client.url, room.teacher)
    assert not await loaded_check_in(hill)
    await hill.open_roll(room.class_id)
    wall = await projected(hill)
    await hill.sees("Check-in is open")
    assert await loaded_check_in(hill)

    # A remembered phone: the link checks in, without a tap.
    phone = await new_context(**PHONE)
    remembered = await Visitor.open(phone, client.url)
    await remembered.page.get_by_label("Stay logged in").check()
    await remembered.log_in(ada.email)
    await remembered.sees_heading("My classes")
    await remembered.page.close()
    link = await read_wall(wall)
    assert link is not None
    assert link.startswith(f"{client.url}/c/".upper())
    scanned = Visitor(await phone.new_page(), client.url)
    await scanned.page.goto(link)
    await scanned.sees_heading("You are in")
    await expect(scanned.page.get_by_role("time")).to_be_visible()
    await scanned.sees("Ada")
    await no_faults(scanned)
    await expect(wall.page.get_by_role("listitem")).to_have_text(["Ada"])
    await hill.sees_tile("Ada", "Present")
    # Once more, from the history of the browser.
    await scanned.page.reload()
    await scanned.sees_heading("You are in")

    # By the letters, with the keyboard.
    letters = await wall.page.locator(".door-letters").text_content()
    assert letters
    typing = await Visitor.logged_in(await new_context(**PHONE, **DARK), client.url, bob)
    await typing.sees("Check-in is open")
    await typing.go(f"/class/{room.class_id}")
    field = typing.page.get_by_label("Letters under the code")
    await field.focus()
    await typing.page.keyboard.type("0o1")
    await typing.page.keyboard.press("Enter")
    await typing.sees("No code has a 0, O, 1 or I.")
    await no_faults(typing)
    await field.fill("")
    await typing.page.keyboard.type(f"{letters[:3]}-{letters[3:]}".lower())
    await expect(field).to_have_value(letters)
    await typing.page.keyboard.press("Enter")
    await typing.sees_heading("You are in")
    await expect(wall.page.get_by_role("listitem")).to_have_text(["Bob", "Ada"])

    # In full screen, there is nothing but the door and who came in.
    await no_faults(wall)
    await wall.press("Full screen")
    await expect(wall.page.get_by_role("banner")).to_be_hidden()
    await expect(wall.page.get_by_role("button")).to_have_count(0)
    await expect(wall.page.get_by_role("heading", name="Algebra")).to_be_visible()
    await wall.sees("Mrs Hill")
    await wall.sees(client.url.removeprefix("http://"))
    # White around the code in dark mode too, and readable from the back row.
    await expect(wall.page.locator(".qr-ground")).to_have_css("fill", "rgb(255, 255, 255)")
    assert await read_wall(wall, FROM_TEN_METRES) == link
    assert await wall.overflow() <= 0

    # Closed again.
    await hill.press("Close check-in")
    await expect(wall.page.get_by_role("img", name="QR code")).to_be_hidden()
    late = await Visitor.logged_in(await new_context(**PHONE), client.url, cid)
    await late.page.goto(link)
    await late.sees_heading("Check-in is not open")
    await no_faults(late)


async def test_one_tap_settles_what_needs_the_teacher(
    client: Client, new_context: NewContext, console: Console
) -> None:
    room = await Room.begin(client, "Ada", "Bob", "Cid", join="ask")
    link = await room.link()
    hill = await Visitor.logged_in(await new_context(**PHONE, **DARK), client.url, room.teacher)
    await hill.open_roll(room.class_id)
    await hill.page.locator(".side-toggle").click()
    await hill.sees("Check-in is open")
    panel = hill.page.get_by_role("region", name="Check-in")

    # The second student on a device is held until the teacher has seen both names.
    phone = await Visitor.logged_in(await new_context(**PHONE), client.url, room.students[0])
    await phone.page.goto(link)
    await phone.sees_heading("You are in")
    await phone.press("Log out")
    await phone.log_in(room.students[1].email)
    await phone.sees_heading("My classes")
    await phone.page.goto(link)
    await phone.sees_heading("Ask your teacher to confirm")
    await no_faults(phone)
    await hill.sees("Not marked yet. On the same device as Ada")
    await hill.sees("On the same device as Bob")
    await hill.sees_tile("Bob", "Confirm?")
    await hill.sees_tile("Ada", "To look at")
    # What frames brought is there after a reload too.
    await hill.page.reload()
    await hill.press("Check-in: 2 students need your attention")
    await hill.sees("2 check-ins to look at")
    await no_faults(hill)
    # With the keyboard, which then is at the next of them.
    await panel.get_by_role("button", name="Accept Bob").focus()
    await hill.page.keyboard.press("Enter")
    await phone.sees_heading("You are in")
    await hill.sees_tile("Bob", "Present")
    await expect(panel.get_by_role("button", name="Accept Bob")).to_have_count(0)
    await expect(panel.locator("button:focus")).to_have_count(1)
    await panel.get_by_role("button", name="Absent: Ada").click()
    await hill.sees_tile("Ada", "Absent")
    await expect(panel.get_by_role("listitem")).to_have_count(0)

    # A hand.
    await phone.press("Log out")
    await phone.log_in(room.students[2].email)
    await phone.page.get_by_role("link", name="Algebra").click()
    await phone.press("Raise your hand")
    await phone.sees("Your teacher sees it.")
    await hill.sees_tile("Cid", "Hand raised")
    await panel.get_by_role("button", name="Present: Cid").click()
    await phone.sees("You are present")
    await expect(phone.page.get_by_text("Your teacher sees it.")).to_be_hidden()
    await expect(panel.get_by_role("listitem")).to_have_count(0)

    # A student who is not in the class.
    eve = await Visitor.logged_in(
        await new_context(**PHONE, **DARK), client.url, await client.person("student", "Eve")
    )
    await eve.page.goto(link)
    await eve.sees_heading("Your teacher has been asked to let you into the class")
    await no_faults(eve)
    await panel.get_by_role("button", name="Let in: Eve").click()
    await eve.sees_heading("You are in")
    await hill.sees_tile("Eve", "Present")

    # Names to look up at, and heads to count.
    await hill.press("Head count")
    await hill.page.get_by_label("Students in the room").fill("many")
    await hill.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await hill.sees("Use a whole number")
    await hill.page.get_by_label("Students in the room").fill("2")
    await hill.confirm("Save")
    await hill.sees("You counted 2 students. 1 more is marked as present.")
    await hill.press("Call out")
    await hill.sees("Call these names, and look up.")
    await no_faults(hill)
    await panel.get_by_role("button", name="Not here: Bob").click()
    await hill.sees_tile("Bob", "Absent")

    # Afterwards.
    await hill.press("End session")
    await hill.confirm("End session")
    await hill.sees("You had counted 2; 2 were marked as present.")
    await hill.sees("2 to look at")
    await hill.sees("decided by a teacher")
    await no_faults(hill)
    console.forgive(REFUSED)


async def test_the_camera_of_a_phone_reads_the_projector(
    client: Client,
    new_context: NewContext,
    browser: Chromium,
    console: Console,
    tmp_path: Path,
) -> None:
    room = await Room.begin(client, "Ada")
    hill = await Visitor.logged_in(await new_context(**WALL), client.url, room.teacher)
    await hill.open_roll(room.class_id)
    wall = await projected(hill)
    await film(wall.page, tmp_path / "wall.mjpeg")
    camera = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'wall.mjpeg'}",
    ]
    phone = await browser.persistent_context(tmp_path / "phone", camera, **PHONE)
    try:
        console.listen(phone)
        # Chromium on Linux has none.
        await phone.add_init_script(detector())
        ada = await Visitor.logged_in(phone, client.url, room.students[0])
        await ada.go(f"/class/{room.class_id}")
        await ada.press("Scan with the camera")
        await ada.sees_heading("You are in")
        await hill.sees_tile("Ada", "Present")
    finally:
        await phone.close()


def with_public_url(frame: str | bytes) -> str | bytes:
    """A frame as of a server that knows its address."""
    assert isinstance(frame, str)
    return frame.replace('"/C/', '"https://attendance.school.example/C/')


async def test_a_code_disappears_while_no_new_one_arrives(
    client: Client, new_context: NewContext, console: Console
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    context = await new_context(**WALL, reduced_motion="reduce")
    hill = await Visitor.logged_in(context, client.url, teacher)
    # With codes that change fast.
    await hill.go(f"/class/{class_id}")
    await hill.press("Check-in…")
    await no_faults(hill)
    step = hill.page.get_by_label("A new QR code every")
    await step.fill("2")
    await hill.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await hill.sees("Use a whole number from 3 to 60")
    await expect(step).to_be_focused()
    await step.fill("3")
    await hill.page.get_by_label("Open it with every session").check()
    await hill.confirm("Save")
    await hill.sees("Students can check in themselves from the start of a session.")
    await client.start(teacher, class_id)
    frames: list[str | bytes] = []
    silent = False

    async def route(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(
            lambda frame: frames.append(frame) if silent else socket.send(with_public_url(frame))
        )

    # From now on, sockets go through this test, which loses what the server sends.
    await hill.page.route_web_socket("**/ws", route)
    await hill.page.reload()
    await hill.go(f"/class/{class_id}/projector")
    picture = hill.page.get_by_role("img", name="QR code")
    await expect(picture).to_be_visible()
    # No countdown for those who want no motion, and capitals only in the code.
    await expect(hill.page.locator(".door-left")).to_be_hidden()
    link = await read_wall(hill)
    assert link is not None
    assert link.startswith("HTTPS://ATTENDANCE.SCHOOL.EXAMPLE/C/")
    silent = True
    await expect(picture).to_be_hidden()
    await hill.sees("No connection. The code returns with it.")
    silent = False
    await expect(picture).to_be_visible()
    assert frames
    console.forgive(REFUSED)


async def leads_back(page: Page, class_id: str) -> None:
    await expect(page).to_have_url(lambda url: f"next=%23%2Fcheck-in%2F{class_id}" in url)


async def test_a_scan_leads_to_the_log_in_and_back(
    client: Client, new_context: NewContext, console: Console
) -> None:
    room = await Room.begin(client, "Ada")
    slip = await take(client, room.teacher, room.class_id, csv_of(("Zoe", "zoe@scan.test")))
    link = await room.link()
    # By logging in.
    ada = Visitor(await (await new_context(**PHONE)).new_page(), client.url)
    await ada.page.goto(link)
    await ada.sees_heading("Log in")
    await ada.log_in(room.students[0].email)
    await ada.sees_heading("You are in")
    # By claiming an account.
    zoe = Visitor(await (await new_context(**PHONE)).new_page(), client.url)
    await zoe.page.goto(link)
    await zoe.page.get_by_role("link", name="I have a code").click()
    await zoe.sees_heading("I have a code")
    await zoe.page.get_by_label("Code").fill(slip.data["lines"][0]["code"])
    await zoe.page.get_by_label("New password").fill(PASSWORD)
    await zoe.press("Choose this password")
    await zoe.sees_heading("You are in")
    # On a device on which a teacher is logged in.
    hill = await Visitor.logged_in(await new_context(**PHONE), client.url, room.teacher)
    await hill.page.goto(link)
    await hill.sees_heading("Check-in is for students")
    await no_faults(hill)


async def test_a_student_learns_why_a_code_does_not_let_them_in(
    client: Client, new_context: NewContext, console: Console
) -> None:
    room = await Room.begin(client, "Ada")
    code = await room.code()
    other = await client.person("student", "Eve")
    eve = await Visitor.logged_in(await new_context(**PHONE), client.url, other)
    await eve.page.goto(client.url + code["link"])
    await eve.sees_heading("You are not in this class")
    await no_faults(eve)
    ada = await Visitor.logged_in(await new_context(**PHONE), client.url, room.students[0])
    await ada.page.goto(f"{client.url}/c/AAAAAAAAAAAAAA")
    await ada.sees_heading("This code is too old")
    await no_faults(ada)
    # Chromium on Linux cannot read QR codes, so it is not offered.
    await expect(ada.page.get_by_role("button", name="Scan with the camera")).to_be_hidden()
    # It is clear which class is meant: there is only one with an open check-in.
    field = ada.page.get_by_label("Letters under the code")
    await field.fill("ABCDEF")
    await ada.press("Check in")
    await ada.sees("These letters are wrong or too old.")
    await expect(field).to_be_focused()
    await field.fill(code["code"])
    await ada.press("Check in")
    await ada.sees_heading("You are in")
    console.forgive(REFUSED)
