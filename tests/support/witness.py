"""Sockets that record everything: what they sent, what they received, and in which order.

A witness checks everything that can be seen from one socket. `tests.chaos.faults` checks the rest,
whether what it received was true, against the database.

A witness recognizes the answer to its own mark among the marks of others because no two witnesses
send the same `Mark`: marks are assigned to witnesses beforehand.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

import aiohttp
from attrs import Factory, define, frozen

from tests.support.client import Person, Socket
from tests.support.lines import Door, Line, open_line

UNAVAILABLE = "Storage unavailable, try again"
NOT_RUNNING = "No active attendance session"
PATIENCE = 30.0
"""Seconds to wait for anything that must happen, even on a slow machine."""


class Violation(AssertionError):
    """A broken promise of the server."""


def insist(kept: object, promise: str, *details: object) -> None:
    """Raises `Violation` if `kept` is not true."""
    if not kept:
        raise Violation("\n    ".join([promise, *map(str, details)]))


@frozen
class Mark:
    """What is sent: a student's status in a class."""

    class_id: str
    student_id: str
    status: str


@define(eq=False)
class Ask:
    """One frame that was sent. `answer` is the event or error that answered it, if any.

    `heard` is how many frames of the class its sender had received by then.
    """

    event: str
    class_id: str
    mark: Mark | None = None
    answer: str | None = None
    heard: int = 0


@define(eq=False)
class Story:
    """A session as one socket saw it, from its first mark on.

    `told` holds the data of the frames that everyone in the session receives, in order; the last is
    that of `SESSION_ENDED` if `ended` is set. `partial`: it began in the middle of the session,
    with nothing known about other students.
    """

    told: list[dict[str, Any]] = Factory(list)
    last: dict[str, dict[str, Any]] = Factory(dict)
    present: dict[str, None] = Factory(dict)
    ended: dict[str, Any] | None = None
    partial: bool = False

    def hear_mark(self, data: dict[str, Any]) -> None:
        insist(self.ended is None, "no mark is told after SESSION_ENDED", data)
        self.told.append(data)
        student = data["studentId"]
        self.last[student] = data
        if data["status"] == "absent":
            self.present.pop(student, None)
        else:
            self.present.setdefault(student)

    def hear_end(self, data: dict[str, Any]) -> None:
        insist(self.ended is None, "SESSION_ENDED is told once", data)
        self.told.append(data)
        self.ended = data
        result = {student["studentId"]: student["status"] for student in data["attendance"]}
        present = [student for student, status in result.items() if status == "present"]
        insist(data["presentCount"] == len(present), "the result counts who is present", data)
        insist(data["totalStudents"] == len(result), "the result counts the roster", data)
        if not self.partial:
            insist(
                set(present) == self.present.keys(),
                "the result is what was told",
                f"differs in {set(present) ^ self.present.keys()}",
            )


