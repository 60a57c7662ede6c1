"""Who listens to a session, and what each of them gets in which order.

A frame is encoded once per codec, not once per client. The frames that a room gets in one turn of
the loop are joined, and leave in one write per connection.
"""

import asyncio
import itertools
import logging
from collections import Counter
from collections.abc import Iterable
from typing import TypeGuard

from ..errors import AttendanceError
from ..models import Role
from ..wire.codec import ServerEvent
from ..wire.messages import Error, SessionCounts
from .connection import Connection, EncodedEvent, FrameCodec, Room, Sender
from .live_session import LiveSession

log = logging.getLogger(__name__)

INTERNAL_ERROR = 1011
"""The close code for a failure of the server (RFC 6455, section 7.4.1)."""

SECONDS_PER_BYTE = 1e-9
"""What a byte of an answer costs to be written: the system copies it when the turn is over."""


class Frames(dict[FrameCodec, bytes]):
    """An event as a frame, encoded once per codec that asks for it."""

    def __init__(self, payload: ServerEvent | EncodedEvent) -> None:
        self._payload = payload

    def __missing__(self, codec: FrameCodec) -> bytes:
        payload = self._payload
        frame = self[codec] = (
            codec.frame(payload.event, payload.data)
            if isinstance(payload, EncodedEvent)
            else codec.encode(payload)
        )
        return frame


