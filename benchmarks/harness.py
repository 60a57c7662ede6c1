"""What every figure needs: a database, servers on a core of their own, people and their sockets."""

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
from attendance_server.loadtest.check_in import CheckInPace
from attendance_server.loadtest.school import Person, open_school
from attendance_server.loadtest.socket_group import SocketGroup
from attendance_server.loadtest.target import Target
from tests.support.mongo import Mongod

from .term import Size

ROOT = Path(__file__).parent.parent
SECRET = "a secret that only the benchmarks know, 32 bytes or more"
DATABASE = "benchmarks"

START_TIMEOUT = 60.0
STOP_TIMEOUT = 30.0
PATIENCE = 60.0
"""Seconds without a delivery after which a measurement is given up."""

OPEN_FILES = 12_000
"""Open files for 10,000 sockets, for this process and for the server, with a margin."""

SOURCES = ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")
"""Local addresses for many connections: each has its own ports, and closed ports stay reserved for
a while."""

MARKED_AT_ONCE = 500
SCHOOL_PACE = CheckInPace(seconds=60, peak=100)
TERM = Size()
YEAR = Size(classes=1, sessions=200)


class NotMeasured(Exception):
    """A figure could not be measured. The text says why."""


@frozen
class Row:
    """A line of the table. `met`: whether the target was reached; `None` if there is none."""

    figure: str
    target: str
    measured: str
    met: bool | None = None


@frozen
class Sizes:
    """How much is measured."""

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
    check_in_pace: CheckInPace = SCHOOL_PACE
    flooders: int = 1_000
    flood_seconds: float = 30
    right_codes: int = 3_000
    wrong_codes: int = 10_000
    terms: int = 12
    old_codes: int = 1_000_000
    commits: int = 3_000
    members: Sequence[int] = (1, 3)
    servers: Sequence[int] = (1, 2, 4, 8)
    mark_rates: Sequence[float] = (20, 100, 500)
    commit_rates: Sequence[float] = (100, 500, 1_000)
    failovers: int = 5
    writers: Sequence[int] = (1, 2, 3, 6)
    write_rates: Sequence[float] = (20, 100, 1_000)
    rolling: int = 1_000
    rolling_behind_nginx: int = 300
    elections: Sequence[int] = (2_000, 800)
    district: int = 100_000

    @classmethod
    def quick(cls) -> "Sizes":
        """Small sizes that only check that the code runs; the figures mean nothing."""
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
            check_in_pace=CheckInPace(3, 50),
            flooders=30,
            flood_seconds=2,
            right_codes=100,
            wrong_codes=300,
            terms=1,
            old_codes=4_000,
            commits=20,
            members=(1,),
            servers=(1, 2),
            mark_rates=(20,),
            commit_rates=(20, 40),
            failovers=1,
            writers=(1, 2),
            write_rates=(20,),
            rolling=30,
            rolling_behind_nginx=20,
            elections=(800,),
            district=2_000,
        )


