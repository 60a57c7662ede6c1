"""Whole WebSocket frames, unmasked, as a server sends them (RFC 6455, section 5.2)."""

import struct

import orjson

from ..wire.codec import FrameId, ServerEvent, frame_text

FIN_TEXT = 0x81


def encode(payload: ServerEvent) -> bytes:
    """A whole WebSocket text frame, unmasked."""
    return text_frame(frame_text(payload))


def text_frame(text: bytes) -> bytes:
    """The frame that holds that text (RFC 6455, section 5.2)."""
    if len(text) < 126:
        return struct.pack("!BB", FIN_TEXT, len(text)) + text
    if len(text) < 1 << 16:
        return struct.pack("!BBH", FIN_TEXT, 126, len(text)) + text
    return struct.pack("!BBQ", FIN_TEXT, 127, len(text)) + text


def with_id(frame: bytes, frame_id: FrameId) -> bytes:
    """An encoded frame of the server, with the `id` of the client's frame that it answers."""
    start = {126: 4, 127: 10}.get(frame[1], 2)
    return text_frame(b'%b,"id":%b}' % (frame[start:-1], orjson.dumps(frame_id)))


PING = struct.pack("!BB", 0x89, 0)
"""A whole ping frame without content, unmasked."""


def pong(content: bytes) -> bytes:
    """The whole frame that answers a ping with that content (RFC 6455, section 5.5.3)."""
    return struct.pack("!BB", 0x8A, len(content)) + content
