"""The WebSocket endpoint: the handshake, and frames with the events of the contract."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import WSCloseCode, web

from ..errors import AttendanceError, Unauthorized
from ..errors.server import StorageUnavailable
from ..errors.sockets import SocketRefused, SocketUnauthorized
from ..logs import fields
from ..models import Identity, Role
from ..wire.codec import frame_text
from ..wire.messages import Error
from .reader import SocketReader
from .revocation import UNAUTHORIZED
from .sockets import SERVICE_RESTART, Sockets
from .websocket import Socket, WebSocketConnection

log = logging.getLogger(__name__)

PROTOCOL = "attendance"
"""The subprotocol that is selected if a client offers any: browsers insist on an answer."""


class SocketEndpoint(SocketReader[WebSocketConnection]):
    """Serves the sockets of all users."""

    def __init__(
        self,
        sockets: Sockets,
        identify: Callable[[web.Request], Awaitable[Identity]],
        check_origin: Callable[[web.Request], None],
    ) -> None:
        """`identify` returns the identity of a handshake's token, or raises `Unauthorized`.

        `check_origin` raises the error for a page that may not open a socket.
        """
        super().__init__(sockets, check_origin)
        self._identify = identify
        self._lingering = 0

    async def _open(
        self, request: web.Request
    ) -> tuple[web.StreamResponse, WebSocketConnection | None]:
        self._sockets.check_open()
        try:
            identity = await self._identify(request)
        except Unauthorized:
            identity = None
        ws = await self._shake_hands(request, (PROTOCOL,))
        transport = request.transport
        if identity is None:
            await self._turn_away(ws, SocketUnauthorized(), UNAUTHORIZED)
        elif self._sockets.closing:
            await ws.close(code=WSCloseCode.GOING_AWAY)
        elif transport is not None:
            try:
                self._sockets.check_capacity(identity.user_id)
            except SocketRefused as error:
                await self._turn_away(ws, error, error.close_code, user=identity.user_id)
            except StorageUnavailable:
                await ws.close(code=SERVICE_RESTART)
            else:
                connection = WebSocketConnection(identity, ws, transport, asyncio.current_task())
                if identity.role is Role.STUDENT:
                    connection.source = self._sockets.source_of(request)
                self._sockets.enter(connection)
                return ws, connection
        return ws, None

    async def _turn_away(
        self, ws: Socket, error: AttendanceError, code: int, **extra_fields: object
    ) -> None:
        """Send an `ERROR` with the reason to a socket that is not let in, and close it."""
        self._sockets.rooms.refusals[type(error).__name__] += 1
        log.info("socket turned away", extra=fields(code=code, **extra_fields))
        lingers = self._sockets.limits.may_linger(self._lingering)
        self._lingering += lingers
        try:
            await ws.send_str(frame_text(Error(error.message, error.code)).decode())
            with suppress(TimeoutError):
                # The close frame is written at once in both cases.
                async with asyncio.timeout(None if lingers else 0):
                    await ws.close(code=code, message=error.message.encode())
        finally:
            self._lingering -= lingers

    async def _take_text(self, connection: WebSocketConnection, text: bytes) -> None:
        await self._sockets.dispatcher.handle(connection, text)