class Rooms:
    """All connections, and for every running session those of its teachers and its students.

    Frames leave at the end of the turn of the loop. To nearly every connection they are the frames
    of its room, joined once for all. A connection that gets something of its own in a turn (an
    answer, or the frame of a mark that it made) is set apart for that turn: its frames gather one
    by one in its own outbox, so that they stay in order.

    What only some of a room get (`tell`) sets them apart as well. Counts are written last.
    """

    def __init__(self) -> None:
        # Dicts serve as ordered sets: frames go out in the order in which connections joined.
        self._joined = itertools.count()
        self._connections: dict[Connection, int] = {}
        # Tuples are smaller than lists, and nearly every user has one connection.
        self._by_user: dict[str, tuple[Connection, ...]] = {}
        self._rooms: dict[str, Room] = {}
        self._due: dict[Room, None] = {}
        # Whether it is written before those that have not asked for anything.
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
        """Part `number` of the connections, out of `of` parts of about the same size.

        A connection stays in its part.
        """
        return [
            connection for connection, joined in self._connections.items() if joined % of == number
        ]

    def of_user(self, user_id: str) -> list[Connection]:
        return list(self._by_user.get(user_id, ()))

    def watching(self, user_id: str) -> list[Connection]:
        """The connections of a user that have asked to watch."""
        return [each for each in self.of_user(user_id) if each.watching]

    def open(self, session: LiveSession) -> None:
        """A session runs: every connection of its teachers and students listens from now on."""
        self.flush()
        room = self._rooms[session.id] = Room()
        users = [*session.teachers, *session.roster]
        members = [member for user in users for member in self._by_user.get(user, ())]
        for member in sorted(members, key=self._connections.__getitem__):
            room.enter(member)

    def close(self, session: LiveSession) -> None:
        """The session no longer runs. What is due to its room leaves first."""
        self.flush()
        room = self._rooms.pop(session.id, None)
        if room:
            for member in list(room.members):
                room.leave(member)
            # It holds itself there.
            room.alone = ()

    def join(self, connection: Connection, sessions: Iterable[LiveSession]) -> None:
        """A new connection, and the running sessions of its user."""
        self.flush()
        self._connections[connection] = next(self._joined)
        user_id = connection.user_id
        self._by_user[user_id] = (*self._by_user.get(user_id, ()), connection)
        for session in sessions:
            self._rooms[session.id].enter(connection)

    def leave(self, connection: Connection) -> None:
        """The connection is closed."""
        self.flush()
        for room in connection.rooms:
            room.leave(connection)
        del self._connections[connection]
        user_id = connection.user_id
        others = tuple(other for other in self._by_user[user_id] if other is not connection)
        if others:
            self._by_user[user_id] = others
        else:
            del self._by_user[user_id]

    def admit(self, session: LiveSession, user_id: str) -> list[Connection]:
        """A user belongs to the session now; return their connections, which listen from now on."""
        self.flush()
        connections = self.of_user(user_id)
        for connection in connections:
            self._rooms[session.id].enter(connection)
        return connections

    def release(self, session: LiveSession, user_id: str) -> None:
        """A user no longer belongs to the session; their connections no longer hear it."""
        self.flush()
        room = self._rooms.get(session.id)
        for connection in self.of_user(user_id):
            if room and connection in room.members:
                room.leave(connection)

    def send(self, to: Sender, payload: ServerEvent) -> None:
        """Send to one connection only, with the id of the frame that this answers."""
        self.send_frame(to, to.connection.codec.encode(payload))

    def send_frame(self, to: Sender, frame: bytes) -> None:
        """Send, as `send` does, a frame that the connection's codec has encoded."""
        if to.frame_id is not None:
            frame = to.connection.codec.with_id(frame, to.frame_id)
        to.connection.cost += len(frame) * SECONDS_PER_BYTE
        self._set_apart(to.connection).append(frame)

    def send_each(
        self, connections: Iterable[Connection], payload: ServerEvent | EncodedEvent
    ) -> None:
        """Send to each of these connections what none of them has asked for."""
        frames = Frames(payload)
        for connection in connections:
            self._set_apart(connection, first=False).append(frames[connection.codec])

    def send_error(self, to: Sender, error: AttendanceError) -> None:
        """Tell one client what went wrong; its connection stays open."""
        self.refusals[type(error).__name__] += 1
        self.send(to, Error(error.message, error.code))

    def broadcast(
        self, session: LiveSession, payload: ServerEvent, first: Sender | None = None
    ) -> None:
        """Send to everyone in the session: to `first`, who caused it, before all others.

        Only the frame to `first` carries the id of what it answers. It is sent even if they have
        left the session since.
        """
        room = self._rooms.get(session.id)
        if room is None:
            return
        own = None
        if self._has_left(first, room):
            self.send(first, payload)
        if first is not None and first.connection in room.members:
            own = self._set_apart(first.connection)
        self._schedule()
        self._due[room] = None
        for codec, outbox in room.outboxes.items():
            outbox.append(codec.encode(payload))
        for connection in room.apart:
            self._set_apart(connection, first=False).append(room.outboxes[connection.codec][-1])
        if own and first and first.frame_id is not None:
            own[-1] = first.connection.codec.with_id(own[-1], first.frame_id)

    def tell(
        self,
        session: LiveSession,
        user_ids: Iterable[str],
        payload: ServerEvent,
        first: Sender | None = None,
    ) -> None:
        """Send to these users in the session only, as `broadcast` does to everyone."""
        room = self._rooms.get(session.id)
        if room is None:
            return
        if self._has_left(first, room):
            self.send(first, payload)
        frames = Frames(payload)
        connections = [
            connection
            for user_id in user_ids
            for connection in self._by_user.get(user_id, ())
            if connection in room.members
        ]
        for connection in connections:
            frame = frames[connection.codec]
            if first is not None and connection is first.connection:
                self.send_frame(first, frame)
            else:
                self._set_apart(connection, first=False).append(frame)

    def count(self, session: LiveSession) -> None:
        """Send `SESSION_COUNTS` to the students who are watching, at the end of this turn."""
        self._schedule()
        self._counted[session] = None

    def announce(
        self, session: LiveSession, payload: ServerEvent, role: Role | None = None
    ) -> None:
        """Send to those in the session who are watching; with a `role`, only to users with that."""
        frames = Frames(payload)
        for connection in self._rooms[session.id].members:
            if connection.watching and role in (None, connection.role):
                self._set_apart(connection).append(frames[connection.codec])

    def flush(self) -> None:
        """Write all that is due, except for counts."""
        apart, self._apart = self._apart, {}
        due, self._due = self._due, {}
        joined = self._connections
        # Sorting is stable: those who go first keep their order.
        for connection in sorted(apart, key=lambda each: -1 if apart[each] else joined[each]):
            for room in connection.rooms:
                room.apart.clear()
            outbox, connection.outbox = connection.outbox, None
            _write(connection, connection.codec.join(outbox or ()))
        for room in due:
            room.apart.clear()
            frames = room.take()
            for connection in room.members:
                if connection not in apart:
                    _write(connection, frames[connection.codec])

    def _has_left(self, sender: Sender | None, room: Room) -> TypeGuard[Sender]:
        """Whether the sender is still connected, but no longer in the room."""
        return (
            sender is not None
            and sender.connection in self._connections
            and sender.connection not in room.members
        )

    def _set_apart(self, connection: Connection, *, first: bool = True) -> list[bytes]:
        """The connection's own outbox, with all that is due to it this turn, from now on.

        `first`: it is written before those who have not asked for anything this turn.
        """
        outbox = connection.outbox
        if outbox is None:
            self._schedule()
            self._apart[connection] = first
            outbox = connection.outbox = []
            for room in connection.rooms:
                outbox.extend(room.outboxes[connection.codec])
                room.apart.append(connection)
        elif first:
            self._apart[connection] = True
        return outbox

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
            # The frame of its end held the counts.
            return
        frames = Frames(SessionCounts(session.class_id, len(session.roster), len(session.present)))
        for connection in room.members:
            if connection.watching and connection.role is Role.STUDENT:
                _write(connection, frames[connection.codec])


def _write(connection: Connection, frames: bytes) -> None:
    """Write frames. A connection that fails has missed some, and is closed."""
    try:
        connection.write(frames)
    except Exception:
        log.exception("frames for user %s could not be written", connection.user_id)
        connection.dismiss(INTERNAL_ERROR, "internal server error")
