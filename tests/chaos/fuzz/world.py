"""The users, classes and sockets of one script, and what must hold for every frame."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

import pymongo
from attrs import Factory, define

from tests.support.client import Answer, Client
from tests.support.witness import insist

from .asks import Ask, User
from .listener import Listener

T = TypeVar("T")
Data: TypeAlias = dict[str, Any]

WATCHED = {
    *("SESSION_COUNTS", "SESSION_STARTED", "SESSION_CHANGED", "ROSTER_CHANGED", "CLASS_MEMBERSHIP")
}
"""Frames for those who have sent `WATCH`."""

PLACEHOLDER = re.compile(rb"@([COSTcost])(\d)")


@define(eq=False)
class Class:
    """`names`, `students` and `sessions`: all that it has ever had.

    `changed`: the ids of the students who joined or left it during the script, and of the sessions
    that were changed after their end.
    """

    id: str
    teacher: User
    names: set[str]
    students: set[str] = Factory(set)
    sessions: list[str] = Factory(list)
    changed: set[str] = Factory(set)


@define(eq=False)
class World:
    """One script, on a server on which others may have been played before.

    `discreet`: students receive only their own marks. `sent`: the marks that teachers have sent:
    the teacher, the student and the status.
    """

    client: Client
    database: pymongo.database.Database
    count: Counter[str]
    discreet: bool = False
    users: list[User] = Factory(list)
    classes: list[Class] = Factory(list)
    listeners: list[Listener] = Factory(list)
    sent: set[tuple[str, str, str]] = Factory(set)

    @property
    def teachers(self) -> list[User]:
        return [user for user in self.users if user.teaches]

    @property
    def students(self) -> list[User]:
        return [user for user in self.users if not user.teaches]

    def listeners_of(self, user: User) -> list[Listener]:
        return [listener for listener in self.listeners if listener.user is user]

    async def open(self, user: User, way: str) -> Listener:
        """Open a socket of the user, with a token that is passed in some way, or is wrong."""
        token, good = user.person.token, user.alive
        if way == "wrong token":
            token, good = token + "x", False
        # The server decides what this socket may receive before we know that it is open.
        shut = user.ever - user.now
        listener = Listener(user, token, self.count, self._check, shut)
        if not good:
            listener.codes.add(4401)
        self.listeners.append(listener)
        await listener.open(self.client.url, way)
        return listener

    async def call(self, actor: User, method: str, path: str, body: object = None) -> Answer:
        """A call over HTTP. Raises `Violation`."""
        alive = actor.alive
        answer = await self.client.call(method, path, actor.person.token, json=body)
        self.count[f"HTTP {answer.status}"] += 1
        insist(answer.status < 500, "no call fails", method, path, answer.body)
        insist(alive or answer.status in (401, 404), "a deleted user can do nothing", method, path)
        return answer

    def with_ids(self, payload: bytes, sender: User) -> bytes:
        """The payload with ids where it has placeholders."""
        own = [class_ for class_ in self.classes if class_.id in sender.ever]
        among: dict[str, Sequence[Class | User]] = {
            "C": self.classes,
            "O": own or self.classes,
            "S": self.students,
            "T": self.teachers,
        }

        def text(match: re.Match[bytes]) -> bytes:
            kind = match[1].decode()
            chosen = pick(among[kind.upper()], int(match[2])).id
            return (chosen if kind.isupper() else chosen.upper()).encode()

        return PLACEHOLDER.sub(text, payload)

    def note_marks(self, user: User, payloads: Iterable[bytes]) -> None:
        """The user sends these messages."""
        for payload in payloads:
            ask = Ask.of(payload, user)
            if ask.event == "ATTENDANCE_MARKED":
                self.sent.add((user.id, ask.data["studentId"], ask.data["status"]))

    def received_by(self, user: User, story: Iterable[Data]) -> list[Data]:
        """The part of the marks and ends sent to the teacher that a user receives."""
        if user.teaches or not self.discreet:
            return list(story)
        received = []
        for data in story:
            if "attendance" in data:
                own = [line for line in data["attendance"] if line["studentId"] == user.id]
                received.append(data | {"attendance": own})
            elif data["studentId"] == user.id:
                received.append(data)
        return received

    def _check(self, listener: Listener, event: str, data: dict[str, Any]) -> None:
        """Check that users receive only frames about their own classes."""
        user, received = listener.user, (event, data)
        role = {"TODAY_SUMMARY": "teacher", "MY_STATUS": "student"}.get(event, user.role)
        insist(user.role == role, "an answer is for those who may ask", user.name, received)
        parts = data["sessions"] if event == "WATCHING" else [data][event == "ERROR" :]
        for part in parts:
            class_id = part["classId"]
            # A student who has left a class is told so, and nothing else.
            left = event == "CLASS_MEMBERSHIP" and data["membership"] == "none"
            may = class_id in user.ever and (left or class_id not in listener.shut)
            insist(
                may,
                "no user receives frames about a class that they are not in",
                user.name,
                received,
            )
            class_ = next(class_ for class_ in self.classes if class_.id == class_id)
            strangers = _students_in(part) - class_.students
            insist(not strangers, "no frame names a student outside the class", strangers, received)
            if self.discreet and not user.teaches:
                others = _students_in(part) - {user.id}
                insist(not others, "a student receives no other student's data", others, received)
            if "className" in part:
                insist(part["className"] in class_.names, "a class has its name", received)
            if event == "WATCHING":
                insist(("marks" in part) == user.teaches, "marks are for the teacher", received)
            if event == "ATTENDANCE_MARKED":
                mark = class_.teacher.id, data["studentId"], data["status"]
                insist(mark in self.sent or class_.teacher.wild, "the mark was sent", received)
        if event == "SESSION_COUNTS":
            insist(self.discreet and not user.teaches, "counts are for students", received)
        if event in ("ROSTER_CHANGED", "CLASS_MEMBERSHIP"):
            insist(user.teaches == (event == "ROSTER_CHANGED"), "it is for its kind", received)
        if event in WATCHED:
            insist(listener.watches or listener.wild, "only watchers receive it", received)


def pick(among: Sequence[T], number: int) -> T:
    """One of them, by the number modulo their count."""
    return among[number % len(among)]


def _students_in(data: Any) -> set[str]:
    """The ids of students anywhere in the data of a frame."""
    if isinstance(data, list):
        return set().union(*map(_students_in, data))
    if not isinstance(data, dict):
        return set()
    own = {data["studentId"]} if "studentId" in data else set()
    return own.union(data.get("presentStudentIds", ()), *map(_students_in, data.values()))
