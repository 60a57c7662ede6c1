"""Checks every delivery at every socket by comparing it with a stream that is parsed only once.

All sockets of a session receive the same frames in the same order, and server frames carry no mask,
so all sockets receive the same bytes. That makes it affordable to check every delivery:

- The *reference* is the byte string of the session's frames. It grows only by whole frames that
  were parsed and are exactly what must come next: frame 0 reports mark 0, frame 1 mark 1, and so
  on, and the last is the result. The socket that is ahead of all others supplies the next frame, so
  each frame is parsed once, and no wrong frame is ever added.
- A *follower* is one socket's place in the reference: the number of bytes of the session that it
  has received. Each chunk is compared with the bytes of the reference at that place (one `memcmp`),
  and the place advances by the length of the chunk.

Why this proves order, completeness and integrity at every socket: a place advances only over bytes
that equal those of the reference, from 0 and without gaps. So a follower at place p has received
exactly the first p bytes of the reference. The frames in them are those that were parsed, in that
order: none missing, duplicated, swapped or changed. A follower at the end has received all of them.
This assumes nothing about how the bytes are split into chunks, or about sockets being in step.

Frames for one socket alone are removed before the comparison: pings, pongs and closes, which may
come between any two frames, and answers such as an `ERROR`. They are looked for where the
comparison fails, and only at the start of a frame. A text frame there that is neither the next of
the reference nor an answer makes the socket a *stray*: from then on its own frames are parsed,
which costs more, and shows exactly what was missing, duplicated, out of order or corrupt.

The one frame that may be large, the result for many students, is added to the reference as it
arrives and parsed when it is complete; otherwise every socket would have to keep its own part.
"""

import sys
from bisect import bisect_right
from collections.abc import Callable

from .frames import TEXT, BrokenFrame, Head, head
from .plan import Plan
from .stray import Stray

LARGE = 16 * 1024
"""From this size in bytes, a frame is added to the reference before it is complete."""

NEVER = sys.maxsize


class Reference:
    """The bytes that every socket of one session must receive.

    `ends`: the end of each frame. `bad`: the number of large frames that turned out wrong when they
    were complete; every follower has received them.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.data = bytearray()
        self.ends: list[int] = []
        self.bad = 0
        self.on_growth: Callable[[], None] = lambda: None

    @property
    def whole(self) -> bool:
        """Whether the last frame is complete."""
        return not self.ends or self.ends[-1] == len(self.data)

    def frames_before(self, place: int) -> int:
        """The number of frames that end at `place` or before it."""
        return bisect_right(self.ends, place)

    def start_of(self, place: int) -> int:
        """The start of the frame that contains `place`."""
        before = self.frames_before(place)
        return self.ends[before - 1] if before else 0

    def end_of(self, number: int) -> int | None:
        """The end of the frame with this number; `None` while it is not complete."""
        complete = number < len(self.ends) and self.ends[number] <= len(self.data)
        return self.ends[number] if complete else None

    def frame(self, number: int) -> bytes | None:
        """The frame with this number, including its head; `None` while it is not complete."""
        end = self.end_of(number)
        return None if end is None else bytes(self.data[self.start_of(end - 1) : end])

    def take(self, place: int, piece: bytes, frame_head: Head) -> bool:
        """Whether `piece`, a frame at `place` or the start of one, is the next of the session.

        If it is new, it is added. `frame_head`: its head, with positions relative to `piece`.
        """
        have = len(self.data) - place
        if have >= len(piece):
            return self.data.startswith(piece, place)
        if have:
            same = not self.whole and self.data.startswith(piece[:have], place)
            return same and self._grow(piece[have:])
        if len(piece) == frame_head.end:
            if not self.plan.expects(len(self.ends), piece[frame_head.start :]):
                return False
        elif frame_head.end < LARGE or not self.plan.ends_with(len(self.ends)):
            return False
        self.ends.append(place + frame_head.end)
        return self._grow(piece, judged=len(piece) == frame_head.end)

    def _grow(self, piece: bytes, judged: bool = False) -> bool:
        self.data += piece
        if self.whole:
            last = self.frame(len(self.ends) - 1)
            if not judged and last is not None:
                frame_head = head(last, 0)
                text = last[frame_head.start :] if frame_head else b""
                self.bad += not self.plan.expects(len(self.ends) - 1, text)
            self.on_growth()
        return True


class Follower:
    """One socket's place in the reference.

    `on_own` is called with the opcode and the payload of a frame for this socket alone. It returns
    whether a server may send such a frame to one socket.
    """

    def __init__(self, reference: Reference, on_own: Callable[[int, bytes], bool]) -> None:
        self.reference = reference
        self.place = 0
        self.stray: Stray | None = None
        self._on_own = on_own
        self._rest = b""

    @property
    def frames(self) -> int:
        """The number of session frames that this socket has received."""
        if self.stray:
            return self.stray.frames
        return self.reference.frames_before(self.place)

    def take(self, chunk: memoryview) -> None:
        """Process the next bytes from the server. `chunk` is not kept beyond the call."""
        # `startswith` is a memcmp; `==` of memoryviews compares item by item, 80 times slower.
        if (
            not self._rest
            and self.stray is None
            and self.reference.data.startswith(chunk, self.place)
        ):
            self.place += len(chunk)
        else:
            self._take_apart(self._rest + bytes(chunk))

    def _take_apart(self, data: bytes) -> None:
        """Process data frame by frame: it is ahead of the reference, or differs from it."""
        if self.stray:
            self._rest = self.stray.take(data, self._on_own)
            return
        reference, used = self.reference, 0
        shared = len(reference.data) - self.place
        if reference.whole and reference.data.startswith(data[:shared], self.place):
            used = min(shared, len(data))
            self.place += used
        else:
            start = reference.start_of(self.place)
            data = bytes(reference.data[start : self.place]) + data
            self.place = start
        self._frames(data, used)

    def _frames(self, data: bytes, used: int) -> None:
        size = len(data)
        while used < size:
            try:
                frame_head = head(data, used)
            except BrokenFrame:
                return self._go_astray(data[used:])
            if frame_head is None:
                break
            if frame_head.opcode == TEXT:
                piece = data[used : frame_head.end]
                if self.reference.take(self.place, piece, frame_head.moved(-used)):
                    self.place += len(piece)
                    used += len(piece)
                    continue
            if frame_head.end > size:
                break
            if not self._on_own(frame_head.opcode, data[frame_head.start : frame_head.end]):
                return self._go_astray(data[used:])
            used = frame_head.end
        self._rest = data[used:]
        return None

    def _go_astray(self, data: bytes) -> None:
        self.stray = Stray(self.reference.plan, self.reference.frames_before(self.place))
        self._rest = self.stray.take(data, self._on_own)
