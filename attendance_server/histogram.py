"""How values are distributed, at the cost of one addition each. Pure."""

from bisect import bisect_left

from attrs import define, field


@define(eq=False)
class Histogram:
    """Counts values by the first of `bounds` that they do not exceed; the last count has no bound.

    `bounds` are in ascending order; `total` is the sum of the values.
    """

    bounds: tuple[float, ...]
    counts: list[int] = field(init=False)
    total: float = field(init=False, default=0.0)

    def __attrs_post_init__(self) -> None:
        self.counts = [0] * (len(self.bounds) + 1)

    def add(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Bounds for what takes from a millisecond to as long as a change waits by default."""

SIZES = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 3_000.0, 10_000.0)
"""Bounds for how many changes there are in a commit."""
