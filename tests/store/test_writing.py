"""Text is the same in every spelling, also when an earlier version saved it."""

import asyncio
from collections.abc import Iterator
from typing import Any

import aiohttp
import bcrypt
import pymongo
import pytest
from bson import ObjectId

from attendance_server.accounts.hash_pool import Hashers
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.client import NUMBERS, PASSWORD, PATIENCE, Client, Person
from tests.support.roster import csv_of, take

COMPOSED, DECOMPOSED = "un caf\u00e9 cr\u00e8me", "un cafe\u0301 cre\u0300me"
INVALID = (400, "Invalid request schema")
UNKNOWN_EMAIL = "nobody@school.test"


@pytest.fixture
def settings(school_settings: Settings) -> Settings:
    return school_settings


@pytest.fixture
def users(database: pymongo.database.Database) -> Iterator[Any]:
    return database.users


def signup(**fields: str) -> dict[str, str]:
    email = f"writer{next(NUMBERS)}@school.test"
    return {"name": "Ada", "email": email, "password": PASSWORD, "role": "student"} | fields


async def log_in(client: Client, email: str, password: str) -> int:
    return (await client.post("/auth/login", {"email": email, "password": password})).status


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        (COMPOSED, DECOMPOSED),
        (DECOMPOSED, COMPOSED),
        ("chalk\u00a0and\u3000board", "chalk and board"),
    ],
)
async def test_a_password_is_the_same_in_every_unicode_form(
    school: Client, chosen: str, typed: str
) -> None:
    account = (await school.post("/auth/signup", body := signup(password=chosen))).data
    for password in (chosen, typed):
        assert await log_in(school, account["email"], password) == 200
    assert await log_in(school, account["email"], "un cafe creme") == 400
    token = (await school.post("/auth/login", {**body, "password": typed})).data["token"]
    change = {"oldPassword": typed, "newPassword": f"new {chosen}"}
    changed = await school.post("/auth/password", change, token)
    assert changed.status == 200
    assert await log_in(school, account["email"], f"new {typed}") == 200
    deletion = await school.call(
        "DELETE", "/auth/me", changed.data["token"], json={"password": f"new {typed}"}
    )
    assert deletion.status == 200


@pytest.mark.parametrize("typed", [COMPOSED, DECOMPOSED, "chalk\u00a0and board", "e\u0301" * 24])
async def test_a_hash_from_an_earlier_version_still_works(
    school: Client, users: Any, typed: str
) -> None:
    account = (await school.post("/auth/signup", signup())).data
    earlier = bcrypt.hashpw(typed.encode(), bcrypt.gensalt(4))
    users.update_one({"_id": ObjectId(account["_id"])}, {"$set": {"passwordHash": earlier}})
    assert await log_in(school, account["email"], typed) == 200


@pytest.mark.parametrize(("typed", "hashes"), [(PASSWORD, 1), (COMPOSED, 1), (DECOMPOSED, 2)])
async def test_a_wrong_password_costs_the_same_with_and_without_an_account(
    school: Client, monkeypatch: pytest.MonkeyPatch, typed: str, hashes: int
) -> None:
    account = (await school.post("/auth/signup", signup(password="correct"))).data
    hashed, costs = Hashers.hash, [0]

    async def counted(hashers: Hashers, password: bytes, salt: bytes) -> bytes:
        costs[-1] += 1
        return await hashed(hashers, password, salt)

    monkeypatch.setattr(Hashers, "hash", counted)
    for email in (account["email"], UNKNOWN_EMAIL):
        assert await log_in(school, email, typed) == 400
        costs.append(0)
    assert costs == [hashes, hashes, 0]


@pytest.mark.parametrize(
    ("name", "imported"),
    [
        ("\u200b\u2060", None),
        ("\u3164", None),
        # Programs put marks of direction into files; without them, the name deceives no one.
        ("Ada\u202enimda", "Adanimda"),
        ("\u2066Ada\u2069", "Ada"),
    ],
)
async def test_an_invisible_or_deceptive_name_is_refused(
    school: Client, name: str, imported: str | None
) -> None:
    refused = await school.post("/auth/signup", signup(name=name))
    assert refused.error == INVALID
    assert [fault["path"] for fault in refused.body["details"]] == ["name"]
    teacher = await school.teacher()
    refused = await school.post("/class", {"className": name}, teacher.token)
    assert refused.error == INVALID
    class_id = await school.make_class(teacher, name="\u200bAlge\u00adbra\ufeff")
    assert (await school.get(f"/class/{class_id}", teacher.token)).data["className"] == "Algebra"
    renamed = await school.call(
        "PATCH", f"/class/{class_id}", teacher.token, json={"className": name}
    )
    assert renamed.error == INVALID
    taken = await take(school, teacher, class_id, csv_of((name, "x@school.test")), dry=True)
    (line,) = taken.data["lines"]
    assert line["outcome"] == ("new" if imported else "wrong")
    assert not imported or line["name"] == imported


