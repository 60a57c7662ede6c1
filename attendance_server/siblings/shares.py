"""How many connections each worker has, in memory that all of them see."""

import mmap
from pathlib import Path

ABSENT = -1
"""In place of the number of a worker that accepts no connections."""

WIDTH = 8


class Shares:
    """The number of connections per worker. Each writes its own; its parent, that it has ended."""

    def __init__(self, file: Path) -> None:
        """`file`: shared by all workers; see `size_of`. Raises `OSError`."""
        with file.open("r+b") as shared:
            # Words of the processor, which are never seen half written.
            self._counts = memoryview(mmap.mmap(shared.fileno(), 0)).cast("q")

    @staticmethod
    def size_of(places: int) -> int:
        """The bytes of a file for workers with the numbers 1 to `places`."""
        return places * WIDTH

    def have(self, number: int, connections: int) -> None:
        """This worker has so many connections, and accepts more."""
        self._counts[number - 1] = connections

    def leave(self, number: int) -> None:
        """This worker accepts no connections, or no longer."""
        self._counts[number - 1] = ABSENT

    def fewest_of_others(self, number: int) -> int | None:
        """The fewest that any other worker has; `None` if no other accepts any."""
        others = [
            count for at, count in enumerate(self._counts, 1) if at != number and count != ABSENT
        ]
        return min(others, default=None)
