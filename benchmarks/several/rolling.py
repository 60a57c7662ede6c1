"""A whole school that is connected while its servers are restarted one after the other."""

import asyncio
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from random import Random, randrange
from typing import Any

import orjson
from attrs import evolve
from bson import ObjectId

from attendance_server.loadtest.figures import summary
from attendance_server.loadtest.target import Target
from tests.support.nginx import Nginx
from tests.support.programs import find_program
from tests.support.replica_set import ReplicaSet

from ..harness import DATABASE, SOURCES, Harness, NotMeasured, Row, ms
from .lesson import Lesson
from .phone import ABSENT, Phone
from .replica_set import database_of, replica_set
from .watcher import ERROR, MARKED

SERVERS = 3
MEMBERS = 3
RATE = 20.0
CONNECTING = 50
"""Phones that connect at a time at first."""

LISTENING = 15_000, 30_000
"""Ports below those of outgoing connections."""

PROXY_CONNECTIONS = 4_096

PAUSE = 3.0
"""Seconds from the moment when a server is back until the next is stopped."""

PATIENCE = 30.0
POLL = 0.05
LONGEST = 2.0
SEED = 20


class Desk(Phone):
    """The teacher's client, who marks all the time.

    A mark without an answer is sent again after each reconnection, with the time it was made at, as
    the pages do. `intended`: the last status of each student that the teacher has asked for.
    `unanswered`: the marks without an answer, by student.
    """

    def __init__(self, class_id: str, students: Sequence[str], *phone: Any) -> None:
        super().__init__(*phone)
        self.intended: dict[str, str] = {}
        self.unanswered: dict[str, dict[str, str]] = {}
        self.errors: list[bytes] = []
        self._class_id = class_id
        self._marks = cycle([(each, how) for how in ("present", ABSENT) for each in students])

    async def mark(self) -> None:
        """Mark one student after another, until cancelled."""
        while True:
            student, status = next(self._marks)
            at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"
            mark = {"classId": self._class_id, "studentId": student, "status": status, "at": at}
            self.intended[student] = status
            self.unanswered[student] = mark
            if self.socket:
                self.socket.send("MARK_ATTENDANCE", **mark)
            await asyncio.sleep(1 / RATE)

    def connected(self) -> None:
        for mark in self.unanswered.values():
            if self.socket:
                self.socket.send("MARK_ATTENDANCE", **mark)

    def see(self, text: bytes, at: float) -> None:
        if text.startswith(MARKED):
            marked = orjson.loads(text)["data"]
            waiting = self.unanswered.get(marked["studentId"])
            if waiting and waiting["status"] == marked["status"]:
                del self.unanswered[marked["studentId"]]
        elif text.startswith(ERROR):
            self.errors.append(text)


class Fleet:
    """Servers on ports of their own, which are restarted in place."""

    def __init__(self, harness: Harness, uri: str) -> None:
        self.ports = [_port() for _ in range(SERVERS)]
        self._harness = harness
        self._uri = uri
        self._running = [AsyncExitStack() for _ in self.ports]

    @property
    def targets(self) -> list[Target]:
        return [Target.parse(f"http://127.0.0.1:{port}") for port in self.ports]

    async def start(self, number: int) -> None:
        server = self._harness.server(
            pinned=False, MONGO_URI=self._uri, PORT=str(self.ports[number])
        )
        await self._running[number].enter_async_context(server)

    async def stop(self, number: int) -> None:
        """Stop a server as its operator does, with SIGTERM, and wait until it has ended."""
        await self._running[number].aclose()


def _port() -> int:
    """A port that is free, and that the kernel gives no outgoing connection meanwhile."""
    while True:
        port = randrange(*LISTENING)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@asynccontextmanager
async def fleet(harness: Harness, uri: str) -> AsyncIterator[Fleet]:
    """Servers that run."""
    made = Fleet(harness, uri)
    try:
        for number in range(SERVERS):
            await made.start(number)
        yield made
    finally:
        for number in range(SERVERS):
            await made.stop(number)


async def measure(harness: Harness) -> list[Row]:
    """The time that each client is without a connection while three servers are restarted in turn.

    From the end of its connection to the next `WATCHING`. The clients reconnect as client.js does:
    first each to the next server on its list, then all to nginx, with the configuration in deploy/.
    A teacher marks 20 students per second all the time. In the end all marks must be in the
    database, and every student's client must show the student's own.
    """
    with (
        tempfile.TemporaryDirectory(prefix="bench") as folder,
        replica_set(Path(folder) / "db", MEMBERS) as database,
    ):
        async with harness.all_cores(), fleet(harness, database.uri(DATABASE)) as restarted:
            rows = await _roll("", database, restarted, restarted.targets, harness.sizes.rolling)
            with _nginx(Path(folder) / "nginx", restarted) as proxy:
                students = harness.sizes.rolling_behind_nginx
                return rows + await _roll(" behind nginx", database, restarted, [proxy], students)


