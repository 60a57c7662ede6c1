"""Storms of marks: every socket receives whole frames in order, whatever comes between them."""

import asyncio
import json
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, suppress
from socket import SO_SNDBUF, SOL_SOCKET
from typing import Any, TypeAlias

import jwt
import pymongo
import pytest
from aiohttp import ClientSession
from attrs import Factory, define, field
from bson import ObjectId

from attendance_server.live import heartbeat, reader, websocket
from attendance_server.live.frames import WebSocketCodec
from attendance_server.live.live_session import LiveSession
from attendance_server.live.rooms import Rooms
from attendance_server.live.sockets import Sockets
from attendance_server.live.websocket import WebSocketConnection
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store.sessions import Sessions as SavedSessions
from tests.conftest import SECRET
from tests.support.client import NUMBERS, PATIENCE, Client, Person
from tests.support.raw import CLOSE, PING, PONG, TEXT, Raw, closing, frame, frames_of, header

Database: TypeAlias = "pymongo.database.Database[dict[str, Any]]"

Mark: TypeAlias = tuple[str, str, str]
"""The class, the student and the status."""

CROWD = 24
"""Students of a class who listen, each over a socket."""

AHEAD = 60
"""Marks that a desk sends ahead of their answers, so that a storm takes many turns of the loop."""

LARGE = 1 << 16
"""A payload of this many bytes needs the longest form of a header."""

LIMIT = 64 * 1024
"""The most bytes that a frame from a client may have."""

BOUND = 64 * 1024
"""Bytes that may wait for a slow reader in these tests."""

SLOW = 3
"""Sockets of a crowd that stop reading."""

STORMS = 200
"""Storms after which a test gives up; what it waits for should happen long before."""


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
def settings(school_settings: Settings) -> Settings:
    return school_settings


@define
class Ear:
    """Reads a raw socket strictly, to its last byte, and answers pings.

    `events`: the events and their data. `beats`: for every ping from the server, how many events
    had come before it. `code`: that of the close frame, after which nothing may come.
    `chatty`: pings the server for every piece of its stream. `polite`: answers the close frame.
    """

    raw: Raw
    polite: bool = True
    chatty: bool = False
    events: list[tuple[str, Any]] = Factory(list)
    marks: list[Mark] = Factory(list)
    large: int = 0
    beats: list[int] = Factory(list)
    pinged: list[bytes] = Factory(list)
    pongs: list[bytes] = Factory(list)
    code: int | None = None
    rest: bytearray = Factory(bytearray)

    @classmethod
    async def open(cls, client: Client, person: Person, receive_buffer: int = 0) -> "Ear":
        """A socket that has joined its rooms."""
        ear = cls(await Raw.connect(client.url, person, receive_buffer=receive_buffer))
        ear.say("ANYTHING")
        await ear.until(lambda: bool(ear.events))
        assert ear.events.pop() == ("ERROR", {"message": "Unknown event", "code": "unknown_event"})
        return ear

    def say(self, event: str, **data: str) -> None:
        self.raw.write(frame(json.dumps({"event": event, "data": data}).encode()))

    def mark(self, marks: Iterable[Mark]) -> None:
        for class_id, student_id, status in marks:
            self.say("MARK_ATTENDANCE", classId=class_id, studentId=student_id, status=status)

    async def until(self, enough: Callable[[], bool]) -> None:
        """Read until there is enough; an end of the stream before that is a failure."""
        while not enough():
            assert await self._hear(), f"ended with {self.code} after {len(self.marks)} marks"

    async def receive_marks(self, marks: int) -> None:
        """Read until this many marks have arrived."""
        await self.until(lambda: len(self.marks) >= marks)

    async def answered(self, event: str) -> Any:
        """Read until that event arrives; return its data."""
        await self.until(lambda: any(name == event for name, _ in self.events))
        return next(data for name, data in self.events if name == event)

    async def to_the_end(self) -> None:
        """Read to the end of the stream, which must come after a close frame."""
        while await self._hear():
            pass
        assert self.code is not None, "ended without a close frame"
        assert not self.rest, "ended inside a frame"

    async def to_the_end_or_a_reset(self) -> None:
        with suppress(ConnectionError):
            while await self._hear():
                pass

    def stop_reading(self) -> None:
        self.raw.writer.transport.pause_reading()

    def read_on(self) -> None:
        self.raw.writer.transport.resume_reading()

    async def _hear(self) -> bool:
        chunk = await asyncio.wait_for(self.raw.reader.read(1 << 18), PATIENCE)
        self.rest += chunk
        for opcode, payload in frames_of(self.rest):
            assert self.code is None, f"after the close frame: {opcode} {payload!r}"
            self._take(opcode, payload)
        if chunk and self.chatty and self.code is None:
            number = len(self.pinged)
            self.pinged.append(b"%4d." % number * (number % 26))
            self.raw.write(frame(self.pinged[-1], PING))
        return bool(chunk)

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            message = json.loads(payload)
            event, data = message["event"], message["data"]
            self.events.append((event, data))
            self.large += len(payload) >= LARGE
            if event == "ATTENDANCE_MARKED":
                self.marks.append((data["classId"], data["studentId"], data["status"]))
        elif opcode == PING:
            self.beats.append(len(self.events))
            self.raw.write(frame(payload, PONG))
        elif opcode == PONG:
            self.pongs.append(payload)
        else:
            (self.code,) = struct.unpack("!H", payload[:2])
            if self.polite:
                self.raw.write(frame(payload, CLOSE))


