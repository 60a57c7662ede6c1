"""One teacher's marks while another class is flooded with codes, most of them wrong."""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

import attrs
import uvloop
from attrs import define, field, frozen
from bson import ObjectId

from attendance_server.accounts.claim_codes import ALPHABET
from attendance_server.loadtest.figures import summary
from attendance_server.loadtest.school import Person, open_school
from tests.support.raw import PONG, frame, handshake

from .greedy import Desk, open_desk, timed_mark
from .harness import PATIENCE, ROOT, SOURCES, Harness, NotMeasured, Row, ServerProcess, ms

QUIET_TIMES = 3.0
PACE = 50.0
"""Marks per second of the measured class."""

LOWER_PRIORITY = 5
TICK = 0.01
"""Seconds between two handfuls of codes."""

OPENING = 100
"""Sockets that are opened at a time."""

WRONG_CODES = 1_000
"""How many different wrong codes are sent in turns."""

ALIVE = frame(b"", PONG)
ERROR, TOO_MANY, WRONG = b'"ERROR"', b"Too many tries", b"Code is wrong"


@frozen
class Flood:
    """What was offered, and what came of it.

    `right`, `wrong`: codes that were sent. `refused`: right codes that were answered with an error.
    `looked_at`: wrong codes that were examined; `limited`: those that were one too many. `closed`:
    sockets with right codes that the server has closed.
    """

    right: int
    wrong: int
    refused: int
    looked_at: int
    limited: int
    closed: int


async def measure(harness: Harness) -> list[Row]:
    """p99 of a mark in a class of 30, while 3,000 right and 10,000 wrong codes a second are sent.

    They come from a process of lower priority, over the sockets of another class: half of its
    students send the right code again and again, the others wrong ones. The measured teacher marks
    50 times a second, before and during the flood. The rate limit for frames is out of reach, so
    that it does not protect the server. Students are told of their own marks only: the flooders
    could not read as fast as a room of thousands is told of everyone.
    """
    sizes = harness.sizes
    [teacher] = harness.insert_people(1, "TEACHER")
    students = harness.insert_people(2 * sizes.flooders)
    class_id = harness.insert_class(teacher, students)
    async with harness.server(SHARE_MARKS="own") as server, open_desk(harness, server) as desk:
        async with open_school(server.target) as school:
            session_id = await school.start(teacher, class_id)
        async with _flooding(harness, server, class_id, teacher, students) as process:
            quiet = await _marks(desk, sizes.flood_seconds)
            await _say(process, "flood")
            before = server.cpu
            during = await _marks(desk, sizes.flood_seconds)
            flood = Flood(**json.loads(await _line(process)))
            cpu = server.cpu - before
    honest = students[: sizes.flooders]
    marked = _marked(harness, session_id, honest)
    return _rows(quiet, during, flood, marked, len(honest), cpu)


def _rows(
    quiet: Sequence[float],
    during: Sequence[float],
    flood: Flood,
    marked: int,
    honest: int,
    cpu: float,
) -> list[Row]:
    before, beside = summary(quiet), summary(during)
    ratio = beside["p99"] / before["p99"]
    return [
        Row(
            f"Codes: {flood.right:,} right and {flood.wrong:,} wrong ones offered; p99 of a mark in"
            " another class",
            f"at most {QUIET_TIMES:g} times quiet",
            f"**{ratio:.2f} times**; {ms(beside['p99'])} against {ms(before['p99'])},"
            f" p50 {ms(beside['p50'])} against {ms(before['p50'])};"
            f" {1e6 * cpu / (flood.right + flood.wrong):.0f} µs of processor time a code",
            ratio <= QUIET_TIMES,
        ),
        Row(
            "Codes: those who send the right one meanwhile",
            "all are let in, no right code is refused",
            f"**{marked:,} of {honest:,}** let in, {flood.refused:,} of {flood.right:,} refused,"
            f" {flood.closed:,} sockets closed",
            marked == honest and not flood.refused and not flood.closed,
        ),
        Row(
            "Codes: wrong ones that are looked at",
            "limited per account and device",
            f"**{flood.looked_at:,}**; {flood.limited:,} were one too many",
            flood.limited > 0,
        ),
    ]


async def _marks(desk: Desk, length: float) -> list[float]:
    """The seconds from sending each mark to the frame that reports it, for `length` seconds."""
    seconds = list[float]()
    start = time.perf_counter()
    while (number := len(seconds)) < length * PACE:
        due = start + number / PACE
        if time.perf_counter() > start + 2 * length:
            break
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        seconds.append(await timed_mark(desk, number))
    return seconds


def _marked(harness: Harness, session_id: str, students: Sequence[Person]) -> int:
    with harness.database() as database:
        session = database.sessions.find_one({"_id": ObjectId(session_id)})
    return sum(student.id in session["marks"] for student in students)


