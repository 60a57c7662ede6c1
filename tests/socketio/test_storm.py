"""Storms of marks: every packet whole and in order, whatever comes between them, on any transport.

Every byte of a WebSocket is read strictly, and what a client hears must be what the desk was told.
"""

import asyncio
import json
import struct
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from attrs import Factory, define

from attendance_server.live import heartbeat
from attendance_server.settings import Settings
from tests.chaos.test_storm import LARGE, Course, Database, Hall, Mark, people
from tests.chaos.test_storm import Ear as NativeEar
from tests.support.client import PATIENCE, Client, Person
from tests.support.engine import PATH, EngineSocket, Polling, dial
from tests.support.raw import CLOSE, PING, PONG, TEXT, Raw, frame, frames_of

STUDENTS = 3200
"""Enough that a `TODAY_SUMMARY` is a large frame, even once 600 of them are absent."""


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
def settings(school_settings: Settings) -> Settings:
    return school_settings


@define
class Record:
    """What a client of Socket.IO has heard.

    `pings`: for every ping of Engine.IO, how many packets had come before it.
    """

    packets: list[str] = Factory(list)
    marks: list[Mark] = Factory(list)
    pings: list[int] = Factory(list)
    large: int = 0

    def take(self, packet: str) -> None:
        if packet == "2":
            self.pings.append(len(self.packets))
        elif packet != "6":
            self.packets.append(packet)
            self.large += len(packet) >= LARGE
            if packet.startswith("42"):
                event, data = json.loads(packet[2:])
                if event == "ATTENDANCE_MARKED":
                    self.marks.append((data["classId"], data["studentId"], data["status"]))


@define
class Ear:
    """Reads a WebSocket of Socket.IO strictly, to its last byte, and answers pings."""

    raw: Raw
    heard: Record = Factory(Record)
    pongs: list[bytes] = Factory(list)
    code: int | None = None
    rest: bytearray = Factory(bytearray)

    @classmethod
    async def open(cls, client: Client, person: Person) -> "Ear":
        path = f"{PATH}?EIO=4&transport=websocket"
        ear = cls(await Raw.connect(client.url, path=path))
        ear.say("40" + json.dumps({"token": person.token}))
        await ear.until(lambda: len(ear.heard.packets) == 2)
        return ear

    def say(self, packet: str) -> None:
        self.raw.write(frame(packet.encode()))

    async def until(self, enough: Callable[[], bool]) -> None:
        while not enough():
            assert await self.hear(), f"ended with {self.code} after {len(self.heard.marks)} marks"

    async def to_the_end(self) -> None:
        while await self.hear():
            pass
        assert self.code is not None, "ended without a close frame"
        assert not self.rest, "ended inside a frame"

    async def hear(self) -> bool:
        chunk = await asyncio.wait_for(self.raw.reader.read(1 << 18), PATIENCE)
        self.rest += chunk
        heard = len(self.heard.packets)
        for opcode, payload in frames_of(self.rest):
            assert self.code is None, f"after the close frame: {opcode} {payload!r}"
            self._take(opcode, payload)
        if len(self.heard.packets) > heard and self.code is None:
            # The server's pongs come between the packets too.
            self.raw.write(frame(b"?", PING))
        return bool(chunk)

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            self.heard.take(payload.decode())
            if payload == b"2":
                self.say("3")
        elif opcode == PONG:
            self.pongs.append(payload)
        else:
            assert opcode == CLOSE, opcode
            (self.code,) = struct.unpack("!H", payload[:2])
            self.raw.write(frame(payload, CLOSE))


async def storm(hall: Hall, count: int, *tasks: Any) -> None:
    """Send marks, a few of them ahead of their answers, while these coroutines run."""
    # As a whole: pings never let a single read wait long.
    async with asyncio.timeout(3 * PATIENCE), asyncio.TaskGroup() as group:
        for task in tasks:
            group.create_task(task)
        group.create_task(hall.long_storm(count))