class Witness:
    """An open socket that sends without waiting, and reads all the time."""

    def __init__(self, person: Person, line: Line) -> None:
        self.person = person
        self.asks: list[Ask] = []
        self.stories: dict[str, Story] = {}
        self.summary: dict[str, Any] = {}
        self.watching: list[dict[str, Any]] | None = None
        self.codes: dict[str, dict[str, Any]] = {}
        self.close_code: int | None = None
        self._line = line
        self._pending: deque[Ask] = deque()
        self._own: set[Mark] = set()
        self._watches = False
        self._late_ends = 0
        self._changed = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(
        cls,
        http: aiohttp.ClientSession,
        url: str,
        person: Person,
        door: Door = Door.WEBSOCKET,
    ) -> "Witness":
        """Open a socket of this person."""
        return cls(person, await open_line(http, url, person.token, door))

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def polls(self) -> bool:
        """Whether it is on long polling, where nothing but the end of its session shows."""
        return self._line.polls

    @property
    def pending(self) -> int:
        """How many requests have no answer yet."""
        return len(self._pending)

    @property
    def closed(self) -> bool:
        return self._reader.done()

    def story(self, class_id: str) -> Story:
        return self.stories.setdefault(class_id, Story())

    def over(self, class_id: str) -> bool:
        """Whether this socket has learned that the class's session is no longer running."""
        if self.story(class_id).ended:
            return True
        running = self.watching
        return running is not None and class_id not in [s["classId"] for s in running]

    async def mark(self, mark: Mark) -> Ask:
        self._own.add(mark)
        return await self._ask(
            "MARK_ATTENDANCE",
            mark.class_id,
            mark,
            classId=mark.class_id,
            studentId=mark.student_id,
            status=mark.status,
        )

    async def done(self, class_id: str) -> Ask:
        return await self._ask("DONE", class_id, classId=class_id)

    async def open_check_in(self, class_id: str) -> Ask:
        """Open check-in. From then on, `codes` has what is shown, by class."""
        return await self._ask("OPEN_CHECK_IN", class_id, classId=class_id)

    async def check(self, class_id: str) -> Ask:
        """Request the session's state; the answer must match what this socket received before."""
        teaches = self.person.role == "teacher"
        event = "GET_TODAY_SUMMARY" if teaches else "CHECK_MY_STATUS"
        return await self._ask(event, class_id, classId=class_id)

    async def watch(self) -> list[dict[str, Any]]:
        """The running sessions. A story that has not begun starts with what they contain."""
        self._watches = True
        ask = await self._ask("WATCH", "")
        await self.answered(ask)
        assert self.watching is not None
        return self.watching

    async def answered(self, ask: Ask) -> str:
        """Wait for the answer."""
        await self.until(lambda: ask.answer is not None, f"{ask.event} is answered")
        assert ask.answer
        return ask.answer

    async def settled(self) -> None:
        """Wait until every request is answered."""
        await self.until(lambda: not self._pending, "everything sent is answered")

    async def until(self, condition: Callable[[], bool], promise: str) -> None:
        """Wait for a condition that a frame can cause. Raises `Violation` if it cannot happen."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    self._raise_what_was_seen()
                    insist(not self.closed, promise, f"socket of {self.name} closed instead")
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise Violation(f"{promise}\n    not in {PATIENCE:g} s: {self._describe()}") from None

    async def gone(self) -> None:
        """Wait until the other side has closed the connection."""
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.shield(self._reader)
        except TimeoutError:
            raise Violation(f"the socket of {self.name} is closed") from None

    async def leave(self) -> None:
        """Close the socket. Raises the `Violation` that was seen, if any."""
        await self._line.close()
        await self._reader

    def discard(self) -> None:
        """Drop the socket, whatever it has seen."""
        self._reader.cancel()
        self._line.discard()

    async def _ask(self, event: str, class_id: str, mark: Mark | None = None, **data: Any) -> Ask:
        ask = Ask(event, class_id, mark)
        self.asks.append(ask)
        self._pending.append(ask)
        await self._line.send(event, data)
        return ask

    async def _read(self) -> None:
        try:
            async for event, data in self._line.frames():
                self._hear(event, data)
                self._changed.set()
        finally:
            self.close_code = self._line.close_code
            self._changed.set()

    def _hear(self, event: str, data: dict[str, Any]) -> None:
        match event:
            case "ATTENDANCE_MARKED":
                self._hear_mark(data)
            case "SESSION_ENDED":
                self.story(data["classId"]).hear_end(data)
                self._hear_end(data)
            case "TODAY_SUMMARY":
                self._hear_summary(data)
            case "MY_STATUS":
                self._hear_status(data)
            case "WATCHING":
                self._hear_watching(data)
            case "ERROR":
                self._hear_error(data["message"])
            case "CHECK_IN_CODE":
                self._hear_code(data)
            case "CHECK_IN_FLAGGED" | "CHECK_IN_CHANGED":
                pass
            case "SESSION_STARTED":
                insist(self._watches, "no SESSION_STARTED before WATCH", data)
            case _:
                raise Violation(f"events are those of the contract\n    {event} {data}")

    def _hear_mark(self, data: dict[str, Any]) -> None:
        story = self.story(data["classId"])
        story.hear_mark(data)
        mark = Mark(data["classId"], data["studentId"], data["status"])
        if mark in self._own:
            head = self._pending[0] if self._pending else None
            insist(
                head is not None and head.mark == mark,
                "answers come in the order in which a socket asked",
                f"{self.name} heard {mark}",
                f"and waits for {head}",
            )
            self._answer("ATTENDANCE_MARKED")

    def _hear_end(self, data: dict[str, Any]) -> None:
        """It may answer this socket's DONE or another's; in the latter case an error follows."""
        head = self._pending[0] if self._pending else None
        if head and (head.event, head.class_id) == ("DONE", data["classId"]):
            self._late_ends += 1
            self._answer("SESSION_ENDED")

    def _hear_summary(self, data: dict[str, Any]) -> None:
        self._expect_answer("GET_TODAY_SUMMARY", data)
        present = list(self.story(data["classId"]).present)
        insist(
            data["presentStudentIds"] == present and data["presentCount"] == len(present),
            "a summary is what its asker was told before, in that order",
            f"summary {data['presentCount']} {data['presentStudentIds']}",
            f"told {len(present)} {present}",
        )
        self.summary = data
        self._answer("TODAY_SUMMARY")

    def _hear_status(self, data: dict[str, Any]) -> None:
        self._expect_answer("CHECK_MY_STATUS", data)
        present = self.person.id in self.story(data["classId"]).present
        insist(data["status"] == ("present" if present else None), "a status is as told", data)
        self._answer("MY_STATUS")

    def _hear_watching(self, data: dict[str, Any]) -> None:
        self._expect_answer("WATCH", data)
        self.watching = data["sessions"]
        for session in data["sessions"]:
            known = self._known(session)
            story = self.stories.setdefault(session["classId"], known)
            if not known.partial:
                insist(list(story.present) == list(known.present), "WATCHING is as told", session)
        self._answer("WATCHING")

    def _hear_code(self, data: dict[str, Any]) -> None:
        self.codes[data["classId"]] = data
        head = self._pending[0] if self._pending else None
        if head and (head.event, head.class_id) == ("OPEN_CHECK_IN", data["classId"]):
            self._answer("CHECK_IN_CODE")

    def _known(self, session: dict[str, Any]) -> Story:
        """What a session in `WATCHING` contains: a student learns nothing about other students."""
        if self.person.role == "student":
            return Story(present={self.person.id: None} if session["status"] else {}, partial=True)
        marks = session["marks"]
        return Story(present={m["studentId"]: None for m in marks if m["status"] == "present"})

    def _hear_error(self, message: str) -> None:
        insist(message in (UNAVAILABLE, NOT_RUNNING), "nothing else goes wrong", message)
        head = self._pending[0] if self._pending else None
        if message == NOT_RUNNING and not (head and head.class_id and self.over(head.class_id)):
            insist(self._late_ends, "a session that nobody ended goes on", self.name, head)
            self._late_ends -= 1
            return
        insist(head, "an ERROR answers something", self.name, message)
        self._answer(message)

    def _expect_answer(self, event: str, data: dict[str, Any]) -> None:
        head = self._pending[0] if self._pending else None
        insist(
            head is not None
            and head.event == event
            and head.class_id in ("", data.get("classId", "")),
            "answers come in the order in which a socket asked",
            f"{self.name} heard {data}",
            f"and waits for {head}",
        )

    def _answer(self, answer: str) -> None:
        ask = self._pending.popleft()
        ask.answer = answer
        ask.heard = len(self.story(ask.class_id).told) if ask.class_id else 0

    def _raise_what_was_seen(self) -> None:
        if self._reader.done() and not self._reader.cancelled():
            self._reader.result()

    def _describe(self) -> str:
        head = self._pending[0] if self._pending else None
        return f"{self.name} waits for {self.pending} answers, first {head}"


async def frames_until_close(*sockets: Socket) -> list[list[Any]]:
    """Every further frame that each socket receives, until the server closes it with 1001."""

    async def read(socket: Socket) -> list[Any]:
        frames = [message.json() async for message in socket.ws]
        assert socket.ws.close_code == aiohttp.WSCloseCode.GOING_AWAY
        return frames

    return await asyncio.gather(*map(read, sockets))
