"""Whole WebSocket frames, unmasked, as a server sends them (RFC 6455, section 5.2)."""

import struct

from ..wire.codec import ServerEvent, frame_text

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


PING = struct.pack("!BB", 0x89, 0)
"""A whole ping frame without content, unmasked."""


def pong(content: bytes) -> bytes:
    """The whole frame that answers a ping with that content (RFC 6455, section 5.5.3)."""
    return struct.pack("!BB", 0x8A, len(content)) + content
