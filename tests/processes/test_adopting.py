"""A worker takes a connection over from another one, with what the client has sent so far."""

import asyncio
import socket
from pathlib import Path

from attendance_server.siblings.listening import SharedListening
from attendance_server.siblings.place import Place
from attendance_server.siblings.shares import Shares


class Recorder(asyncio.Protocol):
    """What a connection has received, until it is over."""

    def __init__(self) -> None:
        self.received = bytearray()
        self.over = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        self.received += data

    def connection_lost(self, exc: BaseException | None) -> None:
        self.over.set()


async def test_what_was_received_before_comes_first(tmp_path: Path) -> None:
    recorder = Recorder()
    shares = tmp_path / "shares"
    shares.write_bytes(bytes(Shares.size_of(1)))
    place = Place(1, 1, tmp_path, [], Shares(shares))
    listening = SharedListening(place, lambda: recorder, connections=lambda: 0, backlog=1)
    client, connection = socket.socketpair()
    client.sendall(b" the rest")
    client.close()
    listening.adopt(connection, b"the head, and")
    await recorder.over.wait()
    assert recorder.received == b"the head, and the rest"
