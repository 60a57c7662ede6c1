"""Finds out what is wrong with a socket whose bytes differ from those of the others."""

from collections.abc import Callable

from attrs import Factory, define, frozen

from .frames import TEXT, BrokenFrame, head, server_frame
from .plan import Plan


@frozen
class Faults:
    """The number of wrong deliveries of each kind, counted per socket."""

    missing: int = 0
    twice: int = 0
    disordered: int = 0
    corrupt: int = 0
    unended: int = 0

    def __add__(self, other: "Faults") -> "Faults":
        return Faults(
            self.missing + other.missing,
            self.twice + other.twice,
            self.disordered + other.disordered,
            self.corrupt + other.corrupt,
            self.unended + other.unended,
        )

    def __bool__(self) -> bool:
        return self != Faults()


@define(eq=False)
class Stray:
    """Reads the frames of one socket by themselves, after the first `agreed` ones."""

    plan: Plan
    agreed: int
    twice: int = 0
    disordered: int = 0
    corrupt: int = 0
    ended: bool = False
    _next: int = Factory(lambda self: self.agreed, takes_self=True)
    _texts: dict[int, bytes] = Factory(dict)
    _broken: bool = False

    @property
    def frames(self) -> int:
        """The number of different session frames that arrived, including the agreed ones."""
        return self.agreed + len(self._texts) + self.ended

    def take(self, data: bytes, on_own: Callable[[int, bytes], bool]) -> bytes:
        """Read the frames in `data`, and return the start of an incomplete last one.

        `on_own` is as for `Follower`.
        """
        used = 0
        while not self._broken:
            try:
                frame_head = head(data, used)
            except BrokenFrame:
                # The start of the next frame is unknown from here on.
                self._broken = True
                self.corrupt += 1
                break
            if frame_head is None or frame_head.end > len(data):
                return data[used:]
            payload = data[frame_head.start : frame_head.end]
            if not on_own(frame_head.opcode, payload) and frame_head.opcode == TEXT:
                self._read(payload)
            used = frame_head.end
        return b""

    def faults(self, frame: Callable[[int], bytes | None], ended: bool) -> Faults:
        """Everything that was wrong.

        `frame`: returns the frame with a number as the other sockets received it. `ended`: whether
        a result is expected.
        """
        differing = sum(
            (expected := frame(number)) is not None and expected != server_frame(TEXT, text)
            for number, text in self._texts.items()
        )
        marks = min(self.agreed, self.plan.sent) + len(self._texts)
        return Faults(
            missing=max(0, self.plan.sent - marks - self.corrupt),
            twice=self.twice,
            disordered=self.disordered,
            corrupt=self.corrupt + differing,
            unended=int(ended and not self.ended),
        )

    def _read(self, text: bytes) -> None:
        if self.plan.done and self.plan.expects(self.plan.sent, text):
            self.twice += self.ended
            self.ended = True
            return
        number = self.plan.locate(text, self._next)
        if number is None:
            self.corrupt += 1
        elif number < self.agreed or number in self._texts:
            self.twice += 1
        else:
            self.disordered += number < self._next or self.ended
            self._texts[number] = text
            self._next = max(self._next, number + 1)
