"""Next month's roster: new, moved, renamed and left, all at once or not at all."""

from collections import Counter
from typing import Any

import pymongo
import pytest

from tests.conftest import shared_client
from tests.support.client import PASSWORD, Answer, Client, Lesson, Person
from tests.support.office import make_admin
from tests.support.roster import csv_of, known_student, roster, take

TITLES = ("name", "email", "student number")

Database = pymongo.database.Database[dict[str, Any]]


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


def numbered(*people: tuple[str, str, str]) -> bytes:
    return csv_of(*people, titles=TITLES)


async def sync(client: Client, token: str, class_id: str, file: bytes, query: str = "") -> Answer:
    return await client.call("POST", f"/class/{class_id}/roster/sync{query}", token, data=file)


def changes(answer: Answer) -> dict[str, str]:
    return {line["name"]: line["change"] for line in answer.data["lines"]}


async def names(client: Client, teacher: Person, class_id: str) -> list[str]:
    return [each["name"] for each in await roster(client, teacher, class_id)]


SEPTEMBER = numbered(
    ("Ada Okafor", "ada@school.test", "1"),
    ("Ben Müller", "ben@school.test", "2"),
    ("Cleo Lefèvre", "", "3"),
    ("Dan Gonçalves", "dan@school.test", ""),
)


async def september(client: Client, teacher: Person) -> str:
    class_id = await client.make_class(teacher, name="9A")
    assert (await take(client, teacher, class_id, SEPTEMBER)).status == 200
    return class_id


async def test_a_class_becomes_what_the_file_says_and_that_can_be_undone(client: Client) -> None:
    teacher = await client.teacher()
    class_id = await september(client, teacher)
    moving = await known_student(client, teacher)
    october = numbered(
        ("Ada Okafor", "ada@school.test", "1"),
        # Another name and another address, by number; Dan has gone.
        ("Ben Schmidt", "ben.schmidt@school.test", "2"),
        ("Cleo Lefèvre", "", "3"),
        (moving.name, moving.email, ""),
        ("Eve Novak", "eve@school.test", "5"),
    )
    expected = {
        "Ada Okafor": "unchanged",
        "Ben Schmidt": "renamed",
        "Cleo Lefèvre": "unchanged",
        moving.name: "moved",
        "Eve Novak": "new",
        "Dan Gonçalves": "left",
    }
    before = await roster(client, teacher, class_id)
    dry = await sync(client, teacher.token, class_id, october, "?dryRun=true")
    assert changes(dry) == expected
    assert dry.data["counts"] == {**Counter(expected.values()), "invited": 0, "wrong": 0}
    (ben,) = [line for line in dry.data["lines"] if line["change"] == "renamed"]
    assert ben["knownAs"] == "Ben Müller"
    assert [problem["code"] for problem in ben["problems"]] == ["email_kept"]
    assert await roster(client, teacher, class_id) == before

    done = await sync(client, teacher.token, class_id, october)
    assert changes(done) == expected
    assert [bool(line.get("code")) for line in done.data["lines"]].count(True) == 1
    after = ["Ada Okafor", "Ben Schmidt", "Cleo Lefèvre", moving.name, "Eve Novak"]
    assert sorted(await names(client, teacher, class_id)) == sorted(after)
    # In the order of their enrolment: those who stay first.
    assert (await names(client, teacher, class_id))[:3] == after[:3]
    again = await sync(client, teacher.token, class_id, october)
    assert set(changes(again).values()) == {"unchanged"}
    assert "importId" not in again.data

    (recent, _) = (await client.get(f"/class/{class_id}/imports", teacher.token)).data
    assert [recent[each] for each in ("created", "joined", "left", "renamed")] == [1, 1, 1, 1]
    await client.call("DELETE", f"/imports/{recent['_id']}", teacher.token)
    restored = {each["studentId"]: each["name"] for each in await roster(client, teacher, class_id)}
    assert restored == {each["studentId"]: each["name"] for each in before}


async def test_a_new_name_has_its_parts_and_undo_brings_back_the_old_one(
    client: Client, database: Database
) -> None:
    teacher = await client.teacher()
    class_id = await september(client, teacher)
    titles = ("given name", "family name", "email", "student number")
    people = [
        ("Ada", "Okafor", "ada@school.test", "1"),
        ("Ben", "van der Berg", "ben@school.test", "2"),
        ("Cleo", "Lefèvre", "", "3"),
        ("Dan", "Gonçalves", "dan@school.test", ""),
    ]
    done = await sync(client, teacher.token, class_id, csv_of(*people, titles=titles))
    assert changes(done)["Ben van der Berg"] == "renamed"
    by_number = {"studentNumber": "2"}
    ben = database.users.find_one(by_number)
    assert ben
    assert (ben["givenName"], ben["familyName"]) == ("Ben", "van der Berg")
    await client.call("DELETE", f"/imports/{done.data['importId']}", teacher.token)
    ben = database.users.find_one(by_number)
    assert ben
    assert ben["name"] == "Ben Müller"
    assert ben.keys().isdisjoint({"givenName", "familyName"})


