"""Who may open a socket, and how other clients are turned away."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import attrs
import jwt
import pymongo
import pytest
from bson import ObjectId

from attendance_server.settings import Settings
from tests.conftest import SECRET
from tests.support.client import Client, Person, Socket
from tests.support.raw import Raw, frame, handshake

UNAUTHORIZED = "Unauthorized or invalid token"

SOME_ID = "0" * 24


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
def settings(school_settings: Settings) -> Settings:
    return school_settings


def token(
    user_id: Any, secret: str | None = SECRET, algorithm: str = "HS256", **claims: Any
) -> str:
    now = int(time.time())
    body = {"userId": user_id, "role": "TEACHER", "iat": now, "exp": now + 60} | claims
    body = {name: value for name, value in body.items() if value is not None}
    return jwt.encode(body, secret, algorithm)


async def with_header(client: Client, value: str, path: str = "/ws") -> Socket:
    headers = {"Authorization": value}
    return Socket(await client.http.ws_connect(client.url + path, headers=headers))


async def assert_turned_away(socket: Socket) -> None:
    assert await socket.error() == UNAUTHORIZED
    assert await socket.close_code() == 4401


async def assert_served(socket: Socket) -> None:
    assert await socket.ask("WATCH") == ("WATCHING", {"sessions": []})


@pytest.mark.parametrize("path", ["/ws", "/"])
async def test_a_token_in_the_url_opens_a_socket(client: Client, path: str) -> None:
    await assert_served(await client.socket(await client.teacher(), path))


@pytest.mark.parametrize("path", ["/ws", "/"])
@pytest.mark.parametrize("form", ["Bearer {}", "bearer {}", "BEARER {}", "{}"])
async def test_a_token_in_the_header_opens_a_socket(client: Client, form: str, path: str) -> None:
    student = await client.student()
    await assert_served(await with_header(client, form.format(student.token), path))


async def with_protocols(client: Client, *protocols: str, **options: Any) -> Socket:
    return Socket(await client.http.ws_connect(client.url + "/ws", protocols=protocols, **options))


@pytest.mark.parametrize("attendance_first", [True, False])
async def test_a_token_as_a_subprotocol_opens_a_socket_and_is_not_sent_back(
    client: Client, attendance_first: bool
) -> None:
    student = await client.student()
    offered = ["attendance", f"bearer.{student.token}"][:: 1 if attendance_first else -1]
    socket = await with_protocols(client, *offered)
    assert socket.ws.protocol == "attendance"
    await assert_served(socket)


async def test_a_handshake_neither_returns_nor_logs_a_token(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    student = await client.student()
    caplog.set_level("DEBUG")
    for offered in ("attendance, bearer.{}", "bearer.{}", "bearer.{}x", "bearer.{}, another"):
        protocols = offered.format(student.token)
        handshake = await Raw.connect(client.url, Sec_WebSocket_Protocol=protocols)
        assert handshake.status == 101
        selected = "attendance" if "attendance" in offered else None
        assert handshake.headers.get("sec-websocket-protocol") == selected
        assert student.token not in repr(handshake.headers)
    assert student.token not in caplog.text


@pytest.mark.parametrize(
    "offered",
    [
        ["attendance"],
        ["attendance", "bearer."],
        ["attendance", "bearer"],
        ["attendance", "bearer.a.b.c"],
        ["attendance", "{}"],
        ["attendance", "Bearer.{}x"],
        ["bearer.{}x"],
    ],
    ids=str,
)
async def test_subprotocols_without_a_valid_token_are_turned_away(
    client: Client, offered: list[str]
) -> None:
    me = await client.teacher()
    await assert_turned_away(await with_protocols(client, *(p.format(me.token) for p in offered)))


async def test_a_subprotocol_token_works_alongside_another_scheme_in_the_header(
    client: Client,
) -> None:
    """Browsers add the credentials that a proxy in front of the server has asked for."""
    me, headers = await client.teacher(), {"Authorization": "Basic YWRhOnNlY3JldA=="}
    protocols = "attendance", f"bearer.{me.token}"
    await assert_served(await with_protocols(client, *protocols, headers=headers))


async def test_a_socket_that_offers_no_subprotocol_is_given_none(client: Client) -> None:
    assert (await client.socket(await client.teacher())).ws.protocol is None


async def test_a_token_made_by_this_file_opens_a_socket(client: Client) -> None:
    """Thus the tokens of the next test are refused for their faults, not for how they are made."""
    me = await client.teacher()
    await assert_served(await with_header(client, token(me.id)))


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda me: "garbage", id="garbage"),
        pytest.param(lambda me: "a.b.c", id="three parts of nothing"),
        pytest.param(lambda me: "\x00", id="NUL"),
        pytest.param(lambda me: "ключ", id="not ascii"),
        pytest.param(lambda me: me.token[:-4], id="cut off"),
        pytest.param(lambda me: me.token + "AAAA", id="too long"),
        pytest.param(lambda me: token(me.id, "another secret of 32 bytes or more"), id="secret"),
        pytest.param(lambda me: token(me.id, exp=int(time.time()) - 1), id="expired"),
        pytest.param(lambda me: token(me.id, exp=None), id="never expires"),
        pytest.param(lambda me: token(me.id, exp="soon"), id="exp is text"),
        pytest.param(lambda me: token(me.id, None, "none"), id="alg none"),
        pytest.param(lambda me: token(me.id, SECRET * 2, "HS512"), id="alg HS512"),
        pytest.param(lambda me: token(None), id="nobody"),
        pytest.param(lambda me: token(SOME_ID), id="unknown user"),
        pytest.param(lambda me: token("not an id"), id="user is no id"),
        pytest.param(lambda me: token({"$gt": ""}), id="user is an operator"),
        pytest.param(lambda me: token(7), id="user is a number"),
    ],
)
async def test_a_socket_with_a_wrong_token_is_turned_away(
    client: Client, forge: Callable[[Person], str]
) -> None:
    me = await client.teacher()
    params = {"token": forge(me)}
    await assert_turned_away(
        Socket(await client.http.ws_connect(client.url + "/ws", params=params))
    )


@pytest.mark.parametrize("path", ["/ws", "/", "/ws?token="])
async def test_a_socket_without_a_token_is_turned_away(client: Client, path: str) -> None:
    await assert_turned_away(await client.socket(path=path))


@pytest.mark.parametrize("value", ["Bearer", "Bearer ", "Basic {}", "Bearer {} {}", "Bearer x"])
async def test_a_socket_with_a_wrong_header_is_turned_away(client: Client, value: str) -> None:
    me = await client.teacher()
    await assert_turned_away(await with_header(client, value.format(me.token, me.token)))


async def test_a_socket_of_a_deleted_user_is_turned_away(
    client: Client, database: pymongo.database.Database
) -> None:
    me = await client.teacher()
    database.users.delete_one({"_id": ObjectId(me.id)})
    await assert_turned_away(await client.socket(me))


async def test_a_socket_that_is_turned_away_gets_no_answer_to_its_frames(client: Client) -> None:
    socket = await Raw.connect(client.url)
    socket.write(frame(b'{"event": "WATCH"}') * 3)
    assert await socket.error() == UNAUTHORIZED
    assert await socket.close_code() == 4401
    await socket.ended()


@pytest.mark.parametrize("good", [True, False])
async def test_hanging_up_before_the_handshake_is_answered_is_not_an_error(
    client: Client, caplog: pytest.LogCaptureFixture, good: bool
) -> None:
    caplog.set_level("INFO")
    me = await client.teacher()
    # A token that is not cached, so that its user is looked up meanwhile.
    me = attrs.evolve(me, token=token(me.id if good else SOME_ID))
    address = urlsplit(client.url)
    _, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(handshake(client.url, me))
    writer.transport.abort()
    while not any(getattr(record, "fields", {}).get("path") == "/ws" for record in caplog.records):
        await client.get("/healthz")
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_plain_get_is_asked_to_upgrade(client: Client) -> None:
    status, message = (await client.get("/ws")).error
    assert status == 426
    assert message


@pytest.mark.parametrize("path", ["/ws", "/"])
async def test_another_method_on_the_endpoint_is_not_allowed(client: Client, path: str) -> None:
    assert (await client.post(path, {})).status == 405


async def test_an_upgrade_on_another_path_is_not_found(client: Client) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await client.socket(await client.teacher(), "/nowhere")
    assert refused.value.status == 404


async def test_a_handshake_without_a_key_is_refused_with_json(client: Client) -> None:
    refused = await Raw.connect(client.url, Sec_WebSocket_Key="")
    assert refused.status in (400, 426)
    assert refused.headers["content-type"].startswith("application/json")
