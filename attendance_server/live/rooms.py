"""Which sockets listen to a session, and how frames get to them.

A frame is encoded once for everybody: frames from a server carry no mask (RFC 6455, section 5.1),
so the same bytes serve every socket. What becomes due for a socket in one turn of the loop leaves
in one write. Such a write goes to the transport beside aiohttp's own writer; both write whole
frames only and without waiting in between, so no frame lands inside another.
"""

import asyncio
import itertools
import struct
from collections.abc import Iterable
from typing import Literal, TypeAlias

from aiohttp import web

from ..errors import AttendanceError
from ..models import User
from ..schemas import Error, ServerEvent, frame_text
from .registry import LiveSession

FIN_TEXT = 0x81

Socket: TypeAlias = "web.WebSocketResponse[Literal[False]]"
"""A socket that hands out its text frames as bytes."""


def encode(payload: ServerEvent) -> bytes:
    """A whole WebSocket text frame, unmasked (RFC 6455, section 5.2)."""
    text = frame_text(payload)
    if len(text) < 126:
        return struct.pack("!BB", FIN_TEXT, len(text)) + text
    if len(text) < 1 << 16:
        return struct.pack("!BBH", FIN_TEXT, 126, len(text)) + text
    return struct.pack("!BBQ", FIN_TEXT, 127, len(text)) + text


class Connection:
    """One open socket of one user.

    `watching` is set once the client has asked for the frames that only `WATCH` brings.
    `ticket` is the last change that this socket has submitted to the journal.
    """

    def __init__(self, user: User, ws: Socket, transport: asyncio.Transport) -> None:
        self.user = user
        self.watching = False
        self.ticket = 0
        self._ws = ws
        self._transport = transport
        self._due: list[bytes] = []

    def send(self, payload: ServerEvent) -> None:
        """Send a frame to this socket only."""
        self.send_frame(encode(payload))

    def send_error(self, error: AttendanceError) -> None:
        """Tell this socket what went wrong; it stays open."""
        self.send(Error(error.message))

    def send_frame(self, frame: bytes) -> None:
        """Send an encoded frame at the end of this turn of the loop, behind those before it."""
        if not self._due:
            asyncio.get_running_loop().call_soon(self.flush)
        self._due.append(frame)

    def flush(self) -> None:
        """Write what is due. A closing socket gets nothing more: no frame follows a close."""
        if self._due and not self._ws.closed and not self._transport.is_closing():
            self._transport.write(b"".join(self._due))
        self._due.clear()

    async def close(self, code: int, reason: str) -> None:
        """Send what is due and a close frame, and wait a while for the client's."""
        self.flush()
        await self._ws.close(code=code, message=reason.encode())


class Rooms:
    """All connections, and for every running session those of its teacher and its students."""

    def __init__(self) -> None:
        # Dicts serve as ordered sets: frames go out in the order in which the sockets joined.
        self._joined = itertools.count()
        self._connections: dict[Connection, int] = {}
        self._by_user: dict[str, dict[Connection, None]] = {}
        self._rooms: dict[str, dict[Connection, None]] = {}
        self._rooms_of: dict[Connection, set[str]] = {}

    @property
    def connections(self) -> list[Connection]:
        return list(self._connections)

    def open(self, session: LiveSession) -> None:
        """A session runs: everyone of it who is connected listens from now on."""
        self._rooms[session.id] = {}
        users = [session.teacher_id, *session.roster]
        members = [member for user in users for member in self._by_user.get(user, ())]
        for member in sorted(members, key=self._connections.__getitem__):
            self._enter(session, member)

    def close(self, session: LiveSession) -> None:
        """The session has ended; nothing is sent to it any more."""
        for member in self._rooms.pop(session.id, ()):
            self._rooms_of[member].discard(session.id)

    def join(self, connection: Connection, sessions: Iterable[LiveSession]) -> None:
        """A new connection, and the running sessions of its user."""
        self._connections[connection] = next(self._joined)
        self._by_user.setdefault(connection.user.id, {})[connection] = None
        self._rooms_of[connection] = set()
        for session in sessions:
            self._enter(session, connection)

    def leave(self, connection: Connection) -> None:
        """The connection is gone."""
        del self._connections[connection]
        for session_id in self._rooms_of.pop(connection):
            del self._rooms[session_id][connection]
        of_user = self._by_user[connection.user.id]
        del of_user[connection]
        if not of_user:
            del self._by_user[connection.user.id]

    def admit(self, session: LiveSession, student_id: str) -> list[Connection]:
        """A student came onto the roster; their connections listen from now on, and come back."""
        connections = list(self._by_user.get(student_id, ()))
        for connection in connections:
            self._enter(session, connection)
        return connections

    def broadcast(
        self, session: LiveSession, payload: ServerEvent, first: Connection | None = None
    ) -> None:
        """Send to everyone in the session: to `first`, who caused it, before all others."""
        room = self._rooms.get(session.id, {})
        frame = encode(payload)
        if first is not None and first in room:
            first.send_frame(frame)
        for connection in room:
            if connection is not first:
                connection.send_frame(frame)

    def announce(self, session: LiveSession, payload: ServerEvent) -> None:
        """Send to those in the session who are watching."""
        frame = encode(payload)
        for connection in self._rooms.get(session.id, ()):
            if connection.watching:
                connection.send_frame(frame)

    def _enter(self, session: LiveSession, connection: Connection) -> None:
        self._rooms[session.id][connection] = None
        self._rooms_of[connection].add(session.id)
