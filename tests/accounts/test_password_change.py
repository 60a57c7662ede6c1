"""A password change ends the old tokens, for requests and sockets, and returns a new one."""

import asyncio
import time

import jwt
import pytest

from attendance_server.settings import Settings
from tests.conftest import SECRET
from tests.support.client import PASSWORD, Answer, Client, Person, Socket

NEXT = "battery staple"
BAD_CREDENTIALS = (400, "Invalid email or password")
UNAUTHORIZED = (401, "Unauthorized, token missing or invalid")


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
def settings(school_settings: Settings) -> Settings:
    return school_settings


async def change(client: Client, user: Person, old: str = PASSWORD, new: str = NEXT) -> Answer:
    body = {"oldPassword": old, "newPassword": new}
    return await client.post("/auth/password", body, user.token)


async def log_in(client: Client, user: Person, password: str) -> Answer:
    return await client.post("/auth/login", {"email": user.email, "password": password})


async def open_with(client: Client, token: str) -> Socket:
    return Socket(await client.http.ws_connect(client.url + "/ws", params={"token": token}))


@pytest.mark.parametrize("role", ["teacher", "student"])
async def test_a_change_returns_only_a_token(client: Client, role: str) -> None:
    ada = await client.person(role)
    answer = await change(client, ada)
    token = answer.data["token"]
    assert (answer.status, answer.body) == (200, {"success": True, "data": {"token": token}})
    assert (await client.get("/auth/me", token)).data["_id"] == ada.id


async def test_after_a_change_only_the_new_password_logs_in(
    client: Client,
) -> None:
    ada = await client.student()
    await change(client, ada)
    assert (await log_in(client, ada, PASSWORD)).error == BAD_CREDENTIALS
    token = (await log_in(client, ada, NEXT)).data["token"]
    assert (await client.get("/auth/me", token)).status == 200


@pytest.mark.parametrize("wrong", ["wrong horse", "", "x" * 100, PASSWORD + "\0"])
async def test_a_wrong_old_password_changes_nothing(client: Client, wrong: str) -> None:
    ada = await client.student()
    assert (await change(client, ada, old=wrong)).error == BAD_CREDENTIALS
    assert (await client.get("/auth/me", ada.token)).status == 200
    assert (await log_in(client, ada, PASSWORD)).status == 200


@pytest.mark.parametrize("new", ["a" * 5, "a" * 73, "", "abc\0defg"])
async def test_a_new_password_must_satisfy_the_rules_of_a_signup(client: Client, new: str) -> None:
    ada = await client.student()
    answer = await change(client, ada, new=new)
    assert answer.error == (400, "Invalid request schema")
    assert [fault["path"] for fault in answer.body["details"]] == ["newPassword"]


async def test_a_change_without_a_token_is_refused(client: Client) -> None:
    body = {"oldPassword": PASSWORD, "newPassword": NEXT}
    assert (await client.post("/auth/password", body)).error == UNAUTHORIZED


async def test_a_change_ends_all_earlier_tokens_even_of_the_same_second(client: Client) -> None:
    ada = await client.student()
    tokens = [ada.token, (await log_in(client, ada, PASSWORD)).data["token"]]
    new = (await change(client, ada)).data["token"]
    for token in tokens:
        assert (await client.get("/auth/me", token)).error == UNAUTHORIZED
        assert (await client.get("/classes", token)).error == UNAUTHORIZED
        await (await open_with(client, token)).expect_unauthorized()
    socket = await open_with(client, new)
    assert await socket.ask("WATCH") == ("WATCHING", {"sessions": []})


async def test_each_change_ends_the_token_of_the_previous_one(client: Client) -> None:
    ada = await client.student()
    tokens = [ada.token]
    for old, new in [(PASSWORD, NEXT), (NEXT, PASSWORD), (PASSWORD, PASSWORD)]:
        body = {"oldPassword": old, "newPassword": new}
        tokens.append((await client.post("/auth/password", body, tokens[-1])).data["token"])
    answers = [await client.get("/auth/me", token) for token in tokens]
    assert [answer.status for answer in answers] == [401, 401, 401, 200]


async def test_a_token_without_a_password_version_is_valid_until_the_first_change(
    client: Client,
) -> None:
    ada, now = await client.student(), int(time.time())
    token = jwt.encode(
        {"userId": ada.id, "role": "STUDENT", "iat": now, "exp": now + 60}, SECRET, "HS256"
    )
    assert (await client.get("/auth/me", token)).status == 200
    await change(client, ada)
    assert (await client.get("/auth/me", token)).error == UNAUTHORIZED


async def test_a_change_closes_the_sockets_of_the_user_but_of_no_one_else(client: Client) -> None:
    ada, ben = await client.student(), await client.student()
    sockets = [await client.socket(ada) for _ in range(3)]
    other = await client.socket(ben)
    await change(client, ada)
    async with asyncio.timeout(5):
        for socket in sockets:
            await socket.expect_unauthorized()
    await other.heard_nothing()


async def test_a_wrong_old_password_closes_no_socket(client: Client) -> None:
    ada = await client.student()
    socket = await client.socket(ada)
    await change(client, ada, old="wrong horse")
    await socket.heard_nothing()


async def test_only_one_of_two_simultaneous_changes_succeeds(client: Client) -> None:
    ada = await client.student()
    answers = await asyncio.gather(
        change(client, ada, new="battery one"), change(client, ada, new="battery two")
    )
    (made,) = [answer for answer in answers if answer.status == 200]
    assert sorted(answer.status for answer in answers) in ([200, 400], [200, 401])
    assert (await client.get("/auth/me", made.data["token"])).status == 200
