"""A socket that checks everything it receives while the script runs.

Messages are answered once each, in the order sent. Frames that everyone in a session gets come in
between, and some of them look like the answer to something that this socket sent too. So it keeps
all positions in the sequence of its messages up to which, as far as it can tell, everything may
have been answered.
"""

import asyncio
import itertools
import json
import struct
from collections import Counter, deque
from collections.abc import Callable
from typing import Any

import attrs
from attrs import Factory, define

from tests.support.raw import CLOSE, CONTINUATION, PING, PONG, TEXT, Raw, closing, frame, frames_of
from tests.support.witness import PATIENCE, Violation, insist

from .asks import Ask, User
from .scripts import MAX_FRAME, Say
from .shapes import INVALID, UNAUTHORIZED, is_server_frame

TO_ALL = {
    *("ATTENDANCE_MARKED", "SESSION_COUNTS", "SESSION_ENDED", "SESSION_STARTED"),
    *("SESSION_CHANGED", "ROSTER_CHANGED", "CLASS_MEMBERSHIP"),
}
"""Frames that also come without a request."""

FENCES = itertools.count()

AT_ONCE = 10.0
"""Seconds for a socket to be closed on a slow machine; less than one round of the token watch."""


@define(eq=False)
class Listener:
    """One socket of a user.

    `shut`: the ids of the classes about which nothing may come any longer. `codes`: the possible
    codes of the close frame that must come. `wild`: the answers, if any, are unpredictable. `left`:
    this side has gone. `stories`: what everyone in a session received, by class; `started`: the ids
    of sessions whose start was announced. `count` counts for the run.
    """

    user: User
    token: str
    count: Counter[str]
    check: Callable[["Listener", str, dict[str, Any]], None]
    shut: set[str]
    codes: set[int] = Factory(set)
    wild: bool = False
    left: bool = False
    close_code: int | None = None
    asks: list[Ask] = Factory(list)
    last: tuple[str, Any] = ("", None)
    watches: bool = False
    stories: dict[str, list[dict[str, Any]]] = Factory(dict)
    started: set[str] = Factory(set)
    _places: set[int] = attrs.field(factory=lambda: {0})
    _pings: deque[bytes] = Factory(deque)
    _fences: dict[bytes, str] = Factory(dict)
    _held: list[bytes] | None = None
    _raw: Raw | None = None
    _reader: "asyncio.Task[None] | None" = None
    _changed: asyncio.Event = Factory(asyncio.Event)

    async def open(self, url: str, way: str) -> None:
        """Connect, with the token where `way` says."""
        person, headers = None, {}
        if way == "header":
            headers = {"Authorization": f"Bearer {self.token}"}
        elif way == "subprotocol":
            headers = {"Sec_WebSocket_Protocol": f"attendance, bearer.{self.token}"}
        else:
            person = attrs.evolve(self.user.person, token=self.token)
        self._raw = await Raw.connect(url, person, **headers)
        insist(self._raw.status == 101, "a handshake is answered", self._raw.status)
        self._reader = asyncio.create_task(self._read(self._raw))

    @property
    def closed(self) -> bool:
        return self._reader is not None and self._reader.done()

    @property
    def writable(self) -> bool:
        """Whether more may be sent; while it is being closed, that would lose the close frame."""
        return self._raw is not None and not (self.left or self.closed or self.codes)

    @property
    def sound(self) -> bool:
        """It is open, and nothing was sent over it that could change that."""
        return self.writable and not self.wild and not self.user.turning

    @property
    def settled(self) -> bool:
        """All that was sent is answered."""
        return len(self.asks) in self._places and not self._pings

    def say(self, say: Say, payload: bytes) -> None:
        """Send a whole message."""
        payload = payload.ljust(say.size)
        if len(payload) > MAX_FRAME:
            self.codes.add(1009)
        else:
            no_text = Ask(frozenset([INVALID]))
            self.asks.append(Ask.of(payload, self.user) if say.opcode == TEXT else no_text)
            self.watches |= self.asks[-1].event == "WATCHING"
        frames = _fragments(payload, say)
        if say.pinged:
            self._pings.extend([b""] * (len(frames) - 1))
        sent = frame(b"", PING).join(frames) if say.pinged else b"".join(frames)
        self.count["messages sent"] += 1
        if say.torn and self._held is None:
            self.write(sent[:-1])
            self._held = [sent[-1:]]
            asyncio.get_running_loop().call_later(0.002, self._let_go)
        else:
            self.write(sent)

    def ask(self, event: str, **data: Any) -> None:
        self.say(Say(0, b""), json.dumps({"event": event, "data": data}).encode())

    async def answer(self, event: str, **data: Any) -> tuple[str, Any]:
        """The answer to the event. Nothing else may be pending."""
        self.ask(event, **data)
        await self.settle()
        return self.last

    def signal(self, opcode: int, payload: bytes) -> None:
        """A ping or a pong."""
        if opcode == PING:
            self._pings.append(payload)
        self.write(frame(payload, opcode))

    def spoil(self, raw: bytes, codes: tuple[int, ...]) -> None:
        """Send bytes that no client should."""
        self.wild |= not codes
        self.user.wild |= self.wild
        self.codes.update(codes)
        self.count["broken frames sent"] += 1
        self.write(raw)

    async def fence(self, class_id: str) -> None:
        """From the next answer on, nothing about that class may come."""
        if self.sound:
            payload = b"fence %d" % next(FENCES)
            self._fences[payload] = class_id
            self.signal(PING, payload)
            await self.until(lambda: class_id in self.shut or not self.sound, "a ping is answered")

    def leave(self, way: str) -> None:
        """Leave, as a client may at any time."""
        assert self._raw
        self._let_go()
        if way == "goodbye":
            self.write(closing(1000))
        else:
            if way == "half a frame":
                self._raw.write(frame(b'{"event": "WATCH"}')[:9])
            self._raw.drop()
        self.left = True

    def drop(self) -> None:
        """Drop the connection, whatever state it is in."""
        self.left = True
        if self._raw:
            self._raw.drop()
        if self._reader:
            self._reader.cancel()

    def write(self, data: bytes) -> None:
        if self._held is not None:
            self._held.append(data)
        elif self._raw and not self._raw.writer.is_closing():
            self._raw.write(data)

    async def settle(self) -> None:
        """Wait until all that was sent is answered. Raises `Violation` if it is not."""
        await self.until(lambda: self.settled or not self.sound, "everything sent is answered")

    async def receives(self, class_id: str, story: list[dict[str, Any]]) -> None:
        """Wait until the last frames that it received about the class are those of `story`."""

        def received() -> bool:
            so_far = self.stories.get(class_id, [])
            return so_far[len(so_far) - len(story) :] == story

        await self.until(received, f"everyone in a session receives {story}")

    async def dismissed(self) -> None:
        """Wait for the close frame that must come."""
        await self.until(lambda: self.closed, f"it is closed with one of {self.codes}", AT_ONCE)
        insist(self.close_code in self.codes, "the close code", self.close_code, self.codes)

    async def until(
        self, condition: Callable[[], bool], promise: str, seconds: float = PATIENCE
    ) -> None:
        """Raises `Violation`, also one that the reader has found."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    self.raise_violation()
                    expected = self.left or self.wild or self.codes or self.user.turning
                    insist(not self.closed or expected, promise, f"closed: {self._describe()}")
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise Violation(f"{promise}\n    not in {seconds:g} s: {self._describe()}") from None
        self.raise_violation()

    def raise_violation(self) -> None:
        if self._reader and self._reader.done() and not self._reader.cancelled():
            self._reader.result()

    def wake(self) -> None:
        """Let waiting tasks check their condition again."""
        self._changed.set()

    def _let_go(self) -> None:
        held, self._held = self._held, None
        for data in held or ():
            self.write(data)

    async def _read(self, raw: Raw) -> None:
        stream = bytearray()
        try:
            while data := await raw.reader.read(1 << 16):
                stream += data
                for opcode, payload in frames_of(stream):
                    self._hear(opcode, payload)
                self._changed.set()
            insist(not stream or self.left, "a frame comes whole", bytes(stream))
        except ConnectionError:
            pass
        except AssertionError as wrong:
            raise Violation(f"{self._describe()}: {wrong}") from wrong
        finally:
            # Everything has been read; the task is marked as done later.
            asyncio.get_running_loop().call_soon(self._changed.set)

    def _hear(self, opcode: int, payload: bytes) -> None:
        insist(self.close_code is None, "nothing follows a close frame", opcode, payload)
        if opcode == TEXT:
            self._hear_text(payload)
        elif opcode == PONG:
            self._hear_pong(payload)
        elif opcode == PING:
            self.write(frame(payload, PONG))
        elif opcode == CLOSE:
            insist(len(payload) >= 2, "a close frame has a code", payload)
            (self.close_code,) = struct.unpack("!H", payload[:2])
            self.write(frame(payload, CLOSE))

    def _hear_pong(self, payload: bytes) -> None:
        self.count["pongs received"] += 1
        if self.wild:
            return
        insist(payload in self._pings, "a pong answers a ping", payload)
        while self._pings.popleft() != payload:
            pass
        if payload in self._fences:
            self.shut.add(self._fences.pop(payload))

    def _hear_text(self, payload: bytes) -> None:
        message = json.loads(payload)
        insist(is_server_frame(message), "a frame is one of the contract's", message)
        event, data = message["event"], message["data"]
        self.count[f"{event} received"] += 1
        if message == {"event": "ERROR", "data": {"message": UNAUTHORIZED, "code": "unauthorized"}}:
            expected = self.user.turning or 4401 in self.codes
            insist(expected, "no user with a valid token is turned away", self._describe())
            return
        self.check(self, event, data)
        if event in ("ATTENDANCE_MARKED", "SESSION_ENDED"):
            self.stories.setdefault(data["classId"], []).append(data)
        if event == "SESSION_STARTED":
            self.started.add(data["sessionId"])
        if self.wild:
            return
        self._move(event, data)
        self.last = event, data

    def _move(self, event: str, data: dict[str, Any]) -> None:
        stay = self._places if event in TO_ALL else set()
        after = {
            place + 1
            for place in self._places
            if place < len(self.asks) and self.asks[place].takes(event, data)
        }
        waiting = [self.asks[place] for place in self._places if place < len(self.asks)]
        self._places = stay | after
        insist(
            self._places,
            "each message is answered once, in the order sent, with what may answer it",
            f"received {event} {data}",
            f"waits for one of {waiting}",
        )

    def _describe(self) -> str:
        done = max(self._places)
        ask = self.asks[done] if done < len(self.asks) else None
        return (
            f"socket of {self.user.name}, {done} of {len(self.asks)} answered, next {ask},"
            f" pings {list(self._pings)}, close code {self.close_code}, expected {self.codes}"
        )


def _fragments(payload: bytes, say: Say) -> list[bytes]:
    """The frames of a message (RFC 6455, section 5.4)."""
    at = [0, *(round(cut * len(payload)) for cut in say.cuts), len(payload)]
    *parts, last = (payload[start:end] for start, end in itertools.pairwise(at))
    opcodes = itertools.chain([say.opcode], itertools.repeat(CONTINUATION))
    frames = [frame(part, next(opcodes), fin=False) for part in parts]
    return [*frames, frame(last, next(opcodes))]
