"""Clients of a server that is killed or stopped come back at another one, and are whole there."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from attrs import frozen
from playwright.async_api import BrowserContext, expect

from tests.several.conftest import TwoServers
from tests.support.balancer import balancer_of
from tests.support.chromium import Console
from tests.support.client import Client, Person
from tests.support.script import in_node
from tests.support.socketio_js import JsSocket, socketio_client
from tests.support.visitor import AWAY, Visitor

NewContext = Callable[..., Awaitable[BrowserContext]]

TRANSPORTS = {
    "polling": ["polling"],
    "websocket": ["websocket"],
    "upgrade": ["polling", "websocket"],
}

FIRST_ATTEMPTS = 3
"""What a client may need at most: the first may meet the server while it stops."""


@frozen
class School:
    """A running session at two servers behind one address; all clients come to the first server."""

    client: Client
    servers: TwoServers
    teacher: Person
    students: list[Person]
    class_id: str


@pytest.fixture
async def school(mortal_servers: TwoServers) -> AsyncIterator[School]:
    servers = mortal_servers
    async with balancer_of(servers.here.url, servers.there.url) as balancer:
        client = Client(balancer.url, servers.here.http)
        teacher = await servers.there.person("teacher", "Mrs Hill")
        students = [
            await servers.there.person("student", name) for name in ("Ada", "Ben", "Cleo", "Dan")
        ]
        class_id = await servers.there.make_class(teacher, *students)
        await servers.there.start(teacher, class_id)
        yield School(client, servers, teacher, students, class_id)


@pytest.mark.parametrize("how", ["kill", "stop"])
async def test_pages_and_their_client_are_back_and_whole_with_one_watching(
    school: School, new_context: NewContext, console: Console, how: str
) -> None:
    console.forgive(AWAY)
    (here, _), url = school.servers.processes, school.client.url
    ada, ben, cleo, _ = school.students
    hill = await Visitor.logged_in(await new_context(), url, school.teacher)
    pupil = await Visitor.logged_in(await new_context(), url, ada)
    await hill.open_roll(school.class_id)
    async with in_node(school.servers.there.url) as node:
        script = node.script
        await script.run(
            "globalThis.socket = open(values.url, { token: values.token });",
            url=url,
            token=ben.token,
        )
        await script.connected()
        away = await school.servers.there.socket(school.teacher)
        await away.mark(cleo, "late")
        assert (await script.expect("ATTENDANCE_MARKED"))["studentId"] == cleo.id
        await asyncio.to_thread(getattr(here, how))
        # Perhaps before the page knows that its server is gone.
        await hill.tap("Ben")
        began = time.monotonic()
        await away.send("MARK_ATTENDANCE", studentId=ada.id, status="present")
        assert (await script.until("reconnect_attempt"))[0] == 1
        assert await script.until("reconnect") <= FIRST_ATTEMPTS
        await script.until("WATCHING")
        print(f"client.js whole after {time.monotonic() - began:.2f} s")
        await pupil.sees("You are present")
        print(f"page of a student whole after {time.monotonic() - began:.2f} s")
        await hill.sees_states(
            {"Ada": "Present", "Ben": "Present", "Cleo": "Late", "Dan": "Not marked"}
        )
        await hill.sees_count(3, 4)
        await expect(hill.connection).to_have_text("Live")
        print(f"page of a teacher whole after {time.monotonic() - began:.2f} s")
        heard = {(await away.expect("ATTENDANCE_MARKED"))["studentId"] for _ in range(2)}
        assert heard == {ada.id, ben.id}
        _, summary = await away.ask("GET_TODAY_SUMMARY")
        assert sorted(summary["presentStudentIds"]) == sorted([ada.id, ben.id, cleo.id])


@pytest.mark.parametrize("how", ["kill", "stop"])
async def test_clients_of_socketio_are_back_with_their_own_options(
    school: School, how: str
) -> None:
    """With what `io(url, { auth })` does by default, for each transport."""
    (here, _), (ada, *_) = school.servers.processes, school.students
    async with AsyncExitStack() as stack:
        js = await stack.enter_async_context(socketio_client(4))
        seats = [
            await js.open_as_written(
                "io(values.url, { forceNew: true, transports: values.transports,"
                " auth: { token: values.token } })",
                url=school.client.url,
                transports=transports,
                token=ada.token,
            )
            for transports in TRANSPORTS.values()
        ]
        for seat in seats:
            await seat.expect("connect")
            await seat.ask("WATCH", "WATCHING")
        away = await school.servers.there.socket(school.teacher)
        await asyncio.to_thread(getattr(here, how))
        began = time.monotonic()
        await away.mark(ada)

        async def comes_back(seat: JsSocket, name: str) -> None:
            await seat.until("disconnect")
            await seat.until("connect")
            (session,) = (await seat.ask("WATCH", "WATCHING"))["sessions"]
            print(f"{name} whole after {time.monotonic() - began:.2f} s")
            assert session["status"] == "present"

        await asyncio.gather(*map(comes_back, seats, TRANSPORTS))
