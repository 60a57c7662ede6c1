"""Clients as the product's are: they come back by themselves, at any server, and go on there.

A phone keeps a socket open. When it loses it, it connects to a server at random, sends `WATCH`, and
sends again what was not answered. It notes all it sends and receives, for the oracle to judge.
"""

import asyncio
import contextlib
import itertools
import json
import time
from collections.abc import Sequence
from random import Random
from typing import Any

import aiohttp
from attrs import Factory, define, field

from tests.support.client import Person
from tests.support.description import check_frame
from tests.support.witness import UNAVAILABLE

BOUND = 45.0
"""Seconds after the last fault in which everything has to be done, even on a slow machine."""

CALL = 4.0
"""Seconds that a server has to answer a call before it is made at another one."""

SILENCE = 3.0
"""Seconds without the answer that is due, after which a phone goes to another server."""

CONNECT = 2.0
"""Seconds that a server has to accept a connection."""

BACKOFF = (0.05, 0.1, 0.2, 0.4, 0.8)
"""The longest pauses before the attempts to connect, in seconds."""

TRY_AGAIN = 0.2
"""Seconds until something is sent again that a server refused for want of its database."""

NO_TOKEN = 4401

NUMBERS = itertools.count(1)


@define(eq=False)
class Command:
    """Something that a client wants done. Sent again until it is answered, with the same `data`.

    `sent` and `answered_at` are moments. `answer`: the event and the data of the frame with its id;
    over HTTP the answer's status and body.
    """

    event: str
    data: dict[str, Any]
    number: int = Factory(lambda: next(NUMBERS))
    sent: list[float] = Factory(list)
    answer: tuple[str, Any] | None = None
    answered_at: float | None = None

    @property
    def told(self) -> bool:
        """Whether it was answered, and not with an error."""
        return self.answer is not None and self.answer[0] != "ERROR"

    @property
    def refusal(self) -> str | None:
        """The sentence of the error that it was answered with."""
        if self.answer is None or self.answer[0] != "ERROR":
            return None
        message: str = self.answer[1]["message"]
        return message

    def settle(self, event: str, data: Any) -> None:
        self.answer = event, data
        self.answered_at = time.monotonic()

    def __str__(self) -> str:
        times = ", ".join(f"{moment:.3f}" for moment in self.sent)
        return f"#{self.number} {self.event} {self.data} sent {times}: {self.answer}"


@define
class Heard:
    """A frame, and when it was received."""

    at: float
    event: str
    data: Any


@define(eq=False)
class Segment:
    """What one connection has received, in order. `lost_at`, `code`: when and how it ended."""

    server: str
    opened_at: float
    frames: list[Heard] = Factory(list)
    watching_at: float | None = None
    lost_at: float | None = None
    code: int | None = None