@define
class Course:
    """A class with a running session, its teacher, and all its students.

    `sent`: the marks taken from the script so far. The script marks everyone present, then
    everyone absent, and so on, so that a missing or doubled mark shows.
    """

    class_id: str
    teacher: Person
    students: list[Person]
    sent: list[Mark] = Factory(list)
    script: Iterator[Mark] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.script = self._write()

    @classmethod
    async def begin(
        cls, client: Client, database: Database, teacher: Person, students: list[Person]
    ) -> "Course":
        class_id = ObjectId()
        database.classes.insert_one(
            {
                "_id": class_id,
                "className": "Algebra",
                "teacherId": ObjectId(teacher.id),
                "studentIds": [ObjectId(student.id) for student in students],
            }
        )
        await client.start(teacher, str(class_id))
        return cls(str(class_id), teacher, students)

    def next(self, count: int) -> list[Mark]:
        marks = [next(self.script) for _ in range(count)]
        self.sent += marks
        return marks

    def _write(self) -> Iterator[Mark]:
        while True:
            for status in ("present", "absent"):
                for student in self.students:
                    yield self.class_id, student.id, status


@define
class Ledger:
    """What went through `WebSocketConnection.write` and `WebSocketConnection.dismiss`.

    `writes`: their number per user. `longest`: the most bytes of one write; `unsent`: the most that
    waited for one client. `dismissed`: users whose socket the server closed, and the codes.
    """

    writes: Counter[str] = Factory(Counter)
    longest: int = 0
    unsent: int = 0
    dismissed: dict[str, int] = Factory(dict)


@define
class Hall:
    """A course, a socket of its teacher, and one of each of some of its students."""

    client: Client
    course: Course
    desk: Ear
    seats: list[Ear]

    @classmethod
    async def open(
        cls, client: Client, database: Database, size: int = CROWD, slow: int = 0
    ) -> "Hall":
        """A class of that size, at most `CROWD` of whom listen; `slow` of them do not read."""
        (teacher,) = people(database, "TEACHER", 1)
        course = await Course.begin(client, database, teacher, people(database, "STUDENT", size))
        buffers = [4096] * slow + [0] * (CROWD - slow)
        desk, *seats = await asyncio.gather(
            Ear.open(client, teacher),
            *(
                Ear.open(client, student, buffer)
                for student, buffer in zip(course.students, buffers, strict=False)
            ),
        )
        for seat in seats[:slow]:
            seat.stop_reading()
        return cls(client, course, desk, seats)

    @property
    def ears(self) -> list[Ear]:
        return [self.desk, *self.seats]

    async def storm(self, count: int, deaf: Sequence[Ear] = ()) -> None:
        """Send this many marks, pipelined, until all who are not deaf have received them."""
        self.desk.mark(self.course.next(count))
        goal = len(self.course.sent)
        await asyncio.gather(*(ear.receive_marks(goal) for ear in self.ears if ear not in deaf))

    async def storms(
        self, enough: Callable[[], bool], count: int = 500, deaf: Sequence[Ear] = ()
    ) -> None:
        """Send storms of this many marks until there have been enough."""
        for _ in range(STORMS):
            await self.storm(count, deaf)
            if enough():
                return
        pytest.fail(f"{STORMS} storms were not enough")

    async def long_storm(self, count: int) -> None:
        """Send this many marks, at most about `AHEAD` of them ahead of their answers."""
        for _ in range(0, count, 10):
            self.desk.mark(self.course.next(10))
            await self.desk.receive_marks(len(self.course.sent) - AHEAD)
        await self.desk.receive_marks(len(self.course.sent))


