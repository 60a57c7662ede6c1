"""Reads the frames of a WebSocket from its handshake until it is closed."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from aiohttp import WSCloseCode, WSMsgType, web

from ..errors.sockets import InvalidFrame, SocketRefused, UpgradeRequired, WrongFrame
from .connection import Sender
from .frames import pong
from .intake import Intake
from .metered import metered
from .sockets import Sockets
from .websocket import Socket, WebSocketConnection

MAX_FRAME = 64 * 1024

MAX_READ = 4 * MAX_FRAME
"""Bytes at which aiohttp gives up on a frame. It then aborts, so its close frame can be lost."""

CLOSE_TIMEOUT = 3.0
"""Seconds that a client has to answer a close frame."""

SLICE = 0.001
"""Seconds of the loop that a socket may take before it waits for others."""

GONE = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED)

C = TypeVar("C", bound=WebSocketConnection)


class SocketReader(ABC, Generic[C]):
    """Serves sockets whose frames mean what a subclass makes of them."""

    def __init__(self, sockets: Sockets, check_origin: Callable[[web.Request], None]) -> None:
        """`check_origin` raises the error for a page that may not open a socket."""
        self._sockets = sockets
        self._check_origin = check_origin

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket, from its handshake until it is closed.

        Ten thousand of them may wait here, and every variable of this coroutine lives as long.
        """
        try:
            answer, connection = await self._open(request)
        except ConnectionError:
            # The client is gone already, so this answer only shows in the log.
            return web.Response(status=400)
        if connection is None:
            return answer
        started = time.monotonic()
        intake = Intake(connection, self._sockets.limits)
        try:
            while intake.want() and await self._hear(connection, *await connection.ws.receive()):
                if connection.cost >= SLICE:
                    await asyncio.sleep(self._sockets.loop_time.book(connection, time.monotonic()))
            if connection.close_with is None and intake.refusal:
                await self._refuse(connection, intake.refusal)
        except asyncio.CancelledError:
            if connection.close_with is None or connection.task is None:
                raise
            connection.task.uncancel()
        finally:
            await self._close_and_leave(connection, intake, started)
        return answer

    @abstractmethod
    async def _open(self, request: web.Request) -> tuple[web.StreamResponse, C | None]:
        """Let a client in, or answer it otherwise; then there is no connection."""

    @abstractmethod
    async def _take_text(self, connection: C, text: bytes) -> None:
        """Do what a text message of the client asks for."""

    async def _take_binary(self, connection: C) -> None:
        """Answer a binary message."""
        await self._sockets.dispatcher.answer_error(Sender(connection), InvalidFrame())

    def _leave(self, connection: C, code: int | None, started: float) -> None:
        """The socket is closed, with this code; it was opened at `started`, as `monotonic` says."""
        self._sockets.leave(connection, code, time.monotonic() - started)

    async def _shake_hands(self, request: web.Request, protocols: tuple[str, ...] = ()) -> Socket:
        """Open the WebSocket. Raises `UpgradeRequired`, and what the check of the origin does.

        `protocols`: the subprotocols from which one is selected.
        """
        # Made and prepared without a wait in between: in CPython the instances of a class share the
        # names of their attributes only if the first ones have all theirs before others are made.
        ws = Socket(
            autoping=False,
            protocols=protocols,
            max_msg_size=MAX_READ,
            # Frames of the server's own making are written beside aiohttp's, as they are.
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

    async def _close_and_leave(self, connection: C, intake: Intake, started: float) -> None:
        try:
            if connection.close_with:
                code, reason = connection.close_with
                intake.finish()
                # Not drained: that could wait forever for a client that does not read.
                await connection.ws.close(code=code, message=reason.encode(), drain=False)
                connection.transport.abort()
        finally:
            code_or_none = (
                connection.close_with[0] if connection.close_with else connection.ws.close_code
            )
            self._leave(connection, code_or_none, started)

    async def _hear(self, connection: C, kind: WSMsgType, content: Any, _: object) -> bool:
        """Handle a message of aiohttp's, and return whether to read on."""
        if kind in GONE:
            return False
        if kind is not WSMsgType.PONG and not self._sockets.closing:
            await metered(self._take(connection, kind, content), connection)
        return connection.close_with is None

    async def _refuse(self, connection: C, refusal: SocketRefused | WrongFrame) -> None:
        """Close a socket whose next frame is not taken, once those before it are answered."""
        dispatcher = self._sockets.dispatcher
        if isinstance(refusal, SocketRefused):
            await dispatcher.answer_error(Sender(connection), refusal)
        await dispatcher.finish(connection)
        connection.dismiss(refusal.close_code, str(refusal))

    async def _take(self, connection: C, kind: WSMsgType, content: Any) -> None:
        """Do what a message of aiohttp's asks for."""
        if kind is WSMsgType.ERROR:
            # aiohttp has closed the socket: a frame far too large, or against the protocol.
            return
        if kind is WSMsgType.PING:
            connection.write(pong(content))
        elif len(content) > MAX_FRAME:
            await self._sockets.dispatcher.finish(connection)
            connection.dismiss(
                WSCloseCode.MESSAGE_TOO_BIG, f"a frame has at most {MAX_FRAME} bytes"
            )
        elif kind is WSMsgType.TEXT:
            await self._take_text(connection, content)
        else:
            await self._take_binary(connection)
