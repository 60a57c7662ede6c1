"""Whole WebSocket frames, unmasked, as a server sends them (RFC 6455, section 5.2).

They carry no mask (section 5.1), so the same bytes serve every client.
"""

import struct
from collections.abc import Iterable

import orjson

from ..wire.codec import FrameId, ServerEvent, frame_text

FIN_TEXT = 0x81

PING = struct.pack("!BB", 0x89, 0)
"""A ping frame without content."""


class WebSocketCodec:
    """Encodes the server's events as text frames."""

    def encode(self, payload: ServerEvent) -> bytes:
        return text_frame(frame_text(payload))

    def frame(self, event: str, data: bytes) -> bytes:
        return text_frame(b'{"event":%b,"data":%b}' % (orjson.dumps(event), data))

    def with_id(self, frame: bytes, frame_id: FrameId) -> bytes:
        start = {126: 4, 127: 10}.get(frame[1], 2)
        return text_frame(b'%b,"id":%b}' % (frame[start:-1], orjson.dumps(frame_id)))

    def join(self, frames: Iterable[bytes]) -> bytes:
        return b"".join(frames)


WEBSOCKET = WebSocketCodec()


def text_frame(text: bytes) -> bytes:
    """The frame that holds that text."""
    if len(text) < 126:
        return struct.pack("!BB", FIN_TEXT, len(text)) + text
    if len(text) < 1 << 16:
        return struct.pack("!BBH", FIN_TEXT, 126, len(text)) + text
    return struct.pack("!BBQ", FIN_TEXT, 127, len(text)) + text


def pong(content: bytes) -> bytes:
    """The frame that answers a ping with that content (section 5.5.3)."""
    return struct.pack("!BB", 0x8A, len(content)) + content
