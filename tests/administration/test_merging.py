"""Two accounts of one student become one, with all that is stored about either."""

from typing import Any

import pymongo
import pytest
from bson import ObjectId

from attendance_server.settings import Settings
from attendance_server.store import Store
from attendance_server.store.users import number_fields
from tests.support.client import Answer, Client, Person
from tests.support.office import make_admin


@pytest.fixture
async def office(client: Client, database: pymongo.database.Database) -> Person:
    return await make_admin(client, database)


async def merge(client: Client, office: Person, source: Person, into: Person) -> Answer:
    return await client.post(f"/users/{source.id}/merge", {"into": into.id}, office.token)


async def hold_session(
    client: Client, teacher: Person, class_id: str, marks: list[tuple[Person, str]]
) -> str:
    """A session of the class that has ended, and its id."""
    session_id: str = (await client.start(teacher, class_id))["sessionId"]
    lines = [{"studentId": student.id, "status": status} for student, status in marks]
    path = f"/attendance/{class_id}/marks"
    await client.post(path, {"marks": lines}, teacher.token)
    await client.post("/attendance/end", {"classId": class_id}, teacher.token)
    return session_id


async def attendance(client: Client, teacher: Person, class_id: str) -> list[Any]:
    """The students of the class with their status in each session, oldest session first."""
    matrix = (await client.get(f"/class/{class_id}/report/matrix", teacher.token)).data
    return [(row["studentId"], row["statuses"]) for row in matrix["students"]]


async def test_marks_classes_and_corrections_move_and_the_audit_event_lists_what_was_dropped(
    client: Client, office: Person, database: pymongo.database.Database
) -> None:
    teacher = await client.teacher()
    twice, ada, bob = [await client.student() for _ in range(3)]
    both = await client.make_class(teacher, twice, ada, bob)
    other = await client.make_class(teacher, twice, bob, name="History")
    kept = await hold_session(client, teacher, both, [(twice, "late"), (ada, "absent")])
    first = [
        kept,
        await hold_session(client, teacher, both, [(twice, "excused"), (ada, "present")]),
        await hold_session(client, teacher, both, [(twice, "present")]),
        await hold_session(client, teacher, both, [(ada, "excused"), (bob, "present")]),
    ]
    session = await hold_session(client, teacher, other, [])
    mark = f"/class/{other}/sessions/{session}/marks/{twice.id}"
    body = {"status": "late", "reason": "was in the other room"}
    await client.call("PATCH", mark, teacher.token, json=body)

    number = {"$set": number_fields("007")}
    database.users.update_one({"_id": ObjectId(twice.id)}, number)

    seat = await client.socket(twice)
    merged = await merge(client, office, twice, ada)
    assert (merged.data["_id"], merged.data["name"]) == (ada.id, ada.name)
    await seat.expect_unauthorized()
    assert (await client.get("/auth/me", twice.token)).status == 404
    assert (await client.get(f"/users/{twice.id}", office.token)).status == 404
    (found,) = (await client.get("/users?q=007", office.token)).data
    assert (found["_id"], found["studentNumber"]) == (ada.id, "007")
    assert await attendance(client, teacher, both) == [
        (ada.id, ["late", "present", "present", "excused"]),
        (bob.id, ["absent", "absent", "absent", "present"]),
    ]
    assert await attendance(client, teacher, other) == [(ada.id, ["late"]), (bob.id, ["absent"])]
    classes = (await client.get("/classes", teacher.token)).data
    assert [each["studentIds"] for each in classes] == [[ada.id, bob.id]] * 2
    own = (await client.get(f"/class/{other}/sessions/{session}", ada.token)).data
    assert [(each["to"], each["reason"]) for each in own["corrections"]] == [
        ("late", "was in the other room")
    ]
    # A correction, and a reopening, work on what the merge has left.
    body = {"status": "excused", "reason": "a letter"}
    path = f"/class/{both}/sessions/{first[3]}/marks/{ada.id}"
    assert (await client.call("PATCH", path, teacher.token, json=body)).status == 200

    assert twice.id not in f"{list(database.classes.find())}{list(database.sessions.find())}"
    (event,) = (await client.get("/audit?action=account.merge", office.token)).data
    assert (event["outcome"], event["userName"]) == ("ok", office.name)
    assert {each["kind"]: each["value"] for each in event["targets"]} == {
        "userId": twice.id,
        "intoId": ada.id,
    }
    assert event["changes"] == [
        {"field": "mark", "before": "absent", "after": "late", "of": first[0]},
        {"field": "mark", "before": "excused", "after": "present", "of": first[1]},
    ]


async def test_a_merge_that_was_interrupted_is_completed_by_repeating_it(
    client: Client, office: Person, settings: Settings
) -> None:
    teacher = await client.teacher()
    twice, ada, bob = [await client.student() for _ in range(3)]
    class_id = await client.make_class(teacher, twice, ada)
    await hold_session(client, teacher, class_id, [(twice, "present"), (ada, "late")])
    # What a server leaves behind that is killed in the middle.
    store = Store(settings.mongo_uri or "", timeout=30)
    assert await store.merging.begin(twice.id, ada.id)
    await store.merging.move_sessions(twice.id, ada.id)
    store.close()
    half = (await client.get(f"/users/{twice.id}", office.token)).data
    assert (half["mergingInto"], bool(half["disabledAt"])) == (ada.id, True)
    unfinished = (409, "Account is being merged into another one, repeat that first")
    assert (await merge(client, office, twice, bob)).error == unfinished
    enable = {"json": {"disabled": False}}
    enabled = await client.call("PATCH", f"/users/{twice.id}", office.token, **enable)
    assert enabled.error == unfinished
    for status in (200, 404):
        assert (await merge(client, office, twice, ada)).status == status
    assert await attendance(client, teacher, class_id) == [(ada.id, ["present"])]
    classes = (await client.get("/classes", teacher.token)).data
    assert [each["studentIds"] for each in classes] == [[ada.id]]


async def test_only_two_students_outside_a_running_session_are_merged(
    client: Client, office: Person
) -> None:
    teacher, ada, bob = await client.teacher(), await client.student(), await client.student()
    class_id = await client.make_class(teacher, ada)
    only = (409, "Only two different accounts of students can be merged")
    assert (await merge(client, office, ada, ada)).error == only
    assert (await merge(client, office, ada, teacher)).error == only
    assert (await merge(client, office, teacher, ada)).error == only
    await client.start(teacher, class_id)
    running = (409, "An attendance session is running, end it first")
    assert (await merge(client, office, ada, bob)).error == running
    # The one that remains may be in a running session.
    assert (await merge(client, office, bob, ada)).status == 200


async def test_invitations_move_with_their_codes(
    client: Client, office: Person, database: pymongo.database.Database
) -> None:
    teacher, twice, ada = await client.teacher(), await client.student(), await client.student()
    class_id = await client.make_class(teacher)
    update = {"invitedIds": [], f"invitationCodes.{twice.id}": b"hash"}
    ids = {each.id: each for each in (twice, ada)}
    document = database.classes.find_one()
    assert document
    users = {
        str(user["_id"]): user["_id"] for user in database.users.find() if str(user["_id"]) in ids
    }
    update["invitedIds"] = [users[twice.id]]
    database.classes.update_one({"_id": document["_id"]}, {"$set": update})
    assert (await merge(client, office, twice, ada)).status == 200
    invitations = (await client.get("/auth/me/invitations", ada.token)).data
    assert [(each["classId"], each["needsCode"]) for each in invitations] == [(class_id, True)]
