"""Accounts over HTTP: signing up, logging in, `/auth/me`, and tokens."""

import asyncio
import re
import time
from typing import Any

import bcrypt
import jwt
import pymongo
import pytest
from bson import ObjectId

from attendance_server.accounts.hash_pool import Hashers
from attendance_server.settings import Settings
from tests.conftest import OWN, SECRET, shared_client
from tests.support.client import PASSWORD, Client

ADA = {"name": "Ada", "email": "ada@school.test", "password": PASSWORD, "role": "student"}
CREDENTIALS = {"email": ADA["email"], "password": PASSWORD}
BAD_CREDENTIALS = (400, "Invalid email or password")
UNAUTHORIZED = (401, "Unauthorized, token missing or invalid")
ROLES = ["teacher", "TEACHER", "Teacher", "student", "STUDENT", "sTuDeNt"]


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def test_a_signup_returns_only_the_account(client: Client) -> None:
    answer = await client.post("/auth/signup", ADA)
    account = {
        "_id": answer.data["_id"],
        "name": "Ada",
        "email": "ada@school.test",
        "role": "STUDENT",
    }
    assert (answer.status, answer.body) == (201, {"success": True, "data": account})
    assert re.fullmatch("[0-9a-f]{24}", account["_id"])


@OWN
@pytest.mark.parametrize("role", ROLES)
async def test_a_role_is_accepted_in_any_case_and_returned_in_upper_case(
    client: Client, role: str
) -> None:
    signup = await client.post("/auth/signup", ADA | {"role": role})
    token = (await client.post("/auth/login", CREDENTIALS)).data["token"]
    me = await client.get("/auth/me", token)
    claims = jwt.decode(token, SECRET, ["HS256"])
    assert {signup.data["role"], me.data["role"], claims["role"]} == {role.upper()}


async def test_a_password_is_stored_only_as_a_bcrypt_hash(
    client: Client, database: pymongo.database.Database
) -> None:
    await client.post("/auth/signup", ADA)
    saved = database.users.find_one({})
    assert saved is not None
    assert PASSWORD not in repr(saved)
    assert bcrypt.checkpw(PASSWORD.encode(), saved["passwordHash"])


@pytest.mark.parametrize(
    "email", ["ada@school.test", "ADA@SCHOOL.TEST", "Ada@school.test", "ada@School.Test"]
)
async def test_emails_that_differ_only_in_case_are_one_account(client: Client, email: str) -> None:
    await client.post("/auth/signup", ADA)
    again = await client.post("/auth/signup", ADA | {"email": email, "role": "teacher"})
    assert again.error == (400, "Email already exists")


@pytest.mark.parametrize("signed_up", ["ada@school.test", "Ada@School.TEST"])
@pytest.mark.parametrize("logged_in", ["ada@school.test", "ADA@school.test"])
async def test_an_email_logs_in_in_any_case(client: Client, signed_up: str, logged_in: str) -> None:
    await client.post("/auth/signup", ADA | {"email": signed_up})
    answer = await client.post("/auth/login", CREDENTIALS | {"email": logged_in})
    assert answer.status == 200


@pytest.mark.parametrize("other", ["ada@school.test", "ADA@School.Test"])
async def test_two_simultaneous_signups_create_one_account(
    client: Client, database: pymongo.database.Database, other: str
) -> None:
    answers = await asyncio.gather(
        client.post("/auth/signup", ADA), client.post("/auth/signup", ADA | {"email": other})
    )
    made, refused = sorted(answers, key=lambda answer: answer.status != 201)
    assert (made.status, refused.error) == (201, (400, "Email already exists"))
    assert [str(user["_id"]) for user in database.users.find()] == [made.data["_id"]]


@OWN
@pytest.mark.parametrize(
    "password",
    ["a" * 6, "a" * 72, "€€", "€" * 24, "\N{GRINNING FACE}" * 18, "  spaces  ", "$2b$04$a.b{}"],
)
async def test_a_password_of_6_to_72_bytes_is_accepted(client: Client, password: str) -> None:
    await client.post("/auth/signup", ADA | {"password": password})
    assert (await client.post("/auth/login", CREDENTIALS | {"password": password})).status == 200


@pytest.mark.parametrize(
    "password", ["a" * 5, "a" * 73, "€a", "€" * 24 + "a", "é" * 37, "a" * 5000, "", "abc\0defg"]
)
async def test_a_password_too_short_or_too_long_or_with_a_nul_is_refused(
    client: Client, password: str
) -> None:
    answer = await client.post("/auth/signup", ADA | {"password": password})
    assert answer.error == (400, "Invalid request schema")
    assert [fault["path"] for fault in answer.body["details"]] == ["password"]


@OWN
@pytest.mark.parametrize("own", [PASSWORD, "a" * 72, "€" * 24])
async def test_only_the_exact_password_logs_in(client: Client, own: str) -> None:
    await client.post("/auth/signup", ADA | {"password": own})
    others = [own + "a", own + "€", own + "a" * 5000, own[:-1], " " + own, own.title() + " "]
    others += [own + "\0", f"{own}\0{own}", "\0", ""]
    for other in others:
        answer = await client.post("/auth/login", CREDENTIALS | {"password": other})
        assert answer.error == BAD_CREDENTIALS, other


