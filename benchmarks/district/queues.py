"""Virtual time, and queues in it."""

import heapq
from collections import defaultdict
from collections.abc import Callable
from typing import Any

WINDOW = 10
"""Seconds of virtual time over which the use of a queue's servers is added up."""


class Clock:
    """Runs what is due, in the order of time. `now`: seconds of virtual time."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, int, Callable[..., object], tuple[Any, ...]]] = []
        self._number = 0

    def at(self, when: float, call: Callable[..., object], *arguments: Any) -> None:
        """Call a function at a time, which is not in the past."""
        self._number += 1
        heapq.heappush(self._due, (max(when, self.now), self._number, call, arguments))

    def run(self) -> None:
        """Run until nothing is due any more."""
        while self._due:
            self.now, _, call, arguments = heapq.heappop(self._due)
            call(*arguments)


class Queue:
    """First come, first served, by one worker or several.

    `work`: seconds of work by the window in which it was begun and its kind.
    """

    def __init__(self, clock: Clock, workers: int = 1) -> None:
        self.work: defaultdict[tuple[int, str], float] = defaultdict(float)
        self._clock = clock
        self._free = [0.0] * workers

    def add(
        self,
        kind: str,
        work: float,
        then: Callable[..., object] | None = None,
        *arguments: Any,
        later: float = 0.0,
    ) -> None:
        """Work so many seconds when its turn has come.

        `then` is called when it is done, or so many seconds `later`, which no worker waits for.
        """
        begin = max(self._clock.now, self._free[0])
        heapq.heapreplace(self._free, begin + work)
        self.work[int(begin) // WINDOW, kind] += work
        if then:
            self._clock.at(begin + work + later, then, *arguments)

    def hold(self, until: float) -> None:
        """Begin nothing before that time."""
        self._free = [max(free, until) for free in self._free]

    def use(self) -> dict[int, float]:
        """The share of its workers' time that was used, by window; about 1 while work waits."""
        windows = defaultdict[int, float](float)
        for (window, _), work in self.work.items():
            windows[window] += work / WINDOW / len(self._free)
        return windows
