"""The teachers of a class: adding and removing them, and what an assistant may do."""

from datetime import timedelta
from typing import Any

import attrs
import pymongo
import pytest
from bson import ObjectId

from attendance_server.live.classes import MAX_TEACHERS
from attendance_server.models import iso_time
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import StudentDirectory
from tests.conftest import shared_client
from tests.support.client import PASSWORD, Answer, Client, Person
from tests.support.clock import Clock

NOT_OWNER = (403, "Forbidden, not class owner")
NO_ACCOUNT = (404, "No teacher has an account with this email, they need to sign up first")


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def add(
    client: Client, owner: Person, class_id: str, email: str, until: str | None = None
) -> Answer:
    body = {"email": email, "until": until}
    return await client.post(f"/class/{class_id}/teachers", body, owner.token)


async def remove(client: Client, by: Person, class_id: str, teacher: Person) -> Answer:
    return await client.call("DELETE", f"/class/{class_id}/teachers/{teacher.id}", by.token)


def as_listed(person: Person, role: str, until: str | None = None) -> dict[str, Any]:
    return {"_id": person.id, "name": person.name, "role": role, "until": until}


async def test_the_owner_adds_and_removes_teachers(client: Client) -> None:
    owner, brown, green = [await client.teacher() for _ in range(3)]
    ada = await client.student()
    class_id = await client.make_class(owner, ada)
    path = f"/class/{class_id}"
    class_ = {
        "_id": class_id,
        "className": "Algebra",
        "teacherId": owner.id,
        "studentIds": [ada.id],
        "lateAfter": None,
    }
    head = as_listed(owner, "owner")
    answer = await add(client, owner, class_id, brown.email.upper())
    assert answer.data == class_ | {"teachers": [head, as_listed(brown, "assistant")]}
    until = "2999-07-01T12:00:00.000Z"
    both = [head, as_listed(brown, "assistant"), as_listed(green, "assistant", until)]
    assert (await add(client, owner, class_id, green.email, until)).data["teachers"] == both
    for teacher in (owner, brown, green):
        assert (await client.get(path, teacher.token)).data["teachers"] == both
        assert (await client.get("/classes", teacher.token)).data == [class_]
    assert "teachers" not in (await client.get(path, ada.token)).data
    assert (await remove(client, owner, class_id, brown)).data["teachers"] == [head, both[2]]
    # An assistant may leave.
    assert (await remove(client, green, class_id, green)).data["teachers"] == [head]
    for teacher in (brown, green):
        assert (await client.get(path, teacher.token)).error[0] == 403
        assert (await client.get("/classes", teacher.token)).data == []


async def test_who_cannot_be_added_or_removed_and_why(client: Client) -> None:
    owner, brown = await client.teacher(), await client.teacher()
    ada = await client.student()
    class_id = await client.make_class(owner, ada)
    for email in (ada.email, "stranger@school.test"):
        assert (await add(client, owner, class_id, email)).error == NO_ACCOUNT
    own = await add(client, owner, class_id, owner.email)
    assert own.error == (409, "This teacher owns the class already")
    itself = await remove(client, owner, class_id, owner)
    assert itself.error == (409, "The owner of a class cannot be removed from it")
    unknown = await remove(client, owner, class_id, brown)
    assert unknown.error == (404, "Teacher not found")
    missing = await add(client, owner, "f" * 24, brown.email)
    assert missing.error == (404, "Class not found")


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2020-01-01T00:00:00.000Z", "not_in_future"),
        ("2020-01-01", "not_in_future"),
        ("0001-01-01T00:00:00.000+14:00", "invalid_time"),
        ("9999-12-31", "invalid_time"),
        ("2999-02-30", "invalid_date"),
        ("tomorrow", "invalid_time"),
        (1, "wrong_type"),
    ],
)
async def test_a_time_that_is_none_or_is_over_is_refused(
    client: Client, until: Any, code: str
) -> None:
    owner, brown = await client.teacher(), await client.teacher()
    answer = await add(client, owner, await client.make_class(owner), brown.email, until)
    (detail,) = answer.body["details"]
    assert (answer.status, detail["path"], detail["code"]) == (400, "until", code)


async def test_a_date_is_the_end_of_that_day_and_a_substitute_is_refused_after_it(
    clock: Clock, client: Client
) -> None:
    owner, brown, green = [await client.teacher() for _ in range(3)]
    class_id = await client.make_class(owner)
    answer = await add(client, owner, class_id, brown.email, f"{clock.now:%Y-%m-%d}")
    midnight = clock.now.replace(hour=0) + timedelta(days=1)
    assert answer.data["teachers"][1]["until"] == iso_time(midnight)
    clock.now = midnight - timedelta(milliseconds=1)
    assert (await client.get(f"/class/{class_id}", brown.token)).status == 200
    clock.now = midnight
    for path in (f"/class/{class_id}", f"/class/{class_id}/sessions"):
        refused = await client.get(path, brown.token)
        assert refused.error == (403, "Forbidden, not class teacher")
    shown = (await client.get(f"/class/{class_id}", owner.token)).data
    assert [each["_id"] for each in shown["teachers"]] == [owner.id]
    # They can be added once more, and the next change forgets those whose time is over.
    await add(client, owner, class_id, brown.email, f"{midnight:%Y-%m-%d}")
    clock.forward(days=2)
    answer = await add(client, owner, class_id, green.email)
    assert [each["_id"] for each in answer.data["teachers"]] == [owner.id, green.id]


