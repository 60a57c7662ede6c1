"""Takes a picture of every page in every look: `python -m tests.browser.gallery FOLDER`.

Each page is loaded once, and photographed in every width and colour scheme, on paper, mirrored, and
with the colours that a user of Windows may force. Sheets in the folder show many of them at once.
"""

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pymongo
from attrs import field, frozen
from bson import ObjectId
from playwright.async_api import BrowserContext, Page
from playwright.async_api import TimeoutError as LateError

from attendance_server.server import serving
from attendance_server.settings import Settings
from benchmarks.term import PASSWORD, Size, Term
from tests.support.chromium import Chromium
from tests.support.client import Client, Person
from tests.support.mongo import Mongod
from tests.support.process import SECRET

SEED = 7
SIZE = Size(classes=6, students=120, sessions=40)

HEIGHTS = {360: 740, 768: 1024, 1440: 900, 1920: 1080}
"""The height of a window of each width, in CSS pixels."""

LONGER = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest("script, style, bdi, .exact")) continue;
        node.data = node.data.replace(/\\p{L}{3,}/gu, (word) =>
            word + word.slice(0, Math.ceil(word.length * 0.4)));
    }
}"""
"""Lengthens each word by 40 %, as a translation may."""


@frozen
class Look:
    """How a page is shown while its picture is taken."""

    width: int
    media: dict[str, str] = field(factory=dict)
    direction: str = ""
    """That of the language, unless it is "ltr" or "rtl"."""

    longer: bool = False
    scale: float = 1
    """Zoom: at 2, a window of 1280 pixels shows 640 CSS pixels."""

    async def put_on(self, page: Page) -> None:
        height = HEIGHTS.get(self.width, 900)
        size = {"width": round(self.width / self.scale), "height": round(height / self.scale)}
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        plain = {"media": "screen", "color_scheme": "light", "forced_colors": "none"}
        await page.emulate_media(**plain | self.media)  # type: ignore[arg-type]
        printing = "beforeprint" if self.media.get("media") == "print" else "afterprint"
        await page.evaluate("(type) => dispatchEvent(new Event(type))", printing)
        if self.direction:
            await page.evaluate("(dir) => { document.documentElement.dir = dir; }", self.direction)
        if self.longer:
            await page.evaluate(LONGER)


DARK = {"color_scheme": "dark"}

LOOKS = {
    **{f"{width}-light": Look(width) for width in HEIGHTS},
    **{f"{width}-dark": Look(width, DARK) for width in HEIGHTS},
    "forced": Look(1440, {"forced_colors": "active", **DARK}),
    "zoomed": Look(1280, scale=2),
    "print": Look(794, {"media": "print"}),
    # The last ones, as they change the page.
    "1440-rtl": Look(1440, direction="rtl"),
    "360-rtl": Look(360, direction="rtl"),
    "360-long": Look(360, direction="ltr", longer=True),
}


@frozen
class Scene:
    """A page of a user. `name`: of its pictures; `path`: after `#` in the address."""

    name: str
    path: str
    ready: str = "main h1"
    """What is there once the page is complete: a selector."""


def visitor_scenes() -> Iterator[Scene]:
    yield Scene("visitor-start", "/")
    yield Scene("visitor-log-in", "/login")
    yield Scene("visitor-sign-up", "/signup")
    yield Scene("visitor-forgot", "/forgot")
    yield Scene("visitor-claim", "/claim")


def teacher_scenes(class_id: str, empty_id: str, session_id: str, student: str) -> Iterator[Scene]:
    of = f"/class/{class_id}"
    yield Scene("teacher-classes", "/")
    yield Scene("teacher-class", of, ".people .person")
    yield Scene("teacher-class-empty", f"/class/{empty_id}")
    yield Scene("teacher-import", f"{of}/import")
    yield Scene("teacher-slips", f"{of}/slips")
    yield Scene("teacher-roll", f"{of}/roll", ".tile")
    yield Scene("teacher-so-far", f"{of}/roll/summary", ".marks tbody th")
    yield Scene("teacher-projector", f"{of}/projector", ".door .qr")
    yield Scene("teacher-session", f"{of}/sessions/{session_id}", ".marks, table")
    yield Scene("teacher-report", f"{of}/report", "td")
    yield Scene("teacher-matrix", f"{of}/report/matrix", "td.cell")
    yield Scene("teacher-over-time", f"{of}/report/sessions", "svg")
    yield Scene("teacher-student", f"{of}/students/{student}", "svg")
    yield Scene("teacher-absences", "/absences", "td")
    yield Scene("teacher-archived", "/archived")
    yield Scene("teacher-account", "/account")
    yield Scene("teacher-missing", "/nowhere")


def student_scenes(class_id: str) -> Iterator[Scene]:
    yield Scene("student-classes", "/")
    yield Scene("student-class", f"/class/{class_id}")
    yield Scene("student-report", "/attendance")
    yield Scene("student-join", "/join")
    yield Scene("student-check-in", "/check-in")
    yield Scene("student-checked-in", f"/check-in/{class_id}?done=true")
    yield Scene("student-account", "/account")


def office_scenes(class_id: str, person: str) -> Iterator[Scene]:
    yield Scene("office-people", "/")
    yield Scene("office-person", f"/people/{person}")
    yield Scene("office-classes", "/classes")
    yield Scene("office-class", f"/class/{class_id}")
    yield Scene("office-audit", "/audit")


@frozen
class Gallery:
    """Takes the pictures that were asked for. `pages`, `looks`: parts of their names, or none."""

    folder: Path
    pages: Sequence[str] = ()
    looks: Sequence[str] = ()

    async def take(self, page: Page, scenes: Iterator[Scene]) -> None:
        root = page.url.partition("#")[0]
        for scene in scenes:
            if self.pages and not any(part in scene.name for part in self.pages):
                continue
            await page.goto("about:blank")
            await page.goto(f"{root}#{scene.path}")
            try:
                await page.wait_for_selector(scene.ready, timeout=15_000)
            except LateError:
                print(f"{scene.name} lacks {scene.ready}")
            for name, look in LOOKS.items():
                if not self.looks or any(part in name for part in self.looks):
                    await look.put_on(page)
                    await self._photograph(page, f"{name}--{scene.name}")

    async def _photograph(self, page: Page, name: str) -> None:
        # Charts are drawn once they know their width.
        await page.evaluate("() => new Promise((done) => setTimeout(done, 120))")
        wide = await page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            print(f"{name} is {wide} px too wide")
        await page.screenshot(path=self.folder / f"{name}.png", full_page=True)

    async def make_sheets(self, context: BrowserContext) -> None:
        """One picture per look, with all pages in it, cut off at the same height."""
        page = await context.new_page()
        for look in LOOKS:
            pictures = sorted(self.folder.glob(f"{look}--*.png"))
            if pictures:
                sheet = self.folder / f"{look}.html"
                sheet.write_text(_sheet([path.name for path in pictures]))
                await page.goto(sheet.as_uri())
                await page.screenshot(path=self.folder / f"sheet-{look}.png", full_page=True)
        await page.close()


def _sheet(pictures: Sequence[str]) -> str:
    figures = "".join(
        f'<figure><figcaption>{name}</figcaption><div><img src="{name}"></div></figure>'
        for name in pictures
    )
    style = """body { margin: 8px; display: grid; gap: 8px; background: #888;
        grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); font: 12px sans-serif }
        figure { margin: 0 } div { height: 480px; overflow: hidden } img { width: 100% }"""
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style>{figures}'


@frozen
class School:
    """A server with a term, a running lesson, and who uses it."""

    client: Client
    database: "pymongo.database.Database[dict[str, Any]]"
    term: Term


@asynccontextmanager
async def school() -> AsyncIterator[School]:
    with tempfile.TemporaryDirectory() as place:
        mongod = Mongod(Path(place)).start()
        try:
            uri = mongod.uri + "gallery"
            term = Term(SEED, SIZE)
            with pymongo.MongoClient[dict[str, Any]](uri) as connection:
                database = connection.get_default_database()
                term.write(database)
                settings = Settings(port=0, mongo_uri=uri, jwt_secret=SECRET)
                async with serving(settings) as url, aiohttp.ClientSession() as http:
                    yield School(Client(url, http), database, term)
        finally:
            mongod.kill()


@frozen
class Browser:
    """Opens the pages in one language."""

    chromium: Chromium
    url: str
    language: str

    async def visit(self, email: str = "") -> Page:
        context = await self.chromium.new_context(reduced_motion="reduce", locale=self.language)
        page = await context.new_page()
        await page.goto(f"{self.url}/#/login")
        if email:
            await page.fill("[name=email]", email)
            await page.fill("[name=password]", PASSWORD)
            await page.keyboard.press("Enter")
            await page.wait_for_selector(".menu nav")
        return page


def _person(user: dict[str, Any], token: str = "") -> Person:
    return Person(str(user["_id"]), user["name"], user["email"], user["role"], token)


async def take_all(gallery: Gallery, browser: Browser, school: School) -> None:
    client, class_ = school.client, school.term.classes[0]
    class_id = str(class_["_id"])
    users = {user["_id"]: user for user in school.term.users}
    owner = users[class_["teacherId"]]
    credentials = {"email": owner["email"], "password": PASSWORD}
    teacher = _person(owner, (await client.post("/auth/login", credentials)).data["token"])
    roster = [_person(users[each]) for each in class_["studentIds"]]
    ended = school.database.sessions.find_one({"classId": class_["_id"]})
    session_id = str(ended["_id"]) if ended else ""
    empty_id = await client.make_class(teacher, name="Astronomy")
    await client.start(teacher, class_id)
    desk = await client.socket(teacher)
    await desk.ask("OPEN_CHECK_IN")
    for number, student in enumerate(roster[:14]):
        await desk.mark(student, {5: "excused", 11: "late", 12: "late"}.get(number, "present"))
    office = {"_id": ObjectId(), "email": "office@school.test", "name": "Office", "role": "ADMIN"}
    school.database.users.insert_one(owner | office)
    await gallery.take(await browser.visit(), visitor_scenes())
    hill = await browser.visit(owner["email"])
    scenes = teacher_scenes(class_id, empty_id, session_id, str(class_["studentIds"][0]))
    await gallery.take(hill, scenes)
    ada = await browser.visit(roster[0].email)
    await gallery.take(ada, student_scenes(class_id))
    admin = await browser.visit(office["email"])
    await gallery.take(admin, office_scenes(class_id, roster[0].id))
    size = {"viewport": {"width": 1860, "height": 1000}}
    await gallery.make_sheets(await browser.chromium.new_context(**size))


async def main() -> None:
    parser = argparse.ArgumentParser(description="Takes a picture of every page in every look.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", nargs="*", default=(), help="parts of the names of pages")
    parser.add_argument("--looks", nargs="*", default=(), help=f"of {', '.join(LOOKS)}")
    parser.add_argument("--language", default="en", help="of the pages, such as ar")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    chromium = Chromium()
    try:
        async with school() as place:
            gallery = Gallery(chosen.folder, chosen.pages, chosen.looks)
            await take_all(gallery, Browser(chromium, place.client.url, chosen.language), place)
    finally:
        await chromium.close()


if __name__ == "__main__":
    asyncio.run(main())
