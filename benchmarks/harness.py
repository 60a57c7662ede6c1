"""What every figure needs: the database, servers on a core of their own, people, audiences."""

import asyncio
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import attrs
import jwt
import pymongo
from attrs import Factory, define, field, frozen
from bson import ObjectId

from attendance_server.loadtest import storm
from attendance_server.loadtest.audience import Audience
from attendance_server.loadtest.plan import Plan
from attendance_server.loadtest.school import Person, open_school
from attendance_server.loadtest.target import Target
from tests.support.mongo import Mongod

from .term import Size

ROOT = Path(__file__).parent.parent
SECRET = "a secret that only the benchmarks know, 32 bytes or more"
DATABASE = "benchmarks"

START_TIMEOUT = 60.0
STOP_TIMEOUT = 30.0
PATIENCE = 60.0
"""Seconds without a delivery after which a figure is given up."""

OPEN_FILES = 12_000
"""What 10,000 sockets need, here and at the server, with a margin."""

SOURCES = ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")
"""Where crowds connect from: each address has its own ports, and closed ones rest for a while."""

MARKED_AT_ONCE = 500
TERM = Size()
YEAR = Size(classes=1, sessions=200)


class NotMeasured(Exception):
    """A figure could not be measured; its text says why."""


@frozen
class Row:
    """A line of the table. `met`: whether the target is reached; `None` where there is none."""

    figure: str
    target: str
    measured: str
    met: bool | None = None


@frozen
class Sizes:
    """How much is measured. Quick ones try the code out; their figures mean nothing."""

    students: int = 1000
    marks: int = MARKED_AT_ONCE
    rounds: int = 7
    pace_marks: int = 100
    idle: int = 10_000
    crowd: Sequence[int] = (100, 1_000, 10_000)
    sessions: Sequence[int] = (1, 100, 1_000)
    session_marks: int = 20_000
    slow: int = 50
    slow_bursts: int = 60
    greedy_class: int = 10_000
    greedy_marks: int = 400
    logins: int = 200
    too_many_logins: int = 2_000
    term: Size = TERM
    year: Size = YEAR

    @classmethod
    def quick(cls) -> "Sizes":
        return cls(
            students=100,
            marks=100,
            rounds=2,
            pace_marks=20,
            idle=300,
            crowd=(50, 200),
            sessions=(1, 10),
            session_marks=100,
            slow=5,
            slow_bursts=6,
            greedy_class=1_000,
            greedy_marks=60,
            logins=30,
            too_many_logins=200,
            term=Size(4, 60, 12),
            year=Size(1, 60, 20),
        )


@define
class Server:
    """A server process: the real one or one to compare it with."""

    url: str
    process: asyncio.subprocess.Process

    @property
    def target(self) -> Target:
        return Target.parse(self.url)

    @property
    def memory(self) -> int:
        """Bytes of the process's memory that are in RAM (VmRSS)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return 1024 * int(status.split("VmRSS:")[1].split()[0])

    @property
    def cpu(self) -> float:
        """Seconds that its threads have spent on a processor."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


