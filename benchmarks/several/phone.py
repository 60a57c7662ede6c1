"""A client that reconnects as the pages do, to another server each time."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from random import Random

import orjson

from attendance_server.loadtest.listener import JoinError
from attendance_server.loadtest.target import Target

from .watcher import MARKED, WATCHING, Watcher, watch

AT_ONCE, FIRST_DELAY, LONGEST_DELAY = 0.3, 1.0, 5.0
"""As `AT_ONCE`, `reconnectionDelay` and `reconnectionDelayMax` of client.js, in seconds."""

ABSENT = "absent"
MOVES = 4
STOPPED = (1001, 1012)


class Backoff:
    """The delays before attempts to connect, as in client.js."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._attempts = self._moves = 0

    def ended(self, code: int, lasted: float) -> float:
        """The delay after a connection that lasted so many seconds."""
        if lasted >= LONGEST_DELAY:
            self._attempts = self._moves = 0
        if code in STOPPED or lasted >= LONGEST_DELAY:
            self._moves += 1
            if self._moves <= MOVES:
                return AT_ONCE * self._dice.random()
        return self.failed()

    def failed(self) -> float:
        """The delay after an attempt that failed."""
        longest = min(LONGEST_DELAY, FIRST_DELAY * float(2**self._attempts))
        self._attempts = min(self._attempts + 1, 10)
        return longest * self._dice.random()


class Phone:
    """One user's client.

    `gaps`: the seconds of each time without a connection, from its end to the next `WATCHING`.
    `status`: the student's own status as the client shows it. `socket`: its connection, if any.
    """

    def __init__(
        self, targets: Sequence[Target], token: str, user_id: str, dice: Random, source: str
    ) -> None:
        """`source`: the local address to connect from."""
        self.gaps: list[float] = []
        self.status: str | None = None
        self.socket: Watcher | None = None
        self._targets = targets
        self._token = token
        self._user_id = user_id.encode()
        self._dice = dice
        self._source = source
        self._at = dice.randrange(len(targets))

    async def connect(self) -> None:
        """Open the first connection. Raises `JoinError`."""
        await self._watch()

    async def stay(self) -> None:
        """Reconnect whenever the connection ends, until cancelled."""
        backoff, connected = Backoff(self._dice), time.perf_counter()
        while self.socket:
            code = await asyncio.shield(self.socket.closed)
            ended = time.perf_counter()
            self.socket = None
            delay = backoff.ended(code, ended - connected)
            while self.socket is None:
                self._at = (self._at + 1) % len(self._targets)
                await asyncio.sleep(delay)
                with suppress(JoinError):
                    await self._watch()
                delay = backoff.failed()
            connected = time.perf_counter()
            self.gaps.append(connected - ended)

    def see(self, text: bytes, at: float) -> None:
        """Take a frame into account."""
        if text.startswith(WATCHING):
            [session] = orjson.loads(text)["data"]["sessions"]
            self.status = session["status"] or ABSENT
        # Most frames are of others, and need no parsing.
        elif text.startswith(MARKED) and self._user_id in text:
            self.status = orjson.loads(text)["data"]["status"]

    def connected(self) -> None:
        """The connection is up again."""

    async def _watch(self) -> None:
        target = self._targets[self._at]
        self.socket = await watch(target, self._token, self.see, source=self._source)
        self.connected()
