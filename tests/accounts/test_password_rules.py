"""Password rules, how passwords are stored, and hashes of earlier versions."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import attrs
import bcrypt
import jsonschema_rs
import pymongo
import pytest
from bson import ObjectId

from attendance_server.accounts.hash_pool import Hashers
from attendance_server.exit_errors import SettingsError
from attendance_server.problems import FieldError
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import PasswordRule
from attendance_server.wire.password_rules import StrictRules
from tests.support.client import PASSWORD, PATIENCE, Client, Person
from tests.support.process import run_command
from tests.support.roster import csv_of, take

INVALID = (400, "Invalid request schema")
WRONG = (400, "Invalid email or password")
COMMON = {"message": "is one of the most common passwords", "code": "common_password"}
SHORT = {"message": "must be at least 8 characters", "code": "too_short", "minimum": 8}
LONG = {"message": "must not be longer than 256 characters", "code": "too_long", "maximum": 256}
NUL = {"message": "must not hold NUL characters", "code": "control_characters"}

REFUSED = {
    "short 7": SHORT,
    "𝄞" * 7: SHORT,
    # Eight characters that count as fifteen, and seven that count as fourteen.
    "e\u0301" * 7: SHORT,
    "x" * 257: LONG,
    "e\u0301" * 257: LONG,
    "x" * 100_000: LONG,
    "password": COMMON,
    "Password1": COMMON,
    "QWERTYUIOP": COMMON,
    "12345678": COMMON,
    "correct\0horse": NUL,
}
TAKEN = [
    "correct horse",
    "e\u0301" * 8,
    "пароль для школы",
    "合言葉は長いほど良い",
    "👩\u200d🏫" * 40,
    "x" * 256,
]


@pytest.fixture(scope="module")
def school_settings(school_settings: Settings) -> Settings:
    return attrs.evolve(school_settings, password_rules=PasswordRule.STRICT)


@pytest.mark.parametrize(
    ("texts", "rule"),
    [
        ({}, "contract"),
        ({"HOST": "::1"}, "contract"),
        ({"HOST": "localhost"}, "contract"),
        ({"HOST": "0.0.0.0"}, "strict"),
        ({"HOST": "school.test"}, "strict"),
        ({"TRUSTED_PROXIES": "127.0.0.1"}, "strict"),
        ({"HOST": "0.0.0.0", "PASSWORD_RULES": "Contract"}, "contract"),
        ({"PASSWORD_RULES": "strict"}, "strict"),
    ],
)
def test_a_server_on_loopback_follows_the_contracts_password_rules(
    texts: dict[str, str], rule: str
) -> None:
    assert Settings.parse(texts).password_rules == rule


def test_an_unknown_password_rule_is_named() -> None:
    with pytest.raises(SettingsError, match="PASSWORD_RULES: expected one of contract, strict"):
        Settings.parse({"PASSWORD_RULES": "lax"})


def test_the_api_description_states_the_strict_rules() -> None:
    rules = StrictRules()
    described = jsonschema_rs.validator_for(dict(rules.schema)).is_valid
    for password in TAKEN:
        assert rules.read(password)
        assert described(password)
    for password, problem in REFUSED.items():
        with pytest.raises(FieldError, match=str(problem["message"])):
            rules.read(password)
    assert not described("x" * 100_000)
    assert not described("correct\0horse")


async def refusal(client: Client, path: str, body: Any, token: str | None = None) -> Any:
    answer = await client.post(path, body, token)
    assert answer.error == INVALID
    return answer.body["details"]


async def test_every_way_to_set_a_password_enforces_the_strict_rules(school: Client) -> None:
    student, teacher = await school.student(), await school.teacher()
    class_id = await school.make_class(teacher)
    (line,) = (await take(school, teacher, class_id, csv_of(("Ada", "ada@rules.test")))).data[
        "lines"
    ]
    signup = {"name": "", "email": "new@rules.test", "role": "student"}
    for password, problem in list(REFUSED.items())[::3]:
        fault = {"path": "password", **problem}
        assert fault in await refusal(school, "/auth/signup", {**signup, "password": password})
        claim = {"code": line["code"], "password": password}
        assert await refusal(school, "/auth/claim", claim) == [fault]
        change = {"oldPassword": PASSWORD, "newPassword": password}
        refused = await refusal(school, "/auth/password", change, student.token)
        assert refused == [{"path": "newPassword", **problem}]
    claim = {"code": line["code"], "password": TAKEN[4]}
    assert (await school.post("/auth/claim", claim)).status == 200


async def log_in(client: Client, email: str, password: str) -> int:
    return (await client.post("/auth/login", {"email": email, "password": password})).status


@pytest.mark.parametrize("password", TAKEN)
async def test_a_password_in_any_script_is_checked_to_its_last_character(
    school: Client, password: str
) -> None:
    student = await school.student()
    change = {"oldPassword": PASSWORD, "newPassword": password}
    token = (await school.post("/auth/password", change, student.token)).data["token"]
    assert await log_in(school, student.email, password) == 200
    assert await log_in(school, student.email, password[:-1]) == 400
    assert await log_in(school, student.email, password[:-1] + "?") == 400
    back = {"oldPassword": password, "newPassword": PASSWORD}
    assert (await school.post("/auth/password", back, token)).status == 200
    assert await log_in(school, student.email, PASSWORD) == 200


@pytest.mark.parametrize("rules", ["strict", "contract"])
def test_the_command_enforces_the_rules_too(tmp_path: Path, settings: Settings, rules: str) -> None:
    assert settings.mongo_uri
    ended = run_command(
        tmp_path,
        *("create-teacher", "--name", "Mrs Hill", "--email", "hill@rules.test"),
        stdin=b"password\n",
        MONGO_URI=settings.mongo_uri,
        JWT_SECRET="x" * 32,
        PASSWORD_RULES=rules,
    )
    if rules == "contract":
        assert ended.returncode == 0
    else:
        assert (ended.returncode, ended.stderr) == (
            2,
            f"attendance-server: password: {COMMON['message']}\n",
        )


# Not the cost of the server, which is 4.


@pytest.fixture
async def dearer(settings: Settings, http: aiohttp.ClientSession) -> AsyncIterator[Client]:
    """A client of a server whose accounts were hashed at another cost before."""
    async with serving(attrs.evolve(settings, bcrypt_rounds=6)) as url:
        yield Client(url, http)


async def aged(client: Client, users: Any, cost: int) -> Person:
    """A student whose password is hashed at this cost."""
    student = await client.student()
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(cost))
    users.update_one({"_id": ObjectId(student.id)}, {"$set": {"passwordHash": hashed}})
    return student


def cost_of(users: Any, user: Person) -> int:
    return int(users.find_one({"_id": ObjectId(user.id)})["passwordHash"].split(b"$")[2])


@pytest.mark.parametrize("cost", [4, 7])
async def test_a_login_rehashes_the_password_at_the_configured_cost(
    dearer: Client, database: pymongo.database.Database, cost: int
) -> None:
    student = await aged(dearer, database.users, cost)
    assert await log_in(dearer, student.email, "wrong horse") == 400
    assert cost_of(database.users, student) == cost
    assert await log_in(dearer, student.email, PASSWORD) == 200
    assert cost_of(database.users, student) == 6
    assert await log_in(dearer, student.email, PASSWORD) == 200
    # The password is unchanged, so earlier tokens stay valid.
    assert (await dearer.get("/auth/me", student.token)).status == 200


async def test_a_rehash_at_login_does_not_undo_a_simultaneous_password_change(
    dearer: Client, database: pymongo.database.Database
) -> None:
    for _ in range(3):
        student = await aged(dearer, database.users, 4)
        change = {"oldPassword": PASSWORD, "newPassword": "battery staple"}
        _, changed, _ = await asyncio.gather(
            log_in(dearer, student.email, PASSWORD),
            dearer.post("/auth/password", change, student.token),
            log_in(dearer, student.email, PASSWORD),
        )
        assert changed.status == 200
        assert await log_in(dearer, student.email, PASSWORD) == 400
        assert await log_in(dearer, student.email, "battery staple") == 200


async def test_a_wrong_password_takes_the_same_work_at_any_cost_of_the_account(
    settings: Settings,
    http: aiohttp.ClientSession,
    database: pymongo.database.Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work: list[int] = []
    hashed = Hashers.hash

    async def counted(hashers: Hashers, password: bytes, salt: bytes) -> bytes:
        work.append(2 ** int(salt.split(b"$")[2]))
        return await hashed(hashers, password, salt)

    async with serving(settings) as url:
        client = Client(url, http)
        accounts = [await aged(client, database.users, cost) for cost in (4, 5, 7)]
    # As if BCRYPT_ROUNDS had been 5, then 7, then 6.
    async with serving(attrs.evolve(settings, bcrypt_rounds=6)) as url:
        client = Client(url, http)
        monkeypatch.setattr(Hashers, "hash", counted)
        async with asyncio.timeout(PATIENCE):
            # The server takes requests while it is still reading the costs of all accounts.
            while work[-1:] != [2**7]:
                assert await log_in(client, "nobody@rules.test", "wrong horse") == 400
        for account in accounts:
            work.clear()
            assert await log_in(client, account.email, "wrong horse") == 400
            assert sum(work) == 2**7
