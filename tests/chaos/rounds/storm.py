"""What the clients of a lesson do, all at the same time, while something goes wrong."""

import asyncio
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from attrs import Factory, define, field

from tests.chaos.rounds.history import wire_time
from tests.chaos.rounds.phones import Command, Phone
from tests.support.witness import insist

if TYPE_CHECKING:
    from tests.chaos.rounds.lesson import Lesson

BUSY = 40
"""Commands without an answer at which a teacher's page waits."""

MANY = 150
"""Commands of a teacher's page after which it sends few more: what fails may last."""

FEW = 0.3
"""The longest pause between them then, in seconds."""

HAND, DATED = 24, 14
"""How many students are marked one by one, and how many of them always with a time."""

STATUSES = ("present", "absent", "late", "excused")


@define(eq=False)
class Storm:
    """Commands at random, until the tasks of the lesson are cancelled.

    `_hand`: the students who are still marked one by one.
    """

    lesson: "Lesson"
    rng: Random
    _hand: list[str] = field(init=False)
    _dated: set[str] = field(init=False)
    _moments: set[str] = Factory(set)
    _blankets: list[str] = Factory(list)

    def __attrs_post_init__(self) -> None:
        self._hand = [each.id for each in self.rng.sample(self.lesson.course.students, HAND)]
        self._dated = set(self.rng.sample(self._hand, DATED))

    def begin(self) -> None:
        """Have the clients do things."""
        for desk in self.lesson.desks:
            self.lesson.spawn(self._mark(desk, Random(self.rng.random())))
        self.lesson.spawn(self._call_marks(Random(self.rng.random())))
        for seat in self.lesson.seats:
            self.lesson.spawn(self._sit(seat, Random(self.rng.random())))
        if self.rng.random() < 0.5:
            self.lesson.spawn(self._move(Random(self.rng.random())))

    def leave_alone(self, share: float) -> None:
        """No longer mark this share of those who are still marked, so that faults show in them."""
        self._hand = self._hand[: max(1, round(len(self._hand) * (1 - share)))]

    async def _mark(self, desk: Phone, rng: Random) -> None:
        """What the page of a teacher sends."""
        pause = rng.choice([0.01, 0.03, 0.08])
        while True:
            await asyncio.sleep(rng.uniform(0, pause if len(desk.commands) < MANY else FEW))
            if len(desk.pending) >= BUSY or self.lesson.ends is not None:
                continue
            event, data = self._anything(rng)
            command = await desk.send(event, **data)
            if rng.random() < 0.1:
                # It is sent at another server too, as after a connection that was lost.
                await self._other(desk).send(event, **data)
            if event == "MARK_ALL":
                self.lesson.spawn(self._note_blanket(command))

    def _anything(self, rng: Random) -> tuple[str, dict[str, Any]]:
        own = {"classId": self.lesson.class_id}
        if rng.random() < 0.5:
            own["sessionId"] = self.lesson.session_id
        chance = rng.random()
        if chance < 0.03:
            # Only those who are marked one by one are left alone.
            at = self._at(rng)
            return "MARK_ALL", {**own, "only": "unmarked", "status": rng.choice(STATUSES), **at}
        if chance < 0.05 and self._blankets:
            return "UNMARK_ALL", {**own, "markedAt": rng.choice(self._blankets)}
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
            if at > self.lesson.started_at and text not in self._moments:
                self._moments.add(text)
                return {"at": text}
        return {}

    def _other(self, desk: Phone) -> Phone:
        return next(each for each in self.lesson.desks if each is not desk)

    async def _note_blanket(self, command: Command) -> None:
        while command.answer is None:
            await asyncio.sleep(0.02)
        if command.told:
            self._blankets.append(command.answer[1]["markedAt"])

    async def _call_marks(self, rng: Random) -> None:
        """A list of marks over HTTP, now and then."""
        while True:
            await asyncio.sleep(rng.uniform(0.05, 0.5))
            if self.lesson.ends is not None:
                continue
            marks = [self._one_mark(rng) for _ in range(3)]
            self.lesson.calls += marks
            path = f"/attendance/{self.lesson.class_id}/marks"
            answer = await self.lesson.call("POST", path, json={"marks": marks})
            if answer.status != 200:
                self.lesson.note_refusal(answer.error[1], f"POST {path}")
            else:
                for line in answer.data:
                    if "error" in line:
                        self.lesson.note_refusal(line["error"], f"POST {path} {line}")
            self.lesson.counts["calls"] += 1

    async def _sit(self, seat: Phone, rng: Random) -> None:
        """What the page of a student sends."""
        while True:
            await asyncio.sleep(rng.uniform(0.1, 0.6))
            if len(seat.pending) > 3:
                continue
            codes = [desk.codes[self.lesson.class_id] for desk in self.lesson.desks if desk.codes]
            if codes and rng.random() < 0.3:
                code = rng.choice(codes)
                await seat.send("CHECK_IN", classId=self.lesson.class_id, code=code)
            else:
                await seat.send("CHECK_MY_STATUS", classId=self.lesson.class_id)

    async def _move(self, rng: Random) -> None:
        """Enrol someone at one server and mark them at another; sometimes take them out again."""
        for mover in self.lesson.course.movers:
            await asyncio.sleep(rng.uniform(0, 0.4))
            if self.lesson.ends is not None:
                return
            self.lesson.movers.add(mover.id)
            path = f"/class/{self.lesson.class_id}/add-student"
            answers = await asyncio.gather(
                *(
                    self.lesson.call("POST", path, json={"studentId": mover.id})
                    for _ in range(rng.choice([1, 1, 2]))
                )
            )
            insist(answers[0].status == 200, "a student is enrolled", answers[0])
            self.lesson.enrolled.add(mover.id)
            own = {"classId": self.lesson.class_id, "studentId": mover.id, "status": "present"}
            for desk in self.lesson.desks:
                await desk.send("MARK_ATTENDANCE", **own, **self._at(rng))
            await asyncio.sleep(rng.uniform(0, 0.3))
            if rng.random() < 0.4:
                await self.lesson.take_out(mover)
