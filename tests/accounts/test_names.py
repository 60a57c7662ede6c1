"""Given and family names: where they come from, who changes them, and what follows what."""

from typing import Any

import pymongo
import pytest
from bson import ObjectId

from attendance_server.models import Missing, NameChange, PersonName
from attendance_server.sign_on.person import person_of
from tests.support.client import Client, Person
from tests.support.office import make_admin
from tests.support.roster import csv_of, roster, take

ADA = PersonName("Ada Lovelace", "Ada", "Lovelace")
NICKNAME = PersonName("Countess", "Ada", "Lovelace")


async def patch(client: Client, path: str, user: Person, **body: Any) -> Any:
    return await client.call("PATCH", path, user.token, json=body)


def names(shown: dict[str, Any]) -> list[str | None]:
    return [shown.get(field) for field in ("name", "givenName", "familyName")]


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        (ADA, NameChange(name="Ada King"), PersonName("Ada King")),
        (ADA, NameChange(name="Ada Lovelace"), ADA),
        (ADA, NameChange(name="A. King", family_name="King"), PersonName("A. King", None, "King")),
        (ADA, NameChange(family_name="King"), PersonName("Ada King", "Ada", "King")),
        (ADA, NameChange(family_name=None), PersonName("Ada", "Ada")),
        (PersonName("Ada", "Ada"), NameChange(given_name=None), PersonName("Ada")),
        (NICKNAME, NameChange(family_name="King"), PersonName("Countess", "Ada", "King")),
        (PersonName("Ada"), NameChange(given_name="Ada"), PersonName("Ada", "Ada")),
    ],
)
def test_a_name_and_its_parts_follow_each_other(
    before: PersonName, change: NameChange, after: PersonName
) -> None:
    assert change.applied_to(before) == after
    assert NameChange(name=Missing.MISSING).applied_to(before) == before


def test_single_sign_on_gives_the_parts() -> None:
    claims = {"iss": "https://school.test", "sub": "1", "given_name": "Ada", "family_name": " "}
    person = person_of(claims, None)
    assert (person.name, person.given_name, person.family_name) == ("Ada", "Ada", None)


async def test_an_import_keeps_the_parts_and_adds_them_where_the_name_is_the_same(
    client: Client,
) -> None:
    teacher = await client.teacher()
    ben = await client.person("student", "Ben Nevis")
    cat = await client.person("student", "Cat")
    class_id = await client.make_class(teacher, ben, cat)
    titles = ("first name", "last name", "email")
    file = csv_of(
        ("Ada", "van der Berg", "ada@school.test"),
        ("Ben", "Nevis", ben.email),
        ("Catherine", "Flynn", cat.email),
        titles=titles,
    )
    done = await take(client, teacher, class_id, file)
    assert names(done.data["lines"][0]) == ["Ada van der Berg", "Ada", "van der Berg"]
    shown = await roster(client, teacher, class_id)
    assert [names(each) for each in shown] == [
        ["Ben Nevis", "Ben", "Nevis"],
        ["Cat", None, None],
        ["Ada van der Berg", "Ada", "van der Berg"],
    ]
    (found,) = (await client.get("/students?q=nevis", teacher.token)).data
    assert names(found) == ["Ben Nevis", "Ben", "Nevis"]
    class_ = (await client.get(f"/class/{class_id}", teacher.token)).data
    assert names(class_["students"][0]) == ["Ben Nevis", "Ben", "Nevis"]
    # Classmates see what they are called, and no more.
    class_ = (await client.get(f"/class/{class_id}", ben.token)).data
    assert class_["students"][0] == {"_id": ben.id, "name": "Ben Nevis"}

    of_ada = f"/students/{done.data['lines'][0]['studentId']}"
    corrected = await patch(client, of_ada, teacher, familyName="Berg")
    assert names(corrected.data) == ["Ada Berg", "Ada", "Berg"]


async def test_users_and_the_office_change_the_parts_and_merging_keeps_them(
    client: Client, database: pymongo.database.Database
) -> None:
    office = await make_admin(client, database)
    ada, twin = [await client.person("student", "Ada Lovelace") for _ in range(2)]
    changed = await patch(client, "/auth/me", ada, givenName=" Ada ", familyName="Lovelace")
    assert names(changed.data) == ["Ada Lovelace", "Ada", "Lovelace"]
    by_office = await patch(client, f"/users/{ada.id}", office, familyName="Byron")
    assert names(by_office.data) == ["Ada Byron", "Ada", "Byron"]
    (event,) = (
        await client.get(f"/audit?user={office.id}&action=account.change", office.token)
    ).data
    assert [(each["field"], each["before"], each["after"]) for each in event["changes"]] == [
        ("name", "Ada Lovelace", "Ada Byron"),
        ("familyName", "Lovelace", "Byron"),
    ]
    (found,) = (await client.get("/users?q=byron", office.token)).data
    assert found["_id"] == ada.id
    await patch(client, "/auth/me", ada, name="Ada Lovelace", givenName="Ada", familyName="L.")
    merged = await client.post(f"/users/{ada.id}/merge", {"into": twin.id}, office.token)
    assert merged.status == 200
    assert names((await client.get("/auth/me", twin.token)).data) == ["Ada Lovelace", "Ada", "L."]
    plain = await patch(client, "/auth/me", twin, name="Ada")
    assert names(plain.data) == ["Ada", None, None]
    stored = database.users.find_one({"_id": ObjectId(twin.id)})
    assert stored
    assert not {"givenName", "familyName"} & stored.keys()

    for body in ({}, {"name": None}, {"nameOrder": "first"}):
        refused = await patch(client, "/auth/me", twin, **body)
        assert refused.error == (400, "Invalid request schema")


async def test_what_lists_are_sorted_by_is_remembered_for_the_user(client: Client) -> None:
    teacher = await client.teacher()
    assert "nameOrder" not in (await client.get("/auth/me", teacher.token)).data
    changed = await patch(client, "/auth/me", teacher, nameOrder="family")
    assert changed.data["nameOrder"] == "family"
    assert (await client.get("/auth/me", teacher.token)).data["nameOrder"] == "family"
