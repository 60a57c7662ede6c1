"""`socket.io-client` from npm, unmodified, in each version that can connect and each transport."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import aiohttp
import pytest

from tests.support.client import Client, Person
from tests.support.process import Server
from tests.support.socketio_js import JsClient, JsSocket, socketio_client

VERSIONS = (4, 3)
TRANSPORTS = {
    "polling": ["polling"],
    "websocket": ["websocket"],
    "upgrade": ["polling", "websocket"],
}
UNAUTHORIZED = "Unauthorized or invalid token"
TEACHER_ONLY = {"message": "Forbidden, teacher event only", "code": "teacher_only"}


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture(scope="module", params=VERSIONS, ids=lambda version: f"v{version}")
async def js(request: pytest.FixtureRequest) -> AsyncIterator[JsClient]:
    async with socketio_client(request.param) as client:
        yield client


@pytest.mark.parametrize("transports", TRANSPORTS.values(), ids=TRANSPORTS)
async def test_a_whole_lesson(client: Client, js: JsClient, transports: list[str]) -> None:
    teacher, ada, ben, cleo = [await client.person(role) for role in ("teacher", *3 * ["student"])]
    class_id = await client.make_class(teacher, ada, ben, cleo)
    desk, *seats = [
        # As the documentation of earlier servers has it.
        await js.open(client.url, transports=transports, query={"token": teacher.token}),
        await js.open(client.url, transports=transports, auth={"token": ada.token}),
        await js.open(client.url, transports=transports, auth={"token": f"Bearer {ben.token}"}),
        await js.open(
            client.url,
            transports=transports,
            extraHeaders={"Authorization": f"Bearer {cleo.token}"},
        ),
    ]
    sockets = [desk, *seats]
    for socket in sockets:
        await socket.expect("connect")
        assert await socket.ask("WATCH", "WATCHING") == {"sessions": []}

    started = await client.start(teacher, class_id)
    for socket in sockets:
        assert await socket.expect("SESSION_STARTED") == {**started, "className": "Algebra"}

    marked = await desk.ask("MARK_ATTENDANCE", "ATTENDANCE_MARKED", studentId=ada.id)
    assert (marked["studentId"], marked["status"]) == (ada.id, "present")
    await desk.emit("MARK_ATTENDANCE", {"studentId": ben.id, "status": "late"})
    also_marked = await desk.expect("ATTENDANCE_MARKED")
    for seat in seats:
        assert await seat.expect("ATTENDANCE_MARKED") == marked
        assert await seat.expect("ATTENDANCE_MARKED") == also_marked

    for seat, status in zip(seats, ("present", "late", None), strict=True):
        answer = {"classId": class_id, "status": status}
        assert await seat.ask("CHECK_MY_STATUS", "MY_STATUS") == answer
    assert await seats[0].ask("GET_TODAY_SUMMARY", "ERROR") == TEACHER_ONLY
    await seats[0].emit("CHECK_MY_STATUS")
    assert (await seats[0].expect("MY_STATUS"))["status"] == "present"
    summary = await desk.ask("GET_TODAY_SUMMARY", "TODAY_SUMMARY", classId=class_id)
    assert summary["presentStudentIds"] == [ada.id, ben.id]

    if transports == TRANSPORTS["upgrade"]:
        for socket in sockets:
            await socket.upgraded()
    for socket in sockets:
        assert await socket.transport() == transports[-1]
    marked = await desk.ask("MARK_ATTENDANCE", "ATTENDANCE_MARKED", studentId=cleo.id)
    ended = await desk.ask("DONE", "SESSION_ENDED")
    assert (ended["sessionId"], ended["presentCount"]) == (started["sessionId"], 3)
    for seat in seats:
        assert await seat.expect("ATTENDANCE_MARKED") == marked
        assert await seat.expect("SESSION_ENDED") == ended
    assert (await desk.ask("DONE", "ERROR"))["message"] == "No active attendance session"
    for socket in sockets:
        await socket.close()


async def test_the_one_line_of_the_old_documentation_connects(client: Client, js: JsClient) -> None:
    ada = await client.student()
    socket = await js.open_as_written(
        "io(values.url, { query: { token: values.token } })", url=client.url, token=ada.token
    )
    await socket.expect("connect")
    await socket.upgraded()
    assert await socket.ask("WATCH", "WATCHING") == {"sessions": []}
    await socket.close()


async def test_a_burst_over_long_polling_is_answered_in_order(client: Client, js: JsClient) -> None:
    """Version 3 sends it all in one request, version 4 in requests of `maxPayload`."""
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    await client.start(teacher, class_id)
    socket = await js.open(client.url, transports=["polling"], query={"token": teacher.token})
    await socket.expect("connect")
    answered = await socket.run(
        """
        const calls = values.numbers.map((number) => new Promise((done, failed) => {
            socket.emit("MARK_ATTENDANCE", values.data, () => done(number));
            socket.on("disconnect", failed);
        }));
        const order = [];
        await Promise.all(calls.map(async (call) => order.push(await call)));
        return order;
        """,
        numbers=list(range(1000)),
        data={"classId": class_id, "studentId": ada.id},
    )
    assert answered == list(range(1000))
    await socket.close()


async def test_a_wrong_token_is_an_authentication_error(client: Client, js: JsClient) -> None:
    for transports in TRANSPORTS.values():
        for options in ({}, {"query": {"token": "wrong"}}, {"auth": {"token": "wrong"}}):
            socket = await js.open(client.url, transports=transports, **options)
            assert await socket.expect("connect_error") == {"message": "Authentication error"}
            await socket.close()


async def test_a_token_that_ends_disconnects_its_socket(client: Client, js: JsClient) -> None:
    ada = await client.student()
    sockets = [
        await js.open(client.url, transports=transports, auth={"token": ada.token})
        for transports in TRANSPORTS.values()
    ]
    for socket in sockets:
        await socket.expect("connect")
    await client.post("/auth/logout", {}, ada.token)
    for socket in sockets:
        assert (await socket.expect("ERROR"))["message"] == UNAUTHORIZED
        # After this reason the client does not reconnect by itself.
        assert await socket.expect("disconnect") == "io server disconnect"


async def test_version_2_gets_the_answer_of_the_javascript_server(client: Client) -> None:
    ada = await client.student()
    async with socketio_client(2) as js:
        for transports in TRANSPORTS.values():
            socket = await js.open(client.url, transports=transports, query={"token": ada.token})
            assert (await socket.expect("connect_error"))["message"] in (
                "xhr poll error",
                "websocket error",
            )
            await socket.close()
    url = f"{client.url}/socket.io/"
    async with client.http.get(url, params={"EIO": "3", "transport": "polling"}) as response:
        assert (response.status, response.content_type) == (400, "application/json")
        assert await response.json() == {"code": 5, "message": "Unsupported protocol version"}


async def test_all_of_them_come_back_after_a_kill_and_watch_makes_them_whole(
    steady_server: Server,
) -> None:
    """One class, with a student for each version and transport."""
    kinds = [(version, each) for version in VERSIONS for each in TRANSPORTS.values()]
    async with AsyncExitStack() as stack:
        client = Client(steady_server.url, await stack.enter_async_context(aiohttp.ClientSession()))
        versions = {
            version: await stack.enter_async_context(socketio_client(version))
            for version in VERSIONS
        }
        teacher = await client.teacher()
        students = [await client.student() for _ in kinds]
        class_id = await client.make_class(teacher, *students)
        session = await client.start(teacher, class_id)

        async def sit_down(person: Person, version: int, transports: list[str]) -> JsSocket:
            socket = await versions[version].open(
                client.url, transports=transports, auth={"token": person.token}
            )
            await socket.expect("connect")
            await socket.ask("WATCH", "WATCHING")
            return socket

        desk = await sit_down(teacher, *kinds[-1])
        seats = [
            await sit_down(student, *kind) for student, kind in zip(students, kinds, strict=True)
        ]
        marks = [
            await desk.ask("MARK_ATTENDANCE", "ATTENDANCE_MARKED", studentId=student.id)
            for student in students[:3]
        ]
        for seat in seats:
            assert [await seat.expect("ATTENDANCE_MARKED") for _ in marks] == marks
        steady_server.kill()
        for socket in (desk, *seats):
            await socket.until("disconnect")
        steady_server.start()
        for socket in (desk, *seats):
            await socket.until("connect")
        (running,) = (await desk.ask("WATCH", "WATCHING"))["sessions"]
        assert running["sessionId"] == session["sessionId"]
        assert [mark["studentId"] for mark in running["marks"]] == [s.id for s in students[:3]]
        for number, seat in enumerate(seats):
            (running,) = (await seat.ask("WATCH", "WATCHING"))["sessions"]
            assert running["status"] == ("present" if number < 3 else None)
        marked = await desk.ask("MARK_ATTENDANCE", "ATTENDANCE_MARKED", studentId=students[5].id)
        for seat in seats:
            assert await seat.expect("ATTENDANCE_MARKED") == marked
