"""A round: sessions, a storm of commands, faults in it, and the judgement."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from random import Random

from attrs import Factory, define, field

from tests.chaos.rounds.bench import Bench
from tests.chaos.rounds.faults import FAULTS, Fault
from tests.chaos.rounds.history import History
from tests.chaos.rounds.lesson import Lesson
from tests.chaos.rounds.phones import BOUND, Phone
from tests.chaos.rounds.sight import Sight
from tests.support.witness import Violation

ROUND = 4 * BOUND
"""Seconds after which a round has got stuck."""

QUIET = ("account deleted", "token ended")
"""Faults that disturb no one else."""


def kinds(bench: Bench, *, long: bool) -> list[Fault]:
    """The faults that are possible here. `long`: with those that take many seconds."""
    return [
        fault
        for fault in FAULTS
        if fault.servers <= bench.count
        and (bench.network or not fault.cables)
        and (long or not fault.long)
    ]


@define
class Round:
    """One round; everything in it is decided by its seed, but for what the machine decides.

    `long`: there may be several faults in it, and such as take many seconds.
    """

    bench: Bench
    seed: int
    long: bool = True
    lessons: list[Lesson] = Factory(list)
    guests: list[Phone] = Factory(list)
    faults: list[str] = Factory(list)
    timeline: list[str] = Factory(list)
    counts: Counter[str] = Factory(Counter)
    rng: Random = field(init=False)
    began: float = Factory(time.monotonic)
    _quiet_since: float | None = None
    _striking: int = 0

    def __attrs_post_init__(self) -> None:
        self.rng = Random(self.seed)

    @property
    def phones(self) -> list[Phone]:
        return [phone for lesson in self.lessons for phone in lesson.phones]

    def note(self, what: str) -> None:
        self.timeline.append(f"{time.monotonic() - self.began:7.3f} s  {what}")

    def troubled_since(self, moment: float) -> bool:
        """Whether something else was wrong at any time from that moment on, or just before."""
        return self._striking > 0 or bool(self._quiet_since and self._quiet_since > moment - 2)

    async def play(self) -> Counter[str]:
        """Return what happened how often. Raises `Violation`, with the evidence."""
        try:
            async with asyncio.timeout(ROUND):
                await self._play()
        except TimeoutError:
            raise Violation(self._evidence("the round comes to an end")) from None
        except Exception as violation:
            what = str(violation) or repr(violation)
            raise Violation(self._evidence(what)) from violation
        finally:
            await self._close()
        return self.counts

    async def _play(self) -> None:
        rng = self.rng
        courses = rng.sample(self.bench.courses, rng.choice([1, 1, len(self.bench.courses)]))
        self.lessons = [
            Lesson(self.bench, course, Random(rng.random()), self.note) for course in courses
        ]
        await asyncio.gather(*(lesson.begin() for lesson in self.lessons))
        self.note("sessions run")
        for lesson in self.lessons:
            lesson.storm.begin()
        await asyncio.sleep(rng.uniform(0.1, 0.6))
        self._leave_alone(0.4)
        early_end = rng.random() < 0.25
        await self._strike(early_end)
        self._leave_alone(0.5)
        await asyncio.sleep(rng.uniform(0.1, 0.4))
        for lesson in self.lessons:
            await lesson.calm()
        self.note("the storm is over")
        if rng.random() < 0.5:
            for lesson in self.lessons:
                if lesson.ends is None:
                    await self._judge_running(lesson)
        for lesson in self.lessons:
            if lesson.ends is None:
                # With marks on the way, unless they have been judged already.
                await lesson.end_at_two()
                self.note("DONE at two servers")
            await self._judge_ended(lesson)
        await self._sum_up()

    def _leave_alone(self, share: float) -> None:
        for lesson in self.lessons:
            lesson.storm.leave_alone(share)

    async def _strike(self, early_end: bool) -> None:
        """One to three faults, one after another or at the same time."""
        possible = kinds(self.bench, long=self.long)
        chosen = [possible[self.seed % len(possible)]]
        if self.long:
            chosen += self.rng.sample(possible, self.rng.choice([0, 0, 1, 2]))
        chosen = _compatible(chosen)
        self.faults = [fault.name for fault in chosen]
        if early_end:
            self.lessons[0].spawn(self._end_early(self.lessons[0]))
        together = self.rng.random() < 0.3
        strikes = []
        for fault in chosen:
            strike = asyncio.ensure_future(self._one(fault))
            if not together:
                await strike
            else:
                strikes.append(strike)
                self.lessons[0].spawn(strike)
                await asyncio.sleep(self.rng.uniform(0, 0.5))
        # However long a slow machine takes to start a server.
        await asyncio.gather(*strikes)

    async def _one(self, fault: Fault) -> None:
        loud = fault.name not in QUIET
        self._striking += loud
        try:
            await fault.strike(self)
        finally:
            self._striking -= loud
            if loud:
                self._quiet_since = time.monotonic()

    async def _end_early(self, lesson: Lesson) -> None:
        await asyncio.sleep(self.rng.uniform(0, 2))
        if lesson.ends is None:
            self.note("DONE at two servers, in the storm")
            await lesson.end_at_two()

    async def _judge_running(self, lesson: Lesson) -> None:
        sight = Sight(lesson)
        await lesson.settle()
        self.note("all is answered")
        await sight.converge()
        self.note("everyone sees what is saved")
        await sight.ask_everyone()

    async def _judge_ended(self, lesson: Lesson) -> None:
        await self._judge_running(lesson)
        await lesson.hear_the_end()
        documents = await self.bench.saved_sessions(lesson.class_id)
        lesson.judge(documents[-1], await self._history(lesson.session_id, documents[-1]["commit"]))
        if self.rng.random() < 0.3:
            await lesson.correct_twice()

    async def _history(self, session_id: str, commit: int) -> History | None:
        """All that was saved of a session, up to this commit; `None` if some of it was missed."""
        deadline = time.monotonic() + BOUND
        while time.monotonic() < deadline:
            history = self.bench.historian.sessions.get(session_id)
            if history is None:
                return None
            if commit == 0 or commit in history.commits:
                return history
            await asyncio.sleep(0.02)
        raise Violation(f"commit {commit} of session {session_id} is in the stream")

    async def _sum_up(self) -> None:
        for lesson in self.lessons:
            self.counts.update(lesson.counts)
            self.counts["commands"] += len(lesson.commands)
            self.counts["sent again"] += sum(len(each.sent) - 1 for each in lesson.commands)
            self.counts["reconnects"] += len(lesson.gaps())
        for lesson in self.lessons:
            await lesson.restore()

    def gaps(self) -> list[float]:
        return [gap for lesson in self.lessons for gap in lesson.gaps()]

    def longest_wait(self) -> float:
        """Seconds from when a command was first sent until it was answered, at most."""
        waits = [
            command.answered_at - command.sent[0]
            for lesson in self.lessons
            for command in lesson.commands
            if command.answered_at and command.sent
        ]
        return max(waits, default=0.0)

    async def _close(self) -> None:
        for lesson in self.lessons:
            for task in lesson.tasks:
                task.cancel()
        for phone in [*self.phones, *self.guests]:
            try:
                await phone.stop()
            except AssertionError as violation:
                raise Violation(self._evidence(str(violation))) from violation

    def _evidence(self, promise: str) -> str:
        sessions = [f"{each.class_id}/{each.session_id}" for each in self.lessons]
        return "\n    ".join(
            [
                f"seed {self.seed}: {promise}",
                f"class/session: {', '.join(sessions)}",
                "timeline:",
                *self.timeline,
            ]
        )


def _compatible(faults: Sequence[Fault]) -> list[Fault]:
    """At most one that takes a member away, since a majority has to remain; and each once."""
    chosen: list[Fault] = []
    for fault in faults:
        of_members = any(word in fault.name for word in ("primary", "secondary", "step-down"))
        taken = any(
            word in each.name for each in chosen for word in ("primary", "secondary", "step-down")
        )
        if fault not in chosen and not (of_members and taken):
            chosen.append(fault)
    return chosen