async def test_a_file_that_would_remove_a_third_of_the_class_needs_a_word(client: Client) -> None:
    teacher = await client.teacher()
    class_id = await september(client, teacher)
    two = numbered(("Ada Okafor", "ada@school.test", "1"), ("Ben Müller", "ben@school.test", "2"))
    dry = await sync(client, teacher.token, class_id, two, "?dryRun=true")
    assert dry.data["needsAllowLeft"]
    refused = await sync(client, teacher.token, class_id, two)
    assert refused.status == 409
    assert refused.body["code"] == "too_many_left"
    assert "would remove 2 of 4 students" in refused.body["error"]
    assert len(await names(client, teacher, class_id)) == 4
    await sync(client, teacher.token, class_id, two, "?allowLeft=true")
    assert await names(client, teacher, class_id) == ["Ada Okafor", "Ben Müller"]


async def test_a_wrong_line_changes_nothing(client: Client) -> None:
    teacher = await client.teacher()
    class_id = await september(client, teacher)
    wrong = SEPTEMBER + b"Eve,not an address,5\n"
    refused = await sync(client, teacher.token, class_id, wrong)
    assert (refused.status, refused.body["code"]) == (400, "roster_wrong")
    dry = await sync(client, teacher.token, class_id, wrong, "?dryRun=true")
    assert dry.data["counts"]["wrong"] == 1


async def test_students_who_leave_also_leave_the_running_session_and_keep_their_past(
    client: Client,
) -> None:
    lesson = await Lesson.begin(client)
    first, second, third = lesson.students
    for student in lesson.students:
        await lesson.desk.mark(student)
    kept = csv_of((first.name, first.email), (second.name, second.email))
    synced = await sync(client, lesson.teacher.token, lesson.class_id, kept)
    assert synced.data["counts"]["left"] == 1
    result = await lesson.end()
    assert {each["studentId"] for each in result["attendance"]} == {first.id, second.id}
    assert (await client.get("/auth/me", third.token)).status == 200


async def test_who_claimed_an_account_keeps_the_name_unless_the_school_renames(
    client: Client, database: Database
) -> None:
    teacher = await client.teacher()
    class_id = await september(client, teacher)
    codes = (await client.post(f"/class/{class_id}/codes", None, teacher.token)).data
    ben = next(each for each in codes if each["name"] == "Ben Müller")
    await client.post("/auth/claim", {"code": ben["code"], "password": PASSWORD})
    married = SEPTEMBER.replace("Ben Müller".encode(), b"Ben Schmidt")
    own = await sync(client, teacher.token, class_id, married)
    (line,) = [line for line in own.data["lines"] if line["name"] == "Ben Schmidt"]
    assert (line["change"], line["knownAs"]) == ("unchanged", "Ben Müller")
    assert [problem["code"] for problem in line["problems"]] == ["name_kept"]

    admin = await make_admin(client, database)
    key = (await client.post("/keys", {"name": "nightly"}, admin.token)).data["key"]
    by_name = "/rosters/sync?class=9a"
    synced = await client.call("POST", by_name, key, data=married)
    assert (synced.data["classId"], synced.data["counts"]["renamed"]) == (class_id, 1)
    assert "Ben Schmidt" in await names(client, teacher, class_id)
    await client.make_class(teacher, name="9A")
    ambiguous = await client.call("POST", by_name, key, data=married)
    assert (ambiguous.status, ambiguous.body["code"]) == (409, "class_name_taken")
    unknown = await client.call("POST", "/rosters/sync?class=9B", key, data=married)
    assert unknown.status == 404


async def test_a_nightly_upload_leaves_codes_of_invitations_valid(client: Client) -> None:
    teacher = await client.teacher()
    class_id = await september(client, teacher)
    stranger, other = await client.student(), await client.student()
    line = f"{stranger.name},{stranger.email},\n".encode()
    both = SEPTEMBER + line + f"{other.name},{other.email},\n".encode()
    invited = await sync(client, teacher.token, class_id, both)
    codes = [each["code"] for each in invited.data["lines"] if each["change"] == "invited"]
    key = (await client.post(f"/class/{class_id}/keys", {"name": "n"}, teacher.token)).data["key"]
    nightly = await sync(client, key, class_id, both)
    assert set(changes(nightly).values()) == {"unchanged"}
    # Whoever is no longer in the file is no longer invited.
    await sync(client, key, class_id, SEPTEMBER + line)
    pending = (await client.get(f"/class/{class_id}/invitations", teacher.token)).data
    assert [each["studentId"] for each in pending] == [stranger.id]
    accepted = await client.post(f"/class/{class_id}/accept", {"code": codes[0]}, stranger.token)
    assert accepted.status == 200