async def test_an_email_is_recognised_whatever_it_was_copied_with(school: Client) -> None:
    ada = (await school.post("/auth/signup", signup(email="Ada <ada\u200b@copied.test>"))).data
    assert ada["email"] == "ada@copied.test"
    for copied in ("mailto:ada@copied.test", "<ADA@copied.test>", " ada\uff20copied.test\ufeff"):
        assert await log_in(school, copied, PASSWORD) == 200
        again = await school.post("/auth/signup", signup(email=copied))
        assert again.error == (400, "Email already exists")
        teacher = await school.teacher()
        class_id = await school.make_class(teacher)
        added = await school.post(
            f"/class/{class_id}/add-student", {"email": copied}, teacher.token
        )
        assert added.data["studentIds"] == [ada["_id"]]
        known = await take(school, teacher, class_id, csv_of(("Ada", copied)), dry=True)
        (line,) = known.data["lines"]
        assert (line["email"], line["outcome"]) == ("ada@copied.test", "enrolled")


async def search(client: Client, teacher: Person, q: str) -> list[str]:
    students = (await client.get("/students", teacher.token, params={"q": q})).data
    return [student["name"] for student in students]


async def test_students_are_found_in_every_spelling(school: Client) -> None:
    teacher = await school.teacher()
    class_id = await school.make_class(teacher)
    for name in ("Jos\u00e9 Fuchsbau", "Bob Fuchsbau", "\u0141ukasz M\u00fcller"):
        await school.post("/auth/signup", signup(name=name))
    # Students of an imported roster can be found at once, too.
    roster = csv_of(("\u0130rem Fuchsbau-Stra\u00dfe", "irem@copied.test"))
    assert (await take(school, teacher, class_id, roster)).status == 200
    irem = "\u0130rem Fuchsbau-Stra\u00dfe"
    for q, names in {
        "jose": ["Jos\u00e9 Fuchsbau"],
        "JOSE\u0301": ["Jos\u00e9 Fuchsbau"],
        "fuchsbau bob": ["Bob Fuchsbau"],
        "muller": ["\u0141ukasz M\u00fcller"],
        "\u0142uk": ["\u0141ukasz M\u00fcller"],
        "lukasz": ["\u0141ukasz M\u00fcller"],
        "STRASSE irem": [irem],
        "irem@copied.test": [irem],
        "fuchsbau": ["Jos\u00e9 Fuchsbau", "Bob Fuchsbau", irem],
    }.items():
        assert await search(school, teacher, q) == names, q
    pages, after = [], {}
    while page := (
        await school.get("/students", teacher.token, params={"q": "fuchs", "limit": 2} | after)
    ).data:
        pages.append([student["name"] for student in page])
        after = {"after": page[-1]["_id"]}
    assert pages == [["Jos\u00e9 Fuchsbau", "Bob Fuchsbau"], [irem]]


async def test_users_of_an_earlier_version_are_found_after_the_next_start(
    school: Client, school_settings: Settings, users: Any, http: aiohttp.ClientSession
) -> None:
    teacher = await school.teacher()
    earlier = [
        {
            **{"_id": ObjectId(), "name": f"Zo\u00eb Altbestand {number}", "role": "STUDENT"},
            **{"email": f"zoe{number}@earlier.test", "passwordHash": b""},
        }
        for number in range(3)
    ]
    users.insert_many(earlier)
    assert await search(school, teacher, "altbestand zoe") == []
    names = [user["name"] for user in earlier]
    async with serving(school_settings) as url:
        successor = Client(url, http)
        async with asyncio.timeout(PATIENCE):
            while len(await search(successor, teacher, "altbestand zoe")) < len(names):
                await asyncio.sleep(0.01)
        assert await search(successor, teacher, "altbestand zoe") == names
    assert users.count_documents({"search": None}) == 0
