"""Which students the teacher looks up at: drawn at random, odd check-ins more often. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random

from ..models import Arrival, Flag

WEIGHTS: Mapping[Flag, float] = {
    Flag.SHARED_DEVICE: 8,
    Flag.OTHER_NETWORK: 8,
    Flag.ALWAYS_TOGETHER: 8,
    Flag.NEW_DEVICE: 4,
    Flag.OVER_HEAD_COUNT: 4,
    Flag.TYPED: 2,
}
"""How much more often a student with this flag is drawn than one without any."""


def weight(arrival: Arrival) -> float:
    """How often a student is drawn, compared with one without a flag.

    What a teacher has decided weighs nothing: they have looked at that student.
    """
    return 1 + sum(WEIGHTS[flag] for flag in arrival.flags if arrival.undecided)


def draw(arrivals: Iterable[Arrival], count: int, random: Random) -> Sequence[Arrival]:
    """Up to `count` of the check-ins, each at most once, drawn by their weights."""
    # The largest of these numbers are a weighted sample (Efraimidis and Spirakis, 2006).
    return sorted(
        arrivals, key=lambda arrival: random.random() ** (1 / weight(arrival)), reverse=True
    )[:count]
