"""What one socket, one user, and all together may take of the server. Pure: the time is passed in.

Frames are counted here and not by the library that counts log-ins: there, every count looks at
all keys for some that are over, which with ten thousand sockets takes longer than the frame itself.
"""

from attrs import frozen

from ..errors import ServerFull, TooManyFrames, TooManySockets
from ..settings import Rate
from .rooms import Connection, Rooms


@frozen(kw_only=True)
class SocketLimits:
    """`frames`: how many one socket may send in a window that begins with the first of them.

    `sockets`: how many may be open; `sockets_per_user`: how many of them may be one user's.
    """

    frames: Rate | None
    sockets: int
    sockets_per_user: int

    def check_room(self, rooms: Rooms, user_id: str) -> None:
        """Whether there is room for one more socket of a user.

        Who finds some has to join before others can ask. Raises `TooManySockets` and `ServerFull`.
        """
        if len(rooms.of_user(user_id)) >= self.sockets_per_user:
            raise TooManySockets
        if rooms.size >= self.sockets:
            raise ServerFull

    def count_frame(self, who: Connection, now: float) -> None:
        """A socket has sent a frame, good or bad. Raises `TooManyFrames`.

        `now`: seconds on any clock that does not go back.
        """
        if self.frames is None:
            return
        if now - who.counted_from >= self.frames.seconds:
            who.counted_from, who.frames = now, 0
        who.frames += 1
        if who.frames > self.frames.count:
            raise TooManyFrames
