"""Backups: made while a server runs, checked for damage, and restored."""

import asyncio
import gzip
import io
import os
import signal
import stat
import subprocess
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import attrs
import bson
import pymongo
import pytest
from bson import ObjectId

from attendance_server import __version__
from attendance_server.database.archive import Header, Reader, Writer
from attendance_server.database.backup import restore, save
from attendance_server.database.saving import Backup
from attendance_server.errors.server import StorageUnavailable
from attendance_server.exit_errors import BackupError
from attendance_server.models import Assistant, Commit, Mark, Role, Span, Status
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store import Store
from attendance_server.store.consistency import Consistency
from attendance_server.store.dump import Record, Snapshot
from attendance_server.store.schema import META, READABLE_FROM, SCHEMA_VERSION, UNKNOWN
from tests.conftest import new_database
from tests.support.client import PASSWORD, Client, Lesson, Person
from tests.support.mongo import Mongod
from tests.support.process import (
    COMMAND,
    POLL,
    SECRET,
    START_TIMEOUT,
    Server,
    environment,
    run_command,
    wait_until,
)
from tests.support.set_of_one import SetOfOne

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
COLLECTIONS = ("users", "classes", "sessions", "absenceNotes")
PART = ".backup-*"

NOT_SAVED = {"audit", "devices", "apiKeys", "imports", "columnChoices", "joinRequests"}
"""Collections that are not backed up: audit events, remembered devices, API keys, what recent
imports have done, what columns were chosen to be, and requests to join."""

SERVED = {*COLLECTIONS, META, *NOT_SAVED}
"""The collections of a database that a server has used."""

Database = pymongo.database.Database[dict[str, Any]]
Ended = subprocess.CompletedProcess[str]


@pytest.fixture
def settings(mongod: Mongod) -> Iterator[Settings]:
    """Settings for a database that does not exist yet."""
    with new_database(mongod) as settings:
        yield settings


@pytest.fixture
def fresh(mongod: Mongod) -> Iterator[Settings]:
    """Settings for an empty database."""
    with new_database(mongod) as settings:
        yield settings


@pytest.fixture
def restored(fresh: Settings) -> Iterator[Database]:
    """The database of `fresh`, empty until something is restored into it."""
    with pymongo.MongoClient[dict[str, Any]](fresh.mongo_uri, tz_aware=True) as client:
        yield client.get_default_database()


def shared(settings: Settings) -> dict[str, str]:
    """The environment of a process that uses the database of `settings`."""
    return {"MONGO_URI": settings.mongo_uri or "", "JWT_SECRET": SECRET}


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = Store(settings.mongo_uri or "", timeout=30)
    await store.prepare()
    yield store
    store.close()


def run(folder: Path, *arguments: str, **settings: str) -> Ended:
    """Run a command that succeeds without any complaint."""
    ended = run_command(folder, *arguments, **settings)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended


def refused(ended: Ended) -> str:
    """The last line that a command printed before it exited with 1."""
    assert (ended.returncode, ended.stdout) == (1, "")
    last = ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
    return last.removeprefix("attendance-server: ")


def everything(database: Database) -> dict[str, list[dict[str, Any]]]:
    return {kind: list(database[kind].find().sort("_id")) for kind in COLLECTIONS}


def indexes(database: Database) -> dict[str, dict[str, Any]]:
    return {kind: database[kind].index_information() for kind in COLLECTIONS}


@pytest.fixture
async def taught(client: Client, settings: Settings) -> Lesson:
    """A school with an ended session and a running one, with marks of both kinds."""
    lesson = await Lesson.begin(client)
    ada, ben, _ = lesson.students
    await lesson.desk.mark(ada)
    await lesson.desk.send("DONE")
    await lesson.desk.expect("SESSION_ENDED")
    await client.start(lesson.teacher, lesson.class_id)
    await lesson.desk.mark(ben)
    await lesson.desk.mark(ada, "absent")
    return lesson


