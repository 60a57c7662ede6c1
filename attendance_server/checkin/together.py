"""Students who always arrive together. Pure.

A friend who checks in for two, with two phones, does so within seconds, every time. Friends who
walk in together do not manage that: once in a while someone stands between them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

WITHIN = timedelta(seconds=2)
"""Two check-ins that are no further apart happened together."""

LEAST = 5
"""Sessions that two students have both checked in to, so that anything follows from it."""

BY_CHANCE = 0.01
"""How probable it may be that any two students of the class are always together by chance."""

Arrivals: TypeAlias = Mapping[str, datetime]
"""When each student checked in to one session."""

Pair: TypeAlias = tuple[str, str]


def always_together(sessions: Sequence[Arrivals]) -> list[Pair]:
    """The pairs of the first session who were together in every session that both checked in to.

    They checked in to at least `LEAST` sessions, and in so many that it is hardly chance: in a
    burst, every student is within two seconds of many others.
    """
    if not sessions:
        return []
    shared = dict.fromkeys(_together(sessions[0]), 1)
    size = len(sessions[0])
    chance = dict.fromkeys(shared, _share(len(shared), size) * _pairs(size))
    for arrivals in sessions[1:]:
        if not shared:
            break
        share = _share(sum(1 for _ in _together(arrivals)), len(arrivals))
        for pair in list(shared):
            first, second = map(arrivals.get, pair)
            if first is None or second is None:
                continue
            if abs(first - second) > WITHIN:
                del shared[pair]
                continue
            shared[pair] += 1
            chance[pair] *= share
    return [pair for pair, count in shared.items() if count >= LEAST and chance[pair] <= BY_CHANCE]


def _together(arrivals: Arrivals) -> Iterator[Pair]:
    """The pairs who checked in within `WITHIN`, each once, with the smaller id first."""
    ordered = sorted(arrivals.items(), key=lambda item: item[1])
    for index, (student, at) in enumerate(ordered):
        for other, later in ordered[index + 1 :]:
            if later - at > WITHIN:
                break
            yield (student, other) if student < other else (other, student)


def _share(together: int, size: int) -> float:
    """The share of all pairs that were together: how probable that is for any one of them."""
    return together / _pairs(size)


def _pairs(size: int) -> float:
    return max(1, size * (size - 1) / 2)
