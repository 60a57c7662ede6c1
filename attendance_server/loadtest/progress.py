"""Shows the progress of the test on standard error, with a bar if that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from . import extra
from .target import TestRefused

Move = Callable[[int], None]
"""Called with the amount of the phase that is done."""


class Progress:
    """A bar per phase. Without `tqdm`, a line per phase, and a note on how to get the bar."""

    def __init__(self) -> None:
        self._tqdm: Any = None
        try:
            self._tqdm = extra.need("tqdm", "a progress bar").tqdm
        except TestRefused as exc:
            print(exc, file=sys.stderr)
        else:
            # tqdm's monitor thread would take time from the sockets while they are measured.
            self._tqdm.monitor_interval = 0

    @contextmanager
    def phase(self, name: str, total: int) -> Iterator[Move]:
        """Show a phase while the block runs."""
        if self._tqdm is None:
            print(name, file=sys.stderr)
            yield lambda done: None
            return
        with self._tqdm(desc=f"{name:<22}", total=total, disable=None, mininterval=0.5) as bar:
            yield lambda done: bar.update(done - bar.n)


class Ticks:
    """Counts the steps of a phase."""

    def __init__(self, move: Move) -> None:
        self._move = move
        self._count = 0

    def __call__(self) -> None:
        self._count += 1
        self._move(self._count)
