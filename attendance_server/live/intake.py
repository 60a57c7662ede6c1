"""What a WebSocket receives: every frame is counted on arrival, and messages come one at a time.

aiohttp parses all that arrives and hands out whole messages, so fragments cannot be counted there,
and frames that wait for a slow answer would be counted late. So an `Intake` replaces aiohttp's
protocol at the transport after the handshake (`asyncio.Transport.set_protocol`), reads the header
of every frame, and passes the bytes on when the next message is wanted.
"""

import asyncio
import time
from collections import deque
from typing import Protocol

from ..errors.sockets import SocketRefused, WrongFrame
from .connection import Connection
from .websocket import WebSocketConnection

HELD = 64 * 1024
"""Bytes that may wait to be handled; above that, reading from the network pauses."""

SECONDS_PER_FRAME = 10e-6
"""What reading a frame costs, whatever is in it."""

AT_ONCE = 500
"""Frames that are counted in one turn of the loop."""

MASKED = 0x80
MASK = 4
CONTROL = CLOSE = 0x8

WAKE = b"\x8a\x00"
"""A pong. aiohttp hands it to the reader, which has to wake up when no frame may wake it."""

UNUSED = frozenset({1004, 1005, 1006})
"""Close codes that no close frame may carry (RFC 6455, section 7.4.1)."""


class FrameLimit(Protocol):
    """Counts the frames of a socket."""

    def count_frame(self, connection: Connection, now: float) -> None:
        """Raises `TooManyFrames`."""
        ...


