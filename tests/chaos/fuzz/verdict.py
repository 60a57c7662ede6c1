"""After the script: what sockets received, and what they receive now, is what is saved."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from attrs import frozen
from bson import ObjectId

from attendance_server.models import iso_time
from tests.support.metrics import Scrape
from tests.support.witness import PATIENCE, insist

from .asks import User
from .listener import Listener
from .shapes import ERRORS, NOT_IN_CLASS, NOT_ITS_TEACHER, NOT_RUNNING, WHICH_CLASS
from .world import Class, World

Data = dict[str, Any]


@frozen
class Saved:
    """A session as the database has it. `marks`: status and time by student, oldest mark first."""

    id: str
    class_id: str
    class_name: str
    teacher_id: str
    started_at: str
    running: bool
    roster: list[str]
    marks: dict[str, tuple[str, str]]

    @classmethod
    def of(cls, document: Data) -> "Saved":
        marks = sorted(document["marks"].items(), key=lambda mark: mark[1]["seq"])
        return cls(
            id=str(document["_id"]),
            class_id=str(document["classId"]),
            class_name=document["className"],
            teacher_id=str(document["teacherId"]),
            started_at=iso_time(document["startedAt"]),
            running=document["endedAt"] is None,
            roster=list(map(str, document["roster"])),
            marks={
                student_id: (mark["status"], iso_time(mark["markedAt"]))
                for student_id, mark in marks
            },
        )

    @property
    def present(self) -> list[str]:
        return [
            student for student, (status, _) in self.marks.items() if status in ("present", "late")
        ]

    @property
    def counts(self) -> Data:
        statuses = [status for status, _ in self.marks.values()]
        return {
            "totalStudents": len(self.roster),
            "presentCount": len(self.present),
            "lateCount": statuses.count("late"),
            "excusedCount": statuses.count("excused"),
        }

    def has(self, user: User) -> bool:
        return user.id == self.teacher_id or user.id in self.roster

    def status_of(self, student_id: str) -> str | None:
        status, _ = self.marks.get(student_id, ("absent", ""))
        return None if status == "absent" else status

    def watched_by(self, user: User) -> Data:
        """What `WATCHING` shows of it."""
        session = {
            "sessionId": self.id,
            "classId": self.class_id,
            "className": self.class_name,
            "startedAt": self.started_at,
            **self.counts,
        }
        if not user.teaches:
            status, (_, at) = self.status_of(user.id), self.marks.get(user.id, ("", None))
            absent = {"markedAt": at} if at and status is None else {}
            return session | {"status": status, **absent}
        marks = [
            {"studentId": student_id, "status": status, "markedAt": at}
            for student_id, (status, at) in self.marks.items()
        ]
        return session | {"marks": marks}

    def answer_for(self, user: User) -> tuple[str, Data]:
        """The answer to a request for its state."""
        if not user.teaches:
            return "MY_STATUS", {"classId": self.class_id, "status": self.status_of(user.id)}
        return "TODAY_SUMMARY", {
            "classId": self.class_id,
            "presentStudentIds": self.present,
            "unmarkedCount": len(self.roster) - len(self.marks),
            **self.counts,
        }

    def ended(self) -> Data:
        """The data of its `SESSION_ENDED`."""
        return {
            "sessionId": self.id,
            "classId": self.class_id,
            "absentCount": len(self.roster) - len(self.present),
            **self.counts,
            "attendance": [
                {"studentId": student_id, "status": self.status_of(student_id) or "absent"}
                for student_id in self.roster
            ],
        }


async def judge(world: World, early: Collection[Listener]) -> None:
    """Check that everything ends as it should, and that all sockets agree with the database.

    `early`: the listeners that were open from the beginning. Raises `Violation`.
    """
    for listener in world.listeners:
        await _end(listener)
    sound = [listener for listener in world.listeners if listener.sound]
    await _quiet(world, len(sound))
    sound += [await world.open(user, "header") for user in world.users if user.alive]
    saved = _saved(world)
    running = [session for session in saved if session.running]
    for listener in sound:
        await _judge_answers(listener, [class_.id for class_ in world.classes], running)
    for class_ in world.classes:
        of_class = [session for session in saved if session.class_id == class_.id]
        constant = {class_.teacher.id, *class_.students} - class_.changed
        stories = {one: one.stories.get(class_.id, []) for one in sound if one.user.id in constant}
        for story in _judge_stories(world, early, stories):
            _judge_marks(story, of_class, class_.changed)
        for listener in world.listeners:
            ended = [session.ended() for session in of_class if not session.running]
            results = world.received_by(listener.user, ended)
            _judge_ends(listener.stories.get(class_.id, []), results, class_.changed)
    for class_ in world.classes:
        await _judge_delivery(world, class_, sound)


async def _end(listener: Listener) -> None:
    """Check that it is closed if it must be, and otherwise that all it sent is answered."""
    listener.raise_violation()
    if listener.wild:
        listener.drop()
    elif listener.left:
        await listener.until(lambda: listener.closed, "a client that has gone is dropped")
    elif listener.codes:
        await listener.dismissed()
    else:
        insist(listener.sound, "a socket stays open", listener.user.name)
        await listener.settle()


async def _quiet(world: World, open_sockets: int) -> None:
    """Wait until the server has finished with all clients that have gone, and their frames."""
    async with asyncio.timeout(PATIENCE):
        while True:
            scrape = await Scrape.of(world.client)
            if not scrape("changes_waiting") and scrape("open_sockets") == open_sockets:
                return


def _saved(world: World) -> list[Saved]:
    """The sessions of the script's classes, oldest first.

    Raises `Violation` if they, the classes and the accounts are inconsistent.
    """
    ids = [ObjectId(class_.id) for class_ in world.classes]
    people = [ObjectId(user.id) for user in world.users]
    database = world.database
    living = {user["_id"] for user in database.users.find({"_id": {"$in": people}})}
    members = {}
    for class_ in database.classes.find({"_id": {"$in": ids}}):
        members[class_["_id"]] = set(class_["studentIds"])
        there = {class_["teacherId"], *class_["studentIds"]} <= living
        insist(there, "no class has a user whose account is deleted", class_)
    sessions = list(database.sessions.find({"classId": {"$in": ids}}).sort("_id", 1))
    for session in sessions:
        same = session["endedAt"] or set(session["roster"]) == members[session["classId"]]
        insist(same, "a class and its running session have the same students", session)
    return [Saved.of(session) for session in sessions]


async def _judge_delivery(world: World, class_: Class, sound: Sequence[Listener]) -> None:
    """Check that everyone in the class receives starts, marks and ends."""
    document = world.database.classes.find_one({"_id": ObjectId(class_.id)})
    if document is None:
        return
    students = list(map(str, document["studentIds"]))
    here = [one for one in sound if one.user.id in (class_.teacher.id, *students)]
    await _judge_lesson(world, class_, students, here)
    session = await world.client.start(class_.teacher.person, class_.id)
    await _judge_lesson(world, class_, students, here)
    for listener in here:
        insist(session["sessionId"] in listener.started, "a start is announced to watchers")


async def _judge_lesson(
    world: World, class_: Class, students: Sequence[str], here: Sequence[Listener]
) -> None:
    """Send a mark and the end of the running session, if there is one."""
    desk = next(listener for listener in here if listener.user is class_.teacher)
    story = desk.stories.setdefault(class_.id, [])
    before = len(story)
    for student_id in students[:1]:
        world.sent.add((desk.user.id, student_id, "present"))
        await desk.answer("MARK_ATTENDANCE", classId=class_.id, studentId=student_id)
    await desk.answer("DONE", classId=class_.id)
    for listener in here:
        await listener.receives(class_.id, world.received_by(listener.user, story[before:]))


async def _judge_answers(
    listener: Listener, class_ids: Iterable[str], running: Sequence[Saved]
) -> None:
    """Its answers now are what is saved, about each of its classes and no other."""
    user = listener.user
    own = [session for session in running if session.has(user)]
    expected: Any = [session.watched_by(user) for session in own]
    _, data = await listener.answer("WATCH")
    watched = sorted(data["sessions"], key=lambda session: str(session["sessionId"]))
    insist(watched == expected, "WATCHING is what is saved", watched, expected)

    question = "GET_TODAY_SUMMARY" if user.teaches else "CHECK_MY_STATUS"
    expected = _error(NOT_RUNNING) if not own else _error(WHICH_CLASS)
    expected = own[0].answer_for(user) if len(own) == 1 else expected
    answer = await listener.answer(question)
    insist(answer == expected, "an answer is what is saved", user.name, answer, expected)
    for class_id in class_ids:
        session = next((session for session in running if session.class_id == class_id), None)
        if session is None:
            expected = _error(NOT_RUNNING)
        elif session in own:
            expected = session.answer_for(user)
        else:
            expected = _error(NOT_ITS_TEACHER if user.teaches else NOT_IN_CLASS)
        answer = await listener.answer(question, classId=class_id)
        insist(answer == expected, "an answer is what is saved", user.name, answer, expected)


def _judge_stories(
    world: World, early: Collection[Listener], stories: dict[Listener, list[Data]]
) -> list[list[Data]]:
    """Check that those who receive the same frames do so in the same order.

    Return the longest story of each such group. If students receive only their own marks, each
    receives what the teacher receives about them.
    """
    groups: dict[User | None, list[Listener]] = {}
    for one in stories:
        alone = world.discreet and not one.user.teaches
        groups.setdefault(one.user if alone else None, []).append(one)
    longest = {
        user: _judge_order(
            [stories[one] for one in group if one in early], [stories[one] for one in group]
        )
        for user, group in groups.items()
    }
    all_ = longest.get(None, [])
    for user, story in longest.items():
        expected = world.received_by(user, all_) if user else story
        both = min(len(story), len(expected))
        same = story[len(story) - both :] == expected[len(expected) - both :]
        insist(same, "a student receives what the teacher receives about them", story, expected)
    return list(longest.values())


def _judge_order(early: Sequence[list[Data]], stories: Sequence[list[Data]]) -> list[Data]:
    """All of `stories` are the same in the same order, from where each of them begins.

    Those that are `early` begin with the script. The longest is returned.
    """
    longest: list[Data] = max(stories, key=len, default=[])
    for story in stories:
        same = story == longest[len(longest) - len(story) :]
        insist(same, "all receive the same in the same order", story, longest)
    for story in early:
        insist(
            story == longest,
            "a socket that was open all the time has received everything",
            story,
            longest,
        )
    return longest


def _judge_marks(story: Iterable[Data], saved: Sequence[Saved], changed: Collection[str]) -> None:
    """The last status of a student that was announced in a session is what is saved.

    `changed`: the ids of students and sessions for which that need not be so.
    """
    held = {None if session.running else session.id: session.marks for session in saved}
    announced: dict[str, tuple[str, str]] = {}
    for data in [*story, {"sessionId": None}]:
        if "sessionId" not in data:
            announced[data["studentId"]] = data["status"], data["markedAt"]
            continue
        if data["sessionId"] not in changed:
            for student_id in announced.keys() - changed:
                mark = held.get(data["sessionId"], {}).get(student_id)
                insist(mark == announced[student_id], "an announced mark is saved", mark, announced)
        announced.clear()


def _judge_ends(story: Iterable[Data], results: Iterable[Data], changed: Collection[str]) -> None:
    """A session ends once, with the result that is saved, unless it was `changed`."""
    ended = {result["sessionId"]: result for result in results}
    for end in story:
        if "sessionId" in end and end["sessionId"] not in changed:
            expected = ended.pop(end["sessionId"], None)
            insist(end == expected, "a session ends once, and its result is saved", end, expected)


def _error(message: str) -> tuple[str, Data]:
    return "ERROR", {"message": message, "code": ERRORS[message]}
