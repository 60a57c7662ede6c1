"""One run of the load test, phase by phase."""

import asyncio
import contextlib
import time
from datetime import UTC, datetime

from attrs import field, frozen

from . import ceiling, storm
from .check_in import CheckInPace, check_in
from .check_in_sockets import CheckInGroup
from .figures import Figures
from .listener import JoinError
from .progress import Progress, Ticks
from .school import Person, School, open_school
from .socket_group import SocketGroup
from .stray import Faults
from .target import Target, TestRefused

END_TIMEOUT = 3.0
"""Seconds that an interrupted run gives the server to end the session."""


@frozen(kw_only=True)
class RunOptions:
    """The options of a run.

    `rate`: marks per second. `patience`: seconds without a delivery before giving up.
    `teacher_code`: the sign-up code for teachers. `check_in`: students check themselves in like
    this, instead of being marked.
    """

    target: Target
    students: int
    marks: int
    rate: float
    patience: float
    teacher_code: str | None = field(default=None, repr=False)
    check_in: CheckInPace | None = None


class Run:
    """A run and its figures, which contain what was measured however the run ends."""

    def __init__(self, options: RunOptions, progress: Progress) -> None:
        self.figures = Figures(
            url=options.target.url,
            students=options.students,
            marks=options.marks,
            rate=options.rate,
            started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        self._options = options
        self._progress = progress

    async def go(self) -> None:
        """Run all phases. Raises `TestRefused` if the test cannot be run."""
        target = await self._options.target.reached()
        await self._ceiling()
        async with open_school(target, self._options.teacher_code) as school:
            try:
                teacher, students, class_id = await self._sign_up(school)
            finally:
                self.figures.waits = school.waits
            group = self._group(target, class_id, students)
            try:
                await self._open(group, school, teacher, students)
                if isinstance(group, CheckInGroup):
                    await self._check_in(target, group, students)
                else:
                    await self._burst(group)
                    await self._paced(group)
                await self._end(group)
            finally:
                await self._leave(group)

    async def _ceiling(self) -> None:
        sockets = self._options.students + 1
        with self._progress.phase("measuring this client", sockets) as move:
            measured = await ceiling.measure(sockets, self._options.patience, Ticks(move))
        self.figures.ceiling = measured.rate
        self.figures.connecting_ceiling = measured.connecting_rate

    async def _sign_up(self, school: School) -> tuple[Person, list[Person], str]:
        count, start = self._options.students, time.perf_counter()
        with self._progress.phase("signing up", count + 1) as move:
            tick = Ticks(move)
            [teacher] = await school.people("teacher", 1, tick)
            students = await school.people("student", count, tick)
        with self._progress.phase("enrolling", count) as move:
            class_id = await school.make_class(teacher, students, Ticks(move))
        self.figures.sign_up_seconds = time.perf_counter() - start
        return teacher, students, class_id

    def _group(self, target: Target, class_id: str, students: list[Person]) -> SocketGroup:
        kind = CheckInGroup if self._options.check_in else SocketGroup
        return kind(target, kind.planned(class_id, [student.id for student in students]))

    async def _open(
        self, group: SocketGroup, school: School, teacher: Person, students: list[Person]
    ) -> None:
        figures = self.figures
        # The teacher first, so that there is a socket to end the session with once it is running.
        try:
            await group.join_teacher(teacher.token)
        except JoinError as error:
            raise TestRefused(f"the teacher's socket: {error}") from error
        group.plan.session_id = await school.start(teacher, group.plan.class_id)
        with self._progress.phase("connecting", len(students)) as move:
            tokens = [student.token for student in students]
            figures.connecting_seconds = await group.join(tokens, Ticks(move))
        figures.connections = len(group.listeners) - 1
        figures.sockets = len(students) + 1
        await group.query_all(self._options.patience)

    async def _burst(self, group: SocketGroup) -> None:
        figures, marks = self.figures, self._options.marks
        total = marks * len(group.listeners)
        with self._progress.phase("burst", total) as move:
            burst = await storm.burst(
                [group], marks, self._options.patience, lambda: move(group.deliveries)
            )
        figures.burst_deliveries = burst.deliveries
        figures.burst_expected = marks * figures.sockets
        figures.burst_seconds = burst.seconds

    async def _paced(self, group: SocketGroup) -> None:
        options = self._options
        with self._progress.phase(f"{options.rate:g} marks per second", options.marks) as move:
            paced = await storm.paced(group, options.marks, options.rate, options.patience, move)
        self.figures.latencies = paced.latencies
        self.figures.latest_send = max(paced.late)

    async def _check_in(self, target: Target, group: CheckInGroup, students: list[Person]) -> None:
        options = self._options
        assert options.check_in
        if not await group.open_check_in(options.patience):
            raise TestRefused(f"check-in could not be opened: {dict(group.errors)}")
        with self._progress.phase("checking in", len(students)) as move:
            self.figures.checked_in = await check_in(
                target, group, students, options.check_in, options.patience, move
            )

    async def _end(self, group: SocketGroup) -> None:
        await storm.end(group, self._options.patience)
        self.figures.complete = True

    async def _leave(self, group: SocketGroup) -> None:
        """End an interrupted session, record what went wrong, and close all sockets."""
        figures = self.figures
        if group.plan.session_id and not group.plan.done:
            with contextlib.suppress(JoinError, TimeoutError):
                async with asyncio.timeout(END_TIMEOUT):
                    await storm.end(group, END_TIMEOUT)
        faults = group.faults()
        unopened = group.failed
        figures.faults = faults + Faults(
            missing=unopened * group.plan.sent, unended=unopened * group.plan.done
        )
        figures.results = figures.sockets - figures.faults.unended if figures.complete else 0
        figures.errors = dict(group.errors)
        await group.leave()