class Intake(asyncio.Protocol):
    """Stands between a transport and aiohttp's protocol while a WebSocket is open.

    Bytes have positions in the stream. Those before `_at` are passed on, those before `_scanned`
    are counted as frames, and `_held` begins at `_base`. `_ends`: the positions at which complete
    messages end. The last frame still lacks `_left` bytes, and ends its message if `_last` is set.
    `refusal`: what was wrong with a frame, after which nothing more is taken.

    There may be ten thousand of them, so nothing is allocated before it is needed.
    """

    __slots__ = (
        "_allowance",
        "_at",
        "_base",
        "_connection",
        "_ends",
        "_held",
        "_last",
        "_left",
        "_limit",
        "_protocol",
        "_scanned",
        "_wanted",
        "refusal",
    )

    def __init__(self, connection: WebSocketConnection, limit: FrameLimit) -> None:
        """Receive everything from the connection's transport from now on."""
        protocol = connection.transport.get_protocol()
        assert isinstance(protocol, asyncio.Protocol)
        self._protocol = protocol
        self._connection = connection
        self._limit = limit
        self._held = b""
        self._base = self._at = self._scanned = self._left = 0
        self._last = False
        self._ends: deque[int] | None = None
        self._wanted = False
        self.refusal: SocketRefused | WrongFrame | None = None
        # Bytes that are still passed on uncounted; `None` until the socket is being closed.
        self._allowance: int | None = None
        connection.transport.set_protocol(self)

    def want(self) -> bool:
        """Pass one more message on to aiohttp, now or as soon as it has arrived.

        Returns whether one may come. If not, the next frame is refused, and `refusal` says why.
        """
        if self._wanted:
            # aiohttp has handed out a message that came with the handshake, before this `Intake`.
            try:
                self._count(time.monotonic())
            except SocketRefused as refusal:
                self.refusal = refusal
        self._wanted = True
        self._pass_on()
        return not (self._wanted and self.refusal)

    def finish(self) -> None:
        """The socket is being closed: aiohttp finds the client's close frame by itself.

        Bytes above a bound are dropped unread.
        """
        held, self._allowance = self._held[self._at - self._base :], HELD
        self._forget()
        self.data_received(held)
        self._connection.transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        if self._allowance is not None:
            passed, self._allowance = data[: self._allowance], max(0, self._allowance - len(data))
            if passed:
                self._protocol.data_received(passed)
        elif not self.refusal:
            self._held = self._held[self._at - self._base :] + data if self._held else data
            self._base = self._at
            self._scan()

    def eof_received(self) -> bool | None:
        return self._protocol.eof_received()

    def pause_writing(self) -> None:
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        self._protocol.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone: do no more work for it."""
        self._allowance = 0
        self._forget()
        self._protocol.connection_lost(exc)

    def _scan(self) -> None:
        """Count the frames that have arrived: some in this turn of the loop, the rest later."""
        if self.refusal or self._allowance is not None:
            return
        more = False
        try:
            more = self._count_frames(time.monotonic())
        except (SocketRefused, WrongFrame) as refusal:
            # The frames before it are still answered.
            self.refusal = refusal
            self._held = self._held[: self._scanned - self._base]
        if self._wanted:
            self._pass_on()
        if self._wanted and self.refusal:
            self._protocol.data_received(WAKE)
        if more:
            asyncio.get_running_loop().call_soon(self._scan)
        if self._waiting > HELD:
            self._connection.transport.pause_reading()

    def _count_frames(self, now: float) -> bool:
        """Count some frames; whether there are more. Raises `TooManyFrames` and `WrongFrame`."""
        held, base = self._held, self._base
        at, end = self._scanned - base, len(held)
        for _ in range(AT_ONCE):
            if self._left:
                there = min(self._left, end - at)
                at += there
                self._left -= there
                self._scanned = base + at
                if self._left:
                    return False
                self._end_frame()
            header = read_header(held, at)
            if header is None:
                return False
            self._count(now)
            size, self._left, self._last = header
            at += size
            self._scanned = base + at
            if not self._left:
                self._end_frame()
        return True

    def _count(self, now: float) -> None:
        """Count a frame that has arrived. Raises `TooManyFrames`."""
        self._limit.count_frame(self._connection, now)
        self._connection.missed_beats = 0
        self._connection.cost += SECONDS_PER_FRAME

    def _end_frame(self) -> None:
        if self._last:
            if self._ends is None:
                self._ends = deque()
            self._ends.append(self._scanned)

    @property
    def _waiting(self) -> int:
        """Bytes that have arrived and are not passed on yet."""
        return self._base + len(self._held) - self._at

    def _pass_on(self) -> None:
        end = self._scanned
        if self._ends:
            end = self._ends.popleft()
            self._wanted = False
        if end > self._at:
            was_full = self._waiting > HELD
            passed = self._held[self._at - self._base : end - self._base]
            self._at = end
            if was_full and self._waiting <= HELD:
                self._connection.transport.resume_reading()
            if not self._waiting:
                self._forget()
            self._protocol.data_received(passed)

    def _forget(self) -> None:
        self._held, self._ends = b"", None
        self._base = self._at = self._scanned = 0


def read_header(held: bytes, at: int) -> tuple[int, int, bool] | None:
    """The header of the client's frame at `at` (RFC 6455, section 5.2).

    Returns the size of the header with its mask, the size of the payload, and whether the frame
    ends a message; `None` if more has to arrive, for a close frame its code included. Raises
    `WrongFrame` for a frame without a mask, and for a close code that may not be sent.
    """
    if len(held) < at + 2:
        return None
    first, second = held[at], held[at + 1]
    if not second & MASKED:
        raise WrongFrame("frames of a client are masked")
    opcode, length = first & 0x0F, second & 0x7F
    size = 2 + (2 if length == 126 else 8 if length == 127 else 0)
    if len(held) < at + size + MASK:
        return None
    if length >= 126:
        length = int.from_bytes(held[at + 2 : at + size])
    size += MASK
    if opcode == CLOSE and length >= 2:
        masked = held[at + size : at + size + 2]
        if len(masked) < 2:
            return None
        key = held[at + size - MASK : at + size]
        code = int.from_bytes(masked) ^ int.from_bytes(key[:2])
        if not may_be_sent(code):
            raise WrongFrame(f"{code} is no close code")
    return size, length, bool(first & 0x80 or opcode & CONTROL)


def may_be_sent(code: int) -> bool:
    """Whether a close frame of a client may carry this code (RFC 6455, section 7.4)."""
    return (1000 <= code <= 1014 and code not in UNUSED) or 3000 <= code <= 4999