def people(database: Database, role: str, count: int) -> list[Person]:
    """Users with tokens, inserted without a sign-up: so many sign-ups would take too long."""
    expires_at = int(time.time()) + 3600
    created = []
    for number in (next(NUMBERS) for _ in range(count)):
        user_id, name = str(ObjectId()), f"{role.title()} {number}"
        token = jwt.encode({"userId": user_id, "role": role, "exp": expires_at}, SECRET, "HS256")
        created.append(Person(user_id, name, f"{role.lower()}{number}@school.test", role, token))
    database.users.insert_many(
        {
            "_id": ObjectId(person.id),
            "name": person.name,
            "email": person.email,
            "role": role,
            "passwordHash": b"",
        }
        for person in created
    )
    return created


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    ledger = Ledger()
    write, dismiss = WebSocketConnection.write, WebSocketConnection.dismiss

    def recorded_write(connection: WebSocketConnection, frames: bytes) -> None:
        write(connection, frames)
        ledger.writes[connection.user_id] += 1
        ledger.longest = max(ledger.longest, len(frames))
        ledger.unsent = max(ledger.unsent, connection.transport.get_write_buffer_size())

    def recorded_dismiss(connection: WebSocketConnection, code: int, reason: str) -> None:
        dismiss(connection, code, reason)
        ledger.dismissed.setdefault(connection.user_id, code)

    monkeypatch.setattr(WebSocketConnection, "write", recorded_write)
    monkeypatch.setattr(WebSocketConnection, "dismiss", recorded_dismiss)
    return ledger


@pytest.fixture
def patient_close(monkeypatch: pytest.MonkeyPatch) -> None:
    """A close frame may stay unanswered for as long as a storm lasts."""
    monkeypatch.setattr(reader, "CLOSE_TIMEOUT", PATIENCE)


async def test_heartbeats_land_between_the_frames_of_a_storm(
    client: Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "BEAT", 0.05)
    # Clients that send frames are pinged too, and none is given up on a slow machine.
    monkeypatch.setattr(heartbeat, "PINGED", 1)
    monkeypatch.setattr(heartbeat, "GIVEN_UP", 10**6)
    hall = await Hall.open(client, database)
    await hall.storm(100)
    await hall.storms(
        lambda: all(sum(beat > 0 for beat in ear.beats) >= 3 for ear in hall.seats), 100
    )
    await hall.storm(100)
    for ear in hall.ears:
        assert ear.marks == hall.course.sent


async def test_pongs_land_between_the_frames_of_a_storm(client: Client, database: Database) -> None:
    hall = await Hall.open(client, database)
    for ear in hall.ears:
        ear.chatty = True
    for _ in range(10):
        await hall.storm(50)
    for ear in hall.ears:
        ear.chatty = False
        await ear.until(lambda ear=ear: len(ear.pongs) == len(ear.pinged))
        assert len(ear.pinged) >= 10
        assert ear.pongs == ear.pinged
        assert ear.marks == hall.course.sent


