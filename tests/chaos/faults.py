"""The fault harness: kill processes in a storm of marks and check-ins, and check that none that was
announced is lost, none is there twice, and who was held still is.

    python -m tests.chaos.faults --rounds 200 --seed 1

A round runs a real server on a real mongod, both as processes, with teachers who send storms of
marks through real sockets, and students who check in. At a random moment something fails. When
everything runs again, every socket's story is compared with the database and with what the server
now says. The first difference ends the run: its seed is printed, and `--rounds 1` with that seed
repeats the round, as far as the operating system allows.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pymongo
from attrs import Factory, define, frozen
from bson import ObjectId

from tests.chaos.walk_ins import (
    WalkIn,
    judge_walk_ins,
    keep_trying,
    may_be_marked,
    walk_ins_of,
)
from tests.support.client import Answer, Client, Person
from tests.support.lines import Door
from tests.support.mongo import Mongod
from tests.support.process import SECRET, Server
from tests.support.witness import (
    NOT_RUNNING,
    PATIENCE,
    UNAVAILABLE,
    Ask,
    Mark,
    Story,
    Violation,
    Witness,
    insist,
)

COMMIT_TIMEOUT = 1.5
SHORT = (0.0, 0.8)
LONG = (1.6, 2.4)
"""Seconds without a database: marks wait it out, or some of them are refused."""

STORM = (0.05, 0.5)
"""Seconds of storm before something fails."""

CLASS_SIZES = (30, 40, 50, 60)
CONTESTED = 5
"""Students per class who are marked by both sockets of their teacher."""

WALK_INS = 6
"""Students per class who check themselves in."""

LEFT = 10
"""Students per class who are marked before, during and after the fault."""

DOORS = (
    Door.WEBSOCKET,
    Door.SOCKETIO_UPGRADED,
    Door.WEBSOCKET,
    Door.WEBSOCKET,
    Door.SOCKETIO_POLLING,
    Door.WEBSOCKET,
)

MAX_PENDING = 1000
DATABASE = "faults"


@frozen
class Course:
    """A class, its teacher, all its students' ids, and those of them who have a socket.

    `walk_ins`: those whom no one marks, since they check themselves in.
    """

    class_id: str
    teacher: Person
    student_ids: tuple[str, ...]
    students: tuple[Person, ...]
    walk_ins: tuple[Person, ...]

    @property
    def marked_ids(self) -> tuple[str, ...]:
        """The students whom teachers mark."""
        return self.student_ids[: len(self.student_ids) - len(self.walk_ins)]

    @property
    def probe(self) -> Mark:
        """A mark that no storm sends."""
        return Mark(self.class_id, self.marked_ids[-1], "present")

    def deal(self, senders: int) -> list[list[Mark]]:
        """What each of the teacher's sockets may send; no two may send the same."""
        contested = CONTESTED if senders == 2 else 0
        hands = []
        for number in range(senders):
            own = self.marked_ids[contested + number : -1 : senders]
            hand = [Mark(self.class_id, s, status) for s in own for status in ("present", "absent")]
            shared = ("present", "absent")[number]
            hand += [Mark(self.class_id, s, shared) for s in self.marked_ids[:contested]]
            hands.append(hand)
        return hands


@frozen
class Running:
    """A session as `/attendance/start` returned it."""

    course: Course
    session_id: str
    started_at: str