async def test_a_class_has_a_limited_number_of_teachers(
    client: Client, database: pymongo.database.Database
) -> None:
    owner, brown = await client.teacher(), await client.teacher()
    class_id = await client.make_class(owner)
    others = [{"userId": ObjectId(), "until": None} for _ in range(MAX_TEACHERS - 1)]
    database.classes.update_one({}, {"$set": {"assistants": others}})
    refused = await add(client, owner, class_id, brown.email)
    assert refused.error == (409, "A class can have 50 teachers: remove one first")


async def test_an_assistant_gets_answers_but_no_files(client: Client) -> None:
    owner, brown = await client.teacher(), await client.teacher()
    ada = await client.student()
    class_id = await client.make_class(owner, ada)
    await add(client, owner, class_id, brown.email)
    session = await client.start(brown, class_id)
    await client.post("/attendance/end", {"classId": class_id}, brown.token)
    for path in (
        "/roster",
        "/report",
        "/report/sessions",
        "/report/matrix",
        f"/sessions/{session['sessionId']}",
    ):
        url = f"/class/{class_id}{path}"
        assert (await client.get(url, brown.token)).status == 200
        refused = await client.get(f"{url}?format=csv", brown.token)
        assert refused.error == NOT_OWNER
    (line,) = (await client.get(f"/class/{class_id}/roster", brown.token)).data
    assert line["mayIssueCode"] is False


async def test_a_class_of_an_earlier_version_has_its_owner_only(
    client: Client, database: pymongo.database.Database
) -> None:
    owner, brown = await client.teacher(), await client.teacher()
    class_id = await client.make_class(owner)
    assert "assistants" not in database.classes.find_one()
    shown = (await client.get(f"/class/{class_id}", owner.token)).data
    assert shown["teachers"] == [as_listed(owner, "owner")]
    answer = await add(client, owner, class_id, brown.email)
    assert len(answer.data["teachers"]) == 2


async def test_the_class_of_a_deleted_owner_goes_to_the_first_assistant_who_stays(
    client: Client,
) -> None:
    owner, substitute, brown, green = [await client.teacher() for _ in range(4)]
    ada = await client.student()
    kept, lost = [await client.make_class(owner, ada) for _ in range(2)]
    session = await client.start(owner, kept)
    await client.post("/attendance/end", {"classId": kept}, owner.token)
    mistake = f"/class/{kept}/sessions/{session['sessionId']}"
    await client.call("DELETE", mistake, owner.token, json={"reason": "wrong class"})
    for class_id in (kept, lost):
        await add(client, owner, class_id, substitute.email, "2999-01-01")
    for each in (brown, green):
        await add(client, owner, kept, each.email)
    answer = await client.call("DELETE", "/auth/me", owner.token, json={"password": PASSWORD})
    assert answer.status == 200
    shown = (await client.get(f"/class/{kept}", brown.token)).data
    assert shown["teacherId"] == brown.id
    assert [(each["_id"], each["role"]) for each in shown["teachers"]] == [
        (brown.id, "owner"),
        (substitute.id, "assistant"),
        (green.id, "assistant"),
    ]
    discarded = (await client.get(f"/class/{kept}/sessions?discarded=true", brown.token)).data
    assert discarded[0]["discarded"]["reason"] == "wrong class"
    gone = await client.get(f"/class/{lost}", substitute.token)
    assert gone.error == (404, "Class not found")


async def test_an_assistant_exports_the_classes_and_the_changes_that_they_made(
    clock: Clock, client: Client
) -> None:
    owner, brown = await client.teacher(), await client.teacher()
    ada = await client.student()
    class_id = await client.make_class(owner, ada)
    until = iso_time(clock.now + timedelta(days=1))
    await add(client, owner, class_id, brown.email, until)
    ids = []
    for _ in range(4):
        ids.append((await client.start(owner, class_id))["sessionId"])
        clock.forward(minutes=45)
        await client.post("/attendance/end", {"classId": class_id}, owner.token)
        clock.forward(minutes=5)
    corrected, reopened, discarded = ids[0], ids[3], ids[1]
    path = f"/class/{class_id}/sessions"
    note = {"status": "excused", "reason": "a doctor's note"}
    await client.call("PATCH", f"{path}/{corrected}/marks/{ada.id}", brown.token, json=note)
    why = {"reason": "a mistake"}
    await client.call("DELETE", f"{path}/{discarded}", brown.token, json=why)
    await client.post(f"{path}/{reopened}/reopen", None, brown.token)
    exported = (await client.get("/auth/me/export", brown.token)).data
    (class_,) = exported["classesTaught"]
    assert (class_["_id"], class_["role"], class_["until"]) == (class_id, "assistant", until)
    assert [each["_id"] for each in exported["sessions"]] == [corrected, reopened]
    assert exported["sessions"][0]["corrections"][0]["studentId"] == ada.id
    assert [each["_id"] for each in exported["discardedSessions"]] == [discarded]


async def test_an_assistant_knows_the_students_of_the_class(
    settings: Settings, http: Any, clock: Clock
) -> None:
    own = attrs.evolve(settings, student_directory=StudentDirectory.OWN)
    async with serving(own) as url:
        client = Client(url, http)
        owner, brown = await client.teacher(), await client.teacher()
        ada = await client.student()
        class_id = await client.make_class(owner)
        by_email = {"email": ada.email}
        await client.post(f"/class/{class_id}/add-student", by_email, owner.token)
        await client.post(f"/class/{class_id}/accept", None, ada.token)
        assert (await client.get("/students", brown.token)).data == []
        until = iso_time(clock.now + timedelta(days=1))
        await add(client, owner, class_id, brown.email, until)
        (known,) = (await client.get("/students", brown.token)).data
        assert known["_id"] == ada.id
        clock.forward(days=1)
        assert (await client.get("/students", brown.token)).data == []