async def test_large_frames_land_between_the_frames_of_a_storm(
    client: Client, database: Database
) -> None:
    hall = await Hall.open(client, database, size=2800)
    await hall.storm(2800)
    asker = await Ear.open(client, hall.course.teacher)
    asker.chatty = True
    for turn in range(1, 6):
        for ear in (asker, hall.desk):
            ear.say("WATCH")
            hall.desk.mark(hall.course.next(20))
            ear.say("GET_TODAY_SUMMARY")
        await hall.storm(20)
        for ear in (asker, hall.desk):
            await ear.until(lambda ear=ear, turn=turn: ear.large >= 2 * turn)
    for ear in hall.ears:
        assert ear.marks == hall.course.sent
    await asker.receive_marks(300)
    assert asker.marks == hall.course.sent[-300:]
    assert asker.large == hall.desk.large == 10


async def test_asking_during_a_storm_costs_no_marks(client: Client, database: Database) -> None:
    hall = await Hall.open(client, database)
    for _ in range(5):
        for ear in hall.seats:
            ear.say("CHECK_MY_STATUS")
            ear.say("WATCH")
        await hall.storm(100)
    for ear in hall.seats:
        await ear.until(lambda ear=ear: len(ear.events) == 500 + 2 * 5)
        assert ear.marks == hall.course.sent
        answers = [event for event, _ in ear.events if event != "ATTENDANCE_MARKED"]
        assert answers == ["MY_STATUS", "WATCHING"] * 5