@define
class ServerProcess:
    """A server process: the real server, or one to compare it with."""

    url: str
    process: asyncio.subprocess.Process

    @property
    def target(self) -> Target:
        return Target.parse(self.url)

    @property
    def memory(self) -> int:
        """The resident memory of the process in bytes (VmRSS)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return 1024 * int(status.split("VmRSS:")[1].split()[0])

    @property
    def has_children(self) -> bool:
        """Whether it has started processes, such as those that hash passwords."""
        pid = self.process.pid
        return bool(Path(f"/proc/{pid}/task/{pid}/children").read_text())

    @property
    def cpu(self) -> float:
        """Processor seconds that all threads have used."""
        return cpu_of(self.process.pid)


@define
class Harness:
    """One run of the benchmarks: a database, and people who sign up once.

    With two cores or more, every server runs on the first and this client on the second. MongoDB
    runs where the kernel puts it.

    `uri`: of another database than the one in `mongod`, which the servers use.
    """

    sizes: Sizes
    mongod: Mongod
    folder: Path
    cores: Sequence[int] = field(factory=lambda: sorted(os.sched_getaffinity(0)))
    uri: str | None = None
    _people: list[Person] = Factory(list)

    @property
    def mongo_uri(self) -> str:
        return self.uri or self.mongod.uri + DATABASE

    def on(self, uri: str) -> "Harness":
        """The same, with the database at `uri`."""
        return attrs.evolve(self, uri=uri, people=[])

    @asynccontextmanager
    async def server(self, *, pinned: bool = True, **settings: str) -> AsyncIterator[ServerProcess]:
        """The real server, with cheap password hashes unless `settings` say otherwise.

        `pinned`: keep it off the client's core.
        """
        environment = {
            "PORT": "0",
            "MONGO_URI": self.mongo_uri,
            "JWT_SECRET": SECRET,
            "BCRYPT_ROUNDS": "4",
            # Counted as always, but out of reach: no teacher marks as fast as these bursts.
            "FRAMES_PER_SOCKET": "1000000/10s",
            **settings,
        }
        async with self._process("attendance_server", environment, pinned) as server:
            yield server

    @asynccontextmanager
    async def baseline(self, module: str = "benchmarks.baseline") -> AsyncIterator[ServerProcess]:
        """The server in `module`, which needs no settings."""
        async with self._process(module, {}, True) as server:
            yield server

    @asynccontextmanager
    async def bare_loop(self) -> AsyncIterator[ServerProcess]:
        """The server in `bare_loop`, on the same database."""
        uri = {"MONGO_URI": self.mongo_uri}
        async with self._process("benchmarks.bare_loop", uri, True) as server:
            yield server

    async def people(self, count: int) -> list[Person]:
        """A teacher and `count` students, who sign up over HTTP once and are reused."""
        if len(self._people) <= count:
            async with self.server() as server, open_school(server.target) as school:
                [teacher] = await school.people("teacher", 1)
                self._people = [teacher, *await school.people("student", count)]
        return self._people[: count + 1]

    def insert_people(self, count: int, role: str = "STUDENT") -> list[Person]:
        """Insert people into the database, for whom signing up would take too long."""
        with self.database() as database:
            return insert_people(database, count, role)

    def insert_class(self, teacher: Person, students: Sequence[Person]) -> str:
        """Insert a class with its students into the database, and return its id."""
        with self.database() as database:
            return insert_class(database, teacher, students)

    @contextmanager
    def database(self, uri: str | None = None) -> Iterator[Any]:
        """The database that the servers use, or the one at `uri`."""
        with pymongo.MongoClient[dict[str, Any]](uri or self.mongo_uri, tz_aware=True) as client:
            yield client.get_default_database()

    @asynccontextmanager
    async def all_cores(self) -> AsyncIterator[None]:
        """A context in which this client may run on all cores."""
        mine = os.sched_getaffinity(0)
        os.sched_setaffinity(0, set(self.cores))
        try:
            yield
        finally:
            os.sched_setaffinity(0, mine)

    def queries(self) -> int:
        """The number of queries that the database has answered so far."""
        with self.database() as database:
            status = database.client.admin.command("serverStatus")
        return int(status["opcounters"]["query"])

    @asynccontextmanager
    async def lesson(
        self, server: ServerProcess, students: int, kind: type[SocketGroup] = SocketGroup
    ) -> AsyncIterator[SocketGroup]:
        """A running session at the real server, with a socket for everyone in its class.

        `kind`: the class of their group.
        """
        teacher, *class_ = await self.people(students)
        async with open_school(server.target) as school:
            class_id = await school.make_class(teacher, class_)
        group = await started(server, teacher, class_, class_id, kind)
        async with attended(group, teacher, class_):
            yield group

    @asynccontextmanager
    async def strangers(
        self,
        server: ServerProcess,
        class_id: str,
        students: int,
        kind: type[SocketGroup] = SocketGroup,
    ) -> AsyncIterator[SocketGroup]:
        """The same number of sockets at a server without accounts."""
        ids = [f"{n:024x}" for n in range(students)]
        group = kind(server.target, kind.planned(class_id, ids))
        try:
            await group.join_teacher(None)
            await group.join([None] * students)
            yield group
            check(group)
        finally:
            await group.leave()

    @asynccontextmanager
    async def _process(
        self, module: str, settings: dict[str, str], pinned: bool
    ) -> AsyncIterator[ServerProcess]:
        core = {self.cores[0]} if pinned and len(self.cores) > 1 else set(self.cores)
        log = self.folder / f"{module}.log"
        with log.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", module),
                # Not the current folder, which may have a `.env`.
                cwd=self.folder,
                env={**_inherited(), **settings, "PYTHONPATH": str(ROOT)},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
        try:
            os.sched_setaffinity(process.pid, core)
            url = await _url(process)
            if url is None:
                raise NotMeasured(f"{module} did not start: {log.read_text()[-500:]}")
            yield ServerProcess(url, process)
        finally:
            await _stop(process)


@asynccontextmanager
async def harness(sizes: Sizes) -> AsyncIterator[Harness]:
    """A harness with a database in a temporary folder; everything is stopped at the end."""
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
    server: ServerProcess,
    teacher: Person,
    students: Sequence[Person],
    class_id: str,
    kind: type[SocketGroup] = SocketGroup,
) -> SocketGroup:
    """Start a session of a class, and return its group of sockets, which is still empty."""
    async with open_school(server.target) as school:
        session_id = await school.start(teacher, class_id)
    ids = [student.id for student in students]
    plan = kind.planned(class_id, ids, session_id=session_id, named=True)
    return kind(server.target, plan)


@asynccontextmanager
async def attended(
    group: SocketGroup, teacher: Person, students: Sequence[Person]
) -> AsyncIterator[SocketGroup]:
    """A context with everyone's socket open; at its end the session is ended and checked."""
    try:
        await group.join_teacher(teacher.token)
        await group.join([student.token for student in students], sources=SOURCES)
        await group.query_all(PATIENCE)
        check(group)
        yield group
        if not group.plan.done:
            await storm.end(group, PATIENCE, group.plan.class_id)
        check(group)
    finally:
        await group.leave()


