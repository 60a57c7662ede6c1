"""Cuts of a lesson on a page: the network, the tab, the browser and the server die at random.

    python -m tests.chaos.cuts --cuts 200 --seed 1

A teacher marks students while, at random, the network is cut, the page is closed or its browser
killed and started again with the same profile, and the server is killed and started again. At the
end of each lesson everything is mended: every mark whose tap the browser or the server had stored
is in the one session of the lesson, once, and nothing waits.
"""

import argparse
import asyncio
import os
import random
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

import aiohttp
from attrs import define, field
from playwright.async_api import BrowserContext, Error

from attendance_server.event_loop import EventLoop
from tests.browser.test_own_lessons import STORED
from tests.browser.test_service_worker import kept_door, until
from tests.support.chromium import Chromium
from tests.support.client import PASSWORD, Client, Person
from tests.support.gate import Gate, gate_to
from tests.support.mongo import Mongod, free_port
from tests.support.process import Server
from tests.support.visitor import Visitor

NAMES = ("Ada", "Bob", "Cid", "Dan", "Eve", "Flo")
CUTS_PER_LESSON = 5


@define
class Desk:
    """A teacher's browser, which can be killed."""

    chromium: Chromium
    profile: Path
    gate: Gate
    context: BrowserContext | None = None
    visitor: Visitor | None = None

    async def open(self) -> Visitor:
        self.context = await self.chromium.persistent_context(self.profile)
        page = await self.context.new_page()
        await page.goto(self.gate.url)
        self.visitor = Visitor(page, self.gate.url)
        return self.visitor

    async def kill(self) -> None:
        """End the whole browser at once, with nothing put in order."""
        mine = f"--user-data-dir={self.profile}".encode()
        for entry in Path("/proc").iterdir():
            # Others may end meanwhile.
            with suppress(OSError):
                if entry.name.isdigit() and mine in (entry / "cmdline").read_bytes():
                    os.kill(int(entry.name), signal.SIGKILL)
        if self.context:
            with suppress(Error):
                await self.context.close()
        (self.profile / "SingletonLock").unlink(missing_ok=True)


@define
class Cuts:
    """Lessons under cuts. `counts`: how many of each kind were made."""

    server: Server
    client: Client
    desk: Desk
    gate: Gate
    teacher: Person
    students: list[Person]
    class_id: str
    chance: random.Random
    counts: dict[str, int] = field(factory=dict)

    async def run(self, cuts: int) -> dict[str, int]:
        hill = await self.desk.open()
        await hill.sees_heading("Log in")
        await hill.page.get_by_label("Stay logged in").check()
        await hill.log_in(self.teacher.email, PASSWORD)
        await hill.sees_heading("My classes")
        await hill.go(f"/class/{self.class_id}")
        await hill.page.get_by_role("button", name="Start session", exact=True).wait_for()
        await kept_door(hill.page, "doors-teacher.js")
        # A browser that is killed may lose the log-in of the last seconds, but not one that closes.
        await hill.page.context.close()
        hill = await self.desk.open()
        await hill.sees_heading("My classes")
        while sum(self.counts.values()) < cuts:
            await self.lesson()
        return self.counts

    async def lesson(self) -> None:
        before = len(await self._sessions())
        hill = self._hill
        await hill.go(f"/class/{self.class_id}")
        await hill.page.get_by_role("button", name="Start session", exact=True).wait_for()
        if self.chance.random() < 0.5:
            self.gate.cut()
            await hill.page.reload()
        await hill.press("Start session")
        marked = set()
        for student in self.chance.sample(self.students, CUTS_PER_LESSON):
            await self._open_roll()
            await self._hill.tap(student.name)
            await self._stored_or_saved(student)
            marked.add(student.id)
            await self._cut()
        self.gate.mend()
        await until(self._hill.page, f"!(await ({STORED})('waiting-marks')).length")
        await until(self._hill.page, f"!(await ({STORED})('waiting-lessons')).length")
        (running,) = (await self.client.get("/attendance/running", self.teacher.token)).data[
            "sessions"
        ]
        assert {mark["studentId"] for mark in running["marks"]} == marked
        assert len(running["marks"]) == len(marked)
        ended = {"classId": self.class_id}
        await self.client.post("/attendance/end", ended, self.teacher.token)
        assert len(await self._sessions()) == before + 1

    @property
    def _hill(self) -> Visitor:
        assert self.desk.visitor
        return self.desk.visitor

    async def _sessions(self) -> list[object]:
        path = f"/class/{self.class_id}/sessions?limit=100"
        sessions: list[object] = (await self.client.get(path, self.teacher.token)).data
        return sessions

    async def _open_roll(self) -> None:
        """Open the roll, and start there what the page does not know to be running.

        A page that was opened without a network knows only of lessons that were begun on the
        device; one that is begun there joins the session that runs at the server.
        """
        hill = self._hill
        await hill.go(f"/class/{self.class_id}/roll")
        start = hill.page.get_by_role("button", name="Start session", exact=True)
        await hill.tiles.first.or_(start).first.wait_for()
        # The page may learn of the session meanwhile, and show the roll in place of the button.
        while not await hill.tiles.first.is_visible():
            with suppress(Error):
                await start.click(timeout=1000)

    async def _stored_or_saved(self, student: Person) -> None:
        stored = f"(await ({STORED})('waiting-marks')).some((e) => e.studentId === '{student.id}')"
        saved = f"document.querySelector('[data-id=\"{student.id}\"]')?.dataset.state === 'present'"
        await until(self._hill.page, f"{stored} || {saved}")

    async def _cut(self) -> None:
        kind = self.chance.choice(["cut", "mend", "reload", "tab", "browser", "server"])
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if kind == "cut":
            self.gate.cut()
        elif kind == "mend":
            self.gate.mend()
        elif kind == "reload":
            await self._hill.page.reload()
        elif kind == "tab":
            old = self._hill.page
            page = await old.context.new_page()
            await old.close()
            await page.goto(self.gate.url)
            self.desk.visitor = Visitor(page, self.gate.url)
        elif kind == "browser":
            await self.desk.kill()
            await self.desk.open()
        else:
            self.server.kill()
            await asyncio.to_thread(self.server.start)


async def make_cuts(cuts: int, seed: int) -> dict[str, int]:
    """Make `cuts` of them; raises `AssertionError` if anything is lost, or there twice."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mongod = Mongod(_made(folder / "m")).start()
        server = Server(
            folder, MONGO_URI=f"{mongod.uri}cuts", JWT_SECRET="s" * 40, PORT=str(free_port())
        ).start()
        chromium = Chromium()
        try:
            async with aiohttp.ClientSession() as http, gate_to(server.url) as gate:
                client = Client(server.url, http)
                teacher = await client.person("teacher", "Mrs Hill")
                students = [await client.person("student", each) for each in NAMES]
                class_id = await client.make_class(teacher, *students)
                desk = Desk(chromium, folder / "profile", gate)
                lessons = Cuts(
                    *(server, client, desk, gate, teacher, students, class_id),
                    random.Random(seed),
                )
                counts = await lessons.run(cuts)
                await desk.kill()
                return counts
        finally:
            await chromium.close()
            server.kill()
            mongod.kill()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    arguments = parser.parse_args()
    print("seed", arguments.seed, flush=True)
    with asyncio.Runner(loop_factory=EventLoop) as runner:
        print(runner.run(make_cuts(arguments.cuts, arguments.seed)))


if __name__ == "__main__":
    main()
