"""Takes the README's pictures of the pages: `python -m tests.browser.pictures`.

They show one class of the school that `benchmarks.term` generates: a running lesson, and the
results of its term.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

import aiohttp
import pymongo
from playwright.async_api import expect

from attendance_server.server import serving
from attendance_server.settings import Settings
from benchmarks.term import PASSWORD, Size, Term
from tests.support.chromium import Chromium
from tests.support.client import Client, Person
from tests.support.mongo import Mongod
from tests.support.process import ROOT, SECRET
from tests.support.visitor import Visitor

FOLDER = ROOT / "docs" / "pictures"

SEED = 7
OFTEN_AWAY = "Daniel López"
"""The student of the class whose term has some of every status."""

SIZE = Size(classes=6, students=120, sessions=40)

DESK = {"viewport": {"width": 1100, "height": 680}}
WALL = {"viewport": {"width": 1100, "height": 620}}
PHONE = {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 1.5, "has_touch": True}


class Photographer:
    """Visits the pages of a server that holds a term, and takes pictures of them."""

    def __init__(self, client: Client, chromium: Chromium, folder: Path) -> None:
        self._client = client
        self._chromium = chromium
        self._folder = folder

    async def work(self, term: Term) -> None:
        class_ = term.classes[0]
        class_id = str(class_["_id"])
        users = {user["_id"]: user for user in term.users}
        teacher = await self._log_in(users[class_["teacherId"]])
        roster = [await self._log_in(users[student_id]) for student_id in class_["studentIds"]]
        roster.sort(key=lambda student: student.name)
        matrix = await self._visitor(teacher, DESK)
        await matrix.go(f"/class/{class_id}/report/matrix?sort=absent")
        await expect(matrix.page.locator("td.is-absent").first).to_be_visible()
        # Starting at the legend.
        await matrix.page.locator(".legend").evaluate(
            "(key) => scrollBy(0, key.getBoundingClientRect().top - 24)"
        )
        await self._take(matrix, "matrix")
        await self._client.start(teacher, class_id)
        desk = await self._client.socket(teacher)
        roll = await self._visitor(teacher, DESK)
        wall = await self._visitor(teacher, WALL)
        own = await self._visitor(
            next(student for student in roster if student.name == OFTEN_AWAY), PHONE
        )
        await roll.open_roll(class_id, class_["className"])
        await (await self._client.socket(teacher)).ask("OPEN_CHECK_IN")
        await wall.go(f"/class/{class_id}/projector")
        for number, student in enumerate(roster[:14]):
            await desk.mark(student, {5: "excused", 11: "late", 12: "late"}.get(number, "present"))
        await roll.tap(roster[15].name)
        await roll.sees_tile(roster[15].name, "Present")
        await own.go(f"/class/{class_id}")
        await own.sees("You are present")
        await roll.page.evaluate("scrollTo(0, 0)")
        await self._take(roll, "roll")
        await self._take(wall, "projector")
        await self._take(own, "student")

    async def _log_in(self, user: dict[str, Any]) -> Person:
        credentials = {"email": user["email"], "password": PASSWORD}
        token = (await self._client.post("/auth/login", credentials)).data["token"]
        return Person(str(user["_id"]), user["name"], user["email"], user["role"], token)

    async def _visitor(self, person: Person, look: dict[str, Any]) -> Visitor:
        context = await self._chromium.new_context(reduced_motion="reduce", **look)
        visitor = await Visitor.open(context, self._client.url)
        await visitor.log_in(person.email, PASSWORD)
        await visitor.sees_heading("My classes")
        return visitor

    async def _take(self, visitor: Visitor, name: str) -> None:
        # Spinners are gone, and charts know their width.
        await visitor.page.wait_for_load_state("networkidle")
        await visitor.page.mouse.move(0, 0)
        await visitor.page.screenshot(path=self._folder / f"{name}.png")


async def take(folder: Path) -> None:
    """Write all pictures into `folder`."""
    with tempfile.TemporaryDirectory() as place:
        mongod = Mongod(Path(place)).start()
        chromium = Chromium()
        try:
            uri = mongod.uri + "pictures"
            term = Term(SEED, SIZE)
            with pymongo.MongoClient[dict[str, Any]](uri) as database:
                term.write(database.get_default_database())
            settings = Settings(port=0, mongo_uri=uri, jwt_secret=SECRET)
            async with serving(settings) as url, aiohttp.ClientSession() as http:
                await Photographer(Client(url, http), chromium, folder).work(term)
        finally:
            await chromium.close()
            mongod.kill()


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    asyncio.run(take(folder))
