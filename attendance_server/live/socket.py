"""The WebSocket endpoint: who is it, read a frame, dispatch it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType, web

from ..errors import (
    AttendanceError,
    InvalidFrame,
    SocketUnauthorized,
    Unauthorized,
    UnknownEvent,
    UpgradeRequired,
)
from ..models import User
from ..schemas import Error, frame_text, parse_frame, parse_payload
from .events import EVENTS
from .rooms import Connection, Socket
from .sessions import Sessions

log = logging.getLogger(__name__)

HEARTBEAT = 30.0
"""Seconds of silence after which a client is pinged; half as long again, and it is given up."""

MAX_FRAME = 64 * 1024

CLOSE_TIMEOUT = 3.0
"""Seconds that a client has to answer a close frame."""

UNAUTHORIZED = 4401
GOING_AWAY = 1001


class SocketEndpoint:
    """Serves the sockets of all users."""

    def __init__(
        self, sessions: Sessions, user_of: Callable[[web.Request], Awaitable[User]]
    ) -> None:
        """`user_of` finds whose token a handshake carries, or raises `Unauthorized`."""
        self._sessions = sessions
        self._user_of = user_of
        self._closing = False

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One socket, from its handshake until it is closed."""
        ws: Socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT,
            max_msg_size=MAX_FRAME,
            compress=False,
            decode_text=False,
            timeout=CLOSE_TIMEOUT,
        )
        if not ws.can_prepare(request):
            raise UpgradeRequired
        user = await self._authenticate(request)
        await ws.prepare(request)
        transport = request.transport
        if user is None:
            await ws.send_str(frame_text(Error(SocketUnauthorized.message)).decode())
            await ws.close(code=UNAUTHORIZED, message=SocketUnauthorized.message.encode())
        elif self._closing:
            await ws.close(code=GOING_AWAY)
        elif transport is not None:
            connection = Connection(user, ws, transport)
            self._sessions.connect(connection)
            try:
                await self._read(connection, ws)
            finally:
                self._sessions.rooms.leave(connection)
        return ws

    async def close(self, timeout: float) -> None:
        """Take no more frames, save what was taken, and tell every socket that we go away.

        `timeout`: seconds that the saving may take.
        """
        self._closing = True
        try:
            async with asyncio.timeout(timeout):
                await self._sessions.journal.drain()
        except TimeoutError:
            log.error("not everything could be saved in %g s", timeout)  # noqa: TRY400
        await asyncio.gather(
            *(
                connection.close(GOING_AWAY, "server is shutting down")
                for connection in self._sessions.rooms.connections
            ),
            return_exceptions=True,
        )

    async def _authenticate(self, request: web.Request) -> User | None:
        try:
            return await self._user_of(request)
        except Unauthorized:
            return None

    async def _read(self, who: Connection, ws: Socket) -> None:
        async for message in ws:
            if self._closing:
                continue
            try:
                await self._dispatch(who, message.type, message.data)
            except AttendanceError as error:
                await self._answer_error(who, error)
            except Exception:
                log.exception("a frame of user %s failed", who.user.id)
                await self._answer_error(who, AttendanceError())

    async def _dispatch(self, who: Connection, kind: WSMsgType, content: Any) -> None:
        if kind is WSMsgType.ERROR:
            # aiohttp has closed the socket: a frame too large, or against the protocol.
            return
        if kind is not WSMsgType.TEXT:
            raise InvalidFrame
        name, data = parse_frame(content)
        event = EVENTS.get(name)
        if event is None:
            raise UnknownEvent
        event.check_role(who.user.role)
        payload = parse_payload(data, event.payload)
        if not event.queued:
            await self._sessions.journal.settled(who.ticket)
        await event.handle(self._sessions, who, payload)

    async def _answer_error(self, who: Connection, error: AttendanceError) -> None:
        """An error is an answer like any other: it stays behind those before it."""
        await self._sessions.journal.settled(who.ticket)
        self._sessions.rooms.send_error(who, error)
