"""The endpoint at `/socket.io/`: WebSockets are read here, and polls by the library."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, WSMsgType, hdrs, web
from engineio import packet as engine

from ..errors.requests import OriginNotAllowed
from ..http.envelope import in_time
from ..http.request_log import ROUTINE
from ..live.metered import metered
from ..live.reader import MAX_READ, SocketReader
from ..live.sockets import Sockets
from ..live.websocket import Socket
from ..models import Identity
from .codec import packet_frame
from .connection import UNIDENTIFIED, SocketIOConnection
from .handshake import (
    BAD_REQUEST,
    FORBIDDEN,
    SESSION_UNKNOWN,
    WEBSOCKET,
    Ask,
    Refusal,
    token_of,
)
from .namespace import Namespace, WrongPacket
from .polling import EngineServer, PollingSession

if TYPE_CHECKING:
    from ..siblings.siblings import Siblings

PROBE_TIMEOUT = 10.0
"""Seconds that a client has for its upgrade from the handshake on."""


class Door(SocketReader[SocketIOConnection]):
    """Serves the clients of Socket.IO."""

    def __init__(
        self,
        sockets: Sockets,
        identify: Callable[[str], Awaitable[Identity]],
        check_origin: Callable[[web.Request], None],
        siblings: "Siblings | None" = None,
    ) -> None:
        """`identify` returns the identity of a token, or raises `Unauthorized`.

        `check_origin` raises `OriginNotAllowed` for a page that may not use the server. `siblings`:
        where other workers serve clients of long polling too.
        """
        super().__init__(sockets, check_origin)
        self._namespace = Namespace(sockets, identify)
        self._engine = EngineServer(sockets, self._namespace, siblings.prefix if siblings else "")
        self._siblings = siblings

    def handle(self, request: web.Request) -> Awaitable[web.StreamResponse]:
        """Answer a request. Raises `ShuttingDown` for one that would begin a session."""
        # Not a coroutine, which every open socket would hold for as long as it is open.
        ask = Ask.of(request)
        if self._siblings and ask.sid and (owner := self._siblings.owner_of(ask.sid)):
            return self._pass_on(request, owner, self._siblings)
        try:
            self._check_origin(request)
        except OriginNotAllowed:
            return _refused(FORBIDDEN)
        if refusal := ask.refusal(self._engine.sockets):
            return _refused(refusal)
        if ask.sid is None:
            self._sockets.check_open()
        return self.serve(request) if ask.transport == WEBSOCKET else self._poll(request, ask.sid)

    def close(self) -> None:
        """The server stops: end the sessions that are in no room."""
        self._namespace.close()

    async def _poll(self, request: web.Request, sid: str | None) -> web.StreamResponse:
        try:
            # Before the library does, which would answer that all is well if this fails.
            request = await _with_body(request)
        except (web.RequestPayloadError, ConnectionError):
            return BAD_REQUEST.answer()
        session = self._engine.sockets.get(sid)
        work = self._engine.handle_request(request)
        if session and request.method == hdrs.METH_GET:
            # What is sent with a `POST` is metered packet by packet.
            work = metered(work, session.connection)
        response: web.Response = await work
        if session:
            response[ROUTINE] = True
        return response

    async def _pass_on(
        self, request: web.Request, owner: Path, siblings: "Siblings"
    ) -> web.StreamResponse:
        """Have the worker answer that has the session."""
        try:
            await siblings.pass_on(await _with_body(request), owner)
        except web.RequestPayloadError:
            return BAD_REQUEST.answer()
        except OSError:
            # It has just ended, and the session with it.
            return SESSION_UNKNOWN.answer()

    async def _open(
        self, request: web.Request
    ) -> tuple[web.StreamResponse, SocketIOConnection | None]:
        sid = Ask.of(request).sid
        ws = await self._shake_hands(request)
        transport = request.transport
        if self._sockets.closing or transport is None:
            await ws.close(code=WSCloseCode.GOING_AWAY)
            return ws, None
        if sid is None:
            connection = SocketIOConnection(UNIDENTIFIED, token_of(request))
            connection.source = self._sockets.source_of(request)
            opening = self._engine.opening(secrets.token_urlsafe(15), ())
            connection.attach(ws, transport, packet_frame(opening.encode()))
            self._namespace.expect(connection)
            return ws, connection
        session = self._engine.sockets.get(sid)
        if session is None or not await _probe(ws, session):
            stopping = self._sockets.closing
            code = WSCloseCode.GOING_AWAY if stopping else WSCloseCode.PROTOCOL_ERROR
            await ws.close(code=code)
            return ws, None
        session.connection.attach(ws, transport, session.upgrade())
        return ws, session.connection

    async def _take_text(self, connection: SocketIOConnection, text: bytes) -> None:
        try:
            await self._namespace.receive(connection, engine.Packet(encoded_packet=text.decode()))
        except (ValueError, WrongPacket):
            await self._end_wrong(connection)

    async def _take_binary(self, connection: SocketIOConnection) -> None:
        try:
            await self._namespace.receive_binary(connection)
        except WrongPacket:
            await self._end_wrong(connection)

    async def _end_wrong(self, connection: SocketIOConnection) -> None:
        await self._sockets.dispatcher.finish(connection)
        connection.dismiss(WSCloseCode.PROTOCOL_ERROR, "against the protocol")

    def _leave(self, connection: SocketIOConnection, code: int | None, started: float) -> None:
        self._namespace.gone(connection, code)


async def _with_body(request: web.Request) -> web.Request:
    """The request with its body read, if it has one. Raises what aiohttp does, and `BodyTooSlow`.

    Version 3 of the client sends in one request whatever it has, also what is above the
    `maxPayload` that it has been told.
    """
    if request.method != hdrs.METH_POST:
        return request
    request = request.clone(client_max_size=MAX_READ)
    async with in_time(request):
        await request.read()
    return request


async def _probe(ws: Socket, session: PollingSession) -> bool:
    """Whether the client of a session goes on on this WebSocket: it tries it out before."""
    if session.probing or session.closing:
        return False
    session.probing = True
    try:
        async with asyncio.timeout(PROBE_TIMEOUT):
            if await _text(ws) != b"2probe":
                return False
            await ws.send_str("3probe")
            with session.probed():
                return await _text(ws) == b"5" and not session.closing
    except TimeoutError:
        return False
    finally:
        session.probing = False


async def _text(ws: Socket) -> bytes | None:
    message = await ws.receive()
    text: bytes = message.data
    return text if message.type is WSMsgType.TEXT else None


async def _refused(refusal: Refusal) -> web.StreamResponse:
    return refusal.answer()