async def test_a_restore_gives_what_was_saved(
    taught: Lesson,
    tmp_path: Path,
    settings: Settings,
    database: Database,
    fresh: Settings,
    restored: Database,
) -> None:
    # Fields of another version of the server are kept, too.
    database.users.update_one({}, {"$set": {"pronouns": ["she", {"or": None}]}})
    path = f"/class/{taught.class_id}/sessions/{taught.session_id}"
    body = {"reason": "a mistake"}
    await taught.client.call("DELETE", path, taught.teacher.token, json=body)
    saved = run(tmp_path, "backup", "school", **shared(settings))
    assert (
        saved.stdout
        == "saved: users 4, classes 1, sessions 2, absenceNotes 0; read one after another\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["school"]
    assert stat.S_IMODE((tmp_path / "school").stat().st_mode) == 0o600
    out = run(tmp_path, "restore", "school", **shared(fresh)).stdout
    assert out.startswith("restored: users 4, classes 1, sessions 2, absenceNotes 0; saved at 20")
    assert everything(restored) == everything(database)
    assert restored.sessions.count_documents({"discarded.reason": "a mistake"}) == 1
    assert indexes(restored) == indexes(database)
    expected = set(database.list_collection_names()) - NOT_SAVED
    assert set(restored.list_collection_names()) == expected


async def test_a_backup_goes_through_pipes(
    taught: Lesson,
    tmp_path: Path,
    settings: Settings,
    database: Database,
    fresh: Settings,
    restored: Database,
) -> None:
    with launch(tmp_path, "backup", "-", **shared(settings)) as backup:
        saved, err = backup.communicate(timeout=START_TIMEOUT)
    assert err == b"saved: users 4, classes 1, sessions 2, absenceNotes 0; read one after another\n"
    cut = run_command(tmp_path, "restore", "-", stdin=saved[:-10], **shared(fresh))
    assert refused(cut) == "standard input is cut off"
    assert restored.list_collection_names() == []
    ended = run_command(tmp_path, "restore", "-", stdin=saved, **shared(fresh))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert everything(restored) == everything(database)


async def test_an_empty_database_is_saved_and_restored(
    settings: Settings, fresh: Settings, tmp_path: Path
) -> None:
    await save(settings, str(tmp_path / "nothing"))
    outcome = await restore(fresh, str(tmp_path / "nothing"))
    assert outcome.contents.counts == dict.fromkeys(COLLECTIONS, 0)


async def storm(desk: Any, students: list[Person], sent: list[tuple[str, str]]) -> None:
    """Mark again and again; another task reads the answers."""
    while True:
        for status in ("present", "absent"):
            for student in students:
                sent.append((student.id, status))
                await desk.send("MARK_ATTENDANCE", studentId=student.id, status=status)
                await asyncio.sleep(0.002)


async def collect_answers(desk: Any, answers: list[Any]) -> None:
    while True:
        answers.append(await desk.expect("ATTENDANCE_MARKED"))


def replayed(sent: list[tuple[str, str]], count: int) -> dict[str, tuple[str, int]]:
    """Each student's status after the first `count` marks, and the number of that mark."""
    return {
        student: (status, number) for number, (student, status) in enumerate(sent[:count], start=1)
    }


async def test_a_backup_made_during_marks_holds_every_mark_acknowledged_before_it(
    tmp_path: Path,
    http: aiohttp.ClientSession,
    settings: Settings,
    fresh: Settings,
    restored: Database,
) -> None:
    server = Server(tmp_path / "s", **shared(settings))
    try:
        lesson = await Lesson.begin(Client(server.start().url, http))
        sent, answers = list[tuple[str, str]](), list[Any]()
        tasks = [
            asyncio.create_task(storm(lesson.desk, lesson.students, sent)),
            asyncio.create_task(collect_answers(lesson.desk, answers)),
        ]
        while len(answers) < 50:
            await asyncio.sleep(POLL)
        before = len(answers)
        await save(settings, str(tmp_path / "storm"))
        assert len(answers) > before, "marks were made meanwhile"
        for task in tasks:
            task.cancel()
        await restore(fresh, str(tmp_path / "storm"))
    finally:
        server.kill()
    (session,) = restored.sessions.find()
    marks = {student: (mark["status"], mark["seq"]) for student, mark in session["marks"].items()}
    saved = max(number for _, number in marks.values())
    assert saved >= before
    assert marks == replayed(sent, saved)


async def add_user(store: Store, email: str, role: Role = Role.STUDENT) -> str:
    return (await store.users.add(email, email, role, b"hash")).id


async def read(
    records: AsyncIterator[Record], until: Callable[[str], bool] = lambda kind: False
) -> list[Record]:
    """The next records, up to and including the first one of such a collection."""
    so_far = []
    async for record in records:
        so_far.append(record)
        if until(record[0]):
            break
    return so_far


def ids(records: list[Record]) -> dict[str, list[str]]:
    return {kind: [str(doc["_id"]) for of, doc in records if of == kind] for kind in COLLECTIONS}


async def test_a_copy_is_consistent_even_if_documents_change_while_it_is_read(
    store: Store,
) -> None:
    hill = await add_user(store, "hill@school.test", Role.TEACHER)
    ada = await add_user(store, "ada@school.test")
    gone = await add_user(store, "gone@school.test")
    algebra, logic = [await store.classes.add(name, hill) for name in ("Algebra", "Logic")]
    for student in (ada, gone):
        algebra = await store.classes.enrol(algebra.id, student, 100)
    brown = await add_user(store, "brown@school.test", Role.TEACHER)
    for teacher in (brown, str(ObjectId())):
        await store.teachers.add(logic.id, Assistant(teacher), NINE)
    running = await store.sessions.start(algebra, NINE)
    over = await store.sessions.start(logic, NINE)
    marks = (Mark(ada, Status.PRESENT, NINE, 1),)
    await store.sessions.commit([Commit(running.id, 1, replaces=False, marks=marks)], 10)

    records = store.dump.documents()
    records_read = await read(records, lambda kind: kind == "classes")
    # At this point all users have been read, and the first class.
    late = await add_user(store, "late@school.test")
    later = await add_user(store, "later@school.test", Role.TEACHER)
    await store.users.delete(gone)
    await store.classes.enrol(logic.id, late, 100)
    algebra = await store.classes.enrol(algebra.id, late, 100)
    unknown = await store.classes.add("Unknown", later)
    began = await store.sessions.start(unknown, NINE)
    marks = (Mark(late, Status.PRESENT, NINE, 2),)
    await store.sessions.commit(
        [Commit(running.id, 2, replaces=False, roster=(late,), marks=marks)], 10
    )
    records_read += await read(records, lambda kind: kind == "sessions")
    # The first session was read while it ran; now its class has another one.
    await store.sessions.commit([Commit(running.id, 3, replaces=False, ended_at=NINE)], 10)
    again = await store.sessions.start(algebra, NINE)
    await store.sessions.commit([Commit(over.id, 1, replaces=False, ended_at=NINE)], 10)
    await store.classes.delete(logic.id)
    records_read += await read(records)

    assert {began.id, again.id} <= set(ids(records_read)["sessions"])
    consistency = Consistency()
    copy = {kind: list[Any]() for kind in COLLECTIONS}
    for kind, document in records_read:
        if (fit := consistency.fit(kind, document)) is not None:
            copy[kind].append(fit)
    users = {document["_id"] for document in copy["users"]}
    assert users == {ObjectId(user) for user in (hill, brown, ada, gone)}
    assert {str(document["_id"]) for document in copy["classes"]} == {algebra.id, logic.id}
    for document in copy["classes"]:
        assert set(document["studentIds"]) <= users
    assistants = [
        each["userId"] for class_ in copy["classes"] for each in class_.get("assistants", ())
    ]
    assert assistants == [ObjectId(brown)]
    first, second = copy["sessions"]
    assert (str(first["_id"]), first["endedAt"]) == (running.id, None)
    assert first["roster"] == [ObjectId(ada), ObjectId(gone)]
    assert {student: mark["seq"] for student, mark in first["marks"].items()} == {ada: 1}
    assert (str(second["_id"]), second["endedAt"]) == (over.id, None)


async def test_an_email_that_signs_up_again_meanwhile_is_in_a_copy_once(
    store: Store,
) -> None:
    for number in range(250):
        await add_user(store, f"{number}@school.test")
    first = await store.users.by_email("0@school.test")
    assert first
    records = store.dump.documents()
    records_read = await read(records, lambda kind: True)
    await store.users.delete(first.id)
    await add_user(store, "0@school.test")
    records_read += await read(records)
    consistency = Consistency()
    copy = [consistency.fit(kind, document) or {} for kind, document in records_read]
    assert [document.get("email") for document in copy] == [
        *(f"{number}@school.test" for number in range(250)),
        # The new account is there, but two with one address would make a backup useless.
        None,
    ]


async def test_a_replica_set_is_read_as_of_one_moment(set_of_one: SetOfOne, tmp_path: Path) -> None:
    settings, fresh = (
        Settings(mongo_uri=set_of_one.uri(name), jwt_secret=SECRET) for name in ("school", "fresh")
    )
    store = Store(settings.mongo_uri or "", timeout=30)
    await store.prepare()
    hill = await add_user(store, "hill@school.test", Role.TEACHER)
    algebra = await store.classes.add("Algebra", hill)
    session = await store.sessions.start(algebra, NINE)
    note = await store.absence_notes.add(
        algebra.id,
        str(ObjectId()),
        days=(NINE.date(), NINE.date()),
        span=Span(NINE, NINE),
        reason="a fever",
        at=NINE,
    )
    async with store.dump.snapshot() as snapshot:
        assert snapshot
        records = store.dump.documents(snapshot)
        records_read = await read(records, lambda kind: True)
        await store.classes.add("Later", hill)
        await store.sessions.commit([Commit(session.id, 1, replaces=False, ended_at=NINE)], 10)
        await store.classes.delete(algebra.id)
        await store.users.delete(hill)
        await add_user(store, "later@school.test")
        records_read += await read(records)
    assert ids(records_read) == {
        "users": [hill],
        "classes": [algebra.id],
        "sessions": [session.id],
        "absenceNotes": [note.id],
    }
    assert records_read[-2][1]["endedAt"] is None
    store.close()
    saved = await save(settings, str(tmp_path / "school"))
    assert saved.header.one_moment
    assert saved.contents.counts == dict.fromkeys(COLLECTIONS, 1)
    await restore(fresh, str(tmp_path / "school"))
    with pymongo.MongoClient[dict[str, Any]](set_of_one.member.uri) as client:
        assert everything(client["fresh"]) == everything(client["school"])


async def read_while_users_are_added(store: Store, snapshot: Snapshot | None) -> None:
    """Read the moment of the snapshot until MongoDB has moved on, which takes writes."""
    while True:
        await add_user(store, f"{ObjectId()}@school.test")
        await read(store.dump.documents(snapshot))


async def test_a_backup_that_takes_too_long_says_what_to_change(
    set_of_one: SetOfOne, replicated: Settings
) -> None:
    store = Store(replicated.mongo_uri or "", timeout=30)
    await store.prepare()
    await add_user(store, "hill@school.test", Role.TEACHER)
    window = "minSnapshotHistoryWindowInSeconds"
    with pymongo.MongoClient[dict[str, Any]](set_of_one.member.uri) as client:
        before = client.admin.command("setParameter", 1, **{window: 0})["was"]
        try:
            async with store.dump.snapshot() as snapshot:
                await read(store.dump.documents(snapshot))
                with pytest.raises(BackupError, match=window):
                    await read_while_users_are_added(store, snapshot)
        finally:
            client.admin.command("setParameter", 1, **{window: before})
    store.close()


def small_backup(*records: tuple[str, dict[str, Any]], header: Header | None = None) -> bytes:
    """A complete backup of these documents, or of a user and a class."""
    hill = ObjectId()
    user = {"_id": hill, "name": "Mrs Hill", "email": "hill@school.test", "role": "TEACHER"}
    class_ = {"_id": ObjectId(), "className": "Algebra", "teacherId": hill, "studentIds": []}
    out = io.BytesIO()
    writer = Writer(out, header or Header(NINE, one_moment=False))
    for kind, document in records or (
        ("users", {**user, "passwordHash": b"hash"}),
        ("classes", class_),
    ):
        writer.add(kind, document)
    writer.finish()
    return out.getvalue()


def fault(data: bytes) -> str:
    """The error for a file that is not what was written; empty if it is."""
    try:
        assert list(Reader(io.BytesIO(data), "FILE"))
    except BackupError as error:
        return str(error)
    return ""


def test_an_intact_file_has_no_fault() -> None:
    assert fault(small_backup()) == ""


def test_a_file_that_is_cut_off_anywhere_is_detected() -> None:
    whole = small_backup()
    assert fault(whole[:0]) == "FILE is empty"
    assert fault(whole[:1]).startswith("FILE is not a backup of this server")
    for length in range(2, len(whole)):
        assert fault(whole[:length]) == "FILE is cut off", length


def test_a_file_with_any_byte_changed_is_detected_or_has_the_same_content() -> None:
    """Gzip leaves some bits unused, and stores a time that is never read."""
    whole = small_backup()
    for position in range(len(whole)):
        for flip in (1, 0x80, 0xFF):
            changed = bytearray(whole)
            changed[position] ^= flip
            message = fault(bytes(changed))
            assert message.startswith("FILE ") or gzip.decompress(changed) == gzip.decompress(whole)


def test_content_with_any_byte_changed_is_detected_even_if_gzip_accepts_it() -> None:
    content = gzip.decompress(small_backup())
    for position in range(len(content)):
        for flip in (1, 0x80, 0xFF):
            changed = bytearray(content)
            changed[position] ^= flip
            assert fault(gzip.compress(bytes(changed), 1)).startswith("FILE "), position


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "FILE is empty"),
        (b"name,email\nAda,ada@school.test\n", "FILE is not a backup of this server"),
        (gzip.compress(b""), "FILE is empty"),
        (gzip.compress(b"x" * 5000), "FILE is not a backup of this server"),
        (gzip.compress(bson.encode({"format": "tar"})), "FILE is not a backup of this server"),
        (
            gzip.compress(
                bson.encode({"format": "attendance-backup", "version": 3, "server": "7.0"})
            ),
            "FILE was written by version 7.0 of the server, in a form that version",
        ),
        (
            gzip.compress(bson.encode({"format": "attendance-backup", "version": 1})),
            "FILE is not a backup of this server: its header has no",
        ),
        (small_backup() + small_backup(), "FILE is damaged"),
        (small_backup() + b"more", "FILE is damaged"),
        (
            small_backup(("users", {"_id": ObjectId(), "email": "x"})),
            "FILE cannot be restored: users: the document ",
        ),
    ],
    # Named without their bytes, since gzip stores a time.
    ids=[
        "nothing",
        "text",
        "nothing in gzip",
        "gzip",
        "another format",
        "another version",
        "half a header",
        "two backups",
        "trailing data",
        "an invalid document",
    ],
)
def test_a_file_that_is_not_a_backup_is_described(data: bytes, message: str) -> None:
    assert fault(data).startswith(message)


