"""Large answers, encoded once for all clients that get the same one while nothing changes.

`WATCHING` holds every mark of a session: encoding ten thousand takes 25 ms. The marks are encoded
in blocks, one per turn of the loop, and a block is encoded again only if one of its marks has
changed. The answer that is joined from the blocks is the session at that moment.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

import orjson
from attrs import define, field

from ..models import Mark
from ..wire.codec import to_wire
from ..wire.messages import TodaySummary, Watching
from .connection import FrameCodec
from .live_session import LiveSession
from .registry import SessionRegistry
from .views import mark_view, summary, taught

BLOCK = 256
"""Marks that are encoded per turn of the loop."""

CACHE_BYTES = 8 << 20
"""Bytes of the frames that are cached. Those that were last requested stay."""


@define
class FrameCache:
    """Encoded frames by name, each with the states that it was made from."""

    limit: int = CACHE_BYTES
    _frames: "OrderedDict[Hashable, tuple[object, bytes]]" = field(factory=OrderedDict)
    _size: int = 0

    def get(self, name: Hashable, made_from: object) -> bytes | None:
        """The frame of that name, if it was made from the same states."""
        cached = self._frames.get(name)
        if cached is None or cached[0] != made_from:
            return None
        self._frames.move_to_end(name)
        return cached[1]

    def put(self, name: Hashable, made_from: object, frame: bytes) -> bytes:
        """Store a frame in place of the one of that name, and return it."""
        self._drop(name)
        self._frames[name] = made_from, frame
        self._size += len(frame)
        while self._size > self.limit:
            self._drop(next(iter(self._frames)))
        return frame

    def _drop(self, name: Hashable) -> None:
        if name in self._frames:
            self._size -= len(self._frames.pop(name)[1])


@define
class MarkBlocks:
    """The marks of one large session as JSON, by block number."""

    lock: asyncio.Lock = field(factory=asyncio.Lock)
    _blocks: dict[int, tuple[list[Mark], bytes]] = field(factory=dict)

    def stale(self, session: LiveSession) -> dict[int, list[Mark]]:
        """The blocks that have to be encoded again, with their marks."""
        by_block = {
            number: list(marks) for number, marks in groupby(session.marks.values(), _block)
        }
        for number in self._blocks.keys() - by_block.keys():
            del self._blocks[number]
        return {
            number: marks
            for number, marks in by_block.items()
            if number not in self._blocks or self._blocks[number][0] != marks
        }

    def encode(self, number: int, marks: list[Mark]) -> None:
        self._blocks[number] = marks, _marks_text(marks)

    def text(self, session: LiveSession) -> bytes:
        """The marks as they are now."""
        for number, marks in self.stale(session).items():
            self.encode(number, marks)
        return b",".join(self._blocks[number][1] for number in sorted(self._blocks))


class EncodedViews:
    """What teachers see of their sessions, as encoded frames."""

    def __init__(self, registry: SessionRegistry) -> None:
        self._registry = registry
        self._frames = FrameCache()
        self._blocks: WeakKeyDictionary[LiveSession, MarkBlocks] = WeakKeyDictionary()

    async def watching(self, teacher_id: str, codec: FrameCodec) -> bytes:
        """The `WATCHING` of a teacher, true at the moment when it is returned.

        Other tasks get turns of the loop in between.
        """
        name = codec, Watching.event, teacher_id
        for session in self._registry.of_teacher(teacher_id):
            if len(session.marks) > BLOCK and not self._cached(name, teacher_id):
                await self._encode_marks(session)
        sessions = self._registry.of_teacher(teacher_id)
        frame = self._frames.get(name, _states(sessions))
        if frame is None:
            data = orjson.dumps({"sessions": [self._taught(session) for session in sessions]})
            frame = codec.frame(Watching.event, data)
            self._frames.put(name, _states(sessions), frame)
        return frame

    def summary(self, session: LiveSession, codec: FrameCodec) -> bytes:
        """The `TODAY_SUMMARY` of a session."""
        name, made_from = (codec, TodaySummary.event, session.id), _states([session])
        frame = self._frames.get(name, made_from)
        return frame or self._frames.put(name, made_from, codec.encode(summary(session)))

    def _cached(self, name: Hashable, teacher_id: str) -> bytes | None:
        return self._frames.get(name, _states(self._registry.of_teacher(teacher_id)))

    async def _encode_marks(self, session: LiveSession) -> None:
        """Encode what has changed, one block per turn, once for all who ask at the time."""
        blocks = self._blocks.setdefault(session, MarkBlocks())
        async with blocks.lock:
            for number, marks in blocks.stale(session).items():
                blocks.encode(number, marks)
                await asyncio.sleep(0)

    def _taught(self, session: LiveSession) -> dict[str, Any]:
        blocks = self._blocks.get(session)
        marks = blocks.text(session) if blocks else _marks_text(session.marks.values())
        view: dict[str, Any] = to_wire(taught(session, ()))
        view["marks"] = orjson.Fragment(b"[%b]" % marks)
        return view


def _states(sessions: Sequence[LiveSession]) -> tuple[object, ...]:
    return tuple(session.state for session in sessions)


def _block(mark: Mark) -> int:
    return mark.seq // BLOCK


def _marks_text(marks: Iterable[Mark]) -> bytes:
    """The marks as JSON, without the brackets around them."""
    return orjson.dumps([to_wire(mark_view(mark)) for mark in marks])[1:-1]
