"""One session of a class in a round: its clients, what they do, and what must be true of it."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import aiohttp
from attrs import Factory, define, field

from tests.chaos.rounds.bench import Bench, Course
from tests.chaos.rounds.history import History, View, wire_time
from tests.chaos.rounds.oracle import (
    difference,
    judge_commits,
    judge_result,
    judge_track,
    present_in_order,
    saved_view,
    told,
    track_of,
)
from tests.chaos.rounds.phones import Command, Phone
from tests.chaos.rounds.sources import Sources, judge_sources
from tests.support.client import Answer, Client, Person
from tests.support.witness import NOT_RUNNING, UNAVAILABLE, Violation, insist

BOUND = 25.0
"""Seconds after the last fault in which everything has to be done, even on a slow machine."""

CALL = 4.0
"""Seconds that a server has to answer a call before it is made at another one."""

SEATS = 2
"""Students with a socket, per server."""

BUSY = 40
"""Commands without an answer at which a teacher's page waits."""

MANY = 150
"""Commands of a teacher's page after which it sends few more: what fails may last."""

FEW = 0.3
"""The longest pause between them then, in seconds."""

NOT_IN_CLASS = "Student not in class"
NOTHING_TO_MARK = "No student to mark"
OF_CHECK_IN = (
    "Check-in is not open",
    "Code is wrong or too old",
    "Too many tries, wait",
    "Ask your teacher to confirm",
)
STATUSES = ("present", "absent", "late", "excused")


@define(eq=False)
class Sent:
    """A mark that was sent over HTTP: what is in the list that a call carries."""

    data: dict[str, Any]
    first_sent: float


