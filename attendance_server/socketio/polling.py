"""Long polling, which python-engineio serves; its queues hold what `Rooms` writes."""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import WSCloseCode, web
from engineio import AsyncServer, exceptions, packet, payload
from engineio.async_socket import AsyncSocket

from ..errors.sockets import SocketRefused
from ..live import heartbeat
from ..live.connection import Sender
from ..live.intake import SECONDS_PER_FRAME
from ..live.metered import metered
from ..live.reader import MAX_FRAME, SLICE
from ..live.sockets import Sockets
from .codec import Json, packet_frame, packets_in
from .connection import UNIDENTIFIED, SocketIOConnection
from .handshake import BAD_REQUEST, token_of
from .namespace import Namespace, WrongPacket

log = logging.getLogger("engineio.server")

LAST_POLL = 10.0
"""Seconds that a client has to fetch the last packets of a session that the server has ended."""

UPGRADING = 0.1
"""Seconds after which a poll is ended while its client upgrades."""


class Payload(payload.Payload):  # type: ignore[misc]
    """The packets of one request: far more than the library takes, for clients that were offline.

    Few enough to be read at once; the limits on frames count them one by one.
    """

    max_decode_packets = 4096


class PollingSession(AsyncSocket):  # type: ignore[misc]
    """A session of Engine.IO, for as long as its client is on long polling."""

    def __init__(self, server: "EngineServer", sid: str, token: str | None) -> None:
        super().__init__(server, sid)
        self.closing: bool
        self.unsent = 0
        self.connection = SocketIOConnection(UNIDENTIFIED, token, self)
        self.connected = True
        self.probing = self._probed = self._polled = self._posted = False

    def put(self, frames: bytes) -> None:
        if self.closing:
            return
        for text in packets_in(frames):
            self.add(packet.Packet(int(text[0]), text[1:]))

    def end(self, code: int | None) -> None:
        if self.closing:
            return
        # The client's own close is answered like the poll that it ends.
        last = packet.NOOP if code == WSCloseCode.OK else packet.CLOSE
        self.add(packet.Packet(last))
        self.closing = True
        loop = asyncio.get_running_loop()
        loop.call_soon(self.server.namespace.gone, self.connection, code)
        loop.call_later(LAST_POLL, self.server.forget, self.sid)

    def drop(self) -> None:
        self.end(None)
        self.server.forget(self.sid)

    async def poll(self) -> list[packet.Packet]:
        """The packets for a poll, as soon as there are any. Raises `EngineIOError`."""
        if self._polled:
            self.end(WSCloseCode.PROTOCOL_ERROR)
            raise exceptions.EngineIOError
        self._polled = True
        try:
            packets: list[packet.Packet] = await super().poll()
        finally:
            self._polled = False
        kinds = [each.packet_type for each in packets]
        if packet.CLOSE in kinds[1:]:
            # In a poll of its own: version 4 of the client drops what comes with it.
            at = kinds.index(packet.CLOSE)
            self.queue.put_nowait(packets[at])
            del packets[at:]
        self.unsent -= sum(map(_size, packets))
        self.closed = self.closing and self.queue.empty()
        return packets

    async def handle_get_request(self, environ: dict[str, Any]) -> list[packet.Packet]:
        """Answer a poll. Raises `EngineIOError`."""
        self.connection.missed_beats = 0
        if self._probed:
            asyncio.get_running_loop().call_later(UPGRADING, self._release)
        packets: list[packet.Packet] = await super().handle_get_request(environ)
        return packets

    async def handle_post_request(self, environ: dict[str, Any]) -> None:
        """Take the packets of a request. Raises `EngineIOError`."""
        if self.closing:
            return
        if self._posted:
            self.end(WSCloseCode.PROTOCOL_ERROR)
            raise exceptions.EngineIOError
        self._posted = True
        try:
            body = await environ["aiohttp.request"].read()
            await self._take(Payload(encoded_payload=body.decode()).packets)
        except (ValueError, WrongPacket):
            await self.server.shared.dispatcher.finish(self.connection)
            self.end(WSCloseCode.PROTOCOL_ERROR)
            raise exceptions.EngineIOError from None
        finally:
            self._posted = False

    async def close(self, wait: bool = True, abort: bool = False, reason: object = None) -> None:
        """End the session, as the library does after any error."""
        self.end(None)

    @contextmanager
    def probed(self) -> Iterator[None]:
        """The client has probed its WebSocket, and goes on there once its polls have ended."""
        self._probed = True
        self._release()
        try:
            yield
        finally:
            self._probed = False

    def upgrade(self) -> bytes:
        """The client is on its WebSocket now; return what it has not fetched, in frames."""
        self.closing = self.closed = self.upgraded = True
        self.server.forget(self.sid)
        waiting = []
        while not self.queue.empty():
            each = self.queue.get_nowait()
            if each.packet_type != packet.NOOP:
                waiting.append(packet_frame(each.encode()))
        self._release()
        return b"".join(waiting)

    def _release(self) -> None:
        """End a poll that waits."""
        if self._polled:
            self.add(packet.Packet(packet.NOOP))

    def add(self, added: packet.Packet) -> None:
        """Add one packet."""
        self.unsent += _size(added)
        self.queue.put_nowait(added)

    async def _take(self, packets: list[packet.Packet]) -> None:
        """Do what packets ask for, one after another, until the session ends."""
        connection, sockets = self.connection, self.server.shared
        connection.missed_beats = 0
        for each in packets:
            if self.closing or sockets.closing:
                return
            connection.cost += SECONDS_PER_FRAME
            try:
                sockets.limits.count_frame(connection, time.monotonic())
            except SocketRefused as refusal:
                await sockets.dispatcher.answer_error(Sender(connection), refusal)
                await sockets.dispatcher.finish(connection)
                connection.dismiss(refusal.close_code, str(refusal))
                return
            if _size(each) > MAX_FRAME:
                await sockets.dispatcher.finish(connection)
                connection.dismiss(WSCloseCode.MESSAGE_TOO_BIG, "a packet is too large")
                return
            await metered(self.server.namespace.receive(connection, each), connection)
            if connection.cost >= SLICE:
                await asyncio.sleep(sockets.loop_time.book(connection, time.monotonic()))