async def open_hall(client: Client, database: Database) -> Hall:
    """A large class with a native desk, and no other native socket."""
    (teacher,) = people(database, "TEACHER", 1)
    students = people(database, "STUDENT", STUDENTS)
    course = await Course.begin(client, database, teacher, students)
    return Hall(client, course, await NativeEar.open(client, teacher), [])


async def test_pings_large_frames_and_closes_come_between_whole_packets(
    client: Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "BEAT", 0.05)
    monkeypatch.setattr(heartbeat, "GIVEN_UP", 10**6)
    hall = await open_hall(client, database)
    await hall.storm(STUDENTS)
    course = hall.course
    total = len(course.sent) + 600
    seats = [await Ear.open(client, student) for student in course.students[:6]]
    assistant = await Ear.open(client, course.teacher)
    leaving, staying = seats[:2], [*seats[2:], assistant]
    start = len(course.sent)

    async def ask_much() -> None:
        # Each is answered with two large packets: the event, and that for the callback.
        while len(assistant.heard.marks) < 600:
            assistant.say('427["GET_TODAY_SUMMARY"]')
            answers = assistant.heard.large // 2 + 1
            await assistant.until(partial(answered, answers))

    def answered(answers: int) -> bool:
        return assistant.heard.large >= 2 * answers

    async def leave(ear: Ear, student: Person) -> None:
        await ear.until(lambda: len(ear.heard.marks) >= 100)
        await client.post("/auth/logout", None, student.token)
        await ear.to_the_end()

    def all_heard(ear: Ear) -> Callable[[], bool]:
        return lambda: len(ear.heard.marks) >= 600 and bool(ear.heard.pings)

    await storm(
        hall,
        600,
        ask_much(),
        *map(leave, leaving, course.students),
        *(ear.until(all_heard(ear)) for ear in staying if ear is not assistant),
    )
    await assistant.until(all_heard(assistant))
    assert len(course.sent) == total
    for ear in staying:
        assert ear.heard.marks == course.sent[start:]
        assert ear.pongs
        assert any(0 < at < len(ear.heard.packets) for at in ear.heard.pings)
    assert assistant.heard.large >= 2
    for ear in leaving:
        assert ear.heard.packets[-2:] == [
            '42["ERROR",{"message":"Unauthorized or invalid token","code":"unauthorized"}]',
            "41",
        ]
        assert ear.code == 4401
        assert ear.heard.marks == course.sent[start : start + len(ear.heard.marks)]


async def test_clients_upgrade_in_a_storm_and_lose_and_double_nothing(
    client: Client, database: Database
) -> None:
    hall = await open_hall(client, database)
    students = hall.course.students[:6]
    goal = 1500

    async def polled(student: Person, upgrade_at: int | None) -> Record:
        session, heard = await Polling.let_in(client, student), Record()
        joined.append(student)

        async def poll() -> None:
            status, text = await session.poll()
            assert status == 200, text
            for packet in text.split("\x1e"):
                heard.take(packet)

        while len(heard.marks) < (goal if upgrade_at is None else upgrade_at):
            await poll()
        if upgrade_at is None:
            return heard
        # As clients do it: the last poll goes on while the WebSocket is tried out.
        last = asyncio.create_task(poll())
        socket = EngineSocket(await dial(client, session.sid))
        await socket.send("2probe")
        assert await socket.raw() == "3probe"
        await last
        await socket.send("5")
        assert len(heard.marks) < goal
        while len(heard.marks) < goal:
            heard.take(await socket.packet())
        return heard

    joined: list[Person] = []

    async def begin() -> None:
        while len(joined) < len(students):
            await asyncio.sleep(0.01)
        await hall.long_storm(goal)

    async with asyncio.timeout(3 * PATIENCE), asyncio.TaskGroup() as group:
        upgrades = (1, 50, 200, 350, 500, None)
        records = [
            group.create_task(polled(student, at))
            for student, at in zip(students, upgrades, strict=True)
        ]
        group.create_task(begin())
    for record in records:
        assert record.result().marks == hall.course.sent
