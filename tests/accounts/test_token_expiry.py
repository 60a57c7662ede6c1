"""A socket stays open exactly as long as its token is valid."""

import asyncio
import time

import jwt
import pytest

from tests.conftest import SECRET, shared_client
from tests.support.client import Client, Lesson, Person, Socket


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def open_until(client: Client, user: Person, expires_at: int) -> Socket:
    """Open a socket with a token that expires at this second."""
    claims = {"userId": user.id, "role": user.role.upper(), "iat": 0, "exp": expires_at}
    token = jwt.encode(claims, SECRET, "HS256")
    return Socket(await client.http.ws_connect(client.url + "/ws", params={"token": token}))


async def assert_closed_at(socket: Socket, second: int) -> None:
    """Not earlier, and by a timer: the next check of all sockets would be too late for us."""
    assert await socket.error() == "Unauthorized or invalid token"
    assert time.time() >= second
    assert await socket.close_code() == 4401


async def test_a_socket_is_closed_when_its_token_expires(client: Client) -> None:
    teacher = await client.teacher()
    end = int(time.time()) + 3
    socket = await open_until(client, teacher, end)
    await socket.heard_nothing()
    await assert_closed_at(socket, end)


@pytest.mark.parametrize("order", [(2, 3, 4), (4, 3, 2)], ids=["rising", "falling"])
async def test_each_socket_is_closed_when_its_own_token_expires(
    client: Client, order: tuple[int, ...]
) -> None:
    ada, now = await client.student(), int(time.time())
    ends = [now + seconds for seconds in order]
    sockets = [await open_until(client, ada, end) for end in ends]
    await asyncio.gather(*map(assert_closed_at, sockets, ends))


async def test_an_expired_token_leaves_other_sockets_of_the_user_open(lesson: Lesson) -> None:
    end = int(time.time()) + 2
    short = await open_until(lesson.client, lesson.students[0], end)
    await assert_closed_at(short, end)
    await lesson.desk.mark(lesson.students[0])
    for seat in lesson.seats:
        await seat.expect("ATTENDANCE_MARKED")


async def test_a_socket_closed_early_does_not_delay_others(client: Client) -> None:
    ada, now = await client.student(), int(time.time())
    await (await open_until(client, ada, now + 2)).close()
    await assert_closed_at(await open_until(client, ada, now + 3), now + 3)