class EngineServer(AsyncServer):  # type: ignore[misc]
    """python-engineio's server, for the requests of long polling that `Ask` has let through."""

    def __init__(self, sockets: Sockets, namespace: Namespace, prefix: str = "") -> None:
        """`prefix`: what the ids of its sessions begin with."""
        super().__init__(
            async_mode="aiohttp",
            ping_interval=heartbeat.BEAT,
            ping_timeout=heartbeat.BEAT * heartbeat.GIVEN_UP,
            max_http_buffer_size=MAX_FRAME,
            http_compression=False,
            # Checked, and answered, before the library is asked.
            cors_allowed_origins=[],
            monitor_clients=False,
            json=Json,
            # Otherwise the library sets up a handler of its own.
            logger=log,
        )
        self.shared = sockets
        self.namespace = namespace
        self._prefix = prefix

    def opening(self, sid: str, upgrades: tuple[str, ...]) -> packet.Packet:
        """The packet with which a session begins."""
        data = {
            "sid": sid,
            "upgrades": upgrades,
            "pingInterval": int(heartbeat.BEAT * 1000),
            "pingTimeout": int(heartbeat.BEAT * (heartbeat.GIVEN_UP - 1) * 1000),
            "maxPayload": MAX_FRAME,
        }
        return packet.Packet(packet.OPEN, Json.dumps(data))

    def forget(self, sid: str) -> None:
        """Drop the session with this id."""
        self.sockets.pop(sid, None)

    async def _handle_connect(
        self, environ: dict[str, Any], transport: str, jsonp_index: int | None = None
    ) -> Any:
        """Begin a session on long polling; the library knows no way to name its class."""
        sid = self._prefix + self.generate_id()
        session = self.sockets[sid] = PollingSession(self, sid, token_of(_request(environ)))
        session.connection.source = self.shared.source_of(_request(environ))
        self.namespace.expect(session.connection)
        session.add(self.opening(sid, ("websocket",)))
        return self._ok(await session.poll())

    def _ok(self, packets: list[packet.Packet] | None = None, **options: Any) -> dict[str, Any]:
        answer: dict[str, Any] = super()._ok(packets, **options)
        if packets is None:
            answer["response"] = b"ok"
        return answer

    def _bad_request(self, message: str | None = None) -> dict[str, Any]:
        return {
            "status": str(BAD_REQUEST.status),
            "headers": [("Content-Type", "application/json")],
            "response": BAD_REQUEST.body(),
        }


def _request(environ: dict[str, Any]) -> web.Request:
    request: web.Request = environ["aiohttp.request"]
    return request


def _size(each: packet.Packet) -> int:
    """Characters of a packet, nearly."""
    return len(each.data or "") + 1
