"""The one stream that is parsed, and every socket's place in it.

All sockets of a session get the same frames in the same order, and a server's frames carry no
mask, so all sockets get the same bytes. That is what makes a check of every delivery affordable:

- The *reference* is a byte string that starts with the session. It grows by whole frames only, and
  only by frames that were parsed and found to be exactly what has to come next: frame 0 tells of
  mark 0, frame 1 of mark 1, and so on, and the last is the result. Whichever socket is ahead of
  all others brings the next frame, so each frame is parsed once, and no frame that is wrong ever
  gets in.
- A *follower* is one socket's place in it: the number of bytes of the session that it got. Each
  chunk it receives is compared with the reference's bytes at its place (one `memcmp`), and its
  place moves on by the length of the chunk.

Why that proves order, completeness and intactness at every socket: a place only moves over bytes
that are equal to the reference's, and it moves from 0 without gaps. So when a follower stands at
place p, what it received is, byte for byte, the first p bytes of the reference. The frames in them
are those that were parsed, in that order: none missing, none twice, none swapped, no bit changed.
A follower that stands at the end has received all of it. Nothing has been assumed of how the bytes
were cut into chunks, and nothing of the sockets being in step.

What a socket is sent for itself alone is taken out before its bytes are compared: pings, pongs and
closes, which may come between any two frames, and answers to it alone, such as an `ERROR`. They are
found where the comparison fails, and only at a frame's beginning. A text frame there that is
neither the reference's nor an answer makes the socket a *stray*: from then on its own frames are
parsed, which costs more and tells exactly what was missing, twice, out of order or corrupt.

The one frame that may be large, a result of many students, is taken into the reference as it comes
and parsed when it is complete; otherwise every socket would have to keep its own half of it.
"""

import sys
from bisect import bisect_right
from collections.abc import Callable

from .frames import TEXT, BrokenFrame, Head, head
from .plan import Plan
from .stray import Stray

LARGE = 16 * 1024
"""Bytes from which on a frame is taken into the reference before it is complete."""

NEVER = sys.maxsize


class Reference:
    """The bytes that every socket of one session has to get.

    `bad` counts large frames that were found wrong when they were complete: everyone who follows
    got them.
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
        """How many frames end at `place` or before it."""
        return bisect_right(self.ends, place)

    def start_of(self, place: int) -> int:
        """Where the frame begins that `place` lies in."""
        before = self.frames_before(place)
        return self.ends[before - 1] if before else 0

    def end_of(self, number: int) -> int | None:
        """Where the frame with this number ends; `None` while it is not complete."""
        complete = number < len(self.ends) and self.ends[number] <= len(self.data)
        return self.ends[number] if complete else None

    def frame(self, number: int) -> bytes | None:
        """The frame with this number, its head included; `None` while it is not complete."""
        end = self.end_of(number)
        return None if end is None else bytes(self.data[self.start_of(end - 1) : end])

    def take(self, place: int, piece: bytes, frame_head: Head) -> bool:
        """Whether `piece`, a frame at `place` or the beginning of one, is the session's next.

        `found` is its head, counted from the beginning of `piece`.
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

    `on_own` gets what was sent to this socket alone, opcode and payload; it returns whether that
    is something a server may send to one socket alone.
    """

    def __init__(self, reference: Reference, on_own: Callable[[int, bytes], bool]) -> None:
        self.reference = reference
        self.place = 0
        self.stray: Stray | None = None
        self._on_own = on_own
        self._rest = b""

    @property
    def frames(self) -> int:
        """How many of the session's frames have been delivered here."""
        if self.stray:
            return self.stray.frames
        return self.reference.frames_before(self.place)

    def take(self, chunk: memoryview) -> None:
        """The next bytes from the server. They are not kept beyond the call."""
        # `startswith` is a memcmp; `==` between memoryviews goes item by item, 80 times slower.
        if (
            not self._rest
            and self.stray is None
            and self.reference.data.startswith(chunk, self.place)
        ):
            self.place += len(chunk)
        else:
            self._take_apart(self._rest + bytes(chunk))

    def _take_apart(self, data: bytes) -> None:
        """Frame by frame: the socket is ahead, or something is in between, or wrong."""
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