def test_a_document_with_an_excessive_length_is_not_read_into_memory() -> None:
    header = gzip.decompress(small_backup())[:4]
    assert int.from_bytes(header, "little") < 200
    long = (2**31 - 1).to_bytes(4, "little") + b"\0" * 1000
    assert fault(gzip.compress(long)).startswith("FILE is not a backup of this server")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"no backup", "is not a backup of this server: "),
        (small_backup()[:-20], "is cut off"),
        (None, "No such file or directory"),
    ],
)
async def test_a_file_that_cannot_be_restored_leaves_the_database_unchanged(
    tmp_path: Path, fresh: Settings, restored: Database, data: bytes | None, message: str
) -> None:
    if data is not None:
        (tmp_path / "school").write_bytes(data)
    with pytest.raises(BackupError, match=f"school.* {message}"):
        await restore(fresh, str(tmp_path / "school"))
    assert restored.list_collection_names() == []


async def test_conflicting_documents_leave_nothing_behind(
    tmp_path: Path, fresh: Settings, restored: Database
) -> None:
    user = {"name": "Ada", "email": "a@x.test", "role": "STUDENT", "passwordHash": b"hash"}
    twice = [("users", {"_id": ObjectId(), **user}) for _ in range(2)]
    (tmp_path / "school").write_bytes(small_backup(*twice))
    with pytest.raises(BackupError, match="one_account_an_email"):
        await restore(fresh, str(tmp_path / "school"))
    assert restored.list_collection_names() == []


