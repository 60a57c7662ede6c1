"""Students who check themselves in during a storm, and what must be saved of that."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

import aiohttp
from attrs import define

from attendance_server.checkin.devices import Browsers
from attendance_server.models import utc_now
from tests.support.client import Person
from tests.support.witness import NOT_RUNNING, UNAVAILABLE, insist

CLOSED = "Check-in is not open"
WRONG = "Code is wrong or too old"
HELD = "Ask your teacher to confirm"
TOO_MANY = "Too many tries, wait"

COOKIE = "attendance-check-in"

ON_ONE_DEVICE = 2
"""The students of a class who share a device are this many, the first ones."""


@define(eq=False)
class WalkIn:
    """A student who checks in over HTTP, on a device with this cookie.

    `told`: the data of the answer that they are in. `held`: they were told to ask their teacher.
    `unsure`: a right code was sent, and no answer says what became of it. `over`: they were told
    that the session has ended.
    """

    person: Person
    class_id: str
    cookie: str
    told: dict[str, Any] | None = None
    held: bool = False
    unsure: bool = False
    over: bool = False

    @property
    def settled(self) -> bool:
        return bool(self.told) or self.held or self.over

    async def check_in(self, http: aiohttp.ClientSession, url: str, code: str) -> None:
        """Send a code once, and take down the answer."""
        headers = {"Authorization": f"Bearer {self.person.token}", "Cookie": self.cookie}
        path = f"{url}/attendance/{self.class_id}/check-in"
        try:
            async with http.post(path, json={"code": code}, headers=headers) as response:
                answer = await response.json()
        except (TimeoutError, aiohttp.ClientError, ConnectionError):
            self.unsure = True
            return
        if response.status == 200:
            self._hear(answer["data"])
            return
        error = answer["error"]
        insist(
            error in (UNAVAILABLE, NOT_RUNNING, CLOSED, WRONG, HELD, TOO_MANY),
            "nothing else is wrong with a check-in",
            error,
        )
        # A commit that was given up may be saved all the same.
        self.unsure |= error == UNAVAILABLE
        self.over |= error == NOT_RUNNING
        if error == HELD:
            insist(not self.told, "who was told that they are in is not held later", self.person)
            self.held = True

    def _hear(self, data: dict[str, Any]) -> None:
        insist(not self.held, "who is held stays held until a teacher decides", self.person, data)
        if self.told:
            insist(self.told == data, "who checks in again is told the same", self.told, data)
        self.told = data


def walk_ins_of(class_id: str, people: Sequence[Person], secret: str) -> list[WalkIn]:
    """The students with their devices; the first ones share one. `secret`: of the server."""
    browsers = Browsers(secret)
    cookies = [f"{COOKIE}={browsers.write(browsers.new(utc_now()))}" for _ in people]
    cookies[:ON_ONE_DEVICE] = cookies[:1] * ON_ONE_DEVICE
    return [
        WalkIn(person, class_id, cookie) for person, cookie in zip(people, cookies, strict=True)
    ]


async def keep_trying(
    walk_in: WalkIn, http: aiohttp.ClientSession, url: str, codes: Mapping[str, Any], rng: Random
) -> None:
    """Check in at some moments of a storm, also again once they are in. `codes`: by class."""
    while not walk_in.over:
        await asyncio.sleep(rng.uniform(0, 0.4))
        if shown := codes.get(walk_in.class_id):
            await walk_in.check_in(http, url, rng.choice([shown["link"], shown["code"]]))


def judge_walk_ins(
    document: Mapping[str, Any], told: Sequence[Mapping[str, Any]], walk_ins: Sequence[WalkIn]
) -> None:
    """Compare what students were told with what is saved. `told`: what the room was told."""
    arrivals = document.get("arrivals", {})
    for walk_in in walk_ins:
        student = walk_in.person.id
        mark = document["marks"].get(student)
        announced = [each for each in told if each.get("studentId") == student]
        insist(len(announced) <= 1, "a check-in is announced once", announced)
        if walk_in.told:
            insist(mark, "who was told that they are in is saved", walk_in)
            insist(student in arrivals, "and so is how they checked in", walk_in)
        if walk_in.held:
            insist(mark is None, "who is held has no mark", walk_in, mark)
            insist(arrivals[student]["held"], "who is held is saved as held", walk_in)
        if mark and not walk_in.told and not announced:
            insist(walk_in.unsure, "no check-in is saved of which nobody knows", walk_in)
    sharing = [each.person.id for each in walk_ins[:ON_ONE_DEVICE]]
    marked = [student for student in sharing if student in document["marks"]]
    insist(len(marked) <= 1, "one device lets one student in", marked)


def may_be_marked(walk_ins: Sequence[WalkIn]) -> Iterator[str]:
    """The students who may be marked without that anyone was told."""
    return (each.person.id for each in walk_ins if each.told or each.unsure)
