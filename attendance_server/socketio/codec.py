"""The server's events as packets of Socket.IO, in whole WebSocket frames.

A client on long polling gets the same packets, taken out of their frames again. So one codec serves
both, and a connection may change from one to the other between any two frames.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from ..live.frames import text_frame
from ..wire.codec import FrameId, ServerEvent, to_wire


class SocketIOCodec:
    """Encodes an event as `42["EVENT",{…}]`, and its answer to a callback as `43<id>[{…}]`."""

    def encode(self, payload: ServerEvent) -> bytes:
        return self.frame(payload.event, orjson.dumps(to_wire(payload)))

    def frame(self, event: str, data: bytes) -> bytes:
        return text_frame(b'42["%b",%b]' % (event.encode(), data))

    def with_id(self, frame: bytes, frame_id: FrameId) -> bytes:
        """The frame as it is, for `on`, and after it the packet for the callback of `emit`."""
        start, _ = _payload(frame, 0)
        comma = frame.index(b",", start)
        name, data = frame[start + 3 : comma], frame[comma + 1 : -1]
        answer = b'43%b[{"event":%b,"data":%b}]' % (str(frame_id).encode(), name, data)
        return frame + text_frame(answer)

    def join(self, frames: Iterable[bytes]) -> bytes:
        return b"".join(frames)


SOCKETIO = SocketIOCodec()


def packet_frame(text: str) -> bytes:
    """The frame with an encoded packet of Engine.IO."""
    return text_frame(text.encode())


def packets_in(frames: bytes) -> Iterator[str]:
    """The encoded packets in whole frames."""
    at = 0
    while at < len(frames):
        start, end = _payload(frames, at)
        yield frames[start:end].decode()
        at = end


def _payload(frames: bytes, at: int) -> tuple[int, int]:
    """Where the payload of the server's frame at `at` starts and ends."""
    length, start = frames[at + 1], at + 2
    extended = {126: 2, 127: 8}.get(length, 0)
    if extended:
        length = int.from_bytes(frames[start : start + extended])
        start += extended
    return start, start + length


class Json:
    """The JSON of the libraries' packets, as this server reads and writes it everywhere."""

    @staticmethod
    def loads(text: str) -> Any:
        return orjson.loads(text)

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        return orjson.dumps(value).decode()