async def test_a_database_that_is_not_empty_is_left_unchanged(
    taught: Lesson, tmp_path: Path, settings: Settings, database: Database
) -> None:
    (tmp_path / "school").write_bytes(small_backup())
    before = everything(database)
    with pytest.raises(BackupError, match="it contains users; restore into another"):
        await restore(settings, str(tmp_path / "school"))
    assert everything(database) == before
    assert set(database.list_collection_names()) == SERVED


async def test_a_replaced_database_holds_exactly_what_the_file_holds(
    taught: Lesson, tmp_path: Path, settings: Settings, database: Database
) -> None:
    (tmp_path / "school").write_bytes(small_backup())
    out = run(tmp_path, "restore", "school", "--replace", **shared(settings)).stdout
    assert out.startswith("restored: users 1, classes 1, sessions 0, absenceNotes 0; ")
    await save(settings, str(tmp_path / "again"))
    assert documents(tmp_path / "again") == documents(tmp_path / "school")
    assert set(database.list_collection_names()) == SERVED


async def test_a_device_that_has_ended_does_not_come_back_with_a_restore(
    client: Client, tmp_path: Path, settings: Settings, database: Database
) -> None:
    ada = await client.student()
    body = {"email": ada.email, "password": PASSWORD, "remember": True}
    kept, ended = [(await client.post("/auth/login", body)).data for _ in range(2)]
    await save(settings, str(tmp_path / "school"))
    refreshed = await client.post("/auth/refresh", {"refreshToken": kept["refreshToken"]})
    await client.post("/auth/logout", None, ended["token"])
    await restore(settings, str(tmp_path / "school"), replace=True)
    again = {"refreshToken": refreshed.data["refreshToken"]}
    assert (await client.post("/auth/refresh", again)).status == 200
    again = {"refreshToken": ended["refreshToken"]}
    assert (await client.post("/auth/refresh", again)).status == 401


