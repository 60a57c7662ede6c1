"""Creates the people and the class that the test needs over HTTP, like any client."""

import asyncio
import contextlib
import email.utils
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
from attrs import define, frozen

from .target import Target, TestRefused

T = TypeVar("T")

CALLS = 16
"""The number of requests in progress at a time."""

CALL_TIMEOUT = 120.0
"""Seconds for one response, which may need a password hash behind many others."""

PATIENCE = 600.0
"""Seconds for which a request is repeated while the server answers 429 or 503."""

MAX_WAIT = 30.0
TOO_MANY = 429
_LATER = (TOO_MANY, 503)

LIMITED = (
    "the server limits sign-ups per address, and makes this one wait for {seconds:.0f} s. Run the"
    " test on the server's own machine, without a proxy, or raise SIGNUPS_PER_ADDRESS"
)


@frozen
class Person:
    """A user, and a token of theirs."""

    id: str
    email: str
    token: str


@define
class School:
    """The teacher, the students and the class of one run.

    `run`: the id of the run. `teacher_code`: the sign-up code for teachers, if the server asks for
    one. `waits`: how often the server answered 429 or 503.

    The accounts stay on the server; their addresses are `loadtest-<run>-…@example.com`.
    """

    url: str
    http: aiohttp.ClientSession
    run: str
    password: str
    teacher_code: str | None = None
    waits: int = 0

    async def person(self, role: str, number: int) -> Person:
        """Sign up and log in. Raises `TestRefused`."""
        address = f"loadtest-{self.run}-{role}-{number}@example.com"
        name = f"{role.title()} {number} of load test {self.run}"
        account = {"name": name, "email": address, "password": self.password, "role": role}
        if role == "teacher" and self.teacher_code:
            account["code"] = self.teacher_code
        made = await self.call("POST", "/auth/signup", account)
        login = {"email": address, "password": self.password}
        token = (await self.call("POST", "/auth/login", login))["token"]
        return Person(made["_id"], address, token)

    async def people(
        self, role: str, count: int, tick: Callable[[], None] = lambda: None
    ) -> list[Person]:
        """Sign up `count` people of a role, `CALLS` at a time. Raises `TestRefused`."""
        return await self._each(count, lambda number: self.person(role, number), tick)

    async def make_class(
        self, teacher: Person, students: list[Person], tick: Callable[[], None] = lambda: None
    ) -> str:
        """Create a class with these students, and return its id. Raises `TestRefused`."""
        made = await self.call("POST", "/class", {"className": f"Load test {self.run}"}, teacher)
        class_id: str = made["_id"]

        async def enrol(number: int) -> None:
            student, path = students[number], f"/class/{class_id}"
            try:
                body = {"studentId": student.id}
                await self.call("POST", f"{path}/add-student", body, teacher)
            except TestRefused:
                # If the server shows teachers only their own students, others are invited.
                body = {"email": student.email}
                await self.call("POST", f"{path}/add-student", body, teacher)
                await self.call("POST", f"{path}/accept", {}, student)

        await self._each(len(students), enrol, tick)
        return class_id

    async def start(self, teacher: Person, class_id: str) -> str:
        """Start a session of the class, and return its id. Raises `TestRefused`."""
        body = {"classId": class_id}
        session_id: str = (await self.call("POST", "/attendance/start", body, teacher))["sessionId"]
        return session_id

    async def call(self, method: str, path: str, body: object, who: Person | None = None) -> Any:
        """Make a request, and return the data of the response; waits while the server is busy.

        Raises `TestRefused` for any response other than success, and if a rate limit would take
        longer than `MAX_WAIT` seconds.
        """
        headers = {"Authorization": f"Bearer {who.token}"} if who else {}
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                async with self.http.request(
                    method, self.url + path, json=body, headers=headers
                ) as response:
                    if response.status in _LATER and time.monotonic() < deadline:
                        pause = retry_after(response.headers.get("Retry-After"))
                        if response.status == TOO_MANY and pause > MAX_WAIT:
                            raise TestRefused(LIMITED.format(seconds=pause))
                    else:
                        return await _data_of(response, f"{method} {path}")
            except (aiohttp.ClientError, TimeoutError) as exc:
                raise TestRefused(f"{method} {self.url}{path}: {exc or 'no answer'}") from exc
            self.waits += 1
            await asyncio.sleep(min(pause, MAX_WAIT))

    async def _each(
        self, count: int, work: Callable[[int], Awaitable[T]], tick: Callable[[], None]
    ) -> list[T]:
        numbers, results = iter(range(count)), dict[int, T]()

        async def worker() -> None:
            for number in numbers:
                results[number] = await work(number)
                tick()

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(CALLS, count)):
                    group.create_task(worker())
        except* TestRefused as several:
            raise several.exceptions[0] from None
        return [results[number] for number in range(count)]


@contextlib.asynccontextmanager
async def open_school(target: Target, teacher_code: str | None = None) -> AsyncIterator[School]:
    """A school on the server, with connections of its own."""
    connector = aiohttp.TCPConnector(limit=CALLS)
    timeout = aiohttp.ClientTimeout(total=CALL_TIMEOUT)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:
        run, password = secrets.token_hex(6), secrets.token_urlsafe(24)
        yield School(target.url, http, run, password, teacher_code)


def retry_after(text: str | None) -> float:
    """The seconds in a `Retry-After` header, which may be a number or a date; 1 if missing."""
    try:
        seconds = float(text or "1")
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(text or "").timestamp() - time.time()
        except ValueError:
            seconds = 1.0
    return max(seconds, 0.1)


async def _data_of(response: aiohttp.ClientResponse, call: str) -> Any:
    try:
        body = await response.json(content_type=None)
    except ValueError:
        body = None
    if not response.ok or body is None:
        error = body.get("error") if isinstance(body, dict) else "no JSON"
        raise TestRefused(f"{call} was answered {response.status}: {error}")
    return data_in(body)


def data_in(answer: Any) -> Any:
    """The data of a successful answer, which may be in an envelope or not (`ANSWERS`)."""
    enveloped = isinstance(answer, dict) and "success" in answer
    return answer["data"] if enveloped else answer
