"""The WebSocket endpoint: who is it, read a frame, dispatch it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from ..calls import described
from ..errors import (
    AttendanceError,
    InvalidFrame,
    SocketUnauthorized,
    Unauthorized,
    UnknownEvent,
    UpgradeRequired,
)
from ..logs import fields
from ..models import Identity
from ..schemas import Error, frame_text, parse_frame, parse_payload
from .events import EVENTS
from .rollcall import UNAUTHORIZED, RollCall
from .rooms import Connection, Socket
from .sessions import Sessions

log = logging.getLogger(__name__)

HEARTBEAT = 30.0
"""Seconds of silence after which a client is pinged; half as long again, and it is given up."""

MAX_FRAME = 64 * 1024

MAX_READ = 4 * MAX_FRAME
"""Where aiohttp gives up on a frame: it then hangs up so hard that its close frame is lost."""

PROTOCOL = "attendance"
"""The subprotocol that is selected where a client offers any: a browser insists on an answer."""

CLOSE_TIMEOUT = 3.0
"""Seconds that a client has to answer a close frame.

Less than `HEARTBEAT`: to what a client sends meanwhile, aiohttp counts from new, and would ping it
behind the close frame.
"""


class SocketEndpoint:
    """Serves the sockets of all users."""

    def __init__(
        self,
        sessions: Sessions,
        roll_call: RollCall,
        identify: Callable[[web.Request], Awaitable[Identity]],
    ) -> None:
        """`identify` finds whose token a handshake carries, or raises `Unauthorized`."""
        self._sessions = sessions
        self._roll_call = roll_call
        self._identify = identify
        self._closing = False
        self._left = asyncio.Event()

    @described(
        "Open a WebSocket",
        note="What goes over it is told by the AsyncAPI description.",
        status=101,
        refuses=(UpgradeRequired,),
    )
    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One socket, from its handshake until it is closed."""
        ws: Socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT,
            protocols=(PROTOCOL,),
            max_msg_size=MAX_READ,
            compress=False,
            decode_text=False,
            timeout=CLOSE_TIMEOUT,
        )
        if not ws.can_prepare(request):
            raise UpgradeRequired
        try:
            identity = await self._identify(request)
        except Unauthorized:
            identity = None
        await ws.prepare(request)
        transport = request.transport
        if identity is None:
            self._sessions.rooms.refusals[SocketUnauthorized.__name__] += 1
            log.info("socket turned away", extra=fields(code=UNAUTHORIZED))
            await ws.send_str(frame_text(Error(SocketUnauthorized.message)).decode())
            await ws.close(code=UNAUTHORIZED, message=SocketUnauthorized.message.encode())
        elif self._closing:
            await ws.close(code=WSCloseCode.GOING_AWAY)
        elif transport is not None:
            await self._host(Connection(identity, ws, transport, asyncio.current_task()))
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
        while rooms.connections:
            self._left.clear()
            await self._left.wait()

    async def _host(self, who: Connection) -> None:
        """A socket's stay, from the line that tells of its begin to that of its end."""
        started = time.monotonic()
        log.info("socket opened", extra=fields(user=who.user_id))
        try:
            await self._attend(who)
        finally:
            code = who.farewell[0] if who.farewell else who.ws.close_code
            seconds = round(time.monotonic() - started, 1)
            log.info("socket closed", extra=fields(user=who.user_id, code=code, seconds=seconds))

    async def _attend(self, who: Connection) -> None:
        """A socket's stay: it hears its sessions, and what it sends is answered frame by frame."""
        self._sessions.connect(who)
        self._roll_call.came(who.identity)
        try:
            async for message in who.ws:
                if not self._closing:
                    await self._answer(who, message.type, message.data)
                if who.farewell:
                    break
        except asyncio.CancelledError:
            if who.farewell is None or who.task is None:
                raise
            who.task.uncancel()
        finally:
            await self._part(who)

    async def _part(self, who: Connection) -> None:
        try:
            if who.farewell:
                code, reason = who.farewell
                # Not drained: that would wait without a bound for a client that does not read.
                await who.ws.close(code=code, message=reason.encode(), drain=False)
                who.transport.abort()
        finally:
            self._sessions.rooms.leave(who)
            self._left.set()

    async def _answer(self, who: Connection, kind: WSMsgType, content: Any) -> None:
        try:
            await self._dispatch(who, kind, content)
        except AttendanceError as error:
            await self._answer_error(who, error)
        except Exception:
            log.exception("a frame of user %s failed", who.user_id)
            await self._answer_error(who, AttendanceError())

    async def _dispatch(self, who: Connection, kind: WSMsgType, content: Any) -> None:
        if kind is WSMsgType.ERROR:
            # aiohttp has closed the socket: a frame far too large, or against the protocol.
            return
        if len(content) > MAX_FRAME:
            await self._sessions.journal.settled(who.ticket)
            self._sessions.rooms.flush()
            who.dismiss(WSCloseCode.MESSAGE_TOO_BIG, f"a frame has at most {MAX_FRAME} bytes")
            return
        if kind is not WSMsgType.TEXT:
            raise InvalidFrame
        name, data = parse_frame(content)
        event = EVENTS.get(name)
        if event is None:
            raise UnknownEvent
        event.check_role(who.role)
        payload = parse_payload(data, event.payload)
        if not event.queued:
            await self._sessions.journal.settled(who.ticket)
            if who.due is not None:
                # One answer a turn: they may be large, and a client may ask for many at once.
                await asyncio.sleep(0)
        await event.handle(self._sessions, who, payload)

    async def _answer_error(self, who: Connection, error: AttendanceError) -> None:
        """An error is an answer like any other: it stays behind those before it."""
        await self._sessions.journal.settled(who.ticket)
        self._sessions.rooms.send_error(who, error)
