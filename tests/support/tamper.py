"""A proxy in front of the server that alters what one socket receives."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from attrs import define, field

from attendance_server.loadtest import frames

Tamper = Callable[[int, bytes], list[bytes]]
"""Returns what is sent instead of a frame, given its number, counted from 0, and its bytes."""

VICTIM = 3
"""The number of the socket, counted from 1, that receives altered frames."""


@define
class Proxy:
    host: str
    port: int
    tamper: Tamper
    sockets: int = 0
    tasks: set[asyncio.Task[None]] = field(factory=set)

    async def serve(self, client: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        """Serve one HTTP or WebSocket connection until both sides have closed it."""
        source, sink = await asyncio.open_connection(self.host, self.port)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_copy(client, sink))
                group.create_task(self._back(source, answer))
        except* ConnectionError:
            pass
        finally:
            sink.close()
            answer.close()

    async def _back(self, source: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        head = await source.read(12)
        if head == b"HTTP/1.1 101":
            head += await source.readuntil(b"\r\n\r\n")
            self.sockets += 1
            if self.sockets == VICTIM:
                answer.write(head)
                await self._alter(source, answer)
                return
        answer.write(head)
        await _copy(source, answer)

    async def _alter(self, source: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        rest, number = b"", 0
        while data := await source.read(1 << 16):
            rest += data
            while (frame_head := frames.head(rest, 0)) and frame_head.end <= len(rest):
                frame, rest = rest[: frame_head.end], rest[frame_head.end :]
                sent = [frame]
                if b"ATTENDANCE_MARKED" in frame:
                    sent = self.tamper(number, frame)
                    number += 1
                answer.write(b"".join(sent))
            await answer.drain()
        answer.close()


@asynccontextmanager
async def tampered(url: str, tamper: Tamper) -> AsyncIterator[str]:
    """The URL of a proxy for the server at `url`."""
    parts = urlsplit(url)
    proxy = Proxy(parts.hostname or "", parts.port or 0, tamper)

    async def serve(client: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        proxy.tasks.add(task)
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await proxy.serve(client, answer)
        proxy.tasks.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in list(proxy.tasks):
            task.cancel()
        await asyncio.gather(*proxy.tasks, return_exceptions=True)


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(1 << 16):
        sink.write(data)
        await sink.drain()
    sink.close()