async def test_a_file_that_cannot_be_restored_replaces_nothing(
    taught: Lesson, tmp_path: Path, settings: Settings, database: Database
) -> None:
    before = everything(database)
    for data in (small_backup()[:-20], small_backup(("users", {"_id": 1, "email": "x"}))):
        # Through a pipe it is read only once, so it is loaded before the fault is found.
        os.mkfifo(tmp_path / "pipe")
        feed = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=[data])
        feed.start()
        with pytest.raises(BackupError, match=r"pipe (is cut off|cannot be restored)"):
            await restore(settings, str(tmp_path / "pipe"), replace=True)
        feed.join()
        (tmp_path / "pipe").unlink()
    assert everything(database) == before
    assert set(database.list_collection_names()) == SERVED


async def test_documents_saved_while_a_restore_loads_are_not_lost(
    store: Store, database: Database
) -> None:
    await store.dump.load(Reader(io.BytesIO(small_backup()), "FILE"))
    ada = await add_user(store, "ada@school.test")
    with pytest.raises(BackupError, match="it contains users"):
        await store.dump.put_in_place()
    assert [str(user["_id"]) for user in database.users.find()] == [ada]
    await store.prepare()


async def test_an_existing_file_is_left_unchanged(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "folder").mkdir()
    for name in ("file", "link", "folder"):
        with pytest.raises(BackupError, match=f"{name} already exists"):
            await save(settings, str(tmp_path / name))
    assert (tmp_path / "file").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder", "link"]


