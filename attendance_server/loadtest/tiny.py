"""A server that only writes prepared frames: `python -m attendance_server.loadtest.tiny`.

It runs in a process of its own, on loopback, to measure the ceiling of the load test.
"""

import argparse
import asyncio
import itertools
import sys
from typing import cast

import orjson
import uvloop

from . import frames
from .plan import Plan

CLASS_ID = "c" * 24
ROUND = 500
"""The number of marks that are written at once: the same bytes for every socket, in one write."""

NEXT_ROUND = frames.event_frame("NEXT_ROUND")


def plan() -> Plan:
    """The marks that clients of the server expect: each round marks every student once."""
    return Plan(CLASS_ID, [f"{number:024x}" for number in range(ROUND)])


def prepare(lap: int) -> bytes:
    """The frames of one round; even and odd rounds differ."""
    marks = plan()
    return b"".join(
        marked(CLASS_ID, *marks.mark(number), "2026-03-02T09:00:00.000Z")
        for number in range(lap * ROUND, (lap + 1) * ROUND)
    )


def marked(class_id: str, student_id: str, status: str, marked_at: str) -> bytes:
    """An `ATTENDANCE_MARKED` frame as the server sends it."""
    data = {
        "classId": class_id,
        "studentId": student_id,
        "status": status,
        "markedAt": marked_at,
    }
    return frames.server_frame(
        frames.TEXT, orjson.dumps({"event": "ATTENDANCE_MARKED", "data": data})
    )


class Broadcaster:
    """All connected sockets; any frame from one of them starts the next round."""

    def __init__(self) -> None:
        self.transports: dict[asyncio.Transport, None] = {}
        self._rounds = itertools.cycle([prepare(0), prepare(1)])

    def received(self, data: bytes) -> None:
        batch = next(self._rounds)
        for transport in self.transports:
            transport.write(batch)


class TinyProtocol(asyncio.Protocol):
    """The server's side of a socket. It answers the handshake and checks nothing."""

    def __init__(self, broadcaster: Broadcaster) -> None:
        self._broadcaster = broadcaster
        self._head: bytes | None = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._transport:
            self._broadcaster.transports.pop(self._transport, None)

    def data_received(self, data: bytes) -> None:
        if self._head is None:
            self._broadcaster.received(data)
            return
        self._head += data
        if self._head.endswith(b"\r\n\r\n") and self._transport:
            key = frames.header(self._head, b"sec-websocket-key")
            self._transport.write(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: " + frames.accept_key(key) + b"\r\n\r\n"
            )
            self._head = None
            self._broadcaster.transports[self._transport] = None


async def serve() -> None:
    """Serve on a free loopback port, which is printed, until standard input ends."""
    loop = asyncio.get_running_loop()
    broadcaster = Broadcaster()
    server = await loop.create_server(
        lambda: TinyProtocol(broadcaster), "127.0.0.1", 0, backlog=1024
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()
    server.close()


def main() -> None:
    argparse.ArgumentParser(prog="python -m attendance_server.loadtest.tiny").parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())


if __name__ == "__main__":
    main()
