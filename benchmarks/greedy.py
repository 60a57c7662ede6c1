"""One teacher's marks while the sockets of another teacher send as much as they can."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
from attrs import frozen

from attendance_server.loadtest.figures import summary
from attendance_server.loadtest.school import Person, School, open_school
from tests.support.raw import PING, frame, handshake

from .harness import PATIENCE, ROOT, Harness, NotMeasured, Row, ServerProcess, ms

ATTACKERS = 8
FRAMES = 10_000
"""Frames that an attacker sends at once, and again whenever it is disconnected."""

PER_CALL = 1_000
"""Marks that one request may contain."""

LOWEST_PRIORITY = 19
GETTING_BUSY = 0.2
"""Seconds from the start of the attack to the first measured mark."""

LONGEST = 20.0
"""Seconds after which measuring stops and the attackers hang up."""

FLOODS = {
    "WATCH": b'{"event": "WATCH"}',
    "GET_TODAY_SUMMARY": b'{"event": "GET_TODAY_SUMMARY"}',
    "pings": None,
}
"""What attackers send; `None`: ping frames."""

QUIET_TIMES, P99 = 2.0, 0.050
AT_REST = 0.05
"""Seconds of processor time in one second that count as idle."""


@frozen
class Attacked:
    """The seconds that marks took while attackers sent one kind of frame.

    `left`: processor seconds of the server, from one to two seconds after the attackers hung up.
    """

    flood: str
    seconds: Sequence[float]
    left: float


async def measure(harness: Harness) -> list[Row]:
    """A teacher's marks, each sent when the previous one has arrived, with and without an attack.

    Eight sockets of another teacher, who has a class of 10,000 marked students, send 10,000 frames
    each and read everything until they hang up. They reconnect when they are disconnected, and run
    at the lowest priority. The measured class has 30 students and one socket. The rate limit for
    frames is set out of reach, so that it does not protect the server.
    """
    sizes = harness.sizes
    async with harness.server() as server:
        crowd = await _crowd(harness, server)
        quiet, attacked = list[float](), list[Attacked]()
        async with open_desk(harness, server) as desk:
            await _marks(desk, sizes.greedy_marks)
            for flood in FLOODS:
                quiet += await _marks(desk, sizes.greedy_marks)
                attacked.append(await _attack(server, desk, crowd, flood, sizes.greedy_marks))
    return [row for one in attacked for row in _rows(quiet, one, sizes.greedy_class)]


async def _crowd(harness: Harness, server: ServerProcess) -> Person:
    """Create a large class with marks for all students, and return its teacher."""
    [teacher] = harness.insert_people(1, "TEACHER")
    students = harness.insert_people(harness.sizes.greedy_class)
    class_id = harness.insert_class(teacher, students)
    async with open_school(server.target) as school:
        await school.start(teacher, class_id)
        await _mark_all(school, teacher, class_id, [student.id for student in students])
    return teacher


async def _mark_all(school: School, teacher: Person, class_id: str, ids: Sequence[str]) -> None:
    at = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    for start in range(0, len(ids), PER_CALL):
        marks = [
            {"studentId": student, "status": "present", "at": at}
            for student in ids[start : start + PER_CALL]
        ]
        await school.call("POST", f"/attendance/{class_id}/marks", {"marks": marks}, teacher)


@frozen
class Desk:
    """The socket of a teacher, and the students of their class."""

    ws: aiohttp.ClientWebSocketResponse
    class_id: str
    students: Sequence[str]


@asynccontextmanager
async def open_desk(harness: Harness, server: ServerProcess) -> AsyncIterator[Desk]:
    [teacher] = harness.insert_people(1, "TEACHER")
    students = harness.insert_people(30)
    class_id = harness.insert_class(teacher, students)
    async with open_school(server.target) as school:
        await school.start(teacher, class_id)
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{server.url}/ws", params={"token": teacher.token}) as ws,
    ):
        yield Desk(ws, class_id, [student.id for student in students])


async def timed_mark(desk: Desk, number: int) -> float:
    """The seconds from sending a mark to the frame that reports it. `number`: counts marks."""
    student = desk.students[number % len(desk.students)]
    status = "present" if number // len(desk.students) % 2 else "absent"
    data = {"classId": desk.class_id, "studentId": student, "status": status}
    sent = time.perf_counter()
    await desk.ws.send_str(json.dumps({"event": "MARK_ATTENDANCE", "data": data}))
    answer = await desk.ws.receive_json(timeout=PATIENCE)
    if answer["event"] != "ATTENDANCE_MARKED":
        raise NotMeasured(f"a mark was answered with {answer}")
    return time.perf_counter() - sent


async def _marks(desk: Desk, count: int) -> list[float]:
    seconds = list[float]()
    until = time.perf_counter() + LONGEST
    while len(seconds) < count and time.perf_counter() < until:
        seconds.append(await timed_mark(desk, len(seconds)))
    return seconds


async def _attack(
    server: ServerProcess, desk: Desk, crowd: Person, flood: str, count: int
) -> Attacked:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__, server.url, crowd.token, flood),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        if process.stdout is None or await process.stdout.readline() != b"attacking\n":
            raise NotMeasured("the attackers were not let in")
        await asyncio.sleep(GETTING_BUSY)
        seconds = await _marks(desk, count)
    finally:
        process.kill()
        await process.wait()
    await asyncio.sleep(1)
    before = server.cpu
    await asyncio.sleep(1)
    return Attacked(flood, seconds, server.cpu - before)


def _rows(quiet: Sequence[float], attacked: Attacked, students: int) -> list[Row]:
    before, during = summary(quiet), summary(attacked.seconds)
    ratio = during["p50"] / before["p50"]
    name = (
        f"Greedy: {ATTACKERS} sockets with {FRAMES:,} {attacked.flood} each, {students:,} students"
    )
    return [
        Row(
            f"{name}; another teacher's marks",
            "p50 at most twice quiet, p99 at most 50 ms",
            f"p50 **{ratio:.2f} times** ({ms(during['p50'])} against {ms(before['p50'])}),"
            f" p99 **{ms(during['p99'])}** against {ms(before['p99'])}",
            ratio <= QUIET_TIMES and during["p99"] <= P99,
        ),
        Row(
            f"{name}; the server's work a second after they have hung up",
            "nothing left",
            f"**{ms(attacked.left)}** of processor time in a second",
            attacked.left <= AT_REST,
        ),
    ]


async def _flood(url: str, token: str, flood: str) -> None:
    """Attack until the process is killed."""
    text = FLOODS[flood]
    one = frame(b"", PING) if text is None else frame(text)
    target = url.removeprefix("http://").split(":")
    hello = handshake(url, path=f"/ws?token={token}")

    async def attacker() -> None:
        while True:
            try:
                reader, writer = await asyncio.open_connection(target[0], int(target[1]))
                writer.write(hello)
                await reader.readuntil(b"\r\n\r\n")
                writer.write(one * FRAMES)
                print("attacking", flush=True)
                while await reader.read(1 << 20):
                    pass
                writer.transport.abort()
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.01)

    await asyncio.gather(*(attacker() for _ in range(ATTACKERS)))


if __name__ == "__main__":
    os.nice(LOWEST_PRIORITY)
    asyncio.run(_flood(*sys.argv[1:]))
