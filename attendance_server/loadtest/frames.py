"""The parts of RFC 6455 that the load test needs, written by hand to keep its sockets cheap."""

import base64
import hashlib
import os
import struct
from typing import Any, NamedTuple

import orjson

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA

MAX_LENGTH = 256 << 20
"""The longest frame in bytes. A header with a greater length is not that of a frame."""

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class BrokenFrame(Exception):
    """The bytes are not a frame that a server may send."""


class Head(NamedTuple):
    """The start and the end of a frame's payload. `mask` is empty for frames from a server."""

    opcode: int
    mask: bytes
    start: int
    end: int

    def moved(self, by: int) -> "Head":
        """The same head, with its positions shifted by `by` bytes."""
        return Head(self.opcode, self.mask, self.start + by, self.end + by)


def head(data: bytes, at: int) -> Head | None:
    """The head of the frame that starts at `at`; `None` while the head is incomplete.

    Raises `BrokenFrame`, also for fragments, which the contract does not use.
    """
    if len(data) < at + 2:
        return None
    first, second = data[at], data[at + 1]
    if first not in (0x80 | TEXT, 0x80 | CLOSE, 0x80 | PING, 0x80 | PONG):
        raise BrokenFrame(f"byte {first:#04x} where a frame has to begin")
    length, start = second & 0x7F, at + 2
    extended = {126: 2, 127: 8}.get(length, 0)
    masked = 4 if second & 0x80 else 0
    if len(data) < start + extended + masked:
        return None
    if extended:
        length = int.from_bytes(data[start : start + extended])
        start += extended
    if length > MAX_LENGTH:
        raise BrokenFrame(f"a frame of {length} bytes")
    mask = data[start : start + masked]
    return Head(first & 0x0F, mask, start + masked, start + masked + length)


def server_frame(opcode: int, payload: bytes) -> bytes:
    """A frame as a server sends it."""
    return _head(opcode, len(payload), 0) + payload


def client_frame(opcode: int, payload: bytes) -> bytes:
    """A frame as a client must send it: masked."""
    mask = os.urandom(4)
    return _head(opcode, len(payload), 0x80) + mask + masked(payload, mask)


def event_frame(event: str, data: dict[str, Any] | None = None) -> bytes:
    """A text frame with an event of the contract, as a client sends it."""
    return client_frame(TEXT, orjson.dumps({"event": event, "data": data or {}}))


def masked(payload: bytes, mask: bytes) -> bytes:
    """`payload` with the mask applied, which also removes it."""
    key = (mask * (len(payload) // 4 + 1))[: len(payload)]
    return (int.from_bytes(payload) ^ int.from_bytes(key)).to_bytes(len(payload))


def handshake(host: str, path: str) -> tuple[bytes, bytes]:
    """A WebSocket handshake request, and the `Sec-WebSocket-Accept` that must answer it."""
    key = base64.b64encode(os.urandom(16))
    request = (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key.decode()}\r\n\r\n"
    )
    return request.encode(), accept_key(key)


def accept_key(key: bytes) -> bytes:
    """The `Sec-WebSocket-Accept` for a `Sec-WebSocket-Key`."""
    return base64.b64encode(hashlib.sha1(key + _GUID).digest())


def header(http_head: bytes, name: bytes) -> bytes:
    """The value of a header of a request or a response; empty if it is missing."""
    for line in http_head.split(b"\r\n")[1:]:
        field, _, value = line.partition(b":")
        if field.strip().lower() == name:
            return value.strip()
    return b""


def _head(opcode: int, length: int, mask_bit: int) -> bytes:
    if length < 126:
        return struct.pack("!BB", 0x80 | opcode, mask_bit | length)
    if length < 1 << 16:
        return struct.pack("!BBH", 0x80 | opcode, mask_bit | 126, length)
    return struct.pack("!BBQ", 0x80 | opcode, mask_bit | 127, length)
