"""Lessons in the pages, as teachers and students experience them."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pymongo
import pytest
from bson import ObjectId
from playwright.async_api import BrowserContext, Route, WebSocketRoute, expect

from attendance_server.settings import Settings
from tests.conftest import SECRET, new_database
from tests.support.chromium import Console
from tests.support.client import Client, Person
from tests.support.mongo import Mongod, free_port
from tests.support.process import Server
from tests.support.tables import read_csv, read_xlsx
from tests.support.visitor import AWAY, REFUSED, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]


@pytest.fixture
def client(school: Client) -> Client:
    return school


async def new_class(client: Client, *names: str) -> tuple[Person, list[Person], str]:
    """A teacher, students with these names, and their class."""
    teacher = await client.person("teacher", "Mrs Hill")
    students = [await client.person("student", name) for name in names]
    return teacher, students, await client.make_class(teacher, *students)


async def test_a_whole_lesson_from_sign_up_to_csv(
    client: Client, new_context: NewContext, console: Console
) -> None:
    hill = await Visitor.open(await new_context(timezone_id="Pacific/Kiritimati"), client.url)
    await hill.sign_up("Teacher", "Mrs Hill", "hill@lesson.test")
    ada = await Visitor.open(await new_context(), client.url)
    await ada.sign_up("Student", "Ada", "ada@lesson.test")
    bob = await Visitor.open(await new_context(), client.url)
    await bob.sign_up("Student", "=Bob()", "bob@lesson.test")
    await bob.sees("You are not in a class yet.")

    await hill.sees("You have no classes yet.")
    await hill.page.get_by_label("Name of a new class").fill("Geometry")
    await hill.press("Create class")
    await hill.sees_heading("Geometry")
    await hill.page.get_by_label("Search by name or e-mail").fill("ada@less")
    await hill.press("Add Ada")
    await expect(hill.page.get_by_role("heading", name="1 student")).to_be_visible()
    await hill.page.get_by_text("Paste a list of e-mail addresses", exact=True).click()
    await hill.page.get_by_label("E-mail addresses").fill(
        "Bob <BOB@lesson.test>, ada@lesson.test\nnobody@lesson.test; no address"
    )
    await hill.press("Add all")
    await hill.sees("1 student added. 2 lines need your attention. They are still in the box.")
    for message in ("Already in this class", "No student has this e-mail", "Not an e-mail address"):
        await hill.sees(message)
    await expect(hill.page.get_by_label("E-mail addresses")).to_have_value(
        "nobody@lesson.test\nno address"
    )

    await ada.page.reload()
    await ada.sees_heading("My classes")
    await expect(ada.connection).to_have_text("Live")
    await hill.press("Start session")
    await hill.sees_states({"=Bob()": "Not marked", "Ada": "Not marked"})
    for student in (ada, bob):
        await student.sees("You are not marked yet")
    await hill.tap("Ada")
    await hill.sees_tile("Ada", "Present")
    await hill.sees_count(1, 2)
    await ada.sees("You are present")
    await bob.sees("You are not marked yet")
    await hill.press("Undo")
    await ada.sees("You are not marked yet")
    await hill.tap("Ada")
    await ada.sees("You are present")

    async with hill.page.context.expect_page() as opened:
        await hill.page.get_by_role("link", name="Projector").click()
    wall = Visitor(await opened.value, client.url)
    await wall.sees_heading("Geometry")
    await expect(wall.page.get_by_role("listitem")).to_have_text(["Ada"])
    await wall.sees_count(1, 2)

    await hill.press("End session")
    await hill.sees("1 of 2 students are present. The others will count as absent.")
    await hill.confirm("End session")
    await hill.sees("1 present, 1 absent")
    await wall.sees("The session has ended")
    await ada.sees("The session has ended. You were present.")
    await bob.sees("The session has ended. You were absent.")
    await ada.sees("Present in 1 of 1")
    await bob.page.get_by_role("link", name="Geometry").click()
    await bob.sees("0%")

    bodies = []
    for button, ending in (("Session as CSV", "csv"), ("Session for Excel (XLSX)", "xlsx")):
        async with hill.page.expect_download() as download:
            await hill.press(button)
        file = await download.value
        assert re.fullmatch(rf"Geometry [0-9-]{{10}} \d{{4}}\.{ending}", file.suggested_filename)
        await hill.sees(f"{file.suggested_filename} has been downloaded")
        bodies.append(Path(await file.path()).read_bytes())
    titles, *rows = read_csv(bodies[0])
    assert [(row[0], *row[3:5], row[6]) for row in rows] == [
        ("Geometry", "'=Bob()", "bob@lesson.test", "absent"),
        ("Geometry", "Ada", "ada@lesson.test", "present"),
    ]
    # In the browser's time zone, which is not the server's.
    assert titles[1] == "Started (Pacific/Kiritimati)"
    started = datetime.fromisoformat(rows[0][1]).replace(tzinfo=ZoneInfo("Pacific/Kiritimati"))
    assert abs(datetime.now(UTC) - started) < timedelta(hours=1)
    assert read_xlsx(bodies[1])[1][3] == "=Bob()"
    console.forgive(REFUSED)


@pytest.fixture
def server(mongod: Mongod, tmp_path: Path) -> Iterator[Server]:
    """A server that keeps its address when it is restarted."""
    with new_database(mongod) as settings:
        server = Server(
            tmp_path,
            MONGO_URI=settings.mongo_uri or "",
            JWT_SECRET=SECRET,
            PORT=str(free_port()),
        )
        yield server.start()
        server.kill()


async def test_every_tile_is_right_after_the_server_was_killed(
    server: Server, new_context: NewContext, console: Console
) -> None:
    async with aiohttp.ClientSession() as http:
        client = Client(server.url, http)
        teacher, (ada, *_), class_id = await new_class(client, "Ada", "Bob", "Cid")
        await client.start(teacher, class_id)
        hill = await Visitor.logged_in(await new_context(), client.url, teacher)
        seat = await Visitor.logged_in(await new_context(), client.url, ada)
        await hill.open_roll(class_id)
        await hill.tap("Ada")
        await hill.sees_tile("Ada", "Present")
        await seat.sees("You are present")

        server.kill()
        await expect(hill.connection).to_contain_text("Reconnecting")
        await hill.tap("Bob")
        await hill.choose("Ada", "Not marked")
        await hill.sees_tile("Bob", "Waiting to be sent")
        await hill.sees("Offline, 2 marks waiting")
        await hill.sees_count(1, 3)
        server.start()
        await expect(hill.connection).to_have_text("Live")
        await hill.sees("Back online. Everything is up to date.")
        await hill.sees_states({"Ada": "Not marked", "Bob": "Present", "Cid": "Not marked"})
        await hill.sees_count(1, 3)
        await seat.sees("You are not marked yet")
    console.forgive(AWAY)


async def test_changes_by_others_appear_after_a_lost_connection(
    client: Client, new_context: NewContext, console: Console
) -> None:
    teacher, (ada, bob, _), class_id = await new_class(client, "Ada", "Bob", "Cid")
    await client.start(teacher, class_id)
    context = await new_context()
    hill = await Visitor.logged_in(context, client.url, teacher)
    await hill.open_roll(class_id)
    await hill.tap("Ada")
    await hill.sees_tile("Ada", "Present")
    sockets: list[WebSocketRoute] = []
    reachable = asyncio.Event()
    reachable.set()

    async def route(socket: WebSocketRoute) -> None:
        await reachable.wait()
        socket.connect_to_server()
        sockets.append(socket)

    # From now on, sockets go through this test, which closes them.
    await hill.page.route_web_socket("**/ws", route)
    await hill.page.reload()
    await hill.sees_tile("Ada", "Present")
    await expect(hill.connection).to_have_text("Live")
    desk = await client.socket(teacher)
    # The page reconnects by itself, but only after others have changed something.
    reachable.clear()
    await sockets[-1].close(code=1012)
    await expect(hill.connection).not_to_have_text("Live")
    await desk.mark(ada, "absent")
    await desk.mark(bob)
    reachable.set()
    await expect(hill.connection).to_have_text("Live")
    await hill.sees_states({"Ada": "Absent", "Bob": "Present", "Cid": "Not marked"})
    await desk.close()
    console.forgive(AWAY)


async def test_a_lesson_by_keyboard_alone(client: Client, new_context: NewContext) -> None:
    teacher, *_ = await new_class(client, "Ada", "Bob", "Cid", "Dan")
    hill = await Visitor.open(await new_context(viewport={"width": 900, "height": 700}), client.url)
    keyboard = hill.page.keyboard
    reached = asyncio.Event()

    async def load_late(route: Route) -> None:
        await reached.wait()
        await route.continue_()

    await hill.page.route("**/doors-teacher-check-in*", load_late)

    async def tab_to(name: str) -> None:
        for _ in range(40):
            await keyboard.press("Tab")
            focused = await hill.page.evaluate(
                """() => {
                    const { activeElement: element, body } = document;
                    return element === body ? "" : element.innerText || element.name || "";
                }"""
            )
            if name in focused:
                return
        raise AssertionError(f"Tab does not lead to {name}")

    await tab_to("email")
    await keyboard.type(teacher.email)
    await keyboard.press("Tab")
    await keyboard.type("correct horse")
    await keyboard.press("Enter")
    await hill.sees_heading("My classes")
    await tab_to("Algebra")
    await keyboard.press("Enter")
    await hill.sees_heading("Algebra")
    await tab_to("Start session")
    # What is added to the page meanwhile does not take the focus.
    reached.set()
    await expect(hill.page.get_by_role("button", name="Check-in…")).to_be_visible()
    await expect(hill.page.get_by_role("button", name="Start session")).to_be_focused()
    await keyboard.press("Enter")
    await expect(hill.tiles).to_have_count(4)
    # One key reaches the roster; arrow keys move within it.
    await tab_to("Ada")
    await keyboard.press("Space")
    await keyboard.press("ArrowRight")
    await keyboard.press("Enter")
    await keyboard.press("End")
    await keyboard.press("Space")
    await hill.sees_states(
        {"Ada": "Present", "Bob": "Present", "Cid": "Not marked", "Dan": "Present"}
    )
    await keyboard.press("Home")
    await expect(hill.tile("Ada")).to_be_focused()
    await keyboard.press("u")
    await hill.sees_tile("Dan", "Not marked")
    await keyboard.press("u")
    await hill.sees_tile("Bob", "Not marked")
    await keyboard.press("/")
    await keyboard.type("cID")
    await expect(hill.tiles).to_have_count(1)
    await keyboard.press("Enter")
    await hill.sees_tile("Cid", "Present")
    await keyboard.press("Enter")
    await hill.sees("Cid is already marked present.")
    await keyboard.press("Escape")
    await expect(hill.tiles).to_have_count(4)
    await keyboard.press("?")
    await hill.sees("Undo the last change")
    await keyboard.press("Escape")
    await hill.sees_states(
        {"Ada": "Present", "Bob": "Not marked", "Cid": "Present", "Dan": "Not marked"}
    )
    await tab_to("Undo")
    await hill.page.locator("h1").focus()
    await tab_to("End session")
    await keyboard.press("Enter")
    await tab_to("End session")
    await keyboard.press("Enter")
    await hill.sees("2 present, 2 absent")
    await expect(hill.page.get_by_role("heading", level=1)).to_be_focused()


async def test_arrow_keys_follow_the_columns(client: Client, new_context: NewContext) -> None:
    teacher, _, class_id = await new_class(client, *(f"S{number}" for number in range(1, 10)))
    await client.start(teacher, class_id)
    hill = await Visitor.logged_in(
        await new_context(viewport={"width": 360, "height": 740}), client.url, teacher
    )
    await hill.open_roll(class_id)
    await hill.tile("S1").focus()
    for key, name in (
        ("ArrowDown", "S3"),
        ("ArrowRight", "S4"),
        ("ArrowDown", "S6"),
        ("ArrowUp", "S4"),
        ("ArrowLeft", "S3"),
        ("End", "S9"),
        ("ArrowRight", "S9"),
    ):
        await hill.page.keyboard.press(key)
        await expect(hill.tile(name)).to_be_focused()


async def test_all_windows_of_a_teacher_show_the_same(
    client: Client, new_context: NewContext
) -> None:
    teacher, (ada, *_), class_id = await new_class(client, "Ada", "Bob", "Cid")
    await client.start(teacher, class_id)
    context = await new_context()
    one = await Visitor.logged_in(context, client.url, teacher)
    other = await Visitor.logged_in(await new_context(), client.url, teacher)
    for window in (one, other):
        await window.open_roll(class_id)
    await asyncio.gather(one.tap("Ada"), other.tap("Ada"), one.tap("Bob"))
    for window in (one, other):
        # A tap is drawn in the next frame.
        await window.page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
        await expect(window.page.get_by_text("Saving…")).to_have_count(0)
    # One window may have received the other's mark before its own tap.
    desk = await client.socket(teacher)
    _, watching = await desk.ask("WATCH")
    saved = {mark["studentId"]: mark["status"] for mark in watching["sessions"][0]["marks"]}
    for window in (one, other):
        await window.sees_tile("Bob", "Present")
        state = "Present" if saved[ada.id] == "present" else "Not marked"
        await window.sees_tile("Ada", state)
    # A student is enrolled from outside both windows.
    dan = await client.person("student", "Dan")
    await client.enrol(teacher, class_id, dan)
    await desk.expect("ROSTER_CHANGED")
    await desk.mark(dan, classId=class_id)
    for window in (one, other):
        await window.sees_tile("Dan", "Present")
    await desk.send("DONE", classId=class_id)
    for window in (one, other):
        await window.sees("The session was ended in another window.")
        await expect(window.page.get_by_role("button", name="Session as CSV")).to_be_visible()
    await desk.close()


async def test_late_and_excused_are_shown(client: Client, new_context: NewContext) -> None:
    teacher, (ada, bob, _), class_id = await new_class(client, "Ada", "Bob", "Cid")
    await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    seat = await Visitor.logged_in(await new_context(), client.url, ada)
    await hill.open_roll(class_id)
    desk = await client.socket(teacher)
    await desk.mark(ada, "late")
    await desk.mark(bob, "excused")
    await hill.sees_states({"Ada": "Late", "Bob": "Excused", "Cid": "Not marked"})
    await hill.sees_count(1, 3)
    await seat.sees("You are present, but late")
    # Undoing a removed mark restores it.
    await hill.choose("Ada", "Not marked")
    await hill.sees_tile("Ada", "Not marked")
    await hill.press("Undo")
    await hill.sees_tile("Ada", "Late")
    assert await hill.accessibility_faults() == []
    await desk.send("DONE")
    await hill.sees("1 present (1 late), 2 absent (1 excused)")
    await seat.sees("The session has ended. You were late.")
    await seat.sees("Present in 1 of 1")
    await desk.close()


async def test_a_double_tap_counts_as_one_tap(client: Client, new_context: NewContext) -> None:
    teacher, _, class_id = await new_class(client, "Ada", "Bob")
    await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    await hill.open_roll(class_id)
    await hill.tile("Ada").dblclick()
    await hill.tap("Bob")
    await hill.sees_states({"Ada": "Present", "Bob": "Present"})
    await hill.press("Undo")
    await hill.press("Undo")
    await hill.sees_states({"Ada": "Not marked", "Bob": "Not marked"})
    await expect(hill.page.get_by_role("button", name="Undo")).to_have_count(0)


async def test_a_mark_that_is_not_saved_is_reverted_and_can_be_retried(
    tmp_path: Path, new_context: NewContext, console: Console
) -> None:
    mongod = Mongod(tmp_path / "m").start()
    server = Server(
        tmp_path / "s", MONGO_URI=mongod.uri + "away", JWT_SECRET=SECRET, COMMIT_TIMEOUT="500ms"
    )
    try:
        server.start()
        async with aiohttp.ClientSession() as http:
            client = Client(server.url, http)
            teacher, _, class_id = await new_class(client, "Ada", "Bob")
            await client.start(teacher, class_id)
            hill = await Visitor.logged_in(await new_context(), client.url, teacher)
            await hill.open_roll(class_id)
            mongod.pause()
            await hill.tap("Ada")
            await hill.sees("The mark of Ada was not saved.")
            await hill.sees("The server cannot save anything at the moment.")
            await expect(hill.tile("Ada")).to_contain_text("Not saved")
            await hill.sees_count(0, 2)
            # The connection was never lost.
            await expect(hill.page.get_by_text("Back online")).to_have_count(0)
            mongod.resume()
            await hill.press("Try again")
            await hill.sees_tile("Ada", "Present")
            await hill.sees_count(1, 2)
            await expect(hill.page.get_by_role("alert")).to_have_count(0)
    finally:
        mongod.resume()
        server.kill()
        mongod.kill()
    console.forgive(REFUSED)
    # What the page of the session still loaded when the database was paused.
    console.forgive("status of 503")
    # The page is still open when the server stops.
    console.forgive(AWAY)


async def test_an_expired_login_leads_back_to_the_same_page(
    client: Client, new_context: NewContext, console: Console
) -> None:
    teacher, _, class_id = await new_class(client, "Ada", "Bob")
    await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    for path, heading, half_typed in (
        (f"/class/{class_id}/roll", "Algebra", ""),
        (f"/class/{class_id}/projector", "Algebra", ""),
        (f"/class/{class_id}/report?missed=2", "Attendance: Algebra", ""),
        (f"/class/{class_id}", "Algebra", "E-mail addresses"),
        ("/account", "Account", "Your name"),
        ("/", "My classes", "Name of a new class"),
    ):
        await hill.go(path)
        await hill.sees_heading(heading)
        if half_typed == "E-mail addresses":
            await hill.page.get_by_text("Paste a list of e-mail addresses", exact=True).click()
        field = hill.page.get_by_label(half_typed, exact=True)
        if half_typed:
            await field.fill("cid@school.test, da")
        # Changing the password ends all tokens and closes their sockets.
        token = teacher.token
        new = {"oldPassword": "correct horse", "newPassword": "correct horse"}
        login = {"email": teacher.email, "password": "correct horse"}
        token = (await client.post("/auth/login", login)).data["token"]
        assert (await client.post("/auth/password", new, token)).status == 200
        await hill.sees_heading("Log in")
        await hill.sees("Your log-in has expired.")
        await expect(hill.page.get_by_label("E-mail or student number")).to_be_focused()
        # The reason is still there after a reload.
        await hill.page.reload()
        await hill.sees("Your log-in has expired.")
        await hill.log_in(teacher.email)
        await hill.sees_heading(heading)
        assert hill.page.url.split("#")[1] == path
        if half_typed:
            await expect(field).to_be_visible()
            await expect(field).to_have_value("cid@school.test, da")
        await expect(hill.connection).to_have_text("Live")
    console.forgive(REFUSED)


def insert_students(settings: Settings, class_id: str, names: list[str]) -> None:
    """Write students of a class into the database, without a sign-up for each."""
    with pymongo.MongoClient(settings.mongo_uri) as mongo:
        database = mongo.get_default_database()
        students = [
            {
                "_id": ObjectId(),
                "name": name,
                "email": f"{name.replace(' ', '')}@hall.test".lower(),
                "role": "STUDENT",
                "passwordHash": b"",
            }
            for name in names
        ]
        database.users.insert_many(students)
        ids = [student["_id"] for student in students]
        database.classes.update_one({"_id": ObjectId(class_id)}, {"$set": {"studentIds": ids}})


async def test_a_thousand_students_are_listed_in_order_and_searchable(
    client: Client, school_settings: Settings, new_context: NewContext
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher, name="Hall")
    names = [f"Student {number:04}" for number in range(1000)]
    insert_students(school_settings, class_id, names[::-1])
    await client.start(teacher, class_id)
    hill = await Visitor.logged_in(await new_context(), client.url, teacher)
    await hill.open_roll(class_id, "Hall")
    shown = hill.page.locator(".seat:not([hidden]) .tile")
    assert await shown.locator(".tile-name").all_text_contents() == names
    search = hill.page.get_by_role("searchbox")
    await search.fill("STUD 09")
    await expect(shown).to_have_count(sum("09" in name for name in names))
    await search.fill("0999@hall")
    await search.press("Enter")
    await search.fill("")
    await expect(shown).to_have_count(1000)
    await expect(shown.last).to_contain_text("Present")
    await hill.page.evaluate(
        "() => document.querySelectorAll('.tile:not([data-state=present])')"
        ".forEach((tile) => tile.click())"
    )
    await hill.sees_count(1000, 1000)
    await expect(hill.page.locator(".tile[data-state=present]")).to_have_count(1000)
