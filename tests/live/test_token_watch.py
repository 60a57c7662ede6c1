"""Sockets open on a token alone; the token watch finds those whose user was deleted."""

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

from attendance_server.assembly import sessions
from attendance_server.errors.server import StorageUnavailable
from attendance_server.live import revocation, shared_clock
from attendance_server.live.revocation import TokenWatch
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
    """Seconds between two looks at everyone: never, so that only new sockets are looked at."""
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
    """The lookups of the token watch: each awaits `before` first, which may hold it up.

    `looked_up`: the user ids of every lookup that a test has not read yet.
    """

    before: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0)
    looked_up: asyncio.Queue[set[str]] = Factory(asyncio.Queue)

    async def at(self, *people: Person) -> set[str]:
        """Wait for a lookup of at least these people; return the user ids of that lookup."""
        while True:
            user_ids = await asyncio.wait_for(self.looked_up.get(), PATIENCE)
            if user_ids >= {person.id for person in people}:
                return user_ids


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    looks = Looks()
    valid_tokens = Users.valid_tokens

    async def recorded(users: Users, user_ids: Iterable[str]) -> dict[str, ValidTokens]:
        looks.looked_up.put_nowait(set(user_ids))
        await looks.before()
        return await valid_tokens(users, user_ids)

    monkeypatch.setattr(Users, "valid_tokens", recorded)
    return looks


async def unavailable() -> None:
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
async def test_all_sockets_of_a_deleted_user_get_an_error_and_are_closed(
    client: Client, database: Database, looks: Looks
) -> None:
    ada = await client.student()
    sockets = [await client.socket(ada) for _ in range(3)]
    await looks.at(ada)
    delete(database, ada)
    for socket in sockets:
        await assert_out(socket)


@looks_often
async def test_the_sockets_of_other_users_stay_open(
    client: Client, database: Database, looks: Looks
) -> None:
    ada, ben = await client.student(), await client.teacher()
    lost, kept = await client.socket(ada), await client.socket(ben)
    delete(database, ada)
    await assert_out(lost)
    await looks.at(ben)
    await assert_served(kept)


@looks_often
async def test_a_deleted_user_is_found_even_while_others_keep_connecting(
    client: Client, database: Database, looks: Looks
) -> None:
    ada, ben = await client.student(), await client.student()
    socket = await client.socket(ada)
    await looks.at(ada)

    async def another_user_connects() -> None:
        await client.socket(ben)

    looks.before = another_user_connects
    await looks.at(ben)
    delete(database, ada)
    await assert_out(socket)


async def test_a_deleted_user_who_joins_on_a_cached_token_is_closed_right_after(
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


async def test_the_token_of_a_user_found_deleted_is_no_longer_cached(
    client: Client, database: Database, looks: Looks
) -> None:
    ada = await client.student()
    delete(database, ada)
    await assert_out(await client.socket(ada))
    looks.before = asyncio.Event().wait
    await assert_out(await client.socket(ada))


async def test_users_who_connect_during_a_lookup_are_looked_up_together(
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
async def test_unavailable_storage_closes_no_socket(
    client: Client, database: Database, looks: Looks
) -> None:
    ada, ben = await client.student(), await client.student()
    sockets = [await client.socket(ada), await client.socket(ben)]
    looks.before = unavailable
    delete(database, ada)
    for _ in range(3):
        await looks.at(ada, ben)
    for socket in sockets:
        await assert_served(socket)


@looks_often
async def test_a_deleted_user_is_found_once_storage_is_available_again(
    client: Client, database: Database, looks: Looks
) -> None:
    ada = await client.student()
    looks.before = unavailable
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
    # Beyond the dates of Python: the driver fails with an error that is not a database error.
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


@pytest.fixture
def watches(monkeypatch: pytest.MonkeyPatch) -> list[TokenWatch]:
    """The token watch of a server that starts later, which tests tell of changes elsewhere."""
    watches: list[TokenWatch] = []

    class Kept(TokenWatch):
        async def run(self) -> None:
            watches.append(self)
            await super().run()

    monkeypatch.setattr(sessions, "TokenWatch", Kept)
    return watches


async def test_what_ends_a_token_at_another_server_closes_its_sockets_at_once(
    watches: list[TokenWatch], client: Client, database: Database, looks: Looks
) -> None:
    ada, ben, cem, dot = [await client.student() for _ in range(4)]
    sockets = [await client.socket(each) for each in (ada, ben, cem)]
    await looks.at(cem)
    (watch,) = watches
    for person in (ada, ben, dot):
        delete(database, person)
    for person in (ada, cem, dot):
        watch.check_user(person.id)
    await assert_out(sockets[0])
    await assert_served(sockets[2])
    await assert_served(sockets[1])
    # Neither is the token of a user without a socket trusted any longer.
    await assert_out(await client.socket(dot))
    looks.before = unavailable
    watch.check_all()
    await looks.at(ben, cem)
    looks.before = Looks().before
    await assert_out(sockets[1])
    await assert_served(sockets[2])


async def test_an_expired_token_is_refused_even_if_it_is_cached(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = SimpleNamespace(time=lambda: time.time() - 24 * 3600)
    with monkeypatch.context() as then:
        then.setattr(shared_clock, "time", yesterday)
        ada = await client.student()
        # Only the cache could have accepted it: it has expired.
        await assert_served(await client.socket(ada))
    await assert_out(await client.socket(ada))


def with_claims(token: str, **claims: object) -> str:
    """The token with other claims under its old signature."""
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
async def test_a_tampered_token_is_refused_even_if_the_original_is_cached(
    client: Client, tamper: Callable[[str], str]
) -> None:
    ada = await client.student()
    await assert_served(await client.socket(ada))
    await assert_out(await with_token(client, tamper(ada.token)))


@pytest.fixture
def queries(database: Database, looks: Looks) -> Iterator[Callable[[], list[str]]]:
    """The collections that the server has queried since the test began.

    Excludes lookups of the token watch, and audit events, which are saved in their own time.
    """
    looks.before = asyncio.Event().wait
    entries = database["system.profile"].find(
        {"appName": "attendance-server", "ns": {"$ne": f"{database.name}.audit"}}
    )
    database.command("profile", 2)
    yield lambda: [entry["ns"] for entry in entries.clone()]
    # A database whose profile is being written cannot be emptied for the next test.
    database.command("profile", 0)


async def test_joining_with_the_token_of_a_login_makes_no_database_query(
    client: Client, queries: Callable[[], list[str]]
) -> None:
    people = [await client.student(), await client.teacher()]
    before = queries()
    for person in people * 3:
        await assert_served(await client.socket(person))
    assert queries() == before


async def test_an_unknown_token_is_looked_up_once(
    client: Client, database: Database, queries: Callable[[], list[str]]
) -> None:
    ada = await client.student()
    claims = {"userId": ada.id, "role": "STUDENT", "exp": int(time.time()) + 3600}
    before = queries()
    for _ in range(3):
        await assert_served(await with_token(client, jwt.encode(claims, SECRET, "HS256")))
    assert queries() == [*before, f"{database.name}.users"]
