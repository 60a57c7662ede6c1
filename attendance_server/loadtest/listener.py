"""A socket of the load test: an asyncio protocol with the parts of WebSocket that it needs."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any, cast

from . import frames
from .arrivals import Arrivals
from .reference import Follower, Reference
from .target import Target

JOIN_PATIENCE = 60.0
"""Seconds that a connection may take, including the answer to the handshake."""

# Shared by all sockets: data is processed before the next read, and not kept.
_BUFFER = memoryview(bytearray(256 * 1024))

OnError = Callable[[str], None]
Answer = tuple[str, dict[str, Any]]


class JoinError(Exception):
    """A socket could not be opened."""


class Listener(asyncio.BufferedProtocol):
    """One open socket.

    `closed` is resolved when the connection is lost, with the code of the server's close frame, or
    1006 without one.
    """

    def __init__(self, reference: Reference, arrivals: Arrivals, on_error: OnError) -> None:
        """`on_error` is called with the text of every `ERROR` frame and of any other failure."""
        loop = asyncio.get_running_loop()
        self.follower = Follower(reference, self._own)
        self.opened: asyncio.Future[None] = loop.create_future()
        self.answered: asyncio.Future[Answer] = loop.create_future()
        self.closed: asyncio.Future[int] = loop.create_future()
        self.leaving = False
        self._plan = reference.plan
        self._arrivals = arrivals
        self.on_error = on_error
        self._transport: asyncio.Transport | None = None
        self._head: bytes | None = b""
        self._accept = b""
        self._code = 1006

    def join(self, target: Target, token: str | None) -> None:
        """Send the handshake request; `opened` is resolved with its outcome."""
        self.shake_hands(target, "/ws" + (f"?token={token}" if token else ""))

    def shake_hands(self, target: Target, path: str) -> None:
        """Send the request for a WebSocket at this path of the server."""
        request, self._accept = frames.handshake(target.host_header, target.path + path)
        self.send(request)

    def open(self) -> None:
        """The server lets this socket in."""
        if not self.opened.done():
            self.opened.set_result(None)

    def send(self, data: bytes) -> None:
        """Send whole frames."""
        if self._transport and not self._transport.is_closing():
            self._transport.write(data)

    def ask(self, event: str, data: dict[str, Any] | None = None) -> "asyncio.Future[Answer]":
        """Send an event, and return a future for the event and data of the answer."""
        if self.answered.done():
            self.answered = asyncio.get_running_loop().create_future()
        self.send(self._plan.encode(event, data))
        return self.answered

    def leave(self) -> None:
        """Send a close frame; the server then ends the connection."""
        self.leaving = True
        self.send(frames.client_frame(frames.CLOSE, (1000).to_bytes(2)))

    def abort(self) -> None:
        """Abort the connection at once."""
        self.leaving = True
        if self._transport:
            self._transport.abort()

    def pause(self) -> None:
        """Stop reading, like a client that hangs."""
        if self._transport:
            self._transport.pause_reading()

    def resume(self) -> None:
        """Continue reading."""
        if self._transport:
            self._transport.resume_reading()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def get_buffer(self, sizehint: int) -> memoryview:
        return _BUFFER

    def buffer_updated(self, nbytes: int) -> None:
        if self._head is not None:
            self._shake_hands(bytes(_BUFFER[:nbytes]))
            return
        follower = self.follower
        before = follower.place
        follower.take(_BUFFER[:nbytes])
        if before < self._arrivals.place <= follower.place:
            self._arrivals.passed()
        if follower.stray:
            self._arrivals.stop_waiting_for(follower)

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrivals.stop_waiting_for(self.follower)
        if not self.opened.done():
            self.opened.set_exception(JoinError("connection lost in the handshake"))
        elif not self.leaving:
            self.on_error(f"closed by the server with {self._code}")
        self.answered.cancel()
        if not self.closed.done():
            self.closed.set_result(self._code)

    def _shake_hands(self, data: bytes) -> None:
        head, end, rest = ((self._head or b"") + data).partition(b"\r\n\r\n")
        if not end:
            self._head = head
            return
        self._head = None
        status = head.split(b"\r\n", 1)[0].decode("latin-1")
        if " 101 " in f"{status} " and frames.header(head, b"sec-websocket-accept") == self._accept:
            self._shaken()
            self.follower.take(memoryview(rest))
        else:
            if not self.opened.done():
                self.opened.set_exception(JoinError(f"not a WebSocket: {status}"))
            self.abort()

    def _shaken(self) -> None:
        """The WebSocket is open."""
        self.open()

    def _own(self, opcode: int, payload: bytes) -> bool:
        """Handle a frame for this socket alone; returns whether a server may send it."""
        if opcode == frames.PING:
            self.send(frames.client_frame(frames.PONG, payload))
        elif opcode == frames.CLOSE:
            self._code = int.from_bytes(payload[:2]) if payload else 1005
            if not self.leaving:
                self.send(frames.client_frame(frames.CLOSE, payload[:2]))
        elif opcode == frames.TEXT:
            return self._own_event(payload)
        return True

    def _own_event(self, text: bytes) -> bool:
        event, data = self._plan.decode(text) or ("", {})
        if event == "ERROR":
            self.on_error(f"ERROR {data.get('message')}")
        elif event not in ("MY_STATUS", "TODAY_SUMMARY", "WATCHING"):
            return False
        if not self.answered.done():
            self.answered.set_result((event, data))
        return True


async def connect(
    target: Target,
    token: str | None,
    make: Callable[[], Listener],
    *,
    source: str | None = None,
    receive_buffer: int | None = None,
) -> Listener:
    """Open a socket. Raises `JoinError`.

    `make`: creates the protocol. `source`: the local address to connect from. `receive_buffer`: the
    size of the kernel's receive buffer in bytes, for a socket that will read slowly.
    """
    loop = asyncio.get_running_loop()
    listener: Listener | None = None
    try:
        async with asyncio.timeout(JOIN_PATIENCE):
            if receive_buffer is None:
                _, listener = await loop.create_connection(
                    make,
                    target.addresses[0],
                    target.port,
                    ssl=target.tls,
                    server_hostname=target.host if target.tls else None,
                    local_addr=(source, 0) if source else None,
                )
            else:
                sock = await _small_socket(target, receive_buffer)
                _, listener = await loop.create_connection(
                    make,
                    sock=sock,
                    ssl=target.tls,
                    server_hostname=target.host if target.tls else None,
                )
            listener.join(target, token)
            await listener.opened
    except (OSError, TimeoutError) as exc:
        if listener:
            listener.abort()
        raise JoinError(str(exc) or "no answer to the handshake") from exc
    return listener


async def _small_socket(target: Target, receive_buffer: int) -> socket.socket:
    address = target.addresses[0]
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        # Before connecting, since the window scale is negotiated then.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, (address, target.port))
    except BaseException:
        sock.close()
        raise
    return sock
