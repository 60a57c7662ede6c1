"""Students scan the code on the wall and check in, each over a connection of their own."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import aiohttp
from aiohttp import hdrs
from attrs import Factory, define, frozen

from .check_in_sockets import CheckInGroup
from .school import CALL_TIMEOUT, Person
from .target import Target

RUSH, RUSH_AT = 0.4, 0.2
"""The share of the students who come in the rush, and when it begins, as a share of the time."""

WRONG_EVERY = 10
"""Every so manieth student first sends a code that is wrong."""

WRONG_CODE = "AAAAAA"


@frozen
class CheckInPace:
    """How fast a class checks in: `seconds` for all, with a rush of `peak` students per second."""

    seconds: float = 60.0
    peak: float = 100.0

    def moments(self, students: int) -> list[float]:
        """The seconds after the start at which each student begins."""
        rush = min(round(students * RUSH), students)
        start, length = self.seconds * RUSH_AT, rush / self.peak
        others = students - rush
        rest = max(self.seconds - length, 0.0)
        calm = [number * rest / max(1, others) for number in range(others)]
        return sorted(
            [start + number / self.peak for number in range(rush)]
            + [each if each < start else each + length for each in calm]
        )


@define
class CheckedIn:
    """What came of the check-ins.

    `latencies`: seconds from opening the link until every socket was told, `None` for a student who
    was not marked. `refused`: by the code of the error, how many right codes were refused, and
    `accepted`: how many wrong ones were accepted. `late`: seconds by which this client was late at
    most. `flagged`: how often the teacher's socket was told that a check-in is odd.
    """

    latencies: list[float | None] = Factory(list)
    refused: Counter[str] = Factory(Counter)
    accepted: int = 0
    late: float = 0.0
    flagged: int = 0

    @property
    def measured(self) -> list[float]:
        return [latency for latency in self.latencies if latency is not None]

    @property
    def all_right(self) -> bool:
        """Whether everyone was marked, and no wrong code was accepted."""
        return not self.refused and not self.accepted and None not in self.latencies


@frozen
class Phone:
    """What the browser of a student does after the camera has read the link."""

    target: Target
    http: aiohttp.ClientSession
    student: Person
    class_id: str

    async def scan(self, path: str) -> str | None:
        """Open the link and check in; returns the code of the error, if there is one."""
        # What the link leads to is the page, which a phone that has been here before has kept.
        async with self.http.get(self.target.url + path, allow_redirects=False) as response:
            tickets = [f"{name}={each.value}" for name, each in response.cookies.items()]
        return await self._check_in({}, {hdrs.COOKIE: "; ".join(tickets)} if tickets else {})

    async def type_in(self, code: str) -> str | None:
        """Check in with letters; returns as `scan` does."""
        return await self._check_in({"code": code}, {})

    async def _check_in(self, body: dict[str, str], headers: dict[str, str]) -> str | None:
        scheme, host = ("https" if self.target.tls else "http"), self.target.host_header
        headers |= {
            hdrs.AUTHORIZATION: f"Bearer {self.student.token}",
            hdrs.ORIGIN: f"{scheme}://{host}",
        }
        url = f"{self.target.url}/attendance/{self.class_id}/check-in"
        async with self.http.post(url, json=body, headers=headers) as response:
            if response.ok:
                return None
            answer = await response.json(content_type=None)
        return str(answer.get("code", response.status))


async def check_in(
    target: Target,
    group: CheckInGroup,
    students: Sequence[Person],
    pace: CheckInPace,
    patience: float,
    look: Callable[[int], None] = lambda done: None,
) -> CheckedIn:
    """Have all students of the group check in, and wait until every socket knows.

    Check-in must be open. Gives up when nothing is delivered for `patience` seconds. `look` is
    called with the number of students who have begun.
    """
    outcome, plan = CheckedIn(), group.check_ins
    begun = dict[str, float]()
    arrivals = list[asyncio.Future[float]]()

    async def one(http: aiohttp.ClientSession, student: Person, wrong: bool) -> None:
        phone = Phone(target, http, student, plan.class_id)
        try:
            if wrong and await phone.type_in(WRONG_CODE) is None:
                outcome.accepted += 1
            begun[student.id] = time.perf_counter()
            problem = await phone.scan(plan.link_path())
        except (aiohttp.ClientError, TimeoutError) as exc:
            problem = type(exc).__name__
        if problem:
            outcome.refused[problem] += 1

    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    timeout = aiohttp.ClientTimeout(total=CALL_TIMEOUT)
    async with (
        aiohttp.ClientSession(
            connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
        ) as http,
        asyncio.TaskGroup() as tasks,
    ):
        start = time.perf_counter()
        for number, (student, at) in enumerate(_in_time(students, pace)):
            await asyncio.sleep(max(0.0, start + at - time.perf_counter()))
            outcome.late = max(outcome.late, time.perf_counter() - start - at)
            plan.sent += 1
            arrivals.append(group.arrivals.expect(plan.sent))
            tasks.create_task(one(http, student, number % WRONG_EVERY == WRONG_EVERY - 1))
            look(number + 1)
    if arrivals:
        await group.wait(arrivals[-1], patience)
    outcome.flagged = plan.flagged
    outcome.latencies = [_latency(group, arrivals, begun, each.id) for each in students]
    return outcome


def _in_time(students: Sequence[Person], pace: CheckInPace) -> Iterator[tuple[Person, float]]:
    return zip(students, pace.moments(len(students)), strict=True)


def _latency(
    group: CheckInGroup,
    arrivals: Sequence["asyncio.Future[float]"],
    begun: dict[str, float],
    student_id: str,
) -> float | None:
    number = group.check_ins.number_of(student_id)
    if number is None or student_id not in begun or not arrivals[number].done():
        return None
    return arrivals[number].result() - begun[student_id]
