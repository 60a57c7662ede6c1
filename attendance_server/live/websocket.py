"""Connections over WebSocket (RFC 6455).

Frames go straight to the transport, beside aiohttp's own writer. Both write whole frames only, and
do not wait in between, so no frame lands inside another.
"""

import asyncio
import logging
from typing import ClassVar, Literal

from aiohttp import WSCloseCode, web
from attrs import define, field

from .connection import Connection, FrameCodec
from .frames import PING, WEBSOCKET

log = logging.getLogger(__name__)

MAX_UNSENT = 1 << 20
"""Bytes that may wait for one client to read them; with more, it is cut off."""


class Socket(web.WebSocketResponse[Literal[False]]):
    """A socket that hands out its text frames as bytes.

    `ended`: its close frame is sent, or about to be. So says aiohttp's `closed`, but as a property,
    which a thousand writes per mark would have to call.
    """

    ended = False

    async def close(
        self, *, code: int = WSCloseCode.OK, message: bytes = b"", drain: bool = True
    ) -> bool:
        self.ended = True
        return await super().close(code=code, message=message, drain=drain)


@define(eq=False)
class WebSocketConnection(Connection):
    """An open WebSocket.

    `task` reads its frames; `close_with`: the code and the reason with which that then closes it.
    """

    codec: ClassVar[FrameCodec] = WEBSOCKET

    ws: Socket
    transport: asyncio.Transport
    task: "asyncio.Task[object] | None"
    close_with: tuple[int, str] | None = field(init=False, default=None)

    @property
    def unsent(self) -> int:
        return self.transport.get_write_buffer_size()

    def write(self, frames: bytes) -> None:
        # No frame may follow a close frame.
        transport = self.transport
        if self.close_with or self.ws.ended or transport.is_closing():
            return
        if transport.get_write_buffer_size() > MAX_UNSENT:
            log.warning("user %s does not read and is cut off", self.user_id)
            self.dismiss(WSCloseCode.TRY_AGAIN_LATER, "reads too slowly")
        else:
            transport.write(frames)

    def ping(self) -> None:
        self.write(PING)

    def dismiss(self, code: int, reason: str) -> None:
        # Only the task that reads the socket can close it after all that was written before.
        if self.close_with is None:
            self.close_with = code, reason
            # The task itself looks at `close_with` before it reads on.
            if self.task and self.task is not asyncio.current_task():
                self.task.cancel()

    def abort(self) -> None:
        self.transport.abort()