@define(eq=False)
class Lesson:
    """A running session. `left_alone`: students who are not marked again.

    `movers`: those who were enrolled, or taken out, in this round. `ends`: when its end was first
    requested. `note`: writes into the timeline of the round.
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
    calls: list[Sent] = Factory(list)
    movers: set[str] = Factory(set)
    enrolled: set[str] = Factory(set)
    unenrolled: set[str] = Factory(set)
    blankets: list[str] = Factory(list)
    ends: float | None = None
    corrected: bool = False
    stale: list[str] = Factory(list)
    counts: Counter[str] = Factory(Counter)
    _moments: set[str] = Factory(set)
    _hand: list[str] = Factory(list)
    _dated: set[str] = Factory(set)
    _storm: list[asyncio.Task[None]] = Factory(list)

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
        answers = await asyncio.gather(
            *(self.call("POST", "/attendance/start", json=body) for _ in range(starts))
        )
        ids = {answer.data["sessionId"] for answer in answers}
        insist(len(ids) == 1, "a class has one session", ids)
        started = answers[0].data
        self.session_id = started["sessionId"]
        self.started_at = datetime.fromisoformat(started["startedAt"])
        lag = abs((datetime.now(UTC) - self.started_at).total_seconds())
        insist(lag < 5, "a session starts now, whatever the clock of its server", started)
        for phone in self.phones:
            if phone not in early:
                phone.start()
        self._hand = [each.id for each in self.rng.sample(self.course.students, 24)]
        self._dated = set(self.rng.sample(self._hand, 14))
        if self.rng.random() < 0.3:
            await self.desks[0].send("OPEN_CHECK_IN", classId=self.class_id)

    def _phone(self, home: str, person: Person) -> Phone:
        rng = Random(self.rng.random())
        return Phone(self.bench.http, self.bench.urls, home, person, rng)

    def storm(self) -> None:
        """Have the clients do things, until `calm`."""
        for desk in self.desks:
            self._spawn(self._mark(desk, Random(self.rng.random())))
        self._spawn(self._call_marks(Random(self.rng.random())))
        for seat in self.seats:
            self._spawn(self._sit(seat, Random(self.rng.random())))
        if self.rng.random() < 0.5:
            self._spawn(self._move(Random(self.rng.random())))

    def _spawn(self, work: Awaitable[None]) -> None:
        self._storm.append(asyncio.ensure_future(work))

    def leave_alone(self, share: float) -> None:
        """No longer mark this share of those who are still marked, so that faults show in them."""
        self._hand = self._hand[: max(1, round(len(self._hand) * (1 - share)))]

    async def calm(self) -> None:
        """Stop the storm. Raises what was wrong in it."""
        storm, self._storm = self._storm, []
        for task in storm:
            if not task.done():
                task.cancel()
        for outcome in await asyncio.gather(*storm, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome

    async def _mark(self, desk: Phone, rng: Random) -> None:
        """What the page of a teacher sends."""
        pause = rng.choice([0.01, 0.03, 0.08])
        while True:
            await asyncio.sleep(rng.uniform(0, pause if len(desk.commands) < MANY else FEW))
            if len(desk.pending) >= BUSY or self.ends is not None:
                continue
            event, data = self._anything(rng)
            command = await desk.send(event, **data)
            if rng.random() < 0.1:
                # It is sent at another server too, as after a connection that was lost.
                await self._other(desk).send(event, **data)
            if event == "MARK_ALL":
                self._spawn(self._note_blanket(command))

    def _anything(self, rng: Random) -> tuple[str, dict[str, Any]]:
        own = {"classId": self.class_id}
        if rng.random() < 0.5:
            own["sessionId"] = self.session_id
        chance = rng.random()
        if chance < 0.03:
            # Only those who are marked one by one are left alone.
            at = self._at(rng)
            return "MARK_ALL", {**own, "only": "unmarked", "status": rng.choice(STATUSES), **at}
        if chance < 0.05 and self.blankets:
            return "UNMARK_ALL", {**own, "markedAt": rng.choice(self.blankets)}
        return "MARK_ATTENDANCE", {**own, **self._one_mark(rng)}

    def _one_mark(self, rng: Random) -> dict[str, Any]:
        data: dict[str, Any] = {"studentId": rng.choice(self._hand)}
        if rng.random() < 0.1:
            return {**data, "status": "absent", "unmarked": True, **self._at(rng)}
        if rng.random() < 0.8:
            data["status"] = rng.choice(STATUSES)
        # What is done twice shows only in those who are always marked with a time.
        dated = data["studentId"] in self._dated or rng.random() < 0.4
        return {**data, **(self._at(rng) if dated else {})}

    def _at(self, rng: Random) -> dict[str, str]:
        """A time of a tap that no other has; nothing in the first moments of the session."""
        now = datetime.now(UTC) - timedelta(milliseconds=50)
        for _ in range(20):
            at = now - timedelta(milliseconds=rng.randint(0, 400))
            text = wire_time(at)
            if at > self.started_at and text not in self._moments:
                self._moments.add(text)
                return {"at": text}
        return {}

    def _other(self, desk: Phone) -> Phone:
        return next(each for each in self.desks if each is not desk)

    async def _note_blanket(self, command: Command) -> None:
        while command.answer is None:
            await asyncio.sleep(0.02)
        if command.told:
            self.blankets.append(command.answer[1]["markedAt"])

    async def _call_marks(self, rng: Random) -> None:
        """A list of marks over HTTP, now and then."""
        while True:
            await asyncio.sleep(rng.uniform(0.05, 0.5))
            if self.ends is not None:
                continue
            marks = [self._one_mark(rng) for _ in range(3)]
            self.calls += [Sent(mark, time.monotonic()) for mark in marks]
            path = f"/attendance/{self.class_id}/marks"
            answer = await self.call("POST", path, json={"marks": marks})
            if answer.status != 200:
                self._refused(answer.error[1], f"POST {path}")
            else:
                for line in answer.data:
                    if "error" in line:
                        self._refused(line["error"], f"POST {path} {line}")
            self.counts["calls"] += 1

    async def _sit(self, seat: Phone, rng: Random) -> None:
        """What the page of a student sends."""
        while True:
            await asyncio.sleep(rng.uniform(0.1, 0.6))
            if len(seat.pending) > 3:
                continue
            codes = [desk.codes[self.class_id] for desk in self.desks if desk.codes]
            if codes and rng.random() < 0.3:
                code = rng.choice(codes)
                await seat.send("CHECK_IN", classId=self.class_id, code=code)
            else:
                await seat.send("CHECK_MY_STATUS", classId=self.class_id)

    async def _move(self, rng: Random) -> None:
        """Enrol someone at one server and mark them at another; sometimes take them out again."""
        for mover in self.course.movers:
            await asyncio.sleep(rng.uniform(0, 0.4))
            if self.ends is not None:
                return
            self.movers.add(mover.id)
            path = f"/class/{self.class_id}/add-student"
            answers = await asyncio.gather(
                *(
                    self.call("POST", path, json={"studentId": mover.id})
                    for _ in range(rng.choice([1, 1, 2]))
                )
            )
            insist(answers[0].status == 200, "a student is enrolled", answers[0])
            self.enrolled.add(mover.id)
            own = {"classId": self.class_id, "studentId": mover.id, "status": "present"}
            for desk in self.desks:
                await desk.send("MARK_ATTENDANCE", **own, **self._at(rng))
            await asyncio.sleep(rng.uniform(0, 0.3))
            if rng.random() < 0.4:
                await self.take_out(mover)

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

    def _refused(self, error: str, what: object) -> None:
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
        for task in self._storm:
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

    async def converge(self) -> None:
        """Everyone comes to see what is saved, by what they are told and without asking."""
        wrong: dict[str, Any] = {}
        deadline = time.monotonic() + BOUND
        while True:
            document = await self._saved()
            wrong = {}
            for phone in self.phones:
                if not phone.out and (found := self._wrong(phone, document)):
                    wrong[f"{phone.name} at {phone.server}"] = found
            if not wrong:
                return
            if time.monotonic() > deadline:
                raise Violation(
                    f"everyone sees what is saved\n    (seen, saved) {wrong}\n    "
                    + "\n    ".join(self._commits_of(wrong))
                )
            await asyncio.sleep(0.05)

    def _commits_of(self, wrong: dict[str, Any]) -> Iterator[str]:
        """What was saved of the students of whom something is wrong."""
        history = self.bench.historian.sessions.get(self.session_id)
        differ = {student for each in wrong.values() if isinstance(each, dict) for student in each}
        for change in history.changes if history else ():
            if change.student in differ:
                yield f"commit {change.commit}: {change.student} {change.mark}"

    def _wrong(self, phone: Phone, document: dict[str, Any]) -> object:
        """What a client knows by its last connection that is not what is saved."""
        if not phone.is_up:
            return "not connected"
        view: View = {}
        knows_all, running = False, False
        for frame in phone.segments[-1].frames:
            data = frame.data
            match frame.event:
                case "WATCHING":
                    sessions = {each["sessionId"]: each for each in data["sessions"]}
                    running = self.session_id in sessions
                    mine = sessions.get(self.session_id, {})
                    if "marks" in mine:
                        view = {each["studentId"]: told(each) for each in mine["marks"]}
                    knows_all = phone in self.desks or not running
                case "SESSION_STARTED" if data["sessionId"] == self.session_id:
                    running = True
                case "ATTENDANCE_MARKED" if data["classId"] == self.class_id:
                    view[data["studentId"]] = told(data)
                case "SESSION_ENDED" if data["sessionId"] == self.session_id:
                    running = False
        if running != (document["endedAt"] is None):
            return f"running: {running}, endedAt: {document['endedAt']}"
        if not running:
            return None
        saved = saved_view(document)
        if not knows_all:
            saved = {student: mark for student, mark in saved.items() if student in view}
        return difference(view, saved, self.movers)

    async def ask_everyone(self) -> None:
        """What all clients and all servers say comes to be what is saved.

        A call that a client gave up may still be saved meanwhile, by a server that was away.
        """
        deadline = time.monotonic() + BOUND
        for phone in self.phones:
            while not phone.out:
                document = await self._saved()
                async with asyncio.timeout(BOUND):
                    sessions = {each["sessionId"]: each for each in await phone.watch()}
                wrong = self._wrong_in(sessions.get(self.session_id), phone, document)
                if wrong is None:
                    break
                where = f"{phone.name} at {phone.server}"
                insist(time.monotonic() < deadline, "WATCHING is as saved", where, wrong)
                await asyncio.sleep(0.05)
        for server in self.bench.servers:
            await self._ask_server(server.url, server.name)

    async def _saved(self) -> dict[str, Any]:
        """The session as it is saved now."""
        document = (await self.bench.saved_sessions(self.class_id))[-1]
        insist(str(document["_id"]) == self.session_id, "a class has one session", document)
        return document

    def _wrong_in(
        self, mine: dict[str, Any] | None, phone: Phone, document: dict[str, Any]
    ) -> object:
        """What a `WATCHING` says of the session that is not what is saved; `None`: nothing."""
        if mine is None or document["endedAt"]:
            return None if mine is None and document["endedAt"] else ("running", mine)
        counts = mine["totalStudents"], mine["presentCount"]
        expected = len(document["roster"]), len(present_in_order(document))
        if counts != expected:
            return "students, and present ones", counts, expected
        saved = saved_view(document)
        if "marks" in mine:
            return difference({e["studentId"]: told(e) for e in mine["marks"]}, saved) or None
        mark = saved.get(phone.person.id)
        status = None if mark is None or mark[0] == "absent" else mark[0]
        return None if mine["status"] == status else ("status", mine["status"], mark)

    async def _ask_server(self, url: str, name: str) -> None:
        """A server says what is saved, once it takes clients and has followed."""
        deadline = time.monotonic() + BOUND
        while True:
            document = await self._saved()
            if (wrong := await self._wrong_at(url, document)) is None:
                return
            insist(
                time.monotonic() < deadline,
                "the summary of every server is what is saved, in the order of the marks",
                name,
                wrong,
                present_in_order(document),
            )
            await asyncio.sleep(0.1)

    async def _wrong_at(self, url: str, document: dict[str, Any]) -> object:
        """What a server says that is not what is saved; `None` if there is nothing."""
        try:
            async with asyncio.timeout(CALL):
                frame, ids = await self._asked(url)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            return error
        if document["endedAt"]:
            right = frame["data"].get("message") == NOT_RUNNING and self.session_id not in ids
        else:
            present = frame["data"].get("presentStudentIds")
            right = present == present_in_order(document) and self.session_id in ids
        return None if right else (frame, ids)

    async def _asked(self, url: str) -> tuple[dict[str, Any], list[str]]:
        """The summary, and the ids of the running sessions."""
        token = self.course.teacher.token
        query = {"token": token}
        async with self.bench.http.ws_connect(f"{url}/ws", params=query, max_msg_size=0) as ws:
            await ws.send_json({"event": "GET_TODAY_SUMMARY", "data": {"classId": self.class_id}})
            message = await ws.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise aiohttp.ClientConnectionError("closed")
        running = await Client(url, self.bench.http).get("/attendance/running", token)
        return message.json(), [each["sessionId"] for each in running.data["sessions"]]

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
        for student in self.enrolled - self.unenrolled:
            insist(student in roster or self.ends, "who was enrolled is on the roster", student)
        stay = {each.id for each in self.course.students} - self.movers
        insist(stay <= set(roster), "who was in the class is on the roster", stay - set(roster))

    def _judge_answers(self) -> None:
        for command in self.commands:
            if command.refusal:
                self._refused(command.refusal, command)
        insist(not self.stale, "nothing is refused without a reason", *self.stale[:5])

    def _sources(self) -> Sources:
        commands = self.commands
        return Sources(
            marks=[
                *(each.data for each in commands if each.event == "MARK_ATTENDANCE"),
                *(each.data for each in self.calls),
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
