"""The WebSocket endpoint: the handshake, the frames until the socket closes, and its close."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from ..errors import (
    AttendanceError,
    InvalidFrame,
    SocketRefused,
    SocketUnauthorized,
    Unauthorized,
    UpgradeRequired,
    WrongFrame,
)
from ..logs import fields
from ..models import Identity
from ..wire.codec import frame_text
from ..wire.messages import Error
from .connection import Sender
from .dispatch import Dispatcher
from .frames import pong
from .intake import Intake
from .limits import LoopTime, SocketLimits
from .metered import metered
from .revocation import UNAUTHORIZED, TokenWatch
from .sessions import RunningSessions
from .websocket import Socket, WebSocketConnection

log = logging.getLogger(__name__)

MAX_FRAME = 64 * 1024

MAX_READ = 4 * MAX_FRAME
"""Bytes at which aiohttp gives up on a frame. It then aborts, so its close frame can be lost."""

PROTOCOL = "attendance"
"""The subprotocol that is selected if a client offers any: browsers insist on an answer."""

CLOSE_TIMEOUT = 3.0
"""Seconds that a client has to answer a close frame."""

SLICE = 0.001
"""Seconds of the loop that a socket may take before it waits for others."""

GONE = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED)


class SocketEndpoint:
    """Serves the sockets of all users."""

    def __init__(
        self,
        sessions: RunningSessions,
        token_watch: TokenWatch,
        identify: Callable[[web.Request], Awaitable[Identity]],
        check_origin: Callable[[web.Request], None],
        limits: SocketLimits,
    ) -> None:
        """`identify` returns the identity of a handshake's token, or raises `Unauthorized`.

        `check_origin` raises the error for a page that may not open a socket.
        """
        self._sessions = sessions
        self._dispatcher = Dispatcher(sessions)
        self._token_watch = token_watch
        self._identify = identify
        self._check_origin = check_origin
        self._limits = limits
        self._loop_time = LoopTime()
        self._lingering = 0
        self._closing = False
        self._left = asyncio.Event()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket, from its handshake until it is closed.

        Ten thousand of them may wait here, and every variable of this coroutine lives as long.
        """
        try:
            ws, connection = await self._open(request)
        except ConnectionError:
            # The client is gone already, so this answer only shows in the log.
            return web.Response(status=400)
        if connection is None:
            return ws
        started = time.monotonic()
        intake = Intake(connection, self._limits)
        try:
            while intake.want() and await self._hear(connection, *await ws.receive()):
                if connection.cost >= SLICE:
                    await asyncio.sleep(self._loop_time.book(connection, time.monotonic()))
            if connection.close_with is None and intake.refusal:
                await self._refuse(connection, intake.refusal)
        except asyncio.CancelledError:
            if connection.close_with is None or connection.task is None:
                raise
            connection.task.uncancel()
        finally:
            await self._close_and_leave(connection, intake, started)
        return ws

    async def close(self, timeout: float) -> None:
        """Take no more frames, save what was taken, and close every socket with 1001.

        `timeout`: seconds that the saving may take.
        """
        self._closing = True
        try:
            await self._sessions.journal.drain(timeout)
        except TimeoutError:
            log.error("not everything could be saved in %g s", timeout)  # noqa: TRY400
        rooms = self._sessions.rooms
        rooms.flush()
        for connection in rooms.connections:
            connection.dismiss(WSCloseCode.GOING_AWAY, "server is shutting down")
        while rooms.size:
            self._left.clear()
            await self._left.wait()

    async def _open(self, request: web.Request) -> tuple[Socket, WebSocketConnection | None]:
        """Let a client in, or close its socket; then there is no connection."""
        try:
            identity = await self._identify(request)
        except Unauthorized:
            identity = None
        ws = await self._shake_hands(request)
        transport = request.transport
        if identity is None:
            await self._turn_away(ws, SocketUnauthorized(), UNAUTHORIZED)
        elif self._closing:
            await ws.close(code=WSCloseCode.GOING_AWAY)
        elif transport is not None:
            try:
                # Without a wait from here until it is in its rooms, and so counted.
                self._limits.check_capacity(self._sessions.rooms, identity.user_id)
            except SocketRefused as error:
                await self._turn_away(ws, error, error.close_code, user=identity.user_id)
            else:
                connection = WebSocketConnection(identity, ws, transport, asyncio.current_task())
                self._welcome(connection)
                return ws, connection
        return ws, None

    async def _shake_hands(self, request: web.Request) -> Socket:
        """Open the WebSocket. Raises `UpgradeRequired`, and what the check of the origin does."""
        # Made and prepared without a wait in between: in CPython the instances of a class share the
        # names of their attributes only if the first ones have all theirs before others are made.
        ws = Socket(
            autoping=False,
            protocols=(PROTOCOL,),
            max_msg_size=MAX_READ,
            compress=False,
            decode_text=False,
            timeout=CLOSE_TIMEOUT,
        )
        if not ws.can_prepare(request):
            raise UpgradeRequired
        self._check_origin(request)
        await ws.prepare(request)
        # They are sent, and would be kept for as long as the socket.
        ws.headers.clear()
        return ws

    async def _turn_away(
        self, ws: Socket, error: AttendanceError, code: int, **extra_fields: object
    ) -> None:
        """Send an `ERROR` with the reason to a socket that is not let in, and close it."""
        self._sessions.rooms.refusals[type(error).__name__] += 1
        log.info("socket turned away", extra=fields(code=code, **extra_fields))
        lingers = self._limits.may_linger(self._lingering)
        self._lingering += lingers
        try:
            await ws.send_str(frame_text(Error(error.message, error.code)).decode())
            with suppress(TimeoutError):
                # The close frame is written at once in both cases.
                async with asyncio.timeout(None if lingers else 0):
                    await ws.close(code=code, message=error.message.encode())
        finally:
            self._lingering -= lingers

    def _welcome(self, connection: WebSocketConnection) -> None:
        """The socket hears its sessions from now on."""
        # Not logged in `serve`: its frame would keep what logging looks up about its caller.
        log.info("socket opened", extra=fields(user=connection.user_id))
        self._sessions.connect(connection)
        self._token_watch.check_soon(connection.identity)

    async def _close_and_leave(
        self, connection: WebSocketConnection, intake: Intake, started: float
    ) -> None:
        try:
            if connection.close_with:
                code, reason = connection.close_with
                intake.finish()
                # Not drained: that could wait forever for a client that does not read.
                await connection.ws.close(code=code, message=reason.encode(), drain=False)
                connection.transport.abort()
        finally:
            self._sessions.rooms.leave(connection)
            self._left.set()
            extra = fields(
                user=connection.user_id,
                code=connection.close_with[0]
                if connection.close_with
                else connection.ws.close_code,
                seconds=round(time.monotonic() - started, 1),
            )
            log.info("socket closed", extra=extra)

    async def _hear(
        self, connection: WebSocketConnection, kind: WSMsgType, content: Any, _: object
    ) -> bool:
        """Handle a message of aiohttp's, and return whether to read on."""
        if kind in GONE:
            return False
        if kind is not WSMsgType.PONG and not self._closing:
            await metered(self._take(connection, kind, content), connection)
        return connection.close_with is None

    async def _refuse(
        self, connection: WebSocketConnection, refusal: SocketRefused | WrongFrame
    ) -> None:
        """Close a socket whose next frame is not taken, once those before it are answered."""
        if isinstance(refusal, SocketRefused):
            await self._dispatcher.answer_error(Sender(connection), refusal)
        await self._dispatcher.finish(connection)
        connection.dismiss(refusal.close_code, str(refusal))

    async def _take(self, connection: WebSocketConnection, kind: WSMsgType, content: Any) -> None:
        """Do what a message of aiohttp's asks for."""
        if kind is WSMsgType.ERROR:
            # aiohttp has closed the socket: a frame far too large, or against the protocol.
            return
        if kind is WSMsgType.PING:
            connection.write(pong(content))
        elif len(content) > MAX_FRAME:
            await self._dispatcher.finish(connection)
            connection.dismiss(
                WSCloseCode.MESSAGE_TOO_BIG, f"a frame has at most {MAX_FRAME} bytes"
            )
        elif kind is not WSMsgType.TEXT:
            await self._dispatcher.answer_error(Sender(connection), InvalidFrame())
        else:
            await self._dispatcher.handle(connection, content)