async def test_concurrent_storms_of_two_desks_arrive_in_one_order_everywhere(
    client: Client, database: Database
) -> None:
    hall = await Hall.open(client, database)
    second = await Ear.open(client, hall.course.teacher)
    sent = hall.course.next(500)
    for number in range(0, 500, CROWD):
        # Each marks its own half of the class, so a mark shows which desk sent it.
        hall.desk.mark(sent[number : number + CROWD // 2])
        second.mark(sent[number + CROWD // 2 : number + CROWD])
    ears = [*hall.ears, second]
    await asyncio.gather(*(ear.receive_marks(500) for ear in ears))
    assert all(ear.marks == hall.desk.marks for ear in ears)
    for half in (hall.course.students[: CROWD // 2], hall.course.students[CROWD // 2 :]):
        own = {person.id for person in half}
        assert [mark for mark in second.marks if mark[1] in own] == [
            mark for mark in sent if mark[1] in own
        ]


@pytest.mark.parametrize(
    ("last", "code", "owed"),
    [
        pytest.param(closing(1000, b"bye"), 1000, False, id="goodbye"),
        pytest.param(frame(b"?", 0x3), 1002, False, id="against the protocol"),
        pytest.param(header(1 << 40), 1009, False, id="announced too much"),
        pytest.param(frame(b" " * (LIMIT + 1)), 1009, True, id="too large"),
    ],
)
@pytest.mark.usefixtures("patient_close")
async def test_no_byte_follows_a_close_frame_during_a_storm(
    client: Client, database: Database, last: bytes, code: int, owed: bool
) -> None:
    """Every other seat sends its last bytes, one after the other; `owed`: a close frame too."""
    hall = await Hall.open(client, database)
    leaving, staying = hall.seats[::2], hall.seats[1::2]
    over = asyncio.Event()

    async def leave(ear: Ear, after: int) -> None:
        ear.polite = False
        await ear.receive_marks(after)
        ear.raw.write(last)
        await ear.until(lambda: ear.code is not None)
        await over.wait()
        if owed:
            ear.raw.write(closing(1000))
        await ear.to_the_end()

    async with asyncio.TaskGroup() as group:
        for number, ear in enumerate(leaving, 1):
            group.create_task(leave(ear, 20 * number))
        await hall.long_storm(500)
        over.set()
    for ear in staying:
        await ear.receive_marks(500)
        assert ear.marks == hall.course.sent
    for ear in leaving:
        assert ear.code == code
        assert len(ear.marks) < 500
        assert ear.marks == hall.course.sent[: len(ear.marks)]


async def test_no_byte_follows_the_close_frame_of_a_server_that_stops_during_a_storm(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is stopped while marks are on their way to the database: they are sent first."""
    saving, stopping = asyncio.Event(), asyncio.Event()
    commit, close = SavedSessions.commit, Sockets.close

    async def held_commit(*args: Any) -> set[str]:
        if len(hall.desk.marks) >= 100:
            saving.set()
            await stopping.wait()
        return await commit(*args)

    async def recorded_close(sockets: Sockets, timeout: float, spread: float) -> None:
        stopping.set()
        await close(sockets, timeout, spread)

    async def stop(running: AsyncExitStack) -> None:
        await saving.wait()
        await running.aclose()

    monkeypatch.setattr(SavedSessions, "commit", held_commit)
    monkeypatch.setattr(Sockets, "close", recorded_close)
    async with ClientSession() as http, AsyncExitStack() as running:
        client = Client(await running.enter_async_context(serving(settings)), http)
        hall = await Hall.open(client, database)
        async with asyncio.TaskGroup() as group:
            group.create_task(stop(running))
            for ear in hall.seats:
                group.create_task(ear.to_the_end())
            while hall.desk.code is None:
                hall.desk.mark(hall.course.next(10))
                goal = len(hall.course.sent) - AHEAD
                await hall.desk.until(
                    lambda goal=goal: len(hall.desk.marks) >= goal or hall.desk.code is not None
                )
            await hall.desk.to_the_end()
    received = hall.desk.marks
    assert len(received) > 100
    assert received == hall.course.sent[: len(received)]
    for ear in hall.ears:
        assert (ear.code, ear.marks) == (1001, received)


@pytest.fixture
def small_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel buffers little, instead of megabytes, for a client that does not read."""
    join = Rooms.join

    def tightened(
        rooms: Rooms, connection: WebSocketConnection, sessions: Iterable[LiveSession]
    ) -> None:
        connection.transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_SNDBUF, 4096)
        join(rooms, connection, sessions)

    monkeypatch.setattr(Rooms, "join", tightened)


@pytest.fixture
def tight(small_kernel: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Little may wait for a client, so that a storm can be short."""
    monkeypatch.setattr(websocket, "MAX_UNSENT", BOUND)


@pytest.fixture
async def overrun(client: Client, database: Database, ledger: Ledger, tight: None) -> Hall:
    """A hall where the first seats stopped reading, after a storm in which they were cut off."""
    hall = await Hall.open(client, database, slow=SLOW)
    await hall.storms(lambda: len(ledger.dismissed) == SLOW, deaf=hall.seats[:SLOW])
    # Anything that they still received would show.
    await hall.storm(500, deaf=hall.seats[:SLOW])
    return hall


@pytest.mark.usefixtures("patient_close")
async def test_slow_readers_are_closed_with_1013_after_what_was_buffered(
    overrun: Hall, ledger: Ledger
) -> None:
    slow = overrun.seats[:SLOW]
    assert set(ledger.dismissed) == {person.id for person in overrun.course.students[:SLOW]}
    for ear in slow:
        ear.read_on()
        await ear.to_the_end()
        assert ear.code == 1013
        assert len(ear.marks) < len(overrun.course.sent)
        assert ear.marks == overrun.course.sent[: len(ear.marks)]


@pytest.mark.usefixtures("patient_close")
async def test_slow_readers_cost_the_other_sockets_no_frame(overrun: Hall) -> None:
    for ear in [overrun.desk, *overrun.seats[SLOW:]]:
        assert ear.marks == overrun.course.sent


@pytest.mark.usefixtures("patient_close", "overrun")
async def test_the_bytes_that_wait_for_slow_readers_are_bounded(ledger: Ledger) -> None:
    a_close_frame = 2 + 125
    assert BOUND < ledger.unsent <= BOUND + ledger.longest + a_close_frame


async def test_slow_readers_who_never_read_again_are_dropped(
    client: Client,
    database: Database,
    ledger: Ledger,
    tight: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reader, "CLOSE_TIMEOUT", 0.05)
    left: asyncio.Queue[WebSocketConnection] = asyncio.Queue()
    leave = Rooms.leave

    def recorded(rooms: Rooms, connection: WebSocketConnection) -> None:
        leave(rooms, connection)
        left.put_nowait(connection)

    monkeypatch.setattr(Rooms, "leave", recorded)
    hall = await Hall.open(client, database, slow=SLOW)
    await hall.storms(lambda: len(ledger.dismissed) == SLOW, deaf=hall.seats[:SLOW])
    dropped: dict[str, WebSocketConnection] = {}
    while not ledger.dismissed.keys() <= dropped.keys():
        connection = await asyncio.wait_for(left.get(), PATIENCE)
        dropped[connection.user_id] = connection
    assert all(dropped[user_id].transport.is_closing() for user_id in ledger.dismissed)
    for ear in hall.seats[:SLOW]:
        ear.read_on()
        await ear.to_the_end_or_a_reset()
        # What waited for them, the close frame included, was discarded.
        assert ear.code is None
        assert ear.marks == hall.course.sent[: len(ear.marks)]


@pytest.mark.usefixtures("patient_close")
async def test_slow_readers_who_reconnect_find_the_same_marks_as_everyone(
    overrun: Hall, client: Client
) -> None:
    last = {student_id: status for _, student_id, status in overrun.course.sent}
    for person in overrun.course.students[:SLOW]:
        reconnected = await Ear.open(client, person)
        reconnected.say("WATCH")
        (session,) = (await reconnected.answered("WATCHING"))["sessions"]
        assert session["status"] == (last[person.id] if last[person.id] == "present" else None)
        assert session["presentCount"] == list(last.values()).count("present")


@pytest.mark.usefixtures("patient_close", "tight")
async def test_a_slow_teacher_who_reconnects_finds_the_same_marks_as_everyone(
    client: Client, database: Database, ledger: Ledger
) -> None:
    hall = await Hall.open(client, database)
    teacher = hall.course.teacher
    slow = await Ear.open(client, teacher, receive_buffer=4096)
    slow.stop_reading()
    await hall.storms(lambda: bool(ledger.dismissed), 20 * CROWD)
    assert ledger.dismissed == {teacher.id: 1013}
    reconnected = await Ear.open(client, teacher)
    reconnected.say("WATCH")
    (session,) = (await reconnected.answered("WATCHING"))["sessions"]
    marks = [(mark["studentId"], mark["status"]) for mark in session["marks"]]
    # All were marked equally often, so the last round holds everyone's last mark.
    assert marks == [(student, status) for _, student, status in hall.course.sent[-CROWD:]]


@pytest.mark.usefixtures("small_kernel")
async def test_no_byte_follows_the_close_frame_of_a_slow_reader_who_breaks_the_protocol(
    client: Client, database: Database, ledger: Ledger
) -> None:
    hall = await Hall.open(client, database, slow=SLOW)
    slow = hall.seats[:SLOW]
    # With so much unsent, aiohttp waits before it closes the connection after its close frame.
    await hall.storms(lambda: ledger.unsent > 2 * BOUND, deaf=slow)
    for ear in slow:
        ear.raw.write(frame(b"?", 0x3))
    await hall.storm(500, deaf=slow)
    await hall.storm(500, deaf=slow)
    for ear in slow:
        ear.polite = False
        ear.read_on()
        await ear.to_the_end()
        assert ear.code == 1002
        assert len(ear.marks) < len(hall.course.sent)
        assert ear.marks == hall.course.sent[: len(ear.marks)]


@pytest.mark.usefixtures("patient_close", "tight")
async def test_large_answers_that_are_not_read_are_bounded(
    client: Client, database: Database, ledger: Ledger
) -> None:
    hall = await Hall.open(client, database, size=800)
    await hall.storm(800)
    asker = await Ear.open(client, hall.course.teacher, receive_buffer=4096)
    asker.stop_reading()
    for _ in range(200):
        asker.say("WATCH")
    await hall.storms(lambda: bool(ledger.dismissed), 1)
    asker.read_on()
    await asker.to_the_end()
    assert asker.code == 1013
    an_answer = max(len(json.dumps(data)) for event, data in asker.events if event == "WATCHING")
    assert an_answer > LARGE
    assert ledger.longest < 2 * an_answer


async def test_large_answers_requested_at_once_all_arrive(
    client: Client, database: Database
) -> None:
    hall = await Hall.open(client, database, size=800)
    await hall.storm(800)
    asker = await Ear.open(client, hall.course.teacher)
    for _ in range(30):
        asker.say("WATCH")
    await asker.until(lambda: asker.large == 30)


@define
class TwoRooms:
    """A teacher with two sessions; a student in each of them, and one in both."""

    desk: Ear
    courses: tuple[Course, Course]
    seats: tuple[Ear, Ear]
    between: Ear

    @classmethod
    async def open(cls, client: Client, database: Database) -> "TwoRooms":
        (teacher,) = people(database, "TEACHER", 1)
        ada, ben, cy = people(database, "STUDENT", 3)
        courses = [
            await Course.begin(client, database, teacher, students)
            for students in ([ada, cy], [ben, cy])
        ]
        desk, *seats, between = [
            await Ear.open(client, person) for person in (teacher, ada, ben, cy)
        ]
        return cls(desk, (courses[0], courses[1]), (seats[0], seats[1]), between)

    async def storm(self, count: int) -> list[Mark]:
        """Send this many marks, pipelined, to the two sessions in turn, until all have arrived."""
        sent = [
            mark for _ in range(count // 2) for course in self.courses for mark in course.next(1)
        ]
        self.desk.mark(sent)
        await asyncio.gather(
            self.desk.receive_marks(count),
            self.between.receive_marks(count),
            *(seat.receive_marks(count // 2) for seat in self.seats),
        )
        return sent


async def test_marks_in_two_sessions_are_answered_in_the_order_sent(
    client: Client, database: Database
) -> None:
    both = await TwoRooms.open(client, database)
    assert await both.storm(300) == both.desk.marks


async def test_each_of_two_rooms_receives_its_own_marks_in_order(
    client: Client, database: Database
) -> None:
    both = await TwoRooms.open(client, database)
    await both.storm(300)
    for course, seat in zip(both.courses, both.seats, strict=True):
        assert seat.marks == course.sent


async def test_a_socket_in_two_rooms_receives_each_session_in_order(
    client: Client, database: Database
) -> None:
    both = await TwoRooms.open(client, database)
    await both.storm(300)
    for course in both.courses:
        received = [mark for mark in both.between.marks if mark[0] == course.class_id]
        assert received == course.sent


async def test_the_frames_of_a_batch_are_sent_in_one_write_per_socket(
    client: Client, database: Database, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = 0
    commit = SavedSessions.commit

    async def counted(*args: Any) -> set[str]:
        nonlocal batches
        batches += 1
        return await commit(*args)

    monkeypatch.setattr(SavedSessions, "commit", counted)
    hall = await Hall.open(client, database)
    ledger.writes.clear()
    await hall.storm(500)
    people = [hall.course.teacher, *hall.course.students]
    assert ledger.writes.keys() == {person.id for person in people}
    assert set(ledger.writes.values()) <= set(range(1, batches + 1))
    assert batches < 50


@pytest.mark.parametrize("listeners", [1, 2 * CROWD])
async def test_a_mark_is_encoded_once_for_any_number_of_listeners(
    client: Client, database: Database, monkeypatch: pytest.MonkeyPatch, listeners: int
) -> None:
    encode = WebSocketCodec.encode
    encoded: list[object] = []

    def recorded(codec: WebSocketCodec, payload: Any) -> bytes:
        encoded.append(payload)
        return encode(codec, payload)

    (teacher,), (student,) = people(database, "TEACHER", 1), people(database, "STUDENT", 1)
    course = await Course.begin(client, database, teacher, [student])
    desk = await Ear.open(client, teacher)
    seats = [await Ear.open(client, student) for _ in range(listeners)]
    monkeypatch.setattr(WebSocketCodec, "encode", recorded)
    await Hall(client, course, desk, seats).storm(100)
    assert len(encoded) == 100
