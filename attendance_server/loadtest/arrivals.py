"""Notices when the last socket has received a frame, without checking every socket per frame."""

import asyncio
from collections import deque
from collections.abc import Callable

from .reference import NEVER, Follower, Reference


class Arrivals:
    """Watches one place in the reference at a time: the end of the next awaited frame.

    Sockets that pass this place are counted, and the last one sets the arrival time, in seconds of
    `clock`. Then the place moves on to the end of the next awaited frame.
    """

    def __init__(self, reference: Reference, clock: Callable[[], float]) -> None:
        self.place = NEVER
        self._reference = reference
        self._clock = clock
        self._left = 0
        self._followers: dict[Follower, None] = {}
        self._waiting: deque[tuple[int, asyncio.Future[float]]] = deque()
        reference.on_growth = self._look

    def add(self, follower: Follower) -> None:
        """Wait for this socket to receive every frame from now on."""
        self._followers[follower] = None

    def stop_waiting_for(self, follower: Follower) -> None:
        """Stop waiting for a socket that has closed or gone astray."""
        if follower in self._followers:
            del self._followers[follower]
            if follower.place < self.place != NEVER:
                self.passed()

    def expect(self, frames: int) -> "asyncio.Future[float]":
        """A future for the time when every socket has received `frames` frames.

        Calls must have increasing numbers.
        """
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting.append((frames, future))
        self._look()
        return future

    def passed(self) -> None:
        """Note that a socket has passed the place or is no longer waited for."""
        self._left -= 1
        if self._left == 0:
            self._reached()
            self._look()

    def _look(self) -> None:
        """Find the next place to watch, after those that every socket has passed already."""
        while self.place == NEVER and self._waiting:
            end = self._reference.end_of(self._waiting[0][0] - 1)
            if end is None:
                return
            self._left = sum(follower.place < end for follower in self._followers)
            self.place = end
            if not self._left:
                self._reached()

    def _reached(self) -> None:
        self.place = NEVER
        _, future = self._waiting.popleft()
        if not future.done():
            future.set_result(self._clock())
