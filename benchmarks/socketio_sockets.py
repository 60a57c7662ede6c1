"""The client's sockets where a server speaks Socket.IO, over WebSockets from the start."""

from typing import Any

import orjson

from attendance_server.loadtest import frames
from attendance_server.loadtest.listener import Listener
from attendance_server.loadtest.plan import Plan
from attendance_server.loadtest.socket_group import SocketGroup
from attendance_server.loadtest.target import Target

EVENT, CONNECT, PING, PONG = b"42", b"40", b"2", b"3"


class SocketIOPlan(Plan):
    """The same marks, as packets of Socket.IO."""

    def encode(self, event: str, data: dict[str, Any] | None = None) -> bytes:
        return frames.client_frame(frames.TEXT, EVENT + orjson.dumps([event, data or {}]))

    def decode(self, text: bytes) -> tuple[str, dict[str, Any]] | None:
        if not text.startswith(EVENT):
            return None
        try:
            event, data = orjson.loads(text[len(EVENT) :])
        except ValueError:
            return None
        return event, data


class SocketIOListener(Listener):
    """One socket, which connects to the main namespace."""

    def join(self, target: Target, token: str | None) -> None:
        query = f"&token={token}" if token else ""
        self.shake_hands(target, f"/socket.io/?EIO=4&transport=websocket{query}")

    def _shaken(self) -> None:
        """It is not let in before its CONNECT is answered."""

    def _own(self, opcode: int, payload: bytes) -> bool:
        if opcode != frames.TEXT or payload.startswith(EVENT):
            return super()._own(opcode, payload)
        if payload == PING:
            self.send(frames.client_frame(frames.TEXT, PONG))
        elif payload.startswith(b"0{"):
            self.send(frames.client_frame(frames.TEXT, CONNECT))
        elif payload.startswith(CONNECT):
            self.open()
        else:
            return False
        return True


class SocketIOGroup(SocketGroup):
    """The sockets of one session."""

    kind = SocketIOListener
    planned = SocketIOPlan
