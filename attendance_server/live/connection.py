"""A client that is connected: whose it is, the rooms that it is in, and its outlet.

`Rooms` decides what a client gets, and in which order. How that reaches it is the matter of its
outlet: the codec of its frames, and the methods that each kind of connection has for itself.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar, Protocol

from attrs import define, field, frozen

from ..models import Identity, Role, Source
from ..wire.codec import FrameId, ServerEvent


class Kind(StrEnum):
    """How frames reach a client: as the contract has them, or those of Socket.IO."""

    WEBSOCKET = "websocket"
    SOCKETIO = "socketio"
    SOCKETIO_POLLING = "socketio_polling"


class FrameCodec(Protocol):
    """How the server's frames are encoded for one kind of connection."""

    def encode(self, payload: ServerEvent) -> bytes:
        """The frame with this event."""
        ...

    def frame(self, event: str, data: bytes) -> bytes:
        """The frame with the event of that name, whose data is this JSON text."""
        ...

    def with_id(self, frame: bytes, frame_id: FrameId) -> bytes:
        """An encoded frame, with the `id` of the client's frame that it answers."""
        ...

    def join(self, frames: Iterable[bytes]) -> bytes:
        """Encoded frames as what an outlet writes at once."""
        ...


@frozen
class EncodedEvent:
    """An event of the server by its name, with its data as JSON text."""

    event: str
    data: bytes


@define(eq=False)
class Connection(ABC):
    """One open connection of one user, without its outlet.

    `watching`: the client has asked for the frames that only `WATCH` brings. `ticket`: the last
    change that it submitted to the journal. `outbox`: all that it gets in this turn of the loop,
    if something of that is for it alone. `rooms`: those it is in. `missed_beats`: beats of the
    heartbeat since its last frame. `frame_count`: how many frames it has sent since `window_start`.
    `cost`: seconds of the loop that it has taken and that are not booked yet; `paid_at`: when its
    account is balanced if it takes no more. `unread`: bytes that waited for the client at the last
    beat; `stalled`: at how many beats in a row it had read none of them. `source`: where a
    student's check-in comes from.

    There may be ten thousand of them, so nothing is allocated before it is needed.
    """

    codec: ClassVar[FrameCodec]
    pinged_always: ClassVar[bool] = False
    """Whether the client expects a ping at every beat, not only after it was silent."""

    identity: Identity
    watching: bool = field(init=False, default=False)
    ticket: int = field(init=False, default=0)
    outbox: list[bytes] | None = field(init=False, default=None)
    rooms: "tuple[Room, ...]" = field(init=False, default=())
    missed_beats: int = field(init=False, default=0)
    frame_count: int = field(init=False, default=0)
    window_start: float = field(init=False, default=-math.inf)
    cost: float = field(init=False, default=0.0)
    paid_at: float = field(init=False, default=-math.inf)
    unread: int = field(init=False, default=0)
    stalled: int = field(init=False, default=0)
    source: Source | None = field(init=False, default=None)

    @property
    def user_id(self) -> str:
        return self.identity.user_id

    @property
    def role(self) -> Role:
        return self.identity.role

    @property
    def kind(self) -> Kind:
        return Kind.WEBSOCKET

    @property
    @abstractmethod
    def unsent(self) -> int:
        """Bytes that wait for the client to read them."""

    @abstractmethod
    def write(self, frames: bytes) -> None:
        """Write frames that the codec has joined. A closing connection gets nothing more.

        A client that has stopped reading is cut off, and can reconnect for what it missed.
        """

    @abstractmethod
    def ping(self) -> None:
        """Have the client show that it is still there."""

    @abstractmethod
    def dismiss(self, code: int, reason: str) -> None:
        """Have the connection closed with this close code, and write nothing more to it."""

    @abstractmethod
    def abort(self) -> None:
        """Close the connection at once and without a word, whatever waits to be sent."""


@define(eq=False)
class Room:
    """The connections that listen to one session, in the order in which they joined.

    `outboxes`: the frames of this turn of the loop, for every codec that a member has. `apart`: the
    members that are set apart this turn. `alone` is what `Connection.rooms` is for members that are
    in no other room: one tuple for all of them.
    """

    members: dict[Connection, None] = field(factory=dict)
    outboxes: dict[FrameCodec, list[bytes]] = field(factory=dict)
    apart: list[Connection] = field(factory=list)
    alone: "tuple[Room, ...]" = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.alone = (self,)

    def enter(self, connection: Connection) -> None:
        """The connection listens from now on."""
        if connection not in self.members:
            self.members[connection] = None
            self.outboxes.setdefault(connection.codec, [])
            rooms = connection.rooms
            connection.rooms = rooms + self.alone if rooms else self.alone

    def leave(self, connection: Connection) -> None:
        """The connection no longer listens."""
        del self.members[connection]
        connection.rooms = tuple(room for room in connection.rooms if room is not self)

    def take(self) -> dict[FrameCodec, bytes]:
        """The frames of this turn, joined; the outboxes are empty then."""
        joined = {codec: codec.join(outbox) for codec, outbox in self.outboxes.items()}
        for outbox in self.outboxes.values():
            outbox.clear()
        return joined


@frozen
class Sender:
    """The connection that sent a frame, and the `id` of that, which its answer carries."""

    connection: Connection
    frame_id: FrameId | None = None