async def test_of_two_backups_to_one_file_one_succeeds_and_the_other_fails(
    tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "school"
    first, second = await asyncio.gather(
        *(save(settings, str(path)) for _ in range(2)), return_exceptions=True
    )
    assert {type(first), type(second)} == {Backup, BackupError}
    assert [path.name for path in tmp_path.iterdir()] == ["school"]
    assert documents(path) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [("away/school", "No such file or directory"), ("/dev/null/school", "Not a directory")],
)
async def test_a_folder_that_cannot_be_written_is_reported(
    tmp_path: Path, settings: Settings, name: str, message: str
) -> None:
    with pytest.raises(BackupError, match=f"school: {message}"):
        await save(settings, str(tmp_path / name))


def test_a_full_disk_is_reported(tmp_path: Path, settings: Settings) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [*COMMAND, "backup", "-"],
            cwd=tmp_path,
            env=environment(shared(settings)),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr == b"attendance-server: standard output: No space left on device\n"


async def test_an_unreadable_document_is_named_and_no_file_is_written(
    tmp_path: Path, settings: Settings, database: Database
) -> None:
    database.users.insert_one({"_id": 7, "email": "ada@school.test"})
    message = "users: the document 7 is invalid: KeyError: 'name'"
    with pytest.raises(BackupError, match=message):
        await save(settings, str(tmp_path / "school"))
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def own_mongod(tmp_path: Path) -> Iterator[Mongod]:
    """A mongod that a test may pause or make fail at a given command."""
    mongod = Mongod(tmp_path / "m", None, "--setParameter", "enableTestCommands=1")
    yield mongod.start()
    mongod.resume()
    mongod.kill()


