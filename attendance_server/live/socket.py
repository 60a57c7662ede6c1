"""The WebSocket endpoint: identify the user, read frames, dispatch them."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from ..errors import (
    AttendanceError,
    InvalidFrame,
    SocketRefused,
    SocketUnauthorized,
    Unauthorized,
    UnknownEvent,
    UpgradeRequired,
    WrongFrame,
)
from ..logs import fields
from ..models import Identity
from ..wire.codec import event_of, frame_text, id_of, parse_frame, parse_payload
from ..wire.messages import Error
from .connection import Sender
from .events import EVENTS
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
"""Where aiohttp gives up on a frame: it then hangs up so hard that its close frame is lost."""

PROTOCOL = "attendance"
"""The subprotocol that is selected where a client offers any: a browser insists on an answer."""

CLOSE_TIMEOUT = 3.0
"""Seconds that a client has to answer a close frame."""

SLICE = 0.001
"""Seconds of the loop that a socket may take before others have their turn."""

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
        """`identify` finds whose token a handshake carries, or raises `Unauthorized`.

        `check_origin` raises the error that a page gets which may not open a socket.
        """
        self._sessions = sessions
        self._token_watch = token_watch
        self._identify = identify
        self._check_origin = check_origin
        self._limits = limits
        self._loop_time = LoopTime()
        self._lingering = 0
        self._closing = False
        self._left = asyncio.Event()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One socket, from its handshake until it is closed.

        Ten thousand of them may wait here, and each keeps what has a name in this coroutine.
        """
        try:
            ws, connection = await self._open(request)
        except ConnectionError:
            # Gone before they were let in: what is answered now only stands in the log.
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
            await self._part(connection, intake, started)
        return ws

    async def close(self, timeout: float) -> None:
        """Take no more frames, save what was taken, and tell every socket that we go away.

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
        """Let somebody in. No connection where nobody may stay; the socket is closed then."""
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
                # Nothing is waited for from here until it is in its rooms, and so counted.
                self._limits.check_capacity(self._sessions.rooms, identity.user_id)
            except SocketRefused as error:
                await self._turn_away(ws, error, error.close_code, user=identity.user_id)
            else:
                connection = WebSocketConnection(identity, ws, transport, asyncio.current_task())
                self._welcome(connection)
                return ws, connection
        return ws, None

    async def _shake_hands(self, request: web.Request) -> Socket:
        """Raises `UpgradeRequired`, and what the check of the origin does."""
        # Made and prepared without a wait in between: CPython lets the attributes of all instances
        # share their names only where the first instances have got theirs before others are made.
        ws: Socket = web.WebSocketResponse(
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
        # They are sent, and would stay as long as the socket.
        ws.headers.clear()
        return ws

    async def _turn_away(
        self, ws: Socket, error: AttendanceError, code: int, **said: object
    ) -> None:
        """Close a socket that is not let in, behind an `ERROR` that tells why."""
        self._sessions.rooms.refusals[type(error).__name__] += 1
        log.info("socket turned away", extra=fields(code=code, **said))
        lingers = self._limits.may_linger(self._lingering)
        self._lingering += lingers
        try:
            await ws.send_str(frame_text(Error(error.message, error.code)).decode())
            with suppress(TimeoutError):
                # The close frame is written at once in either case.
                async with asyncio.timeout(None if lingers else 0):
                    await ws.close(code=code, message=error.message.encode())
        finally:
            self._lingering -= lingers

    def _welcome(self, connection: WebSocketConnection) -> None:
        """From now on the socket hears its sessions."""
        # Not logged in the coroutine: its frame would keep what logging looks up of its caller.
        log.info("socket opened", extra=fields(user=connection.user_id))
        self._sessions.connect(connection)
        self._token_watch.check_soon(connection.identity)

    async def _part(self, connection: WebSocketConnection, intake: Intake, started: float) -> None:
        try:
            if connection.close_with:
                code, reason = connection.close_with
                intake.finish()
                # Not drained: that would wait without a bound for a client that does not read.
                await connection.ws.close(code=code, message=reason.encode(), drain=False)
                connection.transport.abort()
        finally:
            self._sessions.rooms.leave(connection)
            self._left.set()
            said = fields(
                user=connection.user_id,
                code=connection.close_with[0]
                if connection.close_with
                else connection.ws.close_code,
                seconds=round(time.monotonic() - started, 1),
            )
            log.info("socket closed", extra=said)

    async def _hear(
        self, connection: WebSocketConnection, kind: WSMsgType, content: Any, _: object
    ) -> bool:
        """Take a message of aiohttp's; whether the socket is to be read on."""
        if kind in GONE:
            return False
        if kind is not WSMsgType.PONG and not self._closing:
            await metered(self._answer(connection, kind, content), connection)
        return connection.close_with is None

    async def _refuse(
        self, connection: WebSocketConnection, refusal: SocketRefused | WrongFrame
    ) -> None:
        """Close a socket whose next frame is not taken, once those before it are answered."""
        if isinstance(refusal, SocketRefused):
            await self._answer_error(Sender(connection), refusal)
        else:
            await self._sessions.journal.settled(connection.ticket)
        self._sessions.rooms.flush()
        connection.dismiss(refusal.close_code, str(refusal))

    async def _answer(self, connection: WebSocketConnection, kind: WSMsgType, content: Any) -> None:
        sender = Sender(connection)
        try:
            frame = await self._read(connection, kind, content)
            if frame is not None:
                sender = Sender(connection, id_of(frame))
                await self._dispatch(sender, *event_of(frame))
        except AttendanceError as error:
            await self._answer_error(sender, error)
        except Exception:
            log.exception("a frame of user %s failed", connection.user_id)
            await self._answer_error(sender, AttendanceError())

    async def _read(
        self, connection: WebSocketConnection, kind: WSMsgType, content: Any
    ) -> Mapping[str, Any] | None:
        """The client frame in a message; `None` where there is none to be answered.

        Raises `InvalidFrame`.
        """
        if kind is WSMsgType.ERROR:
            # aiohttp has closed the socket: a frame far too large, or against the protocol.
            return None
        if kind is WSMsgType.PING:
            connection.write(pong(content))
            return None
        if len(content) > MAX_FRAME:
            await self._sessions.journal.settled(connection.ticket)
            self._sessions.rooms.flush()
            connection.dismiss(
                WSCloseCode.MESSAGE_TOO_BIG, f"a frame has at most {MAX_FRAME} bytes"
            )
            return None
        if kind is not WSMsgType.TEXT:
            raise InvalidFrame
        return parse_frame(content)

    async def _dispatch(self, sender: Sender, name: str, data: dict[str, Any]) -> None:
        """Have an event handled. Raises `AttendanceError` where it is refused at once."""
        connection = sender.connection
        event = EVENTS.get(name)
        if event is None:
            raise UnknownEvent
        event.check_role(connection.role)
        payload = parse_payload(data, event.payload)
        if not event.queued:
            await self._sessions.journal.settled(connection.ticket)
            if connection.outbox is not None:
                # One answer a turn: they may be large, and a client may ask for many at once.
                await asyncio.sleep(0)
        await event.handle(self._sessions, sender, payload)

    async def _answer_error(self, sender: Sender, error: AttendanceError) -> None:
        """An error is an answer like any other: it stays behind those before it."""
        await self._sessions.journal.settled(sender.connection.ticket)
        self._sessions.rooms.send_error(sender, error)
