"""Sockets open on the word of a token; the token watch finds whose user is gone."""

import asyncio
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any, TypeAlias

import jwt
import pymongo
import pytest
from attrs import Factory, define
from bson import ObjectId
from bson.datetime_ms import DatetimeMS

from attendance_server.accounts import tokens
from attendance_server.errors import StorageUnavailable
from attendance_server.live import revocation
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store.users import Users, ValidTokens
from tests.conftest import SECRET
from tests.support.client import PATIENCE, Client, Person, Socket

Database: TypeAlias = "pymongo.database.Database[dict[str, Any]]"

UNAUTHORIZED = "Unauthorized or invalid token"

NEVER = 3600.0
OFTEN = 0.02

looks_often = pytest.mark.parametrize("every", [OFTEN])


@pytest.fixture
def every() -> float:
    """Seconds between two looks at everyone: none, but at those who come in."""
    return NEVER


@pytest.fixture
async def server(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, every: float
) -> AsyncIterator[str]:
    monkeypatch.setattr(revocation, "EVERY", every)
    monkeypatch.setattr(revocation, "GATHER", 0.01)
    async with serving(settings) as url:
        yield url


@define
class Looks:
    """What the token watch asks the storage: every look passes `before`, which may hold it up.

    `asked`: whom the looks were for, as far as nobody has read it yet.
    """

    before: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0)
    asked: asyncio.Queue[set[str]] = Factory(asyncio.Queue)

    async def at(self, *people: Person) -> set[str]:
        """Wait for a look at these, others perhaps among them; whom it was for."""
        while True:
            asked = await asyncio.wait_for(self.asked.get(), PATIENCE)
            if asked >= {person.id for person in people}:
                return asked


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    looks = Looks()
    valid_tokens = Users.valid_tokens

    async def noted(users: Users, user_ids: Iterable[str]) -> dict[str, ValidTokens]:
        looks.asked.put_nowait(set(user_ids))
        await looks.before()
        return await valid_tokens(users, user_ids)

    monkeypatch.setattr(Users, "valid_tokens", noted)
    return looks


async def away() -> None:
    raise StorageUnavailable


def delete(database: Database, person: Person) -> None:
    database.users.delete_one({"_id": ObjectId(person.id)})


async def assert_out(socket: Socket) -> None:
    assert await socket.error() == UNAUTHORIZED
    assert await socket.close_code() == 4401


async def assert_served(socket: Socket) -> None:
    assert await socket.ask("WATCH") == ("WATCHING", {"sessions": []})


async def with_token(client: Client, token: str) -> Socket:
    return Socket(await client.http.ws_connect(client.url + "/ws", params={"token": token}))


@looks_often
async def test_all_sockets_of_a_deleted_user_are_told_so_and_closed(
    client: Client, database: Database, looks: Looks
) -> None:
    ada = await client.student()
    sockets = [await client.socket(ada) for _ in range(3)]
    await looks.at(ada)
    delete(database, ada)
    for socket in sockets:
        await assert_out(socket)


@looks_often
async def test_the_sockets_of_others_stay(client: Client, database: Database, looks: Looks) -> None:
    ada, ben = await client.student(), await client.teacher()
    lost, kept = await client.socket(ada), await client.socket(ben)
    delete(database, ada)
    await assert_out(lost)
    await looks.at(ben)
    await assert_served(kept)


@looks_often
async def test_a_deleted_user_is_found_also_while_others_keep_coming_in(
    client: Client, database: Database, looks: Looks
) -> None:
    ada, ben = await client.student(), await client.student()
    socket = await client.socket(ada)
    await looks.at(ada)

    async def somebody_comes() -> None:
        await client.socket(ben)

    looks.before = somebody_comes
    await looks.at(ben)
    delete(database, ada)
    await assert_out(socket)


async def test_a_deleted_user_who_joins_on_a_remembered_token_is_out_right_behind_it(
    client: Client, database: Database, looks: Looks
) -> None:
    ada = await client.student()
    delete(database, ada)
    answered = asyncio.Event()
    looks.before = lambda: asyncio.wait_for(answered.wait(), PATIENCE)
    sockets = [await client.socket(ada) for _ in range(3)]
    for socket in sockets:
        await assert_served(socket)
    answered.set()
    for socket in sockets:
        await assert_out(socket)


async def test_the_token_of_a_user_who_was_found_gone_is_remembered_no_more(
    client: Client, database: Database, looks: Looks
) -> None:
    ada = await client.student()
    delete(database, ada)
    await assert_out(await client.socket(ada))
    looks.before = asyncio.Event().wait
    await assert_out(await client.socket(ada))


async def test_those_who_come_in_while_a_look_lasts_are_looked_up_in_one(
    client: Client, looks: Looks
) -> None:
    first, *others = [await client.student() for _ in range(6)]
    all_in = asyncio.Event()
    looks.before = lambda: asyncio.wait_for(all_in.wait(), PATIENCE)
    await client.socket(first)
    assert await looks.at(first) == {first.id}
    for person in others:
        await client.socket(person)
    all_in.set()
    assert await looks.at(*others) == {person.id for person in others}


