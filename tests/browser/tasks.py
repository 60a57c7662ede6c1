"""Measures what everyday tasks cost a teacher: `python -m tests.browser.tasks`.

Each task is done in Chromium as a person would do it, and the table has, for each of them, the taps
(a click, or a key that submits or moves to another field), the characters typed, and two times: how
long the pages and the server took, and how long a person's hands would take besides, by the
keystroke-level model of Card, Moran and Newell. Reading and deciding come on top.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from attrs import define, frozen
from playwright.async_api import Locator, Page, expect

from attendance_server.event_loop import EventLoop
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.chromium import Chromium
from tests.support.client import PASSWORD, Client, Person
from tests.support.mongo import Mongod
from tests.support.process import SECRET
from tests.support.roster import csv_of, take
from tests.support.visitor import Visitor

TAP = 1.3
"""Seconds that a person needs to point at something and press it."""

KEY = 0.28
"""Seconds per character, for someone who types as most people do."""

DESK = {"viewport": {"width": 1100, "height": 680}, "reduced_motion": "reduce"}

CLASSES = 4
"""The classes of the teacher who looks for students with three absences."""

LESSONS = 4


@define
class Hands:
    """A person's hands on a page: they count what they do."""

    page: Page
    taps: int = 0
    characters: int = 0

    async def tap(self, target: Locator) -> None:
        await target.click()
        self.taps += 1

    async def press(self, name: str) -> None:
        await self.tap(self.page.get_by_role("button", name=name, exact=True))

    async def follow(self, name: str) -> None:
        await self.tap(self.page.get_by_role("link", name=name, exact=True))

    async def type(self, label: str, text: str) -> None:
        """Type into a field, which costs a tap unless it has the focus already."""
        field = self.page.get_by_label(label, exact=True)
        if not await field.evaluate("(field) => field === document.activeElement"):
            await self.tap(field)
        await self.page.keyboard.type(text)
        self.characters += len(text)

    async def submit(self) -> None:
        await self.page.keyboard.press("Enter")
        self.taps += 1


@frozen
class Cost:
    """What a task cost, with the seconds from its start to the result on the page."""

    task: str
    taps: int
    characters: int
    seconds: float

    @property
    def by_hand(self) -> float:
        return self.taps * TAP + self.characters * KEY


Task = Callable[[Visitor, Hands], Awaitable[None]]


