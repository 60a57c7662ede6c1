"""The users of a script, and what the contract says about the messages that they send."""

import asyncio
from typing import Any

import orjson
from attrs import Factory, define, frozen

from tests.support.client import Person

from .shapes import (
    INVALID,
    NOT_IN_CLASS,
    NOT_ITS_TEACHER,
    NOT_RUNNING,
    STUDENTS,
    TEACHERS,
    UNKNOWN,
    WHICH_CLASS,
)

EVENTS = {
    "MARK_ATTENDANCE": ("teacher", "ATTENDANCE_MARKED"),
    "GET_TODAY_SUMMARY": ("teacher", "TODAY_SUMMARY"),
    "DONE": ("teacher", "SESSION_ENDED"),
    "CHECK_MY_STATUS": ("student", "MY_STATUS"),
    "WATCH": ("", "WATCHING"),
}
"""The role that may send an event, and the event that answers it."""

STATUSES = ["present", "late", "excused", "absent"]


@define(eq=False)
class User:
    """A user of the script.

    `ever`: the ids of the classes that they have taught or been in; `now`: of those that they may
    be in at this moment. `turning`: a call is in progress that may end their tokens. `wild`: bytes
    were sent on one of their sockets that may mean anything. `moving` and `ending` are held while
    they join or leave a class, and while their tokens end.
    """

    person: Person
    ever: set[str] = Factory(set)
    now: set[str] = Factory(set)
    alive: bool = True
    turning: bool = False
    wild: bool = False
    moving: asyncio.Lock = Factory(asyncio.Lock)
    ending: asyncio.Lock = Factory(asyncio.Lock)

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def role(self) -> str:
        return self.person.role

    @property
    def teaches(self) -> bool:
        return self.person.role == "teacher"


@frozen
class Ask:
    """A message, and what may answer it: an event with this data, or one of the errors."""

    errors: frozenset[str]
    event: str | None = None
    data: dict[str, str] = Factory(dict)

    @classmethod
    def of(cls, payload: bytes, user: User) -> "Ask":
        """What the contract says about a text message from the user."""
        try:
            message = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return cls(frozenset([INVALID]))
        if not isinstance(message, dict):
            return cls(frozenset([INVALID]))
        event, data = message.get("event"), message.get("data", {})
        if not isinstance(event, str) or not isinstance(data, dict):
            return cls(frozenset([INVALID]))
        if event not in EVENTS:
            return cls(frozenset([UNKNOWN]))
        role, answer = EVENTS[event]
        if role not in ("", user.role):
            return cls(frozenset([TEACHERS if role == "teacher" else STUDENTS]))
        if event == "WATCH":
            return cls(frozenset(), answer)
        return cls._of_session(event, answer, data, user)

    @classmethod
    def _of_session(cls, event: str, answer: str, data: dict[str, Any], user: User) -> "Ask":
        class_id, student_id = data.get("classId"), data.get("studentId")
        status = data.get("status", "present")
        wrong = not isinstance(class_id, str | None)
        about, errors = {}, {NOT_RUNNING}
        if event == "MARK_ATTENDANCE":
            wrong |= not isinstance(student_id, str) or status not in STATUSES
            if not wrong:
                about = {"studentId": student_id.lower(), "status": status}
            errors.add(NOT_IN_CLASS)
        if wrong:
            return cls(frozenset([INVALID]))
        if class_id is None:
            return cls(frozenset(errors | {WHICH_CLASS}), answer, about)
        errors.add(NOT_ITS_TEACHER if user.teaches else NOT_IN_CLASS)
        if user.teaches and class_id.lower() not in user.ever:
            return cls(frozenset(errors))
        return cls(frozenset(errors), answer, about | {"classId": class_id.lower()})

    def takes(self, event: str, data: dict[str, Any]) -> bool:
        """Whether this frame may be the answer."""
        if event == "ERROR":
            return data["message"] in self.errors
        return event == self.event and all(data[name] == it for name, it in self.data.items())
