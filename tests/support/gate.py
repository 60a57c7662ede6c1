"""A connection to the server that tests can cut, delay and close to WebSockets."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from attrs import define, field

REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@define
class Gate:
    """A TCP proxy in front of a server.

    `upgrades`: whether it allows WebSockets.
    """

    host: str
    port: int
    upgrades: bool = True
    url: str = ""
    _up: bool = True
    _flows: asyncio.Event = field(factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(factory=set)

    def cut(self) -> None:
        """Break all connections, and refuse new ones."""
        self._up = False
        for task in self._tasks:
            task.cancel()

    def mend(self) -> None:
        self._up = True

    def hold(self) -> None:
        """Hold back what clients send until `release`."""
        self._flows.clear()

    def release(self) -> None:
        self._flows.set()

    async def serve(self, client: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                if self._up:
                    await self._pass(client, answer)
        except* (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            answer.transport.abort()
            self._tasks.discard(task)

    async def _pass(self, client: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        # A browser opens a separate connection for each WebSocket.
        head = await client.readuntil(b"\r\n\r\n")
        if b"\r\nupgrade: websocket\r\n" in head.lower() and not self.upgrades:
            answer.write(REFUSAL)
            await answer.drain()
            answer.close()
            await answer.wait_closed()
            return
        source, sink = await asyncio.open_connection(self.host, self.port)
        sink.write(head)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._copy(client, sink, self._flows))
                group.create_task(self._copy(source, answer))
        finally:
            sink.transport.abort()

    async def _copy(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        flows: asyncio.Event | None = None,
    ) -> None:
        while data := await source.read(1 << 16):
            if flows:
                await flows.wait()
            sink.write(data)
            await sink.drain()
        sink.close()


@asynccontextmanager
async def gate_to(url: str) -> AsyncIterator[Gate]:
    """An open gate to the server at `url`."""
    parts = urlsplit(url)
    gate = Gate(parts.hostname or "", parts.port or 0)
    gate.release()
    server = await asyncio.start_server(gate.serve, "127.0.0.1", 0)
    gate.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield gate
    finally:
        gate.cut()
        server.close()
