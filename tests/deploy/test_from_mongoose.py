"""The data of a Mongoose server, moved to this one."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import bcrypt
import pymongo
import pytest
from attrs import frozen
from bson import ObjectId

from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.conftest import new_database
from tests.support.client import PASSWORD, Client
from tests.support.mongo import Mongod
from tests.support.process import ROOT

MONDAY = datetime(2025, 3, 3, 9, 50, tzinfo=UTC)
OTHER_PASSWORD = "as bcryptjs writes it"


def made_at(at: datetime) -> ObjectId:
    """An id of that time, as MongoDB's drivers make them."""
    return ObjectId(int(at.timestamp()).to_bytes(4) + ObjectId().binary[4:])


def hashed(password: str, prefix: bytes = b"2b") -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(4, prefix)).decode()


@frozen
class Move:
    """An old database with its contents, and settings for a server on the new one."""

    old: pymongo.database.Database[Any]
    old_uri: str
    settings: Settings
    hill: ObjectId
    ada: ObjectId
    ben: ObjectId
    algebra: ObjectId

    def run(self) -> subprocess.CompletedProcess[str]:
        """Run the script as docs/migrating.md says."""
        script = ROOT / "deploy" / "from_mongoose.py"
        return subprocess.run(
            [sys.executable, str(script), self.old_uri, self.settings.mongo_uri or ""],
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def move(mongod: Mongod) -> Iterator[Move]:
    """What a Mongoose server with the models User, Class and Attendance has stored."""
    hill, ada, ben, algebra = (ObjectId() for _ in range(4))
    with (
        new_database(mongod) as old_settings,
        new_database(mongod) as settings,
        pymongo.MongoClient(old_settings.mongo_uri) as client,
    ):
        old = client.get_default_database()
        people = [
            (hill, "Mrs Hill", "Hill@School.test", hashed(PASSWORD), "teacher"),
            (ada, "Ada", "ada@school.test", hashed(OTHER_PASSWORD, b"2a"), "student"),
            (ben, "Ben", "ben@school.test", hashed(PASSWORD), "student"),
        ]
        names = ("_id", "name", "email", "password", "role")
        old.users.insert_many([dict(zip(names, each, strict=True)) for each in people])
        gone = ObjectId()
        old.classes.insert_one(
            {
                "_id": algebra,
                "className": "Algebra",
                "teacherId": hill,
                "studentIds": [ada, ben, gone],
                "__v": 1,
            }
        )
        for at, statuses in (
            (MONDAY, {ada: "present", ben: "absent"}),
            (MONDAY + timedelta(days=1), {ada: "absent", ben: "Present"}),
            # Again, a minute later: the teacher ended the session by mistake.
            (MONDAY + timedelta(days=1, seconds=50), {ada: "present", ben: "present"}),
        ):
            lines = [
                {"_id": made_at(at), "classId": algebra, "studentId": student, "status": status}
                for student, status in statuses.items()
            ]
            old.attendances.insert_many(lines)
        yield Move(old, old_settings.mongo_uri or "", settings, hill, ada, ben, algebra)


async def test_everything_is_moved_and_the_passwords_stay_the_same(
    move: Move, http: aiohttp.ClientSession
) -> None:
    ran = move.run()
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == ["users: 3", "classes: 1", "sessions: 3"]
    async with serving(move.settings) as url:
        client = Client(url, http)

        async def log_in(email: str, password: str) -> Any:
            login = await client.post("/auth/login", {"email": email, "password": password})
            return login.data

        hill = await log_in("hill@school.test", PASSWORD)
        ada = await log_in("ada@school.test", OTHER_PASSWORD)
        assert (hill["user"]["id"], hill["user"]["role"]) == (str(move.hill), "TEACHER")
        assert (ada["user"]["id"], ada["user"]["role"]) == (str(move.ada), "STUDENT")

        [class_] = (await client.get("/classes", hill["token"])).data
        assert class_["_id"] == str(move.algebra)
        assert class_["studentIds"] == [str(move.ada), str(move.ben)]
        path = f"/class/{move.algebra}"
        sessions = (await client.get(f"{path}/sessions", hill["token"])).data
        assert [(each["endedAt"], each["presentCount"], each["total"]) for each in sessions] == [
            ("2025-03-04T09:50:50.000Z", 2, 2),
            ("2025-03-04T09:50:00.000Z", 1, 2),
            ("2025-03-03T09:50:00.000Z", 1, 2),
        ]
        report = (await client.get(f"{path}/report", hill["token"])).data
        assert [(row["name"], row["counts"]["present"]) for row in report] == [
            ("Ada", 2),
            ("Ben", 2),
        ]
        mine = await client.get(f"{path}/my-attendance", ada["token"])
        assert mine.data["status"] == "present"
        found = (await client.get("/students?q=ada", hill["token"])).data
        assert [each["_id"] for each in found] == [str(move.ada)]
        body = {"classId": str(move.algebra)}
        assert (await client.post("/attendance/start", body, hill["token"])).status == 200


def test_nothing_is_written_until_everything_fits(move: Move) -> None:
    move.old.users.insert_one(
        {"_id": (odd := ObjectId()), "name": " ", "email": "ADA@school.test", "role": "admin"}
    )
    move.old.classes.insert_one({"_id": (orphan := ObjectId()), "className": "Latin"})
    line = {"_id": ObjectId(), "classId": ObjectId(), "studentId": move.ada, "status": "present"}
    vague = {**line, "_id": ObjectId(), "classId": move.algebra, "status": "unknown"}
    move.old.attendances.insert_many([line, vague])
    ran = move.run()
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.splitlines() == [
        f"user {odd}, email: user {move.ada} has the same one",
        f"user {odd}, role: neither teacher nor student",
        f"user {odd}, password: not hashed with bcrypt",
        f"user {odd}, name: must not be empty",
        f"class {orphan}, teacherId: no teacher has this id",
        f"attendance {line['_id']}, classId: no class has this id",
        f"attendance {vague['_id']}, status: none of present, late, excused, absent",
    ]
    with pymongo.MongoClient(move.settings.mongo_uri) as client:
        new = client.get_default_database()
        assert new.list_collection_names() == []
        new.users.insert_one({"name": "Zoë"})
    ran = move.run()
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "is not empty" in ran.stderr