def insert_people(database: Any, count: int, role: str) -> list[Person]:
    """Insert people, who cannot log in but have tokens, into a database."""
    ids = [ObjectId() for _ in range(count)]
    database.users.insert_many(
        {
            "_id": user_id,
            "name": f"{role.title()} {user_id}",
            "email": f"{user_id}@example.com",
            "role": role,
            "passwordHash": b"nobody logs in with this",
        }
        for user_id in ids
    )
    return [Person(str(each), f"{each}@example.com", token(str(each), role)) for each in ids]


def insert_class(database: Any, teacher: Person, students: Sequence[Person]) -> str:
    """Insert a class with its students into a database, and return its id."""
    result = database.classes.insert_one(
        {
            "className": "Benchmark",
            "teacherId": ObjectId(teacher.id),
            "studentIds": [ObjectId(student.id) for student in students],
        }
    )
    return str(result.inserted_id)


def check(group: SocketGroup) -> None:
    """Raises `NotMeasured` if a delivery was wrong: such a run has no figures."""
    if faults := group.faults():
        counts = {name: count for name, count in attrs.asdict(faults).items() if count}
        raise NotMeasured(f"deliveries were wrong: {counts}, {dict(group.errors)}")
    if group.errors:
        raise NotMeasured(f"{dict(group.errors)}")


def reset_peak(process: Path) -> None:
    """Restart the record of a process's peak memory. `process`: its folder in `/proc`."""
    (process / "clear_refs").write_text("5")


def peak_memory(process: Path) -> int:
    """The peak memory of a process in bytes (VmHWM); 0 if it has ended."""
    try:
        status = (process / "status").read_text()
    except OSError:
        return 0
    _, marker, value = status.partition("VmHWM:")
    return 1024 * int(value.split()[0]) if marker else 0


def cpu_of(pid: int) -> float:
    """Processor seconds that all threads of a process have used, to the nanosecond."""
    # The clock of a process has this number: clock_getcpuclockid(3).
    return time.clock_gettime(~pid << 3 | 2)


def token(user_id: str, role: str) -> str:
    """A token as the server signs it, valid for a day."""
    now = int(time.time())
    claims = {"userId": user_id, "role": role, "iat": now, "exp": now + 86_400}
    return jwt.encode(claims, SECRET, "HS256")


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _raise_file_limit() -> None:
    """Raise the limit of this process and the servers that inherit it. Raises `NotMeasured`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY not in (soft, hard) and hard < OPEN_FILES:
        raise NotMeasured(f"needs {OPEN_FILES} open files, and the limit is {hard}")
    if soft != resource.RLIM_INFINITY and soft < OPEN_FILES:
        resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, hard))


def _inherited() -> dict[str, str]:
    names = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in names if name in os.environ}


async def _url(process: asyncio.subprocess.Process) -> str | None:
    """The URL that the server prints; `None` if it ends before."""
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
