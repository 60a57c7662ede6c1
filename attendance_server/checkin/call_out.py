"""Which students the teacher looks up at: drawn at random, odd check-ins more often. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from random import Random

from ..models import Arrival, Flag
from .usual import Sign

WEIGHTS: Mapping[Flag, float] = {
    Flag.SHARED_DEVICE: 8,
    Flag.OTHER_NETWORK: 8,
    Flag.ALWAYS_TOGETHER: 8,
    Flag.NEW_DEVICE: 4,
    Flag.OVER_HEAD_COUNT: 4,
    Flag.TYPED: 2,
}
"""How much more often a student with this flag is drawn than one without any."""

SIGNS: Mapping[Sign, float] = {
    Sign.TYPED: 50,
    Sign.OUTSIDE: 50,
    Sign.OTHER_DEVICE: 50,
    Sign.WAS_ABSENT: 1000,
}
"""The same for signs: few of these students are honest, so nearly all of them are called."""


def weight(arrival: Arrival, signs: Collection[Sign] = ()) -> float:
    """How often a student is drawn, compared with one about whom nothing is odd or unusual.

    What a teacher has decided weighs nothing: they have looked at that student.
    """
    if arrival.decided:
        return 1
    return 1 + sum(WEIGHTS[flag] for flag in arrival.flags) + sum(SIGNS[sign] for sign in signs)


def draw(
    arrivals: Iterable[Arrival],
    count: int,
    random: Random,
    signs: Mapping[str, Collection[Sign]],
) -> Sequence[Arrival]:
    """Up to `count` of the check-ins, each at most once, drawn by their weights.

    `signs`: what is unusual for each student.
    """

    def place(arrival: Arrival) -> float:
        return float(random.random() ** (1 / weight(arrival, signs.get(arrival.student_id, ()))))

    # The largest of these numbers are a weighted sample (Efraimidis and Spirakis, 2006).
    return sorted(arrivals, key=place, reverse=True)[:count]
