"""A running session, several servers, and a teacher who marks at a steady pace."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from random import Random

from attrs import Factory, define, frozen

from attendance_server.loadtest.school import Person, open_school
from attendance_server.loadtest.target import Target
from tests.support.replica_set import ReplicaSet

from ..harness import DATABASE, Harness, NotMeasured, ServerProcess, insert_class, insert_people
from .replica_set import database_of
from .watcher import Watcher


@frozen
class Lesson:
    """A running session of a class."""

    class_id: str
    session_id: str
    teacher: Person
    students: Sequence[Person]

    @classmethod
    async def start(
        cls, database: ReplicaSet, target: Target, students: int, name: str = DATABASE
    ) -> "Lesson":
        """Insert a class, and start its session at a server. `name`: the database."""
        with database_of(database, name) as inside:
            [teacher] = insert_people(inside, 1, "TEACHER")
            class_ = insert_people(inside, students, "STUDENT")
            class_id = insert_class(inside, teacher, class_)
        async with open_school(target) as school:
            session_id = await school.start(teacher, class_id)
        return cls(class_id, session_id, teacher, class_)


@define
class Marking:
    """One socket of the teacher, who marks some of the students in turns.

    `sent`: the time of each mark, by the student and the status. A student is marked again, with
    the other status, after all others.
    """

    socket: Watcher
    class_id: str
    students: Sequence[Person]
    sent: dict[tuple[str, str], float] = Factory(dict)
    _number: int = 0

    def mark(self) -> None:
        """Send the next mark."""
        lap, seat = divmod(self._number, len(self.students))
        self._number += 1
        student, status = self.students[seat].id, "absent" if lap % 2 else "present"
        self.sent[student, status] = time.perf_counter()
        self.socket.send("MARK_ATTENDANCE", classId=self.class_id, studentId=student, status=status)

    async def pace(self, rate: float, seconds: float, dice: Random | None = None) -> int:
        """Mark `rate` times per second for some seconds, and return the number of marks.

        `dice`: the pauses are random, as those of people, and not all alike.
        """
        due, marks = time.perf_counter(), round(rate * seconds)
        for _ in range(marks):
            due += dice.expovariate(rate) if dice else 1 / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self.mark()
        return marks


@asynccontextmanager
async def servers(
    harness: Harness, uri: str, count: int, **settings: str
) -> AsyncIterator[list[ServerProcess]]:
    """Servers with one database, on all cores. `settings` are as for `Harness.server`."""
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(harness.server(pinned=False, MONGO_URI=uri, **settings))
            for _ in range(count)
        ]


def check(*sockets: Watcher) -> None:
    """Raises `NotMeasured` after an `ERROR` frame: such a run has no figures."""
    for socket in sockets:
        if socket.errors:
            raise NotMeasured(f"{len(socket.errors)} errors: {socket.errors[0].decode()}")
