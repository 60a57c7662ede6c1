"""What teachers change about the check-ins of a running session, and what comes of it. Pure."""

from collections.abc import Collection, Iterable, Mapping
from random import Random
from typing import Any

from attrs import evolve, frozen

from ..live.arriving import flag
from ..live.changes import ArrivalEvent
from ..live.event_records import recorded
from ..live.live_session import LiveSession
from ..live.pending import PendingChanges
from ..models import Arrival, Flag
from .call_out import draw
from .usual import Sign


@frozen
class Flagged(ArrivalEvent):
    """Check-ins of these students are flagged."""

    student_ids: tuple[str, ...]


@frozen
class CalledOut(ArrivalEvent):
    """These students are called out by a teacher. `remaining`: how many could still be."""

    teacher_id: str
    arrivals: tuple[Arrival, ...]
    remaining: int


@frozen
class HeadsCounted(ArrivalEvent):
    """A teacher has counted the students in the room, or has taken that back."""


@frozen
class GiveFlags:
    """Flag check-ins, as `live.arriving.flag` does it, and note who is outside the networks."""

    flags: Mapping[str, Iterable[Flag]]
    outside: Mapping[str, bool]

    def apply(self, pending: PendingChanges) -> Flagged:
        pending.check_running()
        for student_id, outside in self.outside.items():
            if arrival := pending.arrival_of(student_id):
                pending.note(evolve(arrival, outside=outside))
        return Flagged(pending.session, tuple(flag(pending, self.flags)))


@frozen
class CallOut:
    """Draw up to `count` students who are present by a check-in and were not drawn before.

    `seed`: what the draw depends on, so that it is the same if the change is made again. `signs`:
    what is unusual for each student.
    """

    teacher_id: str
    count: int
    seed: int
    signs: Mapping[str, Collection[Sign]]

    def apply(self, pending: PendingChanges) -> CalledOut:
        pending.check_running()
        student_ids = dict.fromkeys((*pending.session.arrivals, *pending.arrivals))
        arrivals = [pending.arrival_of(each) for each in student_ids]
        waiting = [each for each in arrivals if each and _can_be_called(pending, each)]
        drawn = draw(waiting, self.count, Random(self.seed), self.signs)
        for arrival in drawn:
            pending.note(evolve(arrival, called=True))
        remaining = len(waiting) - len(drawn)
        return CalledOut(pending.session, self.teacher_id, tuple(drawn), remaining)


@frozen
class CountHeads:
    """Note how many students are in the room; `None`: that is not known."""

    count: int | None

    def apply(self, pending: PendingChanges) -> HeadsCounted:
        pending.check_running()
        pending.head_count = self.count
        return HeadsCounted(pending.session)


def _can_be_called(pending: PendingChanges, arrival: Arrival) -> bool:
    mark = pending.mark_of(arrival.student_id)
    return not arrival.called and mark is not None and mark.status.attends


def _encode_called(event: Any) -> dict[str, Any]:
    students = [each.student_id for each in event.arrivals]
    return {"teacher_id": event.teacher_id, "students": students, "remaining": event.remaining}


def _decode_called(values: Mapping[str, Any], session: LiveSession) -> dict[str, Any]:
    arrivals = (session.arrivals.get(each) for each in values["students"])
    return {
        "teacher_id": values["teacher_id"],
        "arrivals": tuple(each for each in arrivals if each),
        "remaining": values["remaining"],
    }


recorded(Flagged)
recorded(HeadsCounted)
recorded(CalledOut, _encode_called, _decode_called)
