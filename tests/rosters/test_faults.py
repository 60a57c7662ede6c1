"""An interrupted import takes effect completely or not at all."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pymongo
import pytest
from attrs import define

from attendance_server.errors.server import StorageUnavailable
from attendance_server.rosters.imports import BATCH
from attendance_server.settings import Settings
from attendance_server.store import Store
from attendance_server.store.client import DATABASE
from attendance_server.store.imports import Departures, NewStudent
from tests.support.client import PATIENCE, Answer, Client, Person
from tests.support.mongo import Mongod
from tests.support.process import SECRET, Server
from tests.support.roster import csv_of, known_student, outcomes, roster, take

NO_ID = "0" * 24
NEW = [(f"New {number}", f"new{number}@school.test") for number in range(BATCH + 20)]


@pytest.fixture(scope="module")
def mongod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mongod]:
    """A mongod that a test can make wait or fail at a certain command."""
    mongod = Mongod(tmp_path_factory.mktemp("m"), None, "--setParameter", "enableTestCommands=1")
    yield mongod.start()
    mongod.kill()


@define
class School:
    """A server with its own database, and a class with a running session."""

    server: Server
    admin: Any
    database: Any
    http: aiohttp.ClientSession
    teacher: Person
    enrolled: Person
    known: Person
    class_id: str

    @property
    def client(self) -> Client:
        return Client(self.server.url, self.http)

    @property
    def file(self) -> bytes:
        return csv_of(
            *((student.name, student.email) for student in (self.enrolled, self.known)), *NEW
        )

    async def take(self) -> Answer:
        return await take(self.client, self.teacher, self.class_id, self.file)

    @contextmanager
    def failing(self, command: str, collection: str, skip: int, **how: object) -> Iterator[int]:
        """Make a command of the server fail or wait; the yielded count is for `reached`."""
        fault = {
            "failCommands": [command],
            "namespace": f"{self.database.name}.{collection}",
            "appName": "attendance-server",
            **how,
        }
        mode: Any = {"skip": skip} if skip else "alwaysOn"
        fail_point = self.admin.command("configureFailPoint", "failCommand", mode=mode, data=fault)
        try:
            yield fail_point["count"]
        finally:
            self.admin.command("configureFailPoint", "failCommand", mode="off")

    async def reached(self, times_entered: int) -> None:
        """Wait until a command has run into the failure."""
        await asyncio.to_thread(
            self.admin.command,
            "waitForFailPoint",
            "failCommand",
            timesEntered=times_entered + 1,
            maxTimeMS=int(PATIENCE * 1000),
        )

    async def forget(self) -> None:
        """Kill the operations that the database still runs for a killed server."""
        own = {"active": True, "ns": {"$regex": f"^{self.database.name}[.]"}}
        async with asyncio.timeout(PATIENCE):
            while remaining := list(self.admin.aggregate([{"$currentOp": {}}, {"$match": own}])):
                for operation in remaining:
                    self.admin.command("killOp", op=operation["opid"])
                await asyncio.sleep(0.01)

    def accounts(self) -> int:
        """How many of the new accounts on the roster exist."""
        count: int = self.database.users.count_documents({"email": {"$regex": "^new"}})
        return count

    def pending(self) -> int:
        count: int = self.database.users.count_documents({"import": {"$exists": True}})
        return count

    async def check(self, happened: bool) -> None:
        """All students are in the class and on the roster of the running session, or none."""
        now = await roster(self.client, self.teacher, self.class_id)
        emails = [self.enrolled.email] + [self.known.email] * happened
        emails += [email for _, email in NEW] * happened
        assert [student["email"] for student in now] == emails
        class_, session = self.database.classes.find_one(), self.database.sessions.find_one()
        assert [str(each) for each in class_["studentIds"]] == [each["studentId"] for each in now]
        assert set(session["roster"]) == set(class_["studentIds"])
        assert self.accounts() == len(NEW) * happened
        assert self.pending() == 0


@pytest.fixture
async def school(
    mongod: Mongod, tmp_path: Path, http: aiohttp.ClientSession
) -> AsyncIterator[School]:
    uri = f"{mongod.uri}{DATABASE}{uuid.uuid4().hex}"
    server = Server(
        tmp_path / "s", MONGO_URI=uri, JWT_SECRET=SECRET, COMMIT_TIMEOUT="2s", LOG_FORMAT="text"
    ).start()
    try:
        with pymongo.MongoClient[dict[str, Any]](uri) as mongo:
            client = Client(server.url, http)
            teacher = await client.teacher()
            enrolled = await client.student()
            class_id = await client.make_class(teacher, enrolled)
            known = await known_student(client, teacher)
            await client.start(teacher, class_id)
            database = mongo.get_default_database()
            yield School(server, mongo.admin, database, http, teacher, enrolled, known, class_id)
    finally:
        server.kill()


POINTS = [
    ("insert", "users", 1, False),
    ("findAndModify", "classes", 0, False),
    ("update", "sessions", 0, True),
    ("update", "users", 0, True),
]
"""Where an import is interrupted: the command, its collection, how many such commands succeed
before, and whether the import has then taken effect."""


@pytest.mark.parametrize(("command", "collection", "skip", "happened"), POINTS)
async def test_a_server_killed_during_an_import_has_imported_all_or_nothing(
    school: School, command: str, collection: str, skip: int, happened: bool
) -> None:
    block = {"blockConnection": True, "blockTimeMS": int(PATIENCE * 1000)}
    with school.failing(command, collection, skip, **block) as times_entered:
        importing = asyncio.create_task(school.take())
        await school.reached(times_entered)
        assert school.pending() > 0
        school.server.kill()
        await school.forget()
    with pytest.raises(aiohttp.ClientError):
        await importing
    await asyncio.to_thread(school.server.start)
    await school.check(happened)

    rest = ["enrolled"] * len(NEW) if happened else ["new"] * len(NEW)
    known = "enrolled" if happened else "known"
    assert outcomes(await school.take()) == ["enrolled", known, *rest]
    await school.check(happened=True)


async def test_an_import_write_that_arrives_after_a_restart_enrols_no_one(
    settings: Settings, database: Any
) -> None:
    store = Store(settings.mongo_uri or "", timeout=PATIENCE)
    try:
        await store.prepare()
        class_ = await store.classes.add("Algebra", NO_ID)
        import_id = await store.imports.begin(class_.id)
        students = [NewStudent("Ada", "ada@school.test", b"code")]
        accounts = await store.imports.add(import_id, class_.id, NO_ID, students)
        assert await store.imports.resolve() == 1
        with pytest.raises(StorageUnavailable):
            await store.imports.enrol(import_id, class_.id, [accounts[0].id], Departures(), {})
        assert (await store.classes.get(class_.id)).student_ids == ()
        # Likewise for accounts: those that arrive too late are removed by the next `resolve`.
        await store.imports.add(import_id, class_.id, NO_ID, students)
        assert await store.users.student_by_email("ada@school.test") is None
        assert await store.imports.resolve() == 1
        assert database.users.count_documents({}) == 0
    finally:
        store.close()


@pytest.mark.parametrize(("command", "collection", "skip", "happened"), POINTS[:2])
async def test_an_import_without_its_database_gets_503_and_leaves_nothing(
    school: School, command: str, collection: str, skip: int, happened: bool
) -> None:
    with school.failing(command, collection, skip, errorCode=8000):
        answer = await school.take()
        assert answer.error == (503, "Storage unavailable, try again")
        # Pending accounts cannot be found by a search, although their addresses are taken.
        students = await school.client.get("/students", school.teacher.token)
        assert {each["_id"] for each in students.data} == {school.enrolled.id, school.known.id}
    async with asyncio.timeout(PATIENCE):
        while school.accounts():
            await asyncio.sleep(0.02)
    await school.check(happened)
    assert set(outcomes(await school.take())) == {"enrolled", "known", "new"}


async def test_a_completed_import_is_reported_even_if_its_clean_up_fails(
    school: School,
) -> None:
    with school.failing("update", "users", 0, errorCode=8000):
        answer = await school.take()
        assert outcomes(answer)[2:] == ["new"] * len(NEW)
        code = answer.data["lines"][-1]["code"]
    async with asyncio.timeout(PATIENCE):
        while school.pending():
            await asyncio.sleep(0.02)
    await school.check(happened=True)
    claim = {"code": code, "password": "correct horse"}
    assert (await school.client.post("/auth/claim", claim)).status == 200
    assert code not in school.server.err
    for name, email in NEW:
        assert name not in school.server.err
        assert email not in school.server.err
