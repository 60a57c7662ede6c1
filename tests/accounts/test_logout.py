"""Logging out ends one token for requests and sockets, until it would have expired anyway."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

import aiohttp
import attrs
import jwt
import pymongo
import pytest
from bson import ObjectId

from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store.users import MOST_ENDED, Users
from tests.conftest import SECRET
from tests.support.client import PASSWORD, PATIENCE, Answer, Client, Person, Socket

UNAUTHORIZED = (401, "Unauthorized, token missing or invalid")


async def log_in(client: Client, user: Person) -> str:
    body = {"email": user.email, "password": PASSWORD}
    token: str = (await client.post("/auth/login", body)).data["token"]
    return token


async def log_out(client: Client, token: str) -> Answer:
    return await client.post("/auth/logout", None, token)


async def open_with(client: Client, token: str) -> Socket:
    return Socket(await client.http.ws_connect(client.url + "/ws", params={"token": token}))


def old_token(user: Person, **claims: Any) -> str:
    """A token as earlier versions issued them, without an id."""
    now = int(time.time())
    payload = {"userId": user.id, "role": user.role, "iat": now, "exp": now + 3600}
    return jwt.encode(payload | claims, SECRET, "HS256")


@pytest.fixture
def client(school: Client) -> Client:
    return school


async def test_a_logout_ends_one_token_but_not_others_of_the_same_second(client: Client) -> None:
    ada = await client.student()
    tokens = [await log_in(client, ada) for _ in range(3)]
    assert len({jwt.decode(token, SECRET, ["HS256"])["jti"] for token in tokens}) == 3
    answer = await log_out(client, tokens[1])
    assert (answer.status, answer.data["_id"]) == (200, ada.id)
    statuses = [(await client.get("/auth/me", token)).status for token in tokens]
    assert statuses == [200, 401, 200]
    for path in ("/auth/me", "/classes"):
        assert (await client.get(path, tokens[1])).error == UNAUTHORIZED
    assert (await log_out(client, tokens[1])).error == UNAUTHORIZED


async def test_a_logout_closes_only_the_sockets_of_its_token(client: Client) -> None:
    ada, ben = await client.student(), await client.student()
    ended, good = await log_in(client, ada), await log_in(client, ada)
    sockets = [await open_with(client, ended) for _ in range(2)]
    other_sockets = [await open_with(client, good), await client.socket(ben)]
    for socket in (*sockets, *other_sockets):
        await socket.ask("WATCH")
    await log_out(client, ended)
    async with asyncio.timeout(5):
        for socket in sockets:
            await socket.expect_unauthorized()
    for socket in other_sockets:
        await socket.heard_nothing()
    # The server had cached the user of this token.
    await (await open_with(client, ended)).expect_unauthorized()
    await (await open_with(client, good)).heard_nothing()


async def test_a_token_of_an_earlier_version_is_valid_until_logout(client: Client) -> None:
    ada, ben = await client.student(), await client.student()
    token, later = old_token(ada), old_token(ada, exp=int(time.time()) + 7200)
    assert (await client.get("/auth/me", token)).status == 200
    socket = await open_with(client, token)
    await socket.ask("WATCH")
    assert (await log_out(client, token)).status == 200
    await socket.expect_unauthorized()
    assert (await client.get("/auth/me", token)).error == UNAUTHORIZED
    assert (await client.get("/auth/me", later)).status == 200
    assert (await client.get("/auth/me", old_token(ben))).status == 200


async def test_a_logout_without_a_token_is_refused(client: Client) -> None:
    assert (await client.post("/auth/logout")).error == UNAUTHORIZED


async def test_an_ended_token_stays_ended_after_a_restart(
    settings: Settings, http: aiohttp.ClientSession
) -> None:
    async with serving(settings) as url:
        client = Client(url, http)
        ada = await client.student()
        token = await log_in(client, ada)
        await log_out(client, token)
    async with serving(settings) as url:
        client = Client(url, http)
        assert (await client.get("/auth/me", token)).error == UNAUTHORIZED
        assert (await client.get("/auth/me", ada.token)).status == 200
        await (await open_with(client, token)).expect_unauthorized()


async def test_another_server_closes_its_sockets_at_its_next_check(
    settings: Settings, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attendance_server.live.revocation.EVERY", 0.2)
    async with serving(settings) as here, serving(settings) as there:
        client, other = Client(here, http), Client(there, http)
        ada = await client.student()
        socket = await other.socket(ada)
        await socket.ask("WATCH")
        await log_out(client, ada.token)
        async with asyncio.timeout(PATIENCE):
            await socket.expect_unauthorized()
        assert (await other.get("/auth/me", ada.token)).error == UNAUTHORIZED


async def test_the_list_of_ended_tokens_is_bounded_and_expires(
    client: Client, school_settings: Settings
) -> None:
    ada = await client.student()
    with pymongo.MongoClient(school_settings.mongo_uri) as mongo:
        users = mongo.get_default_database().users

        def stored() -> list[Any]:
            document = users.find_one({"_id": ObjectId(ada.id)})
            return list(document.get("endedTokens", ()))

        def store(until: datetime) -> None:
            ended = [{"id": f"{number}", "until": until} for number in range(MOST_ENDED)]
            users.update_one({"_id": ObjectId(ada.id)}, {"$set": {"endedTokens": ended}})

        store(datetime(2020, 1, 1, tzinfo=UTC))
        await log_out(client, await log_in(client, ada))
        assert len(stored()) == 1
        store(datetime(2100, 1, 1, tzinfo=UTC))
        socket = await client.socket(ada)
        await socket.ask("WATCH")
        await log_out(client, await log_in(client, ada))
        # One more than is stored: all tokens end, so that none becomes valid again.
        await socket.expect_unauthorized()
        assert (await client.get("/auth/me", ada.token)).error == UNAUTHORIZED
        assert stored() == []
        assert (await client.get("/auth/me", await log_in(client, ada))).status == 200


async def test_checking_for_ended_tokens_adds_no_query_per_request(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await client.student()
    await log_out(client, await log_in(client, ada))
    queries: list[object] = []
    find = Users._find

    async def counting_find(users: Users, query: dict[str, Any]) -> Any:
        queries.append(query)
        return await find(users, query)

    monkeypatch.setattr(Users, "_find", counting_find)
    assert (await client.get("/auth/me", ada.token)).status == 200
    assert len(queries) == 1


async def test_an_ended_token_is_stored_only_until_it_expires(
    settings: Settings, database: pymongo.database.Database, http: aiohttp.ClientSession
) -> None:
    async with serving(attrs.evolve(settings, jwt_ttl=600.0)) as url:
        client = Client(url, http)
        ada = await client.student()
        claims = jwt.decode(ada.token, SECRET, ["HS256"])
        await log_out(client, ada.token)
    (ended,) = database.users.find_one({"_id": ObjectId(ada.id)})["endedTokens"]
    assert ended == {
        "id": claims["jti"],
        "until": datetime.fromtimestamp(claims["exp"], UTC),
    }
