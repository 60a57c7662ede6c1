"""Which sockets listen to a session, and how frames get to them.

A frame is encoded once for everybody: frames from a server carry no mask (RFC 6455, section 5.1),
so the same bytes serve every socket. The frames that a room gets in one turn of the loop are
joined once and leave in one write a socket. Such a write goes to the transport beside aiohttp's own
writer; both write whole frames only and without waiting in between, so no frame lands inside
another.
"""

import asyncio
import itertools
import logging
import math
from collections import Counter
from collections.abc import Iterable
from typing import Literal, TypeAlias

from aiohttp import WSCloseCode, web
from attrs import define, field, frozen

from ..errors import AttendanceError
from ..models import Identity, Role
from ..wire.codec import FrameId, ServerEvent
from ..wire.messages import Error, SessionCounts
from .frames import encode, with_id
from .registry import LiveSession

log = logging.getLogger(__name__)


MAX_UNSENT = 1 << 20
"""Bytes that may wait for one client to read them; with more, it is cut off."""

SECONDS_PER_BYTE = 1e-9
"""What a byte of an answer costs to be written: the system copies it when the turn is over."""

Socket: TypeAlias = "web.WebSocketResponse[Literal[False]]"
"""A socket that hands out its text frames as bytes."""


@define(eq=False)
class Connection:
    """One open socket of one user.

    `watching`: the client has asked for the frames that only `WATCH` brings. `ticket`: the last
    change that this socket submitted to the journal. `outbox`: in a turn of the loop in which the
    socket gets something of its own, all it gets in that turn. `rooms`: those it is in. `task`
    reads its frames; `close_with` is the code and the reason with which it then closes the socket.
    `missed_beats`: how often it was looked at since its last frame; `frame_count`: how many came
    since `window_start`. `cost`: seconds of the loop that it has taken and that are not booked yet;
    `paid_at`: when its account is balanced if it takes no more. `unread`: bytes that waited for
    the client to read them when it was last looked at, which it was `stalled` times without having
    read any.

    There may be ten thousand of them, so nothing is allocated before it is needed.
    """

    identity: Identity
    ws: Socket
    transport: asyncio.Transport
    task: "asyncio.Task[object] | None"
    watching: bool = False
    ticket: int = 0
    outbox: list[bytes] | None = None
    rooms: "tuple[Room, ...]" = ()
    close_with: tuple[int, str] | None = None
    missed_beats: int = 0
    frame_count: int = 0
    window_start: float = -math.inf
    cost: float = 0.0
    paid_at: float = -math.inf
    unread: int = 0
    stalled: int = 0

    @property
    def user_id(self) -> str:
        return self.identity.user_id

    @property
    def role(self) -> Role:
        return self.identity.role

    def write(self, frames: bytes) -> None:
        """Write whole frames. A closing socket gets nothing more: no frame follows a close.

        A client that has stopped reading is cut off, and can come back for what it missed.
        """
        if self.close_with or self.ws.closed or self.transport.is_closing():
            return
        if self.transport.get_write_buffer_size() > MAX_UNSENT:
            log.warning("user %s does not read and is cut off", self.user_id)
            self.dismiss(WSCloseCode.TRY_AGAIN_LATER, "reads too slowly")
        else:
            self.transport.write(frames)

    def dismiss(self, code: int, reason: str) -> None:
        """Have the socket closed by the task that reads it, the only one that can do it in order.

        From now on nothing is written to it but the close frame.
        """
        if self.close_with is None:
            self.close_with = code, reason
            # The task itself looks at `close_with` before it reads on.
            if self.task and self.task is not asyncio.current_task():
                self.task.cancel()


@frozen
class Sender:
    """Where a client's frame came from, and its `id`, which its answer carries; `None`: no id."""

    connection: Connection
    frame_id: FrameId | None = None


@define(eq=False)
class Room:
    """The sockets that listen to one session, in the order in which they joined.

    `outbox`: the frames of this turn of the loop. `apart`: what is due to the members that are set
    apart this turn. `alone` is what `Connection.rooms` is for those who are in no other room: one
    tuple for all of them.
    """

    members: dict[Connection, None] = field(factory=dict)
    outbox: list[bytes] = field(factory=list)
    apart: list[list[bytes]] = field(factory=list)
    alone: "tuple[Room, ...]" = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.alone = (self,)


