"""A whole term of the simulation, and its tally."""

from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random

from attrs import Factory, define

from .assumptions import Assumptions
from .attempts import Lesson
from .people import DAY, Kind, School
from .register import Register
from .teacher import Seen, Teacher
from .wall import Wall


@define
class Tally:
    """What happened in a term.

    `honest`: students who were present and tried, per lesson; `first`: how many of their first
    codes were right, and `second`: how many of the `seconds` who needed another one succeeded with
    that, and `missed` how many did not, by whether they typed it. `doubted`: how many had a flag
    although they helped no one, and `flagged`: how many had which. `attempts`, `caught`: of absent
    students, by kind; `reasons`: why, by kind and reason.
    """

    honest: int = 0
    first: int = 0
    seconds: int = 0
    second: int = 0
    missed: Counter[bool] = Factory(Counter)
    doubted: int = 0
    flagged: Counter[str] = Factory(Counter)
    attempts: Counter[Kind] = Factory(Counter)
    caught: Counter[Kind] = Factory(Counter)
    reasons: Counter[tuple[Kind, str]] = Factory(Counter)

    def add(self, seen: Seen) -> None:
        kind = seen.attempt.cheat
        if kind is None:
            self._add_honest(seen)
            return
        self.attempts[kind] += 1
        if seen.caught_by:
            self.caught[kind] += 1
            self.reasons[kind, seen.caught_by] += 1

    def _add_honest(self, seen: Seen) -> None:
        tries = seen.attempt.tries
        self.honest += 1
        self.first += tries[0].right
        if len(tries) > 1:
            self.seconds += 1
            self.second += tries[1].right
            self.missed[tries[1].typed] += not tries[1].right
        if not seen.attempt.helps:
            self.doubted += bool(seen.flags)
            self.flagged.update(seen.flags)

    def share(self, kind: Kind) -> float:
        """The share of the attempts of a kind that were caught."""
        return self.caught[kind] / self.attempts[kind] if self.attempts[kind] else 1.0

    @property
    def share_of_all(self) -> float:
        return self.caught.total() / self.attempts.total() if self.attempts else 1.0

    def reasons_of(self, kind: Kind) -> dict[str, int]:
        return {reason: count for (of, reason), count in self.reasons.items() if of is kind}


def simulate(seeds: Iterable[int], assumptions: Assumptions) -> Tally:
    """One term per seed, each of another school."""
    tally = Tally()
    for seed in seeds:
        for seen in term(seed, assumptions):
            tally.add(seen)
    return tally


def term(seed: int, assumptions: Assumptions) -> Iterator[Seen]:
    """Every attempt of a term and its end, room by room."""
    rng = Random(seed)
    school = School.of(assumptions, rng)
    for room in school.rooms:
        teacher = Teacher(assumptions, rng, Register(room.id))
        for day in range(assumptions.lessons):
            opened_at = day * DAY + rng.uniform(0, 3600)
            wall = Wall.of(assumptions, rng, opened_at)
            lesson = Lesson(school, room, wall, opened_at)
            yield from teacher.lesson(school.new_id(), lesson.attempts(), room.called_out)
