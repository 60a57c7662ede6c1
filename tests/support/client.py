"""How tests talk to the server: plain HTTP and plain sockets, like any client.

Every answer and every frame is checked against the server's own description.
"""

import asyncio
import itertools
import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from attrs import define, frozen

from attendance_server.settings.choices import AnswerForm
from tests.support.description import check_answer, check_frame

PATIENCE = 20.0
"""Seconds after which a frame counts as missing, even on a slow machine."""

PASSWORD = "correct horse"

NUMBERS = itertools.count(1)


@frozen
class Answer:
    """An HTTP answer: its status, its JSON and its headers."""

    status: int
    body: Any
    headers: Mapping[str, str]
    form: AnswerForm = AnswerForm.ENVELOPE

    @property
    def data(self) -> Any:
        if self.form is AnswerForm.PLAIN:
            assert self.status < 400, self.body
            return self.body
        assert self.body["success"] is True, self.body
        return self.body["data"]

    @property
    def error(self) -> tuple[int, str]:
        if self.form is AnswerForm.PLAIN:
            assert "success" not in self.body
        else:
            assert self.body["success"] is False, self.body
        return self.status, self.body["error"]


@frozen
class Person:
    """A user who has signed up and logged in."""

    id: str
    name: str
    email: str
    role: str
    token: str


class Socket:
    """An open WebSocket."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws

    async def send(self, event: str, **data: Any) -> None:
        await self.ws.send_str(json.dumps({"event": event, "data": data}))

    async def next(self) -> tuple[str, Any]:
        """The event and the data of the next frame."""
        message = await self.ws.receive(timeout=PATIENCE)
        assert message.type is aiohttp.WSMsgType.TEXT, message
        frame = json.loads(message.data)
        check_frame(frame)
        return frame["event"], frame["data"]

    async def expect(self, event: str) -> Any:
        """The data of the next frame, which must have this event."""
        name, data = await self.next()
        assert name == event, (name, data)
        return data

    async def error(self) -> str:
        """The message of the next frame, which must be an `ERROR`."""
        message: str = (await self.expect("ERROR"))["message"]
        return message

    async def ask(self, event: str, **data: Any) -> tuple[str, Any]:
        await self.send(event, **data)
        return await self.next()

    async def ask_error(self, event: str, **data: Any) -> str:
        await self.send(event, **data)
        return await self.error()

    async def mark(self, student: "Person", status: str = "present", **data: Any) -> Any:
        """Mark a student, and return the data of the `ATTENDANCE_MARKED` answer."""
        await self.send("MARK_ATTENDANCE", studentId=student.id, status=status, **data)
        return await self.expect("ATTENDANCE_MARKED")

    async def heard_nothing(self) -> None:
        """Check that no frame has arrived: the next one is the answer to a request sent now."""
        assert await self.ask_error("ANYTHING_NEW") == "Unknown event"

    async def close_code(self) -> int | None:
        """The code of the close frame, which must be next."""
        message = await self.ws.receive(timeout=PATIENCE)
        assert message.type is aiohttp.WSMsgType.CLOSE, message
        return self.ws.close_code

    async def expect_unauthorized(self) -> None:
        """The server has rejected the token as invalid or expired, and closed the socket."""
        assert await self.error() == "Unauthorized or invalid token"
        assert await self.close_code() == 4401

    async def close(self) -> None:
        await self.ws.close()


@define
class Client:
    """A client of the server at `url`, whose answers have this form."""

    url: str
    http: aiohttp.ClientSession
    form: AnswerForm = AnswerForm.ENVELOPE

    async def call(
        self, method: str, path: str, token: str | None = None, **options: Any
    ) -> Answer:
        """One request; `options` are aiohttp's, such as `json` or `data`."""
        headers = dict(options.pop("headers", {}))
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        async with self.http.request(
            method, self.url + path, headers=headers, **options
        ) as response:
            assert response.content_type == "application/json", await response.text()
            answer = Answer(response.status, await response.json(), response.headers, self.form)
        # An answer without this header is from a proxy in front of the server.
        if "X-Request-ID" in answer.headers:
            check_answer(method, path, answer.status, answer.body, self.form)
        return answer

    async def get(self, path: str, token: str | None = None, **options: Any) -> Answer:
        return await self.call("GET", path, token, **options)

    async def post(
        self, path: str, body: object = None, token: str | None = None, **options: Any
    ) -> Answer:
        return await self.call("POST", path, token, json=body, **options)

    async def person(self, role: str, name: str | None = None) -> Person:
        """Sign up a new user and log in."""
        number = next(NUMBERS)
        name = name or f"{role.title()} {number}"
        email = f"{role}{number}@school.test"
        signup = {"name": name, "email": email, "password": PASSWORD, "role": role}
        made = (await self.post("/auth/signup", signup)).data
        login = await self.post("/auth/login", {"email": email, "password": PASSWORD})
        return Person(made["_id"], name, email, role, login.data["token"])

    async def teacher(self) -> Person:
        return await self.person("teacher")

    async def student(self) -> Person:
        return await self.person("student")

    async def make_class(self, teacher: Person, *students: Person, name: str = "Algebra") -> str:
        """Create a class with these students, and return its id."""
        class_id: str = (await self.post("/class", {"className": name}, teacher.token)).data["_id"]
        for student in students:
            await self.enrol(teacher, class_id, student)
        return class_id

    async def enrol(self, teacher: Person, class_id: str, student: Person) -> Answer:
        return await self.post(
            f"/class/{class_id}/add-student", {"studentId": student.id}, teacher.token
        )

    async def start(self, teacher: Person, class_id: str) -> Any:
        """Start the session of a class."""
        return (await self.post("/attendance/start", {"classId": class_id}, teacher.token)).data

    async def socket(self, person: Person | None = None, path: str = "/ws") -> Socket:
        """A socket of this person, with the token in the URL."""
        query = {"token": person.token} if person else {}
        return Socket(await self.http.ws_connect(self.url + path, params=query, max_msg_size=0))


@define
class Lesson:
    """A running session: its teacher, three students, and a socket for each of them."""

    client: Client
    teacher: Person
    students: list[Person]
    class_id: str
    session_id: str
    started_at: str
    desk: Socket
    seats: list[Socket]

    @classmethod
    async def begin(cls, client: Client, **settings: Any) -> "Lesson":
        """`settings`: of its class, as in `PATCH /class/:id`."""
        teacher = await client.teacher()
        students = [await client.student() for _ in range(3)]
        class_id = await client.make_class(teacher, *students)
        if settings:
            path = f"/class/{class_id}"
            assert (await client.call("PATCH", path, teacher.token, json=settings)).status == 200
        session = await client.start(teacher, class_id)
        desk, *seats = await asyncio.gather(*map(client.socket, (teacher, *students)))
        return cls(
            client,
            teacher,
            students,
            class_id,
            session["sessionId"],
            session["startedAt"],
            desk,
            seats,
        )

    async def end(self) -> Any:
        """End the session as the teacher, and return the data of its `SESSION_ENDED`."""
        await self.desk.send("DONE")
        return await self.desk.expect("SESSION_ENDED")