class Bench:
    """A mongod, a server on it, and a school; all of them serve many rounds."""

    def __init__(self, folder: Path, http: aiohttp.ClientSession) -> None:
        self.http = http
        self.mongod = Mongod(folder / "m")
        self.server = Server(
            folder / "s",
            MONGO_URI=self.mongod.uri + DATABASE,
            JWT_SECRET=SECRET,
            COMMIT_TIMEOUT=f"{COMMIT_TIMEOUT}s",
        )
        self.courses: list[Course] = []

    @property
    def client(self) -> Client:
        return Client(self.server.url, self.http)

    async def open(self) -> None:
        """Start both, and enrol everyone: one teacher has two classes, the others have one."""
        await asyncio.to_thread(self.mongod.start)
        await asyncio.to_thread(self.server.start)
        first, *others = [await self.client.teacher() for _ in range(len(CLASS_SIZES) - 1)]
        for teacher, size in zip((first, first, *others), CLASS_SIZES, strict=True):
            self.courses.append(await self._course(teacher, size))

    def close(self) -> None:
        self.server.kill()
        self.mongod.resume()
        self.mongod.kill()

    async def start_server(self) -> None:
        await asyncio.to_thread(self.server.start)

    async def start_mongod(self) -> None:
        await asyncio.to_thread(self.mongod.start)

    async def saved(self) -> dict[str, dict[str, Any]]:
        """All saved sessions by id."""
        return await asyncio.to_thread(self._saved)

    def _saved(self) -> dict[str, dict[str, Any]]:
        with pymongo.MongoClient[dict[str, Any]](self.mongod.uri, tz_aware=True) as client:
            return {str(session["_id"]): session for session in client[DATABASE].sessions.find()}

    async def _course(self, teacher: Person, size: int) -> Course:
        students = await asyncio.gather(*(self.client.student() for _ in range(size)))
        class_id = await self.client.make_class(teacher, *students)
        ids = tuple(student.id for student in students)
        return Course(class_id, teacher, ids, tuple(students[:2]), tuple(students[-WALK_INS:]))