def launch(folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=folder,
        env=environment(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize(
    ("number", "code", "left"),
    [(signal.SIGKILL, -signal.SIGKILL, 1), (signal.SIGTERM, 143, 0), (signal.SIGINT, 130, 0)],
)
def test_a_killed_backup_leaves_no_file(
    own_mongod: Mongod, tmp_path: Path, number: int, code: int, left: int
) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    own_mongod.pause()
    uri = f"{own_mongod.uri}killed"
    with launch(
        folder, "backup", "school", MONGO_URI=uri, JWT_SECRET=SECRET, COMMIT_TIMEOUT="10m"
    ) as backup:
        wait_until(lambda: list(folder.glob(PART)), "the backup has begun")
        backup.send_signal(number)
        _, err = backup.communicate(timeout=START_TIMEOUT)
    assert backup.returncode == code, err
    assert b"Traceback" not in err
    assert len(list(folder.iterdir())) == len(list(folder.glob(PART))) == left


def large_backup() -> bytes:
    """A backup of several hundred kilobytes that gzip cannot compress."""
    user = {"name": "Ada", "role": "STUDENT"}
    return small_backup(
        *(
            (
                "users",
                {"_id": ObjectId(), **user, "email": f"{n:04}", "passwordHash": os.urandom(200)},
            )
            for n in range(2000)
        )
    )


async def test_a_killed_restore_can_be_repeated(
    tmp_path: Path, fresh: Settings, restored: Database
) -> None:
    data = large_backup()
    with launch(tmp_path, "restore", "-", **shared(fresh)) as command:
        assert command.stdin
        command.stdin.write(data[:-10])
        command.stdin.flush()
        wait_until(lambda: restored.restored_users.count_documents({}), "the restore loads")
        command.kill()
    # A server can also start without it.
    async with serving(fresh):
        assert restored.users.count_documents({}) == 0
    (tmp_path / "school").write_bytes(data)
    await restore(fresh, str(tmp_path / "school"))
    assert restored.users.count_documents({}) == 2000
    assert set(restored.list_collection_names()) == SERVED


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize(
    ("command", "done"), [("renameCollection", 0), ("renameCollection", 2), ("drop", 4)]
)
async def test_an_interrupted_restore_keeps_servers_from_starting_until_it_is_repeated(
    own_mongod: Mongod, tmp_path: Path, command: str, done: int, replace: bool
) -> None:
    """`done`: how many times the command succeeds before it fails."""
    whole, other, new = (str(tmp_path / name) for name in ("whole", "other", "new"))
    for path in (whole, other):
        Path(path).write_bytes(small_backup())
    settings = Settings(mongo_uri=f"{own_mongod.uri}broken", jwt_secret=SECRET)
    with pymongo.MongoClient[dict[str, Any]](settings.mongo_uri) as client:
        database = client.get_default_database()
        if replace:
            database.sessions.insert_one({})
        fault = {"failCommands": [command], "errorCode": 8000}
        client.admin.command("configureFailPoint", "failCommand", mode={"skip": done}, data=fault)
        with pytest.raises(StorageUnavailable):
            await restore(settings, whole, replace=replace)
        client.admin.command("configureFailPoint", "failCommand", mode="off")

        with pytest.raises(BackupError, match="was interrupted; run that restore again first"):
            await save(settings, new)
        with pytest.raises(BackupError, match="was interrupted; run that restore again first"):
            async with serving(settings):
                pass
        with pytest.raises(BackupError, match=r"interrupted here, not that of .*other one"):
            await restore(settings, other)

        await restore(settings, whole)
        assert set(database.list_collection_names()) == {*COLLECTIONS, META}
    await save(settings, new)
    assert documents(Path(new)) == documents(Path(whole))


NEWER = SCHEMA_VERSION + 1
TOO_NEW = (
    f"the database was written by version 7.0 of attendance-server, this is version {__version__}:"
    f" install version 7.0 or later, or restore a backup of {__version__} with"
    " `restore --replace`"
)


def schema(database: Database) -> dict[str, Any] | None:
    """The database's record of the version of its documents."""
    return database[META].find_one({"_id": "schema"})


async def test_a_database_of_a_newer_version_is_refused_and_left_unchanged(
    tmp_path: Path, fresh: Settings, restored: Database
) -> None:
    async with serving(fresh):
        pass
    mine = {
        "_id": "schema",
        "version": SCHEMA_VERSION,
        "readableFrom": READABLE_FROM,
        "server": __version__,
    }
    assert schema(restored) == mine
    newer = {"_id": "schema", "version": NEWER, "server": "7.0"}
    restored[META].replace_one({"_id": "schema"}, newer)
    restored.users.drop_indexes()
    for command in (["check"], [], ["backup", "school"]):
        ended = run_command(tmp_path, *command, **shared(fresh))
        assert ended.returncode == 2
        assert ended.stderr == f"attendance-server: {TOO_NEW}\n"
    assert [*tmp_path.iterdir()] == []
    assert schema(restored) == newer
    assert list(restored.users.index_information()) == ["_id_"]
    # The way back to an older version is to replace everything with its own backup.
    (tmp_path / "school").write_bytes(small_backup())
    await restore(fresh, str(tmp_path / "school"), replace=True)
    assert schema(restored) == mine


@pytest.mark.parametrize("version", range(SCHEMA_VERSION + 1))
async def test_a_restore_sets_the_version_of_the_backup_and_a_start_upgrades_it(
    tmp_path: Path, fresh: Settings, restored: Database, version: int
) -> None:
    header = Header(NINE, one_moment=False, schema_version=version, server="0.9")
    (tmp_path / "school").write_bytes(small_backup(header=header))
    await restore(fresh, str(tmp_path / "school"))
    (saved := schema(restored) or {}).pop("_id", None)
    known = {"version": version, "readableFrom": version, "server": "0.9"}
    assert saved == (known if version != UNKNOWN else {})
    await save(fresh, str(tmp_path / "again"))
    with (tmp_path / "again").open("rb") as file:
        assert Reader(file, "again").header.schema_version == version
    async with serving(fresh):
        pass
    assert (schema(restored) or {})["version"] == SCHEMA_VERSION


def test_a_backup_without_a_version_is_read() -> None:
    header = Header(NINE, one_moment=True, schema_version=UNKNOWN, server="0.1.0", version=1)
    assert b"schema" not in header.encode()
    old = small_backup(header=header)
    assert fault(old) == ""
    assert Reader(io.BytesIO(old), "FILE").header == header


@pytest.mark.parametrize("wrong", [NEWER, -1, "1", None])
def test_a_backup_of_a_newer_version_is_refused(wrong: Any) -> None:
    header = Header(NINE, one_moment=True, schema_version=wrong, server="7.0")
    message = "FILE was written by version 7.0 of the server, in a form that version"
    assert fault(small_backup(header=header)).startswith(message)


def documents(file: Path) -> list[Any]:
    with file.open("rb") as opened:
        return [(kind, bson.decode(document.raw)) for kind, document in Reader(opened, file.name)]


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that runs on a private MongoDB."""
    folder = tmp_path_factory.mktemp("p")
    server = Server(folder, DATA_DIR=str(folder / "data"))
    try:
        yield server.start()
    finally:
        server.kill()


async def test_a_lesson_backed_up_halfway_continues_on_another_server(
    private: Server, tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    lesson = await Lesson.begin(Client(private.url, http))
    ada, ben, cy = lesson.students
    await lesson.desk.mark(ada)
    await asyncio.to_thread(run, tmp_path, "backup", "halfway", **private.settings)
    await lesson.desk.mark(ben)

    server = Server(tmp_path / "s", DATA_DIR=str(tmp_path / "data"))
    settings = Settings(data_dir=tmp_path / "data", mongod=os.environ.get("MONGOD"))
    await restore(settings, str(tmp_path / "halfway"))
    await save(settings, str(tmp_path / "again"))
    assert documents(tmp_path / "again") == documents(tmp_path / "halfway")
    try:
        client = Client(server.start().url, http)
        # No backup contains the secret that signs tokens.
        assert (await client.get("/auth/me", lesson.teacher.token)).status == 401
        login = {"email": lesson.teacher.email, "password": PASSWORD}
        token = (await client.post("/auth/login", login)).data["token"]
        desk = await client.socket(attrs.evolve(lesson.teacher, token=token))
        _, watching = await desk.ask("WATCH")
        (session,) = watching["sessions"]
        assert (session["sessionId"], session["startedAt"]) == (
            lesson.session_id,
            lesson.started_at,
        )
        assert [mark["studentId"] for mark in session["marks"]] == [ada.id]
        await desk.mark(cy)
        await desk.send("DONE")
        assert (await desk.expect("SESSION_ENDED"))["presentCount"] == 2
        assert server.stop() == 0
    finally:
        server.kill()


def test_nothing_is_restored_while_a_server_runs_on_a_private_mongodb(
    private: Server, tmp_path: Path
) -> None:
    (tmp_path / "school").write_bytes(small_backup())
    assert refused(run_command(tmp_path, "restore", "school", **private.settings)) == (
        f"another server is running on {private.settings['DATA_DIR']}; stop it first"
    )


def test_without_an_earlier_server_there_is_nothing_to_save(tmp_path: Path) -> None:
    ended = run_command(tmp_path, "backup", "school", DATA_DIR="data")
    assert refused(ended) == f"there is nothing to save in {tmp_path / 'data'}"
    assert list(tmp_path.iterdir()) == []