@asynccontextmanager
async def _flooding(
    harness: Harness,
    server: ServerProcess,
    class_id: str,
    teacher: Person,
    students: Sequence[Person],
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process with all sockets open, which floods when it is told to."""
    sizes = harness.sizes
    plan = {
        "url": server.url,
        "class_id": class_id,
        "teacher": teacher.token,
        "right": [student.token for student in students[: sizes.flooders]],
        "wrong": [student.token for student in students[sizes.flooders :]],
        "right_rate": sizes.right_codes,
        "wrong_rate": sizes.wrong_codes,
        "length": sizes.flood_seconds,
    }
    file = harness.folder / "flood.json"
    file.write_text(json.dumps(plan))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__, str(file)),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        if await _line(process) != "ready":
            raise NotMeasured("the flooders were not let in")
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout
    async with asyncio.timeout(10 * PATIENCE):
        return (await process.stdout.readline()).decode().strip()


async def _say(process: asyncio.subprocess.Process, word: str) -> None:
    assert process.stdin
    process.stdin.write(f"{word}\n".encode())
    await process.stdin.drain()


@define(eq=False)
class Flooder(asyncio.Protocol):
    """A socket that counts the errors it gets, and keeps the last code that it was shown."""

    hello: bytes
    open: "asyncio.Future[None]" = field(factory=lambda: asyncio.get_running_loop().create_future())
    errors: Counter[bytes] = field(factory=Counter)
    link: str = ""
    closed: bool = False
    _transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._transport.write(self.hello)

    def data_received(self, data: bytes) -> None:
        if not self.open.done():
            self.open.set_result(None)
        if ERROR in data:
            self.errors[ERROR] += data.count(ERROR)
            for text in (WRONG, TOO_MANY):
                self.errors[text] += data.count(text)
        # A ping has no payload, and comes in a turn of its own or between other frames.
        if b"\x89\x00" in data:
            self.send(ALIVE)
        _, found, rest = data.rpartition(b'"link":"')
        if found:
            self.link = rest.partition(b'"')[0].decode()

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True

    def send(self, data: bytes) -> None:
        if not self.closed:
            self._transport.write(data)


async def _flood(plan: dict[str, Any]) -> None:
    """Open all sockets, and flood once a line comes in."""
    host, port = plan["url"].removeprefix("http://").split(":")
    sources = cycle(SOURCES)

    async def socket(token: str) -> Flooder:
        hello = handshake(plan["url"], path=f"/ws?token={token}")
        _, flooder = await asyncio.get_running_loop().create_connection(
            lambda: Flooder(hello), host, int(port), local_addr=(next(sources), 0)
        )
        await flooder.open
        return flooder

    async def sockets(tokens: Sequence[str]) -> list[Flooder]:
        made = list[Flooder]()
        waiting = iter(tokens)
        while batch := list(islice(waiting, OPENING)):
            made += await asyncio.gather(*map(socket, batch))
        return made

    [desk], right, wrong = [
        await sockets(tokens) for tokens in ([plan["teacher"]], plan["right"], plan["wrong"])
    ]
    desk.send(_event("OPEN_CHECK_IN", classId=plan["class_id"]))
    while not desk.link:
        await asyncio.sleep(TICK)
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    sent = await _offer(plan, desk, right, wrong)
    # What was sent last is answered within this time.
    await asyncio.sleep(1)
    errors = sum((flooder.errors for flooder in wrong), Counter[bytes]())
    flood = Flood(
        *sent,
        refused=sum(flooder.errors[ERROR] for flooder in right),
        looked_at=errors[WRONG],
        limited=errors[TOO_MANY],
        closed=sum(flooder.closed for flooder in right),
    )
    print(json.dumps(attrs.asdict(flood)), flush=True)


async def _offer(
    plan: dict[str, Any], desk: Flooder, right: list[Flooder], wrong: list[Flooder]
) -> tuple[int, int]:
    """Send codes at the given rates, and return how many."""
    rights, wrongs = cycle(right), cycle(wrong)
    wrong_frames = cycle(_wrong_frames(plan["class_id"]))
    shown, right_frame = "", b""
    sent = [0, 0]
    start = time.perf_counter()
    while (passed := time.perf_counter() - start) < plan["length"]:
        if desk.link != shown:
            shown = desk.link
            right_frame = _event("CHECK_IN", code=shown, classId=plan["class_id"])
        due = [int(passed * plan["right_rate"]), int(passed * plan["wrong_rate"])]
        for flooder in islice(rights, due[0] - sent[0]):
            flooder.send(right_frame)
        for flooder in islice(wrongs, due[1] - sent[1]):
            flooder.send(next(wrong_frames))
        sent = due
        await asyncio.sleep(TICK)
    return sent[0], sent[1]


def _wrong_frames(class_id: str) -> Iterator[bytes]:
    rng = Random(17)
    for _ in range(WRONG_CODES):
        yield _event("CHECK_IN", code="".join(rng.choices(ALPHABET, k=6)), classId=class_id)


def _event(name: str, **data: str) -> bytes:
    return frame(json.dumps({"event": name, "data": data}).encode())


if __name__ == "__main__":
    os.nice(LOWER_PRIORITY)
    uvloop.run(_flood(json.loads(Path(sys.argv[1]).read_text())))