@looks_often
async def test_storage_that_is_away_sends_nobody_away(
    client: Client, database: Database, looks: Looks
) -> None:
    ada, ben = await client.student(), await client.student()
    sockets = [await client.socket(ada), await client.socket(ben)]
    looks.before = away
    delete(database, ada)
    for _ in range(3):
        await looks.at(ada, ben)
    for socket in sockets:
        await assert_served(socket)


@looks_often
async def test_a_deleted_user_is_found_once_storage_is_back(
    client: Client, database: Database, looks: Looks
) -> None:
    ada = await client.student()
    looks.before = away
    delete(database, ada)
    socket = await client.socket(ada)
    await looks.at(ada)
    await assert_served(socket)
    looks.before = Looks().before
    await assert_out(socket)


@looks_often
async def test_an_account_that_cannot_be_read_does_not_end_the_token_watch(
    client: Client, database: Database, looks: Looks
) -> None:
    ada, ben = await client.student(), await client.student()
    sockets = [await client.socket(ada), await client.socket(ben)]
    # No date of Python's: the driver fails with an error that is none of the database's.
    unreadable = {"generation": DatetimeMS(1 << 60)}
    database.users.update_one({"_id": ObjectId(ada.id)}, {"$set": unreadable})
    for _ in range(3):
        await looks.at(ada, ben)
    for socket in sockets:
        await assert_served(socket)
    database.users.update_one({"_id": ObjectId(ada.id)}, {"$unset": unreadable})
    delete(database, ben)
    await assert_out(sockets[1])
    await assert_served(sockets[0])


async def test_a_token_that_has_expired_is_refused_though_it_is_remembered(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = SimpleNamespace(time=lambda: time.time() - 24 * 3600)
    with monkeypatch.context() as then:
        then.setattr(tokens, "time", yesterday)
        ada = await client.student()
        # It could be served from memory only: it has expired.
        await assert_served(await client.socket(ada))
    await assert_out(await client.socket(ada))


def with_claims(token: str, **claims: object) -> str:
    """The token with other claims under the signature that it had."""
    header, payload, signature = token.split(".")
    old = jwt.decode(token, options={"verify_signature": False})
    _, payload, _ = jwt.encode(old | claims, "another secret of 32 bytes or more").split(".")
    return f"{header}.{payload}.{signature}"


def with_signature(token: str, change: Callable[[bytes], bytes]) -> str:
    head, _, signature = token.rpartition(".")
    changed = change(urlsafe_b64decode(signature + "="))
    return f"{head}.{urlsafe_b64encode(changed).decode().rstrip('=')}"


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(lambda token: with_claims(token, userId="0" * 24), id="user"),
        pytest.param(lambda token: with_claims(token, role="TEACHER"), id="role"),
        pytest.param(lambda token: with_claims(token, exp=1 << 40), id="expiry"),
        pytest.param(
            lambda token: with_signature(token, lambda s: bytes([s[0] ^ 1]) + s[1:]), id="first bit"
        ),
        pytest.param(
            lambda token: with_signature(token, lambda s: s[:-1] + bytes([s[-1] ^ 1])),
            id="last bit",
        ),
        pytest.param(lambda token: with_signature(token, lambda s: b""), id="no signature"),
        pytest.param(lambda token: token.upper(), id="upper case"),
    ],
)
async def test_a_token_that_was_tampered_with_is_refused_though_the_original_is_remembered(
    client: Client, tamper: Callable[[str], str]
) -> None:
    ada = await client.student()
    await assert_served(await client.socket(ada))
    await assert_out(await with_token(client, tamper(ada.token)))


@pytest.fixture
def questions(database: Database, looks: Looks) -> Iterator[Callable[[], list[str]]]:
    """The collections that the server has asked its database for since the test began.

    Without the looks of the token watch, and the audit events, which are saved in their own time.
    """
    looks.before = asyncio.Event().wait
    asked = database["system.profile"].find(
        {"appName": "attendance-server", "ns": {"$ne": f"{database.name}.audit"}}
    )
    database.command("profile", 2)
    yield lambda: [entry["ns"] for entry in asked.clone()]
    # A database whose profile is being written cannot be emptied for the next test.
    database.command("profile", 0)


async def test_joining_on_the_token_of_a_login_asks_the_database_for_nothing(
    client: Client, questions: Callable[[], list[str]]
) -> None:
    people = [await client.student(), await client.teacher()]
    before = questions()
    for person in people * 3:
        await assert_served(await client.socket(person))
    assert questions() == before


async def test_a_token_that_is_not_known_is_looked_up_once(
    client: Client, database: Database, questions: Callable[[], list[str]]
) -> None:
    ada = await client.student()
    claims = {"userId": ada.id, "role": "STUDENT", "exp": int(time.time()) + 3600}
    before = questions()
    for _ in range(3):
        await assert_served(await with_token(client, jwt.encode(claims, SECRET, "HS256")))
    assert questions() == [*before, f"{database.name}.users"]