class Teacher:
    """Does the tasks on a server of its own."""

    def __init__(self, client: Client, chromium: Chromium) -> None:
        self._client = client
        self._chromium = chromium

    async def measure(self) -> AsyncIterator[Cost]:
        """The costs of all tasks, in the order of a teacher's first weeks."""
        visitor = await Visitor.open(await self._chromium.new_context(**DESK), self._client.url)
        yield await _cost("an account, from the first page", visitor, self.make_an_account)
        yield await _cost("the first session, from an empty account", visitor, self.begin)
        yield await _cost("mark 30, of whom 3 are away", visitor, mark_all_but(3))
        visitor = await self._of_a_class(300)
        yield await _cost("start the session of a class of 300", visitor, self.start)
        yield await _cost("mark 300, of whom 3 are away", visitor, mark_all_but(3))
        visitor = await self._after_some_lessons()
        yield await _cost("who was absent three times", visitor, self.find_who_was_absent)

    async def make_an_account(self, visitor: Visitor, hands: Hands) -> None:
        await hands.follow("I am a teacher")
        await visitor.sees_heading("Sign up")
        await hands.type("Name", "Mrs Hill")
        await hands.type("E-mail", "hill@school.test")
        await hands.type("Password", PASSWORD)
        await hands.submit()
        await visitor.sees_heading("My classes")

    async def begin(self, visitor: Visitor, hands: Hands) -> None:
        """The class is in a file, as the school's other systems export it."""
        await hands.type("Name of a new class", "Algebra")
        await hands.submit()
        await visitor.sees_heading("Algebra")
        await hands.follow("Import a list")
        await visitor.sees_heading("Import a list")
        async with visitor.page.expect_file_chooser() as chooser:
            await hands.tap(visitor.page.locator(".drop label"))
        # In the window of the system.
        await (await chooser.value).set_files(_file(_people("first", 30)))
        hands.taps += 1
        await hands.press("Import 30 students")
        await visitor.sees_heading("30 codes to hand out")
        async with visitor.page.expect_download():
            await hands.press("Download CSV")
        await hands.press("Done")
        await visitor.sees_heading("Algebra")
        await hands.press("Start session")
        await expect(visitor.tiles).to_have_count(30)

    async def start(self, visitor: Visitor, hands: Hands) -> None:
        await hands.press("Start session of Large")
        await expect(visitor.tiles.first).to_be_visible()

    async def find_who_was_absent(self, visitor: Visitor, hands: Hands) -> None:
        await hands.follow("Who was absent often")
        await expect(visitor.page.locator("tbody tr")).to_have_count(CLASSES)

    async def _logged_in(self, teacher: Person) -> Visitor:
        context = await self._chromium.new_context(**DESK)
        return await Visitor.logged_in(context, self._client.url, teacher)

    async def _of_a_class(self, size: int) -> Visitor:
        """A teacher with one class of this size."""
        teacher = await self._client.teacher()
        class_id = await self._client.make_class(teacher, name="Large")
        await take(self._client, teacher, class_id, csv_of(*_people("large", size)))
        return await self._logged_in(teacher)

    async def _after_some_lessons(self) -> Visitor:
        """A teacher of several classes; in each, one student missed three lessons."""
        teacher = await self._client.teacher()
        desk = await self._client.socket(teacher)
        for number in range(CLASSES):
            class_id = await self._client.make_class(teacher, name=f"Class {number}")
            people = csv_of(*_people(f"class{number}", 12))
            lines = (await take(self._client, teacher, class_id, people)).data["lines"]
            students = [line["studentId"] for line in lines]
            for lesson in range(LESSONS):
                await self._client.start(teacher, class_id)
                for student in students[1:] if lesson else students:
                    await desk.send("MARK_ATTENDANCE", studentId=student, status="present")
                    await desk.expect("ATTENDANCE_MARKED")
                await desk.send("DONE")
                await desk.expect("SESSION_ENDED")
        await desk.close()
        return await self._logged_in(teacher)


def mark_all_but(away: int) -> Task:
    async def mark(visitor: Visitor, hands: Hands) -> None:
        total = await visitor.tiles.count()
        await hands.tap(visitor.page.get_by_role("button", name="Mark the rest present"))
        await visitor.sees_count(total, total)
        for place in range(away):
            await hands.tap(visitor.tiles.nth(place))
        await visitor.sees_count(total - away, total)

    return mark


async def _cost(task: str, visitor: Visitor, work: Task) -> Cost:
    hands = Hands(visitor.page)
    began = time.perf_counter()
    await work(visitor, hands)
    seconds = time.perf_counter() - began
    return Cost(task, hands.taps, hands.characters, seconds)


def _people(domain: str, count: int) -> list[tuple[str, str]]:
    return [(f"Student {number:03}", f"s{number}@{domain}.test") for number in range(count)]


def _file(people: list[tuple[str, str]]) -> dict[str, object]:
    return {"name": "class.csv", "mimeType": "text/csv", "buffer": csv_of(*people)}


@asynccontextmanager
async def _server(folder: Path) -> AsyncIterator[str]:
    mongod = Mongod(folder).start()
    try:
        uri = mongod.uri + "tasks"
        settings = Settings(port=0, mongo_uri=uri, jwt_secret=SECRET, bcrypt_rounds=4)
        async with serving(settings) as url:
            yield url
    finally:
        mongod.kill()


async def table() -> AsyncIterator[str]:
    """The lines of a Markdown table, each as soon as it has been measured."""
    yield "| task | taps | characters | pages and server | hands |"
    yield "|---|---|---|---|---|"
    chromium = Chromium()
    with tempfile.TemporaryDirectory() as folder:
        async with _server(Path(folder)) as url, aiohttp.ClientSession() as http:
            try:
                async for cost in Teacher(Client(url, http), chromium).measure():
                    times = f"{cost.seconds:.1f} s | {cost.by_hand:.0f} s"
                    yield f"| {cost.task} | {cost.taps} | {cost.characters} | {times} |"
            finally:
                await chromium.close()


async def main() -> None:
    async for line in table():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=EventLoop) as runner:
        runner.run(main())