@define
class Harness:
    """One run of the benchmarks: a database, and people who have signed up once.

    Where there are two cores or more, every server runs on the first and this client on the
    second. MongoDB runs wherever the kernel puts it.
    """

    sizes: Sizes
    mongod: Mongod
    folder: Path
    cores: Sequence[int] = field(factory=lambda: sorted(os.sched_getaffinity(0)))
    _people: list[Person] = Factory(list)

    @property
    def mongo_uri(self) -> str:
        return self.mongod.uri + DATABASE

    @asynccontextmanager
    async def server(self, *, pinned: bool = True, **settings: str) -> AsyncIterator[Server]:
        """The real server, with cheap passwords unless told otherwise.

        `pinned`: keep it off the client's core.
        """
        environment = {
            "PORT": "0",
            "MONGO_URI": self.mongo_uri,
            "JWT_SECRET": SECRET,
            "BCRYPT_ROUNDS": "4",
            # Counted as ever, and out of reach: bursts without a pause are more than a teacher's.
            "FRAMES_PER_SOCKET": "1000000/10s",
            **settings,
        }
        async with self._process("attendance_server", environment, pinned) as server:
            yield server

    @asynccontextmanager
    async def baseline(self) -> AsyncIterator[Server]:
        """The naive server."""
        async with self._process("benchmarks.baseline", {}, True) as server:
            yield server

    @asynccontextmanager
    async def bare_loop(self) -> AsyncIterator[Server]:
        """The bare loop, on the same database."""
        uri = {"MONGO_URI": self.mongo_uri}
        async with self._process("benchmarks.bare_loop", uri, True) as server:
            yield server

    async def people(self, count: int) -> list[Person]:
        """A teacher and `count` students, who sign up over HTTP and are used again."""
        if len(self._people) <= count:
            async with self.server() as server, open_school(server.target) as school:
                [teacher] = await school.people("teacher", 1)
                self._people = [teacher, *await school.people("student", count)]
        return self._people[: count + 1]

    def insert_people(self, count: int, role: str = "STUDENT") -> list[Person]:
        """As many people as signing up would take too long for, put into the database."""
        made = [ObjectId() for _ in range(count)]
        with self.database() as database:
            database.users.insert_many(
                {
                    "_id": user,
                    "name": f"Student {user}",
                    "email": f"{user}@example.com",
                    "role": role,
                    "passwordHash": b"nobody logs in with this",
                }
                for user in made
            )
        return [Person(str(user), f"{user}@example.com", token(str(user), role)) for user in made]

    def insert_class(self, teacher: Person, students: Sequence[Person]) -> str:
        """A class that is not enrolled one by one; its id."""
        with self.database() as database:
            made = database.classes.insert_one(
                {
                    "className": "Benchmark",
                    "teacherId": ObjectId(teacher.id),
                    "studentIds": [ObjectId(student.id) for student in students],
                }
            )
        return str(made.inserted_id)

    @contextmanager
    def database(self, uri: str | None = None) -> Iterator[Any]:
        """The servers' database, or another."""
        with pymongo.MongoClient[dict[str, Any]](uri or self.mongo_uri, tz_aware=True) as client:
            yield client.get_default_database()

    @asynccontextmanager
    async def all_cores(self) -> AsyncIterator[None]:
        """The block's client runs on whatever core is free."""
        mine = os.sched_getaffinity(0)
        os.sched_setaffinity(0, set(self.cores))
        try:
            yield
        finally:
            os.sched_setaffinity(0, mine)

    def queries(self) -> int:
        """How many queries the database has answered so far."""
        with self.database() as database:
            status = database.client.admin.command("serverStatus")
        return int(status["opcounters"]["query"])

    @asynccontextmanager
    async def lesson(self, server: Server, students: int) -> AsyncIterator[Audience]:
        """A running session of the real server, with a socket for everyone in its class."""
        teacher, *class_ = await self.people(students)
        async with open_school(server.target) as school:
            class_id = await school.make_class(teacher, class_)
        audience = await started(server, teacher, class_, class_id)
        async with attended(audience, teacher, class_):
            yield audience

    @asynccontextmanager
    async def strangers(
        self, server: Server, class_id: str, students: int
    ) -> AsyncIterator[Audience]:
        """The same number of sockets at a server that knows no accounts."""
        audience = Audience(server.target, Plan(class_id, [f"{n:024x}" for n in range(students)]))
        try:
            await audience.join_teacher(None)
            await audience.join([None] * students)
            yield audience
            check(audience)
        finally:
            await audience.leave()

    @asynccontextmanager
    async def _process(
        self, module: str, settings: dict[str, str], pinned: bool
    ) -> AsyncIterator[Server]:
        core = {self.cores[0]} if pinned and len(self.cores) > 1 else set(self.cores)
        log = self.folder / module
        with log.open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", module),
                # Not where somebody's `.env` lies.
                cwd=self.folder,
                env={**_inherited(), **settings, "PYTHONPATH": str(ROOT)},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
                preexec_fn=lambda: os.sched_setaffinity(0, core),
            )
        try:
            url = await _url(process)
            if url is None:
                raise NotMeasured(f"{module} did not start: {log.read_text()[-500:]}")
            yield Server(url, process)
        finally:
            await _stop(process)


@asynccontextmanager
async def harness(sizes: Sizes) -> AsyncIterator[Harness]:
    """A database of its own in a temporary folder; everything is stopped at the end."""
    _raise_file_limit()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        mongod = Mongod(Path(folder) / "m").start()
        made = Harness(sizes, mongod, Path(folder))
        try:
            if len(made.cores) > 1:
                os.sched_setaffinity(0, {made.cores[1]})
            yield made
        finally:
            os.sched_setaffinity(0, set(made.cores))
            mongod.kill()


async def started(
    server: Server, teacher: Person, students: Sequence[Person], class_id: str
) -> Audience:
    """The session of a class, running, and nobody there yet."""
    async with open_school(server.target) as school:
        session_id = await school.start(teacher, class_id)
    ids = [student.id for student in students]
    return Audience(server.target, Plan(class_id, ids, session_id=session_id, named=True))


@asynccontextmanager
async def attended(
    audience: Audience, teacher: Person, students: Sequence[Person]
) -> AsyncIterator[Audience]:
    """The block runs with everyone's socket open; then the session is ended and checked."""
    try:
        await audience.join_teacher(teacher.token)
        await audience.join([student.token for student in students], sources=SOURCES)
        await audience.call_the_roll(PATIENCE)
        check(audience)
        yield audience
        if not audience.plan.done:
            await storm.end(audience, PATIENCE, audience.plan.class_id)
        check(audience)
    finally:
        await audience.leave()


def check(audience: Audience) -> None:
    """Raises `NotMeasured` where a delivery was wrong: such a run has no figures."""
    if faults := audience.faults():
        told = {name: count for name, count in attrs.asdict(faults).items() if count}
        raise NotMeasured(f"deliveries were wrong: {told}, {dict(audience.errors)}")
    if audience.errors:
        raise NotMeasured(f"{dict(audience.errors)}")


def token(user_id: str, role: str) -> str:
    """A token as the server signs it, good for a day."""
    now = int(time.time())
    claims = {"userId": user_id, "role": role, "iat": now, "exp": now + 86_400}
    return jwt.encode(claims, SECRET, "HS256")


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _raise_file_limit() -> None:
    """For this process and the servers, which inherit it. Raises `NotMeasured`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY not in (soft, hard) and hard < OPEN_FILES:
        raise NotMeasured(f"needs {OPEN_FILES} open files, and the limit is {hard}")
    if soft != resource.RLIM_INFINITY and soft < OPEN_FILES:
        resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, hard))


def _inherited() -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ}


async def _url(process: asyncio.subprocess.Process) -> str | None:
    """Where the server says that it listens; `None` where it ends before."""
    line = b""
    if process.stdout:
        async with asyncio.timeout(START_TIMEOUT):
            line = await process.stdout.readline()
    return line.split()[-1].decode() if line.startswith(b"listening on") else None


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(STOP_TIMEOUT):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
