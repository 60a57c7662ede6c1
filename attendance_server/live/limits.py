"""What one socket, one user, and all sockets together may use. Pure: the time is passed in.

Frames are not counted by the library that counts log-ins: it searches all keys for expired ones at
every count, which takes longer than the frame itself when there are ten thousand sockets.
"""

import math

from attrs import define, frozen

from ..errors.sockets import ServerFull, TooManyFrames, TooManySockets
from ..settings.choices import Rate
from .connection import Connection
from .rooms import Rooms

TURNED_AWAY = 32
"""Sockets, at least, that may stay until their client hangs up though they are not let in."""

TURNED_AWAY_SHARE = 10
"""And one more per this many that may be open."""


@frozen(kw_only=True)
class SocketLimits:
    """`frames`: how many one socket may send in a window that begins with the first of them.

    `sockets`: how many may be open; `sockets_per_user`: how many of them may be one user's.
    """

    frames: Rate | None
    sockets: int
    sockets_per_user: int

    def check_capacity(self, rooms: Rooms, user_id: str) -> None:
        """Check that a user may open one more socket. Raises `TooManySockets` and `ServerFull`.

        It has to join the rooms before anyone else can ask.
        """
        if len(rooms.of_user(user_id)) >= self.sockets_per_user:
            raise TooManySockets
        if rooms.size >= self.sockets:
            raise ServerFull

    def may_linger(self, lingering: int) -> bool:
        """Whether one more socket that is turned away may stay until its client hangs up.

        It takes no place from sockets that are let in. `lingering`: how many stay already.
        """
        return lingering < max(TURNED_AWAY, self.sockets // TURNED_AWAY_SHARE)

    def count_frame(self, connection: Connection, now: float) -> None:
        """Count a frame that a client has sent, valid or not. Raises `TooManyFrames`.

        `now`: seconds on any clock that is never set back.
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

    Every socket may take `share` of the time, and `allowance` seconds at once. Sockets that take
    more have to wait, one after another, so that most of the loop's time is left for others: all of
    them together get the share `lane`, however many they are and whatever they send.
    """

    share: float = 0.05
    allowance: float = 0.05
    lane: float = 0.25
    _lane_free_at: float = -math.inf

    def book(self, connection: Connection, now: float) -> float:
        """Book what a socket has cost, and return for how many seconds it has to wait.

        `now` as in `SocketLimits.count_frame`.
        """
        cost, connection.cost = connection.cost, 0.0
        connection.paid_at = max(connection.paid_at, now) + cost / self.share
        overdrawn = connection.paid_at - now - self.allowance / self.share
        if overdrawn <= 0:
            return 0.0
        # Debts are forgotten after the time that it takes to earn the allowance again.
        connection.paid_at = min(connection.paid_at, now + 2 * self.allowance / self.share)
        self._lane_free_at = max(self._lane_free_at, now) + cost / self.lane
        return self._lane_free_at - now
