"""A client of Socket.IO: over a WebSocket, or on long polling until it has upgraded to one."""

import asyncio
import logging
import math
import time
from typing import ClassVar, Protocol

from aiohttp import WSCloseCode
from attrs import define, field

from ..live.connection import FrameCodec, Kind
from ..live.revocation import UNAUTHORIZED
from ..live.websocket import MAX_UNSENT, Socket, WebSocketConnection
from ..models import Identity, Role
from .codec import SOCKETIO, packet_frame

log = logging.getLogger(__name__)

UNIDENTIFIED = Identity("", Role.STUDENT, math.inf)
"""The identity of clients before their CONNECT: they are in no room and may send only that."""

PING = packet_frame("2")
DISCONNECT = packet_frame("41")

FINAL = (UNAUTHORIZED, WSCloseCode.POLICY_VIOLATION)
"""The close codes after which a client would be closed again if it reconnected unchanged.

Clients reconnect by themselves, unless a DISCONNECT goes ahead.
"""


class Outlet(Protocol):
    """What a client on long polling fetches its packets from."""

    unsent: int

    def put(self, frames: bytes) -> None:
        """Add the packets in these frames."""
        ...

    def end(self, code: int | None) -> None:
        """Let the client fetch what there is, and nothing more."""
        ...

    def drop(self) -> None:
        """End at once."""
        ...


@define(eq=False)
class SocketIOConnection(WebSocketConnection):
    """One session of Engine.IO.

    `token`: that of its handshake. `outlet`: set while the client is on long polling; `ws`,
    `transport` and `task` are set from its upgrade on. `connected`: the client was let in, and is
    in its rooms. `attachments`: how many binary messages still belong to a packet that was
    refused. `alarm`: rings when the client must have sent its CONNECT.
    """

    codec: ClassVar[FrameCodec] = SOCKETIO
    pinged_always: ClassVar[bool] = True

    ws: Socket = field(init=False)
    transport: asyncio.Transport = field(init=False)
    task: "asyncio.Task[object] | None" = field(init=False, default=None)
    token: str | None
    outlet: Outlet | None = None
    connected: bool = field(init=False, default=False)
    attachments: int = field(init=False, default=0)
    opened_at: float = field(factory=time.monotonic, init=False)
    alarm: asyncio.TimerHandle | None = field(init=False, default=None)

    def attach(self, ws: Socket, transport: asyncio.Transport, waiting: bytes) -> None:
        """Write to a WebSocket from now on, first what is still `waiting`; its task calls this."""
        self.ws, self.transport = ws, transport
        self.task = asyncio.current_task()
        self.outlet = None
        if waiting:
            transport.write(waiting)

    @property
    def kind(self) -> Kind:
        return Kind.SOCKETIO_POLLING if self.outlet else Kind.SOCKETIO

    @property
    def unsent(self) -> int:
        return self.outlet.unsent if self.outlet else self.transport.get_write_buffer_size()

    def write(self, frames: bytes) -> None:
        if self.outlet is None:
            super().write(frames)
        elif self.outlet.unsent > MAX_UNSENT:
            log.warning("user %s does not read and is cut off", self.user_id)
            self.dismiss(WSCloseCode.TRY_AGAIN_LATER, "reads too slowly")
        else:
            self.outlet.put(frames)

    def ping(self) -> None:
        self.write(PING)

    def dismiss(self, code: int, reason: str) -> None:
        if self.connected and code in FINAL:
            self.write(DISCONNECT)
        if self.outlet:
            self.outlet.end(code)
        else:
            super().dismiss(code, reason)

    def abort(self) -> None:
        if self.outlet:
            self.outlet.drop()
        else:
            super().abort()
