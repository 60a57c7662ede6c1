"""Handles the packets of clients, in the only namespace that there is."""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSCloseCode
from engineio import packet as engine
from socketio import packet as socketio

from ..errors import AttendanceError, Unauthorized
from ..errors.server import StorageUnavailable
from ..errors.sockets import InvalidFrame
from ..live import heartbeat
from ..live.connection import Sender
from ..live.sockets import Sockets
from ..logs import fields
from ..models import Identity
from .codec import Json, packet_frame
from .connection import UNIDENTIFIED, SocketIOConnection
from .handshake import bare

log = logging.getLogger(__name__)

MAIN = "/"

BEATS_TO_CONNECT = 3
"""Beats of the heartbeat within which a client has to send its CONNECT."""

TURNED_AWAY = "Authentication error"
"""What the documentation of Socket.IO has servers answer to a missing or bad token."""


class Packet(socketio.Packet):  # type: ignore[misc]
    """A packet of Socket.IO, with the server's own JSON."""

    json = Json


class WrongPacket(Exception):
    """A client has broken the protocol: its session is closed, without an `ERROR`."""


class Namespace:
    """Lets clients in, hears their events, and lets them go."""

    def __init__(self, sockets: Sockets, identify: Callable[[str], Awaitable[Identity]]) -> None:
        """`identify` returns the identity of a token, or raises `Unauthorized`."""
        self._sockets = sockets
        self._identify = identify
        # An ordered set: the oldest first.
        self._waiting: dict[SocketIOConnection, None] = {}

    def expect(self, connection: SocketIOConnection) -> None:
        """A session has begun, and its client has to send a CONNECT."""
        self._waiting[connection] = None
        self._wait(connection, BEATS_TO_CONNECT)
        if not self._sockets.limits.may_linger(len(self._waiting) - 1):
            oldest = next(iter(self._waiting))
            self._stop_waiting(oldest)
            oldest.dismiss(WSCloseCode.TRY_AGAIN_LATER, "too many clients are connecting")

    def gone(self, connection: SocketIOConnection, code: int | None) -> None:
        """A session has ended, with this close code."""
        self._stop_waiting(connection)
        if connection.connected:
            connection.connected = False
            seconds = time.monotonic() - connection.opened_at
            self._sockets.leave(connection, code, seconds)

    def close(self) -> None:
        """The server stops: end the sessions whose clients have not been let in."""
        for connection in list(self._waiting):
            connection.dismiss(WSCloseCode.GOING_AWAY, "server is shutting down")

    async def receive(self, connection: SocketIOConnection, packet: engine.Packet) -> None:
        """Do what a packet of Engine.IO asks for. Raises `WrongPacket`."""
        kind = packet.packet_type
        if kind == engine.MESSAGE and packet.binary:
            await self.receive_binary(connection)
        elif kind == engine.MESSAGE:
            await self._receive_message(connection, packet.data)
        elif kind == engine.CLOSE:
            await self._sockets.dispatcher.finish(connection)
            connection.dismiss(WSCloseCode.OK, "")
        elif kind not in (engine.PONG, engine.UPGRADE, engine.NOOP):
            raise WrongPacket

    async def receive_binary(self, connection: SocketIOConnection) -> None:
        """Take a binary message: no event holds any. Raises `WrongPacket`."""
        if not connection.connected:
            raise WrongPacket
        if connection.attachments:
            # The packet that it belongs to has been answered.
            connection.attachments -= 1
        else:
            await self._sockets.dispatcher.answer_error(Sender(connection), InvalidFrame())

    async def _receive_message(self, connection: SocketIOConnection, text: str) -> None:
        packet = _parse(text)
        namespace = packet.namespace or MAIN
        if packet.packet_type == socketio.CONNECT:
            if namespace != MAIN:
                self._refuse(connection, "Invalid namespace", namespace=namespace)
            elif connection.connected:
                raise WrongPacket
            else:
                await self._connect(connection, packet.data)
        elif namespace != MAIN or not connection.connected:
            raise WrongPacket
        elif packet.packet_type == socketio.DISCONNECT:
            await self._sockets.dispatcher.finish(connection)
            self.gone(connection, None)
            connection.identity, connection.watching = UNIDENTIFIED, False
            self.expect(connection)
        elif packet.packet_type == socketio.EVENT:
            await self._receive_event(connection, packet)
        elif packet.packet_type == socketio.BINARY_EVENT:
            connection.attachments = packet.attachment_count
            sender = Sender(connection, packet.id)
            await self._sockets.dispatcher.answer_error(sender, InvalidFrame())
        elif packet.packet_type == socketio.BINARY_ACK:
            connection.attachments = packet.attachment_count

    async def _connect(self, connection: SocketIOConnection, auth: object) -> None:
        """Let a client in if its token is good, and it has a place."""
        token = auth.get("token") if isinstance(auth, dict) else None
        if not isinstance(token, str):
            token = connection.token or ""
        try:
            identity = await self._identify(bare(token))
            self._sockets.check_capacity(identity.user_id)
        except StorageUnavailable as error:
            # Not a `connect_error`, after which a client would not try again by itself.
            connection.dismiss(WSCloseCode.TRY_AGAIN_LATER, error.message)
            return
        except AttendanceError as error:
            self._sockets.rooms.refusals[type(error).__name__] += 1
            message = TURNED_AWAY if isinstance(error, Unauthorized) else error.message
            self._refuse(connection, message, data={"code": error.code})
            return
        if self._sockets.closing or connection not in self._waiting:
            # It was closed in the meantime.
            return
        self._stop_waiting(connection)
        connection.identity, connection.connected = identity, True
        connection.opened_at = time.monotonic()
        connection.write(_frame(Packet(socketio.CONNECT, {"sid": secrets.token_urlsafe(15)})))
        self._sockets.enter(connection)

    async def _receive_event(self, connection: SocketIOConnection, packet: Packet) -> None:
        """Have an event handled: its first argument is its data, and others are ignored."""
        name, *arguments = packet.data
        data = arguments[0] if arguments and arguments[0] is not None else {}
        sender = Sender(connection, packet.id)
        dispatcher = self._sockets.dispatcher
        if isinstance(name, str) and isinstance(data, dict):
            await dispatcher.handle_event(sender, name, data)
        else:
            await dispatcher.answer_error(sender, InvalidFrame())

    def _refuse(
        self,
        connection: SocketIOConnection,
        message: str,
        namespace: str = MAIN,
        **beside: object,
    ) -> None:
        """Answer a CONNECT with what the client sees as `connect_error`."""
        log.info("socket turned away", extra=fields(reason=message))
        refusal = {"message": message, **beside}
        connection.write(_frame(Packet(socketio.CONNECT_ERROR, refusal, namespace)))

    def _wait(self, connection: SocketIOConnection, beats: int) -> None:
        """Have the client pinged at every beat, and its session ended at the last."""
        connection.alarm = asyncio.get_running_loop().call_later(
            heartbeat.BEAT, self._beat, connection, beats - 1
        )

    def _beat(self, connection: SocketIOConnection, beats: int) -> None:
        if beats:
            connection.ping()
            self._wait(connection, beats)
        else:
            connection.dismiss(WSCloseCode.OK, "no CONNECT")

    def _stop_waiting(self, connection: SocketIOConnection) -> None:
        self._waiting.pop(connection, None)
        if connection.alarm:
            connection.alarm.cancel()
            connection.alarm = None


def _parse(text: str) -> Packet:
    """A packet of Socket.IO. Raises `WrongPacket`."""
    try:
        packet = Packet(encoded_packet=text)
    except (ValueError, IndexError):
        raise WrongPacket from None
    kind, data = packet.packet_type, packet.data
    is_event = kind in (socketio.EVENT, socketio.BINARY_EVENT)
    is_ack = kind in (socketio.ACK, socketio.BINARY_ACK)
    if not text or kind not in range(len(socketio.packet_names)):
        raise WrongPacket
    if (is_event or is_ack) and not (isinstance(data, list) and (data or is_ack)):
        raise WrongPacket
    if kind == socketio.CONNECT_ERROR:
        raise WrongPacket
    return packet


def _frame(packet: Any) -> bytes:
    return packet_frame(f"{engine.MESSAGE}{packet.encode()}")