@define(eq=False)
class Phone:
    """A client with one socket at a time.

    `urls`: of all servers by their name; those that do not answer are tried like any other. `home`:
    the name of the one that it connects to first. `gaps`: seconds from each lost connection to the
    next `WATCHING`. `out`: its token has ended, when that was.
    """

    http: aiohttp.ClientSession
    urls: dict[str, str]
    home: str
    person: Person
    rng: Random
    segments: list[Segment] = Factory(list)
    commands: list[Command] = Factory(list)
    codes: dict[str, str] = Factory(dict)
    gaps: list[float] = Factory(list)
    out: float | None = None
    changed: asyncio.Event = Factory(asyncio.Event)
    _unanswered: dict[int, Command] = Factory(dict)
    _ws: aiohttp.ClientWebSocketResponse | None = None
    _task: asyncio.Task[None] | None = None
    _lost_at: float | None = None
    _later: set[asyncio.Task[None]] = field(factory=set)

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def is_up(self) -> bool:
        """Whether it is connected, and has what is running."""
        return bool(self._ws and self.segments and self.segments[-1].watching_at is not None)

    @property
    def server(self) -> str:
        """The name of the server where it is, or was last."""
        return self.segments[-1].server if self.segments else self.home

    @property
    def pending(self) -> Sequence[Command]:
        """The commands without an answer."""
        return [each for each in self._unanswered.values() if each.event != "WATCH"]

    def start(self) -> None:
        self._task = asyncio.create_task(self._live())

    async def stop(self) -> None:
        """Close the socket. Raises what went wrong with the phone, if anything did."""
        task, self._task = self._task, None
        if task:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            if not task.cancelled() and (error := task.exception()):
                raise error
        for later in self._later:
            later.cancel()

    async def send(self, event: str, **data: Any) -> Command:
        """Have something done. It is sent once there is a connection."""
        command = Command(event, data)
        self.commands.append(command)
        self._unanswered[command.number] = command
        if self.is_up:
            await self._send(command)
        return command

    async def watch(self) -> list[dict[str, Any]]:
        """Request what is running."""
        command = Command("WATCH", {})
        self._unanswered[command.number] = command
        if self.is_up:
            await self._send(command)
        while command.answer is None:
            await self._turn()
        sessions: list[dict[str, Any]] = command.answer[1]["sessions"]
        return sessions

    async def _turn(self) -> None:
        """Wait until something may have changed. Raises what went wrong with the phone."""
        if self._task and self._task.done():
            self._task.result()
        self.changed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                await self.changed.wait()

    async def _live(self) -> None:
        attempt = 0
        server = self.home
        while True:
            try:
                async with asyncio.timeout(CONNECT):
                    self._ws = await self.http.ws_connect(
                        f"{self.urls[server]}/ws",
                        params={"token": self.person.token},
                        timeout=aiohttp.ClientWSTimeout(ws_close=0.5),
                        max_msg_size=0,
                        compress=0,
                    )
            except (TimeoutError, aiohttp.ClientError, OSError):
                self._ws = None
            else:
                if await self._talk(self._ws, server):
                    attempt = 0
                if self.out is not None:
                    return
            self.changed.set()
            await asyncio.sleep(self.rng.uniform(0, BACKOFF[min(attempt, len(BACKOFF) - 1)]))
            attempt += 1
            server = self.rng.choice(list(self.urls))

    async def _talk(self, ws: aiohttp.ClientWebSocketResponse, server: str) -> bool:
        """Talk until the connection is lost; return whether it was of any use."""
        segment = Segment(server, time.monotonic())
        self.segments.append(segment)
        watch = Command("WATCH", {})
        self._unanswered[watch.number] = watch
        try:
            await self._send(watch)
            while (message := await self._receive(ws, segment)) is not None:
                self._hear(message, segment)
                if watch.answer and segment.watching_at is None:
                    segment.watching_at = time.monotonic()
                    if self._lost_at is not None:
                        self.gaps.append(segment.watching_at - self._lost_at)
                        self._lost_at = None
                    for command in list(self._unanswered.values()):
                        await self._send(command)
                self.changed.set()
        finally:
            self._unanswered.pop(watch.number, None)
            self._ws = None
            segment.lost_at = time.monotonic()
            if self._lost_at is None:
                self._lost_at = segment.lost_at
            closing = asyncio.create_task(_close(ws))
            self._later.add(closing)
            closing.add_done_callback(self._later.discard)
        segment.code = ws.close_code
        if segment.code == NO_TOKEN:
            self.out = segment.lost_at
        return segment.watching_at is not None

    async def _receive(
        self, ws: aiohttp.ClientWebSocketResponse, segment: Segment
    ) -> dict[str, Any] | None:
        """The next frame; `None` once the connection is lost, or too silent."""
        while True:
            try:
                message = await ws.receive(timeout=0.5)
            except TimeoutError:
                due = [each.sent[-1] for each in self._unanswered.values() if each.sent]
                since = max(segment.opened_at, min(due, default=time.monotonic()))
                if due and time.monotonic() - since > SILENCE:
                    return None
                continue
            if message.type is not aiohttp.WSMsgType.TEXT:
                return None
            frame: dict[str, Any] = json.loads(message.data)
            return frame

    def _hear(self, frame: dict[str, Any], segment: Segment) -> None:
        check_frame({key: value for key, value in frame.items() if key != "id"})
        event, data = frame["event"], frame["data"]
        segment.frames.append(Heard(time.monotonic(), event, data))
        if event == "CHECK_IN_CODE" and data["open"]:
            self.codes[data["classId"]] = data["code"]
        command = self._unanswered.get(frame.get("id", 0))
        if command is None:
            return
        if event == "ERROR" and data["message"] == UNAVAILABLE:
            later = asyncio.create_task(self._send_later(command))
            self._later.add(later)
            later.add_done_callback(self._later.discard)
            return
        del self._unanswered[command.number]
        command.settle(event, data)

    async def _send_later(self, command: Command) -> None:
        await asyncio.sleep(TRY_AGAIN)
        if command.number in self._unanswered:
            await self._send(command)

    async def _send(self, command: Command) -> None:
        ws = self._ws
        if ws is None:
            return
        command.sent.append(time.monotonic())
        text = json.dumps({"event": command.event, "data": command.data, "id": command.number})
        # The reader notices what goes wrong here, and it is sent again.
        with contextlib.suppress(aiohttp.ClientError, ConnectionError):
            await ws.send_str(text)


async def _close(ws: aiohttp.ClientWebSocketResponse) -> None:
    await ws.close()
