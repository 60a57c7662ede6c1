"""Handshakes that cost this client little, so that two servers on its cores can be measured."""

import select
import socket
import struct
from collections.abc import Iterator, Sequence
from itertools import cycle

from attendance_server.loadtest import frames
from attendance_server.loadtest.target import Target

from ..harness import SOURCES, NotMeasured
from .meter import Cost, Meter

AT_ONCE = 100
"""The number of handshakes in progress at a time."""

ANSWER = 64 * 1024
PATIENCE = 20.0


def connect_all(target: Target, tokens: Sequence[str], meter: Meter) -> Cost:
    """Open a socket per token, and return what it cost.

    From the first connection to the last answered handshake; then all are closed. The calls are
    those of the kernel, without an event loop. Raises `NotMeasured` if one is refused.
    """
    address = target.addresses[0], target.port
    waiting = iter(
        [
            (source, frames.handshake(target.host_header, f"/ws?token={token}")[0])
            for source, token in zip(cycle(SOURCES), tokens, strict=False)
        ]
    )
    sockets, answered = dict[int, socket.socket](), 0
    with select.epoll() as polled:
        try:
            meter.start()
            for _ in range(min(AT_ONCE, len(tokens))):
                _next(address, waiting, polled, sockets)
            while answered < len(tokens):
                ready = polled.poll(PATIENCE)
                if not ready:
                    raise NotMeasured(f"{answered} of {len(tokens)} handshakes were answered")
                for fileno, _ in ready:
                    polled.unregister(fileno)
                    _check(sockets[fileno].recv(ANSWER))
                    answered += 1
                    _next(address, waiting, polled, sockets)
            return meter.stop()
        finally:
            for each in sockets.values():
                each.close()


def _next(
    address: tuple[str, int],
    waiting: Iterator[tuple[str, bytes]],
    polled: select.epoll,
    sockets: dict[int, socket.socket],
) -> None:
    """Begin the next handshake, if any are left."""
    for source, request in waiting:
        made = socket.socket()
        # Aborted on closing: no port stays reserved, and the next round can begin at once.
        made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        made.bind((source, 0))
        # The kernel connects on its own, so this does not wait for the server.
        made.connect(address)
        made.send(request)
        polled.register(made, select.EPOLLIN)
        sockets[made.fileno()] = made
        return


def _check(answer: bytes) -> None:
    status, _, _ = answer.partition(b"\r\n")
    if b" 101 " not in status:
        raise NotMeasured(f"a handshake was answered {status.decode('latin-1')}")