class Round:
    """One storm, one fault, and the comparison after it."""

    def __init__(self, bench: Bench, kind: "Kind", rng: Random) -> None:
        self.bench = bench
        self.kind = kind
        self.rng = rng
        self.running: list[Running] = []
        self.witnesses: list[Witness] = []
        self.senders: dict[Witness, list[Mark]] = {}
        # The effects of the fault show only in students who are not marked again.
        self._left_alone: set[str] = set()
        self.walk_ins: dict[str, list[WalkIn]] = {}
        self._codes: dict[str, Any] = {}
        self._storm: list[asyncio.Task[None]] = []

    async def play(self) -> Counter[str]:
        """Return what became of the marks. Raises `Violation`."""
        try:
            await self._begin()
            await asyncio.sleep(self.rng.uniform(*STORM))
            self._leave_alone(2)
            await self.kind.strike(self)
            self._leave_alone(1)
            if self.bench.server.running:
                await self._go_on()
                seen = self.witnesses
            else:
                await self._come_back()
                seen = self.witnesses[-len(self._people()) :]
            await self._let_everyone_in(seen)
            await self._compare(seen)
            await self._end(seen)
            return self._tally()
        finally:
            self._stop_storm()
            for witness in self.witnesses:
                witness.discard()

    def _leave_alone(self, step: int) -> None:
        """No longer mark every `step`-th student, except for the first few."""
        for course in self.bench.courses:
            self._left_alone.update(course.marked_ids[LEFT::step])

    def pick(self) -> Running:
        return self.rng.choice(self.running)

    def senders_of(self, course: Course) -> list[Witness]:
        return [witness for witness in self.senders if witness.person is course.teacher]

    async def keep_marking(self, witness: Witness, course: Course) -> None:
        """Send marks of a class one by one for some milliseconds."""
        hand = [mark for mark in self.senders[witness] if mark.class_id == course.class_id]
        for mark in self.rng.choices(hand, k=20):
            await witness.mark(mark)
            await asyncio.sleep(0.001)

    async def _begin(self) -> None:
        self.rng.shuffle(self.bench.courses)
        early = self.rng.random() < 0.5
        if early:
            await self._connect()
        for course in self.bench.courses:
            session = await with_retries(self._start, course)
            self.running.append(Running(course, session["sessionId"], session["startedAt"]))
        if not early:
            await self._connect()
        for number, (witness, hand) in enumerate(self.senders.items()):
            rng = Random(f"{self.rng.random()} {number}")
            self._storm.append(asyncio.create_task(self._send(witness, hand, rng)))
        for witness in self.witnesses:
            rng = Random(self.rng.random())
            self._storm.append(asyncio.create_task(self._look(witness, rng)))
        await self._open_the_doors()

    async def _open_the_doors(self) -> None:
        """Open check-in of every class, and have the walk-ins try."""
        http, url = self.bench.http, self.bench.server.url
        for course in self.bench.courses:
            desk = self.senders_of(course)[0]
            await until_answered(desk, desk.open_check_in, course.class_id)
            desk.codes = self._codes | desk.codes
            self._codes = desk.codes
            walk_ins = walk_ins_of(course.class_id, course.walk_ins, SECRET)
            self.walk_ins[course.class_id] = walk_ins
            for walk_in in walk_ins:
                rng = Random(self.rng.random())
                trying = keep_trying(walk_in, http, url, self._codes, rng)
                self._storm.append(asyncio.create_task(trying))

    async def _let_everyone_in(self, seen: list[Witness]) -> None:
        """After the fault, who has not got in can; `seen` as for `_compare`."""
        http, url = self.bench.http, self.bench.server.url
        for session in self.running:
            class_id, desk = session.course.class_id, self._desk(session, seen)
            if desk.over(class_id):
                continue
            answer = await until_answered(desk, desk.open_check_in, class_id)
            if answer == NOT_RUNNING:
                continue
            for walk_in in self.walk_ins[class_id]:
                code = desk.codes[class_id]["link"]
                await until_settled(walk_in, partial(walk_in.check_in, http, url, code))

    async def _start(self, course: Course) -> Answer:
        body = {"classId": course.class_id}
        return await self.bench.client.post("/attendance/start", body, course.teacher.token)

    async def _connect(self) -> None:
        await self._open_all()
        for course in self.bench.courses:
            desks = [witness for witness in self.witnesses if witness.person is course.teacher]
            for witness, hand in zip(desks, course.deal(len(desks)), strict=True):
                self.senders.setdefault(witness, []).extend(hand)

    async def _open_all(self) -> list[Witness]:
        """A socket for each of `_people`; every third is of Socket.IO, half of them upgraded."""
        people = self._people()
        doors = [door for door, _ in zip(cycle(DOORS), people, strict=False)]
        self.rng.shuffle(doors)
        http, url = self.bench.http, self.bench.server.url
        opened = [
            await Witness.open(http, url, person, door)
            for person, door in zip(people, doors, strict=True)
        ]
        self.witnesses += opened
        return opened

    def _people(self) -> list[Person]:
        """The user of each socket: two for every second teacher, and a few students."""
        teachers = {course.teacher.id: course.teacher for course in self.bench.courses}
        students = {one.id: one for course in self.bench.courses for one in course.students}
        desks = [teachers[number] for number in sorted(teachers)]
        return [*desks, *desks[::2], *(students[number] for number in sorted(students))]

    async def _send(self, witness: Witness, hand: list[Mark], rng: Random) -> None:
        """Send marks in bursts or in a trickle, never waiting for an answer."""
        burst, pause = rng.choice([(1, 0.01), (4, 0.01), (15, 0.03), (60, 0.1)])
        while not witness.closed:
            running = [mark for mark in hand if self._may_be_sent(witness, mark)]
            for _ in range(rng.randint(1, burst)):
                if running and witness.pending < MAX_PENDING:
                    weights = [1 if mark.status == "absent" else 2 for mark in running]
                    await witness.mark(rng.choices(running, weights)[0])
            await asyncio.sleep(rng.uniform(0, pause))

    def _may_be_sent(self, witness: Witness, mark: Mark) -> bool:
        return mark.student_id not in self._left_alone and not witness.story(mark.class_id).ended

    async def _look(self, witness: Witness, rng: Random) -> None:
        """Ask now and then; the witness compares the answers with what it has received."""
        me = witness.person
        courses = [course for course in self.bench.courses if me is course.teacher]
        courses = courses or [course for course in self.bench.courses if me in course.students]
        while not witness.closed:
            await asyncio.sleep(rng.uniform(0, 0.2))
            if rng.random() < 0.1:
                await witness.watch()
            else:
                await witness.check(rng.choice(courses).class_id)

    def _stop_storm(self) -> None:
        for task in self._storm:
            task.cancel()
        self._storm.clear()

    async def _go_on(self) -> None:
        """The server survived: it accepts marks again by itself, while the storm goes on."""
        request_counts = {witness: len(witness.asks) for witness in self.senders}
        for witness, since in request_counts.items():
            await witness.until(
                partial(self._goes_on, witness, since),
                "after the fault a new mark is acknowledged, with no restart",
            )
        self._stop_storm()
        for witness in self.witnesses:
            await witness.settled()

    def _goes_on(self, witness: Witness, since: int) -> bool:
        """Whether a mark after the first `since` requests was acknowledged, or all has ended."""
        if all(witness.story(mark.class_id).ended for mark in self.senders[witness]):
            return True
        return any(ask.answer == "ATTENDANCE_MARKED" for ask in witness.asks[since:])

    async def _come_back(self) -> None:
        """The server died: it is restarted, and everyone reconnects."""
        for witness in self.witnesses:
            await witness.gone()
        self._stop_storm()
        await self.kind.restart(self)
        for witness in await self._open_all():
            await witness.watch()

    def _desk(self, session: Running, seen: list[Witness]) -> Witness:
        return next(witness for witness in seen if witness.person is session.course.teacher)

    async def _compare(self, seen: list[Witness]) -> None:
        """`seen`: the sockets that are open now."""
        for session in self.running:
            desk = self._desk(session, seen)
            if not desk.over(session.course.class_id):
                await until_marked(desk, session.course.probe)
        saved = await self.bench.saved()
        for session in self.running:
            document = saved.get(session.session_id)
            insist(document, "a session that was started is saved", session)
            assert document
            before = [w for w in self.witnesses if w not in seen] or seen
            walk_ins = self.walk_ins[session.course.class_id]
            judge(session, document, before, seen, walk_ins, killed=self.kind.kills_server)
            await self._ask_server(session, document, self._desk(session, seen))

    async def _ask_server(self, session: Running, document: dict[str, Any], desk: Witness) -> None:
        """What the server says about the session is what is saved."""
        class_id = session.course.class_id
        running = {running["classId"]: running for running in await desk.watch()}
        insist(
            (class_id in running) == (document["endedAt"] is None),
            "a session is running as long as its end is not saved",
            f"endedAt {document['endedAt']}, WATCHING {running.get(class_id)}",
        )
        if class_id not in running:
            insist(
                await desk.answered(await desk.check(class_id)) == NOT_RUNNING,
                "an ended session is not running",
            )
            return
        now = running[class_id]
        insist(now["sessionId"] == session.session_id, "a session keeps its id", now, session)
        insist(now["startedAt"] == session.started_at, "a session keeps its start", now, session)
        saved = in_order(document)
        watched = [(m["studentId"], m["status"], m["markedAt"]) for m in now["marks"]]
        insist(watched == saved, "WATCHING holds the marks that are saved", watched, saved)
        await desk.answered(await desk.check(class_id))
        present = [student for student, status, _ in saved if status == "present"]
        insist(
            desk.summary["presentStudentIds"] == present,
            "the summary is what is saved, in the order of the marks",
            f"summary {desk.summary}",
            f"saved {present}",
        )

    async def _end(self, seen: list[Witness]) -> None:
        """End the sessions that still run; the result is sent to everyone and saved."""
        for session in self.running:
            class_id = session.course.class_id
            desk = self._desk(session, seen)
            room = [w for w in seen if w.person in (desk.person, *session.course.students)]
            if not desk.over(class_id):
                await until_ended(desk, class_id)
                for witness in room:
                    await witness.until(
                        partial(has_ended, witness, class_id), "everyone receives the end"
                    )
                one_story([witness.story(class_id) for witness in room])
        saved = await self.bench.saved()
        for session in self.running:
            document = saved[session.session_id]
            insist(document["endedAt"], "a session that was announced as ended is saved as ended")
            for witness in seen:
                compare_result(witness.story(session.course.class_id), document)
        for witness in seen:
            await witness.leave()

    def _tally(self) -> Counter[str]:
        marks = [ask for witness in self.witnesses for ask in witness.asks if ask.mark]
        names = {UNAVAILABLE: "refused", NOT_RUNNING: "late", None: "unknown"}
        tally = Counter(names.get(ask.answer, "answered") for ask in marks)
        tally["sent"] = len(marks)
        walk_ins = [each for of_class in self.walk_ins.values() for each in of_class]
        tally["walked in"] = sum(bool(each.told) for each in walk_ins)
        tally["held"] = sum(each.held for each in walk_ins)
        return tally


