"""One session of a class in a round: its clients, its course, and what must be true of it."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import aiohttp
from attrs import Factory, define, field

from tests.chaos.rounds.bench import Bench, Course
from tests.chaos.rounds.history import History
from tests.chaos.rounds.oracle import (
    judge_commits,
    judge_result,
    judge_track,
    track_of,
)
from tests.chaos.rounds.phones import BOUND, CALL, Command, Phone
from tests.chaos.rounds.sources import Sources, judge_sources
from tests.chaos.rounds.storm import STATUSES, Storm
from tests.support.client import Answer, Client, Person
from tests.support.witness import NOT_RUNNING, UNAVAILABLE, Violation, insist

SEATS = 2
"""Students with a socket, per server."""

CLOCK = timedelta(seconds=5)
"""By how much a server may err about the time of the database."""

NOT_IN_CLASS = "Student not in class"
NOTHING_TO_MARK = "No student to mark"
OF_CHECK_IN = (
    "Check-in is not open",
    "Code is wrong or too old",
    "Too many tries, wait",
    "Ask your teacher to confirm",
)


@define(eq=False)
class Lesson:
    """A running session. `storm`: what its clients do, once it has begun.

    `movers`: those who were enrolled, or taken out, in this round. `joined`: who was enrolled
    before the end was requested. `ends`: when it was first. `note`: writes into the timeline.
    """

    bench: Bench
    course: Course
    rng: Random
    note: Callable[[str], None]
    class_id: str = field(init=False)
    session_id: str = ""
    started_at: datetime = datetime.min
    desks: list[Phone] = Factory(list)
    seats: list[Phone] = Factory(list)
    calls: list[dict[str, Any]] = Factory(list)
    movers: set[str] = Factory(set)
    enrolled: set[str] = Factory(set)
    joined: set[str] = Factory(set)
    unenrolled: set[str] = Factory(set)
    ends: float | None = None
    stale: list[str] = Factory(list)
    counts: Counter[str] = Factory(Counter)
    tasks: list[asyncio.Task[None]] = Factory(list)
    storm: Storm = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.class_id = self.course.class_id

    @property
    def phones(self) -> list[Phone]:
        return [*self.desks, *self.seats]

    @property
    def commands(self) -> list[Command]:
        return [command for phone in self.phones for command in phone.commands]

    async def begin(self) -> None:
        """Connect everyone, some before the start; start it, sometimes at two servers at once."""
        servers = [server.name for server in self.bench.servers]
        self.rng.shuffle(servers)
        self.desks = [self._phone(name, self.course.teacher) for name in (servers * 2)[:2]]
        people = self.rng.sample(self.course.students, SEATS * len(servers))
        self.seats = [
            self._phone(name, person) for name, person in zip(servers * SEATS, people, strict=True)
        ]
        phones = self.rng.sample(self.phones, len(self.phones))
        early = phones[: self.rng.randint(0, len(phones))]
        for phone in early:
            phone.start()
        await self.until(lambda: all(each.is_up for each in early), "clients connect")
        starts = self.rng.choice([1, 1, 2, 3])
        body = {"classId": self.class_id}
        before = datetime.now(UTC)
        answers = await asyncio.gather(
            *(self.call("POST", "/attendance/start", json=body) for _ in range(starts))
        )
        ids = {answer.data["sessionId"] for answer in answers}
        insist(len(ids) == 1, "a class has one session", ids)
        started = answers[0].data
        self.session_id = started["sessionId"]
        self.started_at = datetime.fromisoformat(started["startedAt"])
        insist(
            before - CLOCK <= self.started_at <= datetime.now(UTC) + CLOCK,
            "a session starts now, whatever the clock of its server",
            started,
        )
        for phone in self.phones:
            if phone not in early:
                phone.start()
        self.storm = Storm(self, Random(self.rng.random()))
        if self.rng.random() < 0.3:
            await self.desks[0].send("OPEN_CHECK_IN", classId=self.class_id)

    def _phone(self, home: str, person: Person) -> Phone:
        rng = Random(self.rng.random())
        return Phone(self.bench.http, self.bench.urls, home, person, rng)

    def spawn(self, work: Awaitable[None]) -> None:
        """Run this in the background, until `calm`."""
        self.tasks.append(asyncio.ensure_future(work))

    async def calm(self) -> None:
        """Stop the storm. Raises what was wrong in it."""
        tasks, self.tasks = self.tasks, []
        for task in tasks:
            if not task.done():
                task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome

    async def take_out(self, student: Person) -> None:
        """Take a student out of the class."""
        self.movers.add(student.id)
        self.unenrolled.add(student.id)
        answer = await self.call("DELETE", f"/class/{self.class_id}/students/{student.id}")
        # A call whose answer was lost has taken them out already.
        insist(answer.status in (200, 404), "a student is taken out", answer)

    async def call(
        self, method: str, path: str, token: str | None = None, **options: Any
    ) -> Answer:
        """A call at any server, and at another if it is not answered."""
        deadline = time.monotonic() + BOUND
        while True:
            client = Client(self.rng.choice(self.bench.servers).url, self.bench.http)
            try:
                async with asyncio.timeout(CALL):
                    answer = await client.call(
                        method, path, token or self.course.teacher.token, **options
                    )
            except (TimeoutError, aiohttp.ClientError, OSError) as error:
                failure: object = error
            else:
                if answer.status != 503:
                    return answer
                failure = answer
            insist(time.monotonic() < deadline, f"{method} {path} is answered", failure)
            await asyncio.sleep(0.1)

    def note_refusal(self, error: str, what: object) -> None:
        """Something was refused; note what nobody has given a reason for."""
        if error == NOT_RUNNING and self.ends is not None:
            return
        if error in (UNAVAILABLE, NOTHING_TO_MARK, *OF_CHECK_IN):
            return
        if error == NOT_IN_CLASS and self.unenrolled:
            return
        self.stale.append(f"{error}: {what}")

    async def until(
        self, condition: Callable[[], object], promise: str, details: Callable[[], str] = str
    ) -> None:
        """Wait for a condition. Raises `Violation` if it is not true soon."""
        deadline = time.monotonic() + BOUND
        while not condition():
            if time.monotonic() > deadline:
                raise Violation(f"{promise}\n    not in {BOUND:g} s\n    {details()}")
            self.raise_failures()
            await asyncio.sleep(0.02)

    def raise_failures(self) -> None:
        """Raises what went wrong in the background."""
        for task in self.tasks:
            if task.done() and not task.cancelled() and (error := task.exception()):
                raise error

    async def end_at_two(self) -> None:
        """Request the end at two servers at once, with marks on the way."""
        self.ends = time.monotonic()
        own = {"classId": self.class_id, "sessionId": self.session_id}
        await asyncio.gather(*(desk.send("DONE", **own) for desk in self.desks))

    async def settle(self) -> None:
        """Wait until all that was sent is answered and everyone is connected."""
        await self.until(
            lambda: all(phone.is_up or phone.out for phone in self.phones),
            "everyone comes back",
            lambda: str([f"{p.name} was at {p.server}" for p in self.phones if not p.is_up]),
        )
        await self.until(
            lambda: not any(phone.pending for phone in self.phones if not phone.out),
            "everything that was sent is answered",
            lambda: "\n    ".join(
                f"{p.name} at {p.server}: {c}" for p in self.phones for c in p.pending[:3]
            ),
        )

    async def saved(self) -> dict[str, Any]:
        """The session as it is saved now."""
        document = (await self.bench.saved_sessions(self.class_id))[-1]
        insist(str(document["_id"]) == self.session_id, "a class has one session", document)
        return document

    async def hear_the_end(self) -> None:
        """Everyone hears the end, or has learned of it when they came back."""
        document = (await self.bench.saved_sessions(self.class_id))[-1]
        insist(document["endedAt"], "a session that is told to have ended is saved as ended")
        results = [
            frame.data
            for phone in self.phones
            for segment in phone.segments
            for frame in segment.frames
            if frame.event == "SESSION_ENDED" and frame.data["sessionId"] == self.session_id
        ]
        for result in results:
            insist(result == results[0], "everyone is told one result", result, results[0])
            judge_result(result, document)

    def judge(self, document: dict[str, Any], history: History | None) -> None:
        """Compare all that was sent, told and saved."""
        self._judge_enrolments(document)
        self._judge_answers()
        if history is None:
            self.counts["without history"] += 1
            return
        if len(self.bench.servers) > 1:
            judge_commits(history, document)
        for phone in self.phones:
            for segment in phone.segments:
                track = track_of(phone, segment, self.class_id, self.session_id)
                self.counts["passed over"] += judge_track(track, history, self.unenrolled)
                self.counts["told"] += len(track.marks)
        judge_sources(history, self._sources())

    def _judge_enrolments(self, document: dict[str, Any]) -> None:
        roster = list(map(str, document["roster"]))
        insist(len(set(roster)) == len(roster), "nobody is on the roster twice", roster)
        for student in self.joined - self.unenrolled:
            insist(student in roster, "who was enrolled is on the roster", student)
        stay = {each.id for each in self.course.students} - self.movers
        insist(stay <= set(roster), "who was in the class is on the roster", stay - set(roster))

    def _judge_answers(self) -> None:
        for command in self.commands:
            if command.refusal:
                self.note_refusal(command.refusal, command)
        insist(not self.stale, "nothing is refused without a reason", *self.stale[:5])

    def _sources(self) -> Sources:
        commands = self.commands
        return Sources(
            marks=[
                *(each.data for each in commands if each.event == "MARK_ATTENDANCE"),
                *self.calls,
            ],
            blankets=[each.data for each in commands if each.event == "MARK_ALL"],
            taken_back=any(each.event == "UNMARK_ALL" for each in commands),
            checked_in={
                seat.person.id
                for seat in self.seats
                if any(each.event == "CHECK_IN" for each in seat.commands)
            },
            movers=self.movers,
        )

    async def correct_twice(self) -> None:
        """Correct the result at two servers at once: every correction is made once."""
        students = self.rng.sample([each.id for each in self.course.students], 4)
        path = f"/class/{self.class_id}/sessions/{self.session_id}/corrections"
        body = {"studentIds": students, "status": self.rng.choice(STATUSES), "reason": "Told late"}
        answers = await asyncio.gather(*(self.call("POST", path, json=body) for _ in range(3)))
        for answer in answers:
            insist(answer.status == 200, "a result is corrected", answer)
        document = (await self.bench.saved_sessions(self.class_id))[-1]
        made = Counter(str(each["studentId"]) for each in document["corrections"])
        insist(not made or max(made.values()) == 1, "a correction is made once", made)
        for student in students:
            mark = document["marks"].get(student)
            status = mark["status"] if mark else "absent"
            insist(status == body["status"], "a correction is saved", student, mark)

    async def restore(self) -> None:
        """Leave the class as the next round wants it."""
        for phone in self.phones:
            await phone.stop()
        class_ = await self.bench.saved_class(self.class_id)
        enrolled = set(map(str, class_["studentIds"]))
        stay = {each.id for each in self.course.students}
        for student in self.enrolled & enrolled:
            await self.call("DELETE", f"/class/{self.class_id}/students/{student}")
        insist(stay <= enrolled, "the class keeps its students", stay - enrolled)

    def gaps(self) -> Sequence[float]:
        """Seconds for which clients were without a connection."""
        return [gap for phone in self.phones for gap in phone.gaps]