@contextmanager
def _nginx(folder: Path, restarted: Fleet) -> Iterator[Target]:
    """nginx in front of the servers. Raises `NotMeasured` if it is not installed."""
    program = find_program("nginx")
    if program is None:
        raise NotMeasured("nginx is not installed")
    urls = [target.url for target in restarted.targets]
    nginx = Nginx(program, folder, *urls, connections=PROXY_CONNECTIONS)
    try:
        nginx.start()
        yield evolve(Target.parse(nginx.url), tls=nginx.trust)
    finally:
        nginx.stop()


async def _roll(
    where: str,
    database: ReplicaSet,
    restarted: Fleet,
    targets: Sequence[Target],
    students: int,
) -> list[Row]:
    dice, sources = Random(SEED), cycle(SOURCES)
    lesson = await Lesson.start(database, restarted.targets[0], students)
    ids = [student.id for student in lesson.students]
    phones = [
        Phone(targets, student.token, student.id, dice, next(sources))
        for student in lesson.students
    ]
    teacher = lesson.teacher
    desk = Desk(lesson.class_id, ids, targets, teacher.token, teacher.id, dice, SOURCES[0])
    everyone = [desk, *phones]
    waiting = iter(everyone)

    async def connect() -> None:
        for phone in waiting:
            await phone.connect()

    await asyncio.gather(*(connect() for _ in range(CONNECTING)))
    staying = [asyncio.create_task(phone.stay()) for phone in everyone]
    marking = asyncio.create_task(desk.mark())
    try:
        await asyncio.sleep(PAUSE)
        for number in range(SERVERS):
            await restarted.stop(number)
            await restarted.start(number)
            await asyncio.sleep(PAUSE)
        marking.cancel()
        lost = await _lost(database, lesson, desk, phones)
    finally:
        for task in (marking, *staying):
            task.cancel()
        await asyncio.gather(marking, *staying, return_exceptions=True)
        for phone in everyone:
            if phone.socket:
                phone.socket.abort()
    return _rows(where, phones, desk, lost)


async def _lost(database: ReplicaSet, lesson: Lesson, desk: Desk, phones: Sequence[Phone]) -> int:
    """The number of marks that were lost. Waits until all is told. Raises `NotMeasured`."""
    deadline = time.perf_counter() + PATIENCE
    shown = dict(zip(desk.intended, phones, strict=False))
    while (
        desk.unanswered
        or not all(phone.socket for phone in phones)
        or any(phone.status != desk.intended[student] for student, phone in shown.items())
    ):
        if time.perf_counter() > deadline:
            stale = sum(phone.status != desk.intended[each] for each, phone in shown.items())
            raise NotMeasured(
                f"{len(desk.unanswered)} marks unanswered, {stale} clients show another status,"
                f" {sum(phone.socket is None for phone in phones)} are not connected"
            )
        await asyncio.sleep(POLL)
    if desk.errors:
        raise NotMeasured(f"{len(desk.errors)} errors: {desk.errors[0].decode()}")
    with database_of(database) as inside:
        session = inside.sessions.find_one({"_id": ObjectId(lesson.session_id)})
    saved = {student: mark["status"] for student, mark in session["marks"].items()}
    return sum(saved.get(student) != status for student, status in desk.intended.items())


def _rows(where: str, phones: Sequence[Phone], desk: Desk, lost: int) -> list[Row]:
    gaps = [gap for phone in (desk, *phones) for gap in phone.gaps]
    took = summary(gaps)
    return [
        Row(
            f"Rolling restart of {SERVERS} servers{where}, {len(phones):,} students: from the end"
            " of a connection to the next `WATCHING`",
            f"at most {LONGEST:g} s",
            f"p50 **{ms(took['p50'])}**, p99 **{ms(took['p99'])}**, longest **{took['max']:.2f} s**"
            f" of {len(gaps):,} gaps; the teacher's longest {max(desk.gaps):.2f} s",
            took["max"] <= LONGEST,
        ),
        Row(
            f"Rolling restart{where}: marks that were lost, of a teacher who marks {RATE:g} per"
            " second",
            "none",
            f"**{lost}** of the last mark of each of {len(desk.intended):,} students; every client"
            " shows its own",
            not lost,
        ),
    ]
