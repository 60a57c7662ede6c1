"""A WebSocket client that sends arbitrary bytes, even those that no library would."""

import asyncio
import itertools
import json
import socket
import struct
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from attrs import define

from tests.support.client import PATIENCE, Person

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

MASK = b"\x5a\xa5\x3c\xc3"


def header(length: int, opcode: int = TEXT, *, fin: bool = True, rsv: int = 0) -> bytes:
    """The header before the masked payload of a client's frame (RFC 6455, section 5.2)."""
    first = fin << 7 | rsv << 4 | opcode
    if length < 126:
        return struct.pack("!BB", first, 0x80 | length) + MASK
    if length < 1 << 16:
        return struct.pack("!BBH", first, 0x80 | 126, length) + MASK
    return struct.pack("!BBQ", first, 0x80 | 127, length) + MASK


def frame(payload: bytes, opcode: int = TEXT, *, fin: bool = True, rsv: int = 0) -> bytes:
    """A complete frame from a client."""
    masked = bytes(byte ^ key for byte, key in zip(payload, itertools.cycle(MASK), strict=False))
    return header(len(payload), opcode, fin=fin, rsv=rsv) + masked


def closing(code: int, reason: bytes = b"") -> bytes:
    """A client's close frame."""
    return frame(struct.pack("!H", code) + reason, CLOSE)


def handshake(url: str, person: Person | None = None, path: str = "/ws", **headers: str) -> bytes:
    """A client's handshake (RFC 6455, section 4.1), with the token in the URL.

    `headers` are sent in addition to the required ones, with `-` for `_` in their names.
    """
    fields = {
        "Host": urlsplit(url).netloc,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    query = f"?{urlencode({'token': person.token})}" if person else ""
    lines = [f"GET {path}{query} HTTP/1.1", *(f"{k}: {v}" for k, v in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def frames_of(stream: bytearray) -> Iterator[tuple[int, bytes]]:
    """The opcode and payload of every complete frame from a server; removes them from `stream`.

    Fails on anything that would make a strict client close the connection.
    """
    at = 0
    while (payload_range := _head(stream, at)) and payload_range[1] <= len(stream):
        start, end = payload_range
        opcode = stream[at] & 0x0F
        yield opcode, bytes(stream[start:end])
        at = end
    del stream[:at]


def _head(stream: bytearray, at: int) -> tuple[int, int] | None:
    """Where the payload of the frame at `at` begins and ends; `None` if bytes are missing."""
    if len(stream) < at + 2:
        return None
    first, length = stream[at : at + 2]
    assert first in (0x80 | TEXT, 0x80 | CLOSE, 0x80 | PING, 0x80 | PONG), f"no frame: {first:#x}"
    assert length < 126 or first == 0x80 | TEXT, f"no control frame: {length}"
    start = at + 2
    if length >= 126:
        form, least = ("!H", 126) if length == 126 else ("!Q", 1 << 16)
        start += struct.calcsize(form)
        if len(stream) < start:
            return None
        (length,) = struct.unpack(form, stream[at + 2 : start])
        assert length >= least, f"a length of {length} in {form}"
    return start, start + length


@define
class Raw:
    """A connection after its handshake, with the answer's status and header fields."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    status: int
    headers: Mapping[str, str]

    @classmethod
    async def connect(
        cls,
        url: str,
        person: Person | None = None,
        path: str = "/ws",
        receive_buffer: int = 0,
        more: bytes = b"",
        **headers: str,
    ) -> "Raw":
        """`headers` as in `handshake`.

        `receive_buffer`: bytes that the kernel buffers while we do not read; 0: its default.
        `more` is sent with the handshake, before it is answered.
        """
        address = urlsplit(url)
        sock = socket.socket()
        sock.setblocking(False)
        if receive_buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        await asyncio.get_running_loop().sock_connect(sock, (address.hostname, address.port))
        reader, writer = await asyncio.open_connection(sock=sock)
        writer.write(handshake(url, person, path, **headers) + more)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        status, *rest = head.decode().strip().split("\r\n")
        answer = (line.split(": ", 1) for line in rest)
        return cls(reader, writer, int(status.split()[1]), {k.lower(): v for k, v in answer})

    def write(self, *chunks: bytes) -> None:
        self.writer.write(b"".join(chunks))

    async def receive(self) -> tuple[int, bytes]:
        """The opcode and the payload of the next frame, which must be complete and unmasked."""
        first, length = await self._read(2)
        assert first & 0xF0 == 0x80
        if length == 126:
            (length,) = struct.unpack("!H", await self._read(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", await self._read(8))
        return first & 0x0F, await self._read(length)

    async def next(self) -> tuple[str, Any]:
        """The event and the data of the next frame."""
        opcode, payload = await self.receive()
        assert opcode == TEXT, (opcode, payload)
        message = json.loads(payload)
        return message["event"], message["data"]

    async def error(self) -> str:
        """The message of the next frame, which must be an `ERROR`."""
        event, data = await self.next()
        assert event == "ERROR", (event, data)
        message: str = data["message"]
        return message

    async def close_code(self) -> int:
        """The code of the close frame, which must be next; it is answered."""
        opcode, payload = await self.receive()
        assert opcode == CLOSE, (opcode, payload)
        self.write(frame(payload, CLOSE))
        (code,) = struct.unpack("!H", payload[:2])
        return int(code)

    async def ended(self) -> None:
        """Check that the server has closed the connection without sending anything else."""
        assert await asyncio.wait_for(self.reader.read(), PATIENCE) == b""

    def drop(self) -> None:
        """Abort the connection, like a client whose process is killed."""
        self.writer.transport.abort()

    def __del__(self) -> None:
        # A connection that a test no longer uses must not delay the shutdown of its server.
        self.writer.transport.abort()

    async def _read(self, size: int) -> bytes:
        return await asyncio.wait_for(self.reader.readexactly(size), PATIENCE)
