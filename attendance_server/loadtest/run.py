"""One run of the load test, phase after phase."""

import asyncio
import contextlib
import time
from datetime import UTC, datetime

from attrs import field, frozen

from . import ceiling, storm
from .audience import Audience
from .figures import Figures
from .listener import JoinError
from .plan import Plan
from .progress import Progress, Ticks
from .school import Person, School, open_school
from .stray import Faults
from .target import Target, TestRefused

FAREWELL = 3.0
"""Seconds that a run which is broken off gives the server to end its session."""


@frozen(kw_only=True)
class Wish:
    """What to run. `rate`: marks a second; `patience`: seconds without a delivery to give up.

    `teacher_code`: what the server asks of who signs up as a teacher.
    """

    target: Target
    students: int
    marks: int
    rate: float
    patience: float
    teacher_code: str | None = field(default=None, repr=False)


class Run:
    """A run and its figures, which hold what was measured however the run ends."""

    def __init__(self, wish: Wish, progress: Progress) -> None:
        self.figures = Figures(
            url=wish.target.url,
            students=wish.students,
            marks=wish.marks,
            rate=wish.rate,
            started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        self._wish = wish
        self._progress = progress

    async def go(self) -> None:
        """Run everything. Raises `TestRefused` where the test cannot be made."""
        target = await self._wish.target.reached()
        await self._ceiling()
        async with open_school(target, self._wish.teacher_code) as school:
            try:
                teacher, students, class_id = await self._sign_up(school)
            finally:
                self.figures.waits = school.waits
            plan = Plan(class_id, [student.id for student in students])
            audience = Audience(target, plan)
            try:
                await self._open(audience, school, teacher, students)
                await self._burst(audience)
                await self._paced(audience)
                await self._end(audience)
            finally:
                await self._leave(audience)

    async def _ceiling(self) -> None:
        sockets = self._wish.students + 1
        with self._progress.phase("measuring this client", sockets) as move:
            found = await ceiling.measure(sockets, self._wish.patience, Ticks(move))
        self.figures.ceiling = found.rate
        self.figures.connecting_ceiling = found.connecting_rate

    async def _sign_up(self, school: School) -> tuple[Person, list[Person], str]:
        count, start = self._wish.students, time.perf_counter()
        with self._progress.phase("signing up", count + 1) as move:
            tick = Ticks(move)
            [teacher] = await school.people("teacher", 1, tick)
            students = await school.people("student", count, tick)
        with self._progress.phase("enrolling", count) as move:
            class_id = await school.make_class(teacher, students, Ticks(move))
        self.figures.sign_up_seconds = time.perf_counter() - start
        return teacher, students, class_id

    async def _open(
        self, audience: Audience, school: School, teacher: Person, students: list[Person]
    ) -> None:
        figures = self.figures
        # First, so that there is a socket that can end the session once it runs.
        try:
            await audience.join_teacher(teacher.token)
        except JoinError as error:
            raise TestRefused(f"the teacher's socket: {error}") from error
        audience.plan.session_id = await school.start(teacher, audience.plan.class_id)
        with self._progress.phase("connecting", len(students)) as move:
            tokens = [student.token for student in students]
            figures.connecting_seconds = await audience.join(tokens, Ticks(move))
        figures.connections = len(audience.listeners) - 1
        figures.sockets = len(students) + 1
        await audience.call_the_roll(self._wish.patience)

    async def _burst(self, audience: Audience) -> None:
        figures, marks = self.figures, self._wish.marks
        total = marks * len(audience.listeners)
        with self._progress.phase("burst", total) as move:
            found = await storm.burst(
                [audience], marks, self._wish.patience, lambda: move(audience.deliveries)
            )
        figures.burst_deliveries = found.deliveries
        figures.burst_expected = marks * figures.sockets
        figures.burst_seconds = found.seconds

    async def _paced(self, audience: Audience) -> None:
        wish = self._wish
        with self._progress.phase(f"{wish.rate:g} marks a second", wish.marks) as move:
            found = await storm.paced(audience, wish.marks, wish.rate, wish.patience, move)
        self.figures.latencies = found.latencies
        self.figures.latest_send = max(found.late)

    async def _end(self, audience: Audience) -> None:
        await storm.end(audience, self._wish.patience)
        self.figures.complete = True

    async def _leave(self, audience: Audience) -> None:
        """End a session that was broken off, note what went wrong, and close all sockets."""
        figures = self.figures
        if audience.plan.session_id and not audience.plan.done:
            with contextlib.suppress(JoinError, TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await storm.end(audience, FAREWELL)
        faults = audience.faults()
        unopened = audience.failed
        figures.faults = faults + Faults(
            missing=unopened * audience.plan.sent, unended=unopened * audience.plan.done
        )
        figures.results = figures.sockets - figures.faults.unended if figures.complete else 0
        figures.errors = dict(audience.errors)
        await audience.leave()