def has_ended(witness: Witness, class_id: str) -> bool:
    return witness.story(class_id).ended is not None


async def with_retries(call: Callable[..., Awaitable[Answer]], *args: object) -> Any:
    """The data of an answer, retried while storage is unavailable."""
    deadline = time.monotonic() + PATIENCE
    while (answer := await call(*args)).status == 503 and time.monotonic() < deadline:
        insist(answer.error[1] == UNAVAILABLE, "503 says what is wrong", answer)
    insist(answer.status == 200, "the server recovers by itself", answer)
    return answer.data


async def until_marked(witness: Witness, mark: Mark) -> None:
    """Mark a student, retrying while storage is unavailable."""
    deadline = time.monotonic() + PATIENCE
    while (answer := await witness.answered(await witness.mark(mark))) == UNAVAILABLE:
        insist(time.monotonic() < deadline, "the server recovers by itself")
    insist(answer == "ATTENDANCE_MARKED", "a running session accepts marks", mark, answer)


async def until_answered(
    witness: Witness, ask: Callable[[str], Awaitable[Ask]], class_id: str
) -> str:
    """Ask, retrying while storage is unavailable."""
    deadline = time.monotonic() + PATIENCE
    while (answer := await witness.answered(await ask(class_id))) == UNAVAILABLE:
        insist(time.monotonic() < deadline, "the server recovers by itself")
    return answer


