"""The servers, the members of the replica set, and a school; all of them serve many rounds."""

import asyncio
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
import pymongo
from attrs import Factory, define, field
from bson import ObjectId
from pymongo.errors import OperationFailure
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from tests.chaos.rounds.history import Historian
from tests.support.client import Client, Person
from tests.support.mongo import Mongod, free_port
from tests.support.network import Network, Place
from tests.support.process import SECRET, Server
from tests.support.replica_set import MEMBERS, NAME, ReplicaSet
from tests.support.witness import insist

DATABASE = "rounds"
PORT = 3000
MONGO_PORT = 27017
ELECTION_TIMEOUT_MS = 2000

WRONG = (0, 1, -1)
"""How the clocks of the servers are wrong: one is right, one ahead, and one behind."""

OPLOG_MB = 8
"""Little, so that what a server has not followed can be gone from it soon."""

ROLLING = 60.0
"""Seconds in which it does."""

CHANGE_STREAM_HISTORY_LOST = 286

CLASSES = 2
STUDENTS = 24
MOVERS = 2
"""Students per class who are enrolled during rounds, and taken out again."""


@define
class Course:
    """A class, its teacher, the students who stay in it, and those who come and go."""

    class_id: str
    teacher: Person
    students: list[Person]
    movers: list[Person]


class RealServer:
    """One server process. `place`: where it runs, if the network is the tests' own.

    `struck`: a fault is about to be made, or is not over.
    """

    def __init__(
        self, name: str, folder: Path, uri: str, wrong_by: float, place: Place | None
    ) -> None:
        self.name = name
        self.place = place
        address = place.addresses["front"] if place else "127.0.0.1"
        port = PORT if place else free_port()
        self.url = f"http://{address}:{port}"
        self.process = Server(
            folder,
            MONGO_URI=uri,
            JWT_SECRET=SECRET,
            HOST=address,
            PORT=str(port),
            LOG_FORMAT="text",
            COMMIT_TIMEOUT="10s",
            TEACHER_SIGNUP="open",
            STUDENT_DIRECTORY="all",
        )
        shifted = ("-m", "tests.support.wrong_clock", str(wrong_by))
        self.process.command = [*(place.launcher if place else ()), sys.executable, *shifted]
        self.struck = False

    def pause(self) -> None:
        self.process.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.signal(signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()

    def start(self) -> None:
        self.process.start()

    def stop(self) -> int:
        return self.process.stop()

    def log(self) -> str:
        """What it has logged last that is out of the ordinary."""
        lines = [line for line in self.process.err.splitlines() if " INFO " not in line]
        return "\n".join(lines[-60:])


@define
class Bench:
    """Everything that a round needs. `network`: `None` where all is on loopback.

    `wrong_by`: seconds by which the clocks of servers are wrong.
    """

    folder: Path
    http: aiohttp.ClientSession
    network: Network | None
    count: int
    wrong_by: float
    servers: list[RealServer] = Factory(list)
    members: dict[str, Mongod] = Factory(dict)
    places: dict[str, Place] = Factory(dict)
    courses: list[Course] = Factory(list)
    historian: Historian = field(init=False)
    _set: ReplicaSet = field(init=False)
    _mongo: pymongo.MongoClient[dict[str, Any]] = field(init=False)

    @property
    def set(self) -> ReplicaSet:
        return self._set

    @property
    def urls(self) -> dict[str, str]:
        """The addresses of the servers by their names."""
        return {server.name: server.url for server in self.servers}

    async def open(self) -> None:
        """Start everything, and enrol everyone."""
        await asyncio.to_thread(self._start)
        async with asyncio.TaskGroup() as group:
            for server in self.servers:
                group.create_task(asyncio.to_thread(server.start))
        self.historian = Historian(self.set.uri(DATABASE), DATABASE)
        await asyncio.to_thread(self.historian.start)
        for _ in range(CLASSES):
            self.courses.append(await self._course())

    def _start(self) -> None:
        if self.network:
            self.network.open()
        for number in range(1, MEMBERS + 1):
            name = f"m{number}"
            if self.network:
                self.places[name] = self.network.place(name, "back")
            port = MONGO_PORT if self.network else free_port()
            self.members[name] = Mongod(
                self.folder / name,
                port,
                *("--replSet", NAME, "--oplogSize", str(OPLOG_MB), "--syncdelay", "5"),
                place=self.places.get(name),
            )
        self._set = ReplicaSet(list(self.members.values())).start(ELECTION_TIMEOUT_MS)
        uri = self._set.uri(DATABASE)
        self._mongo = pymongo.MongoClient(uri, tz_aware=True, timeoutMS=20_000)
        for number in range(1, self.count + 1):
            name = f"s{number}"
            if self.network:
                self.places[name] = self.network.place(name, "front", "back")
            # A server alone has its own clock, which has to be right.
            wrong_by = WRONG[number % len(WRONG)] * self.wrong_by if self.count > 1 else 0
            place = self.places.get(name)
            self.servers.append(RealServer(name, self.folder / name, uri, wrong_by, place))

    def close(self) -> None:
        if self.courses:
            self.historian.stop()
        for server in self.servers:
            server.kill()
        for member in self.members.values():
            member.resume()
            member.kill()
        if self.network:
            self.network.close()

    def member(self, role: str) -> str:
        """The name of the primary, or of a secondary."""
        for name, member in self.members.items():
            if self._set.role(member) == role:
                return name
        raise RuntimeError(f"no member is {role}")

    async def saved_sessions(self, class_id: str) -> list[dict[str, Any]]:
        """The sessions of a class as a majority of the members has them, the oldest first."""
        return await asyncio.to_thread(self._find, "sessions", {"classId": ObjectId(class_id)})

    async def saved_class(self, class_id: str) -> dict[str, Any]:
        return (await asyncio.to_thread(self._find, "classes", {"_id": ObjectId(class_id)}))[0]

    def _find(self, collection: str, query: dict[str, Any]) -> list[dict[str, Any]]:
        concern = ReadConcern("majority")
        found = self._mongo[DATABASE].get_collection(collection, read_concern=concern)
        return list(found.find(query).sort("_id"))

    def roll_oplog(self) -> None:
        """Write so much that a change stream cannot be resumed from where it is now."""
        sessions = self._mongo[DATABASE].sessions
        with sessions.watch() as stream:
            stream.try_next()
            token = stream.resume_token
        # By every member, one by one: what a member has not read may not go from the oplog, or it
        # could never follow again.
        everywhere = WriteConcern(w=MEMBERS)
        filler = self._mongo["filler"].get_collection("filler", write_concern=everywhere)
        deadline = time.monotonic() + ROLLING
        while self._can_resume(token):
            insist(time.monotonic() < deadline, "the oplog rolls over")
            for _ in range(OPLOG_MB):
                filler.insert_one({"filler": "x" * 1_000_000})
        filler.drop()

    def _can_resume(self, token: Any) -> bool:
        try:
            with self._mongo[DATABASE].sessions.watch(resume_after=token) as stream:
                stream.try_next()
        except OperationFailure as error:
            if error.code == CHANGE_STREAM_HISTORY_LOST:
                return False
            raise
        return True

    async def _course(self) -> Course:
        client = Client(self.servers[0].url, self.http)
        teacher = await client.teacher()
        people: Sequence[Person] = await asyncio.gather(
            *(client.student() for _ in range(STUDENTS + MOVERS))
        )
        students, movers = list(people[:STUDENTS]), list(people[STUDENTS:])
        class_id = await client.make_class(teacher, *students)
        return Course(class_id, teacher, students, movers)
