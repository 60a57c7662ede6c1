"""Connections of several kinds in one room: one order, and one encoding per codec."""

import json
import math
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from attrs import define

from attendance_server.live.connection import Connection, FrameCodec, Sender
from attendance_server.live.live_session import LiveSession
from attendance_server.live.rooms import Rooms
from attendance_server.models import Identity, Role, Session, Status
from attendance_server.wire.codec import FrameId, ServerEvent, frame_text
from attendance_server.wire.messages import AttendanceMarked, MyStatus, SessionStarted

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLASS_ID, SESSION_ID = "c" * 24, "5" * 24
STUDENTS = [f"{number:024x}" for number in range(4)]


class Lines:
    """A codec that begins every frame with its own sign and ends it with a newline."""

    def __init__(self, sign: bytes) -> None:
        self.sign = sign
        self.encoded: list[ServerEvent] = []

    def encode(self, payload: ServerEvent) -> bytes:
        self.encoded.append(payload)
        return self.sign + frame_text(payload) + b"\n"

    def frame(self, event: str, data: bytes) -> bytes:
        return self.sign + b'{"event":"%b","data":%b}\n' % (event.encode(), data)

    def with_id(self, frame: bytes, frame_id: FrameId) -> bytes:
        return b"%b %b\n" % (frame[:-1], json.dumps(frame_id).encode())

    def join(self, frames: Iterable[bytes]) -> bytes:
        return b"".join(frames)


DASH, STAR = Lines(b"-"), Lines(b"*")

written: list[tuple[str, bytes]] = []
"""What all connections have written: the user, and the frames."""


@define(eq=False)
class Dash(Connection):
    codec: ClassVar[FrameCodec] = DASH

    @property
    def unsent(self) -> int:
        return 0

    def write(self, frames: bytes) -> None:
        written.append((self.user_id, frames))

    def ping(self) -> None: ...

    def dismiss(self, code: int, reason: str) -> None: ...

    def abort(self) -> None: ...


@define(eq=False)
class Star(Dash):
    codec: ClassVar[FrameCodec] = STAR


@pytest.fixture
def session() -> LiveSession:
    return LiveSession(Session(SESSION_ID, CLASS_ID, "Algebra", "hill", NINE, tuple(STUDENTS)))


@pytest.fixture
async def rooms(session: LiveSession) -> Rooms:
    """A room in which every other student has the other kind of connection."""
    rooms = Rooms()
    rooms.open(session)
    for number, student in enumerate(STUDENTS):
        kind = Star if number % 2 else Dash
        rooms.join(kind(Identity(student, Role.STUDENT, math.inf)), [session])
    for codec in (DASH, STAR):
        codec.encoded.clear()
    written.clear()
    return rooms


def mark(student: str) -> AttendanceMarked:
    return AttendanceMarked(CLASS_ID, student, Status.PRESENT, NINE)


def lines(sign: bytes, *payloads: ServerEvent) -> bytes:
    return b"".join(sign + frame_text(payload) + b"\n" for payload in payloads)


async def test_a_broadcast_is_encoded_once_per_codec_and_sent_in_the_order_of_joining(
    rooms: Rooms, session: LiveSession
) -> None:
    payloads = [mark(STUDENTS[0]), mark(STUDENTS[1])]
    for payload in payloads:
        rooms.broadcast(session, payload)
    rooms.flush()
    assert DASH.encoded == STAR.encoded == payloads
    assert written == [
        (student, lines(b"*" if number % 2 else b"-", *payloads))
        for number, student in enumerate(STUDENTS)
    ]


async def test_the_sender_comes_first_and_gets_the_id_in_its_own_codec(
    rooms: Rooms, session: LiveSession
) -> None:
    sender = Sender(rooms.connections[3], "mine")
    payload = mark(STUDENTS[0])
    rooms.broadcast(session, payload)
    rooms.broadcast(session, payload, first=sender)
    rooms.broadcast(session, payload)
    rooms.flush()
    star = lines(b"*", payload)
    assert written[0] == (STUDENTS[3], star + star[:-1] + b' "mine"\n' + star)
    assert [user for user, _ in written[1:]] == STUDENTS[:3]
    assert len(DASH.encoded) == len(STAR.encoded) == 3


async def test_frames_for_some_connections_are_encoded_only_for_those(
    rooms: Rooms, session: LiveSession
) -> None:
    started = SessionStarted(SESSION_ID, CLASS_ID, "Algebra", NINE)
    rooms.connections[1].watching = rooms.connections[3].watching = True
    rooms.announce(session, started)
    rooms.tell(session, STUDENTS[1:2], mark(STUDENTS[1]))
    rooms.send(Sender(rooms.connections[0], 7), MyStatus(CLASS_ID, None))
    rooms.flush()
    assert written == [
        (STUDENTS[1], lines(b"*", started, mark(STUDENTS[1]))),
        (STUDENTS[3], lines(b"*", started)),
        (STUDENTS[0], lines(b"-", MyStatus(CLASS_ID, None))[:-1] + b" 7\n"),
    ]
    assert STAR.encoded == [started, mark(STUDENTS[1])]
    assert DASH.encoded == [MyStatus(CLASS_ID, None)]