@OWN
async def test_a_login_returns_only_a_token_and_the_account(client: Client) -> None:
    account = (await client.post("/auth/signup", ADA)).data
    answer = await client.post("/auth/login", CREDENTIALS)
    assert answer.status == 200
    data = {"token": answer.data["token"], "user": {"id": account["_id"], **account}}
    assert answer.body == {"success": True, "data": data}


WRONG = [
    {"password": "wrong horse"},
    {"email": "nobody@school.test"},
    {"email": "nobody@school.test", "password": "wrong horse"},
    {"password": "x" * 100},
    {"email": "nobody@school.test", "password": "x" * 100},
]


@OWN
@pytest.mark.parametrize("wrong", WRONG)
async def test_an_unknown_email_and_a_wrong_password_get_the_same_answer(
    client: Client, wrong: dict[str, str]
) -> None:
    await client.post("/auth/signup", ADA)
    answer = await client.post("/auth/login", CREDENTIALS | wrong)
    assert answer.error == BAD_CREDENTIALS
    assert answer.body.keys() == {"success", "error", "code"}


@pytest.mark.parametrize("wrong", WRONG)
async def test_an_unknown_email_and_a_wrong_password_take_the_same_work(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]
) -> None:
    await client.post("/auth/signup", ADA)
    costs = []
    hashed = Hashers.hash

    async def counted(hashers: Hashers, password: bytes, salt: bytes) -> bytes:
        costs.append(int(salt.split(b"$")[2]))
        return await hashed(hashers, password, salt)

    monkeypatch.setattr(Hashers, "hash", counted)
    await client.post("/auth/login", CREDENTIALS | wrong)
    assert costs == [settings.bcrypt_rounds]


@pytest.mark.parametrize("role", ["teacher", "student"])
async def test_me_returns_the_account_of_the_token(client: Client, role: str) -> None:
    user, _ = await client.person(role), await client.person(role)
    answer = await client.get("/auth/me", user.token)
    me = {"_id": user.id, "name": user.name, "email": user.email, "role": role.upper()}
    assert (answer.status, answer.body) == (200, {"success": True, "data": me})


async def test_a_token_is_hs256_and_has_the_claims_of_the_contract(
    client: Client, settings: Settings
) -> None:
    before = int(time.time())
    ada = await client.student()
    claims = jwt.decode(ada.token, SECRET, ["HS256"])
    assert jwt.get_unverified_header(ada.token)["alg"] == "HS256"
    assert claims == {
        "userId": ada.id,
        "role": "STUDENT",
        "iat": claims["iat"],
        "exp": claims["iat"] + settings.jwt_ttl,
        # Not in the contract: logging out ends a token by this id.
        "jti": claims["jti"],
    }
    assert before <= claims["iat"] <= time.time()


@pytest.mark.parametrize(
    "form", ["Bearer {}", "bearer {}", "BEARER {}", "bEaReR {}", "{}", "Bearer   {}"]
)
async def test_a_token_is_read_with_and_without_bearer_in_any_case(
    client: Client, form: str
) -> None:
    ada = await client.student()
    answer = await client.get("/auth/me", headers={"Authorization": form.format(ada.token)})
    assert answer.data["_id"] == ada.id


async def test_the_role_comes_from_the_database_not_from_the_token(client: Client) -> None:
    ada = await client.student()
    claims = jwt.decode(ada.token, SECRET, ["HS256"])
    token = jwt.encode(claims | {"role": "TEACHER"}, SECRET, "HS256")
    answer = await client.post("/class", {"className": "Algebra"}, token)
    assert answer.error == (403, "Forbidden, teacher access required")


async def test_me_returns_404_for_a_deleted_user(
    client: Client, database: pymongo.database.Database
) -> None:
    ada = await client.student()
    database.users.delete_one({"_id": ObjectId(ada.id)})
    answer = await client.get("/auth/me", ada.token)
    assert answer.error == (404, "User not found")


@pytest.mark.parametrize(
    ("role", "method", "path", "body"),
    [
        ("teacher", "POST", "/class", {"className": "Geometry"}),
        ("teacher", "POST", "/class/{class_id}/add-student", {"studentId": "{student}"}),
        ("teacher", "GET", "/class/{class_id}", None),
        ("teacher", "GET", "/classes", None),
        ("teacher", "GET", "/students", None),
        ("teacher", "POST", "/attendance/start", {"classId": "{class_id}"}),
        ("student", "GET", "/class/{class_id}", None),
        ("student", "GET", "/classes", None),
        ("student", "GET", "/attendance/{class_id}/my-attendance", None),
        ("student", "GET", "/class/{class_id}/my-attendance", None),
    ],
)
async def test_the_token_of_a_deleted_user_is_rejected_everywhere(
    client: Client,
    database: pymongo.database.Database,
    role: str,
    method: str,
    path: str,
    body: dict[str, Any] | None,
) -> None:
    people = {"teacher": await client.teacher(), "student": await client.student()}
    names = {
        "class_id": await client.make_class(people["teacher"], people["student"]),
        "student": people["student"].id,
    }
    filled = body and {field: value.format(**names) for field, value in body.items()}
    database.users.delete_one({"_id": ObjectId(people[role].id)})
    answer = await client.call(method, path.format(**names), people[role].token, json=filled)
    assert answer.error == UNAUTHORIZED