class Rooms:
    """All connections, and for every running session those of its teacher and its students.

    Frames leave at the end of the turn of the loop. To nearly every socket they are the frames of
    its room, joined once for all. A socket that gets something of its own in a turn (an answer,
    or the frame of a mark that it made) is set apart for that turn: it takes the same frames
    one by one, so that what it gets stays in order.

    What only some of a room get (`tell`) sets them apart as well. Counts are written last.
    """

    def __init__(self) -> None:
        # Dicts serve as ordered sets: frames go out in the order in which the sockets joined.
        self._joined = itertools.count()
        self._connections: dict[Connection, int] = {}
        # Tuples are smaller than lists, and nearly everyone has one socket.
        self._by_user: dict[str, tuple[Connection, ...]] = {}
        self._rooms: dict[str, Room] = {}
        self._due: dict[Room, None] = {}
        # Whether it goes before those that are told of something without having asked for it.
        self._apart: dict[Connection, bool] = {}
        self._counted: dict[LiveSession, None] = {}
        self.refusals: Counter[str] = Counter()

    @property
    def connections(self) -> list[Connection]:
        return list(self._connections)

    @property
    def size(self) -> int:
        """How many connections there are."""
        return len(self._connections)

    def part(self, number: int, of: int) -> list[Connection]:
        """Those of one of so many parts, all of about a size; a connection stays in its part."""
        return [
            connection for connection, joined in self._connections.items() if joined % of == number
        ]

    def of_user(self, user_id: str) -> list[Connection]:
        return list(self._by_user.get(user_id, ()))

    def open(self, session: LiveSession) -> None:
        """A session runs: everyone of it who is connected listens from now on."""
        self.flush()
        room = self._rooms[session.id] = Room()
        users = [session.base.teacher_id, *session.roster]
        members = [member for user in users for member in self._by_user.get(user, ())]
        for member in sorted(members, key=self._connections.__getitem__):
            _enter(room, member)

    def close(self, session: LiveSession) -> None:
        """The session runs no more. What is due to its room leaves first."""
        self.flush()
        room = self._rooms.pop(session.id, None)
        if room:
            for member in room.members:
                member.rooms = tuple(other for other in member.rooms if other is not room)
            # It holds itself there.
            room.alone = ()

    def join(self, connection: Connection, sessions: Iterable[LiveSession]) -> None:
        """A new connection, and the running sessions of its user."""
        self.flush()
        self._connections[connection] = next(self._joined)
        user_id = connection.user_id
        self._by_user[user_id] = (*self._by_user.get(user_id, ()), connection)
        for session in sessions:
            _enter(self._rooms[session.id], connection)

    def leave(self, connection: Connection) -> None:
        """The connection is gone."""
        self.flush()
        for room in connection.rooms:
            del room.members[connection]
        connection.rooms = ()
        del self._connections[connection]
        user_id = connection.user_id
        others = tuple(other for other in self._by_user[user_id] if other is not connection)
        if others:
            self._by_user[user_id] = others
        else:
            del self._by_user[user_id]

    def admit(self, session: LiveSession, student_id: str) -> list[Connection]:
        """A student came onto the roster; their connections listen from now on, and come back."""
        self.flush()
        connections = self.of_user(student_id)
        for connection in connections:
            _enter(self._rooms[session.id], connection)
        return connections

    def release(self, session: LiveSession, student_id: str) -> None:
        """A student left the roster; their connections hear no more of the session."""
        self.flush()
        room = self._rooms.get(session.id)
        for connection in self.of_user(student_id):
            if room and connection in room.members:
                del room.members[connection]
                connection.rooms = tuple(other for other in connection.rooms if other is not room)

    def send(self, to: Sender, payload: ServerEvent) -> None:
        """Send to one socket only, with the id of the frame that this answers."""
        self.send_frame(to, encode(payload))

    def send_frame(self, to: Sender, frame: bytes) -> None:
        """As `send`, with a frame that is encoded already."""
        if to.frame_id is not None:
            frame = with_id(frame, to.frame_id)
        to.connection.cost += len(frame) * SECONDS_PER_BYTE
        self._set_apart(to.connection).append(frame)

    def send_error(self, to: Sender, error: AttendanceError) -> None:
        """Tell one socket what went wrong; it stays open."""
        self.refusals[type(error).__name__] += 1
        self.send(to, Error(error.message, error.code))

    def broadcast(
        self, session: LiveSession, payload: ServerEvent, first: Sender | None = None
    ) -> None:
        """Send to everyone in the session: to `first`, who caused it, before all others.

        Only the frame to `first` carries the id of what it answers.
        """
        room = self._rooms.get(session.id)
        if room is None:
            return
        own = None
        if first is not None and first.connection in room.members:
            own = self._set_apart(first.connection)
        frame = encode(payload)
        self._schedule()
        self._due[room] = None
        room.outbox.append(frame)
        for due in room.apart:
            due.append(frame)
        if own and first and first.frame_id is not None:
            own[-1] = with_id(frame, first.frame_id)

    def tell(
        self,
        session: LiveSession,
        user_ids: Iterable[str],
        payload: ServerEvent,
        first: Sender | None = None,
    ) -> None:
        """Send to those in the session that are these users': as `broadcast` to everyone."""
        room = self._rooms.get(session.id)
        if room is None:
            return
        told = [
            connection
            for user_id in user_ids
            for connection in self._by_user.get(user_id, ())
            if connection in room.members
        ]
        frame = encode(payload) if told else b""
        for connection in told:
            if first is not None and connection is first.connection:
                self.send_frame(first, frame)
            else:
                self._set_apart(connection, first=False).append(frame)

    def count(self, session: LiveSession) -> None:
        """Send `SESSION_COUNTS` to the students who are watching, at the end of this turn."""
        self._schedule()
        self._counted[session] = None

    def announce(self, session: LiveSession, payload: ServerEvent) -> None:
        """Send to those in the session who are watching."""
        frame = encode(payload)
        for connection in self._rooms[session.id].members:
            if connection.watching:
                self._set_apart(connection).append(frame)

    def flush(self) -> None:
        """Write all that is due, but for counts."""
        apart, self._apart = self._apart, {}
        rooms, self._due = self._due, {}
        order = self._connections
        # Sorting leaves those who go first as they are.
        for connection in sorted(
            apart, key=lambda connection: -1 if apart[connection] else order[connection]
        ):
            for room in connection.rooms:
                room.apart.clear()
            frames, connection.outbox = connection.outbox, None
            _write(connection, b"".join(frames or ()))
        for room in rooms:
            room.apart.clear()
            frames, room.outbox = room.outbox, []
            joined = b"".join(frames)
            for connection in room.members:
                if connection not in apart:
                    _write(connection, joined)

    def _set_apart(self, connection: Connection, *, first: bool = True) -> list[bytes]:
        """What is due to the connection this turn, from now on one by one.

        `first`: it gets that before those of which nothing was heard this turn.
        """
        due = connection.outbox
        if due is None:
            self._schedule()
            self._apart[connection] = first
            due = connection.outbox = []
            for room in connection.rooms:
                due.extend(room.outbox)
                room.apart.append(due)
        elif first:
            self._apart[connection] = True
        return due

    def _schedule(self) -> None:
        if not (self._due or self._apart or self._counted):
            asyncio.get_running_loop().call_soon(self._end_turn)

    def _end_turn(self) -> None:
        counted, self._counted = self._counted, {}
        self.flush()
        for session in counted:
            self._write_counts(session)

    def _write_counts(self, session: LiveSession) -> None:
        room = self._rooms.get(session.id)
        if room is None:
            # Its end has told the counts.
            return
        counts = SessionCounts(session.class_id, len(session.roster), len(session.present))
        frame = encode(counts)
        for connection in room.members:
            if connection.watching and connection.role is Role.STUDENT:
                _write(connection, frame)


def _write(connection: Connection, frames: bytes) -> None:
    """Write whole frames. A connection that fails has missed some, and is closed."""
    try:
        connection.write(frames)
    except Exception:
        log.exception("frames for user %s could not be written", connection.user_id)
        connection.dismiss(WSCloseCode.INTERNAL_ERROR, "internal server error")


def _enter(room: Room, connection: Connection) -> None:
    if connection not in room.members:
        room.members[connection] = None
        connection.rooms = connection.rooms + room.alone if connection.rooms else room.alone
