"""A socket that notes when each single frame arrived."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, cast

from attendance_server.loadtest import frames
from attendance_server.loadtest.listener import JoinError
from attendance_server.loadtest.plan import event_of
from attendance_server.loadtest.target import Target

PATIENCE = 20.0
"""Seconds that a connection may take, including the answer to `WATCH`."""

ABNORMAL = 1006

WATCHING = b'{"event":"WATCHING"'
MARKED = b'{"event":"ATTENDANCE_MARKED"'
ERROR = b'{"event":"ERROR"'

OnText = Callable[[bytes, float], None]


class Watcher(asyncio.Protocol):
    """One open socket.

    `closed` is resolved when the connection is lost, with the code of the server's close frame, or
    1006 without one. `watching` is resolved with the data of the first `WATCHING`. `errors`: the
    texts of the `ERROR` frames.
    """

    def __init__(self, request: bytes, on_text: OnText) -> None:
        """`request`: the handshake. `on_text` is called with every text frame and its time."""
        loop = asyncio.get_running_loop()
        self.watching: asyncio.Future[dict[str, Any]] = loop.create_future()
        self.closed: asyncio.Future[int] = loop.create_future()
        self.errors: list[bytes] = []
        self._request = request
        self._on_text = on_text
        self._transport: asyncio.Transport | None = None
        self._shaken = False
        self._rest = b""
        self._code = ABNORMAL

    def send(self, event: str, **data: object) -> None:
        """Send an event. It is lost if the connection is."""
        if self._transport and not self._transport.is_closing():
            self._transport.write(frames.event_frame(event, data))

    def abort(self) -> None:
        """Abort the connection at once."""
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        at = time.perf_counter()
        data, used = self._rest + data, 0
        if not self._shaken:
            head, end, _ = data.partition(b"\r\n\r\n")
            self._rest = data
            if not end:
                return
            if b" 101 " not in head.partition(b"\r\n")[0]:
                self.abort()
                return
            self._shaken = True
            self.send("WATCH")
            used = len(head) + len(end)
        while (frame_head := frames.head(data, used)) and frame_head.end <= len(data):
            self._take(frame_head.opcode, data[frame_head.start : frame_head.end], at)
            used = frame_head.end
        self._rest = data[used:]

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.watching.done():
            self.watching.set_exception(JoinError(f"closed with {self._code}"))
            # Whoever waits for it has given up if the connection is lost later than that.
            self.watching.exception()
        if not self.closed.done():
            self.closed.set_result(self._code)

    def _take(self, opcode: int, payload: bytes, at: float) -> None:
        if opcode == frames.TEXT:
            if not self.watching.done() and payload.startswith(WATCHING):
                _, watching = event_of(payload) or ("", {})
                self.watching.set_result(watching)
            elif payload.startswith(ERROR):
                self.errors.append(payload)
            self._on_text(payload, at)
        elif opcode == frames.PING and self._transport:
            self._transport.write(frames.client_frame(frames.PONG, payload))
        elif opcode == frames.CLOSE and self._transport:
            self._code = int.from_bytes(payload[:2]) if payload else 1005
            self._transport.write(frames.client_frame(frames.CLOSE, payload[:2]))


async def watch(
    target: Target, token: str, on_text: OnText, *, source: str | None = None
) -> Watcher:
    """Open a socket, and wait for its `WATCHING`. Raises `JoinError`.

    `source`: the local address to connect from. `on_text` is as for `Watcher`.
    """
    loop = asyncio.get_running_loop()
    request, _ = frames.handshake(target.host_header, f"{target.path}/ws?token={token}")
    watcher = Watcher(request, on_text)
    try:
        async with asyncio.timeout(PATIENCE):
            await loop.create_connection(
                lambda: watcher,
                target.addresses[0],
                target.port,
                ssl=target.tls,
                server_hostname=target.host if target.tls else None,
                local_addr=(source, 0) if source else None,
            )
            await asyncio.shield(watcher.watching)
    except (OSError, TimeoutError, JoinError) as exc:
        watcher.abort()
        raise JoinError(str(exc) or "no answer") from exc
    except asyncio.CancelledError:
        watcher.abort()
        raise
    return watcher
