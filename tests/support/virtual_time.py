"""An event loop whose time passes only when there is nothing else to do, and then at once."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

TURNS = 25
"""Turns of the loop in which everything that can happen now has happened."""


class _Selector(selectors.SelectSelector):
    """Where the loop would wait, its clock is put forward instead."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout:
            self.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop with a clock of its own."""

    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)
        # Timers are due a little early otherwise, and the clock would not move for them.
        self._clock_resolution = 1e-9

    def time(self) -> float:
        return self._virtual.now

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.run_until_complete(work)

    def settle(self) -> None:
        """Let everything happen that needs no time."""
        self.run(_turns())

    def pass_time(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self.run(asyncio.sleep(seconds))


async def _turns() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)