async def until_settled(walk_in: WalkIn, check_in: Callable[[], Awaitable[None]]) -> None:
    """Check in, retrying while storage is unavailable."""
    deadline = time.monotonic() + PATIENCE
    while not walk_in.settled:
        await check_in()
        insist(time.monotonic() < deadline, "who could not check in can after the fault", walk_in)


async def until_ended(witness: Witness, class_id: str) -> None:
    """End a session, retrying while storage is unavailable."""
    deadline = time.monotonic() + PATIENCE
    while (answer := await witness.answered(await witness.done(class_id))) == UNAVAILABLE:
        insist(time.monotonic() < deadline, "the server recovers by itself")
    insist(answer == "SESSION_ENDED", "a running session can be ended", class_id, answer)


def in_order(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The saved marks in their order: student, status and time, as the wire shows them."""
    marks = sorted(document["marks"].items(), key=lambda item: item[1]["seq"])
    numbers = {mark["seq"] for _, mark in marks}
    insist(len(numbers) == len(marks), "every mark has a place of its own in the order", marks)
    return [(student, mark["status"], wire_time(mark["markedAt"])) for student, mark in marks]


def wire_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def judge(
    session: Running,
    document: dict[str, Any],
    before: list[Witness],
    after: list[Witness],
    walk_ins: Sequence[WalkIn],
    *,
    killed: bool,
) -> None:
    """Compare what was announced and requested in one session with what is saved.

    `before`: the sockets of the storm; `after`: those that are open now, the same if the server
    survived. `killed`: whether it was killed, and so may have left a refused mark behind.
    """
    course = session.course
    class_id = course.class_id
    insist(wire_time(document["startedAt"]) == session.started_at, "a session keeps its start")
    insist(document["classId"] == ObjectId(class_id), "a session keeps its class")
    whole = one_story([witness.story(class_id) for witness in before])
    one_story([witness.story(class_id) for witness in after])
    judge_end(document, whole, before, class_id, killed=killed)
    last = dict(whole.last)
    for witness in after:
        last.update(witness.story(class_id).last)
    unconfirmed = [
        ask
        for witness in before
        for ask in may_be_saved(witness, class_id, whole, killed=killed, ended=document["endedAt"])
    ]
    judge_walk_ins(document, whole.told, walk_ins)
    silent = set(may_be_marked(walk_ins))
    saved = {student: (status, at) for student, status, at in in_order(document)}
    strangers = saved.keys() - set(course.student_ids)
    insist(not strangers, "marks are of students of the class", strangers)
    for student in course.student_ids:
        marks = [ask.mark for ask in unconfirmed if ask.mark and ask.mark.student_id == student]
        possible = {mark.status for mark in marks}
        announced = last.get(student)
        expected = (announced["status"], announced["markedAt"]) if announced else None
        stored = saved.get(student)
        insist(
            stored == expected
            or (stored and (stored[0] in possible or (expected is None and student in silent))),
            "an announced mark is saved"
            if announced
            else "no mark is saved that was not announced",
            f"student {student} in session {session.session_id}",
            f"announced {expected}, saved {stored}, may also be {possible or 'nothing else'}",
            f"commit {document['commit']}, {len(whole.told)} frames received; of the student:",
            *requests_for(before, student),
        )


def requests_for(witnesses: list[Witness], student_id: str) -> Iterator[str]:
    """All marks that were sent for a student, to help find what went wrong."""
    for witness in witnesses:
        for ask in witness.asks:
            if ask.mark and ask.mark.student_id == student_id:
                yield f"{witness.name}: {ask.mark.status}, {ask.answer} after {ask.heard} frames"


def one_story(stories: Sequence[Story]) -> Story:
    """The longest of the stories; each of the others must be a beginning of it."""
    longest = max(stories, key=lambda story: len(story.told))
    for story in stories:
        for number, (data, other) in enumerate(zip(story.told, longest.told, strict=False)):
            insist(
                data == other,
                "all sockets of a session see its events in the same order",
                f"event {number} of {len(story.told)} and {len(longest.told)}",
                data,
                other,
            )
    return longest


def judge_end(
    document: dict[str, Any], story: Story, witnesses: list[Witness], class_id: str, *, killed: bool
) -> None:
    """The session is saved as ended if that was announced, and only if it was requested."""
    if story.ended:
        insist(document["endedAt"], "a session that was announced as ended is saved as ended")
        return
    ends = [a for w in witnesses for a in w.asks if (a.event, a.class_id) == ("DONE", class_id)]
    unconfirmed = [None, UNAVAILABLE] if killed else [None]
    insist(
        document["endedAt"] is None or any(ask.answer in unconfirmed for ask in ends),
        "a session that was never ended is running",
        *ends,
    )


def may_be_saved(
    witness: Witness, class_id: str, whole: Story, *, killed: bool, ended: object
) -> Iterator[Ask]:
    """The marks that were never announced and may be saved all the same.

    Answers come in the order of a socket's requests, so if any socket received a later mark, an
    earlier one without an answer was refused.
    """
    own = {ask.mark for ask in witness.asks if ask.mark}
    changes = ("MARK_ATTENDANCE", "DONE")
    asks = [ask for ask in witness.asks if ask.class_id == class_id and ask.event in changes]
    unanswered = [ask for ask in asks if ask.answer is None]
    frames = [
        mark
        for data in whole.told[len(witness.story(class_id).told) :]
        if "studentId" in data
        and (mark := Mark(class_id, data["studentId"], data["status"])) in own
    ]
    for mark in frames:
        while unanswered and unanswered[0].mark != mark:
            unanswered.pop(0)
        insist(unanswered, "an announced mark was sent", mark)
        unanswered.pop(0)
    for ask in unanswered:
        if ask.event == "DONE" and ended:
            break
        if ask.mark:
            yield ask
    for ask in asks:
        if killed and ask.mark and ask.answer == UNAVAILABLE and ask.heard >= len(whole.told):
            yield ask


def compare_result(story: Story, document: dict[str, Any]) -> None:
    """An announced result is what is saved."""
    if story.ended is None:
        return
    present = {student for student, status, _ in in_order(document) if status == "present"}
    announced = {s["studentId"] for s in story.ended["attendance"] if s["status"] == "present"}
    insist(announced == present, "an announced result is saved", announced ^ present)
    roster = [str(student) for student in document["roster"]]
    insist(
        [s["studentId"] for s in story.ended["attendance"]] == roster,
        "the result has everyone on the roster",
    )


async def start_server(round_: Round) -> None:
    await round_.bench.start_server()


@frozen
class Kind:
    """A kind of fault.

    `restart` restarts what died with the server. `ends_server`: whether the server is down then,
    `kills_server`: whether it had no time to correct anything.
    """

    name: str
    strike: Callable[[Round], Coroutine[Any, Any, None]]
    restart: Callable[[Round], Coroutine[Any, Any, None]] = start_server
    ends_server: bool = False
    kills_server: bool = False


async def kill_server(round_: Round) -> None:
    round_.bench.server.kill()


async def terminate_server(round_: Round) -> None:
    code = await asyncio.to_thread(round_.bench.server.stop)
    insist(code == 0, "SIGTERM ends the server with 0", code, round_.bench.server.err[-2000:])
    for witness in round_.witnesses:
        await witness.gone()
        code = witness.close_code
        insist(code == 1001 or witness.polls, "sockets are closed with 1001", code)


async def done_in_storm(round_: Round) -> None:
    """Not a fault at all: sessions end during the storm, sometimes twice at once."""
    for session in round_.running:
        await send_done(round_, session)
        for witness in round_.senders_of(session.course)[1:]:
            await round_.keep_marking(witness, session.course)


async def kill_in_done(round_: Round) -> None:
    for session in round_.rng.sample(round_.running, 2):
        await send_done(round_, session)
    await asyncio.sleep(round_.rng.uniform(0, 0.02))
    round_.bench.server.kill()


async def send_done(round_: Round, session: Running) -> None:
    first, *others = round_.senders_of(session.course)
    await first.done(session.course.class_id)
    for other in others:
        if round_.rng.random() < 0.5:
            await other.done(session.course.class_id)


async def maybe_done(round_: Round) -> None:
    """Sometimes end a session while the database is away."""
    if round_.rng.random() < 0.4:
        course = round_.pick().course
        await round_.senders_of(course)[0].done(course.class_id)


def kill_database(seconds: tuple[float, float]) -> Callable[[Round], Coroutine[Any, Any, None]]:
    async def strike(round_: Round) -> None:
        round_.bench.mongod.kill()
        await maybe_done(round_)
        await asyncio.sleep(round_.rng.uniform(*seconds))
        await round_.bench.start_mongod()

    return strike


def pause_database(seconds: tuple[float, float]) -> Callable[[Round], Coroutine[Any, Any, None]]:
    async def strike(round_: Round) -> None:
        round_.bench.mongod.pause()
        await maybe_done(round_)
        await asyncio.sleep(round_.rng.uniform(*seconds))
        round_.bench.mongod.resume()

    return strike


async def kill_both(round_: Round) -> None:
    kills = [round_.bench.server.kill, round_.bench.mongod.kill]
    round_.rng.shuffle(kills)
    kills[0]()
    await asyncio.sleep(round_.rng.choice([0, 0, 0.01, 0.3]))
    kills[1]()


async def restart_both(round_: Round) -> None:
    await round_.bench.start_mongod()
    await round_.bench.start_server()


async def kill_server_on_paused(round_: Round) -> None:
    """What the killed server had sent reaches the database while the next server starts."""
    round_.bench.mongod.pause()
    await asyncio.sleep(round_.rng.choice([0, 0.02, 0.3, 1.8]))
    round_.bench.server.kill()


async def start_server_on_paused(round_: Round) -> None:
    starting = asyncio.create_task(round_.bench.start_server())
    await asyncio.sleep(round_.rng.uniform(0, 1.0))
    round_.bench.mongod.resume()
    await starting


KINDS = [
    Kind("server killed", kill_server, ends_server=True, kills_server=True),
    Kind("server killed in DONE", kill_in_done, ends_server=True, kills_server=True),
    Kind("server terminated", terminate_server, ends_server=True),
    Kind("DONE in the storm", done_in_storm),
    Kind("database killed, short", kill_database(SHORT)),
    Kind("database killed, long", kill_database(LONG)),
    Kind("database paused, short", pause_database(SHORT)),
    Kind("database paused, long", pause_database(LONG)),
    Kind("both killed", kill_both, restart_both, ends_server=True, kills_server=True),
    Kind(
        "database paused, server killed",
        kill_server_on_paused,
        start_server_on_paused,
        ends_server=True,
        kills_server=True,
    ),
]


@define
class Report:
    """What became of the marks, and of the students who checked in, by kind of fault."""

    rounds: Counter[str] = Factory(Counter)
    marks: dict[str, Counter[str]] = Factory(dict)

    COLUMNS = ("sent", "answered", "refused", "late", "unknown", "walked in", "held")

    def add(self, kind: Kind, tally: Counter[str]) -> None:
        self.rounds[kind.name] += 1
        self.marks.setdefault(kind.name, Counter()).update(tally)

    def table(self) -> str:
        total = sum(self.marks.values(), Counter())
        rows = [(name, self.rounds[name], self.marks[name]) for name in sorted(self.rounds)]
        rows.append(("all", self.rounds.total(), total))
        head = f"{'fault':32}{'rounds':>8}" + "".join(f"{c:>10}" for c in self.COLUMNS)
        return "\n".join(
            [head]
            + [
                f"{name:32}{rounds:>8}" + "".join(f"{marks[c]:>10}" for c in self.COLUMNS)
                for name, rounds, marks in rows
            ]
        )


async def play(rounds: int, seed: int, say: Callable[[str], None] = print) -> Report:
    """Play rounds, with seeds from `seed` on. Raises `Violation`, naming the seed."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        async with aiohttp.ClientSession() as http:
            bench = Bench(Path(folder), http)
            try:
                await bench.open()
                for number in range(seed, seed + rounds):
                    await play_one(bench, number, report, say)
            finally:
                bench.close()
    return report


async def play_one(bench: Bench, seed: int, report: Report, say: Callable[[str], None]) -> None:
    rng = Random(seed)
    kind = KINDS[seed % len(KINDS)]
    began = time.monotonic()
    try:
        tally = await Round(bench, kind, rng).play()
    except AssertionError as violation:
        raise Violation(f"seed {seed}, {kind.name}: {violation}") from violation
    report.add(kind, tally)
    columns = "".join(f"{tally[c]:>6} {c}" for c in Report.COLUMNS)
    say(f"seed {seed:<6} {kind.name:32}{columns}   {time.monotonic() - began:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="of the first round")
    options = parser.parse_args()
    try:
        report = asyncio.run(play(options.rounds, options.seed))
    except Violation as violation:
        sys.exit(f"VIOLATED: {violation}")
    print(report.table())


if __name__ == "__main__":
    main()
