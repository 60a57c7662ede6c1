"""What a deletion removes, what it leaves in the figures, and that no restore undoes it."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymongo
import pytest
from bson import ObjectId

from attendance_server.database.backup import restore, save
from attendance_server.exit_errors import BackupError
from attendance_server.models import Role
from attendance_server.routes.session_views import deleted_student
from attendance_server.settings import Settings
from attendance_server.store import Store
from attendance_server.store.dump import Dump
from attendance_server.store.erasure import Erasure
from tests.conftest import new_database
from tests.support.client import PASSWORD, Client, Lesson, Person
from tests.support.mongo import Mongod
from tests.support.process import SECRET, run_command
from tests.support.roster import csv_of, take

Database = pymongo.database.Database[dict[str, Any]]

ABOUT_ADA = "Ada was at the doctor's"
ABOUT_BEN = "Ben came in late"


async def delete(client: Client, person: Person) -> None:
    answer = await client.call("DELETE", "/auth/me", person.token, json={"password": PASSWORD})
    assert answer.status == 200


async def correct(lesson: Lesson, person: Person, reason: str) -> None:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/marks/{person.id}"
    body = {"status": "excused", "reason": reason}
    answer = await lesson.client.call("PATCH", path, lesson.teacher.token, json=body)
    assert answer.status == 200


@pytest.fixture
async def ended(lesson: Lesson) -> Lesson:
    """A lesson that has ended, with a correction of Ada's mark and one of Ben's.

    Another teacher has imported Ada, who is not confirmed there.
    """
    ada, ben, _ = lesson.students
    await lesson.end()
    colleague = await lesson.client.teacher()
    other = await lesson.client.make_class(colleague)
    await take(lesson.client, colleague, other, csv_of(("Ada", ada.email)))
    await correct(lesson, ada, ABOUT_ADA)
    await correct(lesson, ben, ABOUT_BEN)
    return lesson


async def test_deleting_a_student_removes_only_what_was_written_about_them(
    ended: Lesson, database: Database
) -> None:
    ada = ended.students[0]
    await delete(ended.client, ada)
    (session,) = database.sessions.find()
    assert [each["reason"] for each in session["corrections"]] == ["", ABOUT_BEN]
    assert session["marks"][ada.id]["status"] == "excused"
    path = f"/class/{ended.class_id}/sessions/{ended.session_id}"
    shown = (await ended.client.get(path, ended.teacher.token)).data
    assert [each["reason"] for each in shown["corrections"]] == ["", ABOUT_BEN]
    assert [each["_id"] for each in database.deleted.find()] == [ObjectId(ada.id)]
    assert database.deleted.find_one().keys() == {"_id", "at"}


async def test_deleting_a_teacher_removes_the_reasons_of_discards_and_keeps_corrections(
    ended: Lesson, database: Database
) -> None:
    path = f"/class/{ended.class_id}/sessions/{ended.session_id}"
    body = {"reason": "Ada fell ill in it"}
    await ended.client.call("DELETE", path, ended.teacher.token, json=body)
    await delete(ended.client, ended.teacher)
    (session,) = database.sessions.find()
    assert session["discarded"]["reason"] == ""
    assert [each["reason"] for each in session["corrections"]] == [ABOUT_ADA, ABOUT_BEN]


async def test_deleted_students_stay_in_all_figures_under_one_number_each(
    ended: Lesson,
) -> None:
    client, teacher, (ada, ben, cat) = ended.client, ended.teacher, ended.students
    path = f"/class/{ended.class_id}"
    one = f"{path}/sessions/{ended.session_id}"

    async def figures() -> list[dict[str, Any]]:
        report = (await client.get(f"{path}/report/sessions", teacher.token)).data
        listed = (await client.get(f"{path}/sessions", teacher.token)).data
        return [*report, *listed]

    before = await figures()
    await delete(client, ada)
    await delete(client, cat)
    assert await figures() == before
    deleted_names = {deleted_student(ada.id), deleted_student(cat.id)}
    assert len(deleted_names) == 2
    rows = (await client.get(f"{path}/report", teacher.token)).data
    assert {row["name"]: row["counts"]["absent"] for row in rows} == {
        ben.name: 0,
        deleted_student(ada.id): 0,
        deleted_student(cat.id): 1,
    }
    matrix = (await client.get(f"{path}/report/matrix", teacher.token)).data["students"]
    detail = (await client.get(one, teacher.token)).data["attendance"]
    for lines in (rows, matrix, detail):
        assert {line["name"] for line in lines if line["email"] is None} == deleted_names
    for each, column in ((f"{path}/report", 0), (f"{path}/report/matrix", 0), (one, 3)):
        headers = {"Authorization": f"Bearer {teacher.token}"}
        async with client.http.get(f"{client.url}{each}?format=csv", headers=headers) as answer:
            table = list(csv.reader(io.StringIO((await answer.text()).removeprefix("\ufeff"))))
        assert {line[column] for line in table[1:]} == {ben.name, *deleted_names}
    assert not {ada.name, cat.name} & set(str(await figures()).split())


@pytest.fixture
def fresh(mongod: Mongod) -> Iterator[Settings]:
    with new_database(mongod) as settings:
        yield settings


@pytest.fixture
def restored(fresh: Settings) -> Iterator[Database]:
    with pymongo.MongoClient[dict[str, Any]](fresh.mongo_uri, tz_aware=True) as client:
        yield client.get_default_database()


async def test_a_restore_without_an_owner_hands_their_class_over(
    ended: Lesson, settings: Settings, database: Database, tmp_path: Path
) -> None:
    brown, gone = await ended.client.teacher(), await ended.client.teacher()
    lost = await ended.client.make_class(ended.teacher)
    for teacher in (gone, brown):
        path, body = f"/class/{ended.class_id}/teachers", {"email": teacher.email}
        await ended.client.post(path, body, ended.teacher.token)
    file = str(tmp_path / "school")
    await save(settings, file)
    for teacher in (gone, ended.teacher):
        await delete(ended.client, teacher)
    assert (await restore(settings, file, replace=True)).without == 2
    assert database.classes.count_documents({"_id": ObjectId(lost)}) == 0
    class_ = database.classes.find_one({"_id": ObjectId(ended.class_id)})
    assert class_
    assert (class_["teacherId"], class_["assistants"]) == (ObjectId(brown.id), [])


def assert_only_in_figures(database: Database, ada: Person) -> None:
    """Ada is in the figures and nowhere else."""
    (session,) = database.sessions.find()
    assert ObjectId(ada.id) not in database.users.distinct("_id")
    assert ObjectId(ada.id) not in database.classes.distinct("studentIds")
    assert ada.email not in str([*database.classes.find()])
    assert ObjectId(ada.id) in session["roster"]
    assert [each["reason"] for each in session["corrections"]] == ["", ABOUT_BEN]


async def test_a_restore_does_not_bring_back_users_deleted_since(
    ended: Lesson, settings: Settings, database: Database, tmp_path: Path
) -> None:
    ada = ended.students[0]
    file = str(tmp_path / "school")
    await save(settings, file)
    await delete(ended.client, ada)
    done = await restore(settings, file, replace=True)
    assert done.without == 1
    assert_only_in_figures(database, ada)
    assert database.users.count_documents({}) == 4
    # Nor does a second restore, when the database is that of the backup.
    assert (await restore(settings, file, replace=True)).without == 1
    assert_only_in_figures(database, ada)


async def test_an_interrupted_restore_leaves_out_the_same_users_when_it_is_repeated(
    ended: Lesson,
    settings: Settings,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada = ended.students[0]
    file, other = str(tmp_path / "school"), str(tmp_path / "other")
    await save(settings, file)
    await delete(ended.client, ada)
    await save(settings, other)

    async def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    for place in ("leave_out", "finish"):
        with monkeypatch.context() as broken:
            broken.setattr(Dump, place, broken_off)
            with pytest.raises(KeyboardInterrupt):
                await restore(settings, file, replace=True)
    with pytest.raises(BackupError, match="interrupted here, not that of"):
        await restore(settings, other, replace=True)
    assert (await restore(settings, file, replace=True)).without == 1
    assert_only_in_figures(database, ada)


async def test_leaving_out_a_teacher_leaves_no_class_and_no_running_session(
    lesson: Lesson, settings: Settings, fresh: Settings, restored: Database, tmp_path: Path
) -> None:
    file = str(tmp_path / "school")
    saved = await save(settings, file)
    await restore(fresh, file, without=[lesson.teacher.id])
    assert restored.classes.count_documents({}) == 0
    (session,) = restored.sessions.find()
    assert abs((session["endedAt"] - saved.header.started_at).total_seconds()) < 1


async def test_the_restore_command_leaves_out_the_listed_accounts(
    ended: Lesson, settings: Settings, fresh: Settings, restored: Database, tmp_path: Path
) -> None:
    ada = ended.students[0]
    await save(settings, str(tmp_path / "school"))
    (tmp_path / "gone").write_text(f"{ada.id}\n{'0' * 24}\n")
    (tmp_path / "wrong").write_text("Ada\n")
    into = {"MONGO_URI": fresh.mongo_uri or "", "JWT_SECRET": SECRET}
    refused = run_command(tmp_path, "restore", "school", "--without", "wrong", **into)
    assert refused.returncode == 1
    assert "expected the id of an account on each line, not 'Ada'" in refused.stderr
    done = run_command(tmp_path, "restore", "school", "--without", "gone", **into)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("; left out as deleted since: users 1\n")
    assert_only_in_figures(restored, ada)
    assert [each["_id"] for each in restored.deleted.find()] == [ObjectId(ada.id)]


async def test_a_restore_does_not_delete_an_account_that_still_exists(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    store = Store(settings.mongo_uri or "", timeout=30)
    await store.prepare()
    ada = await store.users.add("Ada", "ada@school.org", Role.STUDENT, b"hash")
    await Erasure(store.database).prepare([ObjectId(ada.id)])
    store.close()
    file = str(tmp_path / "school")
    await save(settings, file)
    assert (await restore(settings, file, replace=True)).without == 0
    assert database.users.count_documents({}) == 1
