"""What one socket, one user, and all together may take of the server. Pure: the time is passed in.

Frames are counted here and not by the library that counts log-ins: there, every count looks at
all keys for some that are over, which with ten thousand sockets takes longer than the frame itself.
"""

import math

from attrs import define, frozen

from ..errors import ServerFull, TooManyFrames, TooManySockets
from ..settings import Rate
from .connection import Connection
from .rooms import Rooms

TURNED_AWAY = 32
"""Sockets that may wait for their client to hang up although they are not let in, at the least."""

TURNED_AWAY_SHARE = 10
"""And one for so many that may be open."""


@frozen(kw_only=True)
class SocketLimits:
    """`frames`: how many one socket may send in a window that begins with the first of them.

    `sockets`: how many may be open; `sockets_per_user`: how many of them may be one user's.
    """

    frames: Rate | None
    sockets: int
    sockets_per_user: int

    def check_capacity(self, rooms: Rooms, user_id: str) -> None:
        """Whether there is room for one more socket of a user.

        Who finds some has to join before others can ask. Raises `TooManySockets` and `ServerFull`.
        """
        if len(rooms.of_user(user_id)) >= self.sockets_per_user:
            raise TooManySockets
        if rooms.size >= self.sockets:
            raise ServerFull

    def may_linger(self, lingering: int) -> bool:
        """Whether one more socket that is turned away may stay until its client hangs up.

        They take no place from those who are let in. `lingering`: how many do so already.
        """
        return lingering < max(TURNED_AWAY, self.sockets // TURNED_AWAY_SHARE)

    def count_frame(self, connection: Connection, now: float) -> None:
        """A socket has sent a frame, good or bad. Raises `TooManyFrames`.

        `now`: seconds on any clock that does not go back.
        """
        if self.frames is None:
            return
        if now - connection.window_start >= self.frames.seconds:
            connection.window_start, connection.frame_count = now, 0
        connection.frame_count += 1
        if connection.frame_count > self.frames.count:
            raise TooManyFrames


@define
class LoopTime:
    """Accounts for the time of the event loop that sockets take.

    Every socket may take `share` of the time, and `allowance` seconds at once. Whatever sockets
    take beyond that they take one after another, and leave the loop alone for most of the time:
    all of them together get `lane` of it, however many they are and whatever they send.
    """

    share: float = 0.05
    allowance: float = 0.05
    lane: float = 0.25
    _lane_free_at: float = -math.inf

    def book(self, connection: Connection, now: float) -> float:
        """Account for what a socket has cost; the seconds that it has to wait are returned.

        `now` as in `SocketLimits.count_frame`.
        """
        cost, connection.cost = connection.cost, 0.0
        connection.paid_at = max(connection.paid_at, now) + cost / self.share
        overdrawn = connection.paid_at - now - self.allowance / self.share
        if overdrawn <= 0:
            return 0.0
        # Debts are not held against it for longer than it takes to earn the allowance once more.
        connection.paid_at = min(connection.paid_at, now + 2 * self.allowance / self.share)
        self._lane_free_at = max(self._lane_free_at, now) + cost / self.lane
        return self._lane_free_at - now
