"""A socket stays open with a new token of its user, which it is sent while it is open."""

import asyncio
import time
from datetime import datetime
from typing import Any

import jwt
import pytest

from tests.conftest import SECRET, shared_client
from tests.support.client import PASSWORD, Client, Lesson, Person, Socket

REFUSED = "Token invalid or not yours, the socket keeps the one it has"


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


def token_until(user: Person, expires_at: float, **claims: Any) -> str:
    fields = {"userId": user.id, "role": user.role.upper(), "iat": 0, "exp": int(expires_at)}
    return jwt.encode({**fields, **claims}, SECRET, "HS256")


async def open_with(client: Client, token: str) -> Socket:
    return Socket(await client.http.ws_connect(client.url + "/ws", params={"token": token}))


async def test_a_renewed_socket_stays_in_its_session_beyond_its_first_token(
    lesson: Lesson,
) -> None:
    client, ada = lesson.client, lesson.students[0]
    end = int(time.time()) + 2
    renewed, witness = [await open_with(client, token_until(ada, end)) for _ in range(2)]
    answer = await renewed.ask("RENEW", token=token_until(ada, end + 600))
    assert answer[0] == "RENEWED"
    assert datetime.fromisoformat(answer[1]["expiresAt"]).timestamp() == end + 600
    await witness.expect_unauthorized()
    await lesson.desk.mark(ada)
    await renewed.expect("ATTENDANCE_MARKED")


async def test_a_renewed_socket_is_closed_when_its_new_token_expires(client: Client) -> None:
    ada, now = await client.student(), time.time()
    socket = await open_with(client, token_until(ada, now + 600))
    await socket.ask("RENEW", token=token_until(ada, now + 2))
    await socket.expect_unauthorized()
    assert time.time() >= int(now) + 2


async def test_a_token_that_is_refused_leaves_the_socket_its_old_one(client: Client) -> None:
    ada, eve = await client.student(), await client.student()
    socket = await client.socket(ada)
    later = time.time() + 600
    refused = (
        eve.token,
        "garbage",
        token_until(ada, 0),
        token_until(ada, later, gen=7),
        token_until(Person("0" * 24, "", "", "student", ""), later),
    )
    for token in refused:
        assert await socket.ask_error("RENEW", token=token) == REFUSED
    assert await socket.ask_error("RENEW") == "Invalid message format"
    assert await socket.ask("WATCH") == ("WATCHING", {"sessions": []})


async def test_a_renewed_socket_is_closed_with_the_device_of_its_new_token(client: Client) -> None:
    ada = await client.student()
    body = {"email": ada.email, "password": PASSWORD, "remember": True}
    remembered = (await client.post("/auth/login", body)).data["token"]
    renewed, other = await asyncio.gather(client.socket(ada), client.socket(ada))
    for socket in (renewed, other):
        await socket.ask("WATCH")
    await renewed.ask("RENEW", token=remembered)
    await client.call("DELETE", "/auth/devices", ada.token)
    await renewed.expect_unauthorized()
    assert (await other.ask("WATCH"))[0] == "WATCHING"
